/** Reads the words behind the program's name, as the options are declared; says what is wrong with them. */
import { existsSync } from 'node:fs';
import { Parser } from 'yargs/helpers';
import { nearest } from '../base/nearest.js';
import { safeText } from '../base/safe-text.js';
import { COMMAND_NAMES, commandNamed, LETTERS, NEGATABLE, OPTION_NAMES, WITH_VALUE } from './commands.js';
import type { Command } from './commands.js';
import { UsageError } from './context.js';
import { allOptions } from './options.js';
import type { Options, Positional } from './options.js';
import { camelCase, choiceOf, DASH, given, textsOf, undisguised } from './values.js';
import type { Read } from './values.js';

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: 'version' }
  /** Of a command; null = of fwinspect. */
  | { readonly kind: 'help'; readonly command: Command | null; readonly json: boolean }
  | { readonly kind: 'run'; readonly command: Command; readonly read: Read }
  /** Nothing was said: what is here. */
  | { readonly kind: 'overview'; readonly read: Read };

/**
 * Reads a command line. Throws a {@link UsageError} for one that does not say what to do.
 *
 * @param argv the arguments behind the program's name
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const words = disguised(withDefaultCommand(argv));
  refuseNegations(words);
  refuseJoined(words);
  const command = calledCommand(words) ?? null;
  const parsed = parse(words, command);
  if (parsed.help) {
    return { kind: 'help', command, json: parsed.options.json === true || textsOf(parsed, 'format').includes('json') };
  }
  if (parsed.version) return { kind: 'version' };
  if (argv.length === 0) return { kind: 'overview', read: parsed };
  const see = `see fwinspect ${command === null ? '' : `${command.name} `}--help`;
  const wrong = command === null ? faultWithoutCommand(words, parsed) : faultOf(words, parsed, command);
  if (command !== null && wrong === null) return { kind: 'run', command, read: parsed };
  throw new UsageError(wordsOf(wrong ?? { kind: 'no_command' }, command, see));
}

/** The command that words name; undefined where they name none. */
export const calledCommand = (words: readonly string[]): Command | undefined => commandNamed(words[firstWord(words)]);

/** Options whose next word belongs to them. Letters may be joined: the last of them has the value. */
function takesValue(word: string): boolean {
  const name = /^--([^=]+)$/.exec(word)?.[1] ?? /^-[a-z]*([a-z])$/.exec(word)?.[1];
  return name !== undefined && WITH_VALUE.has(name);
}

/** The place of the first word that is no option and belongs to none, or of `--`; -1 where there is none. */
function firstWord(argv: readonly string[]): number {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '-' || word === '--' || !word.startsWith('-')) return at;
    if (takesValue(word)) at++;
  }
  return -1;
}

/** `fwinspect *.bin` does what `deps` does; a word that is nearly a command is a typo, not a file. */
function withDefaultCommand(argv: readonly string[]): readonly string[] {
  const at = firstWord(argv);
  const word = argv[at];
  if (word === undefined) return argv;
  if (word === 'help') return helpArguments(argv, at);
  if (COMMAND_NAMES.includes(word)) return argv;
  if (!existsSync(word) && !/[./\\*?[\]]/.test(word) && word !== '-' && word !== '--') throw unknownCommand(word);
  return ['deps', ...argv];
}

function unknownCommand(word: string): UsageError {
  const near = nearest(word, COMMAND_NAMES);
  return new UsageError(
    near === null
      ? `${safeText(word)} is neither a command nor a file; commands are ${COMMAND_NAMES.join(', ')}`
      : `unknown command ${safeText(word)}; did you mean ${near}?`,
  );
}

/** `help deps` is `deps --help`. */
function helpArguments(argv: readonly string[], at: number): readonly string[] {
  const topic = argv[at + 1];
  if (topic !== undefined && !topic.startsWith('-') && !COMMAND_NAMES.includes(topic)) throw unknownCommand(topic);
  return [...argv.slice(0, at), ...argv.slice(at + 1), '--help'];
}

/** Words as the parser needs them. Behind `--` every word is a file, also one that begins with a dash. */
function disguised(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return argv.flatMap((word, at) => {
    if (word === '-') return [DASH];
    if (end < 0 || at < end) return [word];
    return at === end ? [] : [word.startsWith('-') ? `./${word}` : word];
  });
}

function refuseNegations(argv: readonly string[]): void {
  for (const word of argv) {
    const name = /^--no-([^=]+)/.exec(word)?.[1];
    if (name !== undefined && !NEGATABLE.has(name)) {
      throw new UsageError(unknownOptionWords(`no-${name}`, '', 'see fwinspect --help'));
    }
  }
}

