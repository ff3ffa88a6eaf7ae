/**
 * LZ4 frames. Read here and not by a package: those on the registry take the sizes that a file claims for true, or need Node.
 *
 * Source: "LZ4 Frame Format Description" 1.6.4 and "LZ4 Block Format Description", github.com/lz4/lz4, `doc/`.
 */
import { xxHash32 } from './xxhash.js';
import { openWrapper } from './wrapper.js';
import type { ContainerFormat } from './types.js';

const MAGIC = 0x184d2204;
const FLAG = {
  version: 0xc0,
  blockChecksum: 0x10,
  contentSize: 0x08,
  contentChecksum: 0x04,
  dictionary: 0x01,
} as const;
const VERSION_1 = 0x40;
const STORED = 0x80000000;
/** The shortest match, and the value of a length that goes on in the next byte. */
const SHORTEST_MATCH = 4;
const LONGER = 15;

/** LZ4: one packed file. */
export const LZ4: ContainerFormat = {
  name: 'lz4',
  holds: 'wrapper',
  extensions: ['.tar.lz4', '.bin.lz4', '.hex.lz4'],
  besideBinary: false,
  recognise: (bytes, name) =>
    bytes.length > 7 && viewOf(bytes).getUint32(0, true) === MAGIC
      ? (limits) => openWrapper({ format: 'lz4', ending: '.lz4', unpack: unpackFrame }, bytes, name, limits)
      : null,
};

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** Unpacked bytes, in a buffer that grows with what is really there; the one thing here that changes. */
interface Out {
  bytes: Uint8Array;
  length: number;
  readonly limit: number;
}

/** One frame, and nothing behind it; null where it is broken. */
function unpackFrame(packed: Uint8Array, limit: number): Uint8Array | 'too_large' | null {
  const view = viewOf(packed);
  const flags = packed[4] ?? 0;
  if ((flags & FLAG.version) !== VERSION_1 || (flags & FLAG.dictionary) !== 0) return null;
  const checksumAt = 6 + ((flags & FLAG.contentSize) !== 0 ? 8 : 0);
  if (checksumAt >= packed.length) return null;
  if (packed[checksumAt] !== ((xxHash32(packed.subarray(4, checksumAt)) >>> 8) & 0xff)) return null;
  const out: Out = { bytes: new Uint8Array(Math.min(limit, packed.length * 4)), length: 0, limit };
  const ends = (flags & FLAG.contentChecksum) !== 0 ? 4 : 0;
  for (let at = checksumAt + 1; at + 4 <= packed.length;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) {
      const content = out.bytes.subarray(0, out.length);
      if (at + ends !== packed.length) return null;
      return ends === 0 || view.getUint32(at, true) === xxHash32(content) ? content : null;
    }
    const size = word & ~STORED;
    const block = packed.subarray(at, at + size);
    if (block.length < size) return null;
    const fault = (word & STORED) !== 0 ? append(out, block) : unpackBlock(block, out);
    if (fault !== 'done') return fault;
    at += size + ((flags & FLAG.blockChecksum) !== 0 ? 4 : 0);
  }
  return null;
}

/** Whether so many more bytes may come; the buffer then holds them. */
function grow(out: Out, more: number): boolean {
  const wanted = out.length + more;
  if (wanted > out.limit) return false;
  if (wanted > out.bytes.length) {
    const larger = new Uint8Array(Math.min(out.limit, Math.max(wanted, out.bytes.length * 2)));
    larger.set(out.bytes.subarray(0, out.length));
    out.bytes = larger;
  }
  return true;
}

function append(out: Out, bytes: Uint8Array): 'done' | 'too_large' {
  if (!grow(out, bytes.length)) return 'too_large';
  out.bytes.set(bytes, out.length);
  out.length += bytes.length;
  return 'done';
}

/** One block: literals, then a copy of what was unpacked before, again and again; the last has literals alone. */
function unpackBlock(block: Uint8Array, out: Out): 'done' | 'too_large' | null {
  let at = 0;
  const longer = (value: number): number => {
    let sum = value;
    for (let byte = value === LONGER ? 255 : 0; byte === 255 && at <= block.length; sum += byte) {
      byte = block[at++] ?? 0;
    }
    return sum;
  };
  for (;;) {
    const token = block[at++];
    if (token === undefined) return null;
    const literals = longer(token >> 4);
    if (at + literals > block.length) return null;
    if (append(out, block.subarray(at, at + literals)) !== 'done') return 'too_large';
    at += literals;
    if (at === block.length) return 'done';
    const offset = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    at += 2;
    if (at > block.length || offset === 0 || offset > out.length) return null;
    const length = longer(token & LONGER) + SHORTEST_MATCH;
    if (at > block.length) return null;
    if (!grow(out, length)) return 'too_large';
    copyBack(out, offset, length);
  }
}

/** A copy that may reach into itself: then what it wrote is written again. */
function copyBack(out: Out, offset: number, length: number): void {
  const { bytes } = out;
  for (let left = length; left > 0;) {
    const size = Math.min(left, offset);
    bytes.copyWithin(out.length, out.length - offset, out.length - offset + size);
    out.length += size;
    left -= size;
  }
}
