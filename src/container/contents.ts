/**
 * What comes out of files and containers: a stream of named bytes and of what went wrong, in the same words for a terminal and for a page; and the limits.
 *
 * Everything here is plain data. No text for people is made in this room: a problem carries a stable code and the bare
 * facts; names and facts may hold anything (escape sequences too), so whoever prints them has to neutralise them.
 */
import type { ContainerFault, FlashImage } from './types.js';

/** How the user named a file. What comes out of a container is `container`, however the container itself was named. */
export type SourceOrigin = 'named' | 'folder' | 'glob' | 'container' | 'stdin';

/** One readable source of bytes. */
export interface SourceFile {
  /** As shown: POSIX slashes, as the user typed it; inside a zip `a.zip!/app.bin`; `-` for standard input. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly from: SourceOrigin;
  /** The argument it came from (folder, zip, glob, file): files of one group share it. */
  readonly root: string;
  /** The shown name of the innermost container around it, or null. */
  readonly archive: string | null;
  /** Where it lies in the image of flash that it comes from; null for all other files. */
  readonly address: number | null;
  /** `asset`: an entry under `assets/` of an application bundle; everything else is `module`. */
  readonly role: 'module' | 'asset';
  /** The application bundle that it is part of, as the vendor's tools take it: the name of a zip that is a file by itself; null for others. */
  readonly bundle: string | null;
}

/** Stable codes of what can go wrong; the detail of the problem says which limit or which numbers. */
export type SourceErrorCode = 'not_found' | 'unreadable' | 'nothing_matched' | 'too_large' | ContainerFault;

/** Something that could not be read. */
export interface SourceProblem {
  readonly file: string;
  readonly code: SourceErrorCode;
  /** Facts for the message: the limit, the numbers compared, the system's error code. */
  readonly detail: string;
}

/** A file that was read. */
export interface FileItem {
  readonly kind: 'file';
  readonly file: SourceFile;
}

/** A file, entry, argument or container that was refused. */
export interface ProblemItem {
  readonly kind: 'problem';
  readonly problem: SourceProblem;
}

/** What was left aside in a folder or an archive: no name of firmware or of a container, a HEX file beside its .bin, a link, a device. */
export interface SkippedItem {
  readonly kind: 'skipped';
  /** The folder or glob as typed, or the shown name of the archive. */
  readonly root: string;
  readonly count: number;
}

/** An image of flash, before the modules that it holds. */
export interface ImageItem {
  readonly kind: 'image';
  /** As shown. */
  readonly file: string;
  readonly root: string;
  readonly image: FlashImage;
}

export type SourceItem = FileItem | ProblemItem | SkippedItem | ImageItem;

/** Bounds on archives. Sizes are in bytes. */
export interface ZipLimits {
  /** Largest archive that is read from disk. */
  readonly archiveBytes: number;
  /** Entries in an archive and all archives inside it together. */
  readonly entries: number;
  /** One entry, unpacked. */
  readonly entryBytes: number;
  /** Everything read from an archive and all archives inside it together, unpacked. */
  readonly totalBytes: number;
  /** Unpacked to packed, at most; not asked below the floors. */
  readonly ratio: number;
  /** An entry up to this size may have any ratio: no flash of a Particle device holds more, and erased flash packs 1000:1. */
  readonly ratioFloorBytes: number;
  /** The same floor for all that comes out of one outermost archive, against the size of that archive. */
  readonly ratioTreeFloorBytes: number;
  /** How deep archives may lie in one another; the outermost is 1. */
  readonly depth: number;
}

/** What decides which members are read, and how much of them. */
export interface OpenOptions {
  /** Read every file of folders and archives, not only the known extensions. */
  readonly all?: boolean;
  /** Largest file, and largest standard input; 64 MiB. */
  readonly maxFileBytes?: number;
  readonly zip?: Partial<ZipLimits>;
  /** What is read in folders and archives, in any case; `.bin`, and what containers end in. */
  readonly extensions?: readonly string[];
}

const MIB = 1024 * 1024;

/** Files above this are refused, unless the caller says otherwise. */
export const DEFAULT_MAX_FILE_BYTES = 64 * MIB;

/** The bounds on archives, unless the caller says otherwise. */
export const DEFAULT_ZIP_LIMITS: ZipLimits = {
  archiveBytes: 256 * MIB,
  entries: 20_000,
  entryBytes: 64 * MIB,
  totalBytes: 1024 * MIB,
  ratio: 200,
  ratioFloorBytes: 8 * MIB,
  ratioTreeFloorBytes: 64 * MIB,
  depth: 3,
};

/** Makes a problem item of a shown name, a code and the facts. */
export function problem(file: string, code: SourceErrorCode, detail: string): ProblemItem {
  return { kind: 'problem', problem: { file, code, detail } };
}

/** Makes the one item that counts what was left aside. */
export function skipped(root: string, count: number): SkippedItem {
  return { kind: 'skipped', root, count };
}

/** Gives the cap on a single file. */
export function fileLimit(options: OpenOptions): number {
  return options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES;
}

/** Fills in the bounds on archives; an explicit `maxFileBytes` also bounds archives and their entries. */
export function zipLimits(options: OpenOptions): ZipLimits {
  const fromFile =
    options.maxFileBytes === undefined ? {} : { archiveBytes: options.maxFileBytes, entryBytes: options.maxFileBytes };
  return { ...DEFAULT_ZIP_LIMITS, ...fromFile, ...options.zip };
}

/** What is said of a file that is larger than it may be. */
export function tooLarge(found: string, limit: number): Pick<SourceProblem, 'code' | 'detail'> {
  return { code: 'too_large', detail: `${found}, limit ${limit} bytes` };
}
