/** A release as a whole: which files it has, for which platform and Device OS release, and what is odd about them as a set. Facts; the rules make findings. */
import { bringsBootloader } from '../catalog/embedded-bootloaders.js';
import { mainSlotOf, slotsIn } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { groupBy } from '../base/group-by.js';
import { platformById } from '../catalog/platforms.js';
import { releaseOf, releaseRow, requiredBootloader, rowOfSystem } from '../catalog/releases.js';
import type { DeclaredModule, ReleaseRow } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile, OtherFile } from '../device/module-file.js';
import type { FirmwareModule, ModuleId } from '../module/types.js';
import { moduleKey } from '../module/id.js';
import type { ModuleKey } from '../module/id.js';
import { compareText } from '../base/compare.js';

/** What a release adds to a file that was read. */
export interface InRelease {
  /** The name below the folder or archive that was named: what a lock and a comparison go by. */
  readonly path: string;
  /** SHA-256 of the module without header, suffix and CRC; null where it was not asked for, or there is no module. */
  readonly payloadSha256: string | null;
}

/** One file of a release. */
export type InventoryFile = InventoryModule | InventoryOther;

/** A file of a release that is a module. */
export type InventoryModule = ModuleFile & InRelease;

/** A file of a release that is none. */
export type InventoryOther = OtherFile & InRelease;

/** The modules of one Device OS release for one platform. */
export interface ReleaseSet {
  /** Platform id. */
  readonly platform: number;
  /** Null for a module version that no release has. */
  readonly release: string | null;
  /** Module version of the system parts. */
  readonly system: number;
  /** By name. */
  readonly files: readonly InventoryModule[];
  /** What the release consists of and the set lacks. */
  readonly missing: readonly DeclaredModule[];
  /** One entry for each file whose slot is known. */
  readonly fill: readonly SlotFill[];
}

/** How full a slot is. */
export interface SlotFill extends ModuleId {
  /** Its name. */
  readonly file: string;
  /** Length of the module. */
  readonly bytes: number;
  /** Size of its slot. */
  readonly slotBytes: number;
  /** 0 to 100, one decimal. */
  readonly percent: number;
  /** Bytes more than in the set before it on the same platform; null where there is none. */
  readonly growth: number | null;
}

/** The modules for one platform. */
export interface PlatformInventory {
  /** Platform id. */
  readonly platform: number;
  /** By ascending module version. */
  readonly sets: readonly ReleaseSet[];
  /** Modules that belong to no one release: applications, and what lies beside system parts of several releases. */
  readonly shared: readonly InventoryModule[];
}

/** What the files of a release are. */
export interface Inventory {
  /** All of them, by name. */
  readonly files: readonly InventoryFile[];
  /** One entry a platform, by its id. */
  readonly platforms: readonly PlatformInventory[];
  /** Assets carry no platform. */
  readonly assets: readonly InventoryModule[];
  /** Files that are no modules. */
  readonly notFirmware: readonly InventoryOther[];
  /** Files of equal bytes, two or more each. */
  readonly duplicates: readonly (readonly InventoryFile[])[];
  /** Modules that say to be the same and are not: one a content. */
  readonly differing: readonly (readonly InventoryModule[])[];
  /** System parts in a folder whose other system parts are of another release. */
  readonly mixed: readonly MixedFolder[];
}

/** System parts of different releases in one folder. */
export interface MixedFolder {
  /** Without a slash at its end; empty for none. */
  readonly folder: string;
  /** Platform id. */
  readonly platform: number;
  /** Each part once. */
  readonly files: readonly InventoryModule[];
}

/** Takes files in any order; gives the same inventory for the same files. */
export function inventoryOf(given: readonly InventoryFile[]): Inventory {
  const files = [...given].sort((a, b) => compareText(a.file, b.file));
  const modules = files.filter(isModuleFile);
  const assets = modules.filter(({ module }) => module.function === MODULE_FUNCTION.asset);
  const others = modules.filter(({ module }) => module.function !== MODULE_FUNCTION.asset);
  const byPlatform = groupBy(others, ({ module }) => module.platform);
  return {
    files,
    platforms: [...byPlatform].sort(([a], [b]) => a - b).map(([platform, items]) => platformInventory(platform, items)),
    assets,
    notFirmware: files.filter((one) => one.module === null),
    duplicates: [...groupBy(files, ({ sha256 }) => sha256).values()].filter((group) => group.length > 1),
    differing: differingOf(others),
    mixed: mixedFolders(others),
  };
}

/** The folder (or archive) that a file lies in. */
export function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

function isSystemPart({ module }: InventoryModule): boolean {
  return module.function === MODULE_FUNCTION.systemPart;
}

/** Modules of Device OS itself; what a customer builds counts its own versions. */
function isOfDeviceOs({ module }: InventoryModule): boolean {
  return (
    module.function === MODULE_FUNCTION.systemPart ||
    module.function === MODULE_FUNCTION.bootloader ||
    module.function === MODULE_FUNCTION.radioStack ||
    module.function === MODULE_FUNCTION.ncpFirmware
  );
}

