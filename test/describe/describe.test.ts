import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loaderVerdict } from '../../src/device/loader.js';
import { runningEra } from '../../src/device/accept.js';
import { missingModules, readDeviceReport, readDeviceReports, stateOfReport } from '../../src/describe/read.js';
import type { DeviceReport, ReportNote } from '../../src/describe/types.js';
import type { DeviceState } from '../../src/device/types.js';
import { functionFromText } from '../../src/catalog/functions.js';
import { inspectText } from '../support/inspect-text.js';
import type { DescribeModule } from '../support/inspect-text.js';
import { shortestOf } from '../support/shortest.js';
import cases from './describe-cases.json' with { type: 'json' };

const folder = new URL('../../fixtures/devices/', import.meta.url);
const samples = readdirSync(folder).filter((name) => /\.(?:json|txt)$/.test(name));
const sample = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

function report(text: string): DeviceReport {
  const read = readDeviceReport(text);
  if (!('modules' in read)) throw new Error(`no report: ${JSON.stringify(read)}`);
  return read;
}

function what(text: string): string {
  const read = readDeviceReport(text);
  return read.kind === 'no_report' ? read.what : `no fault but ${read.kind}`;
}

function stateOf(read: DeviceReport, platform?: number): DeviceState {
  const made = stateOfReport(read, platform);
  if ('kind' in made) throw new Error(made.what);
  return made.state;
}

const kinds = (notes: readonly ReportNote[]): readonly string[] => notes.map(({ kind }) => kind);
const needs = (letter: string, index: number, version: number) => ({
  function: functionFromText(letter),
  index,
  version,
});
const HASH = '00112233445566778899aabbccddeeff'.repeat(2);

/** A describe message without its free keys. */
const message = (platform: number | null, ...modules: readonly object[]): string =>
  JSON.stringify({ ...(platform === null ? {} : { p: platform }), m: modules });

const part = (s: number, f: string, n: string, v: number, d: readonly object[] = [], vv = 30) => ({
  s,
  l: 'm',
  vc: 30,
  vv,
  f,
  n,
  v,
  d,
});

