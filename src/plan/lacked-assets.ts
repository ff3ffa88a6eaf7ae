/** What applications of a set need besides modules. */
import { groupBy } from '../base/group-by.js';
import { imagesOf, partsOf } from '../device/combined.js';
import type { AssetName } from '../device/types.js';
import type { OrderedStep } from './order.js';

/** An asset that an application needs, and that no file is. */
export interface LackedAsset extends AssetName {
  /** The files of the applications. */
  readonly neededBy: readonly string[];
}

/** Takes the steps of a flash order; gives the assets that must be on the device: without them an application is taken, and does not run. */
export function lackedAssets(steps: readonly OrderedStep[]): readonly LackedAsset[] {
  const items = steps.map(({ item }) => item);
  const given = items.flatMap(({ facts }) => partsOf(facts)).flatMap((part) => part?.asset ?? []);
  const there = new Set(given.map(keyOf));
  const needed = items.flatMap(({ file, facts }) =>
    imagesOf(facts).flatMap(({ assets }) => assets.map((one) => ({ ...one, file }))),
  );
  return [...groupBy(needed, keyOf)].flatMap(([key, all]) => {
    const [first] = all;
    if (first === undefined || there.has(key)) return [];
    return [{ name: first.name, hash: first.hash, neededBy: [...new Set(all.map(({ file }) => file))] }];
  });
}

const keyOf = ({ name, hash }: AssetName): string => `${hash} ${name}`;
