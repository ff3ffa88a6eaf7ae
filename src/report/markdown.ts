/** A table for the summary of a CI job. */
import { ruleById } from '../rules/registry.js';
import { cappedFindings, MOST_FINDINGS } from '../rules/capped.js';
import type { CheckedFinding, CheckReport } from './check-types.js';
import { restsOn } from './assumed.js';
import { checkCounts, configurationLine, fleetLine } from './check-words.js';
import { MOST_ITEMS } from './bounded.js';
import { cappedErrors } from './json.js';
import { findingMessage } from './finding.js';
import { safeText } from '../base/safe-text.js';
import { judgementLabel } from './verdict.js';
import { counted } from './words.js';

/** More devices than this are only counted: a job summary has room for a megabyte. */
const MOST_DEVICES = 100;

/** The report as GitHub-flavoured Markdown. */
export function markdownText(report: CheckReport): string {
  const parts = [
    `### fwinspect: ${judgementLabel(report.judgement)}, ${checkCounts(report)}`,
    findingsTable(cappedFindings(report.findings, MOST_FINDINGS.text)),
    ...(report.fleet === null ? [] : [fleetLine(report.fleet), devicesTable(report)]),
    errorsTable(report),
    configurationWords(report),
    ...restsOn(report.assumed, report.unjudged).map(textCell),
    `${counted(report.files.length, 'file')} checked${report.againstDevices ? '' : ', against no device'}.`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function findingsTable(findings: readonly CheckedFinding[]): string {
  const rows = findings.map((finding) => [
    finding.waived === null ? finding.severity : `waived ${finding.severity}`,
    nameCell(finding.file),
    `${textCell(findingMessage(finding))}${waivedWords(finding)}`,
    `${finding.rule}${ruleName(finding.rule)}`,
  ]);
  return table(['Severity', 'File', 'Finding', 'Rule'], rows);
}

function ruleName(id: string): string {
  const name = ruleById(id)?.name;
  return name === undefined ? '' : ` ${name}`;
}

function waivedWords({ waived }: CheckedFinding): string {
  if (waived === null) return '';
  return `<br>waived until ${textCell(waived.expires)} by ${textCell(waived.owner)}: ${textCell(waived.reason)}`;
}

function devicesTable({ fleet }: CheckReport): string {
  const notRunning = (fleet?.list ?? []).filter(({ outcome }) => outcome !== 'run');
  const rows = notRunning
    .slice(0, MOST_DEVICES)
    .map(({ device, outcome, why }) => [nameCell(device), outcome, textCell(why ?? '')]);
  const more = notRunning.length - rows.length;
  return [table(['Device', 'Outcome', 'Why'], rows), ...(more > 0 ? [`and ${counted(more, 'more device')}`] : [])]
    .filter((part) => part !== '')
    .join('\n\n');
}

function errorsTable({ errors }: CheckReport): string {
  return table(
    ['Could not be read', 'Why'],
    cappedErrors(errors, MOST_ITEMS.text).map(({ file, message }) => [
      nameCell(file === '' ? null : file),
      textCell(message),
    ]),
  );
}

function configurationWords({ configuration = null }: CheckReport): string {
  return configuration === null ? '' : `Configuration ${textCell(configurationLine(configuration))}`;
}

/** A table of Markdown; empty without rows. Cells are made harmless by the caller. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A name as code: nothing in code is a link, a mention or markup. What could end the code or the cell is spelled out. */
function nameCell(name: string | null): string {
  if (name === null) return '';
  const harmless = safeText(name).replace(/[`|]/g, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`);
  return harmless.trim() === '' ? '` `' : `\`${harmless}\``;
}

/** Characters that Markdown or HTML gives a meaning in running text. */
const MARKUP = /[\\`*_{}[\]<>|~#@&!$^=]/g;

/** Renders as nothing, and parts what would grow together to a link or a mention. */
const GAP = '<!-- -->';

/** Takes any text; gives it for a cell: shown as it is, never a link, a mention or markup. */
export function textCell(text: string): string {
  return safeText(text)
    .replace(MARKUP, (char) => `&#${String(char.charCodeAt(0))};${char === '@' || char === '#' ? GAP : ''}`)
    .replaceAll('://', `:${GAP}//`)
    .replace(/www(?=\.)/gi, `$&${GAP}`);
}
