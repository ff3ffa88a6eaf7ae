/** What is out there, for people, as data and as Markdown. */
import type { FleetGroup, FleetOverview, FleetWay } from '../assess/fleet-overview.js';
import { compareText } from '../base/compare.js';
import { groupBy } from '../base/group-by.js';
import type { Judgement } from '../base/judgement.js';
import { safeText } from '../base/safe-text.js';
import { platformName } from '../catalog/platforms.js';
import type { FleetUnknown } from '../fleet/types.js';
import { assumedJson, assumedText } from './assumed.js';
import { reachWords } from './audit.js';
import { DEVICE_UNKNOWN_WORDS, missingPagesWords } from './fleet.js';
import { firstOf } from './bounded.js';
import { findingMessage } from './finding.js';
import { findingsJson, judgementWith, platformJson } from './json.js';
import type { RunError } from './json.js';
import { table, textCell } from './markdown.js';
import { problemError } from './problem.js';
import { namesWords } from './rollout.js';
import type { TextOptions } from './style.js';
import { columns, findingsText } from './text.js';
import { judgementLabel, NOT_KNOWN, NOT_OK, OK } from './verdict.js';
import { counted, grouped } from './words.js';
import { paragraph, wrap } from './wrap.js';

/** The answer to no question. */
export const NO_FLEET: FleetOverview = {
  devices: 0,
  unnamed: 0,
  groups: [],
  goal: null,
  records: { total: 0, superseded: 0, otherEvents: 0, unread: 0 },
  missingPages: [],
  findings: [],
  problems: [],
  assumed: [],
  judgement: 'unknown',
};

/** The document `fwinspect/fleet@1`. */
export function overviewJson(overview: FleetOverview, notes: readonly string[], errors: readonly RunError[]) {
  const { devices, unnamed, groups, goal, records, missingPages, findings, problems, assumed, judgement } = overview;
  const all = [...errors, ...problems.map(problemError)];
  return {
    schema: 'fwinspect/fleet@1',
    judgement: judgementWith(judgement, all),
    devices,
    unnamed,
    goal,
    groups: groups.map(groupJson),
    records,
    missingPages,
    findings: findingsJson(findings),
    notes,
    assumed: assumedJson(assumed),
    errors: all,
  };
}

function groupJson({ platform, way, deviceOs, names, ...rest }: FleetGroup) {
  return {
    platform: platform === null ? null : platformJson(platform),
    deviceOs: deviceOs === null ? null : safeText(deviceOs),
    ...rest,
    names: names.map((name) => safeText(name)),
    way: way === null ? null : wayJson(way),
  };
}

function wayJson(way: FleetWay) {
  const cost = 'steps' in way ? way : null;
  return {
    kind: way.kind,
    first: way.kind === 'needs' ? way.first : [],
    steps: cost?.steps ?? null,
    bytes: cost?.bytes ?? null,
    wireBytes: cost?.wireBytes ?? null,
    message: wayWords(way),
  };
}

/** How a group comes to the release, as a phrase. */
function wayWords(way: FleetWay): string {
  switch (way.kind) {
    case 'there':
      return 'there';
    case 'newer':
      return 'newer already';
    case 'no_goal':
      return 'no such release for this platform';
    case 'unknown':
      return 'not known: too little is known of such a device';
    case 'direct':
    case 'needs':
      return `${reachWords(way)}${way.bytes === null ? '; data not known' : ''}`;
    default:
      return reachWords(way);
  }
}

/** Devices that one line is about. */
interface Line {
  readonly name: string;
  readonly devices: number;
  readonly way: FleetWay | null;
}

/** One platform as it is shown: by Device OS, by product, by protection, and what is missing. */
interface PlatformPart {
  readonly name: string;
  readonly devices: number;
  readonly releases: readonly Line[];
  readonly products: readonly Line[];
  readonly protection: readonly Line[];
}

const UNKNOWN = 'not known';
const OPEN: FleetGroup['protection'] = 'open';

/** What steps and data are of, once below the tables. */
export const OF_WAYS = [
  'Steps are those of a device as its release ships it.',
  'How much data they take is known where all their files are given (--firmware).',
] as const;

