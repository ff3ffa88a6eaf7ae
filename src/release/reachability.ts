/**
 * From which installed releases a release is reached over the air, and at what cost. All starts of a platform are explored together, and one search
 * backwards from the goal gives every cell its cost; it agrees with `planUpdate` (fewest steps, then bytes, then steps without the application).
 */
import { moduleKey } from '../module/id.js';
import { releaseRow, releaseRows } from '../catalog/releases.js';
import type { ReleaseRow } from '../catalog/releases.js';
import { intermediateReleasesBetween } from '../catalog/intermediate-releases.js';
import { boot } from '../device/boot.js';
import { shippedState } from '../device/shipped.js';
import type { DeviceState } from '../device/types.js';
import { vendorEstimate } from '../plan/cost.js';
import { allDeclared } from '../plan/declared.js';
import { isReached } from '../plan/goal.js';
import type { Goal } from '../plan/goal.js';
import { goalOfRelease, hasSystemOf } from '../plan/update.js';
import { isHazardous, isInstalled, moveTo, stateKey, uniqueFiles } from '../plan/world.js';
import type { Move, PlanFile } from '../plan/world.js';

/** What an update costs a device. */
export interface ReachCost {
  /** Files that are sent. */
  readonly steps: number;
  /** Bytes of the files, and the vendor's estimate over the air; null where a file is known by its header alone. */
  readonly bytes: number | null;
  /** See `bytes`. */
  readonly wireBytes: number | null;
  /** Steps after which the application does not run. */
  readonly safeModeSteps: number;
}

/** Whether and how a release is reached. */
export type Reach =
  /** The goal's own files suffice. */
  | ({ readonly kind: 'direct' } & ReachCost)
  /** Only with the files of these releases, in that order of age, in between. */
  | ({ readonly kind: 'needs'; readonly first: readonly string[] } & ReachCost)
  | { readonly kind: 'unreachable' }
  /** Too little is known of a device of that release: its modules, radio stack or NCP. */
  | { readonly kind: 'unknown' }
  /** More states than are explored, so neither a way nor that there is none would be certain. */
  | { readonly kind: 'limit' };

/** One row of the matrix: the release that is installed. */
export interface ReachCell {
  /** Its name. */
  readonly release: string;
  /** Module version of its system parts. */
  readonly system: number;
  /** What the way from there is. */
  readonly reach: Reach;
}

/** A release, and what the way to it costs from each older one. */
export interface ReachMatrix {
  /** Platform id. */
  readonly platform: number;
  /** The release that the ways lead to. */
  readonly release: string;
  /** How many files at hand the ways go by. */
  readonly own: number;
  /** Files of the goal that were taken from the release table, because they are not at hand. */
  readonly declared: readonly PlanFile[];
  /** By ascending release, without the goal itself and what is newer. */
  readonly cells: readonly ReachCell[];
}

/** More states than any platform of the catalog comes to. */
const STATE_LIMIT = 200_000;

/** How far the exploration goes. */
export interface ReachOptions {
  /** Device states explored at once before the exploration gives up; default 200,000. */
  readonly stateLimit?: number | undefined;
  /** Module versions of the installed releases that are asked about; undefined = every older one. */
  readonly from?: readonly number[] | undefined;
  /** Files that lie beside those that may be sent: of several releases that do as one step, the one that is there is named, as a plan takes it. */
  readonly beside?: readonly PlanFile[] | undefined;
}

/**
 * The matrix of a release: a cell for every older release of the platform. Null where the table has no such release for the platform.
 *
 * @param files what may be sent; modules of the release that are not among them are taken from the release table
 */
