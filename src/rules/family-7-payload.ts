/** FW7nn: what a module or a bundle carries inside. */
import { groupBy } from '../base/group-by.js';
import { NO_PLATFORM } from '../catalog/platforms.js';
import { COMBINED_LIMIT } from '../module/layout.js';
import { coveredBytes } from '../module/payload.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import type { FirmwareModule, Payload, ReadResult } from '../module/types.js';
import { onModule } from './on-module.js';
import { headerRange } from './ranges.js';
import type { BundleSubject, FileSubject, Hit, InnerFault, RuleOf } from './types.js';
import { fewOf, file as fileValue, text } from './values.js';

function payloadOf(subject: FileSubject): readonly Payload[] {
  return subject.result.kind === 'module' ? subject.result.payload : [];
}

function platformOf({ result }: FileSubject): number {
  return result.kind === 'module' ? result.platform : NO_PLATFORM;
}

/** What keeps an inner module from being taken; null where nothing does. */
function innerFault(inner: ReadResult | null, platform: number): InnerFault | null {
  if (inner === null) return null;
  if (inner.kind === 'rejection') return 'no_module';
  if (inner.platform !== platform && inner.function !== MODULE_FUNCTION.asset) return 'platform';
  if (!inner.crc.ok) return 'crc';
  if (inner.sha256.ok === false) return 'sha256';
  return inner.trailingBytes > 0 ? 'trailing_bytes' : null;
}

/** The last module of a file says that another one follows. Source: fetchModules, `ota_flash_hal.cpp`, which reads on and refuses the whole file. */
function nothingBehind(module: FirmwareModule): readonly Hit[] {
  const parts = module.payload.filter((one) => one.kind === 'combined');
  const last = parts.length === 0 ? module : parts.at(-1)?.inner;
  if (last?.kind !== 'module' || (last.flags & MODULE_FLAG.combined) === 0) return [];
  if (parts.length >= COMBINED_LIMIT) return [];
  const where = { kind: 'inside', offset: coveredBytes(module) } as const;
  return [{ values: { where, reason: { kind: 'inner_fault', fault: 'nothing' } } }];
}

function assetsNeeded(module: FirmwareModule): readonly { readonly name: string; readonly hash: string }[] {
  return module.extensions.flatMap((one) =>
    one.kind === 'asset_dependency' ? [{ name: one.name, hash: one.hash }] : [],
  );
}

const ASSET_SOURCE =
  '`system/src/asset_manager.cpp`, Device OS 5.5.0-rc.1 and later: an asset is present when name and hash are equal.';

export const PAYLOAD_FILE: readonly RuleOf<'file'>[] = [
  {
    id: 'FW701',
    name: 'bad-compression',
    severity: 'error',
    on: 'file',
    title: 'The compressed content cannot be unpacked',
    effect: 'The device accepts the file; the bootloader then drops it without a word and boots the old module.',
    fix: 'Make the compressed module again from a good one.',
    source: '`platform/MCU/nRF52840/src/flash_mal.c` flash_decompress, bootloaders 1000 and later.',
    message: 'is compressed and cannot be unpacked: {reason}',
    check: (subject) =>
      payloadOf(subject).flatMap((one) =>
        one.kind === 'compressed' && one.state === 'bad'
          ? [{ values: { reason: { kind: 'payload_fault', fault: one.reason } } }]
          : [],
      ),
  },
  {
    id: 'FW702',
    name: 'bad-inner-module',
    severity: 'error',
    on: 'file',
    title: 'A module inside the file is broken',
    effect:
      'Compressed: the device writes it without a check and finds out at the next start. Combined: the device refuses the whole file.',
    fix: 'Make the file again from good modules.',
    source:
      'Device OS checks the outer CRC of a compressed module only; combined modules are all fetched (2.0.0-alpha.1 and later).',
    message: 'carries a broken module ({where}): {reason}',
    check: (subject) => [
      ...onModule(subject, nothingBehind),
      ...payloadOf(subject).flatMap((one): readonly Hit[] => {
        if (one.kind === 'compressed' && one.state !== 'opened') return [];
        const fault = innerFault(one.inner, platformOf(subject));
        if (fault === null) return [];
        const reason = { kind: 'inner_fault', fault } as const;
        return one.kind === 'combined'
          ? [
              {
                values: { where: { kind: 'inside', offset: one.offset }, reason },
                range: headerRange(one.offset),
              },
            ]
          : [{ values: { where: { kind: 'inside', offset: null }, reason } }];
      }),
    ],
  },
  {
    id: 'FW703',
    name: 'too-many-combined',
    severity: 'warning',
    on: 'file',
    title: 'Only the first two modules of a combined file are installed',
    effect: 'The device checks and applies two; the rest is ignored without an error.',
    fix: 'Send the others in a file of their own.',
    source: 'validateModules in `ota_flash_hal.cpp`, Device OS 2.0.0-alpha.1 and later.',
    message: 'holds {count} modules; a device installs the first two and ignores the rest',
    check: (subject) => {
      const parts = payloadOf(subject).filter((one) => one.kind === 'combined').length + 1;
      return parts > 2 ? [{ values: { count: { kind: 'number', value: parts } } }] : [];
    },
  },
  {
    id: 'FW704',
    name: 'needs-assets',
    severity: 'note',
    on: 'file',
    title: 'The application needs assets',
    effect: 'Without them the device stays in safe mode. Alone, a .bin cannot carry them.',
    fix: 'Send the assets after the application, or flash the bundle (zip) that holds both.',
    source: ASSET_SOURCE,
    message: 'needs its assets on the device: {assets}',
    check: ({ result }) => {
      const needed = result.kind === 'module' ? assetsNeeded(result) : [];
      return needed.length === 0 ? [] : [{ values: { assets: fewOf(needed, ({ name }) => text(name)) } }];
    },
  },
];

