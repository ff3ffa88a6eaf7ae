/**
 * Module version <-> Device OS release, per platform, and what each release declares. The data and its sources stand in
 * `release-table.ts`; it is parsed on first use.
 *
 * Module versions follow no formula (2011 is 2.0.1, 4006 is 4.0.2) and several release lines live side by side, so
 * everything here is look-up.
 *
 * There is one table in a process, as there is one list of boards: the built-in one, or that one with the records that the process was started with
 * (`startWithReleases`). It is chosen before the first look-up and cannot change after it, so the same question has the same answer everywhere. A
 * table as a parameter would have to be handed through every sentence of `report`, for every one names releases; one hand-over forgotten would answer
 * half from one table and half from the other.
 */
import Range from 'semver/classes/range.js';
import type SemVer from 'semver/classes/semver.js';
import parse from 'semver/functions/parse.js';
import ltr from 'semver/ranges/ltr.js';

import { groupBy } from '../base/group-by.js';
import { PLATFORMS } from './platforms.js';
import { FILE_NAMES, INFERRED, partName, rowLine, withRecords } from './release-record.js';
import type { ReleaseRecord, TableTexts } from './release-record.js';
import { ADDED_ON, ANNOUNCED, BOOTLOADER_TABLE, EXTRA_ROWS, RELEASE_ROWS, VERSION_TABLE } from './release-table.js';
import { NEWEST } from './versions.js';

/** Module functions that the tables speak of. Source: Device OS `dynalib/inc/module_info.h`. */
const BOOTLOADER = 2;
const SYSTEM_PART = 4;

/** A dependency as a header declares it: module function and index, and the least module version. */
export interface DeclaredDependency {
  readonly function: number;
  readonly index: number;
  readonly version: number;
}

/** One module of a release: what its header says. */
export interface DeclaredModule {
  readonly function: number;
  readonly index: number;
  readonly version: number;
  /** dependency 1, then dependency 2 */
  readonly dependencies: readonly DeclaredDependency[];
  /** part number in the released file name (system-part1: '1'), or 'bootloader' */
  readonly part: string;
  /** name of the released file whose header was read; null where none was */
  readonly file: string | null;
}

/** One release on one platform. */
export interface ReleaseRow {
  readonly release: string;
  /** platform id */
  readonly platform: number;
  /** module version of the system parts */
  readonly system: number;
  /** version of the bootloader released with it; null where it is not recorded */
  readonly bootloader: number | null;
  readonly modules: readonly DeclaredModule[];
  /** False: nothing of the row was read, it follows the pattern of the rows that were. */
  readonly read: boolean;
}

/** What a module version means in releases; for numbers that no release has, the releases around it. */
export type VersionMeaning =
  | { readonly kind: 'exact'; readonly release: string }
  | { readonly kind: 'between'; readonly lower: string; readonly upper: string }
  | { readonly kind: 'below'; readonly first: string }
  | { readonly kind: 'above'; readonly last: string };

/** A release, its module version and the platforms that had it. */
export interface KnownRelease {
  readonly release: string;
  /** module version of the system parts */
  readonly version: number;
  /** platform ids, ascending; empty = not recorded */
  readonly platforms: readonly number[];
  readonly bootloader: number | null;
}

/** The release that a person asked for. */
export type ResolvedRelease =
  | {
      readonly kind: 'found';
      readonly release: string;
      readonly version: number;
      /** what was asked for, where its newest pre-release was taken instead; null otherwise */
      readonly asked: string | null;
    }
  | { readonly kind: 'none'; readonly nearest: readonly string[] }
  | NewerRelease;

/** A release that is newer than every one of the table. */
export interface NewerRelease {
  readonly kind: 'newer';
  /** The module version, where that was asked for; null for a release, whose number nobody can know. */
  readonly version: number | null;
  /** The newest release of the table. */
  readonly last: string;
  /** The day on which a release of that name was published; null where that is not known either. */
  readonly announced: string | null;
}

