/** Whatever a file says or how large it is: a sentence and exit 2, in bounded memory. */
import { closeSync, existsSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const folder = tempFolder();
const MIB = 1024 * 1024;

/** A file of that size that takes no room on the disk. */
function sparse(name: string, bytes: number): string {
  const file = openSync(join(folder.path, name), 'w');
  ftruncateSync(file, bytes);
  closeSync(file);
  return name;
}

const APP = folder.put('app.bin', build({ platform: 10, function: 5, index: 1, version: 6, start: 0x080a0000 }));

describe('a file that an option names has a limit of its own', () => {
  const from = ['--from', '0.5.3', '--platform', 'electron'];
  const report = folder.put('report.json', JSON.stringify({ p: 10, m: [] }));
  const cases: readonly (readonly [option: string, most: number, args: (file: string) => readonly string[]])[] = [
    ['--config', MIB, (file) => ['check', APP, '--config', file]],
    ['--lock', 16 * MIB, (file) => ['audit', APP, '--lock', file]],
    ['--device', 16 * MIB, (file) => ['simulate', APP, '--device', file]],
    ['--device of check', 16 * MIB, (file) => ['check', '--no-config', APP, '--device', file]],
    ['--events', 16 * MIB, (file) => ['verify', APP, '--device', report, '--events', file]],
    ['--app', 64 * MIB, (file) => ['simulate', APP, ...from, '--app', file]],
  ];

  test.each(cases)('%s', async (option, most, args) => {
    const file = sparse(`large${option.replace(/\W+/g, '-')}.txt`, most + 1);
    const { code, stderr } = await folder.run(args(file));
    expect(code).toBe(2);
    expect(stderr).toContain(file);
    expect(stderr).toMatch(new RegExp(`more than ${String(most)} bytes`));
  });

  test('standard input has the limit of a report', async () => {
    const { code, stderr } = await folder.run(['simulate', APP, '--device', '-'], { input: 'x'.repeat(16 * MIB + 1) });
    expect(code).toBe(2);
    expect(stderr).toContain('more than');
  });
});

describe('memory', () => {
  /** 16 kB each as they lie in a zip of a few hundred bytes, and thousands of values each. */
  const full = build({
    platform: 13,
    function: 5,
    index: 1,
    version: 1,
    start: 0xb4000,
    prefixExtensions: Array.from({ length: 1000 }, () => ({
      kind: 'raw' as const,
      type: 0x77,
      data: new Uint8Array(0),
    })),
  });
  const archive = folder.put(
    'many.zip',
    buildZip(Array.from({ length: 2000 }, (_, at) => ({ name: `${String(at)}.bin`, data: full }))),
  );

  test.each(['deps', 'inspect', 'check', 'audit', 'lock', 'report'])('%s ends with a sentence', async (command) => {
    const { code, stdout, stderr } = await folder.run([command, archive, '--memory', '10MB']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('--memory');
  });

  // Without a budget the process would come to hold more than a gigabyte.
  test('there is a budget where nothing was said', async () => {
    const { code, stderr } = await folder.run(['inspect', archive]);
    expect(code).toBe(2);
    expect(stderr).toContain('268,435,456 bytes');
  });

  test('--memory raises the budget, and lowers it', async () => {
    const small = await folder.run(['inspect', APP, '--memory', '1KB']);
    expect(small.code).toBe(2);
    expect(small.stderr).toContain('1,000 bytes');
    expect((await folder.run(['inspect', APP, '--memory', '10KB'])).code).not.toBe(2);
    expect((await folder.run(['inspect', APP, '--memory', 'much'])).stderr).toContain('no size');
  });
});

describe('names and files that are none', () => {
  test.runIf(existsSync('/proc/version'))('a file of /proc is read, though it says to be empty', async () => {
    const { code, stdout } = await folder.run(['inspect', '/proc/version']);
    expect(code).toBe(1);
    expect(stdout).toContain('text file');
  });

  test('a pattern that is longer than any path has an error of its own', async () => {
    const { code, stderr } = await folder.run(['deps', '*'.repeat(5000)]);
    expect(code).toBe(2);
    expect(stderr).toContain('a pattern has at most 4096 characters');
  });

  test('a name that is longer than any file may have', async () => {
    const { code, stderr } = await folder.run(['deps', 'a'.repeat(5000)]);
    expect(code).toBe(2);
    expect(stderr).toContain('the name is too long');
  });
});
