/** `fwinspect completion SHELL`: scripts that complete commands, options and their choices; files everywhere else. */
import type { Argv } from 'yargs';
import { UsageError, writeOutput } from './context.js';
import type { CommonOptions } from './context.js';
import { EXIT } from './exit-code.js';
import { COMMON } from './options.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What completion needs of a command. */
export interface Completable {
  readonly command: string;
  readonly describe: string;
  readonly options: readonly string[];
  readonly switches: readonly string[];
  readonly build: (y: Argv) => Argv;
}

interface Option {
  readonly name: string;
  readonly describe: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

interface Entry {
  readonly name: string;
  readonly describe: string;
  readonly options: readonly Option[];
  /** Words that its positional takes, where they are known. */
  readonly words: readonly string[];
}

interface Definition {
  readonly type?: string;
  readonly describe?: string;
  readonly choices?: readonly string[];
}

export function completion(
  asked: string | undefined,
  commands: readonly Completable[],
  options: CommonOptions,
): number {
  const shell = SHELLS.find((one) => one === asked);
  if (shell === undefined) throw new UsageError(`name a shell: ${SHELLS.join(', ')}`);
  if (options.json || options.format.length > 0) throw new UsageError('completion has one format, the script');
  writeOutput(completionScript(shell, commands), options.output);
  return EXIT.fine;
}

/** The script itself. */
export function completionScript(shell: Shell, commands: readonly Completable[]): string {
  const entries = commands.map(entryOf);
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](entries);
}

/** Has the command declare itself to a listener instead of to yargs. */
function entryOf({ command, describe, options: names, switches, build }: Completable): Entry {
  const options = new Map<string, Definition>(Object.entries(COMMON));
  const words: string[] = [];
  const listener = {
    positional: (_name: string, definition: Definition) => {
      words.push(...(definition.choices ?? []));
      return listener;
    },
    option: (name: string, definition: Definition) => {
      options.set(name, definition);
      return listener;
    },
    options: (all: Readonly<Record<string, Definition>>) => {
      for (const [name, definition] of Object.entries(all)) options.set(name, definition);
      return listener;
    },
    example: () => listener,
  };
  build(listener as unknown as Argv);
  // Such as --no-config, which yargs makes from --config.
  for (const name of names.filter((one) => !options.has(one))) {
    options.set(name, switches.includes(name) ? { type: 'boolean' } : {});
  }
  return {
    name: command.split(' ')[0] ?? '',
    describe,
    options: [
      ...[...options].map(([name, definition]): Option => ({
        name,
        describe: definition.describe ?? '',
        takesValue: definition.type !== 'boolean',
        choices: definition.choices ?? [],
      })),
      { name: 'help', describe: 'show help', takesValue: false, choices: [] },
    ],
    words,
  };
}

/** Text of our own between single quotes of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const flags = ({ options }: Entry): string => options.map(({ name }) => `--${name}`).join(' ');

function bashScript(entries: readonly Entry[]): string {
  const options = entries.map((entry) => `    ${entry.name}) words='${flags(entry)}' ;;`);
  const choices = entries.flatMap((entry) =>
    entry.options
      .filter(({ takesValue }) => takesValue)
      .map(({ name, choices: known }) =>
        known.length > 0
          ? `    ${entry.name}:--${name}) COMPREPLY=($(compgen -W '${known.join(' ')}' -- "$current")); return ;;`
          : `    ${entry.name}:--${name}) COMPREPLY=($(compgen -f -- "$current")); return ;;`,
      ),
  );
  const words = entries
    .filter((entry) => entry.words.length > 0)
    .map((entry) => `    ${entry.name}) COMPREPLY=($(compgen -W '${entry.words.join(' ')}' -- "$current")); return ;;`);
  return `# bash completion for fwinspect: source <(fwinspect completion bash)
_fwinspect() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=
  local IFS=$' \\t\\n'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ] && [ "\${current#-}" = "$current" ]; then
    COMPREPLY=($(compgen -W '${entries.map(({ name }) => name).join(' ')} help' -- "$current") $(compgen -f -- "$current"))
    return
  fi
  case "$command:$previous" in
${choices.join('\n')}
  esac
  case "$command" in
${options.join('\n')}
    *) words='--help --version' ;;
  esac
  if [ "\${current#-}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "$command" in
${words.join('\n')}
  esac
  IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _fwinspect fwinspect
`;
}

/** zsh reads `[`, `]` and `:` in a specification as its own. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&');

function zshScript(entries: readonly Entry[]): string {
  const commands = entries.map(({ name, describe }) => `    ${quoted(`${name}:${zshText(describe)}`)}`);
  const cases = entries.map(({ name, options, words }) => {
    const lines = options.map((option) => {
      const value = option.choices.length > 0 ? `(${option.choices.join(' ')})` : '_files';
      const spec = `*--${option.name}[${zshText(option.describe)}]${option.takesValue ? `:${option.name}:${value}` : ''}`;
      return `        ${quoted(spec)} \\`;
    });
    const rest = words.length > 0 ? `*:word:(${words.join(' ')})` : '*:file:_files';
    return `    ${name})\n      _arguments \\\n${lines.join('\n')}\n        ${quoted(rest)}\n      ;;`;
  });
  return `#compdef fwinspect
# zsh completion for fwinspect: fwinspect completion zsh > "\${fpath[1]}/_fwinspect"
_fwinspect() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _files
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
    *) _files ;;
  esac
}
if [ "\${funcstack[1]}" = _fwinspect ]; then
  _fwinspect "$@"
else
  compdef _fwinspect fwinspect
fi
`;
}

/** Within single quotes fish knows two escapes. */
const fishText = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

function fishScript(entries: readonly Entry[]): string {
  const commands = entries.map(
    ({ name, describe }) => `complete -c fwinspect -n __fish_use_subcommand -a ${name} -d ${fishText(describe)}`,
  );
  const details = entries.flatMap(({ name, options, words }) => {
    const when = `complete -c fwinspect -n ${fishText(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      ...options.map((option) => {
        const value = option.choices.length > 0 ? ` -x -a ${fishText(option.choices.join(' '))}` : ' -r';
        return `${when} -l ${option.name}${option.takesValue ? value : ''} -d ${fishText(option.describe)}`;
      }),
      ...(words.length > 0 ? [`${when} -f -a ${fishText(words.join(' '))}`] : []),
    ];
  });
  return `# fish completion for fwinspect: fwinspect completion fish | source\n${[...commands, ...details].join('\n')}\n`;
}
