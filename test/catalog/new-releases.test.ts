/** Laws of adding releases: the rules that every row keeps, where lines go, and what answers rest on. */
import * as fc from 'fast-check';
import compare from 'semver/functions/compare.js';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/base/compare.js';
import { assumedModules, assumedRules, assumedTogether, rowOrNearest } from '../../src/catalog/assumed.js';
import type { Assumed } from '../../src/catalog/assumed.js';
import { RULES_KNOWN_TO } from '../../src/catalog/eras.js';
import { platformName } from '../../src/catalog/platforms.js';
import { newRecords, recordFaults } from '../../src/catalog/record-faults.js';
import { withRecords } from '../../src/catalog/release-record.js';
import type { ReleaseRecord } from '../../src/catalog/release-record.js';
import { ADDED_ON, RELEASE_ROWS, VERSION_TABLE } from '../../src/catalog/release-table.js';
import {
  announcedInRange,
  announcedReleases,
  builtInReleases,
  isAboveTable,
  knownReleases,
  releaseOf,
  releaseRow,
  releaseRows,
  releasesInRange,
  resolveRelease,
  rowOfRecord,
  startWithReleases,
  tableExtent,
} from '../../src/catalog/releases.js';
import type { ReleaseRow } from '../../src/catalog/releases.js';

const TABLES = { VERSION_TABLE, RELEASE_ROWS, ADDED_ON };
const SHORT: Readonly<Record<number, string>> = { 2: 'boot', 4: 'sys', 5: 'user', 7: 'ncp', 8: 'radio' };
const DAY = '2026-12-24';
const isGenerated = ({ release, platform }: ReleaseRow): boolean =>
  RELEASE_ROWS.includes(`\n${release} ${platformName(platform)} `);

/** A row as the record that it was made from. */
function recordOf({ release, platform, system, bootloader, modules, read }: ReleaseRow): ReleaseRecord {
  return {
    release,
    platform: platformName(platform),
    system,
    bootloader,
    read,
    modules: modules.map(({ function: f, index, version, dependencies, part, file }) => ({
      part: part === 'bootloader' ? 'bootloader' : Number(part),
      f: f === 2 ? 'boot' : 'sys',
      i: index,
      v: version,
      deps: dependencies.map((one) => `${SHORT[one.function]!}${one.index}@${one.version}`),
      file,
    })),
  };
}

const rows = releaseRows().filter(isGenerated);
const ofRow = fc.constantFrom(...rows);
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** The tables without what they say of these rows. */
function without(removed: readonly ReleaseRow[]) {
  const isRow = (line: string): boolean =>
    removed.some(({ release, platform }) => line.startsWith(`${release} ${platformName(platform)} `));
  return {
    ...TABLES,
    RELEASE_ROWS: `\n${lines(RELEASE_ROWS)
      .filter((line) => !isRow(line))
      .join('\n')}\n`,
  };
}

describe('records', () => {
  it('and rows are the same facts, both ways', () => {
    for (const row of rows) expect(rowOfRecord(recordOf(row))).toEqual(row);
  });

  it('put back where they stood before, whichever are taken out', () => {
    fc.assert(
      fc.property(fc.uniqueArray(ofRow, { minLength: 1, maxLength: 12 }), (some) => {
        expect(withRecords(without(some), some.map(recordOf), null).RELEASE_ROWS).toBe(RELEASE_ROWS);
      }),
    );
  });

  it('of a whole release put back its line and its rows', () => {
    for (const release of ['6.3.0', '6.4.0', '6.5.0']) {
      const own = rows.filter((row) => row.release === release);
      const tables = without(own);
      const isOther = (line: string): boolean => !line.startsWith(`${release} `);
      const bare = {
        ...tables,
        VERSION_TABLE: `\n${lines(VERSION_TABLE).filter(isOther).join('\n')}\n`,
        ADDED_ON: `\n${lines(ADDED_ON).filter(isOther).join('\n')}\n`,
      };
      expect(withRecords(bare, own.map(recordOf), tableExtent().day)).toEqual(TABLES);
    }
  });

  it('add lines and take none away; releases ascend', () => {
    fc.assert(
      fc.property(ofRow, fc.nat(99), (row, patch) => {
        const record = { ...recordOf(row), release: `7.0.${patch}`, system: 7000 + patch };
        const after = withRecords(TABLES, [record], DAY);
        for (const name of ['VERSION_TABLE', 'RELEASE_ROWS', 'ADDED_ON'] as const) {
          expect(lines(after[name]).filter((line) => !line.startsWith(record.release))).toEqual(lines(TABLES[name]));
          expect(lines(after[name])).toHaveLength(lines(TABLES[name]).length + 1);
        }
        const releases = lines(after.VERSION_TABLE).map((line) => line.split(' ')[0]!);
        expect(releases).toEqual([...releases].sort((a, b) => compare(a, b)));
      }),
    );
  });

  it('that were read replace a row that follows a pattern, and nothing else', () => {
    const table = builtInReleases();
    for (const row of rows) {
      const record = { ...recordOf(row), read: true };
      expect(newRecords([record], table).length, `${row.release} ${row.platform}`).toBe(row.read ? 0 : 1);
      if (!row.read) {
        expect(withRecords(TABLES, [record], DAY).RELEASE_ROWS).toBe(
          RELEASE_ROWS.replace(
            `${row.release} ${record.platform} ${row.system} boot=${row.bootloader} inferred`,
            (text) => text.replace(' inferred', ''),
          ),
        );
      }
    }
  });
});

