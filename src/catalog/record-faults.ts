/**
 * What is wrong with the record of a release, by the general rules that every row of the table keeps. A record with a fault is not added: it would
 * answer wrongly everywhere.
 */
import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import { slotsIn } from './flash-map.js';
import { findPlatform } from './platforms.js';
import type { ReleaseRecord } from './release-record.js';
import { builtInReleases, rowOfRecord } from './releases.js';
import type { DeclaredDependency, DeclaredModule, KnownRelease, ReleaseRow, TableContent } from './releases.js';

/** Module functions that a row holds. Source: Device OS `dynalib/inc/module_info.h`. */
const BOOTLOADER = 2;
const SYSTEM_PART = 4;

/** What is wrong with a record, or odd about it. */
export type RecordFault = Pick<ReleaseRecord, 'release' | 'platform'> & {
  /** Whether the record cannot be added; otherwise it is odd, and added. */
  readonly refused: boolean;
  readonly fault:
    | { readonly kind: 'no_release' | 'unknown_platform' | 'twice' | 'differs' | 'no_system_part' | 'no_bootloader' }
    /** The release stands for another number. */
    | { readonly kind: 'other_version'; readonly version: number }
    /** The thousands of the number are the major version, from 1.0.0 on. */
    | { readonly kind: 'other_line' }
    /** The hundreds of the number are major and minor version, in every release from 1.0.0 on but 5.1.0. */
    | { readonly kind: 'unusual_number' }
    /** A number rises from release to release. */
    | { readonly kind: 'out_of_order'; readonly neighbour: string; readonly version: number }
    /** A module's number is not the one that the row has for it. */
    | { readonly kind: 'module_version'; readonly module: DeclaredModule }
    | { readonly kind: 'no_slot'; readonly module: DeclaredModule }
    | { readonly kind: 'dependency_without_slot'; readonly module: DeclaredModule; readonly needs: DeclaredDependency }
    /** The release does not bring what its own module needs. */
    | { readonly kind: 'dependency_unmet'; readonly module: DeclaredModule; readonly needs: DeclaredDependency }
    /** The release before has a newer bootloader. */
    | { readonly kind: 'older_bootloader'; readonly neighbour: string; readonly version: number };
};

type Fault = RecordFault['fault'];

/** Faults that leave a record odd, and right. */
const ODD: readonly Fault['kind'][] = ['unusual_number', 'older_bootloader', 'no_bootloader'];

/**
 * Takes records and the table that they shall be added to; gives what is wrong with each. A record that says what the table says already has no fault
 * (`newRecords` leaves it out), and one that was read may replace a row that follows a pattern.
 */
export function recordFaults(
  records: readonly ReleaseRecord[],
  table: TableContent = builtInReleases(),
): readonly RecordFault[] {
  return records.flatMap((record, at) => {
    const others = records.filter((_, other) => other !== at);
    const { release, platform } = record;
    return faultsOf(record, others, table).map((fault): RecordFault => ({
      release,
      platform,
      refused: !ODD.includes(fault.kind),
      fault,
    }));
  });
}

/** Takes records without a fault that refuses them; gives those that the table does not hold yet. */
export function newRecords(
  records: readonly ReleaseRecord[],
  { rows }: Pick<TableContent, 'rows'> = builtInReleases(),
): readonly ReleaseRecord[] {
  return records.filter((record) => {
    const own = rowOfRecord(record);
    const there = rows.find((row) => isSamePlace(row, own));
    return there === undefined || (!there.read && record.read);
  });
}

const isSamePlace = (a: ReleaseRow, b: ReleaseRow): boolean => a.release === b.release && a.platform === b.platform;

/** What a row says of devices: all but whether and in which files it was read. */
const contentOf = ({ release, platform, system, bootloader, modules }: ReleaseRow): string =>
  JSON.stringify([
    [release, platform, system, bootloader],
    modules.map(({ function: f, index, version, dependencies }) => [f, index, version, dependencies]),
  ]);

