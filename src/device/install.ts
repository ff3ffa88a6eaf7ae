/** What the device does with a file that it accepted: when it is applied, what lands, and what is left of the rest. */
import { copied, dropReason, dropsHeader, ownBootloader } from './copy.js';
import {
  DCT_BORROWING_BOOTLOADER,
  ERASES_COMPAT_APPLICATION,
  MBR_BOOTLOADER,
  RADIO_INFO_WORD,
  STRICT_BOOTLOADER,
  UNPACKS,
  UPDATABLE_NCP,
} from '../catalog/eras.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import { checkDependencies } from './dependencies.js';
import type { Era } from './era.js';
import { contentAt, coveredLength, stagedAt, systemPart } from './flash.js';
import type { DeviceState, ModuleFacts, Reason } from './types.js';
import {
  erase,
  erasedBy,
  put,
  putAsset,
  putPart,
  putRadio,
  putRadioWithHeader,
  putRemains,
  putWithoutHeader,
} from './write.js';

/** What became of an accepted file. `retry_loop`: written, and then written again for ever. */
export interface Installed {
  readonly applied: 'pending' | 'applied' | 'error' | 'retry_loop';
  /** Whether the module lies where its header says after the restart; null for an error, a retry loop, and where it is not known. */
  readonly landed: boolean | null;
  readonly reason: Reason | null;
  /** The flash after the restart. */
  readonly state: DeviceState;
}

export interface InstallOptions {
  /**
   * Whose copy code runs at the restart: that of the bootloader that is installed (a real device), or that of the running release, or of
   * another version (the verdict tables, whose bootloader step does not depend on what is installed).
   */
  readonly bootloader: 'installed' | 'of_release' | number;
  /** Whether the MBR writes a bootloader, where that was decided before the restart. Absent = by what is installed. */
  readonly throughMbr?: boolean;
  /** Assets that the installed application needs; they survive the storing of another one. */
  readonly neededAssets?: readonly { readonly name: string; readonly hash: string }[];
}

/** Applies one accepted module over a validating transport and restarts. */
export function install(state: DeviceState, era: Era, module: ModuleFacts, options: InstallOptions): Installed {
  const staged = withStaged(state, era, module);
  switch (era.updateCopy) {
    case 'system_or_bootloader':
      return installOnGen2(staged, era, module, options);
    case 'bootloader_or_mbr':
      return installOnNrf(staged, era, module, options);
    case 'mbr_copies':
      return installOnRtl(staged, era, module, options);
  }
}

/**
 * Applies the two modules of a combined file, one after the other. Two bootloaders through the MBR cost the application: the second one saves
 * the pages in which the first one still lies in the application's place, and they are what is restored.
 *
 * @returns what became of each; null for the second where the first could not be applied
 */
export function installBoth(
  state: DeviceState,
  era: Era,
  [first, second]: readonly [ModuleFacts, ModuleFacts],
  options: InstallOptions,
): readonly [Installed, Installed | null] {
  const one = install(state, era, first, options);
  if (one.applied === 'error') return [one, null];
  // What is pending does not lie in flash yet when the second is decided about.
  const decides = one.applied === 'pending' ? state : one.state;
  const throughMbr = isThroughMbr(decides, era);
  const two = install(one.state, era, second, { ...options, throughMbr });
  const bothBootloaders =
    first.function === MODULE_FUNCTION.bootloader && second.function === MODULE_FUNCTION.bootloader;
  const bothStaged =
    bothBootloaders && era.bootloaderStageAt !== null && one.applied === 'pending' && two.applied === 'pending';
  return [one, bothStaged ? { ...two, state: put(two.state, era, first, era.bootloaderStageAt) } : two];
}

/** Electron up to 0.5.3 takes what lies in the staging area for its factory image, so it is remembered there. */
export function withStaged(state: DeviceState, era: Era, module: ModuleFacts): DeviceState {
  const matters = era.factoryAt === era.stagingAt;
  return matters ? { ...state, staged: { ...module, at: era.stagingAt } } : state;
}

