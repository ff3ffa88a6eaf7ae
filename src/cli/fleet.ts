/** The devices that a check is about: releases of a range, single reports, or a fleet of very many. */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { platformName } from '../catalog/platforms.js';
import { releasesInRange, resolveRelease } from '../catalog/releases.js';
import { readDeviceReport, stateOfReport } from '../device/describe.js';
import { shippedState } from '../device/shipped.js';
import type { DeviceState } from '../device/types.js';
import type { FleetOutcome, Judgement } from '../plan/fleet.js';
import type { FleetSummary } from '../report/check-types.js';
import { bootReasonWords, reasonWords } from '../report/device.js';
import type { RunError } from '../report/json.js';
import { safeText } from '../report/words.js';
import type { TargetSubject } from '../rules/types.js';
import { UsageError } from './context.js';
import { reportText } from './device.js';

/** Names that are kept of a group of very many. */
const MOST_NAMES = 20;
/** Devices that the list of a report holds at the most; a longer stream is only counted. */
const MOST_LISTED = 1_000;

interface Group {
  readonly outcome: FleetOutcome;
  readonly judgement: Judgement;
  readonly targets: string[];
  count: number;
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
      if (group.targets.length < MOST_NAMES) group.targets.push(device);
      if (list.length < MOST_LISTED) {
        list.push({ device, outcome: judgement.outcome, why: whyWords(judgement, platform) });
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
      groups: [...groups.values()].map((group) => ({ ...group, targets: [...group.targets] })),
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
  const group = groups.get(key) ?? { outcome, judgement, targets: [], count: 0 };
  groups.set(key, group);
  return group;
}

function whyWords({ outcome, reason, bootReasons }: Judgement, platform: number): string | null {
  if (outcome === 'run') return null;
  return reason === null
    ? bootReasons.map((one) => bootReasonWords(one, platform)).join('; ')
    : reasonWords(reason, platform);
}

/** The releases of `--min-os` and `--target-os` for a platform, with the device state of each that is recorded. */
export function targetReleases(
  platform: number,
  minOs: string | undefined,
  targetOs: string | undefined,
): readonly { readonly release: string; readonly state: DeviceState | null; readonly version: number }[] {
  const range = rangeOf(platform, minOs, targetOs);
  const releases = releasesInRange(range, platform);
  if (releases === null) {
    throw new UsageError(`${safeText(targetOs ?? '')} is no range of releases, such as ">=1.5 <2"`);
  }
  if (releases.length === 0) throw new UsageError(`no release of ${platformName(platform)} lies in ${safeText(range)}`);
  // The application of these devices is the one that is checked, or one built for the release: either runs there today.
  return releases.map(({ release, version }) => ({
    release,
    version,
    state: shippedState(release, platform, 'for_release')?.state ?? null,
  }));
}

function rangeOf(platform: number, minOs: string | undefined, targetOs: string | undefined): string {
  if (minOs === undefined) return targetOs ?? '*';
  const resolved = resolveRelease(minOs, platform);
  if (resolved.kind === 'none') {
    const near = resolved.nearest.length === 0 ? '' : `; the nearest are ${resolved.nearest.join(' and ')}`;
    throw new UsageError(`no release ${safeText(minOs)} for ${platformName(platform)}${near}`);
  }
  return `>=${resolved.release}${targetOs === undefined ? '' : ` ${targetOs}`}`;
}

/** One device report that could be read. */
export interface FleetDevice {
  readonly name: string;
  readonly state: DeviceState;
}

/** What a fleet stream gives: a device, or a line that says none. */
export type FleetItem = FleetDevice | RunError;

/** Reads device reports: single files, a folder of them, or NDJSON with one report a line. Flat in memory. */
export async function* fleetDevices(
  devices: readonly string[],
  fleet: readonly string[],
  platform: number | null,
): AsyncGenerator<FleetItem> {
  for (const file of devices) yield deviceOf(file, await reportText(file), platform);
  for (const place of fleet) yield* fleetAt(place, platform);
}

async function* fleetAt(place: string, platform: number | null): AsyncGenerator<FleetItem> {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`no such file or folder: ${safeText(place)}`);
  if (!stats.isDirectory()) {
    if (!stats.isFile()) throw new UsageError(`${safeText(place)} is neither a file nor a folder`);
    yield* linesOf(place, platform);
    return;
  }
  for (const name of readdirSync(place).sort()) {
    const path = join(place, name);
    if (statSync(path).isFile()) yield deviceOf(`${place}/${name}`, await reportText(path), platform);
  }
}

/** A line longer than any report is no report. */
const MOST_LINE = 1024 * 1024;

async function* linesOf(file: string, platform: number | null): AsyncGenerator<FleetItem> {
  const memo = new Map<string, DeviceState>();
  let at = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    at++;
    if (line.trim() === '') continue;
    const name = nameOf(line) ?? `line ${String(at)}`;
    const key = bodyOf(line);
    const known = memo.get(key);
    if (known !== undefined) {
      yield { name, state: known };
      continue;
    }
    const item = deviceOf(name, line.slice(0, MOST_LINE), platform);
    if (!('state' in item)) {
      yield { ...item, file: `${file}:${String(at)}` };
      continue;
    }
    if (memo.size < 10_000) memo.set(key, item.state);
    yield { name, state: item.state };
  }
}

const DEVICE_ID = /"(?:id|device_id|deviceId|coreid|name)"\s*:\s*"([^"\\]{1,64})"/;

/** What a report calls its device; null where it does not say. */
function nameOf(line: string): string | null {
  return DEVICE_ID.exec(line)?.[1] ?? null;
}

/** The report without what differs from device to device, so that equal ones are read once. */
function bodyOf(line: string): string {
  return line.replace(
    /"(?:id|device_id|deviceId|coreid|name|published_at|imei|iccid|last_heard|u)"\s*:\s*"[^"\\]*"/g,
    '',
  );
}

function deviceOf(name: string, text: string, platform: number | null): FleetItem {
  const report = readDeviceReport(text);
  if (report.kind === 'no_report') {
    return { file: name, code: 'no_report', message: `is no device report: ${safeText(report.what)}` };
  }
  const found = stateOfReport(report, platform ?? undefined);
  return 'kind' in found
    ? { file: name, code: 'no_report', message: `does not say enough: ${safeText(found.what)}` }
    : { name: report.deviceId ?? name, state: found.state };
}
