import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readModule } from '../../src/index.js';
import { MODULE_FLAG } from '../../src/module/types.js';
import type { Extension, FirmwareModule, ReadResult } from '../../src/module/types.js';
import type { ExtensionDescription, ModuleDescription } from '../../src/module/write.js';
import { buildCompressedModule } from '../../src/module/write.js';
import { readModule as readPortably } from '../../src/portable.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { build, FIXTURES } from '../support/fixtures.js';
import { asModule, readAs, sign } from '../support/modules.js';

const OFFSETS = [0, 0x20, 0xc0, 0x10c, 0x140, 0x150, 0x184, 0x200];
const FIXTURE_BYTES = FIXTURES.map(({ bytes }) => bytes());

describe('every single bit of a 4 KiB module counts', () => {
  test.each([
    { platform: 10, function: 5, index: 1, start: 0x08080000, headerOffset: 0 },
    { platform: 6, function: 4, index: 1, start: 0x08020000, headerOffset: 0x184 },
    { platform: 13, function: 4, index: 1, start: 0x30000, headerOffset: 0x200 },
  ])('platform $platform, header at $headerOffset', (place) => {
    const bytes = build({ ...place, version: 1213, code: 4096 - 4 - 40 - 24 - place.headerOffset });
    expect(bytes.length).toBe(4096);
    expect(readAs(bytes)).toMatchObject({ crc: { ok: true }, sha256: { ok: true } });
    const unnoticed: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const mask = 1 << (bit & 7);
      const at = bit >>> 3;
      bytes[at] = (bytes[at] ?? 0) ^ mask;
      const result = readPortably(bytes, { crc32: NODE_TOOLS.crc32 });
      if (result.kind === 'module' && result.crc.ok) unnoticed.push(bit);
      bytes[at] = (bytes[at] ?? 0) ^ mask;
    }
    expect(unnoticed).toEqual([]);
    expect(readAs(bytes).crc.ok).toBe(true);
  });
});

/** What must hold for any bytes at all. */
function expectSound(bytes: Uint8Array, result: ReadResult): void {
  if (result.kind === 'rejection') {
    expect(result.size).toBe(bytes.length);
    expect(result.what === 'truncated').toBe(result.truncated !== null);
    expect(result.truncated?.missing ?? 1).toBeGreaterThan(0);
    expect((result.excerpt ?? '').length).toBeLessThanOrEqual(63);
    return;
  }
  // The usual places, and with a right CRC any other in the first 4 KiB.
  if (result.crc.ok) expect(result.headerOffset).toBeLessThanOrEqual(0x1000);
  else expect(OFFSETS).toContain(result.headerOffset);
  expect(result.length).toBe(result.end - result.start + 4);
  expect(result.length).toBeLessThanOrEqual(bytes.length);
  expect(result.crc.ok).toBe(result.crc.stored === result.crc.computed);
  expect(result.candidates[0]).toMatchObject({ offset: result.headerOffset, crcOk: result.crc.ok });
  expect(result.payload.length).toBeLessThanOrEqual(17);
  expect(result.extensions.length).toBeLessThanOrEqual(2 * 16_384);
  expect(result.trailingBytes).toBeGreaterThanOrEqual(0);
  expect(result.trailingBytes).toBeLessThanOrEqual(bytes.length - result.length);
  for (const { offset, length } of result.extensions) expect(offset + length).toBeLessThanOrEqual(result.length - 4);
  // Plain data: nothing that JSON loses.
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
}

