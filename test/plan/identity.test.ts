/** Which build of an application is there: header numbers of all builds against one Device OS are the same, so only a hash tells them apart. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDeviceReport, stateOfReport } from '../../src/describe/read.js';
import { moduleFile } from '../../src/device/module-file.js';
import { send } from '../../src/device/simulate.js';
import type { DeviceState } from '../../src/device/types.js';
import { readModule } from '../../src/module/read.js';
import { buildCompressedModule, noise } from '../../src/module/write.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { planUpdate } from '../../src/plan/update.js';
import { verifyUpdate } from '../../src/plan/verify.js';
import { isInstalled, stateKey } from '../../src/plan/world.js';
import type { PlanFile } from '../../src/plan/world.js';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { application, build, rtlApplication } from '../support/fixtures.js';
import { inspectText } from '../support/inspect-text.js';
import type { DescribeModule } from '../support/inspect-text.js';

interface Board {
  readonly platform: number;
  readonly others: readonly DescribeModule[];
  readonly slot: number;
  readonly application: ModuleDescription;
}

const main = (f: string, n: number, v: number, s: number, d: DescribeModule['d'] = []): DescribeModule => ({
  s,
  l: 'm',
  vv: 30,
  f,
  n: String(n),
  v,
  d,
});

const BOARDS: readonly Board[] = [
  {
    platform: 12,
    others: [
      main('b', 0, 2300, 49152),
      main('s', 1, 5501, 540672, [
        { f: 'a', n: '0', v: 202 },
        { f: 'b', n: '0', v: 2300 },
      ]),
      main('a', 0, 202, 192512),
      main('c', 0, 5, 1536000),
    ],
    slot: 262144,
    application: application('5.5.0', 12, 2, 1, 6),
  },
  {
    platform: 6,
    others: [
      main('b', 0, 101, 16384),
      main('s', 1, 207, 262144),
      main('s', 2, 207, 262144, [{ f: 's', n: '1', v: 207 }]),
    ],
    slot: 131072,
    application: application('0.7.0', 6, 1, 2, 5),
  },
  {
    platform: 32,
    others: [
      main('b', 0, 2600, 65536, [{ f: 'b', n: '2', v: 7 }]),
      main('b', 1, 1, 8192),
      main('b', 2, 7, 303104),
      main('s', 1, 5800, 1572864, [{ f: 'b', n: '0', v: 2600 }]),
    ],
    slot: 1572864,
    application: rtlApplication(32, 5800, 6),
  },
];

function withCode(board: Board, seed: number): ModuleDescription {
  const { code } = board.application;
  const bytes = Uint8Array.from(noise(typeof code === 'number' ? code : 512, 1));
  new DataView(bytes.buffer).setUint32(0, seed);
  return { ...board.application, code: bytes };
}

function fileOf(bytes: Uint8Array, name: string): PlanFile & { readonly module: unknown } {
  const read = readModule(bytes, NODE_TOOLS);
  if (read.kind !== 'module') throw new Error('no module');
  return moduleFile({ file: name, size: bytes.length, sha256: sha256Hex(bytes) }, read);
}

/** What a device with that application says of itself. */
function reportOf(board: Board, hash: string | null, form: 'describe' | 0 | 1): DeviceState {
  const { index = 0, version, dependency1 } = board.application;
  const own: DescribeModule = {
    ...main('u', index, version, board.slot, [
      { f: 's', n: String(dependency1?.index ?? 1), v: dependency1?.version ?? 0 },
    ]),
    ...(hash === null ? {} : { u: hash.toUpperCase() }),
  };
  const modules = [...board.others, own];
  const text =
    form === 'describe'
      ? JSON.stringify({ p: board.platform, f: [], v: {}, m: modules.map((one) => ({ ...one, vc: 30 })) })
      : inspectText(board.platform, modules, form);
  const report = readDeviceReport(text);
  if (report.kind === 'no_report' || report.kind === 'several') throw new Error(report.kind);
  const found = stateOfReport(report, board.platform);
  if ('kind' in found) throw new Error(found.what);
  return found.state;
}

