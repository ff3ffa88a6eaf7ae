/** Words of the command line in the commands that come next, so that these can be pasted. */
import { safeText } from '../base/safe-text.js';
import { quoted } from './shell.js';
import type { Typed } from './style.js';

/**
 * A command that comes next, on a line of its own, so that it can be pasted: with the words that were typed where there is room for them, else with
 * names that stand for them.
 *
 * @param words the command, given the inputs and what stands for the device (`--device before.json `, with a blank behind it)
 * @param room columns
 */
export function nextCommand(
  words: (inputs: string, device: string) => string,
  typed: Typed | undefined,
  room: number,
): string {
  const inputs = inputWords(typed);
  const all = words(inputs, deviceWords(typed));
  return all.length <= room
    ? all
    : ([words(inputs, ''), words(ANY_INPUTS, '')].find((one) => one.length <= room) ?? words(ANY_INPUTS, ''));
}

const ANY_INPUTS = 'FILE...';

/** The inputs, quoted for a shell; `FILE...` where one is hostile, or no name. */
function inputWords(typed: Typed | undefined): string {
  const words = (typed?.inputs ?? []).map(pasteable);
  return words.length === 0 || words.includes(null) ? ANY_INPUTS : words.join(' ');
}

/** `--device before.json `, with a blank behind it; nothing where the report was no file, or none was given. */
function deviceWords(typed: Typed | undefined): string {
  const device = typed?.device === undefined ? null : pasteable(typed.device);
  return device === null ? '' : `--device ${device} `;
}

const pasteable = (word: string): string | null =>
  word === '-' || safeText(word) !== word ? null : quoted(word, 'sh');
