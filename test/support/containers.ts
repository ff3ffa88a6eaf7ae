/** Makers of containers for tests: what people have, and what nobody should send. */
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { xxHash32 } from '../../src/container/xxhash.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';

export interface Piece {
  readonly address: number;
  readonly bytes: Uint8Array;
}

const hexByte = (value: number): string => (value & 0xff).toString(16).padStart(2, '0').toUpperCase();

/** One record: colon, length, address, type, data, checksum. */
export function hexRecord(type: number, address: number, data: readonly number[] | Uint8Array): string {
  const bytes = [data.length, (address >> 8) & 0xff, address & 0xff, type, ...data];
  const sum = bytes.reduce((total, one) => total + one, 0);
  return `:${[...bytes, -sum].map(hexByte).join('')}`;
}

export const HEX_END = ':00000001FF';

/** The lines of Intel HEX for pieces, without an end record. */
export function hexLines(pieces: readonly Piece[], width = 16): readonly string[] {
  let bank = -1;
  return pieces.flatMap(({ address, bytes }) => {
    const lines: string[] = [];
    for (let at = 0; at < bytes.length;) {
      const here = address + at;
      const high = Math.floor(here / 0x10000);
      if (high !== bank) lines.push(hexRecord(4, 0, [high >> 8, high & 0xff]));
      bank = high;
      const size = Math.min(width, bytes.length - at, (high + 1) * 0x10000 - here);
      lines.push(hexRecord(0, here & 0xffff, bytes.subarray(at, at + size)));
      at += size;
    }
    return lines;
  });
}

export const text = (lines: readonly string[], end = '\n'): Uint8Array =>
  new TextEncoder().encode(lines.join(end) + end);

export function intelHex(pieces: readonly Piece[], width?: number): Uint8Array {
  return text([...hexLines(pieces, width), HEX_END]);
}

/** One S-record: the checksum is the complement. */
export function sRecord(
  type: number,
  address: number,
  addressBytes: number,
  data: readonly number[] | Uint8Array,
): string {
  const place = Array.from(
    { length: addressBytes },
    (_, at) => Math.floor(address / 256 ** (addressBytes - 1 - at)) & 0xff,
  );
  const bytes = [addressBytes + data.length + 1, ...place, ...data];
  const sum = bytes.reduce((total, one) => total + one, 0);
  return `S${String(type)}${[...bytes, 255 - (sum & 0xff)].map(hexByte).join('')}`;
}

export function sRecords(pieces: readonly Piece[]): Uint8Array {
  const data = pieces.flatMap(({ address, bytes }) =>
    Array.from({ length: Math.ceil(bytes.length / 32) }, (_, at) =>
      sRecord(3, address + at * 32, 4, bytes.subarray(at * 32, at * 32 + 32)),
    ),
  );
  return text([sRecord(0, 0, 2, [...new TextEncoder().encode('made')]), ...data, sRecord(7, 0, 4, [])]);
}

/** A DFU suffix behind bytes, for a USB device. */
export function withDfuSuffix(bytes: Uint8Array, vendor = 0x2b04, product = 0xffff): Uint8Array {
  const all = new Uint8Array(bytes.length + 16);
  all.set(bytes);
  const view = new DataView(all.buffer, bytes.length);
  view.setUint16(0, 0xffff, true);
  view.setUint16(2, product, true);
  view.setUint16(4, vendor, true);
  view.setUint16(6, 0x0100, true);
  all.set([0x55, 0x46, 0x44, 16], bytes.length + 8);
  view.setUint32(12, ~NODE_TOOLS.crc32(all.subarray(0, -4)) >>> 0, true);
  return all;
}

export function dfuSe(pieces: readonly Piece[]): Uint8Array {
  const size = pieces.reduce((sum, { bytes }) => sum + 8 + bytes.length, 0);
  const all = new Uint8Array(11 + 274 + size);
  const view = new DataView(all.buffer);
  const put = (at: number, word: string): void => {
    all.set(new TextEncoder().encode(word), at);
  };
  put(0, 'DfuSe');
  view.setUint8(5, 1);
  view.setUint32(6, all.length, true);
  view.setUint8(10, 1);
  put(11, 'Target');
  view.setUint32(11 + 266, size, true);
  view.setUint32(11 + 270, pieces.length, true);
  let at = 11 + 274;
  for (const { address, bytes } of pieces) {
    view.setUint32(at, address, true);
    view.setUint32(at + 4, bytes.length, true);
    all.set(bytes, at + 8);
    at += 8 + bytes.length;
  }
  return withDfuSuffix(all);
}

/** Flash as it is read: 0xFF where nothing lies. */
export function dump(start: number, end: number, pieces: readonly Piece[]): Uint8Array {
  const flash = new Uint8Array(end - start).fill(0xff);
  for (const { address, bytes } of pieces) flash.set(bytes, address - start);
  return flash;
}

export const gzip = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));

export function tar(files: Readonly<Record<string, Uint8Array | string>>): Promise<Uint8Array> {
  return packTar(
    Object.entries(files).map(([name, content]) => {
      const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return { header: { name, size: body.length, mtime: new Date(0), mode: 0o644 }, body };
    }),
  );
}

/** An LZ4 frame with a checksum of its content: greedy, by the rules of the block format (the last five bytes are literals). */
export function lz4(bytes: Uint8Array, blockSize = 65536): Uint8Array {
  const out: number[] = [0x04, 0x22, 0x4d, 0x18];
  const word = (value: number): number[] => [0, 8, 16, 24].map((by) => (value >>> by) & 0xff);
  const descriptor = [0x64, 0x40];
  out.push(...descriptor, (xxHash32(Uint8Array.from(descriptor)) >>> 8) & 0xff);
  for (let at = 0; at < bytes.length; at += blockSize) {
    const raw = bytes.subarray(at, at + blockSize);
    const packed = lz4Block(raw);
    const isSmaller = packed.length < raw.length;
    for (const byte of word(isSmaller ? packed.length : (raw.length | 0x80000000) >>> 0)) out.push(byte);
    for (const byte of isSmaller ? packed : raw) out.push(byte);
  }
  out.push(...word(0), ...word(xxHash32(bytes)));
  return Uint8Array.from(out);
}

function lz4Block(raw: Uint8Array): readonly number[] {
  const out: number[] = [];
  const seen = new Map<number, number>();
  const rest = (length: number): void => {
    let left = length - 15;
    for (; left >= 255; left -= 255) out.push(255);
    if (left >= 0) out.push(left);
  };
  const sequence = (literals: Uint8Array, match: { readonly offset: number; readonly length: number } | null): void => {
    out.push((Math.min(15, literals.length) << 4) | (match === null ? 0 : Math.min(15, match.length - 4)));
    rest(literals.length);
    for (const byte of literals) out.push(byte);
    if (match === null) return;
    out.push(match.offset & 0xff, match.offset >> 8);
    rest(match.length - 4);
  };
  let from = 0;
  for (let at = 0; at + 12 < raw.length;) {
    const key = new DataView(raw.buffer, raw.byteOffset + at, 4).getUint32(0);
    const before = seen.get(key);
    seen.set(key, at);
    let length = 0;
    if (before !== undefined) {
      while (at + length < raw.length - 5 && raw[before + length] === raw[at + length]) length++;
    }
    if (before === undefined || length < 4) {
      at += 1;
      continue;
    }
    sequence(raw.subarray(from, at), { offset: at - before, length });
    at += length;
    from = at;
  }
  sequence(raw.subarray(from), null);
  return out;
}
