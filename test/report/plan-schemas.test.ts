/** What `plan` and `verify` print as JSON is what their schemas say, for every device and set of fixtures. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { reportedDevice, shippedDevice } from '../../src/cli/device.js';
import type { KnownDevice } from '../../src/cli/device.js';
import { expectedOfPlan } from '../../src/assess/expected.js';
import { TOOLS } from '../../src/cli/tools.js';
import { factsOf } from '../../src/device/facts.js';
import { readModule } from '../../src/module/read.js';
import { readEvents } from '../../src/plan/events.js';
import { planUpdate } from '../../src/plan/update.js';
import type { UpdateGoal } from '../../src/plan/update.js';
import { verifyUpdate } from '../../src/plan/verify.js';
import type { PlanFile } from '../../src/plan/world.js';
import type { RunError } from '../../src/report/json.js';
import { NOTHING_ASIDE } from '../../src/assess/aside.js';
import { nothingPlanned, nothingVerified, planJson, verifyJson } from '../../src/report/plan.js';
import { sha256Hex } from '../../src/source/node-tools.js';
import { FIXTURES } from '../support/fixtures.js';

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });

function schemaOf(name: string) {
  const path = new URL(`../../schema/${name}@1.json`, import.meta.url);
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
}

const PLAN = schemaOf('plan');
const VERIFY = schemaOf('verify');

function faults(validate: typeof PLAN, document: unknown): readonly string[] {
  validate(JSON.parse(JSON.stringify(document)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

const ERRORS: readonly RunError[] = [{ file: 'missing.bin', code: 'not_found', message: 'no such file or folder' }];

const files: readonly (PlanFile & { readonly folder: string })[] = FIXTURES.flatMap(({ path, bytes }) => {
  const content = bytes();
  const read = readModule(content, TOOLS);
  if (read.kind !== 'module') return [];
  const folder = path.split('/')[0] ?? '';
  return [{ file: path, folder, size: content.length, sha256: sha256Hex(content), facts: factsOf(read) }];
});
const SETS = [
  files,
  ...[...new Set(files.map(({ folder }) => folder))].map((one) => files.filter(({ folder }) => folder === one)),
];

const devicesFolder = new URL('../../fixtures/devices/', import.meta.url);
const SHIPPED = { app: undefined };
const DEVICES: readonly (readonly [string, KnownDevice])[] = [
  ['Electron 0.4.8', shippedDevice('0.4.8', 10, SHIPPED)],
  ['Photon 0.6.3', shippedDevice('0.6.3', 6, SHIPPED)],
  ['Argon 1.4.4', shippedDevice('1.4.4', 12, SHIPPED)],
  ['Boron 4.0.0', shippedDevice('4.0.0', 13, SHIPPED)],
  ['P2 5.3.0', shippedDevice('5.3.0', 32, SHIPPED)],
  ...readdirSync(devicesFolder).map((name) => {
    const text = readFileSync(new URL(name, devicesFolder), 'utf8');
    return [name, reportedDevice(text, { platform: undefined })] as const;
  }),
];

const EVENTS = readEvents(
  'spark/flash/status started\nspark/flash/status started\nspark/device/ota_result {"r":"x"}\n',
);

describe.each(DEVICES)('%s', (_, device) => {
  test('plan: every set over every transport', () => {
    const kinds = new Set<string>();
    for (const set of SETS) {
      for (const via of ['ota', 'serial', 'local', 'dfu'] as const) {
        for (const goal of [{ kind: 'files' }, { kind: 'release', release: null }] satisfies UpdateGoal[]) {
          const plan = planUpdate(device.state, set, goal, { via, stateLimit: 500 });
          kinds.add(plan.kind);
          const report = {
            plan,
            via,
            state: device.state,
            start: device.words,
            expected: expectedOfPlan(device.state, plan),
            overBudget: { budget: 1, wireBytes: 2 },
            findings: [],
            refused: [],
            heldBack: null,
            otherWays: [],
            aside: NOTHING_ASIDE,
          };
          expect(faults(PLAN, planJson(report, ERRORS))).toEqual([]);
        }
      }
    }
    expect(kinds.size).toBeGreaterThan(1);
  });

  test('verify: every set, with and without a report from before and events', () => {
    for (const set of SETS) {
      for (const before of [null, device.state]) {
        for (const events of [null, EVENTS]) {
          const verification = verifyUpdate(before, device.state, set, { via: 'ota', events });
          expect(
            faults(VERIFY, verifyJson(verification, device.state.platform, events, [], ERRORS, ['a note'])),
          ).toEqual([]);
        }
      }
    }
  });
});

test('nothing at all', () => {
  expect(faults(PLAN, nothingPlanned(ERRORS))).toEqual([]);
  expect(faults(VERIFY, nothingVerified(ERRORS))).toEqual([]);
});

test('a document without its parts is none', () => {
  expect(faults(PLAN, { ...nothingPlanned([]), reachable: true })).not.toEqual([]);
  expect(faults(VERIFY, { ...nothingVerified([]), end: {} })).not.toEqual([]);
});
