import { describe, expect, test } from 'vitest';
import { BOARDS } from '../src/catalog/boards/index.js';
import { misplacedFacts, unusedExceptions } from './support/catalog-facts.js';
import {
  assembliesInCommands,
  deadExports,
  findBreaches,
  findCircle,
  nodeModulesReachedFrom,
  nodeGlobalsIn,
  readSources,
} from './support/imports.js';

const sources = readSources();

test('the source is found', () => {
  expect(sources.has('module/types.ts')).toBe(true);
});

test('every import goes in a direction that the house allows', () => {
  expect(findBreaches(sources)).toEqual([]);
});

test('a command reads its options, asks and prints: it puts no answer together', () => {
  expect(assembliesInCommands(sources)).toEqual([]);
});

/** The faces, the command line itself, what scripts load, and what the build puts in the place of a package. */
const FOR_OTHERS = [
  'index.ts',
  'portable.ts',
  'cli/main.ts',
  'cli/add-release.ts',
  'cli/man.ts',
  'module/layout-source.ts',
  'report/rule-page.ts',
  'base/string-width.ts',
];

test('no export is dead', () => {
  expect(deadExports(sources, FOR_OTHERS)).toEqual([]);
});

test.skipIf(!sources.has('portable.ts'))('the portable face reaches no Node module, not even through others', () => {
  expect(nodeModulesReachedFrom('portable.ts', sources)).toEqual([]);
});

const known = {
  platforms: BOARDS.flatMap(({ name, displayName, aliases }) => [name, displayName, ...aliases]),
  boards: BOARDS.flatMap(({ name, rules }) => (rules === null ? [] : [name])),
  families: [...new Set(BOARDS.map(({ family }) => family))].filter((family) => family !== 'other'),
};

test('addresses, platforms and families stand in the catalog alone', () => {
  expect(misplacedFacts(sources, known)).toEqual([]);
});

test('each number that is excused is still there', () => {
  expect(unusedExceptions(sources)).toEqual([]);
});

describe('a fact in the wrong room is noticed', () => {
  const factsIn = (text: string, file = 'device/a.ts'): readonly string[] =>
    misplacedFacts(new Map([[file, text]]), known);

  test.each([
    'const a = 0x08000000;',
    'const a = 134217728;',
    'const a = 32_768;',
    'const a = 1e5;',
    'const a = 0o100000;',
    'const a = 0b1000000000000000;',
    'const a = 1 << 20;',
    'const a = 2 ** 15;',
    'const a = 32 * 1024;',
    'const a = -(64 * 1024);',
    'const a = 1048576n;',
    'const KIB = 1024; const a = 64 * KIB;',
    'const a = ~0x7fff;',
    "const a = Number('0xf4000');",
    "const a = parseInt('f4000', 16);",
    "const a = '0xf4000';",
    "const a = '983040';",
    'const a = `at 0xf4000`;',
    'const a = (b: string) => `${b} at 0xf4000 ${b}`;',
    'const a = (b: number) => `0xf4000${b}`;',
    'f({ at: [0x28000] });',
    'if (end > 0xffff) f();',
    'enum A { b = 0x8000 }',
    'class A { b = 0x8000; }',
    'function f(a = 0x8000) { return a; }',
  ])('a raw number: %s', (text) => {
    expect(factsIn(text)).toHaveLength(1);
    expect(factsIn(text, 'plan/a.ts')).toHaveLength(1);
    expect(factsIn(text, 'describe/a.ts')).toHaveLength(1);
    expect(factsIn(text, 'source/a.ts')).toEqual([]);
    expect(factsIn(text, 'catalog/a.ts')).toEqual([]);
  });

  test.each([
    'const a = 0x7fff;',
    '// 0x08000000',
    'const a = b * 256;',
    'type A = 0x8000;',
    "const a = '1.5.0';",
    'const a = 31 * 1024;',
  ])('but not %s', (text) => {
    expect(factsIn(text)).toEqual([]);
  });

  test('an exception holds for its constant alone', () => {
    expect(factsIn('const MAX_SIZE = 0x7fffffff;', 'describe/modules.ts')).toEqual([]);
    expect(factsIn('const OTHER = 0x7fffffff;', 'describe/modules.ts')).toHaveLength(1);
    expect(unusedExceptions(new Map()).length).toBeGreaterThan(0);
  });

  test.each([
    "if (name === 'electron') f();",
    "const a = 'E SoM X';",
    'const a = `Photon`;',
    'const isElectron = f();',
    'if (era.isElectron) f();',
    'const TRACKER = 2;',
    'if (state.platform === 26) f();',
    'if (12 !== platformId) f();',
    'const A = 26; if (platform === A) f();',
    'switch (platform) { case 26: f(); }',
    'if ([12, 13].includes(state.platform)) f();',
    'const A = new Set([12, 13]); A.has(platform);',
    'const A = new Map([[12, 1]]); A.get(row.platform);',
    "if (family.startsWith('stm32f2')) f();",
    "if (board.family === 'other') f();",
    'switch (board.family) {}',
  ])('a platform or a family: %s', (text) => {
    for (const room of ['device', 'rules', 'report', 'cli', 'source']) {
      expect(factsIn(text, `${room}/a.ts`), room).toHaveLength(1);
    }
    expect(factsIn(text, 'catalog/a.ts')).toEqual([]);
  });

  test.each([
    '/** Electron */',
    "const help = 'platform by name or id, such as electron';",
    'if (a.platform === b.platform) f();',
    'known.get(platform);',
    'functionWords(code, index, board.family);',
    "const a = 'other';",
    "const a = 'a';",
  ])('but not %s', (text) => {
    expect(factsIn(text)).toEqual([]);
  });
});

