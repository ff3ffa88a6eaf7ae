import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../support/fixtures.js';

const folder = fileURLToPath(new URL('../../fixtures/', import.meta.url));

describe('the committed fixtures', () => {
  test.each(FIXTURES.map(({ path, bytes }) => ({ path, bytes })))(
    '$path is what the builder makes',
    ({ path, bytes }) => {
      expect(Buffer.compare(readFileSync(folder + path), bytes())).toBe(0);
    },
  );

  test('building twice gives the same bytes', () => {
    for (const { path, bytes } of FIXTURES) expect(Buffer.compare(bytes(), bytes()), path).toBe(0);
  });

  test('no other file lies beside them', () => {
    const groups = [...new Set(FIXTURES.map(({ path }) => path.split('/')[0] ?? ''))];
    const there = groups.flatMap((group) =>
      readdirSync(folder + group, { recursive: true, encoding: 'utf8' }).map((name) => `${group}/${name}`),
    );
    expect(there.sort()).toEqual(FIXTURES.map(({ path }) => path).sort());
  });

  test('each path is there once and says what it is', () => {
    expect(new Set(FIXTURES.map(({ path }) => path)).size).toBe(FIXTURES.length);
    for (const { path, about } of FIXTURES) expect(about, path).not.toBe('');
  });
});
