/** What an answer rests on that nobody read, and what is newer than the table: told by every command that judges, in every format. */
import { beforeAll, describe, expect, test } from 'vitest';
import { assumedModules, assumedRules } from '../../src/catalog/assumed.js';
import { RULES_KNOWN_TO } from '../../src/catalog/eras.js';
import { platformName } from '../../src/catalog/platforms.js';
import { releaseRows, tableExtent } from '../../src/catalog/releases.js';
import { assumedWords } from '../../src/report/assumed.js';
import { schemaFaults } from '../support/release.js';
import { releaseFiles } from '../support/release-files.js';
import { tempFolder } from '../support/temp-folder.js';

const folder = tempFolder();
const NEWEST = tableExtent();
/** The newest release that nobody read a header of, on its board. */
const ROW = releaseRows().findLast(({ read, modules }) => !read && modules.length > 0)!;
const BOARD = ROW.platform;
const RULES = assumedRules(BOARD, [ROW.system]);
const RULE_WORDS = assumedWords(RULES)!;

interface Document {
  readonly judgement: string;
  readonly assumed: readonly { readonly what: string; readonly release: string; readonly by: string }[];
}
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

beforeAll(() => {
  for (const made of releaseFiles(ROW.release, BOARD)) folder.put(`inferred/${made.name}`, made.bytes);
  for (const made of releaseFiles(RULES_KNOWN_TO.release, BOARD)) folder.put(`known/${made.name}`, made.bytes);
  const invented = { release: '9.9.0', system: 9900, bootloader: 9100 };
  for (const made of releaseFiles(NEWEST.last, BOARD, invented)) folder.put(`newer/${made.name}`, made.bytes);
});

const CHECK = ['check', '--no-config'];

describe('a release whose rules are not public', () => {
  const RANGE = ['--min-os', ROW.release];

  test.each([
    ['deps'],
    ['audit'],
    CHECK,
    [...CHECK, ...RANGE],
    [...CHECK, ...RANGE, '--format', 'markdown'],
    [...CHECK, ...RANGE, '--format', 'github'],
    [...CHECK, ...RANGE, '--format', 'junit'],
    ['report', '-o', '-'],
  ])('is said once in a line: %s %s %s %s %s %s', async (...args) => {
    const { code, stdout } = await folder.run([...args, 'inferred']);
    expect(code).toBe(0);
    expect(oneLine(stdout).split(RULE_WORDS).length - 1).toBe(1);
    const known = await folder.run([...args.map((one) => (one === ROW.release ? '6.2.0' : one)), 'known']);
    expect(known.stdout).not.toContain('assumed, after');
    expect(known.stdout).not.toContain(RULE_WORDS);
  });

  test.each([['deps'], ['audit'], CHECK])('a quiet answer keeps to what decides: %s', async (...args) => {
    const { stdout } = await folder.run([...args, '-q', 'inferred']);
    expect(stdout).not.toContain(RULE_WORDS);
  });

  test('in data it has one shape', async () => {
    const documents = new Map<string, Document>();
    for (const args of [['deps'], ['audit'], CHECK]) {
      const { stdout } = await folder.run([...args, '--json', 'inferred']);
      const document = JSON.parse(stdout) as Document;
      expect(schemaFaults(args[0] as 'deps' | 'audit' | 'check', document)).toEqual([]);
      documents.set(args[0] ?? '', document);
    }
    const json = (one: (typeof RULES)[number]) => ({ ...one, platform: { id: BOARD, name: platformName(BOARD) } });
    expect(documents.get('deps')?.assumed).toEqual(RULES.map(json));
    expect(documents.get('check')?.assumed).toEqual(RULES.map(json));
    // An audit says whether the release is whole, by its row, and how devices of others get there.
    const { assumed: ofAudit = [] } = documents.get('audit') ?? {};
    for (const one of assumedModules(ROW.release, BOARD)) expect(ofAudit).toContainEqual(json(one));
    const ofRules = ofAudit.filter(({ what }) => what === 'rules');
    expect(ofRules.map(({ release }) => release)).toContain(ROW.release);
    expect(new Set(ofRules.map(({ by }) => by))).toEqual(new Set([RULES_KNOWN_TO.release]));
    const lines = await folder.run([...CHECK, ...RANGE, '--format', 'jsonl', 'inferred']);
    const sarif = await folder.run([...CHECK, ...RANGE, '--format', 'sarif', 'inferred']);
    const asked = await folder.run([...CHECK, ...RANGE, '--json', 'inferred']);
    const { assumed } = JSON.parse(asked.stdout) as Document;
    expect(assumed).toHaveLength(2);
    expect((JSON.parse(lines.stdout.trim().split('\n').at(-1) ?? '') as Document).assumed).toEqual(assumed);
    const { runs } = JSON.parse(sarif.stdout) as { runs: readonly { properties: Document }[] };
    expect(runs[0]?.properties.assumed).toEqual(assumed);
  });

  test('releases that are known by name alone are named in every format', async () => {
    const announced = NEWEST.announced[0]!.release;
    const range = ['--target-os', `>=${ROW.release}`];
    for (const format of ['table', 'json', 'jsonl', 'markdown', 'sarif', 'junit', 'github']) {
      const { stdout } = await folder.run([...CHECK, ...range, '--format', format, 'inferred']);
      expect(stdout, format).toContain(announced);
    }
  });
});

describe('a release that is newer than the table', () => {
  const SENTENCE = `newer than my table (${NEWEST.last})`;

  test.each([['deps'], ['audit'], CHECK, ['report', '-o', '-']])('%s says so', async (...args) => {
    const { code, stdout } = await folder.run([...args, 'newer']);
    expect(code).toBe(0);
    expect(oneLine(stdout)).toContain(`module version 9900 is ${SENTENCE}`);
    expect((await folder.run([...args, 'inferred'])).stdout).not.toContain(SENTENCE);
  });

  test('no audit calls its set complete', async () => {
    expect((await folder.run(['audit', 'newer'])).stdout).not.toContain('· complete');
    expect((await folder.run(['audit', 'inferred'])).stdout).toContain('· complete');
  });

  test.each([
    ['plan', '--to', '6.9.0', '--from', ROW.release, '--platform', platformName(BOARD)],
    ['plan', '--from', '6.9.0', '--platform', platformName(BOARD)],
    ['audit', '--to', '6.9.0'],
    ['report', '-o', '-', '--to', '6.9.0'],
  ])('%s %s %s: what can be done, exit 2', async (...args) => {
    const { code, stderr } = await folder.run([...args, 'inferred']);
    expect(code).toBe(2);
    expect(stderr).toContain(`Device OS 6.9.0 is ${SENTENCE}`);
    expect(stderr).toContain('--releases FILE');
    expect(stderr).not.toContain('no release');
  });

  test('what was not asked for in numbers is not said to be unreadable', async () => {
    const { code, stdout } = await folder.run([...CHECK, '--min-os', '6.9.0', 'inferred']);
    expect(code).toBe(2);
    expect(oneLine(stdout)).toContain('INCOMPLETE');
    expect(oneLine(stdout)).not.toContain('could be read');
    expect(oneLine(stdout)).not.toContain('was read');
  });
});
