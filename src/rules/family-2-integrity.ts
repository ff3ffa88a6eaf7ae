/** FW2nn: integrity. */
import { boardById } from '../catalog/boards/index.js';
import { coveredBytes } from '../module/payload.js';
import type { DfuSuffix, FirmwareModule } from '../module/types.js';
import type { ByteRange, RuleOf } from './types.js';
import { onModule } from './on-module.js';
import { crcRange, suffixField } from './ranges.js';
import { bytes, crc, hash, number, platform, text, usb } from './values.js';

export const INTEGRITY: readonly RuleOf<'file'>[] = [
  {
    id: 'FW201',
    name: 'crc-mismatch',
    severity: 'error',
    on: 'file',
    title: 'The CRC is wrong',
    effect:
      'A device refuses it over the air, over serial and as a control request (integrity). Over DFU it is written and the device then sits in safe mode, or does not start.',
    fix: 'The file was damaged or edited. Take it again from where it was published; do not re-sign it.',
    source:
      'fetch_module, INTEGRITY, all releases (`ota_module.cpp`); CRC-32 of [0, end - start), big-endian behind it.',
    message:
      'is damaged: its CRC says {stored}, its bytes give {computed}. A device refuses it. Download or build it again.',
    check: (subject) =>
      onModule(subject, (module) =>
        module.crc.ok
          ? []
          : [
              {
                values: { stored: crc(module.crc.stored), computed: crc(module.crc.computed) },
                range: crcRange(module),
              },
            ],
      ),
  },
  {
    id: 'FW202',
    name: 'sha-mismatch',
    severity: 'error',
    on: 'file',
    title: 'The SHA-256 in the suffix does not fit the content',
    effect:
      'Device OS never checks it, so a device takes the module. But the content was changed after it was built, and its CRC was made again.',
    fix: 'Take the file again from where it was published. If a tool of yours edits modules, let it write the SHA-256 too.',
    source:
      'True for every released module that was compared; radio stacks and NCP images may hash their payload and are not judged.',
    message:
      'was changed after it was built: its CRC is right, its SHA-256 is not ({stored} stored, {computed} computed)',
    check: (subject) =>
      onModule(subject, (module) =>
        module.sha256.ok === false && module.crc.ok
          ? [
              {
                values: {
                  stored: hash(module.sha256.stored),
                  computed: hash(module.sha256.computed),
                },
                range: suffixField(module, 'sha256'),
              },
            ]
          : [],
      ),
  },
  {
    id: 'FW203',
    name: 'trailing-data',
    severity: 'error',
    on: 'file',
    title: 'There are bytes behind the module that belong to nothing',
    effect:
      'A device ignores them, but nothing checks them: header and file disagree about the length, so one of them is wrong.',
    fix: 'Take the file again. If it was joined from several files, use a combined module.',
    source: 'Every released module that was compared ends with its CRC.',
    message: 'has {extra} behind the module that its header does not cover (the module itself ends at byte {length})',
    check: (subject) =>
      onModule(subject, (module) =>
        module.trailingKind === 'data'
          ? [
              {
                values: { extra: bytes(module.trailingBytes), length: number(coveredBytes(module)) },
                range: trailingRange(module),
              },
            ]
          : [],
      ),
  },
  {
    id: 'FW204',
    name: 'padding',
    severity: 'note',
    on: 'file',
    title: 'The module is followed by flash padding',
    effect: 'None: the module is whole. The padding costs data over the air.',
    fix: 'Cut the file at the length of the module.',
    source: 'Dumps of flash regions.',
    message: 'is a padded dump: the module takes {length}, {extra} of {fill} follow',
    check: (subject) =>
      onModule(subject, (module) =>
        module.trailingKind === 'erased' || module.trailingKind === 'zeros'
          ? [
              {
                values: {
                  length: bytes(coveredBytes(module)),
                  extra: bytes(module.trailingBytes),
                  fill: text(module.trailingKind === 'erased' ? '0xFF' : '0x00'),
                },
                range: trailingRange(module),
              },
            ]
          : [],
      ),
  },
  {
    id: 'FW205',
    name: 'dfu-suffix',
    severity: 'note',
    on: 'file',
    title: 'A DFU suffix follows the module',
    effect: 'None: dfu-util takes it off before it sends the file, and a device ignores what lies behind a module.',
    fix: 'Nothing to fix. dfu-suffix --delete takes it off.',
    source:
      '"USB Device Class Specification for Device Firmware Upgrade" 1.1, appendix B; particle-cli adds it for dfu-util and takes it off again.',
    message:
      'ends with a DFU suffix (for USB device {usb}), which is harmless: dfu-util takes it off, a device ignores it',
    check: (subject) =>
      onModule(subject, (module) =>
        module.dfuSuffix === null
          ? []
          : [{ values: { usb: usb(module.dfuSuffix.vendor, module.dfuSuffix.product) }, range: trailingRange(module) }],
      ),
  },
  {
    id: 'FW206',
    name: 'dfu-suffix-elsewhere',
    severity: 'warning',
    on: 'file',
    title: 'The DFU suffix is for another device, or damaged',
    effect: 'dfu-util refuses the file for the device that the module is for, or takes the suffix for a part of it.',
    fix: 'dfu-suffix --delete takes it off.',
    source: '"USB Device Class Specification for Device Firmware Upgrade" 1.1, appendix B.',
    message: 'has a DFU suffix that {platform} does not fit: it says USB device {usb}, its CRC is {state}',
    check: (subject) =>
      onModule(subject, (module) => {
        const suffix = module.dfuSuffix;
        if (suffix === null || (suffix.crcOk && isFor(suffix, module.platform))) return [];
        return [
          {
            values: {
              platform: platform(module.platform),
              usb: usb(suffix.vendor, suffix.product),
              state: text(suffix.crcOk ? 'right' : 'wrong'),
            },
            range: trailingRange(module),
          },
        ];
      }),
  },
];

/** In a suffix 0xFFFF stands for any device. */
const ANY_USB = 0xffff;

function isFor({ vendor, product }: DfuSuffix, platformId: number): boolean {
  const ids = boardById(platformId)?.usb ?? null;
  if (ids === null) return true;
  return [ANY_USB, ids.vendor].includes(vendor) && [ANY_USB, ids.dfuProduct, ids.product].includes(product);
}

function trailingRange(module: FirmwareModule): ByteRange {
  return { offset: coveredBytes(module), length: module.trailingBytes };
}
