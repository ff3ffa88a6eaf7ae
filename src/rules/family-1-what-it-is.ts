/** FW1nn: what the file is. */
import { slotsOf } from '../catalog/flash-map.js';
import { rulesOf } from '../catalog/boards/index.js';
import { platformById } from '../catalog/platforms.js';
import type { FlashImage, FlashRegion, PlacedModule } from '../container/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { ModuleHeader, RejectionKind } from '../module/types.js';
import { headerField, headerRange } from './ranges.js';
import type { FileSubject, Hit, ImageSubject, RuleOf, Value } from './types.js';
import { address, bytes, list, moduleValue, platform, text } from './values.js';

const TAKE_AGAIN = 'Take the .bin file of the release again from where it was published.';

/** Which rule speaks of each kind, and what to do about it, in one sentence; for what is about devices a command without the names of files. */
const REJECTED: Readonly<Record<RejectionKind, { readonly rule: string; readonly remedy: string }>> = {
  html: { rule: 'FW101', remedy: 'A download was saved as its error page. Download it again.' },
  json: {
    rule: 'FW101',
    remedy: 'A service answered with a message instead of the file. Read it, then download again.',
  },
  text: { rule: 'FW101', remedy: TAKE_AGAIN },
  zip: { rule: 'FW101', remedy: 'Unpack it, or give it a name that ends in .zip.' },
  gzip: { rule: 'FW101', remedy: 'Unpack it, or give it a name that ends in .tar.gz or .bin.gz.' },
  tar: { rule: 'FW101', remedy: 'Unpack it, or give it a name that ends in .tar.' },
  elf: {
    rule: 'FW101',
    remedy:
      'Take the .bin beside it, or make it: arm-none-eabi-objcopy -O binary. arm-none-eabi-readelf -a shows what is in it.',
  },
  intel_hex: {
    rule: 'FW101',
    remedy:
      'Named alone, or with a name that ends in .hex, it is opened; if it was, it holds no module of a known board.',
  },
  srec: {
    rule: 'FW101',
    remedy:
      'Named alone, or with a name that ends in .srec or .s19, it is opened; if it was, it holds no module of a known board.',
  },
  dfuse: {
    rule: 'FW101',
    remedy:
      'Named alone, or with a name that ends in .dfu, it is opened; if it was, it holds no module of a known board.',
  },
  uf2: {
    rule: 'FW101',
    remedy: 'It is for other bootloaders (uf2conv.py --info shows what is in it); take the .bin of the release.',
  },
  mcuboot: {
    rule: 'FW101',
    remedy: 'It is for devices without Device OS (imgtool dumpinfo shows what is in it).',
  },
  esp_image: {
    rule: 'FW101',
    remedy: 'It is for an ESP chip alone (esptool image_info shows what is in it); an Argon takes argon-ncp-firmware.',
  },
  base64: { rule: 'FW101', remedy: 'Decode it first: base64 -d FILE > module.bin.' },
  lfs_pointer: { rule: 'FW101', remedy: 'Run git lfs pull to get the file itself.' },
  device_report: { rule: 'FW101', remedy: 'Give it as the device: fwinspect plan --device' },
  device_list: { rule: 'FW101', remedy: 'Give it as the devices: fwinspect check --fleet' },
  unknown: { rule: 'FW101', remedy: TAKE_AGAIN },
  empty: { rule: 'FW102', remedy: TAKE_AGAIN },
  erased: { rule: 'FW103', remedy: TAKE_AGAIN },
  zeros: { rule: 'FW103', remedy: TAKE_AGAIN },
  truncated: { rule: 'FW104', remedy: TAKE_AGAIN },
  core_image: { rule: 'FW105', remedy: TAKE_AGAIN },
};

function rejected({ file, result, size }: FileSubject, rule: string): readonly Hit[] {
  if (result.kind !== 'rejection' || REJECTED[result.what].rule !== rule) return [];
  const { remedy } = REJECTED[result.what];
  return [
    {
      values: {
        what: { kind: 'rejection', what: result.what },
        instead: { kind: 'not_firmware', what: result.what, excerpt: result.excerpt },
        size: bytes(size),
        remedy: result.what.startsWith('device_') ? { kind: 'command', words: remedy, file } : text(remedy),
      },
    },
  ];
}

const NEVER_STARTS =
  'No device takes it: there is no module header to check. Over DFU it would be written all the same and destroy what is there.';

