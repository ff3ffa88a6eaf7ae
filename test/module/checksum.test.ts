import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readModule } from '../../src/index.js';
import { portableCrc32 } from '../../src/module/checksum.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { buildModule } from '../../src/module/write.js';
import { readModule as readPortably } from '../../src/portable.js';
import { build, FIXTURES } from '../support/fixtures.js';
import { asModule, join, readAs, sign } from '../support/modules.js';

const APPLICATION: ModuleDescription = { platform: 10, function: 5, index: 1, version: 4, start: 0x08080000 };

describe('CRC-32', () => {
  test('has the check value of its polynomial', () => {
    expect(portableCrc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(portableCrc32(new Uint8Array())).toBe(0);
  });

  test('crc-32 and zlib agree on all bytes, in any view', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000, size: 'max' }), fc.nat(40), (bytes, from) => {
        const view = bytes.subarray(from);
        expect(portableCrc32(view)).toBe(crc32(view));
      }),
    );
  });

  test('is stored big-endian behind the covered bytes', () => {
    const bytes = build(APPLICATION);
    const view = Buffer.from(bytes);
    const { crc } = readAs(bytes);
    expect(crc).toEqual({
      stored: view.readUInt32BE(bytes.length - 4),
      computed: crc32(view.subarray(0, -4)),
      ok: true,
    });
    const turned = join(bytes.subarray(0, -4), bytes.slice(-4).reverse());
    expect(readAs(turned).crc.ok).toBe(false);
  });

  test('covers the file from its first byte, wherever the header lies', () => {
    const bytes = build({ ...APPLICATION, platform: 6, headerOffset: 0x184 });
    bytes[0x40] = (bytes[0x40] ?? 0) ^ 1;
    expect(readAs(bytes).crc.ok).toBe(false);
  });

  test('a wrong one is shown with both values', () => {
    const bytes = build(APPLICATION);
    const good = readAs(bytes).crc.stored;
    bytes.set([0xde, 0xad, 0xbe, 0xef], bytes.length - 4);
    expect(readAs(bytes).crc).toEqual({ stored: 0xdeadbeef, computed: good, ok: false });
  });

  test('the builder takes the portable one where none is handed in', () => {
    const { sha256, crc } = readAs(buildModule(APPLICATION));
    expect([crc.ok, sha256.ok, sha256.stored]).toEqual([true, false, '0'.repeat(64)]);
  });
});

describe('the portable reader', () => {
  test('reads every fixture as the one for Node does, but for hashes and payloads', () => {
    for (const { path, bytes } of FIXTURES) {
      const content = bytes();
      const onNode = readModule(content);
      const portable = readPortably(content);
      if (onNode.kind === 'rejection' || portable.kind === 'rejection') {
        expect(portable, path).toEqual(onNode);
        continue;
      }
      const { sha256: _sha256, payload: _payload, ...facts } = onNode;
      expect(portable, path).toMatchObject(facts);
      expect(portable.sha256).toEqual({ stored: onNode.sha256.stored, computed: null, coverage: null, ok: null });
      expect(portable.payload.length).toBe(onNode.payload.length);
    }
  });
});

describe('SHA-256', () => {
  const hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const radio: ModuleDescription = {
    platform: 12,
    function: MODULE_FUNCTION.radioStack,
    version: 202,
    start: 0x1000,
    product: null,
  };
  const ncp: ModuleDescription = { ...radio, function: MODULE_FUNCTION.ncpFirmware, start: 0, mcu: 0x21 };

  test.each([
    { about: 'an application', description: APPLICATION },
    { about: 'a module with a vector table', description: { ...APPLICATION, platform: 6, headerOffset: 0x184 } },
    { about: 'a radio stack that hashes everything', description: radio },
    { about: 'an NCP image that hashes everything', description: ncp },
  ])('$about: all bytes before it', ({ description }) => {
    const bytes = build(description);
    const value = hex(bytes.subarray(0, bytes.length - 4 - 34));
    expect(readAs(bytes).sha256).toEqual({ stored: value, computed: value, coverage: 'whole', ok: true });
  });

  test.each([
    { about: 'a radio stack', description: radio },
    { about: 'an NCP image', description: ncp },
  ])('$about: its payload, which is no error and no proof', ({ description }) => {
    const bytes = build({ ...description, shaCoverage: 'payload' });
    const value = hex(bytes.subarray(24, bytes.length - 4 - 36));
    expect(readAs(bytes).sha256).toEqual({ stored: value, computed: value, coverage: 'payload', ok: null });
  });

  test('only radio stacks and NCP images may hash their payload', () => {
    expect(readAs(build({ ...APPLICATION, shaCoverage: 'payload' })).sha256).toMatchObject({
      coverage: 'whole',
      ok: false,
    });
  });

  test('a change with a new CRC is seen', () => {
    const bytes = build(APPLICATION);
    const before = readAs(bytes).sha256.stored;
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    const { crc, sha256 } = readAs(sign(bytes));
    expect(crc.ok).toBe(true);
    expect(sha256).toMatchObject({ stored: before, coverage: 'whole', ok: false });
    expect(sha256.computed).not.toBe(before);
  });

  test('a radio stack with another hash is not judged', () => {
    const bytes = build(radio);
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    expect(readAs(sign(bytes)).sha256).toMatchObject({ coverage: null, ok: null });
  });

  test('is unknown where nobody can hash', () => {
    const bytes = build(APPLICATION);
    expect(asModule(readPortably(bytes)).sha256).toEqual({
      stored: readAs(bytes).sha256.stored,
      computed: null,
      coverage: null,
      ok: null,
    });
  });
});
