/** What people stumbled on who had never seen the tool: each a sentence that says what is, or an exit code that claims no more than is known. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const { put, run, path: root } = tempFolder();
for (const { path, bytes } of FIXTURES) put(join('fixtures', path), bytes());
mkdirSync(join(root, 'empty'));
put('garbage.bin', 'no firmware at all');
const ELECTRON = ['--from', '0.4.8-rc.6', '--platform', 'electron'];
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

describe('a folder without a file', () => {
  test.each([
    ['deps', ['empty']],
    ['plan', ['empty']],
    ['plan', [...ELECTRON, 'empty']],
    ['lock', ['empty']],
  ])('%s %j', async (command, args) => {
    const { code, stderr } = await run([command, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^fwinspect: empty: nothing to check here/);
    expect(stderr).not.toContain('which device');
    expect(stderr).not.toContain('no file is for that');
  });

  test.each([
    ['fleet', ['empty']],
    ['rollout', ['fixtures/boron-4.2.0/app-256k-for-4.2.0.bin', '--fleet', 'empty']],
  ])('%s %j', async (command, args) => {
    const { code, stdout, stderr } = await run([command, ...args]);
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(/empty.*is a folder without a file/);
  });
});

describe('an option at the end', () => {
  test.each([
    [['audit', '--lock'], 'the option --lock needs a value'],
    [['audit', '--lock', 'fixtures'], 'name a file or folder as well: fixtures is the value of --lock here'],
    [['check', '--config', 'x.json'], 'name a file or folder as well: x.json is the value of --config here'],
    [['audit'], 'name at least one file'],
    [['audit', '--platform', 'argon'], 'name at least one file'],
  ])('%j', async (args, words) => {
    expect(await run(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) as string });
  });
});

test('a lock of what is no firmware is written, and not OK', async () => {
  expect((await run(['lock', 'fixtures/electron-0.6.4', '-o', 'good.json'])).code).toBe(0);
  for (const files of [['garbage.bin'], ['garbage.bin', 'fixtures/electron-0.6.4'], ['fixtures/bad/bit-flipped.bin']]) {
    const { code, stderr } = await run(['lock', ...files, '-o', 'odd.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('1 of them no whole firmware module');
  }
});

test('simulate says in which order it sends the files of a folder', async () => {
  const words = 'the files of a folder are sent in the order of their names';
  const folder = 'fixtures/electron-0.5.0';
  const names = ['system-part1', 'system-part2'].map((name) => `${folder}/${name}-0.5.0-electron.bin`);
  expect(oneLine((await run(['simulate', ...ELECTRON, folder])).stdout)).toContain(words);
  expect(JSON.parse((await run(['simulate', '--json', ...ELECTRON, folder])).stdout)).toMatchObject({
    start: { notes: expect.arrayContaining([expect.stringContaining(words)]) as unknown },
  });
  expect(oneLine((await run(['simulate', ...ELECTRON, ...names])).stdout)).not.toContain(words);
});

test('rollout says of each number of bytes what it counts', async () => {
  const sent = [
    'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin',
    '--with',
    'fixtures/boron-4.2.0',
    '--target-os',
    '4.0.2',
  ];
  const text = oneLine((await run(['rollout', ...sent])).stdout);
  expect(text).toMatch(/each device: [^;]*at most [\d,]+ bytes of files[^;]*; about [\d,]+ bytes over the air/);
  expect(text).toMatch(/data of one device of each: about [\d,]+ bytes over the air/);
});

describe('versions', () => {
  test.each(['electron', 'Electron', 'b5som'])('the platform %s as a word is the option', async (name) => {
    const found = await run(['versions', name]);
    expect(found.code).toBe(0);
    expect(found).toEqual(await run(['versions', '--platform', name]));
  });

  test('what is nearly a platform gets the command', async () => {
    const { code, stderr } = await run(['versions', 'photn']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'fwinspect: no release photn; for the releases of a platform: fwinspect versions photon\n',
    });
  });

  test('a number is a version', async () => {
    expect((await run(['versions', '13', '--platform', 'electron'])).stdout).toContain('0.5.0');
    expect((await run(['versions', '13'])).stdout).toContain('0.5.0');
  });
});

test('what is missing first is said first: the file, then the release, then the platform', async () => {
  const missing = await run(['plan', '--from', '4.0.2', 'nothere.bin']);
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  expect(missing.stderr).toContain('nothere.bin: no such file or folder');
  const files = ['fixtures/photon-0.7.0', 'fixtures/boron-4.2.0'].map((folder) => `${process.cwd()}/${folder}`);
  const release = await run(['plan', '--from', '9.9.9', ...files]);
  expect(release.stderr).toContain('Device OS 9.9.9 is newer than my table');
  expect((await run(['plan', '--from', 'abc', ...files])).stderr).toContain('no release abc');
  expect((await run(['plan', '--from', '4.0.2', ...files])).stderr).toContain('which platform?');
});