/** A release that is known by name and day alone. */
export interface AnnouncedRelease {
  readonly release: string;
  /** The day on which it was published, `YYYY-MM-DD`. */
  readonly day: string;
}

/** How far the table goes. */
export interface TableExtent {
  /** The newest release, and the module version of its system parts. */
  readonly last: string;
  readonly version: number;
  /** The day on which rows were added last, `YYYY-MM-DD`. */
  readonly day: string;
  readonly releases: number;
  /** Rows: one a release and platform; and how many of them follow a pattern. */
  readonly rows: number;
  readonly inferred: number;
  /** How many rows were added for this run. */
  readonly added: number;
  readonly announced: readonly AnnouncedRelease[];
}

/** What a process is started with: records of releases that the table lacks, and the day on which they were read. */
export interface AddedReleases {
  readonly records: readonly ReleaseRecord[];
  readonly day: string | null;
}

let added: AddedReleases = { records: [], day: null };
/** Set where records are added, so that who adds none, as the page, need not carry how that is done. */
let startingTexts: () => TableTexts = () => BUILT_IN;

/**
 * Takes records of releases that the table has no row for (`recordFaults` tells); every look-up of this process knows them. Throws once a look-up
 * was made: two tables in one process would give two answers to one question.
 */
export function startWithReleases(releases: AddedReleases): void {
  if (textsInUse !== undefined) throw new Error('the table of releases is in use already');
  added = releases;
  if (added.records.length > 0) startingTexts = () => withRecords(BUILT_IN, added.records, added.day);
}

/** What stands in a table: its releases and its rows, ascending. */
export interface TableContent {
  readonly known: readonly KnownRelease[];
  readonly rows: readonly ReleaseRow[];
}

/** Takes nothing; gives the table as it is built in, whatever the process was started with. It is no look-up: records are held against it first. */
export function builtInReleases(): TableContent {
  const { known, heads } = parseTables(BUILT_IN);
  return { known, rows: heads.map(rowOf) };
}

/** Takes a record; gives it as a row. */
export function rowOfRecord(record: ReleaseRecord): ReleaseRow {
  return rowOf(parseHead(rowLine(record)));
}

/** Takes nothing; gives how far the table goes. Source: `release-table.ts`. */
export function tableExtent(): TableExtent {
  const { known, heads, days } = tables();
  const last = known.at(-1);
  return {
    last: last?.release ?? '',
    version: last?.version ?? 0,
    day: days.reduce((latest, day) => (day > latest ? day : latest), ''),
    releases: known.length,
    rows: heads.length,
    inferred: heads.filter(({ read }) => !read).length,
    added: added.records.length,
    announced: announcedReleases(),
  };
}

/** Takes nothing; gives the releases that are known by name and day alone, ascending. Source: `release-table.ts`. */
export function announcedReleases(): readonly AnnouncedRelease[] {
  return lines(ANNOUNCED).flatMap((line) => {
    const [release = '', day = ''] = line.split(' ');
    return indexOf().byRelease.has(release) ? [] : [{ release, day }];
  });
}

/** Takes a semver range; gives the releases in it that are known by name and day alone: they take part in no answer. */
export function announcedInRange(range: string): readonly AnnouncedRelease[] {
  const parsed = parseRange(range);
  return parsed === null ? [] : announcedReleases().filter(({ release }) => parsed.test(release));
}

/**
 * Takes a platform id, or nothing for all; gives what each release declares, by ascending release.
 * Source: `release-table.ts`.
 */
export function releaseRows(platform?: number): readonly ReleaseRow[] {
  return headsOf(platform).map(rowOf);
}

/**
 * Takes a release (`0.7.0`) and a platform id; gives what it declares, undefined if it is not recorded for the platform.
 * Source: `release-table.ts`.
 */
export function releaseRow(release: string, platform: number): ReleaseRow | undefined {
  const head = headsByRelease(platform).get(release);
  return head === undefined ? undefined : rowOf(head);
}

