/** Containers by their content: what comes out of each, what is named as broken, and that hostile ones stay in bounds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rulesOf } from '../../src/catalog/boards/index.js';
import { slotsOf } from '../../src/catalog/flash-map.js';
import type { FlashImage } from '../../src/container/types.js';
import { checkImage } from '../../src/rules/run.js';
import { findingMessage } from '../../src/report/finding.js';
import { xxHash32 } from '../../src/container/xxhash.js';
import { recognise, readContainer } from '../../src/source/open.js';
import type { SourceOptions } from '../../src/source/index.js';
import { noise } from '../../src/module/write.js';
import {
  dfuSe,
  dump,
  gzip,
  HEX_END,
  hexLines,
  hexRecord,
  intelHex,
  lz4,
  sRecord,
  sRecords,
  tar,
  text,
} from '../support/containers.js';
import type { Piece } from '../support/containers.js';
import { application, build, released } from '../support/fixtures.js';
import { join, sign } from '../support/modules.js';
import { PHOTON } from '../support/rules.js';
import { buildZip } from '../support/zip-builder.js';
import { collect, details } from '../source/collect.js';
import type { Collected } from '../source/collect.js';

const ARGON = 12;
const MIB = 1024 * 1024;

const piece = (
  bytes: Uint8Array,
  address = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true),
): Piece => ({
  address,
  bytes,
});

/** A module of the release table, at the address of its header. */
function part(release: string, platform: number, moduleFunction: number, index: number, code = 1024): Piece {
  const description = { ...released(release, platform, moduleFunction, index), code };
  return { address: description.start, bytes: build(description) };
}

const BOOT = part('0.7.0', PHOTON, 2, 0);
const PART1 = part('0.7.0', PHOTON, 4, 1);
const PART2 = part('0.7.0', PHOTON, 4, 2);
const APP = piece(build(application('0.7.0', PHOTON, 1, 2)));
const PIECES = [BOOT, PART1, PART2, APP];
const FLASH = rulesOf(PHOTON);
const START = FLASH?.flashStart ?? 0;
const END = FLASH?.flashEnd ?? 0;

async function open(bytes: Uint8Array, name = 'a', options: SourceOptions = {}): Promise<Collected> {
  const found = recognise(bytes, name, false);
  if (found === null) throw new Error('not recognised');
  return collect(readContainer(bytes, found, { name, root: name, quiet: false }, options));
}

const at = (address: number): string => `a!/0x${address.toString(16).padStart(8, '0')}`;
const imageOf = ({ items }: Collected): FlashImage => {
  const [image] = items.flatMap((item) => (item.kind === 'image' ? [item.image] : []));
  if (image === undefined) throw new Error('no image');
  return image;
};
const said = (found: Collected): readonly string[] =>
  checkImage({ file: 'a', image: imageOf(found) }).map((finding) => `${finding.rule} ${findingMessage(finding)}`);

/** All pieces come out, byte for byte, and nothing else. */
function holds(found: Collected, pieces: readonly Piece[]): void {
  expect(found.problems).toEqual([]);
  expect(found.files).toEqual(pieces.map(({ address }) => at(address)));
  for (const { address, bytes } of pieces) expect(found.bytes[at(address)]).toEqual(Buffer.from(bytes));
}

