/**
 * What a question asks of what is not known. Every read of flash goes through a few functions, and an answer for which none of them met anything
 * hidden is the same whatever is hidden. They tell it here instead of through a parameter of all that lies between them and the question: one
 * variable, set and read within one call that waits for nothing.
 */
import type { HiddenName } from './types.js';

interface Listener {
  /** The hidden things that were asked for, in that order; most questions ask for none. */
  asked: Set<HiddenName> | null;
}

const NONE: ReadonlySet<HiddenName> = new Set();

let listener: Listener | null = null;

/** Tells that the answer may hang on something hidden: a slot by its address, or a fact by its name. */
export function note(name: HiddenName): void {
  if (listener !== null) (listener.asked ??= new Set()).add(name);
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
}

/** Puts a question and listens to what it asks for. */
export function listenTo<Answer>(ask: () => Answer): Heard<Answer> {
  const outer = listener;
  const own: Listener = { asked: null };
  listener = own;
  try {
    const answer = ask();
    const all = own.asked ?? NONE;
    const [first = null] = all;
    return { answer, asked: first, all };
  } finally {
    listener = outer;
  }
}
