import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openZip } from '../../src/source/index.js';
import type { SourceOptions, ZipLimits } from '../../src/source/index.js';
import { shortestOf } from '../support/shortest.js';
import { buildManyEntries, buildZip } from '../support/zip-builder.js';
import type { ZipFrame, ZipSpec } from '../support/zip-builder.js';
import { collect, details } from './collect.js';
import type { Collected } from './collect.js';

const MIB = 1024 * 1024;
/** Bytes of the 64-bit end record, its locator and the end record. */
const END_RECORDS_64 = 56 + 20 + 22;
const good: ZipSpec = { name: 'good.bin', data: 'good firmware' };

function open(specs: readonly ZipSpec[], frame?: ZipFrame, options?: SourceOptions): Promise<Collected> {
  return collect(openZip(buildZip(specs, frame), 'a.zip', options));
}

function openWith(zip: Partial<ZipLimits>, specs: readonly ZipSpec[]): Promise<Collected> {
  return open(specs, {}, { zip });
}

/** One hostile entry next to a good one: the good one is still read. */
async function refusesOne(spec: ZipSpec, code: string, detail: RegExp): Promise<void> {
  const found = await open([good, spec]);
  expect(found.problems).toEqual([`${code} a.zip!/${spec.name.toString()}`]);
  expect(details(found)[0]).toMatch(detail);
  expect(found.files).toEqual(['a.zip!/good.bin']);
}

function refusesWhole(found: Collected, code: string, detail: RegExp): void {
  expect(found.files).toEqual([]);
  expect(found.problems).toEqual([`${code} a.zip`]);
  expect(details(found)[0]).toMatch(detail);
}

describe('a good zip', () => {
  it('hands out .bin entries in code-unit order, stored or deflated, and counts the rest', async () => {
    const found = await open([
      { name: 'b/z.BIN', data: 'two', method: 0 },
      { name: 'README.md', data: 'hello' },
      { name: 'b/', mode: 0o040755 },
      { name: 'a.bin', data: 'one', mode: 0o100644 },
      { name: '__MACOSX/._a.bin', data: 'junk' },
    ]);
    expect(found.files).toEqual(['a.zip!/a.bin', 'a.zip!/b/z.BIN']);
    expect(found.bytes['a.zip!/a.bin']?.toString()).toBe('one');
    expect(found.bytes['a.zip!/b/z.BIN']?.toString()).toBe('two');
    expect(found.skipped).toEqual(['2 a.zip']);
    expect(found.problems).toEqual([]);
    expect(found.items[0]).toMatchObject({
      file: { from: 'container', root: 'a.zip', archive: 'a.zip', role: 'module' },
    });
    expect(found.items.at(-1)).toEqual({ kind: 'skipped', root: 'a.zip', count: 2 });
  });

  it('takes a comment, a 64-bit end record, a leading ./ and an empty .bin', async () => {
    const found = await open([{ name: './a.bin', data: '' }], { comment: 'made by hand', zip64: true });
    expect(found.files).toEqual(['a.zip!/a.bin']);
    expect(found.problems).toEqual([]);
  });

  it('hands out everything with `all`', async () => {
    const found = await open([good, { name: 'notes.txt', data: 'n' }], {}, { all: true });
    expect(found.files).toEqual(['a.zip!/good.bin', 'a.zip!/notes.txt']);
    expect(found.skipped).toEqual([]);
  });

  it('says so when there is nothing to read in it', async () => {
    refusesWhole(await open([]), 'nothing_matched', /archive/);
    const found = await open([{ name: 'readme.txt' }]);
    expect(found.problems).toEqual(['nothing_matched a.zip']);
    expect(found.skipped).toEqual(['1 a.zip']);
  });
});

describe('an application bundle', () => {
  const bundle: readonly ZipSpec[] = [
    { name: 'app.bin', data: 'application' },
    { name: 'assets/' },
    { name: 'assets/cat.txt', data: 'meow' },
    { name: 'assets/ncp.bin', data: 'an asset, no module' },
    { name: 'notes.txt' },
  ];

  it('hands out the assets too, told apart by their role', async () => {
    const found = await open(bundle);
    const roles = found.items.flatMap((item) => (item.kind === 'file' ? [`${item.file.role} ${item.file.name}`] : []));
    expect(roles).toEqual(['module a.zip!/app.bin', 'asset a.zip!/assets/cat.txt', 'asset a.zip!/assets/ncp.bin']);
    expect(found.skipped).toEqual(['1 a.zip']);
  });

  it('is none when two modules lie at the top', async () => {
    const found = await open([...bundle, { name: 'other.bin', data: 'x' }]);
    expect(found.files).toEqual(['a.zip!/app.bin', 'a.zip!/assets/ncp.bin', 'a.zip!/other.bin']);
    expect(found.skipped).toEqual(['2 a.zip']);
  });
});

