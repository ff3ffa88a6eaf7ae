/** Gen 2: Photon, P1, Electron, and prototypes whose table of bounds is not known. */
import { ALWAYS, before, since } from '../versions.js';
import { AT_1_4_4, AT_3_3_1, FUNCTION, constantSlot, factorySlot, particleUsb, slotIn, SPARK_USB } from './shared.js';
import type { Identity } from './shared.js';
import type { Board, DeviceRules, IntermediateRelease, Slot } from './types.js';

const TABLE = 'hal/src/{photon,electron}/ota_module_bounds.c (before 0.7.0-rc.1 ota_flash_hal.cpp)';

const FLASH_START = 0x08000000;
const FLASH_END = 0x08100000;
const FIRST_PART = 0x08020000;
const STAGING = 0x080c0000;
/** Headers of modules with a vector table lie behind it. Source: `build/arm/linker/linker_stm32f2xx_common.ld` @ 1.4.4. */
const BEHIND_VECTORS = 0x184;

/** 4 x 16 KiB, 64 KiB, then 128 KiB each. Source: flash_mal.c. */
const SECTORS: readonly number[] = [
  FLASH_START,
  0x08004000,
  0x08008000,
  0x0800c000,
  0x08010000,
  ...Array.from({ length: 8 }, (_, at) => FIRST_PART + at * 0x20000),
];

/** The start-up code of bootloader 4, and of the P1's 5, is another. Source: gen2 3.3, computed from the released bootloaders. */
const ALIAS_OF_4 = { bootloader: 4, version: 1104 };
const ALIAS_OF_P1_5 = { bootloader: 5, version: 2353 };

const BOOTLOADER = constantSlot(FUNCTION.bootloader, 0, [FLASH_START, 0x08004000], TABLE);

type Shared = Pick<
  DeviceRules,
  | 'slots'
  | 'aliasReads'
  | 'validatorAt'
  | 'systemPartsAt'
  | 'userStart'
  | 'hazards'
  | 'loaderChecksModules'
  | 'bootloaderBorrowsDct'
  | 'bootloaderCarrier'
  | 'embeddedBootloaders'
  | 'bootloaderTakenBack'
  | 'ofRelease'
>;

function rules(own: Shared): DeviceRules {
  return {
    ...own,
    validatorIndex: 2,
    bootloaderAt: FLASH_START,
    bootloaderStageAt: null,
    flashStart: FLASH_START,
    flashEnd: FLASH_END,
    externalFlashAt: null,
    application256KAt: null,
    dynamicApplication: null,
    factorySize: 0x20000,
    eraseUnit: { kind: 'sectors', starts: SECTORS },
    residentReads: { kind: 'mapped' },
    stagedReads: { kind: 'mapped' },
    suffixUnmapped: 'below_flash',
    lowestReadableEnd: 0,
    mcuMatters: false,
    addressZero: 'bootloader',
    systemStart: { kind: 'first_part', at: FIRST_PART },
    updateCopy: 'system_or_bootloader',
    bootloaderEndChecked: false,
    copyRange: { from: FLASH_START, to: FLASH_END },
    // Source: usbd_dfu_mal.c.
    writableOverDfu: (_, start, end) => start >= FIRST_PART && end <= FLASH_END,
    assetLimit: 0,
    assetStorage: null,
    safeStagingSize: null,
    radio: null,
    // Two copies of 16 KiB, of which one is valid. Source: UpdateDCD in `hal/src/stm32f2xx/dcd_flash.cpp`, platform_dct of WICED.
    dct: { from: 0x08004000, to: 0x0800c000 },
    ncp: null,
    headerFlags: false,
    stagedMoves: null,
    applicationCheckedFirst: false,
    partsUnchecked: true,
    protectable: false,
    // The third system part of the Electron begins with its header. Source: headers of released modules.
    headerOffsetOf: (moduleFunction, index) =>
      moduleFunction === FUNCTION.bootloader || (moduleFunction === FUNCTION.system && index !== 3)
        ? BEHIND_VECTORS
        : 0,
  };
}

/** From 100 on a bootloader finds startup flags in RTC registers only. */
const FLAGS_IN_TWO_PLACES = { bootloaderFrom: 100 };
/** Versions between which static memory moved. Source: f94c8c4f4, fff6176cd. */
const STATIC_MEMORY_MOVED = 1320;

