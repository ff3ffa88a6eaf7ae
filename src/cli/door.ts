/** The one door to standard output and standard error: nothing else in this room writes there but the line of progress. */
import { fstatSync, statSync, writeSync } from 'node:fs';
import { safeOutput } from '../base/safe-text.js';

/**
 * Writes an answer to standard output.
 *
 * @param annotations true for GitHub's own annotations, which shall be obeyed
 */
export function print(text: string, annotations = false): void {
  write('stdout', safeOutput(text, annotations));
}

/** Writes what is no answer, whole lines, to standard error. */
export function say(text: string): void {
  write('stderr', safeOutput(text));
}

/** Writes an answer of very many parts to standard output, no faster than they are taken. */
export async function printAll(parts: Iterable<string>): Promise<void> {
  for (const part of parts) {
    if (!write('stdout', safeOutput(part))) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}

/** Standard output and standard error, by the names that Node has for them. */
type Door = 'stdout' | 'stderr';

/** What there is to know of a terminal. */
export interface Screen {
  readonly isTTY: boolean;
  /** Of a terminal alone. */
  readonly columns: number;
}

const NO_SCREEN: Screen = { isTTY: false, columns: 0 };

/** The terminal behind a door, if there is one. */
export const screenOf = (door: Door): Screen => (goesStraight(door) ? NO_SCREEN : process[door]);

/** Standard error for a line that comes and goes; nothing is asked of it before. */
export const PROGRESS_LINE = {
  get isTTY(): boolean {
    return screenOf('stderr').isTTY;
  },
  write: (text: string): boolean => process.stderr.write(text),
};

const FILES: Readonly<Record<Door, number>> = { stdout: 1, stderr: 2 };

/**
 * Doors that need no stream of Node. Into a file or a pipe that would only write at once as well, and making it takes longer than reading a
 * module: 4 ms for a file, 7 for a pipe.
 */
const straight = new Map<Door, boolean>();

function goesStraight(door: Door): boolean {
  const known = straight.get(door) ?? isFileOrPipe(FILES[door]);
  straight.set(door, known);
  return known;
}

/** A file, a pipe, or the device that takes everything. Windows tells nothing of the kind. */
function isFileOrPipe(file: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    const stats = fstatSync(file);
    return stats.isFile() || stats.isFIFO() || (stats.isCharacterDevice() && stats.rdev === statSync('/dev/null').rdev);
  } catch {
    return false;
  }
}

/** False: the stream has more than it can pass on. */
function write(door: Door, text: string): boolean {
  if (!goesStraight(door)) return process[door].write(text);
  const rest = writeStraight(FILES[door], Buffer.from(text));
  if (rest.length === 0) return true;
  // The pipe is full and does not wait, or is closed, or the disk is full: the stream meets the same, and waits or tells.
  straight.set(door, false);
  return process[door].write(rest);
}

/** Gives what could not be written. */
function writeStraight(file: number, bytes: Buffer): Buffer {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(file, rest));
  } catch {
    // The rest says it.
  }
  return rest;
}
