/** FW301 says that a device refuses a module for its addresses. So it must be found exactly where the device twin does refuse it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slotsIn, slotsOf } from '../../src/catalog/flash-map.js';
import type { Slot } from '../../src/catalog/flash-map.js';
import { PLATFORMS } from '../../src/catalog/platforms.js';
import { isInRange } from '../../src/device/dependencies.js';
import { eraOf } from '../../src/device/era.js';
import { factsOf } from '../../src/device/facts.js';
import { shippedState } from '../../src/device/shipped.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../../src/module/types.js';
import type { FirmwareModule } from '../../src/module/types.js';
import { inspectText } from '../../src/report/inspect.js';
import { PLAIN } from '../../src/report/style.js';
import { checkFile } from '../../src/rules/run.js';
import { named, plain } from '../support/rules.js';

const base = named('a.bin', plain()).module;

/** Slots of modules that say which release they belong to: system parts by themselves, applications by what they need. */
const carriesRelease = ({ function: moduleFunction, store, dynamic }: Slot): boolean =>
  store === 'main' &&
  !dynamic &&
  (moduleFunction === MODULE_FUNCTION.systemPart || moduleFunction === MODULE_FUNCTION.userPart);

/** Versions on both sides of every change of a table of slots. */
const versionsOf = (platform: number): readonly number[] => [
  ...new Set(
    slotsOf(platform)
      .flatMap(({ versions }) => versions.flatMap(([from, to]) => [from - 1, from, to, to + 1]))
      .filter((version) => version >= 0 && version <= 0xffff),
  ),
];

const PLACES = PLATFORMS.flatMap(({ id: platform }) =>
  versionsOf(platform).flatMap((os) =>
    slotsIn(platform, os)
      .filter(carriesRelease)
      .map((slot) => ({ platform, os, slot })),
  ),
);

function moduleAt({ platform, os, slot }: (typeof PLACES)[number], end: number): FirmwareModule {
  const isSystem = slot.function === MODULE_FUNCTION.systemPart;
  return {
    ...base,
    platform,
    function: slot.function,
    index: slot.index,
    version: isSystem ? os : 1,
    mcu: slot.mcu,
    start: slot.start,
    end,
    dependency1: isSystem ? null : { function: MODULE_FUNCTION.systemPart, index: 1, version: os },
    dependency2: null,
  };
}

const subjectOf = (result: FirmwareModule) => ({ file: 'a.bin', size: 1, result });
const isFound = (module: FirmwareModule): boolean => checkFile(subjectOf(module)).some(({ rule }) => rule === 'FW301');

/** Only an RTL872x application is measured from what the device holds; of the others the state decides nothing. */
const state = shippedState('0.5.0', 10, 'for_release')!.state;

function isTaken(module: FirmwareModule, platform: number, os: number): boolean {
  const era = eraOf(platform, os);
  if (era === null) throw new Error(`no rules for ${String(platform)}`);
  return isInRange(state, era, factsOf(module));
}

test('there is a place for every platform that validates', () => {
  expect(new Set(PLACES.map(({ platform }) => platform)).size).toBe(
    PLATFORMS.filter(({ id }) => slotsOf(id).length > 0).length,
  );
});

test('FW301 is found exactly where the twin refuses for range', () => {
  const place = fc.constantFrom(...PLACES);
  const offset = fc.oneof(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -0x100000, max: 0x100000 }));
  fc.assert(
    fc.property(place, fc.boolean(), offset, (at, fromEnd, by) => {
      const module = moduleAt(at, Math.max(0, (fromEnd ? at.slot.end : at.slot.start) + by));
      expect(isFound(module)).toBe(!isTaken(module, at.platform, at.os));
    }),
    { numRuns: 2000 },
  );
});

test.each([-1, 0, 1])('both ends of every slot, %i byte beside', (by) => {
  for (const at of PLACES) {
    for (const edge of [at.slot.start, at.slot.end]) {
      const module = moduleAt(at, edge + by);
      expect(isFound(module), JSON.stringify({ ...at, edge })).toBe(!isTaken(module, at.platform, at.os));
    }
  }
});

const rangeLine = (module: FirmwareModule): string | undefined =>
  inspectText([{ subject: subjectOf(module), findings: [] }], [], {
    style: PLAIN,
    width: 100,
    verbose: false,
    quiet: false,
  })
    .split('\n')
    .find((line) => line.includes('Address Range'));

test('inspect says the same of the range', () => {
  for (const at of PLACES) {
    for (const by of [0, 1]) {
      const module = moduleAt(at, at.slot.end + by);
      expect(rangeLine(module), JSON.stringify({ at, by })).toMatch(isFound(module) ? /FAIL/ : /PASS/);
    }
  }
});

test('a compressed module is not held against addresses that it does not have, by neither', () => {
  for (const at of PLACES) {
    const module = { ...moduleAt(at, at.slot.end + 1), flags: MODULE_FLAG.compressed };
    expect(isFound(module)).toBe(false);
    expect(rangeLine(module)).toMatch(/depends/);
  }
});
