/** One question, one answer: no two commands contradict each other. `npm run differential` asks for 10,000 sets. */
import { expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.js';
import { caseOf, contradictions, folderOf, judgementsOf, setContradictions } from '../support/differential.js';

const COUNT = 300;

test('no two commands contradict each other', () => {
  for (let seed = 0; seed < COUNT; seed++) {
    expect({ seed, said: contradictions(caseOf(seed)) }).toEqual({ seed, said: [] });
  }
});

test('no two commands contradict each other about a folder: releases, builds and boards that lie together', () => {
  for (let seed = 0; seed < COUNT; seed++) {
    expect({ seed, said: setContradictions(folderOf(seed)) }).toEqual({ seed, said: [] });
  }
  const judgements = Array.from({ length: COUNT }, (_, seed) => judgementsOf(folderOf(seed)).audit);
  expect([...new Set(judgements)].sort()).toEqual(['not-ok', 'ok', 'unknown']);
});

test('the cases hold sets that are right, and sets that are wrong', () => {
  const judgements = new Set(
    Array.from({ length: COUNT }, (_, seed) => caseOf(seed).files)
      .filter(({ length }) => length > 0)
      .map((files) => assess(files).judgement),
  );
  expect([...judgements].sort()).toEqual(['not-ok', 'ok']);
});