const PASTINGS: readonly (readonly [name: string, paste: (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['trailing spaces', (text) => text.replace(/$/gm, '  ')],
  ['Windows line ends', (text) => text.replace(/\n/g, '\r\n')],
  ['indents lost', (text) => text.replace(/^[ \t]+/gm, '')],
  ['quoted, indents lost', (text) => text.replace(/^[ \t]*/gm, '> ')],
  ['blank lines between', (text) => text.replace(/\n/g, '\n\n')],
  ['colours', (text) => text.replace(/PASS|FAIL|#\d+|\d+$/gm, '\u001b[1m\u001b[32m$&\u001b[39m\u001b[22m')],
  ['in a forum post', (text) => `Please help!\n\`\`\`\n$ particle serial inspect\n${text}\`\`\`\n`],
];

describe.each(cases)('published report $id', ({ id, describe: described, missing, platform }) => {
  const expected = missing.map(({ f, n, v }) => needs(f, Number(n), v));
  const text = JSON.stringify(described);
  const modules = described.m as readonly DescribeModule[];

  test.each<[name: string, kind: string, paste: (text: string) => string]>([
    ['describe', 'describe', (json) => json],
    ['indented', 'describe', (json) => JSON.stringify(JSON.parse(json), null, 2)],
    ['as a text', 'describe', (json) => JSON.stringify(json)],
    ['answer of a server', 'describe', (json) => `{"id":"0123456789abcdef01234567","system":${json}}`],
    [
      'event',
      'safe_mode_event',
      (json) =>
        JSON.stringify({ name: 'spark/status/safe-mode', data: json, ttl: '60', coreid: '0123456789abcdef01234567' }),
    ],
    [
      'server-sent event',
      'safe_mode_event',
      (json) => `:ok\n\nevent: spark/status/safe-mode\ndata: ${JSON.stringify({ data: json, ttl: 60 })}\n\n`,
    ],
    ['console line', 'safe_mode_event', (json) => `spark/status/safe-mode ${json} 2020-01-01 10:00:00`],
    ['typographic quotes', 'describe', (json) => json.replace(/"([^"]*)"/g, '\u201c$1\u201d')],
    ['escaped quotes', 'describe', (json) => json.replace(/"/g, '\\"')],
    ['JavaScript', 'describe', (json) => `module.exports = ${json.replace(/"(\w+)":/g, '$1: ').replace(/"/g, "'")};`],
    ['console tree', 'describe', (json) => consoleTree(JSON.parse(json))],
  ])('%s', (_name, kind, paste) => {
    const read = report(paste(text));
    expect(read.kind).toBe(kind);
    expect(missingModules(read)).toEqual(expected);
    expect(read.modules).toEqual(report(text).modules);
  });

  const withPlatform = described.p ?? { photon: 6 }[platform] ?? 0;
  test.each(PASTINGS)('old layout of serial inspect, %s', (_name, paste) => {
    const read = report(paste(inspectText(withPlatform, modules, 0)));
    expect(missingModules(read)).toEqual(expected);
    expect(read.platform).toBe(withPlatform);
    expect(read.modules).toEqual(report(text).modules);
  });

  test.each(PASTINGS)('new layout of serial inspect, %s', (_name, paste) => {
    const read = report(
      paste(
        inspectText(
          withPlatform,
          modules.filter(({ l }) => l === 'm'),
          1,
        ),
      ),
    );
    expect(missingModules(read)).toEqual(expected);
    expect(read.modules).toEqual(
      report(text).modules.filter(({ function: one, store }) => one !== 0 && store === 'main'),
    );
  });

  test('a state that says the same', () => {
    const read = report(text);
    const made = stateOfReport(read, withPlatform);
    if ('kind' in made) throw new Error(made.what);
    const { state, notes } = made;
    // The device says that it fails, and nothing explains that: what it needs is not known.
    const unsure = notes.flatMap((note) => (note.kind === 'failed_without_cause' ? [note.entry] : []));
    expect(unsure).toEqual(id === 'desc-safe_mode_2' ? [2] : []);
    for (const [entry, { present, function: one, index, version, store }] of read.modules.entries()) {
      if (!present || unsure.includes(entry) || store !== 'main' || one === 7 || one === 8) continue;
      expect(
        state.modules
          .filter((module) => module.function === one && module.index === index)
          .map((module) => module.version),
      ).toContain(version);
    }
    const era = runningEra(state);
    if (!('kind' in era)) expect(['runs_app', 'safe_mode', 'unknown']).toContain(loaderVerdict(state, era).outcome);
    else expect(unsure).not.toEqual([]);
  });
});

/** As the tree view of a browser console is pasted: positions before elements, no commas. */
function consoleTree(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[\n${value.map((one, at) => `${at}:${consoleTree(one)}`).join('\n')}\n]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{\n${Object.entries(value)
      .map(([key, one]) => `"${key}":${consoleTree(one)}`)
      .join('\n')}\n}`;
  }
  return JSON.stringify(value);
}

describe('samples', () => {
  test.each<[name: string, kind: string, platform: number, missing: unknown[], notes: string[]]>([
    ['photon-0.7.0-bootloader-old.txt', 'serial_inspect', 6, [needs('b', 0, 101)], []],
    ['boron-2.0.0-quoted.txt', 'serial_inspect', 13, [], []],
    [
      'p2-5.8.0-new-layout.txt',
      'serial_inspect',
      32,
      [],
      ['asset_without_hash', 'asset_without_hash', 'asset_without_hash'],
    ],
    ['electron-0.5.3-safe-mode-event.json', 'safe_mode_event', 10, [needs('s', 2, 102)], []],
    ['boron-4.0.2-describe.json', 'describe', 13, [needs('s', 1, 4200)], []],
    ['boron-4.2.0-describe.json', 'describe', 13, [], []],
    ['argon-1.5.2-console-tree.txt', 'describe', 12, [needs('s', 1, 2011)], ['not_json']],
    ['msom-6.2.0-particle-usb.json', 'particle_usb', 35, [needs('s', 1, 6300)], []],
  ])('%s', (name, kind, platform, missing, notes) => {
    const read = report(sample(name));
    expect(read).toMatchObject({ kind, platform });
    expect(missingModules(read)).toEqual(missing);
    expect(kinds(read.notes)).toEqual(notes);
    expect(stateOf(read).modules.length).toBeGreaterThan(2);
  });

  test('every sample is in the table', () => expect(samples).toHaveLength(8));
});

describe('what an entry says', () => {
  test('checks that failed', () => {
    const failed = (vc: number, vv: number) =>
      report(message(6, { ...part(16384, 'b', '0', 4), vc, vv })).modules[0]?.failed;
    expect(failed(30, 30)).toEqual([]);
    expect(failed(30, 26)).toEqual(['dependencies']);
    expect(failed(94, 30)).toEqual(['dependencies']);
    expect(failed(30, 28)).toEqual(['integrity']);
    expect(failed(30, 6)).toEqual(['range', 'platform']);
    expect(failed(28, 28)).toEqual([]);
  });

  test.each<[name: string, entry: object]>([
    ['no function', { s: 131072, l: 'm', vc: 30, vv: 0, d: [] }],
    ['function "n"', { s: 131072, l: 'm', vc: 30, vv: 0, f: 'n', n: '0', v: 0, d: [] }],
    ['erased flash as a header', { s: 131072, l: 'm', vc: 30, vv: 0, f: '_', n: '255', v: 65535, d: [] }],
  ])('an empty slot: %s', (_name, entry) => {
    const read = report(message(6, part(16384, 'b', '0', 4), entry));
    expect(read.modules[1]).toMatchObject({ present: false, function: 0 });
    expect(read.notes).toEqual([]);
    expect(stateOf(read).unknown).not.toContain(0x080a0000);
    expect(stateOf(read).unknown).toContain(0x08020000);
  });

  test.each<[kind: string, entry: object]>([
    ['unknown_function', part(131072, 'q', '1', 4)],
    ['missing_function', { s: 131072, l: 'm', vc: 30, vv: 30, n: '1', v: 4 }],
    ['missing_index', { s: 131072, l: 'm', vc: 30, vv: 30, f: 'u', v: 4 }],
    ['missing_version', { s: 131072, l: 'm', vc: 30, vv: 30, f: 'u', n: '1' }],
    ['nothing_valid', part(131072, 'u', '1', 0, [], 0)],
  ])('what cannot be told leaves the slot unknown: %s', (kind, entry) => {
    const read = report(message(6, part(16384, 'b', '0', 4), entry));
    expect(read.modules[1]?.present).toBe(false);
    expect(kinds(read.notes)).toEqual([kind]);
    expect(stateOf(read).unknown).toContain(0x080a0000);
  });

  test.each<[kind: string, entry: object]>([
    ['missing_checks', { s: 131072, l: 'm', f: 'u', n: '1', v: 4 }],
    ['unknown_dependency', part(131072, 'u', '1', 4, [{ f: '_', n: '255', v: 65535 }])],
    ['unknown_store', { ...part(131072, 'u', '1', 4), l: 'x' }],
    [
      'more_dependencies',
      part(
        131072,
        'u',
        '1',
        4,
        [1, 2, 3].map((v) => ({ f: 'b', n: '0', v })),
      ),
    ],
  ])('noted: %s', (kind, entry) => {
    const read = report(message(6, part(16384, 'b', '0', 4), entry));
    expect(read.modules[1]?.present).toBe(true);
    expect(kinds(read.notes)).toEqual([kind]);
  });

  test('a module that every check refuses is one all the same, if it has a version', () => {
    const read = report(message(6, part(262144, 's', '1', 7, [], 0)));
    expect(read.modules[0]).toMatchObject({
      present: true,
      failed: ['integrity', 'dependencies', 'range', 'platform'],
    });
    expect(stateOf(read).modules[0]).toMatchObject({ crcOk: false, platform: 0xffff, end: 0x08060004 });
  });

  test('numbers as texts, an upper-case hash', () => {
    const entry = {
      s: '131072',
      l: 'm',
      vc: '30',
      vv: '30',
      u: HASH.toUpperCase(),
      f: 'u',
      n: 1,
      v: '4',
      d: [{ f: 's', n: 2, v: '8' }],
    };
    expect(report(message(6, entry)).modules[0]).toEqual({
      function: 5,
      index: 1,
      version: 4,
      store: 'main',
      dependencies: [needs('s', 2, 8)],
      checks: { integrity: 'pass', dependencies: 'pass', range: 'pass', platform: 'pass' },
      failed: [],
      present: true,
      maxSize: 131072,
      hash: HASH,
      assets: [],
    });
  });

  test('the mislabelled application of desc-safe_mode_1: an image with the header of system part 1 lies in its slot', () => {
    const read = report(JSON.stringify(cases.find(({ id }) => id === 'desc-safe_mode_1')?.describe));
    expect(read.notes).toEqual([
      { kind: 'mislabelled', entry: 3, function: 4, index: 1, slot: { function: 5, index: 1 } },
    ]);
    const state = stateOf(read);
    expect(
      state.modules.map(({ at, start, function: one, index, version }) => [at, start, one, index, version]),
    ).toEqual([
      [0x08000000, 0x08000000, 2, 0, 4],
      [0x08020000, 0x08020000, 4, 1, 6],
      [0x08060000, 0x08060000, 4, 2, 7],
      [0x080a0000, 0x08020000, 4, 1, 6],
    ]);
    expect(state.unknown).toEqual([]);
  });

  test('a mislabelled module does not stand in for the one that is missing', () => {
    const needy = part(262144, 's', '2', 7, [{ f: 's', n: '1', v: 6 }]);
    expect(missingModules(report(message(6, needy, part(131072, 's', '1', 6))))).toEqual([needs('s', 1, 6)]);
  });

  test('a second entry for one module that says something else: neither is known', () => {
    const read = report(
      message(
        10,
        part(131072, 's', '1', 7, [{ f: 'b', n: '0', v: 3 }]),
        part(131072, 's', '1', 9),
        part(131072, 's', '2', 7, [{ f: 's', n: '1', v: 8 }]),
      ),
    );
    expect(kinds(read.notes)).toEqual(['duplicate']);
    expect(missingModules(read)).toEqual([needs('b', 0, 3), needs('s', 1, 8)]);
    expect(stateOf(read).modules.map(({ index, version }) => [index, version])).toEqual([[2, 7]]);
    const twice = part(131072, 's', '1', 7);
    expect(stateOf(report(message(10, twice, twice))).modules.map(({ version }) => version)).toEqual([7]);
  });

  test('missing: the highest minimum, sorted; not for a factory copy, not for a module without version', () => {
    const user = part(131072, 'u', '1', 4, [
      { f: 's', n: '2', v: 8 },
      { f: 'b', n: '0', v: 9 },
    ]);
    const factory = { ...part(131072, 'u', '1', 4, [{ f: 's', n: '2', v: 99 }]), l: 'f' };
    const system = part(262144, 's', '1', 9, [{ f: 's', n: '2', v: 10 }]);
    expect(missingModules(report(message(6, user, system, factory)))).toEqual([needs('b', 0, 9), needs('s', 2, 10)]);
    const unversioned = { s: 16384, l: 'm', vc: 30, vv: 30, f: 'b', n: '0', d: [] };
    expect(missingModules(report(message(6, unversioned, user)))).toEqual([needs('s', 2, 8)]);
  });
});

describe('where a report is found', () => {
  const small = message(6, part(16384, 'b', '0', 4), part(262144, 's', '1', 7));

  test('no platform, two platforms', () => {
    expect(kinds(report(message(null, part(16384, 'b', '0', 4))).notes)).toEqual(['missing_platform']);
    const differing = report(`{"platform_id":8,"system":${small}}`);
    expect(differing.notes).toEqual([{ kind: 'platforms_differ', platforms: [8, 6] }]);
    expect(differing.platform).toBeNull();
    expect(stateOfReport(differing)).toHaveProperty('kind', 'no_report');
    expect(stateOf(differing, 8).platform).toBe(8);
    const made = stateOfReport(report(small), 8);
    expect('notes' in made && made.notes[0]).toEqual({ kind: 'platform_overridden', reported: 6, used: 8 });
  });

  test('several events: how many devices, and the latest of each', () => {
    const event = (coreid: string, version: number): string =>
      JSON.stringify({
        name: 'spark/status/safe-mode',
        data: message(6, part(16384, 'b', '0', version)),
        ttl: 60,
        coreid,
      });
    const status = JSON.stringify({ name: 'spark/status', data: 'online', coreid: 'a'.repeat(24) });
    const textOf = (version: number): string =>
      [status, event('1'.repeat(24), 1), event('A'.repeat(24), version), event('A'.repeat(24), 3), status].join('\n');
    const text = textOf(2);
    expect(readDeviceReport(text)).toEqual({ kind: 'several', count: 2, ids: ['1'.repeat(24), 'a'.repeat(24)] });
    // Nothing says which of the two is the later one.
    expect(readDeviceReport(text, 'A'.repeat(24))).toEqual({ kind: 'several', count: 1, ids: ['a'.repeat(24)] });
    expect(readDeviceReport(textOf(3), 'A'.repeat(24))).toMatchObject({
      kind: 'safe_mode_event',
      deviceId: 'a'.repeat(24),
      modules: [{ version: 3 }],
      notes: [{ kind: 'several_reports', count: 2 }],
    });
    expect(readDeviceReport(text, '1'.repeat(24))).toMatchObject({ modules: [{ version: 1 }], notes: [] });
    expect(readDeviceReport(text, '2'.repeat(24))).toHaveProperty('kind', 'no_report');
    const all = readDeviceReports(text);
    expect('kind' in all || all.map(({ deviceId, modules }) => [deviceId?.[0], modules[0]?.version])).toEqual([
      ['1', 1],
      ['a', 2],
      ['a', 3],
    ]);
  });

  test('the latest report of a device, whichever stands last', () => {
    const at = (hour: string, version: number): string =>
      JSON.stringify({
        coreid: 'b'.repeat(24),
        published_at: `2026-11-20T${hour}:00:00Z`,
        describe: { p: 6, m: [part(16384, 'b', '0', version)] },
      });
    const later = `${at('11', 2)}\n${at('10', 1)}`;
    expect(report(later).modules[0]?.version).toBe(2);
    expect(report(`${at('09', 4)}\n${later}`).modules[0]?.version).toBe(2);
    // What has no time, or the same, may be the latest.
    const undated = (version: number): string =>
      JSON.stringify({ coreid: 'b'.repeat(24), describe: { p: 6, m: [part(16384, 'b', '0', version)] } });
    for (const [other, isKnown] of [
      [undated(2), true],
      [undated(1), false],
      [at('11', 2), true],
      [at('11', 3), false],
    ] as const) {
      for (const text of [`${later}\n${other}`, `${other}\n${later}`]) {
        expect(readDeviceReport(text).kind === 'several', text).toBe(!isKnown);
      }
    }
  });

  test('two devices in one text are no single report', () => {
    const photon = sample('photon-0.7.0-bootloader-old.txt');
    expect(readDeviceReport(`${photon}\n${sample('boron-2.0.0-quoted.txt')}`)).toEqual({
      kind: 'several',
      count: 2,
      ids: [],
    });
    const all = readDeviceReports(
      `${photon}\n${sample('boron-2.0.0-quoted.txt')}\n${sample('boron-4.0.2-describe.json')}`,
    );
    expect('kind' in all || all.map(({ platform }) => platform)).toEqual([6, 13, 13]);
    // The same text pasted twice says nothing else than once.
    expect(report(`${photon}\n${photon}`).modules).toEqual(report(photon).modules);
  });

  test('particle-usb: plain list, both formats, protobuf zeros left out', () => {
    const list = [
      {
        type: 'BOOTLOADER',
        version: 2001,
        size: 1,
        validity: 0,
        validityErrors: [],
        dependencies: [{ type: 'BOOTLOADER', index: 1, version: 2 }],
      },
      {
        type: 'SYSTEM_PART_MODULE',
        index: 1,
        version: 5003,
        checkedFlags: 30,
        passedFlags: 20,
        store: 'FACTORY',
        dependencies: [{ type: 'BOOTLOADER', version: 2001 }],
      },
      {
        type: 'RADIO_STACK',
        index: 0,
        version: 6,
        validityErrors: ['INTEGRITY_CHECK_FAILED', 'RANGE_CHECK_FAILED'],
        dependencies: [],
      },
      { type: 'user_part', index: 1, version: 6, dependencies: [{ type: 'SYSTEM_PART', index: 1, version: 5003 }] },
    ];
    const read = report(JSON.stringify(list));
    expect(read.kind).toBe('particle_usb');
    expect(read.modules.map((one) => [one.function, one.index, one.version, one.store, one.failed])).toEqual([
      [2, 0, 2001, 'main', []],
      [4, 1, 5003, 'factory', ['integrity', 'range']],
      [8, 0, 6, 'main', ['integrity', 'range']],
      [5, 1, 6, 'main', []],
    ]);
    expect(kinds(read.notes)).toEqual(['missing_platform', 'missing_checks']);
    expect(missingModules(read)).toEqual([needs('b', 1, 2), needs('s', 1, 5003)]);
  });

  test('a protected device with assets', () => {
    const read = report(sample('msom-6.2.0-particle-usb.json'));
    expect(read).toMatchObject({
      protected: true,
      deviceId: '0a10aced202194944a000002',
      assets: [{ name: 'cat.txt', hash: 'aa55' }],
    });
    const state = stateOf(read);
    expect(state).toMatchObject({
      protection: 'protected',
      assets: [{ name: 'cat.txt', hash: 'aa55' }],
      applicationStart: 0x085f4000,
    });
    expect(state.modules.find(({ protects }) => protects)).toMatchObject({ function: 2, index: 0, headerOffset: 0x20 });
    expect(
      stateOf(report(sample('msom-6.2.0-particle-usb.json').replace('true', 'true, "overridden": true'))).protection,
    ).toBe('service_mode');
  });

  test('assets that the text gives no hash of are not known', () => {
    const read = report(sample('p2-5.8.0-new-layout.txt'));
    expect(read.assets).toBeNull();
    expect(read.modules.at(-1)?.assets).toEqual([
      { name: 'cat.txt', hash: null },
      { name: 'water.txt', hash: null, isMissing: true },
    ]);
    expect(read.modules.at(-1)).toMatchObject({ maxSize: 1572864, hash: HASH });
    expect(stateOf(read).assets).toBe('unknown');
  });

  test.each<[text: string, what: RegExp]>([
    ['', /no text/],
    [' \r\n\t', /no text/],
    ['x'.repeat(1024 * 1024 + 1), /1 MiB/],
    ['Your device id is 0123456789abcdef01234567\nYour system firmware version is 2.3.1', /particle identify/],
    ['system firmware version: 0.4.6', /serial terminal/],
    ['0000012345 [comm.ota] INFO: Received UpdateStart request', /log of the device/],
    ['success ', /flash status/],
    ['online', /status event/],
    ['{"name":"spark/flash/status","data":"started ","ttl":60}', /the event spark\/flash\/status/],
    ['{"a":1}', /JSON without/],
    ['Platform: 6 - Photon\nModules\n', /beginning of/],
    ['<!DOCTYPE html><html></html>', /HTML/],
    ['\u0000\u0001{', /binary/],
    ['hello', /text without/],
  ])('no report: %j', (text, expected) => {
    expect(what(text)).toMatch(expected);
  });
});

describe('damage', () => {
  const event = sample('electron-0.5.3-safe-mode-event.json').trim();
  const whole = report(event).modules;

  test('an event that is cut off anywhere: whole modules only, and it is said', () => {
    for (let length = 1; length < event.length; length += 1) {
      const read = readDeviceReport(event.slice(0, length));
      if (!('modules' in read)) continue;
      expect(read.modules).toEqual(whole.slice(0, read.modules.length));
      expect(kinds(read.notes)).toContain('cut_off');
    }
    const most = report(event.slice(0, event.indexOf('","ttl"') - 3));
    expect(most.modules).toHaveLength(5);
    expect(most.kind).toBe('safe_mode_event');
  });

  test('only the data is cut off', () => {
    const data = (JSON.parse(event) as { data: string }).data;
    const read = report(JSON.stringify({ name: 'spark/status/safe-mode', data: data.slice(0, 255), ttl: 60 }));
    expect(read).toMatchObject({ kind: 'safe_mode_event', platform: 10, notes: [{ kind: 'cut_off' }] });
    expect(read.modules).toEqual(whole.slice(0, read.modules.length));
    expect(read.modules.length).toBeGreaterThan(1);
  });

  test('serial inspect that is cut off, with a line that is none', () => {
    const text = sample('photon-0.7.0-bootloader-old.txt');
    expect(kinds(report(text.slice(0, text.indexOf('Dependencies'))).notes)).toEqual(['cut_off']);
    expect(report(text.replace('Address Range: PASS', 'Add?? Range: PASS')).notes).toEqual([
      { kind: 'unreadable_line', line: 5, text: 'Add?? Range: PASS', makesUnknown: 'dependencies' },
      { kind: 'missing_checks', entry: 0, function: 2, index: 0 },
      { kind: 'dependencies_unknown', entry: 0, function: 2, index: 0 },
    ]);
    expect(kinds(report(text.replace('Platform: 6 - Photon', '')).notes)).toEqual(['missing_platform']);
    expect(kinds(report(text.replace('Bootloader module', 'Gadget module')).notes)).toEqual(['unknown_function']);
    expect(kinds(report(text.replace('version 11', 'version undefined')).notes)).toEqual(['missing_version']);
  });

  test('at most 64 modules', () => {
    const many = report(message(6, ...Array.from({ length: 70 }, (_, at) => part(1, 'r', String(at), 1))));
    expect(many.modules).toHaveLength(64);
    expect(many.notes).toEqual([{ kind: 'too_many_modules', count: 70, limit: 64 }]);
    const lines = Array.from(
      { length: 70 },
      (_, at) => `System module #${at} - version 1, main location, 5 bytes max size\nDependencies: PASS`,
    );
    expect(report(lines.join('\n')).modules).toHaveLength(64);
  });

  const isSound = (text: string): void => {
    const read = readDeviceReport(text);
    if (!('modules' in read)) return;
    expect(read.modules.length).toBeLessThanOrEqual(64);
    expect(read.notes.length).toBeLessThanOrEqual(256);
    expect(JSON.parse(JSON.stringify(read))).toEqual(read);
    missingModules(read);
    for (const platform of [undefined, 6, 10, 13, 26, 32, 0, 65535]) {
      const made = stateOfReport(read, platform);
      if ('kind' in made) continue;
      const places = made.state.modules.map(({ at }) => at);
      expect(new Set(places).size).toBe(places.length);
      expect(made.state.unknown.filter((at) => places.includes(at))).toEqual([]);
    }
  };

  test('arbitrary text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), isSound), { numRuns: 500 });
    fc.assert(fc.property(fc.json(), isSound), { numRuns: 300 });
  });

  test('arbitrary entries', () => {
    const value = fc.oneof(
      fc.constantFrom('b', 's', 'u', 'a', 'c', 'n', '_', 'm', 'f', '0', '1', '2'),
      fc.constantFrom(0, 1, 2, 4, 30, 26, 65535, 16384, 131072, 262144, 6102, 3200),
      fc.jsonValue(),
    );
    const entry = fc.record(
      {
        s: value,
        l: value,
        vc: value,
        vv: value,
        u: value,
        f: value,
        n: value,
        v: value,
        d: fc.array(fc.record({ f: value, n: value, v: value })),
      },
      { requiredKeys: [] },
    );
    const describes = fc.record({ p: value, m: fc.array(entry) }).map((one) => JSON.stringify(one));
    fc.assert(fc.property(describes, isSound), { numRuns: 500 });
  });

  test('samples with a piece taken out, doubled or replaced', () => {
    const texts = samples.map(sample);
    const change = fc.tuple(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(40),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 8 }),
        fc.constantFrom('{', '}', '[', ']', '"', '\n', ',', ':', '\\'),
      ),
    );
    fc.assert(
      fc.property(change, ([text, at, length, piece]) => {
        const from = at % text.length;
        isSound(text.slice(0, from) + piece + text.slice(from + length));
        isSound(text.slice(0, from) + piece.repeat(3) + text.slice(Math.max(0, from - length)));
      }),
      { numRuns: 300 },
    );
  });

  /** Texts of a length that grows with n. */
  test.each<[name: string, textOf: (n: number) => string]>([
    ['deep arrays', (n) => '['.repeat(n)],
    ['deep objects', (n) => '{"a":'.repeat(n / 5)],
    ['deep objects with m', (n) => '{"m":[{"m":['.repeat(n / 12.5)],
    ['many starts', (n) => '{'.repeat(n / 2) + ' '.repeat(n / 2)],
    ['half a string', (n) => `{"${'\\'.repeat(n + 1)}`],
    ['white space', (n) => `{${' '.repeat(n)}x`],
    ['words', (n) => `{${'a:'.repeat(n / 2)}`],
    ['texts in texts', (n) => `"${'\\"'.repeat(n / 2)}"`],
    ['a long line', (n) => `${'a '.repeat(n / 2)}module #1 - version 2`],
    ['many lines', (n) => 'System module #1 - version 2\n'.repeat(n / 28)],
    ['many events', (n) => 'data: {"m":[]}\n'.repeat(n / 16)],
    ['quotes', (n) => '>'.repeat(n)],
    ['line ends', (n) => `a${'\n'.repeat(n)}b{`],
    ['escapes', (n) => '\u001b['.repeat(n / 2)],
  ])('bounded: %s', async (_name, textOf) => {
    const [quarter, whole] = [textOf(250_000), textOf(1_000_000)];
    // Three times linear growth of the same run; what grows with the square takes sixteen times the quarter. Below the floor a pause of the machine is longer.
    const before = await shortestOf(0, () => {
      isSound(quarter);
    });
    const most = Math.max(400, 12 * before);
    const taken = await shortestOf(most, () => {
      isSound(whole);
    });
    expect(taken).toBeLessThan(most);
  });
});

