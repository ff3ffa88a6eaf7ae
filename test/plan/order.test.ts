import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import type { Requirement } from '../../src/module/types.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { dependenciesOf } from '../../src/module/id.js';
import { orderModules } from '../../src/plan/order.js';
import type { FlashOrder, OrderProblem } from '../../src/plan/order.js';
import type { ModuleFile } from '../../src/device/module-file.js';
import { application, assetModule, build, released, softdevice } from '../support/fixtures.js';
import { named, permutations } from '../support/modules.js';

const BOOTLOADER = MODULE_FUNCTION.bootloader;
const SYSTEM = MODULE_FUNCTION.systemPart;
const USER = MODULE_FUNCTION.userPart;
const RADIO = MODULE_FUNCTION.radioStack;
const NCP = MODULE_FUNCTION.ncpFirmware;
const ASSET = MODULE_FUNCTION.asset;

const PHOTON = 6;
const ELECTRON = 10;
const ARGON = 12;
const BORON = 13;
const TRACKER = 26;
const P2 = 32;

const on = (moduleFunction: number, index: number, version: number): Requirement => ({
  function: moduleFunction,
  index,
  version,
});

interface Spec extends Partial<ModuleDescription> {
  readonly file?: string;
}

/** A small module; its file is named after what it is unless said otherwise. */
function item(platform: number, moduleFunction: number, index: number, version: number, spec: Spec = {}): ModuleFile {
  const { file = `${String(moduleFunction)}/${String(index)}@${String(version)}`, ...more } = spec;
  const bytes = build({ platform, function: moduleFunction, index, version, start: 0x30000, code: 16, ...more });
  return named(file, bytes);
}

const ofRelease = (release: string, platform: number, moduleFunction: number, index: number): ModuleFile =>
  named(`${String(moduleFunction)}/${String(index)}`, build(released(release, platform, moduleFunction, index)));

const files = ({ steps }: FlashOrder): readonly string[] => steps.map((step) => step.item.file);
const kinds = ({ problems }: FlashOrder): readonly OrderProblem['kind'][] => problems.map(({ kind }) => kind);
const reasons = (order: FlashOrder, file: string) =>
  order.steps
    .find((step) => step.item.file === file)
    ?.after.map(({ item: { file: from }, because }) => [from, because.kind]);
const needs = ({ needsOnDevice }: FlashOrder) =>
  needsOnDevice.map(({ function: moduleFunction, index, version, why, neededBy }) => [
    `${String(moduleFunction)}/${String(index)}@${String(version)}`,
    why,
    neededBy.map(({ file }) => file),
  ]);

/** The order of a set, whatever the order of its input. */
function order(items: readonly ModuleFile[]): FlashOrder {
  const result = orderModules(items);
  const others =
    items.length <= 4
      ? permutations(items)
      : [items.toReversed(), items.toSorted((a, b) => (a.file < b.file ? 1 : -1))];
  for (const other of others) expect(orderModules(other)).toEqual(result);
  return result;
}

