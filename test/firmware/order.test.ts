import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSet } from '../../src/index.js';
import { platformById } from '../../src/catalog/platforms.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { orderModules } from '../../src/plan/order.js';
import type { FlashOrder } from '../../src/plan/order.js';
import type { ModuleFile } from '../../src/device/module-file.js';
import { firmwareAvailable, firmwareFiles } from '../support/firmware.js';
import { named, permutations } from '../support/modules.js';

/** Device OS releases as they lie in the packages: `platform-part@release.bin`, before that `system-partN-release-platform.bin`. */
function setOf(name: string): string | null {
  const base = name.split('/').at(-1) ?? '';
  const now = /^([a-z0-9]+)-(?:bootloader|softdevice|system-part\d)@([^+]+?)(?:\+lto)?\.bin$/.exec(base);
  if (now !== null) return `${now[1] ?? ''} ${now[2] ?? ''}`;
  const before = /^system-part\d-(.+)-([a-z0-9]+)\.bin$/.exec(base);
  return before === null ? null : `${before[2] ?? ''} ${before[1] ?? ''}`;
}

function sets(): ReadonlyMap<string, readonly ModuleFile[]> {
  const groups = new Map<string, ModuleFile[]>();
  for (const { name, path } of firmwareFiles()) {
    const set = setOf(name);
    if (set === null) continue;
    groups.set(set, [
      ...(groups.get(set) ?? []),
      named(name.split('/').at(-1) ?? name, new Uint8Array(readFileSync(path))),
    ]);
  }
  return groups;
}

const filesOf = ({ steps }: FlashOrder): readonly string[] => steps.map(({ item }) => item.file);

/** Every pair that must stand in this order, found without the planner. */
function mustPrecede(items: readonly ModuleFile[]): readonly (readonly [first: string, then: string])[] {
  return items.flatMap(({ file, module }) => {
    const gen2 = platformById(module.platform)?.generation === 2;
    const needed = [module.dependency1, module.dependency2].filter((one) => one !== null);
    const earlier = items.filter(({ module: other, file: otherFile }) => {
      if (otherFile === file) return false;
      if (gen2 && module.function === MODULE_FUNCTION.bootloader) return other.function === MODULE_FUNCTION.systemPart;
      if (gen2 && other.function === MODULE_FUNCTION.bootloader) return false;
      return needed.some(
        (one) => one.function === other.function && one.index === other.index && one.version === other.version,
      );
    });
    return earlier.map((other) => [other.file, file] as const);
  });
}

describe.skipIf(!firmwareAvailable())('sets of real firmware', () => {
  const all = sets();

  test('are the ones that are known', () => {
    expect([...all].map(([set, items]) => [set, items.length])).toEqual([
      ['electron 0.5.2', 2],
      ['p1 0.5.2', 2],
      ['photon 0.5.2', 2],
      ['argon 1.5.0', 3],
      ['asom 1.4.4', 3],
      ['b5som 1.5.0', 3],
      ['boron 1.5.0', 3],
      ['bsom 1.5.0', 3],
      ['electron 1.5.0', 3],
      ['p1 1.5.0', 3],
      ['photon 1.5.0', 3],
      ['xenon 1.5.0', 3],
      ['xsom 1.4.4', 3],
    ]);
  });

  test.each([...all])('%s: each module stands behind those that it needs', (_set, items) => {
    const order = orderModules(items);
    expect(order.problems).toEqual([]);
    expect([...filesOf(order)].sort()).toEqual(items.map(({ file }) => file).sort());
    const place = filesOf(order);
    const pairs = mustPrecede(items);
    expect(pairs.length).toBeGreaterThan(0);
    for (const [first, then] of pairs) {
      expect(place.indexOf(first), `${first} before ${then}`).toBeLessThan(place.indexOf(then));
    }
    const platform = items[0]?.module.platform ?? -1;
    const found = checkSet({ platform, items, order }).filter(({ severity }) => severity === 'error');
    expect(found).toEqual([]);
  });

  test.each([...all])('%s: the same in every order of the input', (_set, items) => {
    const order = orderModules(items);
    for (const shuffled of permutations(items)) expect(orderModules(shuffled)).toEqual(order);
  });

  test.each([...all])('%s: the same under any names', (_set, items) => {
    const contents = (order: FlashOrder) => order.steps.map(({ item }) => item.sha256);
    const wanted = contents(orderModules(items));
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: items.length, maxLength: items.length }), (names) => {
        const renamed = items.map((item, at) => ({ ...item, file: names[at] ?? '' }));
        expect(contents(orderModules(renamed))).toEqual(wanted);
      }),
      { numRuns: 20 },
    );
  });

  const ordered = (set: string): readonly string[] => filesOf(orderModules(all.get(set) ?? []));

  test('Electron 1.5.0: module index 3, 1, 2', () => {
    const steps = orderModules((all.get('electron 1.5.0') ?? []).toReversed()).steps;
    expect(steps.map(({ item }) => item.module.index)).toEqual([3, 1, 2]);
    expect(steps.map(({ item }) => item.file)).toEqual(
      [1, 2, 3].map((part) => `electron-system-part${part}@1.5.0.bin`),
    );
  });

  test('Photon 1.5.0: the bootloader last, though part 1 asks for an older part 2', () => {
    expect(ordered('photon 1.5.0')).toEqual([
      'photon-system-part1@1.5.0.bin',
      'photon-system-part2@1.5.0.bin',
      'photon-bootloader@1.5.0+lto.bin',
    ]);
    expect(orderModules(all.get('photon 1.5.0') ?? []).needsOnDevice).toMatchObject([
      { function: MODULE_FUNCTION.systemPart, index: 2, version: 207, why: 'circle' },
    ]);
  });

  test('Boron 1.5.0: bootloader, radio stack, system part', () => {
    const steps = orderModules(all.get('boron 1.5.0') ?? []).steps;
    expect(steps.map(({ item }) => item.module.function)).toEqual([
      MODULE_FUNCTION.bootloader,
      MODULE_FUNCTION.radioStack,
      MODULE_FUNCTION.systemPart,
    ]);
  });
});
