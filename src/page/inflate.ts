/**
 * Raw deflate (RFC 1951) in plain TypeScript. The browser's own is faster and says neither why it failed nor where the data ended; this one does, in
 * the words of `container/types.ts`.
 */
import type { Inflated } from '../container/types.js';

/** What was unpacked, and how many bytes that took. */
export interface InflatedPart {
  readonly bytes: Inflated;
  /** Bytes up to the end of the data; what follows was not looked at. */
  readonly used: number;
}

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** The order in which the lengths of the codes for code lengths stand. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const LONGEST_CODE = 15;
const END_OF_BLOCK = 256;
const MOST_LITERALS = 286;
const MOST_DISTANCES = 30;
const FIRST_BUFFER = 64 * 1024;

/** A canonical Huffman code: how many codes each length has, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

/** What goes wrong inside leaves the loops by this; it never leaves the file. */
class Stop extends Error {
  readonly why: Extract<Inflated, string>;

  constructor(why: Extract<Inflated, string>) {
    super(why);
    this.why = why;
  }
}

/** What zlib is given to write into at least, so that of two faults both say the same one. */
const LEAST_ROOM = 64;

/**
 * Takes packed bytes and the most that may come out; gives them, or why not. Never throws.
 *
 * @param room bytes that are written before it counts that they are too many: another fault among them is the one that is told, as zlib does
 */
export function inflateRaw(
  packed: Uint8Array,
  limit: number,
  room: number = Math.max(LEAST_ROOM, limit + 1),
): InflatedPart {
  const reading = new Reading(packed, room);
  try {
    while (!readBlock(reading));
    const bytes = reading.written();
    return bytes.length > limit ? { bytes: 'too_large', used: 0 } : { bytes, used: reading.used() };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const isFull = error.why === 'cut_off' && reading.isFull();
    return { bytes: isFull ? 'too_large' : error.why, used: 0 };
  }
}

/** Where the reading stands, and what has come out so far. */
class Reading {
  #at = 0;
  #bits = 0;
  #bitCount = 0;
  #out: Uint8Array;
  #length = 0;
  readonly packed: Uint8Array;
  readonly room: number;

  constructor(packed: Uint8Array, room: number) {
    this.packed = packed;
    this.room = room;
    this.#out = new Uint8Array(Math.min(room, Math.max(FIRST_BUFFER, packed.length * 2)));
  }

