/**
 * Lower bounds in a world where nothing is ever lost: what a file gives stays. The cost of the dearest condition, and sets of ways of which every
 * plan needs one each, so that they add up. Source: Helmert and Domshlak, "Landmarks, critical paths and abstractions" (2009), LM-cut.
 */

/** A file under one class of releases: once all of its conditions hold, it can be sent in one step. */
export interface Way {
  readonly file: number;
  /** Facts by number, at least one. */
  readonly needs: readonly number[];
}

/** What can be had, and how. */
export interface RelaxedWorld {
  readonly facts: number;
  readonly ways: readonly Way[];
  /** For each file the facts that it gives. */
  readonly gives: readonly (readonly number[])[];
  /** Bytes of each file. */
  readonly sizes: readonly number[];
}

/** At least so many steps and bytes; Infinity where no way leads there. */
export interface LowerBound {
  readonly steps: number;
  readonly bytes: number;
  /** Sets of files of which every plan needs one each, for steps of their own. */
  readonly sets: readonly FileSet[];
}

/** Files of which a plan needs one. */
export interface FileSet {
  readonly files: ReadonlySet<number>;
  /** The ways to send them, by number. */
  readonly ways: readonly number[];
  /** Bytes of the smallest. */
  readonly smallest: number;
}

/** The sets that are left once a file was sent: of those in which it is not, one file each is still needed. */
export function leftAfter(sets: readonly FileSet[], file: number): readonly FileSet[] {
  return sets.filter(({ files }) => !files.has(file));
}

/** What is to go at least once a file was sent: a step stands for one of the sets that it is in, and no more. */
export function without(sets: readonly FileSet[], file: number): Pick<LowerBound, 'steps' | 'bytes'> {
  let bytes = 0;
  let most = 0;
  let steps = sets.length;
  for (const { files, smallest } of sets) {
    bytes += smallest;
    if (!files.has(file)) continue;
    steps = sets.length - 1;
    most = Math.max(most, smallest);
  }
  return { steps, bytes: bytes - most };
}

/**
 * Prepares the lower bound from what holds to wanted facts.
 *
 * @returns asked with the wanted facts, whether a fact holds as it is (asked for those alone that matter), and sets that are known already
 */
export function lowerBounds(
  world: RelaxedWorld,
): (wanted: readonly number[], holds: (fact: number) => boolean, known: readonly FileSet[]) => LowerBound {
  const giving: number[][] = Array.from({ length: world.facts }, () => []);
  for (const [at, { file }] of world.ways.entries()) for (const fact of world.gives[file] ?? []) giving[fact]?.push(at);
  const indexed = { ...world, giving };
  return (wanted, holds, known) => boundOf(indexed, wanted, holds, known);
}

/** With the ways that give each fact. */
interface IndexedWorld extends RelaxedWorld {
  readonly giving: readonly (readonly number[])[];
}

function boundOf(
  world: IndexedWorld,
  wanted: readonly number[],
  holds: (fact: number) => boolean,
  known: readonly FileSet[],
): LowerBound {
  const { ways, sizes, facts } = world;
  const costs = new Uint8Array(ways.length).fill(1);
  const holding = new Int8Array(facts).fill(NOT_ASKED);
  const isHeld = (fact: number): boolean => {
    if (holding[fact] === NOT_ASKED) holding[fact] = holds(fact) ? 1 : 0;
    return holding[fact] === 1;
  };
  const sets = [...known];
  for (const set of known) for (const at of set.ways) costs[at] = 0;
  for (;;) {
    const values = valuesOf(world, costs, isHeld);
    const dearest = dearestOf(wanted, values, isHeld);
    const value = wanted.length === 0 || isHeld(dearest) ? 0 : (values[dearest] ?? Infinity);
    if (value === 0) return { steps: sets.length, bytes: sets.reduce((sum, { smallest }) => sum + smallest, 0), sets };
    if (value === Infinity) return { steps: Infinity, bytes: Infinity, sets: [] };
    const cut = cutBefore(world, dearest, costs, values, isHeld);
    const files = new Set(cut.map((at) => ways[at]?.file ?? 0));
    sets.push({ files, ways: cut, smallest: Math.min(...[...files].map((at) => sizes[at] ?? 0)) });
    for (const at of cut) costs[at] = 0;
  }
}