export const WHAT_IT_IS: readonly RuleOf<'file'>[] = [
  {
    id: 'FW101',
    name: 'not-firmware',
    severity: 'error',
    on: 'file',
    title: 'The file is something else than a firmware module',
    effect: NEVER_STARTS,
    fix: 'Get the real file. The message says what this one is.',
    source: 'Real releases: seven Device OS 0.6.1 files shipped as an HTML error page (particle-cli 1.20.0).',
    message: 'is {instead}; {size}. {remedy}',
    check: (subject) => rejected(subject, 'FW101'),
  },
  {
    id: 'FW102',
    name: 'empty-file',
    severity: 'error',
    on: 'file',
    title: 'The file is empty',
    effect: 'There is nothing to flash.',
    fix: 'Download or build it again.',
    source: 'Real releases: six empty 0.5.2 files in the history of particle-cli.',
    message: 'is empty (0 bytes). Download or build it again.',
    check: (subject) => rejected(subject, 'FW102'),
  },
  {
    id: 'FW103',
    name: 'blank-flash',
    severity: 'error',
    on: 'file',
    title: 'The file holds erased flash or zeros',
    effect: NEVER_STARTS,
    fix: 'Dump the right address, or take the file of the release.',
    source: 'Erased flash reads 0xFF on every platform.',
    message: 'is {what}, not firmware; {size}. A dump of an empty region? Take the file of the release.',
    check: (subject) => rejected(subject, 'FW103'),
  },
  {
    id: 'FW104',
    name: 'cut-off',
    severity: 'error',
    on: 'file',
    title: 'The module is cut off',
    effect: 'The CRC lies behind the end of the file, so a device refuses it (integrity).',
    fix: 'Copy or download it again.',
    source: 'Header: end - start + 4 bytes must be there (`dynalib/inc/module_info.h`).',
    message:
      'is a cut-off module ({module}): {size} there, {needed} needed, {missing} missing. Copy or download it again.',
    check: ({ result, size }) => {
      if (result.kind !== 'rejection' || result.truncated === null) return [];
      const { header, needed, missing, headerOffset } = result.truncated;
      return [
        {
          values: { module: moduleValue(header), size: bytes(size), needed: bytes(needed), missing: bytes(missing) },
          range: headerRange(headerOffset),
        },
      ];
    },
  },
  {
    id: 'FW105',
    name: 'core-image',
    severity: 'error',
    on: 'file',
    title: 'The file is a Core application from before modules had headers',
    effect: 'Nothing in it can be checked: no version, no platform, no CRC. Only a Core runs it.',
    fix: 'Build it again with a newer Device OS, or flash it to a Core by hand.',
    source: 'Core application area 0x08005000-0x08020000 (`platform/MCU/STM32F1xx`).',
    message: 'is {what}; {size}. It has no header that could be checked.',
    check: (subject) => rejected(subject, 'FW105'),
  },
  {
    id: 'FW106',
    name: 'unknown-platform',
    severity: 'warning',
    on: 'file',
    title: 'The rules of the platform are not known',
    effect:
      'A device of another platform refuses the module. Slots and rules of this platform are unknown, so only its checksums and dependencies are checked: whether it can be flashed is not known.',
    fix: 'If it should be for a known platform, it was built for the wrong one. Else leave it out, or name another platform with --platform.',
    source: 'Device OS `hal/shared/platforms.h` up to 6.2.0.',
    message: 'is for {platform}, whose slots and rules are not known',
    check: ({ result }) =>
      result.kind === 'module' && result.function !== MODULE_FUNCTION.asset && rulesOf(result.platform) === null
        ? [
            {
              values: { platform: platform(result.platform) },
              range: headerField(result, 'platform'),
              // What a device of that platform does with it, nobody can tell.
              judgement: 'unknown',
            },
          ]
        : [],
  },
  {
    id: 'FW107',
    name: 'unusual-header-place',
    severity: 'warning',
    on: 'file',
    title: 'The header lies where a device of this platform does not look for it',
    effect: 'Device OS reads the header at a fixed place and would find something else there.',
    fix: 'Build the module with the linker script of its platform.',
    source: 'FLASH_ModuleInfo in `platform/MCU/*/src/flash_mal.c`.',
    message: 'has its header at {offset}; {platform} looks elsewhere',
    check: ({ result }) => {
      if (result.kind !== 'module' || result.function === MODULE_FUNCTION.asset) return [];
      const known = platformById(result.platform);
      if (known === undefined || !known.ofKnownFamily || known.headerOffsets.includes(result.headerOffset)) {
        return [];
      }
      return [
        {
          values: { offset: address(result.headerOffset), platform: platform(result.platform) },
          range: headerRange(result.headerOffset),
          // What it makes of the bytes where it looks, nobody can tell.
          judgement: 'unknown',
        },
      ];
    },
  },
];

