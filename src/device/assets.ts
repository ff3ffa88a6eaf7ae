/** What is known of the asset storage. */
import { note } from './trace.js';
import type { AssetName, DeviceState } from './types.js';

/** The assets that are stored for sure; where the storage is not known, those that were sent since. */
export function storedAssets({ assets, assetsSent = [] }: DeviceState): readonly AssetName[] {
  return assets === 'unknown' ? assetsSent : assets;
}

/** Whether an asset is stored for sure: name and hash count. */
export function hasAsset(state: DeviceState, { name, hash }: AssetName): boolean {
  const isThere = storedAssets(state).some((one) => one.name === name && one.hash === hash);
  if (!isThere && state.assets === 'unknown') note('assets');
  return isThere;
}
