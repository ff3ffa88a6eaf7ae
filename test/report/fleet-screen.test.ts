/** The screen about a fleet: every record counts once in what it says, numbers agree with names, and what is not known has a step to take. */
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginOverview } from '../../src/assess/fleet-overview.js';
import type { FleetOverview, OverviewQuestion } from '../../src/assess/fleet-overview.js';
import { decodeText } from '../../src/base/decode-text.js';
import { overviewMarkdown, overviewText, shares } from '../../src/report/fleet-overview.js';
import { fleetRecords } from '../../src/report/fleet-records.js';
import { fleetTodo, lackOf } from '../../src/report/fleet-todo.js';
import { gatherNotes, readerOf } from '../../src/report/read-devices.js';
import { PLAIN } from '../../src/report/style.js';

interface Seen {
  readonly overview: FleetOverview;
  readonly notes: readonly string[];
}

function seen(files: Readonly<Record<string, string>>, question: OverviewQuestion = {}): Seen {
  const open = beginOverview(question);
  const notes = gatherNotes();
  for (const [name, text] of Object.entries(files)) {
    const reader = readerOf(name, { platform: null, sink: open.add, notes });
    reader.add(text);
    reader.end();
  }
  return { overview: open.end(), notes: notes.words() };
}

const screen = ({ overview, notes }: Seen, width = 80): string =>
  overviewText(overview, notes, [], { style: PLAIN, width, quiet: false, verbose: false });
const asLine = (text: string): string => text.replace(/\s+/g, ' ');

const FIXTURES = Object.fromEntries(
  readdirSync('fixtures/fleet').map((name) => [
    `lists/${name}`,
    decodeText(readFileSync(`fixtures/fleet/${name}`)).replace(/^\ufeff/, ''),
  ]),
);
const ALL = { ...FIXTURES, 'lists/README.md': '# What people have\n\nAll of it is invented.\n' };

const idOf = (at: number): string => `e00fce68${at.toString(16).padStart(16, '0')}`;
const row = (at: number | null, release: string | null, more: object = {}): string =>
  JSON.stringify({
    ...(at === null ? { name: 'x' } : { id: idOf(at) }),
    platform_id: 13,
    system_firmware_version: release,
    ...more,
  });

/** The numbers in front of the lines about records. */
const recordsSaid = (text: string): readonly number[] => {
  const block = text.slice(text.search(/^The files/m)).split('\n\n')[0] ?? '';
  return [...block.matchAll(/^ {2} *([\d,]+) {2}\S/gm)].map(([, number = '']) => Number(number.replaceAll(',', '')));
};

describe('all that people have, together', () => {
  const all = seen(ALL);
  const text = screen(all);
  const line = asLine(text);

  test('begins with the answer, and how many need a step', () => {
    expect(text).toMatch(/^NOT KNOWN {2}4 of 11 devices \(9 by ID, 2 records without one\): platform or Device/);
  });

  test('one screen of 80 columns, wherever it is shown', () => {
    for (const width of [80, 100]) {
      const lines = screen(all, width).trimEnd().split('\n');
      expect(Math.max(...lines.map((one) => one.length))).toBeLessThanOrEqual(80);
      expect(lines.length).toBeLessThanOrEqual(45);
    }
  });

  test('every record counts once in what it says', () => {
    const said = recordsSaid(text);
    const { total } = all.overview.records;
    expect(said.length).toBeGreaterThan(3);
    expect(said.reduce((sum, one) => sum + one, 0)).toBe(total);
    expect(line).toContain(`hold ${String(total)} records`);
  });

  test('every file without a device is named once, and they are as many as is said', () => {
    const [, count = ''] = / (\d+) files are not used: see the end\./.exec(line) ?? [];
    const names = all.overview.unread.flatMap(({ places }) => places.map(({ file }) => file.replace('lists/', '')));
    expect(names).toHaveLength(Number(count));
    for (const name of names) expect(line.split(`- ${name}`).length + line.split(`, ${name}`).length, name).toBe(3);
  });

  test('every device that is not known is named with what to do, and its row tells where', () => {
    const unknown = all.overview.groups.filter((group) => lackOf(group) !== null);
    const todo = fleetTodo(all.overview);
    expect(todo.reduce((sum, { devices }) => sum + devices, 0)).toBe(4);
    expect(unknown.reduce((sum, { devices }) => sum + devices, 0)).toBe(4);
    for (const { names } of unknown) for (const name of names) expect(line).toContain(name);
    expect(todo.filter(({ devices }) => devices > 0)).toHaveLength(3);
    for (const at of todo.flatMap(({ devices }, index) => (devices > 0 ? index : []))) {
      expect(line).toMatch(new RegExp(`see (?:\\d,? ?(?:and )?)*${String(at + 1)}\\b`));
    }
  });

  test('what contradicts is told with its files and times', () => {
    expect(line).toMatch(/Device OS 4\.0\.2 in 9 files, last [\w.-]+ \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)/);
    expect(line).toContain('Device OS 4.2.0 in three-reports-one-line.json (no time)');
    const alone = fleetTodo(seen({ 'a.json': row(1, '4.2.0'), 'b.json': row(1, '4.0.2') }).overview);
    expect(alone[0]?.facts).toEqual(['Device OS 4.2.0 in a.json (no time)', 'Device OS 4.0.2 in b.json (no time)']);
  });

  test('commands are whole on a line, and written out once', () => {
    const command = '`particle product device list 30301 ID --json > ID.json`';
    expect(text.split(command)).toHaveLength(2);
    expect(text).not.toContain('PRODUCT');
  });

  test('the same as Markdown', () => {
    const markdown = overviewMarkdown(all.overview, all.notes, []);
    for (const { why, facts } of fleetTodo(all.overview)) {
      for (const one of [why, ...facts]) expect(markdown).toContain(one);
    }
    expect(markdown).toContain('platform or Device OS is not known.');
  });
});

