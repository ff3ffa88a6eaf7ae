/** Intermediate releases that the vendor documents for long updates. */
import { boardById } from './boards/index.js';
import type { IntermediateRelease } from './boards/types.js';
import { versionOf } from './releases.js';

export type { IntermediateRelease } from './boards/types.js';

/** The intermediate releases strictly between two module versions, going up; none going down. A device that has one of them counts as being there. */
export function intermediateReleasesBetween(
  platform: number,
  from: number,
  to: number,
): readonly IntermediateRelease[] {
  return (boardById(platform)?.intermediateReleases ?? []).filter(({ releases }) => {
    const versions = releases.map((one) => versionOf(one, platform) ?? 0);
    return Math.min(...versions) > from && (versions[0] ?? 0) < to;
  });
}
