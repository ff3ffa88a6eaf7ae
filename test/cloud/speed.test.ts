/** A million devices of a hundred states: each state is forecast once. */
import { expect, test } from 'vitest';
import { releaseRows } from '../../src/catalog/releases.js';
import { forecaster, PRODUCT_DEVICE } from '../../src/cloud/forecast.js';
import type { DeviceState } from '../../src/device/types.js';
import { shippedState } from '../../src/device/shipped.js';
import { applicationFor, platformId } from './cases.js';

const BORON = platformId('boron');
const DEVICES = 1_000_000;
const STATES = 100;
/** Seconds of CPU. */
const MOST_SECONDS = 6;

test('a million devices of a hundred states, of which no two share an object', { timeout: 120_000 }, () => {
  const shipped = releaseRows(BORON).flatMap(({ release }) => shippedState(release, BORON, 'for_release')?.state ?? []);
  const states = Array.from({ length: STATES }, (_, at): DeviceState => {
    const state = shipped[at % shipped.length]!;
    const modules = state.modules.map((one) => (one.function === 5 ? { ...one, build: String(at) } : one));
    return { ...state, modules };
  });
  const ask = forecaster(BORON, {
    application: applicationFor(BORON, 'sys1@4200', 2),
    files: [],
    setting: PRODUCT_DEVICE,
  });
  const begun = process.cpuUsage();
  let runs = 0;
  for (let at = 0; at < DEVICES; at++) {
    // Another object each time; `npm run bench-fleet` measures whole streams.
    if (ask({ ...states[at % STATES]! }).end.kind === 'runs') runs++;
  }
  const { user, system } = process.cpuUsage(begun);
  expect(runs).toBeGreaterThan(0);
  expect((user + system) / 1e6).toBeLessThan(MOST_SECONDS);
});
