import { oncePerRelease } from './per-release.js';
import { ALWAYS, before, isIn, since } from './versions.js';
import type { VersionRanges } from './versions.js';

/** Where a slot's module is kept. */
export type SlotStore = 'main' | 'factory';
export type SlotLocation = 'internal' | 'external' | 'ncp';

/** One entry of Device OS's table of module bounds, with the releases in which it stands there. */
export interface Slot {
  /** Module function number. */
  readonly function: number;
  readonly index: number;
  /** First address. */
  readonly start: number;
  /** Last address at which a module may end (inclusive; the CRC follows there). */
  readonly end: number;
  /** Bytes that the table gives for the slot; shown in describe, never an acceptance test (but for RTL872x applications). */
  readonly size: number;
  readonly store: SlotStore;
  readonly location: SlotLocation;
  /** Target MCU byte of the entry; 0xFF any. */
  readonly mcu: number;
  /** RTL872x application: the start is found at boot; a module must end at one exact address to be found. */
  readonly dynamic: boolean;
  readonly versions: VersionRanges;
  readonly source: string;
}

const BOOTLOADER = 2;
const SYSTEM = 4;
const USER = 5;
const NCP = 7;
const RADIO = 8;

/** MCU byte of a table entry that takes every MCU. */
export const ANY_MCU = 0xff;

/** The end address that every RTL872x application must have to be found at boot. Source: `hal/src/rtl872x/core_hal.c`, HAL_Core_Config. */
export const RTL_APPLICATION_END = 0x085ffffc;

/** Where an application is assumed to begin on RTL872x, where neither a file nor a report gives an address. */
export const RTL_APPLICATION_START = 0x085f4000;

/** nRF52840: where the 256K application begins, and the 128K one, which is the older. Source: `hal/src/nRF52840/ota_module_bounds.c`. */
export const NRF_APPLICATION = 0xb4000;
export const NRF_COMPAT_APPLICATION = 0xd4000;

type SlotFacts = Pick<Slot, 'function' | 'index' | 'start' | 'end' | 'source'> & Partial<Slot>;

function slot(facts: SlotFacts): Slot {
  return {
    size: facts.end - facts.start,
    store: 'main',
    location: 'internal',
    mcu: 0,
    dynamic: false,
    versions: ALWAYS,
    ...facts,
  };
}

const GEN2_TABLE = 'hal/src/{photon,electron}/ota_module_bounds.c (before 0.7.0-rc.1 ota_flash_hal.cpp)';

const PHOTON_SLOTS: readonly Slot[] = [
  slot({ function: BOOTLOADER, index: 0, start: 0x08000000, end: 0x08004000, source: GEN2_TABLE }),
  slot({ function: SYSTEM, index: 1, start: 0x08020000, end: 0x08060000, source: GEN2_TABLE }),
  slot({ function: SYSTEM, index: 2, start: 0x08060000, end: 0x080a0000, source: GEN2_TABLE }),
  slot({ function: USER, index: 1, start: 0x080a0000, end: 0x080c0000, source: GEN2_TABLE }),
  slot({ function: USER, index: 1, start: 0x080e0000, end: 0x08100000, store: 'factory', source: GEN2_TABLE }),
];

const ELECTRON_SLOTS: readonly Slot[] = [
  slot({ function: BOOTLOADER, index: 0, start: 0x08000000, end: 0x08004000, source: GEN2_TABLE }),
  slot({ function: SYSTEM, index: 1, start: 0x08020000, end: 0x08040000, source: GEN2_TABLE }),
  slot({ function: SYSTEM, index: 2, start: 0x08040000, end: 0x08060000, source: GEN2_TABLE }),
  slot({
    function: SYSTEM,
    index: 3,
    start: 0x08060000,
    end: 0x08080000,
    versions: since(19),
    source: `${GEN2_TABLE}, 0.5.3-rc.2 and later`,
  }),
  slot({ function: USER, index: 1, start: 0x08080000, end: 0x080a0000, source: GEN2_TABLE }),
  slot({
    function: USER,
    index: 1,
    start: 0x080e0000,
    end: 0x08100000,
    store: 'factory',
    versions: before(19),
    source: `${GEN2_TABLE}, up to 0.5.3-rc.1`,
  }),
  slot({
    function: USER,
    index: 1,
    start: 0x080a0000,
    end: 0x080c0000,
    store: 'factory',
    versions: since(19),
    source: `${GEN2_TABLE}, 0.5.3-rc.2 and later`,
  }),
];

const NRF_TABLE = 'hal/src/nRF52840/ota_module_bounds.c';

/** External flash as it is mapped into the address space: boards with 4 MB and with 8 MB. */
export const NRF_EXTERNAL_FLASH = 0x12000000;
const NRF_8MB_PLATFORMS: readonly number[] = [15, 25, 26];

/** Platforms with an NCP entry, and since when. Source: 31aaf36b1 for the Tracker. */
const NCP_VERSIONS: ReadonlyMap<number, VersionRanges> = new Map([
  [12, ALWAYS],
  [22, ALWAYS],
  [26, since(3000)],
]);

