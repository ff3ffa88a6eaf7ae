/** The slots of a device with what lies in them: as rows for a table, and for a map of its flash. */
import { slotsIn, slotsOf } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { runningVersion } from '../device/accept.js';
import type { DeviceState, InstalledModule } from '../device/types.js';
import { dependenciesOf, isSameModule } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { MapRow } from './flash-map.js';
import { requirementWords, slotWords, versionWords } from './words.js';

/** One slot of a device. */
export interface DeviceSlot {
  /** "system part 1", "application" */
  readonly name: string;
  /** "13 (0.5.0)", "empty", "not known" */
  readonly version: string;
  /** What the module needs, one each. */
  readonly needs: readonly string[];
  /** Its bar of the map; null for what lies in no internal flash. */
  readonly row: MapRow | null;
}

/** The slots of a device by address, each once; those of all releases where it is not known which one runs. */
export function deviceSlots(state: DeviceState): readonly DeviceSlot[] {
  const running = runningVersion(state);
  const table = typeof running === 'number' ? slotsIn(state.platform, running) : slotsOf(state.platform);
  const main = table.filter(({ store }) => store === 'main');
  const unique = main.filter((slot, at) => main.findIndex((one) => isSameModule(one, slot)) === at);
  return [...unique].sort((a, b) => a.start - b.start || a.end - b.end).map((slot) => slotOf(slot, state));
}

function slotOf(slot: Slot, state: DeviceState): DeviceSlot {
  const { platform } = state;
  const name = slotWords({ ...slot, platform });
  const there = moduleIn(slot, state);
  const version = there === null ? emptyWords(slot, state) : versionWords({ ...there, platform });
  return {
    name,
    version,
    needs: there === null ? [] : dependenciesOf(there).map((one) => requirementWords(one, platform)),
    row: slot.location === 'internal' ? rowOf(slot, name, version, there) : null,
  };
}

function moduleIn(slot: Slot, { modules }: DeviceState): InstalledModule | null {
  return modules.find((one) => isSameModule(one, slot) && one.at >= slot.start && one.at <= slot.end) ?? null;
}

/** The radio stack and the NCP are asked for their versions, whatever lies in their slots. */
function emptyWords(slot: Slot, { platform, unknown, radio, ncp }: DeviceState): string {
  const versionOf = (version: number): string => versionWords({ ...slot, version, platform });
  if (slot.function === MODULE_FUNCTION.radioStack && radio !== null) {
    return radio === 'unknown' ? NOT_KNOWN : versionOf(radio.version);
  }
  if (slot.function === MODULE_FUNCTION.ncpFirmware && ncp !== null) {
    return ncp === 'unknown' ? NOT_KNOWN : versionOf(ncp);
  }
  return unknown.includes(slot.start) ? NOT_KNOWN : 'empty';
}

const NOT_KNOWN = 'not known';

/** Whatever lies in a slot fills its bar: no report says how long a module is. */
function rowOf({ start, end }: Slot, name: string, version: string, there: InstalledModule | null): MapRow {
  const used = there === null ? 0 : end - start;
  return { name, file: null, start, end, used, percent: 0, overlaps: false, says: version };
}
