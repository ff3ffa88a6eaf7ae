/** Events are those of the device that is asked about, however the log is pasted. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventsInOrder, readEvents } from '../../src/plan/events.js';

const OWN = 'e00fce680000000000000007';
const OTHER = 'e00fce680000000000000008';

const event = (device: string, data: string) => ({ data, ttl: 60, coreid: device, name: 'spark/flash/status' });
const EVENTS = [event(OWN, 'started '), event(OWN, 'success '), event(OTHER, 'started '), event(OTHER, 'failed ')];

const FORMS: Readonly<Record<string, (events: typeof EVENTS) => string>> = {
  'one a line': (events) => events.map((one) => JSON.stringify(one)).join('\n'),
  printed: (events) => events.map((one) => JSON.stringify(one, null, 2)).join('\n'),
  'a printed array': (events) => JSON.stringify(events, null, 2),
  'server-sent events': (events) =>
    events.map(({ name, ...data }) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
  'an array on one line': (events) => JSON.stringify(events),
  'an answer on one line': (events) => JSON.stringify({ ok: true, data: events }),
  'arrays, one a line': (events) => events.map((one) => `${JSON.stringify([one])},`).join('\n'),
  'one behind another': (events) => events.map((one) => JSON.stringify(one)).join(''),
  'behind a time': (events) => events.map((one) => `12:01:07 ${JSON.stringify(one)}`).join('\n'),
  'server-sent events with an ID between': (events) =>
    events.map(({ name, ...data }) => `event: ${name}\nid: 5\n:\ndata: ${JSON.stringify(data)}\n\n`).join(''),
  'server-sent events, the data first': (events) =>
    events.map(({ name, ...data }) => `data: ${JSON.stringify(data)}\nevent: ${name}\n\n`).join(''),
  'server-sent events without empty lines': (events) =>
    events.map(({ name, ...data }) => `event: ${name}\ndata: ${JSON.stringify(data)}\n`).join(''),
};

describe.each(Object.entries(FORMS))('%s', (_, formOf) => {
  test.each([
    [OWN, { started: 1, succeeded: 1, failed: 0, ofOthers: 2 }],
    [OWN.toUpperCase(), { started: 1, succeeded: 1, failed: 0, ofOthers: 2 }],
    [OTHER, { started: 1, succeeded: 0, failed: 1, ofOthers: 2 }],
    // Whose they are is not known.
    [null, { started: 0, succeeded: 0, failed: 0, ofOthers: 4 }],
  ])('of %s', (device, counts) => {
    expect(readEvents(formOf(EVENTS), device)).toMatchObject(counts);
  });

  test('of the only device that is named, where nobody says which', () => {
    const one = EVENTS.slice(0, 2);
    expect(readEvents(formOf(one))).toMatchObject({ started: 1, succeeded: 1, failed: 0, ofOthers: 0 });
  });
});

describe('the same events, however the log was copied', () => {
  const word = fc.constantFrom('started ', 'success ', 'failed ');
  const minutes = fc.uniqueArray(fc.integer({ min: 10, max: 59 }), { minLength: 1, maxLength: 6 });
  const logs = minutes.chain((at) => fc.tuple(...at.map((one) => fc.tuple(fc.constant(one), word))));
  const timed = (log: readonly (readonly [number, string])[]) =>
    log.map(([minute, data]) => ({ ...event(OWN, data), published_at: `2026-11-20T11:${String(minute)}:00.000Z` }));
  const read = (text: string) => {
    const { lines, ...counts } = readEvents(text, OWN);
    return { ...counts, order: eventsInOrder(text, OWN).map(({ kind, at }) => [kind, at]), isRead: lines > 0 };
  };

  test.each(Object.values(FORMS))('form %#', (formOf) => {
    fc.assert(
      fc.property(logs, fc.boolean(), (log, isReversed) => {
        const events = timed(log);
        const expected = read(events.map((one) => JSON.stringify(one)).join('\n'));
        expect(expected.started + expected.succeeded + expected.failed).toBe(log.length);
        expect(read(formOf(isReversed ? [...events].reverse() : events))).toEqual(expected);
        // Pasted twice they are no more.
        expect(read(`${formOf(events)}\n${formOf(events)}`)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  test('what an application says about an event is none', () => {
    const own = { ...event(OWN, 'spark/flash/status failed'), name: 'my/log' };
    expect(readEvents(`${JSON.stringify(own)}\n${JSON.stringify(EVENTS[1])}`, OWN)).toMatchObject({
      succeeded: 1,
      failed: 0,
    });
  });
});

test('events that name no device count', () => {
  const lines = 'spark/flash/status started\nspark/flash/status success';
  expect(readEvents(lines, OWN)).toMatchObject({ started: 1, succeeded: 1, ofOthers: 0 });
});

describe('the log that a device prints over USB', () => {
  const LOG = readFileSync('fixtures/fleet/usb-log.txt', 'utf8');
  const APPLIED = { size: 9965, reached: 'applying', error: null };

  test('one transfer, its size, and how far it came', () => {
    expect(readEvents(LOG, OWN)).toMatchObject({ started: 1, succeeded: 1, failed: 0, transfers: [APPLIED] });
  });
  test('two of them', () => {
    expect(readEvents(`${LOG}\n${LOG}`)).toMatchObject({ started: 2, succeeded: 2, transfers: [APPLIED, APPLIED] });
  });
  test.each([
    [2, { started: 1, succeeded: 0, failed: 0, transfers: [{ size: 9965, reached: 'started', error: null }] }],
    [6, { started: 1, succeeded: 1, failed: 0, transfers: [{ size: 9965, reached: 'received', error: null }] }],
    [7, { started: 1, succeeded: 1, failed: 0, transfers: [{ size: 9965, reached: 'checking', error: null }] }],
  ])('up to line %i', (lines, expected) => {
    expect(readEvents(LOG.split('\n').slice(0, lines).join('\n'))).toMatchObject(expected);
  });
  test('a device that does not take the file', () => {
    const log = LOG.replace(
      /\S+ \[comm.ota\] INFO: Applying.*/,
      '$&\n0000519200 [comm.ota] ERROR: Failed to apply firmware update: -1340',
    );
    const error = 'Failed to apply firmware update: -1340';
    expect(readEvents(log)).toMatchObject({ started: 1, succeeded: 0, failed: 1, transfers: [{ error }] });
  });
  test('beside the events of the same transfer', () => {
    const both = `${LOG}\nspark/flash/status started\nspark/flash/status success`;
    expect(readEvents(both)).toMatchObject({ started: 1, succeeded: 1, failed: 0 });
  });
});
