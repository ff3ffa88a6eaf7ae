/** How a finding is shown to a person. */
import { expect, test } from 'vitest';
import { PLAIN } from '../../src/report/style.js';
import { findingText } from '../../src/report/text.js';
import { RULES } from '../../src/rules/registry.js';
import type { Finding, Severity } from '../../src/rules/types.js';

const options = { style: PLAIN, width: 80, verbose: false, quiet: false };

const labelOf = (rule: string, severity: Severity): string => {
  const finding: Finding = { rule, severity, file: 'a.bin', range: null, values: {} };
  return findingText(finding, options).trim().split(' ')[0] ?? '';
};

test.each(RULES.map((one) => [one.id, one] as const))('the label of %s', (id, { on }) => {
  expect(labelOf(id, 'error')).toBe(on === 'release' ? 'ERROR' : 'REFUSED');
  expect(labelOf(id, 'warning')).toBe('warning');
  expect(labelOf(id, 'note')).toBe('note');
});
