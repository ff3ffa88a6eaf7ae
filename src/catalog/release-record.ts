/**
 * A release on one platform as `add-release` reads and writes it, and how it becomes lines of the tables. The same lines go into
 * `release-table.ts` and, for one run, behind it (`--releases FILE`): what a user adds is known exactly as what stands in the table.
 */
import compare from 'semver/functions/compare.js';

/** One module of a release, in the short words of the tables: `sys`, `boot`; dependencies as `boot0@3301`. */
export interface ModuleRecord {
  /** Number in the released file name, or `bootloader`. */
  readonly part: number | 'bootloader';
  readonly f: 'boot' | 'sys';
  readonly i: number;
  readonly v: number;
  readonly deps: readonly string[];
  /** Name of the file whose header was read; null where none was. */
  readonly file: string | null;
}

/** What a release is on one platform. */
export interface ReleaseRecord {
  readonly release: string;
  /** The platform's name. */
  readonly platform: string;
  /** Module version of the system parts. */
  readonly system: number;
  /** Module version of the bootloader released with it; null where it is not known. */
  readonly bootloader: number | null;
  readonly modules: readonly ModuleRecord[];
  /** False: no file of it was read, it follows the pattern of those that were. */
  readonly read: boolean;
}

/** The tables that records are added to, as `release-table.ts` holds them. */
export interface TableTexts {
  readonly VERSION_TABLE: string;
  readonly RELEASE_ROWS: string;
  readonly ADDED_ON: string;
}

/** Mark of a row that follows a pattern. */
export const INFERRED = 'inferred';

/**
 * Takes tables and records (of releases and platforms that have no row there, or an inferred one) and the day on which they were read; gives the tables with them, each
 * line in its place: releases ascending, rows below the older ones of their platform. Lines that were there stay as they are, but for the platforms
 * of a release that gets another one.
 */
export function withRecords(tables: TableTexts, records: readonly ReleaseRecord[], day: string | null): TableTexts {
  const releases = [...new Set(records.map(({ release }) => release))].sort((a, b) => compare(a, b));
  return {
    VERSION_TABLE: textOf(
      releases.reduce(
        (lines, release) =>
          withVersion(
            lines,
            release,
            records.filter((one) => one.release === release),
          ),
        linesOf(tables.VERSION_TABLE),
      ),
    ),
    RELEASE_ROWS: textOf(
      [...records].sort((a, b) => compare(a.release, b.release)).reduce(withRow, linesOf(tables.RELEASE_ROWS)),
    ),
    ADDED_ON: textOf(
      day === null
        ? linesOf(tables.ADDED_ON)
        : releases.reduce((lines, one) => withDay(lines, one, day), linesOf(tables.ADDED_ON)),
    ),
  };
}

const linesOf = (table: string): readonly string[] => table.split('\n').filter((line) => line !== '');
const textOf = (lines: readonly string[]): string => `\n${lines.map((line) => `${line}\n`).join('')}`;
const wordOf = (line: string, at: number): string => line.split(' ')[at] ?? '';

/** Puts a line behind the last one that `isBefore` it. */
function inserted(lines: readonly string[], line: string, isBefore: (other: string) => boolean): readonly string[] {
  return lines.toSpliced(lines.findLastIndex(isBefore) + 1, 0, line);
}

function withVersion(lines: readonly string[], release: string, records: readonly ReleaseRecord[]): readonly string[] {
  const at = lines.findIndex((line) => wordOf(line, 0) === release);
  // As the newest line lists them.
  const order = (lines.at(-1) ?? '').split(' ')[3]?.split(',') ?? [];
  const placeOf = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = records.map(({ platform }) => platform).sort((a, b) => placeOf(a) - placeOf(b));
  const [first] = records;
  if (at === -1) {
    const bootloader = records.find((one) => one.bootloader !== null)?.bootloader ?? '-';
    const line = `${release} ${String(first?.system)} ${String(bootloader)} ${names.join(',')}`;
    return inserted(lines, line, (other) => compare(wordOf(other, 0), release) < 0);
  }
  const [name = '', system = '', bootloader = '', listed = '-'] = (lines[at] ?? '').split(' ');
  const known = listed === '-' ? [] : listed.split(',');
  return lines.with(at, [name, system, bootloader, [...new Set([...known, ...names])].join(',')].join(' '));
}

/** A row that followed a pattern gives way to one that was read. */
function withRow(all: readonly string[], record: ReleaseRecord): readonly string[] {
  const line = rowLine(record);
  const lines = all.filter((other) => !other.startsWith(`${record.release} ${record.platform} `));
  const ofPlatform = lines.filter((other) => wordOf(other, 1) === record.platform);
  const older = ofPlatform.filter((other) => compare(wordOf(other, 0), record.release) < 0).at(-1);
  const [first] = ofPlatform;
  if (older !== undefined) return inserted(lines, line, (other) => other === older);
  return first === undefined ? [...lines, line] : lines.toSpliced(lines.indexOf(first), 0, line);
}

function withDay(lines: readonly string[], release: string, day: string): readonly string[] {
  const others = lines.filter((line) => wordOf(line, 0) !== release);
  return inserted(others, `${release} ${day}`, (other) => compare(wordOf(other, 0), release) < 0);
}

/** A record as its line of `RELEASE_ROWS`. */
export function rowLine(record: ReleaseRecord): string {
  const { release, platform, system, bootloader, read } = record;
  const head = [release, platform, String(system), `boot=${String(bootloader ?? '-')}`, ...(read ? [] : [INFERRED])];
  return [head.join(' '), ...record.modules.map((module) => moduleWords(record, module))].join(' | ');
}

function moduleWords(record: ReleaseRecord, module: ModuleRecord): string {
  const { f, i, v, deps } = module;
  return [`${f}${String(i)}@${String(v)}${fileWord(record, module)}`, ...deps].join(' ');
}

/** The short form of a file name: a word for the usual patterns, the name itself otherwise, nothing for none. */
function fileWord({ release, platform }: ReleaseRecord, { part, file }: ModuleRecord): string {
  if (file === null) return '';
  const word = Object.entries(FILE_NAMES).find(([, nameOf]) => nameOf(partName(part), release, platform) === file)?.[0];
  return `:${word ?? file}`;
}

/** How a released file of a part is called: `system-part1`, `bootloader`. */
export const partName = (part: number | string): string =>
  part === 'bootloader' ? part : `system-part${String(part)}`;

/** The usual names of released files, by their word in the tables. */
export const FILE_NAMES: Readonly<Record<string, (part: string, release: string, platform: string) => string>> = {
  old: (part, release, platform) => `${part}-${release}-${platform}.bin`,
  new: (part, release, platform) => `${platform}-${part}@${release}.bin`,
  debug: (part, release, platform) => `${platform}-${part}@${release}+debug.bin`,
  lto: (part, release, platform) => `${platform}-${part}@${release}+lto.bin`,
};
