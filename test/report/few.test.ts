/** What a text shows where it may not be long. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withinLines } from '../../src/report/few.js';

/** A head, and entries with what belongs to them further in. */
const part = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 120 }).map((entries) => {
  const lines = entries.flatMap((below, at) => [
    `  entry ${String(at)}`,
    ...Array<string>(below).fill('       more of it'),
  ]);
  return `head\n${lines.join('\n')}\n`;
});
const parts = fc.array(part, { maxLength: 12 });

const linesOf = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => text.split('\n').slice(0, -1));
const isEntry = (line: string): boolean => line.startsWith('  entry ') || line === 'head';
const LEFT = /^ {2}and ([\d,]+) more; -v lists them$/;

describe('parts within some lines', () => {
  test('stay as they are where no length is said, and where they fit', () => {
    fc.assert(
      fc.property(parts, (texts) => {
        expect(withinLines(texts, {})).toEqual(texts);
        expect(withinLines(texts, { lines: linesOf(texts).length })).toEqual(texts);
      }),
    );
  });

  test('have no more lines than that, and no entry is neither shown nor counted', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 100, max: 300 }), (texts, lines) => {
        const shown = linesOf(withinLines(texts, { lines }));
        expect(shown.length).toBeLessThanOrEqual(lines);
        const counted = shown.reduce((sum, line) => sum + Number(LEFT.exec(line)?.[1] ?? 0), 0);
        expect(shown.filter(isEntry).length + counted).toBe(linesOf(texts).filter(isEntry).length);
      }),
    );
  });
});
