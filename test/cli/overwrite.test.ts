/** No answer takes the place of what it was made from, by whatever name it goes. */
import { linkSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { application, build, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const { path, put, run } = tempFolder();
const report = new URL('../../fixtures/devices/boron-4.0.2-describe.json', import.meta.url);

put('a.bin', build(application('0.5.0', 10, 1, 2)));
put('folder/b.bin', build(released('0.5.0', 10, 4, 1)));
put('device.json', readFileSync(report));
put('config.json', '{}');
put('locked.json', '{"schema":"fwinspect/lock@1","files":[]}');
linkSync(join(path, 'a.bin'), join(path, 'hard.bin'));
symlinkSync('a.bin', join(path, 'soft'));

describe('an output that is an input is refused', () => {
  test.each([
    [['deps', 'a.bin', '-o', 'a.bin']],
    [['deps', 'a.bin', '-o', './folder/../a.bin']],
    [['deps', 'a.bin', '-o', 'hard.bin']],
    [['deps', 'a.bin', '-o', 'soft']],
    [['deps', './*.bin', '-o', 'a.bin']],
    [['deps', 'folder', '-o', 'folder/b.bin']],
    [['check', 'a.bin', '--no-config', '--format', 'json=a.bin']],
    [['check', 'a.bin', '--config', 'config.json', '-o', 'config.json']],
    [['check', 'a.bin', '--no-config', '--device', 'device.json', '-o', 'device.json']],
    [['diff', 'a.bin', 'folder', '-o', 'a.bin']],
    [['audit', 'a.bin', '--sbom', 'a.bin']],
    [['audit', 'a.bin', '--lock', 'locked.json', '-o', 'locked.json']],
    [['verify', 'a.bin', '--device', 'device.json', '-o', 'device.json']],
  ])('%j', async (args) => {
    const name = args.at(-1)?.replace('json=', '') ?? '';
    const before = readFileSync(join(path, name));
    const { code, stderr } = await run(args);
    expect(stderr).toContain('would overwrite an input');
    expect(code).toBe(2);
    expect(readFileSync(join(path, name)).equals(before)).toBe(true);
  });
});

test('another file in a folder that is read may be replaced', async () => {
  put('folder/notes.txt', 'old');
  expect((await run(['deps', 'folder', '-o', 'folder/notes.txt'])).code).toBe(0);
  expect(readFileSync(join(path, 'folder/notes.txt'), 'utf8')).toContain('OK');
});