describe('the rules of records', () => {
  const content = builtInReleases();
  /** The table as if the release had never been. */
  const before = (release: string) => ({
    known: content.known.filter((one) => one.release !== release),
    rows: content.rows.filter((one) => one.release !== release),
  });

  /** Two releases whose numbers do not rise with their names. */
  const OUT_OF_ORDER = new Set(['1.5.1-tracker.1', '1.5.1-rc.1']);

  it('hold for every row of the table from 1.0.0 on', () => {
    const faults = releaseRows()
      .filter(({ release }) => compare(release, '1.0.0') >= 0 && !OUT_OF_ORDER.has(release))
      .flatMap((row) => recordFaults([recordOf(row)], before(row.release)).filter(({ refused }) => refused));
    expect(faults).toEqual([]);
  });

  it('the hundreds of a number are major and minor version, in all releases but 5.1.0', () => {
    const odd = releaseRows()
      .filter(({ release }) => compare(release, '1.0.0') >= 0)
      .filter((row) =>
        recordFaults([recordOf(row)], before(row.release)).some(({ fault }) => fault.kind === 'unusual_number'),
      );
    expect([...new Set(odd.map(({ release }) => release))]).toEqual(['5.1.0']);
  });

  const boron = recordOf(releaseRow('6.5.0', 13)!);
  const next: ReleaseRecord = {
    ...boron,
    release: '6.7.0',
    system: 6700,
    modules: boron.modules.map((one) => (one.f === 'sys' ? { ...one, v: 6700 } : one)),
  };
  const system = next.modules[0]!;
  const bootloader = next.modules[1]!;

  it('find nothing wrong with a release that keeps them', () => {
    expect(recordFaults([next])).toEqual([]);
    expect(newRecords([next])).toEqual([next]);
  });

  const refused: readonly (readonly [kind: string, record: ReleaseRecord, others?: readonly ReleaseRecord[]])[] = [
    ['no_release', { ...next, release: 'v6.7.0' }],
    ['no_release', { ...next, release: '6.7' }],
    ['unknown_platform', { ...next, platform: 'falcon' }],
    ['unknown_platform', { ...next, platform: 'Boron' }],
    ['twice', next, [next]],
    ['differs', { ...boron, bootloader: 3300 }],
    ['other_version', { ...next, release: '6.5.0', platform: 'xenon' }],
    ['other_line', { ...next, system: 7700 }],
    ['out_of_order', { ...next, system: 6500, release: '6.5.1' }],
    ['out_of_order', { ...next, system: 6450, release: '6.4.2' }, [{ ...next, release: '6.4.3', system: 6402 }]],
    ['no_system_part', { ...next, modules: [bootloader] }],
    ['module_version', { ...next, modules: [{ ...system, v: 6701 }, bootloader] }],
    ['module_version', { ...next, bootloader: 3302 }],
    ['no_slot', { ...next, modules: [{ ...system, i: 7 }, bootloader] }],
    ['dependency_without_slot', { ...next, modules: [{ ...system, deps: ['boot3@1'] }, bootloader] }],
    ['dependency_unmet', { ...next, modules: [{ ...system, deps: ['boot0@3302'] }, bootloader] }],
  ];

  it.each(refused.map(([kind, ...records]) => ({ kind, records })))('$kind refuses', ({ kind, records }) => {
    const [record, others = []] = records;
    const faults = recordFaults([record, ...others]).filter((one) => one.refused);
    expect(faults.map(({ fault }) => fault.kind)).toContain(kind);
  });

  it.each<readonly [kind: string, record: ReleaseRecord]>([
    ['unusual_number', { ...next, release: '6.8.0' }],
    ['no_bootloader', { ...next, bootloader: null, modules: [system] }],
    [
      'older_bootloader',
      {
        ...next,
        bootloader: 3300,
        modules: [
          { ...system, deps: [] },
          { ...bootloader, v: 3300 },
        ],
      },
    ],
  ])('%s is odd, and added', (kind, record) => {
    const faults = recordFaults([record]);
    expect(faults.map(({ fault, refused }) => [fault.kind, refused])).toEqual([[kind, false]]);
  });

  it('the table of a process cannot change once it was looked into', () => {
    tableExtent();
    expect(() => {
      startWithReleases({ records: [next], day: DAY });
    }).toThrow('in use already');
    expect(resolveRelease('6.7.0').kind).toBe('newer');
  });
});

