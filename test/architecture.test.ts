import { describe, expect, test } from 'vitest';
import {
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

/** The faces, the command line itself, what scripts load, and what the build puts in the place of a package. */
const FOR_OTHERS = [
  'index.ts',
  'portable.ts',
  'cli/main.ts',
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
