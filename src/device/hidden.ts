/**
 * Answers about a device of which something is hidden. What is hidden is split only where the question asks for it, on the first thing that it
 * asks for; what is left is asked again. An answer stands where all cases agree, else it is not known, and what decides is named.
 */
import { storedAssets } from './assets.js';
import { completionsOf, factOf } from './candidates.js';
import type { Asked } from './candidates.js';
import { isHeard, isHiddenIn, listenTo, noteInner, unheard } from './trace.js';
import type { DeviceState, HiddenFact, HiddenName } from './types.js';

/** The answers of all cases, as they were split. */
export type Cases<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'split'; readonly name: HiddenName; readonly cases: readonly Cases<Answer>[] };

/** How far the cases were looked at. `whole`: all. `cut`: more than the limit, so what the rest says is open. `stopped`: the caller had enough. */
export type Extent = 'whole' | 'cut' | 'stopped';

/** What a question came to in each case. */
export interface Spread<Answer> {
  readonly cases: Cases<Answer>;
  readonly answers: readonly Answer[];
  readonly extent: Extent;
}

/** Whether something of the device is hidden. */
function isAnythingHidden({ unknown, radio, ncp, applicationStart, protection, assets }: DeviceState): boolean {
  return (
    unknown.length > 0 ||
    radio === 'unknown' ||
    ncp === 'unknown' ||
    applicationStart === 'unknown' ||
    protection === 'unknown' ||
    assets === 'unknown'
  );
}

/** Whether cases have to be looked at: something is hidden, and nobody looks at them already. */
export function isOpen(state: DeviceState): boolean {
  if (!isAnythingHidden(state)) return false;
  if (!isHeard()) return true;
  noteInner(state);
  return false;
}

/** Cases of one question whose own questions have cases again; with more, as many would be asked as the two have together, multiplied. */
const MOST_DEEPER = 8;

/** Where so many answers let expect so many times the limit, the rest is not asked for: the limit would cut it all the same. */
const ANSWERS_THAT_TELL = 40;
const MOST_EXPECTED = 2;

/** How a question is put to many cases. */
export interface SpreadOptions<Answer> extends Asked {
  /** The most cases that are looked at. */
  readonly limit: number;
  /** Called with each answer; true where no more are needed. */
  readonly isEnough?: (answer: Answer) => boolean;
}

/**
 * Puts a question to every case of what is hidden.
 *
 * @param ask the question, for a state of which enough is known
 * @returns the answer, where nothing hidden was asked for (or somebody else looks at all cases already); else the answers of all cases
 */
export function spread<Answer>(
  state: DeviceState,
  ask: (state: DeviceState) => Answer,
  optionsOf: () => SpreadOptions<Answer>,
): { readonly known: Answer } | { readonly open: Spread<Answer>; readonly first: Answer } {
  if (!isOpen(state)) return { known: ask(state) };
  const { answer, all, isDeeper } = listenTo(() => ask(state));
  if (all.size === 0) return { known: answer };
  const asked = firstHidden(state, all);
  if (asked === undefined) return { known: isDeeper ? unheard(() => ask(state)) : answer };
  return { open: splitOn(state, asked, ask, optionsOf()), first: answer };
}

/** The first of the things that were asked for that is hidden at the start. */
function firstHidden(state: DeviceState, all: ReadonlySet<HiddenName>): HiddenName | undefined {
  for (const name of all) if (isHiddenIn(state, name)) return name;
  return undefined;
}

/** The same where it was asked already, and this is the first hidden thing that it asked for. */
export function splitOn<Answer>(
  start: DeviceState,
  first: HiddenName,
  ask: (state: DeviceState) => Answer,
  options: SpreadOptions<Answer>,
): Spread<Answer> {
  const answers: Answer[] = [];
  let extent: Extent = 'whole';
  let deeper = 0;
  const split = (state: DeviceState, name: HiddenName): Cases<Answer> => {
    const cases: Cases<Answer>[] = [];
    const completions = completionsOf(state, name, options);
    const before = answers.length;
    for (const one of completions) {
      if (extent !== 'whole') break;
      const expected = cases.length === 0 ? 0 : ((answers.length - before) * completions.length) / cases.length;
      const isFull = answers.length >= options.limit;
      if (isFull || (answers.length >= ANSWERS_THAT_TELL && expected > MOST_EXPECTED * options.limit)) {
        extent = 'cut';
        break;
      }
      cases.push(caseOf(one));
    }
    return { kind: 'split', name, cases };
  };
  const caseOf = (state: DeviceState): Cases<Answer> => {
    const { answer: heard, all, isDeeper } = listenTo(() => ask(state));
    const asked = firstHidden(state, all);
    if (asked !== undefined) return split(state, asked);
    // What a step made unknown was not hidden here: each question behind it looks at its cases by itself.
    if (isDeeper && ++deeper > MOST_DEEPER) extent = 'cut';
    if (extent !== 'whole') return { kind: 'answer', answer: heard };
    const answer = isDeeper ? unheard(() => ask(state)) : heard;
    answers.push(answer);
    if (options.isEnough?.(answer) === true) extent = 'stopped';
    return { kind: 'answer', answer };
  };
  const cases = split(start, first);
  return { cases, answers, extent };
}

