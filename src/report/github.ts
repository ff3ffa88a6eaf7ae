/** Workflow commands that GitHub shows as annotations. */
import { ruleById } from '../rules/registry.js';
import { cappedFindings, MOST_FINDINGS } from '../rules/capped.js';
import type { Severity } from '../rules/types.js';
import type { CheckedFinding, CheckReport } from './check-types.js';
import { restsOn } from './assumed.js';
import { configurationLine, fleetLine } from './check-words.js';
import { MOST_ITEMS } from './bounded.js';
import { cappedErrors } from './json.js';
import { findingMessage } from './finding.js';
import { safeText } from '../base/safe-text.js';

const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** One command a line: findings, problems of the run, and the fleet. Empty where there is nothing to say. */
export function githubText(report: CheckReport): string {
  return [
    ...cappedFindings(report.findings, MOST_FINDINGS.text).map(annotation),
    ...cappedErrors(report.errors, MOST_ITEMS.text).map(({ file, code, message }) =>
      command('error', { file: file === '' ? null : file, title: `input ${code}` }, message),
    ),
    ...(report.fleet === null ? [] : [command('notice', { file: null, title: 'fleet' }, fleetLine(report.fleet))]),
    ...(report.configuration == null
      ? []
      : [command('notice', { file: null, title: 'configuration' }, configurationLine(report.configuration))]),
    ...restsOn(report.assumed, report.unjudged).map((line) =>
      command('notice', { file: null, title: 'assumed' }, line),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** The file stands in the message too: the log of a run shows nothing else. A waived finding is a notice. */
function annotation(finding: CheckedFinding): string {
  const { rule, file, waived } = finding;
  const name = ruleById(rule)?.name;
  const title = `${rule}${name === undefined ? '' : ` ${name}`}${waived === null ? '' : ' (waived)'}`;
  const subject = file === null ? '' : `${file}: `;
  const why = waived === null ? '' : ` (waived until ${waived.expires} by ${waived.owner}: ${waived.reason})`;
  const level = waived === null ? LEVEL[finding.severity] : 'notice';
  return command(level, { file, title }, `${subject}${findingMessage(finding)}${why}`);
}

function command(
  level: string,
  { file, title }: { readonly file: string | null; readonly title: string },
  message: string,
): string {
  const properties = [...(file === null ? [] : [`file=${property(file)}`]), `title=${property(title)}`];
  return `::${level} ${properties.join(',')}::${data(message)}`;
}

/** As the runner's own toolkit escapes what stands behind the second `::`. */
function data(text: string): string {
  return safeText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The same for the value of a property, which a colon or a comma would end. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
