/** Exit code 0 exactly where the judgement is ok, over random files, devices and releases: every command that judges, as data and in words. */
import { describe, expect, test } from 'vitest';
import { platformName } from '../../src/catalog/platforms.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { shippedState } from '../../src/device/shipped.js';
import type { DeviceState } from '../../src/device/types.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import type { Requirement } from '../../src/module/types.js';
import { application, build, rtlApplication } from '../support/fixtures.js';
import { ARGON, BORON, ELECTRON, P2, PHOTON } from '../support/devices.js';
import { diceOf } from '../support/random-device.js';
import type { Dice } from '../support/random-device.js';
import { recordedReleases, releaseFiles } from '../support/release-files.js';
import { describeOf, listed, needs } from '../support/reported.js';
import type { Listed } from '../support/reported.js';
import { tempFolder } from '../support/temp-folder.js';

const PLATFORMS = [PHOTON, ELECTRON, ARGON, BORON, P2] as const;
const WORLDS = 30;
const { put, run } = tempFolder();

const rowsOf = new Map(PLATFORMS.map((platform) => [platform, recordedReleases(platform)]));

/** The files of a release in the folder of this test, and an application built for it. */
const known = new Map<string, readonly string[]>();
function filesOf(platform: number, release: string, system: number): readonly string[] {
  const key = `${platformName(platform)}-${release}`;
  const made = releaseFiles(release, platform);
  const names = known.get(key) ?? [...made.map(({ name }) => `${key}-${name}.bin`), `${key}-app.bin`];
  if (!known.has(key)) {
    made.forEach(({ name, bytes }) => put(`${key}-${name}.bin`, bytes));
    put(`${key}-app.bin`, applicationFor(platform, release, system));
    known.set(key, names);
  }
  return names;
}

function applicationFor(platform: number, release: string, system: number): Uint8Array {
  if (platform === P2) return build(rtlApplication(platform, system));
  const slot = slotsIn(platform, system).findLast(
    (one) => one.function === MODULE_FUNCTION.userPart && one.store === 'main',
  );
  return build(application(release, platform, slot?.index ?? 1, 1));
}

const LETTERS: Readonly<Record<number, string>> = {
  [MODULE_FUNCTION.bootloader]: 'b',
  [MODULE_FUNCTION.systemPart]: 's',
  [MODULE_FUNCTION.userPart]: 'u',
  [MODULE_FUNCTION.radioStack]: 'a',
};

const needed = (one: Requirement | null): Listed['d'] =>
  one === null ? [] : [needs(LETTERS[one.function] ?? 'x', String(one.index), one.version)];

/** What the device would report, lines of which may be missing. */
function reportOf(dice: Dice, { platform, modules, radio }: DeviceState): string {
  const all = modules.map((one) =>
    listed(
      LETTERS[one.function] ?? 'x',
      String(one.index),
      one.version,
      ...needed(one.dependency1),
      ...needed(one.dependency2),
    ),
  );
  const stack = typeof radio === 'object' && radio !== null ? [listed('a', '0', radio.version)] : [];
  const kept = [...all, ...stack].filter(() => dice.chance(0.9));
  return JSON.stringify(describeOf(platform, kept.length > 0 ? kept : all));
}

/** One command line of each command that judges. */
function linesOf(seed: number): readonly (readonly string[])[] {
  const dice = diceOf(seed);
  const platform = dice.pick(PLATFORMS);
  const rows = rowsOf.get(platform) ?? [];
  const goal = dice.pick(rows);
  const there = dice.pick(rows);
  const all = filesOf(platform, goal.release, goal.system);
  const some = all.filter(() => dice.chance(0.8));
  const other = dice.pick(rows);
  const mixed = dice.chance(0.4) ? [dice.pick(filesOf(platform, other.release, other.system))] : [];
  const files = [...new Set([...(some.length > 0 ? some : all), ...mixed])];
  const own = filesOf(platform, there.release, there.system);
  const shipped = shippedState(there.release, platform, dice.chance(0.8) ? 'for_release' : 'none');
  if (shipped === null) throw new Error(`no device of ${there.release}`);
  put(`device-${String(seed)}.json`, reportOf(dice, shipped.state));
  const device = ['--device', `device-${String(seed)}.json`] as const;
  const from = ['--from', there.release, '--platform', platformName(platform)] as const;
  const via = dice.chance(0.3) ? ['--via', dice.pick(['dfu', 'serial'])] : [];
  return [
    ['deps', ...files],
    ['audit', '--no-matrix', ...files],
    ['check', '--min-os', there.release, ...files],
    ['check', ...device, ...files],
    ['simulate', ...from, ...via, ...files],
    ['simulate', ...device, ...via, ...files],
    ['plan', ...from, ...via, ...files],
    ['plan', ...device, ...files],
    ['verify', ...device, ...files],
    ['verify', ...device, ...own.filter((name) => !name.endsWith('-app.bin'))],
  ];
}

describe('exit code 0 exactly where the judgement is ok', () => {
  const codes = new Map<string, Set<number | null>>();
  test.each(Array.from({ length: WORLDS }, (_, seed) => seed))('world %i', async (seed) => {
    for (const args of linesOf(seed)) {
      const line = args.join(' ');
      const data = await run([...args, '--json']);
      const { judgement } = JSON.parse(data.stdout) as { readonly judgement: string };
      expect([line, judgement, data.code === 0]).toEqual([line, judgement, judgement === 'ok']);
      expect([line, judgement, data.code]).toEqual([line, judgement, { ok: 0, 'not-ok': 1, unknown: 2 }[judgement]]);
      const command = args[0] ?? '';
      codes.set(command, (codes.get(command) ?? new Set()).add(data.code));
      if (seed % 4 !== 0) continue;
      const words = await run(args);
      expect([line, words.code]).toEqual([line, data.code]);
      expect([line, /^OK( |$)/m.test(words.stdout)]).toEqual([line, words.code === 0]);
    }
  });

  test('the worlds bring every command to each of its ends', () => {
    expect(Object.fromEntries([...codes].map(([command, found]) => [command, [...found].sort()]))).toEqual({
      deps: [0, 1],
      audit: [0, 1],
      check: [0, 1, 2],
      simulate: [0, 1, 2],
      plan: [0, 1, 2],
      verify: [0, 1, 2],
    });
  });
});
