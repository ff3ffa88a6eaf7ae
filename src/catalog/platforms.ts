/**
 * Every platform id that Device OS or the vendor's tools know, with what a reader of modules needs to know about it.
 *
 * Header offsets come from the start of the image: a module that begins with an interrupt vector table has its header
 * behind it, any other has it at 0. Sources: Device OS linker scripts `build/arm/linker/linker_stm32f10x_common.ld`
 * (0x10C), `linker_stm32f2xx_common.ld` (0x184), `linker_nrf52840_common.ld` (0x200), all at v1.4.4;
 * `platform/MCU/rtl872x/src/flash_mal.c` at v6.2.0 (0x20); binary-version-reader 0.4.0 `lib/HalModuleParser.js` (0xC0).
 */

/** The MCU families whose rules differ; `other` has no Device OS rules of its own here. */
export type Family = 'stm32f1' | 'stm32f2' | 'nrf52840' | 'rtl872x' | 'other';

/** USB identity: vendor, product id in normal (serial) mode, product id in DFU mode. */
export interface UsbIds {
  readonly vendor: number;
  readonly product: number;
  readonly dfuProduct: number;
}

/** A platform and what tells it apart. */
export interface Platform {
  /** platform id, header bytes 12 and 13 */
  readonly id: number;
  /** lower case name, as command lines and file names write it */
  readonly name: string;
  readonly displayName: string;
  /** other names; case, spaces, - and _ do not matter */
  readonly aliases: readonly string[];
  readonly family: Family;
  /** hardware generation as the product documentation counts it; null where it has none or it is not recorded */
  readonly generation: 1 | 2 | 3 | 4 | null;
  readonly cellular: boolean;
  /** header offsets (bytes from the start of the image) at which modules of this platform lie, likeliest first */
  readonly headerOffsets: readonly number[];
  readonly usb: UsbIds | null;
  /** where the id and the name come from */
  readonly source: string;
}

type Hardware = Pick<Platform, 'family' | 'generation' | 'headerOffsets'>;

const STM32F1: Hardware = { family: 'stm32f1', generation: 1, headerOffsets: [0x10c, 0] };
const STM32F2: Hardware = { family: 'stm32f2', generation: 2, headerOffsets: [0, 0x184] };
const NRF52840: Hardware = { family: 'nrf52840', generation: 3, headerOffsets: [0, 0x200] };
/** The makefiles call this generation 3 too (PLATFORM_GEN); the product documentation calls it 4. */
const RTL872X: Hardware = { family: 'rtl872x', generation: 4, headerOffsets: [0, 0x20] };
const OTHER: Hardware = { family: 'other', generation: null, headerOffsets: [0] };
/** Generation 3 in `@particle/device-constants`; which of the two MCUs it has is not recorded. */
const GENERATION_3: Hardware = { family: 'other', generation: 3, headerOffsets: [0, 0x20, 0x200] };
const NRF51_BLUZ: Hardware = { family: 'other', generation: null, headerOffsets: [0xc0, 0] };

const PARTICLE_VENDOR = 0x2b04;
/** OpenMoko's shared vendor id, with one pair of products for the Core and all development boards. */
const SPARK: UsbIds = { vendor: 0x1d50, product: 0x607d, dfuProduct: 0x607f };

/** Product ids are 0xC000 and 0xD000 plus the platform id: `build/platform-id.mk`, each platform since the Photon. */
function particleUsb(id: number): UsbIds {
  return { vendor: PARTICLE_VENDOR, product: 0xc000 + id, dfuProduct: 0xd000 + id };
}

const AT_1_4_4 = 'Device OS hal/shared/platforms.h and build/platform-id.mk at v1.4.4';
const AT_3_3_1 = 'Device OS hal/shared/platforms.h and build/platform-id.mk at v3.3.1';
const AT_6_2_0 = 'Device OS hal/shared/platforms.h and build/platform-id.mk at v6.2.0';
const CLI_2_3_0 = 'particle-cli 2.3.0, lib/utilities.js';
const CLI_SPECS = 'particle-cli 2.3.0, lib/utilities.js and lib/deviceSpecs/specifications.js';
const CLI_3 = 'names and ids that particle-cli 3 takes from @particle/device-constants';

type Details = Partial<Pick<Platform, 'aliases' | 'cellular' | 'usb'>>;

function platform(
  id: number,
  name: string,
  displayName: string,
  hardware: Hardware,
  source: string,
  details: Details = {},
): Platform {
  return { id, name, displayName, aliases: [], cellular: false, usb: null, ...hardware, source, ...details };
}

