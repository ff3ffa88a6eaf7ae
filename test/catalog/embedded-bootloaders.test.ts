/** Bootloaders that system parts bring along, and what a device makes of one that is too old for them. */
import { describe, expect, test } from 'vitest';
import { bringsBootloader } from '../../src/catalog/embedded-bootloaders.js';
import { releaseRows, requiredBootloader } from '../../src/catalog/releases.js';

const PHOTON = 6;
const ELECTRON = 10;

describe('bringsBootloader', () => {
  test.each([
    ['the very version', ELECTRON, 1502, 400, true],
    ['one more is too much', ELECTRON, 1502, 401, false],
    ['2.0.0 embeds 400', ELECTRON, 2008, 1003, false],
    ['2.0.1 embeds 1004', ELECTRON, 2011, 1003, true],
    ['3.x: not known', ELECTRON, 3000, 0, false],
    ['Photon up to 0.6.3', PHOTON, 109, 11, true],
    ['Photon from 0.7.0 on: none', PHOTON, 200, 0, false],
    ['Boron: none', 13, 1512, 0, false],
  ])('%s', (_, platform, system, minimum, expected) => {
    expect(bringsBootloader(platform, system, minimum)).toBe(expected);
  });
});

test('the Electron releases of 2.x that ask for more than they embed', () => {
  const short = releaseRows(ELECTRON).filter(
    (row) => row.system < 3000 && !bringsBootloader(ELECTRON, row.system, requiredBootloader(row) ?? 0),
  );
  expect(short.flatMap(({ release, system }) => (system >= 200 ? [release] : []))).toEqual([
    ...['2.0.0-alpha.1', '2.0.0-alpha.2', '2.0.0-alpha.3', '2.0.0-alpha.4'],
    ...['2.0.0-rc.1', '2.0.0-rc.2', '2.0.0-rc.3', '2.0.0-rc.4', '2.0.0'],
  ]);
});