describe('zips in a zip', () => {
  const nest = (depth: number): Buffer =>
    depth === 1 ? buildZip([good]) : buildZip([{ name: 'n.zip', data: nest(depth - 1), method: 0 }]);

  it('are opened three deep', async () => {
    const found = await collect(openZip(nest(3), 'a.zip'));
    expect(found.files).toEqual(['a.zip!/n.zip!/n.zip!/good.bin']);
    expect(found.items[0]).toMatchObject({ file: { root: 'a.zip', archive: 'a.zip!/n.zip!/n.zip' } });
  });

  it('are refused deeper', async () => {
    const found = await collect(openZip(nest(4), 'a.zip'));
    expect(found.problems).toEqual(['zip_limit a.zip!/n.zip!/n.zip!/n.zip']);
    expect(details(found)[0]).toMatch(/nesting.*limit 3/);
  });

  it('that are none are handed out as files', async () => {
    expect((await open([{ name: 'n.zip', data: '<html>' }])).files).toEqual(['a.zip!/n.zip']);
  });

  it('share the limits on entries and bytes with the archive around them', async () => {
    const inner = buildZip([{ name: 'i.bin', data: Buffer.alloc(600, 1), method: 0 }]);
    const specs = [1, 2, 3].map((n) => ({ name: `${n}.zip`, data: inner, method: 0 }));
    const byBytes = await openWith({ totalBytes: 3 * inner.length + 1300 }, specs);
    expect(byBytes.files).toHaveLength(2);
    expect(byBytes.problems).toEqual(['zip_limit a.zip!/3.zip']);
    const byEntries = await openWith({ entries: 5 }, specs);
    expect(byEntries.problems).toEqual(['zip_limit a.zip!/3.zip']);
  });
});

describe('limits', () => {
  it('refuses 100,000 entries by the end record alone', async () => {
    const bytes = buildManyEntries(100_000);
    refusesWhole(await collect(openZip(bytes, 'a.zip')), 'zip_limit', /entries: 100000, limit 20000/);
    // Entries and directory are not looked at: without them it is refused as well.
    bytes.fill(0, 0, bytes.length - END_RECORDS_64);
    refusesWhole(await collect(openZip(bytes, 'a.zip')), 'zip_limit', /entries: 100000, limit 20000/);
  });

  it('reads as many entries as allowed, and no more', async () => {
    expect((await collect(openZip(buildManyEntries(30), 'a.zip', { zip: { entries: 30 } }))).files).toHaveLength(30);
    refusesWhole(
      await collect(openZip(buildManyEntries(31), 'a.zip', { zip: { entries: 30 } })),
      'zip_limit',
      /limit 30/,
    );
  });

  it('notices entries that the end record does not count', async () => {
    refusesWhole(await open([good, { name: 'b.bin' }], { count: 1 }), 'bad_zip', /after 1 entries/);
    refusesWhole(await open([good], { count: 2 }), 'bad_zip', /./);
  });

  it('refuses a bomb of 300 MiB at once, honest or lying', async () => {
    const packed = deflateRawSync(Buffer.alloc(300 * MIB));
    // Refused before it is unpacked, at the latest at the size that it claims: in less time than unpacking it takes on the same machine.
    const whole = await shortestOf(0, () => inflateRawSync(packed));
    const bomb = (size: number): ZipSpec => ({ name: 'bomb.bin', packed, size, crc32: 0 });
    for (const [size, code] of [
      [300 * MIB, 'zip_limit'],
      [50 * MIB, 'size_mismatch'],
      [10, 'size_mismatch'],
    ] as const) {
      const zip = buildZip([good, bomb(size)]);
      expect(await shortestOf(whole, () => collect(openZip(zip, 'a.zip')))).toBeLessThan(whole);
      const found = await collect(openZip(zip, 'a.zip'));
      expect(found.problems).toEqual([`${code} a.zip!/bomb.bin`]);
      expect(found.files).toEqual(['a.zip!/good.bin']);
    }
  });

  it('caps the size of one entry', async () => {
    const found = await openWith({ entryBytes: 12 }, [good, { name: 'fits.bin', data: '12 bytes ok.' }]);
    expect(found.files).toEqual(['a.zip!/fits.bin']);
    expect(details(found)[0]).toBe('entry size: 13 bytes, limit 12');
  });

  it('caps the total, before anything is unpacked', async () => {
    const specs = [good, { name: 'b.bin', data: 'good firmware' }];
    expect((await openWith({ totalBytes: 26 }, specs)).files).toHaveLength(2);
    refusesWhole(await openWith({ totalBytes: 25 }, specs), 'zip_limit', /total size: 26 bytes, limit 25/);
  });

  it('lets erased flash through, and refuses the same ratio above the floor', async () => {
    const erased = (size: number): ZipSpec => ({ name: 'erased.bin', data: Buffer.alloc(size, 0xff) });
    expect((await open([erased(8 * MIB)])).files).toEqual(['a.zip!/erased.bin']);
    await refusesOne(erased(8 * MIB + 1), 'zip_limit', /ratio/);
  });

  it('refuses many entries that are a bomb together', async () => {
    const one = deflateRawSync(Buffer.alloc(8 * MIB));
    const specs = Array.from({ length: 9 }, (_, at) => ({ name: `${at}.bin`, packed: one, size: 8 * MIB }));
    refusesWhole(await open(specs), 'zip_limit', /ratio/);
  });

  it('does not unpack what it does not read', async () => {
    const found = await open([good, { name: 'huge.txt', packed: Buffer.from([1]), size: 0xf0000000 }]);
    expect(found.problems).toEqual([]);
    expect(found.skipped).toEqual(['1 a.zip']);
  });
});

