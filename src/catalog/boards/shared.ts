/** What the records of all families are made of. */
import { ALWAYS } from '../versions.js';
import type { VersionRanges } from '../versions.js';
import type { AssetStorage, Board, HazardRules, Slot, UsbIds } from './types.js';

/** Module functions. Source: Device OS `dynalib/inc/module_info.h`. */
export const FUNCTION = { bootloader: 2, mono: 3, system: 4, user: 5, ncp: 7, radio: 8, asset: 9 } as const;

/** MCU byte of a table entry that takes every MCU. */
export const ANY_MCU = 0xff;

export const PARTICLE_VENDOR = 0x2b04;

/** OpenMoko's shared vendor id, with one pair of products for the Core and all development boards. */
export const SPARK_USB: UsbIds = { vendor: 0x1d50, product: 0x607d, dfuProduct: 0x607f };

/** Product ids are 0xC000 and 0xD000 plus the platform id: `build/platform-id.mk`, each platform since the Photon. */
export function particleUsb(id: number): UsbIds {
  return { vendor: PARTICLE_VENDOR, product: 0xc000 + id, dfuProduct: 0xd000 + id };
}

export const AT_1_4_4 = 'Device OS hal/shared/platforms.h and build/platform-id.mk at v1.4.4';
export const AT_3_3_1 = 'Device OS hal/shared/platforms.h and build/platform-id.mk at v3.3.1';
export const AT_6_2_0 = 'Device OS hal/shared/platforms.h and build/platform-id.mk at v6.2.0';

/** Names, ids, modules and memories of boards that no public Device OS names. */
export const CONSTANTS_4_2_1 = 'npm @particle/device-constants 4.2.1';

/** What a record of any family says for itself. */
export type Identity = Pick<Board, 'id' | 'name' | 'displayName' | 'aliases' | 'source'>;

type Place = Pick<Slot, 'function' | 'index' | 'start' | 'end' | 'versions' | 'source'>;

/** A slot in internal flash. */
export function mainSlot(place: Place): Slot {
  return { ...place, size: place.end - place.start, store: 'main', location: 'internal', mcu: 0, dynamic: false };
}

/** The slot of the factory application. */
export function factorySlot(place: Omit<Place, 'function' | 'index'>, location: 'internal' | 'external'): Slot {
  return { ...mainSlot({ ...place, function: FUNCTION.user, index: 1 }), store: 'factory', location };
}

/** A slot of every release, in internal flash. */
export function constantSlot(
  moduleFunction: number,
  index: number,
  [start, end]: readonly [number, number],
  source: string,
): Slot {
  return mainSlot({ function: moduleFunction, index, start, end, versions: ALWAYS, source });
}

/** A slot of some releases, in internal flash. */
export function slotIn(
  versions: VersionRanges,
  moduleFunction: number,
  index: number,
  [start, end]: readonly [number, number],
  source: string,
): Slot {
  return mainSlot({ function: moduleFunction, index, start, end, versions, source });
}

export const NO_HAZARDS: HazardRules = {
  wifiFirmwareLost: null,
  staticMemoryOverlap: null,
  flagsInTwoPlaces: null,
};

/** The asset storage of a board. Source: `assets` of @particle/device-constants 4.2.1, as validateAssetLimits of binary-version-reader reads it. */
export function assetStorage(maxSingle: number, blocks: number): AssetStorage {
  return { maxSingle, blocks, blockSize: 4096, blockOverhead: 8, reservedBlocks: 10 };
}
