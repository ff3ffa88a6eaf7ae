/** Intermediate releases that the vendor documents for long updates. */
import { versionOf } from './releases.js';

/** One rung: any of its releases does, the first is the vendor's choice. */
export interface Rung {
  readonly releases: readonly string[];
  /** Whether a device refuses to go past it, coming from below `from` and going to `to` or above; otherwise it is advice. */
  readonly enforced: { readonly below: number; readonly to: number } | null;
  readonly why: string;
  readonly source: string;
}

const NOTES = 'release notes and support articles: 0.5.5 (or 0.5.3), 0.6.4, 0.7.0, 1.2.1, 2.0.0';

const ELECTRON: readonly Rung[] = [
  {
    releases: ['0.5.5', '0.5.3', '0.5.4'],
    enforced: { below: 19, to: 100 },
    why: 'before 0.5.3-rc.2 an Electron knows no system part 3',
    source: NOTES,
  },
  {
    releases: ['0.6.4'],
    enforced: { below: 110, to: 205 },
    why: 'system part 3 of 0.7.0-rc.6 and later needs system part 2 >= 110 (0.6.4)',
    source: NOTES,
  },
  { releases: ['0.7.0'], enforced: null, why: 'the vendor documents it as a step', source: NOTES },
  { releases: ['1.2.1'], enforced: null, why: 'the vendor documents it as a step', source: NOTES },
  { releases: ['2.0.0'], enforced: null, why: 'the vendor documents it as a step', source: NOTES },
];

const PHOTON: readonly Rung[] = [
  {
    releases: ['0.7.0'],
    enforced: { below: 204, to: 300 },
    why: 'system part 1 of 0.8.0-rc.1 and later needs system part 2 >= 204 (0.7.0-rc.5)',
    source: 'release notes of 0.8.0; declared dependencies',
  },
];

const RUNGS: ReadonlyMap<number, readonly Rung[]> = new Map([
  [6, PHOTON],
  [8, PHOTON],
  [10, ELECTRON],
]);

/** The rungs strictly between two module versions, going up; none going down. A device that has one of a rung's releases stands on it. */
export function rungsBetween(platform: number, from: number, to: number): readonly Rung[] {
  return (RUNGS.get(platform) ?? []).filter(({ releases }) => {
    const versions = releases.map((one) => versionOf(one, platform) ?? 0);
    return Math.min(...versions) > from && (versions[0] ?? 0) < to;
  });
}
