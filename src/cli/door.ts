/** The one door to standard output and standard error: nothing else in this room writes there but the line of progress. */
import { safeOutput } from '../base/safe-text.js';

/**
 * Writes an answer to standard output.
 *
 * @param annotations true for GitHub's own annotations, which shall be obeyed
 */
export function print(text: string, annotations = false): void {
  process.stdout.write(safeOutput(text, annotations));
}

/** Writes what is no answer, whole lines, to standard error. */
export function say(text: string): void {
  process.stderr.write(safeOutput(text));
}

/** Writes an answer of very many parts to standard output, no faster than they are taken. */
export async function printAll(parts: Iterable<string>): Promise<void> {
  for (const part of parts) {
    if (!process.stdout.write(safeOutput(part))) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
