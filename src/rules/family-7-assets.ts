/** FW7nn: whether the assets of an application can arrive at all, and fit. */
import { rulesOf } from '../catalog/boards/index.js';
import type { AssetStorage } from '../catalog/boards/types.js';
import { firstWith } from '../catalog/eras.js';
import { platformById } from '../catalog/platforms.js';
import { contentKey } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { dependenciesOf } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { headerField } from './ranges.js';
import type { Hit, RuleOf, SetSubject } from './types.js';
import { bytes, number, platform as platformValue, text, versionValue } from './values.js';

const LIMITS =
  '`assets` of @particle/device-constants 4.2.1 and validateAssetLimits of binary-version-reader 4.2.0, which make no bundle beyond them; prepareForOta, `system/src/asset_manager.cpp` @ 6.2.0.';

/** What the vendor's tools call the asset that holds environment variables, and what they take of them. Source: binary-version-reader 4.2.0. */
const ENVIRONMENT = { name: 'env', maxBytes: 16384 } as const;

export const ASSETS_FILE: readonly RuleOf<'file'>[] = [
  {
    id: 'FW708',
    name: 'assets-on-board-without',
    severity: 'error',
    on: 'file',
    title: 'The application needs assets, and no release for its board knows any',
    effect: 'The assets never arrive, and the application starts without them.',
    fix: 'Build without assets for this board, or for a board that takes them: Gen 3 and 4.',
    source: 'Asset modules: 5.5.0-rc.1 (75973a18a), for Gen 3 and 4 only.',
    message: 'needs assets, and no Device OS of {platform} knows any: they never arrive, and it starts without them',
    check: ({ result }) => {
      if (result.kind !== 'module' || !result.extensions.some(({ kind }) => kind === 'asset_dependency')) return [];
      return rulesOf(result.platform)?.assetStorage === null
        ? [{ values: { platform: platformValue(result.platform) } }]
        : [];
    },
  },
];

/** The oldest Device OS on which the applications of a set can start, as far as it is the same for all: what the set brings, and what is in the field. */
function setStartsFrom({ items, lowestOs = null }: SetSubject): readonly number[] {
  const brought = items.filter(({ module }) => module.function === MODULE_FUNCTION.systemPart);
  return [...brought.map(({ module }) => module.version), ...(lowestOs === null ? [] : [lowestOs])];
}

/** The oldest Device OS that an application declares. */
function declaredBy({ module }: ModuleFile): readonly number[] {
  return dependenciesOf(module).flatMap((one) => (one.function === MODULE_FUNCTION.systemPart ? [one.version] : []));
}

/** Each asset once, in the order given. */
function assetsOf(items: readonly ModuleFile[]): readonly ModuleFile[] {
  const assets = items.filter(({ module }) => module.function === MODULE_FUNCTION.asset);
  return [...new Map(assets.map((item) => [contentKey(item), item])).values()];
}

/** Bytes of the storage that an asset takes: whole blocks. */
function stored({ module }: ModuleFile, { blockSize, blockOverhead }: AssetStorage): number {
  return Math.ceil(module.length / (blockSize - blockOverhead)) * blockSize;
}

/** Bytes of an asset without what the module puts around it, unpacked; null where that is not known. */
function contentBytes({ module }: ModuleFile): number | null {
  const [payload] = module.payload;
  if (payload?.kind === 'compressed') return payload.originalSize;
  const around = module.length - (module.suffix?.size ?? 0);
  return module.suffix === null ? null : around - CRC_AND_HEADER;
}

const CRC_AND_HEADER = 28;

const storageOf = ({ platform }: SetSubject): AssetStorage | null => rulesOf(platform)?.assetStorage ?? null;

