/** Gen 3. A board is told by its external flash and its NCP. */
import { ALWAYS, before, since } from '../versions.js';
import {
  ANY_MCU,
  AT_1_4_4,
  AT_6_2_0,
  assetStorage,
  CONSTANTS_4_2_1,
  FUNCTION,
  constantSlot,
  factorySlot,
  mainSlot,
  NO_HAZARDS,
  particleUsb,
  slotIn,
} from './shared.js';
import type { Identity } from './shared.js';
import type { AssetStorage, Board, DeviceRules, Ncp, Slot } from './types.js';

const TABLE = 'hal/src/nRF52840/ota_module_bounds.c';

const FLASH_END = 0x100000;
const BOOTLOADER = 0xf4000;
/** The 256K application, and the 128K one, which is the older. */
const APPLICATION = 0xb4000;
const COMPAT_APPLICATION = 0xd4000;
const OLD_SYSTEM = 0x30000;
const NEW_SYSTEM = 0x28000;
const RADIO = 0x1000;
/** External flash as it is mapped into the address space. */
const EXTERNAL_FLASH = 0x12000000;
/** DFU shows the external flash as its third memory, from this address on. */
const DFU_EXTERNAL_FLASH = 0x80000000;
const STAGING_SIZE = 1536000;
/** Headers of modules with a vector table lie behind it. Source: `build/arm/linker/linker_nrf52840_common.ld` @ 1.4.4. */
const BEHIND_VECTORS = 0x200;

/** What the external flash says. Source: `platform/MCU/nRF52840/inc/flash_mal.h`, hal_platform_config.h of argon and boron @ 5.5.0-rc.1. */
interface ExternalFlash {
  readonly factoryAt: number;
  readonly stagingAt: number;
  /** Where staging lies from 5.5.0-rc.1 on. */
  readonly stagingMovedTo: number;
  readonly assetLimit: number;
  readonly assetStorage: AssetStorage;
  readonly safeStagingSize: number | null;
}

/** A cloud update above this formats the asset storage first; one over USB overwrites it. */
const SAFE_STAGING_SIZE = 606208;

/** On boards with 4 MB staging and assets overlap, so an asset must leave the storage alone. Source: prepareForOta, `system/src/asset_manager.cpp` @ 5.5.0. */
export const FLASH_4MB: ExternalFlash = {
  factoryAt: EXTERNAL_FLASH + 0x200000,
  stagingAt: EXTERNAL_FLASH + 0x289000,
  stagingMovedTo: EXTERNAL_FLASH + 0x24c000,
  assetLimit: SAFE_STAGING_SIZE,
  assetStorage: assetStorage(SAFE_STAGING_SIZE, 288),
  safeStagingSize: SAFE_STAGING_SIZE,
};

/** 64 KiB of the asset storage must stay free. */
export const FLASH_8MB: ExternalFlash = {
  factoryAt: EXTERNAL_FLASH + 0x600000,
  stagingAt: EXTERNAL_FLASH + 0x689000,
  stagingMovedTo: EXTERNAL_FLASH + 0x689000,
  assetLimit: 0x200000 - 0x10000,
  assetStorage: assetStorage(0x180000, 512),
  safeStagingSize: null,
};

function slots({ factoryAt }: ExternalFlash, ncp: Ncp | null): readonly Slot[] {
  const ncpSlot = (versions: Ncp['slotVersions']): Slot => ({
    ...mainSlot({ function: FUNCTION.ncp, index: 0, start: 0, end: STAGING_SIZE, versions, source: TABLE }),
    mcu: ANY_MCU,
    location: 'ncp',
  });
  const { bootloader, system, user, radio } = FUNCTION;
  const OLDEST = `${TABLE}, up to 3.0.0 and all of 2.x`;
  const FROM_3_1 = `${TABLE}, 3.1.0-alpha.1 and later`;
  const FROM_6_1_2 = `${TABLE}, 6.1.2 and later`;
  return [
    constantSlot(bootloader, 0, [BOOTLOADER, FLASH_END], TABLE),
    slotIn(before(3100), system, 1, [OLD_SYSTEM, COMPAT_APPLICATION], OLDEST),
    {
      ...slotIn([[3100, 6101]], system, 1, [OLD_SYSTEM, APPLICATION], `${TABLE}, 3.1.0-alpha.1 to 6.1.1`),
      size: 0xa4000,
    },
    slotIn(since(6102), system, 1, [NEW_SYSTEM, APPLICATION], FROM_6_1_2),
    constantSlot(user, 1, [COMPAT_APPLICATION, BOOTLOADER], TABLE),
    slotIn(since(3100), user, 2, [APPLICATION, BOOTLOADER], FROM_3_1),
    factorySlot({ start: factoryAt, end: factoryAt + 0x20000, versions: before(3100), source: OLDEST }, 'external'),
    factorySlot({ start: factoryAt, end: factoryAt + 0x40000, versions: since(3100), source: FROM_3_1 }, 'external'),
    ...(ncp === null ? [] : [ncpSlot(ncp.slotVersions)]),
    slotIn([[1320, 6101]], radio, 0, [RADIO, OLD_SYSTEM], `${TABLE}, 1.3.1-rc.1 to 6.1.1`),
    slotIn(since(6102), radio, 0, [RADIO, 0x27000], FROM_6_1_2),
  ];
}

