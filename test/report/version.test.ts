import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VERSION } from '../../src/report/version.js';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('the code, the package, its lock file and the change log name one version', () => {
  const { version } = JSON.parse(read('package.json')) as { readonly version: string };
  const lock = JSON.parse(read('package-lock.json')) as {
    readonly version: string;
    readonly packages: Readonly<Record<string, { readonly version: string }>>;
  };
  const [top] = [...read('CHANGELOG.md').matchAll(/^## \[(.+?)\]/gm)].map(([, name]) => name);
  expect({ package: version, lock: lock.version, root: lock.packages['']?.version, top }).toEqual({
    package: VERSION,
    lock: VERSION,
    root: VERSION,
    top: VERSION,
  });
});

test('entries of the change log are dated, but for the one that is not released', () => {
  const heads = read('CHANGELOG.md')
    .split('\n')
    .filter((line) => line.startsWith('## '));
  expect(heads.length).toBeGreaterThan(0);
  for (const [at, head] of heads.entries()) {
    expect(head).toMatch(at === 0 ? /\] - (?:\d{4}-\d\d-\d\d|Unreleased)$/ : /\] - \d{4}-\d\d-\d\d$/);
  }
});
