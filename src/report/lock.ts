/** The lock as a file: sorted, one field a line, so that a change shows as few lines in a diff. */
import type { HashText } from '../base/hash-text.js';
import { digestOf } from '../release/digest.js';
import type { Lock, LockEntry } from '../release/lock.js';
import { moduleWords, platformName } from './words.js';

/** The document `fwinspect/lock@1`. `is` says the identity in words; only the numbers are compared. `digest` is that of {@link digestOf}. */
export function lockJson({ schema, files }: Lock, sha256: HashText) {
  return {
    schema,
    digest: digestOf(files, sha256),
    files: files.map((entry) => ({ path: entry.path, is: wordsOf(entry), ...rest(entry) })),
  };
}

function wordsOf({ identity }: LockEntry): string | null {
  return identity === null ? null : `${platformName(identity.platform)} ${moduleWords(identity)}`;
}

function rest({ identity, dependencies, size, crc, sha256, payloadSha256 }: LockEntry) {
  return { identity, dependencies, size, crc, sha256, payloadSha256 };
}
