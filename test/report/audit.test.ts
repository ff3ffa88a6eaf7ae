/** What an audit tells a person. */
import { describe, expect, test } from 'vitest';
import { auditText } from '../../src/report/audit.js';
import { PLAIN } from '../../src/report/style.js';
import { auditReport } from '../support/audits.js';
import { build } from '../support/fixtures.js';
import type { Contents } from '../support/release.js';
import { flipped, part, plain } from '../support/rules.js';

const options = { style: PLAIN, width: 100, verbose: false, quiet: false };
const textOf = (contents: Contents, locked: Contents | null = null): string =>
  auditText(auditReport(contents, locked), true, options);

const WHOLE = { 'r/one.bin': build(part(1)), 'r/two.bin': build(part(2)) };
const APPLICATION = { 'r/app.bin': build(plain()) };
const lineOf = (text: string, word: string): string => text.split('\n').find((line) => line.includes(word)) ?? '';

describe('modules of no one release', () => {
  test('are listed, with what they need and how full their slot is', () => {
    const text = textOf({ ...WHOLE, ...APPLICATION });
    expect(lineOf(text, 'beside the releases')).toMatch(/1 module beside the releases/);
    expect(lineOf(text, 'app.bin')).toMatch(
      /^ +- +app\.bin +application +0\.\d % of its slot +needs system part 2 >= 13 \(0\.5\.0\)$/,
    );
  });

  test('one that needs nothing says so', () => {
    const text = textOf({ 'r/app.bin': build({ ...plain(), dependency1: null }) });
    expect(lineOf(text, 'app.bin')).toMatch(/needs nothing$/);
  });
});

describe('a damaged part', () => {
  const text = textOf({ ...WHOLE, 'r/two.bin': flipped(build(part(2)), 600) });

  test('is said to be so beside it', () => {
    expect(lineOf(text, '  two.bin')).toMatch(/damaged$/);
    expect(lineOf(text, '  one.bin')).not.toMatch(/damaged/);
  });

  test('makes no complete set', () => {
    expect(lineOf(text, 'Device OS')).toMatch(/2 modules · damaged: system part 2/);
    expect(text).not.toMatch(/· complete/);
  });

  test('a whole one does', () => {
    expect(textOf(WHOLE)).toMatch(/2 modules · complete/);
  });

  test('an application says it too', () => {
    expect(lineOf(textOf({ 'r/app.bin': flipped(build(plain()), 100) }), '  app.bin')).toMatch(/damaged$/);
  });
});

describe('the lock', () => {
  test('that holds is part of the verdict', () => {
    expect(textOf(WHOLE, WHOLE)).toMatch(/^OK {2}No problems found in this release; 2 files as in the lock\.$/m);
    expect(textOf({ ...WHOLE, ...APPLICATION }, WHOLE)).toMatch(
      /^OK {2}No error; 1 warning; 2 files as in the lock\.$/m,
    );
  });

  test('without one nothing is said of it', () => {
    expect(textOf(WHOLE)).toMatch(/^OK {2}No problems found in this release\.$/m);
  });
});
