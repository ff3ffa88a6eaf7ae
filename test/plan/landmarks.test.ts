/** The lower bound of a plan against the cheapest way, which is searched for in every small world. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leftAfter, lowerBounds, without } from '../../src/plan/landmarks.js';
import type { RelaxedWorld } from '../../src/plan/landmarks.js';

const FACTS = 6;
const FILES = 5;
const fact = fc.integer({ min: 0, max: FACTS - 1 });

const worlds: fc.Arbitrary<RelaxedWorld> = fc.record({
  facts: fc.constant(FACTS),
  ways: fc.array(
    fc.record({
      file: fc.integer({ min: 0, max: FILES - 1 }),
      needs: fc.uniqueArray(fact, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 9 },
  ),
  gives: fc.array(fc.uniqueArray(fact, { maxLength: 2 }), { minLength: FILES, maxLength: FILES }),
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: FILES, maxLength: FILES }),
});

const questions = fc.tuple(
  worlds,
  fc.uniqueArray(fact, { maxLength: 3 }),
  fc.uniqueArray(fact, { minLength: 1, maxLength: 3 }),
);

/** The fewest of what steps cost to all wanted facts, by trying every order of steps; Infinity where there is none. */
function cheapest(
  world: RelaxedWorld,
  wanted: readonly number[],
  held: readonly number[],
  costOf: (file: number) => number,
): number {
  const best = new Map<string, number>();
  const walk = (now: ReadonlySet<number>, cost: number): number => {
    if (wanted.every((one) => now.has(one))) return cost;
    const key = [...now].sort().join();
    if ((best.get(key) ?? Infinity) <= cost) return Infinity;
    best.set(key, cost);
    const next = world.ways.filter(({ needs }) => needs.every((one) => now.has(one)));
    return Math.min(
      Infinity,
      ...next.map(({ file }) => walk(new Set([...now, ...(world.gives[file] ?? [])]), cost + costOf(file))),
    );
  };
  return walk(new Set(held), 0);
}

test('the bound is never above the cheapest way, and Infinity just where there is none', () => {
  let tight = 0;
  fc.assert(
    fc.property(questions, ([world, wanted, held]) => {
      const { steps, bytes } = lowerBounds(world)(wanted, (one) => held.includes(one), []);
      const least = cheapest(world, wanted, held, () => 1);
      expect(steps).toBeLessThanOrEqual(least);
      expect(steps === Infinity).toBe(least === Infinity);
      expect(bytes).toBeLessThanOrEqual(cheapest(world, wanted, held, (file) => world.sizes[file] ?? 0));
      if (least > 1 && least < Infinity && steps === least) tight++;
    }),
    { numRuns: 3000, seed: 22 },
  );
  // Worlds of one step alone would prove little.
  expect(tight).toBeGreaterThan(30);
});

test('after each file that can be sent, what is left is no more than the rest of any way', () => {
  fc.assert(
    fc.property(questions, ([world, wanted, held]) => {
      const boundTo = lowerBounds(world);
      const { sets } = boundTo(wanted, (one) => held.includes(one), []);
      for (const { file, needs } of world.ways) {
        if (!needs.every((one) => held.includes(one))) continue;
        const now = [...held, ...(world.gives[file] ?? [])];
        const least = cheapest(world, wanted, now, () => 1);
        expect(without(sets, file).steps).toBeLessThanOrEqual(least);
        expect(without(sets, file).bytes).toBeLessThanOrEqual(
          cheapest(world, wanted, now, (one) => world.sizes[one] ?? 0),
        );
        expect(boundTo(wanted, (one) => now.includes(one), leftAfter(sets, file)).steps).toBeLessThanOrEqual(least);
      }
    }),
    { numRuns: 2000, seed: 23 },
  );
});

test('a chain of three takes three steps and the bytes of each', () => {
  const ways = [0, 1, 2].map((file) => ({ file, needs: [file] }));
  const world = { facts: 4, ways, gives: [[1], [2], [3]], sizes: [5, 6, 7] };
  expect(lowerBounds(world)([3], (one) => one === 0, [])).toMatchObject({ steps: 3, bytes: 18 });
});

test('where nothing is wanted, nothing is to go', () => {
  const world = { facts: 2, ways: [{ file: 0, needs: [1] }], gives: [[0]], sizes: [5] };
  expect(lowerBounds(world)([], (one) => one === 1, [])).toMatchObject({ steps: 0, bytes: 0 });
});