function needsOf({
  applications,
}: BundleSubject): readonly { readonly file: string; readonly name: string; readonly hash: string }[] {
  return applications.flatMap(({ file, result }) =>
    result.kind === 'module' ? assetsNeeded(result).map((asset) => ({ file, ...asset })) : [],
  );
}

export const PAYLOAD_BUNDLE: readonly RuleOf<'bundle'>[] = [
  {
    id: 'FW705',
    name: 'asset-missing',
    severity: 'error',
    on: 'bundle',
    title: 'An asset that the application needs does not come with it',
    effect: 'The application is installed and the device then stays in safe mode.',
    fix: 'Put the asset into the bundle, or beside the application.',
    source: ASSET_SOURCE,
    message: 'needs the asset {asset}, which does not come with it: the device would stay in safe mode',
    check: (subject) => {
      const there = new Set(subject.assets.map(({ name }) => name));
      return needsOf(subject)
        .filter(({ name }) => !there.has(name))
        .map(({ file, name }) => ({ file, values: { asset: text(name) } }));
    },
  },
  {
    id: 'FW706',
    name: 'asset-differs',
    severity: 'error',
    on: 'bundle',
    title: 'An asset is not the one that the application was built with',
    effect: 'The device compares the hash, finds the asset missing and stays in safe mode.',
    fix: 'Bundle again with the right file.',
    source: ASSET_SOURCE,
    message: 'is not the asset that {application} was built with: its SHA-256 differs',
    check: (subject) => {
      const assets = groupBy(subject.assets, ({ name }) => name);
      // An application that says the same need many times is told of it once.
      const needs = groupBy(needsOf(subject), ({ file, name, hash }) => `${file}\u0000${hash}\u0000${name}`);
      return [...needs.values()].flatMap(([need]) => {
        const others = assets.get(need?.name ?? '')?.filter(({ sha256 }) => sha256 !== need?.hash) ?? [];
        return need === undefined
          ? []
          : others.map((asset) => ({ file: asset.file, values: { application: fileValue(need.file) } }));
      });
    },
  },
  {
    id: 'FW707',
    name: 'asset-unused',
    severity: 'warning',
    on: 'bundle',
    title: 'An asset comes with an application that does not need it',
    effect: 'It costs data, and the device may throw it away with the next one.',
    fix: 'Leave it out.',
    source: 'storeAsset deletes assets that the installed application does not require (5.5.0-rc.1 and later).',
    message: 'is not needed by the application that it comes with',
    check: (subject) => {
      const needed = new Set(needsOf(subject).map(({ name }) => name));
      return subject.assets.filter(({ name }) => !needed.has(name)).map(({ file }) => ({ file }));
    },
  },
];