export function reachability(
  platform: number,
  release: string,
  files: readonly PlanFile[],
  { stateLimit = STATE_LIMIT, from, beside = [] }: ReachOptions = {},
): ReachMatrix | null {
  const row = releaseRow(release, platform);
  if (row === undefined) return null;
  const declared = allDeclared(platform, row).filter(
    ({ facts }) =>
      !files.some((file) => moduleKey(file.facts) === moduleKey(facts) && file.facts.version >= facts.version),
  );
  const world = uniqueFiles([...files, ...declared]);
  const rows = releaseRows(platform).filter(
    ({ system }) => system < row.system && (from === undefined || from.includes(system)),
  );
  const starts = rows.map((one): Start => startOf(one, platform, world, row));
  const cells = solve(platform, row, world, starts, { stateLimit, beside });
  return {
    platform,
    release,
    own: files.length,
    declared,
    cells: starts.map(({ from: start, state }) => ({
      release: start.release,
      system: start.system,
      reach: state === null ? { kind: 'unknown' } : (cells.get(start) ?? withoutWay(state)),
    })),
  };
}

/** Where the radio stack or the NCP of a device is not known, neither is whether it refuses. */
function withoutWay({ radio, ncp }: DeviceState): Reach {
  return { kind: radio === 'unknown' || ncp === 'unknown' ? 'unknown' : 'unreachable' };
}

interface Start {
  readonly from: ReleaseRow;
  readonly state: DeviceState | null;
  readonly goal: Goal | null;
}

function startOf(from: ReleaseRow, platform: number, world: readonly PlanFile[], row: ReleaseRow): Start {
  const state = shippedState(from.release, platform, 'for_release')?.state ?? null;
  return { from, state, goal: state === null ? null : goalOfRelease(state, world, row) };
}

/** First with the goal's files alone, then over hazards too, then with each release in between that may open the way. */
function solve(
  platform: number,
  row: ReleaseRow,
  world: readonly PlanFile[],
  starts: readonly Start[],
  { stateLimit, beside }: { readonly stateLimit: number; readonly beside: readonly PlanFile[] },
): ReadonlyMap<ReleaseRow, Reach> {
  const found = new Map<ReleaseRow, Reach>();
  const isOpen = ({ from, state }: Start): boolean => state !== null && !found.has(from);
  const moves = rememberedMoves();
  const take = (some: readonly Start[], files: readonly PlanFile[], allowHazards: boolean): ReturnType<typeof costs> =>
    costs(some.filter(isOpen), files, { allowHazards, moves, stateLimit });
  const settle = (answers: ReturnType<typeof costs>, way: WayKind): void => {
    for (const [from, cost] of answers) found.set(from, cost === 'limit' ? { kind: 'limit' } : { ...way, ...cost });
  };
  for (const allowHazards of [false, true]) settle(take(starts, world, allowHazards), { kind: 'direct' });
  const ways = waysBetween(platform, row, starts.filter(isOpen), beside);
  const between = filesBetween(platform);
  const tryWay = (first: readonly string[], probes: readonly Start[] | null): void => {
    const files = uniqueFiles([...world, ...first.flatMap(between)]);
    if (probes !== null && take(probes, files, true).size === 0) return;
    settle(take(starts, files, true), { kind: 'needs', first });
  };
  // The oldest and the newest of those that are left tell whether a way is worth the whole exploration.
  for (const first of ways) {
    const left = starts.filter(isOpen);
    if (left.length === 0) return found;
    tryWay(first, [...left.slice(0, 1), ...left.slice(-1)]);
  }
  // What is left may still have a way of its own; where too little is known of the device, none would be certain.
  if (starts.some((one) => isOpen(one) && one.state !== null && withoutWay(one.state).kind === 'unreachable')) {
    for (const first of ways) tryWay(first, null);
  }
  return found;
}

/** What a way is called, without its cost. */
type WayKind = { readonly kind: 'direct' } | { readonly kind: 'needs'; readonly first: readonly string[] };

/** The declared files of a release; each time the same ones. */
function filesBetween(platform: number): (release: string) => readonly PlanFile[] {
  const known = new Map<string, readonly PlanFile[]>();
  return (release) => {
    const before = known.get(release);
    if (before !== undefined) return before;
    const row = releaseRow(release, platform);
    const files = row === undefined ? [] : allDeclared(platform, row);
    known.set(release, files);
    return files;
  };
}

