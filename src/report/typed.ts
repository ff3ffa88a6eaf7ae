/** Words of the command line in the commands that come next, so that these can be pasted. */
import { safeText } from '../base/safe-text.js';
import { quoted } from './shell.js';
import type { Typed } from './style.js';

/** Columns of all of them together; nobody pastes more than that by hand. */
const MOST_COLUMNS = 60;

/** The inputs, quoted for a shell; `FILE...` where they are too many, hostile, or were no names. */
export function inputWords(typed: Typed | undefined): string {
  const words = (typed?.inputs ?? []).map(pasteable);
  const all = words.join(' ');
  return words.length === 0 || words.includes(null) || all.length > MOST_COLUMNS ? 'FILE...' : all;
}

/** `--device before.json `, with a blank behind it; nothing where the report was no file, or none was given. */
export function deviceWords(typed: Typed | undefined): string {
  const device = typed?.device === undefined ? null : pasteable(typed.device);
  return device === null ? '' : `--device ${device} `;
}

const pasteable = (word: string): string | null =>
  word === '-' || safeText(word) !== word ? null : quoted(word, 'sh');
