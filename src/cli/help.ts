/** The help, which yargs lays out from the declarations. Loaded where somebody asks for it. */
import yargs from 'yargs';
import type { Argv, Options as YargsOption, PositionalOptions } from 'yargs';
import { VERSION } from '../report/version.js';
import { COMMANDS } from './commands.js';
import type { Command } from './commands.js';
import { COMMON } from './options.js';
import type { Option, Options, Positional } from './options.js';

/** What the program is for, in a sentence. */
export const SUMMARY =
  'Reads Particle firmware and says what a device will accept, in which order, and whether the application runs.';

export const EXIT_CODES =
  'Exit codes: 0 OK, 1 not OK, 2 not known, wrong usage or unreadable input, 3 a fault in fwinspect.';

/** The help of a command, or of fwinspect, without a line end. */
export function helpText(command: Command | null, width: number): Promise<string> {
  const parser = yargs(command === null ? [] : [command.name])
    .scriptName('fwinspect')
    .usage(SUMMARY)
    .locale('en')
    .options(yargsOptions(COMMON))
    .version(VERSION)
    .alias('h', 'help')
    .wrap(width)
    .epilogue(EXIT_CODES);
  for (const one of COMMANDS) {
    parser.command(usageOf(one), one.describe, (y) => {
      describeCommand(y, one);
    });
  }
  return parser.getHelp();
}

const BRACKETS = {
  one: (name: string) => `<${name}>`,
  optional: (name: string) => `[${name}]`,
  many: (name: string) => `<${name}..>`,
} as const satisfies Readonly<Record<Positional['count'], (name: string) => string>>;

/** `deps <files..>` */
export function usageOf({ name, positionals }: Command): string {
  return [name, ...Object.entries(positionals).map(([word, { count }]) => BRACKETS[count](word))].join(' ');
}

function describeCommand(y: Argv, { positionals, options, formats, examples }: Command): void {
  for (const [name, { describe, choices }] of Object.entries(positionals)) {
    const shown: PositionalOptions = { type: 'string', describe };
    y.positional(name, choices === undefined ? shown : { ...shown, choices });
  }
  y.options(yargsOptions(options));
  for (const [args, shows] of examples) y.example(`$0 ${args}`, shows);
  if (formats !== undefined) y.options(yargsOptions({ format: { ...COMMON.format, describe: formats } }));
}

/** Each option as yargs shows it, and behind it `--no-NAME` where that has a line of its own. */
function yargsOptions(options: Options): Record<string, YargsOption> {
  const linesOf = ([name, option]: readonly [string, Option]): readonly (readonly [string, YargsOption])[] => {
    const off = option.negation?.describe;
    const own = [name, yargsOption(option)] as const;
    return off === undefined ? [own] : [own, [`no-${name}`, { type: 'boolean', describe: off }]];
  };
  return Object.fromEntries(Object.entries(options).flatMap(linesOf));
}

function yargsOption(option: Option): YargsOption {
  const { describe, alias } = option;
  const shown: YargsOption = alias === undefined ? { describe } : { describe, alias };
  switch (option.type) {
    case 'switch':
      return { ...shown, type: 'boolean' };
    case 'texts':
      return { ...shown, type: 'string', array: true };
    case 'choice': {
      const { choices, default: usual } = option;
      return { ...shown, type: 'string', choices, ...(usual === undefined ? {} : { default: usual }) };
    }
    case 'number':
    case 'text':
      return { ...shown, type: 'string' };
  }
}