/** A step, and the key of the state that it leads to. */
interface KnownMove extends Move {
  readonly key: string;
}

/** What a file does to a state, over hazards too; null where a plan may not send it. */
type Moves = (node: Node, file: PlanFile) => KnownMove | null;

/** Steps that are remembered at once; one holds a state, of which most parts are shared. */
const MOST_MOVES = 200_000;

/** One exploration after the other asks for the same steps: from the same starts, with one release more. */
function rememberedMoves(): Moves {
  const known = new Map<string, Map<PlanFile, KnownMove | null>>();
  let count = 0;
  return (node, file) => {
    let from = known.get(node.key);
    const before = from?.get(file);
    if (before !== undefined) return before;
    const move = moveTo(node.state, file, 'ota', { allowHazards: true, allowStranding: false });
    const found = move === null ? null : { ...move, key: stateKey(move.state) };
    if (++count > MOST_MOVES) {
      known.clear();
      from = undefined;
      count = 1;
    }
    if (from === undefined) known.set(node.key, new Map([[file, found]]));
    else from.set(file, found);
    return found;
  };
}

/** What to try in between: the documented intermediate releases one by one and together, then every final release, the oldest first, then pre-releases and what follows them. */
function waysBetween(
  platform: number,
  row: ReleaseRow,
  left: readonly Start[],
  beside: readonly PlanFile[],
): readonly (readonly string[])[] {
  if (left.length === 0) return [];
  const oldest = Math.min(...left.map(({ from }) => from.system));
  const documented = intermediateReleasesBetween(platform, oldest, row.system).flatMap(
    ({ releases }) =>
      releases.find((one) => hasSystemOf(beside, one, platform)) ??
      releases.find((one) => releaseRow(one, platform) !== undefined) ??
      [],
  );
  const rows = releaseRows(platform).filter(({ system }) => system > oldest && system < row.system);
  const isFinal = (one: ReleaseRow): boolean => !one.release.includes('-');
  const after = ({ system }: ReleaseRow): ReleaseRow | undefined =>
    rows.find((one) => isFinal(one) && one.system > system);
  const preReleases = rows.filter((one) => !isFinal(one));
  return [
    ...documented.map((one) => [one]),
    ...documented.slice(1).map((one, at) => [documented[at] ?? one, one]),
    ...(documented.length > 2 ? [documented.slice(0, 3)] : []),
    ...rows.filter(isFinal).flatMap(({ release }) => (documented.includes(release) ? [] : [[release]])),
    ...preReleases.map(({ release }) => [release]),
    ...preReleases.map((one) => [one.release, ...(after(one) === undefined ? [] : [after(one)?.release ?? ''])]),
  ];
}

interface Edge {
  readonly from: string;
  readonly file: PlanFile;
  readonly runs: boolean;
}

/** A state of the explored world, with the edges that lead to it. */
interface Node {
  readonly key: string;
  readonly state: DeviceState;
  readonly into: Edge[];
}

interface Known {
  readonly steps: number;
  readonly bytes: number;
  readonly without: number;
  readonly file: PlanFile | null;
  readonly next: string | null;
}

interface ExploreOptions {
  readonly allowHazards: boolean;
  readonly moves: Moves;
  readonly stateLimit: number;
}

/**
 * Every start that reaches its goal with these files, with its cost; `limit` where the exploration was broken off. Starts that aim alike share one
 * exploration and one search backwards.
 */
