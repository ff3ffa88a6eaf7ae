/** JUnit XML, in the elements that Surefire writes and that every CI reads. */
import { groupBy } from '../base/group-by.js';
import { ruleById } from '../rules/registry.js';
import type { Severity } from '../rules/types.js';
import type { CheckedFinding, CheckReport } from './check-types.js';
import { restsOn } from './assumed.js';
import { configurationLine, fleetLine } from './check-words.js';
import { MOST_ITEMS } from './bounded.js';
import { findingMessage } from './finding.js';
import { cappedErrors } from './json.js';
import type { RunError } from './json.js';
import { counted } from './words.js';
import { safeText } from '../base/safe-text.js';

/** What decides between a failed and a passed test case. */
export interface JunitOptions {
  /** Findings below this level pass, and say what they found in `system-out`. */
  readonly failOn?: Severity;
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** The suite of what is about no single file. */
const SET_SUITE = 'set';

interface Case {
  readonly kind: 'passed' | 'failed' | 'skipped' | 'error';
  readonly name: string;
  /** Elements within the test case, indented. */
  readonly content: string;
}

interface Suite {
  readonly name: string;
  readonly properties: string;
  readonly cases: readonly Case[];
}

/** A suite for each file, and one for all together where there is something to say; a test case for each finding, a passed one where there is none. */
export function junitText(report: CheckReport, { failOn = 'error' }: JunitOptions = {}): string {
  const suites = suitesOf(report, failOn);
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="fwinspect"${totals(all)}>`,
    ...suites.map(suiteXml),
    '</testsuites>\n',
  ].join('\n');
}

function suitesOf(report: CheckReport, failOn: Severity): readonly Suite[] {
  const problems = cappedErrors(report.errors, MOST_ITEMS.data);
  const names = [
    ...report.files.map(({ file }) => file),
    ...report.findings.flatMap(({ file }) => file ?? []),
    ...problems.map(({ file }) => file),
  ].filter((file) => file !== '');
  const findings = groupBy(report.findings, ({ file }) => file ?? '');
  const errors = groupBy(problems, ({ file }) => file);
  const casesFor = (file: string): readonly Case[] => casesOf(findings.get(file) ?? [], errors.get(file) ?? [], failOn);
  const all = [...new Set(names)].sort();
  // Files with nothing to say pass, each alike: of very many the first are told.
  const silent = all.filter((file) => !findings.has(file) && !errors.has(file));
  const leftOut = new Set(silent.slice(Math.max(0, MOST_ITEMS.data - (all.length - silent.length))));
  const files = all
    .filter((file) => !leftOut.has(file))
    .map((file) => ({ name: file, properties: '', cases: casesFor(file) }));
  // Some readers take a document without any suite for a run that never was.
  const isSaid =
    report.fleet !== null ||
    report.configuration != null ||
    restsOn(report.assumed, report.unjudged).length + leftOut.size > 0 ||
    findings.has('') ||
    errors.has('') ||
    files.length === 0;
  return isSaid
    ? [...files, { name: SET_SUITE, properties: propertiesOf(report, leftOut.size), cases: casesFor('') }]
    : files;
}

function propertiesOf({ fleet, configuration = null, assumed, unjudged }: CheckReport, leftOut: number): string {
  const properties = [
    ...(fleet === null ? [] : [['fleet', fleetLine(fleet)] as const]),
    ...(configuration === null ? [] : [['configuration', configurationLine(configuration)] as const]),
    ...(leftOut === 0 ? [] : [['omitted', `${counted(leftOut, 'more file')} without findings`] as const]),
    ...restsOn(assumed, unjudged).map((line) => ['assumed', line] as const),
  ].map(([name, value]) => `      <property name="${name}" value="${xml(value)}"/>\n`);
  return properties.length === 0 ? '' : `    <properties>\n${properties.join('')}    </properties>\n`;
}

function casesOf(findings: readonly CheckedFinding[], errors: readonly RunError[], failOn: Severity): readonly Case[] {
  const cases = [...findings.map((one) => findingCase(one, failOn)), ...errors.map(errorCase)];
  return cases.length === 0 ? [{ kind: 'passed', name: 'no findings', content: '' }] : distinct(cases);
}

/** Readers take cases of one name for one case: a second of a rule is numbered. */
function distinct(cases: readonly Case[]): readonly Case[] {
  const counts = new Map<string, number>();
  return cases.map((one) => {
    const count = (counts.get(one.name) ?? 0) + 1;
    counts.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${String(count)})` };
  });
}

function findingCase(finding: CheckedFinding, failOn: Severity): Case {
  const { rule, severity, waived } = finding;
  const text = ruleById(rule);
  const name = text === undefined ? rule : `${rule} ${text.name}`;
  const message = xml(findingMessage(finding));
  if (waived !== null) {
    const why = xml(`waived until ${waived.expires} by ${waived.owner}: ${waived.reason}`);
    return { kind: 'skipped', name, content: `      <skipped message="${why}">${message}</skipped>\n` };
  }
  if (WEIGHT[severity] > WEIGHT[failOn]) {
    return { kind: 'passed', name, content: `      <system-out>${severity}: ${message}</system-out>\n` };
  }
  const more = text === undefined ? '' : `\nEffect: ${xml(text.effect)}\nFix: ${xml(text.fix)}`;
  const failure = `<failure message="${message}" type="${severity}">${message}${more}</failure>`;
  return { kind: 'failed', name, content: `      ${failure}\n` };
}

function errorCase({ code, message }: RunError): Case {
  const text = xml(message);
  return {
    kind: 'error',
    name: `input ${code}`,
    content: `      <error message="${text}" type="${xml(code)}">${text}</error>\n`,
  };
}

function suiteXml({ name, properties, cases }: Suite): string {
  const inner = cases.map((one) => {
    const head = `    <testcase name="${xml(one.name)}" classname="${xml(name)}" time="0"`;
    return one.content === '' ? `${head}/>\n` : `${head}>\n${one.content}    </testcase>\n`;
  });
  return `  <testsuite name="${xml(name)}"${totals(cases)}>\n${properties}${inner.join('')}  </testsuite>`;
}

/** Times are 0: equal runs give equal bytes. */
function totals(cases: readonly Case[]): string {
  const of = (kind: Case['kind']): string => String(cases.filter((one) => one.kind === kind).length);
  return ` tests="${String(cases.length)}" failures="${of('failed')}" errors="${of('error')}" skipped="${of('skipped')}" time="0"`;
}

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for an attribute or an element. XML 1.0 has no way at all to write most control characters: they are spelled out. */
function xml(text: string): string {
  return safeText(text)
    .replace(/[&<>"']/g, (char) => ENTITY[char] ?? char)
    .replace(/[\ufffe\uffff]/g, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`);
}