describe('no bytes make the reader throw', () => {
  test('arbitrary ones', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000, size: 'max' }), (bytes) => {
        expectSound(bytes, readModule(bytes));
      }),
      { numRuns: 300 },
    );
  });

  test('arbitrary ones that begin like a module', () => {
    const header = fc.record({
      offset: fc.constantFrom(...OFFSETS),
      length: fc.oneof(fc.nat(3000), fc.integer({ min: -2, max: 0x7fffffff })),
      flags: fc.nat(255),
      platform: fc.constantFrom(0, 6, 10, 13, 32, 103, 777),
      moduleFunction: fc.nat(11),
      signed: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 600, maxLength: 3000, size: 'max' }),
        fc.array(header, { minLength: 1, maxLength: 3 }),
        (bytes, headers) => {
          for (const { offset, length, flags, platform, moduleFunction, signed } of headers) {
            const view = new DataView(bytes.buffer, offset, 24);
            view.setUint32(4, (view.getUint32(0, true) + length) >>> 0, true);
            view.setUint8(9, flags);
            view.setUint16(12, platform, true);
            view.setUint8(14, moduleFunction);
            if (signed && length >= 0 && length + 4 <= bytes.length) sign(bytes, length);
          }
          expectSound(bytes, readModule(bytes));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('fixtures with arbitrary changes, right CRC or not', () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.constantFrom(...FIXTURE_BYTES.filter((bytes) => bytes.length > 64)),
        fc.array(change, { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        (fixture, changes, signed) => {
          const bytes = Uint8Array.from(fixture);
          // Half of the changes hit the first 64 and the last 64 bytes, where structures lie.
          changes.forEach(({ at, byte }, which) => {
            const place =
              which % 4 === 0 ? at % 64 : which % 4 === 1 ? bytes.length - 1 - (at % 64) : at % bytes.length;
            bytes[place] = byte;
          });
          if (signed) sign(bytes);
          expectSound(bytes, readModule(bytes));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('fixtures cut at every length', () => {
    for (const bytes of FIXTURE_BYTES) {
      for (let size = 0; size <= bytes.length; size++) {
        const cut = bytes.subarray(0, size);
        const result = readPortably(cut, { crc32: NODE_TOOLS.crc32 });
        if (result.kind === 'module') expect(result.length).toBeLessThanOrEqual(size);
        else expect(result.size).toBe(size);
      }
    }
  });

  test('fixtures cut and joined', () => {
    const piece = fc.tuple(fc.constantFrom(...FIXTURE_BYTES), fc.nat(2000), fc.nat(2000));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 2, maxLength: 4 }), (pieces) => {
        const bytes = Buffer.concat(pieces.map(([fixture, from, size]) => fixture.subarray(from, from + size)));
        expectSound(bytes, readModule(bytes));
      }),
      { numRuns: 500 },
    );
  });
});

const u8 = fc.nat(0xff);
const u16 = fc.nat(0xffff);
const u32 = fc.nat({ max: 0xffffffff });
const dependency = fc.record({ function: fc.integer({ min: 1, max: 255 }), index: u8, version: u16 });
const hash = fc.uint8Array({ minLength: 1, maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const name = fc.string({ unit: 'grapheme', maxLength: 40 });

const extension: fc.Arbitrary<ExtensionDescription> = fc.oneof(
  fc.record({ kind: fc.constant('product_data' as const), id: u16, version: u16 }),
  fc.record({ kind: fc.constant('dynamic_location' as const), moduleStart: u32, dynalibLoad: u32, dynalibStart: u32 }),
  fc.record({ kind: fc.constant('dependency' as const), dependency, targetId: u32 }),
  fc.record({ kind: fc.constant('hash' as const), hash }),
  fc.record({ kind: fc.constant('name' as const), name }),
  fc.record({ kind: fc.constant('asset_dependency' as const), hash, name }),
  fc.record({
    kind: fc.constant('security_mode' as const),
    mode: u8,
    certificate: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.record({ kind: fc.constant('asset_type' as const), assetType: u8 }),
  fc.record({
    kind: fc.constant('raw' as const),
    type: fc.integer({ min: 0x15, max: 0xfffe }),
    data: fc.uint8Array({ maxLength: 80 }),
  }),
);

const end = fc.record({ kind: fc.constant('end' as const), length: fc.integer({ min: 4, max: 40 }) });
const list = fc.tuple(fc.array(extension, { maxLength: 6 }), end).map(([some, last]) => [...some, last]);

const description: fc.Arbitrary<ModuleDescription> = fc.record({
  platform: u16,
  function: fc.integer({ min: 1, max: 9 }),
  index: u8,
  version: u16,
  start: fc.nat({ max: 0xf0000000 }),
  dependency1: fc.option(dependency, { nil: null }),
  dependency2: fc.option(dependency, { nil: null }),
  mcu: u8,
  flags: fc.constantFrom(0, MODULE_FLAG.dropModuleInfo, MODULE_FLAG.encrypted, 0x80),
  headerOffset: fc.constantFrom(...OFFSETS),
  code: fc.uint8Array({ maxLength: 600, size: 'max' }),
  product: fc.option(fc.record({ id: u16, version: u16 }), { nil: null }),
  prefixExtensions: fc.oneof(fc.constant([]), list),
  // A list of extensions shorter than 9 bytes behind the base is not recognised as one.
  suffixExtensions: fc.oneof(
    fc.constant([]),
    list.map((some) => [{ kind: 'name' as const, name: 'first' }, ...some]),
  ),
  trailing: fc.uint8Array({ maxLength: 40 }),
});

/** An extension as the reader should show it. */
function expectedExtension(one: ExtensionDescription): Partial<Extension> {
  switch (one.kind) {
    case 'end':
      return { kind: 'end', length: one.length ?? 4 };
    case 'hash':
      return { ...one, hashType: 0 };
    case 'asset_dependency':
      return { ...one, hashType: 0 };
    case 'security_mode':
      return { kind: 'security_mode', mode: one.mode, certificateBytes: one.certificate?.byteLength ?? 0 };
    case 'raw':
      return { kind: 'raw', type: one.type, raw: Buffer.from(new Uint8Array(one.data)).toString('hex') };
    default:
      return one;
  }
}

function productIn(given: ModuleDescription): { readonly id: number; readonly version: number } | null {
  const extensions = given.suffixExtensions ?? [];
  const data = extensions.find((one) => one.kind === 'product_data');
  if (data?.kind === 'product_data') return { id: data.id, version: data.version };
  return given.product ?? null;
}

function expectSameFields(module: FirmwareModule, given: ModuleDescription): void {
  const prefix = given.prefixExtensions ?? [];
  const flags = (given.flags ?? 0) | (prefix.length > 0 ? MODULE_FLAG.prefixExtensions : 0);
  const { platform, function: moduleFunction, index, version, start, mcu, headerOffset } = given;
  expect(module).toMatchObject({
    platform,
    function: moduleFunction,
    index,
    version,
    start,
    mcu,
    flags,
    headerOffset,
    dependency1: given.dependency1 ?? null,
    dependency2: given.dependency2 ?? null,
    crc: { ok: true },
    sha256: { ok: true },
    suffix: { fits: true },
    extensionsOk: true,
    productRaw: productIn(given),
    trailingBytes: given.trailing?.byteLength ?? 0,
  });
  const all = [...prefix, ...(given.suffixExtensions ?? [])];
  expect(module.extensions).toHaveLength(all.length);
  expect(module.extensions).toMatchObject(all.map(expectedExtension));
  expect(module.extensions.map(({ at }) => at)).toEqual(all.map((_, at) => (at < prefix.length ? 'prefix' : 'suffix')));
}

describe('what the builder writes', () => {
  test('is what the reader reads', () => {
    fc.assert(
      fc.property(description, (given) => {
        expectSameFields(asModule(readModule(build(given))), given);
      }),
      { numRuns: 1000 },
    );
  });

  test('is read from inside a compressed module too', () => {
    fc.assert(
      fc.property(description, (given) => {
        const { trailing: _trailing, ...inner } = { ...given, flags: 0 };
        const [payload] = readAs(buildCompressedModule(inner, (bytes) => deflateRawSync(bytes), NODE_TOOLS)).payload;
        if (payload?.kind !== 'compressed' || payload.state !== 'opened') throw new Error('not opened');
        expectSameFields(asModule(payload.inner), inner);
      }),
      { numRuns: 200 },
    );
  });
});
