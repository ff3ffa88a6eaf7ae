/**
 * The search over device states, with the twin as the only judge: A* with a lower bound that is never too high, so the plan is optimal in
 * steps, then bytes, then steps without the application (the first two swapped on demand). Ties fall by the order of the files, which does not
 * depend on how they were given: the same input gives the same plan.
 */
import { boot } from '../device/boot.js';
import type { Boot } from '../device/boot.js';
import type { DeviceState, Transport } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { isReached, unmetParts } from './goal.js';
import type { Goal } from './goal.js';
import { leftAfter, without } from './landmarks.js';
import type { LowerBound } from './landmarks.js';
import { relax } from './relaxed.js';
import { isInstalled, moveTo, stateKey, waitsForApplication } from './world.js';
import type { Move, MoveOptions, PlanFile } from './world.js';

export interface SearchOptions extends MoveOptions {
  readonly transports: readonly Transport[];
  readonly prefer: 'steps' | 'bytes';
  /** Device states looked at before the search gives up. */
  readonly stateLimit: number;
  /** Questions to the twin before the search gives up; absent = no limit but that of states. */
  readonly moveLimit?: number;
  /** Where there is no way, nobody asks how close it gets. */
  readonly anyWay?: boolean;
  /** Where the work of several searches is counted. */
  readonly work?: Work;
}

/** Files that were tried in device states, counted while it is done: the same on every machine, as time is not. */
export interface Work {
  tried: number;
}

export type SearchResult =
  | { readonly kind: 'found'; readonly moves: readonly Move[] }
  /** `closest` is the state with the fewest parts of the goal unmet. */
  | { readonly kind: 'unreachable'; readonly closest: DeviceState }
  | { readonly kind: 'limit'; readonly stateLimit: number };

/** So many files are left out of a state in the time of one question to the twin. */
const FILES_A_QUESTION = 32;

/** Three numbers, compared one after the other. */
type Cost = readonly [number, number, number];

interface Node {
  readonly state: DeviceState;
  readonly key: string;
  readonly boot: Boot;
  readonly steps: number;
  readonly bytes: number;
  readonly withoutApplication: number;
  readonly estimate: Cost;
  /** Lower bound on the steps to go; `exact` once the relaxed world was asked, before that what follows from the parent. */
  readonly toGo: number;
  readonly exact: LowerBound | null;
  /** The files that were not sent from here yet, the one that may lead to the best way first; null before the state is looked at. */
  readonly untried: readonly Untried[] | null;
  readonly parent: Node | null;
  readonly move: Move | null;
  /** The place of the file that was sent; -1 at the start. */
  readonly sent: number;
  /** Number in order of discovery: the last tie-breaker. */
  readonly order: number;
}

/** A file that a device in a state may take, and what a way through it costs at least. */
interface Untried {
  readonly file: PlanFile;
  /** Its place among the files. */
  readonly at: number;
  readonly estimate: Cost;
}

