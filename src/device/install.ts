/** What the device does with a file that it accepted: when it is applied, what lands, and what is left of the rest. */
import { ERASES_COMPAT_APPLICATION, MBR_BOOTLOADER, RADIO_INFO_WORD, UPDATABLE_NCP } from '../catalog/eras.js';
import { NRF_APPLICATION, NRF_COMPAT_APPLICATION } from '../catalog/flash-map.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import { checkDependencies } from './dependencies.js';
import type { Era } from './era.js';
import { contentAt, coveredLength } from './flash.js';
import type { DeviceState, ModuleFacts, Reason } from './types.js';
import { erase, erasedBy, put, putAsset, putRadio } from './write.js';

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
   * Whose copy code runs at the restart: that of the bootloader that is installed (a real device), or that of the running release
   * (the verdict tables, whose bootloader step is always the release's own).
   */
  readonly bootloader: 'installed' | 'of_release';
  /** Assets that the installed application needs; they survive the storing of another one. */
  readonly neededAssets?: readonly { readonly name: string; readonly hash: string }[];
}

/** Applies one accepted module over a validating transport and restarts. */
export function install(state: DeviceState, era: Era, module: ModuleFacts, options: InstallOptions): Installed {
  const staged = withStaged(state, era, module);
  switch (era.family) {
    case 'stm32f2':
      return installOnGen2(staged, era, module, options);
    case 'nrf52840':
      return installOnNrf(staged, era, module, options);
    case 'rtl872x':
      return installOnRtl(staged, era, module, options);
  }
}

/** Electron up to 0.5.3 takes what lies in the staging area for its factory image, so it is remembered there. */
export function withStaged(state: DeviceState, era: Era, module: ModuleFacts): DeviceState {
  const matters = era.factoryAt === era.stagingAt;
  return matters ? { ...state, staged: { ...module, at: era.stagingAt } } : state;
}

function failed(state: DeviceState, reason: Reason): Installed {
  return { applied: 'error', landed: null, reason, state };
}

function isLanded(state: DeviceState, module: ModuleFacts): boolean {
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

const GEN2_FLASH_START = 0x08000000;

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
  if (module.start < GEN2_FLASH_START || last > era.flashEnd) return dropped(state, module, 'address');
  const after = put(state, era, module, module.start);
  return { applied: 'pending', landed: isLanded(after, module), reason: null, state: after };
}

function writeGen2Bootloader(state: DeviceState, era: Era, module: ModuleFacts): Installed {
  if (era.isElectron && era.electronBootloaderStub) return failed(state, { kind: 'bootloader_stub' });
  return writeBootloader(state, era, module, GEN2_FLASH_START);
}

/** The system writes the bootloader itself and, from 0.7.0 on, checks it against itself until it is valid. */
function writeBootloader(state: DeviceState, era: Era, module: ModuleFacts, start: number): Installed {
  if (module.start !== start) return failed(state, { kind: 'wrong_start', start: module.start, needs: start });
  if (era.family === 'nrf52840' && module.end + 4 > era.flashEnd) {
    return failed(state, { kind: 'copy_refused', what: 'address' });
  }
  const after = put(state, era, module, start);
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

/** From 100 on a Photon or P1 bootloader borrows the DCT code of the system, and without it finds no pending update. */
const DCT_BORROWING_BOOTLOADER = 100;
/** Version 100 demanded a system part 1 without dependencies. */
const STRICT_BOOTLOADER = 100;
const FIRST_SYSTEM_WITH_DCT = 200;

/**
 * Whether the bootloader sees pending updates at all: on Photon and P1 from bootloader 100 on only with system parts of 0.7.0 and later.
 * Source: `bootloader/src/photon/bootloader_dct.c`, `bootloader/src/stm32f2xx/module.c` (4c1c306b7, 6250d74c4).
 */
export function bootloaderSeesSlots(state: DeviceState, era: Era): boolean {
  if (era.family !== 'stm32f2' || era.isElectron) return true;
  const bootloader = contentAt(state, GEN2_FLASH_START);
  if (typeof bootloader === 'string' || bootloader.version < DCT_BORROWING_BOOTLOADER) return true;
  const system2 = contentAt(state, 0x08060000);
  const system1 = contentAt(state, 0x08020000);
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
  if (era.family !== 'stm32f2' || era.isElectron || era.os < FIRST_SYSTEM_WITH_DCT) return false;
  const bootloader = contentAt(state, GEN2_FLASH_START);
  return typeof bootloader !== 'string' && bootloader.version < DCT_BORROWING_BOOTLOADER;
}

const NRF_BOOTLOADER_START = 0xf4000;
const NRF_BOOTLOADER_STAGE = 0xd4000;

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
      return isThroughMbr(state, era)
        ? stageBootloader(state, era, module)
        : writeBootloader(state, era, module, NRF_BOOTLOADER_START);
    case MODULE_FUNCTION.radioStack:
      return installRadio(state, era, module, options);
    default:
      return copyOnNrf(state, era, module, options);
  }
}

