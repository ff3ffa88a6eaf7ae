/** A device that waits in DFU mode in the middle of several files: nothing that is sent over the air arrives there any more. */
import { expect, test } from 'vitest';
import { simulationJudgement } from '../../src/device/judgement.js';
import { mayNotComeBack, simulate } from '../../src/device/simulate.js';
import type { DeviceState, InstalledModule, Transport } from '../../src/device/types.js';
import { fleetJudge } from '../../src/plan/fleet.js';
import { diceOf, randomModule, randomState } from '../support/random-device.js';
import { BORON, dep, deviceOf, F, moduleFor, withPart } from '../support/devices.js';

const file = (facts: InstalledModule) => ({
  file: `${String(facts.function)}@${String(facts.version)}`,
  size: 4100,
  sha256: '',
  facts,
});

/** A bootloader that looks for Device OS at the old place alone, and then the system part for it. */
const FILES = [moduleFor(BORON, 6101, [F.boot, 0, 3001]), moduleFor(BORON, 6101, [F.sys, 1, 6101])].map(file);

/** Device OS at the new place, short of the old one, and an application that runs on either. */
const BEFORE = [
  moduleFor(BORON, 6201, [F.sys, 1, 6201], { end: 0x2f000 }),
  moduleFor(BORON, 6201, [F.user, 2, 1], { dependency1: dep(F.sys, 1, 6101) }),
].reduce(withPart, deviceOf(BORON, 6201));

test('a bootloader that does not find Device OS is the end of an update over the air', () => {
  const { end, steps, uncertainSince } = simulate(BEFORE, FILES, 'ota');
  expect(steps.map(({ afterwards }) => afterwards.mode)).toEqual(['dfu', 'runs-app']);
  expect(end).toMatchObject({ mode: 'dfu', application: null, reasons: [{ kind: 'no_system_at_boot_address' }] });
  expect(uncertainSince).toBe(1);
  expect(simulationJudgement({ steps, end })).toBe('not-ok');
  expect(fleetJudge(FILES, 'ota')(BEFORE)).toMatchObject({ judgement: 'not-ok', end: 'dfu' });
});

test('a device waits in DFU mode for the next file of a session', () => {
  const files = [moduleFor(BORON, 6101, [F.sys, 1, 6101]), moduleFor(BORON, 6101, [F.user, 2, 2])].map(file);
  const { steps, end, uncertainSince } = simulate(deviceOf(BORON, 6101), files, 'dfu');
  expect([steps[0]?.afterwards.mode, end.mode, uncertainSince]).toEqual(['dfu', 'runs-app', null]);
});

test('random devices: none that may be lost on the way is said to run its application at the end', () => {
  let lost = 0;
  for (let seed = 0; seed < 1500; seed++) {
    const dice = diceOf(seed);
    const state: DeviceState = randomState(dice);
    const files = Array.from({ length: 3 }, () => ({ facts: randomModule(dice, state.platform) }));
    const transport = dice.pick<Transport>(['ota', 'serial', 'local']);
    const { steps, end } = simulate(state, files, transport);
    if (!steps.slice(0, -1).some(({ afterwards }) => afterwards.mode !== 'unknown' && mayNotComeBack(afterwards))) {
      continue;
    }
    lost++;
    expect(end.mode, `seed ${String(seed)}`).not.toBe('runs-app');
  }
  expect(lost).toBeGreaterThan(20);
});
