/** Which slots a module may be meant for, and whether it ends in one of them. */
import { slotsIn, slotsOf } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { dependenciesOf, isSameModule } from '../module/id.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import type { FirmwareModule } from '../module/types.js';

/** The slots that a module may be meant for: those of its own release where it names one (system part, application), else of any release. */
export function slotsFor(module: FirmwareModule): readonly Slot[] {
  const fits = (slot: Slot): boolean => isSameModule(slot, module) && slot.store === 'main';
  const release = releaseVersion(module);
  const own = release === null ? [] : slotsIn(module.platform, release).filter(fits);
  return own.length > 0 ? own : slotsOf(module.platform).filter(fits);
}

/** The module version of the Device OS that a module belongs to, where its header says so. */
function releaseVersion(module: FirmwareModule): number | null {
  if (module.function === MODULE_FUNCTION.systemPart) return module.version;
  const system = dependenciesOf(module).find((one) => one.function === MODULE_FUNCTION.systemPart);
  return module.function === MODULE_FUNCTION.userPart && system !== undefined ? system.version : null;
}

export function isCompressed(module: FirmwareModule): boolean {
  return (module.flags & MODULE_FLAG.compressed) !== 0;
}

/** RANGE of Device OS: only the end address counts, both ends included. Source: fetch_module, `ota_module.cpp`, all releases. */
function endsIn({ end }: FirmwareModule, slot: Slot): boolean {
  return end >= slot.start && end <= slot.end;
}

/**
 * Whether a device takes the module for its addresses; null where the file alone does not say: no slot is known,
 * or the module is compressed and has other addresses than what it holds.
 */
export function isInSlot(module: FirmwareModule): boolean | null {
  const slots = slotsFor(module);
  if (slots.length === 0) return null;
  if (slots.some((slot) => endsIn(module, slot))) return true;
  return isCompressed(module) ? null : false;
}