function partsOf({ groups }: FleetOverview): readonly PlatformPart[] {
  return [...groupBy(groups, ({ platform }) => platform)].map(([platform, own]) => ({
    name: platform === null ? 'platform not known' : safeText(platformName(platform)),
    devices: sum(own),
    releases: linesOf(own, ({ deviceOs, version }) =>
      version === null ? (deviceOs === null ? UNKNOWN : `${deviceOs}, not in the table`) : (deviceOs ?? UNKNOWN),
    ),
    products: linesOf([...own].sort(byProduct), productWords),
    protection: linesOf(
      own.filter(({ version }) => version !== null),
      ({ protection }) => (protection === 'unknown' ? UNKNOWN : protection.replace('_', ' ')),
    ),
  }));
}

function linesOf(groups: readonly FleetGroup[], nameOf: (group: FleetGroup) => string): readonly Line[] {
  return [...groupBy(groups, nameOf)].map(([name, own]) => ({ name, devices: sum(own), way: own[0]?.way ?? null }));
}

/** By product, then by version; what is not known comes last. */
const byProduct = (a: FleetGroup, b: FleetGroup): number =>
  ascending(a.product, b.product) || ascending(a.productVersion, b.productVersion);

// Infinity less itself is no number, and those two are alike.
const ascending = (a: number | null, b: number | null): number => (a ?? Infinity) - (b ?? Infinity) || 0;

function productWords({ product, productVersion }: FleetGroup): string {
  if (product === null) return productVersion === null ? UNKNOWN : `version ${String(productVersion)}`;
  const version = productVersion === null ? 'without a version' : `version ${String(productVersion)}`;
  return `${String(product)} ${version}`;
}

const sum = (groups: readonly FleetGroup[]): number => groups.reduce((all, { devices }) => all + devices, 0);

const PERCENT = 100;

/** "63 %", and never 0 or 100 for what is neither. */
function share(part: number, whole: number): string {
  const percent = (part / whole) * PERCENT;
  if (part < whole && percent > PERCENT - 1) return '> 99 %';
  return percent > 0 && percent < 1 ? '< 1 %' : `${String(Math.round(percent))} %`;
}

/** Why devices cannot be judged, with how many of each; the most first. */
export function lacksOf({ groups }: FleetOverview): readonly (readonly [devices: number, why: string])[] {
  const lacking = groups.filter(({ lacking: what, deviceOs }) => what !== null || deviceOs === null);
  return [...groupBy(lacking, ({ lacking: what }) => what)]
    .map(([what, own]) => [sum(own), `${lackWords(what)}${namedWords(own)}`] as const)
    .sort(([a, one], [b, other]) => b - a || compareText(one, other));
}

/** Devices that are named for a reason. */
const MOST_NAMES = 3;

/** " (first, second, third and 7 more)"; nothing where none has a name. */
function namedWords(groups: readonly FleetGroup[]): string {
  const names = [...new Set(groups.flatMap((group) => group.names))].sort(compareText);
  return names.length === 0 ? '' : ` (${namesWords(names, sum(groups), MOST_NAMES)})`;
}

function lackWords(what: FleetUnknown | null): string {
  return what === null ? 'their reports do not tell which Device OS runs' : DEVICE_UNKNOWN_WORDS[what];
}

/** What is out there, in a line. */
export function overviewHead({ devices, unnamed, groups, records, missingPages }: FleetOverview): string {
  const platforms = new Set(groups.flatMap(({ platform }) => platform ?? [])).size;
  const reported = sum(groups.filter(({ basis }) => basis === 'report'));
  const parts = [
    `${counted(devices, 'device')}${platforms > 1 ? ` of ${counted(platforms, 'platform')}` : ''}`,
    ...(reported > 0 ? [`${grouped(reported)} with a report of their modules`] : []),
    ...(unnamed > 0 ? [`${grouped(unnamed)} without an ID, each record counted as a device`] : []),
    ...(records.superseded > 0 ? [`${counted(records.superseded, 'older record')} superseded`] : []),
    ...(records.otherEvents > 0 ? [counted(records.otherEvents, 'other event')] : []),
    ...(records.unread > 0 ? [`${counted(records.unread, 'record')} not read`] : []),
    ...missingPages.map(missingPagesWords),
  ];
  return parts.join('; ');
}

