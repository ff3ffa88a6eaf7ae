/** The devices that a check is about: releases of a range, single reports, or a fleet of very many. */
import { readdirSync, statSync } from 'node:fs';
import { platformName } from '../catalog/platforms.js';
import type { Assumed } from '../catalog/assumed.js';
import {
  announcedInRange,
  isAboveTable,
  knownReleases,
  releasesInRange,
  resolveRelease,
  tableExtent,
} from '../catalog/releases.js';
import type { AnnouncedRelease } from '../catalog/releases.js';
import { readDeviceReport, readDevices, stateOfReport } from '../describe/read.js';
import type { DeviceReport } from '../describe/read.js';
import { shippedRow } from '../device/shipped.js';
import type { DeviceState, Told } from '../device/types.js';
import type { FleetOutcome, Judgement } from '../plan/fleet.js';
import type { FleetSummary } from '../report/check-types.js';
import { bootReasonWords, reasonWords } from '../report/device.js';
import type { RunError } from '../report/json.js';
import { safeText } from '../base/safe-text.js';
import type { TargetSubject } from '../rules/types.js';
import { orUnreadable, unreadable, UsageError } from './context.js';
import { reportText, severalWords } from './device.js';
import { linesOf } from './lines.js';
import { deviceRelease, rowOf } from './assumed.js';
import { newerThanTable } from './shared.js';

/** Names that are kept of a group of very many. */
const MOST_NAMES = 20;
/** Devices that the list of a report holds at the most; a longer stream is only counted. */
const MOST_LISTED = 1_000;

interface Group {
  readonly outcome: FleetOutcome;
  readonly judgement: Judgement;
  readonly targets: string[];
  count: number;
  /** How many of them tell whom of a refusal. */
  readonly told: Partial<Record<Told, number>>;
}

/** Gathers judgements by what they came to, in bounded memory. */
export interface FleetTally {
  readonly add: (device: string, judgement: Judgement) => void;
  readonly summary: () => FleetSummary;
  readonly subject: (
    kind: TargetSubject['kind'],
    lowestThatRuns: string | null,
    files: readonly string[],
  ) => TargetSubject;
}

/**
 * An empty tally for one platform.
 *
 * @param merge `needs`: what lacks the same thing is one group, whatever it has instead (for releases of a range)
 */
export function fleetTally(platform: number, merge: 'needs' | 'exact'): FleetTally {
  const groups = new Map<string, Group>();
  const list: FleetSummary['list'][number][] = [];
  let wireBytes = 0;
  let devices = 0;
  const of = (outcome: FleetOutcome): number =>
    [...groups.values()].filter((one) => one.outcome === outcome).reduce((sum, { count }) => sum + count, 0);
  return {
    add: (device, judgement) => {
      devices++;
      wireBytes += judgement.wireBytes;
      const group = groupFor(groups, judgement, merge);
      group.count++;
      if (judgement.told !== null) group.told[judgement.told] = (group.told[judgement.told] ?? 0) + 1;
      if (group.targets.length < MOST_NAMES) group.targets.push(device);
      if (list.length < MOST_LISTED) {
        list.push({ device, outcome: judgement.outcome, why: whyWords(judgement, platform), told: judgement.told });
      }
    },
    summary: () => ({
      devices,
      run: of('run'),
      safeMode: of('safe-mode'),
      refuse: of('refuse'),
      unclear: of('unclear'),
      wireBytes,
      list: devices > MOST_LISTED ? [] : list,
    }),
    subject: (kind, lowestThatRuns, files) => ({
      platform,
      kind,
      groups: [...groups.values()].map((group) => ({ ...group, targets: [...group.targets], told: { ...group.told } })),
      lowestThatRuns,
      files,
    }),
  };
}

/** Judgements are equal objects for equal states, so most groups are found without a look inside. */
const keys = new WeakMap<Judgement, string>();

function groupFor(groups: Map<string, Group>, judgement: Judgement, merge: 'needs' | 'exact'): Group {
  const { outcome, file, reason, bootReasons } = judgement;
  const without = (name: string, value: unknown): unknown => (merge === 'needs' && name === 'has' ? undefined : value);
  const key = keys.get(judgement) ?? JSON.stringify([outcome, file?.file, reason, bootReasons], without);
  keys.set(judgement, key);
  const group = groups.get(key) ?? { outcome, judgement, targets: [], count: 0, told: {} };
  groups.set(key, group);
  return group;
}

