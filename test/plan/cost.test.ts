/** What a file costs over the air: the floor never lies above the vendor's estimate. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PLATFORMS } from '../../src/catalog/platforms.js';
import { framingFloor, vendorEstimate } from '../../src/plan/cost.js';

const CELLULAR = PLATFORMS.filter(({ cellular }) => cellular).map(({ id }) => id);

test('on cellular devices the floor is at most the estimate, and at least the file', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000_000 }),
      fc.constantFrom(...CELLULAR),
      fc.constantFrom(null, 10, 207, 1502, 2302, 3000, 6200),
      (size, platform, os) => {
        const floor = framingFloor(size, platform, os);
        expect(floor).toBeGreaterThan(size);
        expect(floor).toBeLessThanOrEqual(vendorEstimate(size));
      },
    ),
  );
});

test('the last chunk counts by its own size', () => {
  const electron = (size: number) => framingFloor(size, 10, 207);
  expect(electron(513) - electron(512)).toBe(74);
  expect(electron(514) - electron(513)).toBe(1);
});
