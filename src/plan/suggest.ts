/** The smallest set of things to get that opens a way: each set is tried before it is told. */
import { isSameModule } from '../module/id.js';
import type { ModuleId } from '../module/types.js';
import type { Thing } from './things.js';
import type { PlanFile } from './world.js';

/** A module that keeps a way closed: at that version or a newer one, or (0) any other than the one that is there. */
export interface Lack extends ModuleId {
  readonly version: number;
}

/** What a try with more files came to. */
export type Attempt =
  | { readonly kind: 'found' }
  | { readonly kind: 'unreachable'; readonly lacks: readonly Lack[] }
  /** It was given up. */
  | { readonly kind: 'limit' };

/** What to get besides the files: any one of `sets`. */
export interface Suggestions {
  /** Each opens the way by itself; all of the same, smallest number of things. */
  readonly sets: readonly (readonly Thing[])[];
  /** Where none was found: that so many things at the least are missing; 0 where that is not known either. */
  readonly atLeast: number;
}

export interface SuggestOptions {
  /** Things in the order in which they are preferred. */
  readonly things: readonly Thing[];
  /** The way with more files. */
  readonly attempt: (added: readonly PlanFile[]) => Attempt;
  /** Whether the tries took so much work that it is enough. */
  readonly isSpent: () => boolean;
  /** Whether somebody who gets these things and asks the same question again gets there. */
  readonly confirm: (added: readonly PlanFile[]) => boolean;
}

/** Suggestions stop here; more would not help a person. */
const MOST_SETS = 4;
/** Things of a set at the most. */
const MOST_THINGS = 3;
/** Tries at the most. */
const TRIES = 250;
/** Things that are tried against one lack, and sets that are looked into further. */
const MOST_ANSWERS = 6;
const MOST_OPEN = 24;

interface OpenSet {
  readonly things: readonly Thing[];
  readonly lacks: readonly Lack[];
}

/**
 * Looks for the smallest sets: first every thing by itself, then two together, where the second answers what the first leaves open, then three. A try is
 * counted, not timed, so the same question has the same answer.
 *
 * @param lacks what keeps the way closed now
 */
export function smallestSets(lacks: readonly Lack[], options: SuggestOptions): Suggestions {
  if (lacks.length === 0) return { sets: [], atLeast: 0 };
  const budget = { left: TRIES };
  let open: readonly OpenSet[] = [{ things: [], lacks }];
  let atLeast = 1;
  for (let size = 1; size <= MOST_THINGS; size++) {
    const level = tryLevel(open, size, budget, options);
    if (level.sets.length > 0) return { sets: level.sets, atLeast: size };
    if (!level.isWhole) return { sets: [], atLeast };
    // Only single things are tried without exception: of two and more, those that answer something.
    if (size === 1) atLeast = 2;
    open = level.open;
  }
  return { sets: [], atLeast };
}

interface Level {
  readonly sets: readonly (readonly Thing[])[];
  readonly open: readonly OpenSet[];
  /** Whether nothing was left out or given up. */
  readonly isWhole: boolean;
}

function tryLevel(open: readonly OpenSet[], size: number, budget: { left: number }, options: SuggestOptions): Level {
  const sets: (readonly Thing[])[] = [];
  const next: OpenSet[] = [];
  const seen = new Set<string>();
  let isWhole = true;
  for (const { things, lacks } of open) {
    const answers = size === 1 ? answersFirst(lacks, options.things) : answersTo(lacks, things, options.things);
    for (const thing of answers) {
      const set = [...things, thing];
      const key = set.map(keyOf).sort().join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      if (budget.left-- <= 0 || options.isSpent()) return { sets, open: next, isWhole: false };
      const added = set.flatMap(({ files }) => files);
      const tried = options.attempt(added);
      if (tried.kind === 'limit') isWhole = false;
      else if (tried.kind === 'unreachable') next.push({ things: set, lacks: tried.lacks });
      else if (options.confirm(added)) sets.push(set);
      else isWhole = false;
      if (sets.length === MOST_SETS) return { sets, open: next, isWhole };
    }
  }
  return { sets, open: mostPromising(next, open), isWhole };
}

const keyOf = ({ what, release }: Thing): string => `${what} ${release}`;

/** All things, those first that answer something. */
function answersFirst(lacks: readonly Lack[], things: readonly Thing[]): readonly Thing[] {
  const answers = things.filter((thing) => lacks.some((lack) => isAnsweredBy(lack, thing)));
  return [...answers, ...things.filter((one) => !answers.includes(one))];
}

/** Things that answer what a set leaves open: a few for each lack. */
function answersTo(lacks: readonly Lack[], had: readonly Thing[], things: readonly Thing[]): readonly Thing[] {
  const answers = lacks.flatMap((lack) =>
    things.filter((thing) => !had.includes(thing) && isAnsweredBy(lack, thing)).slice(0, MOST_ANSWERS),
  );
  return [...new Set(answers)];
}

function isAnsweredBy(lack: Lack, { files }: Thing): boolean {
  return files.some(({ facts }) => isSameModule(facts, lack) && facts.version >= lack.version);
}

/** The sets that changed what is open come first: what was added did something. */
function mostPromising(next: readonly OpenSet[], before: readonly OpenSet[]): readonly OpenSet[] {
  const known = new Set(before.map(({ lacks }) => lacksKey(lacks)));
  const changed = next.filter(({ lacks }) => !known.has(lacksKey(lacks)));
  return [...changed, ...next.filter((one) => !changed.includes(one))].slice(0, MOST_OPEN);
}

const lacksKey = (lacks: readonly Lack[]): string =>
  lacks.map((one) => [one.function, one.index, one.version].join('/')).join(' ');
