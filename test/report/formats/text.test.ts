/** The formats for people and for streams: the table, Markdown, JSON and JSON lines. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkJson, checkText } from '../../../src/report/check.js';
import type { CheckReport } from '../../../src/report/check-types.js';
import { githubText } from '../../../src/report/github.js';
import { jsonText } from '../../../src/report/json.js';
import { jsonlText } from '../../../src/report/jsonl.js';
import { junitText } from '../../../src/report/junit.js';
import { markdownText } from '../../../src/report/markdown.js';
import { sarifText } from '../../../src/report/sarif.js';
import { sha256Hex } from '../../../src/source/node-tools.js';
import { PLAIN } from '../../../src/report/style.js';
import { anyReport, DANGEROUS, finding, report, REPORTS, WAIVED } from './reports.js';

const OPTIONS = { style: PLAIN, width: 100, verbose: false, quiet: false };
const text = (one: CheckReport): string => checkText(one, OPTIONS);

describe('table', () => {
  test('a correct set is one calm line', () => {
    expect(text(REPORTS.empty!)).toBe('OK  1 file checked: no findings; against no device: add --min-os or --fleet.\n');
  });

  test('one line a finding, then the sum', () => {
    expect(text(report([finding({ rule: 'FW999' })]))).toBe('  error    app.bin  FW999   FW999\nNOT OK  1 error\n');
  });

  test('waived findings stay visible, with the reason, and do not count', () => {
    expect(text(report([finding({ rule: 'FW999', waived: WAIVED })]))).toBe(
      '  waived   app.bin  FW999   FW999\n' +
        '           until 2026-12-31 by anna: known since March\n' +
        'OK  1 file checked: 1 finding waived; against no device: add --min-os or --fleet.\n',
    );
  });

  test('the fleet: the sum, and the devices that do not run', () => {
    const shown = text(REPORTS.fleet!);
    expect(shown).toContain('Fleet: 4 devices: 1 run, 1 safe mode, 1 refuse, 1 unclear; 1,234,567 bytes over the air');
    expect(shown).toMatch(/^ {2}d2 +safe mode\n {6}the application needs more$/m);
    expect(shown).not.toMatch(/^ {2}d1/m);
  });

  test('what could not be read is no OK', () => {
    expect(text(REPORTS.errors!)).toMatch(/^INCOMPLETE {2}no findings, 1 problem with the input\./);
  });

  test('quiet keeps what decides', () => {
    const one = report([finding({ severity: 'warning' }), finding({ rule: 'FW999' })]);
    expect(checkText(one, { ...OPTIONS, quiet: true })).toBe(
      '  error    app.bin  FW999   FW999\nNOT OK  1 error, 1 warning\n',
    );
  });

  test('no name steers a terminal or the log of a runner', () => {
    const check = (one: CheckReport): void => {
      for (const width of [60, 100]) {
        const shown = checkText(one, { ...OPTIONS, width });
        expect(shown).not.toMatch(DANGEROUS);
        expect(shown).not.toMatch(/^\s*::|##\[/m);
      }
    };
    Object.values(REPORTS).forEach(check);
    fc.assert(fc.property(anyReport, check), { numRuns: 200 });
  });
});

/** Cells of a row as GitHub splits it: at every bar without a backslash before it. */
const cellsOf = (row: string): readonly string[] => row.split(/(?<!\\)\|/).slice(1, -1);

function tablesOf(shown: string): readonly (readonly string[])[] {
  return shown
    .split('\n\n')
    .map((part) => part.trim().split('\n'))
    .filter(([first]) => first?.startsWith('|'));
}

