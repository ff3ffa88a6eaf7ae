/** A release as a whole: its sets, their orders, and the ways to it. */
import { groupBy } from '../base/group-by.js';
import { releaseOf, resolveRelease } from '../catalog/releases.js';
import type { ModuleFile } from '../device/module-file.js';
import { moduleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { orderModules } from '../plan/order.js';
import type { PlatformInventory } from '../release/inventory.js';
import { reachability } from '../release/reachability.js';
import type { ReachMatrix } from '../release/reachability.js';
import { checkSet } from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import type { PlatformGroup } from './groups.js';
import type { PlatformReleases } from './types.js';

/** Whether the ways to a release are wanted, and to which; undefined = the newest of the files. */
export interface Ways {
  readonly matrix: boolean;
  readonly to: string | undefined;
}

/** The releases of one platform, each with its order. */
export function releasesOfPlatform(inventory: PlatformInventory, ways: Ways): PlatformReleases {
  const { platform, sets } = inventory;
  const goal = goalOf(platform, ways, () => sets.at(-1)?.release ?? null);
  const files = sets.find(({ release }) => release === goal)?.files ?? [];
  return {
    inventory,
    sets: sets.map((set) => ({ set, order: orderModules(oneASlot(set.files)) })),
    reach: goal === null ? null : reachability(platform, goal, files.filter(isWhole)),
  };
}

/** The ways to the release of a platform's files, whatever releases they are of. */
export function reachOfGroup({ platform, items }: PlatformGroup, ways: Ways): ReachMatrix | null {
  const versions = items.flatMap(({ module }) =>
    module.function === MODULE_FUNCTION.systemPart ? [module.version] : [],
  );
  const goal = goalOf(platform, ways, () =>
    versions.length === 0 ? null : releaseOf(Math.max(...versions), platform),
  );
  return goal === null ? null : reachability(platform, goal, items);
}

function goalOf(platform: number, { matrix, to }: Ways, own: () => string | null): string | null {
  if (!matrix) return null;
  if (to === undefined) return own();
  const resolved = resolveRelease(to, platform);
  return resolved.kind === 'found' ? resolved.release : null;
}

const isWhole = ({ module }: ModuleFile): boolean => module.crc.ok;

/** Files that stand for the same slot twice are a finding of their own; the order takes the first. */
function oneASlot(files: readonly ModuleFile[]): readonly ModuleFile[] {
  return [...groupBy(files, ({ module }) => moduleKey(module)).values()].flatMap(([first]) => first ?? []);
}

/** A release with what it says of itself. */
interface JudgedRelease {
  readonly items: readonly ModuleFile[];
  readonly findings: readonly Finding[];
}

/** What the sets of a platform say, and what the modules of no one release say to them and to each other. */
export function releaseFindings({ inventory, sets }: PlatformReleases): readonly Finding[] {
  const { platform, shared } = inventory;
  const releases = sets.map(({ set }): JudgedRelease => {
    const items = oneASlot(set.files);
    return { items, findings: findingsOf(platform, items) };
  });
  if (releases.length === 0) return findingsOf(platform, oneASlot(shared));
  const firsts = oneASlot(shared);
  const told = new Map<string, Finding>();
  for (const own of shared) {
    const beside = firsts.filter(({ module }) => moduleKey(module) !== moduleKey(own.module));
    for (const found of sharedFindings(platform, releases, [own, ...beside])) told.set(keyOf(found), found);
  }
  return [...releases.flatMap(({ findings }) => findings), ...told.values()];
}

/** What the release rules say better is left to them: parts that are missing. */
function findingsOf(platform: number, items: readonly ModuleFile[]): readonly Finding[] {
  return checkSet({ platform, items, order: orderModules(items) }).filter(({ rule }) => rule !== 'FW507');
}

/**
 * What modules of no one release, such as an application, say to the releases beside them. They are wrong where no release of the platform goes with
 * them: then the findings with the newest one are told.
 */
function sharedFindings(
  platform: number,
  releases: readonly JudgedRelease[],
  shared: readonly ModuleFile[],
): readonly Finding[] {
  const keys = new Set(shared.map(({ module }) => moduleKey(module)));
  let newest: readonly Finding[] | null = null;
  for (const { items, findings } of [...releases].reverse()) {
    const known = new Set(findings.map(keyOf));
    const others = items.filter(({ module }) => !keys.has(moduleKey(module)));
    const added = findingsOf(platform, [...others, ...shared]).filter(
      (found) => found.severity === 'error' && !known.has(keyOf(found)),
    );
    if (added.length === 0) return [];
    newest ??= added;
  }
  return newest ?? [];
}

const keyOf = (finding: Finding): string => JSON.stringify(finding);
