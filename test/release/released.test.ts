/** The list of a product's firmware: what is not all of it is none, for what is missing may be the highest version. */
import { describe, expect, test } from 'vitest';
import { parseReleased } from '../../src/release/released.js';

const ENTRIES = [
  { version: 9, product_id: 7, size: 100 },
  { version: 4, product_id: 7 },
];
const WHOLE = {
  product: 7,
  versions: [
    { version: 4, size: null },
    { version: 9, size: 100 },
  ],
};

describe('a list', () => {
  test.each([
    ['as it is', JSON.stringify(ENTRIES)],
    ['over lines', JSON.stringify(ENTRIES, null, 2)],
    ['one entry a line', ENTRIES.map((one) => JSON.stringify(one)).join('\n')],
    ['within an object', JSON.stringify({ firmware: ENTRIES })],
    ['within the answer of a tool', JSON.stringify({ meta: { version: '1.0' }, data: ENTRIES })],
    ['the only page', JSON.stringify({ firmware: ENTRIES, meta: { page: 1, total_pages: 1 } })],
  ])('%s', (_, text) => {
    expect(parseReleased(text, null)).toEqual(WHOLE);
  });
});

describe('no list', () => {
  test.each([
    ['nothing', ''],
    ['an error', '{"ok":false}'],
    ['a release of Device OS', '{"version":"4.2.0"}'],
    ['an entry that says no version', JSON.stringify([...ENTRIES, { product_id: 7 }])],
    ['two lists', JSON.stringify({ firmware: [], data: ENTRIES })],
    ['one of three pages', JSON.stringify({ firmware: ENTRIES, meta: { page: 1, total_pages: 3 } })],
    ['the last of three pages', JSON.stringify({ data: ENTRIES, meta: { current: 3 } })],
    ['one of three pages, said beside the list', JSON.stringify({ firmware: ENTRIES, total_pages: 3 })],
  ])('%s', (_, text) => {
    expect(parseReleased(text, null)).toEqual({ kind: 'no_list' });
  });

  test('what was cut off', () => {
    const text = JSON.stringify(ENTRIES);
    for (let end = 0; end < text.length; end++) {
      expect(parseReleased(text.slice(0, end), null)).toEqual({ kind: 'no_list' });
    }
  });
});