describe('lies and damage', () => {
  it.each([
    ['declares fewer bytes', { name: 'x.bin', data: 'abcdef', size: 3 }, 'size_mismatch', /more bytes than declared 3/],
    ['declares more bytes', { name: 'x.bin', data: 'abcdef', size: 9 }, 'size_mismatch', /6 bytes, declared 9/],
    ['stored, other size', { name: 'x.bin', data: 'abcdef', method: 0, size: 5 }, 'size_mismatch', /declared 5/],
    ['local header has another size', { name: 'x.bin', data: 'abc', localSize: 4 }, 'bad_zip', /local header/],
    ['local header has another name', { name: 'x.bin', data: 'a', localName: 'y.bin' }, 'bad_zip', /name in the local/],
    ['no local header', { name: 'x.bin', data: 'a', offset: 7 }, 'bad_zip', /no local header at offset 7/],
    ['offset outside', { name: 'x.bin', data: 'a', offset: 0x7fffffff }, 'bad_zip', /no local header/],
    ['wrong CRC-32', { name: 'x.bin', data: 'abc', crc32: 1 }, 'checksum_mismatch', /0x352441c2, declared 0x00000001/],
    ['broken deflate', { name: 'x.bin', packed: Buffer.from([0xff, 0xff]), size: 9 }, 'bad_zip', /packed data/],
    ['unknown method', { name: 'x.bin', data: 'abc', method: 14 }, 'unsupported_method', /method 14/],
    ['encrypted', { name: 'x.bin', data: 'abc', flags: 0x801 }, 'encrypted_entry', /encrypted/],
    ['symbolic link', { name: 'x.bin', data: '/etc/passwd', mode: 0o120777 }, 'symlink_entry', /link/],
    ['symbolic link of any name', { name: 'x', data: '/etc/passwd', mode: 0o120777 }, 'symlink_entry', /link/],
    ['device', { name: 'x.bin', mode: 0o060644 }, 'bad_zip', /file type/],
  ])('refuses one entry: %s', (_, spec, code, detail) => refusesOne(spec, code, detail));

  it('refuses strong encryption as a whole', async () => {
    refusesWhole(await open([good, { name: 'x.bin', flags: 0x841 }]), 'encrypted_entry', /encryption/);
  });

  it.each([
    ['bytes after', { after: 'garbage' }],
    ['bytes before, offsets right', { before: 'garbage' }],
  ])('refuses %s', async (_, frame) => refusesWhole(await open([good], frame), 'bad_zip', /./));

  it('refuses bytes before with offsets that ignore them', async () => {
    const bytes = Buffer.concat([Buffer.from('garbage'), buildZip([good])]);
    refusesWhole(await collect(openZip(bytes, 'a.zip')), 'bad_zip', /./);
  });

  it('refuses a zip cut off at any length', async () => {
    const bytes = buildZip([good, { name: 'b.bin', data: 'b' }]);
    for (let length = 0; length < bytes.length; length++) {
      refusesWhole(await collect(openZip(bytes.subarray(0, length), 'a.zip')), 'bad_zip', /./);
    }
  });

  it('refuses overlapping entries as a whole', async () => {
    const second: ZipSpec = { name: 'good.bin2', data: 'x', localName: 'good.bin', offset: 0 };
    refusesWhole(await open([good, second]), 'overlapping_entries', /good\.bin/);
    refusesWhole(await open([{ ...good, packedSize: 900, flags: 0x808 }]), 'overlapping_entries', /the directory/);
  });
});