describe('markdown', () => {
  function expectSound(one: CheckReport): void {
    const shown = markdownText(one);
    expect(shown).not.toMatch(DANGEROUS);
    const tables = tablesOf(shown);
    const notRunning = (one.fleet?.list ?? []).filter(({ outcome }) => outcome !== 'run').length;
    const rows = [one.findings.length, notRunning, one.errors.length].filter((count) => count > 0);
    expect(tables.map((lines) => lines.length - 2)).toEqual(rows);
    for (const lines of tables) {
      const width = cellsOf(lines[0] ?? '').length;
      for (const line of lines) expect(cellsOf(line)).toHaveLength(width);
    }
    // Outside code only our own tags are left, and nothing that grows to a link or a mention.
    const prose = shown.replace(/`[^`\n]*`/g, '');
    expect(prose).not.toContain('`');
    expect(prose.replaceAll('<!-- -->', '').replaceAll('<br>', '')).not.toContain('<');
    expect(prose).not.toMatch(/\]\(|:\/\/|www\.|[\w]@[\w]|(?<!&)#\d/);
  }

  test.each(Object.keys(REPORTS))('%s: rows and cells are as many as they should be', (name) => {
    expectSound(REPORTS[name]!);
  });

  test('any report', () => {
    fc.assert(fc.property(anyReport, expectSound), { numRuns: 200 });
  });

  test('a summary', () => {
    expect(markdownText(report([finding({ rule: 'FW999' })]))).toBe(
      '### fwinspect: NOT OK, 1 error\n\n' +
        '| Severity | File | Finding | Rule |\n| --- | --- | --- | --- |\n' +
        '| error | `app.bin` | FW999 | FW999 |\n\n1 file checked, against no device.\n',
    );
  });
});

describe('json', () => {
  test.each(Object.keys(REPORTS))('%s', (name) => {
    const one = REPORTS[name]!;
    const document = JSON.parse(JSON.stringify(checkJson(one))) as Record<string, unknown[]>;
    expect(Object.keys(document)).toEqual([
      'schema',
      'findings',
      'files',
      'fleet',
      'notes',
      'assumed',
      'unjudged',
      'configuration',
      'failed',
      'judgement',
      'againstDevices',
      'errors',
    ]);
    expect(document.findings).toHaveLength(one.findings.length);
    for (const each of document.findings ?? []) {
      expect(Object.keys(each as object)).toEqual(['rule', 'severity', 'file', 'message', 'range', 'waived']);
    }
  });
});

test('lines: a value each, for every idea of what a line is', () => {
  const check = (one: CheckReport): void => {
    const lines = jsonlText(one).split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/);
    expect(lines.pop()).toBe('');
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual([...one.findings.map(() => 'finding'), 'summary']);
  };
  Object.values(REPORTS).forEach(check);
  fc.assert(fc.property(anyReport, check), { numRuns: 100 });
});

test('lines: no name steers a terminal or hides text', () => {
  const file = 'a\u202eb\u200bc\u0085d\u2066e\u00ad\u034f\u3164\u180e\u{e0041}\ufff9.bin';
  const shown = jsonlText(report([finding({ file })]));
  expect(shown).toMatch(/^[\x20-\x7e\n]+$/);
  expect(JSON.parse(shown.split('\n')[0] ?? '')).toMatchObject({ file });
});

test('lines: each is as its schema says', () => {
  const schema = (name: string): object =>
    JSON.parse(readFileSync(new URL(`../../../schema/${name}@1.json`, import.meta.url), 'utf8')) as object;
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  const validate = ajv.addSchema(schema('check'), 'check@1.json').compile(schema('check-lines'));
  for (const one of Object.values(REPORTS)) {
    for (const line of jsonlText(one).trimEnd().split('\n')) {
      validate(JSON.parse(line));
      expect(validate.errors ?? [], line).toEqual([]);
    }
  }
  validate({ type: 'summary' });
  expect(validate.errors).not.toEqual([]);
  validate({ type: 'other' });
  expect(validate.errors).not.toEqual([]);
});

test('equal runs give equal bytes, and every format ends with a line feed', () => {
  for (const make of [
    text,
    markdownText,
    junitText,
    (one: CheckReport) => sarifText(one, sha256Hex),
    githubText,
    jsonlText,
    (one: CheckReport) => jsonText(checkJson(one)),
  ]) {
    for (const one of Object.values(REPORTS)) {
      const shown = make(one);
      expect(make(structuredClone(one))).toBe(shown);
      if (shown !== '') expect(shown.endsWith('\n')).toBe(true);
    }
  }
});