const event = (at: number, hour: number, version: number, name = 'spark/status', data: unknown = 'online'): string =>
  JSON.stringify({
    ...{ name, data, coreid: idOf(at), productID: 7, version },
    published_at: `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`,
  });
const REPORT = JSON.stringify({ p: 13, m: [{ s: 671744, l: 'm', vc: 30, vv: 30, f: 's', n: '1', v: 4200, d: [] }] });
const safe = (at: number, hour: number): string => event(at, hour, 0, 'spark/status/safe-mode', REPORT);
const heard = (hour: number): object => ({
  ...{ product_id: 7, firmware_version: 3 },
  last_heard: `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`,
});

describe('what is named last counts', () => {
  const versionOf = (...lines: readonly string[]): unknown =>
    [lines, [...lines].reverse()].map((some) => {
      const { overview } = seen(Object.fromEntries(some.map((line, at) => [`f${String(at)}`, line])));
      return [overview.groups.map(({ productVersion }) => productVersion), overview.safeMode.devices];
    });
  const twice = (version: number | null, safeMode: number): unknown => [
    [[version], safeMode],
    [[version], safeMode],
  ];

  test('the version of the firmware, by a row or an event', () => {
    expect(versionOf(row(1, '4.2.0', heard(10)))).toEqual(twice(3, 0));
    expect(versionOf(row(1, '4.2.0', heard(10)), event(1, 11, 4))).toEqual(twice(4, 0));
    expect(versionOf(row(1, '4.2.0', heard(12)), event(1, 11, 4))).toEqual(twice(3, 0));
    // Neither is known to be the later one.
    expect(versionOf(row(1, '4.2.0', heard(11)), event(1, 11, 4))).toEqual(twice(null, 0));
    expect(versionOf(row(1, '4.2.0', { product_id: 7, firmware_version: 3 }), event(1, 11, 4))).toEqual(twice(null, 0));
    // Without an application an event names none.
    expect(versionOf(row(1, '4.2.0', heard(10)), event(1, 11, 0))).toEqual(twice(3, 0));
  });

  test('safe mode, until it is heard that an application runs', () => {
    expect(versionOf(row(1, '4.2.0', heard(10)), safe(1, 11))).toEqual(twice(null, 1));
    expect(versionOf(row(1, '4.2.0', heard(10)), safe(1, 11), event(1, 12, 0))).toEqual(twice(null, 1));
    expect(versionOf(row(1, '4.2.0', heard(10)), safe(1, 11), event(1, 12, 4))).toEqual(twice(4, 0));
    expect(versionOf(safe(1, 11), event(1, 10, 4))).toEqual(twice(null, 1));
    expect(screen(seen({ 'a.ndjson': safe(1, 11) }))).toContain(`In safe mode, last heard: ${idOf(1)}`);
  });
});

