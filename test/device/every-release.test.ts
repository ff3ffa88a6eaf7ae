/** A device as a release ships it, with an application built for it, starts: whatever the table had to assume of the release. */
import { describe, expect, test } from 'vitest';
import { rowOrNearest } from '../../src/catalog/assumed.js';
import { PLATFORMS } from '../../src/catalog/platforms.js';
import { knownReleases, releaseRow } from '../../src/catalog/releases.js';
import { boot } from '../../src/device/boot.js';
import { shippedRow } from '../../src/device/shipped.js';

const BOOTLOADER = 2;

/** Pre-releases of which no bootloader is recorded. */
const NOT_KNOWN = 'unknown';

const shipped = PLATFORMS.flatMap(({ id }) =>
  knownReleases(id).flatMap((known) => {
    const found = rowOrNearest(known.release, known.version, id);
    return found === null ? [] : [{ id, known, row: found.row }];
  }),
);

describe('for every release of every platform', () => {
  test('the shipped device runs its application, or what is not known of it is said', () => {
    expect(shipped.length).toBeGreaterThan(800);
    const modes = shipped.map(({ id, known, row }) => {
      const state = shippedRow(row, 'for_release')?.state;
      const mode = state === undefined ? 'no state' : boot({ ...state, protection: 'open' }).mode;
      return `${String(id)} ${known.release} ${mode}`;
    });
    const others = modes.filter((one) => !one.endsWith('runs-app'));
    expect(others.filter((one) => !one.endsWith(NOT_KNOWN))).toEqual([]);
    expect(others.length).toBeLessThan(10);
  });

  test('where another release stands in, the bootloader is still the one that the table names', () => {
    const assumed = shipped.filter(({ id, known }) => releaseRow(known.release, id) === undefined);
    expect(assumed.map(({ known }) => known.release)).toContain('6.1.2');
    for (const { id, known, row } of assumed) {
      const own = row.modules.find((one) => one.function === BOOTLOADER && one.index === 0);
      if (own !== undefined && known.bootloader !== null) {
        expect(own.version, `${String(id)} ${known.release}`).toBe(known.bootloader);
      }
    }
  });
});
