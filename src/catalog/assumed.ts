/**
 * What an answer rests on that nobody read: rows that follow a pattern, releases whose nearest neighbour stands in, and validation rules after the
 * newest that are public. One shape for all of them, so that every command says them alike. An assumption leaves an answer definite.
 */
import { compareText } from '../base/compare.js';
import { embeddedBootloader } from './embedded-bootloaders.js';
import { RULES_KNOWN_TO } from './eras.js';
import {
  knownReleases,
  releaseOf,
  releaseRow,
  releaseRows,
  resolveRelease,
  tableExtent,
  versionOf,
} from './releases.js';
import type { ReleaseRow, ResolvedRelease } from './releases.js';

/** One thing that was assumed. */
export interface Assumed {
  /**
   * `modules`: what the release consists of on that board. `bootloader`: that alone. `rules`: how its system part validates. `protection`: whether a
   * device of that release is a protected one, which no report of it says.
   */
  readonly what: 'modules' | 'bootloader' | 'rules' | 'protection';
  /** The release; its module version in words of the tables where no release has it. */
  readonly release: string;
  /** platform id */
  readonly platform: number;
  /** The release whose modules or rules stand in; of a protection `open`. */
  readonly by: string;
}

/** A row to answer from, with what it rests on. */
export interface AssumedRow {
  readonly row: ReleaseRow;
  readonly assumed: readonly Assumed[];
}

/** Takes the module version of a system part and a platform id; gives its release, or the version in words where no release has it. */
export const nameOfVersion = (version: number, platform: number): string =>
  releaseOf(version, platform) ?? `module version ${String(version)}`;

/** The release line of a module version: its thousands. */
const lineOf = (version: number): number => Math.floor(version / 1000);

/**
 * Takes a platform and a module version; gives the row that was read next to it: of its own line and older; else of its line; else older; else any.
 * Undefined where the platform has none.
 */
function nearestRead(platform: number, version: number): ReleaseRow | undefined {
  const rows = releaseRows(platform).filter(
    ({ read, system, modules }) => read && system !== version && modules.length > 0,
  );
  const ofLine = rows.filter(({ system }) => lineOf(system) === lineOf(version));
  const isOlder = ({ system }: ReleaseRow): boolean => system < version;
  return ofLine.findLast(isOlder) ?? ofLine[0] ?? rows.findLast(isOlder) ?? rows[0];
}

/** Takes a release and a platform id; gives the entry of an inferred row, nothing where the row was read or is not there. */
export function assumedModules(release: string, platform: number): readonly Assumed[] {
  const row = releaseRow(release, platform);
  if (row === undefined || row.read) return [];
  return [{ what: 'modules', release, platform, by: nearestRead(platform, row.system)?.release ?? release }];
}

/** Module function. Source: Device OS `dynalib/inc/module_info.h`. */
const BOOTLOADER = 2;

/**
 * Takes a recorded row; gives it with the bootloader of the nearest one that names any, older first, where it names none itself: of those Electron
 * releases the vendor published none. A row that carries one in its parts needs none named.
 */
export function withOwnBootloader(row: ReleaseRow): AssumedRow {
  const { platform, release } = row;
  const assumed = assumedModules(release, platform);
  if (row.modules.length === 0 || bootloaderOf(row) !== undefined || isCarried(row)) return { row, assumed };
  const others = releaseRows(platform).filter((one) => bootloaderOf(one) !== undefined);
  const near = others.findLast(({ system }) => system < row.system) ?? others[0];
  const module = near === undefined ? undefined : bootloaderOf(near);
  if (near === undefined || module === undefined) return { row, assumed };
  return {
    row: { ...row, modules: [...row.modules, module] },
    assumed: [...assumed, { what: 'bootloader', release, platform, by: near.release }],
  };
}

function bootloaderOf({ modules }: ReleaseRow): ReleaseRow['modules'][number] | undefined {
  return modules.find((one) => one.function === BOOTLOADER && one.index === 0);
}

/** Whether a part brings a bootloader, which it writes when it starts. */
function isCarried({ platform, modules }: ReleaseRow): boolean {
  return modules.some(
    ({ function: moduleFunction, index, version }) =>
      moduleFunction === SYSTEM_PART && embeddedBootloader(platform, index, version) !== null,
  );
}

/**
 * Takes a release or a number that no release has, its module version and a platform id; gives its row. Where none is recorded, the modules of the
 * nearest recorded release stand in, with this one's number in its system parts, and that of its bootloader where the table names it: of its own line,
 * older first. Null where the platform has no row.
 */
export function rowOrNearest(release: string | null, version: number, platform: number): AssumedRow | null {
  const name = release ?? nameOfVersion(version, platform);
  const row = releaseRow(name, platform);
  if (row !== undefined) return withOwnBootloader(row);
  const near = nearestRead(platform, version);
  if (near === undefined) return null;
  const bootloader = knownReleases(platform).find((one) => one.release === name)?.bootloader ?? null;
  return {
    row: { ...renumbered(near, version, bootloader), release: name, read: false },
    assumed: [{ what: 'modules', release: name, platform, by: near.release }],
  };
}

