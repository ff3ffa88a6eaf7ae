/** What yargs parsed, in the shapes of the commands. */
import type { CommonOptions } from './context.js';

/** Options of every command. Kept apart so that a typo can be matched against them. */
export const COMMON = {
  format: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'table or json',
    requiresArg: true,
  },
  json: { type: 'boolean', describe: 'short for --format json' },
  output: { alias: 'o', type: 'string', requiresArg: true, describe: 'write the answer to this file' },
  quiet: { alias: 'q', type: 'boolean', describe: 'the verdict alone' },
  verbose: { alias: 'v', type: 'boolean', describe: 'everything, with numbers and sources' },
  color: { type: 'boolean', describe: 'colours on or off (--no-color); also NO_COLOR and FORCE_COLOR' },
  all: { type: 'boolean', describe: 'in folders and archives read every file, not only .bin and .zip' },
} as const;

export type Parsed = Readonly<Record<string, unknown>>;

/** The options of every command, as commands take them. */
export function commonOptions(parsed: Parsed): CommonOptions {
  return {
    format: (parsed.format as readonly string[] | undefined) ?? [],
    json: parsed.json === true,
    output: textOf(parsed, 'output'),
    quiet: parsed.quiet === true,
    verbose: parsed.verbose === true,
    color: parsed.color as boolean | undefined,
    all: parsed.all === true,
  };
}

/** yargs drops a lone dash, so it travels in disguise: no argument can hold a NUL. */
export const DASH = '\u0000-';
const undisguised = (word: string): string => (word === DASH ? '-' : word);

/** The words that are files. */
export const files = (parsed: Parsed): readonly string[] =>
  ((parsed.files as readonly (string | number)[] | undefined) ?? []).map(String).map(undisguised);

/** An option that was given twice counts as said last. */
export function textOf(parsed: Parsed, name: string): string | undefined {
  const value = parsed[name] as string | readonly string[] | undefined;
  const last = typeof value === 'object' ? value.at(-1) : value;
  return last === undefined ? undefined : undisguised(last);
}

/** An option that may be given several times. */
export function textsOf(parsed: Parsed, name: string): readonly string[] {
  const value = parsed[name] as string | readonly string[] | undefined;
  const all = value === undefined ? [] : typeof value === 'string' ? [value] : value;
  return all.map(undisguised);
}
