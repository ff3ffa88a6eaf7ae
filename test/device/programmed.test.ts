/** Flash under a programmer: the image is what is there afterwards. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rulesOf } from '../../src/catalog/boards/index.js';
import { releaseRows } from '../../src/catalog/releases.js';
import type { FlashImage } from '../../src/container/types.js';
import { underProgrammer } from '../../src/device/programmed.js';
import { shippedState } from '../../src/device/shipped.js';
import { send, simulate } from '../../src/device/simulate.js';
import { application, build, released } from '../support/fixtures.js';
import { named } from '../support/modules.js';

const PHOTON = 6;
const ARGON = 12;
const P2 = 32;

const stateOf = (release: string, platform: number) => {
  const shipped = shippedState(release, platform, 'for_release');
  if (shipped === null) throw new Error(`no ${release}`);
  return shipped.state;
};

const imageOf = (platform: number, over: Partial<FlashImage> = {}): FlashImage => {
  const rules = rulesOf(platform);
  return {
    kind: 'dump',
    platform,
    start: rules?.flashStart ?? 0,
    end: rules?.flashEnd ?? 0,
    gaps: 0,
    isWholeFlash: true,
    modules: [],
    regions: [],
    copies: [],
    ...over,
  };
};

describe('before its modules are written', () => {
  test.each([PHOTON, ARGON, P2])(
    'an image of all of platform %i leaves nothing of what internal flash had',
    (platform) => {
      fc.assert(
        fc.property(fc.constantFrom(...releaseRows(platform)), ({ release }) => {
          const image = imageOf(platform);
          const shipped = shippedState(release, platform, 'for_release');
          if (shipped === null) return;
          const { modules, unknown } = underProgrammer(shipped.state, image);
          const inside = (at: number): boolean => at >= image.start && at < image.end;
          expect(modules.filter(({ at }) => inside(at))).toEqual([]);
          expect(unknown.filter(inside)).toEqual([]);
          expect(modules).toEqual(shipped.state.modules.filter(({ at }) => !inside(at)));
        }),
        { numRuns: 20 },
      );
    },
  );

  test('one with gaps leaves what it does not write', () => {
    const state = stateOf('0.7.0', PHOTON);
    expect(underProgrammer(state, imageOf(PHOTON, { gaps: 2 }))).toEqual(state);
  });

  test('the radio stack is that of the image, or gone', () => {
    const state = stateOf('1.5.0', ARGON);
    const radio = { kind: 'radio', address: 0x1000, version: 182 } as const;
    expect(underProgrammer(state, imageOf(ARGON, { regions: [radio] })).radio).toMatchObject({ version: 182 });
    expect(underProgrammer(state, imageOf(ARGON)).radio).toBeNull();
    expect(underProgrammer(state, imageOf(ARGON, { start: 0x30000 })).radio).toEqual(state.radio);
  });

  test('a copy in a slot is not known afterwards: nobody judged it', () => {
    const factory = rulesOf(PHOTON)?.slots.find(({ store }) => store === 'factory')?.start ?? 0;
    const copy = { address: factory, header: {} as never, gapBytes: 0 };
    expect(underProgrammer(stateOf('0.7.0', PHOTON), imageOf(PHOTON, { copies: [copy] })).unknown).toContain(factory);
  });
});

describe('a programmer writes everything', () => {
  test('what DFU cannot reach, what no release takes, and what is broken', () => {
    const state = stateOf('1.5.0', ARGON);
    const bootloader = build(released('1.5.0', ARGON, 2, 0));
    const foreign = build(application('4.0.2', ARGON, 1, 1));
    const broken = bootloader.map((byte, at) => (at === bootloader.length - 20 ? byte ^ 1 : byte));
    for (const bytes of [bootloader, foreign, broken]) {
      const file = named('a.bin', bytes);
      const sent = send(state, file.facts, 'programmer');
      expect(sent.decision).toMatchObject({ verdict: 'accepted', told: null });
      expect(sent.state.modules.find(({ at }) => at === file.facts.start)).toMatchObject({
        version: file.facts.version,
        crcOk: file.facts.crcOk,
      });
    }
    expect(send(state, named('a.bin', bootloader).facts, 'dfu').decision.verdict).toBe('refused');
  });

  test('nothing starts in between: every step ends as all of them do', () => {
    const files = [
      released('1.5.0', ARGON, 2, 0),
      released('1.5.0', ARGON, 4, 1),
      application('4.0.2', ARGON, 1, 1),
    ].map((one, at) => named(`${String(at)}.bin`, build(one)));
    const { steps, end } = simulate(stateOf('1.5.0', ARGON), files, 'programmer');
    expect(end.mode).toBe('safe-mode');
    expect(steps.map(({ afterwards }) => afterwards)).toEqual(files.map(() => end));
  });
});
