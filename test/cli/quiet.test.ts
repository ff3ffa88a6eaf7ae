/** What -q and -v do, as the help says. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fwinspect } from '../support/command.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = (...args: readonly string[]) => fwinspect(args, { cwd: root });
const OLD = 'fixtures/electron-0.5.0';
const NEW = 'fixtures/electron-0.6.4';

test('diff -q is the verdict alone', async () => {
  const { code, stdout } = await run('diff', '-q', OLD, NEW);
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: 'DIFFERENT  4 modules differ: 1 added, 0 removed, 3 changed.\n',
  });
  expect((await run('diff', OLD, NEW)).stdout.endsWith(`\n\n${stdout}`)).toBe(true);
});

test('verify -q tells what is missing, and not what to send next', async () => {
  const args = ['--device', 'fixtures/devices/electron-0.5.3-safe-mode-event.json', NEW];
  const { stdout } = await run('verify', '-q', ...args);
  expect(stdout).toContain('\nNOT DONE  4 files missing.');
  expect(stdout).not.toContain('Send next');
  // A line of its own: a terminal may break it, and it can be copied whole.
  expect((await run('verify', ...args)).stdout).toMatch(/^Send next:\n {2}particle flash DEVICE \S+$/m);
});

test('fleet -q does not point to an end that it does not print', async () => {
  expect((await run('fleet', '-q', 'fixtures/fleet')).stdout).toMatch(/6 files are not used\.\n$/);
});

test('a lock is printed with --json', async () => {
  const { code, stdout } = await run('lock', '--json', OLD);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty('files.length', 3);
});

test.each([
  ['verify', '-v'],
  ['lock', '-v'],
  ['graph', '-q'],
])('%s does not offer %s, which would change nothing', async (command, letter) => {
  expect((await run(command, '--help')).stdout).not.toMatch(new RegExp(`[ ]${letter}[,:]`));
  expect((await run(command, letter, OLD)).code).toBe(2);
});
