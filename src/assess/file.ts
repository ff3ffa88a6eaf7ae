/** The files that a question is about, as they were read. */
import { asBytes } from '../base/as-bytes.js';
import { groupBy } from '../base/group-by.js';
import { compareText } from '../base/compare.js';
import { usualOffsets } from '../catalog/platforms.js';
import { folderLength, sharedFolder } from '../base/shared-folder.js';
import { factsOf } from '../device/facts.js';
import { fileOf } from '../device/module-file.js';
import type { ModuleFile, OtherFile } from '../device/module-file.js';
import { buildAssetModule } from '../module/asset.js';
import type { AssetTools } from '../module/asset.js';
import { hashesOf, payloadSha256 } from '../module/hashes.js';
import { readModule } from '../module/read.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { ReadTools } from '../module/types.js';
import { inventoryOf } from '../release/inventory.js';
import type { Inventory } from '../release/inventory.js';
import type { BundleSubject, FileSubject, ImageSubject } from '../rules/types.js';

/** A file that was read, without its bytes. */
export type FirmwareFile = (ModuleFile | OtherFile) &
  FileSubject & {
    /** True for a file that was named by itself: only among such files are two platforms a mistake. */
    readonly named: boolean;
    /** The folder, glob or archive that the file was found in, as it was named; empty where there is none. */
    readonly root: string;
    /** The name of the archive that the file lies in; null for none. */
    readonly archive: string | null;
    /** SHA-256 of the module without header, suffix and CRC, 64 hex digits; null where it was not asked for, or there is no module. */
    readonly payloadSha256: string | null;
    /** Bytes as raw deflate at its highest level; absent where nobody asked for it. */
    readonly packedSize?: number;
  };

/** Where a file was found, and what is to be hashed of it beside what its reading takes. */
export interface FileOrigin {
  /** See {@link FirmwareFile}; true where it is not said. */
  readonly named?: boolean;
  /** See {@link FirmwareFile}; empty where it is not said. */
  readonly root?: string;
  /** See {@link FirmwareFile}; null where it is not said. */
  readonly archive?: string | null;
  /** See {@link NamedFile}; null where it is not said. */
  readonly bundle?: string | null;
  /** Whether the whole file is hashed, so that equal ones are recognised; true where it is not said. */
  readonly hashFile?: boolean;
  /** Whether the payload is hashed, which a lock and a bill of materials want; true where it is not said. */
  readonly hashPayload?: boolean;
}

/**
 * Reads one file for {@link assess}. Never throws on bad bytes.
 *
 * @param file its name, with POSIX slashes: what findings call it, and what waivers go by
 * @param given the whole file; its bytes are not kept; a TypeError for what is neither
 * @param tools without `sha256` all hashes are empty or null, and files of equal bytes are not told apart from others
 */
export function readFirmwareFile(
  file: string,
  given: Uint8Array | ArrayBuffer,
  tools: ReadTools = {},
  { named = true, root = '', archive = null, bundle = null, hashFile = true, hashPayload = true }: FileOrigin = {},
): FirmwareFile {
  const bytes = asBytes(given);
  const { sha256 } = tools;
  const hashes = sha256 === undefined || !hashFile ? null : hashesOf(bytes, sha256);
  const result = readModule(bytes, { usualOffsets, ...tools, ...(hashes === null ? {} : { sha256: hashes.sha256 }) });
  const ofPayload =
    hashPayload && sha256 !== undefined && result.kind === 'module' ? payloadSha256(bytes, result, sha256) : null;
  const read = fileOf({ file, size: bytes.length, sha256: hashes?.ofFile() ?? '' }, result);
  return { ...read, result, named, root, archive, bundle, payloadSha256: ofPayload };
}

/**
 * Reads a raw file of the `assets/` of an application bundle for {@link assess}: as the asset module that the vendor's tools make of it, so that it is judged
 * with its application. Its size is that of the module; its hashes are those of the raw file, which do not change with the compressor.
 *
 * @param file its name, such as `bundle.zip!/assets/logo.png`; the application calls it by the part behind the last slash
 * @param given the whole file; its bytes are not kept; a TypeError for what is neither
 * @param tools without `sha256` there is no hash, and so no application finds its asset in it
 */