function whyWords({ outcome, reason, bootReasons }: Judgement, platform: number): string | null {
  if (outcome === 'run') return null;
  return reason === null
    ? bootReasons.map((one) => bootReasonWords(one, platform)).join('; ')
    : reasonWords(reason, platform);
}

/** The question that `--min-os` or `--target-os` leaves open where it names what is newer than the table; null where it does not. */
export function newerThanRange(minOs: string | undefined, targetOs: string | undefined): RunError | null {
  const resolved = minOs === undefined ? null : resolveRelease(minOs);
  const asked =
    resolved?.kind === 'newer' && resolved.version === null
      ? `--min-os: ${newerThanTable(minOs ?? '', resolved).message}`
      : targetOs !== undefined && isAboveTable(targetOs)
        ? `--target-os: ${safeText(targetOs)} is newer than my table (${tableExtent().last}); add its releases with --releases FILE`
        : null;
  return asked === null ? null : { file: '', code: 'newer_than_table', message: `not judged: ${asked}` };
}

/** Releases in the range that are known by name alone, where a platform has the newest releases; they take part in no judgement. */
export function announcedBetween(
  platforms: readonly number[],
  minOs: string | undefined,
  targetOs: string | undefined,
): readonly AnnouncedRelease[] {
  const { last } = tableExtent();
  // A line of releases that has ended gets no newer one.
  if (!platforms.some((platform) => knownReleases(platform).at(-1)?.release === last)) return [];
  const minimum = minOs === undefined ? null : resolveRelease(minOs);
  if (minimum !== null && minimum.kind !== 'found') return [];
  return announcedInRange([...(minimum === null ? [] : [`>=${minimum.release}`]), targetOs ?? ''].join(' '));
}

/** One release of a range, with what its state rests on. */
export interface TargetRelease {
  readonly release: string;
  readonly state: DeviceState | null;
  readonly version: number;
  readonly assumed: readonly Assumed[];
}

/** The releases of `--min-os` and `--target-os` for a platform, with the device state of each that is recorded. */
export function targetReleases(
  platform: number,
  minOs: string | undefined,
  targetOs: string | undefined,
): readonly TargetRelease[] {
  const range = targetOs ?? '*';
  const all = releasesInRange(range, platform);
  if (all === null) throw new UsageError(`${safeText(range)} is no range of releases, such as ">=1.5 <2"`);
  const least = minOs === undefined ? null : deviceRelease(minOs, platform);
  if (least !== null && least.version > tableExtent().version) return [targetOf(least, platform)];
  const minimum = least?.release ?? null;
  const atLeast = minimum === null ? null : new Set(releasesInRange(`>=${minimum}`, platform)?.map(nameOfRelease));
  const releases = all.filter(({ release }) => atLeast?.has(release) ?? true);
  if (releases.length === 0) {
    const words = [...(minimum === null ? [] : [`>=${minimum}`]), ...(targetOs === undefined ? [] : [targetOs])];
    throw new UsageError(`no release of ${platformName(platform)} lies in ${safeText(words.join(' '))}`);
  }
  // The application of these devices is the one that is checked, or one built for the release: either runs there today.
  return releases.map((one) => targetOf(one, platform));
}

function targetOf(
  { release, version }: { readonly release: string; readonly version: number },
  platform: number,
): TargetRelease {
  const known = rowOf({ release, version, asked: null }, platform);
  const state = known === null ? null : (shippedRow(known.row, 'for_release')?.state ?? null);
  return { release, version, state, assumed: known?.assumed ?? [] };
}

const nameOfRelease = ({ release }: { readonly release: string }): string => release;

/** One device report that could be read. */
export interface FleetDevice {
  readonly name: string;
  readonly state: DeviceState;
  /** The file of a single report; null in a fleet. */
  readonly file: string | null;
}

/** What a fleet stream gives: a device, or a line that says none. */
export type FleetItem = FleetDevice | RunError;

/**
 * Reads device reports: single files, a folder of them, or NDJSON with one report a line. Flat in memory.
 *
 * @param platform for reports that name none
 */
export async function* fleetDevices(
  devices: readonly string[],
  fleet: readonly string[],
  platform: number | null,
): AsyncGenerator<FleetItem> {
  for (const file of devices) yield { ...(await singleIn(file, platform)), file };
  for (const place of fleet) yield* fleetAt(place, platform);
}

