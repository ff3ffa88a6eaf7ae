/** Modules whose values nobody knows, and headers where no released module has one: they are there, and are seen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accept } from '../../src/device/accept.js';
import { factsOf, protectionOf } from '../../src/device/facts.js';
import { shippedState } from '../../src/device/shipped.js';
import { readModule } from '../../src/module/read.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { build } from '../support/fixtures.js';
import { readAs } from '../support/modules.js';

const PHOTON = 6;
const PART: ModuleDescription = {
  platform: PHOTON,
  function: MODULE_FUNCTION.systemPart,
  index: 2,
  version: 1213,
  start: 0x08060000,
  code: 600,
};

describe('a right CRC makes a module of what nobody knows', () => {
  test.each([10, 11, 129, 255])('function %i', (moduleFunction) => {
    expect(readAs(build({ ...PART, function: moduleFunction }))).toMatchObject({
      kind: 'module',
      function: moduleFunction,
      crc: { ok: true },
    });
  });

  test.each([0x10, 0x30, 0x400, 0x1000])('a header at %i', (headerOffset) => {
    expect(readAs(build({ ...PART, headerOffset }))).toMatchObject({ kind: 'module', headerOffset, version: 1213 });
  });

  test('any function, platform, index and offset, and a flipped bit makes it no module or one with a wrong CRC', () => {
    const described = fc.record({
      function: fc.integer({ min: 0, max: 255 }),
      platform: fc.integer({ min: 0, max: 0xffff }),
      index: fc.integer({ min: 0, max: 255 }),
      headerOffset: fc.integer({ min: 2, max: 0x400 }).map((words) => 4 * words),
    });
    fc.assert(
      fc.property(described, fc.integer({ min: 0, max: 99 }), (other, at) => {
        const bytes = build({ ...PART, ...other });
        expect(readModule(bytes)).toMatchObject({ kind: 'module', ...other });
        const flipped = Uint8Array.from(bytes);
        flipped[bytes.length - 100 + at] = (flipped[bytes.length - 100 + at] ?? 0) ^ 1;
        const result = readModule(flipped);
        expect(result.kind === 'module' && result.crc.ok).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  test('one that is followed by other bytes is found too', () => {
    const bytes = build({ ...PART, headerOffset: 0x400, trailing: new Uint8Array(64).fill(7) });
    expect(readModule(bytes)).toMatchObject({ kind: 'module', headerOffset: 0x400, trailingBytes: 64 });
  });

  test('a header that says so many times that it is one costs no more than a few CRCs', () => {
    const bytes = new Uint8Array(1 << 21);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < 0x1100; at += 8) view.setUint32(at + 4, 1 << 20, true);
    let computed = 0;
    const crc32 = (): number => {
      computed++;
      return 1;
    };
    expect(readModule(bytes, { crc32 }).kind).toBe('rejection');
    expect(computed).toBeLessThan(40);
  });
});

describe('what a device makes of a header where it does not look', () => {
  const device = shippedState('1.2.1', PHOTON, 'for_release')?.state;
  if (device === undefined) throw new Error('no device');
  const asked = (headerOffset: number, transport: 'ota' | 'dfu' = 'ota') =>
    accept(device, factsOf(readAs(build({ ...PART, headerOffset }))), { transport });

  test('is not known', () => {
    expect(asked(0x184).verdict).toBe('accepted');
    expect(asked(0x400)).toMatchObject({ verdict: 'unknown', reason: { kind: 'header_elsewhere', offset: 0x400 } });
    expect(asked(0x10, 'dfu')).toMatchObject({ verdict: 'unknown', reason: { kind: 'header_elsewhere' } });
  });

  test('a function that it does not know has no slot', () => {
    const decision = accept(device, factsOf(readAs(build({ ...PART, function: 129 }))), { transport: 'ota' });
    expect(decision).toMatchObject({ verdict: 'refused', reason: { kind: 'no_slot', function: 129 } });
  });
});

describe('the security mode counts where Device OS asks', () => {
  const SECURITY = [{ kind: 'security_mode', mode: 1 }, { kind: 'end' }] as const;
  const bootloader: ModuleDescription = {
    platform: 13,
    function: MODULE_FUNCTION.bootloader,
    version: 3000,
    start: 0xf4000,
    headerOffset: 0x200,
    suffixExtensions: SECURITY,
  };
  test.each<readonly [string, Partial<ModuleDescription>, string]>([
    ['the bootloader', {}, 'protects'],
    ['another bootloader', { index: 1 }, 'elsewhere'],
    ['a system part', { function: MODULE_FUNCTION.systemPart, index: 1 }, 'elsewhere'],
    ['an application', { function: MODULE_FUNCTION.userPart, index: 1, headerOffset: 0 }, 'elsewhere'],
    ['the bootloader of a board that knows no protection', { platform: PHOTON, headerOffset: 0x184 }, 'elsewhere'],
    ['a list in front', { suffixExtensions: [], prefixExtensions: SECURITY }, 'elsewhere'],
    ['another mode', { suffixExtensions: [{ kind: 'security_mode', mode: 0 }, { kind: 'end' }] }, 'none'],
    ['no extension', { suffixExtensions: [] }, 'none'],
  ])('%s', (_name, over, expected) => {
    const module = readAs(build({ ...bootloader, ...over }));
    expect(protectionOf(module)).toBe(expected);
    expect(factsOf(module).protects).toBe(expected === 'protects');
  });
});
