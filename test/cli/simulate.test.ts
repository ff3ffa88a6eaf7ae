/** `simulate` as a person calls it: exit codes, standard input, mistakes, what is inferred. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fwinspect } from '../support/command.js';
import type { RunOptions } from '../support/command.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const simulate = (args: readonly string[], options: RunOptions = {}) =>
  fwinspect(['simulate', ...args], { cwd: root, ...options });

const E050 = 'fixtures/electron-0.5.0';
const PART_1 = `${E050}/system-part1-0.5.0-electron.bin`;
const PART_2 = `${E050}/system-part2-0.5.0-electron.bin`;
const APP = `${E050}/app-for-0.5.0.bin`;
const FROM = ['--from', '0.4.8', '--platform', 'electron'];
const REFUSED =
  'refused: needs system part 1 at 13 (0.5.0) or newer; the device has 10 (0.4.8-rc.6) [dependencies; Device OS 0.4.2 and later]';
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

describe.concurrent('exit codes', () => {
  test.each<[string, number, readonly string[]]>([
    ['both parts in order', 0, [...FROM, PART_1, PART_2]],
    ['part 2 alone', 1, [...FROM, PART_2]],
    ['part 2 first', 1, [...FROM, PART_2, PART_1]],
    ['the application alone', 1, [...FROM, APP]],
    ['a file that is no module', 1, [...FROM, 'fixtures/bad/page.bin']],
    ['a module and a file that is none', 1, [...FROM, PART_1, 'fixtures/bad/page.bin']],
    ['a missing file', 2, [...FROM, 'none.bin']],
    ['a missing file among others', 2, [...FROM, PART_1, 'none.bin']],
    ['no device', 2, [PART_1]],
    ['two devices', 2, [...FROM, '--device', 'x', PART_1]],
    [
      'an application with a report',
      2,
      ['--device', 'fixtures/devices/boron-4.0.2-describe.json', '--app', APP, PART_1],
    ],
    ['an application that is none', 2, [...FROM, '--app', PART_1, PART_2]],
    ['an application of another platform', 2, [...FROM, '--app', 'fixtures/photon-0.7.0/app-for-0.7.0.bin', PART_1]],
    ['an application that is damaged', 2, [...FROM, '--app', 'fixtures/bad/bit-flipped.bin', PART_1]],
    ['a report that is none', 2, ['--device', 'README.md', PART_1]],
    ['a report that is not there', 2, ['--device', 'none.json', PART_1]],
    ['no way to send', 2, [...FROM, '--via', 'pigeon', PART_1]],
  ])('%s: %i', async (_, code, args) => {
    const text = await simulate(args);
    expect(text.code).toBe(code);
    const json = await simulate(['--json', ...args]);
    expect(json.code).toBe(code);
    expect(JSON.parse(json.stdout)).toHaveProperty('schema', 'fwinspect/simulate@1');
  });
});

describe('a file that fwinspect does not send', () => {
  const device = ['--from', '0.5.0', '--platform', 'electron'];
  test.each<[string, readonly string[]]>([
    ['re-signed.bin', []],
    ['trailing-data.bin', []],
    ['bit-flipped.bin', ['--via', 'dfu']],
    ['wrong-start.bin', ['--via', 'dfu']],
  ])('%s is not said to be refused by a device that takes it', async (file, via) => {
    const { code, stdout } = await simulate([...device, ...via, `fixtures/bad/${file}`]);
    const verdict = oneLine(stdout.slice(stdout.lastIndexOf('\n\n')));
    expect(code).toBe(1);
    expect(verdict).toMatch(/^ NOT SIMULATED 1 file is not simulated: what is wrong with it stands above\./);
    expect(verdict).not.toMatch(/taken|The device|the device/);
    expect(verdict.includes('Over DFU a device would write it without a check.')).toBe(via.length > 0);
  });

  test('is not counted among those that the device refuses', async () => {
    const { stdout } = await simulate([...device, 'fixtures/bad']);
    expect(oneLine(stdout)).toContain(
      'REFUSED 3 of 3 files are not taken. 3 other files are not simulated: what is wrong with them stands above. ',
    );
  });
});

test('the refusal is one sentence, in the text and as data, and the next step follows', async () => {
  const { stdout } = await simulate([...FROM, PART_2]);
  expect(oneLine(stdout)).toContain(REFUSED);
  expect(oneLine(stdout)).toContain('The device stays on 0.4.8-rc.6 and runs its application. Flash system part 1');
  const json = JSON.parse((await simulate([...FROM, '--json', PART_2])).stdout) as {
    steps: { reason: { message: string } }[];
  };
  expect(json.steps[0]?.reason.message).toBe(REFUSED);
});

test('a file of the set that helps is named', async () => {
  const { stdout } = await simulate([...FROM, PART_2, PART_1]);
  expect(oneLine(stdout)).toContain('Flash system-part1-0.5.0-electron.bin before system-part2-0.5.0-electron.bin.');
});

test('a report on standard input', async () => {
  const input = readFileSync(`${root}/fixtures/devices/electron-0.5.3-safe-mode-event.json`);
  const { code, stdout } = await simulate(['--device', '-', 'fixtures/electron-0.6.4'], { input });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^electron, Device OS 0\.5\.3 \(as the device reports\)/);
});

test('standard input is the device or a file', async () => {
  const { code, stderr } = await simulate(['--device', '-', '-'], { input: '' });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'fwinspect: standard input can be the device or a file, not both\n',
  });
});

test('the platform comes from the files', async () => {
  const { stdout } = await simulate(['--from', '0.4.8', PART_1]);
  expect(stdout).toMatch(/^electron, Device OS 0\.4\.8-rc\.6 \(the nearest release to 0\.4\.8\), over the air\n/);
});

test.each([
  [['--form', '0.4.8', PART_1], 'unknown option --form; did you mean --from?'],
  [['--from', '0.4.99', PART_1], 'no release 0.4.99 for electron; the nearest are 0.4.8-rc.6 and 0.5.0-rc.1'],
  [['--from', '0.7.0', PART_1, 'fixtures/photon-0.7.0'], 'the files are for electron, photon; say --platform'],
  [['--from', '0.4.8', '--platform', 'electrn', PART_1], 'unknown platform electrn; did you mean electron?'],
  [[...FROM, '--via', 'pigeon', PART_1], '--via does not take pigeon; it takes ota, serial, local, dfu'],
])('%j', async (args, message) => {
  const { code, stdout, stderr } = await simulate(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
