import { crc32, inflateRawSync } from 'node:zlib';
import { faultOf } from './shared.js';
import type { ZipLimits } from './types.js';
import { limit } from './zip-directory.js';
import type { Refusal, ZipEntry } from './zip-directory.js';

const STORED = 0;
const DEFLATED = 8;
const NAME_LENGTH = 1024;
const TYPE_REGULAR = 0o100000;
const TYPE_FOLDER = 0o040000;
const TYPE_SYMLINK = 0o120000;

/** Turns text around or hides it: line and paragraph separators, marks and overrides of direction. */
const MISLEADING = /[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Checks what makes an entry unwelcome even unread (`bad_name`, `symlink_entry`, `encrypted_entry`); null if nothing. */
export function checkEntry(entry: ZipEntry): Refusal | null {
  const name = nameFault(entry);
  if (name !== null) return { code: 'bad_name', detail: name };
  if (entry.fileType === TYPE_SYMLINK) return { code: 'symlink_entry', detail: 'a symbolic link' };
  if (![0, TYPE_REGULAR, TYPE_FOLDER].includes(entry.fileType)) {
    return { code: 'bad_zip', detail: `file type 0o${entry.fileType.toString(8)}` };
  }
  return entry.encrypted ? { code: 'encrypted_entry', detail: 'encrypted' } : null;
}

function nameFault({ name, hasControls }: ZipEntry): string | null {
  if (name === '') return 'empty';
  if (name.length > NAME_LENGTH) return `${name.length} characters, limit ${NAME_LENGTH}`;
  if (hasControls) return 'control character';
  if (MISLEADING.test(name)) return 'character that changes the direction or line of text';
  if (name.includes('\\')) return 'backslash';
  if (name.startsWith('/')) return 'absolute path';
  if (/^[a-z]:/i.test(name)) return 'drive letter';
  const parts = name.replace(/\/$/, '').split('/');
  if (parts.includes('..')) return 'leads out of the archive (..)';
  return parts.some((part) => part === '' || part === '.') ? 'empty or . as part of the path' : null;
}

/** Checks an entry that is to be read by what is declared: method, sizes, ratio, local header; null if it may be read. */
export function checkReadable(entry: ZipEntry, limits: ZipLimits): Refusal | null {
  const { method, size, compressedSize } = entry;
  if (method !== STORED && method !== DEFLATED) return { code: 'unsupported_method', detail: `method ${method}` };
  if (entry.disagreement !== null) return { code: 'bad_zip', detail: entry.disagreement };
  if (method === STORED && size !== compressedSize) {
    return { code: 'size_mismatch', detail: `stored: ${compressedSize} bytes, declared ${size}` };
  }
  if (size > limits.entryBytes) return limit(`entry size: ${size} bytes, limit ${limits.entryBytes}`);
  if (size > limits.ratioFloorBytes && size > compressedSize * limits.ratio) {
    return limit(`ratio: ${compressedSize} bytes unpack to ${size}, limit ${limits.ratio}:1`);
  }
  return null;
}

/**
 * Unpacks an entry that passed the checks. The output can never exceed the declared size.
 *
 * Gives the bytes (a view of the archive where they are stored), or `size_mismatch`, `checksum_mismatch`, `bad_zip`.
 */
export function unpack(archive: Buffer, entry: ZipEntry): Uint8Array | Refusal {
  const start = entry.dataStart ?? 0;
  const packed = archive.subarray(start, start + entry.compressedSize);
  const bytes = entry.method === STORED ? packed : inflate(packed, entry.size);
  if (!(bytes instanceof Uint8Array)) return bytes;
  if (bytes.length !== entry.size) {
    return { code: 'size_mismatch', detail: `${bytes.length} bytes, declared ${entry.size}` };
  }
  const found = crc32(bytes);
  if (found === entry.crc32) return bytes;
  return { code: 'checksum_mismatch', detail: `CRC-32 ${hex(found)}, declared ${hex(entry.crc32)}` };
}

/** One chunk as large as the declared size: no second copy, and no more than that. */
function inflate(packed: Buffer, size: number): Uint8Array | Refusal {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, size + 1) });
  } catch (error) {
    const fault = faultOf(error);
    if (fault === 'ERR_BUFFER_TOO_LARGE') return { code: 'size_mismatch', detail: `more bytes than declared ${size}` };
    return { code: 'bad_zip', detail: `packed data: ${fault}` };
  }
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
