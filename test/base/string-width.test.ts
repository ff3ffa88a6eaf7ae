import { expect, test } from 'vitest';
import stringWidth from '../../src/base/string-width.js';

test.each([
  ['', 0],
  ['fwinspect', 9],
  ['\u001B[31mred\u001B[39m', 3],
  ['\u001B[1;38;5;200mbold\u001B[0m', 4],
  ['\u001B]8;;https://example.com\u0007link\u001B]8;;\u0007', 4],
  ['\u001B]8;;https://example.com\u001B\\link\u001B]8;;\u001B\\', 4],
  ['naïve', 5],
  ['nai\u0308ve', 5],
  ['日本語', 6],
  ['한국', 4],
  ['ｆｕｌｌ', 8],
  ['✅ ok', 5],
  ['🚀', 2],
  ['│─┐', 3],
  ['a\u200Bb', 2],
  ['tab\t', 3],
])('%j takes %i columns', (text, columns) => {
  expect(stringWidth(text)).toBe(columns);
});
