/** The manual page, as roff: from the same declarations as the help. The build writes it beside the program, and is all that calls this. */
import type { Command } from './commands.js';
import { EXIT_CODES, GROUPS, SUMMARY, usageOf, withChoices } from './help.js';
import { COMMON, offeredNegations } from './options.js';
import type { Group, Option, Options } from './options.js';

/**
 * The page `fwinspect(1)`, ready for `man`.
 *
 * @param version of fwinspect; there is no date, so that the same source gives the same bytes
 */
export function manPage(commands: readonly Command[], version: string): string {
  return lines([
    `.TH FWINSPECT 1 "" "fwinspect ${escaped(version)}" "User Commands"`,
    '.SH NAME',
    `fwinspect \\- reads Particle firmware and says what a device will accept`,
    '.SH SYNOPSIS',
    ...commands.flatMap((one) => [`.B ${quoted(`fwinspect ${one.name}`)}`, synopsisOf(one), '.br']),
    '.B fwinspect',
    '.SH DESCRIPTION',
    text(SUMMARY),
    '.PP',
    text(
      'It needs no device, account or network. Without a command it tells what is in the folder, and what comes next.',
    ),
    '.SH COMMANDS',
    ...groupsOf(commands).flatMap(([group, own]) => [`.SS ${quoted(GROUPS[group])}`, ...own.flatMap(commandLines)]),
    '.SH COMMON OPTIONS',
    text('Every command takes these; what a command says of one of them itself stands there.'),
    ...optionLines(COMMON),
    ...option('-h, --help', 'show help; with a command its own'),
    ...option('--version', 'show the version'),
    '.SH EXIT STATUS',
    text(EXIT_CODES),
    '.SH ENVIRONMENT',
    ...option('NO_COLOR', 'no colours'),
    ...option('FORCE_COLOR', 'colours, also where the answer goes into a file or pipe'),
    ...option('SOURCE_DATE_EPOCH', 'the time in audit --sbom, in seconds since 1970; --timestamp comes before it'),
    '.SH FILES',
    ...option('fwinspect.config.json', 'the configuration of check, from the folder or one above it'),
    ...option('fwinspect.lock.json', 'what lock writes, for audit --lock'),
  ]);
}

/** The groups in their order, each with its commands. */
function groupsOf(commands: readonly Command[]): readonly (readonly [Group, readonly Command[]])[] {
  const names = Object.keys(GROUPS) as readonly Group[];
  return names
    .map((group) => [group, commands.filter((one) => one.group === group)] as const)
    .filter(([, own]) => own.length > 0);
}

function commandLines(command: Command): readonly string[] {
  const { name, describe, positionals, options, formats, examples } = command;
  const words = Object.entries(positionals);
  return [
    '.TP',
    `.B ${quoted(`fwinspect ${name}`)}`,
    text(`${sentence(describe)}.`),
    '.RS',
    ...words.flatMap(([word, { describe: says, choices = [] }]) => italic(word, withChoices(says, choices))),
    ...optionLines(options),
    ...(formats === undefined ? [] : option('--format FORMAT', formats)),
    ...examples.flatMap(([args, shows]) => [
      '.PP',
      text(`${sentence(shows)}:`),
      '.PP',
      '.EX',
      text(`fwinspect ${args}`),
      '.EE',
    ]),
    '.RE',
  ];
}

const synopsisOf = (command: Command): string =>
  text(`${usageOf(command).slice(command.name.length)} [OPTION...]`.trim());

/** Each option, `--no-NAME` behind its own. */
function optionLines(options: Options): readonly string[] {
  const offered = offeredNegations(options);
  return Object.entries(options).flatMap(([name, one]) => {
    const off = offered.includes(`no-${name}`)
      ? option(`--no-${name}`, one.negation?.describe ?? `without --${name}`)
      : [];
    return [...option(flagOf(name, one), describeOf(one)), ...off];
  });
}

/** `-o, --output FILE` */
function flagOf(name: string, one: Option): string {
  const letter = one.alias === undefined ? '' : `-${one.alias}, `;
  return `${letter}--${name}${one.type === 'switch' ? '' : ` ${one.takes.toUpperCase()}`}`;
}

function describeOf(one: Option): string {
  if (one.type !== 'choice') return one.describe;
  const usual = one.default === undefined ? '' : `; default ${one.default}`;
  return `${withChoices(one.describe, one.choices)}${usual}`;
}

const tagged = (macro: string, name: string, says: string): readonly string[] => [
  '.TP',
  `.${macro} ${quoted(name)}`,
  text(says),
];
const option = (name: string, says: string): readonly string[] => tagged('B', name, says);
const italic = (name: string, says: string): readonly string[] => tagged('I', name, says);

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** What roff takes for itself: the backslash, a hyphen (which a copied option must not become), quotes and accents that it would set as others. */
function escaped(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti');
}

/** An argument of a macro. */
const quoted = (words: string): string => `"${escaped(words).replaceAll('"', '\\(dq')}"`;

/** A line of text: a dot or quote in front would make it a request. */
const text = (words: string): string => escaped(words).replace(/^(?=[.'])/, '\\&');

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
