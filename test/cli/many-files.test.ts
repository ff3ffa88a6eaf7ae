/** A run that is large enough for a second thread answers as a small one does, file by file and in the same order. */
import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const { put, runProcess: run } = tempFolder();
const MEGABYTE = 1024 * 1024;

// Erased flash between the modules brings the run over the size from which on two threads share it, and no half of it.
// The head of a gzip file has no file inside: it is an error, and no entry.
const modules = FIXTURES.filter(({ path }) => path.endsWith('.bin') && path !== 'bad/gzip.bin');
const names = modules.flatMap(({ path, bytes }, at) => {
  const number = String(at).padStart(3, '0');
  return [
    put(`all/${number}-${path.replaceAll('/', '-')}`, bytes()),
    put(`all/${number}-z.bin`, new Uint8Array(1.25 * MEGABYTE).fill(0xff)),
  ];
});

interface Report {
  readonly modules: readonly { readonly file: string }[];
  readonly errors: readonly { readonly file: string }[];
}

const reportOf = async (args: readonly string[], input?: Uint8Array): Promise<Report> => {
  const { stdout } = await run(['inspect', '--json', ...args], input === undefined ? {} : { input });
  return JSON.parse(stdout) as Report;
};

describe.runIf(availableParallelism() > 1)('two threads', () => {
  test('the run is large enough', () => {
    expect(1.25 * modules.length).toBeGreaterThan(64);
  });

  test('the whole is the sum of its halves, which are read by one', async () => {
    const whole = await reportOf(names);
    const half = names.length >> 1;
    const parts = [await reportOf(names.slice(0, half)), await reportOf(names.slice(half))];
    expect(whole.modules.map(({ file }) => file)).toEqual(names);
    expect(whole.modules).toEqual(parts.flatMap((part) => part.modules));
  });

  test('standard input keeps its place, and a file that went is reported in its own', async () => {
    const [first = '', second = '', ...rest] = names;
    const bytes = modules[0]?.bytes() ?? new Uint8Array();
    const report = await reportOf([first, '-', second, 'gone.bin', ...rest], bytes);
    expect(report.modules.map(({ file }) => file)).toEqual([first, '-', second, ...rest]);
    expect(report.errors.map(({ file }) => file)).toEqual(['gone.bin']);
  });

  test('two runs give the same bytes', async () => {
    const [one, two] = [await run(['audit', '--json', 'all']), await run(['audit', '--json', 'all'])];
    expect(one.stdout).toBe(two.stdout);
    expect(one.code).toBe(1);
  });
});
