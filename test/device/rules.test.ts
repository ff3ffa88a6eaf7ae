/** Each rule of docs/device-os once, named after its place there: "gen2 2.1" is a section, "gen2 14 A3" and "gen3 13 D7" are fine points. */
import { describe, expect, test } from 'vitest';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { accept, runningVersion } from '../../src/device/accept.js';
import { boot, settle } from '../../src/device/boot.js';
import { eraOf } from '../../src/device/era.js';
import { contentAt } from '../../src/device/flash.js';
import { loaderVerdict } from '../../src/device/loader.js';
import { send } from '../../src/device/simulate.js';
import type { DeviceState, InstalledModule, ModuleFacts, Transport } from '../../src/device/types.js';
import {
  ARGON,
  BORON,
  dep,
  deviceOf,
  ELECTRON,
  F,
  moduleFor,
  P1,
  P2,
  PHOTON,
  TRACKER,
  withPart,
  without,
  withUnknown,
} from '../support/devices.js';

const ask = (state: DeviceState, module: InstalledModule, transport: Transport = 'ota') =>
  accept(state, module, { transport });
/** The verdict, or why it is another one than accepted. */
const says = (state: DeviceState, module: InstalledModule, transport: Transport = 'ota'): string => {
  const { verdict, reason } = ask(state, module, transport);
  return reason === null ? verdict : `${verdict}: ${reason.kind}`;
};
/** Who hears that a damaged file was refused. */
const toldOfRefusal = (platform: number, os: number, transport: Transport): string | null =>
  ask(deviceOf(platform, os), moduleFor(platform, os, [F.sys, 1, os], { crcOk: false }), transport).told;
/** How an accepted file was applied, whether it landed, and why not. */
const sentTo = (state: DeviceState, module: InstalledModule, transport: Transport = 'ota'): readonly unknown[] => {
  const { installed, decision } = send(state, module, transport);
  if (installed === null) return [decision.verdict, decision.reason?.kind];
  return [installed.applied, installed.landed, installed.reason?.kind ?? null];
};
const at = (state: DeviceState, address: number): number | null =>
  state.modules.find((one) => one.at === address)?.version ?? null;
const patched = (state: DeviceState, address: number, change: Partial<InstalledModule>): DeviceState => ({
  ...state,
  modules: state.modules.map((one) => (one.at === address ? { ...one, ...change } : one)),
});

const PHOTON_SYS1 = 0x08020000;
const PHOTON_SYS2 = 0x08060000;
const PHOTON_USER = 0x080a0000;
const GEN2_BOOT_AT = 0x08000000;
const NRF_BOOT = 0xf4000;

test('the devices of these tests are healthy: an application runs on each', () => {
  for (const [platform, os] of [
    [PHOTON, 17],
    [PHOTON, 207],
    [P1, 2302],
    [ELECTRON, 10],
    [ELECTRON, 21],
    [ELECTRON, 3302],
    [ARGON, 1512],
    [BORON, 2302],
    [BORON, 3103],
    [TRACKER, 6101],
    [BORON, 6102],
    [ARGON, 6200],
    [P2, 5410],
    [P2, 5901],
    [P2, 6200],
  ] as const) {
    expect(boot(deviceOf(platform, os)), `${platform} ${os}`).toMatchObject({ mode: 'runs-app', reasons: [] });
  }
});

describe('gen2 1 and 2: bounds and fetch', () => {
  test.each([
    ['the first address of the slot', 0x08020000, 'accepted'],
    ['one below', 0x0801ffff, 'refused: outside_slot'],
    ['the last address, the CRC behind the slot', 0x08060000, 'accepted'],
    ['one above', 0x08060001, 'refused: outside_slot'],
  ])('gen2 2.1 step 3: RANGE tests only the end, both ends included: %s', (_, end, expected) => {
    const module = moduleFor(PHOTON, 207, [F.sys, 1, 207], { start: end - 0x1000, end });
    expect(says(deviceOf(PHOTON, 207), module)).toBe(expected);
  });

  test('gen2 2.3: the start is not compared, the file lands where its header says', () => {
    const module = moduleFor(PHOTON, 207, [F.user, 1, 9], { start: 0x080a4000, end: 0x080a8000 });
    expect(sentTo(deviceOf(PHOTON, 207), module)).toEqual(['pending', true, null]);
    const after = send(deviceOf(PHOTON, 207), module, 'ota').state;
    expect([at(after, 0x080a4000), at(after, PHOTON_USER)]).toEqual([9, null]);
    expect(boot(after).mode).toBe('safe-mode');
  });

  test('gen2 2.1 step 4: PLATFORM', () => {
    const module = moduleFor(PHOTON, 2302, [F.sys, 1, 2302], { platform: P1 });
    expect(ask(deviceOf(PHOTON, 2302), module)).toMatchObject({
      verdict: 'refused',
      error: -1360,
      reason: { kind: 'other_platform', needs: P1, has: PHOTON },
    });
  });

  test('gen2 2.1 step 6: INTEGRITY', () => {
    const module = moduleFor(PHOTON, 2302, [F.sys, 1, 2302], { crcOk: false });
    expect(ask(deviceOf(PHOTON, 2302), module)).toMatchObject({ verdict: 'refused', error: -1330 });
  });

  test.each([
    ['mono', PHOTON, 207, F.mono, 0],
    ['NCP', PHOTON, 207, F.ncp, 0],
    ['radio stack', PHOTON, 207, F.radio, 0],
    ['system part 3 of a Photon', PHOTON, 207, F.sys, 3],
    ['system part 3 of an Electron 0.5.3-rc.1', ELECTRON, 18, F.sys, 3],
    ['application 2', PHOTON, 2302, F.user, 2],
  ] as const)('gen2 2.2: no bounds, refused cleanly: %s', (_, platform, os, moduleFunction, index) => {
    const module = moduleFor(platform, os, [moduleFunction, index, 1]);
    expect(says(deviceOf(platform, os), module)).toBe('refused: no_slot');
  });

  test('gen2 2.3: flags, MCU byte and a downgrade are not checked', () => {
    const module = moduleFor(PHOTON, 2302, [F.boot, 0, 1], { flags: 0xff, mcu: 0x21 });
    expect(says(deviceOf(PHOTON, 2302), module)).toBe('accepted');
  });

  test('gen2 2.3: dependencies of an application are skipped, and enforced at boot', () => {
    const state = deviceOf(PHOTON, 207);
    const module = moduleFor(PHOTON, 207, [F.user, 1, 5], { dependency1: dep(F.sys, 2, 208) });
    expect(says(state, module)).toBe('accepted');
    expect(boot(send(state, module, 'ota').state)).toMatchObject({
      mode: 'safe-mode',
      reasons: [{ kind: 'application_needs', reason: { kind: 'dependency_too_low', has: 207 } }],
      cloudMayHeal: true,
    });
  });

  test('gen2 14 A1: length 0 is a wrong CRC; a length that runs off the flash is a fault, after the other checks', () => {
    const state = deviceOf(PHOTON, 2302);
    const zero = moduleFor(PHOTON, 2302, [F.user, 1, 1], { start: PHOTON_USER, end: PHOTON_USER });
    expect(says(state, zero)).toBe('refused: bad_crc');
    const wrapped = { ...zero, start: PHOTON_USER + 4 };
    expect(says(state, wrapped)).toBe('undefined: runs_off_flash');
    const long = { ...zero, start: PHOTON_USER - 0x40000, end: PHOTON_USER };
    expect(says(state, long)).toBe('undefined: runs_off_flash');
    expect(says(state, { ...long, start: PHOTON_USER - 0x40000 + 4 })).toBe('accepted');
  });

  test('gen2 14 A2: the error of 2.0.0 and later: not found, integrity before dependency before platform', () => {
    const state = deviceOf(PHOTON, 2302);
    const error = (change: Partial<InstalledModule>) =>
      ask(state, moduleFor(PHOTON, 2302, [F.sys, 1, 1], change)).error;
    const needs = dep(F.sys, 2, 9999);
    expect(error({ end: 0 })).toBe(-1300);
    expect(error({ crcOk: false, dependency1: needs, platform: 1 })).toBe(-1330);
    expect(error({ dependency1: needs, platform: 1 })).toBe(-1340);
    expect(error({ platform: 1 })).toBe(-1340);
    expect(error({ platform: 1, version: 2302 })).toBe(-1360);
  });
});

describe('gen2 3: dependencies', () => {
  const sys1 = (os: number, change: Partial<InstalledModule>) => moduleFor(PHOTON, os, [F.sys, 1, os], change);

  test.each([
    [206, 'accepted'],
    [207, 'accepted'],
    [208, 'refused: dependency_too_low'],
  ])('gen2 3: a dependency is a minimum: needs %i, has 207', (needs, expected) => {
    expect(says(deviceOf(PHOTON, 207), sys1(207, { dependency1: dep(F.sys, 2, needs) }))).toBe(expected);
  });

  test('gen2 3: without a first dependency the second is never looked at', () => {
    expect(says(deviceOf(PHOTON, 207), sys1(207, { dependency2: dep(F.sys, 2, 9999) }))).toBe('accepted');
  });

  test('gen2 3: a bootloader in second place is skipped, in first place enforced', () => {
    const state = deviceOf(PHOTON, 207);
    const needs = dep(F.boot, 0, 9999);
    expect(says(state, sys1(207, { dependency1: dep(F.sys, 2, 1), dependency2: needs }))).toBe('accepted');
    expect(says(state, sys1(207, { dependency1: needs }))).toBe('refused: dependency_too_low');
  });

  test('gen2 3: of the installed module only the version counts, no CRC, platform, function or index', () => {
    const state = patched(deviceOf(PHOTON, 207), PHOTON_SYS1, {
      crcOk: false,
      platform: 99,
      function: F.user,
      index: 7,
    });
    const module = moduleFor(PHOTON, 207, [F.sys, 2, 207], { dependency1: dep(F.sys, 1, 207) });
    expect(says(state, module)).toBe('accepted');
  });

  test('gen2 3.1: erased flash satisfies every dependency', () => {
    const module = moduleFor(PHOTON, 207, [F.sys, 2, 207], { dependency1: dep(F.sys, 1, 65535) });
    expect(says(without(deviceOf(PHOTON, 207), PHOTON_SYS1), module)).toBe('accepted');
    expect(says(deviceOf(PHOTON, 207), module)).toBe('refused: dependency_too_low');
  });

  test.each([
    [17, 2609, 'accepted'],
    [17, 2610, 'refused: dependency_too_low'],
    [2021, 2609, 'accepted'],
    [2100, 1, 'refused: dependency_without_slot'],
    [3005, 1, 'refused: dependency_without_slot'],
  ])('gen2 3.3: a dependency without bounds: system %i, needs %i', (os, needs, expected) => {
    expect(says(deviceOf(PHOTON, os), sys1(os, { dependency1: dep(F.sys, 3, needs) }))).toBe(expected);
  });

  test('gen2 3.3 hazard: an Electron before 0.5.3-rc.2 takes part 1 of 0.6 and refuses the part 3 that it needs', () => {
    const state = deviceOf(ELECTRON, 13);
    const part1 = moduleFor(ELECTRON, 13, [F.sys, 1, 102], { dependency1: dep(F.sys, 3, 102) });
    expect(says(state, part1)).toBe('accepted');
    expect(says(state, moduleFor(ELECTRON, 13, [F.sys, 3, 102]))).toBe('refused: no_slot');
    expect(boot(send(state, part1, 'ota').state)).toMatchObject({
      mode: 'undefined',
      reasons: [{ kind: 'mismatched_parts', needs: dep(F.sys, 3, 102) }],
    });
  });

  test('gen2 14 A3: the second dependency is looked up although the first has failed, so that it can fault', () => {
    const state = without(deviceOf(PHOTON, 207), GEN2_BOOT_AT);
    const both = { dependency1: dep(F.sys, 2, 9999), dependency2: dep(F.sys, 3, 1) };
    expect(says(state, sys1(207, both))).toBe('undefined: dependency_faults');
    expect(says(without(deviceOf(PHOTON, 2100), GEN2_BOOT_AT), sys1(2100, both))).toBe('refused: dependency_too_low');
  });

  test('gen2 14 A4: the alias of the bootloader: erased is a fault, another start is not known', () => {
    const module = sys1(207, { dependency1: dep(F.sys, 3, 1) });
    expect(says(without(deviceOf(PHOTON, 207), GEN2_BOOT_AT), module)).toBe('undefined: dependency_faults');
    const moved = patched(deviceOf(PHOTON, 207), GEN2_BOOT_AT, { start: 0x08004000 });
    expect(says(moved, module)).toBe('unknown: dependency_unknown');
    // Whichever bootloader it is, it is there, and none reads as less than 1104.
    const unsure = withUnknown(deviceOf(PHOTON, 207), GEN2_BOOT_AT);
    expect(says(unsure, module)).toBe(says(deviceOf(PHOTON, 207), module));
    const more = sys1(207, { dependency1: dep(F.sys, 3, 1105) });
    expect(says(unsure, more)).toBe('unknown: hidden');
  });
});

