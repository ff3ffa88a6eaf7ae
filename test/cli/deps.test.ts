/** `deps`: what stands behind its OK, and what is no OK. */
import { expect, test } from 'vitest';
import { applicationWithAsset, assetModule, build, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const { put, run } = tempFolder();
const BORON = 13;
put('app.bin', build(applicationWithAsset()));
put('cat.bin', build(assetModule()));
put('mono.bin', build({ ...released('4.1.0', BORON, 4, 1), function: 3, index: 0, version: 5200 }));

interface Groups {
  readonly groups: readonly [{ readonly assetsOnDevice: readonly unknown[] }];
}

test.concurrent('the assets of an application are a condition, as its Device OS is', async () => {
  const { stdout, code } = await run(['deps', 'app.bin']);
  expect(stdout.replace(/\s+/gu, ' ')).toContain(
    'OK if the device has Device OS 5.8.0 or newer and the asset cat.txt.',
  );
  expect(code).toBe(0);
  const { groups } = JSON.parse((await run(['deps', '--json', 'app.bin'])).stdout) as Groups;
  const hash: unknown = expect.stringMatching(/^[0-9a-f]{64}$/u);
  expect(groups[0].assetsOnDevice).toEqual([{ name: 'cat.txt', hash, neededBy: ['app.bin'] }]);
});

test.concurrent('assets that are among the files are none', async () => {
  const { stdout } = await run(['deps', 'app.bin', 'cat.bin']);
  expect(stdout.replace(/\s+/gu, ' ')).toContain('OK if the device has Device OS 5.8.0 or newer. ');
  const { groups } = JSON.parse((await run(['deps', '--json', 'app.bin', 'cat.bin'])).stdout) as Groups;
  expect(groups[0].assetsOnDevice).toEqual([]);
});

test.concurrent.each([['deps'], ['audit'], ['check']])(
  '%s of monolithic firmware: no release takes it, and over DFU nobody knows what it does',
  async (command) => {
    const { stdout, code } = await run([command, 'mono.bin']);
    expect(stdout.replace(/\s+/gu, ' ')).toContain(
      'a module for monolithic firmware, which this platform does not have',
    );
    expect(stdout).toContain('NOT KNOWN');
    expect(code).toBe(2);
  },
);
