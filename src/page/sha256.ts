/** SHA-256 (FIPS 180-4) in plain TypeScript: browsers have their own only where a page is opened from a disk or over a safe connection. */
import type { Sha256 } from '../module/types.js';

const BLOCK = 64;
const LENGTH_FIELD = 8;

/** The first 32 bits of the fractional parts of the roots of the first primes: cube roots for K, square roots for the start. */
const PRIMES = firstPrimes(64);
const K = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const START = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

function fraction(value: number): number {
  return Math.floor((value - Math.floor(value)) * 2 ** 32);
}

/** A hash that is fed in pieces. */
export function plainSha256(
  state: Uint32Array = START.slice(),
  rest: Uint8Array = new Uint8Array(BLOCK),
  begun = 0,
): Sha256 {
  let total = begun;
  const words = new Uint32Array(BLOCK);
  const take = (bytes: Uint8Array): void => {
    let at = 0;
    const filled = total % BLOCK;
    total += bytes.length;
    if (filled > 0) {
      at = Math.min(BLOCK - filled, bytes.length);
      rest.set(bytes.subarray(0, at), filled);
      if (filled + at < BLOCK) return;
      compress(state, words, rest, 0);
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) compress(state, words, bytes, at);
    rest.set(bytes.subarray(at));
  };
  return {
    update: take,
    copy: () => plainSha256(state.slice(), rest.slice(), total),
    hex: () => {
      const bits = total * 8;
      const padding = new Uint8Array(BLOCK + LENGTH_FIELD - ((total + LENGTH_FIELD) % BLOCK));
      padding[0] = 0x80;
      const view = new DataView(padding.buffer);
      view.setUint32(padding.length - LENGTH_FIELD, Math.floor(bits / 2 ** 32));
      view.setUint32(padding.length - 4, bits >>> 0);
      take(padding);
      return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
    },
  };
}

/** One block of 64 bytes. */
function compress(state: Uint32Array, words: Uint32Array, bytes: Uint8Array, start: number): void {
  for (let at = 0; at < 16; at++) {
    const from = start + at * 4;
    words[at] =
      ((bytes[from] ?? 0) << 24) |
      ((bytes[from + 1] ?? 0) << 16) |
      ((bytes[from + 2] ?? 0) << 8) |
      (bytes[from + 3] ?? 0);
  }
  for (let at = 16; at < BLOCK; at++) {
    const [x, y] = [words[at - 15] ?? 0, words[at - 2] ?? 0];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    words[at] = ((words[at - 16] ?? 0) + s0 + (words[at - 7] ?? 0) + s1) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < BLOCK; at++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + (K[at] ?? 0) + (words[at] ?? 0)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = ((state[at] ?? 0) + value) | 0;
}

function turn(word: number, count: number): number {
  return (word >>> count) | (word << (32 - count));
}
