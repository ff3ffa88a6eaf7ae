/** Building blocks of the formats for people. */
import Table from 'cli-table3';
import type { Finding, Severity } from '../rules/types.js';
import { findingMessage, sortFindings } from './finding.js';
import type { Style, TextOptions } from './style.js';
import { counted, safeText } from './words.js';

/** Output for people is never wider than this. */
export const MAX_WIDTH = 100;

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows in columns, without borders, indented by two; cells are made harmless by the caller. */
export function columns(rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  // Colours are ours alone: cli-table3 would colour even into a pipe.
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1, compact: true },
  });
  for (const row of rows) table.push([...row]);
  return `${table
    .toString()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n')}\n`;
}

/** Breaks a text at spaces so that no line is longer than `width`; lines after the first are indented. A word is never cut. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const wide = lines.length === 0 ? width : width - indent.length;
    if (line !== '' && line.length + 1 + word.length > wide) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

const LABEL: Readonly<Record<Severity, string>> = { error: 'REFUSED', warning: 'warning', note: 'note' };

/** The label of a severity in its colour. An error in this tool means: do not flash that. */
export function severityLabel(severity: Severity, style: Style): string {
  const paint = { error: style.bad, warning: style.warn, note: style.faint }[severity];
  return paint(LABEL[severity]);
}

/** A finding as a paragraph: label, file, sentence, id. */
export function findingText(
  finding: Finding,
  { style, width }: TextOptions,
  name: (file: string) => string = safeText,
): string {
  const label = LABEL[finding.severity];
  const subject = finding.file === null ? '' : `${name(finding.file)} `;
  const indent = ' '.repeat(label.length + 4);
  const sentence = wrap(
    `${subject}${findingMessage(finding)}  ${finding.rule}`,
    Math.min(width, MAX_WIDTH) - indent.length,
    indent,
  );
  return `  ${severityLabel(finding.severity, style)}  ${sentence}\n`;
}

/** All findings, the worst first. */
export function findingsText(
  findings: readonly Finding[],
  options: TextOptions,
  name?: (file: string) => string,
): string {
  return sortFindings(findings)
    .map((finding) => findingText(finding, options, name))
    .join('');
}

/** "2 errors, 1 warning" or "" */
export function countsText(findings: readonly Finding[]): string {
  const of = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  return [
    [of('error'), 'error'],
    [of('warning'), 'warning'],
  ]
    .filter((pair): pair is [number, string] => typeof pair[0] === 'number' && pair[0] > 0)
    .map(([count, noun]) => counted(count, noun))
    .join(', ');
}

/** The folder that all names share, and the names without it. */
export function shorten(names: readonly string[]): {
  readonly folder: string;
  readonly short: (name: string) => string;
} {
  const parts = names.map((name) => name.split('/').slice(0, -1));
  const first = parts[0] ?? [];
  let depth = 0;
  while (depth < first.length && parts.every((one) => one[depth] === first[depth])) depth++;
  const folder = first.slice(0, depth).join('/');
  const cut = folder === '' ? 0 : folder.length + 1;
  return { folder, short: (name) => safeText(names.includes(name) ? name.slice(cut) : name) };
}
