/** What is not known of a device is told as not known, by its name, through the command as a person calls it. */
import { describe, expect, test } from 'vitest';
import type { Requirement } from '../../src/module/types.js';
import { ARGON, ELECTRON, F } from '../support/devices.js';
import { build } from '../support/fixtures.js';
import { describeOf, listed, needs } from '../support/reported.js';
import type { Listed } from '../support/reported.js';
import { tempFolder } from '../support/temp-folder.js';

const folder = tempFolder();
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** A describe of a device that lists these modules, all checks passed. */
const report = (name: string, platform: number, modules: readonly Listed[]): string =>
  folder.put(name, JSON.stringify(describeOf(platform, modules)));

const B6 = listed('b', '0', 6);
const SYS_1 = listed('s', '1', 15);
const SYS_2 = listed('s', '2', 15, needs('s', '1', 15));
const APP = listed('u', '1', 4, needs('s', '2', 15));
const NEW_SYS_1 = listed('s', '1', 102, needs('s', '3', 102));

const part = (index: number, start: number, dependency1: Requirement | null): Uint8Array =>
  build({ platform: ELECTRON, function: F.sys, index, version: 102, start, dependency1 });

folder.put('sys1.bin', part(1, 0x08020000, { function: F.sys, index: 3, version: 102 }));
folder.put('sys2.bin', part(2, 0x08040000, { function: F.sys, index: 1, version: 102 }));
folder.put('sys3.bin', part(3, 0x08060000, null));

const before = report('before.json', ELECTRON, [B6, SYS_1, SYS_2, APP]);
const halfWay = report('half-way.json', ELECTRON, [B6, NEW_SYS_1, SYS_2, APP]);
const withoutPart1 = report('without-part-1.json', ELECTRON, [B6, SYS_2, APP]);
const withoutPart2 = report('without-part-2.json', ELECTRON, [B6, SYS_1, APP]);

describe.concurrent('a part that no line of the report names, and that another part needs', () => {
  test.each<[string, readonly string[]]>([
    ['check', ['check', '--device', before, 'sys1.bin']],
    ['simulate', ['simulate', '--device', before, 'sys1.bin']],
    ['simulate over DFU', ['simulate', '--via', 'dfu', '--device', before, 'sys1.bin']],
    ['verify', ['verify', '--device', halfWay, 'sys1.bin']],
    ['plan over DFU', ['plan', '--via', 'dfu', '--device', before, 'sys1.bin']],
    ['plan over DFU, nothing to send', ['plan', '--via', 'dfu', '--device', halfWay, 'sys1.bin']],
  ])('%s: not known, and the part is named', async (_, args) => {
    const { code, stdout } = await folder.run(args);
    expect(code).toBe(2);
    expect(stdout).toContain('NOT KNOWN');
    expect(oneLine(stdout)).toContain('which system part 3 the device has is not known');
    expect(stdout).not.toMatch(/^OK|0\.5\.1 runs|0\.6\.0 runs/m);
  });

  test('what the report cannot say is to be read from flash', async () => {
    const { stdout } = await folder.run(['verify', '--device', halfWay, 'sys1.bin']);
    expect(oneLine(stdout)).toContain(
      'tells of no system part 3 in any report; to find out, read the flash at 0x08060000',
    );
  });

  test('of three files, the one that is refused is counted and no other', async () => {
    const { code, stdout } = await folder.run(['simulate', '--device', before, 'sys3.bin', 'sys1.bin', 'sys2.bin']);
    expect(code).toBe(1);
    expect(stdout).toContain('1 of 3 files is not taken.');
    expect(stdout).not.toContain('runs the application');
  });

  test.each([
    ['part 1', withoutPart1, 'system part 1', 'sys2.bin'],
    ['part 2', withoutPart2, 'system part', 'sys1.bin'],
  ])('a report without %s', async (_, device, named, file) => {
    for (const command of ['simulate', 'check', 'plan']) {
      const { code, stdout } = await folder.run([command, '--device', device, file]);
      expect(code, command).toBe(2);
      expect(stdout, command).toContain('NOT KNOWN');
      expect(oneLine(stdout), command).toMatch(new RegExp(`${named}|which Device OS`));
      expect(stdout, command).not.toContain('not taken.');
      expect(stdout, command).not.toContain('stays on');
    }
  });
});

