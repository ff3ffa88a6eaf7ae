/** From what the parser read to the values that a command takes, as its options are declared. */
import { safeText } from '../base/safe-text.js';
import { UsageError } from './context.js';
import type { Choice, Option, Options, Positional, Positionals, Values, Whole } from './options.js';

/** What was read: values by the name of their option in camel case, and the words that are no options. */
export interface Read {
  readonly options: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
}

/** The parser drops a lone dash, so it travels in disguise: no argument can hold a NUL. */
export const DASH = '\u0000-';
export const undisguised = (word: string): string => (word === DASH ? '-' : word);

/** `min-os` as the key of its value: `minOs`. */
export const camelCase = (name: string): string =>
  name.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());

/** Every value that was given for an option: false stands for `--no-NAME`. */
export function given({ options }: Pick<Read, 'options'>, name: string): readonly (string | boolean)[] {
  const value = options[camelCase(name)];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => (typeof one === 'string' ? undisguised(one) : typeof one === 'boolean' ? one : []));
}

/** The texts that were given for an option. */
export const textsOf = (read: Pick<Read, 'options'>, name: string): readonly string[] =>
  given(read, name).filter((one) => typeof one === 'string');

/** The values of options, each of the type that its declaration says. */
export function optionValues<All extends Options>(declared: All, read: Read): Values<All> {
  const values = Object.entries(declared).map(([name, option]) => [camelCase(name), valueOf(name, option, read)]);
  // The one place where the types of the declarations are claimed: `valueOf` gives for each what `ValueOf` says.
  return Object.fromEntries(values) as Values<All>;
}

/** The words that are no options, by their names; a test of their number comes before. */
export function wordValues<All extends Positionals>(declared: All, { words }: Read): Values<All> {
  const values = Object.entries(declared).map(([name, positional], at) => [name, wordOf(positional, words, at)]);
  return Object.fromEntries(values) as Values<All>;
}

function wordOf({ count }: Positional, words: readonly string[], at: number): string | readonly string[] | undefined {
  return count === 'many' ? words.slice(at).map(undisguised) : words.slice(at, at + 1).map(undisguised)[0];
}

function valueOf(name: string, option: Option, read: Read): unknown {
  const all = given(read, name);
  const last = all.at(-1);
  switch (option.type) {
    case 'switch':
      return last ?? (option.default === null ? undefined : (option.default ?? false));
    case 'texts':
      return textsOf(read, name);
    case 'number':
      return typeof last === 'string' ? wholeOf(name, option, last) : undefined;
    case 'choice':
      return last === undefined ? option.default : choiceOf(option, String(last));
    case 'text':
      return last;
  }
}

/** A word for a choice by the name that it has here. */
export function choiceOf({ alsoCalled = {} }: Pick<Choice, 'alsoCalled'>, word: string): string {
  return Object.hasOwn(alsoCalled, word) ? (alsoCalled[word] ?? word) : word;
}

/** What is said, beside the answer, of words that were given for choices. */
export function notesOf({ options }: { readonly options: Options }, read: Read): readonly string[] {
  return Object.entries(options).flatMap(([name, option]) => {
    const { notes = {} } = option.type === 'choice' ? option : {};
    return textsOf(read, name).flatMap((word) => (Object.hasOwn(notes, word) ? (notes[word] ?? []) : []));
  });
}

function wholeOf(name: string, { least, most }: Whole, text: string): number {
  const value = /^\d+$/.test(text) && text.length <= String(most).length ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} takes a number from ${String(least)} to ${String(most)}, not ${safeText(text)}`);
}
