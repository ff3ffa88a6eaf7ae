/** Files that nobody should send are left out where the device would take them: the same as leaving out one after the other and asking again. */
import { expect, test } from 'vitest';
import { simulate, simulateWithout } from '../../src/device/simulate.js';
import type { Simulation } from '../../src/device/simulate.js';
import type { DeviceState, ModuleFacts, Transport } from '../../src/device/types.js';
import { hiddenCase } from '../support/hidden-states.js';
import { diceOf, randomModule, randomState, TRANSPORTS } from '../support/random-device.js';

interface Named {
  readonly name: number;
  readonly facts: ModuleFacts;
}

function oneAfterTheOther(
  start: DeviceState,
  files: readonly Named[],
  transport: Transport,
  isHeldBack: (file: Named) => boolean,
): Simulation<Named> {
  const simulation = simulate(start, files, transport);
  const held = simulation.steps.find(({ decision, file }) => decision.verdict === 'accepted' && isHeldBack(file));
  if (held === undefined) return simulation;
  const others = files.filter((file) => file !== held.file);
  return oneAfterTheOther(start, others, transport, isHeldBack);
}

const named = (facts: readonly ModuleFacts[]): readonly Named[] => facts.map((one, name) => ({ name, facts: one }));

test('on devices of which all is known, and on those of which something is hidden', () => {
  let [leftOut, kept] = [0, 0];
  const compare = (seed: number, state: DeviceState, files: readonly Named[], transport: Transport): void => {
    const isHeldBack = ({ name }: Named): boolean => (seed >> (name % 8)) % 2 === 1;
    const expected = oneAfterTheOther(state, files, transport, isHeldBack);
    expect(simulateWithout(state, files, transport, isHeldBack), `seed ${seed}`).toEqual(expected);
    if (expected.steps.length < files.length) leftOut++;
    if (expected.steps.some(({ file }) => isHeldBack(file))) kept++;
  };
  for (let seed = 0; seed < 300; seed++) {
    const dice = diceOf(seed);
    const state = randomState(dice);
    const files = named(Array.from({ length: 4 }, () => randomModule(dice, state.platform)));
    compare(seed, state, files, dice.pick([...TRANSPORTS, 'programmer']));
  }
  for (let seed = 0; seed < 4; seed++) {
    const { hidden, files, transport } = hiddenCase(seed);
    compare(seed, hidden, named(files.slice(0, 3).map(({ facts }) => facts)), transport);
  }
  // Both kinds are met: files that are left out, and files that the device itself refuses.
  expect(Math.min(leftOut, kept)).toBeGreaterThan(10);
});
