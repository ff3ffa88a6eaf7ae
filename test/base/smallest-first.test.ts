import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallestFirst } from '../../src/base/smallest-first.js';

test('always the smallest that waits is taken, whatever comes in between', () => {
  const steps = fc.array(fc.option(fc.nat({ max: 50 })), { maxLength: 80 });
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 30 }), steps, (begin, all) => {
      const waiting = [...begin].sort((a, b) => a - b);
      const heap = smallestFirst(waiting);
      for (const step of all) {
        if (step === null) expect(heap.take()).toBe(waiting.shift());
        else {
          heap.add(step);
          waiting.push(step);
          waiting.sort((a, b) => a - b);
        }
      }
      while (waiting.length > 0) expect(heap.take()).toBe(waiting.shift());
      expect(heap.take()).toBeUndefined();
    }),
  );
});
