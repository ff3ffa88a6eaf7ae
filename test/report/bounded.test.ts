import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bounded, firstOf, MOST_ITEMS } from '../../src/report/bounded.js';
import { cappedErrors } from '../../src/report/json.js';

type Document = Readonly<Record<string, unknown>>;

/** All lists of a document, with the object that each stands in: what is shown and what is left out must be what was there. */
function expectWhole(before: unknown, after: unknown): void {
  if (Array.isArray(before) && Array.isArray(after)) {
    after.forEach((one, at) => {
      expectWhole(before[at], one);
    });
    return;
  }
  if (typeof before !== 'object' || before === null) {
    expect(after).toBe(before);
    return;
  }
  const { omitted = {}, ...shown } = after as Document & { readonly omitted?: Readonly<Record<string, number>> };
  expect(Object.keys(shown)).toEqual(Object.keys(before));
  for (const [name, field] of Object.entries(before as Document)) {
    const now = shown[name];
    if (Array.isArray(field)) {
      const left = omitted[name] ?? 0;
      expect(left === 0 || left > 0).toBe(true);
      expect((now as readonly unknown[]).length + left).toBe(field.length);
      if (name !== 'findings') expect((now as readonly unknown[]).length).toBeLessThanOrEqual(MOST_ITEMS.data);
    }
    expectWhole(field, now);
  }
  expect(Object.keys(omitted).every((name) => Array.isArray((before as Document)[name]))).toBe(true);
}

const length = fc.oneof(fc.nat({ max: 5 }), fc.constantFrom(MOST_ITEMS.data, MOST_ITEMS.data + 1, 3000));
const document = fc
  .record({ outer: length, inner: fc.nat({ max: 30 }), findings: length, words: length })
  .map(({ outer, inner, findings, words }) => ({
    groups: Array.from({ length: outer }, (_, at) => ({
      at,
      steps: Array.from({ length: inner }, (_each, step) => ({ step })),
    })),
    findings: Array.from({ length: findings }, (_, at) => ({ at })),
    words: Array.from({ length: words }, (_, at) => `w${String(at)}`),
    nothing: null,
  }));

test('what is shown of a document and what it says to have left out are the whole', () => {
  fc.assert(
    fc.property(document, (one) => {
      expectWhole(one, bounded(one));
    }),
    { numRuns: 40 },
  );
});

test('a small document stays as it is', () => {
  const small = { a: [1, { b: [] }], c: 'x', d: null };
  expect(bounded(small)).toEqual(small);
});

test('lists within lists do not multiply', () => {
  const groups = Array.from({ length: 1000 }, () => ({ steps: Array.from({ length: 1000 }, (_, step) => ({ step })) }));
  expect(JSON.stringify(bounded({ groups })).length).toBeLessThan(1_000_000);
});

test('for people: the first, and how many more', () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), (count) => {
      const { shown, more } = firstOf(
        Array.from({ length: count }, (_, at) => at),
        'step',
      );
      const left = Number(/\d+/.exec(more)?.[0] ?? 0);
      expect(shown.length + left).toBe(count);
      expect(shown.length).toBeLessThanOrEqual(MOST_ITEMS.text);
    }),
  );
});

test('of problems the last says how many more there are', () => {
  const errors = Array.from({ length: 2345 }, (_, at) => ({ file: `${String(at)}.bin`, code: 'bad', message: 'bad' }));
  const told = cappedErrors(errors, 100);
  expect(told).toHaveLength(101);
  expect(told.at(-1)).toEqual({ file: '', code: 'more_errors', message: 'and 2,245 more problems' });
  expect(cappedErrors(errors, 2345)).toBe(errors);
});
