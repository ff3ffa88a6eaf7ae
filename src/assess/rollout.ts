/** What becomes of devices to which a product sends an application: in groups, the dangerous ones first. Pure; devices come one after another. */
import { groupBy } from '../base/group-by.js';
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import { assumedTogether } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { platformById } from '../catalog/platforms.js';
import { resolveDeviceRelease } from '../catalog/assumed.js';
import type { CloudSetting, Forecast } from '../cloud/types.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import type { FleetUnknown } from '../fleet/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Finding } from '../rules/types.js';
import { judgeDevices } from './devices.js';
import type { JudgedDevices } from './devices.js';
import { forecastFor, forecastKey, sentFiles, settingFor } from './expected.js';
import type { ForecastOf } from './expected.js';
import type { FirmwareFile } from './file.js';
import { groupByPlatform } from './groups.js';
import { releaseDevice, releasesOf } from './releases.js';
import type { TargetRelease } from './releases.js';
import { sendable } from './sendable.js';
import { MOST_NAMES } from './tally.js';
import type { DeviceEntry, DeviceSummary, Problem } from './types.js';

/** A share of the devices of a platform, in millionths, so that it is compared exactly. */
export type Millionths = number;

/** What is asked. */
export interface RolloutQuestion {
  /** Only devices of that platform; null = those of all files. */
  readonly platform: number | null;
  /** Whether it is a product that sends, or somebody to a single device. */
  readonly sentTo: CloudSetting['sentTo'];
  /** A device as that release ships it. */
  readonly from?: string | undefined;
  /** A range of releases in the field. */
  readonly targetOs?: string | undefined;
  /** Whether devices are added. */
  readonly hasDevices: boolean;
  /** The most devices of a platform that may be without their application for a time. */
  readonly maxSafeMode?: Millionths | undefined;
  /** The most bytes over the air that one device may get. */
  readonly maxOta?: number | undefined;
}

/** Devices to which the same is sent. */
export interface RolloutWay {
  readonly forecast: Forecast;
  readonly count: number;
  /** Releases, or names of devices; the first ones. */
  readonly targets: readonly string[];
}

/** Devices of one fate. */
export interface RolloutGroup {
  readonly platform: number | null;
  readonly flow: Forecast['flow'];
  readonly end: Forecast['end'];
  readonly judgement: Judgement;
  readonly confidence: Forecast['confidence'];
  readonly count: number;
  readonly targets: readonly string[];
  /** Most transfers first; empty where too little is known of the devices. */
  readonly ways: readonly RolloutWay[];
  /** What is missing to say more; null where nothing is. */
  readonly lacking: FleetUnknown | null;
}

/** What was asked not to be gone beyond. */
export interface RolloutLimit {
  readonly kind: 'max_safe_mode' | 'max_ota';
  readonly platform: number | null;
  /** Devices that go beyond it, and those of which it is not known; of how many. */
  readonly beyond: number;
  readonly unknown: number;
  readonly of: number;
  readonly judgement: Judgement;
}

/** The answer. */
export interface Rollout {
  /** The dangerous ones first. */
  readonly groups: readonly RolloutGroup[];
  readonly devices: number;
  /** Devices that were said to be of a platform for which no application is. */
  readonly otherPlatforms: number;
  /** Devices that are, or may be, without their application for a time. */
  readonly withoutApplication: number;
  /** Bytes over the air of all devices together; null where a size is not known. */
  readonly wireBytes: number | null;
  /** Whether they are paid for: a cellular platform is among them. */
  readonly cellular: boolean;
  readonly limits: readonly RolloutLimit[];
  /** Why a file is not sent. */
  readonly findings: readonly Finding[];
  readonly summary: DeviceSummary | null;
  readonly assumed: readonly Assumed[];
  readonly problems: readonly Problem[];
  readonly judgement: Judgement;
}

/** Why there is nothing to roll out. */
export type RolloutFault =
  { readonly kind: 'no_application' } | { readonly kind: 'several_applications'; readonly files: readonly string[] };

/** A rollout whose devices come one after another. */
export interface OpenRollout {
  readonly add: (item: DeviceEntry) => void;
  readonly end: () => Rollout;
}

