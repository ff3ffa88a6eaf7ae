import { closeSync, cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fwinspectProcess } from '../support/command.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** Standard output as another program may have left it: a full pipe does not wait for its reader. */
const NON_BLOCKING = `python3 -c 'import os, sys; os.set_blocking(1, False); os.execvp(sys.argv[1], sys.argv[1:])'`;

let temp = '';
beforeAll(() => {
  temp = mkdtempSync(join(tmpdir(), 'fwinspect-start-'));
});
afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
});

/** A copy of bin with a bundle of its own, or with none. */
function installation(name: string, bundle?: string): string {
  const folder = join(temp, name);
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  if (bundle !== undefined) {
    cpSync(join(root, 'bin', 'package.json'), join(folder, 'dist', 'package.json'));
    writeFileSync(join(folder, 'dist', 'cli.cjs'), bundle);
  }
  return join(folder, 'bin', 'fwinspect.js');
}

test('--version is the version of the package', async () => {
  expect(await fwinspectProcess(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('without a build it says what to do', async () => {
  expect(await fwinspectProcess([], { bin: installation('not-built') })).toEqual({
    code: 2,
    stdout: '',
    stderr: 'fwinspect is not built: run npm run build\n',
  });
});

describe('what main answers decides the exit code', () => {
  test.each([
    ['a number', 'async () => 1', 1],
    ['a rejection', "async () => { throw new Error('boom'); }", 3],
    ['an exception', "() => { throw new Error('boom'); }", 3],
    ['an exception later', "() => new Promise(() => setTimeout(() => { throw new Error('boom'); }))", 3],
    [
      'a forgotten rejection',
      "async () => { Promise.reject(new Error('boom')); await new Promise((r) => setTimeout(r, 5)); return 0; }",
      3,
    ],
    ['no answer', '() => new Promise(() => {})', 3],
  ])('%s', async (name, main, code) => {
    const bin = installation(`main-${name.replaceAll(' ', '-')}`, `exports.main = ${main};`);
    expect((await fwinspectProcess([], { bin })).code).toBe(code);
  });
});

test.runIf(existsSync('/dev/full'))('a full disk is said, and is no fault of fwinspect', () => {
  const full = openSync('/dev/full', 'w');
  const bin = join(root, 'bin', 'fwinspect.js');
  const { status, stderr } = spawnSync(process.execPath, [bin, 'versions', '13'], { stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  expect({ status, stderr: stderr.toString() }).toEqual({
    status: 2,
    stderr: 'fwinspect: cannot write to standard output (ENOSPC)\n',
  });
});

test('a reader that closes the pipe early is no fault', async () => {
  const main = `async () => { for (let i = 0; i < 2000; i += 1) { process.stdout.write('x'.repeat(1000) + '\\n'); if (i % 50 === 0) await new Promise((r) => setTimeout(r, 1)); } return 0; }`;
  const bin = installation('pipe', `exports.main = ${main};`);
  const child = spawn(process.execPath, [bin], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
});

/** Node opens no pipe that does not wait; where there is no Python either, that one is left out. */
const hasPython = spawnSync('python3', ['--version']).status === 0;

const WAYS: readonly (readonly [name: string, behind: string, before: string])[] = [
  ['a file', '> out.txt', ''],
  ['a pipe', '| cat > out.txt', ''],
  ['a pipe whose reader comes late', '| { sleep 0.2; cat; } > out.txt', ''],
  ...(hasPython ? [['a pipe that does not wait', '| { sleep 0.2; cat; } > out.txt', NON_BLOCKING] as const] : []),
];

test.skipIf(process.platform === 'win32').each(WAYS)(
  'into %s goes all of the answer, as into the stream of Node',
  (_name, behind, before) => {
    const command = 'versions --json --platform photon';
    const args = [process.execPath, join(root, 'bin', 'fwinspect.js')];
    const script = `${before} "$@" ${command} ${behind}`;
    expect(spawnSync('bash', ['-c', script, 'bash', ...args], { cwd: temp, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    const { stdout } = spawnSync(process.execPath, [...args.slice(1), ...command.split(' ')], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    expect(stdout.length).toBeGreaterThan(65_536);
    expect(readFileSync(join(temp, 'out.txt'), 'utf8')).toBe(stdout);
  },
);
