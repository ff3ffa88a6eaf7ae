/** Which files a run writes, as its options say. */
import { existsSync } from 'node:fs';
import { allOptions } from './options.js';
import type { OptionsOf, Takes } from './options.js';
import { textsOf } from './values.js';
import type { Read } from './values.js';

/** A file that is written. */
export interface Output {
  /** The option that names it, as it is typed. */
  readonly option: string;
  readonly path: string;
}

/** The names of the options of a command whose values are of that kind. */
export const optionsThatTake = (command: OptionsOf, what: Takes): readonly string[] =>
  Object.entries(allOptions(command))
    .filter(([, option]) => option.type !== 'switch' && option.takes === what)
    .map(([name]) => name);

/** The files that an answer of this run could take the place of: those that are named as outputs and are there. */
export function outputsOf(command: OptionsOf, read: Read): readonly Output[] {
  const options = allOptions(command);
  const called = (name: string): string => {
    const alias = options[name]?.alias;
    return alias === undefined ? `--${name}` : `-${alias}`;
  };
  return [
    // Said twice, the last counts.
    ...optionsThatTake(command, 'output').flatMap((name) =>
      textsOf(read, name)
        .slice(-1)
        .map((path) => ({ option: called(name), path })),
    ),
    ...optionsThatTake(command, 'format').flatMap((name) =>
      textsOf(read, name).flatMap((one) =>
        one.includes('=') ? [{ option: called(name), path: one.slice(one.indexOf('=') + 1) }] : [],
      ),
    ),
  ].filter(({ path }) => path !== '-' && existsSync(path));
}