  /** The next bits, the first one lowest. */
  bits(count: number): number {
    while (this.#bitCount < count) {
      const byte = this.packed[this.#at];
      if (byte === undefined) throw new Stop('cut_off');
      this.#at++;
      this.#bits |= byte << this.#bitCount;
      this.#bitCount += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  /** The next symbol. A code is read bit by bit: simple, and fast enough for what the browser's own inflate leaves over. */
  symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code |= this.bits(1);
      const count = counts[length] ?? 0;
      if (code - count < first) return symbols[index + code - first] ?? 0;
      index += count;
      // Of a code that is not complete, as zlib: broken at the first bit that leads to none, whether or not more bits are there.
      if (index === symbols.length) break;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Stop('broken');
  }

  /** Leaves the rest of a byte, and takes whole ones. */
  stored(): void {
    this.#bits = 0;
    this.#bitCount = 0;
    const header = this.#take(4);
    const [a = 0, b = 0, c = 0, d = 0] = header;
    const length = a | (b << 8);
    if ((length ^ 0xffff) !== (c | (d << 8))) throw new Stop('broken');
    const there = Math.min(length, this.packed.length - this.#at);
    this.#grow(there);
    this.#out.set(this.#take(there), this.#length);
    this.#length += there;
    if (there < length) throw new Stop('cut_off');
  }

  #take(count: number): Uint8Array {
    if (this.#at + count > this.packed.length) throw new Stop('cut_off');
    const taken = this.packed.subarray(this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }

  put(byte: number): void {
    this.#grow(1);
    this.#out[this.#length++] = byte;
  }

  /** Repeats what came out before; what is repeated may overlap what it gives. */
  repeat(distance: number, length: number): void {
    if (distance > this.#length) throw new Stop('broken');
    this.#grow(length);
    for (let left = length; left > 0; left--) {
      this.#out[this.#length] = this.#out[this.#length - distance] ?? 0;
      this.#length++;
    }
  }

  #grow(more: number): void {
    const needed = this.#length + more;
    if (needed > this.room) throw new Stop('too_large');
    if (needed <= this.#out.length) return;
    const larger = new Uint8Array(Math.min(this.room, Math.max(needed, this.#out.length * 2)));
    larger.set(this.#out.subarray(0, this.#length));
    this.#out = larger;
  }

  isFull(): boolean {
    return this.#length === this.room;
  }

  written(): Uint8Array {
    return this.#length === this.#out.length ? this.#out : this.#out.slice(0, this.#length);
  }

  used(): number {
    return this.#at - (this.#bitCount >> 3);
  }
}

/** Reads one block; true for the last one. */
function readBlock(reading: Reading): boolean {
  const isLast = reading.bits(1) === 1;
  switch (reading.bits(2)) {
    case 0:
      reading.stored();
      break;
    case 1:
      readCodes(reading, FIXED_LITERALS, FIXED_DISTANCES);
      break;
    case 2: {
      const [literals, distances] = dynamicCodes(reading);
      readCodes(reading, literals, distances);
      break;
    }
    default:
      throw new Stop('broken');
  }
  return isLast;
}

function readCodes(reading: Reading, literals: Code, distances: Code): void {
  for (;;) {
    const symbol = reading.symbol(literals);
    if (symbol === END_OF_BLOCK) return;
    if (symbol < END_OF_BLOCK) reading.put(symbol);
    else {
      const at = symbol - END_OF_BLOCK - 1;
      const length = valueOf(reading, at, LENGTH_BASE, LENGTH_EXTRA);
      const distance = valueOf(reading, reading.symbol(distances), DISTANCE_BASE, DISTANCE_EXTRA);
      reading.repeat(distance, length);
    }
  }
}

function valueOf(reading: Reading, at: number, base: readonly number[], extra: readonly number[]): number {
  const [least, bits] = [base[at], extra[at]];
  if (least === undefined || bits === undefined) throw new Stop('broken');
  return least + reading.bits(bits);
}

/** Null where more codes are there than their lengths leave room for. */
function codeOf(lengths: readonly number[]): { readonly code: Code; readonly left: number } | null {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  let left = 1;
  const offsets = new Uint16Array(LONGEST_CODE + 2);
  for (let length = 1; length <= LONGEST_CODE; length++) {
    left = left * 2 - (counts[length] ?? 0);
    if (left < 0) return null;
    offsets[length + 1] = (offsets[length] ?? 0) + (counts[length] ?? 0);
  }
  const symbols = new Uint16Array(lengths.filter((length) => length > 0).length);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const at = offsets[length] ?? 0;
    symbols[at] = symbol;
    offsets[length] = at + 1;
  }
  return { code: { counts, symbols }, left };
}

/** As zlib: a code that is not complete is broken, but for one of a single symbol of one bit, and an empty one of distances. */
function completeCode(lengths: readonly number[], mayBeSingle: boolean): Code {
  const found = codeOf(lengths);
  if (found === null) throw new Stop('broken');
  const { code, left } = found;
  const isSingle = code.symbols.length === (code.counts[1] ?? 0);
  if (left > 0 && !(mayBeSingle && isSingle)) throw new Stop('broken');
  return code;
}

function dynamicCodes(reading: Reading): readonly [Code, Code] {
  const literalCount = reading.bits(5) + 257;
  const distanceCount = reading.bits(5) + 1;
  const lengthCount = reading.bits(4) + 4;
  if (literalCount > MOST_LITERALS || distanceCount > MOST_DISTANCES) throw new Stop('broken');
  const lengthLengths = Array.from({ length: LENGTH_ORDER.length }, () => 0);
  for (const symbol of LENGTH_ORDER.slice(0, lengthCount)) lengthLengths[symbol] = reading.bits(3);
  const lengthCode = lengthLengths.some((length) => length > 0) ? completeCode(lengthLengths, false) : ALL_ZERO;
  const lengths: number[] = [];
  const total = literalCount + distanceCount;
  while (lengths.length < total) readLength(reading, lengthCode, lengths, total);
  if (lengths[END_OF_BLOCK] === 0) throw new Stop('broken');
  return [completeCode(lengths.slice(0, literalCount), true), completeCode(lengths.slice(literalCount), true)];
}

function readLength(reading: Reading, code: Code, lengths: number[], total: number): void {
  const symbol = reading.symbol(code);
  if (symbol < 16) {
    lengths.push(symbol);
    return;
  }
  const [least, bits] = symbol === 16 ? [3, 2] : symbol === 17 ? [3, 3] : [11, 7];
  const count = least + reading.bits(bits);
  const value = symbol === 16 ? lengths.at(-1) : 0;
  if (value === undefined || lengths.length + count > total) throw new Stop('broken');
  for (let left = count; left > 0; left--) lengths.push(value);
}

/** A code for code lengths that names none: zlib reads each bit as a length of zero, and finds what is missing when all are read. */
const ALL_ZERO: Code = { counts: Uint16Array.of(0, 2), symbols: new Uint16Array(2) };

function fixedCode(lengths: readonly number[]): Code {
  return codeOf(lengths)?.code ?? ALL_ZERO;
}

const FIXED_LITERALS = fixedCode(
  Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = fixedCode(Array.from({ length: 32 }, () => 5));