/** `"--min-os 0.4.8"` as one word, as scripts make it that quote all of an option. */
function refuseJoined(argv: readonly string[]): void {
  for (const word of argv) {
    const [, name, value] = /^(--[a-z-]+|-[a-z])\s+(\S.*)$/s.exec(word) ?? [];
    if (name === undefined || value === undefined || !isOption(name)) continue;
    const shown = value.startsWith('-') || value.includes(' ') ? 'VALUE' : value;
    throw new UsageError(
      `"${safeText(word)}" came as one word; the option and its value are two: ${name} ${safeText(shown)}, without quotes around both`,
    );
  }
}

const isOption = (word: string): boolean =>
  word.startsWith('--') ? OPTION_NAMES.has(word.slice(2)) : LETTERS.has(word.slice(1));

/** A command line as the parser took it apart. */
interface Parsed extends Read {
  readonly help: boolean;
  readonly version: boolean;
  /** Options at the end of what they need, as they were typed. */
  readonly valueless: string | null;
}

/** What the parser is told about the options. */
function parserOptions(options: Options): Parser.Options {
  const all = Object.entries(options);
  const named = (wanted: (option: Options[string]) => boolean): string[] =>
    all.filter(([, option]) => wanted(option)).map(([name]) => name);
  return {
    // The name as it is in the code is taken as well, and with all that is said of the name.
    alias: {
      help: ['h'],
      ...Object.fromEntries(all.map(([name, { alias }]) => [name, [alias ?? [], camelCase(name)].flat()])),
    },
    array: named(({ type }) => type === 'texts'),
    boolean: ['help', 'version', ...named(({ type }) => type === 'switch')],
    string: named(({ type }) => type !== 'switch'),
    // Of a choice without a word the words are said that it takes.
    narg: Object.fromEntries(named(({ type }) => type !== 'switch' && type !== 'choice').map((name) => [name, 1])),
    configuration: { 'strip-dashed': true, 'parse-positional-numbers': false, 'dot-notation': false },
  };
}

function parse(words: readonly string[], command: Command | null): Parsed {
  let valueless: string | null = null;
  // Of an option that it does not have it is known all the same whether the next word belongs to it.
  const options = parserOptions(allOptions({ options: command?.options ?? {} }));
  // The parser's hook for the words of its complaints; with these options it has one: a value that is missing.
  const hooked = { ...options, __: (_format: string, name: string): string => (valueless = name) };
  const { argv, error } = Parser.detailed([...words], hooked);
  const { _: all, ...values } = argv;
  const rest = all.map(String);
  const behind = command !== null && rest[0] === command.name ? rest.slice(1) : rest;
  const help = values.help === true || behind.at(-1) === 'help';
  return {
    options: values,
    words: behind,
    help,
    version: values.version === true,
    valueless: error === null ? null : valueless,
  };
}

/** What is wrong with a command line. */
type Fault =
  | { readonly kind: 'no_command' | 'no_file' | 'not_two' }
  | { readonly kind: 'file_taken'; readonly name: string; readonly value: string }
  | { readonly kind: 'unknown_option' | 'no_value'; readonly name: string }
  | { readonly kind: 'word_too_many'; readonly word: string; readonly takesNone: boolean }
  | {
      readonly kind: 'no_choice';
      readonly name: string;
      readonly given: readonly string[];
      readonly choices: readonly string[];
      readonly pointsToHelp: boolean;
    };

function wordsOf(fault: Fault, called: Command | null, see: string): string {
  const command = called?.name ?? '';
  switch (fault.kind) {
    case 'no_command':
      return `name files to check, or a command; ${see}`;
    case 'no_file':
      return `name at least one file, folder or glob, or - for standard input; ${see}`;
    case 'file_taken':
      return `name a file or folder as well: ${safeText(fault.value)} is the value of ${dashed(fault.name)} here; ${see}`;
    case 'not_two':
      return `${command} compares two: name a file, folder or zip before, and one after; ${see}`;
    case 'no_value':
      return `the option ${dashed(fault.name)} needs a value; ${see}`;
    case 'unknown_option':
      return unknownOptionWords(fault.name, command, see, called?.without);
    case 'word_too_many':
      return `${safeText(fault.word)} is one word too many: ${command} takes ${fault.takesNone ? 'none' : 'one, a range in quotes'}; ${see}`;
    case 'no_choice': {
      const end = fault.pointsToHelp ? `; ${see}` : '';
      return `${dashed(fault.name)} does not take ${safeText(fault.given.join(', '))}; it takes ${fault.choices.join(', ')}${end}`;
    }
  }
}

const dashed = (name: string): string => `${name.length === 1 ? '-' : '--'}${safeText(name)}`;

