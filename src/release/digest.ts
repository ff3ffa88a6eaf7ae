/** One name for a set of files, by their bytes alone. */
import type { HashText } from '../base/hash-text.js';
import { compareText } from '../base/compare.js';

/**
 * The digest of a set: the SHA-256 of the SHA-256 of every file, each once, ascending, one a line with a line feed at its end. Names, order and doubles
 * do not change it, so the lock, the bill of materials, the report and the statement of one set carry the same one. Anybody can make it with
 * `sha256sum FILE... | cut -c1-64 | sort -u | sha256sum`.
 *
 * @param files each with the SHA-256 of its bytes, 64 hex digits in lower case
 * @returns 64 hex digits
 */
export function digestOf(files: readonly { readonly sha256: string }[], sha256: HashText): string {
  const hashes = [...new Set(files.map((one) => one.sha256))].sort(compareText);
  return sha256(hashes.map((hash) => `${hash}\n`).join(''));
}
