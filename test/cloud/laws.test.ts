/** Laws of the forecast: for any release, any application, any setting. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { releaseRows } from '../../src/catalog/releases.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { forecast, forecaster, PRODUCT_DEVICE } from '../../src/cloud/forecast.js';
import { libraryOf } from '../../src/cloud/library.js';
import { CLOUD_RULES, leastSure } from '../../src/cloud/rules.js';
import type { CloudFile, CloudSetting, Forecast } from '../../src/cloud/types.js';
import { boot } from '../../src/device/boot.js';
import { shippedState, withModule } from '../../src/device/shipped.js';
import { send } from '../../src/device/simulate.js';
import type { DeviceState, ModuleFacts } from '../../src/device/types.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../../src/module/types.js';
import { applicationFor, platformId } from './cases.js';

const PLATFORMS = ['photon', 'p1', 'electron', 'argon', 'boron', 'bsom', 'tracker', 'p2', 'msom'].map(platformId);

/** Every device as a release ships it. */
const DEVICES: readonly DeviceState[] = PLATFORMS.flatMap((platform) =>
  releaseRows(platform).flatMap(({ release }) => shippedState(release, platform, 'for_release')?.state ?? []),
);

interface Asked {
  readonly state: DeviceState;
  readonly application: CloudFile | null;
  readonly setting: CloudSetting;
}

const told = fc.constantFrom(true, false, 'unknown' as const);

/** An application for any release of the platform, in any slot that the release has. */
const anyAsked: fc.Arbitrary<Asked> = fc.constantFrom(...DEVICES).chain((state) => {
  const rows = releaseRows(state.platform).filter(({ modules }) => modules.length > 0);
  return fc
    .record({
      state: fc.constant(state),
      setting: fc.record({
        sentTo: fc.constantFrom('product' as const, 'single' as const, 'unknown' as const),
        development: fc.constantFrom(false, false, true, 'unknown' as const),
        updatesEnabled: fc.constantFrom(true, true, false, 'unknown' as const),
        forced: told,
        bundleUploaded: told,
      }),
      application: fc.tuple(fc.constantFrom(...rows), fc.boolean()).map(([row, hasAsset]) => {
        const system = Math.max(...row.modules.filter((one) => one.function === 4).map(({ index }) => index));
        const part = state.platform === platformId('electron') ? 2 : Math.min(system, 2);
        const slot = slotsIn(state.platform, row.system)
          .filter((one) => one.function === MODULE_FUNCTION.userPart && one.store === 'main')
          .at(-1);
        const assets = hasAsset ? [{ name: 'a', hash: '00' }] : [];
        return applicationFor(state.platform, `sys${String(part)}@${String(row.system)}`, slot?.index ?? 1, { assets });
      }),
      isThere: fc.constantFrom(false, false, true),
    })
    .map(({ isThere, ...asked }): Asked =>
      // An application that is there already, whatever it needs: then nothing is sent, and the device may be in safe mode.
      isThere ? { ...asked, application: null, state: withModule(asked.state, asked.application.facts) } : asked,
    );
});

const ask = ({ state, application, setting }: Asked): Forecast => forecast(state, { application, files: [], setting });

/** What was sent, as the twin takes it, put together apart from the forecast. */
function factsOf(
  { transfers }: Forecast,
  application: CloudFile | null,
  platform: number,
  any: ModuleFacts,
): readonly ModuleFacts[] {
  const library = libraryOf(platform, []);
  const one = (module: Forecast['transfers'][number]['modules'][number]): ModuleFacts => {
    if (module.function === MODULE_FUNCTION.userPart) return application!.facts;
    const held = library.get(module);
    if (held !== null) return held.facts;
    const none = { start: 0, end: 0, dependency1: null, dynamicStart: null, assets: [] };
    return { ...any, ...none, ...module, platform: 0, flags: MODULE_FLAG.dropModuleInfo };
  };
  return transfers.map(({ modules: [first, second] }) => {
    const facts = one(first!);
    return second === undefined
      ? facts
      : { ...facts, flags: facts.flags | MODULE_FLAG.combined, combined: [one(second)] };
  });
}

