/** Which system part the bootloader starts where they have moved: its rules are the ones that hold then, wherever else another one lies. */
import type { SystemStart } from '../catalog/boards/types.js';
import { endOf } from './bytes.js';
import type { Era } from './era.js';
import { contentAt, crcAt } from './flash.js';
import type { Content } from './flash.js';
import type { DeviceState, InstalledModule } from './types.js';

type Places = Extract<SystemStart, { readonly kind: 'two_places' }>;

/** The system part that starts; or that none does, and whether only an older bootloader is in the way; or that it is not known. */
export type Started =
  | { readonly kind: 'starts'; readonly module: InstalledModule }
  | { readonly kind: 'none'; readonly tooOld: number | null }
  | { readonly kind: 'unknown'; readonly what: 'system' | 'bootloader' };

/**
 * The image that the bootloader finds whole: bootloader 3002 and later look at the new place and then at the old one, older ones at that alone.
 * Header, end, platform and CRC count; function, version and dependencies do not. Source: `bootloader/src/nRF52840/dfu_usb.c` @ 6.2.0.
 */
export function startedInPlaces(state: DeviceState, era: Era, places: Places): Started {
  const bootloader = contentAt(state, era.bootloaderAt);
  if (bootloader === 'unknown') return whicheverBootloader(state, era, places);
  const version = typeof bootloader === 'string' ? places.bootloaderFrom : bootloader.version;
  return startedBy(state, era, places, version);
}

/** A bootloader that is not known: what starts with every one. */
function whicheverBootloader(state: DeviceState, era: Era, places: Places): Started {
  const old = startedBy(state, era, places, places.bootloaderFrom - 1);
  const young = startedBy(state, era, places, places.bootloaderFrom);
  const same =
    old.kind === young.kind && (old.kind !== 'starts' || young.kind !== 'starts' || old.module === young.module);
  return same ? young : { kind: 'unknown', what: 'bootloader' };
}

function startedBy(
  state: DeviceState,
  era: Era,
  { newAt: low, oldAt: high, bootloaderFrom, systemFrom }: Places,
  version: number,
): Started {
  const below = wholeAt(state, era, low);
  const above = wholeAt(state, era, high);
  if (version >= bootloaderFrom) {
    if (below !== null) return below === 'unknown' ? NOT_KNOWN : { kind: 'starts', module: below };
    if (above !== null) return above === 'unknown' ? NOT_KNOWN : { kind: 'starts', module: above };
    return { kind: 'none', tooOld: null };
  }
  if (above === 'unknown' || (above === null && below === 'unknown')) return NOT_KNOWN;
  if (above !== null) return { kind: 'starts', module: above };
  if (below === null || below === 'unknown') return { kind: 'none', tooOld: null };
  const isSeen = below.version >= systemFrom && endOf(below) > high;
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
export function startsThere(
  module: InstalledModule,
  start: number,
  { flashEnd, platform }: Pick<Era, 'flashEnd' | 'platform'>,
): boolean {
  return module.start === start && module.end <= flashEnd && module.platform === platform;
}