function failed(state: DeviceState, reason: Reason): Installed {
  return { applied: 'error', landed: null, reason, state };
}

/** Whether the header that is found at a module's start is that of the module. */
export function isLanded(state: DeviceState, module: ModuleFacts): boolean {
  const there = contentAt(state, module.start);
  return (
    typeof there !== 'string' &&
    there.version === module.version &&
    there.function === module.function &&
    there.index === module.index
  );
}

/** A slot is dropped without a word where the bootloader's own checks fail. */
function dropped(
  state: DeviceState,
  module: ModuleFacts,
  what: Extract<Reason, { kind: 'copy_refused' }>['what'],
): Installed {
  return { applied: 'pending', landed: isLanded(state, module), reason: { kind: 'copy_refused', what }, state };
}

function installOnGen2(state: DeviceState, era: Era, module: ModuleFacts, options: InstallOptions): Installed {
  if (module.function === MODULE_FUNCTION.bootloader) return writeGen2Bootloader(state, era, module);
  if (options.bootloader === 'installed') {
    if (!bootloaderSeesSlots(state, era)) {
      return { applied: 'pending', landed: false, reason: { kind: 'bootloader_cannot_see_dct' }, state };
    }
    if (isBootloaderTooOld(state, era)) {
      return { applied: 'pending', landed: null, reason: { kind: 'bootloader_may_miss_updates' }, state };
    }
  }
  const last = module.start + coveredLength(module) + 4 - 1;
  if (module.start < era.copyRange.from || last > era.copyRange.to) return dropped(state, module, 'address');
  const after = put(state, era, module, module.start);
  return { applied: 'pending', landed: isLanded(after, module), reason: null, state: after };
}

function writeGen2Bootloader(state: DeviceState, era: Era, module: ModuleFacts): Installed {
  if (era.bootloaderStub) return failed(state, { kind: 'bootloader_stub' });
  return writeBootloader(state, era, module);
}

/** The system writes the bootloader itself and, from 0.7.0 on, checks it against itself until it is valid. */
function writeBootloader(state: DeviceState, era: Era, module: ModuleFacts): Installed {
  const start = era.bootloaderAt;
  if (module.start !== start) return failed(state, { kind: 'wrong_start', start: module.start, needs: start });
  if (era.bootloaderEndChecked && module.end + 4 > era.flashEnd) {
    return failed(state, { kind: 'copy_refused', what: 'address' });
  }
  const after = copied(state, era, module, start, ownBootloader(era));
  const again = era.bootloaderVerified ? checkDependencies(after, era, module, true) : null;
  if (again?.outcome === 'fail' && again.reason?.kind === 'dependency_too_low') {
    return {
      applied: 'retry_loop',
      landed: null,
      reason: { kind: 'endless_retry', needs: again.reason.needs },
      state: after,
    };
  }
  return { applied: 'applied', landed: true, reason: null, state: after };
}

export const FIRST_SYSTEM_WITH_DCT = 200;

/**
 * Whether the bootloader sees pending updates at all: on Photon and P1 from bootloader 100 on only with system parts of 0.7.0 and later.
 * Source: `bootloader/src/photon/bootloader_dct.c`, `bootloader/src/stm32f2xx/module.c` (4c1c306b7, 6250d74c4).
 */
export function bootloaderSeesSlots(state: DeviceState, era: Era): boolean {
  if (!era.bootloaderBorrowsDct) return true;
  const bootloader = contentAt(state, era.bootloaderAt);
  if (typeof bootloader === 'string' || bootloader.version < DCT_BORROWING_BOOTLOADER) return true;
  const system2 = systemPart(state, era, 2);
  const system1 = systemPart(state, era, 1);
  if (typeof system2 === 'string' || typeof system1 === 'string') return system1 === 'unknown' || system2 === 'unknown';
  const right2 =
    system2.version >= FIRST_SYSTEM_WITH_DCT &&
    system2.crcOk &&
    system2.platform === era.platform &&
    system2.function === MODULE_FUNCTION.systemPart &&
    system2.index === 2;
  const right1 = system1.crcOk && system1.version >= (system2.dependency1?.version ?? 0);
  const strict = bootloader.version !== STRICT_BOOTLOADER || system1.dependency1 === null;
  return right2 && right1 && strict;
}

