/** The cases without steps: for each the state, the question, and what must be said. */
import { describe, expect, test } from 'vitest';
import { forecast, PRODUCT_DEVICE } from '../../src/cloud/forecast.js';
import type { CloudQuestion } from '../../src/cloud/forecast.js';
import { productFirmware } from '../../src/cloud/product.js';
import type { Forecast } from '../../src/cloud/types.js';
import { releaseRow } from '../../src/catalog/releases.js';
import { simulate } from '../../src/device/simulate.js';
import { withModule } from '../../src/device/shipped.js';
import type { DeviceState } from '../../src/device/types.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { allDeclared } from '../../src/plan/declared.js';
import { applicationFor, caseOf, caseState, CASES, platformId, stateOf, wordOf } from './cases.js';

const [PHOTON, ELECTRON, ARGON, BORON, TRACKER] = ['photon', 'electron', 'argon', 'boron', 'tracker'].map(
  platformId,
) as [number, number, number, number, number];

const HEAL: CloudQuestion = { application: null, files: [], setting: PRODUCT_DEVICE };

/** A device of which one module has another version. */
function withVersion(state: DeviceState, moduleFunction: number, index: number, version: number): DeviceState {
  const modules = state.modules.map((one) =>
    one.function === moduleFunction && one.index === index ? { ...one, version } : one,
  );
  return { ...state, modules };
}

const sentBy = ({ transfers }: Forecast): readonly string[] => transfers.flatMap(({ modules }) => modules.map(wordOf));

const namesOf = ({ events }: Forecast): readonly string[] => events.map(({ name, data }) => `${name} ${data}`.trim());

const ASSET = { name: 'picture.png', hash: 'ab'.repeat(32) };

