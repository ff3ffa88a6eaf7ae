/** Plans of released firmware: the orders that the vendor's users looked for, and what stands in the way where there is none. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { releaseRow, releaseRows } from '../../src/catalog/releases.js';
import { factsOf } from '../../src/device/facts.js';
import { send } from '../../src/device/simulate.js';
import { shippedState } from '../../src/device/shipped.js';
import type { DeviceState } from '../../src/device/types.js';
import { vendorEstimate } from '../../src/plan/cost.js';
import { declaredFiles } from '../../src/plan/declared.js';
import { planUpdate } from '../../src/plan/update.js';
import type { PlanOptions, UpdatePlan } from '../../src/plan/update.js';
import { uniqueFiles } from '../../src/plan/world.js';
import type { PlanFile } from '../../src/plan/world.js';
import { suggestWords } from '../../src/report/plan.js';
import { ARGON, dep, deviceOf, ELECTRON, F, moduleFor, PHOTON, withPart } from '../support/devices.js';
import { firmwareAvailable, firmwareFiles } from '../support/firmware.js';
import { named } from '../support/modules.js';

const B5SOM = 23;
const OTA: PlanOptions = { via: 'ota' };
const SHORTEST: PlanOptions = { via: 'ota', shortest: true };
const FILES = { kind: 'files' } as const;
const to = (release: string) => ({ kind: 'release', release }) as const;

/** Modules of releases, of a size that tells them apart. */
function filesOf(platform: number, ...releases: readonly string[]): readonly PlanFile[] {
  return releases
    .flatMap((release) => declaredFiles(platform, releaseRow(release, platform)!))
    .map((file) => ({ ...file, size: 100_000 + file.facts.version }));
}

const finals = (platform: number): readonly string[] =>
  releaseRows(platform).flatMap(({ release }) => (release.includes('-') ? [] : [release]));

function shipped(release: string, platform: number): DeviceState {
  const found = shippedState(release, platform, 'for_release');
  if (found === null) throw new Error(`no ${release}`);
  return found.state;
}

const LETTERS: Readonly<Record<number, string>> = { 2: 'boot', 4: 'sys', 5: 'user', 7: 'ncp', 8: 'radio' };

/** `sys1@13`, and `!` where the application does not run afterwards. */
function stepsOf(plan: UpdatePlan): readonly string[] {
  if (plan.kind !== 'plan') throw new Error(JSON.stringify(plan).slice(0, 400));
  return plan.steps.map(
    ({ file: { facts }, afterwards }) =>
      `${LETTERS[facts.function] ?? ''}${String(facts.index)}@${String(facts.version)}${afterwards.mode === 'runs-app' ? '' : '!'}`,
  );
}

const unreachable = (plan: UpdatePlan) => {
  if (plan.kind !== 'unreachable') throw new Error(plan.kind);
  return plan;
};

/** The fewest steps: over one of 0.5.3 to 0.5.5, and 0.6.4. */
const FROM_0_5_2_TO_1_5_0 = [
  ...['sys1@21', 'sys2@21'],
  ...['sys3@110', 'sys1@110', 'sys2@110'],
  ...['sys3@1502', 'sys1@1502', 'sys2@1502'],
];