/**
 * Takes a platform id and the module version of a system part; gives what the platform's own release of that number declares, undefined if there is
 * none. Where releases share a number the final one wins, among pre-releases the newest. Source: `release-table.ts`.
 */
export function rowOfSystem(platform: number, system: number): ReleaseRow | undefined {
  const own = headsOf(platform).filter((head) => head.system === system);
  const head = own.findLast(({ release }) => !release.includes('-')) ?? own.at(-1);
  return head === undefined ? undefined : rowOf(head);
}

/**
 * Takes what a release declares; gives the least bootloader that its system parts ask for, null where they ask for none.
 * Source: `release-table.ts`.
 */
export function requiredBootloader({ modules }: ReleaseRow): number | null {
  const versions = modules
    .filter((one) => one.function === SYSTEM_PART)
    .flatMap(({ dependencies }) => dependencies)
    .flatMap((one) => (one.function === BOOTLOADER && one.index === 0 ? [one.version] : []));
  return versions.length === 0 ? null : Math.max(...versions);
}

/**
 * Takes the module version of a system part and, where known, the platform id; gives the release that has it, null if
 * none has. The platform's own releases come first, then those of all platforms. Where releases share a number (13 is
 * 0.5.0-rc.2 and 0.5.0) the final one wins, among pre-releases the newest. Source: `release-table.ts`.
 */
export function releaseOf(version: number, platform?: number): string | null {
  return indexOf(platform).byVersion.get(version) ?? indexOf().byVersion.get(version) ?? null;
}

/**
 * Takes a bootloader's module version and, where known, the platform id; gives the lowest release that shipped it, null
 * if none did. The platform's own releases come first, then those of all platforms. Source: `release-table.ts`.
 */
export function bootloaderReleaseOf(version: number, platform?: number): string | null {
  return bootloadersOf(platform).get(version) ?? bootloadersOf().get(version) ?? null;
}

/**
 * Takes a release as the tables spell it (`0.7.0`) and, where known, the platform id; gives the module version of its
 * system parts, undefined for an unknown release. Source: `release-table.ts`.
 */
export function versionOf(release: string, platform?: number): number | undefined {
  return (indexOf(platform).byRelease.get(release) ?? indexOf().byRelease.get(release))?.version;
}

/**
 * Takes the module version of a system part and, where known, the platform id; gives the release that has it, or the
 * releases (of that platform) with the next lower and the next higher number. Source: `release-table.ts`.
 */
export function meaningOf(version: number, platform?: number): VersionMeaning {
  const release = releaseOf(version, platform);
  if (release !== null) return { kind: 'exact', release };
  const [lower, upper] = neighbours(version, indexOrGeneral(platform));
  if (lower === undefined) return { kind: 'below', first: upper ?? '' };
  return upper === undefined ? { kind: 'above', last: lower } : { kind: 'between', lower, upper };
}

/**
 * Takes a platform id, or nothing for all; gives its releases by ascending release. With a platform the bootloader is
 * that platform's. Releases whose platforms are not recorded (0.4.0 to 0.4.7) count for Core, Photon and P1.
 * Source: `release-table.ts`.
 */
export function knownReleases(platform?: number): readonly KnownRelease[] {
  return platform === undefined ? tables().known : knownOn(platform);
}

/**
 * Takes what a person writes for a release: `0.5.0`, `v0.5.0` or a module version (`13`), and, where known, the platform
 * id. A final version that the platform never had, but has pre-releases of, gives the newest of these and says what was
 * asked for (0.4.8 on the Electron is 0.4.8-rc.6). A release or number above the whole table, whatever the platform, is newer than it. Otherwise
 * gives the nearest releases below and above, as far as there are any. Source: `release-table.ts`.
 */
