/** Laws of fleets: wrapping and order do not show, every record goes somewhere, and unknown is never OK. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verdictLines } from '../../src/report/verdicts.js';
import { answerTo, BORON, describeOf, idOf, overviewOf, recordsOf, rolloutTo, timeOf } from '../support/fleet.js';
import type { FleetAnswer } from '../support/fleet.js';

const RELEASES = ['4.2.0', '4.0.2', '1.5.2', '5.5.0', '99.0.0', null] as const;

interface Said {
  readonly device: number;
  readonly release: (typeof RELEASES)[number];
  readonly hour: number | null;
}

interface Reported {
  readonly device: number;
  readonly system: number;
  readonly hour: number | null;
  readonly platform?: number;
}

const rowOf = ({ device, release, hour }: Said): object => ({
  id: idOf(device),
  name: `dev "${String(device)}", x`,
  platform_id: BORON,
  system_firmware_version: release,
  product_id: 7,
  firmware_version: 3,
  last_heard: hour === null ? null : timeOf(hour),
});

const eventOf = ({ device, system, hour, platform }: Reported): object => ({
  name: 'spark/status/safe-mode',
  data: JSON.stringify(describeOf(system, platform)),
  coreid: idOf(device).toUpperCase(),
  ...(hour === null ? {} : { published_at: timeOf(hour) }),
});

const otherEvent = (device: number): object => ({
  name: 'spark/status',
  data: 'online',
  coreid: idOf(device),
  published_at: timeOf(9),
});

const hours = fc.option(fc.integer({ min: 0, max: 4 }), { nil: null });
const devices = fc.integer({ min: 1, max: 6 });
const said = fc.record({ device: devices, release: fc.constantFrom(...RELEASES), hour: hours }).map(rowOf);
const reported = fc.record({ device: devices, system: fc.constantFrom(4200, 4006, 5500), hour: hours }).map(eventOf);
const records = fc.array(fc.oneof(said, reported, devices.map(otherEvent)), { maxLength: 14 });

const csvCell = (value: string | number | null | undefined): string => `"${String(value ?? '').replaceAll('"', '""')}"`;

/** Ways in which rows of a list are given. */
const LISTS: Readonly<Record<string, (rows: readonly object[]) => string>> = {
  'GET /v1/devices': (rows) => JSON.stringify(rows, null, 2),
  'on one line': (rows) => JSON.stringify(rows),
  'a page': (rows) => JSON.stringify({ devices: rows, customers: [], meta: { total_pages: 1 } }, null, 2),
  'a page on one line': (rows) => JSON.stringify({ meta: { total_pages: 1 }, devices: rows }),
  // A round number of rows may be a page that was asked for with a limit.
  'the command line tool': (rows) =>
    JSON.stringify(
      { meta: { previous: 0, current: 1, next: 2, ...(rows.length % 5 === 0 ? { total_pages: 1 } : {}) }, data: rows },
      null,
      4,
    ),
  'one a line': (rows) => rows.map((row) => JSON.stringify(row)).join('\n'),
  'printed one after another': (rows) => rows.map((row) => JSON.stringify(row, null, 1)).join('\n'),
  'an array with one a line': (rows) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`,
  'an array of arrays': (rows) => JSON.stringify(rows.map((row) => [row])),
  'a body of the API': (rows) => JSON.stringify({ body: { devices: rows }, statusCode: 200 }),
};

const TABLE = (rows: readonly object[]): string =>
  [
    'Device ID;Name;Platform;Device OS Version;Firmware Version;Product ID;Last Heard',
    ...rows.map((row) => {
      const one = row as Readonly<Record<string, string | number | null>>;
      return [
        one.id,
        one.name,
        'Boron',
        one.system_firmware_version,
        one.firmware_version,
        one.product_id,
        one.last_heard,
      ]
        .map(csvCell)
        .join(';');
    }),
  ].join('\r\n');

/** Ways in which any records are given. */
const WRAPPINGS: Readonly<Record<string, (all: readonly object[]) => string>> = {
  'one a line': (all) => all.map((one) => JSON.stringify(one)).join('\r\n'),
  'a printed array': (all) => JSON.stringify(all, null, 2),
  'printed one after another': (all) => all.map((one) => JSON.stringify(one, null, 4)).join('\n'),
  'server-sent events': (all) =>
    `:ok\n\n${all
      .map((one) => {
        const { name, ...rest } = one as { readonly name: string };
        return 'data' in one ? `event: ${name}\ndata: ${JSON.stringify(rest)}\n` : `${JSON.stringify(one)}\n`;
      })
      .join('\n')}`,
  'particle subscribe': (all) =>
    `Subscribing to all events from product 7\n\n${all.map((one) => JSON.stringify(one)).join('\n')}`,
  webhooks: (all) =>
    JSON.stringify(
      all.map((one) => {
        const { name, ...rest } = one as { readonly name: string };
        return 'data' in one ? { event: name, ...rest } : one;
      }),
    ),
};

/** All that is the same whatever the wrapping: the summary and the lists of verdicts. */
function shown({ assessment, devices: summary, verdicts }: FleetAnswer) {
  return {
    summary,
    judgement: assessment.judgement,
    findings: assessment.findings.map(({ rule, values }) => ({ rule, values })),
    ndjson: [...verdictLines(verdicts, summary, 'ndjson')].join(''),
    csv: [...verdictLines(verdicts, summary, 'csv')].join(''),
  };
}

const byList = (all: readonly object[]): string => all.map((one) => JSON.stringify(one)).join('\n');

test('rows are the same devices in every wrapping', () => {
  fc.assert(
    fc.property(fc.array(said, { minLength: 1, maxLength: 10 }), fc.integer({ min: 1, max: 400 }), (rows, piece) => {
      const expected = shown(answerTo([byList(rows)]));
      for (const [name, wrap] of [...Object.entries(LISTS), ['a table', TABLE] as const]) {
        const text = wrap(rows);
        expect(shown(answerTo([text])), name).toEqual(expected);
        expect(recordsOf(text, piece), name).toEqual(recordsOf(text));
      }
    }),
    { numRuns: 30 },
  );
});

test('records are the same in every wrapping, order and number of files', () => {
  fc.assert(
    fc.property(
      records.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(14)),
      ),
      ([all, shuffled, cut]) => {
        const expected = shown(answerTo([byList(all)]));
        for (const [name, wrap] of Object.entries(WRAPPINGS)) {
          expect(shown(answerTo([wrap(shuffled)])), name).toEqual(expected);
          const parts = [shuffled.slice(0, cut), shuffled.slice(cut)].map(wrap);
          expect(shown(answerTo(parts)), `${name} in two files`).toEqual(expected);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('every record goes somewhere, every device has one outcome', () => {
  fc.assert(
    fc.property(records, fc.nat(3), (all, rubbish) => {
      const text = `${byList(all)}\n${'{"no": "device"}\n'.repeat(rubbish)}`;
      const { devices: summary, verdicts } = answerTo([text]);
      const { total, superseded, otherEvents, unread } = summary.records;
      expect(total).toBe(all.length + rubbish);
      expect(unread).toBe(rubbish);
      expect(total).toBe(summary.devices + superseded + otherEvents + unread);
      const { run, safeMode, refuse, unclear, otherPlatforms } = summary;
      expect(summary.devices).toBe(run + safeMode + refuse + unclear + otherPlatforms);
      expect(verdicts).toHaveLength(summary.devices);
      expect(new Set(verdicts.map(({ device }) => device)).size).toBe(summary.devices);
    }),
    { numRuns: 100 },
  );
});

test('a damaged text never makes a device run that did not', () => {
  fc.assert(
    fc.property(records, fc.nat(), fc.constantFrom(...Object.entries(WRAPPINGS)), (all, seed, [, wrap]) => {
      const text = wrap(all);
      const cut = text.slice(0, seed % (text.length + 1));
      const running = (answer: FleetAnswer): readonly string[] =>
        answer.verdicts.flatMap(({ device, word }) => (word.judgement?.outcome === 'run' ? [device] : []));
      const before = new Set(all.flatMap((one) => running(answerTo([JSON.stringify(one)]))));
      // Where the text ends before the ID, the record is a device of its own.
      const named = running(answerTo([cut])).filter((device) => !device.startsWith('line '));
      for (const device of named) expect(before.has(device)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('a list that is cut off is never taken for the whole', () => {
  const rows = [1, 2].map((device) => rowOf({ device, release: '4.2.0', hour: 1 }));
  for (const wrapping of ['on one line', 'an array with one a line', 'a page on one line', 'the command line tool']) {
    const text = LISTS[wrapping]?.(rows).trim() ?? '';
    expect(answerTo([text]).assessment.judgement, wrapping).toBe('ok');
    for (let end = 1; end < text.length; end++) {
      const part = text.slice(0, end);
      expect([answerTo([part]).assessment.judgement, part]).not.toEqual(['ok', part]);
      // The files of a fleet are judged together: what is whole does not hide it.
      if (end % 16 === 0) expect(answerTo([part, text]).assessment.judgement, part).not.toBe('ok');
    }
  }
});

test('whatever the text, it is read without a fault, and in any pieces alike', () => {
  const scraps = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      '\n',
      '\r\n',
      ' ',
      'data: ',
      'event: x',
      ':ok',
      '"data": ',
      '"devices": [',
    ],
    ...[
      'Device ID,Platform,Device OS Version',
      'a;b',
      '"m":[{"f":"s","n":"1","v":1,"d":[]}]',
      `"id": "${idOf(1)}"`,
      '=1',
    ],
    ...[
      'Platform: 13 - Boron',
      'System module #1 - version 4006',
      'Your device id is ',
      idOf(2),
      '\u0001',
      '\u0000',
      '~fwinspect~0',
    ],
  );
  // A brace at the end of a piece, and what decides whether it begins a value in the next one.
  for (const piece of [1, 2, 3]) expect(recordsOf('!\n{\r\n{', piece)).toEqual(recordsOf('!\n{\r\n{'));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(scraps, fc.string()), { maxLength: 30 }),
      fc.integer({ min: 1, max: 9 }),
      (parts, piece) => {
        const text = parts.join('');
        expect(recordsOf(text, piece)).toEqual(recordsOf(text));
        const { total, superseded, otherEvents, unread } = answerTo([text]).devices.records;
        expect(total).toBe(answerTo([text]).devices.devices + superseded + otherEvents + unread);
      },
    ),
    { numRuns: 400 },
  );
});

test('of what the overview of a fleet, or a rollout, calls contradictory nobody says that it runs', () => {
  const isContradictory = ({ lacking }: { readonly lacking: string | null }): boolean => lacking === 'contradictory';
  let met = 0;
  fc.assert(
    fc.property(records, (all) => {
      for (const device of [1, 2, 3, 4, 5, 6].map(idOf)) {
        const text = byList(all.filter((one) => JSON.stringify(one).toLowerCase().includes(device)));
        const others = [overviewOf([text]).groups, rolloutTo([text]).groups].filter((some) =>
          some.some(isContradictory),
        );
        if (others.length === 0) continue;
        met++;
        const [one] = answerTo([text]).verdicts;
        expect(one?.word.judgement?.outcome, text).not.toBe('run');
        if (others.length === 2) expect(one?.word.judgement, text).toMatchObject({ lacking: 'contradictory' });
      }
    }),
    { numRuns: 100 },
  );
  expect(met).toBeGreaterThan(0);
});

test('of two words, each a report or a row, that do not agree the later one counts, and nobody chooses where none is', () => {
  const KNOWN = { '4.2.0': 4200, '4.0.2': 4006, '5.5.0': 5501 } as const;
  const word = fc.record({
    release: fc.constantFrom('4.2.0', '4.0.2', '5.5.0'),
    platform: fc.constantFrom(BORON, BORON, BORON, 12),
    hour: hours,
    isReport: fc.boolean(),
  });
  const recordOf = ({
    release,
    platform,
    hour,
    isReport,
  }: typeof word extends fc.Arbitrary<infer One> ? One : never) =>
    isReport
      ? eventOf({ device: 1, system: KNOWN[release], hour, platform })
      : { ...rowOf({ device: 1, release, hour }), platform_id: platform };
  const judgedAs = (...all: readonly object[]) => {
    const { verdicts } = answerTo([byList(all)]);
    expect(verdicts).toHaveLength(1);
    return verdicts[0]?.word.judgement;
  };
  fc.assert(
    fc.property(word, word, (one, other) => {
      fc.pre(one.platform === BORON || other.platform === BORON);
      const isOrdered = one.hour !== null && other.hour !== null && one.hour !== other.hour;
      const isLater = (other.hour ?? 0) > (one.hour ?? 0);
      const found = judgedAs(recordOf(one), recordOf(other));
      expect(judgedAs(recordOf(other), recordOf(one))).toEqual(found);
      const ofFleet = overviewOf([byList([recordOf(one), recordOf(other)])]);
      const isOpen = one.platform !== other.platform || (one.release !== other.release && !isOrdered);
      expect(found?.lacking === 'contradictory').toBe(isOpen);
      expect(ofFleet.groups.map(({ lacking }) => lacking === 'contradictory')).toEqual([isOpen]);
      expect(ofFleet.contradictions.map(({ said: all }) => all.length)).toEqual(isOpen ? [2] : []);
      if (one.release === other.release || isOpen) return;
      expect(found?.outcome).toBe(judgedAs(recordOf(isLater ? other : one))?.outcome);
    }),
    { numRuns: 200 },
  );
});

test('a board is of one platform, whatever came between', () => {
  const rows = [13, null, 12, null].map((platform, hour) => ({
    ...rowOf({ device: 1, release: '4.2.0', hour }),
    platform_id: platform,
  }));
  for (const all of [rows, [...rows].reverse()]) {
    const { assessment, devices: summary } = answerTo([byList(all)]);
    expect(summary.list).toMatchObject([{ outcome: 'unclear', lacking: 'contradictory' }]);
    expect(assessment.judgement).toBe('unknown');
  }
});

test('what stands beside a list, a report or a row in one object is not lost', () => {
  const [good, bad] = [1, 2].map((device) => rowOf({ device, release: device === 1 ? '4.2.0' : '1.5.2', hour: 1 }));
  const event = eventOf({ device: 2, system: 4006, hour: 1 });
  const [report, badReport] = [describeOf(4200), describeOf(4006)];
  const customers = [{ id: idOf(9), username: 'somebody@example.com' }];
  const all: readonly (readonly [object, expected: string])[] = [
    [{ devices: [good], customers, meta: { total_pages: 1 } }, 'ok'],
    [{ body: { devices: [good], customers }, statusCode: 200 }, 'ok'],
    [{ devices: [good], events: [event] }, 'not-ok'],
    [{ events: [event], devices: [good] }, 'not-ok'],
    [{ items: [bad], devices: [good] }, 'not-ok'],
    [{ devices: [good], data: [bad] }, 'not-ok'],
    [{ body: { devices: [good] }, more: { devices: [bad] } }, 'not-ok'],
    [{ meta: {}, data: good, other: bad }, 'not-ok'],
    [{ report: { id: idOf(1), ...report }, row: bad }, 'not-ok'],
    [{ ...good, describe: report }, 'ok'],
    [{ ...good, groups: ['a'], variables: { m: 'int32' }, functions: null }, 'ok'],
    [{ ...rowOf({ device: 1, release: '1.5.2', hour: 1 }), describe: report }, 'unknown'],
    [{ ...good, report: badReport }, 'unknown'],
    [{ ...good, note: JSON.stringify(badReport) }, 'unknown'],
  ];
  for (const [one, expected] of all) {
    for (const text of [JSON.stringify(one), JSON.stringify(one, null, 2), JSON.stringify([one])]) {
      expect([answerTo([text]).assessment.judgement, text]).toEqual([expected, text]);
      expect(recordsOf(text, 7)).toEqual(recordsOf(text));
    }
  }
});

test('of two things that one row says none is chosen, in JSON and in a table, whatever the caller says', () => {
  const platformNames = fc.constantFrom(
    ['boron', 13],
    ['Boron', 13],
    ['13', 13],
    ['argon', 12],
    ['', null],
    ['a box', null],
  );
  const releaseNames = fc.constantFrom(['4.2.0', 4200], ['v4.2.0', 4200], ['1.5.2', 1512], ['', null]);
  fc.assert(
    fc.property(
      fc.tuple(platformNames, platformNames, releaseNames, releaseNames),
      fc.constantFrom(null, BORON),
      (cells, platform) => {
        const [one, other, release, otherRelease] = cells.map(([name]) => name);
        const json = { id: idOf(1), platform_id: one, platform: other, system_firmware_version: release };
        const table = `Device ID,Platform,Device OS,Platform,System Version\n${[idOf(1), one, release, other, otherRelease].join()}`;
        const ids = new Set(cells.slice(0, 2).flatMap(([, id]) => id ?? []));
        const versions = new Set(cells.slice(2).flatMap(([, version]) => version ?? []));
        const isNamed = one !== '' || other !== '';
        const known = ids.size === 0 && !isNamed ? platform : ids.size === 1 ? [...ids][0] : null;
        const lacking =
          ids.size > 1
            ? 'two_platforms'
            : versions.size > 1
              ? 'two_releases'
              : ids.size === 0 && isNamed
                ? 'unknown_platform'
                : versions.size === 0
                  ? 'no_version'
                  : known === null
                    ? 'no_platform'
                    : null;
        for (const text of [JSON.stringify({ ...json, device_os_version: otherRelease }), table]) {
          const { groups } = overviewOf([text], platform);
          expect(groups, text).toMatchObject([{ devices: 1, lacking, platform: known }]);
          const { devices: summary, assessment } = answerTo([text], platform === null ? {} : { platform });
          if (known === 12) expect(summary.otherPlatforms).toBe(1);
          else expect(summary.list[0]?.lacking ?? null, text).toBe(lacking);
          if (lacking !== null) expect(assessment.judgement).toBe('unknown');
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('what a row leaves open no report or row of an earlier time, or of none, closes', () => {
  const report = eventOf({ device: 1, system: 4200, hour: 1 });
  const twice = { ...rowOf({ device: 1, release: '4.2.0', hour: 2 }), device_os_version: '4.0.2' };
  const ofTwo = { ...rowOf({ device: 1, release: '4.2.0', hour: 0 }), platform: 'argon' };
  for (const row of [twice, ofTwo]) {
    for (const other of [report, rowOf({ device: 1, release: '4.2.0', hour: 1 }), row]) {
      for (const all of [
        [row, other],
        [other, row],
      ]) {
        expect(answerTo([byList(all)]).assessment.judgement).toBe('unknown');
        expect(overviewOf([byList(all)]).judgement).toBe('unknown');
      }
    }
  }
});

describe('the latest word counts', () => {
  const judged = (...all: readonly object[]) => {
    const { verdicts, devices: summary } = answerTo([byList(all)]);
    expect(summary.devices).toBe(1);
    const [one] = verdicts;
    return [one?.word.judgement?.outcome, one?.word.basis, one?.word.judgement?.lacking];
  };
  const event = (system: number, hour: number | null) => eventOf({ device: 1, system, hour });
  const row = (release: Said['release'], hour: number | null) => rowOf({ device: 1, release, hour });
  const AS = (outcome: string, basis: string | null, lacking?: string) => [outcome, basis, lacking];

  test.each<[string, readonly object[], readonly unknown[]]>([
    ['the later of two reports', [event(4006, 2), event(4200, 3)], AS('run', 'report')],
    ['the later of two reports, listed first', [event(4200, 3), event(4006, 2)], AS('run', 'report')],
    ['two of one time that differ', [event(4200, 3), event(4006, 3)], AS('unclear', null, 'contradictory')],
    ['two without a time that differ', [event(4200, null), event(4006, null)], AS('unclear', null, 'contradictory')],
    ['two without a time, of one release', [event(4200, null), event(4200, null)], AS('run', 'report')],
    ['two without a time that run both', [event(4200, null), event(5500, null)], AS('unclear', null, 'contradictory')],
    ['two rows that run both', [row('4.2.0', 2), row('5.5.0', 2)], AS('unclear', null, 'contradictory')],
    ['one of them without a time', [event(4200, 3), event(4006, null)], AS('unclear', null, 'contradictory')],
    ['a report before a row of the same release', [event(4006, 2), row('4.0.2', 3)], AS('safe-mode', 'report')],
    ['a later row of another release', [event(4006, 2), row('4.2.0', 3)], AS('run', 'release')],
    ['an earlier row of another release', [event(4006, 2), row('4.2.0', 1)], AS('safe-mode', 'report')],
    ['a row without a time', [event(4006, 2), row('4.2.0', null)], AS('unclear', null, 'contradictory')],
    ['a report without a time', [event(4006, null), row('4.2.0', 3)], AS('unclear', null, 'contradictory')],
    ['a row that is worse', [event(4200, 2), row('4.0.2', null)], AS('unclear', null, 'contradictory')],
    ['a row of the same time', [event(4200, 2), row('4.0.2', 2)], AS('unclear', null, 'contradictory')],
    ['neither has a time', [event(4200, null), row('4.0.2', null)], AS('unclear', null, 'contradictory')],
    [
      'an earlier row, and another report without a time that agrees',
      [event(4006, 2), event(4006, null), row('4.2.0', 1)],
      AS('safe-mode', 'report'),
    ],
    [
      'a later row, and another report without a time',
      [event(4006, 2), event(4006, null), row('4.2.0', 3)],
      AS('unclear', null, 'contradictory'),
    ],
    ['neither has a time, and they agree', [event(4200, null), row('4.2.0', null)], AS('run', 'report')],
    [
      'a report, and rows that contradict each other',
      [event(4200, 1), row('4.2.0', 2), row('4.0.2', 2)],
      AS('unclear', null, 'contradictory'),
    ],
    ['a report after such rows', [event(4200, 3), row('4.2.0', 2), row('4.0.2', 2)], AS('run', 'report')],
    ['a later row without a release', [event(4200, 2), row(null, 3)], AS('run', 'report')],
    ['two rows that differ', [row('4.0.2', 2), row('4.2.0', 2)], AS('unclear', null, 'contradictory')],
    ['the later of two rows', [row('4.0.2', 2), row('4.2.0', 3)], AS('run', 'release')],
    [
      'two rows of one release, one without a platform',
      [row('4.2.0', null), { ...row('4.2.0', 2), platform_id: null }],
      AS('run', 'release'),
    ],
    ['a release that nobody knows', [row('99.0.0', 2)], AS('unclear', null, 'unknown_release')],
    ['a row of a device that was never heard', [row(null, null)], AS('unclear', null, 'no_version')],
    ['nothing but events', [otherEvent(1), otherEvent(1)], AS('unclear', null, 'events_alone')],
    ['an event and a row', [otherEvent(1), row('4.2.0', 1)], AS('run', 'release')],
  ])('%s', (_name, all, expected) => {
    expect(judged(...all)).toEqual(expected);
    expect(judged(...[...all].reverse())).toEqual(expected);
  });

  test.each([
    ['2026-11-20T10:00:00+02:00', '2026-11-20T09:00:00Z', '4.2.0'],
    ['2026-11-20T10:00:00Z', 1795172400, '4.2.0'],
    ['2026-11-20T10:00:00Z', '1795172400000', '4.2.0'],
  ])('%s is before %s', (earlier, later, release) => {
    const at = (time: unknown, version: string) => ({ ...row(version as '4.2.0', 1), last_heard: time });
    expect(judged(at(later, release), at(earlier, '4.0.2'))).toEqual(AS('run', 'release'));
  });

  test.each(['2026-11-20T10:00:00', '20/11/2026 10:00', 'Nov 20 2026', '2026-11-20', 12])('%s is no time', (time) => {
    const at = (version: string, heard: unknown) => ({ ...row(version as '4.2.0', 1), last_heard: heard });
    expect(judged(at('4.0.2', time), at('4.2.0', timeOf(23)))).toEqual(AS('unclear', null, 'contradictory'));
  });
});

describe('a list of twelve pages', () => {
  const pages = Array.from({ length: 12 }, (_, page) =>
    Array.from({ length: 25 }, (__, at) => rowOf({ device: page * 25 + at, release: '4.2.0', hour: 1 })),
  );
  const api = pages.map((rows) => JSON.stringify({ devices: rows, meta: { total_pages: 12 } }, null, 2));
  const tool = pages.map((rows, at) =>
    JSON.stringify({ meta: { previous: at, current: at + 1, next: at + 2 }, data: rows }, null, 4),
  );

  test('all of them', () => {
    const { devices: summary, assessment } = answerTo(api);
    expect(summary).toMatchObject({ devices: 300, run: 300, missingPages: [] });
    expect(assessment.judgement).toBe('ok');
  });
  test('all of them, one of them twice', () => {
    expect(answerTo([...api, api[3] ?? '']).assessment.judgement).toBe('ok');
  });
  test.each([
    ['the first alone', [0], 1],
    ['all but one', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 11],
    ['the first twice', [0, 0], 1],
  ])('%s: the rest is not known', (_name, given, count) => {
    const { devices: summary, assessment } = answerTo(given.map((at) => api[at] ?? ''));
    expect(summary.missingPages).toEqual([{ product: 7, given: count, total: 12 }]);
    expect(assessment.judgement).toBe('unknown');
  });
  test.each<object>([
    { meta: { total_pages: 1e30 } },
    { meta: { total_pages: 'many' } },
    { total_pages: -1 },
    { has_more: true },
  ])('%j: the rest is not known', (around) => {
    const { devices: summary, assessment } = answerTo([JSON.stringify({ ...around, devices: pages[0] })]);
    expect(summary.missingPages).toEqual([{ product: 7, given: 1, total: null }]);
    expect(assessment.judgement).toBe('unknown');
  });
  test('a device of the first page that goes down is certain', () => {
    const bad = JSON.stringify({
      devices: [rowOf({ device: 1, release: '4.0.2', hour: 1 })],
      meta: { total_pages: 12 },
    });
    expect(answerTo([bad]).assessment.judgement).toBe('not-ok');
  });
  test('the command line tool does not say how many there are', () => {
    expect(answerTo([tool[0] ?? '']).devices.missingPages).toEqual([{ product: 7, given: 1, total: null }]);
    expect(answerTo([tool[0] ?? '', tool[2] ?? '']).devices.missingPages).toEqual([{ product: 7, given: 2, total: 3 }]);
    const short = (at: number, many: number) => {
      const rows = (pages[at] ?? []).slice(0, many);
      return JSON.stringify({ meta: { previous: at, current: at + 1, next: at + 2 }, data: rows });
    };
    for (const [texts, total] of [
      [[short(0, 10)], null],
      [[short(0, 6)], undefined],
      [[short(0, 7), short(1, 7)], null],
      [[short(0, 7), short(1, 6)], undefined],
      [[short(0, 25), short(1, 10)], undefined],
      [[short(0, 10), short(1, 10), short(2, 0)], undefined],
    ] as const) {
      const { devices: summary, assessment } = answerTo(texts);
      expect(summary.missingPages.map((one) => one.total)).toEqual(total === undefined ? [] : [total]);
      expect(assessment.judgement).toBe(total === undefined ? 'ok' : 'unknown');
    }
    const last = JSON.stringify({ meta: { current: 13 }, data: [] });
    expect(answerTo([...tool, last]).devices.missingPages).toEqual([]);
  });
});

test('names, and IDs that are none, make no two records one device', () => {
  const nameless = { name: 'same', platform_id: BORON, system_firmware_version: '4.2.0' };
  const { devices: summary, verdicts } = answerTo([byList([nameless, nameless, { ...nameless, id: 'abc' }])]);
  expect(summary).toMatchObject({ devices: 3, unnamed: 3 });
  expect(verdicts.map(({ device }) => device)).toEqual(['line 1 of file 0', 'line 2 of file 0', 'line 3 of file 0']);
});

test('only the release is known: what hangs on another module is unclear', () => {
  const bootloader = 'fixtures/boron-4.2.0/boron-bootloader@4.2.0.bin';
  const { devices: summary } = answerTo([byList([rowOf({ device: 1, release: '4.0.2', hour: 1 })])], {}, bootloader);
  expect(summary).toMatchObject({ unclear: 1, list: [{ lacking: 'release_alone' }] });
});