describe('Electron', () => {
  test('0.4.8-rc.6 to 0.5.0: part 1, part 2', () => {
    const plan = planUpdate(shipped('0.4.8-rc.6', ELECTRON), filesOf(ELECTRON, '0.5.0'), FILES, OTA);
    expect(stepsOf(plan)).toEqual(['sys1@13', 'sys2@13']);
  });

  test('0.5.2 to 1.5.0, the shortest: over one of 0.5.3 to 0.5.5 and 0.6.4, and no other release', () => {
    const plan = planUpdate(shipped('0.5.2', ELECTRON), filesOf(ELECTRON, ...finals(ELECTRON)), to('1.5.0'), SHORTEST);
    expect(stepsOf(plan)).toEqual(FROM_0_5_2_TO_1_5_0);
  });

  test('0.5.2 to 1.5.0 by default: over the documented releases', () => {
    const plan = planUpdate(shipped('0.5.2', ELECTRON), filesOf(ELECTRON, ...finals(ELECTRON)), to('1.5.0'), OTA);
    expect(stepsOf(plan)).toEqual([
      ...['sys1@23', 'sys2@23', 'sys3@110', 'sys1@110', 'sys2@110', 'sys3@207', 'sys1@207', 'sys2@207'],
      ...['sys3@1213', 'sys1@1213', 'sys2@1213', 'sys3@1502', 'sys1@1502', 'sys2@1502'],
    ]);
    expect(plan).toMatchObject({
      advice: expect.arrayContaining([
        expect.objectContaining({ kind: 'intermediate', release: '0.5.5', enforced: true }),
        expect.objectContaining({ kind: 'intermediate', release: '0.6.4', enforced: true }),
        expect.objectContaining({ kind: 'intermediate', release: '0.7.0', enforced: false }),
        expect.objectContaining({ kind: 'intermediate', release: '1.2.1', enforced: false }),
      ]) as unknown,
    });
  });

  test('--shortest leaves out advice and nothing else: the safety of the steps stays', () => {
    const all = filesOf(ELECTRON, ...finals(ELECTRON));
    const plan = planUpdate(shipped('0.5.2', ELECTRON), all, to('1.5.0'), SHORTEST);
    if (plan.kind !== 'plan') throw new Error(plan.kind);
    expect(plan.steps.every(({ afterwards }) => afterwards.mode === 'runs-app')).toBe(true);
    expect(
      plan.advice.flatMap((one) => (one.kind === 'intermediate_skipped' ? one.intermediate.releases : [])),
    ).toEqual(['0.7.0', '1.2.1']);
  });

  test('without a bridge there is no way, and the bridge is named', () => {
    const given = filesOf(ELECTRON, '0.6.4', '1.5.0');
    const plan = unreachable(planUpdate(shipped('0.5.2', ELECTRON), given, to('1.5.0'), OTA));
    expect(suggestWords(plan.suggest, plan.atLeast)).toBe(
      'Add system-part1-0.5.5-electron.bin and system-part2-0.5.5-electron.bin, or those of 0.5.3 or 0.5.4.',
    );
    expect(plan.blocked[0]).toMatchObject({ reason: { kind: 'no_slot', function: F.sys, index: 3 } });
  });

  test.each([
    ['2.0.0', 1],
    ['2.0.1', 0],
    ['3.3.1', 1],
  ])(
    '%s: no Electron needs a bootloader to run; it is sent where its file is there and the parts bring none',
    (release, sent) => {
      const all = filesOf(ELECTRON, release);
      const parts = all.filter(({ facts }) => facts.function === F.sys);
      const start = shipped('1.5.0', ELECTRON);
      const withIt = planUpdate(start, all, to(release), SHORTEST);
      expect(stepsOf(withIt).filter((step) => step.startsWith('boot'))).toHaveLength(sent);
      const without = planUpdate(start, parts, to(release), SHORTEST);
      expect(stepsOf(without)).toHaveLength(3);
      expect(without).toMatchObject({ end: { mode: 'runs-app' } });
    },
  );

  test('downwards, the release nearest to the device is named first', () => {
    const plan = unreachable(planUpdate(shipped('2.3.1', ELECTRON), filesOf(ELECTRON, '0.5.5'), to('0.5.5'), OTA));
    expect(plan.suggest[0]).toMatchObject([{ what: 'system', release: '0.6.4' }]);
  });

  test('nobody is told to get files with which the application that is there does not run', () => {
    const [part] = filesOf(B5SOM, '6.1.1').filter(({ facts }) => facts.function === 4);
    const device = shipped('5.8.0', B5SOM);
    expect(part).toBeDefined();
    expect(unreachable(planUpdate(device, [part!], FILES, OTA)).suggest).toEqual([]);
    const other = shipped('5.6.0', B5SOM);
    expect(unreachable(planUpdate(other, [part!], FILES, OTA)).suggest.length).toBeGreaterThan(0);
  });

  test('0.5.3 to 0.6.4: index 3, 1, 2', () => {
    const plan = planUpdate(shipped('0.5.3', ELECTRON), filesOf(ELECTRON, '0.6.4'), FILES, OTA);
    expect(stepsOf(plan)).toEqual(['sys3@110', 'sys1@110', 'sys2@110']);
  });

  test('2.3.1 down to 0.6.4, the shortest: file part 3, part 2, part 1', () => {
    const plan = planUpdate(shipped('2.3.1', ELECTRON), filesOf(ELECTRON, ...finals(ELECTRON)), to('0.6.4'), SHORTEST);
    expect(stepsOf(plan)).toEqual(['sys2@110!', 'sys1@110!', 'sys3@110!']);
  });

  test.each(['ota', 'local'] as const)('the longest ladder with every final release (%s)', (via) => {
    const all = [...filesOf(ELECTRON, '0.4.8-rc.6', ...finals(ELECTRON))];
    const plan = planUpdate(shipped('0.4.8-rc.6', ELECTRON), all, to('3.3.1'), { via });
    if (via === 'local') {
      // Control requests came with 0.8.0.
      expect(unreachable(plan).blocked[0]?.reason).toMatchObject({ kind: 'no_transport' });
      return;
    }
    expect(stepsOf(plan)).toHaveLength(18);
    expect(plan).toMatchObject({ totals: { stepsWithoutApp: 0 }, end: { mode: 'runs-app' } });
  });
});

