/** Whose bytes lie where: no accepted step, over the air or by DFU, leaves two modules over each other, and a plan ends where its steps lead. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { releaseRows } from '../../src/catalog/releases.js';
import { boot, settle } from '../../src/device/boot.js';
import { endOf } from '../../src/device/bytes.js';
import { factsOf } from '../../src/device/facts.js';
import { shippedState } from '../../src/device/shipped.js';
import { send, simulate } from '../../src/device/simulate.js';
import type { DeviceState, ModuleFacts } from '../../src/device/types.js';
import { readModule } from '../../src/module/read.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { planUpdate } from '../../src/plan/update.js';
import { application, build, released } from '../support/fixtures.js';

const PLATFORMS = [6, 10, 12, 13] as const;

/** Its application ends at a fixed place and begins where its suffix says. */
const P2 = 32;

const releasesOf = (platform: number): readonly string[] =>
  releaseRows(platform)
    .filter(({ release, modules }) => !release.includes('-') && modules.length > 0)
    .map(({ release }) => release);

function factsOfBytes(bytes: Uint8Array): ModuleFacts {
  const read = readModule(bytes);
  if (read.kind !== 'module') throw new Error('no module');
  return factsOf(read);
}

/** A module of a release of any length that its slot has room for; applications for it, and monolithic firmware. */
function moduleOf(platform: number, release: string, which: number, room: number): ModuleFacts {
  const row = releaseRows(platform).find((one) => one.release === release);
  if (row === undefined) throw new Error(release);
  const slots = slotsIn(platform, row.system).filter(
    ({ location, store, dynamic, start }) => location === 'internal' && store === 'main' && !dynamic && start > 0x1000,
  );
  const slot = slots[which % slots.length];
  if (slot === undefined) throw new Error('no slot');
  const most = slot.end - slot.start - 0x400;
  const code = 256 + Math.floor((room % 1000) * (Math.max(0, most - 512) / 1000));
  const declared = row.modules.find((one) => one.function === slot.function && one.index === slot.index);
  if (slot.function === MODULE_FUNCTION.userPart) {
    const system = slots.filter((one) => one.function === MODULE_FUNCTION.systemPart).length;
    return factsOfBytes(build({ ...application(release, platform, slot.index, Math.min(2, system)), code }));
  }
  if (declared !== undefined) {
    return factsOfBytes(build({ ...released(release, platform, slot.function, slot.index), code }));
  }
  return factsOfBytes(
    build({ platform, function: slot.function, index: slot.index, version: row.system, start: slot.start, code }),
  );
}

const anyStep = fc.record({
  release: fc.nat(),
  which: fc.nat({ max: 20 }),
  room: fc.nat({ max: 999 }),
  via: fc.constantFrom('ota', 'dfu', 'dfu', 'local'),
  mono: fc.boolean(),
});

function overlaps({ modules }: DeviceState): readonly string[] {
  const sorted = [...modules].sort((a, b) => a.at - b.at);
  return sorted.flatMap((one, at) => {
    const next = sorted[at + 1];
    return next !== undefined && endOf(one) > next.at
      ? [`${String(one.version)} at ${one.at.toString(16)} reaches into ${next.at.toString(16)}`]
      : [];
  });
}

describe('any sequence of steps', () => {
  test('no two modules lie over each other, and what is over an unknown length is unknown', () => {
    let written = 0;
    let destroyed = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...PLATFORMS),
        fc.nat(),
        fc.array(anyStep, { minLength: 1, maxLength: 6 }),
        (platform, first, steps) => {
          const releases = releasesOf(platform);
          const pick = (number: number): string => releases[number % releases.length] ?? '';
          const start = shippedState(pick(first), platform, 'for_release');
          if (start === null) return;
          let { state } = start;
          expect(overlaps(state)).toEqual([]);
          for (const { release, which, room, via, mono } of steps) {
            const module = moduleOf(platform, pick(release), which, room);
            const facts =
              mono && module.function === MODULE_FUNCTION.systemPart
                ? { ...module, function: MODULE_FUNCTION.monoFirmware, index: 0 }
                : module;
            const before = state.modules.length;
            const sent = send(state, facts, via);
            state = sent.state;
            if (sent.decision.verdict === 'accepted') written += 1;
            if (state.modules.length < before || state.modules.some(({ until }) => until !== undefined)) destroyed += 1;
            expect(overlaps(state)).toEqual([]);
            expect(state.modules.every(({ at }) => !state.unknown.includes(at))).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(written).toBeGreaterThan(200);
    expect(destroyed).toBeGreaterThan(20);
  });

  test('a plan ends where its steps lead, one after another', () => {
    let plans = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...PLATFORMS, P2),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('ota', 'dfu', 'local'),
        (platform, from, to, via) => {
          const releases = releasesOf(platform);
          const start = shippedState(releases[from % releases.length] ?? '', platform, 'for_release');
          if (start === null) return;
          const goal = releases[to % releases.length] ?? '';
          const row = releaseRows(platform).find(({ release }) => release === goal);
          const files = (row?.modules ?? [])
            .filter(({ function: one }) => one === MODULE_FUNCTION.systemPart || one === MODULE_FUNCTION.bootloader)
            .map((one, at) => ({
              file: `${String(at)}.bin`,
              size: 4000,
              sha256: `${goal} ${String(at)}`,
              facts: factsOfBytes(build(released(goal, platform, one.function, one.index))),
            }));
          const plan = planUpdate(start.state, files, { kind: 'files' }, { via, stateLimit: 500 });
          if (plan.kind !== 'plan' || plan.steps.length === 0) return;
          plans += 1;
          let state = start.state;
          for (const [at, { file, transport }] of plan.steps.entries()) {
            state = send(state, file.facts, transport).state;
            if (transport === 'dfu' && plan.steps[at + 1]?.transport !== 'dfu') state = settle(state);
          }
          expect(state).toEqual(plan.state);
          expect(boot(state).mode).toEqual(plan.end.mode);
          const transports = new Set(plan.steps.map(({ transport }) => transport));
          const [only] = transports;
          if (transports.size === 1 && only !== undefined) {
            const simulation = simulate(
              start.state,
              plan.steps.map(({ file }) => file),
              only,
            );
            expect(simulation.end.mode).toEqual(plan.end.mode);
            expect(simulation.state).toEqual(plan.state);
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(plans).toBeGreaterThan(5);
  });
});