const TABLE: Readonly<Record<string, { readonly question: string; readonly answer: () => void }>> = {
  'trace-app-only': {
    question: 'an application for the Device OS that is there, flashed to a device of a product',
    answer: () => {
      const found = forecast(stateOf('4.0.1', BORON), { ...HEAL, application: applicationFor(BORON, 'sys1@4005', 2) });
      expect([found.flow, sentBy(found), found.end.kind, found.confidence]).toEqual([
        'application_only',
        ['user2'],
        'runs',
        'high',
      ]);
      expect(found.withoutApplication).toBe(false);
      expect(namesOf(found)).toEqual([
        'spark/status auto-update',
        'spark/flash/status started',
        'spark/flash/status success',
        'spark/status offline',
        'spark/status online',
        'spark/device/app-hash',
        'spark/device/last_reset update',
        'particle/device/updates/forced false',
        'particle/device/updates/pending false',
        'particle/device/updates/enabled true',
      ]);
    },
  },
  'trace-lock-and-flash': {
    question: 'the same for a locked device: the event auto-update comes first, and for a single device it does not',
    answer: () => {
      const application = applicationFor(BORON, 'sys1@4005', 2);
      const state = stateOf('4.0.1', BORON);
      const single = { ...PRODUCT_DEVICE, sentTo: 'single' as const };
      expect(namesOf(forecast(state, { ...HEAL, application }))[0]).toBe('spark/status auto-update');
      expect(namesOf(forecast(state, { ...HEAL, application, setting: single }))[0]).toBe('spark/flash/status started');
    },
  },
  'vendor-hil-self-heal': {
    question: 'an older part 1 under a newer part 2, which nothing but part 2 declares',
    answer: () => {
      const found = forecast(withVersion(stateOf('0.5.2', PHOTON), MODULE_FUNCTION.systemPart, 1, 13), HEAL);
      expect(sentBy(found)).toEqual(['sys1@17']);
      // Device OS does not define what it does with such parts: in the vendor's test the device comes online, and is healed.
      expect(found.end).toEqual({ kind: 'unknown', what: { kind: 'connects' }, ifSo: { kind: 'runs' } });
    },
  },
  'loop-photon-invisible': {
    question: 'a bootloader that sees no update under parts below 200, and an application that needs 0.7.0',
    answer: () => {
      const blind = withVersion(stateOf('0.6.2', PHOTON), MODULE_FUNCTION.bootloader, 0, 101);
      const state = withModule(blind, applicationFor(PHOTON, 'sys2@207').facts);
      const found = forecast(state, HEAL);
      expect(found.end).toMatchObject({ kind: 'loop', because: 'not_applied', module: { version: 207, index: 1 } });
      const ways = found.end.kind === 'loop' ? found.end.wayOut : [];
      expect(ways.map(({ kind }) => kind)).toEqual(['send_first', 'over_dfu']);
      expect(ways[0]).toMatchObject({ module: { function: MODULE_FUNCTION.bootloader, version: 11 } });
      expect(found.judgement).toBe('not-ok');
    },
  },
  'loop-argon-1.3.1-1.4': {
    question: 'an update that the twin accepts, and that failed on single devices: told as that, and not forecast',
    answer: () => {
      const { modules } = caseOf('chain-boron-1.3.1-1401');
      const found = forecast(caseState('1.3.1', ARGON, modules), {
        ...HEAL,
        application: applicationFor(ARGON, 'sys1@1401'),
      });
      expect([found.end.kind, found.confidence]).toEqual(['runs', 'low']);
      expect(found.notes).toContainEqual({ kind: 'field_report', source: 'particle-iot/device-os#1990' });
    },
  },
  'dead-electron-before-cloud-logic': {
    question: 'three parts of 0.6.0 by hand: what the twin says, for the cloud is not asked',
    answer: () => {
      const row = releaseRow('0.6.0', ELECTRON)!;
      const part = (index: number) => allDeclared(ELECTRON, row).find(({ facts }) => facts.index === index)!;
      const { steps, end } = simulate(stateOf('0.5.1', ELECTRON), [part(3), part(1), part(2)], 'ota');
      expect(steps.map(({ decision }) => decision.verdict)).toEqual(['refused', 'accepted', 'accepted']);
      expect(end.mode).toBe('undefined');
    },
  },
  'dead-phantom-module': {
    question: 'a release that may list a module that is none: a risk, for it hangs on the bytes of the application',
    answer: () => {
      const application = applicationFor(BORON, 'sys1@4006', 2);
      const noted = (release: string) => forecast(stateOf(release, BORON), { ...HEAL, application }).notes;
      expect(noted('3.1.0')).toContainEqual({ kind: 'phantom_module' });
      expect(noted('3.2.0')).not.toContainEqual({ kind: 'phantom_module' });
    },
  },
  'dead-no-event-requested': {
    question: 'safe mode that somebody asked for, with nothing missing',
    answer: () => {
      const found = forecast(stateOf('4.2.0', BORON), { ...HEAL, saysSafeMode: true });
      expect([found.flow, sentBy(found)]).toEqual(['nothing', []]);
      expect(found.end).toMatchObject({ kind: 'dead_end', why: { kind: 'nothing_missing', reasons: [] } });
    },
  },
  'dead-app-crc': {
    question: 'an application with a wrong CRC: nothing is sent; a product brings its own',
    answer: () => {
      const application = applicationFor(BORON, 'sys1@4200', 2);
      const state = withModule(stateOf('4.2.0', BORON), { ...application.facts, crcOk: false });
      const found = forecast(state, HEAL);
      expect(found.end).toMatchObject({
        kind: 'dead_end',
        why: { kind: 'nothing_missing', reasons: [{ kind: 'application_crc' }] },
      });
      const targeted = forecast(state, { ...HEAL, application });
      expect([sentBy(targeted), targeted.end.kind]).toEqual([['user2'], 'runs']);
    },
  },
  'asset-missing-known-bundle': {
    question: 'an application with an asset, with the bundle uploaded, not uploaded, or nobody says',
    answer: () => {
      const application = applicationFor(BORON, 'sys1@5800', 2, { assets: [ASSET] });
      const state = stateOf('5.8.0', BORON);
      const ask = (bundleUploaded: boolean | 'unknown'): Forecast =>
        forecast(state, { application, files: [], setting: { ...PRODUCT_DEVICE, bundleUploaded } });
      const uploaded = ask(true);
      expect([sentBy(uploaded), uploaded.end.kind, uploaded.confidence]).toEqual([
        ['user2', `asset ${ASSET.name}`],
        'runs',
        'medium',
      ]);
      expect(uploaded.transfers[0]?.afterwards).toBe('safe-mode');
      expect(ask(false).end).toMatchObject({ kind: 'dead_end', wayOut: [{ kind: 'upload_bundle' }] });
      expect(ask('unknown').end).toEqual({ kind: 'unknown', what: { kind: 'setting', what: 'bundleUploaded' } });
    },
  },
  'tracker-2.x-3.x-ncp': {
    question: 'a system part and a coprocessor that need each other',
    answer: () => {
      const found = forecast(stateOf('2.3.1', TRACKER), {
        ...HEAL,
        application: applicationFor(TRACKER, 'sys1@4006', 2),
      });
      expect([found.end.kind, found.judgement, found.confidence]).toEqual(['unknown', 'unknown', 'unknown']);
    },
  },
  'updates-disabled': {
    question: 'an application that lets no update come; in safe mode it does not run, and holds nothing up',
    answer: () => {
      const setting = { ...PRODUCT_DEVICE, updatesEnabled: false };
      const application = applicationFor(BORON, 'sys1@4006', 2);
      const state = stateOf('4.0.2', BORON);
      const found = forecast(state, { ...HEAL, application, setting });
      expect([found.flow, found.end]).toEqual(['nothing', { kind: 'stays', why: 'updates_disabled' }]);
      expect(namesOf(found)).toEqual(['particle/device/updates/enabled false', 'particle/device/updates/pending true']);
      expect(forecast(state, { ...HEAL, application, setting: { ...setting, forced: true } }).end.kind).toBe('runs');
      const needing = withModule(state, applicationFor(BORON, 'sys1@4200', 2).facts);
      expect(sentBy(forecast(needing, { ...HEAL, setting }))).toEqual(['boot0@1200', 'sys1@4200']);
    },
  },
  'product-dev-device': {
    question: 'a development device gets no release of its product; whether it is healed, nobody says',
    answer: () => {
      const setting = { ...PRODUCT_DEVICE, development: true };
      const application = applicationFor(BORON, 'sys1@4006', 2);
      const state = stateOf('4.0.2', BORON);
      expect(forecast(state, { ...HEAL, application, setting }).end).toEqual({ kind: 'stays', why: 'development' });
      const needing = withModule(state, applicationFor(BORON, 'sys1@4200', 2).facts);
      expect(forecast(needing, { ...HEAL, setting }).end.kind).toBe('unknown');
    },
  },
  'product-precedence': {
    question: 'which firmware of a product a device is meant to have',
    answer: () => {
      const all = { development: false, locked: 3, groups: [4, 5], productDefault: 2 };
      expect(productFirmware({ ...all, development: true })).toBeNull();
      expect(productFirmware(all)).toBe(3);
      expect(productFirmware({ ...all, locked: null })).toBe(5);
      expect(productFirmware({ ...all, locked: null, groups: [] })).toBe(2);
      expect(productFirmware({ ...all, locked: null, groups: [], productDefault: null })).toBeNull();
    },
  },
};

test('the table has every case without steps', () => {
  const without = CASES.filter(({ steps }) => steps === undefined).map(({ id }) => id);
  expect(Object.keys(TABLE).sort()).toEqual([...without].sort());
});

describe('what must be said', () => {
  test.each(Object.entries(TABLE))('%s', (_id, { answer }) => {
    answer();
  });
});
