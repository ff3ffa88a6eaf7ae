/** Which system part the bootloader of an nRF52840 starts: its rules are the ones that hold then, wherever else another one lies. */
import type { Era } from './era.js';
import { endOf } from './bytes.js';
import { contentAt, crcAt } from './flash.js';
import type { Content } from './flash.js';
import type { DeviceState, InstalledModule } from './types.js';

const BOOTLOADER = 0xf4000;
/** Where system parts begin: from 6.1.2 on, and before. */
export const NRF_SYSTEM_STARTS: readonly [number, number] = [0x28000, 0x30000];
/** Bootloader that looks for the system part at 0x28000 first. Source: f27e6281d, 6.1.2. */
const NEW_PLACE_BOOTLOADER = 3002;
/** System parts from here on carry a second header at 0x30000 for older bootloaders. Source: bfa7e28ea, 6.2.0. */
const LEGACY_HEADER_SYSTEM = 6200;

/** The system part that starts; or that none does, and whether only an older bootloader is in the way; or that it is not known. */
export type Started =
  | { readonly kind: 'starts'; readonly module: InstalledModule }
  | { readonly kind: 'none'; readonly tooOld: number | null }
  | { readonly kind: 'unknown'; readonly what: 'system' | 'bootloader' };

/**
 * The image that the bootloader finds whole: bootloader 3002 and later look at 0x28000 and then at 0x30000, older ones at 0x30000 alone.
 * Header, end, platform and CRC count; function, version and dependencies do not. Source: `bootloader/src/nRF52840/dfu_usb.c` @ 6.2.0.
 */
export function startedOnNrf(state: DeviceState, era: Era): Started {
  const bootloader = contentAt(state, BOOTLOADER);
  if (bootloader === 'unknown') return whicheverBootloader(state, era);
  const version = typeof bootloader === 'string' ? NEW_PLACE_BOOTLOADER : bootloader.version;
  return startedBy(state, era, version);
}

/** A bootloader that is not known: what starts with every one. */
function whicheverBootloader(state: DeviceState, era: Era): Started {
  const old = startedBy(state, era, NEW_PLACE_BOOTLOADER - 1);
  const young = startedBy(state, era, NEW_PLACE_BOOTLOADER);
  const same =
    old.kind === young.kind && (old.kind !== 'starts' || young.kind !== 'starts' || old.module === young.module);
  return same ? young : { kind: 'unknown', what: 'bootloader' };
}

function startedBy(state: DeviceState, era: Era, version: number): Started {
  const [low, high] = NRF_SYSTEM_STARTS;
  const below = wholeAt(state, era, low);
  const above = wholeAt(state, era, high);
  if (version >= NEW_PLACE_BOOTLOADER) {
    if (below !== null) return below === 'unknown' ? NOT_KNOWN : { kind: 'starts', module: below };
    if (above !== null) return above === 'unknown' ? NOT_KNOWN : { kind: 'starts', module: above };
    return { kind: 'none', tooOld: null };
  }
  if (above === 'unknown' || (above === null && below === 'unknown')) return NOT_KNOWN;
  if (above !== null) return { kind: 'starts', module: above };
  if (below === null || below === 'unknown') return { kind: 'none', tooOld: null };
  const isSeen = below.version >= LEGACY_HEADER_SYSTEM && endOf(below) > high;
  return isSeen ? { kind: 'starts', module: below } : { kind: 'none', tooOld: version };
}

const NOT_KNOWN: Started = { kind: 'unknown', what: 'system' };

/** The module that a bootloader takes for a whole one at an address. */
function wholeAt(state: DeviceState, era: Era, start: number): InstalledModule | 'unknown' | null {
  const content: Content = contentAt(state, start);
  if (content === 'unknown') return 'unknown';
  if (typeof content === 'string' || !startsThere(content, start, era)) return null;
  return crcAt(content, content.at, era) === 'pass' ? content : null;
}

/** The header test of every bootloader. */
export function startsThere(module: InstalledModule, start: number, era: Era): boolean {
  return module.start === start && module.end <= era.flashEnd && module.platform === era.platform;
}