async function* fleetAt(place: string, platform: number | null): AsyncGenerator<FleetItem> {
  const stats = orUnreadable(place, () => statSync(place));
  if (!stats.isDirectory()) {
    if (!stats.isFile()) throw new UsageError(`${safeText(place)} is neither a file nor a folder`);
    yield* devicesOfLines(place, platform);
    return;
  }
  const entries = orUnreadable(place, () => readdirSync(place, { withFileTypes: true }));
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  for (const name of names.sort()) yield* await devicesIn(`${place}/${name}`, platform);
}

/** A file of `--device` is about one device; one that cannot be read says nothing about the others. */
async function singleIn(file: string, platform: number | null): Promise<FleetItem> {
  try {
    const report = readDeviceReport(await reportText(file));
    if (report.kind === 'several') return { file, code: 'no_report', message: severalWords(report, undefined) };
    return report.kind === 'no_report' ? noReport(file, report.what) : itemOf(file, report, platform);
  } catch (error) {
    return { file, code: 'unreadable', message: unreadable(file, error).message };
  }
}

async function devicesIn(file: string, platform: number | null): Promise<readonly FleetItem[]> {
  try {
    return devicesOf(file, await reportText(file), platform);
  } catch (error) {
    return [{ file, code: 'unreadable', message: unreadable(file, error).message }];
  }
}

async function* devicesOfLines(file: string, platform: number | null): AsyncGenerator<FleetItem> {
  const memo = new Map<string, DeviceState>();
  for await (const { number, text } of linesOf(file)) {
    const place = `${file}:${String(number)}`;
    if (text === null) {
      yield { file: place, code: 'no_report', message: 'is no device report: the line is too long' };
      continue;
    }
    const { name, body } = identityOf(text);
    const known = body === null ? undefined : memo.get(body);
    if (known !== undefined) {
      yield { name: name ?? `line ${String(number)}`, state: known, file: null };
      continue;
    }
    const items = devicesOf(name ?? `line ${String(number)}`, text, platform);
    const [item] = items;
    if (item === undefined || !('state' in item) || items.length > 1) {
      for (const one of items) yield 'state' in one ? one : { ...one, file: place };
      continue;
    }
    if (body !== null && memo.size < MOST_REMEMBERED) memo.set(body, item.state);
    yield { name: name ?? item.name, state: item.state, file: null };
  }
}

/** A hostile stream could bring ever new reports; what is remembered stays bounded. */
const MOST_REMEMBERED = 10_000;

/** What a report calls its device at its top, the surest first; events have a name of their own. */
const NAMES = ['coreid', 'device_id', 'deviceId', 'id', 'name'] as const;
/** What differs between devices that are otherwise alike. */
const PERSONAL = new Set<string>([...NAMES, 'published_at', 'last_heard', 'imei', 'iccid', 'u']);

/** The name of the device, and the report without it, so that equal reports are read once; null for what is no JSON object. */
function identityOf(line: string): { readonly name: string | null; readonly body: string | null } {
  const report = objectOf(line);
  if (report === null) return { name: null, body: null };
  const isEvent = 'data' in report;
  const key = NAMES.find((one) => typeof report[one] === 'string' && !(isEvent && one === 'name'));
  const rest = Object.entries(report).filter(([field]) => !PERSONAL.has(field));
  return { name: key === undefined ? null : String(report[key]).slice(0, LONGEST_NAME), body: JSON.stringify(rest) };
}

const LONGEST_NAME = 64;

function objectOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

/** Every device that a text is about, each by its latest report; never fewer than are named. */
function devicesOf(name: string, text: string, platform: number | null): readonly FleetItem[] {
  const reports = readDevices(text);
  if ('kind' in reports) return [noReport(name, reports.what)];
  const nameOf = (at: number): string => (reports.length === 1 ? name : `${name} #${String(at + 1)}`);
  return reports.map((report, at) => itemOf(nameOf(at), report, platform));
}

function noReport(file: string, what: string): FleetItem {
  return { file, code: 'no_report', message: `is no device report: ${safeText(what)}` };
}

function itemOf(name: string, report: DeviceReport, platform: number | null): FleetItem {
  const found = stateOfReport(report, report.platform ?? platform ?? undefined);
  return 'kind' in found
    ? { file: name, code: 'no_report', message: `does not say enough: ${safeText(found.what)}` }
    : { name: report.deviceId ?? name, state: found.state, file: null };
}