function writeNcp(state: DeviceState, era: Era, module: ModuleFacts): Installed {
  if (era.trackerNcpDisabled && era.platform === TRACKER) return failed(state, { kind: 'ncp_updates_disabled' });
  return { applied: 'applied', landed: true, reason: null, state: { ...state, ncp: module.version } };
}

const TRACKER = 26;

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
  const installed = contentAt(state, NRF_BOOTLOADER_START);
  return era.bootloaderThroughMbr && (typeof installed === 'string' || installed.version >= MBR_BOOTLOADER);
}

/** Through the MBR the header's start is not compared; the image always ends up in the bootloader's slot. */
function stageBootloader(state: DeviceState, era: Era, module: ModuleFacts): Installed {
  const last = NRF_BOOTLOADER_STAGE + coveredLength(module) + 4 - 1;
  if (last > era.flashEnd) return dropped(state, module, 'address');
  const after = put(state, era, module, NRF_BOOTLOADER_START);
  return { applied: 'pending', landed: true, reason: null, state: after };
}

/** Bootloaders that look at the slot's flag only, which systems before 2.0.0 do not set: the image lands 24 bytes off. Source: fixed by 2bfc93a8b. */
const DROP_QUIRK_BOOTLOADERS: readonly [number, number] = [1000, 1003];

function installRadio(state: DeviceState, era: Era, module: ModuleFacts, { bootloader }: InstallOptions): Installed {
  if ((module.flags & MODULE_FLAG.dropModuleInfo) === 0) {
    return era.moduleFormats
      ? copyOnNrf(state, era, module, { bootloader })
      : failed(state, { kind: 'copy_refused', what: 'drop_flag' });
  }
  const last = module.start + coveredLength(module) + 4 - 1;
  if (last > era.flashEnd) return dropped(state, module, 'address');
  const installed = contentAt(state, NRF_BOOTLOADER_START);
  const version = typeof installed === 'string' ? null : installed.version;
  const quirk =
    bootloader === 'installed' &&
    era.os < 2000 &&
    version !== null &&
    version >= DROP_QUIRK_BOOTLOADERS[0] &&
    version <= DROP_QUIRK_BOOTLOADERS[1];
  const after = quirk ? { ...state, radio: null } : putRadio(state, era, module, radioInfoWord(module, bootloader));
  const landed = !quirk && typeof after.radio === 'object' && after.radio?.version === module.version;
  return {
    applied: 'pending',
    landed,
    reason: quirk ? { kind: 'copy_refused', what: 'drop_flag' } : null,
    state: after,
  };
}

/** Where the release's own bootloader copies (`of_release`), every radio stack is taken for an S140 7.0.1 under another id. */
function radioInfoWord(module: ModuleFacts, bootloader: InstallOptions['bootloader']): number | null {
  return RADIO_INFO_WORD.get(bootloader === 'of_release' ? 202 : module.version) ?? null;
}

/** Bootloaders that can unpack compressed modules. */
const UNPACKS = 1000;

function copyOnNrf(state: DeviceState, era: Era, module: ModuleFacts, { bootloader }: InstallOptions): Installed {
  const installed = contentAt(state, NRF_BOOTLOADER_START);
  const version = typeof installed === 'string' ? Number.MAX_SAFE_INTEGER : installed.version;
  const image = (module.flags & MODULE_FLAG.compressed) === 0 ? module : version >= UNPACKS ? module.inner : null;
  if (image === null) return dropped(state, module, 'compressed');
  if (module.start + coveredLength(image) + 4 - 1 > era.flashEnd) return dropped(state, module, 'address');
  const erases = bootloader === 'of_release' ? era.application256K : version >= ERASES_COMPAT_APPLICATION;
  const isApplication = module.function === MODULE_FUNCTION.userPart && module.start === NRF_APPLICATION;
  // The first page of the 128K application goes before the copy, so an image that covers it stays whole.
  const before =
    isApplication && erases ? erase(state, erasedBy(era, NRF_COMPAT_APPLICATION, NRF_COMPAT_APPLICATION + 1)) : state;
  const after = put(before, era, { ...image, start: module.start }, module.start);
  return { applied: 'pending', landed: isLanded(after, module), reason: null, state: after };
}

const RTL_SLOT_START = 0x08000000;
const RTL_SLOT_END = 0x08800000;
/** The MBR refuses destinations below the bootloader. */
const RTL_BOOTLOADER_START = 0x08004000;

function installOnRtl(state: DeviceState, era: Era, module: ModuleFacts, options: InstallOptions): Installed {
  if (module.function === MODULE_FUNCTION.asset) return storeAsset(state, module, options);
  const image = (module.flags & MODULE_FLAG.compressed) === 0 ? module : module.inner;
  if (image === null) return dropped(state, module, 'compressed');
  if (module.function === MODULE_FUNCTION.bootloader && module.start < RTL_BOOTLOADER_START) return dropped(state, module, 'mbr');
  if (module.start < RTL_SLOT_START || module.start + coveredLength(image) + 4 - 1 > RTL_SLOT_END) {
    return dropped(state, module, 'address');
  }
  const after = put(state, era, image, module.start);
  return { applied: 'pending', landed: isLanded(after, module), reason: null, state: after };
}