test('a device of events alone is asked for by its ID where a list does not have it', () => {
  const list = JSON.stringify({ meta: { current: 1 }, data: [JSON.parse(row(1, '4.2.0', heard(10))) as unknown] });
  const [first] = fleetTodo(seen({ 'a.json': list, 'b.ndjson': event(2, 11, 3) }).overview);
  expect(first?.facts).toEqual(['not in a.json (page 1)']);
  expect(first?.what).toContain('`particle product device list 7 ID --json > ID.json`');
  // What that command prints is read.
  const answer = JSON.stringify({
    meta: { version: '1.0.0' },
    data: JSON.parse(row(2, '4.2.0', heard(12))) as unknown,
  });
  const { judgement, groups } = seen({ 'a.json': list, 'b.ndjson': event(2, 11, 3), 'c.json': answer }).overview;
  expect(judgement).toBe('ok');
  expect(groups).toMatchObject([{ devices: 2, deviceOs: '4.2.0', product: 7, productVersion: 3 }]);
});

test('devices that only an unused file names are named, and not counted', () => {
  const usb = `a [${idOf(1)}] (Boron)\nb [${idOf(2)}] (Argon, DFU)\n`;
  const { overview } = seen({ 'a.json': row(1, '4.2.0'), 'usb.txt': usb });
  expect(overview.namedAlone).toEqual([{ device: idOf(2), file: 'usb.txt' }]);
  expect(overview.devices).toBe(1);
  expect(asLine(screen({ overview, notes: [] }))).toContain(
    `usb.txt (\`particle usb list\`) names ${idOf(2)}, not counted`,
  );
  const both = seen({ 'a.json': row(1, '4.2.0'), 'b.json': row(2, '4.2.0'), 'usb.txt': usb });
  expect(both.overview.namedAlone).toEqual([]);
  expect(asLine(screen(both))).toContain('their devices count above: leave out');
});

test('records that count, in any order and with any of them lost, are the records that were read', () => {
  const line = fc.oneof(
    fc.tuple(fc.option(fc.nat(4)), fc.constantFrom('4.2.0', '4.0.2', '99.9.9', null)).map(([at, os]) => row(at, os)),
    fc.nat(6).map((at) => JSON.stringify({ event: 'spark/status', data: 'online', coreid: idOf(at) })),
    fc.constantFrom('{"no":"device"}', 'what is this', row(1, '4.2.0').slice(0, 20)),
  );
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 5 }), { minLength: 1, maxLength: 4 }), (files) => {
      const { overview } = seen(Object.fromEntries(files.map((lines, at) => [`f${String(at)}`, lines.join('\n')])));
      const part = fleetRecords(overview);
      const said = part === null ? overview.devices : part.lines.reduce((sum, { records }) => sum + records, 0);
      expect(said).toBe(overview.records.total);
      expect(overview.unread.reduce((sum, { records }) => sum + records, 0)).toBe(overview.records.unread);
      for (const { places, records } of overview.unread) {
        expect(places.reduce((sum, one) => sum + one.records, 0)).toBe(records);
      }
      const unknown = overview.groups.filter((group) => lackOf(group) !== null);
      const todo = fleetTodo(overview);
      expect(todo.reduce((sum, { devices }) => sum + devices, 0)).toBe(
        unknown.reduce((sum, { devices }) => sum + devices, 0),
      );
      // What is not known is said in the first words, and nothing else is.
      expect(screen({ overview, notes: [] }).startsWith('OK ')).toBe(overview.judgement === 'ok');
      for (const one of screen({ overview, notes: [] }).split('\n')) expect(one.length).toBeLessThanOrEqual(80);
    }),
    { numRuns: 150 },
  );
});

