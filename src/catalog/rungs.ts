/** Intermediate releases that the vendor documents for long updates. */
import { boardById } from './boards/index.js';
import type { Rung } from './boards/types.js';
import { versionOf } from './releases.js';

export type { Rung } from './boards/types.js';

/** The rungs strictly between two module versions, going up; none going down. A device that has one of a rung's releases stands on it. */
export function rungsBetween(platform: number, from: number, to: number): readonly Rung[] {
  return (boardById(platform)?.rungs ?? []).filter(({ releases }) => {
    const versions = releases.map((one) => versionOf(one, platform) ?? 0);
    return Math.min(...versions) > from && (versions[0] ?? 0) < to;
  });
}
