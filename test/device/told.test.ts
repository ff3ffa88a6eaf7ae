/** Who hears of a refusal, and which rule a decision names. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SWITCHES } from '../../src/catalog/eras.js';
import { accept, wouldTell } from '../../src/device/accept.js';
import type { DecisionRule, DeviceState, InstalledModule, Transport } from '../../src/device/types.js';
import { ARGON, BORON, dep, deviceOf, ELECTRON, F, moduleFor, P2, PHOTON } from '../support/devices.js';

const TRANSPORTS: readonly Transport[] = ['ota', 'serial', 'local', 'dfu', 'dfu_flag'];

const damaged = (platform: number, os: number): InstalledModule =>
  moduleFor(platform, os, [F.sys, 1, os], { crcOk: false });
const told = (platform: number, os: number, transport: Transport): string | null =>
  accept(deviceOf(platform, os), damaged(platform, os), { transport }).told;

describe('over the air, serial, control requests and the update flag', () => {
  test.each([
    ['Electron 0.4.8', ELECTRON, 10, ['nobody', 'false_success', 'host', null, 'nobody']],
    ['Photon 0.6.0', PHOTON, 102, ['nobody', 'false_success', 'host', null, 'nobody']],
    ['Photon 0.6.1', PHOTON, 103, ['event', 'host', 'host', null, 'nobody']],
    ['Photon 0.7.0', PHOTON, 207, ['ack', 'host', 'host', null, 'nobody']],
    ['Argon 1.5.2', ARGON, 1512, ['ack', 'host', 'host', null, 'nobody']],
    ['Boron 4.0.2', BORON, 4006, ['ack', 'host', 'host', null, 'nobody']],
    ['P2 5.8.0', P2, 5800, ['ack', 'host', 'host', null, 'nobody']],
  ] as const)('%s', (_, platform, os, expected) => {
    expect(TRANSPORTS.map((transport) => told(platform, os, transport))).toEqual(expected);
  });

  test('no system part: there is no one who could tell', () => {
    const empty: DeviceState = { ...deviceOf(PHOTON, 207), modules: [] };
    expect(accept(empty, damaged(PHOTON, 207), { transport: 'ota' })).toMatchObject({
      verdict: 'refused',
      told: 'nobody',
      rule: { check: 'system', switch: null },
    });
    expect(wouldTell(empty, 'ota')).toBeNull();
  });
});

const cases = fc.record({
  device: fc.constantFrom(
    ...([
      [ELECTRON, 10],
      [PHOTON, 102],
      [PHOTON, 110],
      [PHOTON, 2302],
      [ARGON, 1512],
      [BORON, 4006],
      [P2, 5901],
    ] as const),
  ),
  slot: fc.constantFrom(F.sys, F.user, F.boot, F.mono),
  index: fc.integer({ min: 0, max: 4 }),
  version: fc.integer({ min: 0, max: 0xffff }),
  needs: fc.option(fc.integer({ min: 0, max: 0xffff }), { nil: null }),
  crcOk: fc.boolean(),
  transport: fc.constantFrom(...TRANSPORTS),
  hollow: fc.boolean(),
});

test('law: told where, and only where, Device OS refuses; a rule where, and only where, there is a reason', () => {
  const verdicts = new Set<string>();
  fc.assert(
    fc.property(cases, ({ device: [platform, os], slot, index, version, needs, crcOk, transport, hollow }) => {
      const whole = deviceOf(platform, os);
      const state: DeviceState = hollow ? { ...whole, modules: whole.modules.slice(1) } : whole;
      const module = moduleFor(platform, os, [slot, index, version], {
        crcOk,
        dependency1: needs === null ? null : dep(F.sys, 1, needs),
      });
      const decision = accept(state, module, { transport });
      verdicts.add(decision.verdict);
      expect(decision.told !== null).toBe(decision.verdict === 'refused' && transport !== 'dfu');
      expect(decision.rule !== null).toBe(decision.reason !== null);
      // Who hears does not depend on the file.
      if (decision.told !== null) expect(decision.told).toBe(wouldTell(state, transport) ?? 'nobody');
    }),
    { numRuns: 500 },
  );
  expect([...verdicts].sort()).toEqual(expect.arrayContaining(['accepted', 'refused']));
});

describe('the rule', () => {
  const ruleOf = (state: DeviceState, module: InstalledModule, transport: Transport = 'ota'): DecisionRule | null =>
    accept(state, module, { transport }).rule;
  const photon = deviceOf(PHOTON, 207);
  const part = (change: Partial<InstalledModule>): InstalledModule =>
    moduleFor(PHOTON, 207, [F.sys, 1, 207], { dependency1: null, dependency2: null, ...change });

  test.each([
    ['CRC', photon, part({ crcOk: false }), 'ota', 'integrity', null],
    ['first dependency', photon, part({ dependency1: dep(F.sys, 2, 999) }), 'ota', 'dependencies', null],
    [
      'second dependency',
      photon,
      part({ dependency1: dep(F.sys, 2, 1), dependency2: dep(F.sys, 2, 999) }),
      'ota',
      'dependencies',
      'secondDependency',
    ],
    ['no slot', photon, moduleFor(PHOTON, 207, [F.mono, 0, 1]), 'ota', 'range', null],
    ['serial is gone', deviceOf(BORON, 6102), damaged(BORON, 6102), 'serial', 'transport', 'serialUpdates'],
    [
      'too large for the staging area',
      deviceOf(PHOTON, 3302),
      moduleFor(PHOTON, 3302, [F.sys, 1, 3302], { size: 0x40001 }),
      'ota',
      'size',
      'sizeChecked',
    ],
    [
      'too large for the assets',
      deviceOf(BORON, 6102),
      moduleFor(BORON, 6102, [F.asset, 0, 1], { size: 700_000 }),
      'ota',
      'size',
      'assets',
    ],
  ] as const)('%s', (_, state, module, transport, check, name) => {
    const rule = ruleOf(state, module, transport);
    expect(rule).toMatchObject({ check, switch: name });
    if (name !== null) expect(rule?.evidence).toBe(SWITCHES[name].evidence);
    expect(rule?.evidence).not.toBe('');
  });
});