describe('gen2 4: dependencies in full', () => {
  const older = (os: number) => moduleFor(PHOTON, os, [F.sys, 1, os - 1]);

  test('gen2 4: a part that another installed part needs newer is refused, and the refusal names it', () => {
    expect(ask(deviceOf(PHOTON, 207), older(207)).reason).toEqual({
      kind: 'would_strand',
      by: { function: F.sys, index: 2, version: 207 },
      needs: dep(F.sys, 1, 207),
      has: 206,
    });
  });

  test('gen2 4: applications and bootloaders are never constrained by it', () => {
    const state = patched(deviceOf(PHOTON, 207), PHOTON_SYS2, {
      dependency1: dep(F.boot, 0, 1003),
      dependency2: dep(F.user, 1, 99),
    });
    expect(says(state, moduleFor(PHOTON, 207, [F.boot, 0, 7]))).toBe('accepted');
    expect(says(state, moduleFor(PHOTON, 207, [F.user, 1, 7]))).toBe('accepted');
  });

  test('gen2 4: a part with a wrong CRC vetoes too', () => {
    expect(says(patched(deviceOf(PHOTON, 207), PHOTON_SYS2, { crcOk: false }), older(207))).toBe(
      'refused: would_strand',
    );
  });

  test('gen2 14 A5: any header that says system part vetoes, also in the application and the factory slot', () => {
    const state = patched(deviceOf(PHOTON, 207), PHOTON_SYS2, { dependency1: null });
    expect(says(state, older(207))).toBe('accepted');
    const veto = moduleFor(PHOTON, 207, [F.sys, 2, 1], { dependency1: dep(F.sys, 1, 207) });
    for (const place of [PHOTON_USER, 0x080e0000]) {
      expect(says(withPart(state, { ...veto, at: place }), older(207))).toBe('refused: would_strand');
    }
  });

  test('gen2 14 A5: skipped is the header with the same start, function and index', () => {
    const state = patched(deviceOf(PHOTON, 207), PHOTON_SYS2, { dependency1: null });
    const self = patched(state, PHOTON_SYS1, { dependency1: dep(F.sys, 1, 300) });
    expect(says(self, older(207))).toBe('accepted');
    expect(says(patched(self, PHOTON_SYS1, { start: 0x08024000 }), older(207))).toBe('refused: would_strand');
  });

  test.each([
    ['application', PHOTON_USER],
    ['bootloader', GEN2_BOOT_AT],
    ['factory image', 0x080e0000],
  ])('gen2 14 A5: collecting faults on one resident with a dependency without bounds: %s', (_, place) => {
    const bad = moduleFor(PHOTON, 207, place === GEN2_BOOT_AT ? [F.boot, 0, 1] : [F.user, 1, 1], {
      dependency1: dep(F.ncp, 0, 1),
      at: place,
    });
    const erased = without(deviceOf(PHOTON, 207), GEN2_BOOT_AT);
    const same = moduleFor(PHOTON, 207, [F.sys, 1, 207]);
    if (place === GEN2_BOOT_AT) {
      // The bootloader itself is what the alias reads.
      expect(says(withPart(erased, bad), same)).toBe('accepted');
      return;
    }
    expect(says(erased, same)).toBe('accepted');
    expect(says(withPart(erased, bad), same)).toBe('undefined: resident_faults');
    expect(
      says(withPart(without(deviceOf(PHOTON, 2100), GEN2_BOOT_AT), bad), moduleFor(PHOTON, 2100, [F.sys, 1, 2100])),
    ).toBe('accepted');
  });

  test('gen2 14 A5: a resident that fails RANGE is not examined further, so it cannot fault', () => {
    const erased = without(deviceOf(PHOTON, 207), GEN2_BOOT_AT);
    const bad = moduleFor(PHOTON, 207, [F.user, 1, 1], { dependency1: dep(F.ncp, 0, 1), end: 0x08100000 });
    expect(says(withPart(erased, bad), moduleFor(PHOTON, 207, [F.sys, 1, 207]))).toBe('accepted');
  });
});

describe('gen2 12: the switches, just below and at their threshold', () => {
  const unfetched = moduleFor(PHOTON, 207, [F.sys, 9, 1], {
    start: PHOTON_USER,
    end: PHOTON_USER + 64,
    dependency1: dep(F.sys, 1, 60000),
  });
  const probes: readonly (readonly [string, readonly (readonly [number, unknown])[], (os: number) => unknown])[] = [
    [
      '18: DEPENDENCIES_FULL',
      [
        [17, 'accepted'],
        [18, 'refused: would_strand'],
      ],
      (os) => says(deviceOf(PHOTON, os), moduleFor(PHOTON, os, [F.sys, 1, os - 1])),
    ],
    [
      '18: flag words 30 and 94',
      [
        [17, 30],
        [18, 94],
      ],
      (os) => ask(deviceOf(PHOTON, os), moduleFor(PHOTON, os, [F.sys, 1, os])).checked,
    ],
    [
      '19 (Electron): bounds of system part 3',
      [
        [18, 'refused: no_slot'],
        [19, 'accepted'],
      ],
      (os) => says(deviceOf(ELECTRON, os), moduleFor(ELECTRON, 19, [F.sys, 3, os])),
    ],
    [
      '19 (Electron): the factory slot',
      [
        [18, 0x080e0000],
        [19, 0x080a0000],
      ],
      (os) => slotsIn(ELECTRON, os).find(({ store }) => store === 'factory')?.start,
    ],
    [
      '22 (Electron): the fallback at boot lies in the factory slot, before in the OTA slot',
      [
        [21, ['safe-mode', 'factory-reset']],
        [22, ['factory-reset', 'safe-mode']],
      ],
      (os) => {
        const state = without(deviceOf(ELECTRON, os), 0x08080000);
        const image = moduleFor(ELECTRON, os, [F.user, 1, 1], { dependency1: dep(F.sys, 2, os) });
        return [0x080a0000, 0x080c0000].map((place) => boot(withPart(state, { ...image, at: place })).mode);
      },
    ],
    [
      '12-23 (Electron): a bootloader is accepted and never written',
      [
        [11, ['applied', true, null]],
        [12, ['error', null, 'bootloader_stub']],
        [23, ['error', null, 'bootloader_stub']],
        [100, ['applied', true, null]],
      ],
      (os) => sentTo(deviceOf(ELECTRON, os), moduleFor(ELECTRON, os, [F.boot, 0, 7])),
    ],
    [
      '103: YModem reports a refusal',
      [
        [102, 'false_success'],
        [103, 'host'],
      ],
      (os) => toldOfRefusal(PHOTON, os, 'serial'),
    ],
    [
      '200: the second dependency is evaluated',
      [
        [110, 'accepted'],
        [200, 'refused: dependency_too_low'],
      ],
      (os) =>
        says(
          deviceOf(PHOTON, os),
          moduleFor(PHOTON, os, [F.sys, 1, os], { dependency1: dep(F.sys, 2, 1), dependency2: dep(F.sys, 2, 9999) }),
        ),
    ],
    [
      '6: a refusal is told by an event (103 to 110), from 200 on in the ack',
      [
        [102, 'nobody'],
        [103, 'event'],
        [110, 'event'],
        [200, 'ack'],
      ],
      (os) => toldOfRefusal(PHOTON, os, 'ota'),
    ],
    [
      '200: flags lie in registers',
      [
        [110, ['flags_in_two_places']],
        [200, []],
      ],
      (os) =>
        boot(patched(deviceOf(ELECTRON, os), GEN2_BOOT_AT, { version: 100 }))
          .hazards.map(({ kind }) => kind)
          .filter((kind) => kind === 'flags_in_two_places'),
    ],
    [
      '200 (Photon, P1): bootloader and system part 2 are checked at boot',
      [
        [110, ['runs-app', 'runs-app']],
        [200, ['safe-mode', 'safe-mode']],
      ],
      (os) =>
        [GEN2_BOOT_AT, PHOTON_SYS2].map((place) => boot(patched(deviceOf(PHOTON, os), place, { crcOk: false })).mode),
    ],
    [
      '200 (Electron): and there they are not',
      [
        [110, ['runs-app', 'runs-app']],
        [200, ['runs-app', 'runs-app']],
      ],
      (os) =>
        [GEN2_BOOT_AT, 0x08040000].map((place) => boot(patched(deviceOf(ELECTRON, os), place, { crcOk: false })).mode),
    ],
    [
      '301: USB control requests',
      [
        [300, 'refused: no_transport'],
        [301, 'accepted'],
      ],
      (os) => says(deviceOf(PHOTON, os), moduleFor(PHOTON, os, [F.sys, 1, os]), 'local'),
    ],
    [
      '1212: the update flag over DFU',
      [
        [1211, 'refused: no_transport'],
        [1212, 'accepted'],
      ],
      (os) => says(deviceOf(PHOTON, os), moduleFor(PHOTON, os, [F.boot, 0, 1003]), 'dfu_flag'),
    ],
    [
      '2000: numbers for errors',
      [
        [1512, null],
        [2000, -1330],
      ],
      (os) => ask(deviceOf(PHOTON, os), moduleFor(PHOTON, os, [F.sys, 1, os], { crcOk: false })).error,
    ],
    [
      '2100: a dependency without bounds fails',
      [
        [2021, 'accepted'],
        [2100, 'refused: dependency_without_slot'],
      ],
      (os) => says(deviceOf(PHOTON, os), moduleFor(PHOTON, os, [F.sys, 1, os], { dependency1: dep(F.sys, 3, 2000) })),
    ],
    [
      '2200-2302, 3102 and later: a resident that was not fetched still vetoes',
      [
        [2101, 'accepted'],
        [2200, 'refused: would_strand'],
        [2302, 'refused: would_strand'],
        [3000, 'accepted'],
        [3005, 'accepted'],
        [3101, 'accepted'],
        [3102, 'refused: would_strand'],
      ],
      (os) => says(withPart(deviceOf(PHOTON, os), unfetched), moduleFor(PHOTON, os, [F.sys, 1, os])),
    ],
    [
      '3000: the announced size',
      [
        [2302, 'unknown: too_large'],
        [3000, 'refused: too_large'],
      ],
      (os) => says(deviceOf(PHOTON, os), moduleFor(PHOTON, os, [F.sys, 1, os], { size: 0x40001 })),
    ],
    [
      'bootloader 100 and later (Photon, P1) needs system parts of 0.7.0',
      [
        [99, ['pending', true, null]],
        [100, ['pending', false, 'bootloader_cannot_see_dct']],
      ],
      (version) =>
        sentTo(patched(deviceOf(PHOTON, 110), GEN2_BOOT_AT, { version }), moduleFor(PHOTON, 110, [F.sys, 1, 110])),
    ],
  ];
  test.each(probes)('gen2 12 %s', (_, rows, probe) => {
    expect(rows.map(([os]) => [os, probe(os)])).toEqual(rows);
  });
});

