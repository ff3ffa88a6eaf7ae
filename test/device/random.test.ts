/** A bounded share of `npm run random-states`, which tries ten million. */
import { expect, test } from 'vitest';
import { accept } from '../../src/device/accept.js';
import { boot } from '../../src/device/boot.js';
import { send } from '../../src/device/simulate.js';
import { diceOf, randomModule, randomState, TRANSPORTS, tryOne } from '../support/random-device.js';
import type { Counts } from '../support/random-device.js';

const COUNT = 20_000;

test(`${COUNT} random devices and files: no exception, and every answer has its reason`, () => {
  const counts: Counts = new Map();
  for (let seed = 0; seed < COUNT; seed++) {
    try {
      tryOne(diceOf(seed), counts);
    } catch (error) {
      throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
    }
  }
  // The devices are not all so odd that nothing but a refusal is met.
  for (const name of ['accepted', 'refused', 'undefined', 'unknown', 'runs-app', 'safe-mode', 'factory-reset', 'dfu']) {
    expect(counts.get(name), name).toBeGreaterThan(COUNT / 1000);
  }
});

test('an answer is the same twice, leaves state and file as they are, and is plain JSON', () => {
  for (let seed = 0; seed < 3000; seed++) {
    const dice = diceOf(seed);
    const state = randomState(dice);
    const module = randomModule(dice, state.platform);
    const before = JSON.stringify([state, module]);
    for (const transport of TRANSPORTS) {
      const decision = accept(state, module, { transport });
      const { state: after } = send(state, module, transport);
      expect(JSON.parse(JSON.stringify(decision)), `seed ${seed}`).toEqual(decision);
      expect(accept(state, module, { transport }), `seed ${seed}`).toEqual(decision);
      expect(boot(after), `seed ${seed}`).toEqual(boot(send(state, module, transport).state));
    }
    expect(JSON.stringify([state, module]), `seed ${seed}`).toBe(before);
  }
});

test('random devices differ', () => {
  const seen = new Set(Array.from({ length: 500 }, (_, seed) => JSON.stringify(randomState(diceOf(seed)))));
  expect(seen.size).toBeGreaterThan(450);
});
