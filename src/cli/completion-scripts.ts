/** The scripts of the shells: each completes commands, options and their values, and files where files go. */
import type { Shell } from './options.js';

/** Lists of values that stand once in a script. */
export type Lists = Readonly<Record<'platform' | 'release' | 'rule', readonly string[]>>;

/** What stands behind an option, or as a word. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly list: keyof Lists }
  | { readonly kind: 'files' }
  /** What nobody else can know, such as a size. */
  | { readonly kind: 'free' };

/** An option. */
export interface Flag {
  readonly name: string;
  readonly describe: string;
  /** Null for one that takes none. */
  readonly values: Values | null;
}

/** A command. */
export interface Entry {
  readonly name: string;
  readonly describe: string;
  readonly options: readonly Flag[];
  /** What its first word is; null where it takes none. */
  readonly words: Values | null;
}

/** Text of our own between single quotes of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const flags = ({ options }: Entry): string => options.map(({ name }) => `--${name}`).join(' ');

/** The line of bash that offers values. */
function bashOffer(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W '${values.words.join(' ')}' -- "$current"))`;
    case 'list':
      return `COMPREPLY=($(compgen -W "$${values.list}" -- "$current"))`;
    case 'files':
      return `IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$current"))`;
    case 'free':
      return ':';
  }
}

function bashScript(entries: readonly Entry[], lists: Lists): string {
  const options = entries.map((entry) => `    ${entry.name}) words='${flags(entry)}' ;;`);
  const known = Object.entries(lists).map(([name, all]) => `  local ${name}='${all.join(' ')}'`);
  const choices = entries.flatMap((entry) =>
    entry.options.flatMap(({ name, values }) =>
      values === null ? [] : [`    ${entry.name}:--${name}) ${bashOffer(values)}; return ;;`],
    ),
  );
  const words = entries.flatMap(({ name, words: values }) =>
    values === null || values.kind === 'files' ? [] : [`    ${name}) ${bashOffer(values)}; return ;;`],
  );
  return `# bash completion for fwinspect: source <(fwinspect completion bash)
_fwinspect() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=
  local IFS=$' \\t\\n'
${known.join('\n')}
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

/** The action of a zsh specification. */
function zshAction(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `(${values.words.join(' ')})`;
    case 'list':
      return `_fwinspect_${values.list}`;
    case 'files':
      return '_files';
    case 'free':
      return ' ';
  }
}

function zshScript(entries: readonly Entry[], lists: Lists): string {
  const functions = Object.entries(lists).map(([name, all]) => `_fwinspect_${name}() { compadd -- ${all.join(' ')} }`);
  const commands = entries.map(({ name, describe }) => `    ${quoted(`${name}:${zshText(describe)}`)}`);
  const cases = entries.map(({ name, options, words }) => {
    const lines = options.map(({ name: option, describe, values }) => {
      const value = values === null ? '' : `:${option}:${zshAction(values)}`;
      return `        ${quoted(`*--${option}[${zshText(describe)}]${value}`)} \\`;
    });
    const rest = `*:word:${words === null ? ' ' : zshAction(words)}`;
    return `    ${name})\n      _arguments \\\n${lines.join('\n')}\n        ${quoted(rest)}\n      ;;`;
  });
  return `#compdef fwinspect
# zsh completion for fwinspect: fwinspect completion zsh > "\${fpath[1]}/_fwinspect"
${functions.join('\n')}
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

/** What stands behind an option in fish. */
function fishOffer(values: Values): string {
  switch (values.kind) {
    case 'words':
      return ` -x -a ${fishText(values.words.join(' '))}`;
    case 'list':
      return ` -x -a ${fishText(`(__fwinspect_${values.list})`)}`;
    case 'files':
      return ' -r';
    case 'free':
      return ' -x';
  }
}

function fishScript(entries: readonly Entry[], lists: Lists): string {
  const functions = Object.entries(lists).map(
    ([name, all]) => `function __fwinspect_${name}; string split ' ' ${fishText(all.join(' '))}; end`,
  );
  const commands = entries.map(
    ({ name, describe }) => `complete -c fwinspect -n __fish_use_subcommand -a ${name} -d ${fishText(describe)}`,
  );
  const details = entries.flatMap(({ name, options, words }) => {
    const when = `complete -c fwinspect -n ${fishText(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      ...options.map((option) => {
        const value = option.values === null ? '' : fishOffer(option.values);
        return `${when} -l ${option.name}${value} -d ${fishText(option.describe)}`;
      }),
      ...(words === null || words.kind === 'files' ? [] : [`${when} -f${fishOffer(words).replace(' -x', '')}`]),
    ];
  });
  return `# fish completion for fwinspect: fwinspect completion fish | source\n${[...functions, ...commands, ...details].join('\n')}\n`;
}

/** PowerShell ends a text at four more signs than the one of ASCII. */
const powershellText = (text: string): string => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;

const powershellList = (words: readonly string[]): string => `@(${words.map(powershellText).join(', ')})`;

/** Words of PowerShell; null where it is better that PowerShell itself completes paths. */
function powershellOffer(values: Values): string | null {
  switch (values.kind) {
    case 'words':
      return powershellList(values.words);
    case 'list':
      return `$${values.list}`;
    case 'files':
    case 'free':
      return null;
  }
}

/** Where the script offers nothing, PowerShell itself completes paths. */
function powershellScript(entries: readonly Entry[], lists: Lists): string {
  const table = (rows: readonly (readonly [name: string, words: string])[]): string =>
    rows.map(([name, words]) => `    ${powershellText(name)} = ${words}\n`).join('');
  const offered = (name: string, all: Values | null): readonly (readonly [name: string, words: string])[] => {
    const words = all === null ? null : powershellOffer(all);
    return words === null ? [] : [[name, words]];
  };
  const known = Object.entries(lists).map(([name, all]) => `  $${name} = ${powershellList(all)}\n`);
  const options = entries.map(
    ({ name, options: own }) => [name, powershellList(own.map((one) => `--${one.name}`))] as const,
  );
  const values = entries.flatMap(({ name, options: own }) =>
    own.flatMap((one) => offered(`${name} --${one.name}`, one.values)),
  );
  const words = entries.flatMap(({ name, words: own }) => offered(name, own));
  return `# PowerShell completion for fwinspect: fwinspect completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName fwinspect -ScriptBlock {
  param($current, $line, $cursor)
${known.join('')}  $commands = ${powershellList([...entries.map(({ name }) => name), 'help'])}
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
export const SCRIPTS: Readonly<Record<Shell, (entries: readonly Entry[], lists: Lists) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};