export function resolveRelease(text: string, platform?: number): ResolvedRelease {
  const index = indexOrGeneral(platform);
  const wanted = text.trim();
  if (/^\d+$/.test(wanted)) return resolveVersion(Number(wanted), index);
  const semver = parse(wanted);
  if (semver !== null) return resolveSemver(semver, index);
  const short = /^v?\d+\.\d+$/.test(wanted) ? parse(`${wanted}.0`) : null;
  return { kind: 'none', nearest: short === null ? [] : nearestTo(short, index) };
}

/**
 * Takes a semver range (`>=1.5 <2`) and, where known, the platform id; gives its releases in that range by ascending
 * release, pre-releases included; null if the text is no valid range. `<2` leaves out 2.0.0-rc.1, `>=1.5` takes in
 * 1.5.0-rc.1; `<2.0.0` takes in 2.0.0-rc.1, `>=1.5.0` leaves out 1.5.0-rc.1, because that is their order.
 * Source: `release-table.ts`; the rules are those of the semver package.
 */
export function releasesInRange(range: string, platform?: number): readonly KnownRelease[] | null {
  const parsed = parseRange(range);
  if (parsed === null) return null;
  return knownReleases(platform).filter(({ release }) => parsed.test(release));
}

/** Takes a semver range; tells whether every release in it would be newer than the whole table. False for what is no range. */
export function isAboveTable(range: string): boolean {
  const parsed = parseRange(range);
  return parsed !== null && ltr(newestKnown().last, parsed, { includePrerelease: true });
}

function parseRange(range: string): Range | null {
  try {
    return new Range(range, { includePrerelease: true });
  } catch {
    return null;
  }
}

function resolveVersion(version: number, index: Index): ResolvedRelease {
  const release = index.byVersion.get(version);
  if (release !== undefined) return { kind: 'found', release, version, asked: null };
  const { last, version: newest } = newestKnown();
  if (version > newest && version <= NEWEST) return { kind: 'newer', version, last, announced: null };
  return { kind: 'none', nearest: neighbours(version, index).filter((name) => name !== undefined) };
}

function newestKnown(): { readonly last: string; readonly version: number } {
  const { list, versions } = indexOf();
  return { last: list.at(-1)?.release ?? '', version: versions.at(-1) ?? 0 };
}

function resolveSemver(wanted: SemVer, index: Index): ResolvedRelease {
  const exact = index.byRelease.get(wanted.version);
  if (exact !== undefined) return found(exact, null);
  const preRelease = wanted.prerelease.length === 0 ? newestPreRelease(wanted, index) : undefined;
  if (preRelease !== undefined) return found(preRelease, wanted.version);
  const { last } = newestKnown();
  if (wanted.compare(last) > 0) {
    const announced = announcedReleases().find(({ release }) => release === wanted.version)?.day ?? null;
    return { kind: 'newer', version: null, last, announced };
  }
  return { kind: 'none', nearest: nearestTo(wanted, index) };
}

function found({ release, version }: Version, asked: string | null): ResolvedRelease {
  return { kind: 'found', release, version, asked };
}

function newestPreRelease(wanted: SemVer, index: Index): Version | undefined {
  return index.list.findLast(({ release }) => release.startsWith(`${wanted.version}-`));
}

function nearestTo(wanted: SemVer, index: Index): readonly string[] {
  const side = (release: string): number => wanted.compare(release);
  const below = index.list.findLast(({ release }) => side(release) > 0);
  const above = index.list.find(({ release }) => side(release) <= 0);
  return [below, above].filter((entry) => entry !== undefined).map(({ release }) => release);
}

/** The releases with the next lower and the next higher module version; `version` itself must belong to none. */
function neighbours(version: number, index: Index): readonly [string | undefined, string | undefined] {
  const lower = index.versions.findLast((known) => known < version);
  const upper = index.versions.find((known) => known > version);
  const nameOf = (known: number | undefined): string | undefined =>
    known === undefined ? undefined : index.byVersion.get(known);
  return [nameOf(lower), nameOf(upper)];
}

// The tables, parsed once --------------------------------------------------------------------------------------------

