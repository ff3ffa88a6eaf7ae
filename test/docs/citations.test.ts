/** What code, tests and pages cite is there: sections of docs/device-os, links, files of this repository. */
import { describe, expect, test } from 'vitest';
import {
  brokenLinks,
  comments,
  findCitations,
  readPage,
  readText,
  textFiles,
  unresolved,
} from '../support/citations.js';

const PAGES = new Map(
  ['gen2', 'gen3', 'tables'].map((name) => [name, readPage(readText(`docs/device-os/${name}.md`))] as const),
);
/** This file and its helper speak of citations that do not exist. */
const OWN = ['test/docs/citations.test.ts', 'test/support/citations.ts'];
const PROSE = textFiles('README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'docs', 'src/README.md', 'fixtures/README.md', 'test/schemas/README.md'); // prettier-ignore
const CODE = textFiles('src', 'test', 'scripts', 'examples', 'action.yml').filter((file) => !OWN.includes(file));
const EVERYTHING = [...new Set([...CODE, ...PROSE])];

describe('citations of docs/device-os', () => {
  const found = EVERYTHING.flatMap((file) => findCitations(file, readText(file)));

  test('each one resolves', () => {
    expect(found.length).toBeGreaterThan(100);
    expect(found.flatMap((citation) => unresolved(citation, PAGES))).toEqual([]);
  });

  test.each(['gen2', 'gen3'])('%s: references inside the page resolve', (name) => {
    const text = readText(`docs/device-os/${name}.md`);
    const letter = name === 'gen2' ? 'A' : 'D';
    const points = [...text.matchAll(new RegExp(`[ (](${letter}\\d{1,2})(?=[).,;:])`, 'g'))];
    const sections = [...text.matchAll(/§(\d{1,2}(?:\.\d{1,2})?)/g)];
    expect(points.length).toBeGreaterThan(8);
    const targets = [...points, ...sections].map((match) => match[1] ?? '');
    expect(targets.filter((target) => PAGES.get(name)?.sections.has(target) !== true)).toEqual([]);
  });

  test.each([
    ['gen2 2.1: one', ['2.1']],
    ['(gen3.md 4.1)', ['4.1']],
    ['gen3 D11, which', ['D11']],
    ['gen3 13 D11', ['13', 'D11']],
    ['gen2 1 and 2: bounds', ['1', '2']],
    ['gen3 2.7 to 2.9', ['2.7', '2.9']],
    ['gen3 5, 7, 8: more', ['5', '7', '8']],
    ['gen2 2.1 step 3: RANGE', ['2.1', '2.1 step 3']],
    ['gen3 2.3 #5: local', ['2.3', '2.3 row 5']],
    ['gen3 4.2 b and c: both', ['4.2', '4.2 row b', '4.2 row c']],
    ['the tables C7', ['C7']],
    ['gen2 3.3 a bootloader', ['3.3']],
  ])('"%s" is found and resolves', (text, targets) => {
    const citations = findCitations('a.ts', text);
    expect(citations.map((one) => one.targets)).toEqual([targets]);
    expect(citations.flatMap((one) => unresolved(one, PAGES))).toEqual([]);
  });

  test.each([
    'gen2 99',
    'gen2 2.9',
    'gen3 D99',
    'gen2 D1',
    'gen2 2.1 step 12',
    'gen3 2.3 #9',
    'gen3 4.1 f:',
    'tables C9',
  ])('"%s" is found and does not resolve', (text) => {
    expect(findCitations('a.ts', text).flatMap((one) => unresolved(one, PAGES))).toHaveLength(1);
  });

  test.each(['gen3 0.8.0-rc.27', 'gen2 boards', 'gen3 switch: %s', 'the tables 5 and 6'])('"%s" is none', (text) => {
    expect(findCitations('a.ts', text)).toEqual([]);
  });
});

describe('nothing cites what is not in the repository', () => {
  const FOREIGN =
    /(?<!\b(?:hal|modules)\/)\bshared\/|\bspec\/(?:gen|cloud|peers|dependencies|headers|release)|\boracle\/README|\bheaders\.tsv\b|\brelease-deps\.json\b|(?<!\bdocs\/|\]\()\b(?:peers|cloud|dependencies)\.md\b|\bthe issue\b|\bissue \d|\bclosing note\b|\bspec's\b|\b(?:of|in|by) the spec(?:ification)?\b|\beach rule of the specification\b|\bclass [A-G] of\b/i;

  test('no paper that was never published', () => {
    const found = EVERYTHING.flatMap((file) =>
      readText(file)
        .split('\n')
        .flatMap((line, index) => (FOREIGN.test(line) ? [`${file}:${String(index + 1)}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });

  test.each([
    'see ../shared/spec/gen2.md',
    'that peers.md lists',
    'as the issue says',
    'of `headers.tsv`',
    'At the switches of the spec',
  ])('"%s" would be noticed', (text) => expect(text).toMatch(FOREIGN));

  test.each(['`hal/shared/platforms.h`', '`modules/shared/system_module_version.mk`', 'open an issue'])(
    '"%s" is fine',
    (text) => expect(text).not.toMatch(FOREIGN),
  );

  test('a page, table or source file that a comment names exists, here or in Device OS', () => {
    const files = [...textFiles('src', 'test', 'scripts', 'docs', 'fixtures', 'examples', 'schema'), ...PROSE];
    const isHere = (name: string): boolean => files.some((file) => file === name || file.endsWith(`/${name}`));
    const isOfDeviceOs = (name: string): boolean => /^(?:modules|system|user|hal|build)\/.+\.md$/.test(name);
    const missing = CODE.filter((file) => /\.(?:ts|mts|mjs)$/.test(file)).flatMap((file) =>
      comments(readText(file)).flatMap(({ line, text }) =>
        [...text.matchAll(/(?<![\w{}*@$./-])((?:[\w-]+\/)*[\w-][\w.-]*\.(?:md|tsv|ts|mts|mjs))\b/g)]
          .map((match) => match[1] ?? '')
          .filter((name) => !isHere(name) && !isOfDeviceOs(name))
          .map((name) => `${file}:${String(line)}: ${name}`),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe('links between pages', () => {
  const pages = PROSE.filter((file) => file.endsWith('.md'));

  test('each leads somewhere', () => {
    expect(pages.length).toBeGreaterThan(60);
    expect(pages.flatMap((file) => brokenLinks(file, readText(file)))).toEqual([]);
  });

  test.each([
    ['[a](nowhere.md)', 1],
    ['[a](device-os/gen2.md#a99-nothing)', 1],
    ['[a](device-os/gen2.md#a1-crc-arithmetic)', 0],
    ['[a](https://example.com/nowhere.md)', 0],
    ['`[a](nowhere.md)`', 0],
  ])('%s', (text, count) => {
    expect(brokenLinks('docs/README.md', text)).toHaveLength(count);
  });
});
