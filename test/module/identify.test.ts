import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readModule } from '../../src/index.js';
import { noise } from '../../src/module/write.js';
import { build, FIXTURES } from '../support/fixtures.js';
import { ascii, asRejection, join } from '../support/modules.js';
import { buildZip } from '../support/zip-builder.js';

function vectorTable(stackPointer: number, resetHandler: number, size = 2000): Uint8Array {
  const bytes = noise(size, 77);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, stackPointer, true);
  view.setUint32(4, resetHandler, true);
  return bytes;
}

const of = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);
/** Every file of a folder of fixtures, as what it is told to be. */
const filesOf = (folder: string, what: string): readonly (readonly [string, string])[] =>
  readdirSync(`fixtures/${folder}`).map((name) => [`${folder}/${name}`, what]);

const fill = (size: number, byte: number): Uint8Array => new Uint8Array(size).fill(byte);

describe('bytes that are no module are named for what they are', () => {
  test.each([
    ['empty', of()],
    ['erased', of(0xff, 0xff)],
    ['erased', fill(4096 + 1, 0xff)],
    ['zeros', of(0, 0)],
    ['zeros', fill(5000, 0)],
    ['html', ascii('<!DOCTYPE html>\n<title>404</title>')],
    ['html', ascii('<html lang="en"><body>Not found</body></html>')],
    ['html', ascii('\uFEFF\r\n  <HTML>')],
    ['html', ascii('<!-- page --><p>')],
    ['html', ascii('<head><meta charset="utf-8">')],
    ['html', ascii('<body>Bad gateway</body>')],
    ['json', ascii('{"error":"not found"}')],
    ['json', ascii(' [1, 2]\n')],
    ['json', ascii('{\n  "ok": false\n}')],
    ['json', ascii('[]\r\n')],
    ['json', ascii('{ }  ')],
    ['json', ascii('{"cut": {"off": [1, ')],
    ['json', ascii('{"a":1}\n{"a":2}\n')],
    ['json', ascii(`[{"error": "${'x'.repeat(5000)}"}]`)],
    ['json', ascii(`[[1.5e3, ${'2, '.repeat(3000)}3]]`)],
    ['json', ascii(`["\\"quoted\\"", null${', true'.repeat(2000)}]`)],
    ['text', ascii('[no json')],
    ['text', ascii('[INFO] 12:00 boot ok, version 3')],
    ['text', ascii('[12:00:01] "boot" ok')],
    ['text', ascii('[wifi]\nssid=home\nchannel=6\n')],
    ['text', ascii('[1]\nname="one"\n')],
    ['text', ascii('[[module]]\nversion = 3\n')],
    ['text', ascii('{{ template }} 1')],
    ['text', ascii('{ return 1; }')],
    ['text', ascii('hello')],
    ['text', ascii('Zürich grüßt\tall\r\n\f')],
    ['text', ascii('<svg/>')],
    ['zip', buildZip([{ name: 'app.bin', data: build({ platform: 10, function: 5, version: 1, start: 0 }) }])],
    ['zip', of(0x50, 0x4b, 5, 6, 0, 0, 0, 0)],
    ['gzip', join(of(0x1f, 0x8b, 8), noise(60, 1))],
    ['elf', join(of(0x7f, 0x45, 0x4c, 0x46), noise(600, 1))],
    ['uf2', join(of(0x55, 0x46, 0x32, 0x0a, 0x57, 0x51, 0x5d, 0x9e), noise(504, 1))],
    ['intel_hex', ascii(':020000040800F2\r\n:00000001FF\r\n')],
    ['lfs_pointer', ascii('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n')],
    ['core_image', vectorTable(0x20005000, 0x0800ce01)],
    ['core_image', vectorTable(0x20000000, 0x08005001, 0x10c)],
    ['core_image', vectorTable(0x2001fffc, 0x0801ffff)],
    ['unknown', vectorTable(0x20005000, 0x0800ce00)],
    ['unknown', vectorTable(0x20005000, 0x08004fff)],
    ['unknown', vectorTable(0x20005000, 0x08020001)],
    ['unknown', vectorTable(0x10005000, 0x0800ce01)],
    ['unknown', vectorTable(0x20020000, 0x0800ce01)],
    ['unknown', vectorTable(0x20005000, 0x0800ce01, 0x10b)],
    ['unknown', of(0xff)],
    ['unknown', of(0)],
    ['unknown', of(0xa5)],
    ['unknown', ascii('ab')],
    ['unknown', join(ascii('some text and then'), of(0), ascii('a NUL'))],
    ['unknown', join(fill(4000, 0xff), of(0xfe))],
    ['unknown', join(fill(4000, 0), of(1))],
    ['unknown', noise(5000, 3)],
    ['unknown', of(0x50, 0x4b, 3, 5, 0, 0, 0)],
  ] as const)('%s', (what, bytes) => {
    expect(readModule(bytes)).toEqual({
      kind: 'rejection',
      what,
      size: bytes.length,
      excerpt: ['html', 'json', 'text', 'lfs_pointer', 'intel_hex'].includes(what)
        ? (expect.any(String) as unknown)
        : null,
      truncated: null,
    });
  });

  test.each([
    ...filesOf('devices', 'device_report'),
    ...filesOf('pasted', 'device_report').filter(([file]) => !/told-by-hand|product-stream/.test(file)),
    ...['cli-product-device-list.json', 'v1-devices.json', 'v1-device.json', 'fleet.csv', 'list.txt'].map(
      (file) => [`fleet/${file}`, 'device_list'] as const,
    ),
    ['events/boron-4.0.2-broken-off.txt', 'device_list'],
    ['fleet/dfu-util-l.txt', 'text'],
  ] as const)('%s is %s', (file, what) => {
    const bytes = readFileSync(`fixtures/${file}`);
    expect(readModule(bytes)).toMatchObject({ kind: 'rejection', what });
  });

  test('an application that holds the text of a report stays an application', () => {
    const text = ascii('Platform: 6 - Photon\nBootloader module #0 - version 11');
    const file = build({ platform: 6, function: 5, index: 1, version: 4, start: 0x080a0000, code: text });
    expect(readModule(file)).toMatchObject({ kind: 'module', platform: 6 });
    // Its CRC broken, it is damaged, and no report.
    expect(readModule(file.map((byte, at) => (at === file.length - 1 ? byte ^ 1 : byte)))).toMatchObject({
      kind: 'module',
      platform: 6,
    });
  });

  test('a long text is recognised by its first 4 KiB, even where that cuts a character', () => {
    expect(readModule(join(ascii('a'.repeat(4095)), ascii('ü'.repeat(3000)), of(0)))).toMatchObject({ what: 'text' });
  });

  test('many bytes that are no UTF-8 are no text', () => {
    const few = join(ascii('x'.repeat(99)), of(0xe4));
    const many = join(ascii('x'.repeat(90)), fill(10, 0xe4));
    expect([readModule(few), readModule(many)]).toMatchObject([{ what: 'text' }, { what: 'unknown' }]);
  });
});

