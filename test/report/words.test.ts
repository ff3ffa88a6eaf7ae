import { describe, expect, test } from 'vitest';
import { tableExtent } from '../../src/catalog/releases.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { noise } from '../../src/module/write.js';
import { safeText } from '../../src/base/safe-text.js';
import {
  byteCount,
  counted,
  flagNames,
  grouped,
  hexAddress,
  hexCrc,
  moduleWords,
  platformWords,
  releaseFor,
  requirementWords,
  slotWords,
  versionWords,
} from '../../src/report/words.js';

/** Characters that steer a terminal, turn text around, hide, or break a line. Not the pattern that the code uses: the ranges by hand. */
const DANGEROUS: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

const isDangerous = (code: number): boolean => DANGEROUS.some(([from, to]) => code >= from && code <= to);

describe('safeText', () => {
  test('shows each dangerous character by its number', () => {
    for (const [from, to] of DANGEROUS) {
      for (let code = from; code <= to; code++) {
        expect(safeText(`a${String.fromCodePoint(code)}b`)).toBe(`a\\u{${code.toString(16)}}b`);
      }
    }
  });

  test('leaves letters of all scripts, signs and emoji as they are', () => {
    for (const text of [
      '',
      'app.bin',
      'Gerät-für-Ü.bin',
      'ファーム.bin',
      'прошивка',
      'قطة',
      'é',
      '🐈',
      '%41\\u{1b}',
      '~ !',
    ]) {
      expect(safeText(text)).toBe(text);
    }
  });

  test('property: nothing dangerous is ever left, whatever goes in', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = new DataView(noise(200, seed * 7919).buffer);
      const units = Array.from({ length: 50 }, (_, at) => {
        const value = random.getUint32(at * 4);
        // Half of the characters from the low ranges, where the dangerous ones are dense; surrogates alone and in pairs.
        return String.fromCodePoint(value % 2 === 0 ? (value >>> 1) % 0x300 : (value >>> 1) % 0x110000);
      });
      const text = units.join('');
      const safe = safeText(text);
      expect(Array.from(safe).filter((char) => isDangerous(char.codePointAt(0) ?? 0))).toEqual([]);
      expect(safeText(safe)).toBe(safe);
    }
  });

  test('a whole escape sequence can no longer be read by a terminal', () => {
    expect(safeText('\u001b[2J\u001b]0;owned\u0007')).toBe('\\u{1b}[2J\\u{1b}]0;owned\\u{7}');
    expect(safeText('a\r\nb')).toBe('a\\u{d}\\u{a}b');
  });
});

describe('numbers', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1,000 bytes'],
    [129_195, '129,195 bytes'],
    [4_294_967_295, '4,294,967,295 bytes'],
  ])('byteCount(%d)', (bytes, words) => {
    expect(byteCount(bytes)).toBe(words);
  });

  test('property: grouping loses no digit and groups by three', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const value = new DataView(noise(4, seed).buffer).getUint32(0) >>> (seed % 32);
      expect(grouped(value)).toMatch(/^\d{1,3}(?:,\d{3})*$/);
      expect(Number(grouped(value).replaceAll(',', ''))).toBe(value);
    }
  });

  test('one thing, several things', () => {
    expect([0, 1, 2, 1234].map((count) => counted(count, 'file'))).toEqual([
      '0 files',
      '1 file',
      '2 files',
      '1,234 files',
    ]);
  });

  test('addresses and checksums have eight digits', () => {
    expect([0, 0x08020000, 0xffffffff].map(hexAddress)).toEqual(['0x00000000', '0x08020000', '0xffffffff']);
    expect([0, 0xc70c1da6].map(hexCrc)).toEqual(['00000000', 'c70c1da6']);
  });

  test('flags have names, unknown bits their number', () => {
    expect(flagNames(0)).toEqual([]);
    expect(flagNames(0x1f)).toEqual(['drop_module_info', 'compressed', 'combined', 'encrypted', 'prefix_extensions']);
    expect(flagNames(0xa2)).toEqual(['compressed', 'unknown(0xa0)']);
  });
});

describe('versions with their meaning', () => {
  const { systemPart, userPart, bootloader, monoFirmware, radioStack, asset } = MODULE_FUNCTION;
  const of = (moduleFunction: number, version: number, platform: number) => ({
    function: moduleFunction,
    index: 1,
    version,
    platform,
  });

  test.each([
    ['a release', of(systemPart, 13, 10), '13 (0.5.0)'],
    ['a pre-release', of(systemPart, 10, 10), '10 (0.4.8-rc.6)'],
    ['a number of 2021', of(systemPart, 2021, 12), '2021 (2.0.2)'],
    ['none, between two', of(systemPart, 5550, 13), '5550 (between 5.5.0 and 5.6.0)'],
    ['newer than all', of(systemPart, 65535, 13), `65535 (after ${tableExtent().last})`],
    ['an application', of(userPart, 13, 10), '13'],
    ['a bootloader', of(bootloader, 501, 12), '501 (1.4.2)'],
    ['the bootloader of an RTL872x', { ...of(bootloader, 2600, 32), index: 0 }, '2600 (5.8.0)'],
    ['its prebootloader counts for itself', { ...of(bootloader, 2600, 32), index: 2 }, '2600'],
    ['monolithic firmware', of(monoFirmware, 0, 0), '0'],
    ['a radio stack', of(radioStack, 202, 13), '202 (SoftDevice 7.0.1)'],
  ])('%s', (_, module, words) => {
    expect(versionWords(module)).toBe(words);
  });

  test('a release is stated only where there is one', () => {
    expect(releaseFor(of(systemPart, 13, 10))).toBe('0.5.0');
    expect(releaseFor(of(systemPart, 13, 0))).toBeNull();
    expect(releaseFor(of(userPart, 13, 10))).toBeNull();
  });

  test('property: for no number is there an empty or broken word', () => {
    for (const platform of [0, 6, 10, 13, 32, 777]) {
      for (const moduleFunction of [systemPart, bootloader, userPart]) {
        for (let version = 0; version <= 65535; version += 251) {
          const words = versionWords(of(moduleFunction, version, platform));
          expect(words).toMatch(/^\d+(?: \((?:(?:before|after) )?[\w.-]+\)| \(between [\w.-]+ and [\w.-]+\))?$/);
          expect(words).not.toMatch(/undefined|null|NaN/);
        }
      }
    }
  });

  test('modules, requirements, slots', () => {
    const requirement = { function: systemPart, index: 1, version: 13 };
    expect(requirementWords(requirement, 10)).toBe('system part 1 >= 13 (0.5.0)');
    expect(moduleWords(of(systemPart, 13, 10))).toBe('system part 1 at 13 (0.5.0)');
    expect(slotWords(of(userPart, 4, 10))).toBe('application');
    expect(slotWords({ ...of(userPart, 4, 13), index: 2 })).toBe('application (256K)');
  });

  test('platforms', () => {
    expect(platformWords({ platform: 10, function: systemPart })).toBe('electron');
    expect(platformWords({ platform: 777, function: systemPart })).toBe('platform 777');
    expect(platformWords({ platform: 0, function: asset })).toBe('any platform');
    expect(platformWords({ platform: 0, function: monoFirmware })).toBe('core');
  });
});
