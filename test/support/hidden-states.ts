/**
 * Devices of which something is hidden, and what may lie there: the law that no answer of the twin is contradicted by what was hidden. The
 * completions are built here from the whole device and the files, apart from what the twin itself looks at.
 */
import { NO_CONTENT } from '../../src/device/bytes.js';
import { NEWEST } from '../../src/catalog/versions.js';
import { rulesOf } from '../../src/catalog/boards/index.js';
import { RADIO_INFO_WORD } from '../../src/catalog/eras.js';
import { slotsIn, slotsOf } from '../../src/catalog/flash-map.js';
import type { Slot } from '../../src/catalog/flash-map.js';
import { accept } from '../../src/device/accept.js';
import { boot } from '../../src/device/boot.js';
import { simulate } from '../../src/device/simulate.js';
import type { AssetName, DeviceState, Doubt, InstalledModule, ModuleFacts, Transport } from '../../src/device/types.js';
import type { ModuleId, Requirement } from '../../src/module/types.js';
import { fleetJudge } from '../../src/plan/fleet.js';
import { planUpdate } from '../../src/plan/update.js';
import type { PlanFile } from '../../src/plan/world.js';
import { diceOf, randomModule, randomState, TRANSPORTS } from './random-device.js';
import type { Dice } from './random-device.js';

const PLATFORMS = [6, 6, 8, 10, 10, 10, 12, 12, 13, 13, 22, 23, 25, 26, 26, 28, 32, 35] as const;
/** Module versions of systems on both sides of the rules that change. */
const SYSTEMS = [
  1, 6, 7, 10, 11, 12, 15, 17, 18, 19, 21, 22, 23, 100, 102, 103, 105, 108, 109, 110, 199, 200, 207, 300, 301, 1002,
  1102, 1202, 1212, 1213, 1319, 1320, 1321, 1403, 1512, 2000, 2002, 2011, 2021, 2100, 2101, 2200, 2202, 2302, 3000,
  3005, 3100, 3102, 3103, 3199, 3201, 3302, 4006, 4200, 5003, 5300, 5500, 5501, 5600, 5701, 5800, 5901, 6000, 6100,
  6101, 6102, 6200, 6201,
] as const;
const BOOTLOADERS = [
  1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 99, 100, 101, 102, 200, 201, 300, 311, 399, 400, 401, 501, 999, 1000, 1001, 1002,
  1003, 1004, 1005, 1006, 1099, 1100, 1101, 1200, 2100, 2300, 3001, 3002, 3003, 4000,
] as const;
const RADIOS = [169, 182, 202, 203] as const;
const F = { resource: 1, bootloader: 2, system: 4, user: 5, ncp: 7, radio: 8, asset: 9 } as const;
/** All of them up to here, else as many drawn. */
const MOST_COMPLETIONS = 200;

/** What can be hidden of a device. */
export type HiddenName = number | 'radio' | 'ncp' | 'applicationStart' | 'protection' | 'assets';

/** A device, what is hidden of it, and the question. */
export interface HiddenCase {
  readonly truth: DeviceState;
  readonly hidden: DeviceState;
  readonly names: readonly HiddenName[];
  readonly files: readonly PlanFile[];
  readonly transport: Transport;
}

const isValidator = (platform: number, { start }: Slot): boolean =>
  rulesOf(platform)?.validatorAt.includes(start) === true;

function versionFor(dice: Dice, slot: Pick<Slot, 'function'>, os: number): number {
  if (slot.function === F.bootloader) return dice.pick(BOOTLOADERS);
  if (slot.function === F.radio) return dice.pick(RADIOS);
  if (slot.function === F.ncp) return dice.pick([4, 5, 6, 7]);
  if (slot.function === F.system) return dice.chance(0.6) ? os : dice.pick(SYSTEMS);
  return dice.below(50);
}