describe('the state of a reported device', () => {
  const boron = (system: number, ...rest: readonly object[]): DeviceReport =>
    report(message(13, part(49152, 'b', '0', 1101), part(671744, 's', '1', system), ...rest));

  test('Gen 3: slots of the running release, radio and NCP apart', () => {
    const state = stateOf(report(sample('argon-1.5.2-console-tree.txt')));
    expect(state.modules.map(({ at, end, headerOffset }) => [at, end, headerOffset])).toEqual([
      [0x30000, 0xc05c8, 0x200],
      [0xd4000, 0xe4000, 0],
      [0xf4000, 0xffffc, 0x200],
    ]);
    expect(state).toMatchObject({
      radio: { version: 202, infoWord: 10345 },
      ncp: 5,
      protection: 'open',
      assets: 'unknown',
      applicationStart: null,
    });
    expect(state.unknown).toEqual([0x12200000]);
  });

  test('radio stack and NCP that are not reported', () => {
    expect(stateOf(boron(4006))).toMatchObject({ radio: 'unknown', ncp: null });
    expect(stateOf(report(message(12, part(671744, 's', '1', 1512))))).toMatchObject({
      radio: 'unknown',
      ncp: 'unknown',
    });
    expect(stateOf(report(message(6, part(262144, 's', '2', 207))))).toMatchObject({ radio: null, ncp: null });
  });

  test('system part 6.1.2 and later lies lower', () => {
    expect(stateOf(boron(6102)).modules[0]?.at).toBe(0x28000);
    expect(stateOf(boron(6101)).modules[0]?.at).toBe(0x30000);
  });

  test('the 256K application: the 128K one is not whole, or it would be listed', () => {
    const user = part(262144, 'u', '2', 6, [{ f: 's', n: '1', v: 4006 }]);
    const state = stateOf(boron(4006, user));
    expect(state.unknown).not.toContain(0xd4000);
    const era = runningEra(state);
    if ('kind' in era) throw new Error(era.kind);
    expect(loaderVerdict(state, era).outcome).toBe('runs_app');
    expect(stateOf(boron(4006)).unknown).toEqual([0xb4000, 0xd4000, 0x12200000]);
    expect(stateOf(boron(4006, { ...user, vv: 28 })).unknown).toContain(0xd4000);
  });

  test('a factory copy lies elsewhere than it runs', () => {
    const factory = { ...part(131072, 'u', '1', 3), l: 'f' };
    const find = (platform: number, version: number) =>
      stateOf(
        report(message(platform, part(platform === 6 ? 262144 : 131072, 's', '2', version), factory)),
      ).modules.find(({ at, start }) => at !== start);
    expect(find(10, 202)).toMatchObject({ at: 0x080a0000, start: 0x08080000 });
    expect(find(10, 15)).toMatchObject({ at: 0x080e0000, start: 0x08080000 });
    expect(find(6, 207)).toMatchObject({ at: 0x080e0000, start: 0x080a0000 });
  });

  test('Electron before slot 3: what lies there is not described', () => {
    const state = stateOf(report(message(10, part(131072, 's', '1', 13), part(131072, 's', '2', 13))));
    expect(state.unknown).toContain(0x08060000);
  });

  test('an empty slot of the Electron is told by what the others are', () => {
    const made = stateOfReport(report(sample('electron-0.5.3-safe-mode-event.json')));
    if ('kind' in made) throw new Error(made.what);
    expect(made.notes).toEqual([{ kind: 'read_as_erased', function: 4, index: 3 }]);
    // Only the old place of the factory copy is not described.
    expect(made.state.unknown).toEqual([0x080e0000]);
    const empty = { s: 131072, l: 'm', vc: 30, vv: 0, d: [] };
    const unclear = stateOfReport(report(message(10, part(131072, 's', '2', 21), empty)));
    expect('notes' in unclear && kinds(unclear.notes)).toContain('empty_unclear');
  });

  test('no system part that validates', () => {
    const made = stateOfReport(report(message(6, part(16384, 'b', '0', 4))));
    if ('kind' in made) throw new Error(made.what);
    expect(kinds(made.notes)).toContain('system_unknown');
    expect(made.state.unknown).toEqual([0x08020000, 0x08060000, 0x080a0000, 0x080e0000]);
    expect(runningEra(made.state)).toEqual({ kind: 'system_unknown' });
  });

  test('a platform without slots, a module without slot', () => {
    const core = stateOfReport(report(message(0, part(1, 'm', '0', 4))));
    expect('notes' in core && [core.state.modules, kinds(core.notes)]).toEqual([
      [],
      ['no_slots', 'protection_unknown'],
    ]);
    const photon = stateOfReport(report(message(6, part(1, 'a', '3', 4), part(1, 's', '9', 4))));
    expect('notes' in photon && photon.notes).toContainEqual({ kind: 'no_slot', function: 4, index: 9, store: 'main' });
  });

  test('RTL872x: no application listed, an application that is not whole', () => {
    const msom = sample('msom-6.2.0-particle-usb.json');
    const without = stateOfReport(report(msom.replace('"USER_PART"', '"ASSET"')));
    expect('notes' in without && [without.state.applicationStart, kinds(without.notes)]).toEqual([
      null,
      ['no_slot', 'no_application'],
    ]);
    const broken = msom.replace('["DEPENDENCY_CHECK_FAILED"]', '["INTEGRITY_CHECK_FAILED"]');
    expect(stateOf(report(broken)).applicationStart).toBe('unknown');
    expect(stateOf(report(sample('p2-5.8.0-new-layout.txt'))).modules.at(-1)).toMatchObject({
      at: 0x085f4000,
      end: 0x085ffffc,
      dynamicStart: 0x085f4000,
    });
  });

  test('protection is not described in JSON', () => {
    expect(stateOf(boron(5800)).protection).toBe('open');
    expect(stateOf(boron(6200)).protection).toBe('unknown');
    expect(
      stateOf(report(`{"protected":false,"system":${message(13, part(671744, 's', '1', 6200))}}`)).protection,
    ).toBe('open');
  });
});
