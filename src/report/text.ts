/** Building blocks of the formats for people. */
import { shownLength, wrap } from './wrap.js';
import Table from 'cli-table3';
import { groupBy } from '../base/group-by.js';
import { cappedFindings, countFindings, MOST_FINDINGS } from '../rules/capped.js';
import { outcomeOf } from '../rules/outcome.js';
import type { Outcome } from '../rules/outcome.js';
import { ruleById } from '../rules/registry.js';
import type { Finding, Severity } from '../rules/types.js';
import { sortFindings } from '../rules/sort.js';
import { fewOfEachRule } from './few.js';
import { findingSentence } from './finding.js';
import type { Style, TextOptions } from './style.js';
import { safeText } from '../base/safe-text.js';
import { folderLength, sharedFolder } from '../base/shared-folder.js';
import { counted } from './words.js';

/** Columns between two cells: the border of two, and a space of padding. */
const GAP = 3;

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
export function columns(given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(withinReason));
  if (rows.length === 0) return '';
  if (
    rows.length > MANY_ROWS
      ? rows.every((row) => row.every((cell) => !cell.includes('\n')))
      : rows.every((row) => row.every(isPlain))
  ) {
    return aligned(rows);
  }
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

/** From here on cli-table3, whose time grows with the square of the rows, would take seconds. */
const MANY_ROWS = 1000;

/** One column a character; a colour ends in the line where it begins. What is not so (a name in Chinese, say) cli-table3 lays out. */
const isPlain = (cell: string): boolean => /^(?:[\x20-\x7e\n]*|(?:[\x20-\x7e]|\u001b\[\d+m)*)$/.test(cell);

/** The same where every cell is plain, or for very many rows of one line each: loading cli-table3 takes longer than most answers. */
function aligned(rows: readonly (readonly string[])[]): string {
  const split = rows.map((row) => row.map((cell) => cell.split('\n')));
  const widths: number[] = [];
  for (const row of split) {
    row.forEach(
      (cell, at) => (widths[at] = cell.reduce((most, line) => Math.max(most, shownLength(line)), widths[at] ?? 0)),
    );
  }
  const padded = (line: string, at: number): string => line + ' '.repeat((widths[at] ?? 0) - shownLength(line));
  return split
    .flatMap((row) => {
      const height = row.reduce((most, cell) => Math.max(most, cell.length), 1);
      return Array.from({ length: height }, (_, at) => row.map((cell) => cell[at] ?? ''));
    })
    .map((line) => `  ${line.map(padded).join(' '.repeat(GAP))}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

/** No real cell is longer; the time for one grows with the square of its length. */
const LONGEST_CELL = 5000;

function withinReason(cell: string): string {
  return cell.length <= LONGEST_CELL ? cell : `${cell.slice(0, LONGEST_CELL - 3)}...`;
}

/** Rows of a label and a text; the text is broken so that nothing is wider than `width`. */
export function pairs(rows: readonly (readonly [label: string, text: string])[], width: number): string {
  const label = Math.max(...rows.map(([one]) => one.length));
  return columns(rows.map(([one, text]) => [one, wrap(text, width - label - 2 - GAP).join('\n')]));
}

/** Rows in columns of at most `width`: where there is no room, the names in the column `at` lose their front. Null where that would cut them below `least`. */
export function fitted(rows: readonly (readonly string[])[], at: number, width: number, least: number): string | null {
  const widest = (column: number): number =>
    rows.reduce((widest, row) => Math.max(widest, shownLength(row[column] ?? '')), 0);
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const others = Array.from({ length: count }, (_, column) => (column === at ? 0 : widest(column) + GAP));
  const room = width - 2 - others.reduce((sum, one) => sum + one, 0);
  if (room < least && room < widest(at)) return null;
  const names = new Map(rows.map((row) => [row[at] ?? '', cutName(row[at] ?? '', room)]));
  // Two names that were cut to the same would tell nothing.
  if (new Set(names.values()).size < names.size) return null;
  return columns(rows.map((row) => row.map((cell, column) => (column === at ? (names.get(cell) ?? cell) : cell))));
}

/** A long path loses its front; where the name of the file is too long itself, its middle: both ends tell files apart. */
export function cutName(name: string, width: number): string {
  if (name.length <= width) return name;
  const room = Math.max(1, width - 3);
  const own = name.slice(name.lastIndexOf('/') + 1);
  const head = own.length <= room ? '' : own.slice(0, Math.floor(room / 3));
  return `${head}...${name.slice(name.length - room + head.length).replace(/^\.+/, '')}`;
}

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = { refused: 'REFUSED', safe_mode: 'SAFE MODE', taken: 'ERROR' };

/** An error in this tool means: do not flash that. The word says what a device does with it; what is wrong with a release as a whole it cannot refuse. */
function labelOf({ rule, severity }: Finding): string {
  if (severity !== 'error') return severity;
  const known = ruleById(rule);
  return OUTCOME_WORDS[known === undefined ? 'refused' : outcomeOf(known)];
}

function paintOf({ severity }: Finding, style: Style): (text: string) => string {
  return { error: style.bad, warning: style.warn, note: style.faint }[severity];
}

/** A finding as a paragraph: label, file, sentence, id; verbose also what it means, what to do, and where the rule comes from. */
export function findingText(
  finding: Finding,
  { style, width, verbose }: TextOptions,
  name: (file: string) => string = safeText,
): string {
  const label = labelOf(finding);
  const subject = finding.file === null ? '' : `${name(finding.file)} `;
  const indent = ' '.repeat(label.length + 4);
  const room = width - indent.length;
  const lines = wrap(`${subject}${findingSentence(finding, name)}`, room);
  const idFits = (lines.at(-1)?.length ?? 0) + 2 + finding.rule.length <= room;
  const sentence = `${lines.join(`\n${indent}`)}${idFits ? '  ' : `\n${indent}`}${style.faint(finding.rule)}`;
  const more = verbose ? ruleLines(finding, room).map((line) => `\n${indent}${style.faint(line)}`) : [];
  return `  ${paintOf(finding, style)(label)}  ${sentence}${more.join('')}\n`;
}

function ruleLines({ rule }: Finding, width: number): readonly string[] {
  const text = ruleById(rule);
  return text === undefined
    ? []
    : [`Effect: ${text.effect}`, `Fix: ${text.fix}`, `Source: ${text.source}`].flatMap((one) => wrap(one, width));
}

/** All findings, the worst first. What a rule has to say at length it says once. */
export function findingsText(
  findings: readonly Finding[],
  options: TextOptions,
  name?: (file: string) => string,
): string {
  const { shown: sorted, more } = fewOfEachRule(cappedFindings(sortFindings(findings), MOST_FINDINGS.text), options);
  const firsts = new Set([...groupBy(sorted, ({ rule }) => rule).values()].map(([first]) => first));
  const texts = sorted.map((one) =>
    findingText(one, { ...options, verbose: options.verbose && firsts.has(one) }, name),
  );
  return `${texts.join('')}${more}`;
}

/** "2 errors, 1 warning" or "" */
export function countsText(findings: readonly Finding[]): string {
  const of = (severity: Severity): number => countFindings(findings.filter((one) => one.severity === severity));
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
  const folder = sharedFolder(names);
  const cut = folderLength(folder);
  const known = new Set(names);
  return { folder, short: (name) => safeText(known.has(name) ? name.slice(cut) : name) };
}
