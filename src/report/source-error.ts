/** Problems with reading input, in words for people: what is wrong and what to do. */
import type { LockFault } from '../release/lock.js';
import { safeText } from '../base/safe-text.js';

const WORDS = {
  not_found: 'no such file or folder',
  unreadable: 'cannot be read',
  nothing_matched: 'nothing to check here: no .bin, no archive and no image of flash',
  too_large: 'is larger than any firmware file; not read',
  bad_zip: 'is a broken zip archive; make or download it again',
  zip_limit: 'is a zip archive beyond the limits, and was not unpacked',
  bad_name: 'has a name that an archive must not have; not read',
  bad_container: 'is damaged and was not read; make or download it again',
  container_limit: 'is beyond the limits, and was not read',
  foreign_package: 'is no package for a Particle device',
  overlapping_data: 'has two different bytes for one address, so it is not clear what it would write; make it again',
  duplicate_name: 'has the same name twice, so one of them would hide the other; not read',
  overlapping_entries: 'has entries that overlap; not read',
  symlink_entry: 'is a link inside an archive; not followed',
  encrypted_entry: 'is encrypted; unpack it first',
  unsupported_method: 'is packed with a method other than deflate; pack it again',
  size_mismatch: 'says a false size; make or download the archive again',
  checksum_mismatch: 'is damaged inside the archive (its CRC-32 is wrong); download it again',
} as const;

/** "no such file or folder (ENOENT)". A code of `source` without a text does not compile where it is handed in. */
export function sourceErrorWords(code: keyof typeof WORDS, detail: string): string {
  return detail === '' ? WORDS[code] : `${WORDS[code]} (${safeText(detail)})`;
}

/** What is wrong with a lock, as a sentence about it. */
export const LOCK_FAULT_WORDS: Readonly<Record<LockFault, string>> = {
  no_json: 'it is no JSON',
  no_lock: 'it is no fwinspect/lock@1',
  bad_files: 'its list of files cannot be read',
  path_twice: 'it names a path twice',
};