describe('gen2 5: boot', () => {
  test('gen2 5.1: system part 1 must start in its place and name the platform, else factory reset or DFU mode', () => {
    const state = patched(deviceOf(PHOTON, 207), PHOTON_SYS1, { platform: P1 });
    expect(boot(state).mode).toBe('dfu');
    const image = moduleFor(PHOTON, 207, [F.user, 1, 1], { at: 0x080e0000 });
    expect(boot(withPart(state, image)).mode).toBe('factory-reset');
    expect(boot(patched(deviceOf(PHOTON, 207), PHOTON_SYS1, { crcOk: false })).mode).toBe('runs-app');
  });

  test('gen2 5.1 step 4: an erased part 2 is a hang', () => {
    expect(boot(without(deviceOf(PHOTON, 207), PHOTON_SYS2)).mode).toBe('hangs');
    expect(boot(without(deviceOf(PHOTON, 207), PHOTON_SYS1, PHOTON_SYS2)).mode).toBe('dfu');
  });

  test.each([
    ['another start', { start: 0x080a4000 }],
    ['an end above 0x08100000', { end: 0x08100004 }],
    ['another platform', { platform: P1 }],
  ])('gen2 5.3 step 2: no application: %s', (_, change) => {
    expect(boot(patched(deviceOf(PHOTON, 17), PHOTON_USER, change))).toMatchObject({
      mode: 'safe-mode',
      reasons: [{ kind: 'no_application' }],
      cloudMayHeal: false,
    });
  });

  test('gen2 5.3 step 2: function and index of an application are not tested', () => {
    expect(boot(patched(deviceOf(PHOTON, 17), PHOTON_USER, { function: F.sys, index: 9 })).mode).toBe('runs-app');
  });

  test('gen2 5.3 step 4: a factory image asks for a factory reset; gen2 14 A7: whose header alone is looked at', () => {
    const empty = without(deviceOf(PHOTON, 207), PHOTON_USER);
    const image = moduleFor(PHOTON, 207, [F.user, 1, 1], { at: 0x080e0000 });
    expect(boot(withPart(empty, image)).mode).toBe('factory-reset');
    expect(boot(withPart(empty, { ...image, crcOk: false }))).toMatchObject({
      mode: 'hangs',
      reasons: [{ kind: 'factory_loop' }],
    });
    expect(boot(withPart(empty, { ...image, start: 0x080e0000 })).mode).toBe('safe-mode');
  });

  test.each([
    [0x1fffc, 'factory-reset'],
    [0x20000, 'hangs'],
  ])('gen2 14 A8: a factory image and its CRC must fit the slot: %i bytes without it', (length, mode) => {
    const empty = without(deviceOf(ELECTRON, 207), 0x08080000);
    const end = 0x08080000 + length;
    expect(boot(withPart(empty, moduleFor(ELECTRON, 207, [F.user, 1, 1], { at: 0x080a0000, end }))).mode).toBe(mode);
  });

  test('gen2 14 A6: after a bad bootloader nothing else is looked at: safe mode, never factory reset', () => {
    const image = moduleFor(PHOTON, 207, [F.user, 1, 1], { at: 0x080e0000 });
    const state = withPart(without(deviceOf(PHOTON, 207), PHOTON_USER), image);
    expect(boot(patched(state, GEN2_BOOT_AT, { crcOk: false }))).toMatchObject({ mode: 'safe-mode' });
  });

  test('gen2 14 A7: the CRC comes first, so a broken application with an unknown dependency is safe mode, not a fault', () => {
    const state = without(deviceOf(PHOTON, 17), GEN2_BOOT_AT);
    const needs = { dependency1: dep(F.sys, 3, 1) };
    expect(boot(patched(state, PHOTON_USER, { ...needs, crcOk: false })).mode).toBe('safe-mode');
    expect(boot(patched(state, PHOTON_USER, needs)).mode).toBe('hangs');
  });

  test('gen2 5.2: at boot a bootloader that part 2 needs in second place counts', () => {
    const state = patched(deviceOf(PHOTON, 2302), PHOTON_SYS2, { dependency2: dep(F.boot, 0, 1004) });
    expect(boot(state)).toMatchObject({
      mode: 'safe-mode',
      reasons: [{ kind: 'module_invalid', which: 'system', reason: { kind: 'dependency_too_low', has: 1003 } }],
      cloudMayHeal: true,
    });
  });

  test('gen2 5.4: mismatched parts are not defined before 0.7.0 and on the Electron, safe mode on a newer Photon', () => {
    expect(boot(patched(deviceOf(PHOTON, 17), PHOTON_SYS1, { version: 13 })).mode).toBe('undefined');
    expect(boot(patched(deviceOf(ELECTRON, 2302), PHOTON_SYS1, { version: 13 })).mode).toBe('undefined');
    expect(boot(patched(deviceOf(PHOTON, 2302), PHOTON_SYS1, { version: 13 })).mode).toBe('safe-mode');
    expect(boot(patched(deviceOf(PHOTON, 17), PHOTON_SYS1, { version: 18 })).mode).toBe('runs-app');
  });
});

describe('gen2 6 and 7: transports and bootloaders', () => {
  test('gen2 6: over DFU nothing is checked, but the bootloader is out of reach', () => {
    const state = deviceOf(PHOTON, 207);
    const module = moduleFor(PHOTON, 207, [F.sys, 1, 1], {
      crcOk: false,
      platform: 99,
      dependency1: dep(F.sys, 2, 9999),
    });
    expect(says(state, module, 'dfu')).toBe('accepted');
    expect(says(state, moduleFor(PHOTON, 207, [F.boot, 0, 101]), 'dfu')).toBe('refused: not_over_dfu');
    expect(at(send(state, module, 'dfu').state, PHOTON_SYS1)).toBe(1);
  });

  test('gen2 6: serial and USB check the same as the air', () => {
    const state = deviceOf(PHOTON, 2302);
    const module = moduleFor(PHOTON, 2302, [F.sys, 1, 1]);
    const [ota, ...others] = (['ota', 'serial', 'local', 'dfu_flag'] as const).map((one) => ask(state, module, one));
    expect(ota?.verdict).toBe('refused');
    expect([ota, ...others].map((one) => one?.told)).toEqual(['ack', 'host', 'host', 'nobody']);
    for (const other of others) expect({ ...other, told: null }).toEqual({ ...ota, told: null });
  });

  test('gen2 14 A10: a bootloader with another start is not written', () => {
    const module = moduleFor(PHOTON, 207, [F.boot, 0, 101], { start: 0x08000004, end: 0x08003000 });
    expect(sentTo(deviceOf(PHOTON, 207), module)).toEqual(['error', null, 'wrong_start']);
  });

  test('gen2 14 A10: a bootloader that needs a newer bootloader than itself is written for ever, from 0.7.0 on', () => {
    const state = (os: number) => patched(deviceOf(ELECTRON, os), GEN2_BOOT_AT, { version: 50 });
    const module = moduleFor(ELECTRON, 110, [F.boot, 0, 40], { dependency1: dep(F.boot, 0, 50) });
    expect(sentTo(state(110), module)).toEqual(['applied', true, null]);
    expect(sentTo(state(200), module)).toEqual(['retry_loop', null, 'endless_retry']);
    expect(at(send(state(1000), module, 'ota').state, GEN2_BOOT_AT)).not.toBe(50);
  });

  test('gen2 14 A9: a start that is no sector start destroys the rest of its sector', () => {
    const module = moduleFor(PHOTON, 207, [F.sys, 1, 207], { start: 0x08024000, end: 0x08028000 });
    const after = send(deviceOf(PHOTON, 207), module, 'ota').state;
    expect([at(after, PHOTON_SYS1), at(after, 0x08024000)]).toEqual([null, 207]);
  });

  test('gen2 7.2: an older bootloader is replaced by the embedded one at the start, a newer one is kept', () => {
    const of = (version: number) => at(settle(patched(deviceOf(PHOTON, 109), GEN2_BOOT_AT, { version })), GEN2_BOOT_AT);
    expect([of(7), of(11), of(12)]).toEqual([11, 11, 12]);
  });

  test('gen2 7.2: an Electron 2.0.0 keeps bootloader 400, older than its parts declare, and runs all the same', () => {
    const needs = moduleFor(ELECTRON, 2008, [F.sys, 2, 2008], {
      dependency1: dep(F.sys, 1, 2008),
      dependency2: dep(F.boot, 0, 1003),
    });
    const state = settle(patched(withPart(deviceOf(ELECTRON, 2008), needs), GEN2_BOOT_AT, { version: 311 }));
    expect(at(state, GEN2_BOOT_AT)).toBe(400);
    expect(boot(state).mode).toBe('runs-app');
  });

  test('gen2 7.3: 0.5.5 and 0.6.3 take a bootloader of 100 and later back, 0.6.2 does not', () => {
    const of = (os: number) => at(settle(patched(deviceOf(PHOTON, os), GEN2_BOOT_AT, { version: 101 })), GEN2_BOOT_AT);
    expect([of(23), of(109), of(108)]).toEqual([7, 11, 101]);
  });

  test('gen2 7.4: bootloader 100 demands a part 1 without dependencies, 101 does not', () => {
    const state = (version: number) =>
      patched(patched(deviceOf(PHOTON, 300), PHOTON_SYS1, { dependency1: dep(F.sys, 2, 204) }), GEN2_BOOT_AT, {
        version,
      });
    const module = moduleFor(PHOTON, 300, [F.user, 1, 2]);
    expect(sentTo(state(100), module)).toEqual(['pending', false, 'bootloader_cannot_see_dct']);
    expect(sentTo(state(101), module)).toEqual(['pending', true, null]);
    expect(boot(state(100)).hazards).toContainEqual({ kind: 'pending_updates_invisible' });
  });

  test('gen2 7.4: not on the Electron', () => {
    const state = patched(deviceOf(ELECTRON, 110), GEN2_BOOT_AT, { version: 101 });
    expect(sentTo(state, moduleFor(ELECTRON, 110, [F.sys, 1, 110]))).toEqual(['pending', true, null]);
  });

  test('gen2 11: hazards are told', () => {
    const wifi = patched(deviceOf(PHOTON, 109), PHOTON_SYS1, { version: 300 });
    expect(boot(wifi).hazards).toContainEqual({ kind: 'wifi_firmware_lost' });
    const memory = patched(deviceOf(PHOTON, 1102), PHOTON_SYS1, { version: 1320 });
    expect(boot(memory).hazards).toContainEqual({ kind: 'static_memory_overlap' });
    const flags = patched(deviceOf(ELECTRON, 110), GEN2_BOOT_AT, { version: 101 });
    expect(boot(flags).hazards).toContainEqual({ kind: 'flags_in_two_places' });
    expect(boot(deviceOf(PHOTON, 2302)).hazards).toEqual([]);
  });
});

