/**
 * Ranges of module versions. Several release lines of Device OS live side by side (2.x beside 3.x), so "since release X" is not one
 * comparison: a rule holds in a list of ranges, at most one a line. A line is the thousand of the module version (2000-2999 is 2.x; 0-999 is 0.x).
 */
export type VersionRanges = readonly (readonly [from: number, to: number])[];

/** The highest version that a header can carry. Rules that nobody revoked hold up to it: the newest known code speaks for what comes after. */
export const NEWEST = 0xffff;

/** Every version. */
export const ALWAYS: VersionRanges = [[0, NEWEST]];

/** From this version on, in all lines above as well. */
export function since(from: number): VersionRanges {
  return [[from, NEWEST]];
}

/** All versions below this one. */
export function before(first: number): VersionRanges {
  return [[0, first - 1]];
}

/** Whether a module version lies in one of the ranges. */
export function isIn(version: number, ranges: VersionRanges): boolean {
  for (const [from, to] of ranges) if (version >= from && version <= to) return true;
  return false;
}
