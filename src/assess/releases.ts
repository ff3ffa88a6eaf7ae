/** What the files do to devices with the Device OS releases that are in the field. */
import { NO_PLATFORM } from '../catalog/platforms.js';
import { assumedProtection, assumedRules, resolveDeviceRelease, rowOfDevice } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import {
  announcedInRange,
  isAboveTable,
  knownReleases,
  releaseOf,
  releasesInRange,
  resolveRelease,
  tableExtent,
} from '../catalog/releases.js';
import type { AnnouncedRelease, KnownRelease } from '../catalog/releases.js';
import { shippedRow } from '../device/shipped.js';
import type { DeviceState, Transport } from '../device/types.js';
import { settleProtection } from '../device/protection.js';
import { fleetJudge, UNCLEAR } from '../plan/fleet.js';
import type { DeviceJudgement } from '../plan/fleet.js';
import type { PlanFile } from '../plan/world.js';
import { checkTargets } from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import { expectationOf } from './expected.js';
import type { FirmwareFile } from './file.js';
import { filesInOrder, systemVersions } from './groups.js';
import type { PlatformGroup } from './groups.js';
import { keyOf, tallyOf } from './tally.js';
import type { Problem, ReleaseProblem } from './types.js';

/** The releases in the field, as the question names them. */
export interface Field {
  readonly minOs: string | undefined;
  readonly targetOs: string | undefined;
  readonly via: Transport;
  readonly isProtected: boolean | null;
  readonly expectCloud: boolean;
  readonly library: readonly FirmwareFile[];
}

/** What the releases in the field come to. */
interface JudgedField {
  readonly findings: readonly Finding[];
  readonly assumed: readonly Assumed[];
  readonly unjudged: readonly AnnouncedRelease[];
  readonly problems: readonly Problem[];
}

const NOTHING: JudgedField = { findings: [], assumed: [], unjudged: [], problems: [] };

/** A platform without releases in the range is a problem of its own files; the others are judged all the same. */
export function judgeReleases(groups: readonly PlatformGroup[], field: Field): JudgedField {
  if (field.minOs === undefined && field.targetOs === undefined) return NOTHING;
  const newer = newerThanTable(field);
  if (newer !== null) return { ...NOTHING, problems: [newer] };
  const platforms = groups.filter(({ platform }) => platform !== NO_PLATFORM);
  const findings: Finding[] = [];
  const assumed: Assumed[] = [];
  const problems: Problem[] = [];
  for (const group of platforms) {
    const { platform, items } = group;
    const releases = releasesOf(platform, field);
    if ('kind' in releases) {
      const alone = platforms.length === 1;
      problems.push({ kind: 'no_releases', platform, file: items[0]?.file ?? '', why: releases, alone });
      continue;
    }
    const judged = judgeRange(group, releases, field);
    findings.push(...judged.findings);
    assumed.push(...judged.assumed);
  }
  return { findings, assumed, unjudged: announcedIn(platforms, field), problems };
}

/** The part of the question that names what is newer than the table; null where none does. */
function newerThanTable({ minOs, targetOs }: Field): Problem | null {
  const minimum = minOs === undefined ? null : resolveRelease(minOs);
  if (minOs !== undefined && minimum?.kind === 'newer' && minimum.version === null) {
    return { kind: 'newer_than_table', option: 'minOs', asked: minOs, newer: minimum };
  }
  if (targetOs === undefined || !isAboveTable(targetOs)) return null;
  const newer = { kind: 'newer', version: null, last: tableExtent().last, announced: null } as const;
  return { kind: 'newer_than_table', option: 'targetOs', asked: targetOs, newer };
}

/** Releases in the range that are known by name alone, where a platform has the newest releases. */
function announcedIn(groups: readonly PlatformGroup[], { minOs, targetOs = '' }: Field): readonly AnnouncedRelease[] {
  const { last } = tableExtent();
  // A line of releases that has ended gets no newer one.
  if (!groups.some(({ platform }) => knownReleases(platform).at(-1)?.release === last)) return [];
  const minimum = minOs === undefined ? null : resolveRelease(minOs);
  if (minimum !== null && minimum.kind !== 'found') return [];
  return announcedInRange([...(minimum === null ? [] : [`>=${minimum.release}`]), targetOs].join(' '));
}

/** Module version of the oldest release in the field; null where the question names none, or the platform has none of them. */
export function lowestInField(platform: number, field: Pick<Field, 'minOs' | 'targetOs'>): number | null {
  if (field.minOs === undefined && field.targetOs === undefined) return null;
  const releases = releasesOf(platform, field);
  return 'kind' in releases ? null : Math.min(...releases.map(({ version }) => version));
}

/** A release of a platform by its name and the module version of its system parts. */
export type TargetRelease = Pick<KnownRelease, 'release' | 'version'>;

