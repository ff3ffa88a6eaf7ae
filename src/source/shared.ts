import { DEFAULT_MAX_FILE_BYTES, DEFAULT_ZIP_LIMITS } from './types.js';
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

/** Gives the facts of a caught value: the system's error code where there is one, else the message. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error.message;
}
