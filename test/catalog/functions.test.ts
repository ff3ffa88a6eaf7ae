import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { functionFromText, functionName, functionWords } from '../../src/catalog/functions.js';

const NAMES = [
  'none',
  'resource',
  'bootloader',
  'mono_firmware',
  'system_part',
  'user_part',
  'settings',
  'ncp_firmware',
  'radio_stack',
  'asset',
];

describe('functionName', () => {
  it('has a stable name for each number', () => {
    expect(NAMES.map((_, code) => functionName(code))).toEqual(NAMES);
    expect(functionName(10)).toBe('unknown(10)');
    expect(functionName(255)).toBe('unknown(255)');
  });
});

describe('functionWords', () => {
  it.each([
    [4, 1, undefined, 'system part 1'],
    [4, 3, 'stm32f2', 'system part 3'],
    [4, 0, undefined, 'system part 0'],
    [5, 1, undefined, 'application'],
    [5, 1, 'nrf52840', 'application'],
    [5, 2, 'nrf52840', 'application (256K)'],
    [5, 2, 'rtl872x', 'application (index 2)'],
    [5, 2, undefined, 'application (index 2)'],
    [2, 0, undefined, 'bootloader'],
    [2, 0, 'rtl872x', 'bootloader'],
    [2, 1, 'rtl872x', 'MBR (bootloader 1)'],
    [2, 2, 'rtl872x', 'prebootloader (bootloader 2)'],
    [2, 3, 'rtl872x', 'bootloader 3'],
    [2, 1, 'nrf52840', 'bootloader 1'],
    [8, 0, 'nrf52840', 'radio stack'],
    [7, 0, undefined, 'NCP'],
    [9, 0, undefined, 'asset'],
    [3, 0, 'stm32f1', 'monolithic firmware'],
    [12, 3, undefined, 'unknown function 12 index 3'],
  ] as const)('%i index %i on %s is %s', (code, index, family, words) => {
    expect(functionWords(code, index, family)).toBe(words);
  });
});

describe('functionFromText', () => {
  it('reads back every stable name, and the name of unknown ones', () => {
    for (let code = 0; code <= 255; code += 1) expect(functionFromText(functionName(code))).toBe(code);
  });

  it.each([
    ['n', 0],
    ['r', 1],
    ['b', 2],
    ['m', 3],
    ['s', 4],
    ['u', 5],
    ['c', 7],
    ['a', 8],
    ['t', 9],
    ['userPart', 5],
    ['USER_PART', 5],
    ['systemPart', 4],
    ['radioStack', 8],
    ['RADIO_STACK', 8],
    ['ncpFirmware', 7],
    ['monoFirmware', 3],
    ['System', 4],
    ['a system module', 4],
    ['an application module', 5],
    ['application', 5],
    ['a network coprocessor (NCP) module', 7],
    ['NCP', 7],
    ['a radio stack module', 8],
    ['softdevice', 8],
    ['a monolithic firmware', 3],
    ['a bootloader', 2],
  ])('%j is %i', (text, code) => {
    expect(functionFromText(text)).toBe(code);
  });

  it.each(['', '_', 'x', 'banana', 'unknown(256)', 'unknown()', 'constructor', '5'])('knows nothing of %j', (text) => {
    expect(functionFromText(text)).toBeUndefined();
  });

  it('never throws and never invents a number', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const code = functionFromText(text);
        expect(code === undefined || (code >= 0 && code <= 255)).toBe(true);
      }),
    );
  });
});
