import { expect, test } from 'vitest';
import { EXIT, exitCode } from '../src/cli/exit-code.js';

test.each([
  [{ judgement: 'ok', unreadable: false }, 0],
  [{ judgement: 'not-ok', unreadable: false }, 1],
  [{ judgement: 'unknown', unreadable: false }, 2],
  // What could not be read may hide worse than what was found.
  [{ judgement: 'ok', unreadable: true }, 2],
  [{ judgement: 'not-ok', unreadable: true }, 2],
  [{ judgement: 'unknown', unreadable: true }, 2],
] as const)('%j ends with %i', (facts, code) => {
  expect(exitCode(facts)).toBe(code);
});

test('the numbers are those that the README promises', () => {
  expect(EXIT).toEqual({ fine: 0, finding: 1, unknown: 2, usage: 2, fault: 3 });
});
