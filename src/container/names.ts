/** Names of members: what makes one unwelcome, and which would hide another. */
import type { Refusal } from './types.js';

const NAME_LENGTH = 1024;

/** Turns text around or hides it: line and paragraph separators, marks and overrides of direction. */
const MISLEADING = /[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Why a name is none that a container may have (`bad_name`); null where nothing is wrong with it. */
export function checkName(name: string): Refusal | null {
  const fault = nameFault(name);
  return fault === null ? null : { code: 'bad_name', detail: fault };
}

function nameFault(name: string): string | null {
  if (name === '') return 'empty';
  if (name.length > NAME_LENGTH) return `${name.length} characters, limit ${NAME_LENGTH}`;
  if (/\p{Cc}/u.test(name)) return 'control character';
  if (MISLEADING.test(name)) return 'character that changes the direction or line of text';
  if (name.includes('\\')) return 'backslash';
  if (name.startsWith('/')) return 'absolute path';
  if (/^[a-z]:/i.test(name)) return 'drive letter';
  const parts = name.replace(/\/$/, '').split('/');
  if (parts.includes('..')) return 'leads out of the archive (..)';
  return parts.some((part) => part === '' || part === '.') ? 'empty or . as part of the path' : null;
}

/** Two names that are one on some file system (`duplicate_name`), or null. */
export function findDuplicate(members: readonly { readonly name: string }[]): Refusal | null {
  const seen = new Map<string, string>();
  for (const { name } of members) {
    const folded = name.normalize('NFC').toUpperCase().toLowerCase().replace(/\/+$/, '');
    const other = seen.get(folded);
    if (other !== undefined) {
      return { code: 'duplicate_name', detail: other === name ? `${name} twice` : `${other} and ${name}` };
    }
    seen.set(folded, name);
  }
  return null;
}