/** What a module of a slot declares: an application a system part; system parts and bootloaders what the platform has. */
function dependencyFor(dice: Dice, platform: number, own: Slot, os: number): Requirement | null {
  if (dice.chance(0.4)) return null;
  const known = slotsIn(platform, os).filter((one) => one.store === 'main' && one.function !== F.user);
  const open = known.filter((one) =>
    own.function === F.user ? one.function === F.system : one.function !== own.function || one.index !== own.index,
  );
  if (open.length === 0) return null;
  const needs = dice.pick(dice.chance(0.05) && own.function !== F.user ? slotsOf(platform) : open);
  const version = versionFor(dice, needs, os);
  return { function: needs.function, index: needs.index, version: dice.chance(0.7) ? Math.min(version, os) : version };
}

function moduleOf(dice: Dice, platform: number, slot: Slot, os: number): InstalledModule {
  const rules = rulesOf(platform);
  const dynamic = slot.dynamic ? (rules?.dynamicApplication ?? null) : null;
  const home = slot.store === 'factory' ? mainOf(platform, slot) : slot;
  const start = dynamic?.assumedStart ?? home.start;
  const room = Math.min(home.end - home.start, slot.end - slot.start) - 4;
  return {
    function: slot.function,
    index: slot.index,
    version: isValidator(platform, slot) ? os : versionFor(dice, slot, os),
    platform: dice.chance(0.97) ? platform : platform + 1,
    start,
    end: dynamic?.end ?? start + (dice.chance(0.7) ? Math.min(0x10000, room) : 4 * (16 + dice.below((room - 64) >> 2))),
    mcu: slot.location === 'ncp' ? 0x21 : 0,
    flags: slot.function === F.radio ? 1 : 0,
    headerOffset: rules?.headerOffsetOf(slot.function, slot.index) ?? 0,
    dependency1: dependencyFor(dice, platform, slot, os),
    dependency2: dice.chance(0.7) ? null : dependencyFor(dice, platform, slot, os),
    crcOk: dice.chance(0.95),
    size: 0,
    dynamicStart: dynamic === null ? null : start,
    assets: slot.function === F.user && dice.chance(0.2) ? [asset(dice)] : [],
    asset: null,
    protects: dice.chance(0.2),
    inner: null,
    combined: [],
    at: slot.store === 'factory' ? slot.start : start,
  };
}

const asset = (dice: Dice): AssetName => ({ name: dice.pick(['a', 'b']), hash: dice.pick(['00', 'ff']) });

function mainOf(platform: number, slot: Slot): Slot {
  return slotsOf(platform).find((one) => one.function === F.user && one.index === slot.index && one.store === 'main')!;
}

/** A device as it may come from use: most slots filled with what belongs there. */
function usualState(dice: Dice): DeviceState {
  const platform = dice.pick(PLATFORMS);
  const os = dice.pick(SYSTEMS);
  const byPlace = new Map<number, InstalledModule>();
  const slots = dice.chance(0.8) ? slotsIn(platform, os) : slotsOf(platform);
  for (const slot of slots) {
    if (slot.location === 'ncp' || slot.function === F.radio || !dice.chance(0.92)) continue;
    const one = moduleOf(dice, platform, slot, os);
    if (slot.store === 'main' || dice.chance(0.3)) byPlace.set(one.at, one);
  }
  const start = [...byPlace.values()].find(({ dynamicStart }) => dynamicStart !== null)?.at ?? null;
  return {
    platform,
    modules: [...byPlace.values()].sort((a, b) => a.at - b.at),
    unknown: [],
    radio: radioOf(dice, dice.pick(RADIOS)),
    ncp: dice.pick([null, 5, 6, 7]),
    applicationStart: start,
    protection: dice.pick(['open', 'open', 'open', 'protected', 'service_mode'] as const),
    assets: dice.chance(0.5) ? [] : [asset(dice)],
    staged: null,
  };
}

function radioOf(dice: Dice, version: number): DeviceState['radio'] {
  if (dice.chance(0.05)) return null;
  return { version, infoWord: RADIO_INFO_WORD.get(version) ?? dice.below(0x10000) };
}

/** A device that may be anything, with everything about it known. */
function oddState(dice: Dice): DeviceState {
  const state = randomState(dice);
  return {
    ...state,
    unknown: [],
    radio: typeof state.radio === 'object' && state.radio?.infoWord !== null ? state.radio : radioOf(dice, 202),
    ncp: typeof state.ncp === 'number' ? state.ncp : null,
    applicationStart: state.applicationStart === 'unknown' ? 0x085f4000 : state.applicationStart,
    protection: state.protection === 'unknown' ? 'open' : state.protection,
    assets: state.assets === 'unknown' ? [] : state.assets,
  };
}

