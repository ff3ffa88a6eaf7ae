/** Application bundles through the commands: twins of those that particle-cli tests with, and what came up in reports. */
import { describe, expect, test } from 'vitest';
import { buildAssetModule } from '../../src/module/asset.js';
import { noise } from '../../src/module/write.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { deflateRaw, NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import type { Outcome } from '../support/command.js';
import { application, build } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const ELECTRON = 10;
const ARGON = 12;
const { put, run } = tempFolder();
const words = ({ stdout, stderr }: Outcome): string => `${stdout}${stderr}`.replace(/\s+/g, ' ');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const ASSETS = { 'cat.txt': 'meow\n', 'house.txt': 'stone\n', 'water.txt': 'drop\n' } as const;

/** An application that needs those assets, built for that release. */
function needing(assets: Readonly<Record<string, string>>, release = '4.0.2', platform = ARGON): ModuleDescription {
  const index = platform === ARGON ? 2 : 1;
  return {
    ...application(release, platform, index, platform === ARGON ? 1 : 2),
    version: 6,
    suffixExtensions: [
      ...Object.entries(assets).map(
        ([name, content]) => ({ kind: 'asset_dependency', name, hash: sha256Hex(bytes(content)) }) as const,
      ),
      { kind: 'end' },
    ],
  };
}

