/** What is said of one device by itself is what is said of it in a fleet, or unknown: every word about it counts, wherever it stands. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastWordOf, readOneDevice } from '../../src/assess/one-device.js';
import { reportedDevice } from '../../src/report/known-device.js';
import { gatherNotes, readSingleText } from '../../src/report/read-devices.js';
import { beginAssessment } from '../../src/assess/assess.js';
import { readFirmwareFile } from '../../src/index.js';
import { answerTo, BORON, BORON_APP, describeOf, idOf, timeOf } from '../support/fleet.js';

const reportOf = (device: number, system: number, hour: number | null): object => ({
  coreid: idOf(device),
  ...(hour === null ? {} : { published_at: timeOf(hour) }),
  describe: describeOf(system),
});

const rowOf = (device: number, release: string | null, hour: number | null): object => ({
  id: idOf(device),
  platform_id: BORON,
  system_firmware_version: release,
  last_heard: hour === null ? null : timeOf(hour),
});

const textOf = (all: readonly object[]): string => all.map((one) => JSON.stringify(one)).join('\n');
const NOBODY = { protected: null, via: 'ota' } as const;
const asked = (text: string, id?: string) => reportedDevice(text, { ...NOBODY, id });

const APP = readFirmwareFile(BORON_APP, new Uint8Array(readFileSync(BORON_APP)));

/** What the application does to the one device of a text. */
function aloneIn(text: string) {
  const open = beginAssessment([APP], { devices: [], verdicts: 'named' });
  readSingleText('device.json', text, { platform: null, sink: open.add, notes: gatherNotes() });
  expect(open.end().devices?.devices).toBe(1);
  return [...open.verdicts()][0]?.word;
}

const hours = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null });
const wordsOf = (device: fc.Arbitrary<number>) =>
  fc.array(
    fc.oneof(
      fc.tuple(device, fc.constantFrom(4200, 4006), hours).map((said) => reportOf(...said)),
      fc.tuple(device, fc.constantFrom('4.2.0', '4.0.2', null), hours).map((said) => rowOf(...said)),
    ),
    { minLength: 1, maxLength: 5 },
  );

test('a device by itself is what it is in a fleet', () => {
  fc.assert(
    fc.property(wordsOf(fc.constant(1)), (all) => {
      const text = textOf(all);
      const [fleet] = answerTo([text]).verdicts;
      expect(aloneIn(text), text).toMatchObject({ judgement: fleet?.word.judgement, basis: fleet?.word.basis });
      const device = asked(text);
      // A plan is made of what the fleet goes by, or none is made.
      if ('state' in device) expect(fleet?.word, text).toMatchObject({ basis: 'report' });
      const last = 'state' in device ? device.words.release : '';
      if (last !== '') expect(last, text).toContain(`Device OS ${fleet?.word.deviceOs ?? 'none'}`);
    }),
  );
});

test('every device that a text names is one of it', () => {
  fc.assert(
    fc.property(wordsOf(fc.integer({ min: 1, max: 3 })), (all) => {
      const text = textOf(all);
      const named = new Set([...text.matchAll(/e00fce68\w{16}/g)].map(([id]) => id));
      if (named.size < 2) return;
      expect(asked(text), text).toHaveProperty('kind', 'not_asked');
      for (const id of named) {
        const own = all.filter((one) => JSON.stringify(one).includes(id));
        const hasReport = own.some((one) => 'describe' in one);
        // Asked for by its ID it is what it is alone in the text.
        expect(asked(text, id), text).toEqual(hasReport ? asked(textOf(own)) : asked(text, id));
        expect(JSON.stringify(asked(text, id)), text).not.toContain('no device e00fce');
      }
    }),
  );
});

describe('what of a text is of the same device', () => {
  const report = { describe: describeOf(4200) };
  test.each<[string, readonly object[], string | null]>([
    ['a report without an ID, and the row of one that runs it', [report, rowOf(1, '4.2.0', 1)], 'reports'],
    ['a report without an ID, and the row of one that runs another', [report, rowOf(1, '1.5.2', 1)], 'several'],
    ['a report without an ID, and rows of two', [report, rowOf(1, '4.2.0', 1), rowOf(2, '4.2.0', 1)], 'several'],
    ['a report, and an object with an ID alone', [reportOf(1, 4200, 1), { id: idOf(2), ok: true }], 'reports'],
    ['a report, and an event of another', [reportOf(1, 4200, 1), { coreid: idOf(2), name: 'x', data: 'y' }], 'reports'],
    ['a report, and a row without a release', [reportOf(1, 4200, 1), rowOf(2, null, 1)], 'several'],
  ])('%s', (_, all, expected) => {
    const one = readOneDevice(textOf(all));
    expect('reports' in one ? 'reports' : one.kind).toBe(expected);
  });

  test('a later row of another release is the last word', () => {
    const last = (hour: number | null) => {
      const one = readOneDevice(textOf([reportOf(1, 4200, 2), rowOf(1, '1.5.2', hour)]));
      return 'reports' in one ? lastWordOf(one) : null;
    };
    expect(last(3)).toMatchObject({ word: { deviceOs: '1.5.2' } });
    expect(last(1)).toHaveProperty('report');
    for (const hour of [2, null]) expect(last(hour)).toBeNull();
  });
});