describe('an image of flash gives its modules', () => {
  test.each<[string, () => Uint8Array]>([
    ['Intel HEX', () => intelHex(PIECES)],
    ['Intel HEX, 255 bytes a record', () => intelHex(PIECES, 255)],
    [
      'Intel HEX with CRLF, a mark, small letters and blank lines',
      () =>
        join(
          Uint8Array.of(0xef, 0xbb, 0xbf),
          text(['', ...hexLines(PIECES).map((line) => line.toLowerCase()), '', HEX_END], '\r\n'),
        ),
    ],
    [
      'Intel HEX in another order, with start records',
      () =>
        text([
          ...hexLines([APP, PART2]),
          hexRecord(5, 0, [8, 0, 0, 1]),
          ...hexLines([BOOT, PART1]),
          hexRecord(3, 0, [0, 0, 0, 0]),
          HEX_END,
        ]),
    ],
    ['Intel HEX with the same bytes twice', () => text([...hexLines(PIECES), ...hexLines([PART2]), HEX_END])],
    ['S-records', () => sRecords(PIECES)],
    ['DfuSe', () => dfuSe(PIECES)],
    ['a dump of all', () => dump(START, END, PIECES)],
  ])('%s', async (_, bytes) => {
    holds(await open(bytes()), PIECES);
  });

  test('a dump of a region, wherever it begins', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.nat(30), async (before, behind) => {
        const start = PART1.address - before * 4096;
        const end = PART2.address + PART2.bytes.length + behind * 1000;
        const found = await open(dump(start, end, [PART1, PART2]));
        holds(found, [PART1, PART2]);
        expect(imageOf(found)).toMatchObject({ start, end, isWholeFlash: false, platform: PHOTON });
      }),
      { numRuns: 20 },
    );
  });

  test('a dump of all of it is said to be one, with every module at its address', async () => {
    const found = await open(dump(START, END, PIECES));
    expect(imageOf(found)).toMatchObject({ kind: 'dump', isWholeFlash: true, start: START, end: END, copies: [] });
    const [sentence, ...more] = said(found);
    expect(more).toEqual([]);
    expect(sentence).toMatch(/^FW108 is a dump of the whole flash of a photon, and holds 0x08000000: bootloader at /);
    for (const words of [
      '0x08020000: system part 1 at ',
      '0x08060000: system part 2 at ',
      '0x080a0000: application at ',
    ]) {
      expect(sentence).toContain(words);
    }
  });

  test('the radio stack and the settings of the device are named, and are no modules', async () => {
    const rules = rulesOf(ARGON);
    const radio = rules?.radio?.at ?? 0;
    const stack = new Uint8Array(0x3000);
    new DataView(stack.buffer).setUint32(0x2004, 0x51b1e5db, true);
    new DataView(stack.buffer).setUint16(0x200c, 202, true);
    const argon = [part('1.5.0', ARGON, 4, 1), part('1.5.0', ARGON, 2, 0)];
    const bytes = dump(rules?.flashStart ?? 0, rules?.flashEnd ?? 0, [...argon, { address: radio, bytes: stack }]);
    const found = await open(bytes);
    holds(found, argon);
    expect(imageOf(found).regions).toEqual([{ kind: 'radio', address: radio, version: 202 }]);
    expect(said(found)[0]).toContain('holds 0x00001000: radio stack at 202');
    // Without its information block it is not one.
    const none = await open(bytes.map((byte, index) => (index === radio + 0x2004 ? 0 : byte)));
    expect(imageOf(none).regions).toEqual([]);

    const settings = { address: FLASH?.dct?.from ?? 0, bytes: Uint8Array.of(1) };
    const photon = await open(dump(START, END, [...PIECES, settings]));
    holds(photon, PIECES);
    expect(imageOf(photon).regions).toEqual([{ kind: 'dct', address: settings.address }]);
    expect(imageOf(await open(dump(START, END, PIECES))).regions).toEqual([]);
  });

  test('staged updates and the factory image are no second module', async () => {
    const rules = FLASH?.ofRelease({} as never);
    const factory = slotsOf(PHOTON).find(({ store }) => store === 'factory')?.start ?? 0;
    const staged = piece(part('0.6.3', PHOTON, 4, 2).bytes, rules?.stagingAt);
    const found = await open(dump(START, END, [...PIECES, staged, piece(APP.bytes, factory)]));
    holds(found, PIECES);
    expect(imageOf(found).copies.map(({ address }) => address)).toEqual([staged.address, factory]);
    expect(said(found)).toHaveLength(1);
  });

  test('a damaged module in its slot is one of them, and a bootloader inside it is not', async () => {
    const carrier = { ...released('0.7.0', PHOTON, 4, 2), code: join(noise(2000, 1), BOOT.bytes, noise(500, 2)) };
    const bytes = build(carrier);
    const damaged = bytes.slice();
    damaged[bytes.length - 100] = (damaged[bytes.length - 100] ?? 0) ^ 1;
    for (const one of [bytes, damaged]) {
      holds(await open(dump(START, END, [PART1, piece(one, PART2.address), APP])), [
        PART1,
        piece(one, PART2.address),
        APP,
      ]);
    }
  });

  test('a module that the dump cuts off is one of them', async () => {
    const end = PART2.address + 700;
    const found = await open(
      dump(START, end, [BOOT, PART1]).map((byte, index) => {
        const inside = index + START - PART2.address;
        return inside >= 0 ? (PART2.bytes[inside] ?? 0) : byte;
      }),
    );
    expect(found.files).toEqual([BOOT, PART1, PART2].map(({ address }) => at(address)));
  });

  test('records that leave out what is erased: the module is whole, and that is said', async () => {
    const code = noise(3000, 1);
    code.fill(0xff, 1000, 2000);
    const bytes = build({ ...released('0.7.0', PHOTON, 4, 1), code });
    const gap = bytes.findIndex((_, index) => bytes.subarray(index, index + 900).every((byte) => byte === 0xff));
    const address = PART1.address;
    const found = await open(
      intelHex([piece(bytes.subarray(0, gap), address), piece(bytes.subarray(gap + 900), address + gap + 900)]),
    );
    holds(found, [piece(bytes, address)]);
    expect(said(found)[1]).toMatch(/^FW110 leaves out 900 bytes within system part 1 /);
  });

  test('a module at a wrong address is named', async () => {
    const found = await open(intelHex([PART1, piece(APP.bytes, APP.address + 0x1000)]));
    expect(found.files).toEqual([at(PART1.address)]);
    expect(said(found)[1]).toMatch(/^FW109 puts application at 4 .*0x080a1000; its header says 0x080a0000/);
    // The only one: it is handed out, and named too.
    const alone = await open(intelHex([piece(APP.bytes, 0)]));
    expect(alone.files).toEqual([at(0)]);
    expect(said(alone)[1]).toMatch(/^FW109 /);
  });
});