/**
 * Begins a rollout.
 *
 * @param sent the application, with what lies beside it in its bundle
 * @param library modules of which the cloud is taken to have the same, with their sizes
 */
export function beginRollout(
  sent: readonly FirmwareFile[],
  library: readonly FirmwareFile[],
  question: RolloutQuestion,
): OpenRollout | RolloutFault {
  const chosen = sendable(sent, false);
  const modules = sent.filter(isModuleFile);
  const platforms = [...groupBy(modules.filter(isApplication), ({ facts }) => facts.platform)];
  const asked = platforms.filter(([id]) => question.platform === null || id === question.platform);
  if (asked.length === 0) return { kind: 'no_application' };
  const several = asked.find(([, all]) => new Set(all.map(({ sha256, file }) => sha256 || file)).size > 1);
  if (several !== undefined) return { kind: 'several_applications', files: several[1].map(({ file }) => file) };
  const good = new Set<FirmwareFile>(chosen.files);
  const targets = asked.flatMap(([platform, [application]]) =>
    application === undefined || !good.has(application)
      ? []
      : [targetOf(platform, application, modules, library, question)],
  );
  return opened(targets, chosen.findings, question);
}

const isApplication = ({ facts }: ModuleFile): boolean => facts.function === MODULE_FUNCTION.userPart;

interface Target {
  readonly platform: number;
  readonly application: ModuleFile;
  readonly forecast: ForecastOf;
}

function targetOf(
  platform: number,
  application: ModuleFile,
  beside: readonly ModuleFile[],
  library: readonly FirmwareFile[],
  { sentTo }: RolloutQuestion,
): Target {
  const isAsset = ({ facts }: ModuleFile): boolean => facts.function === MODULE_FUNCTION.asset;
  const others = sendable(library, false).files.filter(({ facts }) => !isApplication({ facts } as ModuleFile));
  const bundled = beside.filter(isAsset);
  const rest = beside.filter((one) => !isAsset(one) && !isApplication(one) && one.facts.platform === platform);
  const files = { application, others: [...bundled, ...rest, ...others] };
  // What lies in the library alone was not uploaded with the application.
  const setting = settingFor(sentFiles([application, ...bundled]), sentTo);
  return { platform, application, forecast: forecastFor(platform, files, setting) };
}

/** Devices that come to one forecast, before they are grouped. */
interface Counted {
  readonly platform: number | null;
  readonly forecast: Forecast | null;
  readonly lacking: FleetUnknown | null;
  readonly count: number;
  readonly targets: readonly string[];
}

function opened(targets: readonly Target[], findings: readonly Finding[], question: RolloutQuestion): OpenRollout {
  const field = ofReleases(targets, question);
  const devices = question.hasDevices ? devicesOf(targets, question) : null;
  return {
    add: (item) => devices?.add(item),
    end: () => {
      const judged = devices?.end() ?? null;
      const ofDevices = devices?.fates().flatMap(countedOf) ?? [];
      const counted = [...field.counted, ...ofDevices];
      return answer(counted, question, {
        findings,
        summary: judged?.devices ?? null,
        assumed: assumedTogether([...field.assumed, ...(judged?.assumed ?? [])]),
        problems: [...field.problems, ...(judged?.problems ?? [])],
      });
    },
  };
}

function devicesOf(targets: readonly Target[], { platform }: RolloutQuestion): JudgedDevices {
  const groups = groupByPlatform(targets.map(({ application }) => application));
  const byPlatform = new Map(targets.map((one) => [one.platform, one.forecast]));
  const forecast: ForecastOf = (state, isTold) => {
    const ask = byPlatform.get(state.platform);
    if (ask === undefined) throw new Error('a device of a platform that is not asked about');
    return ask(state, isTold);
  };
  return judgeDevices(groups, platform, { via: 'ota', isProtected: null, verdicts: 'none', forecast });
}

/** What devices come to; those of other platforms are told by the summary. */
function countedOf({ word, count, names }: ReturnType<JudgedDevices['fates']>[number]): readonly Counted[] {
  const { platform, judgement, forecast = null } = word;
  if (judgement === null) return [];
  return [
    { platform, forecast, lacking: forecast === null ? (judgement.lacking ?? null) : null, count, targets: names },
  ];
}

