import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import type { Log, Result } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../../src/report/check-types.js';
import { sarifText } from '../../../src/report/sarif.js';
import { sha256Hex } from '../../../src/source/node-tools.js';
import { RULES } from '../../../src/rules/registry.js';
import { anyReport, finding, report, REPORTS, WAIVED } from './reports.js';

const {
  id: _,
  $schema: __,
  ...schema
} = JSON.parse(readFileSync(new URL('../../schemas/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;
const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(schema);

function faults(document: unknown): readonly string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

const logOf = (one: CheckReport): Log => JSON.parse(sarifText(one, sha256Hex)) as Log;
const resultsOf = (one: CheckReport): readonly Result[] => logOf(one).runs[0]?.results ?? [];
const printsOf = (one: CheckReport): readonly (string | undefined)[] =>
  resultsOf(one).map(({ partialFingerprints }) => partialFingerprints?.['fwinspect/v1']);

test.each(Object.keys(REPORTS))('%s passes the schema', (name) => {
  expect(faults(logOf(REPORTS[name]!))).toEqual([]);
});

test('any report passes the schema and keeps its findings', () => {
  fc.assert(
    fc.property(anyReport, (one) => {
      const log = logOf(one);
      expect(faults(log)).toEqual([]);
      expect(log.runs[0]?.results?.map(({ ruleId }) => ruleId)).toEqual(one.findings.map(({ rule }) => rule));
    }),
    { numRuns: 50 },
  );
});

test('the schema notices', () => {
  const log = logOf(REPORTS['one error']!);
  expect(
    faults({ ...log, runs: [{ ...log.runs[0], results: [{ ...log.runs[0]?.results?.[0], level: 'bad' }] }] }),
  ).toEqual(['/runs/0/results/0/level must be equal to one of the allowed values']);
});

test('every rule is there, with help; a result points at its own', () => {
  const rules = logOf(REPORTS.many!).runs[0]?.tool.driver.rules ?? [];
  expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  for (const { ruleId, ruleIndex } of resultsOf(REPORTS.many!)) expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId);
});

test('bytes are a region, and the file an artifact with its hash', () => {
  const one = report([finding({ range: { offset: 16, length: 8 } })]);
  expect(resultsOf(one)[0]?.locations).toEqual([
    { physicalLocation: { artifactLocation: { uri: 'app.bin', index: 0 }, region: { byteOffset: 16, byteLength: 8 } } },
  ]);
  expect(logOf(one).runs[0]?.artifacts?.[0]).toMatchObject({ hashes: { 'sha-256': '0'.repeat(64) }, length: 1000 });
});

test('waived findings are suppressed, with the reason', () => {
  expect(resultsOf(report([finding({ waived: WAIVED })]))[0]?.suppressions).toEqual([
    { kind: 'external', status: 'accepted', justification: 'known since March (anna, until 2026-12-31)' },
  ]);
  expect(resultsOf(report([finding()]))[0]?.suppressions).toEqual([]);
});

describe('fingerprints', () => {
  const named = (file: string, other: string): CheckReport => ({
    ...report([finding({ file, range: { offset: 1, length: 2 }, values: { in: { kind: 'file', file: other } } })]),
    files: [
      { file, size: 1, sha256: 'aa' },
      { file: other, size: 1, sha256: 'bb' },
    ],
  });

  test('stay over a rename', () => {
    expect(printsOf(named('a.bin', 'b.bin'))).toEqual(printsOf(named('x/y.bin', 'c.bin')));
  });

  test('differ by rule, content, bytes, and number', () => {
    const prints = printsOf(
      report([
        finding(),
        finding(),
        finding({ rule: 'FW202' }),
        finding({ file: 'other.bin' }),
        finding({ file: null }),
        finding({ range: { offset: 0, length: 4 } }),
        finding({ values: { a: { kind: 'number', value: 1 } } }),
      ]),
    );
    expect(new Set(prints).size).toBe(prints.length);
  });
});

test.each([
  ['a b/c#d?.bin', 'a%20b/c%23d%3F.bin'],
  ['/tmp/a.bin', 'file:///tmp/a.bin'],
  ['C:/a.bin', 'file:///C:/a.bin'],
  ['javascript:alert(1)', 'javascript%3Aalert(1)'],
  ['\ud800.bin', '%EF%BF%BD.bin'],
])('%j as a URI', (file, uri) => {
  expect(resultsOf(report([finding({ file })]))[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
});
