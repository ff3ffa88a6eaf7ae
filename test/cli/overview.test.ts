/** `fwinspect` alone. */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fwinspect } from '../support/command.js';
import { tempFolder } from '../support/temp-folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const temp = tempFolder();

/** A folder with some of the fixtures. */
function folderWith(name: string, ...fixtures: readonly string[]): string {
  const path = join(temp.path, name);
  mkdirSync(path);
  for (const one of fixtures) cpSync(join(root, 'fixtures', one), join(path, one), { recursive: true });
  return path;
}

/** The commands that are told, as words. */
const commandsIn = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^ {2}fwinspect (.+)$/gm)].map(([, words = '']) => words.split(' '));

test('two releases: what is there, the way between them, and commands that run as they are', async () => {
  const cwd = folderWith('two', 'electron-0.5.0', 'electron-0.6.4');
  const { code, stdout, stderr } = await fwinspect([], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('electron   Device OS 0.5.0, 0.6.4; 2 applications');
  const commands = commandsIn(stdout);
  expect(commands[0]).toEqual(['plan', '--platform', 'electron', '--from', '0.5.0', '--to', '0.6.4', '.']);
  expect(commands[1]?.[0]).toBe('check');
  for (const args of commands) {
    const run = await fwinspect(args, { cwd });
    expect(run.stderr, args.join(' ')).not.toContain('usage');
    expect([0, 1], args.join(' ')).toContain(run.code);
    expect(run.stdout).not.toBe('');
  }
});

test('one release: also the update of a device that has the one before, as a plan that there is', async () => {
  let offered = 0;
  for (const [name, from] of [
    ['boron-4.2.0', '4.1.0'],
    ['argon-1.5.0', '1.4.4'],
    ['electron-0.6.4', null],
  ] as const) {
    const cwd = join(folderWith(`one-${name}`, name), name);
    const plan = commandsIn((await fwinspect([], { cwd })).stdout).find(([command]) => command === 'plan');
    if (from !== null) expect(plan).toContain(from);
    if (plan === undefined) continue;
    offered++;
    expect((await fwinspect(plan, { cwd })).code, name).toBe(0);
  }
  expect(offered).toBeGreaterThan(1);
});

test('everything at once fits on a screen', async () => {
  const { code, stdout } = await fwinspect([], { cwd: folderWith('all', '.') });
  expect(code).toBe(0);
  expect(stdout.split('\n').length).toBeLessThanOrEqual(24);
  expect(stdout).toMatch(/^wrong checksum: /m);
  expect(stdout).toMatch(/^no firmware module: /m);
});

test('nothing to read is no answer', async () => {
  const { code, stdout, stderr } = await fwinspect([], { cwd: folderWith('empty') });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('name files, folders or zips to check, or a command; see fwinspect --help');
});

test('a name stays one word of a shell, and steers no terminal', async () => {
  const cwd = folderWith('names');
  const name = "it's \u001b[31m here.bin";
  cpSync(join(root, 'fixtures/electron-0.5.0/app-for-0.5.0.bin'), join(cwd, name));
  const { stdout } = await fwinspect([], { cwd });
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toContain("fwinspect check 'it'\\''s ");
});
