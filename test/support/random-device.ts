/** Random devices and modules, from sensible to hostile, over every platform. The same seed gives the same ones. */
import { accept } from '../../src/device/accept.js';
import { boot, settle } from '../../src/device/boot.js';
import { send } from '../../src/device/simulate.js';
import { slotsOf } from '../../src/catalog/flash-map.js';
import type { Slot } from '../../src/catalog/flash-map.js';
import type { AssetName, DeviceState, InstalledModule, ModuleFacts, Transport } from '../../src/device/types.js';
import type { Requirement } from '../../src/module/types.js';

const PLATFORMS = [
  6, 6, 8, 10, 10, 12, 13, 14, 15, 22, 23, 24, 25, 26, 28, 32, 35, 6, 8, 10, 12, 26, 32, 0, 3, 20, 31, 65535,
] as const;
export const TRANSPORTS: readonly Transport[] = ['ota', 'serial', 'local', 'dfu', 'dfu_flag'];
/** At the switches of Device OS, beside them, and anything. */
const VERSIONS = [
  0, 1, 7, 10, 11, 12, 13, 17, 18, 19, 21, 22, 23, 99, 100, 103, 110, 199, 200, 204, 207, 300, 301, 1000, 1001, 1003,
  1004, 1100, 1212, 1319, 1320, 1512, 1999, 2000, 2002, 2021, 2099, 2100, 2199, 2200, 2202, 2302, 2609, 2610, 2999,
  3000, 3002, 3005, 3100, 3102, 3103, 3200, 3302, 4200, 5499, 5500, 5600, 5700, 5701, 5800, 5901, 5999, 6000, 6100,
  6101, 6102, 6200, 6201, 9999, 10345, 65535,
] as const;
const ODD_ADDRESSES = [
  0, 1, 4, 0x1000, 0x27000, 0x28000, 0x30000, 0xb4000, 0xd4000, 0xf4000, 0x100000, 0x07ffffff, 0x08000000, 0x080c0000,
  0x080e0000, 0x08100000, 0x08480000, 0x085ffffc, 0x08600000, 0x08800000, 0x12000000, 0x7fffffff, 0x80000000,
  0xfffff000, 0xffffffff,
] as const;

