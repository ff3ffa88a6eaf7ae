/** `fwinspect completion SHELL`: scripts that complete commands, options and their choices; files everywhere else. */
import { SCRIPTS } from './completion-scripts.js';
import type { Entry, Flag } from './completion-scripts.js';
import { UsageError, writeOutput } from './context.js';
import { EXIT } from './exit-code.js';
import { allOptions, offeredNegations, SHELLS } from './options.js';
import type { CommonOptions, CompletionOptions, Option, Options, Positionals, Shell, Without } from './options.js';

/** What completion needs of a command. */
interface Completable {
  readonly name: string;
  readonly describe: string;
  readonly positionals: Positionals;
  readonly options: Options;
  readonly without?: Without;
}

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
  return SCRIPTS[shell](commands.map(entryOf));
}

function entryOf(command: Completable): Entry {
  return {
    name: command.name,
    describe: command.describe,
    options: [...flagsOf(allOptions(command)), switchFlag('help', 'show help')],
    words: Object.values(command.positionals).flatMap(({ choices = [] }) => choices),
  };
}

const switchFlag = (name: string, describe: string): Flag => ({ name, describe, takesValue: false, choices: [] });

/** The options; `--no-NAME` behind its own option where the help has a line for it, else at the end. */
function flagsOf(options: Options): readonly Flag[] {
  const listed = Object.entries(options).flatMap(([name, option]) => {
    const off = option.negation?.describe;
    return off === undefined ? [flagOf(name, option)] : [flagOf(name, option), switchFlag(`no-${name}`, off)];
  });
  const rest = offeredNegations(options).filter((name) => !listed.some((one) => one.name === name));
  return [...listed, ...rest.map((name) => switchFlag(name, ''))];
}

function flagOf(name: string, option: Option): Flag {
  const choices = option.type === 'choice' ? option.choices : [];
  return { name, describe: option.describe, takesValue: option.type !== 'switch', choices };
}
