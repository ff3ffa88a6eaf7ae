/** One question, one answer: laws that hold for whatever is asked. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess, beginAssessment, PARTS } from '../../src/assess/assess.js';
import { readFirmwareFile } from '../../src/assess/file.js';
import type { FirmwareFile } from '../../src/assess/file.js';
import type { DeviceItem, Parts, Question, UnreadReport } from '../../src/assess/types.js';
import { releaseRows } from '../../src/catalog/releases.js';
import { shippedState } from '../../src/device/shipped.js';
import { checkReport } from '../../src/report/check-types.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { FIXTURES } from '../support/fixtures.js';

const ALL = FIXTURES.map(({ path, bytes }) => readFirmwareFile(path, bytes(), NODE_TOOLS));
const inFolder = (folder: string): readonly FirmwareFile[] => ALL.filter(({ file }) => file.startsWith(`${folder}/`));

/** Electrons as releases ship them. */
const DEVICES: readonly DeviceItem[] = releaseRows(10).flatMap(({ release }) => {
  const shipped = shippedState(release, 10, 'for_release');
  return shipped === null ? [] : [{ name: `device at ${release}`, state: shipped.state, file: null }];
});
const UNREAD: UnreadReport = { file: 'x', code: 'no_report', message: 'is none' };

const anyQuestion: fc.Arbitrary<Question> = fc.record({
  parts: fc.constantFrom<Parts>(...Object.values(PARTS)),
  platform: fc.constantFrom(null, 10, 6, 77),
  minOs: fc.constantFrom(undefined, '0.5.0', '0.99.0'),
  targetOs: fc.constantFrom(undefined, '<0.6', 'banana'),
  via: fc.constantFrom('ota' as const, 'serial' as const, 'dfu' as const),
});
const anyFiles = fc.shuffledSubarray([...ALL], { maxLength: 6 });

/** Frozen all the way down: whoever writes to it throws. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const one of Object.values(value)) frozen<unknown>(one);
  }
  return value;
}

test('there are files and devices to ask about', () => {
  expect(ALL.length).toBeGreaterThan(20);
  expect(DEVICES.length).toBeGreaterThan(20);
});

describe('for any files and any question', () => {
  test('the order of the files does not show, nothing that was given is written to, and the answer is plain data', () => {
    fc.assert(
      fc.property(anyFiles, anyQuestion, (files, question) => {
        const sorted = ALL.filter((file) => files.includes(file));
        const found = assess(frozen(files), frozen(question));
        const { minOs: _minOs, targetOs: _targetOs, ...rest } = question;
        const other = assess(sorted, rest);
        const same = assess(files, rest);
        const { files: byName, inventory, releases, findings, judgement } = other;
        expect(same).toMatchObject({ files: byName, inventory, releases, judgement });
        expect(same.order.map(({ order }) => order)).toEqual(other.order.map(({ order }) => order));
        expect(same.findings.map(({ rule, file }) => [rule, file])).toEqual(
          findings.map(({ rule, file }) => [rule, file]),
        );
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
      }),
      { numRuns: 60 },
    );
  });

  test('devices one by one give what a list of them gives', () => {
    const anyDevices = fc.array(fc.constantFrom<DeviceItem | UnreadReport>(...DEVICES, UNREAD), { maxLength: 8 });
    fc.assert(
      fc.property(anyFiles, anyQuestion, anyDevices, (files, question, items) => {
        const open = beginAssessment(files, { ...question, devices: [] });
        items.forEach(open.add);
        const readable = items.filter((item) => 'state' in item);
        const rest = items.filter((item) => !('state' in item));
        const listed = beginAssessment(files, { ...question, devices: readable });
        rest.forEach(listed.add);
        expect(open.end()).toEqual(listed.end());
        if (rest.length === 0) expect(open.end()).toEqual(assess(files, { ...question, devices: readable }));
      }),
      { numRuns: 40 },
    );
  });

  test('the judgement is the worst of its parts', () => {
    fc.assert(
      fc.property(anyFiles, anyQuestion, fc.boolean(), (files, question, asked) => {
        const found = assess(files, { ...question, devices: asked ? DEVICES.slice(0, 3) : undefined });
        const isError = found.findings.some(
          ({ severity, judgement }) => severity === 'error' || judgement === 'not-ok',
        );
        const isUnclear = found.findings.some(({ judgement }) => judgement === 'unknown');
        const isUnknown = files.length === 0 || found.problems.length > 0 || isUnclear;
        expect(found.failed).toBe(isError);
        if (isError) expect(found.judgement).toBe('not-ok');
        else if (isUnknown) expect(found.judgement).toBe('unknown');
        else if (found.setAside.length === 0) expect(found.judgement).toBe('ok');
      }),
      { numRuns: 60 },
    );
  });
});

describe('the judgement', () => {
  const whole = inFolder('electron-0.5.0');
  const judgementOf = (files: readonly FirmwareFile[], question: Question = {}): string =>
    assess(files, question).judgement;

  test('of a set that is right', () => {
    expect(judgementOf(whole)).toBe('ok');
  });

  test('of damaged files, and of the same with the rules off', () => {
    const bad = inFolder('bad');
    expect(judgementOf(bad)).toBe('not-ok');
    const levels = Object.fromEntries(assess(bad).findings.map(({ rule }) => [rule, 'off' as const]));
    expect(assess(bad, {}, { levels })).toMatchObject({ findings: [], failed: false, judgement: 'ok' });
  });

  test('of nothing, of a range without releases, and of devices that none of the files is for', () => {
    expect(judgementOf([])).toBe('unknown');
    expect(judgementOf(whole, { minOs: '0.99.0' })).toBe('unknown');
    expect(judgementOf(inFolder('photon-0.7.0'), { devices: DEVICES.slice(0, 1) })).toBe('unknown');
    expect(judgementOf(whole, { devices: [] })).toBe('unknown');
  });

  test('a waiver takes its finding out, and holds on no day that nobody says', () => {
    const files = inFolder('bad').filter(({ file }) => file.endsWith('page.bin'));
    const waivers = [{ rule: 'FW101', files: '**', reason: 'a test', owner: 'anna', expires: '2999-12-31' }];
    expect(assess(files, {}, { waivers, today: '2026-01-01' }).failed).toBe(false);
    expect(assess(files, {}, { waivers }).failed).toBe(true);
  });
});

test('every problem has its words', () => {
  const question = { minOs: '0.99.0', matrix: true, to: '0.99.9', devices: [] };
  const open = beginAssessment([...inFolder('electron-0.5.0'), ...inFolder('photon-0.7.0')], question);
  for (let at = 0; at < 30; at++) open.add({ ...UNREAD, file: `report ${String(at)}` });
  const report = checkReport(open.end());
  expect(report.errors.map(({ code }) => code)).toEqual([
    'no_release',
    'not_judged',
    'not_judged',
    ...Array.from({ length: 20 }, () => 'no_report'),
    'more_errors',
  ]);
  expect(report.errors.filter(({ message }) => message === '')).toEqual([]);
});
