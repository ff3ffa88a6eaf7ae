import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateLayout } from '../../scripts/generate-layout.mjs';
import { COMPRESSION_HEADER_SIZE, HEADER_SIZE, SUFFIX_BASE_SIZE } from '../../src/module/layout.js';
import { parseCompressionHeader, parseHeader, parseSuffix } from '../../src/module/layout.generated.js';
import { compressionHeaderParser, headerParser, suffixParser } from '../../src/module/layout-source.js';

const structures = [
  { name: 'header', parser: headerParser, parse: parseHeader, size: HEADER_SIZE },
  { name: 'suffix', parser: suffixParser, parse: parseSuffix, size: SUFFIX_BASE_SIZE },
  {
    name: 'compression header',
    parser: compressionHeaderParser,
    parse: parseCompressionHeader,
    size: COMPRESSION_HEADER_SIZE,
  },
];

test('the generated file is what the declarations give', async () => {
  const committed = readFileSync(new URL('../../src/module/layout.generated.ts', import.meta.url), 'utf8');
  expect(committed).toBe(await generateLayout());
});

test('the generated file evaluates no strings', () => {
  const committed = readFileSync(new URL('../../src/module/layout.generated.ts', import.meta.url), 'utf8');
  expect(committed).not.toMatch(/\beval\b|\bFunction\b|\bimport\b/);
});

describe.each(structures)('$name', ({ parser, parse, size }) => {
  const bytes = fc.uint8Array({ minLength: size, maxLength: size });

  test('has the size that the layout says', () => {
    expect(parser.sizeOf()).toBe(size);
  });

  test('the generated function reads what binary-parser reads', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        expect(parse(input)).toEqual(parser.parse(input));
      }),
    );
  });

  test('reads at an offset, also in a view of a larger buffer', () => {
    fc.assert(
      fc.property(bytes, fc.nat(40), fc.nat(40), (input, before, at) => {
        const memory = new Uint8Array(before + at + size + 7);
        memory.set(input, before + at);
        expect(parse(memory.subarray(before), at)).toEqual(parse(input));
      }),
    );
  });

  test('one byte too few is a RangeError', () => {
    expect(() => parse(new Uint8Array(size - 1))).toThrow(RangeError);
  });
});
