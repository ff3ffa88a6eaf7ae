/** DFU writes bytes over whatever lies there: what that destroys, and which application runs afterwards. */
import { describe, expect, test } from 'vitest';
import { application, build, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const BORON = 13;
const ELECTRON = 10;
const { put, run } = tempFolder();

/** An application in the 256K place, which only 3.1.0 and later look at, that needs that system part. */
const app256 = (system: number, code = 512): Uint8Array =>
  build({
    ...application('4.0.0', BORON, 2, 1, 6),
    dependency1: { function: 4, index: 1, version: system },
    code,
  });
put('app256.bin', app256(1512));
put('app256-large.bin', app256(2011, 200_000));
put('app256-for-4.bin', app256(4000));
put('boot.bin', build(released('4.0.2', BORON, 2, 0)));
put('system.bin', build(released('4.0.2', BORON, 4, 1)));
put('app128.bin', build(application('4.0.0', BORON, 1, 1, 3)));
put(
  'mono-electron.bin',
  build({ platform: ELECTRON, function: 3, index: 0, version: 2302, start: 0x08020000, headerOffset: 0x184 }),
);
put(
  'mono-boron.bin',
  build({ platform: BORON, function: 3, index: 0, version: 2302, start: 0x30000, headerOffset: 0x200 }),
);

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
const boron = (system: number, bootloader: number): string =>
  JSON.stringify({
    p: BORON,
    f: [],
    v: {},
    m: [
      module('b', '0', bootloader, 49152),
      module('s', '1', system, 671744, [
        { f: 'b', n: '0', v: bootloader },
        { f: 'a', n: '0', v: 202 },
      ]),
      module('u', '1', 6, 131072, [{ f: 's', n: '1', v: system }]),
      module('a', '0', 202, 192512),
    ],
  });
put('boron-1.5.2.json', boron(1512, 502));
put('boron-3.0.0.json', boron(3005, 1005));

interface Answer {
  readonly judgement: string;
  readonly steps?: readonly { readonly afterwards: string; readonly applied?: boolean | null }[];
  readonly advice?: readonly string[];
  readonly end?: { readonly mode: string; readonly reasons: readonly string[] };
}

async function overDfu(command: 'plan' | 'simulate', ...args: readonly string[]) {
  const { code, stdout } = await run([command, '--via', 'dfu', ...args, '--json']);
  return { ...(JSON.parse(stdout) as Answer), code };
}

describe.concurrent('an application in the 256K place', () => {
  test('lies in system part 1 of 1.5.2: Device OS is destroyed', async () => {
    const { code, end } = await overDfu('simulate', '--device', 'boron-1.5.2.json', 'app256.bin');
    expect({ code, mode: end?.mode }).toEqual({ code: 1, mode: 'dfu' });
    const shipped = await overDfu('simulate', '--from', '1.5.2', '--platform', 'boron', 'app256.bin');
    expect(shipped.end?.mode).toBe('dfu');
    expect((await overDfu('plan', '--device', 'boron-1.5.2.json', 'app256.bin')).code).toBe(1);
  });

  test('a system part whose length is not known may be cut: not known', async () => {
    const { code, end } = await overDfu('simulate', '--device', 'boron-3.0.0.json', 'app256.bin');
    expect({ code, mode: end?.mode }).toEqual({ code: 2, mode: 'unknown' });
  });

  test('below 3.1.0 the old application runs, and that is said by name', async () => {
    const from = ['--from', '2.3.1', '--platform', 'boron'] as const;
    const { code, steps } = await overDfu('simulate', ...from, 'app256.bin');
    expect(code).toBe(1);
    expect(steps).toMatchObject([{ applied: false, afterwards: 'runs-app' }]);
    const { stdout } = await run(['simulate', '--via', 'dfu', ...from, 'app256.bin']);
    expect(stdout).not.toMatch(/^OK/m);
    expect((await overDfu('plan', ...from, 'app256.bin')).code).toBe(1);
    // One that reaches into the place of the old one takes that with it.
    const large = await overDfu('simulate', ...from, 'app256-large.bin');
    expect(large.code).toBe(1);
    expect(large.end?.mode).not.toBe('runs-app');
  });

  test('where it has its place it runs', async () => {
    const { code, end } = await overDfu('simulate', '--from', '4.0.0', '--platform', 'boron', 'app256.bin');
    expect({ code, mode: end?.mode }).toEqual({ code: 0, mode: 'runs-app' });
  });

  test('the plan says what the tool of the vendor does of its own accord, and in which order', async () => {
    const from = ['--from', '4.0.0', '--platform', 'boron', '--replace-app'] as const;
    const { advice } = await overDfu('plan', ...from, 'app256-for-4.bin');
    expect(advice?.join(' ')).toContain('particle-cli 3.15.0 and later');
    const older = await overDfu('plan', ...from, 'app256.bin');
    expect(older.advice?.join(' ') ?? '').not.toContain('3.15.0');
    const files = ['boot.bin', 'system.bin', 'app256-for-4.bin'];
    const whole = await overDfu('plan', '--from', '3.1.0', '--platform', 'boron', '--replace-app', ...files);
    expect(whole.advice?.join(' ')).toContain('sends the bootloader first');
  });
});

describe.concurrent('monolithic firmware over the system parts', () => {
  test.each([
    ['electron', '2.0.1'],
    ['boron', '2.3.1'],
  ])('%s: the Device OS of before is gone, and the rest is not known', async (platform, release) => {
    const args = ['--from', release, '--platform', platform, `mono-${platform}.bin`] as const;
    for (const command of ['simulate', 'plan'] as const) {
      const { code, end, judgement } = await overDfu(command, ...args);
      expect({ code, judgement, mode: end?.mode }).toEqual({ code: 2, judgement: 'unknown', mode: 'unknown' });
      expect(end?.reasons.join(' ')).toContain('is gone');
      expect(end?.reasons.join(' ')).toContain('2302');
    }
  });
});
