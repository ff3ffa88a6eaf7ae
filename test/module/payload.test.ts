import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readModule } from '../../src/index.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../../src/module/types.js';
import type { Payload, ReadTools } from '../../src/module/types.js';
import { buildCombinedModule, buildCompressedModule, noise } from '../../src/module/write.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { readModule as readPortably } from '../../src/portable.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { build } from '../support/fixtures.js';
import { ascii, asModule, asRejection, compressed, join, readAs } from '../support/modules.js';

const BORON = 13;
const MIB = 1024 * 1024;

const APPLICATION: ModuleDescription = {
  platform: BORON,
  function: MODULE_FUNCTION.userPart,
  index: 2,
  version: 7,
  start: 0xb4000,
};
const SYSTEM: ModuleDescription = {
  platform: BORON,
  function: MODULE_FUNCTION.systemPart,
  version: 4200,
  start: 0x30000,
  headerOffset: 0x200,
  code: 700,
};
const RADIO: ModuleDescription = {
  platform: BORON,
  function: MODULE_FUNCTION.radioStack,
  version: 202,
  start: 0x1000,
  product: null,
  shaCoverage: 'payload',
};

const deflate = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes);
const innerOf = (payload: Payload | undefined) =>
  payload?.kind === 'compressed' && payload.state !== 'opened' ? null : payload?.inner;

/** Inflate of Node that notes how often it ran and with which limit. */
function watchedInflate(): { readonly tools: ReadTools; readonly limits: number[] } {
  const limits: number[] = [];
  const inflateRaw = (bytes: Uint8Array, limit: number): Uint8Array | null => {
    limits.push(limit);
    return NODE_TOOLS.inflateRaw(bytes, limit);
  };
  return { tools: { inflateRaw }, limits };
}