/** What a real flash holds at the most is a handful; a hostile file has more. */
const SHOWN = 12;

const placedValue = ({ header, address: at }: PlacedModule): Value => ({
  kind: 'placed',
  module: moduleValue(header),
  address: at,
});

/** What else is known in an image, in the same words: the radio stack is one by the version of its file. */
function regionValue(region: FlashRegion, { platform: of }: FlashImage): Value {
  const { address: at } = region;
  if (region.kind === 'dct') return { kind: 'placed', module: { kind: 'region', region: 'dct' }, address: at };
  const radio = { function: MODULE_FUNCTION.radioStack, index: 0, version: region.version, platform: of };
  return { kind: 'placed', module: moduleValue(radio), address: at };
}

/** All that an image holds, by address. */
function contentOf(image: FlashImage): Value {
  const all = [
    ...image.modules.map((one) => ({ at: one.address, value: placedValue(one) })),
    ...image.regions.map((one) => ({ at: one.address, value: regionValue(one, image) })),
  ].sort((a, b) => a.at - b.at);
  return list(
    all.slice(0, SHOWN).map(({ value }) => value),
    Math.max(0, all.length - SHOWN),
  );
}

/** Records of a file at another address than their header says; a factory image has its place. */
function misplaced({ image }: ImageSubject): readonly PlacedModule[] {
  // In a dump they are staged updates and what older ones left behind.
  if (image.kind === 'dump') return [];
  return [...image.modules, ...image.copies].filter(
    ({ address: at, header }) => at !== header.start && !isFactoryPlace(header, at),
  );
}

function isFactoryPlace({ platform: id }: ModuleHeader, at: number): boolean {
  return slotsOf(id).some(({ store, start }) => store === 'factory' && start === at);
}

export const IMAGE: readonly RuleOf<'image'>[] = [
  {
    id: 'FW108',
    name: 'flash-image',
    severity: 'note',
    on: 'image',
    title: 'The file is an image of flash with modules in it',
    effect:
      'None by itself. Written by a programmer or over DFU, all of it goes to the device as it is: no device checks it before. Its modules are judged one by one and together, as loose files are.',
    fix: 'Nothing to fix. To send a module by itself, take its .bin of the release.',
    source:
      'Modules are found by their headers (`dynalib/inc/module_info.h`) at the addresses of the slots (`ota_module_bounds`), and by a scan of all bytes.',
    message: 'is {what}, and holds {modules}',
    check: ({ image }) => [
      {
        values: {
          what: {
            kind: 'image',
            format: image.kind,
            platform: image.platform,
            isWholeFlash: image.isWholeFlash,
            start: image.start,
            end: image.end,
          },
          modules: contentOf(image),
        },
      },
    ],
  },
  {
    id: 'FW109',
    name: 'module-elsewhere',
    severity: 'warning',
    on: 'image',
    title: 'A module lies at another address than its header says',
    effect: 'The device looks for it where its header says, finds what was there before, and runs that, or nothing.',
    fix: 'Make the file anew with the address of the header (objcopy --change-addresses, or hexmate, srec_cat with the right offset).',
    source: 'Header: start is the address of the first byte (`dynalib/inc/module_info.h`).',
    message: 'puts {module} at {address}; its header says {start}, and there it would have to be to run',
    check: (subject) =>
      misplaced(subject)
        .slice(0, SHOWN)
        .map(({ address: at, header }) => ({
          values: { module: moduleValue(header), address: address(at), start: address(header.start) },
        })),
  },
  {
    id: 'FW110',
    name: 'gap-in-module',
    severity: 'note',
    on: 'image',
    title: 'The file leaves out bytes within a module',
    effect:
      'They keep what flash had there. Where it was erased before, that is 0xFF, and so they are read here; where it was not, the CRC of the module is wrong on the device.',
    fix: 'Erase the flash before, or write a file without gaps (srec_cat -fill 0xFF).',
    source: 'Erased flash reads 0xFF on every platform.',
    message: 'leaves out {gap} within {module} at {address}; they count as erased flash here',
    check: ({ image }) =>
      image.modules
        .filter(({ gapBytes }) => gapBytes > 0)
        .slice(0, SHOWN)
        .map(({ header, address: at, gapBytes }) => ({
          values: { gap: bytes(gapBytes), module: moduleValue(header), address: address(at) },
        })),
  },
];
