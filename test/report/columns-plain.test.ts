/** Cells of plain characters are laid out by fwinspect itself, as cli-table3 lays them out. */
import Table from 'cli-table3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns } from '../../src/report/text.js';

const BORDERS = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
const INNER = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'];

/** The same table as the package makes it. */
function byPackage(rows: readonly (readonly string[])[]): string {
  const chars = { ...Object.fromEntries([...BORDERS, ...INNER].map((name) => [name, ''])), middle: '  ' };
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 1, compact: true };
  const table = new Table({ chars, style });
  for (const row of rows) table.push([...row]);
  const lines = table.toString().split('\n');
  return `${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n`;
}

const plain = fc.string({ unit: fc.constantFrom('a', 'Z', '0', ' ', '.', '~', '/'), maxLength: 12 });
const cell = fc.oneof(
  plain,
  fc.array(plain, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
  plain.map((text) => `\u001b[1m${text}\u001b[22m`),
);
const row = (length: number): fc.Arbitrary<string[]> => fc.array(cell, { minLength: length, maxLength: length });
const rows = fc.integer({ min: 1, max: 4 }).chain((length) => fc.array(row(length), { minLength: 1, maxLength: 6 }));

test('as cli-table3 does', () => {
  fc.assert(
    fc.property(rows, (given) => {
      expect(columns(given)).toBe(byPackage(given));
    }),
    { numRuns: 500 },
  );
});

test('rows of different lengths, and cells that hold nothing', () => {
  const ragged = [['a', 'bb', 'c'], ['dddd'], ['', ''], ['e', '', 'f\ng']];
  expect(columns(ragged)).toBe(byPackage(ragged));
});
