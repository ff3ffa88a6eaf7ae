/**
 * A lower bound on the steps to a goal: the cost in a world where what was once installed stays available beside what replaces it, and nobody vetoes.
 * Every condition of that world is also one of the real device, so the bound is never too high, and a search that uses it stays optimal.
 */
import { ANY_MCU } from '../catalog/flash-map.js';
import { GEN2_ALIAS_VERSION } from '../catalog/eras.js';
import { runningVersion } from '../device/accept.js';
import { eraOf } from '../device/era.js';
import type { Era } from '../device/era.js';
import { slotFor } from '../device/flash.js';
import type { DeviceState, Transport } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { isMetBy, meets } from './goal.js';
import type { Goal } from './goal.js';
import { slotKey, versionIn } from './world.js';
import type { PlanFile, SlotKey } from './world.js';

interface Need {
  readonly key: SlotKey;
  readonly version: number;
}

interface Relaxed {
  readonly file: PlanFile;
  readonly key: SlotKey;
  /** Conditions under each class of releases; null = not taken by any release of that class. */
  readonly needs: readonly (readonly Need[] | null)[];
}

export interface Relaxation {
  /** Lower bound on the steps from a state to the goal; Infinity where even the relaxed world does not reach it. */
  readonly steps: (state: DeviceState) => number;
  /** Lower bound on the bytes. */
  readonly bytes: (state: DeviceState) => number;
}

/** What a class of releases has in common, as far as the relaxed conditions go. */
function classKey(era: Era): string {
  const slots = era.slots
    .map((one) => `${String(one.function)}.${String(one.index)}.${String(one.start)}.${String(one.end)}`)
    .join(' ');
  return [
    slots,
    era.secondDependency,
    era.unknownDependencyFails,
    era.dependencyOfAnyMcu,
    era.assets,
    era.rtlFixedEnd,
  ].join('|');
}

/** Prepares the bound for one set of files, one goal and one transport. */
export function relax(
  platform: number,
  start: DeviceState,
  files: readonly PlanFile[],
  goal: Goal,
  transport: Transport,
): Relaxation {
  const validator = validatorKey(platform);
  const classes = new Map<string, { readonly at: number; readonly era: Era }>();
  const classOf = (version: number): number => {
    const era = eraOf(platform, version);
    if (era === null) return -1;
    const key = classKey(era);
    const known = classes.get(key);
    if (known !== undefined) return known.at;
    classes.set(key, { at: classes.size, era });
    return classes.size - 1;
  };
  const startClass = classOfState(start, classOf);
  const fileClass = files.map(({ facts }) => (slotKey(facts) === validator ? classOf(facts.version) : -1));
  const eras = [...classes.values()].map(({ era }) => era);
  const relaxed: readonly Relaxed[] = files.map((file) => ({
    file,
    key: slotKey(file.facts),
    needs: eras.map((era) => (transport === 'dfu' ? [] : needsUnder(era, file))),
  }));
  const cheapest = goal.parts.map((part) =>
    Math.min(...files.filter((file) => meets(part, file)).map(({ size }) => size)),
  );

  const steps = (state: DeviceState): number => {
    const cost = relaxed.map(() => Infinity);
    const classCost = eras.map(() => Infinity);
    const now = state === start ? startClass : classOfState(state, classOf);
    if (now >= 0 && now < classCost.length) classCost[now] = 0;
    const has = (need: Need): boolean => satisfiesNow(state, need);
    let changed = true;
    while (changed) {
      changed = false;
      relaxed.forEach((one, at) => {
        let best = Infinity;
        one.needs.forEach((needs, era) => {
          if (needs === null) return;
          let level = classCost[era] ?? Infinity;
          for (const need of needs) {
            if (level < best) level = Math.max(level, has(need) ? 0 : costOf(need, relaxed, cost));
          }
          best = Math.min(best, level);
        });
        if (best + 1 < (cost[at] ?? Infinity)) {
          cost[at] = best + 1;
          changed = true;
          const opens = fileClass[at] ?? -1;
          if (opens >= 0) classCost[opens] = Math.min(classCost[opens] ?? Infinity, best + 1);
        }
      });
    }
    const unmet = goal.parts.filter((part) => !isMetBy(part, state));
    const deepest = unmet.map((part) =>
      Math.min(...relaxed.map((one, at) => (meets(part, one.file) ? (cost[at] ?? Infinity) : Infinity))),
    );
    return Math.max(unmet.length, 0, ...deepest);
  };
  const bytes = (state: DeviceState): number =>
    goal.parts.reduce((sum, part, at) => (isMetBy(part, state) ? sum : sum + (cheapest[at] ?? 0)), 0);
  return { steps, bytes };
}

function costOf(need: Need, relaxed: readonly Relaxed[], cost: readonly number[]): number {
  let best = Infinity;
  for (let at = 0; at < relaxed.length; at++) {
    const one = relaxed[at];
    if (one?.key === need.key && one.file.facts.version >= need.version) best = Math.min(best, cost[at] ?? Infinity);
  }
  return best;
}

function validatorKey(platform: number): SlotKey {
  const era = eraOf(platform, 0);
  return MODULE_FUNCTION.systemPart * 256 + (era?.validatorIndex ?? 1);
}

function classOfState(state: DeviceState, classOf: (version: number) => number): number {
  const running = runningVersion(state);
  return typeof running === 'number' ? classOf(running) : -1;
}

/** A need that the device meets as it is; what is erased or not known may meet it. */
function satisfiesNow(state: DeviceState, { key, version }: Need): boolean {
  const installed = versionIn(state, key);
  if (installed !== null) return installed >= version || isOddReading(state, key);
  return true;
}

/** Old Gen 3 code reads another number for the radio stack; it may satisfy anything. */
function isOddReading(state: DeviceState, key: SlotKey): boolean {
  return (
    Math.floor(key / 256) === MODULE_FUNCTION.radioStack &&
    typeof state.radio === 'object' &&
    (state.radio?.infoWord ?? 0) > 0
  );
}

/** The conditions under which releases of a class take a file at all; null where they never do. */
function needsUnder(era: Era, { facts }: PlanFile): readonly Need[] | null {
  if (facts.function === MODULE_FUNCTION.asset) return era.assets ? [] : null;
  const slot = slotFor(era, facts.function, facts.index, facts.mcu);
  if (slot === undefined || (!slot.dynamic && (facts.end < slot.start || facts.end > slot.end))) return null;
  if (facts.platform !== era.platform || !facts.crcOk) return null;
  if (facts.function === MODULE_FUNCTION.userPart || facts.dependency1 === null) return [];
  const second =
    era.secondDependency && facts.dependency2?.function !== MODULE_FUNCTION.bootloader ? facts.dependency2 : null;
  const needs: Need[] = [];
  for (const dependency of [facts.dependency1, second]) {
    if (dependency === null) continue;
    const target = slotFor(era, dependency.function, dependency.index, era.dependencyOfAnyMcu ? ANY_MCU : facts.mcu);
    if (target !== undefined) needs.push({ key: slotKey(dependency), version: dependency.version });
    else if (era.unknownDependencyFails || dependency.version > GEN2_ALIAS_VERSION) return null;
  }
  return needs;
}
