/** How a bootloader copies a module into its slot. Source: FLASH_CopyMemory, `platform/MCU/nRF52840/src/flash_mal.c`. */
import {
  DROP_QUIRK_BOOTLOADERS,
  ERASES_COMPAT_APPLICATION,
  FIRST_DROPPING_BOOTLOADER,
  MBR_BOOTLOADER,
  UNPACKS,
} from '../catalog/eras.js';
import { MODULE_FLAG } from '../module/types.js';
import type { Era } from './era.js';
import { coveredLength } from './flash.js';
import type { DeviceState, ModuleFacts, Reason } from './types.js';
import { erase, erasedBy, put, putWithoutHeader } from './write.js';

/** A bootloader that copies as that of the release does. */
export function ownBootloader(era: Era): number {
  if (era.application256K) return ERASES_COMPAT_APPLICATION;
  if (era.bootloaderThroughMbr) return MBR_BOOTLOADER;
  return era.moduleFormats ? UNPACKS : FIRST_DROPPING_BOOTLOADER;
}

const FIRST_SYSTEM_WITH_SLOT_FLAG = 2000;

/** Whether the copy leaves the header of a module out, whatever its function: the flag in its header, or in the slot, which says the same. */
export function dropsHeader(era: Era, module: ModuleFacts, copier: number): boolean {
  if (!era.headerFlags || (module.flags & MODULE_FLAG.dropModuleInfo) === 0 || copier < FIRST_DROPPING_BOOTLOADER) {
    return false;
  }
  return era.os >= FIRST_SYSTEM_WITH_SLOT_FLAG || !hasDropQuirk(copier);
}

/** Whether that bootloader looks for the flag in the slot alone, where Device OS below 2.0.0 does not set it. */
export function hasDropQuirk(bootloader: number): boolean {
  const [first, last] = DROP_QUIRK_BOOTLOADERS;
  return bootloader >= first && bootloader <= last;
}

/** A module that lies without its header is none any more; only a radio stack is meant to. */
export function dropReason(era: Era, module: ModuleFacts, copier: number): Reason | null {
  return dropsHeader(era, module, copier) ? { kind: 'copy_refused', what: 'drop_flag' } : null;
}

/** What a plain copy leaves. A header that does not come first cannot be left out: the copy stops when the flash is erased already. */
export function copied(state: DeviceState, era: Era, module: ModuleFacts, at: number, copier: number): DeviceState {
  if (!dropsHeader(era, module, copier)) return put(state, era, module, at);
  return module.headerOffset === 0
    ? putWithoutHeader(state, era, module, at)
    : erase(state, erasedBy(era, at, at + coveredLength(module) + 4));
}