describe('what is no image', () => {
  const isNone = (bytes: Uint8Array): void => {
    expect(recognise(bytes, 'a.bin', false)).toBeNull();
  };

  test.each<[string, Uint8Array]>([
    ['a module', PART2.bytes],
    ['a padded module', join(PART2.bytes, new Uint8Array(5000).fill(0xff))],
    ['a module with bytes behind it', join(APP.bytes, noise(64, 1))],
    [
      'a damaged module that carries a bootloader',
      (() => {
        const bytes = build({
          ...released('0.7.0', PHOTON, 4, 2),
          code: join(noise(2000, 1), BOOT.bytes, noise(500, 2)),
        });
        return bytes.map((byte, index) => (index === bytes.length - 100 ? byte ^ 1 : byte));
      })(),
    ],
    ['modules that were joined', join(PART2.bytes, APP.bytes)],
    ['nothing', new Uint8Array()],
    ['a text', text(['S1 is the switch', 'hello'])],
    ['Intel HEX without a module', intelHex([piece(noise(500, 1), 0)])],
    ['S-records without a module', sRecords([piece(noise(500, 1), 0)])],
  ])('%s', (_, bytes) => {
    isNone(bytes);
  });

  test('every module of its own, whatever it is', () => {
    for (const { bytes } of PIECES) isNone(bytes);
  });
});