const NOT_ASKED = -1;

type IsHeld = (fact: number) => boolean;

/** What each fact that does not hold costs by the dearest of the conditions on the way to it. */
function valuesOf({ facts, ways, gives }: RelaxedWorld, costs: Uint8Array, isHeld: IsHeld): Float64Array {
  const values = new Float64Array(facts).fill(Infinity);
  const byFile = new Float64Array(gives.length).fill(Infinity);
  for (let changed = true; changed;) {
    changed = false;
    for (let at = 0; at < ways.length; at++) {
      const { file, needs } = ways[at] ?? NO_WAY;
      const known = byFile[file] ?? 0;
      const cost = costs[at] ?? 1;
      let value = cost;
      for (let need = 0; need < needs.length && value < known; need++) {
        const fact = needs[need] ?? 0;
        if (!isHeld(fact)) value = Math.max(value, (values[fact] ?? Infinity) + cost);
      }
      if (value >= known) continue;
      byFile[file] = value;
      for (const fact of gives[file] ?? []) {
        if (value >= (values[fact] ?? 0)) continue;
        values[fact] = value;
        changed = true;
      }
    }
  }
  return values;
}

const NO_WAY: Way = { file: 0, needs: [] };

/** The first of the dearest facts. */
function dearestOf(facts: readonly number[], values: Float64Array, isHeld: IsHeld): number {
  let dearest = facts[0] ?? 0;
  let most = -1;
  for (const fact of facts) {
    const value = isHeld(fact) ? 0 : (values[fact] ?? Infinity);
    if (value <= most) continue;
    most = value;
    dearest = fact;
  }
  return dearest;
}

/** The ways that lead from what holds, through the dearest condition of each, to where nothing costs anything any more. */
function cutBefore(
  world: IndexedWorld,
  wanted: number,
  costs: Uint8Array,
  values: Float64Array,
  isHeld: IsHeld,
): readonly number[] {
  const { facts, ways, giving } = world;
  const supporters = ways.map(({ needs }) => dearestOf(needs, values, isHeld));
  const isBehind = new Uint8Array(facts);
  const leadsBehind = new Uint8Array(ways.length);
  isBehind[wanted] = 1;
  const left = [wanted];
  for (let fact = left.pop(); fact !== undefined; fact = left.pop()) {
    for (const at of giving[fact] ?? []) {
      if (leadsBehind[at] === 1) continue;
      leadsBehind[at] = 1;
      const supporter = supporters[at] ?? 0;
      if (costs[at] !== 0 || isBehind[supporter] === 1) continue;
      isBehind[supporter] = 1;
      left.push(supporter);
    }
  }
  return cutOf(world, supporters, leadsBehind, isBehind, isHeld);
}

function cutOf(
  { facts, ways, gives }: RelaxedWorld,
  supporters: readonly number[],
  leadsBehind: Uint8Array,
  isBehind: Uint8Array,
  isHeld: IsHeld,
): readonly number[] {
  const bySupporter: number[][] = Array.from({ length: facts }, () => []);
  for (const [at, supporter] of supporters.entries()) bySupporter[supporter]?.push(at);
  const isReached = new Uint8Array(facts);
  const cut: number[] = [];
  const left: number[] = [];
  const reach = (fact: number): void => {
    if (isReached[fact] === 1 || isBehind[fact] === 1) return;
    isReached[fact] = 1;
    left.push(fact);
  };
  for (const [fact, those] of bySupporter.entries()) if (those.length > 0 && isHeld(fact)) reach(fact);
  for (let fact = left.pop(); fact !== undefined; fact = left.pop()) {
    for (const at of bySupporter[fact] ?? []) {
      if (leadsBehind[at] === 1) cut.push(at);
      for (const given of gives[ways[at]?.file ?? 0] ?? []) reach(given);
    }
  }
  return cut;
}
