/** The help, laid out from the declarations. Loaded where somebody asks for it. */
import { COMMANDS } from './commands.js';
import type { Command } from './commands.js';
import { allOptions, COMMON } from './options.js';
import type { Group, Option, Options, Positional } from './options.js';
import { wrap } from '../report/wrap.js';

/** What the program is for, in a sentence. */
export const SUMMARY =
  'Reads Particle firmware and says what a device will accept, in which order, and whether the application runs.';

export const EXIT_CODES =
  'Exit codes: 0 OK, 1 not OK, 2 not known, wrong usage or unreadable input, 3 a fault in fwinspect.';

/** The headings, in the order in which they come. */
export const GROUPS = {
  order: 'Order',
  device: 'Device',
  release: 'Release',
  gate: 'Gate',
  other: 'Other',
} as const satisfies Readonly<Record<Group, string>>;

/** The help of a command, or of fwinspect, without a line end. */
export function helpText(command: Command | null, width: number): string {
  const parts = command === null ? programParts(width) : commandParts(command, width);
  return parts.filter((part) => part !== '').join('\n\n');
}

function programParts(width: number): readonly string[] {
  return [
    wrap(SUMMARY, width).join('\n'),
    rowsText(
      [
        ['fwinspect', 'what is in this folder, and what comes next'],
        ['fwinspect FILE...', 'the same as fwinspect deps FILE...'],
      ],
      width,
    ),
    ...grouped(
      COMMANDS,
      ({ group }) => group,
      (own) =>
        rowsText(
          own.map((one) => [`fwinspect ${usageOf(one)}`, one.describe]),
          width,
        ),
    ),
    `Options of every command that has a use for them\n${optionRows({ ...COMMON, ...OF_ITSELF }, width)}`,
    wrap(EXIT_CODES, width).join('\n'),
  ];
}

/** Options that the command line itself answers. */
const OF_ITSELF = {
  help: { type: 'switch', alias: 'h', group: 'other', describe: 'this, or the help of a command; with --json as data' },
  version: { type: 'switch', group: 'other', describe: 'the version of fwinspect' },
} as const satisfies Options;

function commandParts(command: Command, width: number): readonly string[] {
  const { describe, positionals, options, formats, examples } = command;
  const words = Object.entries(positionals).map(
    ([name, { describe: about, choices = [] }]) => [name, withChoices(about, choices)] as const,
  );
  // What it says itself of a common option stands among its own.
  const own: Options = {
    ...options,
    ...(formats === undefined ? {} : { format: { ...COMMON.format, describe: formats } }),
  };
  return [
    `fwinspect ${usageOf(command)}`,
    wrap(`${describe.charAt(0).toUpperCase()}${describe.slice(1)}.`, width).join('\n'),
    words.length === 0 ? '' : rowsText(words, width),
    ...grouped(
      Object.entries(own),
      ([, { group }]) => group,
      (some) => optionRows(Object.fromEntries(some), width),
    ),
    commonLine(command, own, width),
    `Examples\n${exampleRows(examples, width)}`,
  ];
}

/** Items under the headings of their groups; one without items is left out. */
function grouped<Item>(
  items: readonly Item[],
  groupOf: (item: Item) => Group,
  show: (items: readonly Item[]) => string,
): readonly string[] {
  return Object.entries(GROUPS).flatMap(([group, heading]) => {
    const own = items.filter((one) => groupOf(one) === group);
    return own.length === 0 ? [] : [`${heading}\n${show(own)}`];
  });
}

/** The common options that a command has beside its own, by name alone. */
function commonLine(command: Command, own: Options, width: number): string {
  const names = Object.entries(allOptions(command)).filter(([name]) => !Object.hasOwn(own, name));
  const said = [...names.map(([name, option]) => labelOf(name, option)), '-h, --help'];
  return wrap(`Also ${said.join(', ')}: see fwinspect --help.`, width).join('\n');
}

/** `-o FILE`, `--json` */
function labelOf(name: string, option: Option): string {
  if (option.negation !== undefined) return `--no-${name}`;
  return `${option.alias === undefined ? `--${name}` : `-${option.alias}`}${valueOf(option)}`;
}

function optionRows(options: Options, width: number): string {
  const rows = Object.entries(options).flatMap(([name, option]): (readonly [string, string])[] => {
    const off = option.negation?.describe;
    const letter = option.alias === undefined ? '    ' : `-${option.alias}, `;
    const own = [`${letter}--${name}${valueOf(option)}`, describeOf(option)] as const;
    return off === undefined ? [own] : [own, [`    --no-${name}`, off]];
  });
  return rowsText(rows, width);
}

/** What stands for the value of an option. */
function valueOf(option: Option): string {
  if (option.type === 'switch') return '';
  if (option.type === 'choice') return ` ${option.choices.join('|')}`;
  const words = { input: 'FILE', output: 'FILE', number: 'N' } as const;
  const { takes } = option;
  return ` ${takes === 'input' || takes === 'output' || takes === 'number' ? words[takes] : takes.toUpperCase()}`;
}

function describeOf(option: Option): string {
  const usual = option.type === 'choice' && option.default !== undefined ? `; default ${option.default}` : '';
  return `${option.describe}${usual}`;
}

/** What a word or option is for, with what it takes. */
export const withChoices = (about: string, choices: readonly string[]): string =>
  choices.length === 0 ? about : `${about}: ${choices.join(', ')}`;

/** The left column is no wider than that. */
const MOST_LEFT = 32;

/** Two columns, indented by two; where the left one is too wide the text goes below it. */
function rowsText(rows: readonly (readonly [left: string, text: string])[], width: number): string {
  const fitting = rows.map(([left]) => left.length).filter((length) => length <= MOST_LEFT);
  const column = Math.max(...(fitting.length > 0 ? fitting : rows.map(([left]) => left.length))) + GAP;
  const indent = ' '.repeat(2 + column);
  return rows
    .map(([left, text]) => {
      const lines = wrap(text, width - indent.length).join(`\n${indent}`);
      return left.length + GAP > column ? `  ${left}\n${indent}${lines}` : `  ${left.padEnd(column)}${lines}`;
    })
    .join('\n');
}

const GAP = 2;

/** One line each: a command that can be pasted, and what it shows where there is room for it. */
function exampleRows(examples: Command['examples'], width: number): string {
  const column = Math.max(...examples.map(([args]) => args.length)) + GAP;
  return examples
    .map(([args, shows]) => {
      const line = `  fwinspect ${args.padEnd(column)}${shows}`;
      return line.length <= width ? line : `  fwinspect ${args}`;
    })
    .join('\n');
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