describe('the excerpt', () => {
  test('is one line of 60 printable characters at most', () => {
    const short = asRejection(readModule(ascii('\uFEFF  Not\r\n\tFound  ü \u009b31m!\n'))).excerpt;
    expect(short).toBe('Not Found     31m!');
    const long = asRejection(readModule(ascii('0123456789'.repeat(50)))).excerpt;
    expect(long).toBe(`${'0123456789'.repeat(6)}...`);
    expect(asRejection(readModule(ascii('x'.repeat(60)))).excerpt).toBe('x'.repeat(60));
  });
});

/** Whole modules, one for every place of a header. */
const WHOLE = [
  'electron-0.5.0/system-part1-0.5.0-electron.bin',
  'electron-0.5.0/app-for-0.5.0.bin',
  'argon-1.5.0/argon-softdevice@1.5.0.bin',
  'boron-4.2.0/boron-system-part1@4.2.0.bin',
  'p2-5.8.0/p2-bootloader@5.8.0.bin',
  'odd/core.bin',
  'odd/bluz.bin',
  'odd/asset.bin',
  'odd/prefix-extensions.bin',
  'odd/compressed.bin',
];

describe('a cut-off module', () => {
  test.each(WHOLE)('%s, at every byte', (path) => {
    const bytes = FIXTURES.find((one) => one.path === path)!.bytes();
    const whole = readModule(bytes);
    if (whole.kind !== 'module') throw new Error('the fixture is no module');
    expect(whole.length).toBe(bytes.length);
    const behindHeader = whole.headerOffset + 24;
    for (let size = 0; size < bytes.length; size++) {
      const cut = asRejection(readModule(bytes.subarray(0, size)));
      expect(cut.size).toBe(size);
      if (size < behindHeader) {
        expect(cut.what, String(size)).not.toBe('truncated');
        expect(cut.truncated).toBeNull();
        continue;
      }
      expect(cut.what, String(size)).toBe('truncated');
      expect(cut.truncated).toMatchObject({
        header: { platform: whole.platform, function: whole.function, version: whole.version, end: whole.end },
        headerOffset: whole.headerOffset,
        needed: bytes.length,
        missing: bytes.length - size,
      });
    }
  });

  const part = { platform: 6, function: 4, version: 3, start: 0x08020000, headerOffset: 0x184, code: 3000 };

  test('is not hidden by bytes that look like the header of an unknown platform', () => {
    const bytes = build(part);
    const view = new DataView(bytes.buffer, 0xc0, 24);
    view.setUint32(0, 0x1000, true);
    view.setUint32(4, 0x1000 + 500, true);
    view.setUint16(12, 28301, true);
    view.setUint8(14, 4);
    expect(readModule(bytes.subarray(0, 2000))).toMatchObject({
      what: 'truncated',
      truncated: { headerOffset: 0x184, needed: bytes.length, missing: bytes.length - 2000 },
    });
  });

  test('is believed up to 16 MiB', () => {
    const claiming = (length: number) =>
      asRejection(readModule(build({ ...part, end: part.start + length - 4 }))).truncated?.needed;
    expect(claiming(16 * 1024 * 1024)).toBe(16 * 1024 * 1024);
    expect(claiming(16 * 1024 * 1024 + 1)).toBeUndefined();
  });

  test('is believed for known platforms only', () => {
    expect(readModule(build({ ...part, platform: 777 }).subarray(0, 2000))).toMatchObject({ what: 'unknown' });
    expect(readModule(build({ ...part, headerOffset: 0x200 }).subarray(0, 2000))).toMatchObject({ what: 'unknown' });
  });
});
