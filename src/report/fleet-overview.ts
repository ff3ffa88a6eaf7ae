/** What is out there, for people, as data and as Markdown. */
import type { FleetContradiction, FleetGroup, FleetOverview, FleetWay } from '../assess/fleet-overview.js';
import type { UnreadFiles } from '../assess/unread.js';
import { groupBy } from '../base/group-by.js';
import type { Judgement } from '../base/judgement.js';
import { safeText } from '../base/safe-text.js';
import { platformName } from '../catalog/platforms.js';
import { assumedJson, assumedText } from './assumed.js';
import { reachWords } from './audit.js';
import { fleetRecords, wholeFiles } from './fleet-records.js';
import { fleetTodo, isLost, lackOf } from './fleet-todo.js';
import type { FleetTodo } from './fleet-todo.js';
import { firstOf } from './bounded.js';
import { findingMessage } from './finding.js';
import { findingsJson, judgementWith, platformJson } from './json.js';
import type { RunError } from './json.js';
import { namesWords } from './rollout.js';
import { table, textCell } from './markdown.js';
import { problemError } from './problem.js';
import type { TextOptions } from './style.js';
import { columns, findingsText } from './text.js';
import { judgementLabel, OK } from './verdict.js';
import { counted, grouped } from './words.js';
import { paragraph, wrap } from './wrap.js';

/** The answer to no question. */
export const NO_FLEET: FleetOverview = {
  devices: 0,
  unnamed: 0,
  unnamedAt: [],
  groups: [],
  goal: null,
  records: { total: 0, superseded: 0, otherEvents: 0, unread: 0 },
  missingPages: [],
  findings: [],
  problems: [],
  unread: [],
  contradictions: [],
  safeMode: { devices: 0, names: [] },
  lists: [],
  namedAlone: [],
  assumed: [],
  judgement: 'unknown',
};

/** The document `fwinspect/fleet@1`. */
export function overviewJson(overview: FleetOverview, notes: readonly string[], errors: readonly RunError[]) {
  const { devices, unnamed, unnamedAt, groups, goal, records, missingPages } = overview;
  const { findings, problems, unread, contradictions, safeMode, lists, namedAlone, assumed, judgement } = overview;
  const all = [...errors, ...problems.map(problemError)];
  return {
    schema: 'fwinspect/fleet@1',
    judgement: judgementWith(judgement, all),
    devices,
    unnamed,
    unnamedAt: unnamedAt.map((place) => safeText(place)),
    goal,
    groups: groups.map(groupJson),
    records,
    missingPages,
    unread: unread.map(unreadJson),
    contradictions: contradictions.map(contradictionJson),
    safeMode,
    lists: lists.map((list) => ({ ...list, file: safeText(list.file) })),
    namedAlone: namedAlone.map((one) => ({ ...one, file: safeText(one.file) })),
    findings: findingsJson(findings),
    notes,
    assumed: assumedJson(assumed),
    errors: all,
  };
}

function unreadJson({ detail, places, ...rest }: UnreadFiles) {
  return {
    ...rest,
    detail: detail === null ? null : safeText(detail),
    places: places.map((one) => ({ ...one, file: safeText(one.file) })),
  };
}

