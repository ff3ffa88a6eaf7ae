/** Which of two builds of a release a plan takes. */
import { safeText } from '../base/safe-text.js';
import type { BuildChoice } from '../assess/sendable.js';
import { counted } from './words.js';

/** Files that are named of very many. */
const MOST_NAMES = 4;

/** Takes the choice and the platform of the device; gives what there is to say of it: nothing where only one build was there. */
export function buildNotes({ taken, leftOut: all }: BuildChoice, platform: number): readonly string[] {
  const leftOut = all.filter(({ facts }) => facts.platform === platform).map(({ file }) => file);
  if (leftOut.length === 0) return [];
  const named = leftOut.slice(0, MOST_NAMES).map((file) => safeText(file.slice(file.lastIndexOf('/') + 1)));
  const more = leftOut.length > named.length ? ` and ${counted(leftOut.length - named.length, 'other')}` : '';
  const other = taken === 'release' ? 'debug' : 'release';
  const how = taken === 'release' ? '--debug takes them' : 'without --debug they are taken';
  return [`${taken} builds are taken, ${other} builds left out: ${named.join(', ')}${more} (${how})`];
}
