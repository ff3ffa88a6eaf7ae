/**
 * A lower bound on the steps to a goal: the cost in a world where what was once installed stays available beside what replaces it, and nobody vetoes.
 * Every condition of that world is also one of the real device, so the bound is never too high, and a search that uses it stays optimal.
 */
import { rulesOf } from '../catalog/boards/index.js';
import { ANY_MCU } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { GEN2_ALIAS_VERSION } from '../catalog/eras.js';
import { runningVersion } from '../device/accept.js';
import { eraOf } from '../device/era.js';
import type { Era } from '../device/era.js';
import { contentAt, slotFor } from '../device/flash.js';
import type { DeviceState, Transport } from '../device/types.js';
import { moduleIdOf, moduleKey } from '../module/id.js';
import type { ModuleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { isMetBy, meetingIn } from './goal.js';
import type { Goal } from './goal.js';
import { versionIn } from './world.js';
import type { PlanFile } from './world.js';

interface Need {
  readonly key: ModuleKey;
  readonly version: number;
  /** Where the releases of the class read that version; null where that is no fixed place. */
  readonly at: number | null;
}

/** A need with the place of the first file that meets it, in the order of versions of its slot. */
interface PlacedNeed extends Need {
  readonly slot: number;
  readonly from: number;
}

/** The files of one slot by version, and for each place the cheapest from there on. */
interface SlotFiles {
  readonly key: ModuleKey;
  /** Places in the list of files, by ascending version. */
  readonly files: readonly number[];
  /** One more than there are files; the last is always Infinity. */
  readonly cheapest: Float64Array;
}

export interface Relaxation {
  /** The parts that are unmet, as far as no step meets two of them: a bound that costs little. */
  readonly unmet: (state: DeviceState) => number;
  /** Lower bound on the steps from a state to the goal; Infinity where even the relaxed world does not reach it. */
  readonly steps: (state: DeviceState) => number;
  /** Lower bound on the bytes, where so many steps are to go at the least. */
  readonly bytes: (state: DeviceState, toGo: number) => number;
  /** Which files a device may take: false where it refuses the file of that place for sure. */
  readonly mayTake: (state: DeviceState) => (at: number) => boolean;
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
  const classes = classesOf(platform);
  const fileClass = files.map(({ facts }) => (moduleKey(facts) === validator ? classes.of(facts.version) : -1));
  classOfState(start, classes.of);
  const eras = classes.eras();
  const slots = filesBySlot(files);
  const needs = files.map((file) =>
    eras.map((era) =>
      transport === 'dfu' ? [] : (needsUnder(era, file)?.map((one) => placed(one, slots, files)) ?? null),
    ),
  );
  // A part that a step to another part may meet on the side is no step of its own.
  const onTheSide = goal.parts.map(({ key }) => isWrittenBySystem(platform, key));
  const perStep = files.some(({ facts }) => facts.combined.length > 0) ? MODULES_IN_COMBINED : 1;
  const places = new Map(files.map((file, at) => [file, at]));
  const meetingOf = meetingIn(files);
  const meeting = goal.parts.map((part) => meetingOf(part).flatMap((file) => places.get(file) ?? []));
  const cheapest = meeting.map((those) => Math.min(...those.map((at) => files[at]?.size ?? 0)));
  const cost = new Float64Array(files.length);
  const classCost = new Float64Array(eras.length);

  /** One round over all files; true while something became cheaper. */
  const relaxOnce = (state: DeviceState): boolean => {
    for (const slot of slots) refill(slot, cost);
    let changed = false;
    for (let at = 0; at < files.length; at++) {
      const best = cheapestWay(needs[at] ?? [], classCost, slots, state) + 1;
      if (best >= (cost[at] ?? 0)) continue;
      cost[at] = best;
      changed = true;
      const opens = fileClass[at] ?? -1;
      if (opens >= 0) classCost[opens] = Math.min(classCost[opens] ?? Infinity, best);
    }
    return changed;
  };

  const unmetAt = (state: DeviceState): readonly number[] =>
    goal.parts.flatMap((part, at) => (isMetBy(part, state) ? [] : [at]));
  const own = (parts: readonly number[]): readonly number[] => parts.filter((at) => onTheSide[at] !== true);
  const count = (parts: readonly number[]): number =>
    parts.length === 0 ? 0 : Math.max(1, Math.ceil(own(parts).length / perStep));
  const steps = (state: DeviceState): number => {
    const unmet = unmetAt(state);
    if (unmet.length === 0 || perStep > 1) return count(unmet);
    cost.fill(Infinity);
    classCost.fill(Infinity);
    const now = classOfState(state, classes.of);
    if (now >= 0 && now < classCost.length) classCost[now] = 0;
    while (relaxOnce(state));
    return own(unmet).reduce(
      (most, part) => Math.max(most, Math.min(...(meeting[part] ?? []).map((at) => cost[at] ?? Infinity))),
      count(unmet),
    );
  };
  const smallest = Math.min(Infinity, ...files.map(({ size }) => size));
  const bytes = (state: DeviceState, toGo: number): number => {
    if (perStep > 1) return 0;
    const unmet = own(unmetAt(state));
    const others = Math.max(0, toGo - unmet.length);
    // Each of those parts takes a step of its own; every other step sends a file too.
    const rest = others === 0 || !Number.isFinite(others) ? 0 : others * smallest;
    return unmet.reduce((sum, at) => sum + (cheapest[at] ?? 0), rest);
  };
  const mayTake = (state: DeviceState): ((at: number) => boolean) => {
    const now = classOfState(state, classes.of);
    if (now < 0 || now >= eras.length) return () => true;
    const met = new Map<string, boolean>();
    const isMet = (need: PlacedNeed): boolean => {
      const key = `${String(need.key)} ${String(need.version)} ${String(need.at)}`;
      const known = met.get(key) ?? satisfiesNow(state, need);
      met.set(key, known);
      return known;
    };
    return (at) => needs[at]?.[now]?.every(isMet) ?? false;
  };
  return { unmet: (state) => count(unmetAt(state)), steps, bytes, mayTake };
}

/** A combined file carries two; what follows is ignored. */
const MODULES_IN_COMBINED = 2;

/** A Gen 2 system writes the bootloader that it embeds when it starts, so a step to a system part may change the bootloader too. */
function isWrittenBySystem(platform: number, key: ModuleKey): boolean {
  return (
    (rulesOf(platform)?.bootloaderCarrier.length ?? 0) > 0 && moduleIdOf(key).function === MODULE_FUNCTION.bootloader
  );
}

/** Numbers the classes of releases as they are met. */
function classesOf(platform: number): {
  readonly of: (version: number) => number;
  readonly eras: () => readonly Era[];
} {
  const known = new Map<string, number>();
  const byVersion = new Map<number, number>();
  const eras: Era[] = [];
  const number = (version: number): number => {
    const era = eraOf(platform, version);
    if (era === null) return -1;
    const key = classKey(era);
    const at = known.get(key);
    if (at !== undefined) return at;
    known.set(key, eras.length);
    eras.push(era);
    return eras.length - 1;
  };
  const of = (version: number): number => {
    const at = byVersion.get(version) ?? number(version);
    byVersion.set(version, at);
    return at;
  };
  return { of, eras: () => eras };
}

function filesBySlot(files: readonly PlanFile[]): readonly SlotFiles[] {
  const keys = [...new Set(files.map(({ facts }) => moduleKey(facts)))];
  return keys.map((key) => {
    const places = files.flatMap(({ facts }, at) => (moduleKey(facts) === key ? [at] : []));
    const sorted = places.sort((a, b) => versionAt(files, a) - versionAt(files, b));
    return { key, files: sorted, cheapest: new Float64Array(sorted.length + 1).fill(Infinity) };
  });
}

function versionAt(files: readonly PlanFile[], at: number): number {
  return files[at]?.facts.version ?? 0;
}

function placed(need: Need, slots: readonly SlotFiles[], files: readonly PlanFile[]): PlacedNeed {
  const slot = slots.findIndex(({ key }) => key === need.key);
  const places = slots[slot]?.files ?? [];
  const from = places.findIndex((at) => versionAt(files, at) >= need.version);
  return { ...need, slot, from: from < 0 ? places.length : from };
}

function refill({ files, cheapest }: SlotFiles, cost: Float64Array): void {
  for (let at = files.length - 1; at >= 0; at--) {
    cheapest[at] = Math.min(cheapest[at + 1] ?? Infinity, cost[files[at] ?? 0] ?? Infinity);
  }
}

/** The cheapest class of releases under which all needs are met, and what that costs. */
function cheapestWay(
  needs: readonly (readonly PlacedNeed[] | null)[],
  classCost: Float64Array,
  slots: readonly SlotFiles[],
  state: DeviceState,
): number {
  let best = Infinity;
  for (let era = 0; era < needs.length; era++) {
    const list = needs[era];
    let level = classCost[era] ?? Infinity;
    if (list == null || level >= best) continue;
    for (const need of list) {
      if (satisfiesNow(state, need)) continue;
      level = Math.max(level, slots[need.slot]?.cheapest[need.from] ?? Infinity);
    }
    best = Math.min(best, level);
  }
  return best;
}

function validatorKey(platform: number): ModuleKey {
  return moduleKey({ function: MODULE_FUNCTION.systemPart, index: rulesOf(platform)?.validatorIndex ?? 1 });
}

function classOfState(state: DeviceState, classOf: (version: number) => number): number {
  const running = runningVersion(state);
  return typeof running === 'number' ? classOf(running) : -1;
}

/**
 * A need that the device meets as it is; what is erased or not known may meet it. Read is the place of the class alone: where system parts have
 * moved, the same part may lie at the other one.
 */
function satisfiesNow(state: DeviceState, { key, version, at }: Need): boolean {
  if (at !== null) {
    const content = contentAt(state, at);
    return typeof content === 'string' || content.version >= version;
  }
  const installed = versionIn(state, key);
  if (installed !== null) return installed >= version || isOddReading(state, key);
  return true;
}

/** Old Gen 3 code reads another number for the radio stack; it may satisfy anything. */
function isOddReading(state: DeviceState, key: ModuleKey): boolean {
  return (
    moduleIdOf(key).function === MODULE_FUNCTION.radioStack &&
    typeof state.radio === 'object' &&
    (state.radio?.infoWord ?? 0) > 0
  );
}

function placeOf({ function: moduleFunction, dynamic, start }: Slot): number | null {
  const isElsewhere = moduleFunction === MODULE_FUNCTION.radioStack || moduleFunction === MODULE_FUNCTION.ncpFirmware;
  return isElsewhere || dynamic ? null : start;
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
    if (dependency === null || isWrittenBySystem(era.platform, moduleKey(dependency))) continue;
    const target = slotFor(era, dependency.function, dependency.index, era.dependencyOfAnyMcu ? ANY_MCU : facts.mcu);
    if (target !== undefined) {
      needs.push({ key: moduleKey(dependency), version: dependency.version, at: placeOf(target) });
    } else if (era.unknownDependencyFails || dependency.version > GEN2_ALIAS_VERSION) return null;
  }
  return needs;
}
