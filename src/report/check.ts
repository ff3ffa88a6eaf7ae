/** What a check came to: for a person, and as a document. */
import { ruleById } from '../rules/registry.js';
import { cappedFindings, MOST_FINDINGS } from '../rules/capped.js';
import type { Severity } from '../rules/types.js';
import type { CheckedFinding, CheckReport, FleetSummary, UsedConfiguration } from './check-types.js';
import { checkCounts, configurationLine, fleetLine } from './check-words.js';
import { assumedJson, restsOn } from './assumed.js';
import { fewOfEachRule, withinLines } from './few.js';
import { findingSentence } from './finding.js';
import { isUnanswered } from './problem.js';
import { findingJson } from './json.js';
import type { Style, TextOptions } from './style.js';
import { judgementLabel, NOT_OK, NOTHING_CHECKED, OK } from './verdict.js';
import { columns, fitted } from './text.js';
import { paragraph, wrap } from './wrap.js';
import { safeText } from '../base/safe-text.js';
import { counted } from './words.js';

/** The document `fwinspect/check@1`. */
export function checkJson(report: CheckReport) {
  const { findings, files, errors } = report;
  return {
    schema: 'fwinspect/check@1',
    findings: findings.map(checkedFindingJson),
    // The document has its own name for it, and keeps it.
    files: files.map(({ file, size, sha256 }) => ({ file, size, contentId: sha256 })),
    ...checkedAsWhole(report),
    errors,
  };
}

/** What both documents of a check say of the whole. */
export function checkedAsWhole(report: CheckReport) {
  const { fleet, notes = [], assumed = [], unjudged = [], configuration = null } = report;
  const { failed, judgement, againstDevices } = report;
  return {
    fleet,
    notes,
    assumed: assumedJson(assumed),
    unjudged,
    configuration,
    failed,
    judgement,
    againstDevices,
  };
}

export function checkedFindingJson(finding: CheckedFinding) {
  return { ...findingJson(finding), waived: finding.waived };
}

/** The answer for a person: one paragraph a finding, the fleet, and the sum. */
export function checkText(report: CheckReport, options: TextOptions): string {
  const shown = report.findings.filter((finding) => isShown(finding, options));
  const { shown: few, more } = fewOfEachRule(cappedFindings(shown, MOST_FINDINGS.text), options);
  const findings = `${few.map((finding) => findingLines(finding, options)).join('')}${more}`;
  const fleet = report.fleet === null ? '' : fleetText(report.fleet, options);
  const blocks = withinLines(
    [findings, fleet].filter((part) => part !== ''),
    options,
  );
  const configuration = configurationText(report.configuration ?? null, options);
  return `${blocks.join('\n')}${fleet === '' ? '' : '\n'}${configuration}${verdictText(report, options)}${belowVerdict(report, options)}`;
}

/** Quiet keeps what decides. */
function isShown({ severity, waived }: CheckedFinding, { quiet }: TextOptions): boolean {
  return !quiet || (waived === null && severity === 'error');
}

const LABELS = ['error', 'warning', 'note', 'waived'] as const;
const LABEL_WIDTH = Math.max(...LABELS.map((label) => label.length));

function labelOf({ severity, waived }: CheckedFinding, style: Style): string {
  if (waived !== null) return style.faint('waived'.padEnd(LABEL_WIDTH));
  const paint: Record<Severity, (text: string) => string> = {
    error: style.bad,
    warning: style.warn,
    note: style.faint,
  };
  return paint[severity](severity.padEnd(LABEL_WIDTH));
}

/** A log that GitHub reads takes a line that begins with `::`, and `##[` anywhere, for a command; a broken line may begin with a name. */
function withoutCommands(text: string): string {
  return text.replaceAll('::', ':\\u{3a}').replaceAll('##[', '#\\u{23}[');
}

const name = (file: string): string => withoutCommands(safeText(file));

