/** gzip (RFC 1952) in plain TypeScript, for what the browser's own does not take: several members, bytes behind the last one. */
import type { Gunzipped } from '../container/types.js';
import { portableCrc32 } from '../module/checksum.js';
import { inflateRaw } from './inflate.js';

const HEADER = 10;
const TRAILER = 8;
const DEFLATE = 8;
const FLAG_HEADER_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const RESERVED_FLAGS = 0xe0;

/** Bytes that zlib writes before it counts whether they are too many. */
const CHUNK = 16 * 1024;

/** Takes packed bytes and the most that may come out; gives all members one after another, as zlib does. Never throws. */
export function gunzipPlainly(packed: Uint8Array, limit: number): Gunzipped {
  if (limit < 1) return 'too_large';
  const room = (Math.floor(limit / CHUNK) + 1) * CHUNK;
  const parts: Uint8Array[] = [];
  let at = 0;
  let size = 0;
  // Zeros behind a member fill up a tape; all else has to be another one.
  while (at === 0 || (at < packed.length && packed[at] !== 0)) {
    const member = readMember(packed, at, room - size);
    if (member === null || member === 'too_large') return member;
    parts.push(member.bytes);
    size += member.bytes.length;
    at = member.end;
  }
  return size > limit ? 'too_large' : joined(parts, size);
}

/** Pieces one after another; `size` is that of all together. */
export function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  return all;
}

function isMember(packed: Uint8Array, at: number): boolean {
  return packed[at] === 0x1f && packed[at + 1] === 0x8b;
}

function readMember(
  packed: Uint8Array,
  start: number,
  room: number,
): { readonly bytes: Uint8Array; readonly end: number } | 'too_large' | null {
  const data = dataStart(packed, start);
  if (data === null) return null;
  const { bytes, used } = inflateRaw(packed.subarray(data), room, room);
  if (bytes === 'too_large') return bytes;
  const end = data + used + TRAILER;
  if (typeof bytes === 'string' || end > packed.length) return null;
  const view = new DataView(packed.buffer, packed.byteOffset + end - TRAILER, TRAILER);
  const isRight = view.getUint32(0, true) === portableCrc32(bytes) && view.getUint32(4, true) === bytes.length >>> 0;
  return isRight ? { bytes, end } : null;
}

/** Where the packed data begins; null where the header is none. */
function dataStart(packed: Uint8Array, start: number): number | null {
  const flags = packed[start + 3] ?? RESERVED_FLAGS;
  if (!isMember(packed, start) || packed[start + 2] !== DEFLATE || (flags & RESERVED_FLAGS) !== 0) return null;
  let at = start + HEADER;
  if ((flags & FLAG_EXTRA) !== 0) at += 2 + ((packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8));
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = packed.indexOf(0, at);
    if (end < 0) return null;
    at = end + 1;
  }
  if ((flags & FLAG_HEADER_CRC) !== 0) {
    const found = (packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8);
    if (found !== (portableCrc32(packed.subarray(start, at)) & 0xffff)) return null;
    at += 2;
  }
  return at <= packed.length ? at : null;
}
