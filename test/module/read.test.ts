import { describe, expect, test } from 'vitest';
import { readModule } from '../../src/index.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../../src/module/types.js';
import type { Extension } from '../../src/module/types.js';
import { noise } from '../../src/module/write.js';
import type { ExtensionDescription, ModuleDescription } from '../../src/module/write.js';
import { build } from '../support/fixtures.js';
import { ascii, asRejection, join, readAs, sign } from '../support/modules.js';

const PHOTON = 6;
const SYSTEM = MODULE_FUNCTION.systemPart;

const APPLICATION: ModuleDescription = {
  platform: 10,
  function: MODULE_FUNCTION.userPart,
  index: 1,
  version: 4,
  start: 0x08080000,
  dependency1: { function: SYSTEM, index: 2, version: 13 },
};

/** The same with another CRC. */
function broken(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

/** Overwrites a header's fields at an offset and makes the CRC of the whole file right again. */
function withHeaderAt(
  bytes: Uint8Array,
  offset: number,
  header: { readonly length: number; readonly platform: number; readonly function?: number },
  resign = true,
): Uint8Array {
  const view = new DataView(bytes.buffer, offset, 24);
  view.setUint32(0, 0x08000000, true);
  view.setUint32(4, 0x08000000 + header.length, true);
  view.setUint16(12, header.platform, true);
  view.setUint8(14, header.function ?? SYSTEM);
  return resign ? sign(bytes) : bytes;
}

describe('a header is found at every offset at which modules lie', () => {
  test.each([
    {
      offset: 0,
      about: 'an Electron application',
      platform: 10,
      function: 5,
      index: 1,
      start: 0x08080000,
      usual: true,
    },
    { offset: 0x20, about: 'a P2 bootloader', platform: 32, function: 2, index: 0, start: 0x08004000, usual: true },
    { offset: 0xc0, about: 'a bluz system part', platform: 103, function: 4, index: 1, start: 0x18000, usual: true },
    { offset: 0x10c, about: 'Core firmware', platform: 0, function: 3, index: 0, start: 0x08005000, usual: true },
    { offset: 0x140, about: 'an unknown Cortex-M', platform: 777, function: 4, index: 1, start: 0x10000, usual: false },
    { offset: 0x150, about: 'an unknown Cortex-M', platform: 777, function: 4, index: 1, start: 0x10000, usual: false },
    {
      offset: 0x184,
      about: 'a Photon system part',
      platform: 6,
      function: 4,
      index: 2,
      start: 0x08060000,
      usual: true,
    },
    { offset: 0x200, about: 'a Boron system part', platform: 13, function: 4, index: 1, start: 0x30000, usual: true },
  ])('$offset, $about', ({ offset, platform, function: moduleFunction, index, start, usual }) => {
    const vectors = { stackPointer: 0x20020000, resetHandler: start + 0x301 };
    const bytes = build({
      platform,
      function: moduleFunction,
      index,
      version: 1234,
      start,
      headerOffset: offset,
      vectors,
      dependency1: { function: 4, index: 2, version: 65535 },
      dependency2: { function: 2, index: 255, version: 1 },
      mcu: 0x21,
      product: { id: 9876, version: 5 },
    });
    const covered = offset + 24 + 256 + 40;
    expect(readAs(bytes)).toMatchObject({
      kind: 'module',
      headerOffset: offset,
      platform,
      function: moduleFunction,
      index,
      version: 1234,
      start,
      end: start + covered,
      length: covered + 4,
      mcu: 0x21,
      flags: 0,
      dependency1: { function: 4, index: 2, version: 65535 },
      dependency2: { function: 2, index: 255, version: 1 },
      crc: { ok: true },
      sha256: { ok: true, coverage: 'whole' },
      suffix: { size: 40, reserved: 0, fits: true },
      product: { id: 9876, version: 5 },
      productRaw: { id: 9876, version: 5 },
      extensions: [],
      extensionsOk: true,
      vectors: offset >= 0xc0 ? vectors : null,
      trailingBytes: 0,
      trailingKind: 'none',
      payload: [],
      candidates: [{ offset, crcOk: true, usualPlace: usual }],
    });
  });

  test.each([4, 0x100, 0x180, 0x188, 0x204, 0x400])('at %i with a right CRC only', (offset) => {
    const bytes = build({ ...APPLICATION, headerOffset: offset });
    expect(readAs(bytes)).toMatchObject({ headerOffset: offset, candidates: [{ offset, usualPlace: false }] });
    expect(readModule(broken(bytes))).toMatchObject({ what: 'unknown' });
  });

  test('reading changes no byte and works in a view of larger memory', () => {
    const bytes = build({ ...APPLICATION, headerOffset: 0x184 });
    const memory = join(noise(37, 1), bytes, noise(11, 2));
    const before = Uint8Array.from(memory);
    expect(readModule(memory.subarray(37, 37 + bytes.length))).toEqual(readModule(bytes));
    expect(memory).toEqual(before);
  });
});

describe('what makes 24 bytes a header', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('function %i does', (moduleFunction) => {
    expect(readAs(build({ ...APPLICATION, function: moduleFunction })).function).toBe(moduleFunction);
  });

  test.each([0, 10, 11, 255])('function %i does with a right CRC only', (moduleFunction) => {
    const bytes = build({ ...APPLICATION, function: moduleFunction });
    expect(readAs(bytes).function).toBe(moduleFunction);
    expect(asRejection(readModule(broken(bytes))).what).toBe('unknown');
  });

  const covered = 24 + 256 + 40;
  test.each([
    { about: 'the end is the start', end: 0, what: 'unknown' },
    { about: 'the end lies before the start', end: -1, what: 'unknown' },
    { about: 'the module is shorter than its header', end: 23, what: 'unknown' },
    { about: 'there is one byte too few for the CRC', end: covered + 1, what: 'truncated' },
  ])('not where $about', ({ end, what }) => {
    const result = readModule(build({ ...APPLICATION, end: APPLICATION.start + end }));
    expect(asRejection(result).what).toBe(what);
  });

  test('a module of nothing but its header has no suffix', () => {
    const bytes = sign(build({ ...APPLICATION, end: APPLICATION.start + 24 }).slice(0, 28));
    expect(readAs(bytes)).toMatchObject({
      length: 28,
      crc: { ok: true },
      suffix: null,
      product: null,
      productRaw: null,
      sha256: { stored: null, computed: null, coverage: null, ok: null },
    });
  });

  test.each([
    { covered: 24 + 35, suffix: false },
    { covered: 24 + 36, suffix: true },
  ])('$covered covered bytes: suffix $suffix', ({ covered: length, suffix }) => {
    const bytes = sign(build({ ...APPLICATION, end: APPLICATION.start + length }).slice(0, length + 4));
    expect(readAs(bytes).suffix !== null).toBe(suffix);
    expect(readAs(bytes).sha256.stored !== null).toBe(suffix);
  });
});