describe('gen3 0.1: where the rules change, just below and at', () => {
  const asset = (os: number) =>
    moduleFor(BORON, os, [F.asset, 0, 0], {
      start: 0,
      end: 500,
      platform: 0,
      flags: 1,
      asset: { name: 'a', hash: '00' },
    });
  const service = (os: number) => deviceOf(BORON, os, { protection: 'service_mode' });
  const probes: readonly (readonly [string, readonly (readonly [number, unknown])[], (os: number) => unknown])[] = [
    [
      'radio stack is a module (1320)',
      [
        [1301, 'refused: no_slot'],
        [1320, 'accepted'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, 1320, [F.radio, 0, 202])),
    ],
    [
      'errors (2000)',
      [
        [1512, null],
        [2000, -1330],
      ],
      (os) => ask(deviceOf(BORON, os), moduleFor(BORON, os, [F.sys, 1, os], { crcOk: false })).error,
    ],
    [
      'combined (2000): the flag was ignored',
      [
        [1512, 'accepted'],
        [2000, 'refused: combined_too_short'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, os, [F.sys, 1, os], { flags: 4 })),
    ],
    [
      'compressed (2000): the flag was ignored',
      [
        [1512, 'accepted'],
        [2000, 'refused: compression_unsupported'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, os, [F.boot, 0, 500], { flags: 2 })),
    ],
    [
      'bootloader through the MBR (2002), where the installed one is 1001 or newer',
      [
        [2001, ['error', 'error']],
        [2002, ['error', 'pending']],
      ],
      (os) =>
        [1000, 1001].map(
          (version) =>
            sentTo(
              patched(deviceOf(BORON, os), NRF_BOOT, { version }),
              moduleFor(BORON, os, [F.boot, 0, 1003], { start: 0xf5000, end: 0xf8000 }),
            )[0],
        ),
    ],
    [
      'a dependency without bounds fails (2100)',
      [
        [2021, 'undefined: dependency_faults'],
        [2100, 'refused: dependency_without_slot'],
        [3000, 'refused: dependency_without_slot'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, os, [F.sys, 1, os], { dependency1: dep(F.ncp, 0, 1) })),
    ],
    [
      'dependencies are looked up for any MCU (2100): gen3 D2, an NCP module with a dependency',
      [
        [2021, 'undefined: dependency_faults'],
        [2100, 'accepted'],
      ],
      (os) => says(deviceOf(ARGON, os), moduleFor(ARGON, os, [F.ncp, 0, 5], { dependency1: dep(F.sys, 1, 1) })),
    ],
    [
      'radio version is the firmware id (2200 in 2.x; 3100, not 3000-3005)',
      [
        [2101, 'accepted'],
        [2200, 'refused: dependency_too_low'],
        [2302, 'refused: dependency_too_low'],
        [3005, 'accepted'],
        [3100, 'refused: dependency_too_low'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, os, [F.sys, 1, os], { dependency1: dep(F.radio, 0, 203) })),
    ],
    [
      'NCP version comes from its driver (the same releases); before it is not known',
      [
        [2101, 'unknown: dependency_unknown'],
        [2200, 'accepted'],
        [3005, 'unknown: dependency_unknown'],
        [3100, 'accepted'],
      ],
      (os) => says(deviceOf(ARGON, os), moduleFor(ARGON, os, [F.sys, 1, os], { dependency1: dep(F.ncp, 0, 5) })),
    ],
    [
      'size check (3000, not 2.x)',
      [
        [2302, null],
        [3000, -1351],
      ],
      (os) => ask(deviceOf(BORON, os), moduleFor(BORON, os, [F.sys, 1, os], { size: 1536001 })).error,
    ],
    [
      'application 2 (3100)',
      [
        [2302, 'refused: no_slot'],
        [3005, 'refused: no_slot'],
        [3100, 'accepted'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, 3100, [F.user, 2, 1])),
    ],
    [
      'the system part ends at 0xB4000 (3100)',
      [
        [2302, 'accepted'],
        [3005, 'accepted'],
        [3100, 'refused: outside_slot'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, os, [F.sys, 1, 1512], { end: 0xc05c8 })),
    ],
    [
      'no factory fallback at boot (3100)',
      [
        [3005, 'factory-reset'],
        [3100, 'safe-mode'],
      ],
      (os) => {
        const image = moduleFor(BORON, os, [F.user, 1, 1], { at: 0x12200000 });
        return boot(withPart(without(deviceOf(BORON, os), 0xb4000, 0xd4000), image)).mode;
      },
    ],
    [
      'assets (5500): nothing is checked of them',
      [
        [5410, 'refused: no_slot'],
        [5500, 'accepted'],
      ],
      (os) => says(deviceOf(BORON, os), asset(os)),
    ],
    [
      'the staging area of 4 MB boards moved (5500)',
      [
        [5410, 0x12289000],
        [5500, 0x1224c000],
      ],
      (os) => eraOf(BORON, os)?.stagingAt,
    ],
    [
      'Tracker: NCP updates are accepted and not applied (5600)',
      [
        [2302, ['refused', 'no_slot']],
        [3000, ['applied', true, null]],
        [5501, ['applied', true, null]],
        [5600, ['error', null, 'ncp_updates_disabled']],
      ],
      (os) => sentTo(deviceOf(TRACKER, os), moduleFor(TRACKER, 3000, [F.ncp, 0, 7])),
    ],
    [
      'RTL872x: the range of an application from its fixed end (5800-5999, 6100 and later, not 6000)',
      [
        [5700, 'refused: outside_slot'],
        [5800, 'accepted'],
        [5901, 'accepted'],
        [6000, 'refused: outside_slot'],
        [6100, 'accepted'],
      ],
      (os) => says(deviceOf(P2, os, { applicationStart: null }), moduleFor(P2, os, [F.user, 1, 1])),
    ],
    [
      'rule e: an application for 5701 to 5999 (6000 to 6102 only)',
      [
        [5901, 'runs-app'],
        [6000, 'safe-mode'],
        [6100, 'safe-mode'],
        [6101, 'safe-mode'],
        [6102, 'safe-mode'],
        [6200, 'runs-app'],
      ],
      (os) => boot(patched(deviceOf(BORON, os), 0xb4000, { dependency1: dep(F.sys, 1, 5802) })).mode,
    ],
    [
      'protected devices (6000)',
      [
        [5901, 'accepted'],
        [6000, 'refused: protected'],
      ],
      (os) => says(deviceOf(BORON, os, { protection: 'protected' }), moduleFor(BORON, os, [F.user, 2, 1]), 'local'),
    ],
    [
      'local downgrade checks (6200)',
      [
        [6102, ['accepted', 'accepted']],
        [6200, ['refused: unprotected_bootloader', 'refused: protected_downgrade']],
      ],
      (os) => [
        says(service(os), moduleFor(BORON, os, [F.boot, 0, 3100]), 'local'),
        says(service(os), moduleFor(BORON, os, [F.sys, 1, 5999]), 'local'),
      ],
    ],
    [
      'the system part starts at 0x28000 (6102)',
      [
        [6101, 'refused: outside_slot'],
        [6102, 'accepted'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, os, [F.sys, 1, os], { start: 0x28000, end: 0x2fff0 })),
    ],
    [
      'the radio stack ends at 0x27000 (6102)',
      [
        [6101, 'accepted'],
        [6102, 'refused: outside_slot'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, os, [F.radio, 0, 202], { end: 0x28000 })),
    ],
    [
      'serial updates end (6000)',
      [
        [5901, 'accepted'],
        [6000, 'refused: no_transport'],
      ],
      (os) => says(deviceOf(BORON, os), moduleFor(BORON, os, [F.user, 2, 1]), 'serial'),
    ],
    [
      'RTL872x: assets (5500)',
      [
        [5410, 'refused: no_slot'],
        [5500, 'accepted'],
      ],
      (os) => says(deviceOf(P2, os), { ...asset(os), platform: P2 }),
    ],
    [
      'RTL872x: the lowest start of an application is 0x08480000 (5500), before it depends on the system part',
      [
        [5410, 'runs-app'],
        [5500, 'safe-mode'],
      ],
      (os) => {
        const start = 0x08400000;
        const app = moduleFor(P2, os, [F.user, 1, 1], { start, dynamicStart: start });
        return boot(withPart(without(deviceOf(P2, os, { applicationStart: start }), 0x085f4000), app)).mode;
      },
    ],
    [
      'RTL872x: rule e (6000 to 6102)',
      [
        [5901, 'runs-app'],
        [6000, 'safe-mode'],
        [6102, 'safe-mode'],
        [6200, 'runs-app'],
      ],
      (os) => boot(patched(deviceOf(P2, os), 0x085f4000, { dependency1: dep(F.sys, 1, 5802) })).mode,
    ],
    [
      'RTL872x: protected devices (6000)',
      [
        [5901, 'accepted'],
        [6000, 'refused: protected'],
      ],
      (os) => says(deviceOf(P2, os, { protection: 'protected' }), moduleFor(P2, os, [F.user, 1, 1]), 'local'),
    ],
    [
      'RTL872x: local downgrade checks (6200)',
      [
        [6102, 'accepted'],
        [6200, 'refused: unprotected_bootloader'],
      ],
      (os) => says(deviceOf(P2, os, { protection: 'service_mode' }), moduleFor(P2, os, [F.boot, 0, 3100]), 'local'),
    ],
    [
      'D3: of residents only the first whole application counts (3200): one with a wrong CRC vetoes before',
      [
        [3103, 'refused: would_strand'],
        [3200, 'accepted'],
      ],
      (os) => {
        const odd = moduleFor(BORON, os, [F.sys, 9, 1], {
          start: 0xd4000,
          end: 0xd4100,
          crcOk: false,
          dependency1: dep(F.sys, 1, 60000),
        });
        return says(withPart(deviceOf(BORON, os), odd), moduleFor(BORON, os, [F.sys, 1, os]));
      },
    ],
  ];
  test.each(probes)('gen3 switch: %s', (_, rows, probe) => {
    expect(rows.map(([os]) => [os, probe(os)])).toEqual(rows);
  });
});

