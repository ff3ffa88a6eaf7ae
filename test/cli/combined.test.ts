/** Every module of a combined file is seen: by the order, the audit, the report and the graph. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildCombinedModule } from '../../src/module/write.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import { application, build, released, softdevice } from '../support/fixtures.js';
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

/** What an Argon reports: its bootloader, system part, application and radio stack. */
const report = (bootloader: number, system: readonly [number, readonly unknown[]], hash: string): string => {
  const at = (s: number, f: string, n: string, v: number, d: readonly unknown[]) =>
    ({ s, l: 'm', vc: 30, vv: 30, f, n, v, d }) as const;
  const needs = { f: 's', n: '1', v: 2302 };
  const needed = { f: 'b', n: '0', v: 1005 };
  return JSON.stringify({
    p: ARGON,
    m: [
      at(49152, 'b', '0', bootloader, []),
      at(671744, 's', '1', system[0], system[1]),
      { ...at(131072, 'u', '1', 6, [needs]), u: hash },
      at(192512, 'a', '0', 202, [needed]),
    ],
  });
};
const [RADIO, BOOTLOADER] = [
  { f: 'a', n: '0', v: 202 },
  { f: 'b', n: '0', v: 1200 },
];
put('half.json', report(1200, [2302, [{ f: 'b', n: '0', v: 1005 }, RADIO]], '1'.repeat(64)));
put('whole.json', report(1200, [4100, [RADIO, BOOTLOADER]], '1'.repeat(64)));
const [OWN_BOOTLOADER, OWN_SYSTEM] = [released('4.1.0', ARGON, 2, 0), released('4.1.0', ARGON, 4, 1)];
put('boot-sys.bin', buildCombinedModule([OWN_BOOTLOADER, OWN_SYSTEM], NODE_TOOLS));
put('sys-app.bin', buildCombinedModule([OWN_SYSTEM, application('2.3.1', ARGON, 1, 1, 6)], NODE_TOOLS));

describe.concurrent('a device that has the first module of a file, and not the second', () => {
  test('verify: it has not landed, and which module is missing is said', async () => {
    const { stdout, code } = await run(['verify', '--device', 'half.json', 'boot-sys.bin']);
    expect(stdout).toContain('MISSING  boot-sys.bin (system part 1): ');
    expect(code).toBe(1);
    const { missing } = JSON.parse(
      (await run(['verify', '--json', '--device', 'half.json', 'boot-sys.bin'])).stdout,
    ) as {
      readonly missing: readonly { readonly message: string }[];
    };
    expect(missing.map(({ message }) => message)).toEqual([expect.stringMatching(/^system part 1: /u)]);
  });

  test('plan: it is sent', async () => {
    const { stdout, code } = await run(['plan', '--device', 'half.json', 'boot-sys.bin']);
    expect(stdout).toContain('1 step');
    expect(stdout.replace(/\s+/gu, ' ')).toContain('bootloader at 1200 (4.1.0) + system part 1 at 4100 (4.1.0)');
    expect(code).toBe(0);
  });

  test('check: it is judged with it', async () => {
    const { stdout } = await run(['check', '--device', 'half.json', '--json', 'boot-sys.bin']);
    expect(stdout).toMatch(/"wireBytes": [1-9]/u);
  });

  test('of an application in it the hash counts', async () => {
    const { stdout, code } = await run(['verify', '--device', 'whole.json', 'sys-app.bin']);
    expect(stdout).toContain('MISSING  sys-app.bin (application): another build is there');
    expect(code).toBe(1);
    const plan = await run(['plan', '--device', 'whole.json', 'sys-app.bin']);
    expect(plan.stdout).toContain('1 step');
  });
});

test('a device that has both: all of it is there', async () => {
  expect(await run(['verify', '--device', 'whole.json', 'boot-sys.bin'])).toMatchObject({ code: 0 });
  const { stdout, code } = await run(['plan', '--device', 'whole.json', 'boot-sys.bin']);
  expect(stdout).toContain('Everything is there already.');
  expect(code).toBe(0);
});

put('three.bin', buildCombinedModule([OWN_BOOTLOADER, softdevice(ARGON), OWN_SYSTEM], NODE_TOOLS));
const PHOTON = 6;
const [PART1, PART2] = [released('2.3.1', PHOTON, 4, 1), released('2.3.1', PHOTON, 4, 2)];
put('photon.bin', buildCombinedModule([PART1, PART2], NODE_TOOLS));