/** The answer for a person. */
export function overviewText(
  overview: FleetOverview,
  notes: readonly string[],
  errors: readonly RunError[],
  options: TextOptions,
): string {
  const { width, quiet } = options;
  const head = `${paragraph(`Fleet: ${overviewHead(overview)}`, width, '  ')}\n`;
  const parts = partsOf(overview).map((part) => `\n${platformText(part, overview, options)}`);
  const lacks = lacksOf(overview);
  const ways = overview.goal === null ? '' : `\n${paragraph(OF_WAYS.join(' '), width, '')}\n`;
  const open = lacks.length === 0 ? '' : `\nCannot be judged as they are:\n${lacksText(lacks, options)}`;
  const findings = findingsText(overview.findings, options);
  return quiet
    ? `${findings}${verdictText(overview, errors, options)}`
    : `${findings}${findings === '' ? '' : '\n'}${head}${parts.join('')}${ways}${open}\n${verdictText(overview, errors, options)}${notes
        .map((note) => `  ${options.style.faint(paragraph(safeText(note), width, '  '))}\n`)
        .join('')}${assumedText(overview.assumed, options)}`;
}

function platformText(
  { name, devices, releases, products, protection }: PlatformPart,
  { goal }: FleetOverview,
  { style, width }: TextOptions,
): string {
  const { shown, more } = firstOf(releases, 'release');
  const head = ['Device OS', 'devices', '', ...(goal === null ? [] : [`over the air to ${safeText(goal)}`])];
  const label = Math.max(head[0]?.length ?? 0, ...shown.map((line) => safeText(line.name).length));
  const rows = shown.map((line) => [
    safeText(line.name),
    grouped(line.devices),
    share(line.devices, devices),
    ...(line.way === null ? [] : [wrap(wayWords(line.way), Math.max(20, width - label - 30)).join('\n')]),
  ]);
  // Where all are open there is nothing to say.
  const isSaid = protection.some((line) => line.name !== OPEN);
  const told = [
    ...detailText('product', products, width),
    ...(isSaid ? detailText('protection', protection, width) : []),
  ].join('');
  return `${style.strong(name)}  ${counted(devices, 'device')}\n${columns([head.map(style.strong), ...rows])}${more}${told}`;
}

/** "  product     30301 version 3: 12, 30301 version 4: 9"; nothing where nothing is known. */
function detailText(label: string, lines: readonly Line[], width: number): readonly string[] {
  if (label === 'product' && lines.every(({ name }) => name === UNKNOWN)) return [];
  const { shown, more } = firstOf(lines, label);
  const words = shown.map(({ name, devices }) => `${name}: ${grouped(devices)}`).join(', ');
  return [`  ${label.padEnd(12)}${paragraph(words, width, ' '.repeat(14))}\n`, ...(more === '' ? [] : [more])];
}

function lacksText(lacks: readonly (readonly [number, string])[], { width }: TextOptions): string {
  return lacks
    .map(([devices, why]) => `  ${paragraph(`${counted(devices, 'device')}: ${why}`, width, '    ')}\n`)
    .join('');
}

function verdictText(overview: FleetOverview, errors: readonly RunError[], { style, width }: TextOptions): string {
  const judgement = judgementWith(overview.judgement, [...errors, ...overview.problems.map(problemError)]);
  const label = judgementLabel(judgement);
  const paint = label === OK ? style.good : style.bad;
  return `${paint(label)}  ${paragraph(verdictWords(overview, label), width, ' '.repeat(label.length + 2))}\n`;
}

/** Of how many devices enough is known, and how many come to the release that was asked for. */
export function overviewVerdict(overview: FleetOverview): string {
  return verdictWords(overview, judgementLabel(overviewJudgement(overview)));
}

/** What it comes to, with what could not be read. */
export const overviewJudgement = ({ judgement, problems }: FleetOverview): Judgement =>
  judgementWith(judgement, problems.map(problemError));