describe.skipIf(!firmwareAvailable())('Electron with real files', () => {
  const real = (wanted: RegExp): readonly PlanFile[] => {
    const seen = new Map<string, PlanFile>();
    for (const { name, path } of firmwareFiles()) {
      const file = name.split('/').at(-1) ?? name;
      if (!wanted.test(file)) continue;
      const { module, size, sha256 } = named(file, new Uint8Array(readFileSync(path)));
      seen.set(sha256, { file, size, sha256, facts: factsOf(module) });
    }
    return [...seen.values()];
  };

  test('0.4.8-rc.6 to 0.5.2: part 1, part 2, and what it costs', () => {
    const plan = planUpdate(shipped('0.4.8-rc.6', ELECTRON), real(/^system-part\d-0\.5\.2-electron/), FILES, OTA);
    expect(stepsOf(plan)).toEqual(['sys1@17', 'sys2@17']);
    // As in the published data: data-usage-electron-0.5.2.
    expect(plan).toMatchObject({ totals: { bytes: 243_640, wireBytes: 279_241 } });
  });

  test('0.6.4 to 1.5.0: index 3, 1, 2', () => {
    const plan = planUpdate(shipped('0.6.4', ELECTRON), real(/^electron-system-part\d@1\.5\.0/), FILES, OTA);
    expect(stepsOf(plan)).toEqual(['sys3@1502', 'sys1@1502', 'sys2@1502']);
  });

  test('0.5.2 to 1.5.0 with the real files of the goal and declared ones between', () => {
    const between = filesOf(ELECTRON, '0.5.3', '0.5.5', '0.6.4');
    const plan = planUpdate(
      shipped('0.5.2', ELECTRON),
      [...real(/^electron-system-part\d@1\.5\.0/), ...between],
      to('1.5.0'),
      SHORTEST,
    );
    expect(stepsOf(plan)).toEqual(FROM_0_5_2_TO_1_5_0);
  });
});

