/**
 * What a question asks of what is not known. Every read of flash goes through a few functions, and an answer for which none of them met anything
 * hidden is the same whatever is hidden. They tell it here instead of through a parameter of all that lies between them and the question: one
 * variable, set and read within one call that waits for nothing.
 */
import type { DeviceState, HiddenName } from './types.js';

interface Listener {
  /** The hidden things that were asked for, in that order; most questions ask for none. */
  asked: Set<HiddenName> | null;
  /** The states about which questions were put on the way that would have looked at cases of their own, had nobody listened. */
  readonly inner: DeviceState[];
  /** Such a question may have asked for what is hidden in its own state. */
  isDeeper: boolean;
}

/** States that are kept of one question; of one with more it is not told apart who asked for what. */
const MOST_INNER = 32;

const NONE: ReadonlySet<HiddenName> = new Set();

let listener: Listener | null = null;

/** Tells that the answer may hang on something hidden: a slot by its address, or a fact by its name. */
export function note(name: HiddenName): void {
  if (listener === null) return;
  (listener.asked ??= new Set()).add(name);
  listener.isDeeper ||= listener.inner.some((state) => isHiddenIn(state, name));
}

/** Whether something is hidden in a state: what only a step made unknown is not so at the start, whatever was there before. */
export function isHiddenIn(state: DeviceState, name: HiddenName): boolean {
  return typeof name === 'number' ? state.unknown.includes(name) : state[name] === 'unknown';
}

/** Tells that a question about a state with hidden things is put on the way to the answer to which somebody listens. */
export function noteInner(state: DeviceState): void {
  if (listener === null || listener.isDeeper || listener.inner.includes(state)) return;
  if (listener.inner.length < MOST_INNER) listener.inner.push(state);
  else listener.isDeeper = true;
}

/** Whether a question is being listened to: then whoever listens looks at every case, and nobody else has to. */
export function isHeard(): boolean {
  return listener !== null;
}

/** The answer to a question to which nobody listens: what it asks on the way is looked at case by case. */
export function unheard<Answer>(ask: () => Answer): Answer {
  const outer = listener;
  listener = null;
  try {
    return ask();
  } finally {
    listener = outer;
  }
}

/** What a question came to: its answer, the first hidden thing that it asked for (null where it asked for none), and all of them. */
export interface Heard<Answer> {
  readonly answer: Answer;
  readonly asked: HiddenName | null;
  readonly all: ReadonlySet<HiddenName>;
  /** Where nothing that is hidden at the start was asked for: whether the answer may be another one where nobody listens. */
  readonly isDeeper: boolean;
}

/** Puts a question and listens to what it asks for. */
export function listenTo<Answer>(ask: () => Answer): Heard<Answer> {
  const outer = listener;
  const own: Listener = { asked: null, inner: [], isDeeper: false };
  listener = own;
  try {
    const answer = ask();
    const all = own.asked ?? NONE;
    const [first = null] = all;
    return { answer, asked: first, all, isDeeper: own.isDeeper };
  } finally {
    listener = outer;
  }
}
