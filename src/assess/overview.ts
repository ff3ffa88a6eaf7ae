/** What lies in a folder, at a glance, and what a person would ask next. */
import { releaseOf, releaseRows } from '../catalog/releases.js';
import { isModuleFile } from '../device/module-file.js';
import { shippedState } from '../device/shipped.js';
import { dependenciesOf } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { planUpdate } from '../plan/update.js';
import type { Inventory, InventoryModule, PlatformInventory } from '../release/inventory.js';

/** The modules for one platform, counted. */
export interface PlatformGlance {
  /** Platform id. */
  readonly platform: number;
  /** Device OS releases of its system parts, oldest first; null for module versions that no release has. */
  readonly releases: readonly (string | null)[];
  /** Of those releases: what they lack of themselves, in modules. */
  readonly incomplete: number;
  readonly applications: number;
  /** Bootloaders, radio stacks and whatever else is neither system part nor application. */
  readonly others: number;
}

/** A question that the files invite. */
export type NextQuestion =
  /** In which order the files go. */
  | { readonly kind: 'order'; readonly platform: number | null }
  /** From one release of the folder to another. */
  | { readonly kind: 'plan'; readonly platform: number; readonly from: string; readonly to: string }
  /** On which devices an application runs. */
  | { readonly kind: 'check'; readonly platform: number; readonly file: string; readonly release: string };

/** All of it. */
export interface Overview {
  readonly files: number;
  readonly platforms: readonly PlatformGlance[];
  readonly assets: number;
  /** Names of files that are no modules, by name. */
  readonly notFirmware: readonly string[];
  /** Modules whose checksum is wrong, by name. */
  readonly broken: readonly string[];
  /** At most three. */
  readonly next: readonly NextQuestion[];
}

/**
 * Takes an inventory; gives what is in it and the questions that come next, with names of the files themselves.
 *
 * @param inventory the files
 */
export function overviewOf(inventory: Inventory): Overview {
  const modules = inventory.files.filter(isModuleFile);
  return {
    files: inventory.files.length,
    platforms: inventory.platforms.map(glanceOf),
    assets: inventory.assets.length,
    notFirmware: inventory.notFirmware.map(({ file }) => file),
    broken: modules.filter(({ module }) => !module.crc.ok).map(({ file }) => file),
    next: nextOf(inventory),
  };
}

function glanceOf({ platform, sets, shared }: PlatformInventory): PlatformGlance {
  const items = [...sets.flatMap(({ files }) => files), ...shared];
  const count = (isCounted: (moduleFunction: number) => boolean): number =>
    items.filter(({ module }) => isCounted(module.function)).length;
  const { systemPart, userPart } = MODULE_FUNCTION;
  return {
    platform,
    releases: sets.map(({ release }) => release),
    incomplete: sets.filter(({ missing }) => missing.length > 0).length,
    applications: count((one) => one === userPart),
    others: count((one) => one !== userPart && one !== systemPart),
  };
}

/** The way from the oldest to the newest release of the platform with the most of them, and the first application. */
function nextOf({ platforms }: Inventory): readonly NextQuestion[] {
  const [most] = [...platforms].sort((a, b) => b.sets.length - a.sets.length);
  if (most === undefined) return [];
  const named = most.sets.flatMap(({ release }) => (release === null ? [] : [release]));
  const [from, to] = [named[0], named.at(-1)];
  const first: readonly NextQuestion[] =
    from !== undefined && to !== undefined && from !== to
      ? [{ kind: 'plan', platform: most.platform, from, to }]
      : [{ kind: 'order', platform: platforms.length > 1 ? most.platform : null }, ...updateTo(most)];
  const application = platforms
    .flatMap(({ sets, shared }) => [...sets.flatMap(({ files }) => files), ...shared])
    .find(isSound);
  const release = application === undefined ? null : releaseFor(application);
  return application === undefined || release === null
    ? first
    : [...first, { kind: 'check', platform: application.module.platform, file: application.file, release }];
}

/** The update of a device that has the release before the only one here, where it goes with these files alone. */
function updateTo({ platform, sets }: PlatformInventory): readonly NextQuestion[] {
  const [only] = sets;
  const to = only?.release;
  if (only === undefined || to == null || sets.length > 1) return [];
  const older = releaseRows(platform).filter(({ system }) => system < only.system);
  const before = older.findLast(({ release }) => !release.includes('-')) ?? older.at(-1);
  const start = before === undefined ? null : shippedState(before.release, platform, 'for_release');
  if (before === undefined || start === null) return [];
  const files = only.files.filter(({ module }) => module.crc.ok);
  const found = planUpdate(start.state, files, { kind: 'release', release: to }, { via: 'ota', suggest: false });
  return found.kind === 'plan' ? [{ kind: 'plan', platform, from: before.release, to }] : [];
}

function isSound({ module }: InventoryModule): boolean {
  return module.function === MODULE_FUNCTION.userPart && module.crc.ok;
}

/** The release that an application asks for; where it asks for what no release has, the newest of its platform. */
function releaseFor({ module }: InventoryModule): string | null {
  const needs = dependenciesOf(module).find((one) => one.function === MODULE_FUNCTION.systemPart);
  const own = needs === undefined ? null : releaseOf(needs.version, module.platform);
  return own ?? releaseRows(module.platform).at(-1)?.release ?? null;
}