describe('gen3 2: acceptance', () => {
  const boron = deviceOf(BORON, 5501);
  const asset = moduleFor(BORON, 5501, [F.asset, 0, 0], { start: 0, end: 500, platform: 0, flags: 1, crcOk: false });

  test('gen3 2.2 step 2: an asset is accepted with both flag words 0', () => {
    expect(ask(boron, asset)).toMatchObject({ verdict: 'accepted', checked: 0, result: 0 });
  });

  test('gen3 2.2: the mask of an update is 0x5E, and a good file has all of it', () => {
    expect(ask(boron, moduleFor(BORON, 5501, [F.sys, 1, 5501]))).toMatchObject({ checked: 0x5e, result: 0x5e });
  });

  test('gen3 2.3 #1: the first bad bit names the error', () => {
    const error = (change: Partial<InstalledModule>) => ask(boron, moduleFor(BORON, 5501, [F.sys, 1, 1], change)).error;
    const needs = dep(F.boot, 0, 9999);
    expect(error({ end: 0 })).toBe(-1300);
    expect(error({ crcOk: false, dependency1: needs, platform: 1 })).toBe(-1330);
    expect(error({ dependency1: needs, platform: 1 })).toBe(-1340);
    expect(error({ platform: 1 })).toBe(-1360);
  });

  test.each([
    ['DROP_MODULE_INFO', 1],
    ['COMPRESSED', 2],
  ])('gen3 2.3 #2: a header behind a vector table with %s: -1370', (_, flags) => {
    const module = moduleFor(BORON, 5501, [F.sys, 1, 5501], { flags, headerOffset: 0x200 });
    expect(ask(boron, module)).toMatchObject({ error: -1370, reason: { kind: 'header_not_first' } });
    expect(says(boron, { ...module, headerOffset: 0 })).toBe('accepted');
  });

  test.each([
    ['application', F.user, 2, 'accepted'],
    ['system part', F.sys, 1, 'accepted'],
    ['bootloader', F.boot, 0, 'refused: compression_unsupported'],
    ['radio stack', F.radio, 0, 'refused: compression_unsupported'],
  ] as const)('gen3 2.3 #3: COMPRESSED %s', (_, moduleFunction, index, expected) => {
    const module = moduleFor(BORON, 5501, [moduleFunction, index, 202], { flags: 2 });
    expect(says(boron, module)).toBe(expected);
    if (expected !== 'accepted') expect(ask(boron, module).error).toBe(-1310);
  });

  test('gen3 2.3 #4: an NCP module for another MCU: -1360', () => {
    const state = deviceOf(ARGON, 5501);
    expect(says(state, moduleFor(ARGON, 5501, [F.ncp, 0, 5]))).toBe('accepted');
    expect(ask(state, moduleFor(ARGON, 5501, [F.ncp, 0, 5], { mcu: 0x44 }))).toMatchObject({
      error: -1360,
      reason: { kind: 'wrong_ncp', needs: 0x44, has: 0x21 },
    });
  });

  test('gen3 2.3 #5: local updates in service mode; over the air they are not restricted', () => {
    const state = deviceOf(BORON, 6200, { protection: 'service_mode' });
    const bootloader = moduleFor(BORON, 6200, [F.boot, 0, 3100]);
    expect(ask(state, bootloader, 'local').error).toBe(-1801);
    expect(says(state, { ...bootloader, protects: true }, 'local')).toBe('accepted');
    expect(says(state, bootloader, 'ota')).toBe('accepted');
    expect(says(state, moduleFor(BORON, 6200, [F.sys, 1, 6000]), 'local')).toBe('accepted');
    expect(says({ ...state, protection: 'open' }, bootloader, 'local')).toBe('accepted');
  });

  test('gen3 2.4 and 13 D10: before 2.0.0 an NCP module with MCU 0 goes to a slot, with another MCU nowhere', () => {
    const state = deviceOf(ARGON, 1512);
    expect(sentTo(state, moduleFor(ARGON, 1512, [F.ncp, 0, 6]))).toEqual(['applied', true, null]);
    expect(sentTo(state, moduleFor(ARGON, 1512, [F.ncp, 0, 6], { mcu: 0 }))[0]).toBe('pending');
    expect(send(state, moduleFor(ARGON, 1512, [F.ncp, 0, 6], { mcu: 0 }), 'ota').state.ncp).toBe(5);
    expect(sentTo(state, moduleFor(ARGON, 1512, [F.ncp, 0, 6], { mcu: 0x44 }))[0]).toBe('error');
    expect(ask(deviceOf(ARGON, 2302), moduleFor(ARGON, 2302, [F.ncp, 0, 6], { mcu: 0 })).error).toBe(-1360);
  });

  test('gen3 2.4: before 2.0.0 a radio stack without DROP_MODULE_INFO is accepted and not applied', () => {
    const module = moduleFor(BORON, 1512, [F.radio, 0, 203], { flags: 0 });
    expect(sentTo(deviceOf(BORON, 1512), module)).toEqual(['error', null, 'copy_refused']);
  });
});

describe('gen3 2.6: combined modules', () => {
  const state = deviceOf(BORON, 5501);
  const system = moduleFor(BORON, 5501, [F.sys, 1, 5600], { flags: 4 });
  const user = moduleFor(BORON, 5501, [F.user, 2, 7], { dependency1: dep(F.sys, 1, 5600) });
  const bootloader = moduleFor(BORON, 5501, [F.boot, 0, 3200], { flags: 4 });

  test('system and application: both are applied', () => {
    const file = { ...system, combined: [user] };
    expect(says(state, file)).toBe('accepted');
    const after = send(state, file, 'ota').state;
    expect([at(after, 0x30000), at(after, 0xb4000)]).toEqual([5600, 7]);
    expect(boot(after).mode).toBe('runs-app');
  });

  test('each is judged by what is installed, not by the other: a first dependency on the bootloader beside it fails', () => {
    const needs = { ...system, flags: 0, dependency1: dep(F.boot, 0, 3200) };
    expect(says(state, { ...bootloader, combined: [needs] })).toBe('refused: dependency_too_low');
    const second = { ...needs, dependency1: dep(F.radio, 0, 202), dependency2: dep(F.boot, 0, 3200) };
    expect(says(state, { ...bootloader, combined: [second] })).toBe('accepted');
  });

  test('all must be found, only the first two are validated and applied', () => {
    const third = moduleFor(BORON, 5501, [F.radio, 0, 203], { crcOk: false });
    expect(says(state, { ...system, combined: [{ ...user, flags: 4 }, third] })).toBe('accepted');
    expect(send(state, { ...system, combined: [{ ...user, flags: 4 }, third] }, 'ota').state.radio).toEqual(
      state.radio,
    );
    const lost = { ...third, end: 0xffffff };
    expect(ask(state, { ...system, combined: [{ ...user, flags: 4 }, lost] }).error).toBe(-1300);
  });

  test('accepted, and not landed: the third module, and below 2.0.0 and on Gen 2 the second, are ignored', () => {
    const third = moduleFor(BORON, 5501, [F.radio, 0, 203]);
    const file = { ...system, combined: [{ ...user, flags: 4 }, third] };
    const ignored = (taken: number, ...modules: readonly ModuleFacts[]) => ({
      landed: false,
      reason: {
        kind: 'part_ignored',
        taken,
        modules: modules.map((one) => ({ function: one.function, index: one.index, version: one.version })),
      },
    });
    expect(says(state, file)).toBe('accepted');
    expect(send(state, file, 'ota').installed).toMatchObject(ignored(2, third));
    const old = deviceOf(BORON, 1512);
    const first = moduleFor(BORON, 1512, [F.boot, 0, 501], { flags: 4 });
    const next = moduleFor(BORON, 1512, [F.sys, 1, 1512]);
    expect(says(old, { ...first, combined: [next] })).toBe('accepted');
    expect(send(old, { ...first, combined: [next] }, 'ota').installed).toMatchObject(ignored(1, next));
    const photon = deviceOf(PHOTON, 2302);
    const part = moduleFor(PHOTON, 2302, [F.sys, 1, 2302], { flags: 4 });
    const behind = moduleFor(PHOTON, 2302, [F.sys, 2, 2302]);
    expect(send(photon, { ...part, combined: [behind] }, 'ota').installed).toMatchObject(ignored(1, behind));
  });

  test('what became of it is what became of both: a first part that cannot be unpacked is not hidden by a good second one', () => {
    const old = deviceOf(BORON, 2001);
    const good = moduleFor(BORON, 2001, [F.sys, 1, 2008]);
    const packed = { ...moduleFor(BORON, 2001, [F.user, 1, 9]), flags: 2, inner: null };
    const refused = { applied: 'pending', landed: false, reason: { kind: 'copy_refused', what: 'compressed' } };
    expect(send(old, packed, 'ota').installed).toEqual(refused);
    expect(send(old, { ...packed, flags: 6, combined: [good] }, 'ota').installed).toEqual(refused);
    expect(send(old, { ...good, flags: 4, combined: [packed] }, 'ota').installed).toEqual(refused);
  });

  test('an error in the second is an error of the file', () => {
    const asset = moduleFor(BORON, 5501, [F.asset, 0, 1], { start: 0, end: 0x400, asset: null });
    expect(sentTo(state, asset)).toEqual(['error', null, 'asset_refused']);
    expect(sentTo(state, { ...system, combined: [asset] })).toEqual(['error', null, 'asset_refused']);
  });

  test('nothing behind it: erased flash is no module (-1300); -1351 only where the staging area ends first, 2.x -1350', () => {
    expect(ask(state, { ...system, combined: [null] }).error).toBe(-1300);
    expect(ask(state, system).error).toBe(-1300);
    // As long as the staging area, so that the CRC does not fit any more; the length wraps around.
    const long = { ...system, start: (system.end - 1536000) >>> 0 };
    expect(ask(state, long).error).toBe(-1351);
    expect(ask(state, { ...long, start: long.start + 4 }).error).toBe(-1300);
    expect(ask(deviceOf(BORON, 2302), long).error).toBe(-1350);
  });
});