/** The hash that lies in the suffix, read without the code under test: 34 bytes before the CRC. */
function hashIn(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(bytes.length - 4 - 34, bytes.length - 4 - 2)).toString('hex');
}

/** Another build whose suffix keeps the hash of the first one, with a right CRC, as a tool leaves it that edits and does not hash. */
function withOldHash(bytes: Uint8Array, from: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = copy.length - 4 - 34;
  copy.set(from.subarray(from.length - 4 - 34, from.length - 4 - 2), at);
  const crc = NODE_TOOLS.crc32(copy.subarray(0, copy.length - 4));
  new DataView(copy.buffer).setUint32(copy.length - 4, crc);
  return copy;
}

const via = { via: 'ota', events: null } as const;
const anyBoard = fc.constantFrom(...BOARDS);
const anyForm = fc.constantFrom<'describe' | 0 | 1>('describe', 0, 1);
const anyPair = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 2, maxLength: 2 });
const anyPacking = fc.constantFrom('plain', 'compressed', 'old_hash');

describe('builds with equal headers', () => {
  test('verify never says that the wrong one landed, and says it of the right one where its hash is reported', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        anyBoard,
        anyForm,
        anyPair,
        anyPacking,
        fc.boolean(),
        (board, form, [one, two], packing, reported) => {
          const there = build(withCode(board, one ?? 0));
          const other = withCode(board, two ?? 0);
          const wrong =
            packing === 'compressed' && board.platform !== 6
              ? buildCompressedModule(other, (bytes) => deflateRawSync(bytes), NODE_TOOLS)
              : packing === 'old_hash'
                ? withOldHash(build(other), there)
                : build(other);
          const state = reportOf(board, reported ? hashIn(there) : null, form);
          const right = verifyUpdate(null, state, [fileOf(there, 'right.bin')], via);
          const { landed, missing, judgement } = verifyUpdate(null, state, [fileOf(wrong, 'wrong.bin')], via);
          expect(landed).toEqual([]);
          expect(judgement).toBe(missing[0]?.why.kind === 'build_unknown' ? 'unknown' : 'not-ok');
          expect(right.landed.length).toBe(reported ? 1 : 0);
          const kind = missing[0]?.why.kind ?? 'none';
          expect(kind).toBe(reported && packing !== 'old_hash' ? 'other_build' : 'build_unknown');
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          // Header numbers alone are what was asked for, and that is said.
          const byVersion = verifyUpdate(null, state, [fileOf(wrong, 'wrong.bin')], { ...via, byVersion: true });
          expect(byVersion.byVersion.length).toBe(byVersion.landed.length);
          expect(byVersion.landed.length).toBe(1);
        },
      ),
      { numRuns: 200 },
    );
    expect([...seen.values()].every((count) => count > 10)).toBe(true);
    expect(seen.size).toBe(2);
  });

  test('plan sends the other build, and what is there already where that is not known; then it is there', () => {
    fc.assert(
      fc.property(anyBoard, anyPair, anyPacking, fc.boolean(), (board, [one, two], packing, reported) => {
        const there = build(withCode(board, one ?? 0));
        const other = build(withCode(board, two ?? 0));
        const state = reportOf(board, reported ? hashIn(there) : null, 'describe');
        const same = fileOf(there, 'same.bin');
        const wanted = fileOf(packing === 'old_hash' ? withOldHash(other, there) : other, 'other.bin');
        const steps = [same, wanted].map((file) => {
          const plan = planUpdate(state, [file], { kind: 'files' }, { via: 'ota' });
          if (plan.kind !== 'plan') throw new Error(plan.kind);
          expect(isInstalled(plan.state, file)).toBe(true);
          expect(plan.advice.some(({ kind }) => kind === 'build_unknown')).toBe(
            !reported || (packing === 'old_hash' && file === wanted),
          );
          return plan.steps.length;
        });
        expect(steps).toEqual([reported ? 0 : 1, 1]);
        const after = send(state, wanted.facts, 'ota').state;
        expect(isInstalled(after, same)).toBe(false);
        expect(stateKey(after)).not.toBe(stateKey(send(state, same.facts, 'ota').state));
      }),
      { numRuns: 100 },
    );
  });
});
