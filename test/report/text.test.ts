/** How a finding is shown to a person. */
import { expect, test } from 'vitest';
import { PLAIN } from '../../src/report/style.js';
import { findingText } from '../../src/report/text.js';
import { RULES } from '../../src/rules/registry.js';
import type { Finding, Rule, Severity } from '../../src/rules/types.js';

const options = { style: PLAIN, width: 80, verbose: false, quiet: false };

const labelOf = (rule: string, severity: Severity): string => {
  const finding: Finding = { rule, severity, file: 'a.bin', range: null, values: {} };
  return findingText(finding, options).trim().split('  ')[0] ?? '';
};

/** What a rule itself says that becomes of the file. */
function wordFor({ on, effect }: Rule): string {
  if (on === 'release') return 'ERROR';
  const isTaken =
    /takes (every file|the module) and|stays in safe mode|^A device ignores|does not check the start|accepts the file/;
  const isRefused = /refuses|is refused|No device takes|makes? no bundle|Nothing in it can be checked|nothing to flash/;
  if (
    /^The device finds no application|takes every file|then stays in safe mode|and (?:it )?stays in safe mode/.test(
      effect,
    )
  ) {
    return 'SAFE MODE';
  }
  return isTaken.test(effect) || !isRefused.test(effect) ? 'ERROR' : 'REFUSED';
}

/** Rules of what is asked of firmware, or of devices: only check tells them, with a label of its own. */
const OF_CHECK = new Set(['expect', 'target', 'waiver']);

test.each(RULES.map((one) => [one.id, one] as const))('the label of %s', (id, rule) => {
  if (rule.severity === 'error' && !OF_CHECK.has(rule.on)) expect(labelOf(id, 'error')).toBe(wordFor(rule));
  expect(labelOf(id, 'warning')).toBe('warning');
  expect(labelOf(id, 'note')).toBe('note');
});