describe('of several possible headers', () => {
  const photon: ModuleDescription = { platform: PHOTON, function: SYSTEM, version: 3, start: 0x08020000, code: 2000 };
  const at184 = (): Uint8Array => build({ ...photon, headerOffset: 0x184 });
  const at0 = (): Uint8Array => build(photon);
  const places = (bytes: Uint8Array): readonly number[] => readAs(bytes).candidates.map(({ offset }) => offset);

  test('the right CRC counts more than a usual place that lies lower', () => {
    expect(places(withHeaderAt(at184(), 0, { length: 400, platform: PHOTON }))).toEqual([0x184, 0]);
  });

  test('the right CRC counts more than a usual place that lies higher', () => {
    expect(places(withHeaderAt(at0(), 0x184, { length: 600, platform: PHOTON }))).toEqual([0, 0x184]);
  });

  test('the right CRC counts more than a usual place of another platform', () => {
    const bytes = build({ ...photon, platform: 777, headerOffset: 0x140 });
    expect(places(withHeaderAt(bytes, 0x184, { length: 600, platform: PHOTON }))).toEqual([0x140, 0x184]);
  });

  test('with equal CRCs the usual place counts more than a lower one', () => {
    const bytes = withHeaderAt(at184(), 0x20, { length: 200, platform: PHOTON });
    sign(sign(bytes, 200));
    expect(readAs(bytes).candidates).toEqual([
      { offset: 0x184, crcOk: true, usualPlace: true },
      { offset: 0x20, crcOk: true, usualPlace: false },
    ]);
  });

  test('without any right CRC the usual place counts more than a lower one', () => {
    const bytes = withHeaderAt(at184(), 0xc0, { length: 600, platform: PHOTON }, false);
    expect(readAs(bytes)).toMatchObject({
      headerOffset: 0x184,
      crc: { ok: false },
      candidates: [
        { offset: 0x184, crcOk: false, usualPlace: true },
        { offset: 0xc0, crcOk: false, usualPlace: false },
      ],
    });
  });

  test('with all else equal the lowest is taken', () => {
    expect(places(withHeaderAt(at184(), 0, { length: 500, platform: PHOTON }, false))).toEqual([0, 0x184]);
    expect(places(withHeaderAt(at0(), 0xc0, { length: 500, platform: 777 }, false))).toEqual([0, 0xc0]);
  });

  test('where no place is known as usual, CRC and offset decide', () => {
    const noPlaces = { usualOffsets: () => undefined };
    const bytes = withHeaderAt(at184(), 0xc0, { length: 600, platform: PHOTON }, false);
    expect(readAs(bytes, noPlaces).headerOffset).toBe(0xc0);
    expect(readAs(sign(bytes), noPlaces).headerOffset).toBe(0x184);
  });

  test('an asset is at its usual place at 0 only, whatever its platform', () => {
    const usual = (headerOffset: number, platform: number): boolean | undefined =>
      readAs(build({ ...photon, platform, function: MODULE_FUNCTION.asset, headerOffset })).candidates[0]?.usualPlace;
    expect([usual(0, 0), usual(0, 777), usual(0x184, PHOTON)]).toEqual([true, true, false]);
  });
});