describe('gen3 2.7 to 2.9: compressed, size, and what the bootloader does', () => {
  test('bootloaders before 1000 write a compressed module as it came, and its code cannot run', () => {
    const state = (version: number) => patched(deviceOf(BORON, 2302), NRF_BOOT, { version });
    const inner = moduleFor(BORON, 2302, [F.user, 1, 9]);
    const module = { ...inner, flags: 2, end: inner.start + 900, inner };
    expect(sentTo(state(999), module)).toEqual(['pending', true, null]);
    expect(boot(send(state(999), module, 'ota').state)).toMatchObject({
      mode: 'hangs',
      reasons: [{ kind: 'compressed_code', which: 'application' }],
    });
    expect(sentTo(state(1000), module)).toEqual(['pending', true, null]);
    expect(boot(send(state(1000), module, 'ota').state).mode).toBe('runs-app');
    expect(sentTo(state(1000), { ...module, inner: null })).toEqual(['pending', false, 'copy_refused']);
  });

  test('a system part that way is a device that does not start', () => {
    const old = patched(deviceOf(BORON, 2302), NRF_BOOT, { version: 999 });
    const inner = moduleFor(BORON, 2302, [F.sys, 1, 2302]);
    const module = { ...inner, flags: 2, end: inner.start + 90000, inner };
    expect(ask(old, module).verdict).toBe('accepted');
    expect(boot(send(old, module, 'ota').state)).toMatchObject({
      mode: 'hangs',
      reasons: [{ kind: 'compressed_code', which: 'system' }],
    });
  });

  describe('a compressed payload that is not whole', () => {
    const state = deviceOf(BORON, 5501);
    const inner = moduleFor(BORON, 5501, [F.user, 2, 9], { end: 0xb4000 + 0x10000 });
    const module = { ...inner, flags: 2, end: inner.start + 900, inner };
    const after = (unpacking: ModuleFacts['unpacking']) =>
      send(state, { ...module, ...(unpacking === undefined ? {} : { unpacking }) }, 'ota').state;

    test('a method that is not known leaves flash alone', () => {
      expect(boot(after({ kind: 'left_alone' })).application).toEqual(boot(state).application);
    });

    test('a stream that breaks off takes the old module with it', () => {
      for (const writes of [0, null]) {
        const broken = after({ kind: 'broken', erases: 0x10004, writes });
        expect(boot(broken)).toMatchObject({ mode: 'safe-mode', reasons: [{ kind: 'no_application' }] });
      }
    });

    test('whole but for its last block: a wrong CRC', () => {
      const cut = after({ kind: 'broken', erases: 0x10004, writes: 0x10000 });
      expect(boot(cut)).toMatchObject({ mode: 'safe-mode', reasons: [{ kind: 'application_crc' }] });
    });

    test('an announced size that is a little too large does no harm', () => {
      expect(boot(after({ kind: 'broken', erases: 0x10008, writes: 0x10004 })).application?.version).toBe(9);
    });

    test('a start of the inner header that is not the outer one is no application there', () => {
      const moved = { ...module, inner: { ...inner, start: 0xb5000 } };
      const sent = send(state, moved, 'ota');
      expect(boot(sent.state)).toMatchObject({ mode: 'safe-mode' });
    });
  });

  describe('the DROP flag on other modules than the radio stack', () => {
    const module = moduleFor(BORON, 5501, [F.user, 2, 9], { flags: 1 });

    test('the slot holds no header afterwards', () => {
      const sent = send(deviceOf(BORON, 5501), module, 'ota');
      expect(sent.installed).toMatchObject({ applied: 'pending', landed: false });
      expect(contentAt(sent.state, 0xb4000)).toBe('image_body');
      expect(boot(sent.state)).toMatchObject({ mode: 'safe-mode', reasons: [{ kind: 'no_application' }] });
    });

    test('RTL872x leaves out the header of bootloaders only', () => {
      const app = moduleFor(P2, 5901, [F.user, 1, 9], { flags: 1 });
      expect(sentTo(deviceOf(P2, 5901), app)[1]).toBe(true);
      const part1 = moduleFor(P2, 5901, [F.boot, 2, 9], { flags: 1 });
      expect(sentTo(deviceOf(P2, 5901), part1)[1]).toBe(false);
    });

    test('a radio stack without it has not landed: its id is another word', () => {
      const radio = moduleFor(BORON, 5501, [F.radio, 0, 202], { flags: 0 });
      const sent = send(deviceOf(BORON, 5501), radio, 'ota');
      expect(sent.installed?.landed).toBe(false);
      expect(sent.state.radio).toMatchObject({ version: 0xffff });
    });
  });

  test('two bootloaders in one file cost the application', () => {
    const state = deviceOf(BORON, 2302);
    const one = moduleFor(BORON, 2302, [F.boot, 0, 2300], { flags: 4 });
    const two = moduleFor(BORON, 2302, [F.boot, 0, 2400]);
    expect(boot(send(state, two, 'ota').state).mode).toBe('runs-app');
    const after = send(state, { ...one, combined: [two] }, 'ota').state;
    expect(contentAt(after, NRF_BOOT)).toMatchObject({ version: 2400 });
    expect(contentAt(after, 0xd4000)).toMatchObject({ function: F.boot, version: 2300 });
    expect(boot(after).mode).toBe('safe-mode');
  });

  test.each([
    ['Boron', BORON, 5501, 1536000],
    ['Photon', PHOTON, 3302, 0x40000],
    ['Electron', ELECTRON, 3302, 0x20000],
    ['P2 before 5.5', P2, 5410, 0x200000],
    ['P2 from 5.5 on', P2, 5501, 0x180000],
  ] as const)('gen3 2.8 and gen2 2.3: the largest file of a %s', (_, platform, os, limit) => {
    const module = (size: number) => moduleFor(platform, os, [F.sys, 1, os], { size });
    expect(says(deviceOf(platform, os), module(limit))).toBe('accepted');
    expect(ask(deviceOf(platform, os), module(limit + 1))).toMatchObject({ error: -1351, reason: { limit } });
  });

  test('gen3 2.9: a 256K application invalidates the 128K one, with bootloader 1100 and later', () => {
    const state = (version: number) => {
      const small = moduleFor(BORON, 3103, [F.user, 1, 3], { dependency1: dep(F.sys, 1, 3103) });
      return withPart(patched(deviceOf(BORON, 3103), NRF_BOOT, { version }), small);
    };
    const module = moduleFor(BORON, 3103, [F.user, 2, 9], { dependency1: dep(F.sys, 1, 3103) });
    expect(boot(send(state(1099), module, 'ota').state).application).toMatchObject({ index: 1, version: 3 });
    expect(boot(send(state(1100), module, 'ota').state).application).toMatchObject({ index: 2, version: 9 });
    expect(boot(send(state(1100), module, 'dfu').state).application).toMatchObject({ index: 2, version: 9 });
  });

  test('gen3 13 D7: the first page of 0xD4000 is erased before the copy, so an image that covers it stays whole', () => {
    const module = moduleFor(BORON, 3103, [F.user, 2, 9], { end: 0xe0000 });
    expect(boot(send(deviceOf(BORON, 3103), module, 'ota').state).application).toMatchObject({ version: 9 });
  });

  test('gen3 13 D7: the address test is one byte lax', () => {
    const module = moduleFor(BORON, 2302, [F.user, 1, 9], { start: 0xf0000, end: 0xf4000 });
    const far = { ...module, start: 0xffe00, end: 0xf4000 };
    expect(sentTo(deviceOf(BORON, 2302), module)[2]).toBeNull();
    expect(says(deviceOf(BORON, 2302), far)).toBe('refused: bad_crc');
  });

  test.each([
    [1512, 999, true],
    [1512, 1000, false],
    [1512, 1003, false],
    [1512, 1004, true],
    [2000, 1003, true],
  ])('gen3 2.9 DROP quirk: system %i, bootloader %i: the radio stack is whole: %s', (os, version, whole) => {
    const state = patched(deviceOf(BORON, os), NRF_BOOT, { version });
    const sent = send(state, moduleFor(BORON, os, [F.radio, 0, 203]), 'ota');
    expect(sent.decision.verdict).toBe('accepted');
    expect(sent.installed?.landed).toBe(whole);
  });

  test('gen3 13 D6: the erase of a radio stack that ends at 0x30000 takes the first page of the system part', () => {
    const module = moduleFor(BORON, 5501, [F.radio, 0, 203], { end: 0x30000 });
    expect(at(send(deviceOf(BORON, 5501), module, 'ota').state, 0x30000)).toBeNull();
    const short = moduleFor(BORON, 5501, [F.radio, 0, 203], { end: 0x1000 + 0x2027 });
    expect(send(deviceOf(BORON, 5501), short, 'ota').state.radio).toMatchObject({ version: 202 });
  });
});

describe('gen3 3: dependencies', () => {
  test('gen3 3.1: a first dependency on the bootloader is enforced, a second one skipped', () => {
    const state = deviceOf(ARGON, 3005);
    const needs = dep(F.boot, 0, 9999);
    expect(ask(state, moduleFor(ARGON, 3005, [F.sys, 1, 3005], { dependency1: needs })).error).toBe(-1340);
    const module = moduleFor(ARGON, 3005, [F.sys, 1, 3005], { dependency1: dep(F.radio, 0, 202), dependency2: needs });
    expect(says(state, module)).toBe('accepted');
    // gen3 3.6: and at boot it counts.
    expect(boot(send(state, module, 'ota').state).mode).toBe('safe-mode');
  });

  test('gen3 3.2: radio stack 6.1.1 does not satisfy 202 for old code, 7.0.1 does; 6.0.0 is not known', () => {
    const module = moduleFor(BORON, 1512, [F.sys, 1, 1512], { dependency1: dep(F.radio, 0, 202) });
    const radio = (version: number, infoWord: number | null) =>
      says(deviceOf(BORON, 1512, { radio: { version, infoWord } }), module);
    expect([radio(202, 10345), radio(182, 0), radio(1, null)]).toEqual([
      'accepted',
      'refused: dependency_too_low',
      'unknown: dependency_unknown',
    ]);
    expect(says(deviceOf(BORON, 1512, { radio: null }), module)).toBe('accepted');
  });

  test('gen3 3.2 and 13 D2: an NCP that does not answer fails the dependency', () => {
    const module = moduleFor(ARGON, 5501, [F.sys, 1, 5501], { dependency1: dep(F.ncp, 0, 1) });
    expect(ask(deviceOf(ARGON, 5501, { ncp: null }), module).verdict).toBe('refused');
    expect(says(deviceOf(ARGON, 5501, { ncp: 'unknown' }), module)).toBe('unknown: dependency_unknown');
  });

  test('gen3 3.3: a Tracker 6.2.0 refuses a system part at 0x30000 below what the installed one needs of itself', () => {
    const state = patched(deviceOf(TRACKER, 6200), 0x28000, {
      dependency1: dep(F.boot, 0, 1),
      dependency2: dep(F.sys, 1, 3001),
    });
    const old = moduleFor(TRACKER, 6101, [F.sys, 1, 2302]);
    expect(says(state, old)).toBe('refused: would_strand');
    expect(says(state, { ...old, version: 3001 })).toBe('accepted');
  });

  test.each([
    [2101, 'accepted'],
    [2200, 'refused: would_strand'],
    [3005, 'accepted'],
    [3100, 'refused: would_strand'],
  ])('gen3 13 D3: residents that are not fetched veto, system %i', (os, expected) => {
    const odd = moduleFor(BORON, os, [F.sys, 9, 1], {
      start: 0xd4000,
      end: 0xd4100,
      dependency1: dep(F.sys, 1, 60000),
    });
    expect(says(withPart(deviceOf(BORON, os), odd), moduleFor(BORON, os, [F.sys, 1, os]))).toBe(expected);
  });
});

