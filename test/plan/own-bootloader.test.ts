/** A goal release takes its own bootloader where it is among the files. */
import { describe, expect, test } from 'vitest';
import { shippedState } from '../../src/device/shipped.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { planUpdate } from '../../src/plan/update.js';
import { PHOTON } from '../support/devices.js';
import { build, released } from '../support/fixtures.js';
import { named } from '../support/modules.js';

const { bootloader, systemPart } = MODULE_FUNCTION;
const file = (release: string, moduleFunction: number, index: number, code = 1024) =>
  named(
    `${release}-${String(moduleFunction)}${String(index)}.bin`,
    build({ ...released(release, PHOTON, moduleFunction, index), code }),
  );

const partsOf = (release: string) => [file(release, systemPart, 1), file(release, systemPart, 2)];
// Of the two, the newer one is the smaller file: it costs fewer bytes.
const OWN = file('1.5.2', bootloader, 0, 2048);
const NEWER = file('2.0.0', bootloader, 0);
const from = shippedState('0.5.5', PHOTON, 'for_release')!.state;
const steps = (files: Parameters<typeof planUpdate>[1]): readonly string[] => {
  const plan = planUpdate(from, files, { kind: 'release', release: '1.5.2' }, { via: 'ota' });
  return plan.kind === 'plan' ? plan.steps.map((step) => step.file.file) : [plan.kind];
};

describe('the bootloader of a plan to a release', () => {
  const parts = [...partsOf('0.7.0'), ...partsOf('1.5.2')];

  test('is that of the release, not a newer one', () => {
    const sent = steps([...parts, NEWER, OWN]);
    expect(sent).toContain(OWN.file);
    expect(sent).not.toContain(NEWER.file);
  });

  test('is a newer one where there is no other', () => {
    expect(steps([...parts, NEWER])).toContain(NEWER.file);
  });
});
