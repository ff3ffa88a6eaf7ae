/** Reading the modelled flash: what lies where, and what version Device OS sees there. */
import { ERASED_VERSION, GEN2_ALIAS_VERSION } from '../catalog/eras.js';
import { ANY_MCU } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { CRC_SIZE } from '../module/layout.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { HEADER_SIZE, headerShownAt, isTouched, mayReach, versionWordAt } from './bytes.js';
import type { Era } from './era.js';
import { note } from './trace.js';
import type { DeviceState, InstalledModule, ModuleFacts } from './types.js';

/**
 * What Device OS reads at an address: a module; what the bytes of another image's header look like from there; the inside of an image, which
 * is no header; nothing (erased); or nobody knows.
 */
export type Content = InstalledModule | 'image_body' | 'erased' | 'unknown';

/** The module whose image begins at an address, or what covers it. */
export function contentAt(state: DeviceState, address: number): Content {
  for (const one of state.modules) if (one.at === address) return one;
  if (state.unknown.includes(address)) {
    note(address);
    return 'unknown';
  }
  return contentBetween(state, address);
}

/** The same for a read whose caller knows whether what may lie in a hidden slot changes its answer. */
export function contentUnlessHidden(state: DeviceState, address: number): Content {
  for (const one of state.modules) if (one.at === address) return one;
  return state.unknown.includes(address) ? 'unknown' : contentBetween(state, address);
}

/** Where no image begins: what covers the address, or may. */
function contentBetween(state: DeviceState, address: number): Content {
  const reaching = state.unknown.length === 0 ? null : mayReach(state, address, address + HEADER_SIZE);
  // What begins in a hidden slot may reach as far as here.
  if (reaching !== null) note(reaching);
  return isTouched(state, address) ? headerShownAt(state, address) : 'erased';
}

/** What lies where a system part of that index belongs, also one that the release has no bounds for. */
export function systemPart(state: DeviceState, era: Era, index: number): Content {
  const start = era.systemPartsAt[index - 1];
  return start === undefined ? 'erased' : contentAt(state, start);
}

/**
 * The slot of a function and index: the first entry that fits, as `find_module_bounds` does.
 * On Gen 3 the MCU byte must fit too (equal, or one side is "any"); Gen 2 does not look at it.
 */
export function slotFor(era: Era, moduleFunction: number, index: number, mcu: number): Slot | undefined {
  const anyMcu = !era.mcuMatters || mcu === ANY_MCU;
  for (const slot of era.slots) {
    if (slot.function !== moduleFunction || slot.index !== index) continue;
    if (anyMcu || slot.mcu === mcu || slot.mcu === ANY_MCU) return slot;
  }
  return undefined;
}

/** Where the module of a slot begins; null where an RTL872x device finds no application. */
export function startOfSlot(state: DeviceState, era: Era, slot: Slot): number | null | 'unknown' {
  return slot.dynamic ? applicationStart(state, era) : slot.start;
}

/** Starts of applications are told in pages of so many bytes. Source: HAL_Core_Config, `hal/src/rtl872x/core_hal.c`. */
export const PAGE = 0x1000;

/**
 * RTL872x: the start that the suffix at the flash end names, if it leaves room for the staging area; else there is no application.
 * Source: HAL_Core_Config, `hal/src/rtl872x/core_hal.c`.
 */
export function applicationStart(state: DeviceState, era: Era): number | null | 'unknown' {
  const named = state.applicationStart;
  if (named === 'unknown') note('applicationStart');
  if (named === null || named === 'unknown') return named;
  const lowest = era.lowestApplication ?? lowestBehindSystem(state, era);
  return lowest === 'unknown' ? 'unknown' : Math.floor(named / PAGE) * PAGE >= lowest ? named : null;
}

/** Where a file is staged: RTL872x devices up to 5.4.x keep it behind their system part. */
export function stagedAt(state: DeviceState, era: Era): number | 'unknown' {
  if (era.dynamicApplication === null || era.lowestApplication !== null) return era.stagingAt;
  const lowest = lowestBehindSystem(state, era);
  return lowest === 'unknown' ? 'unknown' : lowest - era.dynamicApplication.stagingBehindSystem;
}

/** Up to 5.4.x the staging area lies behind the system part, and the application at the least that far behind it. */
function lowestBehindSystem(state: DeviceState, { dynamicApplication }: Era): number | 'unknown' {
  if (dynamicApplication === null) return 'unknown';
  const { systemAt, stagingBehindSystem } = dynamicApplication;
  const system = contentAt(state, systemAt);
  if (system === 'unknown' || system === 'image_body') return 'unknown';
  // link_module_info_crc_end: the address behind the CRC, not in front of it.
  const end = system === 'erased' ? systemAt : system.end + CRC_SIZE;
  return Math.floor(end / PAGE) * PAGE + PAGE + stagingBehindSystem;
}

/**
 * A version, or why there is none: no slot for it in this release, and the check fails; the code reads where nothing is mapped; the state does
 * not say.
 */
export type SlotVersion = number | 'no_slot' | 'fault' | 'unknown';

/**
 * The version that Device OS compares with a dependency: whatever header lies at the start of the slot. No CRC, platform, function or index
 * of that module is looked at; erased flash reads 65535 and satisfies everything.
 *
 * @param mcu the byte with which the slot is looked up: of the module that depends (up to 2.0.2), or any
 */