test('an Electron of 0.5.1 takes system part 1 of 0.6.0 with any bootloader, and then does not start', async () => {
  const { code, stdout } = await folder.run(['simulate', '--from', '0.5.1', '--platform', 'electron', 'sys1.bin']);
  expect(code).toBe(1);
  expect(stdout).toContain('accepted');
  expect(stdout).not.toContain('not taken');
  expect(stdout).not.toContain('stays on');
  expect(oneLine(stdout)).toContain('bootloader of 0.5.1 on electron assumed to be as in 0.4.8-rc.6');
});

const ARGON_SYSTEM = listed('s', '1', 1403, needs('b', '0', 401), needs('a', '0', 202));
const ARGON_APP = listed('u', '1', 6, needs('s', '1', 1403));
const ARGON_BOOT = listed('b', '0', 500);
const radio = (v: number): Listed => listed('a', '0', v);
folder.put(
  'argon-boot.bin',
  build({ platform: ARGON, function: F.boot, index: 0, version: 500, start: 0xf4000, headerOffset: 0x200 }),
);
folder.put(
  'argon-system.bin',
  build({
    platform: ARGON,
    function: F.sys,
    index: 1,
    version: 1404,
    start: 0x30000,
    headerOffset: 0x200,
    dependency1: { function: F.boot, index: 0, version: 401 },
    dependency2: { function: F.radio, index: 0, version: 202 },
  }),
);

describe.concurrent('a radio stack', () => {
  const lost = report('no-radio.json', ARGON, [ARGON_BOOT, ARGON_SYSTEM, ARGON_APP]);

  test.each(['verify', 'simulate', 'check'])('that is not listed is what is missing: %s', async (command) => {
    const { code, stdout } = await folder.run([command, '--device', lost, 'argon-boot.bin']);
    expect(code).toBe(2);
    expect(oneLine(stdout)).toContain('which radio stack the device has is not known');
    expect(stdout).not.toContain('which bootloader the device has');
    if (command !== 'check') {
      expect(oneLine(stdout)).toContain('the line "Radio stack module #0" of particle serial inspect');
    }
  });

  test('whether a file is taken that needs it is not known; if it is, what then is said', async () => {
    const { code, stdout } = await folder.run(['simulate', '--device', lost, 'argon-system.bin']);
    expect(code).toBe(2);
    expect(oneLine(stdout)).toContain(
      'not known whether it is taken: needs radio stack at 202 (SoftDevice 7.0.1) or newer; which radio stack the device has is not known',
    );
    expect(stdout).toMatch(/if it is, then/);
    expect(stdout).toContain('Whether the file is taken is not known.');
    expect(stdout).not.toContain('stays on');
  });

  test.each([
    [182, 'the device has 182 (SoftDevice 6.1.1), which the running Device OS reads as 0', 1],
    [169, 'what the running Device OS reads of radio stack at 169 (SoftDevice 6.0.0) is not known', 2],
  ])('%i is told by its name', async (version, words, exit) => {
    const older = listed('s', '1', 1321, needs('b', '0', 311));
    const device = report(`radio-${String(version)}.json`, ARGON, [ARGON_BOOT, older, ARGON_APP, radio(version)]);
    const { code, stdout } = await folder.run(['simulate', '--device', device, 'argon-system.bin']);
    expect(code).toBe(exit);
    expect(oneLine(stdout)).toContain(words);
  });

  test.each([
    ['NCP', 26, '"NCP module #0"', listed('s', '1', 4006, needs('c', '0', 7))],
    ['bootloader', ARGON, 'bootloader', ARGON_SYSTEM],
  ])('brothers: %s that is not listed', async (name, platform, line, system) => {
    const modules = name === 'NCP' ? [ARGON_BOOT, system, ARGON_APP, radio(202)] : [system, ARGON_APP, radio(202)];
    const device = report(`no-${name}.json`, platform, modules);
    folder.put(
      `${name}.bin`,
      build({ platform, function: F.boot, index: 0, version: 500, start: 0xf4000, headerOffset: 0x200 }),
    );
    const { stdout } = await folder.run(['verify', '--device', device, `${name}.bin`]);
    expect(stdout).toContain('NOT KNOWN');
    expect(oneLine(stdout)).toContain(line);
  });
});
