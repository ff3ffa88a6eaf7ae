/**
 * Answers about parts of a fleet, put together: what comes of them is the answer about all devices at once, so a fleet can be split over cores and
 * machines. A part is the document of `check` with what its lists leave out.
 */
import type { DevicePart } from '../assess/devices.js';
import { judgementBy } from '../assess/policy.js';
import { flowKey, keyOf, MOST_NAMES, worseOf } from '../assess/tally.js';
import { compareText } from '../base/compare.js';
import { groupBy } from '../base/group-by.js';
import { isObject } from '../base/is-object.js';
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import { assumedInOrder, assumedTogether } from '../catalog/assumed.js';
import { isCovered } from '../cloud/rules.js';
import type { Forecast } from '../cloud/types.js';
import { missingPages } from '../fleet/pages.js';
import { RULES } from '../rules/registry.js';
import { checkTargets } from '../rules/run.js';
import { sortFindings } from '../rules/sort.js';
import type { Finding, Severity, TargetSubject } from '../rules/types.js';
import { checkJson } from './check.js';
import type { CheckedFinding, CheckReport, FleetSummary } from './check-types.js';
import { documentText, jsonText } from './json.js';
import type { RunError } from './json.js';
import { gatheredWords } from './device-report.js';
import type { GatheredNoteList } from './device-report.js';
import { problemError } from './problem.js';
import { VERSION } from './version.js';

/** What `check --part` writes beside the answer. */
export interface CheckPart {
  /** Parts of another version may have been judged by other rules. */
  readonly version: string;
  readonly report: CheckReport;
  readonly devices: DevicePart;
  readonly notes: GatheredNoteList;
  /** From which severity on a finding fails the run. */
  readonly failLevel: Severity;
}

/** Why documents cannot be put together. */
export type PartFault =
  /** It is no document of `check --part`, or of another version. */
  | { readonly kind: 'no_part'; readonly file: string }
  | { readonly kind: 'other_version'; readonly file: string; readonly version: string }
  /** What is not about devices differs: other files, another configuration, another question. */
  | { readonly kind: 'other_question'; readonly file: string; readonly first: string };

/** The document of `check --json --part`. */
export function partText(part: CheckPart): string {
  const { devices, ...rest } = part;
  const document = JSON.parse(documentText(checkJson(part.report))) as object;
  // Its lists are whole: what is left out here would be missing of the whole fleet.
  return jsonText({
    ...document,
    part: { ...rest, devices: { ...devices, targets: devices.targets.map(bareTarget) } },
  });
}

/** Of a file that decided its name is enough. */
function bareTarget({ groups, ...target }: TargetSubject): object {
  return {
    ...target,
    groups: groups.map(({ judgement, ...group }) => ({
      ...group,
      judgement: { ...judgement, file: judgement.file === null ? null : { file: judgement.file.file } },
    })),
  };
}

/** A named part. */
export interface NamedPart {
  /** The name of its document. */
  readonly file: string;
  readonly part: CheckPart;
}

/** Reads the document of a part. Its insides are those of this very version, and taken as they are. */
export function parsePart(file: string, text: string): NamedPart | PartFault {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { kind: 'no_part', file };
  }
  const part = isObject(document) ? document.part : undefined;
  if (!isObject(part) || typeof part.version !== 'string') return { kind: 'no_part', file };
  if (part.version !== VERSION) return { kind: 'other_version', file, version: part.version };
  const { report, devices, notes } = part;
  const isWhole =
    isObject(report) &&
    isObject(report.fleet) &&
    Array.isArray(report.findings) &&
    isObject(devices) &&
    Array.isArray(devices.targets) &&
    typeof devices.ids === 'string' &&
    Array.isArray(devices.pages) &&
    isObject(notes) &&
    Array.isArray(notes.notes);
  return isWhole ? { file, part: part as unknown as CheckPart } : { kind: 'no_part', file };
}

/** Puts parts together. */
export function mergeParts(parts: readonly NamedPart[]): CheckReport | PartFault {
  const [first] = parts;
  if (first === undefined) return { kind: 'no_part', file: '' };
  const asked = JSON.stringify(questionOf(first.part));
  const other = parts.find(({ part }) => JSON.stringify(questionOf(part)) !== asked);
  if (other !== undefined) return { kind: 'other_question', file: other.file, first: first.file };
  const all = parts.map(({ part }) => part);
  const findings = mergedFindings(all);
  const fleet = mergedFleet(all);
  const errors = [...ofFiles(first.part), ...deviceErrors(all, fleet), ...twiceErrors(parts)];
  const { report, failLevel } = first.part;
  const isOpen = errors.length > 0 || report.files.length === 0 || (fleet.missingPages?.length ?? 0) > 0;
  const judgements: readonly Judgement[] = findings.map((finding) => judgementBy(finding, { failLevel }));
  const judgement = worstOf([...judgements, isOpen ? 'unknown' : 'ok']);
  return {
    ...report,
    findings,
    fleet,
    notes: gatheredWords(mergedNotes(all)),
    assumed: assumedInOrder(assumedTogether(all.flatMap(({ report: one }) => one.assumed ?? []))),
    failed: judgement === 'not-ok',
    judgement,
    errors,
  };
}