export function installedVersion(
  state: DeviceState,
  era: Era,
  moduleFunction: number,
  index: number,
  mcu: number,
): SlotVersion {
  const slot = slotFor(era, moduleFunction, index, era.dependencyOfAnyMcu ? ANY_MCU : mcu);
  if (slot === undefined) return versionWithoutSlot(state, era);
  if (slot.function === MODULE_FUNCTION.radioStack) return radioVersion(state, era);
  if (slot.function === MODULE_FUNCTION.ncpFirmware) return ncpVersion(state, era);
  const start = startOfSlot(state, era, slot);
  if (start === null) return 'no_slot';
  if (start === 'unknown') return 'unknown';
  return versionAt(state, start);
}

/** The version that a slot's start shows, whatever covers it. */
function versionAt(state: DeviceState, start: number): number | 'unknown' {
  const content = contentAt(state, start);
  if (content === 'erased') return ERASED_VERSION;
  if (content === 'image_body') return versionWordAt(state, start) ?? 'unknown';
  return content === 'unknown' ? 'unknown' : content.version;
}

/**
 * Before 2.1.0 a NULL pointer is read. On Gen 2 address 0 shows the bootloader, whose start-up code happens to read as 2609 (of two old ones as
 * another number); with an erased bootloader slot it faults. On Gen 3 the word lies in the MBR, whose content is not known: taken for a fault.
 */
function versionWithoutSlot(state: DeviceState, era: Era): SlotVersion {
  if (era.unknownDependencyFails) return 'no_slot';
  if (era.addressZero === 'unmapped') return 'fault';
  const bootloader = contentAt(state, era.bootloaderAt);
  if (bootloader === 'erased') return 'fault';
  if (typeof bootloader === 'string') return 'unknown';
  if (bootloader.start !== era.bootloaderAt) return 'unknown';
  const other = era.aliasReads.find((one) => one.bootloader === bootloader.version);
  return state.aliasWord ?? other?.version ?? GEN2_ALIAS_VERSION;
}

/** From 2.2.0 and 3.1.0 on the firmware id; before, a word of its code that is mistaken for a header. */
function radioVersion({ radio }: DeviceState, era: Era): SlotVersion {
  if (radio === 'unknown') {
    note('radio');
    return 'unknown';
  }
  if (radio === null) return ERASED_VERSION;
  return era.radioFirmwareId ? radio.version : (radio.infoWord ?? 'unknown');
}

/** From 2.2.0 and 3.1.0 on the driver is asked; before, a header is read from the MBR page, whose content is not known. */
function ncpVersion({ ncp, ncpWord }: DeviceState, era: Era): SlotVersion {
  if (!era.radioFirmwareId) return ncpWord ?? 'unknown';
  if (ncp === 'unknown') {
    note('ncp');
    return 'unknown';
  }
  return ncp ?? 'no_slot';
}

/** Covered bytes as the code computes them: an unsigned 32-bit difference. */
export function coveredLength(module: Pick<ModuleFacts, 'start' | 'end'>): number {
  return (module.end - module.start) >>> 0;
}

/** Whether the CRC of an image at an address is right; `fault` where reading it runs off the flash. */
export function crcAt(module: ModuleFacts, at: number, era: Era): 'pass' | 'fail' | 'fault' {
  const length = coveredLength(module);
  if (length === 0) return 'fail';
  // The factory image of nRF52840 devices lies in external flash, like a staged file.
  if (era.externalFlashAt !== null && at >= era.externalFlashAt) return crcStaged(module, era);
  const reads = era.residentReads;
  const runsOff = reads.kind === 'bounded' ? length > reads.longest : at + length + 4 > era.flashEnd;
  if (runsOff || module.end < module.start) return reads.kind === 'bounded' ? 'fail' : 'fault';
  return module.crcOk ? 'pass' : 'fail';
}

/**
 * 2.2.0-rc.1 and 3.1.x copy CRC word and suffix from the header's end address before anything else is checked. Where nothing is mapped there, it
 * faults: below the flash on Gen 2 (staged or resident), behind it for what lies in the internal flash of an nRF52840.
 */
export function suffixFaults(module: ModuleFacts, at: number, era: Era): boolean {
  if (!era.suffixReadAtHeaderEnd) return false;
  if (era.suffixUnmapped === 'below_flash') return module.end - SUFFIX_SIZE < era.flashStart;
  return (era.externalFlashAt === null || at < era.externalFlashAt) && module.end + CRC_SIZE > era.flashEnd;
}

const SUFFIX_SIZE = 36;

/** Whether the CRC of a staged file is right. */
export function crcStaged(module: ModuleFacts, era: Era): 'pass' | 'fail' | 'fault' {
  const length = coveredLength(module);
  if (length === 0) return 'fail';
  const reads = era.stagedReads;
  if (reads.kind === 'mapped') {
    if (module.end < module.start || era.stagingAt + length + 4 > era.flashEnd) return 'fault';
  } else if (length > reads.longest) {
    // A wrapped length runs off the flash: a failed read through the driver, a fault where flash is read in place.
    return era.flashDriverReads ? 'fail' : 'fault';
  }
  return module.crcOk ? 'pass' : 'fail';
}
