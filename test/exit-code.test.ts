import { expect, test } from 'vitest';
import { EXIT, exitCode } from '../src/cli/exit-code.js';

test.each([
  [{ failed: false, unreadable: false }, 0],
  [{ failed: true, unreadable: false }, 1],
  [{ failed: false, unreadable: true }, 2],
  // What could not be read may hide worse than what was found.
  [{ failed: true, unreadable: true }, 2],
])('%j ends with %i', (facts, code) => {
  expect(exitCode(facts)).toBe(code);
});

test('the numbers are those that the README promises', () => {
  expect(EXIT).toEqual({ fine: 0, finding: 1, usage: 2, fault: 3 });
});
