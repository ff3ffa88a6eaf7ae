import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../../src/report/check-types.js';
import { junitText } from '../../../src/report/junit.js';
import { anyReport, finding, report, REPORTS, WAIVED } from './reports.js';
import { parseXml, schemaFaults } from './xml.js';
import type { Element } from './xml.js';

const XSD = parseXml(readFileSync(new URL('../../schemas/junit.xsd', import.meta.url), 'utf8'));

const documentOf = (one: CheckReport): Element => parseXml(junitText(one));

const allOf = (element: Element, name: string): readonly Element[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => allOf(child, name)),
];

/** The sums in the attributes against what is really there. */
function expectSums(element: Element): void {
  const cases = allOf(element, 'testcase');
  const of = (name: string): number => cases.filter(({ children }) => children.some((one) => one.name === name)).length;
  expect(element.attributes).toMatchObject({
    tests: String(cases.length),
    failures: String(of('failure')),
    errors: String(of('error')),
    skipped: String(of('skipped')),
  });
}

function expectSound(one: CheckReport): void {
  const root = documentOf(one);
  expect(schemaFaults(root, XSD)).toEqual([]);
  for (const element of [root, ...allOf(root, 'testsuite')]) expectSums(element);
  const live = one.findings.filter(({ waived, severity }) => waived === null && severity === 'error');
  expect(allOf(root, 'failure')).toHaveLength(live.length);
  expect(allOf(root, 'error')).toHaveLength(one.errors.length);
}

test.each(Object.keys(REPORTS))('%s keeps to the schema, and the sums are right', (name) => {
  expectSound(REPORTS[name]!);
});

test('any report does', () => {
  fc.assert(fc.property(anyReport, expectSound), { numRuns: 100 });
});

describe('the check itself notices', () => {
  test.each([
    ['<testsuites/>', 'testsuites lacks name'],
    ['<testsuite x="1"/>', 'testsuite may not have x'],
    ['<property name="a" value="b"><failure/></property>', 'property may not hold failure'],
    ['<testcase name="a" classname="b" time="soon"/>', 'testcase: time is no xs:decimal'],
    ['<properties>text</properties>', 'properties may not hold text'],
    ['<other/>', 'other is not declared'],
  ])('%s', (text, fault) => {
    expect(schemaFaults(parseXml(text), XSD)).toContain(fault);
  });

  test.each(['<a>', '<a></b>', '<a b=c/>', '<a>&bad;</a>', '<a/><b/>', '<a>\u001b</a>', '<a b="<"/>', '<a>]]></a>'])(
    'ill-formed: %j',
    (text) => {
      expect(() => parseXml(text)).toThrow();
    },
  );
});

test('a suite a file and one for the set; a file without findings passes', () => {
  const suites = allOf(documentOf(report([finding({ file: 'b.bin' }), finding({ file: null })])), 'testsuite');
  expect(suites.map(({ attributes }) => [attributes.name, attributes.tests, attributes.failures])).toEqual([
    ['app.bin', '1', '0'],
    ['b.bin', '1', '1'],
    ['set', '1', '1'],
  ]);
});

const suiteNames = (one: CheckReport): readonly (string | undefined)[] =>
  allOf(documentOf(one), 'testsuite').map(({ attributes }) => attributes.name);

test('no suite of the set where there is nothing to say about one', () => {
  expect(suiteNames(report([finding()]))).toEqual(['app.bin']);
  expect(suiteNames(report([]))).toEqual(['app.bin']);
  expect(suiteNames(REPORTS.fleet!)).toEqual(['app.bin', 'set']);
  expect(suiteNames(report([finding({ file: null })]))).toEqual(['app.bin', 'set']);
  expect(suiteNames(REPORTS['nothing at all']!)).toEqual(['set']);
  expect(suiteNames(report([], { files: [] }))).toEqual(['set']);
});

test('waived is skipped, with who and why', () => {
  const [skipped] = allOf(documentOf(report([finding({ waived: WAIVED })])), 'skipped');
  expect(skipped?.attributes.message).toBe('waived until 2026-12-31 by anna: known since March');
});

test('below the level that fails a finding passes and is still said', () => {
  const one = report([finding({ severity: 'warning' })]);
  expect(junitText(one)).toContain('<system-out>warning: ');
  expect(allOf(parseXml(junitText(one, { failOn: 'warning' })), 'failure')).toHaveLength(1);
});

test('cases of one rule have different names', () => {
  const names = allOf(documentOf(REPORTS.twice!), 'testcase').map(({ attributes }) => attributes.name ?? '');
  expect(new Set(names).size).toBe(names.length);
});
