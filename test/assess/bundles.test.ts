/** A bundle, and the same application and assets as loose files: one answer. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.js';
import type { FirmwareFile } from '../../src/assess/file.js';
import { readInput } from '../../src/cli/input.js';
import { isModuleFile } from '../../src/device/module-file.js';
import { shippedState } from '../../src/device/shipped.js';
import { simulate } from '../../src/device/simulate.js';
import type { DeviceState, Transport } from '../../src/device/types.js';
import { buildAssetModule } from '../../src/module/asset.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { planUpdate } from '../../src/plan/update.js';
import { verifyUpdate } from '../../src/plan/verify.js';
import { deflateRaw, NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { application, build } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const { put, path } = tempFolder();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Name and content of an asset; few of both, so that they meet. */
const asset = fc.record({
  name: fc.constantFrom('a', 'b.txt', 'env'),
  content: fc.constantFrom('', 'x', 'yy'.repeat(400)),
});
const assets = fc.uniqueArray(asset, { selector: ({ name }) => name, maxLength: 3 });
const board = fc.constantFrom(
  { platform: 12, release: '4.0.2', index: 2, system: 1 },
  { platform: 13, release: '5.8.0', index: 2, system: 1 },
  { platform: 10, release: '1.5.2', index: 1, system: 2 },
);
type Board = typeof board extends fc.Arbitrary<infer One> ? One : never;
type Asset = typeof asset extends fc.Arbitrary<infer One> ? One : never;

function applicationOf({ platform, release, index, system }: Board, needs: readonly Asset[]): ModuleDescription {
  return {
    ...application(release, platform, index, system),
    suffixExtensions: [
      ...needs.map(
        ({ name, content }) => ({ kind: 'asset_dependency', name, hash: sha256Hex(bytes(content)) }) as const,
      ),
      { kind: 'end' },
    ],
  };
}

/** What is said of files whatever they are packed in. */
function plain(value: unknown): unknown {
  const ofPacking = ['archive', 'root', 'bundle', 'named', 'sha256', 'payloadSha256', 'rawSize'];
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      ofPacking.includes(key) ? undefined : typeof one === 'string' ? one.replaceAll(/^.*\.zip!\/|^loose\//g, '') : one,
    ),
  );
}

function answers(files: readonly FirmwareFile[], state: DeviceState, via: Exclude<Transport, 'dfu_flag'>): unknown {
  const modules = [...files.filter(isModuleFile)].sort((a, b) => (plainName(a.file) < plainName(b.file) ? -1 : 1));
  const {
    inventory: _inventory,
    files: _files,
    ...found
  } = assess(files, { targetOs: '1.5.2 || 5.4.1 || 5.5.0 || 6.2.0', via });
  return plain({
    judged: { findings: found.findings, judgement: found.judgement, order: found.order.map(({ order }) => order) },
    alone: assess(files).findings,
    plan: planUpdate(state, modules, { kind: 'files' }, { via }),
    simulation: simulate(state, modules, via),
    verification: verifyUpdate(null, state, modules, { via, events: null }),
  });
}

const plainName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

test('a bundle and the same application and assets as loose files get the same findings, judgements and plan', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      board,
      assets,
      assets,
      fc.constantFrom('ota', 'local', 'dfu'),
      fc.constantFrom('1.5.2', '4.0.2', '5.5.0', '5.9.0'),
      fc.boolean(),
      async (of, needs, given, via, release, isKnown) => {
        const folder = String(round++);
        const app = build(applicationOf(of, needs));
        // A zip without assets is a bundle only where its application needs some: nobody says so of a loose file.
        fc.pre(given.length > 0);
        const raw = given.map(({ name, content }) => ({ name: `assets/${name}`, data: bytes(content) }));
        const bundle = put(`${folder}/b.zip`, buildZip([{ name: 'app.bin', data: app }, ...raw]));
        const loose = [put(`${folder}/loose/app.bin`, app)];
        for (const { name, data } of raw) {
          const module = buildAssetModule(data, plainName(name), sha256Hex(data), { ...NODE_TOOLS, deflateRaw });
          loose.push(put(`${folder}/loose/${name}`, module));
        }
        const shipped = shippedState(release, of.platform, 'for_release') ?? shippedState('1.5.2', of.platform, 'none');
        if (shipped === null) return;
        const state: DeviceState = isKnown ? shipped.state : { ...shipped.state, assets: 'unknown' };
        const read = async (names: readonly string[]): Promise<readonly FirmwareFile[]> => {
          const { files, errors } = await readInput(
            names.map((name) => `${path}/${name}`),
            { all: false, hashes: true },
          );
          expect(errors).toEqual([]);
          return files.map((one) => ({ ...one, file: one.file.slice(`${path}/${folder}/`.length) }));
        };
        expect(answers(await read([bundle]), state, via as 'ota')).toEqual(
          answers(await read(loose), state, via as 'ota'),
        );
      },
    ),
    { numRuns: 60 },
  );
});
