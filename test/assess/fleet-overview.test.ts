/** What is out there: every device is in one group, whatever the order of its records, and ways are those of the reachability of its release. */
import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginOverview } from '../../src/assess/fleet-overview.js';
import type { FleetOverview, OverviewQuestion } from '../../src/assess/fleet-overview.js';
import { fleetReader } from '../../src/fleet/reader.js';
import { overviewJson, overviewMarkdown, overviewText } from '../../src/report/fleet-overview.js';
import { unreadReport } from '../../src/report/fleet.js';
import { PLAIN } from '../../src/report/style.js';
import { reachability } from '../../src/release/reachability.js';
import { releaseRows } from '../../src/catalog/releases.js';
import { decodeText } from '../../src/base/decode-text.js';

const BORON = 13;

function overviewOf(texts: readonly string[], question: OverviewQuestion = {}): FleetOverview {
  const open = beginOverview(question);
  for (const text of texts) {
    const reader = fleetReader(null, {
      record: (record) => {
        const { word } = record;
        open.add(word.kind === 'unread' ? unreadReport(word, 'x', record.line) : { record, file: 'x' });
      },
      page: (page) => {
        open.add({ page });
      },
    });
    reader.add(text);
    reader.end();
  }
  return open.end();
}

const idOf = (at: number): string => `e00fce68${at.toString(16).padStart(16, '0')}`;
const row = (at: number, release: string | null, version = 1, platform = BORON): string =>
  JSON.stringify({
    id: idOf(at),
    platform_id: platform,
    product_id: 7,
    firmware_version: version,
    system_firmware_version: release,
  });

const LIST = readFileSync('fixtures/fleet/cli-product-device-list.json', 'utf8');

const one = row(1, '4.2.0');
const two = row(2, '4.2.0');
const module = (at: number): string =>
  JSON.stringify({
    id: idOf(at),
    p: BORON,
    m: [{ s: 671744, l: 'm', vc: 30, vv: 30, f: 's', n: '1', v: 4200, d: [] }],
  });

describe('a list that is not whole is not known, whatever stands behind it', () => {
  test.each([
    ['its pages are told beside the devices', `{"devices":[${one}],"total_pages":3}`],
    ['its pages are told before the devices', `{"total_pages":3,"page":1,"devices":[${one}]}`],
    ['its pages are told twice', `{"devices":[${one}],"meta":{"total_pages":1},"total_pages":3}`],
    ['it says that it failed', `{"ok":false,"devices":[${one}]}`],
    ['it says so over several lines', `{\n  "ok": false,\n  "devices": [\n    ${one}\n  ]\n}`],
    ['it has an error', `{"devices":[${one}],"error":"timeout"}`],
    ['what stands around the devices cannot be read', `{"devices":[${one}],"meta":{"total_pages" 3}}`],
    ['an answer follows its end', `{"devices":[${one},${one}\n{"devices":[${two}]}`],
    ['a row follows its end', `{"devices":[${one},${one}\n${two}`],
    ['a report follows its end', `[${one},${one}\n${module(2)}`],
    ['a report follows on the same line', `[${one},${one}${module(2)}`],
    ['a report of several lines follows', `[${one},${one}\n${JSON.stringify(JSON.parse(module(2)), null, 1)}`],
    ['a list follows', `[\n${one},\n${one}\n[\n${two}\n]`],
    ['it is cut off within a device', `[${one},{"id":"e00f\n[${two}]`],
    ['nothing follows', `[${one},${two}`],
  ])('%s', (_, text) => {
    expect(overviewOf([text]).judgement).toBe('unknown');
    expect(overviewOf([`${text}\n${row(3, '4.2.0')}\n`]).judgement).toBe('unknown');
  });

  test.each([
    ['one page of one', `{"devices":[${one}],"total_pages":1,"page":1}`],
    ['it went well', `{"ok":true,"devices":[${one}],"error":null,"errors":[]}`],
    ['two answers', `{"devices":[${one}]}\n{"devices":[${two}]}`],
    ['two lists on one line', `[${one}][${two}]`],
  ])('and is, where nothing is missing: %s', (_, text) => {
    expect(overviewOf([text]).judgement).toBe('ok');
  });
});

test.each([
  ['a release that nobody knows', row(1, '99.9.9')],
  ['a release of a platform that nobody knows', row(1, '4.2.0', 1, 99)],
  ['a release of a device of no platform', JSON.stringify({ id: idOf(1), system_firmware_version: '4.2.0' })],
])('%s is not known, with and without a goal', (_, line) => {
  const known = row(2, '4.2.0');
  for (const question of [{}, { to: '4.2.0' }]) {
    expect(overviewOf([known], question).judgement).toBe('ok');
    expect(overviewOf([line], question).judgement).not.toBe('ok');
    expect(overviewOf([known, line], question).judgement).not.toBe('ok');
  }
});