/**
 * Photon and P1: whether a bootloader below 100 applies what a system of 0.7.0 or later has left pending is not known; upstream always sends the
 * bootloader next. Source: `bootloader/src/photon/bootloader_dct.c` (4c1c306b7) is what bootloaders from 100 on need; nothing says it of older ones.
 */
function isBootloaderTooOld(state: DeviceState, era: Era): boolean {
  if (!era.bootloaderBorrowsDct || era.os < FIRST_SYSTEM_WITH_DCT) return false;
  const bootloader = contentAt(state, era.bootloaderAt);
  return typeof bootloader !== 'string' && bootloader.version < DCT_BORROWING_BOOTLOADER;
}

function installOnNrf(state: DeviceState, era: Era, module: ModuleFacts, options: InstallOptions): Installed {
  if (!era.moduleFormats && module.mcu !== 0) {
    const ncp = module.mcu === UPDATABLE_NCP && module.function === MODULE_FUNCTION.ncpFirmware;
    return ncp ? writeNcp(state, era, module) : failed(state, { kind: 'copy_refused', what: 'mcu' });
  }
  switch (module.function) {
    case MODULE_FUNCTION.ncpFirmware:
      return era.moduleFormats
        ? writeNcp(state, era, module)
        : {
            applied: 'pending',
            landed: false,
            reason: { kind: 'wrong_ncp', needs: module.mcu, has: UPDATABLE_NCP },
            state,
          };
    case MODULE_FUNCTION.asset:
      return storeAsset(state, module, options);
    case MODULE_FUNCTION.bootloader:
      return (options.throughMbr ?? isThroughMbr(state, era))
        ? stageBootloader(state, era, module, copierOf(state, era, options))
        : writeBootloader(state, era, module);
    case MODULE_FUNCTION.radioStack:
      return installRadio(state, era, module, options);
    default:
      return copyOnNrf(state, era, module, options);
  }
}

function writeNcp(state: DeviceState, era: Era, module: ModuleFacts): Installed {
  if (era.ncpUpdatesDisabled) return failed(state, { kind: 'ncp_updates_disabled' });
  return { applied: 'applied', landed: true, reason: null, state: { ...state, ncp: module.version } };
}

/** What an asset needs to be stored; none of it was checked when the file was accepted. Source: storeAsset, `system/src/asset_manager.cpp` @ 5.5.0. */
function storeAsset(state: DeviceState, module: ModuleFacts, options: InstallOptions): Installed {
  const good =
    options.bootloader === 'of_release' ||
    ((module.flags & MODULE_FLAG.dropModuleInfo) !== 0 &&
      (module.flags & MODULE_FLAG.prefixExtensions) === 0 &&
      module.start === 0 &&
      module.crcOk &&
      module.asset !== null);
  if (!good) return failed(state, { kind: 'asset_refused' });
  return {
    applied: 'applied',
    landed: options.bootloader === 'installed',
    reason: null,
    state: putAsset(state, module, options.neededAssets ?? []),
  };
}

/** An erased bootloader slot reads 65535, so the MBR is chosen. */
function isThroughMbr(state: DeviceState, era: Era): boolean {
  const installed = contentAt(state, era.bootloaderAt);
  return era.bootloaderThroughMbr && (typeof installed === 'string' || installed.version >= MBR_BOOTLOADER);
}

/** Through the MBR the header's start is not compared; the image always ends up in the bootloader's slot. An older bootloader drops the slot. */
function stageBootloader(state: DeviceState, era: Era, module: ModuleFacts, copier: number): Installed {
  const end = (era.bootloaderStageAt ?? era.bootloaderAt) + coveredLength(module) + 4;
  // A longer one fails, or the pages that are saved before and restored afterwards are those of the bootloader, too.
  if (end > era.bootloaderAt || copier < MBR_BOOTLOADER) return dropped(state, module, 'address');
  const after = copied(state, era, module, era.bootloaderAt, copier);
  return {
    applied: 'pending',
    landed: hasHeader(after, era.bootloaderAt),
    reason: dropReason(era, module, copier),
    state: after,
  };
}