const PHOTON_SLOTS: readonly Slot[] = [
  BOOTLOADER,
  constantSlot(FUNCTION.system, 1, [FIRST_PART, 0x08060000], TABLE),
  constantSlot(FUNCTION.system, 2, [0x08060000, 0x080a0000], TABLE),
  constantSlot(FUNCTION.user, 1, [0x080a0000, STAGING], TABLE),
  factorySlot({ start: 0x080e0000, end: FLASH_END, versions: ALWAYS, source: TABLE }, 'internal'),
];

/** The embedded bootloaders that Photon and P1 share. Source: see {@link DeviceRules.embeddedBootloaders}. */
function photonRules(
  embedded: readonly (readonly [from: number, to: number, bootloader: number])[],
  aliasReads: DeviceRules['aliasReads'],
): DeviceRules {
  return rules({
    slots: PHOTON_SLOTS,
    aliasReads,
    validatorAt: [0x08060000],
    systemPartsAt: [FIRST_PART, 0x08060000],
    userStart: 0x080a0000,
    hazards: {
      wifiFirmwareLost: { part: 1, from: 300, under: 204 },
      staticMemoryOverlap: { part: 1, from: STATIC_MEMORY_MOVED, under: 1202 },
      flagsInTwoPlaces: FLAGS_IN_TWO_PLACES,
    },
    loaderChecksModules: true,
    bootloaderBorrowsDct: true,
    bootloaderCarrier: [{ versions: ALWAYS, value: 2 }],
    embeddedBootloaders: embedded.map(([from, to, value]) => ({ carrier: 2, versions: [[from, to]], value })),
    bootloaderTakenBack: [
      [23, 23],
      [109, 110],
    ],
    ofRelease: (on) => ({
      factoryAt: 0x080e0000,
      stagingAt: STAGING,
      stagingSize: 0x40000,
      stagingOverDfu: { memory: 0, at: STAGING },
      applicationCheck: 'one_or_factory',
      lowestApplication: null,
      modulesDecideAtBoot: on.modulesCheckedAtBoot,
      bootloaderStub: false,
      ncpUpdatesDisabled: false,
    }),
  });
}

const ELECTRON_SLOTS: readonly Slot[] = [
  BOOTLOADER,
  constantSlot(FUNCTION.system, 1, [FIRST_PART, 0x08040000], TABLE),
  constantSlot(FUNCTION.system, 2, [0x08040000, 0x08060000], TABLE),
  slotIn(since(19), FUNCTION.system, 3, [0x08060000, 0x08080000], `${TABLE}, 0.5.3-rc.2 and later`),
  constantSlot(FUNCTION.user, 1, [0x08080000, 0x080a0000], TABLE),
  factorySlot(
    { start: 0x080e0000, end: FLASH_END, versions: before(19), source: `${TABLE}, up to 0.5.3-rc.1` },
    'internal',
  ),
  factorySlot(
    { start: 0x080a0000, end: STAGING, versions: since(19), source: `${TABLE}, 0.5.3-rc.2 and later` },
    'internal',
  ),
];

/** Bootloader images inside system parts. Source: `hal/src/stm32f2xx/bootloader.cpp`; versions read from released binaries. */
const ELECTRON_EMBEDDED: readonly (readonly [carrier: number, from: number, to: number, bootloader: number])[] = [
  [2, 2, 10, 6],
  [3, 103, 103, 9],
  [3, 104, 110, 11],
  [3, 200, 299, 101],
  [3, 300, 1099, 201],
  [3, 1100, 1199, 301],
  [3, 1200, 1319, 311],
  [3, 1320, 2008, 400],
  [3, 2009, 2302, 1004],
];

const ELECTRON_RULES: DeviceRules = rules({
  slots: ELECTRON_SLOTS,
  aliasReads: [ALIAS_OF_4],
  validatorAt: [0x08040000],
  systemPartsAt: [FIRST_PART, 0x08040000, 0x08060000],
  userStart: 0x08080000,
  hazards: {
    wifiFirmwareLost: null,
    staticMemoryOverlap: { part: 3, from: STATIC_MEMORY_MOVED, under: 1100 },
    flagsInTwoPlaces: FLAGS_IN_TWO_PLACES,
  },
  loaderChecksModules: false,
  bootloaderBorrowsDct: false,
  bootloaderCarrier: [
    { versions: before(100), value: 2 },
    { versions: since(100), value: 3 },
  ],
  embeddedBootloaders: ELECTRON_EMBEDDED.map(([carrier, from, to, value]) => ({
    carrier,
    versions: [[from, to]],
    value,
  })),
  bootloaderTakenBack: [[109, 110]],
  ofRelease: (on) => ({
    factoryAt: on.electronFactoryMoved ? 0x080a0000 : STAGING,
    stagingAt: STAGING,
    stagingSize: 0x20000,
    stagingOverDfu: { memory: 0, at: STAGING },
    applicationCheck: 'one_or_factory',
    lowestApplication: null,
    modulesDecideAtBoot: false,
    bootloaderStub: on.electronBootloaderStub,
    ncpUpdatesDisabled: false,
  }),
});

