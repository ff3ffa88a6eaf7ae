/** What file names claim, as the vendor and people write them. */
import { expect, test } from 'vitest';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { claimsOf, isDebugBuild } from '../../src/rules/file-name.js';

const { systemPart, bootloader, radioStack, ncpFirmware } = MODULE_FUNCTION;
const NONE = { platform: null, release: null, systemPart: null, function: null };

test.each([
  ['system-part1-0.5.0-electron.bin', { platform: 10, release: '0.5.0', systemPart: 1, function: systemPart }],
  [
    'electron-system-part3@0.8.0-rc.27.bin',
    { platform: 10, release: '0.8.0-rc.27', systemPart: 3, function: systemPart },
  ],
  ['system_part2_1.10.12_photon.bin', { platform: 6, release: '1.10.12', systemPart: 2, function: systemPart }],
  ['systempart1.bin', { systemPart: 1, function: systemPart }],
  ['0.7.0-system-part-1-p1.bin', { platform: 8, release: '0.7.0', systemPart: 1, function: systemPart }],
  ['10.2.3.bin', { release: '10.2.3' }],
  ['boron-bootloader@4.0.0-alpha.1.bin', { platform: 13, release: '4.0.0-alpha.1', function: bootloader }],
  ['p2-prebootloader-mbr@5.8.0.bin', { platform: 32, release: '5.8.0', function: bootloader }],
  ['argon-softdevice@1.5.2.bin', { platform: 12, release: '1.5.2', function: radioStack }],
  ['argon-ncp@0.0.5.bin', { platform: 12, release: '0.0.5', function: ncpFirmware }],
  ['ncp.bin', { function: ncpFirmware }],
  ['ncp_argon.bin', { platform: 12, function: ncpFirmware }],
  ['tracker-tinker@3.0.0-tracker.1.bin', { platform: 26, release: '3.0.0-tracker.1' }],
  ['syncpulse.bin', {}],
  ['ncpx.bin', {}],
  ['app-v1.2.bin', {}],
  ['app-1.2.3.4.bin', {}],
  ['part1.bin', {}],
])('%s', (name, claims) => {
  expect(claimsOf(name)).toEqual({ ...NONE, ...claims });
  expect(claimsOf(`photon/0.9.0/${name}`)).toEqual({ ...NONE, ...claims });
});

test('the same name again gives the same, another another', () => {
  const first = claimsOf('a-photon.bin');
  expect(claimsOf('b-electron.bin').platform).toBe(10);
  expect(claimsOf('a-photon.bin')).toEqual(first);
});

test.each([
  'a+debug.bin',
  'a-debug.bin',
  'a_debug.bin',
  'a.debug.bin',
  'a@debug.bin',
  'A-DEBUG.BIN',
  'a-debug-0.5.0.bin',
])('%s is named as a debug build', (name) => {
  expect(isDebugBuild(name)).toBe(true);
  expect(isDebugBuild(`photon/b.zip!/${name}`)).toBe(true);
});

test.each([
  'debugger.bin',
  'a-debugger.bin',
  'usb-debugging-0.6.0.bin',
  'a-debug/s1.bin',
  'r+debug\\s1.bin',
  'adebug.bin',
])('%s is not', (name) => {
  expect(isDebugBuild(name)).toBe(false);
});
