/** The planner's search against a plain one that is written apart from it, over thousands of small random worlds. */
import { expect, test } from 'vitest';
import { plainSearch, plannedPrice, randomWorld } from '../support/plan-worlds.js';

const WORLDS = 4000;

test(`${String(WORLDS)} worlds of up to 3 slots with 3 versions: the plan costs what the best way costs`, () => {
  const lengths = new Map<number, number>();
  for (let seed = 0; seed < WORLDS; seed++) {
    const world = randomWorld(seed, 3, 3);
    const best = plainSearch(world);
    expect(plannedPrice(world), `world ${String(seed)}`).toEqual(best);
    const steps = best === null ? -1 : best[world.prefer === 'steps' ? 0 : 1];
    lengths.set(steps, (lengths.get(steps) ?? 0) + 1);
  }
  // Worlds in which nothing is to be decided would prove nothing.
  for (const steps of [-1, 1, 2, 3, 4]) expect(lengths.get(steps) ?? 0, `${String(steps)} steps`).toBeGreaterThan(0);
});
