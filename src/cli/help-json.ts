/** The help as data: the declarations themselves. Loaded where somebody asks for it. */
import { VERSION } from '../report/version.js';
import { COMMANDS } from './commands.js';
import type { Command } from './commands.js';
import { allOptions, COMMON } from './options.js';
import type { Option, Options } from './options.js';

const EXIT_CODES = [
  { code: 0, meaning: 'OK' },
  { code: 1, meaning: 'not OK; of diff: different' },
  { code: 2, meaning: 'not known, wrong usage or unreadable input' },
  { code: 3, meaning: 'a fault in fwinspect' },
] as const;

/** The document `fwinspect/help@1`, of one command or of all. */
export function helpJson(command: Command | null) {
  return {
    schema: 'fwinspect/help@1',
    version: VERSION,
    exitCodes: EXIT_CODES,
    common: optionsJson(COMMON),
    commands: (command === null ? COMMANDS : [command]).map(commandJson),
  };
}

function commandJson(command: Command) {
  const { name, describe, group, positionals, formats, examples } = command;
  return {
    name,
    describe,
    group,
    words: Object.entries(positionals).map(([word, { count, describe: about, takes, choices }]) => ({
      name: word,
      count,
      describe: about,
      takes,
      choices: choices ?? null,
    })),
    // Its own and the common ones that it has.
    options: optionsJson(allOptions(command)),
    formats: formats ?? null,
    examples: examples.map(([args, shows]) => ({ command: `fwinspect ${args}`, shows })),
  };
}

const optionsJson = (options: Options) => Object.entries(options).map(([name, option]) => optionJson(name, option));

function optionJson(name: string, option: Option) {
  const { describe, group, alias, negation } = option;
  return {
    name,
    letter: alias ?? null,
    describe,
    group,
    /** A switch takes no value. */
    takes: option.type === 'switch' ? null : option.takes,
    repeatable: option.type === 'texts',
    choices: option.type === 'choice' ? option.choices : null,
    alsoCalled: option.type === 'choice' ? (option.alsoCalled ?? {}) : {},
    default: option.type === 'choice' || option.type === 'switch' ? (option.default ?? null) : null,
    range: option.type === 'number' ? { least: option.least, most: option.most } : null,
    negation: negation === undefined ? null : `no-${name}`,
  };
}
