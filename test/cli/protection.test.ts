/** Whether a device is a protected one: no report of 6.0.0 and later says it, so an open one is assumed, and `--protected` settles it. */
import { describe, expect, test } from 'vitest';
import { application, build } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const ARGON = 12;
const { put, run } = tempFolder();
put('app.bin', build(application('6.1.1', ARGON, 2, 1, 7)));
put('old-app.bin', build(application('5.5.0', ARGON, 2, 1, 7)));

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
const needs = (f: string, n: string, v: number) => ({ f, n, v });
const report = (system: number, bootloader: number, protectedState?: boolean): string =>
  JSON.stringify({
    p: ARGON,
    f: [],
    v: {},
    m: [
      module('b', '0', bootloader, 49152),
      module('s', '1', system, 540672, [needs('b', '0', bootloader), needs('a', '0', 202)]),
      module('u', '2', 6, 262144, [needs('s', '1', system)]),
      module('a', '0', 202, 192512),
    ],
    ...(protectedState === undefined ? {} : { protected: protectedState }),
  });
put('6.1.1.json', report(6101, 3001));
put('5.5.0.json', report(5501, 2300));

interface Entry {
  readonly what: string;
  readonly by: string;
  readonly release: string;
}

async function assumed(...args: readonly string[]) {
  const { code, stdout } = await run([...args, '--json']);
  const answer = JSON.parse(stdout) as { readonly assumed: readonly Entry[] };
  return { code, protection: answer.assumed.filter(({ what }) => what === 'protection') };
}

const DEVICES = [
  ['a report', ['--device', '6.1.1.json']],
  ['a release', ['--from', '6.1.1', '--platform', 'argon']],
] as const;
const OPEN = [{ what: 'protection', release: '6.1.1', by: 'open' }];

describe.concurrent.each(DEVICES)('%s of 6.1.1', (_name, device) => {
  test.each(['local', 'dfu'])('over %s: an open device is assumed, --protected settles it', async (via) => {
    for (const command of ['plan', 'simulate'] as const) {
      const args = [command, '--via', via, ...device, 'app.bin'];
      expect(await assumed(...args)).toMatchObject({ code: 0, protection: OPEN });
      expect(await assumed(...args, '--protected', 'no')).toEqual({ code: 0, protection: [] });
      // What DFU cannot carry, a plan sends over the air, which is open to protected devices too.
      const code = via === 'dfu' && command === 'plan' ? 0 : 1;
      expect(await assumed(...args, '--protected', 'yes')).toEqual({ code, protection: [] });
      const { stdout } = await run(args);
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain('particle device-protection status');
    }
  });

  test('over the air it does not matter, and nothing is assumed', async () => {
    for (const said of [[], ['--protected', 'yes']]) {
      expect(await assumed('plan', ...device, ...said, 'app.bin')).toEqual({ code: 0, protection: [] });
    }
  });
});

describe.concurrent('where it is known', () => {
  test('before 6.0.0 no device is protected', async () => {
    for (const device of [
      ['--device', '5.5.0.json'],
      ['--from', '5.5.0', '--platform', 'argon'],
    ]) {
      for (const said of [[], ['--protected', 'yes']]) {
        const args = ['plan', '--via', 'local', ...device, ...said, 'old-app.bin'];
        expect(await assumed(...args)).toEqual({ code: 0, protection: [] });
      }
    }
  });

  test('check: of devices and of releases', async () => {
    const fleet = ['check', '--via', 'local', '--device', '6.1.1.json', 'app.bin'];
    expect(await assumed(...fleet)).toMatchObject({ code: 0, protection: OPEN });
    expect(await assumed(...fleet, '--protected', 'yes')).toEqual({ code: 1, protection: [] });
    expect(await assumed(...fleet, '--protected', 'no')).toEqual({ code: 0, protection: [] });
    const releases = ['check', '--via', 'local', '--min-os', '6.1.1', 'app.bin'];
    expect((await assumed(...releases)).protection.length).toBe(1);
    expect(await assumed(...releases, '--protected', 'yes')).toEqual({ code: 1, protection: [] });
  });

  test('a word that is no answer is refused', async () => {
    const { code } = await run(['plan', '--protected', 'maybe', '--device', '6.1.1.json', 'app.bin']);
    expect(code).toBe(2);
  });
});
