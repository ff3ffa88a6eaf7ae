/** A rollout for people, as Markdown, and as data. */
import type { Rollout, RolloutFault, RolloutGroup, RolloutLimit, RolloutWay } from '../assess/rollout.js';
import { safeText } from '../base/safe-text.js';
import { NO_PLATFORM, platformName } from '../catalog/platforms.js';
import { assumedJson, assumedText } from './assumed.js';
import { endJson, forecastJson } from './cloud-json.js';
import { CONFIDENCE_WORDS, costWords, endWords, FLOW_WORDS } from './cloud.js';
import { noteWords, transferWords, wayOutWords, waysOut } from './cloud.js';
import { deviceUnknownWords, missingPagesWords } from './fleet.js';
import { findingsJson, judgementWith, platformJson } from './json.js';
import type { RunError } from './json.js';
import { table, textCell } from './markdown.js';
import { problemError } from './problem.js';
import type { TextOptions } from './style.js';
import { findingsText } from './text.js';
import { judgementLabel, NOT_KNOWN } from './verdict.js';
import { paragraph } from './wrap.js';
import { byteCount, counted, grouped } from './words.js';

/** The document `fwinspect/rollout@1`. */
export function rolloutJson(rollout: Rollout, notes: readonly string[], errors: readonly RunError[]) {
  const { groups, devices, otherPlatforms, withoutApplication, wireBytes, cellular, limits, findings } = rollout;
  const all = [...errors, ...rollout.problems.map(problemError)];
  return {
    schema: 'fwinspect/rollout@1',
    judgement: judgementWith(rollout.judgement, all),
    devices,
    otherPlatforms,
    withoutApplication,
    wireBytes,
    cellular,
    dataOperations: 0,
    groups: groups.map(groupJson),
    limits: limits.map((one) => ({ ...one, platform: one.platform === null ? null : platformJson(one.platform) })),
    findings: findingsJson(findings),
    missingPages: rollout.summary?.missingPages ?? [],
    notes,
    assumed: assumedJson(rollout.assumed),
    errors: all,
  };
}

/** The document of a run in which nothing was asked. */
export function nothingRolledOut(errors: readonly RunError[]) {
  return {
    schema: 'fwinspect/rollout@1',
    judgement: 'unknown',
    devices: 0,
    otherPlatforms: 0,
    withoutApplication: 0,
    wireBytes: null,
    cellular: false,
    dataOperations: 0,
    groups: [],
    limits: [],
    findings: [],
    missingPages: [],
    notes: [],
    assumed: [],
    errors,
  };
}

function groupJson({ platform, flow, end, judgement, confidence, count, targets, ways, lacking }: RolloutGroup) {
  return {
    platform: platform === null ? null : platformJson(platform),
    flow,
    end: endJson(end, platform ?? NO_PLATFORM),
    judgement,
    confidence,
    count,
    targets,
    lacking,
    ways: ways.map((way) => ({
      count: way.count,
      targets: way.targets,
      ...forecastJson(way.forecast, platform ?? NO_PLATFORM),
    })),
  };
}

/** Ways of a group that are told; --verbose tells all. */
const SOME_WAYS = 3;
/** Names that a line has of many. */
const SOME_NAMES = 6;

/**
 * The answer for a person: the dangerous groups first. What could not be read or answered is told beside it, and only counts here.
 *
 * @param errors all of that
 */
export function rolloutText(
  rollout: Rollout,
  notes: readonly string[],
  errors: readonly RunError[],
  options: TextOptions,
): string {
  const { style, width, quiet } = options;
  const findings = findingsText(rollout.findings, options);
  const groups = quiet ? '' : rollout.groups.map((one) => groupText(one, nounOf(rollout), options)).join('\n');
  const limits = rollout.limits.map((one) => limitText(one, nounOf(rollout), options)).join('');
  const judgement = judgementWith(rollout.judgement, errors);
  const label = judgementLabel(judgement);
  const paint = judgement === 'ok' ? style.good : judgement === 'unknown' ? style.warn : style.bad;
  const sum = paragraph(sumWords(rollout), width, ' '.repeat(label.length + 2));
  const basis = quiet ? '' : `  ${style.faint(paragraph(BASIS, width, '  '))}\n`;
  const parts = [findings, groups, limits].filter((part) => part !== '').join('\n');
  const gap = parts === '' || quiet ? '' : '\n';
  const told = quiet ? '' : notes.map((note) => `  ${style.faint(paragraph(safeText(note), width, '  '))}\n`).join('');
  return `${parts}${gap}${paint(label)}  ${sum}\n${basis}${told}${assumedText(rollout.assumed, options)}`;
}