/** The same cases with a part of their answers. */
export function mapped<Answer, Part>(
  { cases, answers, extent }: Spread<Answer>,
  partOf: (answer: Answer) => Part,
): Spread<Part> {
  const map = (one: Cases<Answer>): Cases<Part> =>
    one.kind === 'answer'
      ? { kind: 'answer', answer: partOf(one.answer) }
      : { kind: 'split', name: one.name, cases: one.cases.map(map) };
  return { cases: map(cases), answers: answers.map(partOf), extent };
}

/** Those of the cases whose answer is of a kind; null where none is. */
export function chosen<Answer>(
  { cases, answers, extent }: Spread<Answer>,
  isChosen: (answer: Answer) => boolean,
): Spread<Answer> | null {
  const choose = (one: Cases<Answer>): Cases<Answer> | null => {
    if (one.kind === 'answer') return isChosen(one.answer) ? one : null;
    const left = one.cases.map(choose).filter((other) => other !== null);
    return left.length === 0 ? null : { ...one, cases: left };
  };
  const left = choose(cases);
  return left === null ? null : { cases: left, answers: answers.filter(isChosen), extent };
}

/** The hidden thing on which answers of different kinds hang: the first whose cases are not all of the same kinds. */
export function decidingFact<Answer>(
  platform: number,
  cases: Cases<Answer>,
  kindOf: (answer: Answer) => string,
): HiddenFact | null {
  if (cases.kind === 'answer') return null;
  const [one, ...others] = cases.cases;
  if (one === undefined) return factOf(platform, cases.name);
  const kinds = kindsOf(one, kindOf);
  const isSame = others.every((other) => kindsOf(other, kindOf) === kinds);
  return (isSame ? decidingFact(platform, one, kindOf) : null) ?? factOf(platform, cases.name);
}

function kindsOf<Answer>(cases: Cases<Answer>, kindOf: (answer: Answer) => string): string {
  const found = new Set<string>();
  const collect = (one: Cases<Answer>): void => {
    if (one.kind === 'answer') found.add(kindOf(one.answer));
    else one.cases.forEach(collect);
  };
  collect(cases);
  return [...found].sort().join();
}

/** What all of these are; undefined where they are not the same. */
export function common<Value>(values: readonly Value[]): Value | undefined {
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  if (others.every((one) => one === first)) return first;
  const text = JSON.stringify(first);
  return others.every((one) => JSON.stringify(one) === text) ? first : undefined;
}

/** A state that says what all of these say; where they differ, it is not known. */
export function joined(states: readonly DeviceState[]): DeviceState | undefined {
  const [first, ...others] = new Set(states);
  return first === undefined ? undefined : others.reduce(joinedPair, first);
}

function joinedPair(a: DeviceState, b: DeviceState): DeviceState {
  const other = new Map(b.modules.map((one) => [one.at, one]));
  const isSame = (one: DeviceState['modules'][number]): boolean => common([one, other.get(one.at)]) !== undefined;
  const modules = a.modules.filter((one) => isSame(one));
  const kept = new Set(modules.map(({ at }) => at));
  const open = [...a.unknown, ...b.unknown, ...[...a.modules, ...b.modules].map(({ at }) => at)];
  const unknown = [...new Set(open.filter((at) => !kept.has(at)))].sort((one, two) => one - two);
  const remains = [...new Set([...(a.remains ?? []), ...(b.remains ?? [])])];
  const { remains: _, assetsSent: _sent, ...bare } = a;
  const isKnown = common([a.assets, b.assets]) !== undefined && a.assets !== 'unknown';
  const ofOther = new Set(storedAssets(b).map(({ name, hash }) => `${hash} ${name}`));
  const assetsSent = isKnown ? [] : storedAssets(a).filter(({ name, hash }) => ofOther.has(`${hash} ${name}`));
  return {
    ...bare,
    modules,
    unknown,
    radio: common([a.radio, b.radio]) !== undefined ? a.radio : 'unknown',
    ncp: a.ncp === b.ncp ? a.ncp : 'unknown',
    applicationStart: a.applicationStart === b.applicationStart ? a.applicationStart : 'unknown',
    protection: a.protection === b.protection ? a.protection : 'unknown',
    assets: isKnown ? a.assets : 'unknown',
    ...(assetsSent.length > 0 ? { assetsSent } : {}),
    ...(remains.length > 0 ? { remains } : {}),
  };
}

/** A state of which nothing is known any more but what kind of board it is. */
export function nothingKnown(state: DeviceState, starts: readonly number[]): DeviceState {
  const { remains: _, assetsSent: _sent, ...bare } = state;
  const unknown = [...new Set([...starts, ...state.modules.map(({ at }) => at), ...state.unknown])].sort(
    (a, b) => a - b,
  );
  return {
    ...bare,
    modules: [],
    unknown,
    radio: 'unknown',
    ncp: 'unknown',
    applicationStart: 'unknown',
    assets: 'unknown',
  };
}