describe('what is newer than the table', () => {
  const { last, version } = tableExtent();

  it('is newer on every platform, by name and by number, and what is not is not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(undefined, 6, 13, 35, 777),
        fc.integer({ min: 0, max: 0xffff }),
        (platform, number) => {
          const resolved = resolveRelease(String(number), platform);
          expect(resolved.kind === 'newer', String(number)).toBe(number > version);
        },
      ),
    );
    for (const major of [0, 1, 5, 6, 7, 20]) {
      for (const minor of [0, 3, 5, 6, 99]) {
        const name = `${major}.${minor}.1`;
        expect(resolveRelease(name, 13).kind === 'newer', name).toBe(compare(name, last) > 0);
      }
    }
  });

  it('by name alone takes part in no range', () => {
    expect(announcedReleases().length).toBeGreaterThan(0);
    for (const { release, day } of announcedReleases()) {
      expect(knownReleases().some((one) => one.release === release)).toBe(false);
      expect(releasesInRange(`>=${release}`)).toEqual([]);
      expect(announcedInRange(`>=${last}`)).toContainEqual({ release, day });
      expect(announcedInRange(`<=${last}`)).toEqual([]);
      expect(resolveRelease(release)).toEqual({ kind: 'newer', version: null, last, announced: day });
      expect(isAboveTable(`>=${release}`)).toBe(true);
    }
    expect(isAboveTable(`>=${last}`)).toBe(false);
    expect(isAboveTable('banana')).toBe(false);
  });
});

describe('assumed', () => {
  it('names every inferred row once, with the nearest that was read, and no other', () => {
    for (const row of releaseRows()) {
      const assumed = assumedModules(row.release, row.platform);
      expect(assumed.length).toBe(row.read ? 0 : 1);
      for (const { by, what, release, platform } of assumed) {
        expect({ what, release, platform }).toEqual({ what: 'modules', release: row.release, platform: row.platform });
        expect(releaseRow(by, row.platform)?.read).toBe(true);
      }
    }
    expect(assumedModules('6.3.0', 13)[0]?.by).toBe('6.2.0');
    expect(assumedModules('6.5.0', 23)[0]?.by).toBe('6.4.1');
  });

  it('rules are those of 6.2.0 for whatever is newer: an entry a release, and one of the oldest number that none has', () => {
    const known = releaseRows(13).map(({ system }) => system);
    const version = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(...known));
    fc.assert(
      fc.property(fc.array(version, { maxLength: 6 }), (versions) => {
        const newer = versions.filter((one) => one > RULES_KNOWN_TO.version);
        const assumed = assumedTogether([
          ...versions.flatMap((one) => assumedRules(13, [one])),
          ...assumedRules(13, versions),
        ]);
        const byName = (list: readonly Assumed[]) => [...list].sort((a, b) => compareText(a.release, b.release));
        expect(byName(assumed)).toEqual(byName(assumedRules(13, newer)));
        const nameless = newer.filter((one) => !known.includes(one));
        const named = [...new Set(newer.filter((one) => known.includes(one)))].map((one) => releaseOf(one, 13));
        const wanted = [
          ...named,
          ...(nameless.length === 0 ? [] : [`module version ${String(Math.min(...nameless))}`]),
        ];
        expect(assumed.map(({ release }) => release).sort()).toEqual(wanted.sort());
      }),
    );
    expect(assumedRules(13, [RULES_KNOWN_TO.version])).toEqual([]);
    expect(assumedRules(13, [6500, 6304, 6500])).toEqual(
      ['6.3.3', '6.5.0'].map((release) => ({ what: 'rules', release, platform: 13, by: '6.2.0' })),
    );
    expect(releaseRow(RULES_KNOWN_TO.release, 13)?.system).toBe(RULES_KNOWN_TO.version);
  });

  it('a release without a row stands on the nearest: of its line, older first', () => {
    // 0.4.3 to 0.4.7 of the Photon have no row; the nearest older one is of the same line.
    const byOf = (release: string, version: number, platform: number) =>
      rowOrNearest(release, version, platform)?.assumed.map(({ by }) => by);
    expect(byOf('6.7.0', 6700, 13)).toEqual(['6.5.0']);
    expect(byOf('7.0.0', 7000, 13)).toEqual(['6.5.0']);
    expect(byOf('6.5.0', 6500, 13)).toEqual([]);
    expect(byOf('6.5.0', 6500, 23)).toEqual(['6.4.1']);
    expect(rowOrNearest('6.7.0', 6700, 777)).toBeNull();
    const row = rowOrNearest('6.7.0', 6700, 13)!.row;
    expect(row).toMatchObject({ release: '6.7.0', system: 6700, bootloader: 3301, read: false });
    expect(row.modules[0]).toMatchObject({ version: 6700, file: null });
  });
});
