/** Small random worlds for the planner, and a search that is written apart from it: plain Dijkstra over device states, without any bound. */
import { boot, settle } from '../../src/device/boot.js';
import type { DeviceState, InstalledModule, Transport } from '../../src/device/types.js';
import type { Requirement } from '../../src/module/types.js';
import { search } from '../../src/plan/search.js';
import type { Goal, GoalPart } from '../../src/plan/goal.js';
import { moduleKey } from '../../src/module/id.js';
import { usefulFiles } from '../../src/plan/useful.js';
import { isInstalled, moveTo } from '../../src/plan/world.js';
import type { PlanFile } from '../../src/plan/world.js';
import { ARGON, BORON, deviceOf, ELECTRON, F, moduleFor, P1, PHOTON, TRACKER, withPart } from './devices.js';

export interface World {
  readonly state: DeviceState;
  readonly files: readonly PlanFile[];
  readonly goal: Goal;
  readonly prefer: 'steps' | 'bytes';
  readonly transports: readonly Transport[];
  readonly allowHazards: boolean;
}

interface Kind {
  readonly platform: number;
  readonly slots: readonly (readonly [number, number])[];
  readonly versions: readonly number[];
  readonly boot: readonly number[];
  /** System parts lie at one of two places, by their versions. */
  readonly isMoved?: boolean;
}
/** Slots by function and index, and versions on both sides of the rules that change. */
const KINDS: readonly Kind[] = [
  {
    platform: PHOTON,
    slots: [
      [F.sys, 1],
      [F.sys, 2],
      [F.boot, 0],
      [F.user, 1],
    ],
    versions: [17, 108, 200, 207, 1213, 1502, 2105, 2301],
    boot: [7, 11, 100, 101, 501],
  },
  {
    platform: P1,
    slots: [
      [F.sys, 1],
      [F.sys, 2],
      [F.boot, 0],
      [F.user, 1],
    ],
    versions: [23, 109, 207, 311, 1512, 2301],
    boot: [11, 101, 401],
  },
  {
    platform: ELECTRON,
    slots: [
      [F.sys, 1],
      [F.sys, 2],
      [F.sys, 3],
      [F.boot, 0],
    ],
    versions: [13, 17, 19, 21, 102, 110, 207, 1213, 2008, 3302],
    boot: [7, 11, 101, 1003],
  },
  {
    platform: ARGON,
    slots: [
      [F.boot, 0],
      [F.sys, 1],
      [F.radio, 0],
      [F.user, 1],
    ],
    versions: [1102, 1213, 1321, 1502, 2008, 2301, 4003, 5500],
    boot: [201, 311, 401, 501, 1003, 1101],
  },
  {
    platform: BORON,
    slots: [
      [F.boot, 0],
      [F.sys, 1],
      [F.radio, 0],
      [F.user, 2],
    ],
    versions: [1321, 1512, 2008, 3302, 4003, 5500],
    boot: [401, 501, 1003, 1101],
  },
  {
    platform: TRACKER,
    slots: [
      [F.boot, 0],
      [F.sys, 1],
      [F.ncp, 0],
      [F.radio, 0],
    ],
    versions: [1512, 2008, 3000, 3302, 4003],
    boot: [501, 1003, 1101],
  },
  ...[ARGON, BORON].map((platform) => ({
    platform,
    slots: [
      [F.boot, 0],
      [F.sys, 1],
      [F.user, platform === ARGON ? 1 : 2],
    ] as const,
    versions: [2008, 5500, 6101, 6201],
    boot: [1101, 3001, 3003],
    isMoved: true,
  })),
];
const RADIO = [182, 202];
const NCP = [5, 6, 7];

/** A generator of numbers below a bound; the same seed gives the same numbers (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let now = seed >>> 0;
  return (below) => {
    now = (now + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(now ^ (now >>> 15), now | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A world of up to `slots` slots with up to `versions` files each. */
export function randomWorld(seed: number, slots: number, versions: number): World {
  const below = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const kind = pick(KINDS);
  const { isMoved = false } = kind;
  const os = pick(kind.versions);
  const versionsOf = (moduleFunction: number): readonly number[] =>
    moduleFunction === F.boot
      ? kind.boot
      : moduleFunction === F.radio
        ? RADIO
        : moduleFunction === F.ncp
          ? NCP
          : kind.versions;
  const used = [...kind.slots].sort(() => below(3) - 1).slice(0, 1 + below(slots));
  const dependency = (own: readonly [number, number]): Requirement | null => {
    const [moduleFunction, index] = pick(kind.slots);
    if (below(3) === 0 || (moduleFunction === own[0] && index === own[1])) return null;
    return { function: moduleFunction, index, version: pick(versionsOf(moduleFunction)) };
  };
  const make = ([moduleFunction, index]: readonly [number, number], version: number): InstalledModule =>
    moduleFor(
      kind.platform,
      isMoved && moduleFunction === F.sys ? version : Math.max(os, version),
      [moduleFunction, index, version],
      {
        dependency1: dependency([moduleFunction, index]),
        dependency2: below(2) === 0 ? dependency([moduleFunction, index]) : null,
      },
    );
  const files = used.flatMap(([moduleFunction, index]) => {
    const versionsHere = [
      ...new Set(Array.from({ length: 1 + below(versions) }, () => pick(versionsOf(moduleFunction)))),
    ];
    return versionsHere.map((version): PlanFile => {
      const { at: _at, ...facts } = make([moduleFunction, index], version);
      const name = `${String(moduleFunction)}-${String(index)}@${String(version)}`;
      return { file: name, size: 1000 * (1 + below(8)), sha256: name, facts };
    });
  });
  const base = deviceOf(kind.platform, os);
  const changed = used.reduce(
    (state, slot) =>
      below(3) > 0 || slot[0] === F.radio || slot[0] === F.ncp
        ? state
        : withPart(state, make(slot, pick(versionsOf(slot[0])))),
    isMoved && below(2) === 0 ? withPart(base, make([F.sys, 1], pick(kind.versions))) : base,
  );
  const bySlot = new Map(files.map((file) => [moduleKey(file.facts), file]));
  const parts = [...bySlot.values()]
    .filter(() => below(4) > 0)
    .map((file): GoalPart => {
      const key = moduleKey(file.facts);
      const which = below(3);
      if (which === 0) return { kind: 'file', key, file };
      return which === 1
        ? { kind: 'version', key, version: file.facts.version }
        : { kind: 'minimum', key, version: file.facts.version };
    });
  return {
    state: settle(changed),
    files: [...files].sort((a, b) => (a.file < b.file ? -1 : 1)),
    goal: { parts, runsApplication: below(2) === 0 },
    prefer: below(3) === 0 ? 'bytes' : 'steps',
    transports: [pick(['ota', 'ota', 'serial', 'local', 'dfu'] as const)],
    allowHazards: below(2) === 0,
  };
}

