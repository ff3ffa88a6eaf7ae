/** The modules that the cloud is taken to hold: those of all public releases, and the files that were given. */
import { releaseOf, releaseRows } from '../catalog/releases.js';
import type { ModuleFacts } from '../device/types.js';
import { dependenciesOf, isSameModule, moduleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import { allDeclared } from '../plan/declared.js';
import type { CloudFile, SentModule } from './types.js';

/** A module that the cloud may send. */
export interface HeldModule {
  readonly facts: ModuleFacts;
  /** Null for one of the release table. */
  readonly file: string | null;
  /** Bytes, and bytes as raw deflate; null where they are not known. */
  readonly size: number | null;
  readonly packedSize: number | null;
  /** The first release that has it; null for a file of no release. */
  readonly release: string | null;
  /** Whether another file with that number needs other things. */
  readonly isAmbiguous: boolean;
}

/** What the cloud holds for one platform, by function, index and number. */
export interface Library {
  readonly get: (need: Requirement) => HeldModule | null;
  /** All versions of a bootloader, ascending. */
  readonly bootloaders: () => readonly HeldModule[];
}

const keyOf = (one: Requirement): string => `${String(moduleKey(one))}@${String(one.version)}`;

/** Takes a platform id and files that were given; a file stands before a row of the table. */
export function libraryOf(platform: number, files: readonly CloudFile[]): Library {
  const given = new Map<string, HeldModule>();
  for (const file of files) {
    const { facts } = file;
    const isSendable = facts.platform === platform && facts.crcOk && facts.inner === null;
    if (isSendable && !given.has(keyOf(facts))) given.set(keyOf(facts), heldFile(file, platform));
  }
  const table = tableOf(platform);
  return {
    get: (need) => given.get(keyOf(need)) ?? table.get(keyOf(need)) ?? null,
    bootloaders: () =>
      [...new Map([...table, ...given]).values()]
        .filter(({ facts }) => facts.function === MODULE_FUNCTION.bootloader && facts.index === 0)
        .sort((a, b) => a.facts.version - b.facts.version),
  };
}

/** What stands for a module in an answer. */
export function sentModule({ facts, file, release }: HeldModule): SentModule {
  const { function: moduleFunction, index, version, asset } = facts;
  return { function: moduleFunction, index, version, file, release, asset };
}

/** A file as one that the cloud may send. */
export function heldFile({ facts, file, size, packedSize = null }: CloudFile, platform: number): HeldModule {
  const isSystem = facts.function === MODULE_FUNCTION.systemPart;
  const release = isSystem ? releaseOf(facts.version, platform) : null;
  return { facts, file, size: size > 0 ? size : null, packedSize, release, isAmbiguous: false };
}

const tables = new Map<number, ReadonlyMap<string, HeldModule>>();

/** The table of releases does not change while it is in use. */
function tableOf(platform: number): ReadonlyMap<string, HeldModule> {
  const known = tables.get(platform);
  if (known !== undefined) return known;
  const found = new Map<string, HeldModule>();
  for (const row of releaseRows(platform)) {
    for (const { facts } of allDeclared(platform, row)) {
      const before = found.get(keyOf(facts));
      if (before === undefined) {
        const { release } = row;
        found.set(keyOf(facts), { facts, file: null, size: null, packedSize: null, release, isAmbiguous: false });
      } else if (!needsTheSame(before.facts, facts)) found.set(keyOf(facts), { ...before, isAmbiguous: true });
    }
  }
  tables.set(platform, found);
  return found;
}

function needsTheSame(a: ModuleFacts, b: ModuleFacts): boolean {
  const [left, right] = [dependenciesOf(a), dependenciesOf(b)];
  return (
    left.length === right.length &&
    left.every((one, at) => {
      const other = right[at];
      return other !== undefined && isSameModule(one, other) && one.version === other.version;
    })
  );
}