describe('flags, MCU and dependencies', () => {
  test.each(Object.values(MODULE_FLAG))('flag %i is kept', (flag) => {
    expect(readAs(build({ ...APPLICATION, flags: flag })).flags).toBe(flag);
  });

  test('unknown flags are kept too', () => {
    expect(readAs(build({ ...APPLICATION, flags: 0xe0 })).flags).toBe(0xe0);
  });

  test('an encrypted module is read as it stands', () => {
    expect(readAs(build({ ...APPLICATION, flags: MODULE_FLAG.encrypted }))).toMatchObject({
      crc: { ok: true },
      payload: [],
    });
  });

  test.each([0, 0x21, 0xff])('MCU %i', (mcu) => {
    expect(readAs(build({ ...APPLICATION, mcu })).mcu).toBe(mcu);
  });

  const one = { function: SYSTEM, index: 1, version: 501 };
  const two = { function: MODULE_FUNCTION.bootloader, index: 0, version: 7 };
  test.each([
    { about: 'none', dependency1: null, dependency2: null },
    { about: 'the first', dependency1: one, dependency2: null },
    { about: 'the second alone', dependency1: null, dependency2: two },
    { about: 'both', dependency1: one, dependency2: two },
  ])('dependencies: $about', ({ dependency1, dependency2 }) => {
    expect(readAs(build({ ...APPLICATION, dependency1, dependency2 }))).toMatchObject({ dependency1, dependency2 });
  });

  test('a dependency on function 0 is none, whatever else it says', () => {
    const dependency1 = { function: 0, index: 3, version: 9 };
    expect(readAs(build({ ...APPLICATION, dependency1 })).dependency1).toBeNull();
  });
});

