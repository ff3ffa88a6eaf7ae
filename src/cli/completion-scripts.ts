/** The scripts of the shells: each completes commands, options and their choices, and files everywhere else. */
import type { Shell } from './options.js';

/** An option. */
export interface Flag {
  readonly name: string;
  readonly describe: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** A command. */
export interface Entry {
  readonly name: string;
  readonly describe: string;
  readonly options: readonly Flag[];
  /** Words that its positional takes, where they are known. */
  readonly words: readonly string[];
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

/** PowerShell ends a text at four more signs than the one of ASCII. */
const powershellText = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;

const powershellList = (words: readonly string[]): string => `@(${words.map(powershellText).join(', ')})`;

/** Where the script offers nothing, PowerShell itself completes paths. */
function powershellScript(entries: readonly Entry[]): string {
  const table = (rows: readonly (readonly [name: string, words: readonly string[]])[]): string =>
    rows.map(([name, words]) => `    ${powershellText(name)} = ${powershellList(words)}\n`).join('');
  const options = entries.map(({ name, options: own }) => [name, own.map((one) => `--${one.name}`)] as const);
  const values = entries.flatMap(({ name, options: own }) =>
    own.flatMap((one) => (one.choices.length === 0 ? [] : [[`${name} --${one.name}`, one.choices] as const])),
  );
  const words = entries.flatMap(({ name, words: own }) => (own.length === 0 ? [] : [[name, own] as const]));
  return `# PowerShell completion for fwinspect: fwinspect completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName fwinspect -ScriptBlock {
  param($current, $line, $cursor)
  $commands = ${powershellList([...entries.map(({ name }) => name), 'help'])}
  $options = @{
${table(options)}  }
  $values = @{
${table(values)}  }
  $words = @{
${table(words)}  }
  $typed = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
  $command = if ($typed.Count -gt 1) { $typed[1] } else { '' }
  $offered = if ($values["$command $($typed[-1])"]) { $values["$command $($typed[-1])"] }
    elseif ($current.StartsWith('-')) { if ($options[$command]) { $options[$command] } else { '--help', '--version' } }
    elseif ($typed.Count -lt 2) { $commands }
    else { $words[$command] }
  $offered | Where-Object { $_ -and $_.StartsWith($current) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

/** The script of each shell. */
export const SCRIPTS: Readonly<Record<Shell, (entries: readonly Entry[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};