/** All platforms, by ascending id. Sources: the `source` of each. */
export const PLATFORMS: readonly Platform[] = [
  platform(0, 'core', 'Core', STM32F1, AT_1_4_4, { aliases: ['c', 'spark core'], usb: SPARK }),
  platform(2, 'core-hd', 'Core HD', STM32F1, AT_1_4_4, { usb: SPARK }),
  platform(3, 'gcc', 'GCC (virtual device)', OTHER, AT_6_2_0),
  platform(4, 'photon-dev', 'Photon (development)', STM32F2, AT_1_4_4, { usb: SPARK }),
  platform(5, 'teacup-pigtail-dev', 'Teacup pigtail (development)', STM32F2, AT_1_4_4, { usb: SPARK }),
  platform(6, 'photon', 'Photon', STM32F2, AT_3_3_1, { aliases: ['p'], usb: particleUsb(6) }),
  platform(7, 'teacup-pigtail', 'Teacup pigtail', STM32F2, AT_1_4_4, { usb: SPARK }),
  platform(8, 'p1', 'P1', STM32F2, AT_3_3_1, { usb: particleUsb(8) }),
  platform(9, 'ethernet', 'Ethernet prototype', STM32F2, AT_1_4_4, { usb: particleUsb(9) }),
  platform(10, 'electron', 'Electron', STM32F2, AT_3_3_1, {
    aliases: ['e', 'e series'],
    cellular: true,
    usb: particleUsb(10),
  }),
  platform(12, 'argon', 'Argon', NRF52840, AT_6_2_0, { aliases: ['a'], usb: particleUsb(12) }),
  platform(13, 'boron', 'Boron', NRF52840, AT_6_2_0, { aliases: ['b'], cellular: true, usb: particleUsb(13) }),
  platform(14, 'xenon', 'Xenon', NRF52840, AT_1_4_4, { aliases: ['x'], usb: particleUsb(14) }),
  platform(15, 'esomx', 'E SoM X', NRF52840, AT_6_2_0, { cellular: true, usb: particleUsb(15) }),
  platform(20, 'mesh-virtual', 'Mesh (virtual device)', OTHER, 'Device OS build/platform-id.mk at v1.4.4'),
  platform(22, 'asom', 'A SoM', NRF52840, AT_6_2_0, { aliases: ['a series'], usb: particleUsb(22) }),
  platform(23, 'bsom', 'B SoM', NRF52840, AT_6_2_0, { aliases: ['b series'], cellular: true, usb: particleUsb(23) }),
  platform(24, 'xsom', 'X SoM', NRF52840, AT_1_4_4, { aliases: ['x series'], usb: particleUsb(24) }),
  platform(25, 'b5som', 'B5 SoM', NRF52840, AT_6_2_0, { cellular: true, usb: particleUsb(25) }),
  platform(26, 'tracker', 'Tracker', NRF52840, AT_6_2_0, {
    aliases: ['asset tracker', 'monitor one', 'atsom'],
    cellular: true,
    usb: particleUsb(26),
  }),
  platform(28, 'trackerm', 'Tracker M', RTL872X, AT_6_2_0, { cellular: true, usb: particleUsb(28) }),
  platform(31, 'raspberrypi', 'Raspberry Pi', OTHER, 'Device OS build/platform-id.mk, branch feature/raspberry-pi', {
    aliases: ['pi', 'raspi'],
  }),
  platform(32, 'p2', 'P2', RTL872X, AT_6_2_0, { aliases: ['photon 2', 'p2 photon 2', 'tron'], usb: particleUsb(32) }),
  platform(35, 'msom', 'M SoM', RTL872X, AT_6_2_0, { aliases: ['muon'], cellular: true, usb: particleUsb(35) }),
  platform(37, 'electron2', 'Electron 2', GENERATION_3, CLI_3, { cellular: true }),
  platform(38, 'sulu', 'Sulu', OTHER, CLI_3),
  platform(42, 'tachyon', 'Tachyon', OTHER, CLI_3, { cellular: true }),
  platform(43, 'linux', 'Linux', OTHER, CLI_3),
  platform(82, 'oak', 'Digistump Oak', OTHER, CLI_2_3_0, { aliases: ['o'] }),
  platform(88, 'duo', 'RedBear Duo', OTHER, CLI_SPECS, { aliases: ['d'], usb: particleUsb(88) }),
  platform(103, 'bluz', 'Bluz', NRF51_BLUZ, CLI_2_3_0, { aliases: ['bl'] }),
  platform(269, 'bluz-gateway', 'Bluz gateway', OTHER, CLI_2_3_0, { aliases: ['bg'] }),
  platform(270, 'bluz-beacon', 'Bluz beacon', OTHER, CLI_2_3_0),
  platform(60000, 'newhal', 'New HAL (test platform)', OTHER, AT_6_2_0, {
    usb: { vendor: PARTICLE_VENDOR, product: 0x607d, dfuProduct: 0x607f },
  }),
];

/** Takes a platform id (header bytes 12 and 13); gives the platform, undefined for an id that nobody recorded. */
export function platformById(id: number): Platform | undefined {
  return idIndex().get(id);
}

/**
 * Takes what a person writes: a name, alias, display name or decimal id, in any case, with or without spaces, `-`, `_`.
 * Gives the platform, undefined when it names none.
 */
export function findPlatform(text: string): Platform | undefined {
  const key = plain(text);
  return nameIndex().get(key) ?? (/^\d{1,5}$/.test(key) ? platformById(Number(key)) : undefined);
}

/** Takes a platform id; gives its lower case name, `platform 77` for an unknown one. */
export function platformName(id: number): string {
  return platformById(id)?.name ?? `platform ${id}`;
}

/** Takes nothing; gives the names of all platforms by ascending id, for suggestions and completion. */
export function platformNames(): readonly string[] {
  return PLATFORMS.map(({ name }) => name);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

let byId: ReadonlyMap<number, Platform> | undefined;
let byName: ReadonlyMap<string, Platform> | undefined;

function idIndex(): ReadonlyMap<number, Platform> {
  byId ??= new Map(PLATFORMS.map((entry) => [entry.id, entry]));
  return byId;
}

function nameIndex(): ReadonlyMap<string, Platform> {
  byName ??= new Map(
    PLATFORMS.flatMap((entry) =>
      [entry.name, entry.displayName, ...entry.aliases].map((name): [string, Platform] => [plain(name), entry]),
    ),
  );
  return byName;
}
