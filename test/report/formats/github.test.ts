import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckReport } from '../../../src/report/check-types.js';
import { findingMessage } from '../../../src/report/finding.js';
import { githubText } from '../../../src/report/github.js';
import { safeText } from '../../../src/base/safe-text.js';
import { anyReport, DANGEROUS, finding, report, REPORTS, WAIVED } from './reports.js';

interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const unescaped = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

/** What the runner makes of a line of a log: it trims, looks for `::`, and takes the first `::` behind it for the end of the head. */
function commandOf(line: string): Command | null {
  const trimmed = line.trim();
  if (!trimmed.startsWith('::')) return null;
  const end = trimmed.indexOf('::', 2);
  if (end < 0) return null;
  const head = trimmed.slice(2, end);
  const space = head.indexOf(' ');
  const pairs = (space < 0 ? '' : head.slice(space + 1)).split(',').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals).trim(), unescaped(pair.slice(equals + 1))];
  });
  return {
    level: space < 0 ? head : head.slice(0, space),
    properties: Object.fromEntries(pairs),
    data: trimmed
      .slice(end + 2)
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%'),
  };
}

const commandsOf = (one: CheckReport): readonly (Command | null)[] =>
  githubText(one)
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== '')
    .map(commandOf);

function expectSound(one: CheckReport): void {
  const commands = commandsOf(one);
  expect(githubText(one)).not.toMatch(DANGEROUS);
  expect(commands).toHaveLength(
    one.findings.length + one.errors.length + (one.fleet === null ? 0 : 1) + (one.configuration == null ? 0 : 1),
  );
  for (const [at, { file, rule, severity, waived, ...rest }] of one.findings.entries()) {
    const command = commands[at];
    expect(command?.level).toBe(waived !== null || severity === 'note' ? 'notice' : severity);
    expect(command?.properties.file).toBe(file === null ? undefined : safeText(file));
    expect(Object.keys(command?.properties ?? {})).toEqual(file === null ? ['title'] : ['file', 'title']);
    expect(command?.properties.title).toMatch(new RegExp(`^${rule}`));
    expect(command?.data).toContain(findingMessage({ file, rule, severity, ...rest }).trim());
  }
}

test.each(Object.keys(REPORTS))('%s is parsed back', (name) => {
  expectSound(REPORTS[name]!);
});

test('any report is parsed back', () => {
  fc.assert(fc.property(anyReport, expectSound), { numRuns: 200 });
});

test('the line as the runner wants it', () => {
  const one = finding({ rule: 'FW999', file: 'a,b:c%.bin' });
  expect(githubText(report([one]))).toBe('::error file=a%2Cb%3Ac%25.bin,title=FW999::a,b:c%25.bin: FW999\n');
});

test('a waived finding is a notice with its reason', () => {
  const [command] = commandsOf(report([finding({ waived: WAIVED })]));
  expect(command?.level).toBe('notice');
  expect(command?.data).toContain('(waived until 2026-12-31 by anna: known since March)');
});

test('nothing to say is nothing', () => {
  expect(githubText(REPORTS.empty!)).toBe('');
});