function faultsOf(record: ReleaseRecord, others: readonly ReleaseRecord[], table: TableContent): readonly Fault[] {
  if (parse(record.release)?.version !== record.release) return [{ kind: 'no_release' }];
  if (findPlatform(record.platform)?.name !== record.platform) return [{ kind: 'unknown_platform' }];
  const row = rowOfRecord(record);
  if (others.some((one) => one.release === record.release && one.platform === record.platform)) {
    return [{ kind: 'twice' }];
  }
  const there = table.rows.find((one) => isSamePlace(one, row));
  if (there !== undefined && (there.read || !row.read)) {
    return contentOf(there) === contentOf(row) ? [] : [{ kind: 'differs' }];
  }
  const known = [...table.known.filter(({ release }) => release !== row.release), ...others.map(asKnown)];
  return [
    ...versionFaults(
      row,
      table.known.find(({ release }) => release === row.release) ??
        others.map(asKnown).find(({ release }) => release === row.release),
    ),
    ...orderFaults(
      row,
      known.filter(({ release }) => release !== row.release),
    ),
    ...bootloaderFaults(row, table.rows),
    ...moduleFaults(row),
  ];
}

const asKnown = ({ release, system, bootloader }: ReleaseRecord): KnownRelease => ({
  release,
  version: system,
  bootloader,
  platforms: [],
});

function versionFaults({ release, system }: ReleaseRow, same: KnownRelease | undefined): readonly Fault[] {
  if (same !== undefined && same.version !== system) return [{ kind: 'other_version', version: same.version }];
  const { major = 0, minor = 0 } = parse(release) ?? {};
  if (major === 0) return [];
  if (Math.floor(system / 1000) !== major) return [{ kind: 'other_line' }];
  return Math.floor(system / 100) === major * 10 + minor ? [] : [{ kind: 'unusual_number' }];
}

/** Final releases have numbers of their own; a release and its pre-releases may share one. */
function orderFaults({ release, system }: ReleaseRow, known: readonly KnownRelease[]): readonly Fault[] {
  const isShared = (other: string): boolean => other.split('-')[0] === release.split('-')[0];
  const wrong = known.find(({ release: other, version }) => {
    if (version === system) return !isShared(other);
    return compare(other, release) < 0 !== version < system;
  });
  return wrong === undefined ? [] : [{ kind: 'out_of_order', neighbour: wrong.release, version: wrong.version }];
}

function bootloaderFaults({ platform, system, bootloader }: ReleaseRow, rows: readonly ReleaseRow[]): readonly Fault[] {
  if (bootloader === null) return [{ kind: 'no_bootloader' }];
  const before = rows.findLast((one) => one.platform === platform && one.system < system);
  return before?.bootloader == null || before.bootloader <= bootloader
    ? []
    : [{ kind: 'older_bootloader', neighbour: before.release, version: before.bootloader }];
}

function moduleFaults(row: ReleaseRow): readonly Fault[] {
  const slots = slotsIn(row.platform, row.system);
  // Of a board whose rules are not known no slot is; what is not known refuses nothing.
  const hasSlot = (one: { readonly function: number; readonly index: number }): boolean =>
    slots.length === 0 || slots.some((slot) => slot.function === one.function && slot.index === one.index);
  const ownOf = (needs: DeclaredDependency): DeclaredModule | undefined =>
    row.modules.find((one) => one.function === needs.function && one.index === needs.index);
  const hasSystem = row.modules.some((one) => one.function === SYSTEM_PART);
  return [
    ...(hasSystem ? [] : [{ kind: 'no_system_part' as const }]),
    ...row.modules.flatMap((module): readonly Fault[] => [
      ...(module.version === (module.function === BOOTLOADER ? row.bootloader : row.system)
        ? []
        : [{ kind: 'module_version' as const, module }]),
      ...(hasSlot(module) ? [] : [{ kind: 'no_slot' as const, module }]),
      ...module.dependencies.flatMap((needs): readonly Fault[] => {
        if (!hasSlot(needs)) return [{ kind: 'dependency_without_slot', module, needs }];
        return (ownOf(needs)?.version ?? needs.version) < needs.version
          ? [{ kind: 'dependency_unmet', module, needs }]
          : [];
      }),
    ]),
  ];
}
