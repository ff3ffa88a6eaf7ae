/** A file that is not there: which of its folder was most likely meant. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearNames } from '../base/nearest.js';
import { safeText } from '../base/safe-text.js';

/** Names that are told. */
const MOST = 3;

/** "; did you mean fw/system-part1.bin?", or nothing where no name of that folder is near, or nobody can look into it. */
export function didYouMean(path: string): string {
  const folder = dirname(path);
  const near = nearNames(basename(path), namesIn(folder), MOST);
  if (near.length === 0) return '';
  return `; did you mean ${near.map((name) => safeText(asTyped(path, folder, name))).join(' or ')}?`;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `./x` stays `./x`, and `x` stays `x`. */
const asTyped = (path: string, folder: string, name: string): string =>
  folder === '.' ? `${path.startsWith('./') ? './' : ''}${name}` : join(folder, name);