describe('a compressed module', () => {
  test('is opened, and the module inside is read whole', () => {
    const inner = build({ ...APPLICATION, code: new Uint8Array(3000).fill(0x42) });
    const module = readAs(compressed(APPLICATION, deflate(inner), { originalSize: inner.length, windowBits: 15 }));
    expect(module.crc.ok).toBe(true);
    expect(module.payload).toEqual([
      {
        kind: 'compressed',
        state: 'opened',
        method: 0,
        windowBits: 15,
        originalSize: inner.length,
        inner: readModule(inner),
      },
    ]);
  });

  test('the builder makes one', () => {
    const bytes = buildCompressedModule({ ...SYSTEM, code: 5000 }, deflate, NODE_TOOLS);
    const module = readAs(bytes);
    expect(module).toMatchObject({ flags: MODULE_FLAG.compressed, headerOffset: 0, crc: { ok: true } });
    expect(innerOf(module.payload[0])).toEqual(readModule(build({ ...SYSTEM, code: 5000 })));
  });

  test('the builder describes the module inside: its end, its suffix and its extensions are not those of the module around it', () => {
    const description: ModuleDescription = {
      ...APPLICATION,
      code: 5000,
      end: 0xb9000,
      suffixSize: 50,
      suffixExtensions: [{ kind: 'name', name: 'inside' }, { kind: 'end' }],
      prefixExtensions: [{ kind: 'end' }],
    };
    const inner = build(description);
    const module = readAs(buildCompressedModule({ ...description, trailing: new Uint8Array(7) }, deflate, NODE_TOOLS));
    expect(module).toMatchObject({
      flags: MODULE_FLAG.compressed,
      suffix: { size: 40, fits: true },
      extensions: [],
      trailingBytes: 7,
      crc: { ok: true },
    });
    const opened = module.payload[0];
    expect(opened).toMatchObject({ state: 'opened', originalSize: inner.length });
    expect(innerOf(opened)).toEqual(readModule(inner));
  });

  test('a longer compression header and extensions in the prefix are stepped over', () => {
    const inner = build(APPLICATION);
    const bytes = compressed(
      {
        ...APPLICATION,
        prefixExtensions: [
          { kind: 'name', name: 'x' },
          { kind: 'end', length: 11 },
        ],
      },
      deflate(inner),
      { originalSize: inner.length, extra: Uint8Array.of(1, 2, 3, 4) },
    );
    expect(innerOf(readAs(bytes).payload[0])).toEqual(readModule(inner));
  });

  test('is not opened where nobody can inflate', () => {
    const inner = build(APPLICATION);
    const bytes = compressed(APPLICATION, deflate(inner), { originalSize: inner.length });
    expect(asModule(readPortably(bytes)).payload).toMatchObject([
      {
        kind: 'compressed',
        state: 'not_opened',
        originalSize: inner.length,
        reason: expect.stringContaining('inflate') as unknown,
      },
    ]);
  });

  test('without the flag it is an ordinary module', () => {
    const inner = deflate(build(APPLICATION));
    expect(readAs(build({ ...APPLICATION, code: inner })).payload).toEqual([]);
  });

  const inner = build(APPLICATION);
  const size = inner.length;
  test.each([
    {
      about: 'more content than announced',
      data: deflate(inner),
      head: { originalSize: size - 1 },
      reason: 'broken_or_longer',
    },
    { about: 'less content than announced', data: deflate(inner), head: { originalSize: size + 1 }, reason: 'shorter' },
    {
      about: 'data that are no deflate',
      data: noise(200, 9),
      head: { originalSize: size },
      reason: 'broken_or_longer',
    },
    {
      about: 'cut-off data',
      data: deflate(inner).subarray(0, 50),
      head: { originalSize: size },
      reason: 'broken_or_longer',
    },
    {
      about: 'an unknown method',
      data: deflate(inner),
      head: { originalSize: size, method: 1 },
      reason: 'unknown_method',
    },
    {
      about: 'a compression header longer than the module',
      data: deflate(inner),
      head: { originalSize: size, size: 60000 },
      reason: 'broken_or_longer',
    },
    {
      about: 'more than any device holds',
      data: deflate(inner),
      head: { originalSize: 8 * MIB + 1 },
      reason: 'too_large',
    },
  ])('is bad with $about', ({ data, head, reason }) => {
    const [payload] = readAs(compressed(APPLICATION, data, head)).payload;
    expect(payload).toMatchObject({
      kind: 'compressed',
      state: 'bad',
      method: 'method' in head ? head.method : 0,
      originalSize: head.originalSize,
      reason,
    });
  });

  test.each([0, 7])('is bad with %i bytes for the compression header', (code) => {
    const [payload] = readAs(build({ ...APPLICATION, flags: MODULE_FLAG.compressed, code })).payload;
    expect(payload).toMatchObject({ state: 'bad', reason: 'no_room_for_header', originalSize: 0 });
  });

  test('the suffix is no part of the data', () => {
    const { limits, tools } = watchedInflate();
    let given = 0;
    readAs(compressed(APPLICATION, noise(100, 1), { originalSize: 5 }), {
      inflateRaw: (bytes, limit) => {
        given = bytes.length;
        return tools.inflateRaw?.(bytes, limit) ?? null;
      },
    });
    expect([given, limits]).toEqual([100, [5]]);
  });

  test('a bomb is stopped at the announced size', () => {
    const bomb = deflate(new Uint8Array(64 * MIB));
    const { tools, limits } = watchedInflate();
    const [payload] = readAs(compressed(APPLICATION, bomb, { originalSize: 1000 }), tools).payload;
    expect(payload).toMatchObject({ state: 'bad' });
    expect(limits).toEqual([1000]);
  });

  test('more than 8 MiB are never inflated', () => {
    const bomb = deflate(new Uint8Array(8 * MIB + 1));
    const { tools, limits } = watchedInflate();
    const announce = (originalSize: number) =>
      readAs(compressed(APPLICATION, bomb, { originalSize }), tools).payload[0];
    expect(announce(0xffffffff)).toMatchObject({ state: 'bad' });
    expect(announce(8 * MIB + 1)).toMatchObject({ state: 'bad' });
    expect(limits).toEqual([]);
    expect(announce(8 * MIB)).toMatchObject({ state: 'bad' });
    expect(limits).toEqual([8 * MIB]);
  });

  test('8 MiB are opened', () => {
    const bytes = compressed(APPLICATION, deflate(new Uint8Array(8 * MIB)), { originalSize: 8 * MIB });
    expect(asRejection(innerOf(readAs(bytes).payload[0])).what).toBe('zeros');
  });

  test('a wrong CRC inside is seen although the outer one is right', () => {
    const broken = Uint8Array.from(inner);
    broken[100] = (broken[100] ?? 0) ^ 1;
    const module = readAs(compressed(APPLICATION, deflate(broken), { originalSize: size }));
    expect(module.crc.ok).toBe(true);
    expect(asModule(innerOf(module.payload[0]))).toMatchObject({ crc: { ok: false }, sha256: { ok: false } });
  });

  test.each([
    { about: 'text', content: ascii('no module at all, only text'), what: 'text' },
    { about: 'nothing', content: new Uint8Array(), what: 'empty' },
    { about: 'half a module', content: inner.subarray(0, 200), what: 'truncated' },
  ])('$about inside is named for what it is', ({ content, what }) => {
    const bytes = compressed(APPLICATION, deflate(content), { originalSize: content.length });
    expect(asRejection(innerOf(readAs(bytes).payload[0])).what).toBe(what);
  });

  test('content whose module drops its header is opened and not read as a module', () => {
    const content = ascii('an asset');
    const bytes = compressed({ ...APPLICATION, flags: MODULE_FLAG.dropModuleInfo }, deflate(content), {
      originalSize: content.length,
    });
    expect(readAs(bytes).payload).toMatchObject([{ state: 'opened', originalSize: 8, inner: null }]);
    const wrong = compressed({ ...APPLICATION, flags: MODULE_FLAG.dropModuleInfo }, deflate(content), {
      originalSize: 9,
    });
    expect(readAs(wrong).payload).toMatchObject([{ state: 'bad' }]);
  });

  test('modules inside modules are opened three deep and no further', () => {
    let bytes = build(APPLICATION);
    for (let level = 0; level < 12; level++) {
      bytes = compressed({ ...APPLICATION, product: null }, deflate(bytes), { originalSize: bytes.length });
    }
    const { tools, limits } = watchedInflate();
    const states: string[] = [];
    let payload = readAs(bytes, tools).payload[0];
    while (payload?.kind === 'compressed') {
      states.push(payload.state);
      const next = innerOf(payload);
      payload = next?.kind === 'module' ? next.payload[0] : undefined;
    }
    expect(states).toEqual(['opened', 'opened', 'opened', 'not_opened']);
    expect(limits).toHaveLength(3);
  });
});