function costs(
  starts: readonly Start[],
  files: readonly PlanFile[],
  options: ExploreOptions,
): ReadonlyMap<ReleaseRow, ReachCost | 'limit'> {
  const result = new Map<ReleaseRow, ReachCost | 'limit'>();
  const groups = new Map<string, Start[]>();
  for (const start of starts) {
    if (start.goal === null) continue;
    const key = goalKey(start.goal);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [start]);
    else group.push(start);
  }
  for (const group of groups.values()) {
    const goal = group[0]?.goal ?? null;
    if (goal === null) continue;
    const states = group.flatMap(({ state }) => (state === null ? [] : [state]));
    const explored = explore(states, files, goal, options);
    if (explored === 'limit') {
      for (const { from } of group) result.set(from, 'limit');
      continue;
    }
    const known = backwards(...explored);
    for (const { from, state } of group) {
      const cost = state === null ? undefined : known.get(stateKey(state));
      if (cost !== undefined) result.set(from, costOf(cost, known));
    }
  }
  return result;
}

function goalKey({ parts, runsApplication }: Goal): string {
  const words = parts.map(
    (part) => `${part.kind} ${part.key} ${part.kind === 'file' ? part.file.sha256 : part.version}`,
  );
  return `${runsApplication} ${words.join(';')}`;
}

/** Everything that the starts can become, each state once; a state that reached the goal goes no further. `limit` where that is too much. */
function explore(
  starts: readonly DeviceState[],
  files: readonly PlanFile[],
  goal: Goal,
  options: ExploreOptions,
): readonly [ReadonlyMap<string, Node>, readonly Node[]] | 'limit' {
  const nodes = new Map<string, Node>();
  const reached: Node[] = [];
  const open: Node[] = [];
  const nodeOf = (state: DeviceState, key: string, after: ReturnType<typeof boot>): Node => {
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const node: Node = { key, state, into: [] };
    nodes.set(key, node);
    (isReached(goal, state, after) ? reached : open).push(node);
    return node;
  };
  for (const state of starts) nodeOf(state, stateKey(state), boot(state));
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (nodes.size >= options.stateLimit) return 'limit';
    for (const file of files) {
      if (isInstalled(node.state, file)) continue;
      const move = options.moves(node, file);
      if (move === null || (!options.allowHazards && isHazardous(move))) continue;
      const next = nodeOf(move.state, move.key, move.boot);
      next.into.push({ from: node.key, file, runs: move.boot.mode === 'runs-app' });
    }
  }
  return [nodes, reached];
}

/** The uniform-cost search from the goal: level by level, for every step counts one; inside a level the fewest bytes, then the fewest steps without the application. */
function backwards(nodes: ReadonlyMap<string, Node>, reached: readonly Node[]): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const { key } of reached) known.set(key, { steps: 0, bytes: 0, without: 0, file: null, next: null });
  let level: readonly Node[] = reached;
  while (level.length > 0) {
    const found = new Map<string, Known>();
    for (const node of level) {
      const here = known.get(node.key);
      if (here === undefined) continue;
      for (const { from, file, runs } of node.into) {
        if (known.has(from)) continue;
        const cost: Known = {
          steps: here.steps + 1,
          bytes: here.bytes + file.size,
          without: here.without + (runs ? 0 : 1),
          file,
          next: node.key,
        };
        const before = found.get(from);
        if (before === undefined || isCheaper(cost, before)) found.set(from, cost);
      }
    }
    for (const [key, cost] of found) known.set(key, cost);
    level = [...found.keys()].flatMap((key) => nodes.get(key) ?? []);
  }
  return known;
}

function isCheaper(a: Known, b: Known): boolean {
  return a.bytes - b.bytes < 0 || (a.bytes === b.bytes && a.without < b.without);
}

function costOf(start: Known, known: ReadonlyMap<string, Known>): ReachCost {
  const sent: PlanFile[] = [];
  for (let one: Known | undefined = start; one?.file != null && one.next !== null; one = known.get(one.next)) {
    sent.push(one.file);
  }
  const isKnown = sent.every(({ size }) => size > 0);
  return {
    steps: start.steps,
    bytes: isKnown ? start.bytes : null,
    wireBytes: isKnown ? sent.reduce((sum, { size }) => sum + vendorEstimate(size), 0) : null,
    safeModeSteps: start.without,
  };
}
