/** `verify` as a program: two reports that shall be of one device, and what is sent next. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.js';
import { fileURLToPath } from 'node:url';

const { put, run } = tempFolder();
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const BORON = `${fixtures}boron-4.2.0`;
const BEFORE = `${fixtures}devices/boron-4.0.2-describe.json`;
const AFTER = `${fixtures}devices/boron-4.2.0-describe.json`;
const PHOTON = `${fixtures}devices/photon-0.7.0-bootloader-old.txt`;
const plain = (text: string): string => text.replace(/\s+/g, ' ');

/** A describe message with an ID around it. */
const withId = (name: string, file: string, id: string): string => {
  put(name, JSON.stringify({ id, ...(JSON.parse(readFileSync(file, 'utf8')) as object) }));
  return name;
};

describe.concurrent('what is known of the time', () => {
  const ID = 'e00fce680000000000000001';
  const at = (hour: string | null): object => (hour === null ? {} : { published_at: `2026-11-20T${hour}:00:00Z` });
  const reportAt = (hour: string | null, file = AFTER): string => {
    const name = `report-${String(hour)}-${file === AFTER ? 'after' : 'before'}.json`;
    const describeOf = JSON.parse(readFileSync(file, 'utf8')) as object;
    return put(name, JSON.stringify({ coreid: ID, ...at(hour), describe: describeOf }));
  };
  const eventsAt = (hour: string | null, ...names: readonly string[]): string =>
    put(
      `events-${String(hour)}-${String(names.length)}.ndjson`,
      names
        .map((name) =>
          name === 'safe'
            ? { name: 'spark/status/safe-mode', data: '{"m":[]}', coreid: ID, ...at(hour) }
            : { name: 'spark/flash/status', data: name, coreid: ID, ...at(hour) },
        )
        .map((one) => JSON.stringify(one))
        .join('\n'),
    );

  test.each<[string, string | null, string | null, readonly string[], number, RegExp]>([
    ['safe mode later than the report', '12', '13', ['success', 'safe'], 1, /went to safe mode/],
    ['safe mode before the report', '14', '13', ['success', 'safe'], 0, /Everything landed/],
    ['a report without a time', null, '13', ['success', 'safe'], 2, /give a report from now/],
    ['an event without a time', '12', null, ['success', 'safe'], 2, /give a report from now/],
    ['a transfer came through behind it', '12', '13', ['safe', 'success', 'started'], 2, /give a report from now/],
    ['healed, as the report shows', null, null, ['safe', 'success', 'started'], 0, /Everything landed/],
  ])('%s', async (_, report, event, names, code, words) => {
    const args = ['verify', '--device', reportAt(report), '--events', eventsAt(event, ...names), BORON];
    const done = await run(args);
    expect(done.code).toBe(code);
    expect(plain(done.stdout)).toMatch(words);
  });

  test('the second report is the older one', async () => {
    const verify = (first: string, second: string) => run(['verify', '--device', first, '--device', second, BORON]);
    const [early, late] = [reportAt('09'), reportAt('10', BEFORE)];
    const swapped = await verify(late, early);
    expect(swapped).toMatchObject({ code: 2, stdout: '' });
    expect(swapped.stderr).toContain('the second report is the older one');
    expect((await verify(reportAt('08', BEFORE), early)).code).toBe(0);
    expect((await verify(reportAt(null, BEFORE), early)).code).toBe(0);
  });
});

describe.concurrent('before and after are of one device', () => {
  const first = withId('first.json', BEFORE, 'e00fce680000000000000001');
  const firstLater = withId('first-later.json', AFTER, 'E00FCE680000000000000001');
  const second = withId('second.json', AFTER, 'e00fce680000000000000002');

  test.each([
    ['another platform', PHOTON, AFTER, /is of Photon, .* of Boron: these are two devices/i],
    [
      'another ID',
      first,
      second,
      /is of e00fce680000000000000001, .* of e00fce680000000000000002: these are two devices/,
    ],
  ])('%s: two devices, not known, and what to do', async (_, before, after, words) => {
    const { code, stdout, stderr } = await run(['verify', '--device', before, '--device', after, BORON]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(plain(stderr)).toMatch(words);
    expect(plain(stderr)).toContain('give two reports of one device, or the one from afterwards alone');
    const json = await run(['verify', '--json', '--device', before, '--device', after, BORON]);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ judgement: 'unknown', errors: [{ code: 'usage' }] });
  });

  test.each([
    ['the same ID, in whatever letters', first, firstLater],
    ['an ID that one of the two lacks', BEFORE, second],
    ['an ID that one of the two lacks', first, AFTER],
    ['no ID', BEFORE, AFTER],
  ])('%s: as before', async (_, before, after) => {
    expect(await run(['verify', '--device', before, '--device', after, BORON])).toMatchObject({ code: 0 });
  });
});