describe('Photon', () => {
  const boot11 = (): PlanFile => {
    const [boot] = filesOf(PHOTON, '0.7.0').filter(({ facts }) => facts.function === F.boot);
    return {
      ...boot!,
      file: 'bootloader-0.6.2-photon.bin',
      sha256: 'boot 11',
      facts: { ...boot!.facts, version: 11 },
    };
  };

  test('0.6.3 to 1.5.0 stops at 0.7.0', () => {
    const plan = planUpdate(shipped('0.6.3', PHOTON), filesOf(PHOTON, ...finals(PHOTON)), to('1.5.0'), OTA);
    expect(stepsOf(plan)).toEqual(['sys1@207', 'sys2@207!', 'boot0@101', 'sys1@1502', 'boot0@401', 'sys2@1502']);
  });

  test('0.7.0-rc.1 down to 0.6.2 with its files only: part 2, bootloader, part 1', () => {
    const given = [...filesOf(PHOTON, '0.6.2').filter(({ facts }) => facts.function === F.sys), boot11()];
    const plan = planUpdate(shipped('0.7.0-rc.1', PHOTON), given, FILES, OTA);
    expect(stepsOf(plan)).toEqual(['sys2@108!', 'boot0@11!', 'sys1@108!']);
    expect(plan).toMatchObject({ advice: expect.arrayContaining([{ kind: 'hazard_crossed', step: 1 }]) as unknown });
  });

  test('part 1 before the bootloader would be accepted and never applied', () => {
    const [part1, part2] = filesOf(PHOTON, '0.6.2').filter(({ facts }) => facts.function === F.sys);
    const first = send(shipped('0.7.0-rc.1', PHOTON), part2!.facts, 'ota');
    const sent = send(first.state, part1!.facts, 'ota');
    expect(sent.decision.verdict).toBe('accepted');
    expect(sent.installed).toMatchObject({ landed: false, reason: { kind: 'bootloader_cannot_see_dct' } });
  });

  test('with 0.6.3 there, the way goes by it: that release takes the bootloader back', () => {
    const given = [...filesOf(PHOTON, '0.6.2', '0.6.3'), boot11()];
    const plan = planUpdate(shipped('0.7.0-rc.1', PHOTON), given, to('0.6.2'), OTA);
    expect(stepsOf(plan)).toEqual(['sys2@109!', 'sys2@108!', 'sys1@108!']);
    expect(plan).toMatchObject({
      advice: expect.not.arrayContaining([expect.objectContaining({ kind: 'hazard_crossed' })]) as unknown,
    });
  });
});

describe('Argon', () => {
  const radio = (needs: number): PlanFile => {
    const [boot] = filesOf(ARGON, '1.5.0').filter(({ facts }) => facts.function === F.boot);
    const facts = {
      ...boot!.facts,
      function: F.radio,
      index: 0,
      version: 202,
      start: 0x1000,
      end: 0x25000,
      flags: 1,
      dependency1: { function: F.boot, index: 0, version: needs },
      dependency2: { function: F.sys, index: 1, version: 1321 },
    };
    return {
      file: `argon-softdevice-${String(needs)}.bin`,
      size: 160_000 + needs,
      sha256: `radio ${String(needs)}`,
      facts,
    };
  };

  test('1.1.0 to 1.5.0 goes over 1.3.1, which the SoftDevice needs, with a bootloader that writes it right', () => {
    const given = [...filesOf(ARGON, ...finals(ARGON)), radio(401), radio(501)];
    const plan = planUpdate(shipped('1.1.0', ARGON), given, to('1.5.0'), OTA);
    expect(stepsOf(plan)).toEqual(['boot0@501', 'sys1@1321', 'radio0@202', 'sys1@1502']);
  });

  test('over 1.4.0-rc.1 too, where only that is there', () => {
    const given = [...filesOf(ARGON, '1.4.0-rc.1', '1.5.0'), radio(501)];
    const steps = stepsOf(planUpdate(shipped('1.1.0', ARGON), given, to('1.5.0'), OTA));
    expect(steps.indexOf('radio0@202')).toBeGreaterThan(steps.findIndex((step) => step.startsWith('sys1@1400')));
    expect(steps.at(-1)).toBe('sys1@1502');
  });
});

