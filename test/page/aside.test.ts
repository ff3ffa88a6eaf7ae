/** Of a folder the page reads what the command line reads, by the same names. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sortedOut } from '../../src/page/aside.js';
import { readGiven } from '../../src/page/read.js';
import { listSources } from '../../src/source/index.js';

const temp = mkdtempSync(join(tmpdir(), 'fwinspect-aside-'));
afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
});

const FOLDERS = {
  release: ['app.bin', 'app.hex', 'alone.hex', 'notes.txt', 'app.elf', 'below/part.BIN', 'below/part.map', 'all.zip'],
  other: ['readme.md', 'boot.elf'],
} as const;
const given = Object.entries(FOLDERS).flatMap(([root, names]) =>
  names.map((name) => ({ name: `${root}/${name}`, root, inFolder: true })),
);
for (const { name } of given) {
  mkdirSync(dirname(join(temp, name)), { recursive: true });
  writeFileSync(join(temp, name), 'x');
}

test('the files of folders that are read are those of the command line, and the others are counted', async () => {
  const { wanted, aside } = sortedOut([...given, { name: 'report.txt', root: 'report.txt', inFolder: false }]);
  const { entries } = await listSources(Object.keys(FOLDERS), { cwd: temp });
  expect(wanted.map(({ name }) => name).sort()).toEqual([...entries.map(({ name }) => name), 'report.txt'].sort());
  expect(aside).toEqual([
    { root: 'release', count: 4, isAll: false },
    { root: 'other', count: 2, isAll: true },
  ]);
});

test('a folder in which nothing is read is a problem', async () => {
  const found = await readGiven({
    kind: 'aside',
    id: 1,
    name: 'other',
    aside: { root: 'other', count: 2, isAll: true },
  });
  expect(found.errors.map(({ file, code }) => [file, code])).toEqual([['other', 'nothing_matched']]);
  expect(found.skipped).toEqual([{ root: 'other', count: 2 }]);
});