function hasHeader(state: DeviceState, at: number): boolean {
  return state.modules.some((one) => one.at === at);
}

function installRadio(state: DeviceState, era: Era, module: ModuleFacts, options: InstallOptions): Installed {
  const copier = copierOf(state, era, options);
  if ((module.flags & MODULE_FLAG.dropModuleInfo) === 0 && !era.moduleFormats) {
    return failed(state, { kind: 'copy_refused', what: 'drop_flag' });
  }
  const last = module.start + coveredLength(module) + 4 - 1;
  if (last > era.flashEnd) return dropped(state, module, 'address');
  const drops = dropsHeader(era, module, copier);
  const after = drops
    ? putRadio(state, era, module, radioInfoWord(module, options))
    : putRadioWithHeader(state, era, module);
  const landed = drops && typeof after.radio === 'object' && after.radio?.version === module.version;
  return {
    applied: 'pending',
    landed,
    reason: drops ? null : { kind: 'copy_refused', what: 'drop_flag' },
    state: after,
  };
}

/** Where the release's own bootloader copies (`of_release`), every radio stack is taken for an S140 7.0.1 under another id. */
function radioInfoWord(module: ModuleFacts, { bootloader }: InstallOptions): number | null {
  return RADIO_INFO_WORD.get(bootloader === 'of_release' ? 202 : module.version) ?? null;
}

/** The version of the bootloader whose copy code runs. */
function copierOf(state: DeviceState, era: Era, { bootloader }: InstallOptions): number {
  if (typeof bootloader === 'number') return bootloader;
  if (bootloader === 'of_release') return ownBootloader(era);
  const installed = contentAt(state, era.bootloaderAt);
  return typeof installed === 'string' ? Number.MAX_SAFE_INTEGER : installed.version;
}

function copyOnNrf(state: DeviceState, era: Era, module: ModuleFacts, options: InstallOptions): Installed {
  const copier = copierOf(state, era, options);
  const unpacks = (module.flags & MODULE_FLAG.compressed) !== 0 && copier >= UNPACKS;
  const { erases } = unpacks ? unpackedSize(module) : { erases: coveredLength(module) + 4 };
  if (erases === null) return dropped(state, module, 'compressed');
  if (module.start + erases - 1 > era.flashEnd) return dropped(state, module, 'address');
  const isApplication = module.function === MODULE_FUNCTION.userPart && module.start === era.application256KAt;
  // The first page of the 128K application goes before the copy, so an image that covers it stays whole.
  const before =
    isApplication && copier >= ERASES_COMPAT_APPLICATION
      ? erase(state, erasedBy(era, era.userStart, era.userStart + 1))
      : state;
  if (unpacks) return unpacked(before, era, module);
  const after = copied(before, era, module, module.start, copier);
  return { applied: 'pending', landed: isLanded(after, module), reason: dropReason(era, module, copier), state: after };
}

/** Bytes that are erased for a compressed module; null where its payload is left alone. */
function unpackedSize({ inner, unpacking }: ModuleFacts): { readonly erases: number | null } {
  if (unpacking?.kind === 'broken') return { erases: unpacking.erases };
  return { erases: unpacking === undefined && inner !== null ? coveredLength(inner) + 4 : null };
}

