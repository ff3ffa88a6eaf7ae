import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderModules } from '../../src/plan/order.js';
import { moduleFile } from '../../src/device/module-file.js';
import type { ModuleFile } from '../../src/device/module-file.js';
import { cappedFindings, countFindings } from '../../src/rules/capped.js';
import { findingsJson } from '../../src/report/json.js';
import { PLAIN } from '../../src/report/style.js';
import { countsText, findingsText } from '../../src/report/text.js';
import { checkSet } from '../../src/rules/run.js';
import type { Finding } from '../../src/rules/types.js';
import { build } from '../support/fixtures.js';
import { readAs } from '../support/modules.js';

const MODULE = readAs(build({ platform: 10, function: 4, index: 1, version: 1, start: 0x20000, code: 16 }));

function placed(slots: readonly (readonly [index: number, start: number, length: number])[]): readonly ModuleFile[] {
  return slots.map(([index, start, length], at) =>
    moduleFile(
      { file: `${String(at).padStart(5, '0')}.bin`, size: length, sha256: String(at) },
      { ...MODULE, index, start, end: start + length },
    ),
  );
}

function overlapsOf(items: readonly ModuleFile[]): readonly Finding[] {
  return checkSet({ platform: 10, items, order: orderModules(items) }).filter(({ rule }) => rule === 'FW309');
}

/** What the rule says in one sentence: two of different slots, the second begins before the CRC of the first ends. */
function pairsOf(items: readonly ModuleFile[]): readonly string[] {
  const byPlace = [...items].sort((a, b) => a.module.start - b.module.start || a.module.end - b.module.end || (a.file < b.file ? -1 : 1)); // prettier-ignore
  return byPlace.flatMap((first, at) =>
    byPlace
      .slice(at + 1)
      .filter(({ module }) => module.start < first.module.end + 4 && module.index !== first.module.index)
      .map((second) => `${first.file} ${second.file}`),
  );
}

describe('overlaps', () => {
  const slot = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 60 }), fc.nat({ max: 30 }));

  test('all pairs are found, of few modules each is told', () => {
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 25 }), (slots) => {
        const items = placed(slots);
        const told = overlapsOf(items).map(({ file, values }) => {
          const other = values.other?.kind === 'file' ? values.other.file : '';
          return `${other} ${file ?? ''}`;
        });
        expect(told).toEqual(pairsOf(items));
      }),
    );
  });

  test('of many the first are told and all are counted', () => {
    const items = placed(Array.from({ length: 150 }, (_, at) => [at % 100, at % 7, 40] as const));
    const found = overlapsOf(items);
    expect(found.length).toBe(1000);
    expect(countFindings(found)).toBe(pairsOf(items).length);
  });

  // Pair by pair these would be 200 million findings: more than memory holds.
  test('tens of thousands over each other are counted, and few are told', () => {
    const all = placed(Array.from({ length: 20_000 }, (_, at) => [at % 256, 0, 40] as const));
    const found = overlapsOf(all);
    expect(found.length).toBe(1000);
    const [pairs, ofOneSlot] = [(20_000 * 19_999) / 2, 32 * ((79 * 78) / 2) + 224 * ((78 * 77) / 2)];
    expect(countFindings(found)).toBe(pairs - ofOneSlot);
  });
});

describe('what is told of many findings', () => {
  const finding = fc
    .record({
      rule: fc.constantFrom('FW201', 'FW309', 'FW504'),
      leftOut: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
    }) // prettier-ignore
    .map(({ rule, leftOut }): Finding => ({
      rule,
      severity: 'error',
      file: null,
      range: null,
      values: {},
      ...(leftOut === undefined ? {} : { leftOut }),
    }));

  test('no more than so many of a rule, in the order given, and none is lost', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (given, most) => {
        const told = cappedFindings(given, most);
        expect(countFindings(told)).toBe(countFindings(given));
        for (const rule of ['FW201', 'FW309', 'FW504']) {
          const [before, after] = [given, told].map((all) => all.filter((one) => one.rule === rule));
          expect(after?.length).toBe(Math.min(most, before?.length ?? 0));
          expect(after?.slice(0, -1).every(({ leftOut }) => (leftOut ?? 0) === 0)).toBe(true);
        }
        expect(told.map(({ rule }) => rule)).toEqual(
          given.flatMap(({ rule }, at) =>
            given.slice(0, at).filter((one) => one.rule === rule).length < most ? [rule] : [],
          ),
        );
      }),
    );
  });
});

describe('what is left out is said', () => {
  const many = Array.from({ length: 1234 }, (_, at): Finding => ({
    rule: 'FW505',
    severity: 'note',
    file: `${String(at).padStart(5, '0')}.bin`,
    range: null,
    values: { kept: { kind: 'file', file: 'a.bin' } },
  }));

  test('as data: a thousand of a rule, and the number of the others', () => {
    const told = findingsJson(many);
    expect(told.length).toBe(1000);
    expect(told.at(-1)?.leftOut).toBe(234);
    expect(told.filter((one) => 'leftOut' in one).length).toBe(1);
    expect(told.at(-1)?.message).toContain('and 234 more of FW505');
  });

  test('for people: a hundred', () => {
    const text = findingsText(many, { style: PLAIN, width: 400, verbose: false, quiet: false });
    expect(text.split('\n').length).toBe(101);
    expect(text).toContain('and 1,134 more of FW505');
    expect(countsText(many.map((one) => ({ ...one, severity: 'error', leftOut: 1 })))).toBe('2,468 errors');
  });
});