function findingLines(finding: CheckedFinding, { style, width, verbose }: TextOptions): string {
  const indent = ' '.repeat(LABEL_WIDTH + 4);
  const room = width - indent.length;
  const subject = finding.file === null ? '' : `${name(finding.file)}  `;
  const lines = wrap(`${subject}${withoutCommands(findingSentence(finding, name))}`, room);
  const idFits = (lines.at(-1)?.length ?? 0) + 3 + finding.rule.length <= room;
  const more = [...waiverLines(finding), ...(verbose ? ruleLines(finding) : [])].flatMap((line) => wrap(line, room));
  const sentence = `${lines.join(`\n${indent}`)}${idFits ? '   ' : `\n${indent}`}${style.faint(finding.rule)}`;
  return `  ${labelOf(finding, style)}  ${sentence}\n${more.map((line) => `${indent}${style.faint(line)}\n`).join('')}`;
}

function waiverLines({ waived }: CheckedFinding): readonly string[] {
  return waived === null ? [] : [name(`until ${waived.expires} by ${waived.owner}: ${waived.reason}`)];
}

function ruleLines({ rule }: CheckedFinding): readonly string[] {
  const text = ruleById(rule);
  return text === undefined ? [] : [`Effect: ${text.effect}`, `Fix: ${text.fix}`, `Source: ${text.source}`];
}

/** So many devices are named; --verbose names all. */
const SOME_DEVICES = 10;
const LEAST_NAME = 16;

function fleetText(fleet: FleetSummary, { style, width, verbose, quiet }: TextOptions): string {
  const head = `${paragraph(`Fleet: ${fleetLine(fleet)}`, width, '  ')}\n`;
  if (quiet) return head;
  const notRunning = fleet.list.filter(({ outcome }) => outcome !== 'run');
  const shown = notRunning.slice(0, verbose ? notRunning.length : SOME_DEVICES);
  const facts = shown.map(({ device, outcome }) => [name(device), outcome.replace('-', ' ')]);
  const lines = (fitted(facts, 0, width, LEAST_NAME) ?? columns(facts)).split('\n');
  const rows = shown.map(({ why }, at) => {
    const because = why === null ? [] : wrap(name(why), width - 6).map((line) => `      ${style.faint(line)}\n`);
    return `${lines[at] ?? ''}\n${because.join('')}`;
  });
  const left = notRunning.length - shown.length;
  return `${head}${rows.join('')}${left > 0 ? `  and ${counted(left, 'more device')} (--verbose names them)\n` : ''}`;
}

/** What decides stands in the quiet answer too: a rule that counts less than it would. */
function configurationText(used: UsedConfiguration | null, { style, width, quiet }: TextOptions): string {
  if (used === null || (quiet && used.lowered.length === 0)) return '';
  const line = name(`Configuration ${configurationLine(used)}`);
  const lines = paragraph(line, width, '  ');
  return `${used.lowered.length === 0 ? style.faint(lines) : style.warn(lines)}\n`;
}

/** What the judgement rests on, and what it leaves out: one line each. */
function belowVerdict(
  { notes = [], assumed = [], unjudged = [] }: CheckReport,
  { style, width, quiet }: TextOptions,
): string {
  const lines = [...notes.map(name), ...restsOn(assumed, unjudged)];
  return quiet ? '' : lines.map((line) => `  ${style.faint(paragraph(line, width, '  '))}\n`).join('');
}

/** Files alone say nothing of what devices do with them. */
const AGAINST_NONE = '; against no device: add --min-os or --fleet';

function verdictText(report: CheckReport, { style, width }: TextOptions): string {
  const counts = checkCounts(report);
  if (report.judgement === 'not-ok') return `${style.bad(NOT_OK)}  ${counts}\n`;
  if (report.files.length === 0) return `${style.warn(NOTHING_CHECKED)}  ${counts}\n`;
  if (report.errors.length > 0) {
    const was = report.errors.every(isUnanswered) ? 'judged' : 'read';
    const words = `${counts}. Not everything could be ${was}; what was ${was} has nothing that fails.`;
    return `${style.warn('INCOMPLETE')}  ${paragraph(words, width, ' '.repeat(12))}\n`;
  }
  const label = judgementLabel(report.judgement);
  const words = `${counted(report.files.length, 'file')} checked: ${counts}${report.againstDevices ? '' : AGAINST_NONE}.`;
  const paint = label === OK ? style.good : style.bad;
  return `${paint(label)}  ${paragraph(words, width, ' '.repeat(label.length + 2))}\n`;
}