describe('transports', () => {
  test('serial: not from 6.0.0 on', () => {
    const plan = planUpdate(shipped('6.1.0', ARGON), filesOf(ARGON, '6.2.0'), to('6.2.0'), { via: 'serial' });
    expect(unreachable(plan).blocked[0]?.reason).toEqual({ kind: 'no_transport', transport: 'serial' });
  });

  test('serial before 6.0.0 takes the same steps as over the air', () => {
    const state = shipped('5.5.0', ARGON);
    const given = filesOf(ARGON, '5.6.0');
    expect(stepsOf(planUpdate(state, given, FILES, { via: 'serial' }))).toEqual(
      stepsOf(planUpdate(state, given, FILES, OTA)),
    );
  });

  test('dfu: the parts in one session without checks, then the bootloader by the update flag', () => {
    const plan = planUpdate(shipped('1.2.1', ELECTRON), filesOf(ELECTRON, '2.0.0'), to('2.0.0'), { via: 'dfu' });
    if (plan.kind !== 'plan') throw new Error(plan.kind);
    const over = plan.steps.map(
      ({ transport, file }) => `${transport} ${String(file.facts.function)}-${String(file.facts.index)}`,
    );
    expect(over).toEqual(['dfu 4-1', 'dfu 4-2', 'dfu 4-3', ...over.slice(3)]);
    expect(plan.end.mode).toBe('runs-app');
  });

  test('dfu: a Photon bootloader goes by the flag once 1.2.1 runs, and the plan says that it switches', () => {
    const plan = planUpdate(shipped('1.2.1', PHOTON), filesOf(PHOTON, '1.5.0'), to('1.5.0'), { via: 'dfu' });
    if (plan.kind !== 'plan') throw new Error(plan.kind);
    expect(
      plan.steps.map(
        ({ transport, file }) => `${transport} ${String(file.facts.function)}-${String(file.facts.index)}`,
      ),
    ).toEqual(['dfu 4-1', 'dfu 4-2', 'dfu_flag 2-0']);
    expect(plan.advice).toContainEqual({ kind: 'transport_switched', from: 'dfu', to: 'dfu_flag', step: 3 });
  });

  test('dfu: where the flag is not known yet, another way carries the bootloader', () => {
    const plan = planUpdate(shipped('0.6.3', PHOTON), filesOf(PHOTON, '0.7.0'), to('0.7.0'), { via: 'dfu' });
    if (plan.kind !== 'plan') throw new Error(plan.kind);
    expect(plan.steps.map(({ transport }) => transport)).toEqual(['dfu', 'dfu', 'serial']);
    expect(plan.end.mode).toBe('runs-app');
  });
});

describe('starts', () => {
  test('a device in safe mode is a start like any other', () => {
    // Photon 0.7.0 without its bootloader.
    const state = planUpdate(
      shipped('0.6.3', PHOTON),
      filesOf(PHOTON, '0.7.0').filter(({ facts }) => facts.function === F.sys),
      FILES,
      OTA,
    );
    if (state.kind !== 'plan') throw new Error(state.kind);
    expect(state.end.mode).toBe('safe-mode');
    const plan = planUpdate(state.state, filesOf(PHOTON, '0.7.0'), to('0.7.0'), OTA);
    expect(stepsOf(plan)).toEqual(['boot0@101']);
  });

  test('nothing to do is a plan without steps', () => {
    const plan = planUpdate(shipped('0.6.4', ELECTRON), filesOf(ELECTRON, '0.6.4'), to('0.6.4'), OTA);
    expect(stepsOf(plan)).toEqual([]);
  });

  test('an application that does not run with the goal is said', () => {
    const app = shipped('2.3.1', ELECTRON).modules.find((one) => one.function === F.user)!;
    const state = withPart(shipped('1.5.0', ELECTRON), app);
    const plan = planUpdate(state, filesOf(ELECTRON, '1.4.4'), to('1.4.4'), OTA);
    expect(plan).toMatchObject({ advice: expect.arrayContaining([{ kind: 'application_will_not_run' }]) as unknown });
  });
});

