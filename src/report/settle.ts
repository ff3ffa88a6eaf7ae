/** What would settle something that is not known of a device: where to look. */
import { slotsIn } from '../catalog/flash-map.js';
import { runningVersion } from '../device/accept.js';
import type { Boot } from '../device/boot.js';
import type { DeviceState, HiddenFact, Reason } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { hexAddress, slotWords } from './words.js';

/** How `particle serial inspect` names a module, by its function; the index follows. Source: particle-cli, `serial.js`. */
const LINE: ReadonlyMap<number, string> = new Map([
  [MODULE_FUNCTION.bootloader, 'Bootloader'],
  [MODULE_FUNCTION.systemPart, 'System'],
  [MODULE_FUNCTION.userPart, 'User'],
  [MODULE_FUNCTION.ncpFirmware, 'NCP'],
  [MODULE_FUNCTION.radioStack, 'Radio stack'],
]);

/** What a decision hangs on; null where it hangs on nothing that is hidden. */
export function factOfReason(reason: Reason | null): HiddenFact | null {
  switch (reason?.kind) {
    case 'hidden':
      return reason.fact;
    case 'protection_unknown':
      return { kind: 'protection' };
    case 'dependency_unknown':
      // What is there is known; what old code makes of it is not, and no report says it.
      if (reason.firmwareId !== undefined) return null;
      if (reason.needs.function === MODULE_FUNCTION.radioStack) return { kind: 'radio' };
      if (reason.needs.function === MODULE_FUNCTION.ncpFirmware) return { kind: 'ncp' };
      return { ...reason.needs, kind: 'slot', store: 'main', at: 0 };
    default:
      return null;
  }
}

/** The same of a start. */
export function factOfBoot({ reasons }: Pick<Boot, 'reasons'>): HiddenFact | null {
  const [fact = null] = reasons.flatMap((one) => (one.kind === 'not_known' ? (one.fact ?? []) : []));
  return fact;
}

/** Takes what is not known, and the device; gives the sentence that says how to find out; nothing where nothing is open. */
export function settleWords(fact: HiddenFact | null, state: DeviceState): readonly string[] {
  switch (fact?.kind) {
    case undefined:
      return [];
    case 'radio':
      return [lineWords(MODULE_FUNCTION.radioStack, 0)];
    case 'ncp':
      return [lineWords(MODULE_FUNCTION.ncpFirmware, 0)];
    case 'applicationStart':
      return [lineWords(MODULE_FUNCTION.userPart, 1)];
    case 'protection':
      return ['To find out: particle device-protection status.'];
    case 'assets':
      return ['To find out: "Asset Dependencies" in particle serial inspect.'];
    case 'slot':
      return [slotSentence(fact, state)];
  }
}

function lineWords(moduleFunction: number, index: number): string {
  const name = LINE.get(moduleFunction) ?? '';
  return `To find out: the line "${name} module #${String(index)}" of particle serial inspect.`;
}

type HiddenSlot = Extract<HiddenFact, { readonly kind: 'slot' }>;

/** A slot that the running release has no bounds for stands in no report: it can only be written, or read from flash. */
function slotSentence(fact: HiddenSlot, state: DeviceState): string {
  if (fact.store === 'factory') return 'To find out: the line "factory location" of particle serial inspect.';
  const running = runningVersion(state);
  const isTold =
    typeof running !== 'number' ||
    slotsIn(state.platform, running).some(
      (slot) => slot.store === 'main' && slot.function === fact.function && slot.index === fact.index,
    );
  if (isTold) return lineWords(fact.function, fact.index);
  const words = slotWords({ ...fact, platform: state.platform });
  const where = fact.at === 0 ? '' : ` at ${hexAddress(fact.at)}`;
  return `The running Device OS tells of no ${words} in any report; to find out, read the flash${where} over DFU.`;
}
