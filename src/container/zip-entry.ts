import { portableCrc32 } from '../module/checksum.js';
import type { ContainerTools, Inflated, Refusal } from './types.js';
import type { ZipEntry } from './zip-directory.js';

const STORED = 0;
const DEFLATED = 8;
const TYPE_REGULAR = 0o100000;
const TYPE_FOLDER = 0o040000;
const TYPE_SYMLINK = 0o120000;

/** Checks what makes an entry unwelcome even unread (`bad_name`, `symlink_entry`, `encrypted_entry`); null if nothing. */
export function checkEntry(entry: ZipEntry): Refusal | null {
  if (entry.hasControls) return { code: 'bad_name', detail: 'control character' };
  if (entry.fileType === TYPE_SYMLINK) return { code: 'symlink_entry', detail: 'a symbolic link' };
  if (![0, TYPE_REGULAR, TYPE_FOLDER].includes(entry.fileType)) {
    return { code: 'bad_zip', detail: `file type 0o${entry.fileType.toString(8)}` };
  }
  return entry.encrypted ? { code: 'encrypted_entry', detail: 'encrypted' } : null;
}

/** Checks an entry that is to be read by what is declared: method, sizes, local header; null if it may be read. */
export function checkReadable(entry: ZipEntry): Refusal | null {
  const { method, size, compressedSize } = entry;
  if (method !== STORED && method !== DEFLATED) return { code: 'unsupported_method', detail: `method ${method}` };
  if (entry.disagreement !== null) return { code: 'bad_zip', detail: entry.disagreement };
  if (method === STORED && size !== compressedSize) {
    return { code: 'size_mismatch', detail: `stored: ${compressedSize} bytes, declared ${size}` };
  }
  return null;
}

/**
 * Unpacks an entry that passed the checks. The output can never exceed the declared size.
 *
 * Gives the bytes (a view of the archive where they are stored), or `size_mismatch`, `checksum_mismatch`, `bad_zip`.
 */
export async function unpack(
  archive: Uint8Array,
  entry: ZipEntry,
  { crc32 = portableCrc32, inflate }: ContainerTools,
): Promise<Uint8Array | Refusal> {
  const start = entry.dataStart ?? 0;
  const packed = archive.subarray(start, start + entry.compressedSize);
  const bytes = entry.method === STORED ? packed : await inflate(packed, entry.size);
  if (typeof bytes === 'string') return INFLATE_FAULT[bytes](entry);
  if (bytes.length !== entry.size) {
    return { code: 'size_mismatch', detail: `${bytes.length} bytes, declared ${entry.size}` };
  }
  const found = crc32(bytes);
  if (found === entry.crc32) return bytes;
  return { code: 'checksum_mismatch', detail: `CRC-32 ${hex(found)}, declared ${hex(entry.crc32)}` };
}

/** The names of zlib, which people look up. */
const INFLATE_FAULT: Readonly<Record<Extract<Inflated, string>, (entry: ZipEntry) => Refusal>> = {
  too_large: ({ size }) => ({ code: 'size_mismatch', detail: `more bytes than declared ${size}` }),
  broken: () => ({ code: 'bad_zip', detail: 'packed data: Z_DATA_ERROR' }),
  cut_off: () => ({ code: 'bad_zip', detail: 'packed data: Z_BUF_ERROR' }),
};

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
