/** What the answer about files rests on that nobody read: the rules of their releases, and rows that follow a pattern. */
import { assumedModules, assumedRules, withOwnBootloader } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { platformById } from '../catalog/platforms.js';
import { releaseRow } from '../catalog/releases.js';
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
