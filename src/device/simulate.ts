/** Applies files one after another, as a person would send them, and says what the device does after each. */
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import { accept, runningEra, runningVersion } from './accept.js';
import { boot, settle } from './boot.js';
import type { Boot } from './boot.js';
import { eraOf } from './era.js';
import type { Era } from './era.js';
import { install, installBoth, withStaged } from './install.js';
import type { InstallOptions, Installed } from './install.js';
import { ERASES_COMPAT_APPLICATION, RADIO_INFO_WORD } from '../catalog/eras.js';
import type { Decision, DeviceState, ModuleFacts, Reason, Transport } from './types.js';
import { erase, erasedBy, put, putRadio } from './write.js';

/** One file, sent. */
export interface Sent {
  readonly decision: Decision;
  /** What became of it; null where it was not accepted. */
  readonly installed: Omit<Installed, 'state'> | null;
  /** The flash after the restart (after the write, over DFU). */
  readonly state: DeviceState;
}

/** Sends one file and restarts the device (over DFU: writes it). The module version of the release that decided is that of `state`. */
export function send(state: DeviceState, module: ModuleFacts, transport: Transport): Sent {
  const decision = accept(state, module, { transport });
  const era = runningEra(state);
  if (decision.verdict !== 'accepted') {
    const known = !('kind' in era) && transport !== 'dfu';
    return { decision, installed: null, state: known ? withStaged(state, era, module) : state };
  }
  if (transport === 'dfu') {
    const after = writeOverDfu(state, module);
    return { decision, installed: { applied: 'applied', ...placeOf(after, module) }, state: after };
  }
  if ('kind' in era) return { decision, installed: null, state };
  const { state: after, ...installed } = installAll(state, era, module, transport);
  return { decision, installed, state: settle(after) };
}

/** From the best to the worst that can become of an accepted file. */
const APPLIED: readonly Installed['applied'][] = ['applied', 'pending', 'retry_loop', 'error'];

/** What became of a combined file: it has landed where both parts have, and the first part that has not says why. */
function bothOf(first: Installed, second: Installed): Installed {
  const worst = Math.max(APPLIED.indexOf(first.applied), APPLIED.indexOf(second.applied));
  return {
    applied: APPLIED[worst] ?? first.applied,
    landed: first.landed === false || second.landed === false ? false : first.landed === null ? null : second.landed,
    reason: first.reason ?? second.reason,
    state: second.state,
  };
}

/** The second module of a combined file; what follows it is ignored without a word. */
function combinedWith(era: Era, module: ModuleFacts): ModuleFacts | null {
  return era.moduleFormats && (module.flags & MODULE_FLAG.combined) !== 0 ? (module.combined[0] ?? null) : null;
}

function installAll(state: DeviceState, era: Era, module: ModuleFacts, transport: Transport): Installed {
  const application = boot(state).application;
  const wiped =
    era.assets &&
    era.safeStagingSize !== null &&
    module.size > era.safeStagingSize &&
    (transport === 'ota' || transport === 'usb');
  const before = wiped && state.assets !== 'unknown' ? { ...state, assets: [] } : state;
  const options: InstallOptions = {
    bootloader: 'installed',
    neededAssets: application?.assets ?? neededByInstalled(state),
  };
  const second = combinedWith(era, module);
  if (second === null) return install(before, era, module, options);
  const [one, two] = installBoth(before, era, [module, second], options);
  return two === null ? one : bothOf(one, two);
}

/** The installed application keeps its assets also while it does not run for want of them. */
function neededByInstalled(state: DeviceState): ModuleFacts['assets'] {
  return state.modules
    .filter((one) => one.function === MODULE_FUNCTION.userPart && one.crcOk)
    .flatMap(({ assets }) => assets);
}

/** Whether what was written lies where the Device OS that is there then looks for an application: written elsewhere it is never run. */
function placeOf(after: DeviceState, module: ModuleFacts): Pick<Installed, 'landed' | 'reason'> {
  const era = runningEra(after);
  const looks =
    'kind' in era ||
    module.function !== MODULE_FUNCTION.userPart ||
    era.dynamicApplication !== null ||
    module.start === era.userStart ||
    (era.application256K && module.start === era.application256KAt);
  if (looks) return { landed: true, reason: null };
  return { landed: false, reason: { kind: 'no_slot', function: module.function, index: module.index } };
}