export interface Dice {
  /** A whole number below `limit`. */
  readonly below: (limit: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** mulberry32 */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 0x100000000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    pick: (from) => {
      const one = from[below(from.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
  };
}

const version = (dice: Dice): number => (dice.chance(0.8) ? dice.pick(VERSIONS) : dice.below(0x10000));
const address = (dice: Dice): number => (dice.chance(0.7) ? dice.pick(ODD_ADDRESSES) : dice.below(0x100000000));
const moduleFunction = (dice: Dice): number => (dice.chance(0.9) ? dice.below(10) : dice.below(256));

function dependency(dice: Dice): Requirement | null {
  if (dice.chance(0.4)) return null;
  return { function: moduleFunction(dice), index: dice.below(dice.chance(0.9) ? 4 : 256), version: version(dice) };
}

const NAMES = ['a', 'b', '', 'c'.repeat(300)] as const;
const asset = (dice: Dice): AssetName => ({ name: dice.pick(NAMES), hash: dice.pick(['00', 'ff']) });
const some = <T>(dice: Dice, make: () => T): readonly T[] =>
  dice.chance(0.8) ? [] : Array.from({ length: dice.below(4) }, make);

/** A module for a slot of the platform, or for no slot at all. */
export function randomModule(dice: Dice, platform: number, depth = 0): ModuleFacts {
  const slots = slotsOf(platform);
  const slot = slots.length > 0 && dice.chance(0.85) ? dice.pick(slots) : null;
  return slot !== null && dice.chance(0.6) ? sensible(dice, platform, slot) : hostile(dice, platform, slot, depth);
}

/** Well-formed and in its place; a dependency on what may be there. */
function sensible(dice: Dice, platform: number, slot: Slot): ModuleFacts {
  const needs = dice.chance(0.5) ? null : dice.pick(slotsOf(platform));
  const user = slot.function === 5;
  const start = slot.dynamic ? 0x085f4000 : user ? userStart(platform, slot) : slot.start;
  return {
    function: slot.function,
    index: slot.index,
    version: version(dice),
    platform,
    start,
    end: slot.dynamic ? 0x085ffffc : start + 4 * (1 + dice.below((slot.end - slot.start) >> 2)) - 4,
    mcu: slot.location === 'ncp' ? 0x21 : 0,
    flags: slot.function === 8 ? 1 : 0,
    headerOffset: 0,
    dependency1: needs === null ? null : { function: needs.function, index: needs.index, version: dice.below(300) },
    dependency2: dice.chance(0.9) ? null : dependency(dice),
    crcOk: dice.chance(0.95),
    size: 0,
    dynamicStart: slot.dynamic ? start : null,
    assets: [],
    asset: null,
    protects: false,
    inner: null,
    combined: [],
  };
}

/** A factory copy names the place it is restored to. */
function userStart(platform: number, slot: Slot): number {
  const main = slotsOf(platform).find((one) => one.function === 5 && one.index === slot.index && one.store === 'main');
  return main?.start ?? slot.start;
}

function hostile(dice: Dice, platform: number, slot: Slot | null, depth: number): ModuleFacts {
  const start = slot !== null && dice.chance(0.85) ? slot.start : address(dice);
  const end = slot !== null && dice.chance(0.85) ? slot.start + dice.below(slot.end - slot.start + 2) : address(dice);
  const nested = depth < 2 && dice.chance(0.1);
  return {
    function: slot !== null && dice.chance(0.95) ? slot.function : moduleFunction(dice),
    index: slot !== null && dice.chance(0.95) ? slot.index : dice.below(256),
    version: version(dice),
    platform: dice.chance(0.9) ? platform : dice.below(0x10000),
    start,
    end: slot?.dynamic === true && dice.chance(0.7) ? 0x085ffffc : end,
    mcu: dice.chance(0.85) ? 0 : dice.pick([0x21, 0x44, 0xff, dice.below(256)]),
    flags: dice.chance(0.7) ? 0 : dice.below(256),
    headerOffset: dice.pick([0, 0, 0, 0x20, 0x184, 0x200]),
    dependency1: dependency(dice),
    dependency2: dependency(dice),
    crcOk: dice.chance(0.85),
    size: dice.chance(0.7) ? 0 : dice.below(0x400000),
    dynamicStart: dice.chance(0.7) ? null : dice.chance(0.5) ? start : address(dice),
    assets: some(dice, () => asset(dice)),
    asset: dice.chance(0.5) ? null : asset(dice),
    protects: dice.chance(0.3),
    inner: nested ? randomModule(dice, platform, depth + 1) : null,
    combined: nested ? [dice.chance(0.8) ? randomModule(dice, platform, depth + 1) : null] : [],
  };
}

function installed(dice: Dice, platform: number): InstalledModule {
  const module = randomModule(dice, platform);
  const slots = slotsOf(platform);
  const at = dice.chance(0.8) || slots.length === 0 ? module.start : dice.pick(slots).start;
  return { ...module, at };
}

/** Some of the slots filled as they should be, then a few things thrown in. */
function modulesOf(dice: Dice, platform: number): Map<number, InstalledModule> {
  const byPlace = new Map<number, InstalledModule>();
  const filled = dice.pick([0, 0.5, 0.9, 1]);
  for (const slot of slotsOf(platform)) {
    if (slot.location === 'ncp' || slot.function === 8 || !dice.chance(filled)) continue;
    const one = sensible(dice, platform, slot);
    const at = slot.store === 'factory' ? slot.start : one.start;
    byPlace.set(at, { ...one, at });
  }
  for (let left = dice.chance(0.4) ? 0 : dice.below(6); left > 0; left--) {
    const one = installed(dice, platform);
    byPlace.set(one.at, one);
  }
  return byPlace;
}

/** The platform of the device that these dice give, which is their first throw. */
export const platformOf = (dice: Dice): number => dice.pick(PLATFORMS);

/** A device, likely or not. */
export function randomState(dice: Dice): DeviceState {
  const platform = platformOf(dice);
  const places = slotsOf(platform).map(({ start }) => start);
  const byPlace = modulesOf(dice, platform);
  const open = dice.chance(0.7) ? [] : places.filter(() => dice.chance(0.3));
  return {
    platform,
    modules: [...byPlace.values()].sort((a, b) => a.at - b.at),
    unknown: open.filter((at) => !byPlace.has(at)),
    radio: dice.chance(0.3)
      ? 'unknown'
      : dice.chance(0.3)
        ? null
        : { version: dice.pick([182, 202, version(dice)]), infoWord: dice.pick([null, 0, 10345]) },
    ncp: dice.pick(['unknown', null, 5, 7, 65535] as const),
    applicationStart: dice.pick([null, 'unknown', 0x08480000, 0x085f4000, 0x085f4000, 0, 0xffffffff] as const),
    protection: dice.pick(['open', 'open', 'protected', 'service_mode', 'unknown'] as const),
    assets: dice.chance(0.2) ? 'unknown' : some(dice, () => asset(dice)),
    staged: dice.chance(0.9) ? null : installed(dice, platform),
  };
}

const VERDICTS: readonly string[] = ['accepted', 'refused', 'undefined', 'unknown'];
const MODES: readonly string[] = ['runs-app', 'safe-mode', 'factory-reset', 'dfu', 'hangs', 'undefined', 'unknown'];

/** How often each verdict and each end was met. */
export type Counts = Map<string, number>;

/**
 * One random device, one random file over one way: decided, sent, started. Throws where the twin throws, or where an answer contradicts itself.
 */
export function tryOne(dice: Dice, counts: Counts): void {
  const state = randomState(dice);
  const module = randomModule(dice, dice.chance(0.95) ? state.platform : dice.pick(PLATFORMS));
  const transport = dice.pick(TRANSPORTS);
  const decision = accept(state, module, dice.chance(0.8) ? { transport } : { transport, os: version(dice) });
  const sent = send(state, module, transport);
  const { mode, reasons } = boot(dice.chance(0.5) ? settle(sent.state) : sent.state);
  if (!VERDICTS.includes(decision.verdict) || !MODES.includes(mode)) throw new Error(`${decision.verdict}, ${mode}`);
  if ((decision.verdict === 'accepted') !== (decision.reason === null)) throw new Error('a verdict without its reason');
  if ((mode === 'runs-app') !== (reasons.length === 0)) throw new Error(`${mode} without a reason`);
  for (const name of [decision.verdict, mode]) counts.set(name, (counts.get(name) ?? 0) + 1);
}
