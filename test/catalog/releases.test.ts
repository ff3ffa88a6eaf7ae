import * as fc from 'fast-check';
import compare from 'semver/functions/compare.js';
import { describe, expect, it } from 'vitest';

import { PLATFORMS } from '../../src/catalog/platforms.js';
import { EXTRA_ROWS, RELEASE_ROWS, VERSION_TABLE } from '../../src/catalog/release-table.js';
import {
  bootloaderReleaseOf,
  builtInReleases,
  knownReleases,
  meaningOf,
  releaseOf,
  releaseRow,
  releaseRows,
  releasesInRange,
  resolveRelease,
  tableExtent,
  versionOf,
} from '../../src/catalog/releases.js';

const CORE = 0;
const PHOTON = 6;
const ELECTRON = 10;
const ARGON = 12;
const BORON = 13;
const XENON = 14;
const TRACKER = 26;
const P2 = 32;
const MSOM = 35;
const UNKNOWN = 77;
const BOOTLOADER = 2;
const SYSTEM_PART = 4;
const RADIO_STACK = 8;

const lineCount = (table: string): number => table.trim().split('\n').length;
const platformIds = PLATFORMS.map(({ id }) => id);
const platforms = fc.option(fc.oneof(fc.constantFrom(...platformIds), fc.nat(70000)), { nil: undefined });
const names = (list: readonly { readonly release: string }[] | null): readonly string[] | undefined =>
  list?.map(({ release }) => release);

function expectAscending(releases: readonly string[]): void {
  expect(releases).toEqual([...releases].sort((a, b) => compare(a, b)));
}

describe('the tables', () => {
  it('are read whole, each release and platform once', () => {
    expect(releaseRows()).toHaveLength(lineCount(RELEASE_ROWS) + lineCount(EXTRA_ROWS));
    const keys = releaseRows().map(({ release, platform }) => `${release} ${platform}`);
    expect(new Set(keys).size).toBe(keys.length);
    const listed = VERSION_TABLE.trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(new Set(listed).size).toBe(listed.length);
    expect(names(knownReleases())).toEqual(listed);
    for (const { release } of releaseRows()) expect(listed).toContain(release);
  });

  it('hold well-formed values only', () => {
    for (const { release, platform, system, bootloader, modules } of releaseRows()) {
      expect(platformIds, release).toContain(platform);
      expect(modules.length).toBeGreaterThan(0);
      for (const module of modules) {
        const isBootloader = module.function === BOOTLOADER;
        expect([BOOTLOADER, SYSTEM_PART]).toContain(module.function);
        expect(module.version).toBe(isBootloader ? bootloader : system);
        expect(module.part).toMatch(isBootloader ? /^bootloader$/ : /^[123]$/);
        expect(module.file ?? '.bin').toMatch(/\.bin$/);
        for (const dependency of module.dependencies) {
          expect([2, 4, 5, 7, 8]).toContain(dependency.function);
          expect(Number.isInteger(dependency.index) && Number.isInteger(dependency.version)).toBe(true);
        }
      }
    }
    for (const entry of knownReleases()) {
      expect(Number.isInteger(entry.version), entry.release).toBe(true);
      for (const platform of entry.platforms) expect(platformIds).toContain(platform);
    }
  });

  it('agree with each other on every module version', () => {
    const listed = new Map(knownReleases().map(({ release, version }) => [release, version]));
    for (const { release, system } of releaseRows()) expect([release, system]).toEqual([release, listed.get(release)]);
  });

  it('are sorted by release', () => {
    expectAscending(releaseRows().map(({ release }) => release));
    expectAscending(knownReleases().map(({ release }) => release));
    for (const platform of platformIds) {
      expectAscending(releaseRows(platform).map(({ release }) => release));
      expectAscending(knownReleases(platform).map(({ release }) => release));
      expect(releaseRows(platform).every((row) => row.platform === platform)).toBe(true);
    }
  });

  it('lead from each row to a release and back to the same number', () => {
    for (const { release, platform, system } of releaseRows()) {
      expect(versionOf(release, platform)).toBe(system);
      const named = releaseOf(system, platform);
      expect(named, `${release} ${platform}`).not.toBeNull();
      expect(versionOf(named ?? '', platform)).toBe(system);
      expect(resolveRelease(release, platform)).toEqual({ kind: 'found', release, version: system, asked: null });
    }
  });
});

