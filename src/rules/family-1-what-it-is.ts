/** FW1nn: what the file is. */
import { platformById } from '../catalog/platforms.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { RejectionKind } from '../module/types.js';
import { headerField, headerRange } from './ranges.js';
import type { FileSubject, Hit, RuleOf } from './types.js';
import { address, bytes, moduleValue, number, platform, text } from './values.js';

const TAKE_AGAIN = 'Take the .bin file of the release again from where it was published.';

/** Which rule speaks of each kind, and what to do about it, in one sentence. */
const REJECTED: Readonly<Record<RejectionKind, { readonly rule: string; readonly remedy: string }>> = {
  html: { rule: 'FW101', remedy: 'A download was saved as its error page. Download it again.' },
  json: {
    rule: 'FW101',
    remedy: 'A service answered with a message instead of the file. Read it, then download again.',
  },
  text: { rule: 'FW101', remedy: TAKE_AGAIN },
  zip: { rule: 'FW101', remedy: 'Unpack it, or give it a name that ends in .zip.' },
  gzip: { rule: 'FW101', remedy: 'Unpack it first.' },
  elf: { rule: 'FW101', remedy: 'Convert it with objcopy, or take the .bin beside it.' },
  intel_hex: { rule: 'FW101', remedy: 'Convert it to a binary first.' },
  uf2: { rule: 'FW101', remedy: 'UF2 files are for other bootloaders; take the .bin of the release.' },
  lfs_pointer: { rule: 'FW101', remedy: 'Run git lfs pull to get the file itself.' },
  unknown: { rule: 'FW101', remedy: TAKE_AGAIN },
  empty: { rule: 'FW102', remedy: TAKE_AGAIN },
  erased: { rule: 'FW103', remedy: TAKE_AGAIN },
  zeros: { rule: 'FW103', remedy: TAKE_AGAIN },
  truncated: { rule: 'FW104', remedy: TAKE_AGAIN },
  core_image: { rule: 'FW105', remedy: TAKE_AGAIN },
};

function rejected({ result, size }: FileSubject, rule: string): readonly Hit[] {
  if (result.kind !== 'rejection' || REJECTED[result.what].rule !== rule) return [];
  return [
    {
      values: {
        what: { kind: 'rejection', what: result.what },
        instead: { kind: 'not_firmware', what: result.what, excerpt: result.excerpt },
        size: bytes(size),
        remedy: text(REJECTED[result.what].remedy),
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
    fix: 'Download or build it again; a full disk or a broken download leaves empty files.',
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
    fix: 'A dump was taken of an empty region. Dump the right address, or take the file of the release.',
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
    fix: 'Download or copy it again and compare the size.',
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
    fix: 'Build the application again with a newer Device OS, or flash it to a Core by hand.',
    source: 'Core application area 0x08005000-0x08020000 (`platform/MCU/STM32F1xx`).',
    message: 'is {what}; {size}. It has no header that could be checked.',
    check: (subject) => rejected(subject, 'FW105'),
  },
  {
    id: 'FW106',
    name: 'unknown-platform',
    severity: 'warning',
    on: 'file',
    title: 'The platform id is not known',
    effect:
      'A device of another platform refuses the module. Slots and rules of this platform are unknown, so only its checksums and dependencies are checked.',
    fix: 'If it should be for a known platform, it was built for the wrong one.',
    source: 'Device OS `hal/shared/platforms.h` up to 6.2.0.',
    message: 'is for platform {platform}, which is not known',
    check: ({ result }) =>
      result.kind === 'module' &&
      result.function !== MODULE_FUNCTION.asset &&
      platformById(result.platform) === undefined
        ? [{ values: { platform: number(result.platform) }, range: headerField(result, 'platform') }]
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
        },
      ];
    },
  },
];
