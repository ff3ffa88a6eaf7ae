import { DEFAULT_EXTENSIONS, DEFAULT_MAX_FILE_BYTES, DEFAULT_ZIP_LIMITS } from './types.js';
import type { ProblemItem, SkippedItem, SourceErrorCode, SourceOptions, ZipLimits } from './types.js';

/** Makes a problem item of a shown name, a code and the facts. */
export function problem(file: string, code: SourceErrorCode, detail: string): ProblemItem {
  return { kind: 'problem', problem: { file, code, detail } };
}

/** Makes the one item that counts what was left aside. */
export function skipped(root: string, count: number): SkippedItem {
  return { kind: 'skipped', root, count };
}

/** Gives the cap on a single file. */
export function fileLimit(options: SourceOptions): number {
  return options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES;
}

/** Fills in the bounds on archives; an explicit `maxFileBytes` also bounds archives and their entries. */
export function zipLimits(options: SourceOptions): ZipLimits {
  const fromFile =
    options.maxFileBytes === undefined ? {} : { archiveBytes: options.maxFileBytes, entryBytes: options.maxFileBytes };
  return { ...DEFAULT_ZIP_LIMITS, ...fromFile, ...options.zip };
}

/** Tells whether folders and archives hand this name out: a known extension, or everything was asked for. */
export function isWanted(name: string, options: SourceOptions): boolean {
  if (options.all === true) return true;
  const lower = name.toLowerCase();
  return (options.extensions ?? DEFAULT_EXTENSIONS).some((extension) => lower.endsWith(extension.toLowerCase()));
}

/** Tells whether a name says that it is a zip. */
export function isZipName(name: string): boolean {
  return name.toLowerCase().endsWith('.zip');
}

/** Tells whether bytes start like a zip: a first entry, or the end record of an empty archive. */
export function isZipContent(bytes: Uint8Array): boolean {
  if (bytes.length < 4 || bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  return (bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6);
}

/** Gives the facts of a caught value: the system's error code where there is one, else the message. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error.message;
}