describe('a set that works', () => {
  test('nothing needs nothing', () => {
    expect(order([])).toEqual({ steps: [], needsOnDevice: [], problems: [] });
  });

  test('Electron 0.5.0: part 1, part 2, application, each with its reason', () => {
    const part1 = ofRelease('0.5.0', ELECTRON, SYSTEM, 1);
    const part2 = ofRelease('0.5.0', ELECTRON, SYSTEM, 2);
    const app = named('app', build(application('0.5.0', ELECTRON, 1, 2)));
    const result = order([app, part2, part1]);
    expect(result).toEqual({
      steps: [
        { step: 1, item: part1, after: [] },
        {
          step: 2,
          item: part2,
          after: [{ item: part1, because: { kind: 'dependency', requirement: on(SYSTEM, 1, 13) } }],
        },
        {
          step: 3,
          item: app,
          after: [
            { item: part1, because: { kind: 'application_last' } },
            { item: part2, because: { kind: 'dependency', requirement: on(SYSTEM, 2, 13) } },
          ],
        },
      ],
      needsOnDevice: [],
      problems: [],
    });
  });

  test('Electron 0.6.4: module index 3, 1, 2', () => {
    const result = order([1, 2, 3].map((index) => ofRelease('0.6.4', ELECTRON, SYSTEM, index)));
    expect(files(result)).toEqual(['4/3', '4/1', '4/2']);
    expect(reasons(result, '4/2')).toEqual([['4/1', 'dependency']]);
  });

  test('Argon 1.5.0: bootloader, radio stack, system part', () => {
    const radio = named('8/0', build(softdevice(ARGON)));
    const result = order([ofRelease('1.5.0', ARGON, SYSTEM, 1), radio, ofRelease('1.5.0', ARGON, BOOTLOADER, 0)]);
    expect(files(result)).toEqual(['2/0', '8/0', '4/1']);
    expect(result.problems).toEqual([]);
  });

  test('P2: prebootloader, bootloader, system part', () => {
    const result = order([
      ofRelease('5.8.0', P2, SYSTEM, 1),
      ofRelease('5.8.0', P2, BOOTLOADER, 0),
      item(P2, BOOTLOADER, 2, 7, { file: '2/2' }),
    ]);
    expect(files(result)).toEqual(['2/2', '2/0', '4/1']);
  });

  test('where nothing decides: bootloaders, NCP, radio stack, system, application, asset', () => {
    const result = order([
      item(BORON, ASSET, 0, 0),
      item(BORON, USER, 1, 1),
      item(BORON, SYSTEM, 1, 1),
      item(BORON, RADIO, 0, 1),
      item(BORON, NCP, 0, 1),
      item(BORON, BOOTLOADER, 0, 1),
      item(BORON, BOOTLOADER, 2, 1),
      item(BORON, BOOTLOADER, 1, 1),
    ]);
    expect(files(result)).toEqual(['2/1@1', '2/2@1', '2/0@1', '7/0@1', '8/0@1', '4/1@1', '5/1@1', '9/0@0']);
    expect(result.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('what the device must have', () => {
  test('a dependency that no file provides, once a slot, at its highest minimum', () => {
    const result = order([
      item(BORON, SYSTEM, 1, 5, { dependency1: on(BOOTLOADER, 0, 501), dependency2: on(RADIO, 0, 202) }),
      item(BORON, RADIO, 1, 9, { dependency1: on(BOOTLOADER, 0, 400), dependency2: on(NCP, 0, 3) }),
    ]);
    expect(needs(result)).toEqual([
      ['2/0@501', 'not_in_set', ['8/1@9', '4/1@5']],
      ['7/0@3', 'not_in_set', ['8/1@9']],
      ['8/0@202', 'not_in_set', ['4/1@5']],
    ]);
    expect(result.problems).toEqual([]);
    expect(files(result)).toEqual(['8/1@9', '4/1@5']);
  });

  test('an older one of itself (Tracker 5.6.0 and later)', () => {
    const result = order([
      item(TRACKER, SYSTEM, 1, 5600, { dependency1: on(BOOTLOADER, 0, 2400), dependency2: on(SYSTEM, 1, 3001) }),
      item(TRACKER, BOOTLOADER, 0, 2400),
    ]);
    expect(files(result)).toEqual(['2/0@2400', '4/1@5600']);
    expect(needs(result)).toEqual([['4/1@3001', 'itself', ['4/1@5600']]]);
    expect(result.problems).toEqual([]);
  });

  test('the second dependency counts without a first one', () => {
    expect(needs(order([item(BORON, SYSTEM, 1, 5, { dependency2: on(RADIO, 0, 202) })]))).toEqual([
      ['8/0@202', 'not_in_set', ['4/1@5']],
    ]);
  });

  test('what a slot with several files could provide is not said to be missing', () => {
    const result = order([
      item(BORON, SYSTEM, 1, 5, { dependency1: on(BOOTLOADER, 0, 1) }),
      item(BORON, BOOTLOADER, 0, 1),
      item(BORON, BOOTLOADER, 0, 2),
    ]);
    expect(kinds(result)).toEqual(['slot_conflict']);
    expect(result.needsOnDevice).toEqual([]);
  });
});

describe('soft and hard dependencies', () => {
  test('a soft one orders', () => {
    const result = order([item(BORON, RADIO, 0, 9, { dependency1: on(SYSTEM, 1, 3) }), item(BORON, SYSTEM, 1, 5)]);
    expect(files(result)).toEqual(['4/1@5', '8/0@9']);
    expect(needs(result)).toEqual([]);
  });

  test('a soft one that closes a circle moves to the device (Photon 1.5.0)', () => {
    const part1 = item(PHOTON, SYSTEM, 1, 1502, { dependency1: on(SYSTEM, 2, 207) });
    const part2 = item(PHOTON, SYSTEM, 2, 1502, {
      dependency1: on(SYSTEM, 1, 1502),
      dependency2: on(BOOTLOADER, 0, 400),
    });
    const bootloader = item(PHOTON, BOOTLOADER, 0, 501);
    const result = order([bootloader, part2, part1]);
    expect(files(result)).toEqual(['4/1@1502', '4/2@1502', '2/0@501']);
    expect(needs(result)).toEqual([['4/2@207', 'circle', ['4/1@1502']]]);
    expect(reasons(result, '4/1@1502')).toEqual([]);
    expect(result.problems).toEqual([]);
  });

  test('a circle of soft ones alone is taken apart as a whole', () => {
    const result = order([
      item(BORON, RADIO, 0, 9, { dependency1: on(NCP, 0, 3) }),
      item(BORON, NCP, 0, 5, { dependency1: on(RADIO, 0, 4) }),
    ]);
    expect(files(result)).toEqual(['7/0@5', '8/0@9']);
    expect(needs(result)).toEqual([
      ['7/0@3', 'circle', ['8/0@9']],
      ['8/0@4', 'circle', ['7/0@5']],
    ]);
  });

  test('a soft one beside a circle stays', () => {
    const result = order([
      item(PHOTON, SYSTEM, 1, 9, { dependency1: on(SYSTEM, 2, 9) }),
      item(PHOTON, SYSTEM, 2, 9, { dependency1: on(SYSTEM, 1, 8) }),
      item(PHOTON, USER, 1, 1, { dependency1: on(SYSTEM, 2, 3) }),
    ]);
    expect(files(result)).toEqual(['4/2@9', '4/1@9', '5/1@1']);
    expect(reasons(result, '5/1@1')).toEqual([
      ['4/2@9', 'dependency'],
      ['4/1@9', 'application_last'],
    ]);
    expect(needs(result)).toEqual([['4/1@8', 'circle', ['4/2@9']]]);
  });

  test('a circle of hard ones is a problem of its members alone', () => {
    const result = order([
      item(PHOTON, SYSTEM, 1, 9, { dependency1: on(SYSTEM, 2, 9) }),
      item(PHOTON, SYSTEM, 2, 9, { dependency1: on(SYSTEM, 1, 9) }),
      item(PHOTON, USER, 1, 1, { dependency1: on(SYSTEM, 2, 9) }),
    ]);
    expect(result.steps).toEqual([]);
    expect(result.problems).toMatchObject([{ kind: 'circle', items: [{ file: '4/1@9' }, { file: '4/2@9' }] }]);
  });

  test('a circle of three hard ones', () => {
    const result = order([
      item(ELECTRON, SYSTEM, 1, 9, { dependency1: on(SYSTEM, 2, 9) }),
      item(ELECTRON, SYSTEM, 2, 9, { dependency1: on(SYSTEM, 3, 9) }),
      item(ELECTRON, SYSTEM, 3, 9, { dependency1: on(SYSTEM, 1, 9) }),
    ]);
    expect(result.problems).toMatchObject([{ kind: 'circle', items: [{}, {}, {}] }]);
  });
});

describe('places that no header declares', () => {
  test('a Gen 2 bootloader stands behind the system parts, also where one declares it', () => {
    const part2 = item(PHOTON, SYSTEM, 2, 9, { dependency1: on(SYSTEM, 1, 9), dependency2: on(BOOTLOADER, 0, 7) });
    const result = order([item(PHOTON, BOOTLOADER, 0, 7), part2, item(PHOTON, SYSTEM, 1, 9)]);
    expect(files(result)).toEqual(['4/1@9', '4/2@9', '2/0@7']);
    expect(reasons(result, '2/0@7')).toEqual([
      ['4/1@9', 'gen2_bootloader_last'],
      ['4/2@9', 'gen2_bootloader_last'],
    ]);
    expect(needs(result)).toEqual([]);
  });

  test('a radio stack that drops its header stands before a bootloader that would write it in the wrong place', () => {
    const flags = 0x01;
    const radioOf = (bootloader: number) =>
      item(BORON, RADIO, 0, 202, {
        flags,
        dependency1: on(BOOTLOADER, 0, bootloader),
        dependency2: on(SYSTEM, 1, 1321),
      });
    const system = item(BORON, SYSTEM, 1, 2008, {
      dependency1: on(RADIO, 0, 202),
      dependency2: on(BOOTLOADER, 0, 1003),
    });
    const orderOf = (version: number, asked: number) =>
      files(order([item(BORON, BOOTLOADER, 0, version), radioOf(asked), system]));
    expect(orderOf(1003, 401)).toEqual(['8/0@202', '2/0@1003', '4/1@2008']);
    expect(reasons(order([item(BORON, BOOTLOADER, 0, 1003), radioOf(401)]), '2/0@1003')).toEqual([
      ['8/0@202', 'radio_stack_before_bootloader'],
    ]);
    // The next one writes it right; and where the radio stack asks for just this one, that counts.
    expect(orderOf(1004, 401)[0]).toBe('2/0@1004');
    expect(orderOf(1003, 1003)[0]).toBe('2/0@1003');
  });

  test('a Gen 3 bootloader stands before the system part that declares it', () => {
    const result = order([
      item(BORON, BOOTLOADER, 0, 7),
      item(BORON, SYSTEM, 1, 9, { dependency1: on(BOOTLOADER, 0, 7) }),
    ]);
    expect(files(result)).toEqual(['2/0@7', '4/1@9']);
    expect(reasons(result, '4/1@9')).toEqual([['2/0@7', 'dependency']]);
  });

  test('assets stand behind the application', () => {
    const result = order([named('asset', build(assetModule())), item(BORON, USER, 2, 1), item(BORON, SYSTEM, 1, 9)]);
    expect(files(result)).toEqual(['4/1@9', '5/2@1', 'asset']);
    expect(reasons(result, 'asset')).toEqual([['5/2@1', 'assets_after_application']]);
  });

  test('several assets are no conflict', () => {
    const assets = ['a', 'b', 'c'].map((file, at) => item(0, ASSET, 0, 0, { file, code: 20 + at }));
    const result = order(assets);
    expect([result.steps.length, kinds(result)]).toEqual([3, []]);
  });
});

describe('what keeps a set from working', () => {
  test('the same bytes twice are counted once, and said', () => {
    const app = item(BORON, USER, 2, 1, { file: 'b.bin' });
    const result = order([app, { ...app, file: 'a.bin' }, { ...app, file: 'c.bin' }]);
    expect(files(result)).toEqual(['a.bin']);
    expect(result.problems).toMatchObject([
      { kind: 'duplicate', kept: { file: 'a.bin' }, dropped: { file: 'b.bin' } },
      { kind: 'duplicate', kept: { file: 'a.bin' }, dropped: { file: 'c.bin' } },
    ]);
  });

  test('different bytes for one slot', () => {
    const result = order([item(BORON, USER, 2, 1), item(BORON, USER, 2, 2), item(BORON, SYSTEM, 1, 9)]);
    expect(result.steps).toEqual([]);
    expect(result.problems).toMatchObject([{ kind: 'slot_conflict', items: [{ file: '5/2@1' }, { file: '5/2@2' }] }]);
  });

  test('the same version with other bytes is a conflict too', () => {
    expect(kinds(order([item(BORON, USER, 2, 1), item(BORON, USER, 2, 1, { file: 'other', code: 20 })]))).toEqual([
      'slot_conflict',
    ]);
  });

  test('another index or function is another slot', () => {
    expect(kinds(order([item(BORON, USER, 1, 1), item(BORON, USER, 2, 1), item(BORON, RADIO, 1, 1)]))).toEqual([]);
  });

  test.each([
    { has: 4, problems: ['too_low'] },
    { has: 5, problems: [] },
    { has: 6, problems: [] },
  ])('needs 5, the set has $has', ({ has, problems }) => {
    const app = item(BORON, USER, 2, 1, { dependency1: on(SYSTEM, 1, 5) });
    const result = order([app, item(BORON, SYSTEM, 1, has)]);
    expect(kinds(result)).toEqual(problems);
    expect(result.steps).toHaveLength(problems.length === 0 ? 2 : 0);
    if (problems.length > 0) {
      expect(result.problems).toMatchObject([
        { item: { file: '5/2@1' }, requirement: on(SYSTEM, 1, 5), has: { file: `4/1@${String(has)}` } },
      ]);
    }
  });

  test('a Gen 2 bootloader in the set that is too old for the boot check', () => {
    const part = item(PHOTON, SYSTEM, 2, 9, { dependency1: on(BOOTLOADER, 0, 8) });
    expect(kinds(order([part, item(PHOTON, BOOTLOADER, 0, 7)]))).toEqual(['too_low']);
  });

  test('system parts of different releases', () => {
    const result = order([item(PHOTON, SYSTEM, 1, 9), item(PHOTON, SYSTEM, 2, 8), item(PHOTON, BOOTLOADER, 0, 1)]);
    expect(result.problems).toMatchObject([
      { kind: 'mixed_system_parts', items: [{ file: '4/1@9' }, { file: '4/2@8' }] },
    ]);
    expect(result.steps).toEqual([]);
  });

  test('two releases of one part are a conflict, not a mixture', () => {
    expect(kinds(order([item(BORON, SYSTEM, 1, 9), item(BORON, SYSTEM, 1, 8)]))).toEqual(['slot_conflict']);
  });
});

describe('dependenciesOf', () => {
  test('leaves out those that are none', () => {
    const { module } = item(BORON, SYSTEM, 1, 9, { dependency2: on(RADIO, 0, 1) });
    expect(dependenciesOf(module)).toEqual([on(RADIO, 0, 1)]);
  });
});

describe('any set', () => {
  const slot = fc.constantFrom<readonly [number, number]>(
    [BOOTLOADER, 0],
    [BOOTLOADER, 2],
    [SYSTEM, 1],
    [SYSTEM, 2],
    [SYSTEM, 3],
    [USER, 1],
    [RADIO, 0],
    [NCP, 0],
    [ASSET, 0],
  );
  const version = fc.integer({ min: 1, max: 3 });
  const dependency = fc.option(
    fc.tuple(slot, version).map(([[moduleFunction, index], at]) => on(moduleFunction, index, at)),
  );
  const spec = fc.record({
    slot,
    version,
    dependency1: dependency,
    dependency2: dependency,
    code: fc.integer({ min: 8, max: 9 }),
  });
  const set = (platform: number) =>
    fc
      .oneof(fc.array(spec, { maxLength: 8 }), fc.uniqueArray(spec, { maxLength: 8, selector: ({ slot: key }) => key }))
      .map((specs) =>
        specs.map(({ slot: [moduleFunction, index], version: own, ...more }, at) =>
          item(platform, moduleFunction, index, own, { ...more, file: `file ${String(at)}` }),
        ),
      );
  const anySet = fc.constantFrom(PHOTON, BORON, P2).chain(set);

  test('gives the same answer in every order of the input', () => {
    fc.assert(
      fc.property(
        anySet.chain((items) => fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length }))),
        ([items, shuffled]) => {
          expect(orderModules(shuffled)).toEqual(orderModules(items));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('loses nothing: each file is a step, a duplicate or part of a problem', () => {
    fc.assert(
      fc.property(anySet, (items) => {
        const { steps, problems } = orderModules(items);
        const serious = problems.filter(({ kind }) => kind !== 'duplicate');
        const dropped = problems.flatMap((one) => (one.kind === 'duplicate' ? [one.dropped.file] : []));
        expect(new Set(dropped).size).toBe(dropped.length);
        if (serious.length > 0) {
          expect(steps).toEqual([]);
          return;
        }
        const all = [...steps.map((step) => step.item.file), ...dropped];
        expect(all.sort()).toEqual(items.map(({ file }) => file).sort());
      }),
      { numRuns: 500 },
    );
  });

  test('has a module behind each one that it needs at just that version', () => {
    let checked = 0;
    fc.assert(
      fc.property(anySet, (items) => {
        const { steps, needsOnDevice } = orderModules(items);
        const placed = steps.map((step) => step.item);
        placed.forEach((one, at) => {
          for (const need of dependenciesOf(one.module)) {
            const target = placed.findIndex(
              ({ module }) => module.function === need.function && module.index === need.index,
            );
            const gen2Boot = one.module.platform === PHOTON && need.function === BOOTLOADER;
            const other = placed[target];
            if (need.function === ASSET || gen2Boot) continue;
            if (other === undefined || other === one) {
              expect(needsOnDevice.some((had) => had.function === need.function && had.index === need.index)).toBe(
                true,
              );
            } else if (other.module.version === need.version) {
              expect(target).toBeLessThan(at);
              checked++;
            } else if (target > at) {
              // A soft one may come later only where the device is said to need the older version.
              const had = needsOnDevice.find((need2) => need2.function === need.function && need2.index === need.index);
              expect(had?.version).toBeGreaterThanOrEqual(need.version);
            }
          }
        });
      }),
      { numRuns: 2000 },
    );
    expect(checked).toBeGreaterThan(50);
  });

  test('each step stands behind all that it gives as reasons', () => {
    fc.assert(
      fc.property(anySet, (items) => {
        const { steps } = orderModules(items);
        const place = new Map(steps.map(({ item: { file }, step }) => [file, step]));
        for (const { after, step } of steps) {
          for (const { item: from } of after) expect(place.get(from.file)).toBeLessThan(step);
        }
        const bootloader = steps.findIndex(
          ({ item: { module } }) => module.platform === PHOTON && module.function === BOOTLOADER,
        );
        const lastPart = steps.findLastIndex(({ item: { module } }) => module.function === SYSTEM);
        const free = steps[bootloader]?.item.module;
        if (free?.dependency1 === null && free.dependency2 === null) expect(bootloader).toBeGreaterThan(lastPart);
      }),
      { numRuns: 1000 },
    );
  });
});

test('thousands of assets are put in order while one waits', () => {
  const application = item(BORON, USER, 2, 1);
  const asset = item(BORON, ASSET, 0, 1);
  const assets = Array.from({ length: 4000 }, (_, at) => ({
    ...asset,
    file: String(at),
    sha256: `asset ${String(at)}`,
  }));
  const { steps, problems } = orderModules([...assets, application]);
  expect(problems).toEqual([]);
  expect(steps[0]?.item).toBe(application);
  expect(steps).toHaveLength(4001);
  expect(steps.slice(1).every(({ after }) => after[0]?.item === application && after.length === 1)).toBe(true);
}, 20_000);
