import { expect, test } from 'vitest';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { eraOf } from '../../src/device/era.js';

const PHOTON = 6;
const P1 = 8;

/** A version that no header can carry, and that lies where another platform's would. */
const beyond = (version: number): number => (P1 - PHOTON) * 0x10000 + version;

test('a version above 65535 is not taken for one of another platform', () => {
  expect(eraOf(P1, 207)).toMatchObject({ platform: P1, os: 207 });
  expect(eraOf(PHOTON, beyond(207))).toMatchObject({ platform: PHOTON, os: beyond(207) });
  expect(eraOf(PHOTON, beyond(208))).toMatchObject({ platform: PHOTON, os: beyond(208) });
  expect(eraOf(P1, 208)).toMatchObject({ platform: P1, os: 208 });
});

test('no slot is known in a release that no header can name', () => {
  expect(slotsIn(P1, 209).length).toBeGreaterThan(0);
  for (const version of [beyond(209), -1, 0x10000, Number.NaN, 1.5e9]) expect(slotsIn(PHOTON, version)).toEqual([]);
  expect(slotsIn(P1, 210).length).toBeGreaterThan(0);
});

test('what is looked up twice is the same', () => {
  expect(slotsIn(PHOTON, 207)).toBe(slotsIn(PHOTON, 207));
  expect(eraOf(PHOTON, 207)).toBe(eraOf(PHOTON, 207));
  expect(slotsIn(777, 207)).toEqual([]);
  expect(eraOf(777, 207)).toBeNull();
});