export const ASSETS_SET: readonly RuleOf<'set'>[] = [
  {
    id: 'FW709',
    name: 'assets-before-their-release',
    severity: 'error',
    on: 'set',
    title: 'The application needs assets, and starts on releases that know none',
    effect: 'On a Device OS before 5.5.0 the assets never arrive, and the application starts without them.',
    fix: 'Build the application for Device OS 5.5.0 or newer; or, where all devices have one, say so: --min-os 5.5.0.',
    source:
      "Asset modules: 5.5.0-rc.1 (75973a18a). The vendor's tool refuses to bundle for less: bundle.js of particle-cli.",
    message:
      'needs assets, and starts on Device OS {from}; before {assets} they never arrive, and it starts without them',
    check: (subject) => {
      const family = platformById(subject.platform)?.family;
      const first = family === undefined ? null : firstWith('assets', family);
      const needing = subject.items.filter(({ facts }) => facts.assets.length > 0);
      if (first === null || needing.length === 0) return [];
      const ofSet = setStartsFrom(subject).reduce((most, one) => Math.max(most, one), -1);
      return needing.flatMap((item): readonly Hit[] => {
        const from = Math.max(ofSet, ...declaredBy(item));
        if (from < 0 || from >= first) return [];
        const version = (of: number) =>
          versionValue({ function: MODULE_FUNCTION.systemPart, index: 1, version: of, platform: subject.platform });
        return [
          {
            file: item.file,
            range: headerField(item.module, 'dependencies'),
            values: { from: version(from), assets: version(first) },
          },
        ];
      });
    },
  },
  {
    id: 'FW710',
    name: 'asset-too-large',
    severity: 'error',
    on: 'set',
    title: 'An asset is larger than the board takes',
    effect: "The vendor's tools make no bundle of it, and a device refuses it.",
    fix: 'Make the asset smaller, or two of it.',
    source: LIMITS,
    message: 'is {size} as a module; {platform} takes assets of {limit} at most',
    check: (subject) => {
      const storage = storageOf(subject);
      if (storage === null) return [];
      return assetsOf(subject.items)
        .filter(({ module }) => module.length > storage.maxSingle)
        .map(({ file, module }) => ({
          file,
          values: {
            size: bytes(module.length),
            platform: platformValue(subject.platform),
            limit: bytes(storage.maxSingle),
          },
        }));
    },
  },
  {
    id: 'FW711',
    name: 'assets-exceed-storage',
    severity: 'error',
    on: 'set',
    title: 'The assets together are larger than the storage of the board',
    effect:
      "The vendor's tools make no bundle of them; on a device the last ones find no room, and it stays in safe mode.",
    fix: 'Make the assets smaller, or fewer.',
    source: LIMITS,
    message: '{count} assets take {size} of the asset storage; {platform} has {limit} for them',
    check: (subject) => {
      const storage = storageOf(subject);
      if (storage === null) return [];
      const assets = assetsOf(subject.items);
      const size = assets.reduce((sum, item) => sum + stored(item, storage), 0);
      const limit = (storage.blocks - storage.reservedBlocks) * storage.blockSize;
      if (size <= limit) return [];
      const values = {
        count: number(assets.length),
        size: bytes(size),
        platform: platformValue(subject.platform),
        limit: bytes(limit),
      };
      return [{ values }];
    },
  },
  {
    id: 'FW712',
    name: 'environment-too-large',
    severity: 'error',
    on: 'set',
    title: 'The asset of environment variables is larger than the tools take',
    effect: "The vendor's tools make no bundle of it.",
    fix: 'Set fewer or shorter variables.',
    source: 'MAX_ENV_VARS_ASSET_DATA_SIZE and ENV_ASSET_NAME of binary-version-reader 4.2.0.',
    message: 'holds environment variables ({name}) of {size}; {limit} are the most',
    check: ({ items }) =>
      assetsOf(items)
        .filter(({ facts }) => facts.asset?.name === ENVIRONMENT.name)
        .flatMap((item) => {
          const size = contentBytes(item);
          if (size === null || size <= ENVIRONMENT.maxBytes) return [];
          const values = { name: text(ENVIRONMENT.name), size: bytes(size), limit: bytes(ENVIRONMENT.maxBytes) };
          return [{ file: item.file, values }];
        }),
  },
];
