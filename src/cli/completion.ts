/** `fwinspect completion SHELL`: scripts that complete commands, options and their choices; files everywhere else. */
import { platformNames } from '../catalog/platforms.js';
import { knownReleases } from '../catalog/releases.js';
import { RULES } from '../rules/registry.js';
import { SCRIPTS } from './completion-scripts.js';
import type { Entry, Flag, Lists, Values } from './completion-scripts.js';
import { UsageError, writeOutput } from './context.js';
import { EXIT } from './exit-code.js';
import { allOptions, offeredNegations, SHELLS } from './options.js';
import type {
  CommonOptions,
  CompletionOptions,
  Option,
  Options,
  Positionals,
  Shell,
  Takes,
  Without,
} from './options.js';

/** What completion needs of a command. */
interface Completable {
  readonly name: string;
  readonly describe: string;
  readonly positionals: Positionals;
  readonly options: Options;
  readonly without?: Without;
  readonly formatNames?: readonly string[];
}

/** What is long, and stands once in a script. */
const lists = (): Lists => ({
  platform: platformNames(),
  release: knownReleases().map(({ release }) => release),
  rule: RULES.map(({ id }) => id),
});

/** What commands without a word of their own take for --format. */
const TABLE_AND_JSON = ['table', 'json'] as const;

export function completion(
  word: Shell | undefined,
  commands: readonly Completable[],
  options: CommonOptions & CompletionOptions,
): number {
  const shell = word ?? options.shell;
  if (shell === undefined) throw new UsageError(`name a shell: ${SHELLS.join(', ')}`);
  writeOutput(completionScript(shell, commands), options.output);
  return EXIT.fine;
}

/** The script itself. */
export function completionScript(shell: Shell, commands: readonly Completable[]): string {
  return SCRIPTS[shell](commands.map(entryOf), lists());
}

function entryOf(command: Completable): Entry {
  return {
    name: command.name,
    describe: command.describe,
    options: [...flagsOf(command), switchFlag('help', 'show help')],
    words: Object.values(command.positionals).map(({ takes, choices = [] }) => valuesOf(takes, choices))[0] ?? null,
  };
}

const switchFlag = (name: string, describe: string): Flag => ({ name, describe, values: null });

/** The options; `--no-NAME` behind its own option where the help has a line for it, else at the end. */
function flagsOf(command: Completable): readonly Flag[] {
  const options = allOptions(command);
  const flagOf = (name: string, option: Option): Flag => ({
    name,
    describe: option.describe,
    values: flagValues(option, command),
  });
  const listed = Object.entries(options).flatMap(([name, option]) => {
    const off = option.negation?.describe;
    return off === undefined ? [flagOf(name, option)] : [flagOf(name, option), switchFlag(`no-${name}`, off)];
  });
  const rest = offeredNegations(options).filter((name) => !listed.some((one) => one.name === name));
  return [...listed, ...rest.map((name) => switchFlag(name, ''))];
}

function flagValues(option: Option, { formatNames = TABLE_AND_JSON }: Completable): Values | null {
  if (option.type === 'switch') return null;
  return valuesOf(
    option.takes,
    option.type === 'choice' ? option.choices : option.takes === 'format' ? formatNames : [],
  );
}

/** Where the values come from: a few words, one of the lists, or what only a person knows. */
function valuesOf(takes: Takes, words: readonly string[]): Values {
  if (words.length > 0) return { kind: 'words', words };
  switch (takes) {
    case 'platform':
    case 'release':
    case 'rule':
      return { kind: 'list', list: takes };
    case 'range':
      return { kind: 'list', list: 'release' };
    case 'input':
    case 'output':
      return { kind: 'files' };
    case 'format':
    case 'shell':
    case 'choice':
    case 'size':
    case 'day':
    case 'number':
    case 'text':
      return { kind: 'free' };
  }
}
