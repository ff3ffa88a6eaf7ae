/** What to do next: derived from what the twin did, and confirmed by it. */
import { expect, test } from 'vitest';
import { shippedState } from '../../src/device/shipped.js';
import { simulate } from '../../src/device/simulate.js';
import type { Transport } from '../../src/device/types.js';
import { nextActions } from '../../src/plan/next.js';
import type { NamedFile } from '../../src/plan/next.js';
import { factsOf, readModule } from '../../src/portable.js';
import { ELECTRON, PHOTON } from '../support/devices.js';
import { FIXTURES } from '../support/fixtures.js';

function file(path: string, change: Partial<NamedFile['facts']> = {}): NamedFile {
  const module = readModule(FIXTURES.find((one) => one.path === path)!.bytes());
  if (module.kind !== 'module') throw new Error(`${path} is no module`);
  return { file: path, facts: { ...factsOf(module), ...change } };
}

const PART_1 = file('electron-0.5.0/system-part1-0.5.0-electron.bin');
const PART_2 = file('electron-0.5.0/system-part2-0.5.0-electron.bin');
const APP = file('electron-0.5.0/app-for-0.5.0.bin');

const device = shippedState('0.4.8-rc.6', ELECTRON, 'for_release')!.state;
const run = (files: readonly NamedFile[], via: Transport = 'ota', state = device) => {
  const simulation = simulate(state, files, via);
  return { simulation, next: nextActions(state, simulation, via) };
};
const verdicts = (files: readonly NamedFile[]): readonly string[] =>
  run(files).simulation.steps.map(({ decision }) => decision.verdict);

test('nothing is to be done where all is taken and the application runs', () => {
  expect(run([PART_1, PART_2]).next).toEqual([]);
});

test('a file that opens the way is to be sent before, and then both are taken', () => {
  expect(verdicts([PART_2, PART_1])).toEqual(['refused', 'accepted']);
  expect(run([PART_2, PART_1]).next).toEqual([{ kind: 'send_before', file: PART_1.file, before: PART_2.file }]);
  expect(verdicts([PART_1, PART_2])).toEqual(['accepted', 'accepted']);
});

test('what no file provides is named as the requirement that refused it', () => {
  const { simulation, next } = run([PART_2]);
  const reason = simulation.steps[0]!.decision.reason;
  if (reason?.kind !== 'dependency_too_low') throw new Error('refused for another reason');
  expect(next).toEqual([{ kind: 'provide', module: reason.needs, before: PART_2.file }]);
});

test('files for another platform come first, whatever else was refused', () => {
  const photon = shippedState('0.7.0', PHOTON, 'for_release')!.state;
  expect(run([PART_2, APP], 'ota', photon).next).toEqual([{ kind: 'take_own_platform', platforms: [ELECTRON] }]);
});

test('a damaged file is to be got again', () => {
  expect(run([{ file: 'a.bin', facts: { ...PART_1.facts, crcOk: false } }]).next).toEqual([
    { kind: 'get_again', file: 'a.bin' },
  ]);
});

test('an application without its system: the release, or an application for what the device has', () => {
  const { simulation, next } = run([APP], 'dfu');
  expect(simulation.end.mode).toBe('safe-mode');
  const [action] = next;
  if (action?.kind !== 'install' || action.orBuiltFor === null) throw new Error(`not ${String(action?.kind)}`);
  // The claim holds: with that system the same application runs.
  expect(run([PART_1, PART_2, APP], 'dfu').simulation.end.mode).toBe('runs-app');
  expect(action.things).toMatchObject([{ what: 'system', release: '0.5.0' }]);
  expect(action.orBuiltFor.version).toBeLessThan(13);
});