describe('names', () => {
  it.each([
    ['../evil.bin', /\.\./],
    ['a/../../evil.bin', /\.\./],
    ['/etc/evil.bin', /absolute/],
    ['C:/evil.bin', /drive/],
    ['c:evil.bin', /drive/],
    ['..\\evil.bin', /backslash/],
    ['a\\b.bin', /backslash/],
    ['nul\0.bin', /control/],
    ['esc\u001b[2J.bin', /control/],
    ['c1\u009b2J.bin', /control/],
    ['line\u2028.bin', /direction or line/],
    ['rtl\u202enib.exe.bin', /direction or line/],
    ['a//b.bin', /empty or \./],
    ['a/./b.bin', /empty or \./],
    ['', /empty/],
  ])('refuses %j', (name, detail) => refusesOne({ name, data: 'x' }, 'bad_name', detail));

  it('refuses names without end', () =>
    refusesOne({ name: 'x'.repeat(2000) }, 'bad_name', /2000 characters, limit 1024/));

  it('refuses control characters that CP437 would show as pictures', async () => {
    const found = await open([good, { name: Buffer.from('a\u0007.bin'), data: 'x', flags: 0 }]);
    expect(found.problems).toHaveLength(1);
    expect(details(found)[0]).toMatch(/control/);
  });

  it('takes dots, spaces and other scripts', async () => {
    const names = ['..a.bin', 'a b (1).bin', 'a..bin', 'größe/日本.bin'];
    const found = await open(names.map((name) => ({ name, data: 'x' })));
    expect(found.files).toEqual(names.map((name) => `a.zip!/${name}`));
    expect(found.problems).toEqual([]);
  });

  it.each([
    ['a.bin', 'a.bin'],
    ['a.bin', './a.bin'],
    ['App.bin', 'aPP.bin'],
    ['stra\u00dfe.bin', 'STRASSE.bin'],
    ['\u00e9.bin', 'e\u0301.bin'],
    ['a', 'a/'],
  ])('refuses %j with %j as a whole', async (one, two) => {
    refusesWhole(await open([good, { name: one, data: '1' }, { name: two, data: '2' }]), 'duplicate_name', /twice|and/);
  });

  it('tells the same name in two folders apart', async () => {
    expect((await open([{ name: 'a/x.bin' }, { name: 'b/x.bin' }])).files).toHaveLength(2);
  });
});

describe('anything at all', () => {
  const seed = buildZip([
    { name: 'app.bin', data: 'application '.repeat(20) },
    { name: 'assets/cat.txt', data: 'meow', method: 0 },
    { name: 'n.zip', data: buildZip([good], { zip64: true }) },
  ]);
  const signatures = [
    'PK\u0001\u0002',
    'PK\u0003\u0004',
    'PK\u0005\u0006',
    'PK\u0006\u0006',
    'PK\u0006\u0007',
    '\0\0\0\0',
    '\u007f',
  ];
  const edit = fc.record({
    at: fc.nat(seed.length - 1),
    put: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(...signatures, '\u00ff\u00ff\u00ff\u00ff').map((text) => Buffer.from(text, 'latin1')),
    ),
  });

  async function isBounded(bytes: Uint8Array): Promise<void> {
    const found = await collect(openZip(bytes, 'a.zip'));
    const total = Object.values(found.bytes).reduce((sum, { length }) => sum + length, 0);
    expect(total).toBeLessThan(MIB);
    expect(found.items.length).toBeGreaterThan(0);
  }

  it('never throws on random bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), isBounded), { numRuns: 300 });
  });

  it('never throws on a zip with random changes', async () => {
    const changed = fc.array(edit, { minLength: 1, maxLength: 6 }).map((edits) => {
      const bytes = Buffer.from(seed);
      for (const { at, put } of edits) put.copy(bytes, at);
      return bytes;
    });
    await fc.assert(fc.asyncProperty(changed, isBounded), { numRuns: 1500 });
  });

  it('never throws when any single byte is inverted', async () => {
    for (let at = 0; at < seed.length; at++) {
      const bytes = Buffer.from(seed);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      await isBounded(bytes);
    }
  });

  it('leaves the input as it was', async () => {
    const before = Buffer.from(seed);
    await collect(openZip(seed, 'a.zip'));
    expect(seed.equals(before)).toBe(true);
  });
});