describe('gen3 4: boot', () => {
  test('gen3 4.1: no valid system part at its address: DFU mode', () => {
    const state = deviceOf(BORON, 5501);
    for (const change of [{ crcOk: false }, { platform: ARGON }, { end: 0x100004 }]) {
      expect(boot(patched(state, 0x30000, change)).mode).toBe('dfu');
    }
    expect(boot(without(state, 0x30000)).mode).toBe('dfu');
  });

  test('gen3 4.1: 6.1.2 at 0x28000 needs bootloader 3002; 6.2.0 carries a second header for older ones', () => {
    const of = (os: number, version: number) => boot(patched(deviceOf(BORON, os), NRF_BOOT, { version })).mode;
    expect([of(6102, 3001), of(6102, 3002), of(6200, 3001)]).toEqual(['dfu', 'runs-app', 'runs-app']);
  });

  test('gen3 4.2 b and c: bootloader and system part with every dependency', () => {
    const state = deviceOf(BORON, 5501);
    expect(boot(patched(state, NRF_BOOT, { crcOk: false })).mode).toBe('safe-mode');
    expect(boot(patched(state, NRF_BOOT, { dependency1: dep(F.sys, 1, 9999) })).mode).toBe('safe-mode');
    const needs = patched(state, 0x30000, { dependency1: dep(F.boot, 0, 1), dependency2: dep(F.radio, 0, 203) });
    expect(boot(needs)).toMatchObject({
      mode: 'safe-mode',
      reasons: [{ kind: 'module_invalid', which: 'system', reason: { kind: 'dependency_too_low', has: 202 } }],
    });
  });

  test('gen3 4.2 d: no application', () => {
    expect(boot(without(deviceOf(BORON, 5501), 0xb4000))).toMatchObject({
      mode: 'safe-mode',
      reasons: [{ kind: 'no_application' }],
      cloudMayHeal: false,
    });
  });

  test.each([
    [5700, 'runs-app'],
    [5701, 'safe-mode'],
    [5999, 'safe-mode'],
    [6000, 'runs-app'],
  ])('gen3 4.2 e: strict at both ends: an application for %i on 6.1.1', (needs, mode) => {
    const state = patched(deviceOf(BORON, 6101), 0xb4000, { dependency1: dep(F.sys, 1, needs) });
    expect(boot(state).mode).toBe(mode);
    expect(boot(patched(deviceOf(P2, 6101), 0x085f4000, { dependency1: dep(F.sys, 1, needs) })).mode).toBe(mode);
  });

  test('gen3 4.2 e: the function of the dependency is not looked at', () => {
    const state = patched(deviceOf(BORON, 6101, { radio: { version: 5800, infoWord: null } }), 0xb4000, {
      dependency1: dep(F.radio, 0, 5800),
    });
    expect(boot(state).mode).toBe('safe-mode');
  });

  test('gen3 4.3: the 128K application wins if it is valid in every respect, else the 256K one', () => {
    const state = deviceOf(BORON, 5501);
    const small = moduleFor(BORON, 5501, [F.user, 1, 3], { dependency1: dep(F.sys, 1, 1) });
    expect(boot(withPart(state, small)).application).toMatchObject({ index: 1 });
    for (const change of [
      { crcOk: false },
      { platform: ARGON },
      { dependency1: dep(F.sys, 1, 9999) },
      { start: 0xd5000 },
    ]) {
      expect(boot(withPart(state, { ...small, ...change, at: 0xd4000 })).application).toMatchObject({ index: 2 });
    }
  });

  test('gen3 13 D1: an application ending at 0x100000 passes the update and faults at boot', () => {
    expect(boot(patched(deviceOf(BORON, 2302), 0xd4000, { end: 0x100000 })).mode).toBe('hangs');
  });

  test('the application check comes first: up to 3.0.0 a factory reset whatever bootloader and system part are', () => {
    const bad = (os: number) =>
      boot(without(patched(deviceOf(BORON, os), NRF_BOOT, { crcOk: false }), 0xb4000, 0xd4000));
    const factory = moduleFor(BORON, 2302, [F.user, 1, 1], { at: 0x12200000 });
    const old = withPart(without(patched(deviceOf(BORON, 2302), NRF_BOOT, { crcOk: false }), 0xd4000), factory);
    expect(boot(old).mode).toBe('factory-reset');
    expect(boot(without(old, 0x12200000)).mode).toBe('safe-mode');
    expect(bad(5501).reasons.map(({ kind }) => kind)).toEqual(['module_invalid', 'no_application']);
  });

  test('gen3 13 D12: 6.1.2 and later take a system part for 0x30000, which breaks the running one', () => {
    const state = deviceOf(BORON, 6200);
    const module = moduleFor(BORON, 6101, [F.sys, 1, 6101]);
    expect(sentTo(state, module)).toEqual(['pending', true, null]);
    const after = send(state, module, 'ota').state;
    expect(after.modules.find((one) => one.at === 0x28000)).toMatchObject({ crcOk: false });
  });

  describe('which image starts', () => {
    const downgraded = (bootloader: number) =>
      send(
        patched(deviceOf(BORON, 6200), NRF_BOOT, { version: bootloader }),
        moduleFor(BORON, 6101, [F.sys, 1, 6101]),
        'ota',
      ).state;

    test.each([3001, 3002, 3100])('after a downgrade from 6.2.0 the old one, with bootloader %i', (bootloader) => {
      const state = downgraded(bootloader);
      expect(runningVersion(state)).toBe(6101);
      expect(boot(state).mode).not.toBe('dfu');
    });

    test('bootloader 3002 and later take 0x28000 first, older ones 0x30000 alone', () => {
      const both = withPart(deviceOf(BORON, 6200), moduleFor(BORON, 6101, [F.sys, 1, 6101]));
      const running = (version: number) => runningVersion(patched(both, NRF_BOOT, { version }));
      expect([3001, 3002].map(running)).toEqual([6101, 6200]);
    });

    test('bootloader 3001 under 6.1.2 starts nothing, under 6.2.0 its second header', () => {
      const with3001 = (os: number) => boot(patched(deviceOf(BORON, os), NRF_BOOT, { version: 3001 }));
      expect(with3001(6102)).toMatchObject({ mode: 'dfu', reasons: [{ kind: 'no_system_at_boot_address' }] });
      expect(with3001(6200).mode).not.toBe('dfu');
    });

    test('where the bootloader is not known and decides, neither is the system part', () => {
      const state = deviceOf(BORON, 6102);
      const open = { ...without(state, NRF_BOOT), unknown: [NRF_BOOT] };
      expect(boot(open)).toMatchObject({ mode: 'unknown', reasons: [{ what: 'bootloader' }] });
      expect(boot({ ...without(deviceOf(BORON, 6200), NRF_BOOT), unknown: [NRF_BOOT] }).mode).not.toBe('dfu');
    });
  });

  describe('what a slot shows is what covers its start', () => {
    test('RTL872x: a header a few bytes off shows its own bytes shifted', () => {
      const state = withPart(
        without(deviceOf(P2, 5901), 0x08060000),
        moduleFor(P2, 5901, [F.sys, 1, 5901], { start: 0x0805fffc, at: 0x0805fffc }),
      );
      // Four bytes earlier: the version is read where function and index stand.
      const has = F.sys | (1 << 8);
      expect(loaderVerdict(state, eraOf(P2, 5901)!).user.reason).toEqual({
        kind: 'dependency_too_low',
        needs: dep(F.sys, 1, 5901),
        has,
      });
    });

    test('a header behind the start of its slot: erased bytes, then the header', () => {
      const part = moduleFor(P2, 5901, [F.sys, 1, 5901], { start: 0x08060100, at: 0x08060100 });
      const state = withPart(without(deviceOf(P2, 5901), 0x08060000), part);
      expect(contentAt(state, 0x08060000)).toBe('erased');
      const near = { ...part, start: 0x08060008, at: 0x08060008 };
      // The slot's bytes at +10 are the header's at +2: the upper half of its start.
      expect(contentAt(withPart(without(state, 0x08060100), near), 0x08060000)).toMatchObject({ version: 0x0806 });
    });

    test('the inside of an image is no header, and its version is not known', () => {
      const app = moduleFor(BORON, 5501, [F.user, 2, 9], { end: 0xe0000 });
      const state = withPart(without(deviceOf(BORON, 5501), 0xb4000, 0xd4000), { ...app, at: 0xb4000 });
      expect(contentAt(state, 0xd4000)).toBe('image_body');
      expect(boot(state)).toMatchObject({ mode: 'runs-app', application: { index: 2 } });
      const needing = moduleFor(BORON, 5501, [F.sys, 1, 5501], { dependency1: dep(F.user, 1, 3) });
      expect(ask(state, needing).verdict).toBe('unknown');
    });
  });
});

describe('gen3 4.4: assets', () => {
  const a = { name: 'a', hash: '00' };
  const b = { name: 'b', hash: '11' };
  const c = { name: 'c', hash: '22' };
  const needing = (...assets: readonly (typeof a)[]) => patched(deviceOf(BORON, 5501), 0xb4000, { assets });
  const file = (asset: typeof a | null, change: Partial<InstalledModule> = {}) =>
    moduleFor(BORON, 5501, [F.asset, 0, 0], { start: 0, end: 500, platform: 0, flags: 1, asset, ...change });

  test('a missing asset, or one with another hash, is safe mode', () => {
    expect(boot(needing(a))).toMatchObject({ mode: 'safe-mode', reasons: [{ kind: 'asset_missing', asset: a }] });
    expect(boot({ ...needing(a), assets: [{ ...a, hash: '99' }] }).mode).toBe('safe-mode');
    expect(boot({ ...needing(a), assets: [a] }).mode).toBe('runs-app');
    expect(boot({ ...needing(a), assets: 'unknown' }).mode).toBe('unknown');
  });

  test('application first, then its assets one by one', () => {
    const one = send(needing(a, b), file(a), 'ota').state;
    expect(boot(one).mode).toBe('safe-mode');
    const two = send(one, file(b), 'ota').state;
    expect(two.assets).toEqual([a, b]);
    expect(boot(two).mode).toBe('runs-app');
  });

  test('of several assets that no application needs only the last survives', () => {
    const state = [a, b, c].reduce((before, one) => send(before, file(one), 'ota').state, deviceOf(BORON, 5501));
    expect(state.assets).toEqual([c]);
  });

  test.each([
    ['no DROP_MODULE_INFO', { flags: 0 }],
    ['prefix extensions', { flags: 0x11 }],
    ['wrong CRC', { crcOk: false }],
    ['a start that is not 0', { start: 4 }],
    ['no name or hash', { asset: null }],
  ])('accepted, and then not stored: %s', (_, change) => {
    expect(sentTo(needing(a), file(a, change))).toEqual(['error', null, 'asset_refused']);
  });

  test('a cloud update above 606208 bytes formats the storage of 4 MB boards; not of the Tracker', () => {
    const big = moduleFor(BORON, 5501, [F.user, 2, 2], { size: 606209, assets: [a] });
    expect(send({ ...needing(a), assets: [a] }, big, 'ota').state.assets).toEqual([]);
    expect(send({ ...needing(a), assets: [a] }, { ...big, size: 606208 }, 'ota').state.assets).toEqual([a]);
    const tracker = deviceOf(TRACKER, 5501, { assets: [a] });
    expect(send(tracker, { ...big, platform: TRACKER }, 'ota').state.assets).toEqual([a]);
  });
});

