/** Splits what was read by platform. */
import { MODULE_FUNCTION } from '../module/types.js';
import type { ModuleFile } from '../device/module-file.js';
import { orderModules } from '../plan/order.js';

/** Modules of one platform. */
export interface PlatformGroup {
  readonly platform: number;
  readonly items: readonly ModuleFile[];
}

/** One group a platform, by its id. Assets carry no platform: they join the application that needs them, or the only group there is. */
export function groupByPlatform(modules: readonly ModuleFile[]): readonly PlatformGroup[] {
  const assets = modules.filter(isAsset);
  const others = modules.filter((item) => !isAsset(item));
  const ids = [...new Set(others.map(({ module }) => module.platform))].sort((a, b) => a - b);
  const groups = ids.map((platform) => ({
    platform,
    items: others.filter(({ module }) => module.platform === platform),
  }));
  const homeOf = (asset: ModuleFile): number | null =>
    groups.find((group) => group.items.some((item) => needs(item, asset)))?.platform ??
    (groups.length === 1 ? (groups[0]?.platform ?? null) : null);
  const withAssets = groups.map(({ platform, items }) => ({
    platform,
    items: [...items, ...assets.filter((asset) => homeOf(asset) === platform)],
  }));
  const ofNone = assets.filter((asset) => homeOf(asset) === null);
  return ofNone.length === 0 ? withAssets : [...withAssets, { platform: 0, items: ofNone }];
}

/** The files of a platform in their flash order; in the order given where they have none. */
export function filesInOrder({ items }: PlatformGroup): readonly ModuleFile[] {
  const { steps } = orderModules(items);
  return steps.length > 0 ? steps.map(({ item }) => item) : items;
}

function isAsset({ module }: ModuleFile): boolean {
  return module.function === MODULE_FUNCTION.asset;
}

function needs(application: ModuleFile, asset: ModuleFile): boolean {
  const name = asset.module.extensions.find((one) => one.kind === 'name');
  return (
    name?.kind === 'name' &&
    application.module.extensions.some((one) => one.kind === 'asset_dependency' && one.name === name.name)
  );
}