/** Rows of one platform are read without the others: they must be those that stand in the whole table. */
describe('one platform by itself', () => {
  it.each(PLATFORMS.map(({ name, id }) => [name, id] as const))('%s is as in the table of all', (_name, id) => {
    const { rows, known } = builtInReleases();
    const own = rows.filter(({ platform }) => platform === id);
    expect(releaseRows(id)).toEqual(own);
    for (const row of own) {
      expect(releaseRow(row.release, id)).toEqual(row);
      expect(versionOf(row.release, id)).toBe(row.system);
    }
    const early = [0, 6, 8].includes(id);
    const names = known
      .filter(({ platforms }) => (platforms.length > 0 ? platforms.includes(id) : early))
      .map(({ release }) => release);
    expect(knownReleases(id).map(({ release }) => release)).toEqual(names);
    expect((releasesInRange('*', id) ?? []).map(({ release }) => release)).toEqual(names);
    const found = names.filter((release) => resolveRelease(release, id).kind === 'found');
    expect(found).toEqual(names);
  });
});

describe('releaseRow', () => {
  it('knows the first Electron releases', () => {
    expect(releaseRow('0.4.8-rc.6', ELECTRON)).toEqual({
      release: '0.4.8-rc.6',
      platform: ELECTRON,
      system: 10,
      bootloader: 6,
      read: true,
      modules: [
        {
          function: SYSTEM_PART,
          index: 1,
          version: 10,
          dependencies: [],
          part: '1',
          file: 'system-part1-v0.4.8-rc.6-electron.bin',
        },
        {
          function: SYSTEM_PART,
          index: 2,
          version: 10,
          dependencies: [{ function: SYSTEM_PART, index: 1, version: 10 }],
          part: '2',
          file: 'system-part2-v0.4.8-rc.6-electron.bin',
        },
        { function: BOOTLOADER, index: 0, version: 6, dependencies: [], part: 'bootloader', file: null },
      ],
    });
    expect(releaseRow('0.4.8-rc.2', ELECTRON)?.system).toBe(1);
  });

  it('keeps file part and module index apart: Electron system-part1 of 1.1.0 is index 3', () => {
    const modules = releaseRow('1.1.0', ELECTRON)?.modules ?? [];
    expect(modules.map(({ part, index }) => `${part}:${index}`)).toEqual(['1:3', '2:1', '3:2', 'bootloader:0']);
    expect(modules.map(({ file }) => file)).toEqual([
      'electron-system-part1@1.1.0+debug.bin',
      'electron-system-part2@1.1.0+debug.bin',
      'electron-system-part3@1.1.0+debug.bin',
      null,
    ]);
    expect(modules[2]?.dependencies).toEqual([
      { function: SYSTEM_PART, index: 1, version: 1102 },
      { function: BOOTLOADER, index: 0, version: 201 },
    ]);
  });

  it('keeps the order of the two dependencies', () => {
    expect(releaseRow('4.2.0', ARGON)?.modules[0]?.dependencies).toEqual([
      { function: RADIO_STACK, index: 0, version: 202 },
      { function: BOOTLOADER, index: 0, version: 1200 },
    ]);
    expect(releaseRow('5.6.0', TRACKER)?.modules[0]?.dependencies).toEqual([
      { function: BOOTLOADER, index: 0, version: 2300 },
      { function: SYSTEM_PART, index: 1, version: 3001 },
    ]);
    expect(releaseRow('5.8.0', P2)?.modules[1]?.dependencies).toEqual([{ function: BOOTLOADER, index: 2, version: 7 }]);
  });

  it('spells file names in all their forms', () => {
    expect(releaseRow('0.7.0', PHOTON)?.modules[0]?.file).toBe('system-part1-0.7.0-photon.bin');
    expect(releaseRow('2.1.0', ARGON)?.modules[0]?.file).toBe('argon-system-part1@2.1.0.bin');
    expect(releaseRow('2.0.0', ELECTRON)?.modules[3]?.file).toBe('electron-bootloader@2.0.0+lto.bin');
    const files = releaseRows().flatMap(({ modules }) => modules.map(({ file }) => file));
    expect(files.filter((file) => file !== null && !/[@-]v?\d+\.\d+\.\d+/.test(file))).toEqual([]);
  });

  it('has nothing for a release that the platform never had', () => {
    expect(releaseRow('0.7.0', ARGON)).toBeUndefined();
    expect(releaseRow('9.9.9', PHOTON)).toBeUndefined();
    expect(releaseRows(UNKNOWN)).toEqual([]);
  });
});

