import { describe, expect, it } from 'vitest';

import { findPlatform, platformById, platformName, platformNames, PLATFORMS } from '../../src/catalog/platforms.js';

const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');

describe('platforms', () => {
  it('has each id once, ascending', () => {
    const ids = PLATFORMS.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  it('has no name, alias or display name that means two platforms, and none that is a number', () => {
    const owners = new Map<string, number>();
    for (const { id, name, displayName, aliases } of PLATFORMS) {
      for (const text of [name, displayName, ...aliases]) {
        expect(owners.get(plain(text)) ?? id, text).toBe(id);
        expect(plain(text)).not.toMatch(/^\d*$/);
        owners.set(plain(text), id);
      }
    }
  });

  it('says for each where it comes from, and at least one header offset', () => {
    for (const { name, source, headerOffsets } of PLATFORMS) {
      expect(source, name).not.toBe('');
      expect(headerOffsets.length, name).toBeGreaterThan(0);
    }
  });

  it.each([
    [0, 'core', 'stm32f1', 1, false, [0x10c, 0]],
    [6, 'photon', 'stm32f2', 2, false, [0, 0x184]],
    [8, 'p1', 'stm32f2', 2, false, [0, 0x184]],
    [10, 'electron', 'stm32f2', 2, true, [0, 0x184]],
    [12, 'argon', 'nrf52840', 3, false, [0, 0x200]],
    [13, 'boron', 'nrf52840', 3, true, [0, 0x200]],
    [14, 'xenon', 'nrf52840', 3, false, [0, 0x200]],
    [15, 'esomx', 'nrf52840', 3, true, [0, 0x200]],
    [22, 'asom', 'nrf52840', 3, false, [0, 0x200]],
    [23, 'bsom', 'nrf52840', 3, true, [0, 0x200]],
    [24, 'xsom', 'nrf52840', 3, false, [0, 0x200]],
    [25, 'b5som', 'nrf52840', 3, true, [0, 0x200]],
    [26, 'tracker', 'nrf52840', 3, true, [0, 0x200]],
    [28, 'trackerm', 'rtl872x', 4, true, [0, 0x20]],
    [32, 'p2', 'rtl872x', 4, false, [0, 0x20]],
    [35, 'msom', 'rtl872x', 4, true, [0, 0x20]],
    [37, 'electron2', 'nrf52840', 3, true, [0, 0x200]],
    [38, 'sulu', 'rtl872x', 4, true, [0, 0x20]],
    [11, 'esp32', 'other', null, false, [0]],
    [103, 'bluz', 'other', null, false, [0xc0, 0]],
    [3, 'gcc', 'other', null, false, [0]],
    [60000, 'newhal', 'other', null, false, [0]],
  ])('%i is %s', (id, name, family, generation, cellular, headerOffsets) => {
    expect(platformById(id)).toMatchObject({ id, name, family, generation, cellular, headerOffsets });
    expect(platformName(id)).toBe(name);
  });

  it.each([
    ['core', 0x1d50, 0x607d, 0x607f],
    ['photon', 0x2b04, 0xc006, 0xd006],
    ['electron', 0x2b04, 0xc00a, 0xd00a],
    ['tracker', 0x2b04, 0xc01a, 0xd01a],
    ['p2', 0x2b04, 0xc020, 0xd020],
    ['msom', 0x2b04, 0xc023, 0xd023],
    ['electron2', 11012, 49189, 53285],
    ['sulu', 11012, 49190, 53286],
    ['tachyon', 11012, 49194, null],
    ['duo', 0x2b04, 0xc058, 0xd058],
    ['newhal', 0x2b04, 0x607d, 0x607f],
  ])('%s has its USB ids', (name, vendor, product, dfuProduct) => {
    expect(findPlatform(name)?.usb).toEqual({ vendor, product, dfuProduct });
  });

  it('has no USB ids where none are recorded', () => {
    expect(findPlatform('gcc')?.usb).toBeNull();
    expect(findPlatform('esp32')?.usb).toBeNull();
  });

  it.each([
    ['electron', 10],
    ['ELECTRON', 10],
    ['10', 10],
    [' 10 ', 10],
    ['0', 0],
    ['e', 10],
    ['Photon 2', 32],
    ['photon2', 32],
    ['photon', 6],
    ['muon', 35],
    ['M-SoM', 35],
    ['m_som', 35],
    ['b5-som', 25],
    ['assettracker', 26],
    ['Tracker M', 28],
    ['E SoM X', 15],
    ['b', 13],
    ['raspberry-pi', 31],
    ['60000', 60000],
    ['bluz', 103],
    ['oak', 82],
  ])('finds %j', (text, id) => {
    expect(findPlatform(text)?.id).toBe(id);
  });

  // Source: @particle/device-constants 4.2.1.
  it.each([
    ['Core', 0],
    ['GCC', 3],
    ['Photon', 6],
    ['P1', 8],
    ['Electron', 10],
    ['ESP32', 11],
    ['Argon', 12],
    ['Boron', 13],
    ['Xenon', 14],
    ['E-SoM-X', 15],
    ['A-SoM', 22],
    ['B-SoM', 23],
    ['X-SoM', 24],
    ['B5-SoM', 25],
    ['Asset Tracker / Monitor One', 26],
    ['Tracker-M', 28],
    ['Raspberry Pi', 31],
    ['Photon 2 / P2', 32],
    ['M-SoM', 35],
    ['Electron 2', 37],
    ['Sulu', 38],
    ['Tachyon', 42],
    ['Linux', 43],
    ['Oak', 82],
    ['Duo', 88],
    ['Bluz', 103],
    ['P2 / Photon 2', 32],
  ])('finds %j, the name that the vendor shows', (text, id) => {
    expect(findPlatform(text)?.id).toBe(id);
  });

  it.each(['', ' ', '-', 'banana', '77', '0x0a', '-1', '1e1', 'constructor', '__proto__'])(
    'finds nothing for %j',
    (text) => {
      // '-1' is '1' once the dash is ignored: no platform either
      expect(findPlatform(text)).toBeUndefined();
    },
  );

  it('names an unknown id by its number', () => {
    expect(platformById(77)).toBeUndefined();
    expect(platformName(77)).toBe('platform 77');
  });

  it('lists every name, each of which is found', () => {
    expect(platformNames()).toHaveLength(PLATFORMS.length);
    expect(platformNames().map((name) => findPlatform(name))).toEqual(PLATFORMS);
  });
});
