/** The planner's search against a plain one that is written apart from it, over thousands of small random worlds. */
import { expect, test } from 'vitest';
import { relax } from '../../src/plan/relaxed.js';
import { isInstalled, moveTo } from '../../src/plan/world.js';
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

test('no file that is left out for its needs is one that the device takes, from any state of two steps', () => {
  let [leftOut, taken] = [0, 0];
  for (let seed = 0; seed < 2000; seed++) {
    const { state: start, files, goal, transports, allowHazards } = randomWorld(seed, 3, 3);
    const transport = transports[0]!;
    const bound = relax(start.platform, start, files, goal, transport);
    const walk = (state: typeof start, depth: number): void => {
      const mayTake = bound.mayTake(state);
      for (const [at, file] of files.entries()) {
        if (isInstalled(state, file)) continue;
        const move = moveTo(state, file, transport, { allowHazards, allowStranding: false });
        if (mayTake(at)) taken += move === null ? 0 : 1;
        else leftOut += 1;
        if (move === null) continue;
        expect(mayTake(at), `world ${String(seed)}, ${file.file}`).toBe(true);
        if (depth > 0) walk(move.state, depth - 1);
      }
    };
    walk(start, 2);
  }
  expect(leftOut).toBeGreaterThan(1000);
  expect(taken).toBeGreaterThan(1000);
});
