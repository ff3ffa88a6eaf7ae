/**
 * A run inside the process of the test is what a process of its own would be: the other tests rest on that.
 * One run at least of each command and each format, and of all that a run has of its own.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { CHECK_FORMATS } from '../../src/cli/options.js';
import { fwinspect, fwinspectProcess } from '../support/command.js';
import type { RunOptions } from '../support/command.js';
import { application, build } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = tempFolder();
const FILES = 'fixtures/electron-0.5.0';
const DEVICE = 'fixtures/devices/electron-0.5.3-safe-mode-event.json';
const LIST = 'fixtures/fleet/cli-product-device-list.json';
const FROM = ['--from', '0.4.8', '--platform', 'electron'];

const ARGUMENTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  deps: [[FILES], ['--json', FILES]],
  inspect: [[FILES], ['--json', FILES]],
  versions: [['1213'], ['--json', '1213']],
  simulate: [
    [...FROM, FILES],
    [...FROM, '--json', FILES],
    [...FROM, '--form', FILES],
  ],
  plan: [
    [...FROM, FILES],
    [...FROM, '--json', FILES],
    [...FROM, '--commands', 'sh', FILES],
  ],
  verify: [
    ['--device', DEVICE, FILES],
    ['--device', DEVICE, '--json', FILES],
  ],
  check: CHECK_FORMATS.map((format) => ['--format', format, 'fixtures/bad']),
  fleet: [[LIST], ['--json', LIST]],
  rollout: [
    ['fixtures/electron-0.5.0/app-for-0.5.0.bin', '--from', '0.4.8'],
    ['fixtures/electron-0.5.0/app-for-0.5.0.bin', '--from', '0.4.8', '--json'],
  ],
  page: [['-o', '-']],
  audit: [[FILES], ['--json', FILES], ['--sbom', '-', FILES]],
  lock: [
    [FILES, '-o', '-'],
    [FILES, '--in-toto', '-o', '-'],
  ],
  diff: [
    [FILES, 'fixtures/electron-0.6.4'],
    ['--json', FILES, 'fixtures/electron-0.6.4'],
  ],
  report: [[FILES]],
  graph: ['mermaid', 'dot', 'svg'].map((format) => ['--format', format, FILES]),
  explain: [[], ['FW601'], ['FW999']],
  completion: ['bash', 'zsh', 'fish'].map((shell) => [shell]),
};

/** Both ways; the one inside twice, so that what an earlier run left would show. */
async function expectTheSame(args: readonly string[], options: RunOptions = {}): Promise<void> {
  const own = await fwinspectProcess(args, options);
  expect(own.stdout + own.stderr).not.toBe('');
  expect(await fwinspect(args, options)).toEqual(own);
  expect(await fwinspect(args, options)).toEqual(own);
}

test('every command is here', () => {
  expect(Object.keys(ARGUMENTS).sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
});

describe.each(Object.entries(ARGUMENTS))('%s', (command, runs) => {
  test.each(runs.map((args) => [args.join(' '), args] as const))('%s', async (_name, args) => {
    await expectTheSame([command, ...args], { cwd: root });
  });
});

describe('what a run has of its own', () => {
  folder.put('here/app.bin', build(application('0.5.0', 10, 1, 2)));
  const cwd = join(folder.path, 'here');
  const report = readFileSync(join(root, DEVICE));

  test('its folder', async () => {
    await expectTheSame(['inspect', 'app.bin'], { cwd });
    await expectTheSame(['inspect', 'app.bin'], { cwd: folder.path });
    expect(process.cwd()).not.toBe(cwd);
  });

  test.each([{ FORCE_COLOR: '1' }, { FORCE_COLOR: '1', NO_COLOR: '1' }, { TERM: 'dumb', FORCE_COLOR: undefined }])(
    'its environment: %j',
    async (env) => {
      await expectTheSame(['inspect', 'app.bin'], { cwd, env });
      const { stdout } = await fwinspect(['inspect', 'app.bin'], { cwd, env });
      expect(stdout.includes('\u001b')).toBe(env.FORCE_COLOR === '1' && !('NO_COLOR' in env));
    },
  );

  test.each([
    ['a report', ['simulate', '--device', '-', `${root}${FILES}`], report],
    ['a module', ['inspect', '-'], build(application('0.5.0', 10, 1, 2))],
    ['a pipe that takes several turns', ['inspect', '-'], new Uint8Array(300_000).fill(0xff)],
    ['nothing', ['inspect', '-'], undefined],
  ])('its standard input: %s', async (_what, args, input) => {
    await expectTheSame(args, input === undefined ? { cwd } : { cwd, input });
  });

  test('its arguments, as the system hands them over', async () => {
    await expectTheSame(['deps', 'half a pair \ud83d', '\u001b[31m', ''], { cwd });
    const withNull = ['deps', 'a\0b'];
    await expect(async () => fwinspectProcess(withNull)).rejects.toThrow(/null/);
    await expect(async () => fwinspect(withNull)).rejects.toThrow(/null/);
  });

  test('its exit code: 0, 1, 2', async () => {
    const codes: (number | null)[] = [];
    for (const args of [['inspect', FILES], ['inspect', 'fixtures/bad'], ['inspect', 'none.bin'], ['--nonsense']]) {
      await expectTheSame(args, { cwd: root });
      codes.push((await fwinspect(args, { cwd: root })).code);
    }
    expect(codes).toEqual([0, 1, 2, 2]);
  });

  test('its exit code for a fault, with the fault on standard error', async () => {
    const bin = join(folder.path, 'faulty', 'bin', 'fwinspect.js');
    for (const name of ['fwinspect.js', 'load.js', 'package.json']) {
      folder.put(`faulty/bin/${name}`, readFileSync(join(root, 'bin', name)));
    }
    folder.put('faulty/dist/cli.cjs', "exports.main = async () => { throw new Error('boom'); };");
    const first = ({ stderr, ...rest }: Awaited<ReturnType<typeof fwinspect>>) => ({
      ...rest,
      stderr: stderr.split('\n').slice(0, 2),
    });
    const own = first(await fwinspectProcess([], { bin }));
    expect(own).toEqual({ code: 3, stdout: '', stderr: ['fwinspect: a fault in fwinspect itself', 'Error: boom'] });
    expect(first(await fwinspect([], { bin }))).toEqual(own);
  });

  test('a folder that is gone', async () => {
    const gone = join(folder.path, 'gone');
    await expect(async () => fwinspect(['--version'], { cwd: gone })).rejects.toThrow(/ENOENT/);
    mkdirSync(gone);
    await expectTheSame(['--version'], { cwd: gone });
  });
});