describe('the suffix', () => {
  const set = { id: 9876, version: 5 };

  test.each([
    { about: '36 bytes', description: { product: null }, size: 36, productRaw: null },
    { about: '38 bytes', description: { product: set, suffixSize: 38 }, size: 38, productRaw: null },
    { about: '39 bytes', description: { product: set, suffixSize: 39 }, size: 39, productRaw: null },
    { about: '40 bytes', description: { product: set }, size: 40, productRaw: set },
    { about: '44 bytes, no list yet', description: { product: set, suffixSize: 44 }, size: 44, productRaw: set },
    {
      about: '62 bytes',
      description: {
        suffixExtensions: [
          { kind: 'dynamic_location', moduleStart: 1 },
          { kind: 'product_data', ...set },
        ],
      },
      size: 62,
      productRaw: set,
    },
    {
      about: '200 bytes and END in front of raw product words',
      description: {
        product: set,
        suffixExtensions: [
          { kind: 'raw', type: 0x7777, data: noise(152, 1) },
          { kind: 'end', length: 4 },
        ],
      },
      size: 200,
      productRaw: set,
    },
    {
      about: 'END right in front of the base, no product words',
      description: { product: null, suffixExtensions: [{ kind: 'name', name: 'no words' }, { kind: 'end' }] },
      size: 52,
      productRaw: null,
    },
    {
      about: 'END with padding up to the base, no product words',
      description: { product: null, suffixExtensions: [{ kind: 'end', length: 20 }] },
      size: 56,
      productRaw: null,
    },
  ] satisfies readonly { description: Partial<ModuleDescription>; [more: string]: unknown }[])(
    '$about',
    ({ description, size, productRaw }) => {
      expect(readAs(build({ ...APPLICATION, ...description }))).toMatchObject({
        suffix: { size, reserved: 0, fits: true },
        productRaw,
        product: productRaw,
        extensionsOk: true,
      });
    },
  );

  test('its largest size that fits is the whole module behind the header', () => {
    const room = 256 + 40;
    const sizes = [0, 35, 36, room, room + 1, 5000, 65535];
    expect(
      sizes.map((suffixSize) => {
        const { suffix } = readAs(build({ ...APPLICATION, suffixSize }));
        return [suffix?.size, suffix?.fits];
      }),
    ).toEqual(sizes.map((size) => [size, size >= 36 && size <= room]));
  });

  test('a size that does not fit gives no extensions and no product', () => {
    expect(readAs(build({ ...APPLICATION, product: set, suffixSize: 5000 }))).toMatchObject({
      productRaw: null,
      product: null,
      extensions: [],
      extensionsOk: true,
    });
  });

  test('reserved bytes are shown', () => {
    const bytes = build(APPLICATION);
    bytes.set([0x34, 0x12], bytes.length - 4 - 36);
    expect(readAs(sign(bytes)).suffix).toEqual({ size: 40, reserved: 0x1234, fits: true });
  });
});

describe('the product', () => {
  test.each([
    { about: 'set', product: { id: 9876, version: 5 }, meaning: { id: 9876, version: 5 } },
    { about: 'set, version 0', product: { id: 9876, version: 0 }, meaning: { id: 9876, version: 0 } },
    { about: 'set, version 65535', product: { id: 9876, version: 65535 }, meaning: { id: 9876, version: 65535 } },
    { about: 'the id of another platform', product: { id: 6, version: 1 }, meaning: { id: 6, version: 1 } },
    { about: '65535', product: { id: 65535, version: 65535 }, meaning: null },
    { about: '65535 with a version', product: { id: 65535, version: 3 }, meaning: null },
    { about: '0', product: { id: 0, version: 0 }, meaning: null },
    { about: '0 with a version', product: { id: 0, version: 2 }, meaning: null },
    { about: 'the own platform', product: { id: 10, version: 3 }, meaning: null },
    { about: 'no words', product: null, meaning: null },
  ])('$about', ({ product, meaning }) => {
    const raw = readAs(build({ ...APPLICATION, product }));
    expect([raw.productRaw, raw.product]).toEqual([product, meaning]);
    if (product === null) return;
    const extension = readAs(
      build({ ...APPLICATION, suffixExtensions: [{ kind: 'product_data', ...product }, { kind: 'end' }] }),
    );
    expect([extension.productRaw, extension.product]).toEqual([product, meaning]);
  });

  test('the extension counts more than the words behind END', () => {
    const bytes = build({
      ...APPLICATION,
      code: join(noise(64, 1), Uint8Array.of(1, 0, 10, 0, 0xff, 0xff, 7, 0, 8, 0, 0, 0, 4, 0)),
      product: { id: 9, version: 9 },
      suffixSize: 14 + 40,
    });
    expect(readAs(bytes).product).toEqual({ id: 7, version: 8 });
  });
});

