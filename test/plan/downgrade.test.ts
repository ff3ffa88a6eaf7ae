/** Downgrades from 6.2.0: the newer system part stays where the older one does not reach, and the bootloader decides which one starts. */
import { describe, expect, test } from 'vitest';
import { releaseRows } from '../../src/catalog/releases.js';
import type { ReleaseRow } from '../../src/catalog/releases.js';
import { runningVersion } from '../../src/device/accept.js';
import { boot } from '../../src/device/boot.js';
import { shippedState } from '../../src/device/shipped.js';
import { send } from '../../src/device/simulate.js';
import type { DeviceState } from '../../src/device/types.js';
import { declaredFiles } from '../../src/plan/declared.js';
import { planUpdate } from '../../src/plan/update.js';
import type { PlanFile } from '../../src/plan/world.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { ARGON, BORON, TRACKER } from '../support/devices.js';

const FROM = '6.2.0';
const MAJORS = ['3', '4', '5', '6'];

const shipped = (release: string, platform: number): DeviceState => {
  const made = shippedState(release, platform, 'for_release');
  if (made === null) throw new Error(`no ${release}`);
  return made.state;
};

/** The release's own files, and an application for it. */
function filesFor(platform: number, row: ReleaseRow): readonly PlanFile[] {
  const application = shipped(row.release, platform).modules.find((one) => one.function === MODULE_FUNCTION.userPart);
  if (application === undefined) throw new Error('no application');
  return [
    ...declaredFiles(platform, row).map((file) => ({ ...file, size: 100_000 })),
    { file: 'app.bin', size: 1000, sha256: 'app', facts: application },
  ];
}

const olderFinals = (platform: number): readonly ReleaseRow[] =>
  releaseRows(platform).filter(
    ({ release }) => !release.includes('-') && MAJORS.includes(release.split('.')[0] ?? '') && release !== FROM,
  );

describe.each([
  ['argon', ARGON],
  ['boron', BORON],
  ['tracker', TRACKER],
] as const)('%s 6.2.0', (name, platform) => {
  test.each(olderFinals(platform).map((row) => [row.release, row] as const))('to %s', (release, row) => {
    const start = shipped(FROM, platform);
    const plan = planUpdate(start, filesFor(platform, row), { kind: 'release', release }, { via: 'ota' });
    if (plan.kind !== 'plan') {
      // Tracker up to 5.5.0: the system part needs NCP 7, and what the device has is not known.
      expect(name).toBe('tracker');
      expect(row.system).toBeLessThan(5600);
      if (plan.kind === 'unknown') {
        expect(plan.fact).toEqual({ kind: 'ncp' });
        return;
      }
      // 3.0.0 asks for a word of the MBR instead, which is known of no device.
      const reasons = plan.kind === 'unreachable' ? plan.blocked.map(({ reason }) => reason) : [];
      expect(reasons).toContainEqual({
        kind: 'dependency_unknown',
        needs: { function: MODULE_FUNCTION.ncpFirmware, index: 0, version: 7 },
      });
      return;
    }
    let state = start;
    for (const { file } of plan.steps) {
      state = send(state, file.facts, 'ota').state;
      expect(['runs-app', 'safe-mode']).toContain(boot(state).mode);
    }
    expect(boot(state).mode).toBe('runs-app');
    expect(runningVersion(state)).toBe(row.system);
  });

  test('the plans are not all refused', () => {
    const plans = olderFinals(platform).filter((row) => {
      const goal = { kind: 'release', release: row.release } as const;
      return planUpdate(shipped(FROM, platform), filesFor(platform, row), goal, { via: 'ota' }).kind === 'plan';
    });
    expect(plans.length).toBeGreaterThan(name === 'tracker' ? 5 : 25);
  });
});

/** 6.1.2 has no row of its own: its system part lies where that of 6.2.0 does, without the second header. */
function deviceOn612(): DeviceState {
  const versions = new Map<number, number>([
    [MODULE_FUNCTION.systemPart, 6102],
    [MODULE_FUNCTION.bootloader, 3002],
  ]);
  const state = shipped(FROM, BORON);
  const modules = state.modules.map((one) => ({
    ...one,
    version: versions.get(one.function) ?? one.version,
    dependency1:
      one.dependency1 === null
        ? null
        : { ...one.dependency1, version: versions.get(one.dependency1.function) ?? one.dependency1.version },
  }));
  return { ...state, modules };
}

test('a Boron on 6.1.2 goes back to 6.1.1: the bootloader never before the system part', () => {
  const row = releaseRows(BORON).find(({ release }) => release === '6.1.1')!;
  const start = deviceOn612();
  const files = filesFor(BORON, row);
  const plan = planUpdate(start, files, { kind: 'release', release: '6.1.1' }, { via: 'ota' });
  expect(plan.kind).toBe('plan');
  const bootloader = files.find(({ facts }) => facts.function === MODULE_FUNCTION.bootloader)!;
  expect(boot(send(start, bootloader.facts, 'ota').state)).toMatchObject({
    mode: 'dfu',
    reasons: [{ kind: 'no_system_at_boot_address' }],
  });
  const order = plan.kind === 'plan' ? plan.steps.map(({ file }) => file.facts.function) : [];
  const first = order.indexOf(MODULE_FUNCTION.bootloader);
  expect(first === -1 || first > order.indexOf(MODULE_FUNCTION.systemPart)).toBe(true);
});