/** The start of a row; the modules stay text until somebody asks for them. */
interface Head {
  readonly release: string;
  readonly platform: number;
  readonly platformName: string;
  readonly system: number;
  readonly bootloader: number | null;
  readonly read: boolean;
  /** What follows the first ` | ` of the line. */
  readonly modules: string;
}

interface Tables {
  /** the table of releases, ascending, with every platform recorded anywhere */
  readonly known: readonly KnownRelease[];
  readonly heads: readonly Head[];
  /** days on which rows were added */
  readonly days: readonly string[];
}

/** A release and its numbers. */
type Version = Pick<KnownRelease, 'release' | 'version' | 'bootloader'>;

/** The look-ups of one platform, or of all: a run asks for one or two platforms, so each is read from the text by itself. */
interface Index {
  readonly list: readonly Version[];
  readonly byRelease: ReadonlyMap<string, Version>;
  readonly byVersion: ReadonlyMap<number, string>;
  /** module versions, ascending, each once */
  readonly versions: readonly number[];
}

/** Core, Photon and P1: the platforms sold before the Electron, whose first release is a pre-release of 0.4.8. */
const EARLY_PLATFORMS: readonly number[] = [0, 6, 8];

const FUNCTION_OF: Readonly<Record<string, number>> = { boot: 2, sys: 4, user: 5, ncp: 7, radio: 8 };

const rowCache = new Map<Head, ReleaseRow>();
const indexCache = new Map<number | undefined, Index>();
let platformIdByName: ReadonlyMap<string, number> | undefined;
let textsInUse: TableTexts | undefined;
let parsedTables: Tables | undefined;
const headsCache = new Map<number, readonly Head[]>();
const headsByReleaseCache = new Map<number, ReadonlyMap<string, Head>>();
const knownCache = new Map<number, readonly KnownRelease[]>();
const bootloaderCache = new Map<number | undefined, ReadonlyMap<number, string>>();

function texts(): TableTexts {
  textsInUse ??= startingTexts();
  return textsInUse;
}

function tables(): Tables {
  parsedTables ??= parseTables(texts());
  return parsedTables;
}

/** What a cache holds for a platform, made when it is first asked for. Headers name any number: only platforms that there are stay in it. */
function cached<Key extends number | undefined, Value>(
  cache: Map<Key, Value>,
  platform: Key,
  make: () => Value,
): Value {
  const known = cache.get(platform);
  if (known !== undefined) return known;
  const made = make();
  if (platform === undefined || nameOfPlatform(platform) !== undefined) cache.set(platform, made);
  return made;
}

let joinedRows: string | undefined;

/** Every row that there is, as text. */
const rowTexts = (): string => (joinedRows ??= texts().RELEASE_ROWS + EXTRA_ROWS);

const BUILT_IN: TableTexts = { VERSION_TABLE, RELEASE_ROWS, ADDED_ON };

function parseTables(texts: TableTexts): Tables {
  const versions = lines(texts.VERSION_TABLE).map(parseKnown);
  const rank = new Map(versions.map(({ release }, position) => [release, position]));
  const rankOf = ({ release }: Head): number => rank.get(release) ?? rank.size;
  const heads = lines(texts.RELEASE_ROWS + EXTRA_ROWS).map(parseHead);
  heads.sort((a, b) => rankOf(a) - rankOf(b) || a.platform - b.platform);
  return {
    known: withPlatforms(versions, heads),
    heads,
    days: lines(texts.ADDED_ON).map((line) => line.slice(line.indexOf(' ') + 1)),
  };
}

function lines(table: string): string[] {
  return table.split('\n').filter((line) => line !== '');
}

function parseKnown(line: string): KnownRelease {
  const [, , , platforms = '-'] = line.split(' ');
  return { ...parseVersion(line), platforms: platformIds(platforms) };
}

function parseVersion(line: string): Version {
  const [release = '', version, bootloader] = line.split(' ');
  return { release, version: Number(version), bootloader: numberOrNull(bootloader) };
}

