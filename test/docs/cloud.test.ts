/** docs/cloud.md lists the rules of the cloud's model: each once, with its basis, its confidence and its source. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLOUD_RULES } from '../../src/cloud/rules.js';

const text = readFileSync(new URL('../../docs/cloud.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n');

test('every rule stands in the table, as the code has it, and no other', () => {
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, rule, says, basis, confidence, source]) => ({ rule, says: says !== '', basis, confidence, source }));
  const wanted = Object.entries(CLOUD_RULES).map(([rule, { basis, confidence, source }]) => ({
    rule: `\`${rule}\``,
    says: true,
    basis,
    confidence,
    source,
  }));
  expect(rows).toEqual(wanted);
});
