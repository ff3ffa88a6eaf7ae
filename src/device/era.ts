/** The rules of one release on one platform, looked up once. */
import { compareText } from '../base/compare.js';
import { rulesOf } from '../catalog/boards/index.js';
import type { DeviceRules, RulesOfRelease, Slot } from '../catalog/boards/types.js';
import { systemChanges } from '../catalog/changes.js';
import { isOn, SWITCHES } from '../catalog/eras.js';
import type { SwitchName, Switches } from '../catalog/eras.js';
import { slotsIn } from '../catalog/flash-map.js';
import { oncePerRelease } from '../catalog/per-release.js';
import { platformById } from '../catalog/platforms.js';
import { NEWEST } from '../catalog/versions.js';

/** Everything about a release on a board that the twin asks for: switches, addresses, named behaviours. */
export interface Era extends Switches, Omit<DeviceRules, 'slots' | 'ofRelease'>, RulesOfRelease {
  readonly platform: number;
  /** Module version of the system part that validates. */
  readonly os: number;
  /** The table of module bounds of this release, in its own order. */
  readonly slots: readonly Slot[];
}

/**
 * The era of a platform under a release.
 *
 * @param platform platform id
 * @param os module version of the system part that validates, 0 to 65535; for any other number no slot is known and no switch is on
 * @returns null for platforms whose validator is not known (Core has none)
 */
export const eraOf: (platform: number, os: number) => Era | null = oncePerRelease(eraLike, (era) => era !== null);

/** The era in which the rules of a release began, with the version of the release. All eras are copies, so all have one shape. */
function eraLike(platform: number, os: number): Era | null {
  const began =
    Number.isInteger(os) && os <= NEWEST ? systemChanges(platform).findLast((first) => first <= os) : undefined;
  const like = began === undefined ? makeEra(platform, os) : beginningAt(platform, began);
  return like === null ? null : { ...like, os };
}

const beginningAt = oncePerRelease(makeEra, (era) => era !== null);

function makeEra(platform: number, os: number): Era | null {
  const board = platformById(platform);
  const rules = rulesOf(platform);
  if (board === undefined || rules === null) return null;
  const names = Object.keys(SWITCHES) as SwitchName[];
  const switches = Object.fromEntries(names.map((name) => [name, isOn(name, board.family, os)])) as Switches;
  const { ofRelease, ...ofBoard } = rules;
  return inOneShape({ ...switches, ...ofBoard, ...ofRelease(switches), platform, os, slots: slotsIn(platform, os) });
}

/** The same fields in the same order, whichever family they come from: objects of one shape are read much faster, and every decision reads dozens. */
function inOneShape(era: Era): Era {
  const fields = Object.entries(era).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(fields) as unknown as Era;
}