describe('a combined file', () => {
  const read = (descriptions: readonly ModuleDescription[], behind: Uint8Array = new Uint8Array()) =>
    readAs(join(buildCombinedModule(descriptions, NODE_TOOLS), behind));
  const alone = (description: ModuleDescription, combined: boolean) =>
    readModule(build({ ...description, flags: combined ? MODULE_FLAG.combined : 0 }));

  test.each([
    { about: 'two modules', parts: [APPLICATION, RADIO] },
    { about: 'two modules, the second with its header at 0x200', parts: [APPLICATION, SYSTEM] },
    { about: 'two modules, the first with its header at 0x200', parts: [SYSTEM, APPLICATION] },
    { about: 'three modules', parts: [SYSTEM, RADIO, APPLICATION] },
  ])('$about', ({ parts }) => {
    const [first, ...others] = parts;
    const module = read(parts);
    const { payload, trailingBytes, trailingKind, ...rest } = module;
    expect(asModule(alone(first!, true))).toMatchObject(rest);
    expect([trailingBytes, trailingKind]).toEqual([0, 'none']);
    let offset = module.length;
    expect(payload).toEqual(
      others.map((other, at) => {
        const inner = asModule(alone(other, at < others.length - 1));
        const part = { kind: 'combined', offset, inner };
        offset += inner.length;
        return part;
      }),
    );
  });

  test('nothing is looked for without the flag', () => {
    const bytes = join(build(APPLICATION), build(RADIO));
    expect(readAs(bytes)).toMatchObject({ payload: [], trailingKind: 'data', trailingBytes: build(RADIO).length });
  });

  test('nothing is looked for behind a module without the flag', () => {
    const module = read([APPLICATION, RADIO], build(SYSTEM));
    expect(module.payload).toHaveLength(1);
    expect(module).toMatchObject({ trailingKind: 'data', trailingBytes: build(SYSTEM).length });
  });

  test.each([
    { about: 'erased flash', fill: 0xff, kind: 'erased' },
    { about: 'zeros', fill: 0, kind: 'zeros' },
  ])('$about behind the last one is padding', ({ fill, kind }) => {
    const padding = new Uint8Array(500).fill(fill);
    expect(read([APPLICATION, RADIO], padding)).toMatchObject({
      payload: [{ offset: build(APPLICATION).length }],
      trailingBytes: 500,
      trailingKind: kind,
    });
    const flagged = join(build({ ...APPLICATION, flags: MODULE_FLAG.combined }), padding);
    expect(readAs(flagged)).toMatchObject({ payload: [], trailingBytes: 500, trailingKind: kind });
  });

  test('nothing behind a module with the flag is no payload', () => {
    const bytes = build({ ...APPLICATION, flags: MODULE_FLAG.combined });
    expect(readAs(bytes)).toMatchObject({ payload: [], trailingBytes: 0, trailingKind: 'none' });
  });

  const first = build({ ...APPLICATION, flags: MODULE_FLAG.combined });
  test.each([
    { about: 'text', rest: ascii('this is no module'), what: 'text', missing: undefined },
    { about: 'noise', rest: noise(300, 4), what: 'unknown', missing: undefined },
    { about: 'a cut-off module', rest: build(SYSTEM).subarray(0, -10), what: 'truncated', missing: 10 },
  ])('$about as the second part is told', ({ rest, what, missing }) => {
    const module = readAs(join(first, rest));
    expect(module).toMatchObject({ crc: { ok: true }, trailingBytes: 0, trailingKind: 'none' });
    expect(module.payload).toHaveLength(1);
    const inner = asRejection(innerOf(module.payload[0]));
    expect([inner.what, inner.truncated?.missing]).toEqual([what, missing]);
  });

  test('a second part with a wrong CRC is told', () => {
    const rest = build(SYSTEM);
    rest[900] = (rest[900] ?? 0) ^ 0x80;
    expect(asModule(innerOf(readAs(join(first, rest)).payload[0])).crc.ok).toBe(false);
  });

  test('compressed parts are opened', () => {
    const bytes = join(
      buildCompressedModule({ ...APPLICATION, flags: MODULE_FLAG.combined }, deflate, NODE_TOOLS),
      buildCompressedModule(SYSTEM, deflate, NODE_TOOLS),
    );
    const [one, two] = readAs(bytes).payload;
    expect(one).toMatchObject({ kind: 'compressed', state: 'opened' });
    expect(innerOf(asModule(innerOf(two)).payload[0])).toEqual(readModule(build(SYSTEM)));
  });

  test('a chain without end is followed for 16 modules', () => {
    const flood = join(...Array.from({ length: 4000 }, () => first));
    const module = readAs(flood);
    expect(module.payload).toHaveLength(16);
    expect(module).toMatchObject({ trailingBytes: flood.length - 17 * first.length, trailingKind: 'data' });
    for (const part of module.payload) expect(asModule(innerOf(part)).payload).toEqual([]);
  });

  test('bombs in a chain are each opened a bounded number of times', () => {
    const big = compressed({ ...APPLICATION, flags: MODULE_FLAG.combined }, deflate(new Uint8Array(MIB)), {
      originalSize: MIB,
    });
    const { tools, limits } = watchedInflate();
    readAs(join(...Array.from({ length: 100 }, () => big)), tools);
    expect(limits.length).toBeGreaterThanOrEqual(17);
    expect(limits.length).toBeLessThanOrEqual(2 * 16 + 1);
  });

  test('a chain inside a compressed module is not followed', () => {
    const chain = join(first, build(RADIO));
    const bytes = compressed(APPLICATION, deflate(chain), { originalSize: chain.length });
    expect(asModule(innerOf(readAs(bytes).payload[0]))).toMatchObject({ payload: [], trailingKind: 'data' });
  });
});

test('what one file unpacks to is bounded, however many payloads it has', () => {
  const zeros = new Uint8Array(7 * 1024 * 1024);
  const part = compressed({ ...APPLICATION, flags: MODULE_FLAG.combined }, deflateRawSync(zeros), {
    originalSize: zeros.length,
  });
  const { payload } = readAs(join(...Array.from({ length: 10 }, () => part)), NODE_TOOLS);
  const states = payload.flatMap((one) =>
    one.kind === 'combined' ? asModule(one.inner).payload.flatMap((own) => ('state' in own ? own.state : [])) : [],
  );
  const counted = (state: string): number => states.filter((one) => one === state).length;
  // Four of 7 MiB fit into what a file may unpack to.
  expect([counted('opened'), counted('not_opened')]).toEqual([4, 5]);
});