describe('faults are named with their line', () => {
  const good = hexLines(PIECES.slice(1, 2));
  const line = (index: number, edit: (line: string) => string): Uint8Array =>
    text([...good.map((one, place) => (place === index ? edit(one) : one)), HEX_END]);

  test.each<[string, Uint8Array, string, RegExp]>([
    [
      'a checksum',
      line(3, (one) => one.slice(0, -2) + (one.endsWith('00') ? '01' : '00')),
      'bad_container',
      /line 4: checksum 0x0., its bytes give 0x/,
    ],
    ['a digit', line(3, (one) => one.replace(/.$/, 'G')), 'bad_container', /line 4: is no line of hex digits/],
    ['a length', line(3, (one) => one.slice(0, -4)), 'bad_container', /line 4: has 19 bytes, its length byte says 21/],
    ['a colon', line(3, (one) => one.slice(1)), 'bad_container', /line 4: does not begin with a colon/],
    ['no end', text(good), 'bad_container', /no end record/],
    ['data behind the end', text([...good, HEX_END, ...good]), 'bad_container', /behind the end record/],
    ['an unknown type', text([...good, hexRecord(9, 0, []), HEX_END]), 'bad_container', /unknown record type 9/],
    [
      'a wrap of the segment',
      text([hexRecord(2, 0, [0x10, 0]), hexRecord(0, 0xfff8, noise(16, 1)), HEX_END]),
      'bad_container',
      /line 2: data wraps .*segment/,
    ],
    [
      'a wrap of all addresses',
      text([hexRecord(4, 0, [0xff, 0xff]), hexRecord(0, 0xfff8, noise(16, 1)), HEX_END]),
      'bad_container',
      /line 2: data wraps .*addresses/,
    ],
    [
      'two bytes for one address',
      text([...good, ...hexLines([piece(noise(16, 9), PART1.address + 32)]), HEX_END]),
      'overlapping_data',
      /for address 0x08020020/,
    ],
    [
      'S-record: a checksum',
      text([sRecord(1, 0, 2, [1, 2]), `${sRecord(1, 2, 2, [1, 2]).slice(0, -2)}00`, sRecord(9, 0, 2, [])]),
      'bad_container',
      /S-record, line 2: checksum 0x00/,
    ],
    [
      'S-record: a count',
      text([sRecord(1, 0, 2, [1, 2]), sRecord(5, 2, 2, []), sRecord(9, 0, 2, [])]),
      'bad_container',
      /counts 2 records, 1 are there/,
    ],
    ['S-record: a wrap', text([sRecord(3, 0xffffffff, 4, [1, 2]), sRecord(7, 0, 4, [])]), 'bad_container', /wraps/],
    ['S-record: no end', text([sRecord(1, 0, 2, [1, 2])]), 'bad_container', /no end record/],
    ['DfuSe: cut off', dfuSe(PIECES).subarray(0, 5000), 'bad_container', /DfuSe: no DFU suffix/],
    ['gzip: cut off', gzip(APP.bytes).subarray(0, 300), 'bad_container', /gzip/],
    ['lz4: cut off', lz4(APP.bytes).subarray(0, 300), 'bad_container', /lz4/],
    [
      'lz4: its checksum',
      lz4(APP.bytes).map((byte, place, all) => (place === all.length - 1 ? byte ^ 1 : byte)),
      'bad_container',
      /lz4/,
    ],
    ['lz4: bytes behind it', join(lz4(APP.bytes), Uint8Array.of(0)), 'bad_container', /lz4/],
  ])('%s', async (_, bytes, code, detail) => {
    const found = await open(bytes);
    expect(found.problems).toEqual([`${code} a`]);
    expect(details(found)[0]).toMatch(detail);
    expect(found.files).toEqual([]);
  });
});