/**
 * Takes what a person writes for the release of a device, and its platform id: as `resolveRelease`, and a module version that is newer than the table
 * is found as well, since a device of it is judged by the general rules. Its release has the name that entries of `assumed` have for it.
 */
export function resolveDeviceRelease(text: string, platform: number): ResolvedRelease {
  const resolved = resolveRelease(text, platform);
  if (resolved.kind !== 'newer' || resolved.version === null) return resolved;
  const { version } = resolved;
  return { kind: 'found', release: nameOfVersion(version, platform), version, asked: null };
}

/**
 * Takes a release that was found for a device; gives what the device consists of. Where that is not recorded the nearest recorded release stands in,
 * see {@link rowOrNearest}; null where the platform has none.
 */
export function rowOfDevice(
  { release, version }: { readonly release: string; readonly version: number },
  platform: number,
): AssumedRow | null {
  return rowOrNearest(release, version, platform);
}

/** Module function. Source: Device OS `dynalib/inc/module_info.h`. */
const SYSTEM_PART = 4;

/** The row with another number in its system parts, and where they need each other; so with its bootloader, where the table names the one of the release. */
function renumbered(row: ReleaseRow, version: number, bootloader: number | null): ReleaseRow {
  const own = bootloader === null ? undefined : bootloaderOf(row);
  const numbered = <One extends { readonly function: number; readonly index: number; readonly version: number }>(
    one: One,
  ): One => {
    if (one.function === SYSTEM_PART && one.version === row.system) return { ...one, version };
    const isBootloader = one.function === BOOTLOADER && one.index === 0 && one.version === own?.version;
    return isBootloader ? { ...one, version: bootloader ?? one.version } : one;
  };
  return {
    ...row,
    system: version,
    bootloader: bootloader ?? row.bootloader,
    modules: row.modules.map((module) => ({
      ...numbered(module),
      file: null,
      dependencies: module.dependencies.map(numbered),
    })),
  };
}

/**
 * Takes a platform id and the module versions of system parts that an answer hangs on; gives an entry for each release whose rules are not public, and
 * one for all numbers that no release has, of the oldest: there is no end to numbers. Source: the newest public Device OS source is that of
 * `RULES_KNOWN_TO`.
 */
export function assumedRules(platform: number, versions: readonly number[]): readonly Assumed[] {
  const newer = versions.filter((version) => version > RULES_KNOWN_TO.version).sort((a, b) => a - b);
  return assumedTogether(
    newer.map((version): Assumed => {
      const release = nameOfVersion(version, platform);
      return { what: 'rules', release, platform, by: RULES_KNOWN_TO.release };
    }),
  );
}

/** Takes a platform id and the module version that runs (null = not known); gives the entry of a device that is taken for an open one. */
export function assumedProtection(platform: number, running: number | null): Assumed {
  const release = running === null ? 'not known' : nameOfVersion(running, platform);
  return { what: 'protection', release, platform, by: 'open' };
}

/**
 * Takes entries of the parts of an answer; gives those of the whole: each once, of protection one a platform, of its oldest release, and so of rules for
 * the numbers that no release has.
 */
export function assumedTogether(all: readonly Assumed[]): readonly Assumed[] {
  const found = new Map<string, Assumed>();
  for (const one of all) {
    const key = isNamedOnce(one)
      ? `${one.what} ${String(one.platform)}`
      : `${one.what} ${String(one.platform)} ${one.release}`;
    const before = found.get(key);
    if (before === undefined || isOlder(one, before)) found.set(key, one);
  }
  return [...found.values()];
}

/** The same entries by what they are, platform and release. */
export function assumedInOrder(all: readonly Assumed[]): readonly Assumed[] {
  return [...all].sort(
    (a, b) =>
      compareText(a.what, b.what) ||
      a.platform - b.platform ||
      versionNamed(a) - versionNamed(b) ||
      compareText(a.release, b.release),
  );
}

function isNamedOnce({ what, release, platform }: Assumed): boolean {
  return what === 'protection' || (what === 'rules' && versionOf(release, platform) === undefined);
}

/** By the module versions of their system parts. */
function isOlder(one: Assumed, other: Assumed): boolean {
  return versionNamed(one) < versionNamed(other);
}

/** Takes an entry; gives the module version that it names where that is newer than the table, null otherwise. */
export function versionAboveTable({ release, platform }: Assumed): number | null {
  const version = versionOf(release, platform) === undefined ? versionNamed({ release, platform }) : Number.NaN;
  return version > tableExtent().version ? version : null;
}

/** The module version behind the name of an entry. */
const versionNamed = ({ release, platform }: Pick<Assumed, 'release' | 'platform'>): number =>
  versionOf(release, platform) ?? Number(/\d+$/.exec(release)?.[0]);
