/** A sample of the verdict tables of Device OS's own validator (`fixtures/oracle/`); `npm run oracle -- FILE...` replays whole tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { replay } from '../support/oracle.js';
import type { TableCase } from '../support/oracle.js';

const folder = new URL('../../fixtures/oracle/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));

const casesOf = (name: string): readonly TableCase[] =>
  gunzipSync(readFileSync(new URL(name, folder)))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TableCase);

const all = names.flatMap(casesOf);
const gateOf = (one: TableCase) => (one.hw ?? one).ota;

/** Replays what is spoiled; says how many of the spoiled cases nobody noticed. */
function unnoticed(cases: readonly TableCase[], spoil: (one: TableCase) => TableCase): number {
  return cases.map(spoil).filter((one) => replay(one).disagreements.length === 0).length;
}

describe('the verdict tables of Device OS itself', () => {
  test('every release of the tables is in the sample, a few thousand cases in all', () => {
    expect(names).toHaveLength(86);
    expect(all.length).toBeGreaterThan(3000);
  });

  test('the rare kinds are in it', () => {
    const of = (is: (one: TableCase) => boolean): number => all.filter(is).length;
    expect(of((one) => one.ota?.applied === 'retry-loop')).toBeGreaterThan(40);
    expect(of((one) => one.hw !== undefined)).toBeGreaterThan(50);
    expect(of((one) => one.boot.factoryReset)).toBeGreaterThan(50);
    expect(of((one) => one.boot.afterFactory?.restored === true)).toBeGreaterThan(20);
    expect(of((one) => one.ota?.fault === true)).toBeGreaterThan(50);
    expect(of((one) => one.boot.fault)).toBeGreaterThan(50);
    expect(of((one) => one.candidate?.payload !== undefined && one.ota?.accepted === true)).toBeGreaterThan(150);
    expect(of((one) => one.combined !== undefined && one.ota?.accepted === true)).toBeGreaterThan(20);
    expect(of((one) => one.ota?.error === -1801)).toBeGreaterThan(5);
  });

  test.each(names)('%s: no disagreement', (name) => {
    const cases = casesOf(name);
    const wrong = cases.flatMap((one, at) => {
      const { disagreements } = replay(one);
      return disagreements.length === 0 ? [] : [`case ${at + 1}: ${disagreements.join('; ')}`];
    });
    expect(wrong, `of ${cases.length} cases`).toEqual([]);
  });

  test('no case is excused but by the predicates of the tables, and few are', () => {
    const excused = all.filter((one) => replay(one).filters.length > 0).length;
    expect(excused / all.length).toBeLessThan(0.15);
  });
});

describe('a wrong verdict is noticed', () => {
  /** Not excused, and with a verdict about the file. */
  const judged = all.filter((one) => {
    const gate = gateOf(one);
    return one.candidate !== null && gate !== null && !gate.fault && replay(one).filters.length === 0;
  });
  const withGate = (one: TableCase, change: object): TableCase => {
    const block = one.hw ?? one;
    const spoiled = { ...block, ota: { ...block.ota!, ...change } };
    return one.hw === undefined ? { ...one, ...spoiled } : { ...one, hw: spoiled };
  };
  const withBoot = (one: TableCase, change: object): TableCase => {
    const block = one.hw ?? one;
    const spoiled = { ...block, boot: { ...block.boot, ...change } };
    return one.hw === undefined ? { ...one, ...spoiled } : { ...one, hw: spoiled };
  };

  test('accepted the other way round', () => {
    expect(judged.length).toBeGreaterThan(1500);
    expect(unnoticed(judged, (one) => withGate(one, { accepted: !gateOf(one)!.accepted }))).toBe(0);
  });

  test('another error, another flag word', () => {
    expect(unnoticed(judged, (one) => withGate(one, { error: -1 }))).toBe(0);
    expect(unnoticed(judged, (one) => withGate(one, { result: '0x01' }))).toBe(0);
  });

  test('applied in another way', () => {
    expect(unnoticed(judged, (one) => withGate(one, { applied: 'somehow' }))).toBe(0);
  });

  test('the boot decision the other way round', () => {
    const booted = all.filter((one) => replay(one).filters.length === 0);
    expect(unnoticed(booted, (one) => withBoot(one, { factoryReset: !(one.hw ?? one).boot.factoryReset }))).toBe(0);
    expect(unnoticed(booted, (one) => withBoot(one, { safeMode: 'perhaps' }))).toBe(0);
    expect(unnoticed(booted, (one) => withBoot(one, { fault: !(one.hw ?? one).boot.fault }))).toBe(0);
  });

  test('a broken CRC changes the answer', () => {
    const accepted = judged.filter((one) => gateOf(one)!.accepted && one.candidate!.f !== 9 && one.candidate!.crc);
    expect(unnoticed(accepted, (one) => ({ ...one, candidate: { ...one.candidate!, crc: false } }))).toBe(0);
  });
});
