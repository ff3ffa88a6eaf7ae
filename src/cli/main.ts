/** The command line: arguments in, exit code out. Nothing here decides anything about firmware. */
import { existsSync } from 'node:fs';
import yargs from 'yargs';
import type { Argv, CommandModule } from 'yargs';
import { jsonText } from '../report/json.js';
import type { RunError } from '../report/json.js';
import { VERSION } from '../report/version.js';
import { safeText } from '../base/safe-text.js';
import { COMMANDS } from './commands.js';
import type { Command } from './commands.js';
import { isUsageError, UsageError, writeErrors } from './context.js';
import { EXIT } from './exit-code.js';
import { COMMON, commonOptions, DASH } from './options.js';
import type { Parsed } from './options.js';
import { print } from './door.js';
import { refuseOverwriting } from './overwrite.js';
import { nearest } from '../base/nearest.js';

const EXIT_CODES =
  'Exit codes: 0 fine, 1 a finding of severity error, 2 usage or unreadable input, 3 a fault in fwinspect.';

const nameOf = ({ command }: Command): string => command.split(' ')[0] ?? '';
const NAMES: readonly string[] = [...COMMANDS.map(nameOf), 'help'];

/** Options whose next word belongs to them: all but the switches. */
function takesValue(word: string): boolean {
  const name = /^--([^=]+)$/.exec(word)?.[1];
  return name === undefined ? /^-[a-z]*o$/.test(word) : OPTION_NAMES.includes(name) && !SWITCHES.includes(name);
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
  if (NAMES.includes(word)) return argv;
  if (!existsSync(word) && !/[./\\*?[\]]/.test(word) && word !== '-' && word !== '--') throw unknownCommand(word);
  return ['deps', ...argv];
}

function unknownCommand(word: string): UsageError {
  const near = nearest(word, NAMES);
  return new UsageError(
    near === null
      ? `${safeText(word)} is neither a command nor a file; commands are ${NAMES.join(', ')}`
      : `unknown command ${safeText(word)}; did you mean ${near}?`,
  );
}

/** `help deps` is `deps --help`. */
function helpArguments(argv: readonly string[], at: number): readonly string[] {
  const topic = argv[at + 1];
  if (topic !== undefined && !topic.startsWith('-') && !NAMES.includes(topic)) throw unknownCommand(topic);
  return [...argv.slice(0, at), ...argv.slice(at + 1), '--help'];
}

/** Words as yargs needs them. Behind `--` every word is a file, also one that begins with a dash. */
function disguised(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return argv.flatMap((word, at) => {
    if (word === '-') return [DASH];
    if (end < 0 || at < end) return [word];
    return at === end ? [] : [word.startsWith('-') ? `./${word}` : word];
  });
}

/**
 * Runs one command line. Gives the exit code; throws only for a fault in fwinspect itself.
 *
 * @param argv the arguments behind the program's name
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await run(disguised(withDefaultCommand(argv)));
  } catch (error) {
    if (!isUsageError(error)) throw error;
    writeErrors([usageError(error)]);
    if (asksForJson(argv)) await writeNothing(argv, usageError(error));
    return EXIT.usage;
  }
}

function usageError({ message }: UsageError): RunError {
  return { file: '', code: 'usage', message: safeText(message) };
}

function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, at) => word === '--json' || word === '--format=json' || (word === 'json' && argv[at - 1] === '--format'),
  );
}

/** Whoever asked for JSON gets a document, also where nothing was done. */
async function writeNothing(argv: readonly string[], error: RunError): Promise<void> {
  const asked = argv[firstWord(argv)];
  const command = COMMANDS.find((one) => nameOf(one) === asked) ?? COMMANDS[0];
  const document = await command?.nothing([error]);
  print(jsonText(document));
}

/** Options that --no-NAME turns off; yargs would take it for any option, and give a command `false` where it wants a text. */
const NEGATABLE: readonly string[] = ['app', 'color', 'config', 'matrix'];

function refuseNegations(argv: readonly string[]): void {
  for (const word of argv) {
    const name = /^--no-([^=]+)/.exec(word)?.[1];
    if (name !== undefined && !NEGATABLE.includes(name)) {
      throw new UsageError(unknownOptionWords(`no-${name}`, '', 'see fwinspect --help'));
    }
  }
}

