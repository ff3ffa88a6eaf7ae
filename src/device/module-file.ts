/** A file that was read: what `deps`, `check`, `plan`, `audit`, `lock`, `diff` and the page take as it is. */
import { MODULE_FLAG } from '../module/types.js';
import type { FirmwareModule, ReadResult, RejectionKind, Requirement } from '../module/types.js';
import { dependenciesOf, isSameModule } from '../module/id.js';
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
 * Every module that a device finds in a file: the first one, what is compressed in it, and what is combined behind it.
 *
 * @returns of a plain file itself alone; parts that are no modules are left out
 */
export function modulesIn({ module }: Pick<ModuleFile, 'module'>): readonly FirmwareModule[] {
  const packed = module.payload.flatMap((part) =>
    part.kind === 'compressed' && part.state === 'opened' && part.inner?.kind === 'module' ? [part.inner] : [],
  );
  return [module, ...[...packed, ...combinedIn({ module })].flatMap((one) => modulesIn({ module: one }))];
}

/** The module that is combined behind the first one of a file: a device installs no more than these two. */
export function combinedIn({ module }: Pick<ModuleFile, 'module'>): readonly FirmwareModule[] {
  const second = module.payload.find((part) => part.kind === 'combined');
  return second?.inner.kind === 'module' ? [second.inner] : [];
}

/**
 * What every module of a file declares, each dependency once at its highest version. Modules of one file do not satisfy each other: a device checks
 * all of them before it installs the first. Source: validateModules in `ota_flash_hal.cpp`, 2.0.0-alpha.1 and later.
 */
export function needsOf(file: Pick<ModuleFile, 'module'>): readonly Requirement[] {
  const modules = modulesIn(file);
  const all = modules.flatMap((one) => dependenciesOf(one));
  if (modules.length < 2) return all;
  const isBehind = (one: Requirement, other: Requirement, isLater: boolean): boolean =>
    isSameModule(one, other) && (one.version < other.version || (one.version === other.version && isLater));
  return all.filter((one, at) => !all.some((other, place) => isBehind(one, other, at > place)));
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
