/**
 * How many changed lines of the rules and of the exit code the tests notice: the mutation score.
 *
 *   npm run mutation             all of it; some minutes
 *   npm run mutation -- FILE...  these files only
 *   ... --without-static         without mutants that run once at import; a third of the time, and another score
 *
 * Not part of every test run. The exit code is 1 below the wanted score. The prose of the rules (title, effect, fix,
 * source, message) is not mutated, see mutation-prose.mjs: nobody tests an adjective. Survivors are listed.
 */
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

const WANTED = 85;
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const words = process.argv.slice(2);
const files = words.filter((word) => !word.startsWith('--'));
const stryker = new Stryker({
  mutate: files.length > 0 ? files : ['src/rules/*.ts', 'src/cli/exit-code.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutation-vitest.config.mjs', related: false },
  plugins: ['@stryker-mutator/vitest-runner', join(root, 'scripts', 'mutation-prose.mjs')],
  ignorers: ['prose'],
  ignorePatterns: ['.cache', 'dist', 'coverage'],
  tempDirName: '.cache/stryker',
  reporters: [],
  coverageAnalysis: 'perTest',
  ignoreStatic: words.includes('--without-static'),
  allowConsoleColors: false,
  logLevel: 'warn',
  fileLogLevel: 'off',
  timeoutMS: 10_000,
});

const NOTICED = new Set(['Killed', 'Timeout']);
const MISSED = new Set(['Survived', 'NoCoverage']);

const mutants = await stryker.runMutationTest();
const byFile = Map.groupBy?.(mutants, ({ fileName }) => fileName) ?? groupByFile(mutants);

function groupByFile(all) {
  const groups = new Map();
  for (const one of all) groups.set(one.fileName, [...(groups.get(one.fileName) ?? []), one]);
  return groups;
}

const counted = (all) => {
  const noticed = all.filter(({ status }) => NOTICED.has(status)).length;
  const missed = all.filter(({ status }) => MISSED.has(status)).length;
  return { noticed, missed, score: noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed) };
};
const line = (name, { noticed, missed, score }) =>
  console.log(`${name.padEnd(40)} ${score.toFixed(1).padStart(6)} %   ${noticed} noticed, ${missed} not`);

for (const one of mutants.filter(({ status }) => MISSED.has(status))) {
  const { line: row, column } = one.location.start;
  const change = String(one.replacement ?? '').replaceAll(/\s+/g, ' ');
  console.log(`${relative(root, one.fileName)}:${row + 1}:${column + 1} ${one.mutatorName}: ${change.slice(0, 90)}`);
}
for (const [name, all] of [...byFile].sort()) line(relative(root, name), counted(all));
const total = counted(mutants);
line('together', total);
process.exitCode = total.score >= WANTED ? 0 : 1;
