/** Where there is no way: the smallest set of things to get. What it names is got, and the plan is there. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factsOf } from '../../src/portable.js';
import { shippedState, withModule } from '../../src/device/shipped.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { planUpdate } from '../../src/plan/update.js';
import type { PlanOptions, UpdateGoal, UpdatePlan } from '../../src/plan/update.js';
import type { Thing } from '../../src/plan/things.js';
import { whetherInstalled } from '../../src/plan/world.js';
import type { PlanFile } from '../../src/plan/world.js';
import { suggestWords } from '../../src/report/plan.js';
import { ARGON, ELECTRON, PHOTON } from '../support/devices.js';
import { application, build, released } from '../support/fixtures.js';
import { named, readAs } from '../support/modules.js';
import { recordedReleases, releaseFiles } from '../support/release-files.js';

/** Worlds that are asked; their seed is fixed, so that it is known what they bring. */
const RUNS = 40;

const shipped = (release: string, platform: number) => shippedState(release, platform, 'for_release')!.state;
const { bootloader, systemPart } = MODULE_FUNCTION;
const FILES: UpdateGoal = { kind: 'files' };
const file = (name: string, description: ModuleDescription): PlanFile => named(name, build(description));
const partsOf = (release: string, platform: number, indexes: readonly number[]): readonly PlanFile[] =>
  indexes.map((index) => file(`${release}-${String(index)}.bin`, released(release, platform, systemPart, index)));

/** What is suggested; each set is got, and the same question has a plan. */
function suggested(
  state: Parameters<typeof planUpdate>[0],
  files: readonly PlanFile[],
  goal: UpdateGoal = FILES,
  via: PlanOptions['via'] = 'ota',
): Extract<UpdatePlan, { kind: 'unreachable' }> {
  const plan = planUpdate(state, files, goal, { via });
  if (plan.kind !== 'unreachable') throw new Error(plan.kind);
  for (const set of plan.suggest) {
    const got = planUpdate(state, [...files, ...set.flatMap((one) => one.files)], goal, { via });
    expect(got).toMatchObject({ kind: 'plan', end: { mode: 'runs-app' } });
  }
  return plan;
}
const words = (plan: ReturnType<typeof suggested>): string => suggestWords(plan.suggest, plan.atLeast);

describe('one thing', () => {
  test('a bootloader that sees what is pending', () => {
    const from = shipped('0.6.2', PHOTON);
    const state = withModule(
      from,
      factsOf(readAs(build({ ...released('0.6.2', PHOTON, bootloader, 0), version: 100 }))),
    );
    const app = file('app.bin', { ...application('0.6.2', PHOTON, 1, 2), version: 5 });
    expect(words(suggested(state, [app]))).toBe('Add bootloader-0.6.2-photon.bin.');
  });

  test('a radio stack', () => {
    const from = { ...shipped('1.3.1', ARGON), radio: { version: 182, infoWord: 0 } };
    expect(words(suggested(from, partsOf('1.4.0', ARGON, [1])))).toBe('Add argon-softdevice@1.4.0.bin.');
  });

  test('the bootloader of the release that is asked for', () => {
    const old = factsOf(readAs(build({ ...released('0.7.0', PHOTON, bootloader, 0), version: 11 })));
    const state = withModule(shipped('0.7.0', PHOTON), old);
    const plan = suggested(state, partsOf('0.7.0', PHOTON, [1, 2]), { kind: 'release', release: '0.7.0' });
    expect(words(plan)).toBe('Add bootloader-0.7.0-photon.bin.');
  });
});

describe('two things together', () => {
  test('the system parts of a release on the way and a bootloader', () => {
    const plan = suggested(shipped('0.5.5', PHOTON), partsOf('1.5.2', PHOTON, [1, 2]));
    expect(plan.suggest[0]?.map(({ what, release }) => `${what} ${release}`).sort()).toEqual([
      'bootloader 1.5.2',
      'system 0.7.0',
    ]);
  });

  test('the system parts of two releases', () => {
    const goal: UpdateGoal = { kind: 'release', release: '1.5.0' };
    const plan = suggested(shipped('0.4.8-rc.6', ELECTRON), partsOf('0.6.4', ELECTRON, [3, 1, 2]), goal);
    expect(plan.suggest[0]).toMatchObject([
      { what: 'system', release: '1.5.0' },
      { what: 'system', release: '0.5.5' },
    ]);
  });
});

describe('nothing', () => {
  test('helps against a wrong CRC, and nothing is said to', () => {
    const [good] = partsOf('1.2.1', PHOTON, [1]);
    const bad = { ...good!, facts: { ...good!.facts, crcOk: false } };
    const plan = suggested(shipped('1.1.0', PHOTON), [bad]);
    expect(plan).toMatchObject({ suggest: [], atLeast: 0 });
    expect(words(plan)).toBe('These files do not lead there.');
  });

  test('the same question has the same answer', () => {
    const ask = () => suggested(shipped('0.5.5', PHOTON), partsOf('1.5.2', PHOTON, [1, 2]));
    expect(ask()).toEqual(ask());
  });
});

describe('random worlds', () => {
  const releasesOf = (platform: number): readonly string[] => recordedReleases(platform).map(({ release }) => release);

  const world = fc.constantFrom(PHOTON, ELECTRON, ARGON).chain((platform) =>
    fc.record({
      platform: fc.constant(platform),
      from: fc.constantFrom(...releasesOf(platform)),
      to: fc.constantFrom(...releasesOf(platform)),
      keep: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    }),
  );

  test('what is suggested opens the way, and nothing of it can be left out', () => {
    let sets = 0;
    fc.assert(
      fc.property(world, ({ platform, from, to, keep }) => {
        const files = releaseFiles(to, platform)
          .filter((_, at) => keep[at] === true)
          .map(({ name, bytes }): PlanFile => named(name, bytes));
        const state = shipped(from, platform);
        const ask = (more: readonly PlanFile[]) => planUpdate(state, [...files, ...more], FILES, { via: 'ota' });
        const runs = (things: readonly Thing[]): boolean => {
          const got = ask(things.flatMap((one) => one.files));
          if (got.kind !== 'plan' || got.end.mode !== 'runs-app') return false;
          // With files of several releases the question is another one, unless those that were given are sent.
          const sent = new Set(got.steps.map((step) => step.file.file));
          return files.every((one) => sent.has(one.file) || whetherInstalled(got.state, one, 'by_version') === true);
        };
        const plan = ask([]);
        if (plan.kind !== 'unreachable') return;
        for (const set of plan.suggest) {
          sets += 1;
          expect(runs(set)).toBe(true);
          for (const left of set) expect(runs(set.filter((one) => one !== left))).toBe(false);
        }
      }),
      { numRuns: RUNS, seed: 1 },
    );
    expect(sets).toBeGreaterThan(5);
  });
});