describe('groups', () => {
  test('by platform, Device OS and product version', () => {
    const { groups, devices, judgement } = overviewOf([LIST]);
    expect(devices).toBe(6);
    expect(judgement).toBe('unknown');
    expect(groups.map(({ deviceOs, productVersion, devices: many }) => [deviceOs, productVersion, many])).toEqual([
      ['1.5.2', 1, 1],
      ['4.0.2', 2, 1],
      ['4.0.2', 3, 1],
      ['4.2.0', 3, 1],
      ['5.5.0', 3, 1],
      [null, null, 1],
    ]);
    expect(groups.at(-1)).toMatchObject({ lacking: 'no_version', basis: 'release', protection: 'unknown' });
  });

  test('every device is in one group, in any order', () => {
    const release = fc.constantFrom('4.2.0', '4.0.2', '5.5.0', '99.0.0', null);
    const rows = fc.array(fc.tuple(fc.nat(9), release, fc.nat(2)), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(
        rows.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const once = overviewOf([all.map(([at, os, version]) => row(at, os, version)).join('\n')]);
          const again = overviewOf(shuffled.map(([at, os, version]) => row(at, os, version)));
          expect(again).toEqual(once);
          expect(once.devices).toBe(new Set(all.map(([at]) => at)).size);
          expect(once.groups.reduce((sum, { devices }) => sum + devices, 0)).toBe(once.devices);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('all that is known is ok; a page that is missing is not', () => {
    expect(overviewOf([row(1, '4.2.0')]).judgement).toBe('ok');
    const page = JSON.stringify({ devices: [JSON.parse(row(1, '4.2.0')) as object], meta: { total_pages: 2 } });
    expect(overviewOf([page])).toMatchObject({ judgement: 'unknown', missingPages: [{ given: 1, total: 2 }] });
    expect(overviewOf([]).judgement).toBe('unknown');
  });
});

describe('ways to a release', () => {
  test('are those of the reachability from each release', () => {
    const releases = releaseRows(BORON)
      .filter((_, at) => at % 17 === 0)
      .map(({ release }) => release);
    const { groups } = overviewOf(
      releases.map((release, at) => row(at, release)),
      { to: '6.2.0' },
    );
    const cells = new Map(reachability(BORON, '6.2.0', [])?.cells.map(({ release, reach }) => [release, reach]));
    const found = groups.filter(({ way }) => way?.kind === 'direct' || way?.kind === 'needs');
    expect(found.length).toBeGreaterThan(3);
    for (const { deviceOs, way } of found) expect(way).toEqual(cells.get(deviceOs ?? ''));
  });

  test('there, newer, and no such release', () => {
    const texts = [row(1, '4.2.0'), row(2, '5.5.0'), row(3, '1.5.2', 1, 6)];
    const { groups, judgement } = overviewOf(texts, { to: '4.2.0' });
    expect(groups.map(({ deviceOs, way }) => [deviceOs, way?.kind])).toEqual([
      ['1.5.2', 'no_goal'],
      ['4.2.0', 'there'],
      ['5.5.0', 'newer'],
    ]);
    expect(judgement).toBe('not-ok');
  });
});

describe('every list that people have', () => {
  const texts = readdirSync('fixtures/fleet').map((name) => decodeText(readFileSync(`fixtures/fleet/${name}`)));
  const schema: object = JSON.parse(readFileSync('schema/fleet@1.json', 'utf8')) as object;
  const isValid = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);

  test.each([undefined, '6.2.0'])('as data, to %s', (to) => {
    for (const given of [...texts.map((text) => [text]), texts]) {
      const document = overviewJson(overviewOf(given, { to }), [], []);
      expect(isValid(JSON.parse(JSON.stringify(document))), JSON.stringify(isValid.errors)).toBe(true);
      expect(isValid({ ...document, groups: [{}] })).toBe(false);
    }
  });

  test('for people: one screen, and nothing too wide', () => {
    const text = overviewText(overviewOf(texts, { to: '6.2.0' }), [], [], {
      style: PLAIN,
      width: 80,
      quiet: false,
      verbose: false,
    });
    expect(text.split('\n').length).toBeLessThan(65);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toMatch(/^NOT KNOWN {2}4 of 11 devices \(9 by ID, 2 records without one\): /);
    expect(overviewMarkdown(overviewOf(texts), [], [])).toContain('| 4.0.2 |');
  });
});
