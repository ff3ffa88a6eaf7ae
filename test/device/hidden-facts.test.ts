/** What is hidden never contradicts an answer: a bounded share of `npm run hidden-states`. And the reports that showed why. */
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { accept } from '../../src/device/accept.js';
import { boot } from '../../src/device/boot.js';
import { send, simulate } from '../../src/device/simulate.js';
import { shippedState } from '../../src/device/shipped.js';
import type { DeviceState } from '../../src/device/types.js';
import { fleetJudge } from '../../src/plan/fleet.js';
import { planUpdate } from '../../src/plan/update.js';
import { ARGON, deviceOf, dep, ELECTRON, F, moduleFor, P1, PHOTON, withPart, withUnknown } from '../support/devices.js';
import { count, emptyTally, hide, hiddenCase, ask } from '../support/hidden-states.js';
import type { Question } from '../support/hidden-states.js';

/** Cases for each question, and how many of those whose completions all agree have to be answered definitely. */
const SHARES: readonly (readonly [Question, number, number])[] = [
  ['accept', 1000, 0.95],
  ['boot', 600, 0.95],
  ['simulate', 200, 0.95],
  ['check', 300, 0.95],
  ['plan', 100, 0.95],
];

test.each(SHARES)(
  '%s: no answer is contradicted by what was hidden (%i devices)',
  (question, runs, share) => {
    const tally = emptyTally();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const { told, possible, contradicted } = count(tally, seed, question);
        expect(contradicted, `seed ${String(seed)}: ${told.join()}, but ${JSON.stringify(possible)}`).toBe(false);
      }),
      { numRuns: runs, seed: 13, endOnFailure: true },
    );
    expect(tally.agreeMatters).toBeGreaterThan(runs / 20);
    expect(tally.agreeMattersDefinite / tally.agreeMatters).toBeGreaterThanOrEqual(share);
  },
  60_000,
);

/** Each was contradicted once; what was wrong in each is another thing. */
const ONCE_CONTRADICTED: readonly (readonly [string, Question, number])[] = [
  ['an application may begin where nothing begins, as what names its start is not erased with it', 'accept', 20452998],
  ['and where one of the two ranges of releases allows it to begin', 'accept', 20948611],
  ['whether a step was taken hangs on more than what is hidden', 'simulate', 7003294],
  ['a hidden system part of any version may ask for more of itself than the file is', 'simulate', 7008643],
  ['what is damaged may have dependencies too, and keep a file from being taken', 'simulate', 7011664],
  ['what is damaged may have a dependency that is looked up where nothing is mapped', 'simulate', 6010571],
  ['a system part that a bootloader wrote as it came, compressed, does not start', 'boot', 40520315],
  ['and so an application that lies compressed in its place', 'boot', 250041641],
  ['a hidden system part may ask for more of itself, where the others have the highest version', 'boot', 40742419],
  ['a start of the application may lie behind the flash, or where a module lies that is none', 'boot', 70859167],
  ['what a file may have left elsewhere is lost where the cases are too many', 'simulate', 60559859],
  ['and so is whether a later one is taken', 'simulate', 60020667],
  ['a suffix may name a start behind the flash', 'simulate', 60504483],
  ['a bootloader compares system part 1 with whatever part 2 asks for first', 'simulate', 60163568],
  ['a short system part outlives what is written behind it, and has a dependency that fails', 'simulate', 210215656],
  ['and so on another board, where the bootloader may be any', 'simulate', 210513225],
  ['a device that may wait in DFU mode on the way is not said to do something undefined', 'simulate', 260017648],
  ['a part 1 that is written over in the middle does not start into an erased part 2', 'simulate', 300186640],
  ['old rules read a system part at the other of its two places, which is erased', 'plan', 7000125],
  ['of a way that opens there nothing is said before the cases are looked at', 'plan', 7008985],
  ['a newer bootloader that is broken is replaced by the file that is given', 'plan', 7007862],
  ['an older bootloader starts the system part at the other place, and another one is taken then', 'plan', 80001037],
  ['and so after an older bootloader that is given', 'plan', 80005518],
  ['where a session of DFU leads nowhere, the files may go one by one', 'plan', 220003650],
];

test.each(ONCE_CONTRADICTED)('%s', (_, question, seed) => {
  const { told, possible, contradicted } = ask(seed, question);
  expect(contradicted, `${told.join()}, but ${JSON.stringify(possible)}`).toBe(false);
});

test('the cases hide something, and of some the answer hangs on it', () => {
  const outcomes = Array.from({ length: 300 }, (_, seed) => ask(seed, 'accept'));
  expect(outcomes.filter(({ agree }) => !agree).length).toBeGreaterThan(20);
  expect(outcomes.filter(({ told }) => told.includes('unknown')).length).toBeGreaterThan(20);
  for (let seed = 0; seed < 100; seed++) expect(hiddenCase(seed).hidden).not.toEqual(hiddenCase(seed).truth);
});

const KIND = { transport: 'ota' } as const;
const sys1 = moduleFor(ELECTRON, 102, [F.sys, 1, 102], { dependency1: dep(F.sys, 3, 102) });
const file = (name: string, facts: typeof sys1) => ({ file: name, size: 4100, sha256: name, facts });