const HASH = 'ab'.repeat(32);

describe('extensions', () => {
  const cases: readonly (readonly [ExtensionDescription, type: number, length: number, object])[] = [
    [{ kind: 'product_data', id: 1, version: 65534 }, 1, 10, { kind: 'product_data', id: 1, version: 65534 }],
    [
      { kind: 'dynamic_location', moduleStart: 0xfffffffe, dynalibLoad: 2, dynalibStart: 3 },
      2,
      16,
      { kind: 'dynamic_location', moduleStart: 0xfffffffe, dynalibLoad: 2, dynalibStart: 3 },
    ],
    [
      { kind: 'dependency', dependency: { function: 4, index: 1, version: 5500 }, targetId: 0xfffffffd },
      3,
      12,
      { kind: 'dependency', dependency: { function: 4, index: 1, version: 5500 }, targetId: 0xfffffffd },
    ],
    [{ kind: 'hash', hash: HASH }, 0x10, 38, { kind: 'hash', hashType: 0, hash: HASH }],
    [{ kind: 'name', name: 'Käse \u{1F9C0}.txt' }, 0x11, 18, { kind: 'name', name: 'Käse \u{1F9C0}.txt' }],
    [{ kind: 'name', name: '\uFEFFmarked' }, 0x11, 13, { kind: 'name', name: '\uFEFFmarked' }],
    [
      { kind: 'asset_dependency', hash: HASH, name: 'cat.txt' },
      0x12,
      45,
      { kind: 'asset_dependency', hashType: 0, hash: HASH, name: 'cat.txt' },
    ],
    [{ kind: 'security_mode', mode: 1 }, 0x13, 5, { kind: 'security_mode', mode: 1, certificateBytes: 0 }],
    [
      { kind: 'security_mode', mode: 1, certificate: noise(300, 5) },
      0x13,
      305,
      { kind: 'security_mode', mode: 1, certificateBytes: 300 },
    ],
    [{ kind: 'asset_type', assetType: 2 }, 0x14, 6, { kind: 'asset_type', assetType: 2 }],
    [{ kind: 'raw', type: 0x7777, data: Uint8Array.of(0, 1, 0xfe, 0xff) }, 0x7777, 8, { kind: 'raw', raw: '0001feff' }],
    [{ kind: 'raw', type: 0xfffe, data: new Uint8Array() }, 0xfffe, 4, { kind: 'raw', raw: '' }],
    // A known kind whose data do not fit stays raw.
    [{ kind: 'raw', type: 1, data: new Uint8Array(5) }, 1, 9, { kind: 'raw', raw: '0000000000' }],
    [{ kind: 'raw', type: 2, data: new Uint8Array(11) }, 2, 15, { kind: 'raw', raw: '00'.repeat(11) }],
    [{ kind: 'raw', type: 3, data: new Uint8Array(7) }, 3, 11, { kind: 'raw', raw: '00'.repeat(7) }],
    [{ kind: 'raw', type: 0x10, data: Uint8Array.of(0) }, 0x10, 5, { kind: 'raw', raw: '00' }],
    [{ kind: 'raw', type: 0x10, data: Uint8Array.of(0, 0) }, 0x10, 6, { kind: 'raw', raw: '0000' }],
    [{ kind: 'raw', type: 0x10, data: Uint8Array.of(0, 3, 1, 2) }, 0x10, 8, { kind: 'raw', raw: '00030102' }],
    [{ kind: 'raw', type: 0x12, data: Uint8Array.of(0, 3, 1, 2) }, 0x12, 8, { kind: 'raw', raw: '00030102' }],
    [{ kind: 'raw', type: 0x13, data: new Uint8Array() }, 0x13, 4, { kind: 'raw', raw: '' }],
    [{ kind: 'raw', type: 0x14, data: new Uint8Array() }, 0x14, 4, { kind: 'raw', raw: '' }],
    // Longer than needed is well.
    [{ kind: 'raw', type: 1, data: new Uint8Array(20) }, 1, 24, { kind: 'product_data', id: 0, version: 0 }],
    [
      { kind: 'raw', type: 0x10, data: Uint8Array.of(9, 1, 0xcd, 7, 7) },
      0x10,
      9,
      { kind: 'hash', hashType: 9, hash: 'cd' },
    ],
  ];

  test.each(cases)('%j', (description, type, length, expected) => {
    const end: ExtensionDescription = { kind: 'end', length: 9 };
    const inSuffix = readAs(build({ ...APPLICATION, suffixExtensions: [description, end] }));
    const at = inSuffix.length - 4 - (inSuffix.suffix?.size ?? 0);
    expect(inSuffix.extensionsOk).toBe(true);
    expect(inSuffix.extensions).toEqual([
      { type, length, at: 'suffix', offset: at, ...expected },
      { type: 0, length: 9, at: 'suffix', offset: at + length, kind: 'end' },
    ]);
    const inPrefix = readAs(build({ ...APPLICATION, headerOffset: 0x184, prefixExtensions: [description, end] }));
    expect(inPrefix.extensionsOk).toBe(true);
    expect(inPrefix.flags).toBe(MODULE_FLAG.prefixExtensions);
    expect(inPrefix.extensions).toEqual([
      { type, length, at: 'prefix', offset: 0x184 + 24, ...expected },
      { type: 0, length: 9, at: 'prefix', offset: 0x184 + 24 + length, kind: 'end' },
    ]);
  });

  test('prefix and suffix are listed in the order of the file', () => {
    const module = readAs(
      build({
        ...APPLICATION,
        prefixExtensions: [{ kind: 'name', name: 'front' }, { kind: 'end' }],
        suffixExtensions: [{ kind: 'name', name: 'back' }, { kind: 'end' }],
      }),
    );
    const shown = (one: Extension): string => (one.kind === 'name' ? `${one.at} ${one.name}` : one.kind);
    expect(module.extensions.map(shown)).toEqual(['prefix front', 'end', 'suffix back', 'end']);
  });

  const good = Uint8Array.of(0x11, 0, 5, 0, 65);
  test.each([
    { about: 'a length of 3', list: [0x11, 0, 3, 0], read: 2 },
    { about: 'a length of 0', list: [0x11, 0, 0, 0], read: 2 },
    { about: 'the type "invalid"', list: [0xff, 0xff, 4, 0], read: 2 },
    { about: 'one that runs over the end', list: [0x11, 0, 5, 0], read: 2 },
    { about: 'one byte that is no extension', list: [1], read: 2 },
    { about: 'three bytes that are no extension', list: [1, 2, 3], read: 2 },
  ])('a broken list: $about', ({ list, read }) => {
    const code = join(noise(64, 1), good, good, Uint8Array.from(list));
    const suffixSize = 2 * good.length + list.length + 36;
    const module = readAs(build({ ...APPLICATION, code, product: null, suffixSize }));
    expect(module).toMatchObject({ extensionsOk: false, productRaw: null, suffix: { size: suffixSize, fits: true } });
    expect(module.extensions).toHaveLength(read);
  });

  test('45 bytes are the smallest suffix with a list', () => {
    const suffixExtensions: ExtensionDescription[] = [{ kind: 'name', name: 'A' }, { kind: 'end' }];
    const module = readAs(build({ ...APPLICATION, product: null, suffixExtensions }));
    expect([module.suffix?.size, module.extensions.length]).toEqual([45, 2]);
  });

  test('a list may end with its last extension instead of END', () => {
    const code = join(noise(64, 1), good, good);
    const module = readAs(build({ ...APPLICATION, code, product: null, suffixSize: 2 * good.length + 36 }));
    expect(module).toMatchObject({ extensionsOk: true, productRaw: null });
    expect(module.extensions).toHaveLength(2);
  });

  test.each([
    { about: 'a length of 3', list: [0x11, 0, 3, 0], read: 0 },
    { about: 'the type "invalid"', list: [0xff, 0xff, 4, 0], read: 0 },
    { about: 'one that runs over the module', list: [0x11, 0, 0xff, 0xff], read: 0 },
    { about: 'no END, and what follows is none', list: [...good, 0xff, 0xff, 0, 0], read: 1 },
  ])('a broken prefix: $about', ({ list, read }) => {
    const module = readAs(
      build({ ...APPLICATION, flags: MODULE_FLAG.prefixExtensions, code: join(Uint8Array.from(list), noise(64, 1)) }),
    );
    expect(module.extensionsOk).toBe(false);
    expect(module.extensions).toHaveLength(read);
  });

  test('an END of an impossible length can be made, and closes nothing', () => {
    const made = (length: number) => readAs(build({ ...APPLICATION, prefixExtensions: [{ kind: 'end', length }] }));
    for (const length of [0, 2, 3]) expect(made(length)).toMatchObject({ extensions: [], extensionsOk: false });
    expect(made(4)).toMatchObject({ extensions: [{ kind: 'end', length: 4 }], extensionsOk: true });
  });

  test('a prefix list that fills the whole module has no END', () => {
    const bytes = build({
      ...APPLICATION,
      flags: MODULE_FLAG.prefixExtensions,
      code: Uint8Array.of(0x11, 0, 4 + 8 + 40, 0, ...ascii('filling!')),
    });
    expect(readAs(bytes)).toMatchObject({ extensionsOk: false, suffix: { fits: false } });
  });

  test('without the flag nothing is read behind the header', () => {
    expect(readAs(build({ ...APPLICATION, code: join(good, noise(64, 1)) })).extensions).toEqual([]);
  });

  test.each([
    ['a list is read up to 1,024 extensions', 20_000, '', 1024, false],
    ['all of a list that has just so many', 1023, '', 1024, true],
    ['a list is read up to 64 KiB', 600, 'x'.repeat(124), 512, false],
  ])('%s', (_about, count, name, read, ok) => {
    const filler = Array.from({ length: count }, (): ExtensionDescription => ({ kind: 'name', name }));
    const { extensions, extensionsOk } = readAs(
      build({ ...APPLICATION, prefixExtensions: [...filler, { kind: 'end' }] }),
    );
    expect([extensions.length, extensionsOk]).toEqual([read, ok]);
  });
});

