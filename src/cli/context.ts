/** The world as a command sees it. Only this room knows standard output, colours and exit codes. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { styleText } from 'node:util';
import { MOST_ITEMS } from '../report/bounded.js';
import { cappedErrors } from '../report/json.js';
import type { RunError } from '../report/json.js';
import { PLAIN } from '../report/style.js';
import type { Style, TextOptions } from '../report/style.js';
import { MAX_WIDTH, paragraph } from '../report/wrap.js';
import { decodeText } from '../base/decode-text.js';
import { safeOutput, safeText } from '../base/safe-text.js';
import { print, say, screenOf } from './door.js';
import type { Screen } from './door.js';
import { didYouMean } from './near-file.js';
import type { CommonOptions } from './options.js';
import { writeFileWhole } from './write-file.js';
import type { Parts } from './write-file.js';

export type { CommonOptions };

/** A mistake in how fwinspect was called; shown without a stack, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Told by name: the commands are in two bundles, and each has a class of its own. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

const COLOURED: Style = {
  good: (text) => styleText('green', text, { validateStream: false }),
  bad: (text) => styleText(['bold', 'red'], text, { validateStream: false }),
  warn: (text) => styleText('yellow', text, { validateStream: false }),
  strong: (text) => styleText('bold', text, { validateStream: false }),
  faint: (text) => styleText('dim', text, { validateStream: false }),
};

/** Flag before NO_COLOR before FORCE_COLOR before "is it a terminal". An output file is never coloured. */
function wantsColour(
  options: Pick<CommonOptions, 'color' | 'output'>,
  env: NodeJS.ProcessEnv,
  isTerminal: boolean,
): boolean {
  if (options.color !== undefined) return options.color;
  if (options.output !== undefined) return false;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

/** Of the lists of a text that nobody asked to be long; with what stands around them it stays below 200. */
const MOST_LINES = 160;

/** How texts for people shall look here. */
export function textOptions(options: CommonOptions): TextOptions {
  const screen = screenOf('stdout');
  const toFile = options.output !== undefined && options.output !== '-';
  return {
    style: wantsColour(options, process.env, screen.isTTY) ? COLOURED : PLAIN,
    width: screen.isTTY ? Math.max(60, Math.min(screen.columns, MAX_WIDTH)) : MAX_WIDTH,
    verbose: options.verbose,
    quiet: options.quiet,
    lines: options.verbose || toFile ? undefined : MOST_LINES,
  };
}

/**
 * Writes the answer: to standard output, or to the file of `-o`, whole or not at all.
 *
 * @param annotations true for GitHub's own annotations, which shall be obeyed
 */
export function writeOutput(text: string, output: string | undefined, annotations = false): void {
  if (output === undefined || output === '-') print(text, annotations);
  else writeWhole(output, safeOutput(text, annotations));
}

/** Writes a file whole or not at all, see {@link writeFileWhole}; a fault of the file system is a {@link UsageError}. */
export function writeWhole(path: string, text: Parts, mode?: number): void {
  try {
    writeFileWhole(path, text, mode);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot write ${safeText(path)} (${code})`);
  }
}

/** Problems of the run, on standard error: one line each. */
export function writeErrors(errors: readonly RunError[]): void {
  for (const { file, message } of cappedErrors(errors, MOST_ITEMS.text)) {
    const line = `fwinspect: ${file === '' ? '' : `${safeText(file)}: `}${safeText(message)}`;
    say(`${forTerminal(line, screenOf('stderr'))}\n`);
  }
}

/** A terminal gets lines that it has room for; a log keeps one line a message. */
export function forTerminal(line: string, { isTTY, columns }: Screen): string {
  return isTTY ? paragraph(line, Math.min(columns, MAX_WIDTH), '  ') : line;
}

const KIB = 1024;
const MIB = KIB * KIB;

/** The most bytes that a file named by an option may have. What is larger is no such file, and reading it would only take memory. */
export const MOST_BYTES = {
  /** A few rules and waivers. */
  configuration: MIB,
  /** A device tells some kilobytes; a paste may hold thousands of devices. */
  report: 16 * MIB,
  /** Half a kilobyte a file. */
  lock: 16 * MIB,
  /** Half a kilobyte a version. */
  released: 16 * MIB,
  /** Half a kilobyte a row. */
  releases: 16 * MIB,
  /** 24 bytes a device, and its own summary. */
  part: 256 * MIB,
  /** As any module. */
  application: 64 * MIB,
} as const;

type TextKind = Exclude<keyof typeof MOST_BYTES, 'application'>;

/** The text of a small regular file. Throws a {@link UsageError} for anything else, so that a FIFO or a device never blocks. */
export function readText(file: string, kind: TextKind): string {
  return decodeText(readSmall(file, `the ${kind} ${file}`, MOST_BYTES[kind]));
}

/** Not only by the size that the system tells: files of /proc have none. A FIFO put in the place of a file does not block. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * The bytes of a regular file.
 *
 * @param name what it is called in an error
 * @param most bytes; more are a {@link UsageError}, and so is what is no regular file
 */
export function readSmall(file: string, name: string, most: number): Buffer {
  return orUnreadable(name, () => {
    // Before it is opened, for the opening of some devices has effects.
    if (!statSync(file).isFile()) throw new UsageError(`cannot read ${safeText(name)}: not a file`);
    const open = openSync(file, OPEN_FLAGS);
    try {
      return readUpTo(open, name, most);
    } finally {
      closeSync(open);
    }
  });
}

function readUpTo(open: number, name: string, most: number): Buffer {
  const { size } = fstatSync(open);
  if (size > most) throw tooLarge(name, most);
  const parts: Buffer[] = [];
  let filled = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(Math.max(LEAST_PART, size + 1 - filled));
    const count = readSync(open, part, 0, part.length, null);
    if (count === 0) return Buffer.concat(parts, filled);
    parts.push(part.subarray(0, count));
    filled += count;
    if (filled > most) throw tooLarge(name, most);
  }
}

const LEAST_PART = 4 * KIB;

/** The refusal of a file or a stream that has more bytes than what it shall be could have. */
export function tooLarge(name: string, most: number): UsageError {
  return new UsageError(`cannot read ${safeText(name)}: more than ${String(most)} bytes`);
}

/** What a look into the file system gives; a fault of that is a {@link UsageError} with the system's own code. */
export function orUnreadable<Found>(name: string, look: () => Found): Found {
  try {
    return look();
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** The same for a fault that was caught already. */
export function unreadable(name: string, error: unknown): UsageError {
  if (isUsageError(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  const near = code === 'ENOENT' && error instanceof Error && 'path' in error ? didYouMean(String(error.path)) : '';
  return new UsageError(`cannot read ${safeText(name)} (${code})${near}`);
}
