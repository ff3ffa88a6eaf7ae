/** What a terminal of 80 columns shows. The command itself is asked through a pipe in the other tests, where the width is 100. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { knownReleases } from '../../src/catalog/releases.js';
import { assess, PARTS } from '../../src/assess/assess.js';
import { readInput } from '../../src/cli/input.js';
import { inventoryOfFiles } from '../../src/assess/file.js';
import { overviewOf } from '../../src/assess/overview.js';
import { auditText } from '../../src/report/audit.js';
import { overviewText } from '../../src/report/overview.js';
import { depsText } from '../../src/report/deps.js';
import { inspectText } from '../../src/report/inspect.js';
import { PLAIN } from '../../src/report/style.js';
import { versionsText } from '../../src/report/versions.js';
import { checkFile } from '../../src/rules/run.js';

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));
const folders = readdirSync(fixtures, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

const options = { style: PLAIN, width: 80, verbose: false, quiet: false };
/** The path of this machine is as long as it is, so names are made short before they are shown. */
const read = async (folder: string): ReturnType<typeof readInput> => {
  const input = await readInput([`${fixtures}/${folder}`], { all: false, hashes: true });
  const files = input.files.map((one) => ({ ...one, file: one.file.slice(fixtures.length + 1) }));
  return { ...input, files };
};

const tooWide = (text: string): readonly string[] => text.split('\n').filter((line) => line.length > 80);

test.each(folders)('deps %s', async (folder) => {
  const { files } = await read(folder);
  const report = assess(files, { parts: PARTS.deps });
  expect(tooWide(depsText(report, true, options))).toEqual([]);
  expect(tooWide(depsText(report, false, { ...options, verbose: true }))).toEqual([]);
});

test.each(folders)('inspect %s', async (folder) => {
  const { files } = await read(folder);
  const inspected = files.map((subject) => ({ subject, findings: checkFile(subject) }));
  expect(tooWide(inspectText(inspected, [], options))).toEqual([]);
  expect(tooWide(inspectText(inspected, [], { ...options, verbose: true }))).toEqual([]);
});

test.each(folders)('audit %s', async (folder) => {
  const { files } = await read(folder);
  expect(tooWide(auditText(assess(files, { parts: PARTS.audit }), true, options))).toEqual([]);
});

test.each(folders)('the overview of %s', async (folder) => {
  const { files } = await read(folder);
  // A command stays whole.
  const text = overviewText(overviewOf(inventoryOfFiles(files)), options).replace(/^ {2}fwinspect .*$/gm, '');
  expect(tooWide(text)).toEqual([]);
});

test('deps of one file that is two modules', async () => {
  const { files } = await read('odd/combined.bin');
  expect(tooWide(depsText(assess(files, { parts: PARTS.deps }), true, options))).toEqual([]);
});

test('names that are cut stay apart', async () => {
  const { files } = await read('p2-5.8.0');
  expect(depsText(assess(files, { parts: PARTS.deps }), true, options)).toContain('  p2-preb');
});

test('versions', () => {
  const report = { query: null, platform: null, bootloader: false, releases: knownReleases(), notes: [] };
  expect(tooWide(versionsText(report, options))).toEqual([]);
});
