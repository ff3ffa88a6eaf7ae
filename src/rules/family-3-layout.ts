/** FW3nn: layout. */
import { groupBy } from '../base/group-by.js';
import { rulesOf } from '../catalog/boards/index.js';
import { slotsOf } from '../catalog/flash-map.js';
import { CRC_SIZE, HEADER_SIZE, RESET_VECTOR } from '../module/layout.js';
import { moduleKey } from '../module/id.js';
import type { ModuleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { FirmwareModule } from '../module/types.js';
import { protectionOf } from '../device/facts.js';
import type { ModuleFile } from '../device/module-file.js';
import type { Hit, RuleOf, SetSubject } from './types.js';
import { onModule } from './on-module.js';
import { headerField, headerRange, suffixField } from './ranges.js';
import { isCompressed, isInSlot, slotsFor } from './slots.js';
import { address, bytes, file, number, slotValue } from './values.js';

export const LAYOUT_FILE: readonly RuleOf<'file'>[] = [
  {
    id: 'FW301',
    name: 'outside-slot',
    severity: 'error',
    on: 'file',
    title: 'The module ends outside its slot',
    effect: 'A device refuses it over validating transports (address range). Over DFU it would overwrite what follows.',
    fix: 'Make it smaller, or build it for the right platform and Device OS.',
    source:
      'fetch_module, RANGE (`ota_module.cpp`, all releases) over the module bounds of the platform (`ota_module_bounds.c`).',
    message: 'ends at {end}; the slot of {slot} is {from} to {to}. A device refuses it (address range).',
    check: (subject) =>
      onModule(subject, (module) => {
        const [first] = slotsFor(module);
        if (first === undefined || isInSlot(module) !== false) return [];
        return [
          {
            values: {
              end: address(module.end),
              slot: slotValue(module),
              from: address(first.start),
              to: address(first.end),
            },
            range: headerField(module, 'addresses'),
          },
        ];
      }),
  },
  {
    id: 'FW302',
    name: 'wrong-start',
    severity: 'error',
    on: 'file',
    title: 'The module starts where its slot does not',
    effect:
      'Device OS does not check the start: it accepts the module and writes it there, over whatever else lies in these sectors.',
    fix: 'Link it to the start of its slot; it was built for another platform, index or Device OS.',
    source:
      'fetch_module tests only the end address (gen 2 and 3, all releases); the bootloader writes to the start address.',
    message: 'would be written to {start}, but the slot of {slot} begins at {from}: it would overwrite something else',
    check: (subject) =>
      onModule(subject, (module) => {
        const slots = slotsFor(module).filter((slot) => !slot.dynamic);
        const first = slots[0];
        if (first === undefined || slots.some((slot) => slot.start === module.start)) return [];
        return [
          {
            values: { start: address(module.start), slot: slotValue(module), from: address(first.start) },
            range: headerField(module, 'addresses'),
          },
        ];
      }),
  },
  {
    id: 'FW303',
    name: 'bad-suffix',
    severity: 'error',
    on: 'file',
    title: 'The suffix states an impossible size',
    effect:
      'Device OS reads extensions (assets, protection, the place of an RTL872x application) from where the suffix says it begins.',
    fix: 'Build the module again; the tool that wrote the suffix is at fault.',
    source: 'Suffix base is 36 bytes (`module_info_suffix_base_t`); it must fit behind the header.',
    message: 'has a suffix that claims {size}; the module has room for {room}',
    check: (subject) =>
      onModule(subject, (module) =>
        module.suffix === null || module.suffix.fits
          ? []
          : [
              {
                values: {
                  size: bytes(module.suffix.size),
                  room: bytes(module.length - CRC_SIZE - module.headerOffset - HEADER_SIZE),
                },
                range: suffixField(module, 'size'),
              },
            ],
      ),
  },
  {
    id: 'FW304',
    name: 'bad-extensions',
    severity: 'error',
    on: 'file',
    title: 'A list of extensions is broken',
    effect:
      'Device OS stops at the broken one, so assets, protection or the application address behind it are not seen; an RTL872x device can hang at start.',
    fix: 'Build the module again; the tool that wrote the extensions is at fault.',
    source: '`dynalib/inc/module_info.h`: type and length of 4 or more, END closes a list in the prefix.',
    message: 'has a broken list of extensions (one has an impossible length, or the list has no end)',
    check: (subject) =>
      onModule(subject, (module) => (module.extensionsOk ? [] : [{ range: headerField(module, 'addresses') }])),
  },
  {
    id: 'FW305',
    name: 'vectors-outside',
    severity: 'warning',
    on: 'file',
    title: 'The reset vector points outside the module',
    effect: 'The start code jumps to an address that this module does not cover.',
    fix: 'Link the module to the address that its header names.',
    source: 'Vector tables of Cortex-M cores: word 1 is the reset handler, odd (Thumb).',
    message: 'has a reset vector of {handler}, which lies outside of {from} to {to}',
    check: (subject) =>
      onModule(subject, (module) => {
        const handler = module.vectors?.resetHandler;
        if (handler === undefined || (handler >= module.start && handler < module.end)) return [];
        return [
          {
            values: { handler: address(handler), from: address(module.start), to: address(module.end) },
            range: RESET_VECTOR,
          },
        ];
      }),
  },
  {
    id: 'FW306',
    name: 'no-slot',
    severity: 'error',
    on: 'file',
    title: 'The platform has no slot for such a module',
    effect:
      'A device refuses it over validating transports (module not found). Monolithic firmware goes over DFU alone, and what it does there is not known.',
    fix: 'It was built for another platform, or its function or index is wrong.',
    source: 'find_module_bounds (`ota_flash_hal.cpp`, all releases).',
    message: 'is a module for {slot}, which this platform does not have in any release',
    check: (subject) =>
      onModule(subject, (module) =>
        slotsOf(module.platform).length === 0 ||
        slotsFor(module).length > 0 ||
        module.function === MODULE_FUNCTION.asset
          ? []
          : [{ values: { slot: slotValue(module) }, range: headerField(module, 'identity'), ...ofMonolithic(module) }],
      ),
  },
  {
    id: 'FW307',
    name: 'application-not-found',
    severity: 'error',
    on: 'file',
    title: 'The application does not end where the device looks for it',
    effect: 'The device finds no application at start and stays in safe mode.',
    fix: 'Build it with the linker script of its platform; tools that add extensions must keep the end address.',
    source: '`hal/src/rtl872x/core_hal.c` HAL_Core_Config: the suffix is read below 0x08600000.',
    message: 'ends at {end}; a {slot} on this platform must end at {expected}',
    check: (subject) =>
      onModule(subject, (module) => {
        const expected = rulesOf(module.platform)?.dynamicApplication?.end;
        if (expected === undefined || module.end === expected || isCompressed(module)) return [];
        if (!slotsFor(module).some((slot) => slot.dynamic)) return [];
        return [
          {
            values: { end: address(module.end), slot: slotValue(module), expected: address(expected) },
            range: headerField(module, 'addresses'),
          },
        ];
      }),
  },
  {
    id: 'FW308',
    name: 'two-headers',
    severity: 'note',
    on: 'file',
    title: 'The file could be read in more than one way',
    effect: 'None: the header with the right CRC at the usual place was taken.',
    fix: 'Nothing to do. Released files have such places too, in code or in tables.',
    source: 'Released files, scanned at every place where a header may lie; Device OS reads one fixed place.',
    message: 'has more places that look like a header ({others}); the one at {offset} was taken',
    check: (subject) =>
      onModule(subject, (module) =>
        module.candidates.length < 2
          ? []
          : [
              {
                values: { others: number(module.candidates.length - 1), offset: address(module.headerOffset) },
                range: headerRange(module.headerOffset),
              },
            ],
      ),
  },
];

/** It goes over DFU alone: no fault of the file, and what the device then does, nobody can tell. */
function ofMonolithic({ function: moduleFunction }: FirmwareModule): Pick<Hit, 'severity' | 'judgement'> {
  return moduleFunction === MODULE_FUNCTION.monoFirmware ? { severity: 'warning', judgement: 'unknown' } : {};
}

export const LAYOUT_SET: readonly RuleOf<'set'>[] = [
  {
    id: 'FW309',
    name: 'modules-overlap',
    severity: 'error',
    on: 'set',
    title: 'Two modules of the set want the same addresses',
    effect: 'Installing the second destroys the first.',
    fix: 'Take both from releases that belong together.',
    source: 'Addresses in the headers; writes erase whole sectors.',
    message: 'lies at {from} to {to}, over {other} ({otherFrom} to {otherTo})',
    check: overlaps,
  },
];

export const LAYOUT_EXTENSIONS: readonly RuleOf<'file'>[] = [
  {
    id: 'FW310',
    name: 'protection-without-effect',
    severity: 'warning',
    on: 'file',
    title: 'The module asks for protection where no Device OS looks for it',
    effect: 'The device is no protected one by it: anybody with a cable can read and write its flash.',
    fix: 'Build the bootloader of the device (index 0, Gen 3 and 4) for protected devices, and flash that.',
    source: 'Security mode extension (0x0013): `services/src/security_mode.cpp`, 6.0.0 and later.',
    message: 'asks for a protected device, and protects none: Device OS asks the suffix of the bootloader alone',
    check: (subject) =>
      onModule(subject, (module) =>
        protectionOf(module) === 'elsewhere' ? [{ range: headerField(module, 'identity') }] : [],
      ),
  },
];

/** So many overlaps are told one by one; the others are counted. */
const MOST_OVERLAPS = 1000;

function overlaps({ items }: SetSubject): readonly Hit[] {
  const placed = items
    .filter(
      ({ module }) => module.function !== MODULE_FUNCTION.asset && module.function !== MODULE_FUNCTION.ncpFirmware,
    )
    .sort((a, b) => a.module.start - b.module.start || a.module.end - b.module.end || (a.file < b.file ? -1 : 1));
  const { told, count } = sweep(placed);
  return told.map((hit, at) =>
    at === told.length - 1 && count > told.length ? { ...hit, leftOut: count - told.length } : hit,
  );
}

/** The overlaps from the lowest address up, as many as are told, and how many there are. Of one slot is none: a device keeps one of them. */
function sweep(placed: readonly ModuleFile[]): { readonly told: readonly Hit[]; readonly count: number } {
  const told: Hit[] = [];
  let count = 0;
  const slots = groupBy(placed, ({ module }) => moduleKey(module));
  const passed = new Map<ModuleKey, number>();
  for (const [at, first] of placed.entries()) {
    const key = moduleKey(first.module);
    const ownAt = passed.get(key) ?? 0;
    passed.set(key, ownAt + 1);
    const to = reachOf(placed, at);
    const own = slots.get(key) ?? [];
    const others = to - at - (reachOf(own, ownAt) - ownAt);
    count += others;
    // Looked at one by one only where there is something to tell.
    if (others === 0 || told.length === MOST_OVERLAPS) continue;
    for (const second of placed.slice(at + 1, to)) {
      if (told.length < MOST_OVERLAPS && moduleKey(second.module) !== key) told.push(overlapHit(first, second));
    }
  }
  return { told, count };
}

function overlapHit(first: ModuleFile, second: ModuleFile): Hit {
  return {
    file: second.file,
    values: {
      from: address(second.module.start),
      to: address(second.module.end),
      other: file(first.file),
      otherFrom: address(first.module.start),
      otherTo: address(first.module.end),
    },
  };
}

/** The place of the first module behind `at` that begins after the CRC of that one ends. They are sorted by start. */
function reachOf(placed: readonly ModuleFile[], at: number): number {
  const behind = (placed[at]?.module.end ?? 0) + CRC_SIZE;
  let [from, to] = [at + 1, placed.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((placed[middle]?.module.start ?? behind) < behind) from = middle + 1;
    else to = middle;
  }
  return from;
}
