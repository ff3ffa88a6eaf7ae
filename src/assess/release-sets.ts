/** A release as a whole: its sets, their orders, and the ways to it. */
import { groupBy } from '../base/group-by.js';
import { releaseOf, resolveRelease } from '../catalog/releases.js';
import type { ModuleFile } from '../device/module-file.js';
import { moduleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { orderModules } from '../plan/order.js';
import type { PlatformInventory, ReleaseSet } from '../release/inventory.js';
import { reachability } from '../release/reachability.js';
import type { ReachMatrix } from '../release/reachability.js';
import { checkSet } from '../rules/run.js';
import type { Finding, SetSubject } from '../rules/types.js';
import type { PlatformGroup } from './groups.js';
import type { PlatformReleases, ReleaseOrder } from './types.js';

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
    sets: sets.map((set) => ({ set, order: orderModules(oneASlot(set)) })),
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
function oneASlot({ files }: ReleaseSet): readonly ModuleFile[] {
  return [...groupBy(files, ({ module }) => moduleKey(module)).values()].flatMap(([first]) => first ?? []);
}

/** What the sets of a platform say, and what the modules of no one release say to them. */
export function releaseFindings(one: PlatformReleases): readonly Finding[] {
  return [...one.sets.flatMap(ownFindings), ...one.inventory.shared.flatMap((shared) => sharedFindings(one, shared))];
}

function ownFindings({ set, order }: ReleaseOrder): readonly Finding[] {
  return setFindings({ platform: set.platform, items: oneASlot(set), order });
}

/** What the release rules say better is left to them: parts that are missing. */
function setFindings(subject: SetSubject): readonly Finding[] {
  return checkSet(subject).filter(({ rule }) => rule !== 'FW507');
}

/**
 * What a module of no one release, such as an application, says to the releases beside it. It is wrong where no release of the platform goes with it:
 * then the findings with the newest one are told.
 */
function sharedFindings({ inventory, sets }: PlatformReleases, shared: ModuleFile): readonly Finding[] {
  const { platform } = inventory;
  const added = sets.map((one): readonly Finding[] => {
    const known = new Set(ownFindings(one).map(keyOf));
    const others = oneASlot(one.set).filter(({ module }) => moduleKey(module) !== moduleKey(shared.module));
    const items = [...others, shared];
    return setFindings({ platform, items, order: orderModules(items) }).filter(
      (found) => found.severity === 'error' && !known.has(keyOf(found)),
    );
  });
  return added.some((findings) => findings.length === 0) ? [] : (added.at(-1) ?? []);
}

const keyOf = (finding: Finding): string => JSON.stringify(finding);