/** What DFU leaves in flash: the image at its start address, nothing checked. */
function writeOverDfu(state: DeviceState, module: ModuleFacts): DeviceState {
  const running = runningVersion(state);
  const era = eraOf(state.platform, typeof running === 'number' ? running : module.version);
  if (era === null) return state;
  if (module.function === MODULE_FUNCTION.radioStack) {
    return putRadio(state, era, module, RADIO_INFO_WORD.get(module.version) ?? null);
  }
  const bootloader = state.modules.find(({ at }) => at === era.bootloaderAt);
  const invalidates =
    module.start === era.application256KAt &&
    bootloader !== undefined &&
    bootloader.version >= ERASES_COMPAT_APPLICATION;
  const before = invalidates ? erase(state, erasedBy(era, era.userStart, era.userStart + 1)) : state;
  return put(before, era, module, module.start);
}

/** What one of several files came to. */
export interface SimulatedStep<File> {
  /** Counted from 1. */
  readonly step: number;
  readonly file: File;
  readonly decision: Decision;
  readonly installed: Sent['installed'];
  /** Module version of the release that decided; null where none can be named. */
  readonly decidedBy: number | null;
  readonly afterwards: Boot;
  readonly state: DeviceState;
}

/** What several files, sent one after another, came to. */
export interface Simulation<File> {
  readonly start: Boot;
  readonly steps: readonly SimulatedStep<File>[];
  readonly end: Boot;
  /** The device passed a state that Device OS does not define, so what came after is not certain either. */
  readonly uncertainSince: number | null;
  readonly state: DeviceState;
}

/**
 * Sends files in the order given.
 *
 * @param files each with the facts of its module; the type parameter carries the caller's own name for it
 * @param isHeldBack files that are not sent although the device would take them; one that it refuses is a step all the same
 */
export function simulate<File extends { readonly facts: ModuleFacts }>(
  start: DeviceState,
  files: readonly File[],
  transport: Transport,
  isHeldBack: (file: File) => boolean = () => false,
): Simulation<File> {
  const steps: SimulatedStep<File>[] = [];
  let state = start;
  for (const file of files) {
    const running = runningVersion(state);
    const sent = send(state, file.facts, transport);
    if (sent.decision.verdict === 'accepted' && isHeldBack(file)) continue;
    state = sent.state;
    steps.push({
      step: steps.length + 1,
      file,
      decision: sent.decision,
      installed: sent.installed,
      decidedBy: typeof running === 'number' ? running : null,
      afterwards: transport === 'dfu' ? IN_DFU : boot(state),
      state,
    });
  }
  const last = steps.pop();
  if (last !== undefined) {
    if (transport === 'dfu') state = settle(state);
    steps.push(transport === 'dfu' ? { ...last, afterwards: boot(state) } : last);
  }
  const end = steps.at(-1)?.afterwards ?? boot(state);
  const lost = steps.findIndex(({ afterwards }) => afterwards.mode === 'undefined' || afterwards.mode === 'hangs');
  const uncertainSince = lost >= 0 && lost < steps.length - 1 ? lost + 1 : null;
  const reasons = lost >= 0 ? (steps[lost]?.afterwards.reasons ?? []) : [];
  return {
    start: boot(start),
    steps,
    end: uncertainSince === null ? end : { ...end, mode: 'undefined', reasons, application: null },
    uncertainSince,
    state,
  };
}

const IN_DFU: Boot = { mode: 'dfu', reasons: [], cloudMayHeal: false, application: null, hazards: [] };

/** Whether the file is on the device now, of what was sent. */
export function hasLanded({ installed }: Pick<Sent, 'installed'>): boolean {
  return installed?.landed === true;
}

/** The reason that a person needs: why refused, or why accepted and not applied. */
export function decisiveReason(step: Pick<Sent, 'decision' | 'installed'>): Reason | null {
  return step.decision.reason ?? step.installed?.reason ?? null;
}
