/** Splits what was read by platform. */
import { groupBy } from '../base/group-by.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { PlanFile } from '../plan/world.js';
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
  const others = groupBy(
    modules.filter((item) => !isAsset(item)),
    ({ module }) => module.platform,
  );
  const ids = [...others.keys()].sort((a, b) => a - b);
  const needs = neededAssets(ids.map((id) => ({ platform: id, items: others.get(id) ?? [] })));
  const only = ids.length === 1 ? ids[0] : undefined;
  const homeOf = (asset: ModuleFile): number | undefined => {
    const name = asset.module.extensions.find((one) => one.kind === 'name');
    return (name?.kind === 'name' ? needs.get(name.name) : undefined) ?? only;
  };
  const homes = groupBy(assets, homeOf);
  const groups = ids.map((id) => ({ platform: id, items: [...(others.get(id) ?? []), ...(homes.get(id) ?? [])] }));
  const ofNone = homes.get(undefined) ?? [];
  return ofNone.length === 0 ? groups : [...groups, { platform: 0, items: ofNone }];
}

/** The files of a platform in their flash order; in the order given where they have none. */
export function filesInOrder({ items }: PlatformGroup): readonly ModuleFile[] {
  const { steps } = orderModules(items);
  return steps.length > 0 ? steps.map(({ item }) => item) : items;
}

/** Module versions of the system parts among files, those that are combined behind another module too. */
export function systemVersions(files: readonly PlanFile[]): readonly number[] {
  return files
    .flatMap(({ facts }) => [facts, ...facts.combined.slice(0, 1)])
    .flatMap((one) => (one?.function === MODULE_FUNCTION.systemPart ? [one.version] : []));
}

function isAsset({ module }: ModuleFile): boolean {
  return module.function === MODULE_FUNCTION.asset;
}

/** By the name of an asset the lowest platform that needs it. */
function neededAssets(groups: readonly PlatformGroup[]): ReadonlyMap<string, number> {
  const needs = new Map<string, number>();
  for (const { platform, items } of groups) {
    for (const { module } of items) {
      for (const one of module.extensions) {
        if (one.kind === 'asset_dependency' && !needs.has(one.name)) needs.set(one.name, platform);
      }
    }
  }
  return needs;
}
