import { createHash } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzipPlainly } from '../../src/page/gunzip.js';
import { inflateRaw } from '../../src/page/inflate.js';
import { plainSha256 } from '../../src/page/sha256.js';
import { gunzip, inflateMember } from '../../src/source/node-tools.js';

/** Bytes that pack well, badly, and in blocks of every kind. */
const content = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.array(fc.constantFrom(0, 1, 65, 66, 255), { maxLength: 2_000 }).map((bytes) => Uint8Array.from(bytes)),
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 400 })).map(([part, times]) => {
    return Uint8Array.from({ length: part.length * times }, (_, at) => part[at % part.length] ?? 0);
  }),
);
const settings = fc.record({ level: fc.integer({ min: 0, max: 9 }), strategy: fc.integer({ min: 0, max: 4 }) });

const ONE_CODE = [0x05, 0xc0, 0x81, 0x00, 0x00, 0x00, 0x00, 0x00, 0x90, 0xff, 0x6b, 0x02];

describe('inflate', () => {
  it('gives what zlib packed, and says where it ended', () => {
    fc.assert(
      fc.property(content, settings, fc.uint8Array({ maxLength: 5 }), (bytes, how, behind) => {
        const packed = deflateRawSync(bytes, how);
        const found = inflateRaw(Buffer.concat([packed, behind]), bytes.length);
        expect(found.used).toBe(packed.length);
        expect(Buffer.from(found.bytes)).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('says of broken data what zlib says', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        content,
        settings,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
        fc.nat(6),
        fc.nat(3),
        (bytes, how, changes, cut, less) => {
          const packed = deflateRawSync(bytes, how);
          const damaged = packed.subarray(0, Math.max(0, packed.length - cut));
          for (const [at, byte] of changes) if (damaged.length > 0) damaged[at % damaged.length] = byte;
          const limit = Math.max(1, bytes.length - less);
          const theirs = inflateMember(damaged, limit);
          const own = inflateRaw(damaged, limit).bytes;
          const word = typeof theirs === 'string' ? theirs : 'read';
          seen.set(word, (seen.get(word) ?? 0) + 1);
          if (typeof theirs === 'string') expect(own).toBe(theirs);
          else expect(Buffer.from(own)).toEqual(Buffer.from(theirs));
        },
      ),
      { numRuns: 3_000 },
    );
    for (const word of ['read', 'too_large', 'broken', 'cut_off']) expect(seen.get(word), word).toBeGreaterThan(50);
  });

  it('says of any bits what zlib says, wherever they are cut off', () => {
    const seen = new Map<string, number>();
    // A dynamic block of few code lengths: the codes are empty, of one symbol, not complete or too many, as chance has it.
    const block = fc.tuple(
      fc.constantFrom(0, 1, 2),
      fc.constantFrom(0, 1, 2),
      fc.nat(7),
      fc.uint8Array({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(block, fc.boolean(), ([last, distances, lengths, rest], isSparse) => {
        const bits = (last & 1) | (2 << 1) | (distances << 8) | (lengths << 13);
        const bytes = isSparse ? rest.map((byte) => byte & 0x11) : rest;
        const data = Uint8Array.from([bits & 0xff, bits >> 8, ...bytes]);
        const theirs = inflateMember(data, 1_000);
        const own = inflateRaw(data, 1_000).bytes;
        const word = typeof theirs === 'string' ? theirs : 'read';
        seen.set(word, (seen.get(word) ?? 0) + 1);
        if (typeof theirs === 'string') expect(own).toBe(theirs);
        else expect(Buffer.from(own)).toEqual(Buffer.from(theirs));
      }),
      { numRuns: 10_000 },
    );
    for (const word of ['broken', 'cut_off']) expect(seen.get(word), word).toBeGreaterThan(50);
  });

  it('says of code lengths that end too early, or name none, what zlib says', () => {
    const cases = [
      [0x04, 0, 0x84, 0x68],
      [0x5c, 2, 0, 0],
      [0x5c, 2, ...Array.from({ length: 40 }, () => 0)],
      // A code of one symbol, the end of the block, and a bit that is not it, with nothing behind.
      ONE_CODE,
    ];
    for (const data of cases.map((bytes) => Uint8Array.from(bytes))) {
      expect(inflateRaw(data, 2).bytes).toBe(inflateMember(data, 2));
    }
  });
});

describe('gunzip', () => {
  it('answers as zlib does: several members, bytes behind them, damage', () => {
    const seen = { read: 0, broken: 0, tooLarge: 0 };
    fc.assert(
      fc.property(
        fc.array(content, { minLength: 1, maxLength: 3 }),
        fc.constantFrom<readonly number[]>([], [0], [7, 7], [0x1f, 0x8b], [0x1f, 0x8b, 8]),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 1 }),
        fc.constantFrom(1, 1_000, 1_000_000),
        (parts, behind, changes, limit) => {
          const packed = Buffer.concat([...parts.map((part) => gzipSync(part)), Buffer.from(behind)]);
          for (const [at, byte] of changes) packed[at % packed.length] = byte;
          const theirs = gunzip(packed, limit);
          const own = gunzipPlainly(packed, limit);
          if (theirs instanceof Uint8Array) {
            seen.read++;
            expect(Buffer.from(own ?? 'null')).toEqual(Buffer.from(theirs));
          } else {
            seen[theirs === null ? 'broken' : 'tooLarge']++;
            expect(own).toBe(theirs);
          }
        },
      ),
      { numRuns: 1_500 },
    );
    expect(Math.min(seen.read, seen.broken, seen.tooLarge)).toBeGreaterThan(20);
  });
});

describe('SHA-256', () => {
  it('is that of Node, in any pieces, and a copy goes on by itself', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), fc.uint8Array(), (parts, more) => {
        const own = plainSha256();
        const theirs = createHash('sha256');
        for (const part of parts) {
          own.update(part);
          theirs.update(part);
        }
        const copy = own.copy();
        copy.update(more);
        expect(own.hex()).toBe(theirs.copy().digest('hex'));
        expect(copy.hex()).toBe(theirs.update(more).digest('hex'));
      }),
    );
  });
});
