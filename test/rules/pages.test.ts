import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PLAIN } from '../../src/report/style.js';
import { familyOf, ruleIndex, rulePage, ruleText } from '../../src/report/rule-page.js';
import { RULES } from '../../src/rules/registry.js';

const folder = new URL('../../docs/rules/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n');

test('each rule has a page, and there is no other: node scripts/make-rule-pages.mjs', () => {
  expect(readdirSync(folder).sort()).toEqual([...RULES.map(({ id }) => `${id}.md`), 'README.md'].sort());
});

test.each(RULES.map(({ id }) => id))('%s is as it is declared', (id) => {
  expect(read(`${id}.md`)).toBe(rulePage(RULES.find((rule) => rule.id === id)!));
});

test('the list names every rule', () => {
  expect(read('README.md')).toBe(ruleIndex(RULES));
});

test('every family has a name', () => {
  expect(RULES.map(({ id }) => familyOf(id))).not.toContain('other');
});

test.each([60, 100])('the page fits a terminal of %d columns', (width) => {
  for (const rule of RULES) {
    for (const line of ruleText(rule, { style: PLAIN, width, verbose: false, quiet: false }).split('\n')) {
      expect({ line, fits: line.length <= width || !line.trim().includes(' ') }).toEqual({ line, fits: true });
    }
  }
});
