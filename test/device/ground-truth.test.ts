/**
 * Orders that the vendor's hardware-in-the-loop script flashed over serial, with what the hardware did (`ground-truth.json`; each row names its source).
 * The bootloader of those devices is not told, so it is unknown here too.
 */
import { describe, expect, test } from 'vitest';
import { functionFromText } from '../../src/catalog/functions.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { findPlatform } from '../../src/catalog/platforms.js';
import { simulate } from '../../src/device/simulate.js';
import type { Simulation } from '../../src/device/simulate.js';
import type { InstalledModule } from '../../src/device/types.js';
import { wholeModule } from '../../src/device/write.js';
import type { Requirement } from '../../src/module/types.js';
import { deviceWith, withFittingBootloader } from '../support/devices.js';
import rows from './ground-truth.json' with { type: 'json' };

interface Row {
  readonly f: string;
  readonly i: number;
  readonly v: number | null;
  readonly deps: readonly string[];
}

const FUNCTIONS = new Map([
  ['sys', 's'],
  ['boot', 'b'],
  ['user', 'u'],
]);

function functionOf(name: string): number {
  const letter = FUNCTIONS.get(name);
  const number = letter === undefined ? null : functionFromText(letter);
  if (number == null) throw new Error(`no function ${name}`);
  return number;
}

/** `sys1@13` */
function dependencyOf(text: string): Requirement {
  const [, name = '', index, version] = /^([a-z]+)(\d+)@(\d+)$/.exec(text) ?? [];
  return { function: functionOf(name), index: Number(index), version: Number(version) };
}

/** The tinker's header is not told by the source: built for 0.4.9, module version 3. */
const TINKER = { version: 3, needs: 'sys2@11' };

function moduleOf(platform: number, row: Row): InstalledModule {
  const slot = slotsIn(platform, 0).find((one) => one.function === functionOf(row.f) && one.index === row.i);
  if (slot === undefined) throw new Error(`no slot for ${row.f}${row.i}`);
  const [one = row.f === 'user' ? TINKER.needs : undefined, two] = row.deps;
  return wholeModule(
    platform,
    slot,
    row.v ?? TINKER.version,
    one === undefined ? null : dependencyOf(one),
    two === undefined ? null : dependencyOf(two),
  );
}

function run(row: (typeof rows)[number]): Simulation<{ readonly facts: InstalledModule }> {
  const platform = findPlatform(row.platform)?.id;
  if (platform === undefined) throw new Error(`no platform ${row.platform}`);
  const modules = row.from_state.map((one) => moduleOf(platform, one));
  const state = deviceWith(platform, withFittingBootloader(platform, modules));
  expect(row.transport).toBe('serial');
  return simulate(
    state,
    row.order.map((one) => ({ facts: moduleOf(platform, one) })),
    'serial',
  );
}

const verdictsOf = (row: (typeof rows)[number]): readonly string[] =>
  run(row).steps.map(({ decision }) => decision.verdict);

const accepted = rows.filter(({ expect: expected }) => expected === 'accept');
const refused = rows.filter(({ expect: expected }) => expected === 'reject-first');

test('all 75 rows are here, and the one that bricks', () => {
  expect([accepted.length, refused.length, rows.length]).toEqual([40, 35, 76]);
});

describe('orders that the hardware took', () => {
  test.each(accepted)('$id', (row) => {
    const { steps } = run(row);
    expect(steps).toHaveLength(row.order.length);
    for (const { decision, installed } of steps) {
      expect(decision).toMatchObject({ verdict: 'accepted', reason: null });
      expect(installed).toMatchObject({ landed: true });
    }
  });
});

describe('orders of which the hardware refused the first', () => {
  test.each(refused)('$id', (row) => {
    const [first] = run(row).steps;
    expect(first?.decision.verdict).toBe('refused');
    expect(['dependency_too_low', 'would_strand']).toContain(first?.decision.reason?.kind);
    expect(first?.installed).toBeNull();
  });
});

test('hil-photon-bricked: every part is accepted, and the end is not defined: part 2 runs without the part 1 that it needs', () => {
  const row = rows.find(({ id }) => id === 'hil-photon-bricked')!;
  expect(verdictsOf(row)).toEqual(['accepted', 'accepted', 'accepted']);
  const { end, uncertainSince } = run(row);
  expect(end.mode).toBe('undefined');
  expect(end.reasons[0]).toEqual({
    kind: 'mismatched_parts',
    part: { function: 4, index: 2, version: 17 },
    needs: { function: 4, index: 1, version: 17 },
    has: 13,
  });
  expect(uncertainSince).toBe(2);
});