function electronOf051(): DeviceState {
  const shipped = shippedState('0.5.1', ELECTRON, 'for_release');
  if (shipped === null) throw new Error('0.5.1 is recorded');
  return shipped.state;
}

test('an Electron of 0.5.1 takes system part 1 of 0.6.0 with whichever bootloader, and then does not start', () => {
  const state = electronOf051();
  const unsure = hide(state, 0x08000000);
  for (const one of [state, unsure]) {
    expect(accept(one, sys1, KIND).verdict).toBe('accepted');
    const after = simulate(one, [file('sys1', sys1)], 'ota');
    expect(after.steps[0]?.installed?.landed).toBe(true);
    expect(after.end).toMatchObject({ mode: 'undefined', reasons: [{ kind: 'mismatched_parts', has: 'erased' }] });
  }
});

test.each([
  [ELECTRON, 4, 1104],
  [ELECTRON, 5, 2609],
  [ELECTRON, 6, 2609],
  [PHOTON, 4, 1104],
  [P1, 5, 2353],
  [P1, 6, 2609],
])('platform %i: with bootloader %i a dependency without a slot reads %i', (platform, version, reads) => {
  const bootloader = moduleFor(platform, 15, [F.boot, 0, version]);
  const state = withPart(deviceOf(platform, 15), bootloader);
  const asking = (needs: number) =>
    accept(state, moduleFor(platform, 15, [F.sys, 1, 15], { dependency1: dep(F.sys, 7, needs) }), KIND).verdict;
  expect([asking(reads), asking(reads + 1)]).toEqual(['accepted', 'refused']);
});

test('a system part that is not known and that another needs never gives "runs"', () => {
  const state = hide(electronOf051(), 0x08060000);
  const files = [file('sys1', sys1)];
  expect(send(state, sys1, 'ota').decision.verdict).toBe('accepted');
  const { end } = simulate(state, files, 'ota');
  expect(end.mode).toBe('unknown');
  expect(end.possible?.toSorted()).toEqual(['runs-app', 'undefined']);
  expect(end.reasons).toMatchObject([{ kind: 'not_known', what: 'system', fact: { function: F.sys, index: 3 } }]);
  expect(fleetJudge(files, 'ota')(state)).toMatchObject({ outcome: 'unclear', end: 'unknown' });
  expect(boot(withPart(state, sys1)).mode).toBe('unknown');
  expect(planUpdate(state, files, { kind: 'files' }, { via: 'dfu' })).toMatchObject({ end: { mode: 'unknown' } });
});

test('what is missing is named: the radio stack, not the bootloader', () => {
  const needs = { dependency1: dep(F.boot, 0, 401), dependency2: dep(F.radio, 0, 202) };
  const system = moduleFor(ARGON, 1403, [F.sys, 1, 1403], needs);
  const state: DeviceState = hide(
    withPart(withPart(deviceOf(ARGON, 1403), moduleFor(ARGON, 1403, [F.boot, 0, 500])), system),
    'radio',
  );
  // A release that takes a word of the radio stack's code for its version.
  expect(boot(state).reasons).toEqual([{ kind: 'not_known', what: 'radio', fact: { kind: 'radio' } }]);
  expect(accept(state, { ...system, version: 1404 }, KIND)).toMatchObject({
    verdict: 'unknown',
    reason: { kind: 'dependency_unknown', needs: { function: F.radio } },
  });
});

test('nothing to send does not make a device run: the plan says safe mode', () => {
  const system2 = moduleFor(PHOTON, 207, [F.sys, 2, 207], {
    dependency1: dep(F.sys, 1, 207),
    dependency2: dep(F.boot, 0, 101),
  });
  const state = withPart(withPart(deviceOf(PHOTON, 207), moduleFor(PHOTON, 207, [F.boot, 0, 11])), system2);
  const plan = planUpdate(state, [file('sys2', system2)], { kind: 'files' }, { via: 'ota' });
  expect(plan).toMatchObject({ kind: 'plan', steps: [], end: { mode: 'safe-mode' } });
});

test('where every case is refused, the refusal stands', () => {
  const state = withUnknown(deviceOf(PHOTON, 1512), 0x08000000);
  const broken = { ...moduleFor(PHOTON, 1512, [F.sys, 2, 1512]), crcOk: false };
  expect(accept(state, broken, KIND)).toMatchObject({ verdict: 'refused', reason: { kind: 'bad_crc' } });
});

test('protection that is not known leaves a file over a cable open, and one over the air not', () => {
  const state = hide(deviceOf(ARGON, 6101), 'protection');
  const app = moduleFor(ARGON, 6101, [F.user, 2, 1]);
  expect(accept(state, app, { transport: 'local' })).toMatchObject({
    verdict: 'unknown',
    reason: { kind: 'protection_unknown' },
  });
  expect(accept(state, app, { transport: 'dfu' })).toMatchObject({
    verdict: 'unknown',
    reason: { kind: 'protection_unknown' },
  });
  expect(accept(state, app, KIND).verdict).toBe('accepted');
});
