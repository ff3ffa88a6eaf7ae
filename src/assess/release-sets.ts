/** A release as a whole: its sets, their orders, and the ways to it. */
import { groupBy } from '../base/group-by.js';
import { resolveRelease } from '../catalog/releases.js';
import type { ModuleFile } from '../device/module-file.js';
import { moduleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { orderModules } from '../plan/order.js';
import type { PlatformInventory } from '../release/inventory.js';
import { reachability } from '../release/reachability.js';
import type { ReachMatrix } from '../release/reachability.js';
import { checkSet } from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import type { PlatformReleases } from './types.js';

/** Whether the ways to a release are wanted, and to which; undefined = the newest of the files. */
export interface Ways {
  readonly matrix: boolean;
  readonly to: string | undefined;
  readonly onWays: ((platform: number) => void) | undefined;
}

/** The releases of one platform, each with its order. */
export function releasesOfPlatform(inventory: PlatformInventory, ways: Ways): PlatformReleases {
  return {
    inventory,
    sets: inventory.sets.map((set) => ({ set, order: orderModules(oneASlot(set.files)) })),
    reach: waysTo(inventory, ways),
  };
}

/**
 * The ways to a release: by its own files alone, whatever others lie beside them. Those of other releases as steps would make every folder of a history
 * a question of its own, and one that no exploration of all starts ends. They only tell which of several releases that do as a step is named.
 */
export function waysTo({ platform, sets, shared }: PlatformInventory, ways: Ways): ReachMatrix | null {
  const goal = goalOf(platform, ways, () => sets.at(-1)?.release ?? null);
  const files = sets.find(({ release }) => release === goal)?.files ?? [];
  if (goal !== null) ways.onWays?.(platform);
  if (goal === null) return null;
  const beside = [...sets.flatMap((set) => set.files), ...shared].filter(isWhole);
  return reachability(platform, goal, files.filter(isWhole), { beside });
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

/** What the sets of a platform say, and what applications say to them. */
export function releaseFindings({ inventory, sets }: PlatformReleases): readonly Finding[] {
  const { platform, shared } = inventory;
  const releases = sets.map(({ set }): JudgedRelease => {
    const items = oneASlot(set.files);
    return { items, findings: findingsOf(platform, items) };
  });
  if (releases.length === 0) return findingsOf(platform, oneASlot(shared));
  const applications = shared.filter(({ module }) => module.function === MODULE_FUNCTION.userPart);
  const told = applications.flatMap((one) => applicationFindings(platform, releases, one));
  return [...releases.flatMap(({ findings }) => findings), ...told];
}

/** What the release rules say better is left to them: parts that are missing. */
function findingsOf(platform: number, items: readonly ModuleFile[]): readonly Finding[] {
  return checkSet({ platform, items, order: orderModules(items) }).filter(({ rule }) => rule !== 'FW507');
}

/**
 * What an application says to the releases beside it. It is wrong where no release of the platform goes with it: then the findings with the newest one
 * are told.
 */
function applicationFindings(
  platform: number,
  releases: readonly JudgedRelease[],
  application: ModuleFile,
): readonly Finding[] {
  let newest: readonly Finding[] | null = null;
  for (const { items } of [...releases].reverse()) {
    const others = items.filter(({ module }) => moduleKey(module) !== moduleKey(application.module));
    const found = findingsOf(platform, [...others, application]).filter(
      ({ severity, file }) => severity === 'error' && file === application.file,
    );
    if (found.length === 0) return [];
    newest ??= found;
  }
  return newest ?? [];
}
