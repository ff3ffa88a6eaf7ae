/** What the reader of modules needs from Node: native CRC-32, SHA-256 and raw inflate. */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { crc32, deflateRawSync, gunzipSync, inflateRawSync } from 'node:zlib';
import type { Inflated } from '../container/types.js';

interface Sha256 {
  update(bytes: Uint8Array): unknown;
  copy(): Sha256;
  hex(): string;
}

function wrapped(hash: Hash): Sha256 {
  return {
    update: (bytes) => hash.update(bytes),
    copy: () => wrapped(hash.copy()),
    hex: () => hash.digest('hex'),
  };
}

/** Unpacks raw deflate; null where the data is broken or longer than `limit` bytes. Never throws. */
function inflateRaw(bytes: Uint8Array, limit: number): Uint8Array | null {
  try {
    return inflateRawSync(bytes, { maxOutputLength: limit });
  } catch {
    return null;
  }
}

/** Unpacks the raw deflate of a member, in one chunk as large as the declared size: no second copy, and no more than that. Never throws. */
export function inflateMember(bytes: Uint8Array, limit: number): Inflated {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, limit), chunkSize: Math.max(64, limit + 1) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'too_large';
    return code === 'Z_BUF_ERROR' ? 'cut_off' : 'broken';
  }
}

/** Unpacks gzip; null where the data is broken, 'too_large' where it would exceed `limit` bytes. Never throws. */
export function gunzip(bytes: Uint8Array, limit: number): Uint8Array | 'too_large' | null {
  if (limit < 1) return 'too_large';
  try {
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : null;
  }
}

/** Node's own CRC-32, SHA-256 and inflate, in the shape that `readModule` takes. */
export const NODE_TOOLS = {
  crc32: (bytes: Uint8Array): number => crc32(bytes),
  sha256: (): Sha256 => wrapped(createHash('sha256')),
  inflateRaw,
} as const;

/** Packs with raw deflate, at the level that the vendor's tools use. */
export function deflateRaw(bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes);
}

/** Bytes of raw deflate at its highest level. */
export function packedSize(bytes: Uint8Array): number {
  return deflateRawSync(bytes, { level: 9 }).length;
}

/** SHA-256 of bytes, or of the UTF-8 bytes of a text, as 64 hex digits: Node's own for what wants a `HashText`, too. */
export function sha256Hex(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
