/** A file of two modules asks for what both ask for: a device checks them before it installs the first. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import type { Requirement } from '../../src/module/types.js';
import { buildCombinedModule } from '../../src/module/write.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { orderModules } from '../../src/plan/order.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { build } from '../support/fixtures.js';
import { named } from '../support/modules.js';

const BORON = 13;
const { bootloader, systemPart, radioStack, userPart } = MODULE_FUNCTION;

const version = fc.integer({ min: 1, max: 9 });
const need: fc.Arbitrary<Requirement | null> = fc.option(
  fc.record({
    function: fc.constantFrom(bootloader, systemPart, radioStack),
    index: fc.constant(1),
    version,
  }),
);

const part = (moduleFunction: number, index: number): fc.Arbitrary<ModuleDescription> =>
  fc.record({
    platform: fc.constant(BORON),
    function: fc.constant(moduleFunction),
    index: fc.constant(index),
    version,
    start: fc.constant(0x30000),
    code: fc.constant(16),
    dependency1: need,
    dependency2: need,
  });

const combined = (one: ModuleDescription, two: ModuleDescription) =>
  named('combined', buildCombinedModule([one, two], NODE_TOOLS));

const needs = (...files: Parameters<typeof orderModules>[0]) =>
  orderModules(files).needsOnDevice.map((one) => `${String(one.function)}.${String(one.index)} ${String(one.version)}`);

/** By slot the highest version that either module names. */
function declared(...modules: readonly ModuleDescription[]): readonly string[] {
  const highest = new Map<string, number>();
  for (const one of modules.flatMap(({ dependency1, dependency2 }) => [dependency1 ?? null, dependency2 ?? null])) {
    if (one === null) continue;
    const slot = `${String(one.function)}.${String(one.index)}`;
    highest.set(slot, Math.max(highest.get(slot) ?? 0, one.version));
  }
  return [...highest].map(([slot, at]) => `${slot} ${String(at)}`);
}

describe('combined files in the flash order', () => {
  test('must find on the device what either module declares, the other one included', () => {
    fc.assert(
      fc.property(part(systemPart, 1), part(userPart, 1), (one, two) => {
        expect([...needs(combined(one, two))].sort()).toEqual([...declared(one, two)].sort());
      }),
    );
  });

  test('a module that comes alone gives a combined file what it declares, at just that version or a newer one', () => {
    fc.assert(
      fc.property(part(bootloader, 1), part(systemPart, 1), version, (one, two, given) => {
        const needed = { ...two, dependency1: { function: radioStack, index: 1, version: 5 }, dependency2: null };
        const radio = named(
          'radio',
          build({ platform: BORON, function: radioStack, index: 1, version: given, start: 0x1000, code: 16 }),
        );
        const file = combined({ ...one, dependency1: null, dependency2: null }, needed);
        const { steps, problems } = orderModules([file, radio]);
        if (given < 5) expect(problems.map(({ kind }) => kind)).toEqual(['too_low']);
        else expect(steps.map(({ item }) => item.file)).toEqual(['radio', 'combined']);
      }),
    );
  });

  test('two files that fill one slot are in conflict, also where one of them does so behind another module', () => {
    fc.assert(
      fc.property(part(bootloader, 0), part(systemPart, 1), version, (one, two, other) => {
        const alone = named('alone', build({ ...two, version: other, code: 20 }));
        const { steps, problems } = orderModules([combined(one, two), alone]);
        expect(steps).toEqual([]);
        expect(problems.map(({ kind }) => kind)).toContain('slot_conflict');
      }),
    );
  });
});
