/** The table of module bounds of each platform and release: a look-up over the boards. */
import { rulesOf } from './boards/index.js';
import type { Slot } from './boards/types.js';
import { oncePerRelease } from './per-release.js';
import { isIn } from './versions.js';

export type { Slot } from './boards/types.js';
export { ANY_MCU } from './boards/shared.js';

/** A start that no flash has: the suffix that names the start of an application is whatever lies at the end of flash. */
export const BEHIND_FLASH = 0xffff_ffff;

/**
 * The slots that a platform has in any release, in the order of Device OS's own table. Empty for platforms whose bounds are not known
 * (the Core has none: nothing is validated there).
 */
export function slotsOf(platform: number): readonly Slot[] {
  return rulesOf(platform)?.slots ?? [];
}

/**
 * The table of module bounds of one release, in its own order.
 *
 * @param version module version of its system part, 0 to 65535; no slot is known for any other number
 */
export const slotsIn: (platform: number, version: number) => readonly Slot[] = oncePerRelease(
  (platform, version) => slotsOf(platform).filter((one) => isIn(version, one.versions)),
  (slots) => slots.length > 0,
);

/** The slot among these in which a module lies and runs: not a factory copy or staging area. */
export function mainSlotOf(of: Pick<Slot, 'function' | 'index'>, slots: readonly Slot[]): Slot | undefined {
  return slots.find((slot) => slot.function === of.function && slot.index === of.index && slot.store === 'main');
}