/** How a device starts that takes a file no more may well be open. */
const answerOf = ({ flow, end, transfers }: Forecast) => [
  flow,
  end.kind,
  transfers.map(({ modules, judgement, inSafeMode }) => ({ modules, judgement, inSafeMode })),
];

test('there are devices of all platforms', () => {
  expect(DEVICES.length).toBeGreaterThan(500);
});

describe('for any device, application and setting', () => {
  test('the twin, sent that order, is where the forecast says the device is', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anyAsked, (asked) => {
        const found = ask(asked);
        let { state } = asked;
        const files = factsOf(found, asked.application, state.platform, state.modules[0]!);
        for (const [at, facts] of files.entries()) {
          const sent = send(state, facts, 'ota');
          const isTaken = sent.decision.verdict === 'accepted' && sent.installed?.landed === true;
          expect(isTaken).toBe(found.transfers[at]?.judgement === 'ok');
          if (isTaken) state = sent.state;
        }
        expect(state).toEqual(found.state);
        const { mode } = boot(state);
        seen.set(`${found.flow} ${found.end.kind}`, (seen.get(`${found.flow} ${found.end.kind}`) ?? 0) + 1);
        if (found.end.kind === 'runs') expect(mode).toBe('runs-app');
        if (found.end.kind === 'dead_end') expect(mode).not.toBe('runs-app');
        if (found.end.kind === 'loop' || found.end.kind === 'refused')
          expect(found.transfers.at(-1)?.judgement).toBe('not-ok');
      }),
      // That all flows come up shall not hang on luck.
      { numRuns: 700, seed: 23 },
    );
    const kinds = [...seen.keys()].join();
    for (const flow of ['application_only', 'application_first', 'combined', 'device_os_first', 'healed', 'nothing']) {
      expect(kinds, kinds).toContain(flow);
    }
    for (const end of ['runs', 'unknown', 'stays', 'dead_end']) expect(kinds, kinds).toContain(end);
  });

  test('it is plain data, sure only where its rules are, and its numbers are those of its transfers', () => {
    fc.assert(
      fc.property(anyAsked, (asked) => {
        const found = ask(asked);
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
        expect(found.restarts).toBe(found.transfers.filter(({ judgement }) => judgement === 'ok').length);
        const least = leastSure(found.rules.map((rule) => CLOUD_RULES[rule].confidence));
        expect(leastSure([found.confidence, least])).toBe(found.confidence);
        expect(found.judgement === 'ok').toBe(found.end.kind === 'runs');
        expect(found.judgement === 'unknown').toBe(found.end.kind === 'unknown');
        if (found.end.kind === 'unknown') expect(found.confidence).toBe('unknown');
        const sent = forecaster(asked.state.platform, { ...asked, files: [] });
        expect(sent(asked.state)).toEqual(found);
        expect(sent({ ...asked.state })).toEqual(found);
      }),
      { numRuns: 150 },
    );
  });

  test('what is hidden of the device makes the answer unknown, or does not change it', () => {
    fc.assert(
      fc.property(anyAsked, fc.nat(), (asked, nth) => {
        const { modules, unknown } = asked.state;
        const at = modules[nth % modules.length]!.at;
        const hidden: DeviceState =
          nth % 5 === 0 && asked.state.radio !== null
            ? { ...asked.state, radio: 'unknown' }
            : {
                ...asked.state,
                modules: modules.filter((one) => one.at !== at),
                unknown: [...unknown, at].sort((a, b) => a - b),
              };
        const [whole, part] = [ask(asked), ask({ ...asked, state: hidden })];
        if (part.end.kind === 'unknown') return;
        expect(answerOf(part)).toEqual(answerOf(whole));
      }),
      { numRuns: 300 },
    );
  });

  test('what nobody told of the setting makes the answer unknown, or does not change it', () => {
    fc.assert(
      fc.property(
        anyAsked,
        fc.constantFrom('development', 'updatesEnabled', 'forced', 'bundleUploaded'),
        (asked, what) => {
          const hidden = { ...asked, setting: { ...asked.setting, [what]: 'unknown' } };
          const [whole, part] = [ask(asked), ask(hidden)];
          if (part.end.kind === 'unknown') return;
          expect([part.flow, part.end, part.transfers]).toEqual([whole.flow, whole.end, whole.transfers]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
