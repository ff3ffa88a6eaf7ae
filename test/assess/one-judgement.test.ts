/** One question, one answer: no two commands contradict each other. `npm run differential` asks for 10,000 sets. */
import { expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.js';
import { caseOf, contradictions } from '../support/differential.js';

const COUNT = 300;

test('no two commands contradict each other', () => {
  for (let seed = 0; seed < COUNT; seed++) {
    expect({ seed, said: contradictions(caseOf(seed)) }).toEqual({ seed, said: [] });
  }
});

test('the cases hold sets that are right, and sets that are wrong', () => {
  const judgements = new Set(
    Array.from({ length: COUNT }, (_, seed) => caseOf(seed).files)
      .filter(({ length }) => length > 0)
      .map((files) => assess(files).judgement),
  );
  expect([...judgements].sort()).toEqual(['not-ok', 'ok']);
});