function verdictWords(overview: FleetOverview, label: string): string {
  const { goal, devices } = overview;
  if (devices === 0) return noDeviceWords(overview);
  const known = devices - lacksOf(overview).reduce((all, [count]) => all + count, 0);
  const words = `of ${grouped(known)} of ${counted(devices, 'device')} platform and Device OS are known`;
  if (goal === null) return `${words}.`;
  const reached = sum(overview.groups.filter(({ way }) => way !== null && REACHED.has(way.kind)));
  const end = `${grouped(reached)} come to ${safeText(goal)} or are beyond it`;
  return label === NOT_OK || label === NOT_KNOWN ? `${words}; ${end}.` : `${end}.`;
}

/** Nothing tells of a device: what the files are instead, where they are all of one kind. */
function noDeviceWords({ problems }: FleetOverview): string {
  const unread = problems.filter(({ kind }) => kind === 'unread');
  const isBinary = unread.length > 0 && unread.every((one) => one.kind === 'unread' && one.code === 'binary');
  return isBinary
    ? 'No file tells of a device: these are firmware, or other binary files; fwinspect deps and inspect tell of firmware.'
    : 'No file tells of a device.';
}

const REACHED: ReadonlySet<FleetWay['kind']> = new Set<FleetWay['kind']>(['there', 'newer', 'direct', 'needs']);

/** A table of one platform, in words. */
export interface OverviewTable {
  /** Releases with their share and way, or plain counts. */
  readonly kind: 'releases' | 'counts';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One platform with its tables. */
export interface OverviewPlatform {
  readonly heading: string;
  readonly tables: readonly OverviewTable[];
}

/** Takes what is out there; gives it as tables: of each platform by Device OS, and by product and protection where there is something to say. */
export function overviewTables(overview: FleetOverview): readonly OverviewPlatform[] {
  const { goal } = overview;
  const countsOf = (name: string, lines: readonly Line[], nothing: string): readonly OverviewTable[] =>
    lines.every((line) => line.name === nothing)
      ? []
      : [{ kind: 'counts', columns: [name, 'Devices'], rows: lines.map((line) => [line.name, grouped(line.devices)]) }];
  return partsOf(overview).map(({ name, devices, releases, products, protection }) => ({
    heading: `${name}: ${counted(devices, 'device')}`,
    tables: [
      {
        kind: 'releases',
        columns: ['Device OS', 'Devices', 'Share', ...(goal === null ? [] : [`Over the air to ${goal}`])],
        rows: releases.map((line) => [
          line.name,
          grouped(line.devices),
          share(line.devices, devices),
          ...(line.way === null ? [] : [wayWords(line.way)]),
        ]),
      },
      ...countsOf('Product', products, UNKNOWN),
      ...countsOf('Protection', protection, OPEN),
    ],
  }));
}

/** The answer as GitHub-flavoured Markdown. */
export function overviewMarkdown(
  overview: FleetOverview,
  notes: readonly string[],
  errors: readonly RunError[],
): string {
  const all = [...errors, ...overview.problems.map(problemError)];
  const ofPlatform = ({ heading, tables }: OverviewPlatform): readonly string[] => [
    `#### ${textCell(heading)}`,
    ...tables.map(({ columns: names, rows }) =>
      table(
        names.map(textCell),
        rows.map((row) => row.map(textCell)),
      ),
    ),
  ];
  const parts = [
    `### fwinspect fleet: ${judgementLabel(judgementWith(overview.judgement, all))}`,
    textCell(overviewHead(overview)),
    ...overviewTables(overview).flatMap(ofPlatform),
    ...(overview.goal === null ? [] : OF_WAYS),
    table(
      ['Cannot be judged', 'Why'],
      lacksOf(overview).map(([devices, why]) => [counted(devices, 'device'), textCell(why)]),
    ),
    table(
      ['Firmware that is not used', 'Rule', 'Why'],
      overview.findings.map((one) => [textCell(one.file ?? ''), one.rule, textCell(findingMessage(one))]),
    ),
    table(
      ['Could not be read', 'Why'],
      all.map(({ file, message }) => [textCell(file), textCell(message)]),
    ),
    ...notes.map((note) => textCell(note)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
