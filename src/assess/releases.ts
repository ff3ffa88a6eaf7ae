/** What the files do to devices with the Device OS releases that are in the field. */
import { NO_PLATFORM } from '../catalog/platforms.js';
import { releaseOf, releasesInRange, resolveRelease } from '../catalog/releases.js';
import type { KnownRelease } from '../catalog/releases.js';
import { shippedState } from '../device/shipped.js';
import type { Transport } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { fleetJudge } from '../plan/fleet.js';
import type { DeviceJudgement } from '../plan/fleet.js';
import type { PlanFile } from '../plan/world.js';
import { checkTargets } from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import { filesInOrder } from './groups.js';
import type { PlatformGroup } from './groups.js';
import { tallyOf } from './tally.js';
import type { Problem, ReleaseProblem } from './types.js';

/** The releases in the field, as the question names them. */
export interface Field {
  readonly minOs: string | undefined;
  readonly targetOs: string | undefined;
  readonly via: Transport;
}

/** A platform without releases in the range is a problem of its own files; the others are judged all the same. */
export function judgeReleases(
  groups: readonly PlatformGroup[],
  field: Field,
): { readonly findings: readonly Finding[]; readonly problems: readonly Problem[] } {
  if (field.minOs === undefined && field.targetOs === undefined) return { findings: [], problems: [] };
  const platforms = groups.filter(({ platform }) => platform !== NO_PLATFORM);
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  for (const group of platforms) {
    const { platform, items } = group;
    const releases = releasesOf(platform, field);
    if (!('kind' in releases)) findings.push(...judgeRange(group, releases, field.via));
    else {
      const [first] = items;
      const alone = platforms.length === 1;
      problems.push({ kind: 'no_releases', platform, file: first?.file ?? '', why: releases, alone });
    }
  }
  return { findings, problems };
}

function releasesOf(platform: number, { minOs, targetOs }: Field): readonly KnownRelease[] | ReleaseProblem {
  const all = releasesInRange(targetOs ?? '*', platform);
  if (all === null) return { kind: 'no_range', range: targetOs ?? '*' };
  const minimum = minOs === undefined ? null : resolveRelease(minOs, platform);
  if (minOs !== undefined && minimum?.kind === 'none') {
    return { kind: 'no_release', release: minOs, nearest: minimum.nearest };
  }
  const lowest = minimum?.kind === 'found' ? minimum.release : null;
  const atLeast = lowest === null ? null : new Set(releasesInRange(`>=${lowest}`, platform)?.map(nameOf));
  const releases = all.filter(({ release }) => atLeast?.has(release) ?? true);
  return releases.length > 0 ? releases : { kind: 'empty_range', minimum: lowest, range: targetOs ?? null };
}

const nameOf = ({ release }: KnownRelease): string => release;

function judgeRange(group: PlatformGroup, releases: readonly KnownRelease[], via: Transport): readonly Finding[] {
  const { platform } = group;
  const files = filesInOrder(group);
  const judgeOne = fleetJudge(files, via);
  const tally = tallyOf(platform, 'needs');
  let runsFrom: string | null = null;
  const newest = newestSystem(files);
  for (const { release, version } of releases) {
    // Devices that are newer than the system parts of the set are not what it is for.
    if (version > newest) continue;
    // The application of these devices is the one that is checked, or one built for the release: either runs there today.
    const state = shippedState(release, platform, 'for_release')?.state;
    const judgement = state === undefined ? byVersionAlone(files, version) : judgeOne(state);
    if (judgement === null) continue;
    tally.add(release, judgement);
    // From there on all run. The final release of a number stands for its pre-releases.
    runsFrom = judgement.outcome === 'run' ? (runsFrom ?? releaseOf(version, platform) ?? release) : null;
  }
  return checkTargets({
    platform,
    kind: 'release',
    groups: tally.groups(),
    lowestThatRuns: runsFrom,
    files: files.map(({ file }) => file),
  });
}

/** The system version that the set brings; without one nothing is too new for it. */
function newestSystem(files: readonly PlanFile[]): number {
  const versions = files
    .filter(({ facts }) => facts.function === MODULE_FUNCTION.systemPart)
    .map(({ facts }) => facts.version);
  return versions.length === 0 ? Number.MAX_SAFE_INTEGER : Math.max(...versions);
}

/** For releases whose modules are not recorded: an application runs exactly where the system part is new enough. */
function byVersionAlone(files: readonly PlanFile[], version: number): DeviceJudgement | null {
  const application = files.find(({ facts }) => facts.function === MODULE_FUNCTION.userPart);
  const needs = application?.facts.dependency1;
  if (application === undefined || files.length > 1 || needs?.function !== MODULE_FUNCTION.systemPart) return null;
  const base = { file: null, reason: null, rule: null, told: null, wireBytes: 0 };
  if (version >= needs.version) return { ...base, outcome: 'run', bootReasons: [] };
  const reason = { kind: 'dependency_too_low', needs, has: version } as const;
  return { ...base, outcome: 'safe-mode', bootReasons: [{ kind: 'application_needs', reason }] };
}