async function run(argv: readonly string[]): Promise<number> {
  refuseNegations(argv);
  // The command runs when yargs is done: for a handler that takes its time yargs would make the help text, just in case.
  let chosen: () => Promise<number> | number = () => EXIT.fine;
  const parser = yargs([...argv])
    .scriptName('fwinspect')
    .usage(
      'Reads Particle firmware and says what a device will accept, in which order, and whether the application runs.',
    )
    .locale('en')
    .parserConfiguration({ 'strip-dashed': true, 'parse-positional-numbers': false, 'dot-notation': false })
    .options(COMMON)
    .strict()
    .exitProcess(false)
    .version(VERSION)
    .alias('h', 'help')
    .wrap(Math.min(100, process.stdout.isTTY ? process.stdout.columns : 100))
    .epilogue(EXIT_CODES)
    .demandCommand(1, 'name files to check, or a command')
    .fail((message, error) => {
      // yargs hands over either its own complaint or what a command threw.
      throw message ? new UsageError(complaint(message, argv)) : error;
    });
  for (const one of COMMANDS) {
    parser.command({
      command: one.command,
      describe: one.describe,
      builder: (y: Argv) =>
        one.build(y).option('format', { ...COMMON.format, describe: one.formats ?? COMMON.format.describe }),
      handler: (parsed: Parsed) => {
        chosen = async () => {
          await refuseOverwriting(parsed);
          return one.run(parsed, commonOptions(parsed));
        };
      },
    } as CommandModule);
  }
  await parser.parseAsync();
  return chosen();
}

/** Every option of every command, for suggestions. */
const OPTION_NAMES: readonly string[] = [
  ...Object.keys(COMMON),
  ...COMMANDS.flatMap(({ options }) => options),
  'help',
  'version',
];
/** Options without a value. */
const SWITCHES: readonly string[] = [
  'json',
  'quiet',
  'verbose',
  'color',
  'all',
  'help',
  'version',
  ...COMMANDS.flatMap(({ switches }) => switches),
];
const SHORT_NAMES = 'oqvh';

/** A complaint of yargs in plainer words, with the next step. */
function complaint(message: string, argv: readonly string[]): string {
  const command = argv[firstWord(argv)] ?? '';
  const see = `see fwinspect ${NAMES.includes(command) ? `${command} ` : ''}--help`;
  const valueless = /^Not enough arguments following: (.*)$/m.exec(message)?.[1];
  if (valueless !== undefined) return `the option ${dashed(valueless)} needs a value; ${see}`;
  const extra = /^Unknown arguments?: (.*)$/m.exec(message)?.[1]?.split(', ')[0];
  const unknown = argv.includes(extra ?? '') ? undefined : (extra ?? unknownOption(argv));
  if (unknown !== undefined) return unknownOptionWords(unknown, command, see);
  if (extra !== undefined) {
    return `${safeText(extra)} is one word too many: ${command} takes one, a range in quotes; ${see}`;
  }
  if (message.startsWith('Not enough non-option arguments')) {
    return `name at least one file, folder or glob, or - for standard input; ${see}`;
  }
  const choice = /Argument: ([\w-]+), Given: (.*), Choices: (.*)$/m.exec(message);
  if (choice !== null) {
    const [, name = '', given = '', known = ''] = choice;
    return `${dashed(name)} does not take ${safeText(given.replaceAll('"', ''))}; it takes ${known.replaceAll('"', '')}; ${see}`;
  }
  return `${safeText(message)}; ${see}`;
}

const dashed = (name: string): string => `${name.length === 1 ? '-' : '--'}${safeText(name)}`;

function unknownOptionWords(name: string, command: string, see: string): string {
  if (OPTION_NAMES.includes(name)) return `${command} has no option ${dashed(name)}; ${see}`;
  const near = name.length === 1 ? null : nearest(name, OPTION_NAMES);
  return `unknown option ${dashed(name)}; ${near === null ? see : `did you mean --${near}?`}`;
}

/** yargs counts files before it looks at options, and an unknown option has swallowed the word behind it. */
function unknownOption(argv: readonly string[]): string | undefined {
  const names = argv.flatMap(
    (word) => /^--(?:no-)?([^=]+)/.exec(word)?.[1] ?? (/^-[^-]/.test(word) ? word.slice(1).match(/./gu) : null) ?? [],
  );
  return names.find((name) => (name.length === 1 ? !SHORT_NAMES.includes(name) : !OPTION_NAMES.includes(name)));
}