export type Price = readonly [number, number, number];

/** The cheapest way by looking at every state; null where there is none. */
export function plainSearch(world: World): Price | null {
  const { state: start, files, goal, prefer, transports, allowHazards } = world;
  const keyOf = (state: DeviceState): string =>
    JSON.stringify([state.modules, state.unknown, state.radio, state.ncp, state.staged]);
  const price = (steps: number, bytes: number, without: number): Price =>
    prefer === 'steps' ? [steps, bytes, without] : [bytes, steps, without];
  const less = (a: Price, b: Price): boolean =>
    a[0] < b[0] || (a[0] === b[0] && (a[1] < b[1] || (a[1] === b[1] && a[2] < b[2])));
  interface Place {
    readonly state: DeviceState;
    readonly steps: number;
    readonly bytes: number;
    readonly without: number;
  }
  const found = new Map<string, { place: Place; done: boolean }>([
    [keyOf(start), { place: { state: start, steps: 0, bytes: 0, without: 0 }, done: false }],
  ]);
  const priceOf = ({ steps, bytes, without }: Place): Price => price(steps, bytes, without);
  for (;;) {
    const open = [...found.values()].filter(({ done }) => !done);
    const [first] = open;
    if (first === undefined) return null;
    const next = open.reduce((best, one) => (less(priceOf(one.place), priceOf(best.place)) ? one : best), first);
    next.done = true;
    const { state, steps, bytes, without } = next.place;
    if (isThere(goal, state)) return priceOf(next.place);
    for (const file of files) {
      if (isInstalled(state, file)) continue;
      const move = moveTo(state, file, transports[0]!, { allowHazards, allowStranding: false });
      if (move === null) continue;
      const place: Place = {
        state: move.state,
        steps: steps + 1,
        bytes: bytes + file.size,
        without: without + (boot(move.state).mode === 'runs-app' ? 0 : 1),
      };
      const known = found.get(keyOf(move.state));
      if (known === undefined) found.set(keyOf(move.state), { place, done: false });
      else if (!known.done && less(priceOf(place), priceOf(known.place))) known.place = place;
    }
  }
}

function isThere(goal: Goal, state: DeviceState): boolean {
  if (goal.runsApplication && boot(state).mode !== 'runs-app') return false;
  return goal.parts.every((part) => {
    if (part.kind === 'file') return isInstalled(state, part.file);
    const version = versionAt(state, part.key);
    return part.kind === 'version' ? version === part.version : version !== null && version >= part.version;
  });
}

function versionAt(state: DeviceState, key: number): number | null {
  const moduleFunction = key >> 8;
  if (moduleFunction === F.radio) return state.radio === null || state.radio === 'unknown' ? null : state.radio.version;
  if (moduleFunction === F.ncp) return typeof state.ncp === 'number' ? state.ncp : null;
  const all = state.modules.filter(
    (one) => one.function === moduleFunction && one.index === (key & 0xff) && one.at === one.start,
  );
  const there = all.some(({ crcOk }) => crcOk) ? all.filter(({ crcOk }) => crcOk) : all;
  // Of two places for Device OS, bootloader 3002 and later start what lies at the lower one.
  const bootloader = state.modules.find((one) => one.function === F.boot && one.index === 0);
  return (there.length > 1 && (bootloader?.version ?? 0) < 3002 ? there.at(-1) : there[0])?.version ?? null;
}

/** What the planner's search says, as a price. */
export function plannedPrice(world: World): Price | null {
  const { state, files, goal, prefer, transports, allowHazards } = world;
  const found = search(state, usefulFiles(state, files, goal), goal, {
    transports,
    prefer,
    stateLimit: 1_000_000,
    allowHazards,
    allowStranding: false,
  });
  if (found.kind !== 'found') return null;
  const bytes = found.moves.reduce((sum, { file }) => sum + file.size, 0);
  const without = found.moves.filter((move) => move.boot.mode !== 'runs-app').length;
  return prefer === 'steps' ? [found.moves.length, bytes, without] : [bytes, found.moves.length, without];
}
