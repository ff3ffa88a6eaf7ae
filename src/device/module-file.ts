/** A file that was read: what `deps`, `check`, `plan`, `audit`, `lock`, `diff` and the page take as it is. */
import { MODULE_FLAG } from '../module/types.js';
import type { FirmwareModule, ReadResult, RejectionKind } from '../module/types.js';
import { factsOf } from './facts.js';
import type { ModuleFacts } from './types.js';

/** What is known of a file whatever is in it. */
export interface NamedFile {
  /** As shown. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the file, 64 hex digits: equal for files of equal bytes. Empty where nobody asked for it. */
  readonly sha256: string;
  /** The application bundle (zip) in which the vendor's tools send it, with all that is in it; null or absent where they send the file itself. */
  readonly bundle?: string | null;
}

/** A file that is a module. */
export interface ModuleFile extends NamedFile {
  readonly module: FirmwareModule;
  /** What the twin takes from it. */
  readonly facts: ModuleFacts;
}

/** A file that is none. */
export interface OtherFile extends NamedFile {
  readonly module: null;
  /** What the bytes are instead. */
  readonly what: RejectionKind;
}

/** The file of a module that was read. */
export function moduleFile({ file, size, sha256 }: NamedFile, module: FirmwareModule): ModuleFile {
  return { file, size, sha256, module, facts: factsOf(module) };
}

/** The file of anything that was read: the one place where bytes that were read become a file of the house. */
export function fileOf(named: NamedFile, result: ReadResult): ModuleFile | OtherFile {
  if (result.kind === 'module') return moduleFile(named, result);
  const { file, size, sha256 } = named;
  return { file, size, sha256, module: null, what: result.what };
}

/** Whether a file is a module. */
export function isModuleFile<File extends ModuleFile | OtherFile>(file: File): file is File & ModuleFile {
  return file.module !== null;
}

/**
 * Equal for files of which one is enough: those of equal bytes, and storable assets of equal name and hash, which is all that a device knows of them.
 *
 * @param file with its hash: without one all but assets are taken for equal
 */
export function contentKey({ sha256, facts }: Pick<ModuleFile, 'sha256' | 'facts'>): string {
  const { asset, crcOk, flags } = facts;
  const isStorable = asset !== null && crcOk && (flags & MODULE_FLAG.dropModuleInfo) !== 0;
  return isStorable ? `${asset.name} ${asset.hash}` : sha256;
}