describe.concurrent('what the device ignores of a file does not arrive', () => {
  const [system, part2] = ['system part 1 at 4100 (4.1.0)', 'system part 2 at 2302 (2.3.1)'];
  const FIRST = 'takes only the first module and ignores the rest: ';
  const TWO = 'takes only the first 2 modules and ignores the rest: ';
  const said = (text: string): string => text.replace(/\s+/gu, ' ');

  test.each([
    ['below 2.0.0', '1.5.2', 'argon', 'boot-sys.bin', `${FIRST}${system}`],
    ['on Gen 2', '2.2.0', 'photon', 'photon.bin', `${FIRST}${part2}`],
    ['behind the second', '2.3.1', 'argon', 'three.bin', `${TWO}${system}`],
  ])('simulate and plan: %s', async (_, release, platform, file, why) => {
    const start = ['--from', release, '--platform', platform, file];
    const simulated = await run(['simulate', ...start]);
    expect(said(simulated.stdout)).toContain(
      `accepted, but not all of it applied: of a combined file this Device OS ${why}`,
    );
    expect(said(simulated.stdout)).toContain('NOT APPLIED The file is accepted and not all of it applied.');
    expect(simulated.code).toBe(1);
    const planned = await run(['plan', ...start]);
    expect(said(planned.stdout)).toContain(why);
    expect(planned.stdout).toContain('NO WAY');
    expect(planned.code).toBe(1);
  });

  test('check: those releases are an error, the newer ones are not', async () => {
    const { stdout, code } = await run(['check', 'boot-sys.bin', '--min-os', '1.4.2']);
    expect(said(stdout)).toContain(`devices below 2.0.0-alpha.1 refuse it: of a combined file this Device OS ${FIRST}`);
    expect(code).toBe(1);
    expect((await run(['check', 'boot-sys.bin', '--min-os', '2.3.1'])).stdout).not.toContain('ignores the rest');
  });

  test('verify: it is not there, and why', async () => {
    const { stdout, code } = await run(['verify', '--device', 'half.json', 'three.bin']);
    expect(said(stdout)).toContain(
      `MISSING three.bin (system part 1): most likely accepted and not all of it applied: `,
    );
    expect(code).toBe(1);
  });
});

put('seam.bin', buildCombinedModule([OWN_BOOTLOADER, OWN_SYSTEM], NODE_TOOLS).slice(0, build(OWN_BOOTLOADER).length));

test.concurrent.each([
  ['deps', ['deps']],
  ['audit', ['audit']],
  ['check', ['check']],
  ['inspect', ['inspect']],
])('%s: a combined file that is cut off at the seam is an error', async (_, args) => {
  const { stdout, code } = await run([...args, 'seam.bin']);
  expect(stdout).toContain('FW702');
  expect(stdout.replace(/\s+/gu, ' ')).toContain('nothing is there, though a flag says so');
  expect(code).toBe(1);
});

describe.concurrent('diff looks behind the first module of a file', () => {
  const older = { ...OWN_SYSTEM, version: 4006 };
  const pair = (name: string, second: typeof OWN_SYSTEM) =>
    put(name, buildCombinedModule([OWN_BOOTLOADER, second], NODE_TOOLS));
  pair('older-sys.bin', older);
  pair('other-sys.bin', { ...OWN_SYSTEM, code: 1028 });

  test.each([
    ['another version', 'older-sys.bin', 'modules behind system part 1 at 4100 (4.1.0) -> system part 1 at 4006'],
    ['other code of the same version', 'other-sys.bin', 'content other code or data'],
    ['one more', 'three.bin', '-> radio stack at 202 (SoftDevice 7.0.1), system part 1 at 4100 (4.1.0)'],
    ['one less', 'seam.bin', 'system part 1 at 4100 (4.1.0) -> nothing'],
  ])('%s', async (_, file, words) => {
    const { stdout, code } = await run(['diff', 'boot-sys.bin', file]);
    expect(stdout.replace(/\s+/gu, ' ')).toContain(words);
    expect(stdout).toContain('DIFFERENT');
    expect(code).toBe(1);
  });

  test('the same file is the same', async () => {
    expect(await run(['diff', 'boot-sys.bin', 'boot-sys.bin'])).toMatchObject({ code: 0 });
  });
});
