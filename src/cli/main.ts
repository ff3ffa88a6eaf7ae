/** The command line: arguments in, exit code out. Nothing here decides anything about firmware. */
import { existsSync } from 'node:fs';
import yargs from 'yargs';
import type { Argv, CommandModule } from 'yargs';
import { VERSION } from '../report/version.js';
import { safeText } from '../report/words.js';
import { UsageError } from './context.js';
import type { CommonOptions } from './context.js';
import { EXIT } from './exit-code.js';
import { nearest } from './suggest.js';

const EXIT_CODES =
  'Exit codes: 0 fine, 1 a finding of severity error, 2 usage or unreadable input, 3 a fault in fwinspect.';

/** Options of every command. Kept apart so that a typo can be matched against them. */
const COMMON = {
  format: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'table or json',
    requiresArg: true,
  },
  json: { type: 'boolean', default: false, describe: 'short for --format json' },
  output: { alias: 'o', type: 'string', requiresArg: true, describe: 'write the answer to this file' },
  quiet: { alias: 'q', type: 'boolean', default: false, describe: 'the verdict alone' },
  verbose: { alias: 'v', type: 'boolean', default: false, describe: 'everything, with numbers and sources' },
  color: { type: 'boolean', describe: 'colours on or off (--no-color); also NO_COLOR and FORCE_COLOR' },
  all: { type: 'boolean', default: false, describe: 'in folders and archives read every file, not only .bin and .zip' },
} as const;

type Parsed = Readonly<Record<string, unknown>>;

function commonOptions(parsed: Parsed): CommonOptions {
  return {
    format: parsed.format as readonly string[],
    json: parsed.json === true,
    output: textOf(parsed, 'output'),
    quiet: parsed.quiet === true,
    verbose: parsed.verbose === true,
    color: parsed.color as boolean | undefined,
    all: parsed.all === true,
  };
}

const files = (parsed: Parsed): readonly string[] =>
  ((parsed.files as readonly (string | number)[] | undefined) ?? []).map(String);
/** An option that was given twice counts as said last. */
function textOf(parsed: Parsed, name: string): string | undefined {
  const value = parsed[name] as string | readonly string[] | undefined;
  return typeof value === 'object' ? value.at(-1) : value;
}

interface Command {
  readonly command: string;
  readonly describe: string;
  readonly build: (y: Argv) => Argv;
  readonly run: (parsed: Parsed, options: CommonOptions) => Promise<number> | number;
}

const PLATFORM = { type: 'string', requiresArg: true, describe: 'platform by name or id, such as electron' } as const;

const COMMANDS: readonly Command[] = [
  {
    command: 'deps <files..>',
    describe: 'the flash order with reasons, or why the files do not work together',
    build: (y) =>
      y
        .positional('files', {
          type: 'string',
          array: true,
          describe: 'files, folders, globs, zips, - for standard input',
        })
        .option('platform', { ...PLATFORM, describe: 'set files of other platforms aside' })
        .example('$0 deps fixtures/electron-0.5.0/*.bin', 'the order of an Electron release')
        .example('$0 deps --json fixtures/electron-0.6.4', 'the same as data'),
    run: async (parsed, options) =>
      (await import('./deps.js')).deps(files(parsed), { ...options, platform: textOf(parsed, 'platform') }),
  },
  {
    command: 'inspect <files..>',
    describe: 'everything that the files say about themselves',
    build: (y) =>
      y
        .positional('files', {
          type: 'string',
          array: true,
          describe: 'files, folders, globs, zips, - for standard input',
        })
        .example('$0 inspect fixtures/electron-0.5.0/app.bin', 'header, checksums, dependencies')
        .example('$0 inspect --json fixtures', 'every module of a folder as data'),
    run: async (parsed, options) => (await import('./inspect.js')).inspect(files(parsed), options),
  },
  {
    command: 'versions [query]',
    describe: 'Device OS releases and their module versions, both ways',
    build: (y) =>
      y
        .positional('query', { type: 'string', describe: 'a release, a module version, or a range such as ">=1.5 <2"' })
        .option('platform', { ...PLATFORM, describe: 'only the releases of that platform' })
        .option('bootloader', { type: 'boolean', default: false, describe: 'the query is a bootloader version' })
        .example('$0 versions 1213', 'the release of a module version')
        .example('$0 versions ">=1.5 <2" --platform boron', 'a range'),
    run: async (parsed, options) => {
      const query = parsed.query;
      return (await import('./versions.js')).versions(query === undefined ? undefined : String(query), {
        ...options,
        platform: textOf(parsed, 'platform'),
        bootloader: parsed.bootloader === true,
      });
    },
  },
];

const NAMES: readonly string[] = [...COMMANDS.map(({ command }) => command.split(' ')[0] ?? ''), 'help'];

/** `fwinspect *.bin` does what `deps` does; a word that is nearly a command is a typo, not a file. */
function withDefaultCommand(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex((word) => word === '-' || !word.startsWith('-'));
  const word = argv[at];
  if (word === undefined || NAMES.includes(word)) return word === 'help' ? helpArguments(argv, at) : argv;
  if (!existsSync(word) && !/[./\\*?[\]]/.test(word) && word !== '-') {
    const near = nearest(word, NAMES);
    throw new UsageError(
      near === null
        ? `${safeText(word)} is neither a command nor a file; commands are ${NAMES.join(', ')}`
        : `unknown command ${safeText(word)}; did you mean ${near}?`,
    );
  }
  return ['deps', ...argv];
}

function helpArguments(argv: readonly string[], at: number): readonly string[] {
  return [...argv.slice(0, at), ...argv.slice(at + 1), '--help'];
}

/**
 * Runs one command line. Gives the exit code; throws only for a fault in fwinspect itself.
 *
 * @param argv the arguments behind the program's name
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await run(withDefaultCommand(argv));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`fwinspect: ${error.message}\n`);
    return EXIT.usage;
  }
}

async function run(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.fine;
  const parser = yargs([...argv])
    .scriptName('fwinspect')
    .usage(
      'Reads Particle firmware and says what a device will accept, in which order, and whether the application runs.',
    )
    .locale('en')
    .parserConfiguration({ 'strip-dashed': true, 'parse-positional-numbers': false })
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
      throw message ? new UsageError(withSuggestion(message)) : error;
    });
  for (const one of COMMANDS) {
    parser.command({
      command: one.command,
      describe: one.describe,
      builder: (y: Argv) => one.build(y),
      handler: async (parsed: Parsed) => {
        code = await one.run(parsed, commonOptions(parsed));
      },
    } as CommandModule);
  }
  await parser.parseAsync();
  return code;
}

const OPTION_NAMES: readonly string[] = [...Object.keys(COMMON), 'platform', 'bootloader', 'help', 'version'];

/** Adds "did you mean" to a complaint about an unknown option. */
function withSuggestion(message: string): string {
  const unknown = /^Unknown arguments?: (.*)$/m.exec(message)?.[1]?.split(', ') ?? [];
  const first = unknown[0];
  if (first === undefined) return `${safeText(message)}; see fwinspect --help`;
  const near = nearest(first, OPTION_NAMES);
  return `unknown option --${safeText(first)}${near === null ? '' : `; did you mean --${near}?`} See fwinspect --help`;
}