const endOf = (one: InstalledModule): number =>
  one.until ?? (one.end > one.start ? one.at + one.end - one.start + 4 : one.at + one.headerOffset + 24);

/** The slots, by address, that hold what belongs there, or nothing. Without a bootloader nothing starts, so there always is one. */
function hideable(state: DeviceState): readonly number[] {
  const places = [
    ...new Set(
      slotsOf(state.platform)
        .filter(isRead)
        .map(({ start }) => start),
    ),
  ];
  return places.filter((start) => {
    const kinds = kindsAt(state.platform, start);
    const there = state.modules.find(({ at }) => at === start);
    if (there === undefined) return !isCovered(state, start) && !kinds.some(isBootloader);
    return kinds.some((slot) => belongs(state, slot, there));
  });
}

const isRead = (slot: Slot): boolean => slot.location !== 'ncp' && slot.function !== F.radio && !slot.dynamic;
const isBootloader = (slot: Slot): boolean => slot.function === F.bootloader && slot.index === 0;

const kindsAt = (platform: number, start: number): readonly Slot[] => {
  const byKind = new Map<string, Slot>();
  for (const slot of slotsOf(platform).filter(isRead)) {
    if (slot.start === start) byKind.set(`${String(slot.function)} ${String(slot.index)}`, slot);
  }
  return [...byKind.values()];
};

function isCovered(state: DeviceState, start: number): boolean {
  return (
    state.modules.some((one) => one.at < start + 24 && endOf(one) > start) ||
    (state.remains ?? []).some(({ from, to }) => from < start + 24 && to > start)
  );
}

const isSameId = (a: ModuleId, b: ModuleId): boolean => a.function === b.function && a.index === b.index;

/** Whether a dependency is on a system part that the board has, in some release. */
const isPartOf = (platform: number, needs: Requirement): boolean =>
  needs.function === F.system && slotsOf(platform).some((other) => isSameId(other, needs));

/** Whether a module is one that a tool makes for that slot. */
function belongs(state: DeviceState, slot: Slot, one: InstalledModule): boolean {
  const home = slot.store === 'factory' ? mainOf(state.platform, slot) : slot;
  const isUser = slot.function === F.user;
  // No tool makes a module that asks for a system part that the board never had.
  const asksForParts = [one.dependency1, one.dependency2].every(
    (needs) => needs === null || (!isUser && needs.function !== F.system) || isPartOf(state.platform, needs),
  );
  // Nor a bootloader that asks for anything else: those of 571 real files ask for nothing, or for system part 1.
  const asksAsMade =
    slot.function !== F.bootloader ||
    [one.dependency1, one.dependency2].every((needs) => needs === null || needs.function === F.system);
  const touchesAnother = state.modules.some((other) => other !== one && other.at < endOf(one) && endOf(other) > one.at);
  return (
    one.function === slot.function &&
    one.index === slot.index &&
    one.start === home.start &&
    one.end > one.start + one.headerOffset + 24 &&
    one.end < home.end &&
    one.end - one.start < slot.end - slot.start &&
    one.headerOffset === (rulesOf(state.platform)?.headerOffsetOf(slot.function, slot.index) ?? 0) &&
    one.flags === 0 &&
    one.mcu === 0 &&
    one.dynamicStart === null &&
    one.until === undefined &&
    asksForParts &&
    asksAsMade &&
    !touchesAnother
  );
}

const OTHERS: readonly HiddenName[] = ['radio', 'ncp', 'applicationStart', 'protection', 'assets'];

/** The device with one thing more hidden. */
export function hide(state: DeviceState, name: HiddenName): DeviceState {
  if (typeof name !== 'number') return { ...state, [name]: 'unknown' };
  return {
    ...state,
    modules: state.modules.filter(({ at }) => at !== name),
    unknown: [...new Set([...state.unknown, name])].sort((a, b) => a - b),
  };
}

