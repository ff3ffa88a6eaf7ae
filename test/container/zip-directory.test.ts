import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBufferPromise, getFileNameLowLevel } from 'yauzl';
import { readDirectory } from '../../src/container/zip-directory.js';
import { buildZip } from '../support/zip-builder.js';
import type { ZipFrame, ZipSpec } from '../support/zip-builder.js';

/** An entry as both readers see it; null where the archive is refused. */
type Seen = readonly (readonly [name: string, method: number, crc: number, packed: number, size: number, at: number])[];

async function seenByYauzl(bytes: Buffer): Promise<Seen | null> {
  try {
    const zip = await fromBufferPromise(bytes, { decodeStrings: false, validateEntrySizes: false });
    const seen: Seen[number][] = [];
    for await (const entry of zip.eachEntry()) {
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
      seen.push([
        name.replace(/^(?:\.\/)+(?=[^/])/, ''),
        entry.compressionMethod,
        entry.crc32,
        entry.compressedSize,
        entry.uncompressedSize,
        entry.relativeOffsetOfLocalHeader,
      ]);
    }
    return seen;
  } catch {
    return null;
  }
}

function seenByOwn(bytes: Uint8Array): Seen | null {
  const found = readDirectory(bytes, Number.MAX_SAFE_INTEGER, {});
  if ('code' in found) return null;
  return found.entries.map(({ name, method, crc32, compressedSize, size, offset }) => [
    name,
    method,
    crc32,
    compressedSize,
    size,
    offset,
  ]);
}

const nameBytes = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
);
const spec = fc.record<ZipSpec>({
  name: nameBytes,
  data: fc.uint8Array({ maxLength: 60 }),
  flags: fc.constantFrom(0, 0x800, 0x808, 0x801, 0x840),
});
const frame = fc.record<ZipFrame>({ comment: fc.constantFrom('', 'made by hand'), zip64: fc.boolean() });

describe('the directory of a zip', () => {
  it('is read as yauzl reads it', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(spec, { maxLength: 4 }), frame, async (specs, around) => {
        const bytes = buildZip(specs, around);
        const [own, theirs] = [seenByOwn(bytes), await seenByYauzl(bytes)];
        // What is refused for more than its directory says nothing here: the same name twice.
        if (own !== null) expect(own).toEqual(theirs);
        if (theirs === null) expect(own).toBeNull();
        if (own !== null && own.length > 0) read++;
      }),
      { numRuns: 300 },
    );
    expect(read).toBeGreaterThan(50);
  });

  it('is never read where yauzl refuses it, and never otherwise, whatever bytes are wrong', async () => {
    const good = buildZip(
      [
        { name: 'a.bin', data: 'abc' },
        { name: 'b/ü.bin', data: 'defg' },
      ],
      { zip64: true },
    );
    const directory = good.length - 240;
    const seen = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: directory, max: good.length - 1 }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 2,
        }),
        fc.integer({ min: 0, max: 2 }),
        async (changes, cut) => {
          const bytes = Buffer.from(good.subarray(0, good.length - cut));
          for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
          const [own, theirs] = [seenByOwn(bytes), await seenByYauzl(bytes)];
          if (own !== null) expect(own).toEqual(theirs);
          seen[own === null ? 'refused' : 'read']++;
        },
      ),
      { numRuns: 2_000 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(100);
  });

  it('spells each byte of code page 437 as yauzl does', () => {
    const raw = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const bytes = buildZip([{ name: raw, data: '', flags: 0 }]);
    expect(seenByOwn(bytes)?.[0]?.[0]).toBe(getFileNameLowLevel(0, raw, [], true));
  });
});