describe('bytes behind the module', () => {
  test.each([
    { about: 'none', bytes: [], kind: 'none' },
    { about: 'one byte of erased flash', bytes: [0xff], kind: 'erased' },
    { about: 'erased flash', bytes: [0xff, 0xff, 0xff, 0xff, 0xff], kind: 'erased' },
    { about: 'zeros', bytes: [0, 0, 0], kind: 'zeros' },
    { about: 'erased flash and one other byte', bytes: [0xff, 0xff, 0xfe], kind: 'data' },
    { about: 'zeros and one other byte', bytes: [0, 0, 1], kind: 'data' },
    { about: 'both fills', bytes: [0xff, 0], kind: 'data' },
    { about: 'other bytes', bytes: [0x55, 0x55], kind: 'data' },
  ])('$about', ({ bytes, kind }) => {
    expect(readAs(build({ ...APPLICATION, trailing: Uint8Array.from(bytes) }))).toMatchObject({
      crc: { ok: true },
      sha256: { ok: true },
      suffix: { size: 40 },
      trailingBytes: bytes.length,
      trailingKind: kind,
    });
  });

  test('a padded dump of a region is the module and its padding', () => {
    const bytes = build({ ...APPLICATION, headerOffset: 0x184 });
    const dump = join(bytes, new Uint8Array(0x20000 - bytes.length).fill(0xff));
    const { trailingBytes, trailingKind, ...rest } = readAs(dump);
    expect([trailingBytes, trailingKind]).toEqual([0x20000 - bytes.length, 'erased']);
    expect(readAs(bytes)).toMatchObject(rest);
  });
});
