import { describe, expect, test } from 'vitest';
import { PLATFORMS } from '../../src/catalog/platforms.js';
import { releaseRow, releaseRows } from '../../src/catalog/releases.js';
import { shippedState } from '../../src/device/shipped.js';
import { planUpdate } from '../../src/plan/update.js';
import { allDeclared } from '../../src/plan/declared.js';
import { reachability } from '../../src/release/reachability.js';
import type { ReachMatrix } from '../../src/release/reachability.js';

const newest = (platform: number): string =>
  releaseRows(platform).findLast(({ release }) => !release.includes('-'))?.release ?? '';

const PLATFORM_IDS = PLATFORMS.filter(({ id }) => newest(id) !== '').map(({ id, name }) => [name, id] as const);

function matrixOf(platform: number, release = newest(platform)): ReachMatrix {
  const matrix = reachability(platform, release, []);
  if (matrix === null) throw new Error(`no ${release} on ${String(platform)}`);
  return matrix;
}

/** The plan of one device alone. */
function planned(platform: number, from: string, files: readonly string[], to: string) {
  const state = shippedState(from, platform, 'for_release')!.state;
  const world = files.flatMap((release) => allDeclared(platform, releaseRow(release, platform)!));
  const plan = planUpdate(state, world, { kind: 'release', release: to }, { via: 'ota', shortest: true });
  return plan.kind === 'plan' ? plan.totals : null;
}

describe.each(PLATFORM_IDS)('%s', (_, platform) => {
  const matrix = matrixOf(platform);

  test('has a cell for every older release', () => {
    const rows = releaseRows(platform).filter(({ system }) => system < releaseRow(matrix.release, platform)!.system);
    expect(matrix.cells.map(({ release }) => release)).toEqual(rows.map(({ release }) => release));
  });

  test('agrees with a plan a cell', () => {
    // Every third release, and the ends of the line.
    const sample = matrix.cells.filter((_one, at) => at % 3 === 0 || at === matrix.cells.length - 1);
    for (const { release, reach } of sample) {
      if (reach.kind === 'unknown') continue;
      const first = reach.kind === 'needs' ? reach.first : [];
      const totals = planned(platform, release, [matrix.release, ...first], matrix.release);
      const costs = 'steps' in reach ? { steps: reach.steps, safe: reach.safeModeSteps } : null;
      const own = totals === null ? null : { steps: totals.steps, safe: totals.stepsWithoutApp };
      expect({ release, costs }).toEqual({ release, costs: own });
      // "needs" is said only where the files of the goal alone do not do.
      if (reach.kind === 'needs') expect(planned(platform, release, [matrix.release], matrix.release)).toBeNull();
    }
  }, 60_000);
});

test('what the vendor documents comes out by itself', () => {
  const cell = (platform: number, release: string, to?: string) =>
    matrixOf(platform, to).cells.find((one) => one.release === release)?.reach;
  expect(cell(10, '0.4.8-rc.6')).toMatchObject({ kind: 'needs', first: ['0.5.5', '0.6.4'] });
  expect(cell(10, '0.5.5')).toMatchObject({ kind: 'needs', first: ['0.6.4'] });
  expect(cell(10, '0.6.4')).toMatchObject({ kind: 'direct' });
  expect(cell(6, '0.6.3')).toMatchObject({ kind: 'needs', first: ['0.7.0'] });
  expect(cell(13, '1.4.0')).toMatchObject({ kind: 'direct' });
});

test('of releases that do as one step the one that is at hand is named, as a plan takes it', () => {
  const systemOf = (release: string) => allDeclared(10, releaseRow(release, 10)!);
  const needs = (...releases: readonly string[]): unknown =>
    reachability(10, '2.3.1', [], { beside: releases.flatMap(systemOf) })?.cells.find(
      ({ release }) => release === '0.4.8-rc.6',
    )?.reach;
  const state = shippedState('0.4.8-rc.6', 10, 'for_release')!.state;
  for (const [releases, first] of [
    [['0.5.3'], '0.5.3'],
    [['0.5.4', '0.6.4'], '0.5.4'],
    [['0.5.3', '0.5.5'], '0.5.5'],
    [[], '0.5.5'],
  ] as const) {
    expect(needs(...releases)).toMatchObject({ kind: 'needs', first: [first, '0.6.4'] });
    if (releases.length === 0) continue;
    const files = [...releases, '0.6.4', '2.3.1'].flatMap(systemOf);
    const plan = planUpdate(state, files, { kind: 'release', release: '2.3.1' }, { via: 'ota' });
    const over = 'advice' in plan ? plan.advice.flatMap((one) => (one.kind === 'intermediate' ? one.release : [])) : [];
    expect(over).toEqual([first, '0.6.4']);
  }
});

test('bytes are told only where every file is there', () => {
  const declared = matrixOf(13, '4.2.0').cells.find(({ release }) => release === '4.0.0')?.reach;
  expect(declared).toMatchObject({ kind: 'direct', bytes: null, wireBytes: null });
  const files = allDeclared(13, releaseRow('4.2.0', 13)!).map((one) => ({ ...one, size: 1000 }));
  const given = reachability(13, '4.2.0', files)?.cells.find(({ release }) => release === '4.0.0')?.reach;
  expect(given).toMatchObject({ kind: 'direct', steps: 2, bytes: 2000 });
});

test('a release or platform that nobody recorded has no matrix', () => {
  expect(reachability(13, '99.0.0', [])).toBeNull();
  expect(reachability(777, '1.5.0', [])).toBeNull();
});

test('the same files in another order give the same matrix', () => {
  const files = allDeclared(10, releaseRow('0.6.4', 10)!);
  expect(reachability(10, '0.6.4', files.toReversed())).toEqual(reachability(10, '0.6.4', files));
});

test('where the exploration is broken off, nobody says that there is no way', () => {
  const kinds = (stateLimit?: number) =>
    new Set(reachability(10, '2.3.1', [], { stateLimit })?.cells.map(({ reach }) => reach.kind));
  expect(kinds()).toEqual(new Set(['direct', 'needs']));
  expect(kinds(20)).toEqual(new Set(['limit']));
});