function platformInventory(platform: number, items: readonly InventoryModule[]): PlatformInventory {
  const homeOf = new Map<string, number>();
  for (const [folder, parts] of groupBy(items.filter(isSystemPart), ({ file }) => folderOf(file))) {
    const here = new Set(parts.map(({ module }) => module.version));
    const [only] = here;
    if (here.size === 1 && only !== undefined) homeOf.set(folder, only);
  }
  const systemOf = (item: InventoryModule): number | undefined => {
    if (isSystemPart(item)) return item.module.version;
    return isOfDeviceOs(item) ? homeOf.get(folderOf(item.file)) : undefined;
  };
  const bySystem = groupBy(items, systemOf);
  const sets: ReleaseSet[] = [];
  for (const system of [...bySystem.keys()].filter((one) => one !== undefined).sort((a, b) => a - b)) {
    sets.push(releaseSet(platform, system, bySystem.get(system) ?? [], items, sets.at(-1)));
  }
  return { platform, sets, shared: bySystem.get(undefined) ?? [] };
}

function releaseSet(
  platform: number,
  system: number,
  files: readonly InventoryModule[],
  all: readonly InventoryModule[],
  before: ReleaseSet | undefined,
): ReleaseSet {
  const own = rowOfSystem(platform, system);
  const release = own?.release ?? releaseElsewhere(platform, system);
  const row = own ?? (release === null ? undefined : releaseRow(release, platform));
  const missing = row === undefined ? [] : missingOf(row, all);
  const earlier = firstBySlot(before?.fill ?? []);
  return { platform, release, system, files, missing, fill: files.flatMap((file) => fillOf(file, system, earlier)) };
}

/** Of several files for one slot the first. */
function firstBySlot(fill: readonly SlotFill[]): ReadonlyMap<ModuleKey, SlotFill> {
  return new Map([...fill].reverse().map((one) => [moduleKey(one), one]));
}

function missingOf(row: ReleaseRow, all: readonly InventoryModule[]): readonly DeclaredModule[] {
  // Electron system parts bring their bootloader themselves, most of them one that is new enough.
  const isEmbedded = bringsBootloader(row.platform, row.system, requiredBootloader(row) ?? 0);
  return row.modules.filter(
    (declared) =>
      !(isEmbedded && declared.function === MODULE_FUNCTION.bootloader) &&
      !all.some(({ module }) => isAtLeast(module, declared)),
  );
}

/** Whether a module is a declared one: a system part of just that version, anything else of at least that. */
function isAtLeast(module: FirmwareModule, declared: DeclaredModule): boolean {
  if (module.function !== declared.function || module.index !== declared.index) return false;
  return module.function === MODULE_FUNCTION.systemPart
    ? module.version === declared.version
    : module.version >= declared.version;
}

/** The release that has a module version on other platforms; null for boards that are not Particle's. */
function releaseElsewhere(platform: number, system: number): string | null {
  return platformById(platform)?.ofKnownFamily === true ? releaseOf(system, platform) : null;
}

function fillOf(
  { file, module }: InventoryModule,
  system: number,
  before: ReadonlyMap<ModuleKey, SlotFill>,
): readonly SlotFill[] {
  const slot = sizedSlotOf(module, system);
  if (slot === null) return [];
  const slotBytes = slot.end - slot.start;
  const earlier = before.get(moduleKey(module));
  return [
    {
      file,
      function: module.function,
      index: module.index,
      bytes: module.length,
      slotBytes,
      percent: percentOfSlot(module, slot),
      growth: earlier === undefined ? null : module.length - earlier.bytes,
    },
  ];
}

/** The slot of a module in the main MCU's flash under a release; null where it has none there, or one without bounds. */
export function sizedSlotOf(module: FirmwareModule, system: number): Slot | null {
  const slots = slotsIn(module.platform, system).filter(({ location }) => location !== 'ncp');
  const slot = mainSlotOf(module, slots);
  return slot === undefined || slot.dynamic ? null : slot;
}

/** How much of its slot a module takes, in percent, to a tenth. */
export function percentOfSlot({ length }: FirmwareModule, { start, end }: Slot): number {
  return Math.round((1000 * length) / (end - start)) / 10;
}

/** Identity of a module of Device OS. */
export function identityKey(module: Pick<FirmwareModule, 'platform' | 'function' | 'index' | 'version'>): string {
  return `${module.platform}/${module.function}/${module.index}/${module.version}`;
}

function differingOf(items: readonly InventoryModule[]): readonly (readonly InventoryModule[])[] {
  const groups = groupBy(
    items.filter((one) => isOfDeviceOs(one) && one.module.crc.ok),
    ({ module }) => `${identityKey(module)}/${module.mcu}`,
  );
  return [...groups.values()]
    .map((group) => [...groupBy(group, ({ sha256 }) => sha256).values()].flatMap(([first]) => first ?? []))
    .filter((group) => group.length > 1);
}

/** A folder that holds one release but for a few parts. Folders that hold several releases as a matter of course have no part twice missing. */
function mixedFolders(items: readonly InventoryModule[]): readonly MixedFolder[] {
  const groups = groupBy(items.filter(isSystemPart), ({ file, module }) => `${folderOf(file)}\u0000${module.platform}`);
  return [...groups.values()].flatMap((group): readonly MixedFolder[] => {
    const [first] = group;
    const versions = new Set(group.map(({ module }) => module.version));
    const slots = new Set(group.map(({ module }) => module.index));
    // Each part once, and yet of several releases: that is one release with a part of another.
    if (first === undefined || versions.size < 2 || slots.size < group.length) return [];
    return [{ folder: folderOf(first.file), platform: first.module.platform, files: group }];
  });
}
