/** A reason goes on behind the name of a module, or is a sentence of its own: together they are one that a person can read. */
import { describe, expect, test } from 'vitest';
import { bootReasonWords, reasonOfItWords, reasonWords } from '../../src/report/device.js';
import type { Reason } from '../../src/device/types.js';
import { F, PHOTON } from '../support/devices.js';

const REASONS: readonly Reason[] = [
  { kind: 'bad_crc' },
  { kind: 'runs_off_flash' },
  { kind: 'header_not_first' },
  { kind: 'header_elsewhere', offset: 0x400 },
  { kind: 'no_slot', function: F.mono, index: 0 },
  { kind: 'not_over_dfu', function: F.sys, packed: true },
  { kind: 'not_over_dfu', function: F.sys },
  { kind: 'no_system' },
  { kind: 'too_large', size: 2, limit: 1 },
  { kind: 'other_platform', needs: 8, has: 6 },
  { kind: 'dependency_too_low', needs: { function: F.boot, index: 0, version: 101 }, has: 11 },
];
/** What a name can have behind it without a mark. */
const PREDICATE = /^(?:needs|is|has|ends|starts|would)\b/;

describe('the words of a reason', () => {
  test.each(REASONS)('$kind', (reason) => {
    const words = bootReasonWords({ kind: 'module_invalid', which: 'bootloader', reason }, PHOTON);
    const [, rest = ''] = /^the bootloader (.*)$/.exec(words) ?? [];
    expect(PREDICATE.test(rest)).toBe(rest !== '');
    expect(/^(?:the CRC of the bootloader is wrong$|the bootloader(?::)? )/.test(words)).toBe(true);
    const alone = reasonWords(reason, PHOTON);
    expect(reasonOfItWords(reason, PHOTON)).toBe(PREDICATE.test(alone) ? `it ${alone}` : alone);
  });

  test('a wrong CRC is said of the module', () => {
    const reason = { kind: 'module_invalid', which: 'bootloader', reason: { kind: 'bad_crc' } } as const;
    expect(bootReasonWords(reason, PHOTON)).toBe('the CRC of the bootloader is wrong');
  });

  test('no system part 0', () => {
    for (const reason of REASONS) expect(reasonWords(reason, PHOTON)).not.toContain('part 0');
  });
});