/** What the answer is worth, for everybody who reads it. */
export const BASIS =
  'A model of what the vendor documents and what was seen, not a promise: docs/cloud.md lists its rules. The device model judged every transfer.';

/**
 * The first of the devices or releases of a group, and how many more.
 *
 * @param count how many there are, named or not
 * @param most how many are named
 */
export function namesWords(targets: readonly string[], count: number, most = SOME_NAMES): string {
  const shown = targets.slice(0, most).map(safeText);
  const left = count - shown.length;
  return left > 0 ? `${shown.join(', ')} and ${grouped(left)} more` : shown.join(', ');
}

/** What is counted: nobody named a device where releases were asked about. */
const nounOf = ({ summary }: Pick<Rollout, 'summary'>): string => (summary === null ? 'release' : 'device');

function headWords({ platform, count, flow, confidence, end, lacking }: RolloutGroup, noun: string): string {
  const name = platform === null ? 'platform not known' : platformName(platform);
  const sure = end.kind === 'unknown' ? '' : ` (${CONFIDENCE_WORDS[confidence]})`;
  const what = lacking === null ? `${FLOW_WORDS[flow]}${sure}` : deviceUnknownWords(lacking);
  return `${name}, ${counted(count, noun)}: ${what}`;
}

/** What stands before a group. */
export const GROUP_LABELS: Readonly<Record<RolloutGroup['judgement'], string>> = {
  ok: 'ok',
  'not-ok': 'STOP',
  unknown: NOT_KNOWN,
};
const INDENT = '    ';

function groupText(group: RolloutGroup, noun: string, { style, width, verbose }: TextOptions): string {
  const { judgement, ways, end, platform, targets, count } = group;
  const id = platform ?? NO_PLATFORM;
  const paint = judgement === 'ok' ? style.good : judgement === 'unknown' ? style.warn : style.bad;
  const label = GROUP_LABELS[judgement];
  const head = paragraph(`${label}  ${headWords(group, noun)}`, width, INDENT);
  const lines = (texts: readonly string[]): string =>
    texts.map((one) => `${INDENT}${paragraph(one, width, `${INDENT}  `)}\n`).join('');
  const shown = verbose ? ways : ways.slice(0, SOME_WAYS);
  const left = ways.length - shown.length;
  const about = [`for ${namesWords(targets, count)}`];
  const ofEnd = group.lacking === null && end.kind !== 'runs' ? [endWords(end, id)] : [];
  const hands = waysOut(end).map((one) => `by hand: ${wayOutWords(one, id)}`);
  const more = left > 0 ? [`and ${counted(left, 'other way')} (--verbose tells all)`] : [];
  return `${paint(label)}${head.slice(label.length)}\n${lines([
    ...about,
    ...shown.flatMap((way) => wayLines(way, id, ways.length > 1)),
    ...more,
    ...ofEnd,
    ...hands,
  ])}`;
}

/**
 * What is sent in one way, what it costs, and what else is to be said of it.
 *
 * @param isOneOfSeveral whether it has to be said for which devices
 */
export function wayLines(
  { forecast, targets, count }: RolloutWay,
  platform: number,
  isOneOfSeveral: boolean,
): readonly string[] {
  const { transfers, notes, wireBytes } = forecast;
  const sent = transfers.map((one) => transferWords(one, platform)).join(', then ');
  const whose = isOneOfSeveral ? `${namesWords(targets, count)}: ` : '';
  const wire =
    wireBytes === null
      ? ''
      : `; about ${byteCount(wireBytes)} over the air, with 6 KB for each restart, which plan leaves out`;
  const cost = transfers.length === 0 ? [] : [`each device: ${costWords(forecast, ' of files')}${wire}`];
  return [
    ...(sent === '' && whose === '' ? [] : [`${whose}${sent === '' ? 'nothing is sent' : sent}`]),
    ...cost,
    ...notes.map((one) => `note: ${noteWords(one, platform)}`),
  ];
}