/** All that has to be the same in every part. */
function questionOf(part: CheckPart): unknown {
  const { files, configuration, againstDevices, unjudged } = part.report;
  const targets = part.devices.targets.map(({ platform, files: judged, expectCloud }) => [
    platform,
    judged,
    expectCloud === true,
  ]);
  const findings = part.report.findings.filter(({ rule }) => !OF_DEVICES.has(rule) && !OF_WAIVERS.has(rule));
  return [files, configuration, againstDevices, unjudged, part.failLevel, targets, findings, ofFiles(part)];
}

/** Findings that are counted anew. */
const OF_DEVICES: ReadonlySet<string> = new Set(['FW604', 'FW605', 'FW606']);
/** Findings about waivers: one that covers nothing in a part may cover something in another. */
const OF_WAIVERS: ReadonlySet<string> = new Set(RULES.filter(({ on }) => on === 'waiver').map(({ id }) => id));

function mergedFindings(parts: readonly CheckPart[]): readonly CheckedFinding[] {
  const [first, ...others] = parts.map(({ report }) => report.findings);
  const own = first ?? [];
  const isEverywhere = (finding: CheckedFinding): boolean => {
    const said = JSON.stringify(finding);
    return others.every((list) => list.some((one) => JSON.stringify(one) === said));
  };
  const ofFile = own.filter(({ rule }) => !OF_DEVICES.has(rule) && !OF_WAIVERS.has(rule));
  const ofWaivers = own.filter((one) => OF_WAIVERS.has(one.rule) && isEverywhere(one));
  const known = parts.flatMap(({ report }) => report.findings).filter(({ rule }) => OF_DEVICES.has(rule));
  const levels = new Map(known.map((one) => [levelKey(one), one]));
  const ofDevices = mergedTargets(parts)
    .flatMap(checkTargets)
    .flatMap((finding): readonly CheckedFinding[] => {
      const like = levels.get(levelKey(finding));
      return like === undefined ? [] : [{ ...finding, severity: like.severity, waived: like.waived }];
    });
  return sortFindings([...ofFile, ...ofDevices, ...ofWaivers]);
}

/** The policy looks at rule and file alone; what the cloud is expected to mend is milder before it. */
function levelKey({ rule, file, values: { cloud } }: Finding): string {
  const isMended = cloud?.kind === 'expected' && cloud.forecast !== null && isCovered(cloud.forecast);
  return JSON.stringify([rule, file, isMended]);
}

type Group = TargetSubject['groups'][number];

function mergedTargets(parts: readonly CheckPart[]): readonly TargetSubject[] {
  const [first] = parts;
  return (first?.devices.targets ?? []).map((target, at) => {
    const groups = groupBy(
      parts.flatMap(({ devices }) => devices.targets[at]?.groups ?? []),
      ({ judgement, forecast }) => `${keyOf(judgement, 'exact')}${flowKey(forecast)}`,
    );
    return {
      ...target,
      groups: [...groups].sort(([a], [b]) => compareText(a, b)).flatMap(([, group]) => mergedGroup(group) ?? []),
    };
  });
}

function mergedGroup(groups: readonly Group[]): Group | null {
  const [first] = groups;
  if (first === undefined) return null;
  const told = new Map<string, number>();
  for (const one of groups.flatMap((group) => Object.entries(group.told))) {
    told.set(one[0], (told.get(one[0]) ?? 0) + one[1]);
  }
  const forecast = groups.reduce<Forecast | undefined>(
    (worst, one) => (one.forecast === undefined ? worst : worseOf(worst, one.forecast)),
    undefined,
  );
  return {
    ...first,
    ...(forecast === undefined ? {} : { forecast }),
    count: sum(groups, ({ count }) => count),
    targets: groups
      .flatMap(({ targets }) => targets)
      .sort(compareText)
      .slice(0, MOST_NAMES),
    told: Object.fromEntries(told),
  };
}