const bundleOf = (app: ModuleDescription, assets: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  buildZip([
    { name: 'app.bin', data: build(app) },
    ...Object.entries(assets).map(([name, data]) => ({ name: `assets/${name}`, data })),
  ]);

const good = put('bundle.zip', bundleOf(needing(ASSETS), ASSETS));
const { 'water.txt': _water, ...two } = ASSETS;
const missing = put('bundle-missing.zip', bundleOf(needing(ASSETS), { ...two, '.DS_Store': 'x' }));
const other = put('bundle-other.zip', bundleOf(needing(ASSETS), { ...ASSETS, 'cat.txt': 'woof\n' }));
const invalid = put('bundle-invalid.zip', buildZip([{ name: 'app.txt', data: '' }]));
put('unpacked/app.bin', build(needing(ASSETS)));
for (const [name, content] of Object.entries(ASSETS)) {
  const data = bytes(content);
  put(`unpacked/${name}.bin`, buildAssetModule(data, name, sha256Hex(data), { ...NODE_TOOLS, deflateRaw }));
}

const FROM_6_2 = ['--from', '6.2.0', '--platform', 'argon'];

describe.concurrent('a bundle is judged as what the device gets', () => {
  test.each([
    ['check', '--min-os', '6.2.0'],
    ['simulate', ...FROM_6_2],
    ['plan', ...FROM_6_2],
    ['simulate', '--via', 'local', ...FROM_6_2],
    ['plan', '--via', 'dfu', ...FROM_6_2],
  ])(
    '%s %s %s: a whole one is fine, one that lacks an asset or holds another is not, a zip that is none is no answer',
    async (...args) => {
      const outcomes = [];
      for (const file of [good, missing, other, invalid]) outcomes.push(await run([...args, file]));
      expect(
        outcomes.map(({ code }) => code),
        outcomes.map(words).join('\n'),
      ).toEqual([0, 1, 1, 2]);
    },
  );

  test('the same unpacked, with its assets as modules', async () => {
    const files = ['app', ...Object.keys(ASSETS)].map((name) => `unpacked/${name}.bin`);
    expect(await run(['check', '--min-os', '6.2.0', ...files])).toMatchObject({ code: 0 });
    expect(await run(['simulate', ...FROM_6_2, ...files])).toMatchObject({ code: 0 });
    expect(await run(['plan', ...FROM_6_2, ...files])).toMatchObject({ code: 0 });
    const { stdout } = await run(['plan', ...FROM_6_2, ...files, '--commands', 'sh']);
    expect(stdout).toBe(files.map((name) => `particle flash DEVICE ${name}\n`).join(''));
    // Of a folder the application is not sent unasked, and so its assets are not either.
    const folder = await run(['plan', ...FROM_6_2, 'unpacked', '--json']);
    expect(folder.stdout).not.toContain('particle flash');
  });

  test('the assets that are missing are named at the end', async () => {
    expect(words(await run(['simulate', ...FROM_6_2, missing]))).toContain('the asset water.txt is missing');
    expect(words(await run(['plan', ...FROM_6_2, other]))).toMatch(
      /SAFE MODE At the end: safe mode: the asset cat\.txt is missing/,
    );
  });

  test('an asset is no firmware and no archive, whatever its name', async () => {
    const assets = { 'ncp.bin': 'y', 'x.zip': 'z', 'photon-system-part1@0.7.0.bin': 'w', 'a b.txt': 'x' };
    const file = put('names.zip', bundleOf(needing(assets), assets));
    expect(words(await run(['check', '--min-os', '6.2.0', file]))).toMatch(/OK 5 files checked: 1 note/);
    expect((await run(['plan', ...FROM_6_2, file, '--commands', 'sh'])).stdout).toBe(
      'particle flash DEVICE names.zip\n',
    );
  });
});

describe.concurrent('one bundle is one command', () => {
  test.each([
    ['ota', 'particle flash DEVICE bundle.zip\n'],
    ['local', 'particle flash --local bundle.zip\n'],
    ['dfu', 'particle flash --local bundle.zip\n'],
  ])('over %s', async (via, script) => {
    const outcome = await run(['plan', '--via', via, ...FROM_6_2, good, '--commands', 'sh']);
    expect(outcome).toMatchObject({ code: 0, stdout: script });
  });

  test('its steps say so, and its JSON has one command', async () => {
    expect(words(await run(['plan', ...FROM_6_2, good]))).toMatch(
      /1 particle flash DEVICE bundle\.zip application .* 2 with the same command asset cat\.txt/,
    );
    const { steps } = JSON.parse((await run(['plan', ...FROM_6_2, good, '--json'])).stdout) as {
      steps: readonly { command: string | null }[];
    };
    expect(steps.map(({ command }) => command)).toEqual(['particle flash DEVICE bundle.zip', null, null, null]);
  });

  test('a bundle in another archive, and files of a zip that is none, have to be unpacked', async () => {
    const app = needing(ASSETS);
    const outer = put('outer.zip', buildZip([{ name: 'bundle.zip', data: bundleOf(app, ASSETS) }]));
    const plain = put('plain.zip', buildZip([{ name: 'app.bin', data: build(application('5.8.0', ARGON, 2, 1)) }]));
    for (const file of [outer, plain]) {
      const { code, stdout, stderr } = await run(['plan', ...FROM_6_2, file, '--commands', 'sh']);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toContain('lies in an archive; unpack it');
    }
  });
});

/** A describe message of an Argon with 5.5.0, which does not tell what the application requires; null = nor what is stored. */
function report(
  stored: readonly { readonly name: string; readonly hash: string }[] | null,
  hash: string | null = null,
): string {
  const sizes: Readonly<Record<string, number>> = { b: 49152, s: 540672, u: 262144, a: 192512, c: 1536000 };
  const module = (f: string, n: string, v: number, d: readonly object[]) => ({
    ...{ s: sizes[f], l: 'm', vc: 30, vv: 30, f, n, v, d },
  });
  const app = module('u', '2', 6, [{ f: 's', n: '1', v: 5501, _: '' }]);
  return JSON.stringify({
    p: ARGON,
    f: [],
    v: {},
    m: [
      module('b', '0', 2300, []),
      module('s', '1', 5501, [
        { f: 'a', n: '0', v: 202, _: '' },
        { f: 'b', n: '0', v: 2300, _: '' },
      ]),
      hash === null ? app : { ...app, u: hash },
      module('a', '0', 202, []),
      module('c', '0', 5, []),
    ],
    ...(stored === null ? {} : { assets: stored }),
  });
}

describe.concurrent('an asset counts by name and hash', () => {
  const content = 'test2.txt';
  const asset = { name: 'test2.txt', hash: sha256Hex(bytes(content)) };
  const app = needing({ 'test2.txt': content }, '5.5.0');
  const file = put('asset.zip', bundleOf(app, { 'test2.txt': content }));
  const stepsOf = async (device: string): Promise<readonly string[]> => {
    const { stdout } = await run(['plan', '--device', device, file, '--json']);
    const { steps } = JSON.parse(stdout) as { steps: readonly { function: string }[] };
    return steps.map((step) => step.function);
  };

  test('the same bytes under another name are another asset', async () => {
    const device = put('a/other-name.json', report([{ name: 'test.txt', hash: asset.hash }]));
    expect(await stepsOf(device)).toEqual(['user_part', 'asset']);
    expect(await run(['verify', '--device', device, file])).toMatchObject({ code: 1 });
  });

  test('other bytes under its name, too', async () => {
    const device = put('a/other-hash.json', report([{ ...asset, hash: '00'.repeat(32) }]));
    expect(await stepsOf(device)).toEqual(['user_part', 'asset']);
    expect(words(await run(['verify', '--device', device, file]))).toMatch(/MISSING asset\.zip!\/assets\/test2\.txt/);
  });

  /** What the device reports of the application: the hash in front of the suffix size. */
  const built = build(app);
  const hash = Buffer.from(built.subarray(built.length - 38, built.length - 6)).toString('hex');

  test('one that is there is not sent again', async () => {
    const device = put('a/there.json', report([asset], hash));
    expect(await stepsOf(device)).toEqual([]);
    expect(await run(['verify', '--device', device, file])).toMatchObject({ code: 0 });
    // Which application it is, a report without its hash does not say.
    const unsaid = put('a/there-unsaid.json', report([asset]));
    expect(await stepsOf(unsaid)).toEqual(['user_part']);
    expect(await run(['verify', '--device', unsaid, file])).toMatchObject({ code: 2 });
  });

  test('where the report says nothing of assets, they are sent, and then known', async () => {
    const device = put('a/unsaid.json', report(null));
    expect(await stepsOf(device)).toEqual(['user_part', 'asset']);
    expect(await run(['simulate', '--device', device, file])).toMatchObject({ code: 0 });
    const verified = await run(['verify', '--device', device, file]);
    expect(verified.code).toBe(2);
    expect(words(verified)).toContain('asset test2.txt): the report does not say what lies there');
  });

  test('an application of the same hash that requires something else is another', async () => {
    const usb = (required: readonly object[]): string =>
      JSON.stringify({
        platformId: ARGON,
        modules: [
          { type: 'BOOTLOADER', store: 'MAIN', version: 2300, maxSize: 49152, failedFlags: 0, dependencies: [] },
          {
            type: 'SYSTEM_PART',
            store: 'MAIN',
            index: 1,
            version: 5501,
            maxSize: 540672,
            failedFlags: 0,
            dependencies: [],
          },
          {
            ...{ type: 'USER_PART', store: 'MAIN', index: 2, version: 6, maxSize: 262144, failedFlags: 0 },
            dependencies: [{ type: 'SYSTEM_PART', index: 1, version: 5501 }],
            assetDependencies: required,
            hash,
          },
          { type: 'RADIO_STACK', store: 'MAIN', version: 202, maxSize: 192512, failedFlags: 0, dependencies: [] },
        ],
        assets: { available: [asset], required },
      });
    expect(await stepsOf(put('a/same.json', usb([asset])))).toEqual([]);
    expect(await stepsOf(put('a/without.json', usb([])))).toEqual(['user_part']);
  });
});

describe.concurrent('assets that never arrive, or do not fit', () => {
  test('Device OS before 5.5.0 knows none', async () => {
    for (const args of [[], ['--min-os', '4.0.2'], ['--target-os', '5.3.0 - 5.4.1']]) {
      const outcome = await run(['check', '--platform', 'argon', ...args, good]);
      expect(outcome.code).toBe(1);
      expect(words(outcome)).toMatch(/FW709/);
      expect(words(outcome)).toContain('never arrive');
    }
    for (const command of ['simulate', 'plan']) {
      const outcome = await run([command, '--from', '4.0.2', '--platform', 'argon', good]);
      expect(outcome.code).toBe(1);
      expect(words(outcome)).toContain('knows no assets (Gen 3 and 4 do from 5.5.0 on): it never arrives');
      expect(words(outcome)).not.toContain('would leave a system part');
    }
    const alone = put('alone.bin', build(needing(ASSETS)));
    expect(words(await run(['check', '--min-os', '4.0.2', alone]))).toContain('FW709');
    expect(words(await run(['check', '--min-os', '5.5.0', good]))).not.toContain('FW709');
  });

  test('Gen 2 never does', async () => {
    const file = put('electron.zip', bundleOf(needing(ASSETS, '1.5.2', ELECTRON), ASSETS));
    for (const command of ['check', 'inspect', 'deps']) {
      const outcome = await run([command, file]);
      expect(outcome.code).toBe(1);
      expect(words(outcome)).toMatch(
        /no Device OS of electron knows any: they never arrive, and it starts without them.*FW708/,
      );
    }
    expect(await run(['simulate', '--from', '1.5.2', '--platform', 'electron', file])).toMatchObject({ code: 1 });
  });

  test('one that is too large, and all together', async () => {
    const big = { 'big.bin': noise(700_000, 3) };
    const hash = (content: Uint8Array): string => sha256Hex(content);
    const app = (assets: Readonly<Record<string, Uint8Array>>): ModuleDescription => ({
      ...application('5.8.0', ARGON, 2, 1),
      suffixExtensions: [
        ...Object.entries(assets).map(
          ([name, data]) => ({ kind: 'asset_dependency', name, hash: hash(data) }) as const,
        ),
        { kind: 'end' },
      ],
    });
    const one = put('big.zip', bundleOf(app(big), big));
    const oneBig = await run(['check', '--min-os', '6.2.0', one]);
    expect(words(oneBig)).toMatch(/FW710/);
    expect(words(oneBig)).toContain('606,208');
    const many = Object.fromEntries([1, 2, 3].map((at) => [`${String(at)}.bin`, noise(400_000, at)]));
    const all = await run(['check', '--min-os', '6.2.0', put('many.zip', bundleOf(app(many), many))]);
    expect(all.code).toBe(1);
    expect(words(all)).toMatch(/3 assets take 1,\d+,\d+ bytes .* FW711/);
  });
});
