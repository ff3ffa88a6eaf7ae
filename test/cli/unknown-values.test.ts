/** Values that are there and that nobody knows, through the commands: shown with their number, and never OK where they matter. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ModuleDescription } from '../../src/module/write.js';
import { fwinspect } from '../support/command.js';
import { build } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const folder = tempFolder();
const PART: ModuleDescription = { platform: 6, function: 4, index: 2, version: 1213, start: 0x08060000, code: 600 };

function file(name: string, over: Partial<ModuleDescription>): string {
  return join(folder.path, folder.put(name, build({ ...PART, ...over })));
}

const PHOTON = ['--from', '1.2.1', '--platform', 'photon'];

describe('a function or a platform that nobody knows', () => {
  test.each([10, 129])('function %i', async (moduleFunction) => {
    const path = file(`f${String(moduleFunction)}.bin`, { function: moduleFunction });
    const shown = await fwinspect(['inspect', path]);
    expect(shown.stdout).toContain(`Module      unknown function ${String(moduleFunction)} index 2 at 1213`);
    expect(shown.stdout).toContain('FW306');
    expect((await fwinspect(['simulate', ...PHOTON, path])).code).toBe(1);
  });

  test('platform 777 with function 200', async () => {
    const { stdout } = await fwinspect(['inspect', file('p777.bin', { platform: 777, function: 200 })]);
    expect(stdout).toContain('unknown function 200');
    expect(stdout).toContain('platform 777 (777)');
    expect(stdout).toContain('FW106');
  });
});

describe('a header where the device does not look', () => {
  test.each([0x10, 0x400])('at %i: not known in every command', async (headerOffset) => {
    const path = file(`h${String(headerOffset)}.bin`, { headerOffset });
    expect((await fwinspect(['inspect', path])).stdout).toContain(`header at 0x${headerOffset.toString(16)}`);
    for (const args of [
      ['simulate', ...PHOTON],
      ['plan', ...PHOTON],
      ['check', '--min-os', '1.2.1'],
      ['check'],
      ['deps'],
    ]) {
      expect({ args, code: (await fwinspect([...args, path])).code }).toEqual({ args, code: 2 });
    }
  });
});

describe('extensions say what comes of them', () => {
  test('a security mode that no Device OS asks', async () => {
    const suffixExtensions = [{ kind: 'security_mode', mode: 1 }, { kind: 'end' }] as const;
    const { stdout } = await fwinspect(['inspect', file('secure-part.bin', { headerOffset: 0x184, suffixExtensions })]);
    expect(stdout).toContain('security mode 1, without effect');
    expect(stdout).toContain('FW310');
    const odd = await fwinspect(['inspect', 'fixtures/odd/protected-bootloader.bin']);
    expect(odd.stdout).toContain('PROTECTED: makes a device a protected one');
    expect(odd.stdout).not.toContain('FW310');
  });

  test('where an RTL872x system part or bootloader is linked to is no start of an application', async () => {
    const location = { kind: 'dynamic_location', moduleStart: 0x08060000 } as const;
    const other = { kind: 'product_data', id: 32, version: 1 } as const;
    const system = file('p2-system.bin', {
      platform: 32,
      index: 1,
      version: 5800,
      suffixExtensions: [location, other],
    });
    const boot = { platform: 32, function: 2, index: 0, version: 2600, headerOffset: 0x20, start: 0x08004000 };
    const bootloader = file('p2-bootloader.bin', { ...boot, suffixExtensions: [location, other] });
    for (const path of [system, bootloader]) {
      const { stdout } = await fwinspect(['inspect', path]);
      expect(stdout).toContain('linked to 0x08060000');
      expect(stdout).not.toContain('application starts at');
      expect(stdout).toContain('(5.8.0)');
    }
    const app = await fwinspect(['inspect', 'fixtures/p2-5.8.0/app-for-5.8.0.bin']);
    expect(app.stdout).toContain('application starts at 0x085ff7d6');
  });

  test('a raw asset has its own size', async () => {
    const { stdout } = await fwinspect(['inspect', 'fixtures/odd/bundle.zip']);
    expect(stdout).toMatch(/File +37 bytes; sent as a module of 168 bytes/);
  });
});

describe('an absent dependency, as old tools print it', () => {
  const PART_1 = 'fixtures/photon-0.7.0/system-part1-0.7.0-photon.bin';
  const clean = 'fixtures/pasted/photon-0.7.0.txt';
  const text = readFileSync(clean, 'utf8');
  const needs = /^( +)System module #2 - version \d+$/m;

  test.each([
    'undefined module #0 - version 0',
    '- undefined module #0 – version 0',
    '"undefined module #0 - version 0"',
  ])('%s is none', async (absent) => {
    expect(text).toMatch(needs);
    const path = join(folder.path, folder.put('undefined.txt', text.replace(needs, `$&\n$1${absent}`)));
    expect(readFileSync(path, 'utf8')).not.toBe(text);
    const read = await fwinspect(['verify', '--device', path, PART_1]);
    expect(read).toEqual(await fwinspect(['verify', '--device', clean, PART_1]));
    expect(read.code).toBe(1);
  });
});
