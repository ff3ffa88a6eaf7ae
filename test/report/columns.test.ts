/** Very many rows look as few do. */
import { expect, test } from 'vitest';
import { columns } from '../../src/report/text.js';

const rows = (count: number): readonly (readonly string[])[] =>
  Array.from({ length: count }, (_, at) => [
    `file-${String(at % 17)}.bin`,
    at % 3 === 0 ? 'system part 1' : '',
    `\u001b[1m${String(at % 7)}\u001b[22m`,
  ]);

test('a table of thousands is aligned as one of hundreds', () => {
  const few = columns(rows(1000)).split('\n').slice(0, 1000);
  const many = columns(rows(1020)).split('\n').slice(0, 1000);
  expect(many).toEqual(few);
});

test('a cell longer than any honest one is cut', () => {
  const [line = ''] = columns([['name', 'x'.repeat(60_000)]]).split('\n');
  expect(line.length).toBeLessThan(6000);
  expect(line).toMatch(/\.\.\.$/);
});