function fileFor(dice: Dice, state: DeviceState, os: number, name: string): PlanFile {
  const slots = slotsOf(state.platform);
  const usual = slots.length > 0 && dice.chance(0.8);
  const { at: _at, ...made } = usual
    ? moduleOf(dice, state.platform, dice.pick(slots.filter(({ store }) => store === 'main')), os)
    : { ...randomModule(dice, state.platform), at: 0 };
  const facts: ModuleFacts = usual
    ? { ...made, version: versionFor(dice, made, dice.chance(0.5) ? os : dice.pick(SYSTEMS)) }
    : made;
  return { file: name, size: 1000 * (1 + dice.below(8)), sha256: name, facts };
}

/** The device's own word about one of its modules differs from what is known. */
function doubtOf(dice: Dice, { modules }: DeviceState): Doubt {
  const { function: moduleFunction, index } =
    modules.length > 0 ? dice.pick(modules) : { function: F.system, index: 1 };
  return { kind: dice.pick(['fails', 'passes'] as const), function: moduleFunction, index };
}

/** A device, something hidden of it, up to three files. The same seed gives the same. */
export function hiddenCase(seed: number): HiddenCase {
  const dice = diceOf(seed);
  const truth = dice.chance(0.75) ? usualState(dice) : oddState(dice);
  const slots = hideable(truth);
  const count = dice.pick([1, 1, 1, 2, 2, 3]);
  const names = new Set<HiddenName>();
  for (let one = 0; one < count; one++) {
    names.add(slots.length > 0 && dice.chance(0.7) ? dice.pick(slots) : dice.pick(OTHERS));
  }
  const validator = rulesOf(truth.platform)?.validatorAt ?? [];
  const os = truth.modules.find(({ at }) => validator.includes(at))?.version ?? dice.pick(SYSTEMS);
  const files = Array.from({ length: 1 + dice.below(3) }, (_, at) => fileFor(dice, truth, os, `file ${String(at)}`));
  const transport = dice.pick<Transport>(['ota', ...TRANSPORTS]);
  const told = dice.chance(0.1) ? { ...truth, doubts: [doubtOf(dice, truth)] } : truth;
  const hidden = [...names].reduce(hide, told);
  const sent = names.has('assets') && truth.assets !== 'unknown' && truth.assets.length > 0 && dice.chance(0.5);
  return {
    truth: told,
    hidden: sent ? { ...hidden, assetsSent: truth.assets } : hidden,
    names: [...names],
    files,
    transport,
  };
}

/** Every dependency that the device or a file declares. */
function requirements({ truth, files }: HiddenCase): readonly Requirement[] {
  const all = [...truth.modules, ...files.flatMap(({ facts }) => withInner(facts))];
  return all.flatMap(({ dependency1, dependency2 }) => [dependency1, dependency2]).filter((one) => one !== null);
}

function withInner(facts: ModuleFacts): readonly ModuleFacts[] {
  return [
    facts,
    ...(facts.inner === null ? [] : withInner(facts.inner)),
    ...facts.combined.flatMap((one) => (one === null ? [] : withInner(one))),
  ];
}

type Change = (state: DeviceState) => DeviceState;

function named(asked: HiddenCase, moduleFunction: number, index: number): readonly number[] {
  const files = asked.files.flatMap(({ facts }) => withInner(facts));
  const versions = [...requirements(asked), ...files]
    .filter((one) => one.function === moduleFunction && one.index === index)
    .flatMap(({ version }) => [version, version - 1])
    .filter((version) => version >= 0 && version <= NEWEST);
  return [...new Set(versions)];
}

