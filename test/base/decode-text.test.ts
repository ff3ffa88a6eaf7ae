import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecewiseDecoder } from '../../src/base/decode-text.js';

/** The pieces of bytes, of some sizes by turns. */
function piecesOf(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

function decoded(bytes: Uint8Array, sizes: readonly number[]): string {
  const [first = new Uint8Array(), ...others] = piecesOf(bytes, sizes);
  const decoder = piecewiseDecoder(first);
  return [first, ...others].map((piece) => decoder.add(piece)).join('') + decoder.end();
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
const scraps = fc.constantFrom('a', '\n', '\r\n', '\u00e9', '\u20ac', '\u{1f600}', '\ufeff');

test('a text of UTF-8 is the same in any pieces', () => {
  fc.assert(
    fc.property(fc.array(scraps, { maxLength: 40 }), sizes, (signs, pieces) => {
      const bytes = new TextEncoder().encode(signs.join(''));
      expect(decoded(bytes, pieces)).toBe(new TextDecoder().decode(bytes));
    }),
    { numRuns: 500 },
  );
});

test('whatever the bytes, the text is the same in any pieces', () => {
  const bytes = fc.constantFrom(0x61, 0x0a, 0x80, 0xbf, 0xc3, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0xff, 0xef, 0xbb);
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 3, maxLength: 30 }), sizes, (given, pieces) => {
      const all = Uint8Array.from([0x61, 0x61, ...given]);
      // The first piece tells the encoding: it has to be long enough for that.
      expect(decoded(all, [3, ...pieces])).toBe(new TextDecoder().decode(all));
    }),
    { numRuns: 1000 },
  );
});

test.each(['utf-16le', 'utf-16be'] as const)('%s with its mark', (encoding) => {
  const text = '\ufeffPlatform: 13 - Boron\n';
  const bytes = new Uint8Array(
    Array.from(text, (sign) => sign.charCodeAt(0)).flatMap((unit) =>
      encoding === 'utf-16le' ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff],
    ),
  );
  for (const size of [2, 3, 5]) expect(decoded(bytes, [size])).toBe(text.slice(1));
});