describe('archives', () => {
  const files = { 'b/app.bin': APP.bytes, 'boot.bin': BOOT.bytes, 'notes.txt': 'hello' };

  test('tar and tar.gz are one archive, as a zip is', async () => {
    const packed = await tar(files);
    for (const bytes of [packed, gzip(packed), lz4(packed)]) {
      const found = await open(bytes, 'a.tgz');
      expect(found.files).toEqual(['a.tgz!/b/app.bin', 'a.tgz!/boot.bin']);
      expect(found.bytes['a.tgz!/boot.bin']).toEqual(Buffer.from(BOOT.bytes));
      expect(found.skipped).toEqual(['1 a.tgz']);
      expect(found.problems).toEqual([]);
    }
  });

  test('a packed module keeps its name', async () => {
    expect((await open(gzip(APP.bytes), 'x/app.bin.gz')).files).toEqual(['x/app.bin.gz!/app.bin']);
    expect((await open(lz4(APP.bytes), 'x/app.bin.lz4')).files).toEqual(['x/app.bin.lz4!/app.bin']);
  });

  test('an image of flash in a tar in a gzip', async () => {
    const found = await open(gzip(await tar({ 'restore.hex': intelHex([PART1]) })), 'a.tar.gz');
    expect(found.files).toEqual(['a.tar.gz!/restore.hex!/0x08020000']);
  });

  test('what a build writes beside a .bin is not read once more', async () => {
    const zip = buildZip([
      { name: 'app.bin', data: Buffer.from(APP.bytes) },
      { name: 'app.hex', data: Buffer.from(intelHex([APP])) },
      { name: 'other.hex', data: Buffer.from(intelHex([PART1])) },
    ]);
    const found = await open(zip);
    expect(found.files).toEqual(['a!/app.bin', 'a!/other.hex!/0x08020000']);
    expect(found.skipped).toEqual(['1 a']);
  });

  test.each(['../up.bin', '/abs.bin', 'a\\b.bin'])('tar refuses the name %s', async (name) => {
    const found = await open(await tar({ [name]: APP.bytes, 'ok.bin': APP.bytes }));
    expect(found.problems).toEqual([`bad_name a!/${name}`]);
    expect(found.files).toEqual(['a!/ok.bin']);
  });

  test('tar refuses one name twice, and what is cut off', async () => {
    expect((await open(await tar({ 'a.bin': 'x', 'A.BIN': 'y' }))).problems).toEqual(['duplicate_name a']);
    const whole = await tar({ 'a.bin': noise(5000, 1) });
    expect((await open(whole.subarray(0, 3000))).problems).toEqual(['bad_container a']);
  });

  test('an nRF package is named', async () => {
    const zip = buildZip([{ name: 'manifest.json', data: '{}' }, { name: 'app.dat' }, { name: 'app.bin', data: 'x' }]);
    expect((await open(zip)).problems).toEqual(['foreign_package a']);
  });

  test('limits hold across formats', async () => {
    const many = await tar(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${String(index)}.bin`, 'x'])));
    expect((await open(many, 'a', { zip: { entries: 39 } })).problems).toEqual(['container_limit a']);
    expect((await open(gzip(many), 'a', { zip: { entries: 40 } })).problems).toEqual(['container_limit a']);
    expect((await open(gzip(gzip(gzip(gzip(APP.bytes)))))).problems).toEqual(['container_limit a']);
  });
});

describe('LZ4', () => {
  test('what was packed comes out, whatever it is', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 400 }),
      fc.array(fc.constantFrom(0, 1, 255), { minLength: 1, maxLength: 3000 }).map((all) => Uint8Array.from(all)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(64, 1000, 65536), async (given, blockSize) => {
        const { bytes: found } = await open(lz4(given, blockSize), 'x.bin.lz4');
        expect(Object.values(found)).toEqual([Buffer.from(given)]);
      }),
      { numRuns: 100 },
    );
  });

  // Values of the reference implementation.
  test.each([
    ['', 0x02cc5d05],
    ['a', 0x550d7456],
    ['abc', 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0xe2293b2f],
  ])('XXH32 of %j', (given, hash) => {
    expect(xxHash32(new TextEncoder().encode(given))).toBe(hash);
  });
});

describe('hostile ones stay in bounds', () => {
  /** A bound that only work beyond linear breaks, on a busy machine too: what it reads here takes a second or two. */
  const SLOWEST_MS = 60_000;

  async function isBounded(bytes: Uint8Array): Promise<Collected | null> {
    const before = performance.now();
    const found = recognise(bytes, 'a.bin', false) === null ? null : await open(bytes);
    expect(performance.now() - before).toBeLessThan(SLOWEST_MS);
    return found;
  }

  test('64 MiB of 0xFF, of zeros, and of one header again and again', async () => {
    expect(await isBounded(new Uint8Array(64 * MIB).fill(0xff))).toBeNull();
    expect(await isBounded(new Uint8Array(64 * MIB))).toBeNull();
    const header = new Uint8Array(24);
    const view = new DataView(header.buffer);
    view.setUint32(0, START, true);
    view.setUint32(4, END, true);
    header.set([PHOTON, 0, 4, 1], 12);
    const all = new Uint8Array(64 * MIB);
    for (let place = 0; place + 24 <= all.length; place += 24) all.set(header, place);
    expect((await isBounded(all))?.problems).toEqual(['container_limit a']);
  });

  test('gaps of 4 GiB take no memory', async () => {
    const far = hexLines([piece(noise(16, 1), 0xfffffff0)]);
    const found = await isBounded(text([...hexLines([PART1]), ...far, ...hexLines([piece(noise(16, 2), 0)]), HEX_END]));
    expect(found?.files).toEqual([at(PART1.address)]);
    expect(imageOf(found as Collected)).toMatchObject({ start: 0, end: 0x100000000, gaps: 2 });
  });

  test('a million records that touch nowhere, and a million at one place', async () => {
    const scattered = Array.from({ length: 1_000_001 }, (_, index) =>
      hexRecord(0, (index * 2) & 0xffff, [index & 0xff]),
    );
    await isBounded(text([hexRecord(4, 0, [1, 0]), ...scattered, HEX_END]));
    const same = new Array<string>(1_000_000).fill(hexRecord(0, 0, [1, 2, 3, 4]));
    expect(await isBounded(text([...same, HEX_END]))).toBeNull();
  });

  test('a bomb of gzip', async () => {
    const bomb = gzip(new Uint8Array(100 * MIB));
    expect((await isBounded(bomb))?.problems).toEqual(['container_limit a']);
  });

  test('a bomb of LZ4: a match that goes on', async () => {
    const one = lz4(new Uint8Array(MIB));
    const head = one.subarray(0, 7);
    const block = one.subarray(7, -8).subarray(0, 4 + new DataView(one.buffer, 7).getUint32(0, true));
    const bomb = join(head, ...new Array<Uint8Array>(2000).fill(block));
    expect((await isBounded(bomb))?.problems).toEqual(['container_limit a']);
  });

  test('DfuSe that promises four thousand million elements', async () => {
    const bytes = dfuSe(PIECES).slice(0, -16);
    new DataView(bytes.buffer).setUint32(11 + 270, 0xffffffff, true);
    const found = await isBounded(join(bytes, Uint8Array.of(1)));
    expect(found?.problems).toEqual(['bad_container a']);
  });

  test('anything at all, damaged: never an exception', async () => {
    const seeds = [
      intelHex([APP]),
      sRecords([APP]),
      dfuSe([APP]),
      dump(START, END, [BOOT, PART1]).slice(0, 0x22000),
      await tar({ 'a.bin': APP.bytes }),
      gzip(APP.bytes),
      lz4(APP.bytes),
    ];
    const edits = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ minLength: 1, maxLength: 6 })),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        edits,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (seed, changes, cut) => {
          const bytes = seed.slice(0, cut > 0.8 ? Math.floor(seed.length * cut) : seed.length);
          for (const [place, put] of changes) {
            bytes.set(put.slice(0, 3), Math.floor(place * Math.max(0, bytes.length - 4)));
          }
          if (recognise(bytes, 'a.bin', false) !== null) expect((await open(bytes)).items.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('Argon: its modules lie from 0 on, with headers behind vectors', async () => {
  const pieces = [part('1.5.0', ARGON, 4, 1), part('1.5.0', ARGON, 2, 0)];
  holds(await open(intelHex(pieces)), pieces);
  expect(sign(APP.bytes.slice())).toEqual(APP.bytes);
});