describe('releaseOf and versionOf', () => {
  it.each([
    [13, undefined, '0.5.0'],
    [13, ELECTRON, '0.5.0'],
    [15, PHOTON, '0.5.1'],
    [10, ELECTRON, '0.4.8-rc.6'],
    [1, ELECTRON, '0.4.8-rc.2'],
    [1, undefined, '0.4.1'],
    [1, PHOTON, '0.4.1'],
    [0, undefined, '0.4.0'],
    [4, undefined, '0.4.4-rc.6'],
    [5, undefined, '0.4.4'],
    [8, PHOTON, '0.4.7'],
    [110, ELECTRON, '0.6.4'],
    [207, PHOTON, '0.7.0'],
    [312, XENON, '0.8.0-rc.13'],
    [312, PHOTON, '0.8.0-rc.14'],
    [312, undefined, '0.8.0-rc.14'],
    [1104, ARGON, '1.1.1'],
    [1104, ELECTRON, '1.1.1'],
    [1213, undefined, '1.2.1'],
    [1513, TRACKER, '1.5.3-tracker.1'],
    [2021, PHOTON, '2.0.2'],
    [3010, P2, '3.0.1-p2.1'],
    [5802, BORON, '5.8.2'],
    [6200, MSOM, '6.2.0'],
    [207, BORON, '0.7.0'],
    [207, UNKNOWN, '0.7.0'],
  ])('%i on %s is %s, and back', (version, platform, release) => {
    expect(releaseOf(version, platform)).toBe(release);
    expect(versionOf(release, platform)).toBe(version);
  });

  it('knows no release for numbers in between, and no number for other texts', () => {
    for (const version of [111, 404, 5502, 6301, 65535, -1, Number.NaN]) expect(releaseOf(version)).toBeNull();
    for (const text of ['', '0.4.8', 'v0.5.0', '9.9.9', 'constructor']) expect(versionOf(text)).toBeUndefined();
  });
});

describe('bootloaderReleaseOf', () => {
  it.each([
    [6, ELECTRON, '0.4.8-rc.6'],
    [7, PHOTON, '0.4.9'],
    [9, PHOTON, '0.6.1-rc.1'],
    [11, PHOTON, '0.6.1'],
    [100, PHOTON, '0.7.0-rc.1'],
    [101, ELECTRON, '0.7.0-rc.5'],
    [200, PHOTON, '0.8.0-rc.1'],
    [201, PHOTON, '0.8.0-rc.3'],
    [300, PHOTON, '1.1.0-rc.1'],
    [300, BORON, '0.9.0-rc.1'],
    [301, undefined, '1.1.0-rc.2'],
    [311, PHOTON, '1.2.1-rc.2'],
    [400, ELECTRON, '1.3.1-rc.1'],
    [401, ARGON, '1.3.1'],
    [500, BORON, '1.4.0-rc.1'],
    [501, BORON, '1.4.2'],
    [502, PHOTON, '1.5.2'],
    [1003, PHOTON, '2.0.0-rc.2'],
    [1005, P2, '3.0.1-p2.1'],
    [1006, ARGON, '2.2.0-rc.1'],
    [1200, ARGON, '4.1.0'],
    [2300, MSOM, '5.5.0-rc.1'],
    [3100, P2, '6.2.0'],
    [3100, UNKNOWN, '6.2.0'],
  ])('%i on %s first came with %s', (version, platform, release) => {
    expect(bootloaderReleaseOf(version, platform)).toBe(release);
  });

  it('is null for a number that no release shipped', () => {
    expect(bootloaderReleaseOf(9999, PHOTON)).toBeNull();
    expect(bootloaderReleaseOf(8)).toBeNull();
  });
});

describe('meaningOf', () => {
  it.each([
    [5501, undefined, { kind: 'exact', release: '5.5.0' }],
    [5502, undefined, { kind: 'between', lower: '5.5.0', upper: '5.6.0' }],
    [5550, BORON, { kind: 'between', lower: '5.5.0', upper: '5.6.0' }],
    [5550, UNKNOWN, { kind: 'between', lower: '5.5.0', upper: '5.6.0' }],
    [3500, P2, { kind: 'between', lower: '3.2.1-p2.4', upper: '5.0.0-alpha.1' }],
    [6305, BORON, { kind: 'exact', release: '6.3.4' }],
    [6301, BORON, { kind: 'between', lower: '6.2.0', upper: '6.3.0' }],
    [tableExtent().version + 1, BORON, { kind: 'above', last: tableExtent().last }],
    [9999, PHOTON, { kind: 'above', last: '3.3.1' }],
    [3, ELECTRON, { kind: 'exact', release: '0.4.3' }],
    [-1, undefined, { kind: 'below', first: '0.4.0' }],
    [200, P2, { kind: 'exact', release: '0.7.0-rc.1' }],
    [111, P2, { kind: 'below', first: '3.0.1-p2.1' }],
  ])('%i on %s', (version, platform, meaning) => {
    expect(meaningOf(version, platform)).toEqual(meaning);
  });
});