describe('the planner', () => {
  const state = (): DeviceState => shipped('0.5.2', ELECTRON);

  test('the order of the files and their doubles do not matter', () => {
    const given = filesOf(ELECTRON, '0.5.3', '0.5.5', '0.6.4', '0.7.0', '1.5.0');
    const plan = planUpdate(state(), given, to('1.5.0'), OTA);
    expect(planUpdate(state(), [...given].reverse(), to('1.5.0'), OTA)).toEqual(plan);
    expect(planUpdate(state(), [...given, ...given], to('1.5.0'), OTA)).toEqual(plan);
  });

  test('prefer bytes: fewer bytes, even with more steps', () => {
    const given = filesOf(ELECTRON, '0.5.3', '0.5.5', '0.6.4', '1.5.0').map((file) => ({
      ...file,
      size: file.facts.version === 21 ? 500_000 : file.size,
    }));
    const steps = planUpdate(state(), given, to('1.5.0'), SHORTEST);
    const bytes = planUpdate(state(), given, to('1.5.0'), { ...SHORTEST, prefer: 'bytes' });
    if (steps.kind !== 'plan' || bytes.kind !== 'plan') throw new Error('no plan');
    expect(bytes.totals.bytes).toBeLessThanOrEqual(steps.totals.bytes);
    expect(stepsOf(bytes)).not.toContain('sys1@21');
  });

  test('a limit of states ends the search', () => {
    const given = filesOf(ELECTRON, ...finals(ELECTRON));
    expect(planUpdate(state(), given, to('3.3.1'), { ...SHORTEST, stateLimit: 5 })).toEqual({
      kind: 'limit',
      stateLimit: 5,
    });
  });

  test('no files, files of another platform, an unknown release: no goal', () => {
    expect(planUpdate(state(), [], FILES, OTA)).toMatchObject({ kind: 'no_goal', reason: 'no_files' });
    expect(planUpdate(state(), filesOf(PHOTON, '0.6.3'), FILES, OTA)).toMatchObject({
      kind: 'no_goal',
      reason: 'no_files',
    });
    expect(planUpdate(state(), filesOf(ELECTRON, '0.6.4'), to('9.9.9'), OTA)).toMatchObject({
      kind: 'no_goal',
      reason: 'unknown_release',
    });
  });

  test('the totals are those of the steps', () => {
    const plan = planUpdate(state(), filesOf(ELECTRON, '0.5.3'), FILES, OTA);
    if (plan.kind !== 'plan') throw new Error(plan.kind);
    expect(plan.totals).toMatchObject({
      steps: 2,
      bytes: 200_042,
      wireBytes: plan.steps.reduce((sum, { file }) => sum + vendorEstimate(file.size), 0),
      stepsWithoutApp: 0,
    });
  });
});

test('tens of thousands of files are told apart while one waits', () => {
  const [file] = filesOf(ELECTRON, '0.5.0');
  if (file === undefined) throw new Error('no file');
  const many = Array.from({ length: 40_000 }, (_, at) => ({ ...file, sha256: String(at) }));
  expect(uniqueFiles([...many, ...many])).toHaveLength(40_000);
}, 20_000);

test('a system part that the release does not look at, and that is not known, keeps no file from being sent', () => {
  // An Electron before 0.5.1 has no place for system part 3, so no report tells of it.
  const state: DeviceState = { ...deviceOf(ELECTRON, 10), unknown: [0x08060000] };
  const files = [1, 2].map((index) => {
    const needs = index === 2 ? { dependency1: dep(F.sys, 1, 13) } : {};
    const facts = moduleFor(ELECTRON, 13, [F.sys, index, 13], needs);
    return { file: `sys${String(index)}`, size: 4100, sha256: `sys${String(index)}`, facts };
  });
  const plan = planUpdate(state, files, { kind: 'release', release: '0.5.0' }, { via: 'ota' });
  expect(plan).toMatchObject({ kind: 'plan', end: { mode: 'runs-app' } });
  expect(plan.kind === 'plan' && plan.steps.map(({ file: one }) => one.file)).toEqual(['sys1', 'sys2']);
});
