/** What the answer about files rests on that nobody read: the rules of their releases, and rows that follow a pattern. */
import { assumedModules, assumedRules, assumedTogether, withOwnBootloader } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { platformById } from '../catalog/platforms.js';
import { releaseRow } from '../catalog/releases.js';
import { runningVersion } from '../device/accept.js';
import type { DeviceState, ModuleFacts } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { UpdatePlan } from '../plan/update.js';
import type { ReachMatrix } from '../release/reachability.js';
import { systemVersions } from './groups.js';
import type { Assessment } from './types.js';

/**
 * Takes the orders and releases of an answer; gives the entries of its files. Of boards that nobody knows no release is known either: there is nothing
 * that another could stand in for.
 */
export function assumedOfFiles({ order, releases }: Pick<Assessment, 'order' | 'releases'>): readonly Assumed[] {
  const isKnown = ({ platform }: { readonly platform: number }): boolean =>
    platformById(platform)?.ofKnownFamily === true;
  const sets = releases.flatMap((one) => one.sets.map(({ set }) => set)).filter(isKnown);
  const ways = [...order, ...releases].flatMap(({ reach }) => reach ?? []).filter(isKnown);
  return [
    ...order.filter(isKnown).flatMap(({ platform, items }) => assumedRules(platform, systemVersions(items))),
    ...sets.flatMap(({ release, platform }) => (release === null ? [] : assumedModules(release, platform))),
    ...ways.flatMap(assumedOfWays),
  ];
}

/** What the ways to a release rest on: its own row, and those of the releases that they come from. */
function assumedOfWays({ platform, release, cells }: ReachMatrix): readonly Assumed[] {
  const answered = cells.filter(({ reach }) => reach.kind !== 'unknown');
  return [
    ...assumedModules(release, platform),
    ...assumedRules(
      platform,
      answered.map(({ system }) => system),
    ),
    ...answered.flatMap((one) => {
      const row = releaseRow(one.release, platform);
      return row === undefined ? [] : withOwnBootloader(row).assumed;
    }),
  ];
}

/** What an answer about a device rests on: what its own start rests on, the goal's row, and the rules of what runs on it and of what is sent. */
export function assumedOf(parts: {
  readonly start: readonly Assumed[];
  readonly state: DeviceState;
  readonly files: readonly { readonly facts: ModuleFacts }[];
  /** The release that the answer leads to; null for none. */
  readonly goal: string | null;
}): readonly Assumed[] {
  const { start, state, files, goal } = parts;
  const running = runningVersion(state);
  const sent = files
    .filter(({ facts }) => facts.function === MODULE_FUNCTION.systemPart && facts.platform === state.platform)
    .map(({ facts }) => facts.version);
  return assumedTogether([
    ...assumedRules(state.platform, [...(typeof running === 'number' ? [running] : []), ...sent]),
    ...start,
    ...(goal === null ? [] : assumedModules(goal, state.platform)),
  ]);
}

/** What a plan rests on: what it sends; where there is none, all files were looked at. */
export function assumedOfPlan(
  updatePlan: UpdatePlan,
  { state, words }: { readonly state: DeviceState; readonly words: { readonly assumed: readonly Assumed[] } },
  files: readonly { readonly facts: ModuleFacts }[],
): readonly Assumed[] {
  const sent = updatePlan.kind === 'plan' ? updatePlan.steps.map(({ file }) => file) : files;
  const goal = 'release' in updatePlan ? updatePlan.release : null;
  return assumedOf({ start: words.assumed, state, files: sent, goal });
}
