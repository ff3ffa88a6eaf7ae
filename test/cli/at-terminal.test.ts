/** `-` at a terminal, and files that are not there. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { turnWords } from '../../src/cli/at-terminal.js';
import { BIN, fwinspect } from '../support/command.js';
import { tempFolder } from '../support/temp-folder.js';

const { path, put, run } = tempFolder();

const hasTerminal = spawnSync('script', ['-qec', 'exit 0', '/dev/null'], { stdio: 'ignore' }).status === 0;

/** Runs it at a terminal of its own, into which somebody types. */
function atTerminal(args: readonly string[], typed: string): string {
  const line = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ');
  return spawnSync('script', ['-qec', line, '/dev/null'], { input: typed, cwd: path, encoding: 'utf8' }).stdout;
}

test.each([
  ['linux', 'Paste the report, then Ctrl-D'],
  ['darwin', 'Paste the report, then Ctrl-D'],
  ['win32', 'Paste the report, then Ctrl-Z and Enter'],
] as const)('on %s it says how input ends', (system, words) => {
  expect(turnWords('report', system)).toBe(words);
});

test.skipIf(!hasTerminal)('a terminal is told, and a pipe is not', async () => {
  put('app.bin', '');
  const args = ['plan', '--device', '-', 'app.bin'];
  expect(atTerminal(args, '{}\n\u0004')).toContain(turnWords('report', process.platform));
  expect((await run(args, { input: '{}\n' })).stderr).not.toContain('Paste');
});

test('a file that is not there: names of its folder that are near', async () => {
  for (const name of ['system-part1.bin', 'system-part2.bin', 'app.bin']) put(`fw/${name}`, 'x');
  const { code, stderr } = await run(['deps', 'fw/sytem-part1.bin']);
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean fw/system-part1.bin or fw/system-part2.bin?');
  expect((await run(['deps', 'fw/other-name.bin'])).stderr).not.toContain('did you mean');
  expect((await run(['deps', 'none/system-part1.bin'])).stderr).not.toContain('did you mean');
  put('device.json', '{}');
  expect((await run(['plan', '--device', 'devise.json', 'fw'])).stderr).toContain('did you mean device.json?');
});

test('usb is taken for local, and said to be', async () => {
  const line = (via: string) => [
    'plan',
    '--via',
    via,
    '--from',
    '0.5.3',
    '--platform',
    'electron',
    'fixtures/electron-0.6.4',
  ];
  const [usb, local] = [await fwinspect(line('usb')), await fwinspect(line('local'))];
  expect(usb.stdout).toBe(local.stdout);
  expect(local.stderr).toBe('');
  expect(usb.stderr).toBe(
    'fwinspect: --via usb is taken for local, control requests to the running device; particle flash --usb is DFU: --via dfu\n',
  );
});
