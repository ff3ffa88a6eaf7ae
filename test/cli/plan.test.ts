/** `plan` and `verify` as programs: exit codes, typos, scripts with any file name. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { application, build, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const ELECTRON = 10;
const SYSTEM = 4;
const { put, run, path } = tempFolder();
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const BEFORE = readFileSync(`${fixtures}devices/boron-4.0.2-describe.json`);
const AFTER = `${fixtures}devices/boron-4.2.0-describe.json`;
const FROM = ['--from', '0.4.8', '--platform', 'electron'];

put('good/part1.bin', build(released('0.5.0', ELECTRON, SYSTEM, 1)));
put('good/part2.bin', build(released('0.5.0', ELECTRON, SYSTEM, 2)));
const HOSTILE = ['-it\'s $(touch x) `y` "z".bin', 'a & b; c.bin'] as const;
put(`hostile/${HOSTILE[0]}`, build(released('0.5.0', ELECTRON, SYSTEM, 1)));
put(`hostile/${HOSTILE[1]}`, build(released('0.5.0', ELECTRON, SYSTEM, 2)));
put('before.json', BEFORE);

interface Expected {
  readonly flow: string;
  readonly transfers: readonly object[];
  readonly message: string;
}

describe.concurrent('what the cloud is expected to do on the way', () => {
  test.each([
    ['0.6.3', ['photon-0.7.0'], [false, true, false]],
    ['0.4.8', ['electron-0.5.0/app-for-0.5.0.bin'], [true]],
    ['6.2.0', ['odd/bundle.zip'], [true, false]],
  ])('from %s: after each step that ends in safe mode', async (from, names, isSafeMode) => {
    const files = names.map((name) => `${fixtures}${name}`);
    const platform = from === '0.4.8' ? ['--platform', 'electron'] : [];
    const { stdout } = await run(['plan', '--json', '--from', from, ...platform, ...files]);
    const { steps, end } = JSON.parse(stdout) as {
      readonly steps: readonly { readonly file: string; readonly expected: Expected | null }[];
      readonly end: { readonly expected: Expected | null; readonly cloudMayHeal: boolean };
    };
    expect(steps.map(({ expected }) => expected !== null)).toEqual(isSafeMode);
    expect(end.expected).toEqual(steps.at(-1)?.expected);
    expect(end.cloudMayHeal).toBe(isSafeMode.at(-1));
  });

  test('over another way nothing is expected between the steps, and at the end as much as simulate says', async () => {
    const app = `${fixtures}electron-0.5.0/app-for-0.5.0.bin`;
    const asked = ['--json', '--via', 'serial', '--from', '0.4.8', '--platform', 'electron', app];
    const plan = JSON.parse((await run(['plan', ...asked])).stdout) as {
      readonly steps: readonly { readonly expected: Expected | null }[];
      readonly end: { readonly expected: Expected | null };
    };
    const simulation = JSON.parse((await run(['simulate', ...asked])).stdout) as {
      readonly end: { readonly expected: Expected | null };
    };
    expect(plan.steps.map(({ expected }) => expected)).toEqual([null]);
    expect(plan.end.expected).not.toBeNull();
    expect(plan.end.expected).toEqual(simulation.end.expected);
  });
});

describe.concurrent('plan', () => {
  test('0 for a plan, 1 for none, over budget too, 2 for a wrong word', async () => {
    expect(await run(['plan', ...FROM, 'good'])).toMatchObject({ code: 0, stderr: '' });
    expect(await run(['plan', ...FROM, 'good/part2.bin'])).toMatchObject({ code: 1, stderr: '' });
    expect(await run(['plan', ...FROM, '--budget', '1KB', 'good'])).toMatchObject({ code: 1, stderr: '' });
    expect((await run(['plan', ...FROM, '--budget', 'much', 'good'])).stderr).toContain('much is no size');
    expect((await run(['plan', ...FROM, '--to', '0.6.44', 'good'])).stderr).toContain('no release 0.6.44 for electron');
    expect((await run(['plan', ...FROM, '--via', 'pigeon', 'good'])).code).toBe(2);
    expect((await run(['plan', ...FROM, '--shortst', 'good'])).stderr).toContain('--shortest');
    expect((await run(['plan', 'good'])).code).toBe(2);
    expect((await run(['plan', ...FROM, 'none.bin', 'good'])).code).toBe(2);
  });

  test.each([
    ['over budget', ['--budget', '1KB', 'good'], 'OVER BUDGET'],
    ['no way', ['good/part2.bin'], 'NO WAY'],
  ])('%s there is no script, and the reason is on standard error', async (_name, args, words) => {
    const { code, stdout, stderr } = await run(['plan', ...FROM, '--commands', 'sh', '-o', 'never.sh', ...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(words);
    expect(existsSync(join(path, 'never.sh'))).toBe(false);
  });

  test('where the application runs no more at the end there is none either', async () => {
    put('late/app.bin', build(application('0.6.4', 10, 1, 2)));
    const asked = ['plan', '--from', '0.4.8', '--platform', 'electron', 'late/app.bin'];
    const plan = await run(asked);
    expect(plan.code).toBe(1);
    expect(plan.stdout.replace(/\s+/g, ' ')).toContain('(breathing magenta): the application does not run');
    const script = await run([...asked, '--commands', 'sh', '-o', 'never.sh']);
    expect({ code: script.code, stdout: script.stdout }).toEqual({ code: 1, stdout: '' });
    expect(script.stderr).toContain('SAFE MODE');
    expect(existsSync(join(path, 'never.sh'))).toBe(false);
  });

  test('problems with the input are on standard error, in JSON too', async () => {
    const { code, stderr } = await run(['plan', ...FROM, '--json', 'none.bin', 'good']);
    expect(code).toBe(2);
    expect(stderr).toContain('none.bin');
  });

  test.skipIf(process.platform === 'win32')(
    'a script for sh gives each file name as one word, whatever it holds',
    async () => {
      const { stdout } = await run(['plan', ...FROM, '--commands', 'sh', ...HOSTILE.map((name) => `hostile/${name}`)]);
      const script = `particle() { printf '%s\\n' "$@"; }\n${stdout}`;
      const { stdout: words } = spawnSync('sh', ['-c', script], { encoding: 'utf8', cwd: path });
      expect(words.split('\n')).toEqual(HOSTILE.flatMap((name) => ['flash', 'DEVICE', `hostile/${name}`]).concat(''));
    },
  );

  test.skipIf(process.platform === 'win32')('a script makes the file that sets the update flag itself', async () => {
    const boron = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
    const args = ['--device', boron('devices/boron-4.0.2-describe.json'), '--via', 'dfu', boron('boron-4.2.0')];
    const { code, stdout } = await run(['plan', ...args, '--commands', 'sh']);
    expect(code).toBe(0);
    const tools = `particle() { :; }\ndfu_util() { for last; do :; done; case $last in ota-flag*) cat "$last";; esac; }\n`;
    const { stdout: bytes } = spawnSync('sh', ['-c', tools + stdout.replaceAll('dfu-util', 'dfu_util')], { cwd: path });
    expect([...bytes]).toEqual([0xa5]);
    expect((await run(['plan', ...args, '--commands', 'powershell'])).stdout).toMatch(
      /^\[IO\.File\]::WriteAllBytes\(.*ota-flag-a5.*0xA5/,
    );
  });

  test('a script for PowerShell doubles its quotes', async () => {
    const { stdout } = await run([
      'plan',
      ...FROM,
      '--commands',
      'powershell',
      ...HOSTILE.map((name) => `hostile/${name}`),
    ]);
    expect(stdout).toBe(
      HOSTILE.map((name) => `particle flash DEVICE 'hostile/${name.replaceAll("'", "''")}'\n`).join(''),
    );
  });
});

describe.concurrent('verify', () => {
  const boron = `${fixtures}boron-4.2.0`;

  test('0 where all landed and the application runs, 1 where not, 2 without a report', async () => {
    expect(await run(['verify', '--device', 'before.json', '--device', AFTER, boron])).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await run(['verify', '--device', 'before.json', boron])).toMatchObject({ code: 1, stderr: '' });
    expect((await run(['verify', boron])).stderr).toContain('which device?');
    expect((await run(['verify', '--device', AFTER, '--device', AFTER, '--device', AFTER, boron])).code).toBe(2);
    expect((await run(['verify', '--device', AFTER, '--events', 'none.txt', boron])).code).toBe(2);
  });
});