export function readAssetFile(
  file: string,
  given: Uint8Array | ArrayBuffer,
  tools: ReadTools & AssetTools = {},
  origin: FileOrigin = {},
): FirmwareFile {
  const bytes = asBytes(given);
  const { sha256 } = tools;
  const hash = sha256 === undefined ? '' : hashesOf(bytes, sha256).ofFile();
  const name = file.slice(file.lastIndexOf('/') + 1);
  const read = readFirmwareFile(file, buildAssetModule(bytes, name, hash, tools), tools, {
    ...origin,
    hashFile: false,
    hashPayload: false,
  });
  const { hashFile = true, hashPayload = true } = origin;
  return {
    ...read,
    rawSize: bytes.length,
    sha256: hashFile ? hash : '',
    payloadSha256: hashPayload && hash !== '' ? hash : null,
  };
}

/**
 * Applications and the assets that come with them, which are judged together: those of an archive that has assets or an application that needs some, and
 * those of all files that lie in no archive, where both are among them (the name of that bundle is null).
 */
export function bundlesOf(files: readonly FirmwareFile[]): readonly BundleSubject[] {
  const archives = new Set(files.filter((one) => isAsset(one) || needsAssets(one)).map(({ archive }) => archive));
  const inArchive = groupBy(files, ({ archive }) => archive);
  const bundles = [...archives].map((bundle) => bundleOf(bundle, inArchive.get(bundle) ?? []));
  return bundles
    .filter(
      ({ bundle, applications, assets }) => bundle !== null || (assets.length > 0 && applications.some(isApplication)),
    )
    .sort((a, b) => compareText(a.bundle ?? '', b.bundle ?? ''));
}

function bundleOf(bundle: string | null, files: readonly FirmwareFile[]): BundleSubject {
  return {
    bundle,
    applications: files.filter((one) => !isAsset(one)),
    assets: files.flatMap(({ file, module }) => {
      const asset = module === null ? null : factsOf(module).asset;
      return asset === null ? [] : [{ file, name: asset.name, sha256: asset.hash }];
    }),
  };
}

function isAsset({ module }: FirmwareFile): boolean {
  return module?.function === MODULE_FUNCTION.asset;
}

function isApplication({ result }: FileSubject): boolean {
  return result.kind === 'module' && result.function === MODULE_FUNCTION.userPart;
}

function needsAssets({ result }: FileSubject): boolean {
  return result.kind === 'module' && result.extensions.some(({ kind }) => kind === 'asset_dependency');
}

/**
 * What the files are, as releases. A lock and a comparison go by the name of a file below what was named, else below the folder that all files share, so
 * that a release may lie anywhere.
 */
export function inventoryOfFiles(files: readonly FirmwareFile[]): Inventory {
  const roots = new Set(files.map(({ root }) => root));
  const cut = folderLength(sharedFolder(files.map(({ file }) => file)));
  return inventoryOf(
    files.map((one) => ({
      ...one,
      path: roots.size === 1 ? (pathBelow(one) ?? one.file.slice(cut)) : one.file,
    })),
  );
}

/** The name of a file below the folder or archive that was named; null where it was named itself, or by a glob. */
function pathBelow({ file, root }: FirmwareFile): string | null {
  if (root === '') return null;
  for (const end of ['!/', '/']) {
    const front = root.endsWith('/') && end === '/' ? root : `${root}${end}`;
    if (file.startsWith(front)) return file.slice(front.length);
  }
  return null;
}

/** The same files and images, each by its name below the folder that all files share; empty where they share none. */
export function belowSharedFolder(
  files: readonly FirmwareFile[],
  images: readonly ImageSubject[] = [],
): {
  readonly folder: string;
  readonly files: readonly FirmwareFile[];
  readonly images: readonly ImageSubject[];
} {
  const folder = sharedFolder(files.map(({ file }) => file));
  const below = (name: string): string => name.slice(folderLength(folder));
  return {
    folder,
    files: files.map((one) => ({
      ...one,
      file: below(one.file),
      root: '',
      archive: one.archive === null ? null : below(one.archive),
    })),
    // An image may be that folder itself.
    images: images.map((one) => (one.file.startsWith(`${folder}/`) ? { ...one, file: below(one.file) } : one)),
  };
}