interface OfReleases {
  readonly counted: readonly Counted[];
  readonly assumed: readonly Assumed[];
  readonly problems: readonly Problem[];
}

/** The releases in the field: each counts as one device. */
function ofReleases(targets: readonly Target[], { from, targetOs }: RolloutQuestion): OfReleases {
  const counted: Counted[] = [];
  const assumed: Assumed[] = [];
  const problems: Problem[] = [];
  if (from === undefined && targetOs === undefined) return { counted, assumed, problems };
  for (const { platform, application, forecast } of targets) {
    const releases =
      from === undefined ? releasesOf(platform, { minOs: undefined, targetOs }) : fromRelease(from, platform);
    if ('kind' in releases) {
      const alone = targets.length === 1;
      problems.push({ kind: 'no_releases', platform, file: application.file, why: releases, alone });
      continue;
    }
    for (const one of releases) {
      const device = releaseDevice(one, platform, { via: 'ota', isProtected: null });
      assumed.push(...device.assumed);
      const expected = device.state === null ? null : forecast(device.state, false);
      counted.push({ platform, forecast: expected, lacking: null, count: 1, targets: [one.release] });
    }
  }
  return { counted, assumed, problems };
}

function fromRelease(
  from: string,
  platform: number,
): readonly TargetRelease[] | Extract<Problem, { kind: 'no_releases' }>['why'] {
  const found = resolveDeviceRelease(from, platform);
  if (found.kind === 'found') return [found];
  return { kind: 'no_release', release: from, nearest: found.kind === 'none' ? found.nearest : [found.last] };
}

function answer(
  counted: readonly Counted[],
  question: RolloutQuestion,
  rest: Pick<Rollout, 'findings' | 'summary' | 'assumed' | 'problems'>,
): Rollout {
  const groups = groupsOf(counted);
  const limits = limitsOf(counted, question);
  const devices = sumOf(counted, () => true);
  const { findings, summary, problems } = rest;
  const isOpen = devices === 0 || problems.length > 0 || (summary?.missingPages.length ?? 0) > 0;
  const judgement = worstOf([
    ...groups.map((one) => one.judgement),
    ...limits.map((one) => one.judgement),
    findings.length > 0 ? 'not-ok' : 'ok',
    isOpen ? 'unknown' : 'ok',
  ]);
  return {
    ...rest,
    groups,
    devices,
    otherPlatforms: summary?.otherPlatforms ?? 0,
    withoutApplication: sumOf(counted, mayBeWithout),
    wireBytes: wireOf(counted),
    cellular: counted.some(({ platform }) => platform !== null && platformById(platform)?.cellular === true),
    limits,
    judgement,
  };
}

function sumOf(counted: readonly Counted[], isMeant: (one: Counted) => boolean): number {
  return counted.reduce((sum, one) => sum + (isMeant(one) ? one.count : 0), 0);
}

/** What is not known counts as safe mode. */
const mayBeWithout = ({ forecast }: Counted): boolean => forecast?.withoutApplication !== false;

function wireOf(counted: readonly Counted[]): number | null {
  let sum = 0;
  for (const { forecast, count } of counted) {
    const bytes = forecast?.wireBytes ?? null;
    if (bytes === null) return null;
    sum += bytes * count;
  }
  return sum;
}

/** Groups of one platform, flow, end and sureness; in each, ways by what is sent. */
function groupsOf(counted: readonly Counted[]): readonly RolloutGroup[] {
  const found = groupBy(counted, groupKey);
  return [...found.values()].flatMap((all) => groupOf(all) ?? []).sort(byDanger);
}

function groupKey({ platform, forecast, lacking }: Counted): string {
  if (forecast === null) return `${String(platform)} ${String(lacking)}`;
  const { flow, end, confidence } = forecast;
  const why = end.kind === 'dead_end' || end.kind === 'stays' ? end.why : end.kind === 'unknown' ? end.what : '';
  return JSON.stringify([platform, flow, end.kind, typeof why === 'string' ? why : why.kind, confidence]);
}

