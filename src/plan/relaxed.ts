/**
 * A lower bound on the steps to a goal: the cost in a world where what was once installed stays available beside what replaces it, and nobody vetoes.
 * Every condition of that world is also one of the real device, so the bound is never too high, and a search that uses it stays optimal.
 */
import { rulesOf } from '../catalog/boards/index.js';
import { embeddedBootloader } from '../catalog/embedded-bootloaders.js';
import { systemChanges } from '../catalog/changes.js';
import { ANY_MCU } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { GEN2_ALIAS_VERSION } from '../catalog/eras.js';
import { runningVersion } from '../device/accept.js';
import { eraOf } from '../device/era.js';
import type { Era } from '../device/era.js';
import { contentAt, slotFor } from '../device/flash.js';
import { MOST_COMBINED } from '../device/combined.js';
import type { DeviceState, ModuleFacts, Transport } from '../device/types.js';
import { moduleIdOf, moduleKey } from '../module/id.js';
import type { ModuleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { ModuleId } from '../module/types.js';
import { isMetBy, meetingIn } from './goal.js';
import type { Goal, GoalPart } from './goal.js';
import { lowerBounds } from './landmarks.js';
import type { FileSet, LowerBound } from './landmarks.js';
import { isOtherPart, isPartThere, lackingParts, versionIn } from './world.js';
import type { PlanFile } from './world.js';

interface Need {
  readonly key: ModuleKey;
  readonly version: number;
  /** Where the releases of the class read that version; null where that is no fixed place; `module`: a plan asks for the module itself. */
  readonly at: number | null | 'module';
}

export interface Relaxation {
  /** The parts that are unmet, as far as no step meets two of them: a bound that costs little. */
  readonly unmet: (state: DeviceState) => number;
  /**
   * Lower bound on what is to go from a state to the goal; Infinity where even the relaxed world does not reach it. Takes longer, the less the
   * more sets of files are known already of which one each is needed.
   */
  readonly toGo: (state: DeviceState, known: readonly FileSet[]) => LowerBound;
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

/**
 * The files that some release of a board may take, however often others were sent before. What is not known of the device may be anything.
 *
 * @param files what may be sent over the air, serial or to a listening device
 */
export function everTaken(state: DeviceState, files: readonly PlanFile[]): ReadonlySet<PlanFile> {
  const eras = [0, ...systemChanges(state.platform)].flatMap((version) => eraOf(state.platform, version) ?? []);
  const taken = new Set<PlanFile>();
  const isGiven = ({ key, version }: Need): boolean =>
    [...taken].some(({ facts }) => moduleKey(facts) === key && facts.version >= version);
  const isMet = (need: Need): boolean => isGiven(need) || satisfiesNow(state, need);
  const mayGo = (file: PlanFile): boolean => eras.some((era) => needsUnder(era, file)?.every(isMet) === true);
  for (let before = -1; taken.size > before;) {
    before = taken.size;
    for (const file of files) if (!taken.has(file) && mayGo(file)) taken.add(file);
  }
  return taken;
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
  const hasTwoPlaces = rulesOf(platform)?.systemStart.kind === 'two_places';
  // Of two system parts that have moved, another bootloader may start the other one.
  const movable = hasTwoPlaces ? start.modules.filter((one) => moduleKey(one) === validator) : [];
  const classesThere = movable.map(({ version }) => classes.of(version)).filter((one) => one >= 0);
  const eras = classes.eras();
  const facts = factsOf(eras.length);
  const needs = files.map((file) =>
    eras.map((era) => (transport === 'dfu' ? [] : (needsOfMove(era, file)?.map(facts.numberOf) ?? null))),
  );
  // A part that a step to another part may meet on the side is no step of its own.
  const bringing = goal.parts.map((part) =>
    isWrittenBySystem(platform, part.key) ? bringsPart(platform, part) : null,
  );
  const isOpen = start.unknown.length > 0;
  const meetsOnceStarted = goal.parts.map(
    (part) => part.key === validator && movable.some(({ version }) => isVersionOf(part, version)),
  );
  const onTheSide = bringing.map(
    (brings, at) =>
      (brings !== null && (isOpen || files.some(({ facts }) => brings(facts)) || bringsNow(brings, start))) ||
      meetsOnceStarted[at] === true ||
      (isOpen && hasTwoPlaces && goal.parts[at]?.key === validator),
  );
  const perStep = files.some(({ facts }) => facts.combined.length > 0) ? MOST_COMBINED : 1;
  const places = new Map(files.map((file, at) => [file, at]));
  const meetingOf = meetingIn(files);
  const meeting = goal.parts.map((part) => meetingOf(part).flatMap((file) => places.get(file) ?? []));
  const cheapest = meeting.map((those) => Math.min(...those.map((at) => files[at]?.size ?? 0)));
  const firstPart = facts.count();
  const world = {
    facts: firstPart + goal.parts.length,
    ways: needs.flatMap((byEra, file) =>
      byEra.flatMap((list, era) => (list === null ? [] : [{ file, needs: [era, ...list] }])),
    ),
    gives: files.map((file, at) => [
      ...(fileClass[at] === undefined || fileClass[at] < 0 ? [] : [fileClass[at]]),
      ...(isBootloader(file.facts) ? classesThere : []),
      ...facts.givenBy(file),
      ...meeting.flatMap((those, part) =>
        those.includes(at) ||
        bringing[part]?.(file.facts) === true ||
        (meetsOnceStarted[part] === true && isBootloader(file.facts))
          ? [firstPart + part]
          : [],
      ),
    ]),
    sizes: files.map(({ size }) => size),
  };
  const boundTo = lowerBounds(world);
  const holdsIn = (state: DeviceState): ((fact: number) => boolean) => {
    const now = classOfState(state, classes.of);
    return (fact) => {
      const part = goal.parts[fact - firstPart];
      if (part !== undefined) return isMetBy(part, state) || bringsNow(bringing[fact - firstPart] ?? never, state);
      const need = facts.needOf(fact);
      return need === null ? fact === now : satisfiesNow(state, need);
    };
  };

  const unmetAt = (state: DeviceState): readonly number[] =>
    goal.parts.flatMap((part, at) => (isMetBy(part, state) ? [] : [at]));
  const own = (parts: readonly number[]): readonly number[] => parts.filter((at) => onTheSide[at] !== true);
  // A combined file meets several parts of the goal where they lack the same two modules.
  const lacked = (state: DeviceState, parts: readonly number[]): number =>
    perStep === 1
      ? parts.length
      : new Set(parts.flatMap((at) => goal.parts[at] ?? []).flatMap((part) => lackedBy(state, part))).size;
  const count = (state: DeviceState, parts: readonly number[]): number =>
    parts.length === 0 ? 0 : Math.max(1, Math.ceil(lacked(state, own(parts)) / perStep));
  const toGo = (state: DeviceState, known: readonly FileSet[]): LowerBound => {
    const unmet = unmetAt(state);
    const least = count(state, unmet);
    if (unmet.length === 0 || perStep > 1) return { steps: least, bytes: bytes(state, least), sets: [] };
    // Where a slot is not known, what lies there may write the bootloader.
    const wanted = (isOpen ? own(unmet) : unmet).map((part) => firstPart + part);
    const bound = boundTo(wanted, holdsIn(state), known);
    const steps = Math.max(bound.steps, least);
    return { ...bound, steps, bytes: Math.max(bound.bytes, bytes(state, steps)) };
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
    const met = new Map<number, boolean>();
    const holds = holdsIn(state);
    const isMet = (fact: number): boolean => {
      const known = met.get(fact) ?? holds(fact);
      met.set(fact, known);
      return known;
    };
    return (at) => needs[at]?.[now]?.every(isMet) ?? false;
  };
  return { unmet: (state) => count(state, unmetAt(state)), toGo, bytes, mayTake };
}

/** A Gen 2 system writes the bootloader that it embeds when it starts, so a step to a system part may change the bootloader too. */
function isWrittenBySystem(platform: number, key: ModuleKey): boolean {
  return (
    (rulesOf(platform)?.bootloaderCarrier.length ?? 0) > 0 && moduleIdOf(key).function === MODULE_FUNCTION.bootloader
  );
}

/** Whether a module writes a bootloader that meets a part of the goal, or a module in it does. */
function bringsPart(platform: number, part: GoalPart): (module: ModuleFacts) => boolean {
  const meetsIt = (version: number): boolean => isVersionOf(part, version);
  const brings = (module: ModuleFacts): boolean => {
    const isPart = module.function === MODULE_FUNCTION.systemPart;
    const carried = isPart ? embeddedBootloader(platform, module.index, module.version) : null;
    return (
      (carried !== null && meetsIt(carried)) ||
      [module.inner, ...module.combined].some((one) => one !== null && brings(one))
    );
  };
  return brings;
}

/** What a part of the goal still lacks: of a combined file each module; assets are told apart by their contents. */
function lackedBy(state: DeviceState, part: GoalPart): readonly string[] {
  if (part.kind !== 'file') return [String(part.key)];
  return lackingParts(state, part.file, 'by_build').map((one) =>
    one.asset === null ? String(moduleKey(one)) : `${one.asset.name} ${one.asset.hash}`,
  );
}

function isVersionOf(part: GoalPart, version: number): boolean {
  if (part.kind === 'minimum') return version >= part.version;
  return version === (part.kind === 'file' ? part.file.facts.version : part.version);
}

/** Whether a module that is there, or is about to be, writes such a bootloader. */
const bringsNow = (brings: (module: ModuleFacts) => boolean, { modules, staged }: DeviceState): boolean =>
  modules.some(brings) || (staged !== null && brings(staged));

const never = (): boolean => false;

function isBootloader({ function: moduleFunction, index }: ModuleId): boolean {
  return moduleFunction === MODULE_FUNCTION.bootloader && index === 0;
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

/** Numbers what can hold: first the classes of releases, then what files need, as it is met. */
function factsOf(classes: number): {
  readonly numberOf: (need: Need) => number;
  /** Null for a class. */
  readonly needOf: (fact: number) => Need | null;
  readonly givenBy: (file: PlanFile) => readonly number[];
  readonly count: () => number;
} {
  const known = new Map<string, number>();
  const needs: Need[] = [];
  const numberOf = (need: Need): number => {
    const name = `${String(need.key)} ${String(need.version)} ${String(need.at)}`;
    const fact = known.get(name);
    if (fact !== undefined) return fact;
    known.set(name, classes + needs.length);
    needs.push(need);
    return classes + needs.length - 1;
  };
  const givenBy = ({ facts }: PlanFile): readonly number[] => {
    const key = moduleKey(facts);
    return needs.flatMap((need, at) => (need.key === key && facts.version >= need.version ? [classes + at] : []));
  };
  return { numberOf, needOf: (fact) => needs[fact - classes] ?? null, givenBy, count: () => classes + needs.length };
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
  if (at === 'module') return isPartThere(state, { ...moduleIdOf(key), version });
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

/** The conditions under which a plan sends a file to releases of a class; null where it never does. */
function needsOfMove(era: Era, file: PlanFile): readonly Need[] | null {
  const needs = needsUnder(era, file);
  const { dependency1, dependency2 } = file.facts;
  const left = [dependency1, dependency2].flatMap((one): readonly Need[] =>
    one !== null && isOtherPart(file.facts, one) ? [{ key: moduleKey(one), version: one.version, at: 'module' }] : [],
  );
  return needs === null ? null : [...needs, ...left];
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
