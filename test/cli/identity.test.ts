/** Whose build is on the device: `plan` and `verify` of a person's own application, which every build of has the same header numbers. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../src/source/node-tools.js';
import { application, build } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const ARGON = 12;
const { put, run } = tempFolder();

const code = (fill: number): Uint8Array => new Uint8Array(512).fill(fill);
const OLD = build({ ...application('5.5.0', ARGON, 2, 1, 6), code: code(1) });
const NEW = build({ ...application('5.5.0', ARGON, 2, 1, 6), code: code(2) });
put('app-old.bin', OLD);
put('app-new.bin', NEW);
put(
  'app-with-asset.bin',
  build({
    ...application('5.5.0', ARGON, 2, 1, 6),
    suffixExtensions: [
      { kind: 'asset_dependency', hash: sha256Hex(Buffer.from('two')), name: 'test2.txt' },
      { kind: 'end' },
    ],
  }),
);

/** The 32 bytes in front of the suffix size. */
const hashIn = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(bytes.length - 38, bytes.length - 6)).toString('hex');

function report(hash: string | null, assets?: readonly { readonly name: string; readonly hash: string }[]): string {
  const module = (f: string, n: string, v: number, s: number, d: readonly object[] = []) => ({
    s,
    l: 'm',
    vc: 30,
    vv: 30,
    f,
    n,
    v,
    d,
  });
  const own = module('u', '2', 6, 262144, [{ f: 's', n: '1', v: 5501 }]);
  const m = [
    module('b', '0', 2300, 49152),
    module('s', '1', 5501, 540672, [
      { f: 'a', n: '0', v: 202 },
      { f: 'b', n: '0', v: 2300 },
    ]),
    hash === null ? own : { ...own, u: hash.toUpperCase() },
    module('a', '0', 202, 192512),
    module('c', '0', 5, 1536000),
  ];
  return JSON.stringify({ p: ARGON, f: [], v: {}, m, ...(assets === undefined ? {} : { assets }) });
}

put('hash.json', report(hashIn(OLD)));
put('half-a-hash.json', report(hashIn(OLD).slice(0, 40)));
put('no-hash.json', report(null));
put('one-asset.json', report(null, [{ name: 'test.txt', hash: sha256Hex(Buffer.from('one')) }]));
put('same-name.json', report(null, [{ name: 'test2.txt', hash: sha256Hex(Buffer.from('one')) }]));

const verify = (device: string, ...rest: readonly string[]) => run(['verify', '--device', device, ...rest]);
const plan = async (device: string, ...rest: readonly string[]) => {
  const { stdout, code: exit } = await run(['plan', '--device', device, '--json', ...rest]);
  const { steps } = JSON.parse(stdout) as { readonly steps?: readonly { readonly file: string }[] };
  return { exit, files: steps?.map(({ file }) => file) };
};

describe.concurrent('another build of the application that is there', () => {
  test('verify: the hash of the report decides', async () => {
    const other = await verify('hash.json', 'app-new.bin');
    expect(other.code).toBe(1);
    expect(other.stdout).toContain('another build is there');
    expect(other.stdout).not.toContain('landed');
    const same = await verify('hash.json', 'app-old.bin');
    expect(same.code).toBe(0);
    expect(same.stdout).toContain('landed   app-old.bin');
  });

  test.each(['no-hash.json', 'half-a-hash.json'])('verify, %s: not known, 2, and how to find out', async (device) => {
    const { code: exit, stdout } = await verify(device, 'app-new.bin');
    expect(exit).toBe(2);
    expect(stdout).toContain('NOT KNOWN');
    expect(stdout).not.toContain('landed');
    expect(stdout).toContain('UUID');
    const { stdout: json } = await verify(device, '--json', 'app-new.bin');
    expect(JSON.parse(json)).toMatchObject({ landed: [], missing: [{ file: 'app-new.bin', why: 'build_unknown' }] });
  });

  test('verify --by-version takes header numbers, and says so', async () => {
    const { code: exit, stdout } = await verify('no-hash.json', '--by-version', 'app-new.bin');
    expect(exit).toBe(0);
    expect(stdout).toContain('By header numbers alone');
    const { stdout: json } = await verify('no-hash.json', '--by-version', '--json', 'app-new.bin');
    expect(JSON.parse(json)).toMatchObject({ landed: ['app-new.bin'], byVersion: ['app-new.bin'] });
  });

  test('plan sends what is not known to be there, and says why', async () => {
    expect(await plan('hash.json', 'app-new.bin')).toEqual({ exit: 0, files: ['app-new.bin'] });
    expect(await plan('hash.json', 'app-old.bin')).toEqual({ exit: 0, files: [] });
    expect(await plan('no-hash.json', 'app-old.bin')).toEqual({ exit: 0, files: ['app-old.bin'] });
    const { stdout } = await run(['plan', '--device', 'no-hash.json', 'app-old.bin']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('which build it is, is not known, so the file is sent');
  });

  test.each(['one-asset.json', 'same-name.json'])('an asset counts by name and hash: %s', async (device) => {
    const { files } = await plan(device, 'app-with-asset.bin');
    expect(files).toEqual(['app-with-asset.bin']);
    const { code: exit, stdout } = await verify(device, '--by-version', 'app-with-asset.bin');
    expect(exit).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('asset test2.txt');
  });

  test('the device of the fixtures has the application of the fixtures', () => {
    const fixtures = new URL('../../fixtures/', import.meta.url);
    const device = readFileSync(new URL('devices/boron-4.2.0-describe.json', fixtures), 'utf8');
    const file = readFileSync(new URL('boron-4.2.0/app-256k-for-4.2.0.bin', fixtures));
    expect(device).toContain(hashIn(file));
  });
});