function groupOf(all: readonly Counted[]): RolloutGroup | null {
  const [first] = all;
  if (first === undefined) return null;
  const ways = [...groupBy(all.flatMap(wayOf), ({ forecast }) => wayKey(forecast)).values()]
    .flatMap((same) => joined(same) ?? [])
    .sort((a, b) => b.forecast.transfers.length - a.forecast.transfers.length || b.count - a.count);
  const worst = ways[0]?.forecast ?? null;
  return {
    platform: first.platform,
    flow: worst?.flow ?? 'unknown',
    end: worst?.end ?? { kind: 'unknown', what: { kind: 'device', fact: null } },
    judgement: worst?.judgement ?? 'unknown',
    confidence: worst?.confidence ?? 'unknown',
    count: sumOf(all, () => true),
    targets: all.flatMap(({ targets }) => targets).slice(0, MOST_NAMES),
    ways,
    lacking: first.lacking,
  };
}

function wayOf({ forecast, count, targets }: Counted): readonly RolloutWay[] {
  return forecast === null ? [] : [{ forecast, count, targets }];
}

/** Equal where the same is sent, whatever the device was before. */
function wayKey(forecast: Forecast): string {
  const { transfers, notes } = forecast;
  return transfers.length === 0 ? forecastKey(forecast) : JSON.stringify([transfers, notes]);
}

function joined(same: readonly RolloutWay[]): RolloutWay | null {
  const [first] = same;
  if (first === undefined) return null;
  const count = same.reduce((sum, one) => sum + one.count, 0);
  return { forecast: first.forecast, count, targets: same.flatMap(({ targets }) => targets).slice(0, MOST_NAMES) };
}

/** What needs a look first: what does not get there, then what nobody knows, then what stands still for a time. */
const DANGER: readonly Forecast['end']['kind'][] = ['dead_end', 'loop', 'refused', 'unknown', 'stays', 'runs'];
const OUTAGE: readonly Forecast['flow'][] = [
  'unknown',
  'application_first',
  'device_os_first',
  'healed',
  'combined_or_application_first',
  'combined',
  'application_only',
  'nothing',
];

function byDanger(a: RolloutGroup, b: RolloutGroup): number {
  return (
    DANGER.indexOf(a.end.kind) - DANGER.indexOf(b.end.kind) ||
    OUTAGE.indexOf(a.flow) - OUTAGE.indexOf(b.flow) ||
    b.count - a.count ||
    (a.platform ?? 0) - (b.platform ?? 0)
  );
}

const WHOLE: Millionths = 1e6;

function limitsOf(counted: readonly Counted[], { maxSafeMode, maxOta }: RolloutQuestion): readonly RolloutLimit[] {
  return [
    ...(maxSafeMode === undefined ? [] : safeModeLimits(counted, maxSafeMode)),
    ...(maxOta === undefined ? [] : [otaLimit(counted, maxOta)]),
  ];
}

/** Of the devices of each platform, those that are without their application; what is not known counts as such. */
function safeModeLimits(counted: readonly Counted[], most: Millionths): readonly RolloutLimit[] {
  return [...groupBy(counted, ({ platform }) => platform)].map(([platform, all]): RolloutLimit => {
    const of = sumOf(all, () => true);
    const beyond = sumOf(all, mayBeWithout);
    const unknown = sumOf(all, ({ forecast }) => (forecast?.withoutApplication ?? 'unknown') === 'unknown');
    // Whole numbers on both sides: a share that is just reached is not gone beyond.
    const isKept = BigInt(beyond) * BigInt(WHOLE) <= BigInt(of) * BigInt(most);
    return { kind: 'max_safe_mode', platform, beyond, unknown, of, judgement: isKept ? 'ok' : 'not-ok' };
  });
}

function otaLimit(counted: readonly Counted[], most: number): RolloutLimit {
  const bytesOf = ({ forecast }: Counted): number | null => forecast?.wireBytes ?? null;
  const beyond = sumOf(counted, (one) => (bytesOf(one) ?? 0) > most);
  const unknown = sumOf(counted, (one) => bytesOf(one) === null);
  const judgement = beyond > 0 ? 'not-ok' : unknown > 0 ? 'unknown' : 'ok';
  return { kind: 'max_ota', platform: null, beyond, unknown, of: sumOf(counted, () => true), judgement };
}