/** What may be in the place of something hidden. */
function possibilities(asked: HiddenCase, name: HiddenName): readonly Change[] {
  const { truth } = asked;
  switch (name) {
    case 'radio': {
      const versions = named(asked, F.radio, 0).map((version) => ({
        version,
        infoWord: RADIO_INFO_WORD.get(version) ?? version,
      }));
      return [truth.radio, null, ...versions].map((radio) => (state) => ({ ...state, radio }));
    }
    case 'ncp':
      return [truth.ncp, null, ...named(asked, F.ncp, 0)].map((ncp) => (state) => ({ ...state, ncp }));
    case 'applicationStart': {
      const starts = truth.modules.filter((one) => one.dynamicStart !== null).map(({ at }) => at);
      return [truth.applicationStart, null, ...starts].map((applicationStart) => (state) => ({
        ...state,
        applicationStart,
      }));
    }
    case 'protection':
      return (['open', 'protected', 'service_mode'] as const).map((protection) => (state) => ({
        ...state,
        protection,
      }));
    case 'assets': {
      const needed = [...truth.modules, ...asked.files.map(({ facts }) => facts)].flatMap(({ assets }) => assets);
      const unique = [...new Map(needed.map((one) => [`${one.name}=${one.hash}`, one])).values()];
      return [truth.assets, [], unique].map((assets) => (state) => withAssets(state, assets));
    }
    default:
      return modulesFor(asked, name).map((one) => (state) => withModuleAt(state, name, one));
  }
}

/** What was sent since is there for sure. */
function withAssets({ assetsSent = [], ...state }: DeviceState, assets: DeviceState['assets']): DeviceState {
  const others = assets === 'unknown' ? [] : assets.filter((one) => !assetsSent.some(({ name }) => name === one.name));
  return { ...state, assets: [...others, ...assetsSent] };
}

function withModuleAt(state: DeviceState, at: number, one: InstalledModule | null): DeviceState {
  const rest = state.modules.filter((other) => other.at !== at);
  return {
    ...state,
    modules: one === null ? rest : [...rest, one].sort((a, b) => a.at - b.at),
    unknown: state.unknown.filter((other) => other !== at),
  };
}

/** Nothing, what is there in truth, each version that somebody names and one below, and what is wrong in one way. */
function modulesFor(asked: HiddenCase, at: number): readonly (InstalledModule | null)[] {
  const { truth, files } = asked;
  const there = truth.modules.find((one) => one.at === at) ?? null;
  const kinds = kindsAt(truth.platform, at);
  const made = kinds.flatMap((slot) => {
    const home = slot.store === 'factory' ? mainOf(truth.platform, slot) : slot;
    const whole: InstalledModule =
      there !== null && there.function === slot.function && there.index === slot.index
        ? there
        : {
            function: slot.function,
            index: slot.index,
            version: 1,
            platform: truth.platform,
            start: home.start,
            end: home.start + 0x1000,
            mcu: 0,
            flags: 0,
            headerOffset: rulesOf(truth.platform)?.headerOffsetOf(slot.function, slot.index) ?? 0,
            dependency1: null,
            dependency2: null,
            crcOk: true,
            ...NO_CONTENT,
            at,
          };
    const good: InstalledModule = {
      ...whole,
      platform: truth.platform,
      crcOk: true,
      dependency1: null,
      dependency2: null,
    };
    const failing: readonly Requirement[] = [
      ...(slot.function === F.user ? [] : [{ function: F.resource, index: 0, version: 0 }]),
      ...slotsOf(truth.platform)
        .filter((one) => one.function === F.system && (one.index !== slot.index || slot.function !== F.system))
        .map((one) => ({ function: one.function, index: one.index, version: NEWEST - 1 })),
      ...(slot.function === F.user
        ? []
        : files
            .filter(({ facts }) => slot.function !== F.bootloader || facts.function === F.system)
            .map(({ facts }) => ({
              function: facts.function,
              index: facts.index,
              version: Math.min(NEWEST, facts.version + 1),
            }))),
    ];
    const changes =
      slot.function === F.bootloader && slot.index === 0 ? BOOTLOADERS : slot.function === F.system ? SYSTEMS : [];
    // What is wrong may show in some versions only.
    const edges = [...new Set([whole.version, ...changes.slice(-1), ...changes.slice(0, 1)])];
    const longest = longestAt(asked, slot, at);
    // A file may be on the device already, as it is. What lies in a slot is what is made for it: see belongs().
    const isMade = ({ dependency1, dependency2 }: ModuleFacts): boolean =>
      [dependency1, dependency2].every((need) => {
        if (need === null) return true;
        if (slot.function === F.user) return isPartOf(truth.platform, need);
        return slot.function !== F.bootloader || need.function === F.system;
      });
    const own = files
      .map(({ facts }) => ({ ...facts, at }))
      .filter(
        (one) =>
          one.function === slot.function &&
          one.index === slot.index &&
          one.start === home.start &&
          one.end > one.start &&
          one.end - one.start <= longest + 4 &&
          isMade(one),
      );
    return [
      good,
      ...(slot.function === F.user ? [{ ...good, assets: [{ name: 'not there', hash: '' }] }] : []),
      ...own,
      ...[...named(asked, slot.function, slot.index), ...changes].map((version) => ({ ...good, version })),
      ...edges.flatMap((version) => [
        { ...whole, version, crcOk: false },
        { ...whole, version, platform: truth.platform + 1 },
        ...failing.map((dependency1) => ({ ...good, version, dependency1 })),
        ...(longest > good.end - good.start ? [{ ...good, version, end: good.start + longest }] : []),
      ]),
    ];
  });
  const erased = kinds.some(isBootloader) ? [] : [null];
  return [there, ...erased, ...made];
}

