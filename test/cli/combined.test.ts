/** Every module of a combined file is seen: by the order, the audit, the report and the graph. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildCombinedModule } from '../../src/module/write.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { application, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const ARGON = 12;
const BORON = 13;
const { path, put, run } = tempFolder();

put(
  'comb.bin',
  buildCombinedModule(
    [{ ...released('2.0.1', BORON, 2, 0), version: 1101 }, released('4.0.2', BORON, 4, 1)],
    NODE_TOOLS,
  ),
);
put(
  'older.bin',
  buildCombinedModule(
    [{ ...released('2.0.1', BORON, 2, 0), version: 1005 }, released('4.0.2', BORON, 4, 1)],
    NODE_TOOLS,
  ),
);
put(
  'foreign.bin',
  buildCombinedModule([released('4.0.2', BORON, 4, 1), application('4.0.2', ARGON, 1, 1)], NODE_TOOLS),
);

describe.concurrent('a bootloader and a system part of 4.0.2 in one file', () => {
  test('deps names both, and what the second needs', async () => {
    const { stdout, code } = await run(['deps', 'comb.bin']);
    expect(stdout).toContain('boron · 2 modules · Device OS 4.0.2');
    expect(stdout).toContain('bootloader + system part 1');
    expect(stdout).toMatch(/OK if the device has bootloader >= 1101 .* and radio stack >= 202/u);
    expect(code).toBe(0);
    const { groups } = JSON.parse((await run(['deps', 'comb.bin', '--json'])).stdout) as {
      readonly groups: readonly [
        {
          readonly order: readonly [{ readonly combined: readonly unknown[] }];
          readonly needsOnDevice: readonly { readonly function: string; readonly version: number }[];
        },
      ];
    };
    expect(groups[0].order[0].combined).toMatchObject([{ function: 'system_part', index: 1, version: 4006 }]);
    expect(groups[0].needsOnDevice.map((one) => [one.function, one.version])).toEqual([
      ['bootloader', 1101],
      ['radio_stack', 202],
    ]);
  });

  test.each([
    ['audit', ['audit', 'comb.bin']],
    ['graph', ['graph', 'comb.bin', '--format', 'dot']],
  ])('%s too', async (_, args) => {
    const { stdout } = await run(args);
    expect(stdout).toContain('bootloader + system part 1');
    expect(stdout).toMatch(/bootloader >= 1101/u);
    expect(stdout).toMatch(/radio stack >= 202/u);
  });

  test('report too', async () => {
    await run(['report', 'comb.bin', '-o', 'report.html']);
    const page = readFileSync(join(path, 'report.html'), 'utf8');
    expect(page).toContain('bootloader + system part 1');
    expect(page).toContain('bootloader &#62;&#61; 1101');
  });

  test('check counts its system part: devices newer than it are not what the set is for', async () => {
    const { stdout, code } = await run(['check', 'comb.bin', '--min-os', '2.0.1']);
    expect(stdout).toMatch(/needs\s+bootloader >= 1101/u);
    expect(stdout).not.toContain('4.1.0');
    expect(code).toBe(1);
  });
});

test.concurrent.each([['deps'], ['audit'], ['check']])(
  '%s: a bootloader inside that is older than the system part beside it needs is refused, whatever the device has',
  async (command) => {
    const { stdout, code } = await run([command, 'older.bin']);
    expect(stdout).toMatch(/needs bootloader >= 1101/u);
    expect(stdout).toContain('FW502');
    expect(stdout).not.toMatch(/^OK/mu);
    expect(code).toBe(1);
  },
);

test.concurrent.each([['deps'], ['audit'], ['check']])(
  '%s: a part for another board inside is an error',
  async (command) => {
    const { stdout, code } = await run([command, 'foreign.bin']);
    expect(stdout).toContain('another board');
    expect(stdout).toContain('FW702');
    expect(code).toBe(1);
  },
);
