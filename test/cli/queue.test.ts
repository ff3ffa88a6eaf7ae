/** Files that threads take turns at. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, queueOf, takeFrom } from '../../src/cli/queue.js';
import type { Placed } from '../../src/cli/queue.js';

const placed = (sizes: readonly number[]): readonly Placed[] =>
  sizes.map((size, at) => ({
    at,
    entry: { name: `${String(at)}.bin`, path: `/${String(at)}.bin`, from: 'named', root: '', size },
  }));

describe('a queue', () => {
  test('gives each item once, whoever asks and when', () => {
    const sizes = fc.array(fc.nat(1000), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(2), { maxLength: 100 }), (given, turns) => {
        const items = placed(given);
        const queue = queueOf(items);
        const takers = [takeFrom(queue), takeFrom(queue), takeFrom(queue)];
        const taken = turns.flatMap((who): readonly Placed[] => {
          const turn = takers[who]?.next();
          return turn === undefined || turn.done === true ? [] : [turn.value];
        });
        const rest = takers.flatMap((taker) => [...taker]);
        expect([...taken, ...rest].map(({ at }) => at).sort((a, b) => a - b)).toEqual(items.map(({ at }) => at));
      }),
    );
  });

  test('tells one taker of the bytes that others took', () => {
    const items = placed([1, 20, 300, 4000]);
    const queue = queueOf(items);
    const heard: number[] = [];
    const own = takeFrom(queue, (bytes) => heard.push(bytes));
    const other = takeFrom(queue);
    own.next();
    other.next();
    other.next();
    own.next();
    own.next();
    expect(heard).toEqual([0, 321, 4000]);
    expect(bytesOf(items)).toBe(4321);
  });

  test('an empty one is at its end at once', () => {
    expect([...takeFrom(queueOf([]))]).toEqual([]);
  });
});