const sum = <One>(all: readonly One[], of: (one: One) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

/** Devices that a summary lists; of more it only counts. */
const MOST_LISTED = 1_000;

function mergedFleet(parts: readonly CheckPart[]): FleetSummary {
  const fleets = parts.flatMap(({ report }) => report.fleet ?? []);
  const of = (count: (fleet: FleetSummary) => number | undefined): number => sum(fleets, (one) => count(one) ?? 0);
  const devices = of((one) => one.devices);
  return {
    devices,
    run: of((one) => one.run),
    safeMode: of((one) => one.safeMode),
    refuse: of((one) => one.refuse),
    unclear: of((one) => one.unclear),
    wireBytes: of((one) => one.wireBytes),
    list: devices > MOST_LISTED ? [] : fleets.flatMap(({ list }) => list).sort(compareListed),
    otherPlatforms: of((one) => one.otherPlatforms),
    basis: { report: of((one) => one.basis?.report), release: of((one) => one.basis?.release) },
    unnamed: of((one) => one.unnamed),
    records: {
      total: of((one) => one.records?.total),
      superseded: of((one) => one.records?.superseded),
      otherEvents: of((one) => one.records?.otherEvents),
      unread: of((one) => one.records?.unread),
    },
    missingPages: missingPages(parts.flatMap((part) => part.devices.pages)),
  };
}

const ID_DIGITS = 24;
const isId = (device: string): boolean => /^[0-9a-f]{24}$/.test(device);

/** By their IDs; those without one behind them. */
function compareListed(a: { readonly device: string }, b: { readonly device: string }): number {
  return Number(isId(b.device)) - Number(isId(a.device)) || compareText(a.device, b.device);
}

/** Problems that are about devices. */
const DEVICE_CODES: ReadonlySet<string> = new Set([
  'no_report',
  'unreadable',
  'other_platform',
  'nothing_judged',
  'more_errors',
]);
/** Those of them that follow from the others. */
const FOLLOWING: ReadonlySet<string> = new Set(['nothing_judged', 'more_errors']);
const MOST_PROBLEMS = 20;

/** Problems of the files themselves stand before those of devices. */
function ofFiles({ report }: CheckPart): readonly RunError[] {
  const at = report.errors.findIndex(({ code }) => DEVICE_CODES.has(code));
  return at < 0 ? report.errors : report.errors.slice(0, at);
}

function deviceErrors(parts: readonly CheckPart[], fleet: FleetSummary): readonly RunError[] {
  const named = parts.flatMap((part) =>
    part.report.errors.slice(ofFiles(part).length).filter(({ code }) => !FOLLOWING.has(code)),
  );
  const once = [...groupBy(named, (one) => JSON.stringify(one)).values()].flatMap(([one]) => one ?? []);
  const left = sum(parts, ({ devices }) => devices.left) + Math.max(0, once.length - MOST_PROBLEMS);
  const { devices, otherPlatforms = 0 } = fleet;
  const nothing = devices === otherPlatforms && once.length === 0;
  return [
    ...once.slice(0, MOST_PROBLEMS),
    ...(nothing ? [problemError({ kind: 'nothing_judged', otherPlatforms })] : []),
    ...(left > 0 ? [problemError({ kind: 'more_unread', count: left })] : []),
  ];
}

/** Devices in several parts that are named. */
const MOST_TWICE = 20;

/** Which word of a device is the latest is only known where all its records are in one part. */
function twiceErrors(parts: readonly NamedPart[]): readonly RunError[] {
  const seen = new Map<string, number>();
  const twice: RunError[] = [];
  let left = 0;
  for (const [at, { file, part }] of parts.entries()) {
    const { ids } = part.devices;
    for (let from = 0; from < ids.length; from += ID_DIGITS) {
      const id = ids.slice(from, from + ID_DIGITS);
      const before = seen.get(id);
      if (before === undefined) seen.set(id, at);
      else if (twice.length < MOST_TWICE) {
        const message = `device ${id} stands in ${parts[before]?.file ?? ''} and in ${file}: it is counted twice; give all its records to one part`;
        twice.push({ file, code: 'in_two_parts', message });
      } else left++;
    }
  }
  return left === 0 ? twice : [...twice, problemError({ kind: 'more_unread', count: left })];
}

function mergedNotes(parts: readonly CheckPart[]): GatheredNoteList {
  const notes = groupBy(
    parts.flatMap((part) => part.notes.notes),
    ({ note }) => note,
  );
  return {
    notes: [...notes]
      .map(([note, all]) => ({
        note,
        first: all.map(({ first }) => first).sort(compareText)[0] ?? '',
        count: sum(all, ({ count }) => count),
      }))
      .sort((a, b) => compareText(a.note, b.note)),
    left: sum(parts, (part) => part.notes.left),
  };
}

/** Why documents cannot be put together, as a sentence. */
export function partFaultWords(fault: PartFault): string {
  switch (fault.kind) {
    case 'no_part':
      return `${fault.file} is no answer about a part of a fleet; \`check --fleet ... --json --part\` writes one`;
    case 'other_version':
      return `${fault.file} was written by fwinspect ${fault.version}, and this is ${VERSION}; parts are put together by the version that judged them`;
    case 'other_question':
      return `${fault.file} answers another question than ${fault.first}: the files, the configuration or what was asked of them differ`;
  }
}
