/** What was documented, told or seen of the vendor's cloud is what the forecast says. */
import { describe, expect, test } from 'vitest';
import { forecast, PRODUCT_DEVICE } from '../../src/cloud/forecast.js';
import { versionIn } from '../../src/plan/world.js';
import { moduleKey } from '../../src/module/id.js';
import { applicationFor, CASES, platformId, requirementOf, caseState, wordOf } from './cases.js';

const FLOWS: Readonly<Record<string, string>> = {
  'application first': 'application_first',
  'Device OS first': 'device_os_first',
  combined: 'combined',
};

const replayed = CASES.filter(({ steps }) => steps !== undefined);

test('there are thirteen cases with steps and fourteen without', () => {
  expect([replayed.length, CASES.length]).toEqual([13, 27]);
});

describe('a case with steps is replayed exactly', () => {
  test.each(replayed)('$id', ({ platform, release, modules, sent, flow = '', steps = [], end }) => {
    const id = platformId(platform);
    const state = caseState(release, id, modules);
    for (const word of modules.filter((one) => /^(sys|boot)\d@\d+$/.test(one))) {
      const need = requirementOf(word);
      expect(versionIn(state, moduleKey(need)), word).toBe(need.version);
    }
    const index = steps.some((one) => one.startsWith('user2')) ? 2 : 1;
    const application = applicationFor(id, sent.app_needs!, index);
    const found = forecast(state, { application, files: [], setting: PRODUCT_DEVICE });
    const said = found.transfers.flatMap((one) => one.modules.map(wordOf));
    expect([found.flow, said]).toEqual([FLOWS[flow], steps]);
    expect([found.end.kind, end]).toEqual(['runs', 'runs-app']);
    expect(found.restarts).toBe(flow === 'combined' ? 1 : steps.length);
    expect(found.transfers.length).toBe(flow === 'combined' ? 1 : steps.length);
  });
});