/** No external flash holds more; a longer length is a wrapped one. */
const LONGEST_READ = 0x800000;

/** Source: DFU descriptors. */
const OVER_DFU: readonly number[] = [FUNCTION.system, FUNCTION.user, FUNCTION.radio, FUNCTION.mono];

function rules(flash: ExternalFlash, ncp: Ncp | null): DeviceRules {
  return {
    slots: slots(flash, ncp),
    validatorIndex: 1,
    validatorAt: [NEW_SYSTEM, OLD_SYSTEM],
    bootloaderAt: BOOTLOADER,
    bootloaderStageAt: COMPAT_APPLICATION,
    systemPartsAt: [OLD_SYSTEM],
    flashStart: 0,
    flashEnd: FLASH_END,
    externalFlashAt: EXTERNAL_FLASH,
    userStart: COMPAT_APPLICATION,
    application256KAt: APPLICATION,
    dynamicApplication: null,
    factorySize: 0x20000,
    eraseUnit: { kind: 'pages', size: 0x1000 },
    residentReads: { kind: 'mapped' },
    stagedReads: { kind: 'bounded', longest: LONGEST_READ },
    suffixUnmapped: 'behind_flash',
    lowestReadableEnd: 0,
    mcuMatters: true,
    addressZero: 'unmapped',
    aliasReads: [],
    systemStart: {
      kind: 'two_places',
      newAt: NEW_SYSTEM,
      oldAt: OLD_SYSTEM,
      // f27e6281d, 6.1.2.
      bootloaderFrom: 3002,
      // bfa7e28ea, 6.2.0.
      systemFrom: 6200,
    },
    updateCopy: 'bootloader_or_mbr',
    bootloaderEndChecked: true,
    copyRange: { from: 0, to: FLASH_END },
    headerFlags: true,
    stagedMoves: null,
    writableOverDfu: (moduleFunction, _, end) => OVER_DFU.includes(moduleFunction) && end <= FLASH_END,
    assetLimit: flash.assetLimit,
    assetStorage: flash.assetStorage,
    safeStagingSize: flash.safeStagingSize,
    // Radio stack 202 ships with 1.4.0 and later; what came before is not known. The firmware id lies at 0x300C.
    dct: null,
    radio: { at: RADIO, idReached: 0x2028, shipped: [{ versions: since(1401), value: 202 }] },
    ncp,
    hazards: NO_HAZARDS,
    partsUnchecked: false,
    loaderChecksModules: true,
    // `core_hal.c` @ 2.3.1, `user_hal.cpp` from 3.1.0 on; `part1.ld` (.module_pre_init), `spark_init.S`.
    applicationCheckedFirst: true,
    bootloaderBorrowsDct: false,
    bootloaderCarrier: [],
    embeddedBootloaders: [],
    bootloaderTakenBack: [],
    protectable: true,
    headerOffsetOf: (moduleFunction) =>
      moduleFunction === FUNCTION.bootloader || moduleFunction === FUNCTION.system ? BEHIND_VECTORS : 0,
    ofRelease: (on) => {
      const stagingAt = on.stagingMoved ? flash.stagingMovedTo : flash.stagingAt;
      return {
        factoryAt: on.application256K ? null : flash.factoryAt,
        stagingAt,
        stagingSize: STAGING_SIZE,
        stagingOverDfu: { memory: 2, at: stagingAt - EXTERNAL_FLASH + DFU_EXTERNAL_FLASH },
        applicationCheck: on.application256K ? 'either' : 'one_or_factory',
        lowestApplication: null,
        modulesDecideAtBoot: on.modulesCheckedAtBoot,
        bootloaderStub: false,
        ncpUpdatesDisabled: on.trackerNcpDisabled && ncp?.updatesEnd === true,
      };
    },
  };
}