function compareCost(a: Cost, b: Cost): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Finds the best sequence of files from a state to a goal. */
export function search(
  start: DeviceState,
  files: readonly PlanFile[],
  goal: Goal,
  options: SearchOptions,
): SearchResult {
  const bound = relax(start.platform, start, files, goal, options.transports[0] ?? 'ota');
  const costOf = (steps: number, bytes: number, without: number): Cost =>
    options.prefer === 'steps' ? [steps, bytes, without] : [bytes, steps, without];
  const best = new Map<string, Cost>();
  const open = new Heap();
  let discovered = 0;
  let lookedAt = 0;
  let asked = 0;
  let closest: Node | null = null;

  const add = (state: DeviceState, parent: Node | null, move: Move | null, sent: number): void => {
    const key = stateKey(state);
    const steps = parent === null ? 0 : parent.steps + 1;
    const bytes = parent === null || move === null ? 0 : parent.bytes + move.file.size;
    const after = move === null ? boot(state) : move.boot;
    const without = (parent?.withoutApplication ?? 0) + (move !== null && after.mode !== 'runs-app' ? 1 : 0);
    const cost = costOf(steps, bytes, without);
    const known = best.get(key);
    if (known !== undefined && compareCost(known, cost) <= 0) return;
    best.set(key, cost);
    // Asking the relaxed world takes long, so it waits until the state is the best one left.
    const toGo = Math.max(bound.unmet(state), (parent?.toGo ?? 1) - 1);
    const estimate = costOf(steps + toGo, bytes + bound.bytes(state, toGo), without);
    open.push({
      state,
      key,
      boot: after,
      steps,
      bytes,
      withoutApplication: without,
      estimate,
      toGo,
      exact: null,
      untried: null,
      parent,
      move,
      sent,
      order: discovered++,
    });
  };

  /** The node with its own bound; null where even the relaxed world has no way from there. */
  const sharpened = (node: Node): Node | null => {
    const known = node.parent?.exact?.sets ?? [];
    const least = bound.toGo(node.state, leftAfter(known, node.sent));
    const toGo = Math.max(node.toGo, least.steps);
    // How close it gets is told of the start too.
    if (toGo === Infinity) return node.parent === null && options.anyWay !== true ? { ...node, exact: least } : null;
    return {
      ...node,
      toGo,
      exact: least,
      estimate: costOf(
        node.steps + toGo,
        node.bytes + Math.max(least.bytes, bound.bytes(node.state, toGo)),
        node.withoutApplication,
      ),
    };
  };

  /** What may be sent from a state, with what a way through it costs at least by the sets of which it needs one file each. */
  const untriedFrom = (
    { state, steps, bytes, withoutApplication, toGo, estimate }: Node,
    least: LowerBound,
  ): Untried[] => {
    const mayTake = options.transports.length > 1 ? () => true : bound.mayTake(state);
    const found: Untried[] = [];
    for (const [at, file] of files.entries()) {
      if (!mayTake(at)) continue;
      if (isInstalled(state, file) || waitsForApplication(state, file, files)) continue;
      const rest = without(least.sets, at);
      const [stepsAfter, bytesAfter] = [Math.max(toGo - 1, rest.steps), Math.max(least.bytes - file.size, rest.bytes)];
      const through = costOf(steps + 1 + stepsAfter, bytes + file.size + bytesAfter, withoutApplication);
      found.push({ file, at, estimate: compareCost(through, estimate) < 0 ? estimate : through });
    }
    return found.sort((a, b) => compareCost(a.estimate, b.estimate));
  };

  add(start, null, null, -1);
  for (let node = open.pop(); node !== null; node = open.pop()) {
    if (isOutdated(node, best, costOf)) continue;
    if (node.exact === null) {
      const sharp = sharpened(node);
      if (sharp !== null) open.push(sharp);
      continue;
    }
    if (node.untried === null) {
      if (isReached(goal, node.state, node.boot)) return { kind: 'found', moves: movesTo(node) };
      if (closest === null || unmetParts(goal, node.state).length < unmetParts(goal, closest.state).length) {
        closest = node;
      }
      if (++lookedAt > options.stateLimit) return { kind: 'limit', stateLimit: options.stateLimit };
      asked += Math.ceil(files.length / FILES_A_QUESTION);
      if (options.work !== undefined) options.work.tried += files.length;
    }
    // A file is sent only once no other way is as good as the best that may lead through it.
    const untried = node.untried ?? untriedFrom(node, node.exact);
    let at = 0;
    for (let next = untried[at]; next !== undefined; next = untried[++at]) {
      const first = open.first();
      if (first !== null && compareCost(next.estimate, first.estimate) > 0) {
        open.push({ ...node, estimate: next.estimate, untried: untried.slice(at) });
        break;
      }
      if (asked > (options.moveLimit ?? Infinity)) return { kind: 'limit', stateLimit: lookedAt };
      asked += 1;
      const move = firstMove(node.state, next.file, options);
      if (move !== null) add(move.state, node, move, next.at);
    }
  }
  return { kind: 'unreachable', closest: closest?.state ?? start };
}

/** The first of the transports over which the device takes the file. */
function firstMove(state: DeviceState, file: PlanFile, options: SearchOptions): Move | null {
  for (const transport of options.transports) {
    // The vendor's tools send assets to the running system; there is no need of the update flag, which is for bootloaders.
    if (transport === 'dfu_flag' && file.facts.function === MODULE_FUNCTION.asset) continue;
    const move = moveTo(state, file, transport, options);
    if (move !== null) return move;
  }
  return null;
}

function isOutdated(
  node: Node,
  best: ReadonlyMap<string, Cost>,
  costOf: (steps: number, bytes: number, without: number) => Cost,
): boolean {
  const known = best.get(node.key);
  return known !== undefined && compareCost(known, costOf(node.steps, node.bytes, node.withoutApplication)) < 0;
}

function movesTo(node: Node): readonly Move[] {
  const moves: Move[] = [];
  for (let one: Node | null = node; one !== null; one = one.parent) if (one.move !== null) moves.push(one.move);
  return moves.reverse();
}

/** A binary heap by estimate, then by order of discovery. A class, because it is a container with a state of its own. */
class Heap {
  private readonly nodes: Node[] = [];

  push(node: Node): void {
    this.nodes.push(node);
    let at = this.nodes.length - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.isBefore(at, up)) return;
      this.swap(at, up);
      at = up;
    }
  }

  pop(): Node | null {
    const first = this.nodes[0];
    const last = this.nodes.pop();
    if (first === undefined || last === undefined) return null;
    if (this.nodes.length > 0) {
      this.nodes[0] = last;
      this.sink();
    }
    return first;
  }

  first(): Node | null {
    return this.nodes[0] ?? null;
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      const right = left + 1;
      let next = at;
      if (left < this.nodes.length && this.isBefore(left, next)) next = left;
      if (right < this.nodes.length && this.isBefore(right, next)) next = right;
      if (next === at) return;
      this.swap(at, next);
      at = next;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const one = this.nodes[a];
    const other = this.nodes[b];
    if (one === undefined || other === undefined) return false;
    const cost = compareCost(one.estimate, other.estimate);
    return cost < 0 || (cost === 0 && one.order < other.order);
  }

  private swap(a: number, b: number): void {
    const one = this.nodes[a];
    const other = this.nodes[b];
    if (one === undefined || other === undefined) return;
    this.nodes[a] = other;
    this.nodes[b] = one;
  }
}