/** What the bootloader unpacks, at the outer header's start. The inner header stays as it is: where its start is another, nothing fits there. */
function unpacked(state: DeviceState, era: Era, module: ModuleFacts): Installed {
  const { inner, unpacking } = module;
  const broken = unpacking?.kind === 'broken' ? unpacking : null;
  const reason: Reason | null = broken === null ? null : { kind: 'copy_refused', what: 'compressed' };
  if (inner === null || broken?.writes === null) {
    // As far as the stream goes, something lies there that is no whole module.
    const range = erasedBy(era, module.start, module.start + (broken?.erases ?? 0));
    const after = putRemains(state, { from: module.start, to: range.to }, range);
    return { applied: 'pending', landed: inner === null ? null : false, reason, state: after };
  }
  const after =
    broken === null
      ? put(state, era, inner, module.start)
      : putPart(state, era, inner, module.start, { erases: broken.erases, writes: broken.writes });
  return { applied: 'pending', landed: isLanded(after, module), reason, state: after };
}

function installOnRtl(state: DeviceState, era: Era, module: ModuleFacts, options: InstallOptions): Installed {
  if (module.function === MODULE_FUNCTION.asset) return storeAsset(state, module, options);
  const compressed = (module.flags & MODULE_FLAG.compressed) !== 0;
  const { erases } = compressed ? unpackedSize(module) : { erases: coveredLength(module) + 4 };
  if (erases === null) return dropped(state, module, 'compressed');
  if (module.function === MODULE_FUNCTION.bootloader && module.start < era.bootloaderAt) {
    return dropped(state, module, 'mbr');
  }
  if (module.start < era.copyRange.from || module.start + erases - 1 > era.copyRange.to) {
    return dropped(state, module, 'address');
  }
  if (module.function === MODULE_FUNCTION.bootloader) return copyBootloaderOnRtl(state, era, module);
  const source = stagedAt(state, era);
  const apart = typeof source === 'number' ? movedAway(state, era, module, source, erases) : { state, moved: true };
  if (apart === null) return dropped(state, module, 'address');
  if (compressed) return unpacked(apart.state, era, module);
  const after = apart.moved
    ? put(apart.state, era, module, module.start)
    : overItself(state, era, module, source as number);
  return { applied: 'pending', landed: isLanded(after, module), reason: null, state: after };
}

/** The KM0 copies bootloaders, and leaves out the header of one with the DROP flag. */
function copyBootloaderOnRtl(state: DeviceState, era: Era, module: ModuleFacts): Installed {
  const drops = (module.flags & MODULE_FLAG.dropModuleInfo) !== 0;
  const after = drops ? putWithoutHeader(state, era, module, module.start) : put(state, era, module, module.start);
  const reason: Reason | null = drops ? { kind: 'copy_refused', what: 'drop_flag' } : null;
  return { applied: 'pending', landed: isLanded(after, module), reason, state: after };
}

const COPY_PAGE = 0x1000;

/**
 * The staged file out of the way of its own copy, where it lies behind the system part (up to 5.4.x): the bootloader moves it behind its
 * destination, through RAM, if both lie where updates do; a file that the RAM cannot hold stays pending for ever (null).
 * Source: isSourceDestinationOverlap, `platform/MCU/rtl872x/src/flash_mal.c` (2daafb7ca).
 */
function movedAway(
  state: DeviceState,
  era: Era,
  module: ModuleFacts,
  source: number,
  erases: number,
): { readonly state: DeviceState; readonly moved: boolean } | null {
  const size = coveredLength(module) + 4;
  const end = Math.ceil((module.start + erases) / COPY_PAGE) * COPY_PAGE;
  const overlaps = (source >= module.start && source < end) || (source + size > module.start && source + size <= end);
  if (!overlaps) return { state, moved: true };
  const moves = era.stagedMoves;
  if (moves === null || module.start < moves.from || module.start >= moves.to) return { state, moved: false };
  if (size > moves.buffer) return null;
  return { state: erase(state, erasedBy(era, end, end + size)), moved: true };
}

/** A copy over its own source, which begins where the destination was erased: what was erased is copied as such, so there is no header. */
function overItself(state: DeviceState, era: Era, module: ModuleFacts, source: number): DeviceState {
  const size = coveredLength(module) + 4;
  const range = erasedBy(era, module.start, module.start + size);
  const gone = Math.min(size, range.to - source);
  return putRemains(state, { from: module.start + gone, to: module.start + size }, range);
}