/** The releases of a platform that the question names, or why there are none. */
export function releasesOf(
  platform: number,
  { minOs, targetOs }: Pick<Field, 'minOs' | 'targetOs'>,
): readonly TargetRelease[] | ReleaseProblem {
  const all = releasesInRange(targetOs ?? '*', platform);
  if (all === null) return { kind: 'no_range', range: targetOs ?? '*' };
  const minimum = minOs === undefined ? null : resolveDeviceRelease(minOs, platform);
  if (minOs !== undefined && minimum !== null && minimum.kind !== 'found') {
    return { kind: 'no_release', release: minOs, nearest: minimum.kind === 'none' ? minimum.nearest : [minimum.last] };
  }
  const lowest = minimum?.kind === 'found' ? minimum : null;
  if (lowest !== null && lowest.version > tableExtent().version) return [lowest];
  const atLeast = lowest === null ? null : new Set(releasesInRange(`>=${lowest.release}`, platform)?.map(nameOf));
  const releases = all.filter(({ release }) => atLeast?.has(release) ?? true);
  if (releases.length > 0) return releases;
  return { kind: 'empty_range', minimum: lowest?.release ?? null, range: targetOs ?? null };
}

const nameOf = ({ release }: TargetRelease): string => release;

function judgeRange(
  group: PlatformGroup,
  releases: readonly TargetRelease[],
  { via, isProtected, expectCloud, library }: Omit<Field, 'minOs' | 'targetOs'>,
): Pick<JudgedField, 'findings' | 'assumed'> {
  const { platform } = group;
  const files = filesInOrder(group);
  const judgeOne = fleetJudge(files, via);
  const expect = expectationOf(group, via, library);
  const tally = tallyOf('needs');
  const assumed = [...assumedRules(platform, systemVersions(group.items))];
  const judged: JudgedRelease[] = [];
  const newest = newestSystem(files);
  for (const one of releases) {
    const { release, version } = one;
    // Devices that are newer than the system parts of the set are not what it is for.
    if (version > newest) continue;
    const device = releaseDevice(one, platform, { via, isProtected });
    const judgement = device.state === null ? NOTHING_RECORDED : judgeOne(device.state);
    const forecast = device.state === null ? undefined : expect?.(device.state, false);
    tally.add(release, judgement, judgement.outcome === 'run' ? undefined : forecast);
    assumed.push(...device.assumed);
    // The final release of a number stands for its pre-releases.
    judged.push({ fate: keyOf(judgement, 'needs'), name: releaseOf(version, platform) ?? release });
  }
  const findings = checkTargets({
    platform,
    kind: 'release',
    groups: tally.groups().map((one) => ({ ...one, below: limitOf(judged, keyOf(one.judgement, 'needs')) })),
    expectCloud,
    files: files.map(({ file }) => file),
  });
  return { findings, assumed };
}

/** A release of the field, and what becomes of its devices. */
interface JudgedRelease {
  readonly fate: string;
  readonly name: string;
}

/** The first release that has not that fate, where all before it have it and none behind it; else null. */
function limitOf(judged: readonly JudgedRelease[], fate: string): string | null {
  const at = judged.findIndex((one) => one.fate !== fate);
  return judged.slice(Math.max(at, 0)).some((one) => one.fate === fate) ? null : (judged[at]?.name ?? null);
}

/** A device that stands for a release of the field; its state is null where nothing of the release is recorded. */
export interface ReleaseDevice {
  readonly state: DeviceState | null;
  readonly assumed: readonly Assumed[];
}

/** Takes a release of a platform; gives the device that stands for it: its application is the one that is checked, or one built for the release. */
export function releaseDevice(
  one: TargetRelease,
  platform: number,
  { via, isProtected }: Pick<Field, 'via' | 'isProtected'>,
): ReleaseDevice {
  const known = rowOfDevice(one, platform);
  const shipped = known === null ? undefined : shippedRow(known.row, 'for_release')?.state;
  const device = shipped === undefined ? null : settleProtection(shipped, { said: isProtected, via, isTold: false });
  const ofProtection = device !== null && device.assumedOf !== null ? [assumedProtection(platform, one.version)] : [];
  const assumed = [...ofProtection, ...(known?.assumed ?? []), ...assumedRules(platform, [one.version])];
  return { state: device?.state ?? null, assumed };
}

/** The system version that the set brings; without one nothing is too new for it. */
function newestSystem(files: readonly PlanFile[]): number {
  const versions = systemVersions(files);
  return versions.length === 0 ? Number.MAX_SAFE_INTEGER : Math.max(...versions);
}

/** A board of which no release is recorded. */
const NOTHING_RECORDED: DeviceJudgement = { ...UNCLEAR, bootReasons: [{ kind: 'not_known', what: 'rules' }] };