describe('the test itself notices', () => {
  const breachesOf = (files: Record<string, string>): readonly string[] => findBreaches(new Map(Object.entries(files)));

  test.each([
    ['module', 'catalog'],
    ['catalog', 'module'],
    ['device', 'plan'],
    ['plan', 'release'],
    ['release', 'rules'],
    ['rules', 'report'],
    ['report', 'cli'],
    ['report', 'source'],
    ['device', 'describe'],
    ['rules', 'assess'],
    ['assess', 'report'],
    ['assess', 'config'],
    ['base', 'module'],
    ['source', 'device'],
    ['config', 'cli'],
    ['index.ts', 'cli'],
  ])('%s importing %s', (from, to) => {
    const importer = from.endsWith('.ts') ? from : `${from}/a.ts`;
    const specifier = from.endsWith('.ts') ? `./${to}/b.js` : `../${to}/b.js`;
    expect(breachesOf({ [importer]: `import { b } from '${specifier}';`, [`${to}/b.ts`]: '' })).toEqual([
      `${importer} imports ${to}/b.ts: ${from} may not know ${to}`,
    ]);
  });

  test.each([
    ['a type import', "import type { B } from '../report/b.js';"],
    ['a re-export', "export * from '../report/b.js';"],
    ['an import expression', "const b = await import('../report/b.js');"],
    ['an import type', "type B = import('../report/b.js').B;"],
  ])('%s', (_name, text) => {
    expect(breachesOf({ 'rules/a.ts': text, 'report/b.ts': '' })).toHaveLength(1);
  });

  test('a room that is not in the plan', () => {
    expect(breachesOf({ 'utils/a.ts': '' })).toEqual(['utils/a.ts: "utils" is no room of the house']);
  });

  test('the declarations that only the generator may load', () => {
    const text = "import { headerParser } from './layout-source.js';";
    expect(breachesOf({ 'module/a.ts': text, 'module/layout-source.ts': '' })).toHaveLength(1);
  });

  test('an import of a file that is not there', () => {
    expect(breachesOf({ 'module/a.ts': "import './gone.js';" })).toHaveLength(1);
  });

  test('a circle of files', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(findCircle(graph)).toBe('b -> c -> b');
    expect(breachesOf({ 'plan/a.ts': "import './b.js';", 'plan/b.ts': "import './a.js';" })).toHaveLength(1);
  });

  test.each([
    "import { readFileSync } from 'node:fs';",
    "import { readFileSync } from 'fs';",
    'const b = Buffer.from([]);',
    'const e = process.env;',
    'const e = globalThis.process;',
    'let t: NodeJS.Timeout;',
    'const x = { Buffer };',
  ])('Node in a portable room: %s', (text) => {
    expect(breachesOf({ 'device/a.ts': text })).toHaveLength(1);
    expect(breachesOf({ 'cli/a.ts': text })).toEqual([]);
  });

  test('but not a property that is merely called so', () => {
    expect(nodeGlobalsIn('const a = { process: 1 }; a.process; interface B { Buffer: number }')).toEqual([]);
  });

  test('an answer that a command puts together, and a long command', () => {
    const files = new Map([
      ['cli/commands.ts', "const run = async () => (await import('./a.js')).a(); import { b } from './b.js';"],
      ['cli/a.ts', `import { checkFile } from '../rules/run.js';\n${'f();\n'.repeat(120)}`],
      ['cli/b.ts', "import { checkFile } from '../rules/run.js';"],
    ]);
    expect(assembliesInCommands(files)).toEqual([
      'cli/a.ts imports rules/run.ts: what is found is put together in assess',
      'cli/a.ts has 121 lines',
    ]);
  });

  test('an export that nobody uses', () => {
    const files = {
      'plan/a.ts':
        'export const used = 1; export const own = 2; export function dead() { return own; } export type Dead = 1;',
      'plan/b.ts': "import { used } from './a.js'; export const face = used;",
    };
    expect(deadExports(new Map(Object.entries(files)), ['plan/b.ts'])).toEqual(['plan/a.ts: dead', 'plan/a.ts: Dead']);
  });

  test('Node behind the portable face', () => {
    const files = { 'portable.ts': "import './report/a.js';", 'report/a.ts': "import 'node:fs';" };
    expect(nodeModulesReachedFrom('portable.ts', new Map(Object.entries(files)))).toEqual([
      'report/a.ts imports node:fs',
    ]);
  });
});
