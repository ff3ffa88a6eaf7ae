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