/** How long a module of a slot can be before it covers what is known to begin, or may begin, behind it. */
function longestAt({ truth, names }: HiddenCase, slot: Slot, at: number): number {
  const begins = [...truth.modules.map((one) => one.at), ...names.filter((name) => typeof name === 'number')];
  const next = Math.min(slot.end, ...begins.filter((other) => other > at));
  return slot.store === 'factory' ? 0 : next - at - 8;
}

/** The completions of what is hidden: all combinations up to 200, else the truth and so many of them, drawn: each possibility of each thing once at least. */
export function completions(asked: HiddenCase, seed: number): readonly DeviceState[] {
  const changes = asked.names.map((name) => possibilities(asked, name));
  const total = changes.reduce((product, { length }) => product * length, 1);
  const apply = (chosen: readonly Change[]): DeviceState =>
    chosen.reduce<DeviceState>((state, change) => change(state), asked.hidden);
  if (total <= MOST_COMPLETIONS) {
    const all = changes.reduce<readonly (readonly Change[])[]>(
      (lists, one) => lists.flatMap((list) => one.map((change) => [...list, change])),
      [[]],
    );
    return all.map(apply);
  }
  const dice = diceOf(seed ^ 0x5bd1e995);
  const orders = changes.map((one) => shuffled(dice, one));
  const drawn = Array.from({ length: MOST_COMPLETIONS - 1 }, (_, at) =>
    apply(orders.map((order) => order[at] ?? dice.pick(order))),
  );
  return [asked.truth, ...drawn];
}

function shuffled<One>(dice: Dice, all: readonly One[]): readonly One[] {
  const left = [...all];
  return all.flatMap(() => left.splice(dice.below(left.length), 1));
}

/** The questions, each with its answers: one, or one for each step. */
export const QUESTIONS = {
  accept: ({ files, transport }: HiddenCase, state: DeviceState): readonly string[] =>
    files.slice(0, 1).map(({ facts }) => accept(state, facts, { transport }).verdict),
  boot: (_: HiddenCase, state: DeviceState): readonly string[] => [boot(state).mode],
  simulate: ({ files, transport }: HiddenCase, state: DeviceState): readonly string[] => {
    const { steps, end } = simulate(state, files, transport);
    return [...steps.map(({ decision }) => decision.verdict), end.mode];
  },
  plan: ({ files, transport }: HiddenCase, state: DeviceState): readonly string[] => {
    const plan = planUpdate(
      state,
      files,
      { kind: 'files' },
      {
        via: transport === 'dfu_flag' ? 'ota' : transport,
        suggest: false,
      },
    );
    return plan.kind === 'plan' ? [plan.kind, plan.end.mode] : [plan.kind, plan.kind];
  },
  check: ({ files, transport }: HiddenCase, state: DeviceState): readonly string[] => {
    const { outcome } = fleetJudge(files, transport)(state);
    return [outcome === 'unclear' ? UNKNOWN : outcome];
  },
} as const;

export type Question = keyof typeof QUESTIONS;

const UNKNOWN = 'unknown';