function limitText(limit: RolloutLimit, noun: string, { style, width }: TextOptions): string {
  const { judgement } = limit;
  const paint = judgement === 'ok' ? style.good : judgement === 'unknown' ? style.warn : style.bad;
  return `${paint(paragraph(limitWords(limit, noun), width, '  '))}\n`;
}

/**
 * How far a limit was kept.
 *
 * @param noun what is counted: devices, or releases
 */
export function limitWords({ kind, platform, beyond, unknown, of }: RolloutLimit, noun = 'device'): string {
  if (kind === 'max_ota') {
    const open = unknown > 0 ? `; of ${grouped(unknown)} it is not known` : '';
    return `--max-ota: ${grouped(beyond)} of ${counted(of, noun)} get more${open}`;
  }
  const where = platform === null ? '' : ` of ${platformName(platform)}`;
  const open = unknown > 0 ? `, ${grouped(unknown)} of them not known` : '';
  return `--max-safe-mode: ${grouped(beyond)} of ${counted(of, noun)}${where} may be without the application for a time${open}`;
}

/** What comes of all devices, in a line. */
export function sumWords(rollout: Rollout): string {
  const { devices, groups, withoutApplication, wireBytes, cellular, otherPlatforms, summary } = rollout;
  const of = (judgement: Rollout['judgement']): number =>
    groups.reduce((sum, one) => sum + (one.judgement === judgement ? one.count : 0), 0);
  const others = otherPlatforms > 0 ? `; ${counted(otherPlatforms, 'device')} of other platforms` : '';
  const noun = nounOf(rollout);
  const whose = summary === null ? 'data of one device of each' : 'data of all devices together';
  const data = `${whose}: ${wireBytes === null ? 'not known' : `about ${byteCount(wireBytes)} over the air`}`;
  const pages = (summary?.missingPages ?? []).map((one) => `; ${missingPagesWords(one)}`).join('');
  const paid = cellular ? ' (cellular data; Data Operations: none)' : ' (Data Operations: none)';
  return (
    `${counted(devices, noun)}: ${grouped(of('ok'))} expected to run the application, ${grouped(of('not-ok'))} not, ` +
    `${grouped(of('unknown'))} not known; ${grouped(withoutApplication)} may be without it for a time; ${data}${paid}${others}${pages}.`
  );
}

/** The answer as GitHub-flavoured Markdown; see {@link rolloutText}. */
export function rolloutMarkdown(rollout: Rollout, notes: readonly string[], errors: readonly RunError[]): string {
  const rows = rollout.groups.map((group) => {
    const id = group.platform ?? NO_PLATFORM;
    const [way] = group.ways;
    return [
      GROUP_LABELS[group.judgement],
      group.platform === null ? 'not known' : platformName(group.platform),
      grouped(group.count),
      namesWords(group.targets, group.count),
      group.lacking === null ? FLOW_WORDS[group.flow] : deviceUnknownWords(group.lacking),
      way === undefined ? '' : way.forecast.transfers.map((one) => transferWords(one, id)).join(', then '),
      way === undefined || way.forecast.transfers.length === 0 ? '' : costWords(way.forecast),
      endWords(group.end, id),
      CONFIDENCE_WORDS[group.confidence],
    ];
  });
  const head = [
    '',
    'Platform',
    rollout.summary === null ? 'Releases' : 'Devices',
    'Which',
    'Flow',
    'Transfers',
    'Cost',
    'End',
    'Confidence',
  ];
  const cells = rows.map((row) => row.map(textCell));
  const parts = [
    `### fwinspect rollout: ${judgementLabel(judgementWith(rollout.judgement, errors))}`,
    textCell(sumWords(rollout)),
    table(head, cells),
    ...rollout.limits.map((one) => textCell(limitWords(one, nounOf(rollout)))),
    table(
      ['Could not be read', 'Why'],
      errors.map(({ file, message }) => [textCell(file), textCell(message)]),
    ),
    ...notes.map((note) => textCell(note)),
    BASIS,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Why there is nothing to roll out. */
export function faultWords(fault: RolloutFault): string {
  switch (fault.kind) {
    case 'no_application':
      return 'no application among the files; rollout takes an application or a bundle, and Device OS files with --with';
    case 'several_applications':
      return `several applications for one platform: ${fault.files.map((file) => safeText(file)).join(', ')}; name one`;
  }
}