function parseHead(line: string): Head {
  // The modules stay text until somebody asks for them: most runs look up a version or two.
  const end = line.indexOf(' | ');
  const [start, modules] = end === -1 ? [line, ''] : [line.slice(0, end), line.slice(end + 3)];
  const [release = '', platformName = '', system, bootloader = '', mark] = start.split(' ');
  return {
    release,
    platform: platformIdOf(platformName),
    platformName,
    system: Number(system),
    bootloader: numberOrNull(bootloader.slice('boot='.length)),
    read: mark !== INFERRED,
    modules,
  };
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === '-' ? null : Number(text);
}

function platformIds(names: string): readonly number[] {
  return names === '-' ? [] : names.split(',').map(platformIdOf);
}

/** Takes a name as the tables spell it. */
function platformIdOf(name: string): number {
  platformIdByName ??= new Map(PLATFORMS.map((platform) => [platform.name, platform.id]));
  return platformIdByName.get(name) ?? -1;
}

/** The table of releases with the rows' platforms added. */
function withPlatforms(versions: readonly KnownRelease[], heads: readonly Head[]): readonly KnownRelease[] {
  const rows = groupBy(heads, ({ release }) => release);
  return versions.map((entry) => {
    const platforms = [...entry.platforms, ...(rows.get(entry.release) ?? []).map(({ platform }) => platform)];
    return { ...entry, platforms: [...new Set(platforms)].sort((a, b) => a - b) };
  });
}

function headsOf(platform?: number): readonly Head[] {
  return platform === undefined ? tables().heads : cached(headsCache, platform, () => parseHeadsOf(platform));
}

/** The rows of one platform, ascending, without a look at the others. */
function parseHeadsOf(platform: number): readonly Head[] {
  const name = nameOfPlatform(platform);
  if (name === undefined) return [];
  const rank = new Map(
    lines(texts().VERSION_TABLE).map((line, position) => [line.slice(0, line.indexOf(' ')), position]),
  );
  const rankOf = ({ release }: Head): number => rank.get(release) ?? rank.size;
  return linesOfPlatform(rowTexts(), name)
    .map(parseHead)
    .sort((a, b) => rankOf(a) - rankOf(b));
}

/** The lines whose second word is a name. */
function linesOfPlatform(table: string, name: string): readonly string[] {
  const word = ` ${name} `;
  const found: string[] = [];
  for (let at = table.indexOf(word); at !== -1; at = table.indexOf(word, at + 1)) {
    const line = table.slice(table.lastIndexOf('\n', at) + 1, table.indexOf('\n', at));
    if (line.startsWith(word, line.indexOf(' '))) found.push(line);
  }
  return found;
}

const headsByRelease = (platform: number): ReadonlyMap<string, Head> =>
  cached(headsByReleaseCache, platform, () => new Map(headsOf(platform).map((head) => [head.release, head])));

const nameOfPlatform = (platform: number): string | undefined => PLATFORMS.find(({ id }) => id === platform)?.name;

// Look-ups -----------------------------------------------------------------------------------------------------------

const indexOf = (platform?: number): Index => cached(indexCache, platform, () => buildIndex(versionsOf(platform)));

/** A platform without any recorded release has no line of its own: the general one stands in. */
function indexOrGeneral(platform: number | undefined): Index {
  const index = indexOf(platform);
  return index.list.length > 0 ? index : indexOf();
}

/** The releases of a platform, or all, ascending, with its own numbers. */
function versionsOf(platform: number | undefined): readonly Version[] {
  const all = lines(texts().VERSION_TABLE);
  if (platform === undefined) return all.map(parseVersion);
  const name = nameOfPlatform(platform);
  const heads = headsByRelease(platform);
  return all.flatMap((line) => {
    const [release = '', , , platforms = '-'] = line.split(' ');
    const head = heads.get(release);
    const is = head !== undefined || (platforms === '-' ? isEarly(release, platform) : isListed(platforms, name));
    return is ? onPlatform(parseVersion(line), head) : [];
  });
}