describe('knownReleases', () => {
  it('says which platforms had a release', () => {
    const electron = knownReleases().find(({ release }) => release === '0.6.4');
    expect(electron).toEqual({ release: '0.6.4', version: 110, platforms: [ELECTRON], bootloader: 11 });
    expect(knownReleases().find(({ release }) => release === '0.4.0')?.platforms).toEqual([]);
  });

  it('keeps to the platform asked for', () => {
    expect(names(knownReleases(CORE))?.at(-1)).toBe('1.4.4');
    expect(names(knownReleases(PHOTON))?.at(-1)).toBe('3.3.1');
    expect(names(knownReleases(ELECTRON))?.[0]).toBe('0.4.8-rc.2');
    expect(names(knownReleases(PHOTON))?.[0]).toBe('0.4.0');
    expect(names(knownReleases(MSOM))?.[0]).toBe('5.5.0-rc.1');
    expect(knownReleases(UNKNOWN)).toEqual([]);
  });
});

describe('resolveRelease', () => {
  it.each([
    ['0.5.0', undefined, '0.5.0', 13, null],
    ['v0.5.0', ELECTRON, '0.5.0', 13, null],
    [' 0.5.0 ', ELECTRON, '0.5.0', 13, null],
    ['13', ELECTRON, '0.5.0', 13, null],
    ['0.4.8', ELECTRON, '0.4.8-rc.6', 10, '0.4.8'],
    ['0.4.8', undefined, '0.4.8-rc.6', 10, '0.4.8'],
    ['0.4.8', PHOTON, '0.4.8-rc.1', 9, '0.4.8'],
    ['1.5.3', TRACKER, '1.5.3-tracker.1', 1513, '1.5.3'],
    ['3.0.1', P2, '3.0.1-p2.5', 3014, '3.0.1'],
    ['1.5.3-tracker.1', TRACKER, '1.5.3-tracker.1', 1513, null],
    ['0.5.0', UNKNOWN, '0.5.0', 13, null],
  ])('finds %j on %s', (text, platform, release, version, asked) => {
    expect(resolveRelease(text, platform)).toEqual({ kind: 'found', release, version, asked });
  });

  it.each([
    ['0.7.5', PHOTON, ['0.7.0', '0.8.0-rc.1']],
    ['0.5.0', MSOM, ['5.5.0-rc.1']],
    ['6.3.1', MSOM, ['6.3.0', '6.3.2']],
    ['6.3.0', PHOTON, ['3.3.1']],
    ['0.5.0-rc.3', PHOTON, ['0.5.0-rc.2', '0.5.0']],
    ['5.5', BORON, ['5.5.0-rc.1', '5.5.0']],
    ['5550', BORON, ['5.5.0', '5.6.0']],
    ['13', BORON, ['0.8.0-rc.17']],
    ['banana', PHOTON, []],
    ['', undefined, []],
  ])('has no %j on %s, but says the nearest', (text, platform, nearest) => {
    expect(resolveRelease(text, platform)).toEqual({ kind: 'none', nearest });
  });

  it('never throws, and what it finds is the platform’s', () => {
    fc.assert(
      fc.property(releaseTexts(), platforms, (text, platform) => {
        const result = resolveRelease(text, platform);
        if (result.kind === 'found') expect(versionOf(result.release, platform)).toBe(result.version);
        else if (result.kind === 'none') expect(result.nearest.length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

function releaseTexts(): fc.Arbitrary<string> {
  const number = fc.nat(7);
  const versions = fc.tuple(number, number, number).map((parts) => parts.join('.'));
  return fc.oneof(
    fc.string(),
    fc.nat(7000).map(String),
    versions,
    versions.map((text) => `v${text}-rc.1`),
  );
}

describe('releasesInRange', () => {
  it('takes pre-releases in, and leaves those of the upper bound out', () => {
    const releases = names(releasesInRange('>=1.5 <2', ARGON));
    expect(releases?.[0]).toBe('1.5.0-rc.1');
    expect(releases?.at(-1)).toBe('1.5.4-rc.2');
    expect(names(releasesInRange('<2', TRACKER))?.some((release) => release.startsWith('2.'))).toBe(false);
    expect(names(releasesInRange('<2.0.0', TRACKER))).toContain('2.0.0-alpha.1');
    expect(names(releasesInRange('>=1.5.0', ARGON))).not.toContain('1.5.0-rc.1');
  });

  it('keeps to the platform and to its order', () => {
    expect(names(releasesInRange('0.4.8-rc.6 || 0.6.4', ELECTRON))).toEqual(['0.4.8-rc.6', '0.6.4']);
    expect(releasesInRange('0.6.4', PHOTON)).toEqual([]);
    expect(releasesInRange('*')).toHaveLength(knownReleases().length);
  });

  it('is null for what is no range', () => {
    for (const text of ['banana', '>=', '1.2.3.4', '>1 <banana']) expect(releasesInRange(text), text).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          releaseTexts().map((text) => `>=${text}`),
        ),
        platforms,
        (text, platform) => {
          const releases = releasesInRange(text, platform);
          if (releases !== null) expectAscending(releases.map(({ release }) => release));
        },
      ),
    );
  });
});
