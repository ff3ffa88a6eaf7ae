/** The lock of a release: what every file was when somebody looked at it last, and what has changed since. */
import { isObject } from '../base/is-object.js';
import { dependenciesOf } from '../module/id.js';
import { groupBy } from '../base/group-by.js';
import type { ModuleId, Requirement } from '../module/types.js';
import { compareText } from '../base/compare.js';
import { identityKey } from './inventory.js';
import type { Inventory, InventoryFile } from './inventory.js';

/** Which module a locked file is. */
export interface LockIdentity extends ModuleId {
  /** Platform id. */
  readonly platform: number;
  /** Module version, 0 to 65535. */
  readonly version: number;
}

/** What a file was when the lock was made. */
export interface LockEntry {
  /** Each path once. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the file, 64 hex digits. */
  readonly sha256: string;
  /** SHA-256 without header, suffix and CRC; null for files that are no module. */
  readonly payloadSha256: string | null;
  /** Stored CRC, 8 hex digits. */
  readonly crc: string | null;
  /** Null for files that are no module. */
  readonly identity: LockIdentity | null;
  /** What its header declares. */
  readonly dependencies: readonly Requirement[];
}

/** A lock as it is written. */
export interface Lock {
  /** Which document it is. */
  readonly schema: 'fwinspect/lock@1';
  /** By path. */
  readonly files: readonly LockEntry[];
}

/** One file that is not what it was. */
export interface LockChange {
  /** What the lock calls it. */
  readonly path: string;
  /** Its whole name. */
  readonly file: string;
  readonly kind:
    /** The version stands, other bytes around the same payload. */
    | 'silent'
    /** The version stands and the CRC is right, the payload is another. */
    | 're_signed'
    /** It is no whole module any more; other rules say so. */
    | 'broken'
    /** Another version, or another module. */
    | 'replaced';
  /** As the lock has it. */
  readonly before: LockEntry;
  /** As it is now. */
  readonly after: LockEntry;
}

/** What moved since a lock was made. */
export interface LockComparison {
  /** Files that the lock has not. */
  readonly added: readonly LockEntry[];
  /** Files that only the lock has. */
  readonly removed: readonly LockEntry[];
  /** Files of equal bytes under another path. */
  readonly renamed: readonly {
    /** The path in the lock. */
    readonly from: string;
    /** The path now. */
    readonly to: string;
  }[];
  /** Files of equal path and other bytes. */
  readonly changed: readonly LockChange[];
}

/** The lock of an inventory, sorted, without a clock: the same files give the same text. */
export function lockOf(inventory: Pick<Inventory, 'files'>): Lock {
  return {
    schema: 'fwinspect/lock@1',
    files: withOwnPaths(inventory.files)
      .map(entryOf)
      .sort((a, b) => compareText(a.path, b.path)),
  };
}

/** Each path once: a file that was given twice is one; different files of one path (below different folders) go by their whole names. */
function withOwnPaths(files: readonly InventoryFile[]): readonly InventoryFile[] {
  return [...groupBy(files, ({ path }) => path).values()].flatMap((group) => {
    const contents = groupBy(group, ({ sha256 }) => sha256);
    return contents.size === 1 ? group.slice(0, 1) : group.map((one) => ({ ...one, path: one.file }));
  });
}

function entryOf({ path, size, sha256, payloadSha256, module }: InventoryFile): LockEntry {
  return {
    path,
    size,
    sha256,
    payloadSha256,
    crc: module === null ? null : module.crc.stored.toString(16).padStart(8, '0'),
    identity:
      module === null
        ? null
        : { platform: module.platform, function: module.function, index: module.index, version: module.version },
    dependencies: module === null ? [] : dependenciesOf(module).map(plainDependency),
  };
}

function plainDependency({ function: moduleFunction, index, version }: Requirement): Requirement {
  return { function: moduleFunction, index, version };
}

/** What moved between a lock and the files now. Files are matched by path, then by content (renamed). */
export function compareLock(lock: Lock, inventory: Pick<Inventory, 'files'>): LockComparison {
  const files = withOwnPaths(inventory.files);
  const now = new Map(files.map((file) => [file.path, file]));
  const paths = new Set(lock.files.map(({ path }) => path));
  const gone = lock.files.filter(({ path }) => !now.has(path));
  const fresh = files.filter(({ path }) => !paths.has(path)).map(entryOf);
  const renamed: { readonly from: string; readonly to: string }[] = [];
  const taken = new Set<LockEntry>();
  const byContent = new Map([...groupBy(fresh, ({ sha256 }) => sha256)].map(([key, group]) => [key, group.values()]));
  const removed = gone.filter((entry) => {
    const there = byContent.get(entry.sha256)?.next().value;
    if (there === undefined) return true;
    taken.add(there);
    renamed.push({ from: entry.path, to: there.path });
    return false;
  });
  const changed = lock.files.flatMap((before): readonly LockChange[] => {
    const file = now.get(before.path);
    if (file === undefined || file.sha256 === before.sha256) return [];
    return [{ path: before.path, file: file.file, kind: kindOf(before, file), before, after: entryOf(file) }];
  });
  return { added: fresh.filter((one) => !taken.has(one)), removed, renamed, changed };
}

function kindOf(before: LockEntry, { module, payloadSha256 }: InventoryFile): LockChange['kind'] {
  if (before.identity === null) return module === null ? 'silent' : 'replaced';
  if (module?.crc.ok !== true) return 'broken';
  if (identityKey(before.identity) !== identityKey(module)) return 'replaced';
  return payloadSha256 === before.payloadSha256 ? 'silent' : 're_signed';
}

/** What is wrong with the text of a lock. */
export type LockFault = 'no_json' | 'no_lock' | 'bad_files' | 'path_twice';

/** Reads a lock that was written, or says what is wrong with it. */
export function parseLock(text: string): Lock | LockFault {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'no_json';
  }
  if (!isObject(value) || value.schema !== 'fwinspect/lock@1') return 'no_lock';
  if (!Array.isArray(value.files) || !value.files.every(isEntry)) return 'bad_files';
  const paths = new Set(value.files.map(({ path }) => path));
  if (paths.size < value.files.length) return 'path_twice';
  return { schema: 'fwinspect/lock@1', files: value.files };
}

function isEntry(value: unknown): value is LockEntry {
  return (
    isObject(value) &&
    typeof value.path === 'string' &&
    typeof value.size === 'number' &&
    typeof value.sha256 === 'string' &&
    isTextOrNull(value.payloadSha256) &&
    isTextOrNull(value.crc) &&
    (value.identity === null || isNumbers(value.identity, ['platform', 'function', 'index', 'version'])) &&
    Array.isArray(value.dependencies) &&
    value.dependencies.every((one) => isNumbers(one, ['function', 'index', 'version']))
  );
}

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

function isNumbers(value: unknown, names: readonly string[]): boolean {
  return isObject(value) && names.every((name) => typeof value[name] === 'number');
}
