/** Answers about parts of a fleet, put together: what comes of them is the answer about all devices at once. Pure; words and documents are `report`'s. */
import { compareText } from '../base/compare.js';
import { groupBy } from '../base/group-by.js';
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import { assumedInOrder, assumedTogether } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { isCovered } from '../cloud/rules.js';
import type { Forecast } from '../cloud/types.js';
import { missingPages } from '../fleet/pages.js';
import { RULES } from '../rules/registry.js';
import { checkTargets } from '../rules/run.js';
import { sortFindings } from '../rules/sort.js';
import type { Finding, Severity, TargetSubject } from '../rules/types.js';
import type { DevicePart } from './devices.js';
import { judgementBy } from './policy.js';
import { flowKey, keyOf, MOST_NAMES, worseOf } from './tally.js';
import type { AppliedWaiver, DeviceSummary } from './types.js';

/** A finding behind the policy. */
type Applied = Finding & { readonly waived: AppliedWaiver | null };

/** A device of a list. */
export interface ListedDevice {
  /** Its ID, or where its record stands. */
  readonly device: string;
}

/** What becomes of devices, counted, with whatever is said of those that are listed. */
export interface SummaryOf<Listed extends ListedDevice>
  extends
    Omit<DeviceSummary, 'list' | 'otherPlatforms' | 'basis' | 'unnamed' | 'records' | 'missingPages'>,
    Partial<Pick<DeviceSummary, 'otherPlatforms' | 'basis' | 'unnamed' | 'records' | 'missingPages'>> {
  /** One entry a device; empty for very many. */
  readonly list: readonly Listed[];
}

/** What of a part counts for the whole. */
export interface AnswerPart<Listed extends ListedDevice> {
  readonly findings: readonly Applied[];
  readonly fleet: SummaryOf<Listed>;
  readonly assumed: readonly Assumed[];
  readonly devices: DevicePart;
  /** From which severity on a finding fails the run. */
  readonly failLevel: Severity;
}

/** The answer about all devices, without what could not be read. */
export interface MergedAnswer<Listed extends ListedDevice> {
  readonly findings: readonly Applied[];
  readonly fleet: SummaryOf<Listed>;
  readonly assumed: readonly Assumed[];
  /** Unknown where pages of a list are missing of all parts together. */
  readonly judgement: Judgement;
}

/** What of the question about devices differs between two parts. */
export type DeviceQuestionField = keyof DevicePart['asked'];

/** Takes two parts; gives what of the question about their devices differs, the first of it; null for nothing. */
export function differenceOf(one: DevicePart['asked'], other: DevicePart['asked']): DeviceQuestionField | null {
  const fields: readonly DeviceQuestionField[] = ['via', 'protected', 'platform', 'expectCloud', 'library'];
  return fields.find((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field])) ?? null;
}

/** Findings of a part that are about its files, and not about devices or waivers: they are the same in every part. */
export function findingsOfFiles<One extends Finding>(findings: readonly One[]): readonly One[] {
  return findings.filter(({ rule }) => !OF_DEVICES.has(rule) && !OF_WAIVERS.has(rule));
}

/** Puts parts together that answer one question about the same files. */
export function mergeAnswers<Listed extends ListedDevice>(parts: readonly AnswerPart<Listed>[]): MergedAnswer<Listed> {
  const findings = mergedFindings(parts);
  const fleet = mergedFleet(parts);
  const failLevel = parts[0]?.failLevel;
  const isOpen = (fleet.missingPages?.length ?? 0) > 0;
  return {
    findings,
    fleet,
    assumed: assumedInOrder(assumedTogether(parts.flatMap(({ assumed }) => assumed))),
    judgement: worstOf([...findings.map((one) => judgementBy(one, { failLevel })), isOpen ? 'unknown' : 'ok']),
  };
}

/** Findings that are counted anew. */
const OF_DEVICES: ReadonlySet<string> = new Set(['FW604', 'FW605', 'FW606']);
/** Findings about waivers: one that covers nothing in a part may cover something in another. */
const OF_WAIVERS: ReadonlySet<string> = new Set(RULES.filter(({ on }) => on === 'waiver').map(({ id }) => id));

type Answer = Pick<AnswerPart<ListedDevice>, 'findings' | 'devices'>;

function mergedFindings(parts: readonly Answer[]): readonly Applied[] {
  const [first, ...others] = parts.map(({ findings }) => findings);
  const own = first ?? [];
  const isEverywhere = (finding: Applied): boolean => {
    const said = JSON.stringify(finding);
    return others.every((list) => list.some((one) => JSON.stringify(one) === said));
  };
  const ofWaivers = own.filter((one) => OF_WAIVERS.has(one.rule) && isEverywhere(one));
  const known = parts.flatMap(({ findings }) => findings).filter(({ rule }) => OF_DEVICES.has(rule));
  const levels = new Map(known.map((one) => [levelKey(one), one]));
  const ofDevices = mergedTargets(parts)
    .flatMap(checkTargets)
    .flatMap((finding): readonly Applied[] => {
      const like = levels.get(levelKey(finding));
      return like === undefined ? [] : [{ ...finding, severity: like.severity, waived: like.waived }];
    });
  return sortFindings([...findingsOfFiles(own), ...ofDevices, ...ofWaivers]);
}

/** The policy looks at rule and file alone; what the cloud is expected to mend is milder before it. */
function levelKey({ rule, file, values: { cloud } }: Finding): string {
  const isMended = cloud?.kind === 'expected' && cloud.forecast !== null && isCovered(cloud.forecast);
  return JSON.stringify([rule, file, isMended]);
}

type Group = TargetSubject['groups'][number];

function mergedTargets(parts: readonly Pick<Answer, 'devices'>[]): readonly TargetSubject[] {
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

function mergedFleet<Listed extends ListedDevice>(parts: readonly AnswerPart<Listed>[]): SummaryOf<Listed> {
  const fleets = parts.map(({ fleet }) => fleet);
  const of = (count: (fleet: SummaryOf<Listed>) => number | undefined): number => sum(fleets, (one) => count(one) ?? 0);
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

/** A device that stands in two parts, by their places. */
export interface DeviceTwice {
  readonly id: string;
  readonly first: number;
  readonly second: number;
}

/**
 * Devices that stand in two parts: which word of one is the latest is only known where all its records are in one part.
 *
 * @param most how many are named; `left` counts the others
 */
export function devicesTwice(
  parts: readonly Pick<DevicePart, 'ids'>[],
  most: number,
): { readonly twice: readonly DeviceTwice[]; readonly left: number } {
  const seen = new Map<string, number>();
  const twice: DeviceTwice[] = [];
  let left = 0;
  for (const [second, { ids }] of parts.entries()) {
    for (let from = 0; from < ids.length; from += ID_DIGITS) {
      const id = ids.slice(from, from + ID_DIGITS);
      const first = seen.get(id);
      if (first === undefined) seen.set(id, second);
      else if (twice.length < most) twice.push({ id, first, second });
      else left++;
    }
  }
  return { twice, left };
}