/** Whether something hidden is named by a dependency, or is looked at whatever the question. */
function matters(asked: HiddenCase, question: Question): boolean {
  const { truth, files, transport, names } = asked;
  const needs = requirements(asked);
  const rules = rulesOf(truth.platform);
  if (rules === null) return false;
  return names.some((name) => {
    switch (name) {
      case 'radio':
        return needs.some((one) => one.function === F.radio);
      case 'ncp':
        return needs.some((one) => one.function === F.ncp);
      case 'protection':
        return question !== 'boot' && transport !== 'ota' && rules.protectable;
      case 'assets':
        return question !== 'accept' && truth.modules.some(({ assets }) => assets.length > 0);
      case 'applicationStart':
        return question !== 'accept' && rules.dynamicApplication !== null;
      default: {
        const kinds = kindsAt(truth.platform, name);
        const isNamed = kinds.some((slot) =>
          needs.some((one) => one.function === slot.function && one.index === slot.index),
        );
        const incoming = files.slice(0, 1).some(({ facts }) => facts.function === F.system);
        const onTheWay =
          question === 'accept'
            ? rules.validatorAt.includes(name) || (incoming && kinds.some((slot) => slot.function === F.system))
            : kinds.some(({ store }) => store === 'main');
        return isNamed || onTheWay;
      }
    }
  });
}

/** What one case came to for one question. */
export interface Outcome {
  /** A definite answer that a completion does not give. */
  readonly contradicted: boolean;
  /** All completions agree, for all answers. */
  readonly agree: boolean;
  /** Every answer is a definite one. */
  readonly definite: boolean;
  readonly matters: boolean;
  readonly told: readonly string[];
  readonly possible: readonly (readonly string[])[];
}

/** Asks with something hidden, and with each completion of it. */
export function ask(seed: number, question: Question): Outcome {
  const asked = hiddenCase(seed);
  const put = QUESTIONS[question];
  const told = put(asked, asked.hidden);
  const possible = told.map((): Set<string> => new Set());
  // Where completions disagree, only a definite answer can still be wrong: the files behind the last of them need not be sent again.
  const definite = told.findLastIndex((one) => one !== UNKNOWN) + 1;
  const shorter: HiddenCase =
    question === 'simulate' && definite < told.length ? { ...asked, files: asked.files.slice(0, definite) } : asked;
  let agree = true;
  for (const state of completions(asked, seed)) {
    if (!agree && definite === 0) break;
    for (const [at, answer] of put(agree ? asked : shorter, state).entries()) possible[at]?.add(answer);
    agree = agree && possible.every((answers) => answers.size === 1);
  }
  const lists = possible.map((answers) => [...answers]);
  return {
    contradicted: told.some((one, at) => one !== UNKNOWN && lists[at]?.some((other) => other !== one)),
    agree: lists.every((answers) => answers.length === 1 && answers[0] !== UNKNOWN),
    definite: !told.includes(UNKNOWN),
    matters: matters(asked, question),
    told,
    possible: lists,
  };
}

/** What many cases came to. */
export interface Tally {
  cases: number;
  contradicted: number;
  agree: number;
  agreeDefinite: number;
  /** Of those in which what is hidden is named, or lies on the way. */
  agreeMatters: number;
  agreeMattersDefinite: number;
  readonly seeds: number[];
  readonly evasive: number[];
}

export const emptyTally = (): Tally => ({
  cases: 0,
  contradicted: 0,
  agree: 0,
  agreeDefinite: 0,
  agreeMatters: 0,
  agreeMattersDefinite: 0,
  seeds: [],
  evasive: [],
});

/** Counts one case. */
export function count(tally: Tally, seed: number, question: Question): Outcome {
  const outcome = ask(seed, question);
  tally.cases++;
  if (outcome.contradicted) {
    tally.contradicted++;
    if (tally.seeds.length < 20) tally.seeds.push(seed);
  }
  if (!outcome.agree) return outcome;
  tally.agree++;
  if (outcome.definite) tally.agreeDefinite++;
  if (!outcome.matters) return outcome;
  tally.agreeMatters++;
  if (outcome.definite) tally.agreeMattersDefinite++;
  else if (tally.evasive.length < 20) tally.evasive.push(seed);
  return outcome;
}