const NOTES = 'release notes and support articles: 0.5.5 (or 0.5.3), 0.6.4, 0.7.0, 1.2.1, 2.0.0';
const DOCUMENTED = { enforced: null, why: 'the vendor documents it as a step', source: NOTES };

const ELECTRON_INTERMEDIATE_RELEASES: readonly IntermediateRelease[] = [
  {
    releases: ['0.5.5', '0.5.3', '0.5.4'],
    enforced: { below: 19, to: 100 },
    why: 'before 0.5.3-rc.2 an Electron knows no system part 3',
    source: NOTES,
  },
  {
    releases: ['0.6.4'],
    enforced: { below: 110, to: 205 },
    why: 'system part 3 of 0.7.0-rc.6 and later needs system part 2 >= 110 (0.6.4)',
    source: NOTES,
  },
  { releases: ['0.7.0'], ...DOCUMENTED },
  { releases: ['1.2.1'], ...DOCUMENTED },
  { releases: ['2.0.0'], ...DOCUMENTED },
];

const PHOTON_INTERMEDIATE_RELEASES: readonly IntermediateRelease[] = [
  {
    releases: ['0.7.0'],
    enforced: { below: 204, to: 300 },
    why: 'system part 1 of 0.8.0-rc.1 and later needs system part 2 >= 204 (0.7.0-rc.5)',
    source: 'release notes of 0.8.0; declared dependencies',
  },
];

type Own = Identity & Pick<Board, 'cellular' | 'usb' | 'releasedParts' | 'intermediateReleases' | 'rules'>;

function board(own: Own): Board {
  return {
    ...own,
    family: 'stm32f2',
    ofKnownFamily: true,
    generation: 2,
    headerOffsets: [0, BEHIND_VECTORS],
    cloudFraming: own.cellular ? 'dtls_512' : 'tcp_512',
    bootloaderLast: true,
    bootloaderTellsRelease: true,
  };
}

function prototype(id: number, name: string, displayName: string, usb: Board['usb']): Board {
  const none = { aliases: [], cellular: false, releasedParts: [], intermediateReleases: [], rules: null };
  return board({ id, name, displayName, usb, source: AT_1_4_4, ...none });
}

export const STM32F2_BOARDS: readonly Board[] = [
  prototype(4, 'photon-dev', 'Photon (development)', SPARK_USB),
  prototype(5, 'teacup-pigtail-dev', 'Teacup pigtail (development)', SPARK_USB),
  board({
    id: 6,
    name: 'photon',
    displayName: 'Photon',
    aliases: ['p'],
    cellular: false,
    usb: particleUsb(6),
    releasedParts: [],
    intermediateReleases: PHOTON_INTERMEDIATE_RELEASES,
    source: AT_3_3_1,
    rules: photonRules(
      [
        [3, 5, 3],
        [6, 8, 4],
        [11, 102, 7],
        [103, 109, 11],
      ],
      [ALIAS_OF_4],
    ),
  }),
  prototype(7, 'teacup-pigtail', 'Teacup pigtail', SPARK_USB),
  board({
    id: 8,
    name: 'p1',
    displayName: 'P1',
    aliases: [],
    cellular: false,
    usb: particleUsb(8),
    releasedParts: [],
    intermediateReleases: PHOTON_INTERMEDIATE_RELEASES,
    source: AT_3_3_1,
    rules: photonRules(
      [
        [3, 5, 3],
        [6, 6, 4],
        [7, 8, 5],
        [11, 102, 7],
        [103, 109, 11],
      ],
      [ALIAS_OF_4, ALIAS_OF_P1_5],
    ),
  }),
  prototype(9, 'ethernet', 'Ethernet prototype', particleUsb(9)),
  board({
    id: 10,
    name: 'electron',
    displayName: 'Electron',
    aliases: ['e', 'e series'],
    cellular: true,
    usb: particleUsb(10),
    // Files of 0.6.0-rc.1 and later are numbered in flash order. Source: `modules/electron/README.md`, d81a633d9.
    releasedParts: [{ versions: since(100), value: [3, 1, 2] }],
    intermediateReleases: ELECTRON_INTERMEDIATE_RELEASES,
    source: AT_3_3_1,
    rules: ELECTRON_RULES,
  }),
];