function contradictionJson({ device, said }: FleetContradiction) {
  return {
    device,
    said: said.map(({ platform, deviceOs, protection, file, at, files }) => ({
      platform: platform === null ? null : platformJson(platform),
      deviceOs: deviceOs === null ? null : safeText(deviceOs),
      protection,
      file: safeText(file),
      at: at === null ? null : new Date(at).toISOString(),
      files,
    })),
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
  /** Numbers of what is to be done about them. */
  readonly todo: readonly number[];
}

/** One platform as it is shown: by Device OS, by product, by protection, and what is missing. */
interface PlatformPart {
  readonly name: string;
  readonly devices: number;
  readonly groups: readonly FleetGroup[];
  readonly releases: readonly Line[];
  readonly products: readonly Line[];
  readonly protection: readonly Line[];
}

const UNKNOWN = 'not known';
const CONTRADICTORY = 'contradictory';
const OPEN: FleetGroup['protection'] = 'open';

/** What steps and data are of, once below the tables. */
export const OF_WAYS = [
  'Steps are those of a device as its release ships it.',
  'How much data they take is known where all their files are given (--firmware).',
] as const;

function partsOf({ groups }: FleetOverview, todo: readonly FleetTodo[]): readonly PlatformPart[] {
  const linesOf = (own: readonly FleetGroup[], nameOf: (group: FleetGroup) => string): readonly Line[] =>
    [...groupBy(own, nameOf)].map(([name, some]) => ({
      name,
      devices: sum(some),
      way: some[0]?.way ?? null,
      todo: todo.flatMap(({ lacking }, at) =>
        lacking !== null && some.some((group) => lackOf(group) === lacking) ? [at + 1] : [],
      ),
    }));
  return [...groupBy(groups, ({ platform }) => platform)].map(([platform, own]) => ({
    name: platform === null ? 'platform not known' : safeText(platformName(platform)),
    devices: sum(own),
    groups: own,
    releases: linesOf(
      own,
      ({ deviceOs, lacking }) => deviceOs ?? (lacking === CONTRADICTORY ? CONTRADICTORY : UNKNOWN),
    ),
    products: linesOf([...own].sort(byProduct), productWords),
    protection: linesOf(
      own.filter(({ version }) => version !== null),
      ({ protection }) => (protection === 'unknown' ? UNKNOWN : protection.replace('_', ' ')),
    ),
  }));
}

/** By product, then by version; what is not known comes last. */
const byProduct = (a: FleetGroup, b: FleetGroup): number =>
  ascending(a.product, b.product) || ascending(a.productVersion, b.productVersion);

// Infinity less itself is no number, and those two are alike.
const ascending = (a: number | null, b: number | null): number => (a ?? Infinity) - (b ?? Infinity) || 0;

function productWords({ product, productVersion }: FleetGroup): string {
  const version = productVersion === null ? `version ${UNKNOWN}` : `version ${String(productVersion)}`;
  if (product === null) return productVersion === null ? UNKNOWN : version;
  return `product ${String(product)} ${version}`;
}

const sum = (groups: readonly { readonly devices: number }[]): number =>
  groups.reduce((all, { devices }) => all + devices, 0);

const PERCENT = 100;

/**
 * The parts of a whole in per cent, which are 100 together: the largest remainders are rounded up. Never 0 or 100 for what is neither: "< 1 %". Empty
 * texts for a whole of less than 100, where the numbers themselves say more.
 */
export function shares(parts: readonly number[]): readonly string[] {
  const whole = parts.reduce((all, part) => all + part, 0);
  if (whole < PERCENT) return parts.map(() => '');
  const exact = parts.map((part) => (part / whole) * PERCENT);
  const left = PERCENT - exact.reduce((all, one) => all + Math.floor(one), 0);
  const order = exact.map((one, at) => ({ at, rest: one - Math.floor(one) }));
  const up = new Set(
    [...order]
      .sort((a, b) => b.rest - a.rest || a.at - b.at)
      .slice(0, left)
      .map(({ at }) => at),
  );
  return exact.map((one, at) => {
    const percent = Math.floor(one) + (up.has(at) ? 1 : 0);
    if (one > 0 && one < 1) return '< 1 %';
    return percent === PERCENT && one < PERCENT ? '> 99 %' : `${String(percent)} %`;
  });
}

/** " (see 1 and 2)" */
const seeWords = (todo: readonly number[]): string =>
  todo.length === 0
    ? ''
    : `see ${[todo.slice(0, -1).join(', '), ...todo.slice(-1).map(String)].filter((one) => one !== '').join(' and ')} below`;

/** The answer for a person: what it comes to, what is out there, what to do, and where all records went. */
export function overviewText(
  overview: FleetOverview,
  notes: readonly string[],
  errors: readonly RunError[],
  given: TextOptions,
): string {
  const options = { ...given, width: Math.min(given.width, SCREEN) };
  const { quiet } = options;
  const verdict = verdictText(overview, errors, options);
  const findings = findingsText(overview.findings, options);
  if (quiet) return `${findings}${verdict}`;
  const todo = fleetTodo(overview);
  const parts = [
    `${verdict}${safeModeText(overview, options)}`,
    findings,
    platformsText(partsOf(overview, todo).map((part) => platformText(part, overview, options))),
    overview.goal === null ? '' : `${paragraph(OF_WAYS.join(' '), options.width, '')}\n`,
    todoText(todo, options),
    recordsText(overview, options),
    notesText(overview, notes, options),
  ];
  return `${parts.filter((part) => part !== '').join('\n')}${assumedText(overview.assumed, options)}`;
}

/** Columns of a screen that everybody has. */
const SCREEN = 80;

/** What is one line each stands together. */
function platformsText(texts: readonly string[]): string {
  const isLine = (text: string | undefined): boolean => text?.trimEnd().includes('\n') === false;
  return texts.map((text, at) => (at === 0 || isLine(text) ? text : `\n${text}`)).join('');
}

const PERCENT_WIDTH = '> 99 %'.length;
/** Columns before a table, and between two of its cells. */
const MARGIN = 2;
const GAP = 3;

const isOpen = (name: string): boolean => name === UNKNOWN || name === CONTRADICTORY;

function platformText(
  { name, devices, groups, releases, protection }: PlatformPart,
  { goal }: FleetOverview,
  { style, width }: TextOptions,
): string {
  const head = `${style.strong(name)}: ${counted(devices, 'device')}`;
  // Where all are open there is nothing to say.
  const isSaid = protection.some((line) => line.name !== OPEN);
  const told = [firmwareText(groups, width), isSaid ? protectionText(protection, width) : ''].join('');
  const [only] = releases;
  if (releases.length === 1 && only !== undefined && (goal === null || isOpen(only.name))) {
    const see = only.todo.length === 0 ? '' : `, ${seeWords(only.todo)}`;
    const os = isOpen(only.name) ? '' : `, Device OS ${safeText(only.name)}`;
    return `${paragraph(`${head}${os}${see}`, width, '  ')}\n${told}`;
  }
  const { shown, more } = firstOf(releases, 'release');
  const label = Math.max(...shown.map((line) => `Device OS ${safeText(line.name)}`.length));
  const percent = shares(releases.map((line) => line.devices));
  const counts = grouped(devices).length;
  const hasShares = percent.some((one) => one !== '');
  const before = [label, counts, ...(hasShares ? [PERCENT_WIDTH] : [])];
  const room = width - MARGIN - before.reduce((all, one) => all + one + GAP, 0);
  const titles =
    goal === null ? [] : [['', '', ...(hasShares ? [''] : []), `over the air to ${safeText(goal)}`].map(style.strong)];
  const rows = shown.map((line, at) => [
    `Device OS ${safeText(line.name)}`,
    grouped(line.devices).padStart(counts),
    ...(hasShares ? [(percent[at] ?? '').padStart(PERCENT_WIDTH)] : []),
    line.todo.length > 0 || line.way === null
      ? seeWords(line.todo)
      : wrap(wayWords(line.way), Math.max(20, room)).join('\n'),
  ]);
  return `${head}\n${columns([...titles, ...rows])}${more}${told}`;
}

/** Products, and versions of one, that have a place on the screen. */
const MOST_VERSIONS = 10;

/** "  firmware of product 30301: version 3 on 12, 4 on 9", a line for each product, and one of what is not known; nothing where nothing is known. */
function firmwareText(groups: readonly FleetGroup[], width: number): string {
  // Where not even the platform is known, that is what matters.
  const known = groups.filter(({ platform, productVersion }) => platform !== null && productVersion !== null);
  if (known.length === 0) return '';
  const products = [...groupBy([...known].sort(byProduct), ({ product }) => product)];
  const { shown, more } = firstOf(products, 'product', MOST_VERSIONS);
  const lines = shown.map(([product, own]) => {
    const versions = [...groupBy(own, ({ productVersion }) => productVersion).values()].map(
      (some, at) => `${at === 0 ? 'version ' : ''}${String(some[0]?.productVersion)} on ${grouped(sum(some))}`,
    );
    const few = firstOf(versions, 'version', MOST_VERSIONS).shown;
    const left = versions.length - few.length;
    const of = product === null ? '' : ` of product ${String(product)}`;
    return `firmware${of}: ${few.join(', ')}${left > 0 ? ` and ${counted(left, 'more version')}` : ''}`;
  });
  const open = sum(groups) - sum(known);
  // Of those that name no version, the product may not be known either.
  const rest = open === 0 ? [] : [`${shown.length > 1 ? 'no firmware version' : 'none'} known on ${grouped(open)}`];
  const all = shown.length > 1 ? [...lines, ...rest] : [[...lines, ...rest].join('; ')];
  return `${all.map((line) => `  ${paragraph(line, width, '    ')}\n`).join('')}${more}`;
}

function protectionText(lines: readonly Line[], width: number): string {
  const words = lines.map(({ name, devices }) => `${name} on ${grouped(devices)}`).join(', ');
  return `  ${paragraph(`protection: ${words}`, width, '    ')}\n`;
}

function todoText(todo: readonly FleetTodo[], { style, width }: TextOptions): string {
  if (todo.length === 0) return '';
  const { shown, more } = firstOf(todo, 'thing to do');
  const items = shown.map(({ why, facts, what }, at) => {
    const number = `  ${String(at + 1)}  `;
    const indent = ' '.repeat(number.length);
    const lines = facts.map((fact) => `${indent}- ${paragraph(fact, width, `${indent}  `)}\n`).join('');
    return `${number}${paragraph(why, width, indent)}\n${lines}${indent}${whole(what, width, indent)}\n`;
  });
  return `${style.strong('What to do')}; then run this again with these files and the new ones\n${items.join('')}${more}`;
}

/** A paragraph in which no command is broken that has room on a line. */
function whole(words: string, width: number, indent: string): string {
  const kept = words.replace(/`[^`]*`/g, (command) => command.replaceAll(' ', KEPT));
  return paragraph(kept, width, indent).replaceAll(KEPT, ' ');
}

const KEPT = '\u00a0';

function recordsText(overview: FleetOverview, { width }: TextOptions): string {
  const part = fleetRecords(overview);
  if (part === null) return '';
  const { head, lines } = part;
  const room = Math.max(...lines.map(({ records }) => grouped(records).length));
  const indent = ' '.repeat(room + 4);
  const texts = lines.map(
    ({ records, words, more }) =>
      `  ${grouped(records).padStart(room)}  ${paragraph(words, width, indent)}\n${more
        .map((one) => `${indent}- ${whole(one, width, `${indent}  `)}\n`)
        .join('')}`,
  );
  return `${paragraph(head, width, '  ')}\n${texts.join('')}`;
}

function notesText(overview: FleetOverview, notes: readonly string[], { style, width, verbose }: TextOptions): string {
  // What is without effect is said to who asks for everything.
  if (notes.length === 0 || (!hasEffect(overview) && !verbose)) return '';
  const told = notes.map((note) => safeText(note));
  if (told.length === 1) return `${style.faint(paragraph(`${notesHead(overview)} ${told.join('')}`, width, '  '))}\n`;
  const lines = told.map((note) => `  ${style.faint(paragraph(note, width, '    '))}\n`);
  return `${notesHead(overview)}\n${lines.join('')}`;
}

const hasEffect = ({ groups }: FleetOverview): boolean =>
  groups.some((group) => lackOf(group) === 'no_running_version');

/** What notes about reports mean for the answer. */
export function notesHead(overview: FleetOverview): string {
  return hasEffect(overview) ? 'Also noted:' : 'Also noted, without effect on the above:';
}

function verdictText(
  overview: FleetOverview,
  errors: readonly RunError[],
  { style, width, quiet: isQuiet }: TextOptions,
): string {
  const judgement = judgementWith(overview.judgement, [...errors, ...overview.problems.map(problemError)]);
  const label = judgementLabel(judgement);
  const paint = label === OK ? style.good : style.bad;
  const indent = ' '.repeat(label.length + 2);
  const words = isQuiet ? overviewVerdict(overview, '') : overviewWords(overview);
  return `${paint(label)}  ${paragraph(words, width, indent)}\n`;
}

/** The verdict, and what it is not about. */
const overviewWords = (overview: FleetOverview): string =>
  overview.goal === null && overview.devices > 0
    ? `${overviewVerdict(overview)} ${NOT_JUDGED}`
    : overviewVerdict(overview);

const NOT_JUDGED = 'Whether firmware runs is judged by `fwinspect check --fleet`, not here.';

/** What it comes to, with what could not be read. */
export const overviewJudgement = ({ judgement, problems }: FleetOverview): Judgement =>
  judgementWith(judgement, problems.map(problemError));

/**
 * What is known of how many devices, how many come to the release that was asked for, and where the rest stands.
 *
 * @param atEnd where the files are named that are not used; empty where nothing follows
 */
export function overviewVerdict(overview: FleetOverview, atEnd = ': see the end'): string {
  const { files } = wholeFiles(overview);
  const isPart = overview.missingPages.length > 0 || overview.unread.some(isLost);
  const broken = new Set(overview.findings.map(({ file }) => file)).size;
  return [
    ...(overview.devices === 0 ? [noDeviceWords(overview)] : openWords(overview)),
    ...(isPart ? ['Not all that was given could be read, so there may be more devices.'] : []),
    ...(overview.devices === 0 ? [] : knownWords(overview)),
    ...(broken === 0
      ? []
      : [`${counted(broken, 'firmware file')} ${broken === 1 ? 'is' : 'are'} broken, and used for no way.`]),
    ...(files === 0 || overview.devices === 0
      ? []
      : [`${counted(files, 'file')} ${files === 1 ? 'is' : 'are'} not used${atEnd}.`]),
  ].join(' ');
}

/** "In safe mode, last heard: e00f..., e00f..."; what its owner acts on first. */
function safeModeText({ safeMode: { devices, names } }: FleetOverview, { style, width }: TextOptions): string {
  return devices === 0 ? '' : `${style.bad(paragraph(safeModeWords(devices, names), width, '  '))}\n`;
}

const safeModeWords = (devices: number, names: readonly string[]): string =>
  devices > MOST_SAFE
    ? `In safe mode, last heard: ${counted(devices, 'device')} (${namesWords(names, devices, MOST_SAFE)})`
    : `In safe mode, last heard: ${names.join(', ')}`;

/** Devices in safe mode that are named. */
const MOST_SAFE = 2;

/** Of how many devices that are known a way is of some kinds. */
function onWays({ groups }: FleetOverview, kinds: readonly FleetWay['kind'][]): number {
  return sum(groups.filter((one) => lackOf(one) === null && one.way !== null && kinds.includes(one.way.kind)));
}

/** What is not well, or not known. */
function openWords(overview: FleetOverview): readonly string[] {
  const { goal, devices, groups } = overview;
  const lacking = sum(groups.filter((group) => lackOf(group) !== null));
  const all = counted(devices, 'device');
  const [stuck, unclear] = [onWays(overview, ['unreachable', 'no_goal']), onWays(overview, ['unknown', 'limit'])];
  const to = safeText(goal ?? '');
  const { unnamed } = overview;
  const isMixed = unnamed > 0 && unnamed < devices;
  const byId = isMixed ? ` (${grouped(devices - unnamed)} by ID, ${counted(unnamed, 'record')} without one)` : '';
  return [
    ...(stuck === 0 ? [] : [`${grouped(stuck)} of ${all}: no way to ${to}.`]),
    ...(unclear === 0 ? [] : [`${grouped(unclear)} of ${all}: whether there is a way to ${to} is not known.`]),
    ...(lacking === 0 ? [] : [`${grouped(lacking)} of ${all}${byId}: platform or Device OS is not known.`]),
  ];
}

/** What is well: how many come to the release; without one only where all devices are known. */
function knownWords(overview: FleetOverview): readonly string[] {
  const { goal, devices, groups } = overview;
  if (goal === null) {
    if (groups.some((group) => lackOf(group) !== null)) return [];
    const whose = devices === 1 ? 'the device' : `all ${counted(devices, 'device')}`;
    return [`Platform and Device OS of ${whose} are known.`];
  }
  const reached = onWays(overview, ['there', 'newer', 'direct', 'needs']);
  return [`${reachedWords(reached, devices)} at ${safeText(goal)}, beyond it, or can come to it over the air.`];
}

function reachedWords(reached: number, devices: number): string {
  if (reached < devices) return `${grouped(reached)} of ${counted(devices, 'device')}:`;
  return devices === 1 ? 'The device is' : `All ${counted(devices, 'device')} are`;
}

/** Nothing tells of a device: what the files are instead, where they are all of one kind. */
function noDeviceWords({ problems }: FleetOverview): string {
  const unread = problems.filter(({ kind }) => kind === 'unread');
  const isBinary = unread.length > 0 && unread.every((one) => one.kind === 'unread' && one.code === 'binary');
  return isBinary
    ? 'No file tells of a device: these are firmware, or other binary files; fwinspect deps and inspect tell of firmware.'
    : 'No file tells of a device; what they hold is below.';
}

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
  return partsOf(overview, fleetTodo(overview)).map(({ name, devices, releases, products, protection }) => {
    const percent = shares(releases.map((line) => line.devices));
    const hasShares = percent.some((one) => one !== '');
    const see = (line: Line): string => (line.todo.length === 0 ? '' : ` (${seeWords(line.todo)})`);
    return {
      heading: `${name}: ${counted(devices, 'device')}`,
      tables: [
        {
          kind: 'releases',
          columns: [
            'Device OS',
            'Devices',
            ...(hasShares ? ['Share'] : []),
            ...(goal === null ? [] : [`Over the air to ${goal}`]),
          ],
          rows: releases.map((line, at) => [
            `${line.name}${see(line)}`,
            grouped(line.devices),
            ...(hasShares ? [percent[at] ?? ''] : []),
            ...(line.way === null ? [] : [wayWords(line.way)]),
          ]),
        },
        ...countsOf('Firmware', products, UNKNOWN),
        ...countsOf('Protection', protection, OPEN),
      ],
    };
  });
}

/** The answer as GitHub-flavoured Markdown. */
export function overviewMarkdown(
  overview: FleetOverview,
  notes: readonly string[],
  errors: readonly RunError[],
): string {
  const all = [...errors, ...overview.problems.map(problemError)];
  const records = fleetRecords(overview);
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
    textCell(overviewWords(overview)),
    ...(overview.safeMode.devices === 0
      ? []
      : [textCell(safeModeWords(overview.safeMode.devices, overview.safeMode.names))]),
    ...overviewTables(overview).flatMap(ofPlatform),
    ...(overview.goal === null ? [] : OF_WAYS),
    table(
      ['', 'What is not known', 'What to do'],
      fleetTodo(overview).map(({ why, facts, what }, at) => [
        String(at + 1),
        [why, ...facts].map(textCell).join('<br>'),
        textCell(what),
      ]),
    ),
    table(
      ['Firmware that is not used', 'Rule', 'Why'],
      overview.findings.map((one) => [textCell(one.file ?? ''), one.rule, textCell(findingMessage(one))]),
    ),
    table(
      ['Could not be read', 'Why'],
      all.map(({ file, message }) => [textCell(file), textCell(message)]),
    ),
    ...(records === null
      ? []
      : [
          textCell(records.head),
          table(
            ['Records', 'What they are'],
            records.lines.map((line) => [grouped(line.records), [line.words, ...line.more].map(textCell).join('<br>')]),
          ),
        ]),
    ...(notes.length === 0 ? [] : [notesHead(overview)]),
    ...notes.map((note) => textCell(note)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
