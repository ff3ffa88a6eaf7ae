/** Events are those of the device that is asked about, however the log is pasted. */
import { describe, expect, test } from 'vitest';
import { readEvents } from '../../src/plan/events.js';

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

test('events that name no device count', () => {
  const lines = 'spark/flash/status started\nspark/flash/status success';
  expect(readEvents(lines, OWN)).toMatchObject({ started: 1, succeeded: 1, ofOthers: 0 });
});
