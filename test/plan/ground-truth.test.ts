/**
 * Published orders, ladders and refusals (`ground-truth.json`, made from the collected cases): replayed on the twin and planned anew.
 * What cannot be replayed is listed with its reason; the list is complete.
 */
import { describe, expect, test } from 'vitest';
import { filesOf, planned, platformOf, replay, startOf } from '../support/published.js';
import type { Published } from '../support/published.js';
import cases from './ground-truth.json' with { type: 'json' };
import notReplayed from './ground-truth-left-out.json' with { type: 'json' };

const rows: readonly Published[] = cases;
const leftOut: ReadonlyMap<string, string> = new Map(Object.entries(notReplayed));
const replayed = rows.filter(({ id }) => !leftOut.has(id));
const good = replayed.filter(({ kind }) => kind !== 'forbidden');
const forbidden = replayed.filter(({ kind }) => kind === 'forbidden');

test('every case is replayed or listed with its reason', () => {
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(rows.length);
  expect([...leftOut.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  expect([...leftOut.values()].filter((reason) => reason.length < 20)).toEqual([]);
  expect([rows.length, good.length, forbidden.length, leftOut.size]).toEqual([281, 211, 38, 32]);
});

describe('published orders are taken step by step, and the plan reaches the same end in no more steps', () => {
  test.each(good)('$id', (row) => {
    const files = filesOf(platformOf(row), row.order);
    expect(replay(row)).toMatchObject({ stopped: null, sent: files.length });
    const plan = planned(row);
    if (startOf(row).modules.length === 0) {
      // Nothing at all is recorded of such a device, so it is not known either where a plan would end.
      expect(plan).toContain('"kind":"unknown"');
      return;
    }
    expect(plan).toMatchObject({ same: true });
    if (typeof plan !== 'string') expect(plan.steps).toBeLessThanOrEqual(files.length);
  });
});

describe('forbidden orders are refused at the first file', () => {
  test.each(forbidden)('$id', (row) => {
    const { stopped, sent } = replay(row);
    expect(sent).toBe(0);
    expect(stopped?.file).toBe(row.order[0]);
  });
});