describe('gen3 6: security mode', () => {
  const module = moduleFor(BORON, 6200, [F.user, 2, 2]);
  const protectedDevice = deviceOf(BORON, 6200, { protection: 'protected' });

  test('the air is not restricted', () => expect(says(protectedDevice, module, 'ota')).toBe('accepted'));
  test('control requests are refused: -1801', () => {
    expect(ask(protectedDevice, module, 'local')).toMatchObject({ error: -1801, reason: { kind: 'protected' } });
  });
  test('DFU is refused', () => expect(says(protectedDevice, module, 'dfu')).toBe('refused: protected'));
  test('service mode allows both', () => {
    const state = deviceOf(BORON, 6200, { protection: 'service_mode' });
    expect(says(state, module, 'local')).toBe('accepted');
    expect(says(state, module, 'dfu')).toBe('accepted');
  });
  test('not known: unknown', () => {
    const state = deviceOf(BORON, 6200, { protection: 'unknown' });
    expect(says(state, module, 'local')).toBe('unknown: protection_unknown');
    expect(says(state, module, 'ota')).toBe('accepted');
  });
});

describe('gen3 5, 7, 8: NCP, transports, bootloader', () => {
  test('gen3 5: no NCP module for a Boron, and the one of an Argon is flashed at once', () => {
    expect(ask(deviceOf(BORON, 5501), moduleFor(BORON, 5501, [F.ncp, 0, 5])).error).toBe(-1300);
    expect(send(deviceOf(ARGON, 5501), moduleFor(ARGON, 5501, [F.ncp, 0, 6]), 'ota').state.ncp).toBe(6);
  });

  test.each([
    ['system part', F.sys, 1, {}, 'accepted'],
    ['application', F.user, 2, {}, 'accepted'],
    ['radio stack', F.radio, 0, {}, 'accepted'],
    ['bootloader', F.boot, 0, {}, 'refused: not_over_dfu'],
    ['compressed application', F.user, 2, { flags: 2 }, 'refused: not_over_dfu'],
    ['combined application', F.user, 2, { flags: 4 }, 'refused: not_over_dfu'],
  ] as const)('gen3 7: over DFU: %s', (_, moduleFunction, index, change, expected) => {
    const module = moduleFor(BORON, 5501, [moduleFunction, index, 203], { crcOk: false, ...change });
    expect(says(deviceOf(BORON, 5501), module, 'dfu')).toBe(expected);
  });

  test.each([
    [1211, 'refused: no_transport'],
    [1212, 'accepted'],
  ])('gen3 7: the bootloader over DFU, through the staging area and the flag: system %i', (os, expected) => {
    expect(says(deviceOf(BORON, os), moduleFor(BORON, os, [F.boot, 0, 401]), 'dfu_flag')).toBe(expected);
  });

  test('gen3 13 D4: directly only with start 0xF4000 and its CRC within flash; an erased slot chooses the MBR', () => {
    const old = (version: number) => patched(deviceOf(BORON, 2302), NRF_BOOT, { version });
    const module = (change: Partial<InstalledModule>) => moduleFor(BORON, 2302, [F.boot, 0, 1006], change);
    expect(sentTo(old(1000), module({}))).toEqual(['applied', true, null]);
    expect(sentTo(old(1000), module({ start: 0xf5000, end: 0xf6000 }))[0]).toBe('error');
    expect(sentTo(old(1000), module({ end: 0xffffd }))[0]).toBe('error');
    expect(sentTo(without(old(1), NRF_BOOT), module({ start: 0xf5000, end: 0xf6000 }))[0]).toBe('pending');
    expect(at(send(old(1006), module({ start: 0xf5000, end: 0xf6000 }), 'ota').state, NRF_BOOT)).toBe(1006);
  });

  test('gen3 8.2: the MBR of RTL872x is accepted and never applied', () => {
    const sent = send(deviceOf(P2, 5901), moduleFor(P2, 5901, [F.boot, 1, 3], { end: 0x08001000 }), 'ota');
    expect(sent.decision.verdict).toBe('accepted');
    expect(sent.installed).toMatchObject({ landed: false, reason: { kind: 'copy_refused', what: 'mbr' } });
    expect(at(sent.state, 0x08000000)).toBeNull();
  });

  test('gen3 8.2: bootloader and prebootloader part 1 of RTL872x are applied', () => {
    for (const index of [0, 2]) {
      expect(sentTo(deviceOf(P2, 5901), moduleFor(P2, 5901, [F.boot, index, 9000]))).toEqual(['pending', true, null]);
    }
  });
});

describe('gen3 1.2: RTL872x applications', () => {
  test('an application that does not end at 0x085FFFFC is not found', () => {
    const module = moduleFor(P2, 5901, [F.user, 1, 2], { end: 0x085fff00 });
    const state = without(deviceOf(P2, 5901, { applicationStart: null }), 0x085f4000);
    expect(says(state, module)).toBe('accepted');
    expect(boot(send(state, module, 'ota').state)).toMatchObject({
      mode: 'safe-mode',
      reasons: [{ kind: 'no_application' }],
    });
  });

  test('gen3 13 D14: unless an old suffix at the flash end still names its start', () => {
    const module = moduleFor(P2, 5901, [F.user, 1, 2], { end: 0x085f8000 });
    expect(boot(send(deviceOf(P2, 5901), module, 'ota').state).application).toMatchObject({ version: 2 });
  });

  test.each([
    [0x0847f000, 'safe-mode'],
    [0x08480000, 'runs-app'],
  ])('the lowest start from 5.5 on: %i', (start, mode) => {
    const app = moduleFor(P2, 5901, [F.user, 1, 1], { start, dynamicStart: start });
    const state = withPart(without(deviceOf(P2, 5901, { applicationStart: start }), 0x085f4000), app);
    expect(boot(state).mode).toBe(mode);
  });

  test('gen3 13 D8: an end whose suffix lies below flash is not fetched', () => {
    const module = (end: number) => moduleFor(P2, 5901, [F.boot, 1, 3], { end });
    expect(says(deviceOf(P2, 5901), module(0x0800003d))).toBe('refused: suffix_unreadable');
    expect(says(deviceOf(P2, 5901), module(0x0800003e))).toBe('accepted');
  });

  test('gen3 13 D9: a start below flash is accepted and never applied', () => {
    const module = moduleFor(P2, 5901, [F.sys, 1, 5901], { start: 0x07ff0000 });
    expect(sentTo(deviceOf(P2, 5901), module)).toEqual(['pending', false, 'copy_refused']);
  });

  test.each([
    ['nRF before 2.2.0', BORON, 2101, 'undefined: runs_off_flash'],
    ['nRF from 2.2.0 on', BORON, 2200, 'refused: bad_crc'],
    ['nRF 3.0.0', BORON, 3005, 'undefined: runs_off_flash'],
    ['nRF from 3.1.0 on', BORON, 3100, 'refused: bad_crc'],
    ['RTL872x', P2, 5901, 'refused: bad_crc'],
  ] as const)('gen3 13 D1: a wrapped length: %s', (_, platform, os, expected) => {
    const end = platform === P2 ? 0x08060100 : 0x30100;
    const module = moduleFor(platform, os, [F.sys, 1, os], { start: end + 4, end });
    expect(says(deviceOf(platform, os), module)).toBe(expected);
    expect(says(deviceOf(platform, os), { ...module, start: end })).toBe('refused: bad_crc');
  });
});

describe('what is not known stays unknown', () => {
  test('a system part that nobody has seen', () => {
    const state = withUnknown(deviceOf(PHOTON, 207), PHOTON_SYS2);
    expect(says(state, moduleFor(PHOTON, 207, [F.sys, 1, 207]))).toBe('unknown: system_unknown');
    expect(boot(state).mode).toBe('unknown');
  });

  test('no system part at all is a refusal, not an unknown', () => {
    const state = without(deviceOf(PHOTON, 207), PHOTON_SYS2);
    expect(says(state, moduleFor(PHOTON, 207, [F.sys, 1, 207]))).toBe('refused: no_system');
  });

  test('a caller may name the release that decides', () => {
    const state = withUnknown(deviceOf(PHOTON, 207), PHOTON_SYS2);
    const module = moduleFor(PHOTON, 207, [F.user, 1, 1]);
    expect(accept(state, module, { transport: 'ota', os: 207 }).verdict).toBe('accepted');
  });

  test('a dependency on a slot that nobody has seen', () => {
    const state = withUnknown(deviceOf(BORON, 5501), NRF_BOOT);
    expect(says(state, moduleFor(BORON, 5501, [F.sys, 1, 5501], { dependency1: dep(F.boot, 0, 1) }))).toBe(
      'unknown: dependency_unknown',
    );
    expect(boot(state).mode).toBe('unknown');
  });

  test('an unknown does not hide a refusal', () => {
    const state = withUnknown(deviceOf(BORON, 5501), NRF_BOOT);
    const module = moduleFor(BORON, 5501, [F.sys, 1, 5501], { dependency1: dep(F.boot, 0, 1), crcOk: false });
    expect(says(state, module)).toBe('refused: bad_crc');
  });

  test('a system slot that nobody has seen may hold a veto', () => {
    const state = withUnknown(deviceOf(ELECTRON, 207), 0x08060000);
    expect(says(state, moduleFor(ELECTRON, 207, [F.sys, 1, 207]))).toBe('unknown: strand_unknown');
    expect(says(state, moduleFor(ELECTRON, 207, [F.user, 1, 207]))).toBe('accepted');
  });

  test('an application that nobody has seen', () => {
    expect(boot(withUnknown(deviceOf(BORON, 2302), 0xd4000)).mode).toBe('unknown');
    expect(boot(deviceOf(P2, 5901, { applicationStart: 'unknown' })).mode).toBe('unknown');
  });

  test.each([0, 3, 99, 65535])('a platform whose validator is not known: %i', (platform) => {
    const state = deviceOf(PHOTON, 207, { platform });
    expect(says(state, moduleFor(PHOTON, 207, [F.sys, 1, 207]))).toBe('unknown: no_rules');
    expect(boot(state).mode).toBe('unknown');
  });
});
