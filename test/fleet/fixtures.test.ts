/** The lists, streams and tables that people have at hand: what each comes to. */
import { expect, describe, test } from 'vitest';
import { decodeText } from '../../src/base/decode-text.js';
import { readFileSync } from 'node:fs';
import { answerTo, fixture, recordsOf } from '../support/fleet.js';

const SIX = { devices: 6, run: 2, safeMode: 2, refuse: 1, unclear: 1, basis: { report: 0, release: 5 } };
const TWO_IN_EVENTS = { devices: 2, safeMode: 2, records: { total: 12, superseded: 1, otherEvents: 9, unread: 0 } };
const THREE = { devices: 3, safeMode: 3 };

const COMES_TO: Readonly<Record<string, readonly [expected: object, judgement: string]>> = {
  'v1-devices.json': [SIX, 'not-ok'],
  'v1-product-devices-page.json': [SIX, 'not-ok'],
  'cli-product-device-list.json': [SIX, 'not-ok'],
  'fleet.csv': [SIX, 'not-ok'],
  'v1-device.json': [{ devices: 1, safeMode: 1, basis: { report: 0, release: 1 } }, 'not-ok'],
  'events.ndjson': [TWO_IN_EVENTS, 'not-ok'],
  'events.sse': [TWO_IN_EVENTS, 'not-ok'],
  'subscribe.txt': [TWO_IN_EVENTS, 'not-ok'],
  'safe-mode-array.json': [THREE, 'not-ok'],
  'safe-mode-array-one-line.json': [THREE, 'not-ok'],
  'three-reports-one-line.json': [{ devices: 3, run: 1, safeMode: 2, basis: { report: 3, release: 0 } }, 'not-ok'],
  'describe-pretty.json': [{ devices: 1, safeMode: 1, unnamed: 1 }, 'not-ok'],
  'describe-utf8-bom.json': [{ devices: 1, safeMode: 1, unnamed: 1 }, 'not-ok'],
  'same-device-later.ndjson': [{ devices: 1, run: 1, records: { total: 2, superseded: 1 } }, 'ok'],
  'product-stream-two-devices.ndjson': [{ devices: 2, unclear: 2, records: { total: 3, otherEvents: 1 } }, 'unknown'],
  'identify.txt': [{ devices: 1, unclear: 1 }, 'unknown'],
  'v1-diagnostics-last.json': [{ devices: 1, unclear: 1 }, 'unknown'],
  'diagnostics-event.ndjson': [{ devices: 1, unclear: 1 }, 'unknown'],
  'v1-product-firmware.json': [{ devices: 0, records: { total: 3, unread: 3 } }, 'unknown'],
  'device-os-version.json': [{ devices: 0, records: { total: 1, unread: 1 } }, 'unknown'],
  'list.txt': [{ devices: 0, records: { total: 1, unread: 1 } }, 'unknown'],
  'usb-list.txt': [{ devices: 0, records: { total: 1, unread: 1 } }, 'unknown'],
  'dfu-util-l.txt': [{ devices: 0, records: { total: 1, unread: 1 } }, 'unknown'],
  'usb-log.txt': [{ devices: 0, records: { total: 1, unread: 1 } }, 'unknown'],
};

describe.each(Object.entries(COMES_TO))('%s', (name, [expected, judgement]) => {
  const text = fixture(`fleet/${name}`);

  test('what it comes to', () => {
    const { assessment, devices } = answerTo([text]);
    expect(devices).toMatchObject(expected);
    expect(assessment.judgement).toBe(judgement);
  });

  test.each([1, 7, 97])('the same records in pieces of %i characters', (piece) => {
    expect(recordsOf(text, piece)).toEqual(recordsOf(text));
  });

  test('the same with other line ends', () => {
    expect(answerTo([text.replaceAll('\n', '\r\n')]).devices).toMatchObject(expected);
  });

  test('the file twice changes nothing but the count of records', () => {
    const once = answerTo([text]).devices;
    const twice = answerTo([text, text]).devices;
    expect(twice.devices).toBe(once.devices + once.unnamed);
    expect(twice.records.total).toBe(once.records.total * 2);
  });
});

test('a text of PowerShell is the report of a P2', () => {
  const text = decodeText(readFileSync('fixtures/fleet/serial-inspect-powershell-utf16.txt'));
  expect(recordsOf(text)).toMatchObject([
    { id: '0a10aced202194944a000001', word: { kind: 'report', state: { platform: 32 } } },
  ]);
});

test.each([
  ['v1-product-firmware.json', /firmware versions of a product/],
  ['device-os-version.json', /describes a Device OS release/],
  ['list.txt', /`particle list`, which holds no Device OS version; `particle product device list PRODUCT --json` does/],
  ['usb-list.txt', /`particle usb list`, which holds no Device OS version; `particle serial inspect` does/],
  ['dfu-util-l.txt', /`dfu-util -l`, which holds no Device OS version; .*`particle serial inspect`/],
])('%s gets one sentence', (name, sentence) => {
  const { problems } = answerTo([fixture(`fleet/${name}`)]).assessment;
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ kind: 'unread', message: expect.stringMatching(sentence) as unknown });
});

test('the platform of `particle identify` is said by the caller', () => {
  const { devices } = answerTo([fixture('fleet/identify.txt')], { platform: 13 });
  expect(devices).toMatchObject({ devices: 1, safeMode: 1, basis: { release: 1 } });
});

test('what holds no version says so of its device', () => {
  for (const name of ['v1-diagnostics-last.json', 'diagnostics-event.ndjson']) {
    expect(answerTo([fixture(`fleet/${name}`)]).devices.list).toMatchObject([{ lacking: 'vitals_alone' }]);
  }
});

describe('the table in the manner of Excel', () => {
  const text = fixture('fleet/fleet.csv');
  const excel = text.replaceAll(',', ';').replaceAll('\n', '\r\n');
  test.each([
    ['semicolons and CRLF', excel],
    ['tabs', text.replaceAll(',', '\t')],
    ['a line about the separator', `sep=;\r\n${excel}`],
    ['a line break and a separator within quotes', text.replace('dev-1', '"dev\n""1"", a"')],
  ])('%s', (_name, table) => {
    expect(answerTo([table]).devices).toMatchObject(SIX);
  });
  test('a mark of the byte order', () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(excel)]);
    expect(answerTo([decodeText(bytes)]).devices).toMatchObject(SIX);
  });
  test('a row with a cell too many is not read', () => {
    const { devices } = answerTo([text.replace('dev-1', 'dev,1')]);
    expect(devices).toMatchObject({ devices: 5, run: 1, records: { unread: 1 } });
  });
  test('rows in which nothing is written are none', () => {
    expect(answerTo([`${text}\n,,,,,,\n , ,"",\n`]).devices).toEqual(answerTo([text]).devices);
  });
  test('a column of row numbers before the one of IDs', () => {
    let at = -1;
    const numbered = text.replace(/^(?=.)/gm, () => (at++ < 0 ? 'ID,' : `${String(at)},`));
    expect(answerTo([numbered]).devices).toEqual(answerTo([text]).devices);
  });
  test.each(['="$1"', '"=""$1"""', "'$1", '"\t$1"'])('IDs that a spreadsheet takes for text: %j', (cell) => {
    expect(answerTo([text.replace(/^([0-9a-f]{24})/gm, cell)]).devices).toEqual(answerTo([text]).devices);
  });
  test('columns of another order', () => {
    const turned = text.replace(/^(.*?),(.*?),(.*?),(.*?),(.*)$/gm, '$4,$5,$1,$2,$3');
    expect(answerTo([turned]).devices).toMatchObject(SIX);
  });
});