/** What a record of this family says; the id of the product on USB follows from the platform id. */
export type NrfBoard = Identity &
  Pick<Board, 'cellular'> & { readonly externalFlash: ExternalFlash; readonly ncp: Ncp | null };

/** A board of this family. */
export function nrfBoard({ externalFlash, ncp, ...identity }: NrfBoard): Board {
  let made: DeviceRules | undefined;
  return {
    ...identity,
    family: 'nrf52840',
    ofKnownFamily: true,
    generation: 3,
    headerOffsets: [0, BEHIND_VECTORS],
    usb: particleUsb(identity.id),
    cloudFraming: 'by_release',
    bootloaderLast: false,
    bootloaderTellsRelease: true,
    releasedParts: [],
    intermediateReleases: [],
    // When they are asked for: a run asks for those of one board, and those of all take a fifth of a start.
    get rules() {
      return (made ??= rules(externalFlash, ncp));
    },
  };
}

export const NRF52840_BOARDS: readonly Board[] = [
  nrfBoard({
    id: 12,
    name: 'argon',
    displayName: 'Argon',
    aliases: ['a'],
    cellular: false,
    externalFlash: FLASH_4MB,
    ncp: { slotVersions: ALWAYS, shipped: [{ versions: ALWAYS, value: 5 }], updatesEnd: false },
    source: AT_6_2_0,
  }),
  nrfBoard({
    id: 13,
    name: 'boron',
    displayName: 'Boron',
    aliases: ['b'],
    cellular: true,
    externalFlash: FLASH_4MB,
    ncp: null,
    source: AT_6_2_0,
  }),
  nrfBoard({
    id: 14,
    name: 'xenon',
    displayName: 'Xenon',
    aliases: ['x'],
    cellular: false,
    externalFlash: FLASH_4MB,
    ncp: null,
    source: AT_1_4_4,
  }),
  nrfBoard({
    id: 15,
    name: 'esomx',
    displayName: 'E SoM X',
    aliases: [],
    cellular: true,
    // The vendor's package of constants says 0x200000 for its factory image; the source (`flash_mal.h`) counts it among the boards with 8 MB.
    externalFlash: FLASH_8MB,
    ncp: null,
    source: AT_6_2_0,
  }),
  nrfBoard({
    id: 22,
    name: 'asom',
    displayName: 'A SoM',
    aliases: ['a series'],
    cellular: false,
    externalFlash: FLASH_4MB,
    ncp: { slotVersions: ALWAYS, shipped: [], updatesEnd: false },
    source: AT_6_2_0,
  }),
  nrfBoard({
    id: 23,
    name: 'bsom',
    displayName: 'B SoM',
    aliases: ['b series'],
    cellular: true,
    externalFlash: FLASH_4MB,
    ncp: null,
    source: AT_6_2_0,
  }),
  nrfBoard({
    id: 24,
    name: 'xsom',
    displayName: 'X SoM',
    aliases: ['x series'],
    cellular: false,
    externalFlash: FLASH_4MB,
    ncp: null,
    source: AT_1_4_4,
  }),
  nrfBoard({
    id: 25,
    name: 'b5som',
    displayName: 'B5 SoM',
    aliases: [],
    cellular: true,
    externalFlash: FLASH_8MB,
    ncp: null,
    source: AT_6_2_0,
  }),
  nrfBoard({
    id: 26,
    name: 'tracker',
    displayName: 'Tracker',
    // With a slash: the vendor's package of constants (4.2.1).
    aliases: ['asset tracker', 'monitor one', 'asset tracker / monitor one', 'atsom'],
    cellular: true,
    externalFlash: FLASH_8MB,
    // The entry: 31aaf36b1. NCP 7 ships with the systems of 3.0.0 to 5.5.0.
    ncp: { slotVersions: since(3000), shipped: [{ versions: [[3001, 5501]], value: 7 }], updatesEnd: true },
    source: AT_6_2_0,
  }),
  nrfBoard({
    id: 37,
    name: 'electron2',
    displayName: 'Electron 2',
    aliases: [],
    cellular: true,
    // Bootloader, system part, radio stack and the application of 256K, as on all boards of the family, no NCP; an external flash with 512 blocks of
    // assets, as the boards with 8 MB have. Where its staging and factory areas lie was not seen; nothing that it runs judges a file by them.
    externalFlash: FLASH_8MB,
    ncp: null,
    source: CONSTANTS_4_2_1,
  }),
];
