/** Names of any length in a terminal of 80 columns. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffOf } from '../../src/release/diff.js';
import { auditText } from '../../src/report/audit.js';
import { diffText } from '../../src/report/diff.js';
import { PLAIN } from '../../src/report/style.js';
import { findingText } from '../../src/report/text.js';
import { wrap } from '../../src/report/wrap.js';
import { auditReport } from '../support/audits.js';
import { build } from '../support/fixtures.js';
import { inventory } from '../support/release.js';
import { fixture, flipped, part, plain } from '../support/rules.js';

const options = { style: PLAIN, width: 80, verbose: false, quiet: false };
const tooWide = (text: string): readonly string[] => text.split('\n').filter((line) => line.length > 80);

const FOLDER = 'firmware/releases/2026/of-a-customer-with-a-long-name/electron/production/candidates';
const LONG = `${FOLDER}/system-part1-0.5.0-electron.bin`;
const UNBROKEN = `${'x'.repeat(200)}.bin`;

describe('wrap', () => {
  test('a word that is wider than a line is broken behind a separator, at worst anywhere', () => {
    expect(wrap('see aaaa/bbbb-cccc.bin there', 10)).toEqual(['see aaaa/', 'bbbb-cccc.', 'bin there']);
    expect(wrap('x'.repeat(25), 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
    expect(wrap('one two', 10)).toEqual(['one two']);
    expect(wrap('one aa/bb', 8)).toEqual(['one', 'aa/bb']);
  });

  test('colours take no columns, and no line ends in a blank', () => {
    expect(wrap('\u001b[1mone\u001b[22m two', 7)).toEqual(['\u001b[1mone\u001b[22m two']);
    expect(wrap('a.bin  is not', 6)).toEqual(['a.bin', 'is not']);
  });

  test('nothing is wider, and nothing is lost', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '/', '-') });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (one, width) => {
        const lines = wrap(one, width);
        expect(lines.filter((line) => line.length > width)).toEqual([]);
        expect(lines.join('').replaceAll(' ', '')).toBe(one.replaceAll(' ', ''));
      }),
    );
  });
});

test.each([LONG, UNBROKEN])('a finding about %s', (file) => {
  const finding = { rule: 'FW201', severity: 'error', file, range: null, values: {} } as const;
  expect(tooWide(findingText(finding, options))).toEqual([]);
});

test.each([LONG, UNBROKEN])('diff of %s', (file) => {
  const [before, after] = [
    inventory({}),
    inventory({ [file]: build(part(1)), [`${file}.txt.bin`]: fixture('bad/page.bin') }),
  ];
  expect(tooWide(diffText(diffOf(before, after), options))).toEqual([]);
  expect(tooWide(diffText(diffOf(after, before), options))).toEqual([]);
  const other = inventory({ [file]: build(plain()), [`${file}.txt.bin`]: fixture('bad/erased.bin') });
  expect(tooWide(diffText(diffOf(after, other), options))).toEqual([]);
});

test.each([LONG, UNBROKEN])('audit of %s', (file) => {
  const contents = {
    [file]: flipped(build(part(1)), 600),
    [`${file}2.bin`]: build(part(1)),
    [`${file}3.bin`]: build(part(1)),
    [`${file}4.bin`]: build(part(1)),
    [`${file}5.bin`]: fixture('bad/page.bin'),
    [`${file}6.bin`]: build(plain()),
    [`${FOLDER}/sub/7.bin`]: build(part(2)),
    [`${FOLDER}/sub/8.bin`]: build(part(2, '0.6.4')),
  };
  expect(tooWide(auditText(auditReport(contents), true, options))).toEqual([]);
  expect(tooWide(auditText(auditReport(contents), true, { ...options, verbose: true }))).toEqual([]);
  expect(tooWide(auditText(auditReport(contents), true, { ...options, quiet: true }))).toEqual([]);
});
