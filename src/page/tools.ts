/** What a browser has for the readers: its own inflate and SHA-256 where they will do, and plain ones where they will not. */
import { usualOffsets } from '../catalog/platforms.js';
import type { ContainerTools, Gunzipped, Inflated } from '../container/types.js';
import { portableCrc32 } from '../module/checksum.js';
import type { ReadTools, Sha256 } from '../module/types.js';
import { gunzipPlainly, joined } from './gunzip.js';
import { inflateRaw } from './inflate.js';
import { plainSha256 } from './sha256.js';

/** For containers: the browser's own first, for it is the faster one; where it says no, the plain one says why. */
export const CONTAINER_TOOLS: ContainerTools = {
  crc32: portableCrc32,
  inflate: async (bytes, limit): Promise<Inflated> =>
    (await unpackedByBrowser('deflate-raw', bytes, limit)) ?? inflateRaw(bytes, Math.max(1, limit)).bytes,
  gunzip: async (bytes, limit): Promise<Gunzipped> =>
    (await unpackedByBrowser('gzip', bytes, limit)) ?? gunzipPlainly(bytes, limit),
};

/** Null where it is broken, too large, or followed by anything: a browser tells these no better apart. */
async function unpackedByBrowser(
  format: 'deflate-raw' | 'gzip',
  bytes: Uint8Array,
  limit: number,
): Promise<Uint8Array | null> {
  try {
    const stream = new DecompressionStream(format);
    const writer = stream.writable.getWriter();
    const fed = Promise.all([writer.write(bytes as Uint8Array<ArrayBuffer>), writer.close()]);
    // What goes wrong is told by the reading as well.
    fed.catch(() => undefined);
    const unpacked = await readUpTo(stream.readable.getReader(), limit);
    await fed;
    return unpacked;
  } catch {
    return null;
  }
}

async function readUpTo(
  reader: { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(): Promise<void> },
  limit: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
    size += part.value.length;
    if (size > limit) {
      await reader.cancel();
      throw new Error('more than allowed');
    }
    parts.push(part.value);
  }
  return joined(parts, size);
}

/** For readers that ask for few bytes: everything at once, nothing of the browser's own. */
export const PLAIN_TOOLS: ReadTools = {
  usualOffsets,
  crc32: portableCrc32,
  sha256: plainSha256,
  inflateRaw: (bytes, limit) => {
    const found = inflateRaw(bytes, limit).bytes;
    return typeof found === 'string' ? null : found;
  },
};

/** Packs with raw deflate; null where the browser cannot. */
export async function deflatedByBrowser(bytes: Uint8Array): Promise<Uint8Array | null> {
  try {
    const packed = new Blob([bytes as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new CompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(packed).arrayBuffer());
  } catch {
    return null;
  }
}

/** Rounds of a reading that asks for something new each time; then it is answered plainly. */
const MOST_ROUNDS = 8;

/**
 * Reads with tools that answer at once, though SHA-256 of the browser answers later: what is not known yet is noted, asked for, and the reading begins
 * again with the answers. Two rounds do for most files, and only the first one computes a checksum.
 *
 * @param read asks the same things each time, for the same answers
 */
export async function readWithBrowser<Result>(read: (tools: ReadTools) => Result): Promise<Result> {
  const digest = browserDigest();
  const crcs = new Map<string, number>();
  const inflated = new Map<string, Uint8Array | null>();
  const hashes = new Map<string, string>();
  const nameOf = rangeNames();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const open = new Map<string, readonly Uint8Array[]>();
    const tools: ReadTools = {
      usualOffsets,
      crc32: (bytes) => known(crcs, nameOf(bytes), () => portableCrc32(bytes)),
      inflateRaw: (bytes, limit) =>
        known(inflated, `${nameOf(bytes)} ${String(limit)}`, () => PLAIN_TOOLS.inflateRaw?.(bytes, limit) ?? null),
      sha256:
        digest === null
          ? plainSha256
          : () =>
              notedSha256([], (parts) => {
                const name = parts.map(nameOf).join(' ');
                const hash = hashes.get(name);
                if (hash === undefined) open.set(name, parts);
                return hash ?? NOT_YET;
              }),
    };
    const result = read(tools);
    if (digest === null || open.size === 0) return result;
    for (const [name, parts] of open) hashes.set(name, await digest(parts));
  }
  return read(PLAIN_TOOLS);
}

/** As long as any hash, and equal to none. */
const NOT_YET = '-'.repeat(64);

function notedSha256(parts: readonly Uint8Array[], hexOf: (parts: readonly Uint8Array[]) => string): Sha256 {
  let all = parts;
  return {
    update: (bytes) => {
      all = [...all, bytes];
    },
    copy: () => notedSha256(all, hexOf),
    hex: () => hexOf(all),
  };
}

/** SHA-256 of pieces in hex digits; null where the browser has none: on a page that came over no safe connection. */
function browserDigest(): ((parts: readonly Uint8Array[]) => Promise<string>) | null {
  // The types say that it is always there.
  const subtle = (globalThis as { readonly crypto?: { readonly subtle?: Pick<SubtleCrypto, 'digest'> } }).crypto
    ?.subtle;
  if (subtle === undefined) return null;
  return async (parts) => {
    const digest = await subtle.digest('SHA-256', (await wholeOf(parts)) as Uint8Array<ArrayBuffer>);
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };
}

interface SubtleCrypto {
  digest(algorithm: string, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

/** One piece as it is; several as one copy, but for neighbours, which are one piece already. */
async function wholeOf(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const [first, ...rest] = parts;
  if (first === undefined) return new Uint8Array();
  const end = rest.reduce<number | null>(
    (at, part) => (at !== null && part.buffer === first.buffer && part.byteOffset === at ? at + part.length : null),
    first.byteOffset + first.length,
  );
  if (end !== null) return new Uint8Array(first.buffer, first.byteOffset, end - first.byteOffset);
  return new Uint8Array(
    await new Blob(parts as readonly Uint8Array<ArrayBuffer>[] as Uint8Array<ArrayBuffer>[]).arrayBuffer(),
  );
}

function known<Value>(answers: Map<string, Value>, name: string, ask: () => Value): Value {
  const before = answers.get(name);
  if (before !== undefined || answers.has(name)) return before as Value;
  const value = ask();
  answers.set(name, value);
  return value;
}

/** A name for each range of memory, the same one each time. */
function rangeNames(): (bytes: Uint8Array) => string {
  const numbers = new Map<ArrayBufferLike, number>();
  return ({ buffer, byteOffset, length }) => {
    const number = numbers.get(buffer) ?? numbers.size;
    numbers.set(buffer, number);
    return `${String(number)}:${String(byteOffset)}:${String(length)}`;
  };
}