const isListed = (platforms: string, name: string | undefined): boolean =>
  name !== undefined && platforms.split(',').includes(name);

/** Releases of which no platform is recorded count for the platforms of their time. */
const isEarly = (release: string, platform: number): boolean =>
  EARLY_PLATFORMS.includes(platform) && !rowTexts().includes(`\n${release} `);

function knownOn(platform: number): readonly KnownRelease[] {
  return cached(knownCache, platform, () =>
    tables()
      .known.filter(({ platforms }) => (platforms.length > 0 ? platforms : EARLY_PLATFORMS).includes(platform))
      .map((entry) => onPlatform(entry, headsByRelease(platform).get(entry.release))),
  );
}

function onPlatform<Entry extends Version>(entry: Entry, head: Head | undefined): Entry {
  if (head === undefined) return entry;
  return { ...entry, version: head.system, bootloader: head.bootloader ?? entry.bootloader };
}

function buildIndex(list: readonly Version[]): Index {
  const byVersion = new Map<number, string>();
  for (const { release, version } of list) {
    if (isPreRelease(byVersion.get(version))) byVersion.set(version, release);
  }
  return {
    list,
    byRelease: new Map(list.map((entry) => [entry.release, entry])),
    byVersion,
    versions: [...byVersion.keys()].sort((a, b) => a - b),
  };
}

/** True for a pre-release and for none at all: both give way to a later release with the same number. */
function isPreRelease(release: string | undefined): boolean {
  return release === undefined || release.includes('-');
}

const bootloadersOf = (platform?: number): ReadonlyMap<number, string> =>
  cached(bootloaderCache, platform, () => parseBootloaders(indexOf(platform).list, platform));

function parseBootloaders(list: readonly Version[], platform: number | undefined): ReadonlyMap<number, string> {
  const shipped = lines(BOOTLOADER_TABLE).map((line): readonly [string, string, readonly number[]] => {
    const [version = '', release = '', platforms = '-'] = line.split(' ');
    return [version, release, platformIds(platforms)];
  });
  const bootloaders = new Map<number, string>();
  for (const [version, release, platforms] of shipped) {
    if (platform === undefined || platforms.includes(platform)) bootloaders.set(Number(version), release);
  }
  for (const { release, bootloader } of list) {
    if (bootloader !== null && !bootloaders.has(bootloader)) bootloaders.set(bootloader, release);
  }
  return bootloaders;
}

// Rows ---------------------------------------------------------------------------------------------------------------

function rowOf(head: Head): ReleaseRow {
  const known = rowCache.get(head);
  if (known !== undefined) return known;
  const { release, platform, system, bootloader, read } = head;
  const modules = (head.modules === '' ? [] : head.modules.split(' | ')).map((text, position) =>
    parseModule(text, position, head),
  );
  const row: ReleaseRow = { release, platform, system, bootloader, modules, read };
  rowCache.set(head, row);
  return row;
}

function parseModule(text: string, position: number, head: Head): DeclaredModule {
  const [own = '', ...dependencies] = text.split(' ');
  const [numbers = '', file] = own.split(':');
  const part = numbers.startsWith('boot') ? 'bootloader' : String(position + 1);
  return {
    ...parseReference(numbers),
    dependencies: dependencies.map(parseReference),
    part,
    file: file === undefined ? null : fileName(file, part, head),
  };
}

function parseReference(text: string): DeclaredDependency {
  const [, name = '', index, version] = /^([a-z]+)(\d+)@(\d+)$/.exec(text) ?? [];
  return { function: FUNCTION_OF[name] ?? -1, index: Number(index), version: Number(version) };
}

function fileName(word: string, part: string, { release, platformName }: Head): string {
  return FILE_NAMES[word]?.(partName(part), release, platformName) ?? word;
}
