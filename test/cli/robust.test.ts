/** What goes wrong around a run: unreadable places, options that are none, helpers that fail. None of it is a fault of fwinspect. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { BIN, fwinspectProcess } from '../support/command.js';
import { application, build, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { path, put, run } = tempFolder();

put('set/part1.bin', build(released('0.5.0', 10, 4, 1)));
put('set/part2.bin', build(released('0.5.0', 10, 4, 2)));
put('app.bin', build(application('0.5.0', 10, 1, 2)));
put('strange.bin', build({ ...application('0.5.0', 10, 1, 2), platform: 777 }));
symlinkSync('loop', join(path, 'loop'));

describe('an option that cannot be turned off is unknown', () => {
  test.each([
    ['deps', '--no-platform'],
    ['deps', '--no-output'],
    ['deps', '--no-format'],
    ['simulate', '--no-from'],
    ['plan', '--no-to'],
    ['verify', '--no-device'],
    ['check', '--no-min-os'],
    ['audit', '--no-lock'],
    ['report', '--no-title'],
  ])('%s %s', async (command, option) => {
    const { code, stdout, stderr } = await run([command, 'set', option]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^fwinspect: unknown option --no-/);
  });
});

describe('a place that cannot be looked at is unreadable input', () => {
  test.each([
    [['simulate', 'set', '--device', 'loop']],
    [['check', 'app.bin', '--no-config', '--device', 'loop']],
    [['check', 'app.bin', '--no-config', '--fleet', 'loop']],
    [['check', 'app.bin', '--config', 'loop']],
    [['audit', 'set', '--lock', 'app.bin/x']],
    [['verify', 'set', '--device', 'x'.repeat(300)]],
  ])('%j', async (args) => {
    const { code, stderr } = await run(args);
    expect(stderr).toMatch(/^fwinspect: [^\n]*(?:ELOOP|ENOTDIR|ENAMETOOLONG)/);
    expect(code).toBe(2);
  });

  test.skipIf(process.platform === 'win32')('the current folder that is gone', () => {
    const gone = join(path, 'gone');
    mkdirSync(gone);
    const script = 'cd "$1" && rmdir "$1" && "$2" "$3" deps x.bin';
    const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', gone, process.execPath, BIN], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'fwinspect: the current folder is not there any more\n',
    });
  });
});

test('a file that cannot be written leaves one answer, and that says so', async () => {
  const { code, stdout } = await run(['check', 'app.bin', '--no-config', '--json', '--format', 'sarif=nowhere/x']);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ errors: [{ code: 'usage' }] });
});

test('a file for a platform without releases does not hide what is said of the others', async () => {
  const { code, stdout, stderr } = await run(['check', 'app.bin', 'strange.bin', '--no-config', '--min-os', '0.4.8']);
  expect(code).toBe(2);
  expect(stderr).toContain('strange.bin');
  expect(stdout).toContain('FW601');
});

test('where the second thread cannot start, one does it all', async () => {
  const place = join(path, 'installation');
  for (const part of ['bin', 'dist']) cpSync(join(root, part), join(place, part), { recursive: true });
  rmSync(join(place, 'dist', 'worker.cjs'));
  for (let at = 0; at < 60; at++) put(`many/${String(at)}.bin`, new Uint8Array(1.25 * 1024 * 1024).fill(0xff));
  put('many/app.bin', build(application('0.5.0', 10, 1, 2)));
  const { code, stdout } = await fwinspectProcess(['inspect', '--json', 'many'], {
    cwd: path,
    bin: join(place, 'bin', 'fwinspect.js'),
  });
  expect(code).toBe(1);
  expect((JSON.parse(stdout) as { readonly modules: readonly unknown[] }).modules).toHaveLength(61);
});

test('a script shows no name that steers a terminal', async () => {
  put('hostile/\u001b[31m\u202ered.bin', build(released('0.5.0', 10, 4, 1)));
  const from = ['--from', '0.4.8', '--platform', 'electron'];
  const { code, stdout, stderr } = await run(['plan', ...from, 'hostile', '--commands', 'sh']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[\x20-\x7e\n]*rename the file\n$/);
});
