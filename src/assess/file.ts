/** The files that a question is about, as they were read. */
import { groupBy } from '../base/group-by.js';
import { compareText } from '../base/compare.js';
import { usualOffsets } from '../catalog/platforms.js';
import { folderLength, sharedFolder } from '../base/shared-folder.js';
import { fileOf } from '../device/module-file.js';
import type { ModuleFile, OtherFile } from '../device/module-file.js';
import { hashesOf, payloadSha256 } from '../module/hashes.js';
import { readModule } from '../module/read.js';
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
  };

/** A file of an application bundle that is no module: what lies in its `assets/`. */
export interface AssetFile {
  /** The name of the archive. */
  readonly archive: string;
  /** Its whole name, such as `bundle.zip!/assets/logo.png`. */
  readonly file: string;
  /** What the application calls it: the name without the folder. */
  readonly name: string;
  /** SHA-256 of its content, 64 hex digits. */
  readonly sha256: string;
}

/** Where a file was found, and what is to be hashed of it beside what its reading takes. */
export interface FileOrigin {
  /** See {@link FirmwareFile}; true where it is not said. */
  readonly named?: boolean;
  /** See {@link FirmwareFile}; empty where it is not said. */
  readonly root?: string;
  /** See {@link FirmwareFile}; null where it is not said. */
  readonly archive?: string | null;
  /** Whether the whole file is hashed, so that equal ones are recognised; true where it is not said. */
  readonly hashFile?: boolean;
  /** Whether the payload is hashed, which a lock and a bill of materials want; true where it is not said. */
  readonly hashPayload?: boolean;
}

/**
 * Reads one file for {@link assess}. Never throws on bad bytes.
 *
 * @param file its name, with POSIX slashes: what findings call it, and what waivers go by
 * @param bytes the whole file; they are not kept
 * @param tools without `sha256` all hashes are empty or null, and files of equal bytes are not told apart from others
 */
export function readFirmwareFile(
  file: string,
  bytes: Uint8Array,
  tools: ReadTools = {},
  { named = true, root = '', archive = null, hashFile = true, hashPayload = true }: FileOrigin = {},
): FirmwareFile {
  const { sha256 } = tools;
  const hashes = sha256 === undefined || !hashFile ? null : hashesOf(bytes, sha256);
  const result = readModule(bytes, { usualOffsets, ...tools, ...(hashes === null ? {} : { sha256: hashes.sha256 }) });
  const ofPayload =
    hashPayload && sha256 !== undefined && result.kind === 'module' ? payloadSha256(bytes, result, sha256) : null;
  const read = fileOf({ file, size: bytes.length, sha256: hashes?.ofFile() ?? '' }, result);
  return { ...read, result, named, root, archive, payloadSha256: ofPayload };
}

/** A zip with assets is a bundle, and so is one with an application that needs some: both are judged together. */
export function bundlesOf(files: readonly FirmwareFile[], assets: readonly AssetFile[]): readonly BundleSubject[] {
  const bundles = new Set([
    ...assets.map(({ archive }) => archive),
    ...files.filter(needsAssets).flatMap(({ archive }) => archive ?? []),
  ]);
  const applicationsOf = groupBy(files, ({ archive }) => archive);
  const assetsOf = groupBy(assets, ({ archive }) => archive);
  return [...bundles].sort(compareText).map((bundle) => ({
    bundle,
    applications: applicationsOf.get(bundle) ?? [],
    assets: assetsOf.get(bundle) ?? [],
  }));
}

function needsAssets({ result }: FirmwareFile): boolean {
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

/** The same files, assets and images, each by its name below the folder that all files share; empty where they share none. */
export function belowSharedFolder(
  files: readonly FirmwareFile[],
  assets: readonly AssetFile[],
  images: readonly ImageSubject[] = [],
): {
  readonly folder: string;
  readonly files: readonly FirmwareFile[];
  readonly assets: readonly AssetFile[];
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
    assets: assets.map((one) => ({ ...one, file: below(one.file), archive: below(one.archive) })),
    // An image may be that folder itself.
    images: images.map((one) => (one.file.startsWith(`${folder}/`) ? { ...one, file: below(one.file) } : one)),
  };
}