function nrfSlots(platform: number): readonly Slot[] {
  const factory = NRF_EXTERNAL_FLASH + (NRF_8MB_PLATFORMS.includes(platform) ? 0x600000 : 0x200000);
  const ncp = NCP_VERSIONS.get(platform);
  return [
    slot({ function: BOOTLOADER, index: 0, start: 0xf4000, end: 0x100000, source: NRF_TABLE }),
    slot({
      function: SYSTEM,
      index: 1,
      start: 0x30000,
      end: 0xd4000,
      versions: before(3100),
      source: `${NRF_TABLE}, up to 3.0.0 and all of 2.x`,
    }),
    slot({
      function: SYSTEM,
      index: 1,
      start: 0x30000,
      end: 0xb4000,
      size: 0xa4000,
      versions: [[3100, 6101]],
      source: `${NRF_TABLE}, 3.1.0-alpha.1 to 6.1.1`,
    }),
    slot({
      function: SYSTEM,
      index: 1,
      start: 0x28000,
      end: 0xb4000,
      versions: since(6102),
      source: `${NRF_TABLE}, 6.1.2 and later`,
    }),
    slot({ function: USER, index: 1, start: NRF_COMPAT_APPLICATION, end: 0xf4000, source: NRF_TABLE }),
    slot({
      function: USER,
      index: 2,
      start: NRF_APPLICATION,
      end: 0xf4000,
      versions: since(3100),
      source: `${NRF_TABLE}, 3.1.0-alpha.1 and later`,
    }),
    slot({
      function: USER,
      index: 1,
      start: factory,
      end: factory + 0x20000,
      store: 'factory',
      location: 'external',
      versions: before(3100),
      source: `${NRF_TABLE}, up to 3.0.0 and all of 2.x`,
    }),
    slot({
      function: USER,
      index: 1,
      start: factory,
      end: factory + 0x40000,
      store: 'factory',
      location: 'external',
      versions: since(3100),
      source: `${NRF_TABLE}, 3.1.0-alpha.1 and later`,
    }),
    ...(ncp === undefined
      ? []
      : [
          slot({
            function: NCP,
            index: 0,
            start: 0,
            end: 1536000,
            mcu: ANY_MCU,
            location: 'ncp',
            versions: ncp,
            source: NRF_TABLE,
          }),
        ]),
    slot({
      function: RADIO,
      index: 0,
      start: 0x1000,
      end: 0x30000,
      versions: [[1320, 6101]],
      source: `${NRF_TABLE}, 1.3.1-rc.1 to 6.1.1`,
    }),
    slot({
      function: RADIO,
      index: 0,
      start: 0x1000,
      end: 0x27000,
      versions: since(6102),
      source: `${NRF_TABLE}, 6.1.2 and later`,
    }),
  ];
}

const RTL_TABLE = 'hal/src/rtl872x/ota_module_bounds.c';

const RTL_SLOTS: readonly Slot[] = [
  slot({ function: BOOTLOADER, index: 0, start: 0x08004000, end: 0x08014000, source: RTL_TABLE }),
  slot({ function: BOOTLOADER, index: 1, start: 0x08000000, end: 0x08002000, source: RTL_TABLE }),
  slot({
    function: BOOTLOADER,
    index: 2,
    start: 0x08014000,
    end: 0x0805f000,
    versions: before(5000),
    source: `${RTL_TABLE}, 3.x pre-releases for P2`,
  }),
  slot({
    function: BOOTLOADER,
    index: 2,
    start: 0x08014000,
    end: 0x0805e000,
    versions: since(5000),
    source: `${RTL_TABLE}, 5.0.0-alpha.1 and later`,
  }),
  slot({
    function: SYSTEM,
    index: 1,
    start: 0x08060000,
    end: 0x08260000,
    versions: before(5500),
    source: `${RTL_TABLE}, up to 5.4.x`,
  }),
  slot({
    function: SYSTEM,
    index: 1,
    start: 0x08060000,
    end: 0x081e0000,
    versions: since(5500),
    source: `${RTL_TABLE}, 5.5.0-rc.1 and later`,
  }),
  slot({
    function: USER,
    index: 1,
    start: 0x08400000,
    end: 0x08600000,
    dynamic: true,
    versions: before(5500),
    source: `${RTL_TABLE}, up to 5.4.x`,
  }),
  slot({
    function: USER,
    index: 1,
    start: 0x08480000,
    end: 0x08600000,
    dynamic: true,
    versions: since(5500),
    source: `${RTL_TABLE}, 5.5.0-rc.1 and later`,
  }),
];

const NRF_PLATFORMS: readonly number[] = [12, 13, 14, 15, 22, 23, 24, 25, 26];

const SLOTS: ReadonlyMap<number, readonly Slot[]> = new Map<number, readonly Slot[]>([
  [6, PHOTON_SLOTS],
  [8, PHOTON_SLOTS],
  [10, ELECTRON_SLOTS],
  ...NRF_PLATFORMS.map((platform) => [platform, nrfSlots(platform)] as const),
  [28, RTL_SLOTS],
  [32, RTL_SLOTS],
  [35, RTL_SLOTS],
]);

/**
 * The slots that a platform has in any release, in the order of Device OS's own table. Empty for platforms whose bounds are not known
 * (the Core has none: nothing is validated there).
 */
export function slotsOf(platform: number): readonly Slot[] {
  return SLOTS.get(platform) ?? [];
}

/**
 * The table of module bounds of one release, in its own order.
 *
 * @param version module version of its system part, 0 to 65535; no slot is known for any other number
 */
export const slotsIn: (platform: number, version: number) => readonly Slot[] = oncePerRelease(
  (platform, version) => slotsOf(platform).filter((one) => isIn(version, one.versions)),
  (slots) => slots.length > 0,
);