function unknownOptionWords(name: string, command: string, see: string, without: Command['without'] = {}): string {
  const instead = Object.entries(without).find(([one, words]) => one === name && words !== '')?.[1];
  if (OPTION_NAMES.has(name)) return `${command} has no option ${dashed(name)}; ${instead ?? see}`;
  const near = name.length === 1 ? null : nearest(name, [...OPTION_NAMES]);
  return `unknown option ${dashed(name)}; ${near === null ? see : `did you mean --${near}?`}`;
}

const unknownOption = (name: string | undefined): Fault | null =>
  name === undefined ? null : { kind: 'unknown_option', name };

function faultWithoutCommand(words: readonly string[], { valueless }: Parsed): Fault | null {
  return valueless === null ? unknownOption(optionOfNoCommand(words)) : { kind: 'no_value', name: valueless };
}

/** An option as it was typed: the parser gives `minOss` for `--min-oss`. */
function typedName(words: readonly string[], name: string): string {
  const typed = words.flatMap((word) => /^--([^=]+)/.exec(word)?.[1] ?? []);
  return typed.find((one) => camelCase(one) === name) ?? name;
}

/** What is wrong with the words for a command; null where all is well. Files that are missing come first. */
function faultOf(words: readonly string[], parsed: Parsed, command: Command): Fault | null {
  const positionals = Object.values(command.positionals);
  const least = positionals.filter(({ count }) => count !== 'optional').length;
  // An unknown option has taken the word behind it for its value.
  if (parsed.words.length < least) {
    return unknownOption(optionOfNoCommand(words)) ?? withoutFile(words, parsed, command, least);
  }
  if (parsed.valueless !== null) return { kind: 'no_value', name: parsed.valueless };
  const unknown = Object.keys(parsed.options).find((key) => !isKnown(key, command));
  if (unknown !== undefined) return { kind: 'unknown_option', name: typedName(words, unknown) };
  const extra = positionals.some(({ count }) => count === 'many') ? undefined : parsed.words[positionals.length];
  if (extra !== undefined && least > 1) return { kind: 'not_two' };
  if (extra !== undefined) {
    return { kind: 'word_too_many', word: undisguised(extra), takesNone: positionals.length === 0 };
  }
  return wrongChoice(parsed, command) ?? wrongWord(parsed, command);
}

/** Files are missing: an option at the end has none, or took for its value what was meant as a file. */
function withoutFile(words: readonly string[], parsed: Parsed, command: Command, least: number): Fault {
  if (parsed.valueless !== null) return { kind: 'no_value', name: parsed.valueless };
  if (least > 1) return { kind: 'not_two' };
  const [last, value] = words.slice(-2);
  const taker = Object.entries(allOptions(command)).find(
    ([name, option]) => option.type === 'text' && option.takes === 'input' && last === `--${name}`,
  );
  return taker === undefined || value === undefined
    ? { kind: 'no_file' }
    : { kind: 'file_taken', name: taker[0], value: undisguised(value) };
}

/** The first option that no command has. */
function optionOfNoCommand(argv: readonly string[]): string | undefined {
  const names = argv.flatMap(
    (word) => /^--(?:no-)?([^=]+)/.exec(word)?.[1] ?? (/^-[^-]/.test(word) ? word.slice(1).match(/./gu) : null) ?? [],
  );
  return names.find((name) => (name.length === 1 ? !LETTERS.has(name) : !OPTION_NAMES.has(name)));
}

function isKnown(key: string, command: Command): boolean {
  if (['help', 'h', 'version'].includes(key)) return true;
  return Object.entries(allOptions(command)).some(([name, { alias }]) => key === camelCase(name) || key === alias);
}

function wrongChoice(parsed: Parsed, command: Command): Fault | null {
  for (const [name, option] of Object.entries(allOptions(command))) {
    if (option.type !== 'choice') continue;
    const { choices, pointsToHelp = true } = option;
    const wrong = given(parsed, name)
      .map(String)
      .filter((one) => !choices.includes(choiceOf(option, one)));
    if (wrong.length > 0) return { kind: 'no_choice', name, given: wrong, choices, pointsToHelp };
  }
  return null;
}

function wrongWord({ words }: Parsed, { positionals }: Command): Fault | null {
  const wrong = ([, { choices }]: readonly [string, Positional], at: number): boolean =>
    choices !== undefined && words[at] !== undefined && !choices.includes(undisguised(words[at]));
  const at = Object.entries(positionals).findIndex(wrong);
  const found = Object.entries(positionals)[at];
  if (found === undefined) return null;
  const [name, { choices = [] }] = found;
  return { kind: 'no_choice', name, given: words.slice(at, at + 1).map(undisguised), choices, pointsToHelp: true };
}