test('what contradicts is the same whichever file is read first', () => {
  const said = fc.array(fc.tuple(fc.constantFrom('4.2.0', '4.0.2', '5.5.0'), fc.constantFrom(null, 1, 2), fc.nat(3)), {
    minLength: 2,
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      said.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const of = (some: typeof all) => {
          const open = beginOverview({});
          for (const [release, hour, file] of some) {
            const heard = hour === null ? {} : { last_heard: `2026-11-20T0${String(hour)}:00:00Z` };
            const reader = readerOf(`f${String(file)}`, { platform: null, sink: open.add, notes: gatherNotes() });
            reader.add(row(1, release, heard));
            reader.end();
          }
          return open.end();
        };
        const once = of(all);
        expect(of(shuffled)).toEqual(once);
        const isContradictory = once.groups.some(({ lacking }) => lacking === 'contradictory');
        expect(once.contradictions.length).toBe(isContradictory ? 1 : 0);
        if (isContradictory) expect(once.contradictions[0]?.said.length).toBeGreaterThan(1);
      },
    ),
    { numRuns: 200 },
  );
});

describe('shares', () => {
  test('are 100 together, and never 0 or 100 for what is neither', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 }), (parts) => {
        const whole = parts.reduce((sum, one) => sum + one, 0);
        const told = shares(parts);
        if (whole < 100) expect(new Set(told)).toEqual(new Set(['']));
        else if (parts.every((one) => one / whole >= 0.01)) {
          expect(told.reduce((sum, one) => sum + Number.parseInt(one, 10), 0)).toBe(100);
        }
        if (parts.length > 1) for (const one of told) expect(one).not.toMatch(/^(?:0|100) %$/);
      }),
    );
    expect(shares([1, 99_999])).toEqual(['< 1 %', '> 99 %']);
    expect(shares([100, 100, 100])).toEqual(['34 %', '33 %', '33 %']);
  });
});

describe('other fleets', () => {
  test('one device that is known is an answer of a few lines', () => {
    expect(screen(seen({ 'one.json': row(1, '4.2.0') }))).toBe(
      'OK  Platform and Device OS of the device are known. Whether firmware runs is\n    judged by `fwinspect check --fleet`, not here.\n\nboron: 1 device, Device OS 4.2.0\n',
    );
  });

  test('no ID anywhere: it is said that devices may count twice', () => {
    const text = screen(seen({ 'noid.ndjson': [row(null, '4.2.0'), row(null, '4.2.0')].join('\n') }));
    expect(text).toMatch(/^OK {2}Platform and Device OS of all 2 devices are known\./);
    expect(asLine(text)).toContain('None of them names its device, so the same device may be counted twice.');
  });

  test('a way that does not exist is the first that is said', () => {
    const text = asLine(
      screen(seen({ 'a.ndjson': [row(1, '4.2.0'), row(2, '1.5.2', { platform_id: 6 })].join('\n') }, { to: '4.2.0' })),
    );
    expect(text).toMatch(/^NOT OK 1 of 2 devices: no way to 4\.2\.0\. 1 of 2 devices: at 4\.2\.0, beyond it/);
  });

  test('a part of a list that is lost is a thing to do, and its line is told', () => {
    const { overview } = seen({ 'list.ndjson': [row(1, '4.2.0'), 'what is this', row(2, '4.2.0')].join('\n') });
    expect(fleetTodo(overview).map(({ why }) => why)).toEqual(['list.ndjson, line 2: text without a list of modules.']);
    expect(asLine(screen({ overview, notes: [] }))).toMatch(/^NOT KNOWN .* there may be more devices\./);
  });

  test('files that are not used are named however the answer is', () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`d/${String(at)}.txt`, 'nothing']));
    const { overview } = seen({ ...files, 'd/ok.json': row(1, '4.2.0') });
    const text = asLine(screen({ overview, notes: [] }));
    expect(text).toMatch(
      /^NOT KNOWN Platform and Device OS of the device are known\. 30 files are not used: see the end/,
    );
    expect(text).toContain('30 in 30 files that are not used');
    expect(text).toContain('and 26 more files');
  });

  test('a product that only the row behind a report names is that of the device', () => {
    const report = JSON.stringify({
      id: idOf(1),
      p: 13,
      m: [{ s: 671744, l: 'm', vc: 30, vv: 30, f: 's', n: '1', v: 4200, d: [] }],
    });
    const list = row(1, '4.2.0', { product_id: 7, firmware_version: 3 });
    const { groups } = seen({ 'a.json': report, 'b.json': list }).overview;
    expect(groups).toMatchObject([{ basis: 'report', product: 7, productVersion: 3, devices: 1 }]);
  });
});
