/** What `plan` and `verify` tell a person to do next: it can be done, and helps. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../src/source/node-tools.js';
import { application, build, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const PHOTON = 6;
const ELECTRON = 10;
const ARGON = 12;
const [BOOTLOADER, SYSTEM] = [2, 4];
const { put, run } = tempFolder();
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const device = (name: string): string => `${fixtures}devices/${name}`;
const put050 = (name: string): string => put(`old/${name}`, readFileSync(`${fixtures}electron-0.5.0/${name}`));
['system-part1-0.5.0-electron.bin', 'system-part2-0.5.0-electron.bin', 'app-for-0.5.0.bin'].forEach(put050);
for (const part of [1, 2]) {
  put(`way/sys${String(part)}-0.7.0.bin`, build(released('0.7.0', PHOTON, SYSTEM, part)));
  put(`way/sys${String(part)}-1.5.2.bin`, build(released('1.5.2', PHOTON, SYSTEM, part)));
}
put('way/boot-1.5.2.bin', build(released('1.5.2', PHOTON, BOOTLOADER, 0)));
put('way/boot-2.0.0.bin', build(released('2.0.0', PHOTON, BOOTLOADER, 0)));
put('argon.txt', readFileSync(device('argon-1.5.2-console-tree.txt')));

const text = async (...args: readonly string[]): Promise<string> => (await run(args)).stdout.replace(/\s+/g, ' ');
const ELECTRON_FROM = (release: string) => ['plan', '--from', release, '--platform', 'electron'];

describe.concurrent('plan: the files to verify are those that are there at the end', () => {
  test('a step that a later one replaces is not named, nor what was left out', async () => {
    const words = await text('plan', '--from', '0.5.5', '--platform', 'photon', '--to', '1.5.2', 'way');
    expect(words).toContain('and the files of steps 3, 4, 5: fwinspect verify --device AFTER');
    expect(words).toMatch(
      /verify --device AFTER way\/boot-1\.5\.2\.bin way\/sys1-1\.5\.2\.bin way\/sys2-1\.5\.2\.bin $/,
    );
  });

  test('all files for the device: as they were typed', async () => {
    put('whole/part1.bin', build(released('0.5.0', ELECTRON, SYSTEM, 1)));
    put('whole/part2.bin', build(released('0.5.0', ELECTRON, SYSTEM, 2)));
    expect(await text(...ELECTRON_FROM('0.4.8'), 'whole')).toMatch(/reports: fwinspect verify --device AFTER whole $/);
  });
});

describe.concurrent('plan: a later step is promised only where it brings the application', () => {
  test.each([
    ['no step does', [...ELECTRON_FROM('0.6.4'), 'old'], 0],
    ['no application', [...ELECTRON_FROM('0.4.8-rc.6'), '--no-app', 'whole'], 0],
    ['the last step does', [...ELECTRON_FROM('0.4.8-rc.6'), '--no-app', 'old'], 2],
  ])('%s', async (_, args, count) => {
    put('whole/part1.bin', build(released('0.5.0', ELECTRON, SYSTEM, 1)));
    put('whole/part2.bin', build(released('0.5.0', ELECTRON, SYSTEM, 2)));
    const words = await text(...args);
    expect(words.split('no application until a later step')).toHaveLength(count + 1);
    expect(words.split(': the application does not run').length).toBe(count === 0 ? 3 : 1);
  });
});

describe.concurrent('plan: an end without the application is no plan to carry out', () => {
  test.each([
    ['--replace-app helps', [...ELECTRON_FROM('0.6.4'), 'old'], '--replace-app'],
    ['a file helps', ['plan', '--device', 'argon.txt', '--to', '1.5.0', `${fixtures}argon-1.5.0`], 'Add '],
  ])('%s', async (_, args, help) => {
    const words = await text(...args);
    expect(words).toContain('SAFE MODE At the end: safe mode');
    expect(words).toContain('This is a downgrade. Do not send this');
    expect(words).not.toContain('Put the name of the device');
    expect(words).not.toContain('fwinspect verify');
    expect(words).toContain(help);
  });

  test('what is said to help does', async () => {
    expect(await text(...ELECTRON_FROM('0.6.4'), 'old')).toContain(
      'With --replace-app the application runs at the end.',
    );
    expect(await run([...ELECTRON_FROM('0.6.4'), '--replace-app', 'old'])).toMatchObject({ code: 0 });
    const words = await text('plan', '--device', 'argon.txt', '--to', '1.5.0', `${fixtures}argon-1.5.0`);
    expect(words).toContain('Add argon-system-part1@2.0.1.bin, with --to 2.0.1');
    put('up/part.bin', build(released('2.0.1', ARGON, SYSTEM, 1)));
    expect(await run(['plan', '--device', 'argon.txt', '--to', '2.0.1', 'up'])).toMatchObject({ code: 0 });
  });
});

describe.concurrent('plan: whose application does not run', () => {
  test('where there is none, one is sent, and nothing is said to replace it', async () => {
    const words = await text(...ELECTRON_FROM('0.4.8-rc.6'), '--no-app', 'old');
    expect(words).not.toMatch(/is not sent|application of the device/);
    expect(words).toContain('app-for-0.5.0.bin');
    expect(words).toContain('OK At the end the application runs.');
  });

  test('of the one that is sent nothing is said about that of the device', async () => {
    const asset = { kind: 'asset_dependency', hash: sha256Hex(Buffer.from('two')), name: 'test2.txt' } as const;
    const suffixExtensions = [asset, { kind: 'end' } as const];
    put('app-only.bin', build({ ...application('5.5.0', ARGON, 2, 1, 6), suffixExtensions }));
    const words = await text('plan', '--from', '5.5.0', '--platform', 'argon', 'app-only.bin');
    expect(words).toContain('SAFE MODE');
    expect(words).not.toContain('the application of the device');
    expect(words).toContain('note with that no application runs');
  });
});

describe.concurrent('verify: what is sent next is what plan would send', () => {
  const boron = (...rest: readonly string[]) =>
    text('verify', '--device', device('boron-4.0.2-describe.json'), ...rest, `${fixtures}boron-4.2.0`);

  test('nothing while the cloud sends what is missing', async () => {
    const words = await boron('--events', `${fixtures}events/boron-4.0.2-broken-off.txt`);
    expect(words).toContain('leave it online');
    expect(words).not.toContain('Send next');
    expect(await boron()).toContain('Send next: particle flash DEVICE');
  });

  test.each([
    ['an older bootloader', 'argon-1.5.2-console-tree.txt', 'argon-1.5.0'],
    ['an older application', 'p2-5.8.0-new-layout.txt', 'p2-5.8.0'],
  ])('never %s', async (_, report, folder) => {
    const words = await text('verify', '--device', device(report), `${fixtures}${folder}`);
    expect(words).toContain('MISSING');
    expect(words).not.toContain('Send next');
  });
});

describe.concurrent('a text of several devices', () => {
  const two = put('two.json', readFileSync(`${fixtures}pasted/three-devices-one-line.json`));
  const app = `${fixtures}boron-4.2.0/app-256k-for-4.2.0.bin`;

  test.each([
    ['plan', 'name one with --id', '--fleet'],
    ['simulate', 'name one with --id', '--fleet'],
    ['verify', 'name one with --id', '--fleet'],
    ['check', '--fleet', '--id'],
  ])('%s: what it has', async (command, has, lacks) => {
    const { code, stderr } = await run([command, '--device', two, app]);
    expect(code).toBe(2);
    expect(stderr).toContain('3 devices in this file');
    expect(stderr).toContain(has);
    expect(stderr).not.toContain(lacks);
  });

  test('another ID: which there are', async () => {
    const { code, stderr } = await run(['plan', '--device', two, '--id', 'e00fce68ffffffffffffffff', app]);
    expect(code).toBe(2);
    expect(stderr).not.toContain('no device report');
    expect(stderr).toMatch(/no device e00fce68ffffffffffffffff in this file; there (is|are) [0-9a-f]{24}/);
  });
});

describe.concurrent('the words of plan and verify', () => {
  test('several applications are not sent', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      put(`apps/${name}.bin`, build(application('0.5.0', ELECTRON, 1, 2, 4)));
    }
    expect(await text(...ELECTRON_FROM('0.5.0'), 'apps')).toMatch(/and 2 others are not sent: they would replace/);
  });

  test('the example of verify has two files', async () => {
    expect(await text('help', 'verify')).toContain('verify --device before.json --device after.json firmware');
  });
});
