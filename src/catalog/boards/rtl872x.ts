/** Gen 4, as the product documentation counts; the makefiles call it generation 3 too (PLATFORM_GEN). */
import { before, since } from '../versions.js';
import {
  assetStorage,
  AT_6_2_0,
  CONSTANTS_4_2_1,
  FUNCTION,
  constantSlot,
  NO_HAZARDS,
  particleUsb,
  slotIn,
} from './shared.js';
import type { Identity } from './shared.js';
import type { Board, DeviceRules, Slot } from './types.js';

const TABLE = 'hal/src/rtl872x/ota_module_bounds.c';

const FLASH_START = 0x08000000;
/** First address behind the applications; the flash itself is larger. */
const APPLICATIONS_END = 0x08600000;
const FLASH_SIZE = 0x800000;
const BOOTLOADER = 0x08004000;
const SYSTEM = 0x08060000;
const STAGING = 0x08300000;
/** Bytes of a suffix that are read at the end address in the destination; the values do not matter, a failed read does. */
const SUFFIX_READ = 62;
/** Headers of modules with an image header lie behind it. Source: `platform/MCU/rtl872x/src/flash_mal.c` @ 6.2.0. */
const BEHIND_IMAGE_HEADER = 0x20;
/** An application must start here or above from 5.5.0-rc.1 on. */
const LOWEST_APPLICATION = 0x08480000;

const { bootloader, system, user } = FUNCTION;

const applicationSlot = (slot: Slot): Slot => ({ ...slot, dynamic: true });

const SLOTS: readonly Slot[] = [
  constantSlot(bootloader, 0, [BOOTLOADER, 0x08014000], TABLE),
  constantSlot(bootloader, 1, [FLASH_START, 0x08002000], TABLE),
  slotIn(before(5000), bootloader, 2, [0x08014000, 0x0805f000], `${TABLE}, 3.x pre-releases for P2`),
  slotIn(since(5000), bootloader, 2, [0x08014000, 0x0805e000], `${TABLE}, 5.0.0-alpha.1 and later`),
  slotIn(before(5500), system, 1, [SYSTEM, 0x08260000], `${TABLE}, up to 5.4.x`),
  slotIn(since(5500), system, 1, [SYSTEM, 0x081e0000], `${TABLE}, 5.5.0-rc.1 and later`),
  applicationSlot(slotIn(before(5500), user, 1, [0x08400000, APPLICATIONS_END], `${TABLE}, up to 5.4.x`)),
  applicationSlot(
    slotIn(since(5500), user, 1, [LOWEST_APPLICATION, APPLICATIONS_END], `${TABLE}, 5.5.0-rc.1 and later`),
  ),
];

const NOT_OVER_DFU: readonly number[] = [FUNCTION.asset, FUNCTION.ncp, FUNCTION.bootloader];

const RULES: DeviceRules = {
  slots: SLOTS,
  validatorIndex: 1,
  validatorAt: [SYSTEM],
  bootloaderAt: BOOTLOADER,
  bootloaderStageAt: null,
  systemPartsAt: [SYSTEM],
  flashStart: FLASH_START,
  flashEnd: APPLICATIONS_END,
  externalFlashAt: null,
  userStart: 0,
  application256KAt: null,
  // Source: HAL_Core_Config, `hal/src/rtl872x/core_hal.c`; up to 5.4.x 2 MiB of staging lie behind the system part.
  dynamicApplication: {
    end: 0x085ffffc,
    assumedStart: 0x085f4000,
    systemAt: SYSTEM,
    stagingBehindSystem: 0x200000,
  },
  factorySize: 0,
  eraseUnit: { kind: 'pages', size: 0x1000 },
  residentReads: { kind: 'bounded', longest: FLASH_SIZE },
  stagedReads: { kind: 'bounded', longest: FLASH_SIZE },
  suffixUnmapped: 'behind_flash',
  lowestReadableEnd: FLASH_START + SUFFIX_READ,
  mcuMatters: true,
  addressZero: 'unmapped',
  aliasReads: [],
  systemStart: { kind: 'whole_part', at: SYSTEM },
  updateCopy: 'mbr_copies',
  bootloaderEndChecked: false,
  copyRange: { from: FLASH_START, to: FLASH_START + FLASH_SIZE },
  headerFlags: true,
  // isSourceDestinationOverlap, `platform/MCU/rtl872x/src/flash_mal.c` (2daafb7ca); FLASH_MAL_OTA_TEMPORARY_MEMORY_BUFFER.
  stagedMoves: { from: SYSTEM, to: APPLICATIONS_END, buffer: 0x200000 },
  writableOverDfu: (moduleFunction) => !NOT_OVER_DFU.includes(moduleFunction),
  // 64 KiB of the asset storage must stay free.
  assetLimit: 0x120000 - 0x10000,
  assetStorage: assetStorage(0x120000, 288),
  safeStagingSize: null,
  radio: null,
  dct: null,
  ncp: null,
  hazards: NO_HAZARDS,
  partsUnchecked: false,
  loaderChecksModules: true,
  applicationCheckedFirst: false,
  bootloaderBorrowsDct: false,
  bootloaderCarrier: [],
  embeddedBootloaders: [],
  bootloaderTakenBack: [],
  protectable: true,
  headerOffsetOf: (moduleFunction) => (moduleFunction === FUNCTION.bootloader ? BEHIND_IMAGE_HEADER : 0),
  ofRelease: (on) => ({
    factoryAt: null,
    stagingAt: STAGING,
    stagingSize: on.rtlFixedStaging ? 0x180000 : 0x200000,
    stagingOverDfu: { memory: 0, at: STAGING },
    applicationCheck: 'named_by_suffix',
    lowestApplication: on.rtlFixedStaging ? LOWEST_APPLICATION : null,
    modulesDecideAtBoot: on.modulesCheckedAtBoot,
    bootloaderStub: false,
    ncpUpdatesDisabled: false,
  }),
};

function board(identity: Identity & Pick<Board, 'cellular'>): Board {
  return {
    ...identity,
    family: 'rtl872x',
    ofKnownFamily: true,
    generation: 4,
    headerOffsets: [0, BEHIND_IMAGE_HEADER],
    usb: particleUsb(identity.id),
    cloudFraming: 'by_release',
    bootloaderLast: false,
    bootloaderTellsRelease: false,
    releasedParts: [],
    intermediateReleases: [],
    rules: RULES,
  };
}

export const RTL872X_BOARDS: readonly Board[] = [
  board({ id: 28, name: 'trackerm', displayName: 'Tracker M', aliases: [], cellular: true, source: AT_6_2_0 }),
  board({
    id: 32,
    name: 'p2',
    displayName: 'P2',
    // With a slash: the vendor's package of constants (4.2.1).
    aliases: ['photon 2', 'p2 photon 2', 'photon 2 / p2', 'p2 / photon 2', 'tron'],
    cellular: false,
    source: AT_6_2_0,
  }),
  board({ id: 35, name: 'msom', displayName: 'M SoM', aliases: ['muon'], cellular: true, source: AT_6_2_0 }),
  // Bootloaders 0, 1 and 2, system part, an application of up to 1.5 MB that grows downwards, 288 blocks of assets: as the others of the family.
  board({ id: 38, name: 'sulu', displayName: 'Sulu', aliases: [], cellular: true, source: CONSTANTS_4_2_1 }),
];
