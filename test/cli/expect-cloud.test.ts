/** `check --expect-cloud`: what the cloud is expected to mend is a warning, and nothing else gets milder. */
import { describe, expect, test } from 'vitest';
import { buildModule } from '../../src/module/write.js';
import { describeOf, listed, needs } from '../support/reported.js';
import { tempFolder } from '../support/temp-folder.js';
import { TOOLS } from '../../src/cli/tools.js';
import { slotsIn } from '../../src/catalog/flash-map.js';

const [PHOTON, BORON] = [6, 13];
const [BOOT, SYS, USER] = [2, 4, 5];
const temp = tempFolder();

/** A module in its slot. */
function put(
  name: string,
  platform: number,
  [moduleFunction, index, version]: readonly [number, number, number],
  dependencies: readonly (readonly [number, number, number])[],
  code = 4000,
): string {
  const [first, second] = dependencies.map(([one, at, least]) => ({ function: one, index: at, version: least }));
  const slot = slotsIn(platform, platform === BORON ? 4006 : 207).find(
    (one) => one.function === moduleFunction && one.index === index && one.store === 'main',
  )!;
  const bytes = buildModule(
    {
      platform,
      function: moduleFunction,
      index,
      version,
      start: slot.start,
      code,
      ...(first === undefined ? {} : { dependency1: first }),
      ...(second === undefined ? {} : { dependency2: second }),
    },
    TOOLS,
  );
  return temp.put(name, bytes);
}

const APP = put('app.bin', BORON, [USER, 2, 1], [[SYS, 1, 4006]]);
put('os/bootloader.bin', BORON, [BOOT, 0, 1101], [], 3000);
put(
  'os/system-part1.bin',
  BORON,
  [SYS, 1, 4006],
  [
    [BOOT, 0, 1101],
    [8, 0, 202],
  ],
  9000,
);
const PHOTON_APP = put('photon.bin', PHOTON, [USER, 1, 1], [[SYS, 2, 207]]);

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
}

async function check(args: readonly string[]) {
  const { code, stdout } = await temp.run(['check', '--no-config', '--json', ...args]);
  const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
  return { code, findings: findings.filter(({ rule }) => rule.startsWith('FW6')) };
}

describe('an application of the 256K kind for 4.0.2', () => {
  test('on 2.3.1: a warning that Device OS comes first, with transfers and bytes', async () => {
    const args = [APP, '--min-os', '2.3.1', '--target-os', '<3.0.0', '--with', 'os'];
    const strict = await check(args);
    expect([strict.code, strict.findings.map(({ severity }) => severity)]).toEqual([1, ['error']]);
    const { code, findings } = await check([...args, '--expect-cloud']);
    expect([code, findings.map(({ rule, severity }) => [rule, severity])]).toEqual([0, [['FW602', 'warning']]]);
    const [{ message }] = findings as [Finding];
    expect(message).toContain('the cloud is expected to send Device OS first, then the application');
    expect(message).toMatch(/bootloader at 1101 .*, then system part 1 at 4006 \(4\.0\.2\), then the application/);
    expect(message).toMatch(/3 transfers and restarts, at most [\d,]+ bytes/);
  });

  test('expectCloud in the configuration is the flag', async () => {
    const asked = ['check', '--json', APP, '--min-os', '2.3.1', '--target-os', '<3.0.0', '--with', 'os'];
    const codeWith = async (expectCloud: boolean): Promise<number | null> => {
      const config = temp.put(`cloud-${String(expectCloud)}.json`, JSON.stringify({ expect: { expectCloud } }));
      return (await temp.run([...asked, '--config', config])).code;
    };
    expect([await codeWith(false), await codeWith(true)]).toEqual([1, 0]);
  });

  test('on all of them: --expect-cloud alone decides, and each flow is one finding', async () => {
    const args = [APP, '--min-os', '2.3.1', '--target-os', '<=4.0.1', '--expect-cloud'];
    const { code, findings } = await check(args);
    expect(code).toBe(0);
    expect(findings.every(({ severity }) => severity === 'warning')).toBe(true);
    const flows = findings.map(({ message }) => /expected to send ([^(]+)/.exec(message)?.[1]);
    expect(new Set(flows).size).toBe(flows.length);
  });

  test('on 4.0.1: one file with Device OS, and no safe mode', async () => {
    const { code, findings } = await check([APP, '--target-os', '4.0.1', '--expect-cloud', '--with', 'os']);
    expect([code, findings.map(({ rule, severity }) => [rule, severity])]).toEqual([0, [['FW601', 'warning']]]);
    const [{ message }] = findings as [Finding];
    expect(message).toContain('Device OS and application in one file');
    expect(message).toContain('no safe mode expected');
    expect(message).toContain('medium confidence');
  });

  test('over USB no product sends anything: only the healer counts', async () => {
    const old = await check([APP, '--target-os', '2.3.1', '--expect-cloud', '--via', 'local']);
    expect([old.code, old.findings.map(({ severity }) => severity)]).toEqual([1, ['error']]);
    const { code, findings } = await check([APP, '--target-os', '4.0.0', '--expect-cloud', '--via', 'local']);
    expect([code, findings.map(({ severity }) => severity)]).toEqual([0, ['warning']]);
    expect(findings[0]?.message).toContain('what is missing, in safe mode');
  });
});

describe('devices by their own reports', () => {
  const device = (name: string, platform: number, ...modules: Parameters<typeof describeOf>[1]): string =>
    temp.put(name, JSON.stringify(describeOf(platform, modules)));

  test('a Photon whose bootloader sees no update: an error that names the loop, and the way out', async () => {
    const blind = device(
      'blind.json',
      PHOTON,
      listed('b', '0', 101),
      listed('s', '1', 108),
      listed('s', '2', 108, needs('s', '1', 108)),
      listed('u', '1', 1, needs('s', '2', 108)),
    );
    const { code, findings } = await check([PHOTON_APP, '--device', blind, '--expect-cloud']);
    expect([code, findings.map(({ severity }) => severity)]).toEqual([1, ['error']]);
    const [{ message }] = findings as [Finding];
    expect(message).toContain('again and again');
    expect(message).toContain('it does not get there');
    expect(message).toMatch(/by hand: send bootloader at 11 /);
  });

  test('a Photon of 0.6.3 is mended: a warning, and without the flag an error', async () => {
    const good = device(
      'good.json',
      PHOTON,
      listed('b', '0', 11),
      listed('s', '1', 109),
      listed('s', '2', 109, needs('s', '1', 109)),
      listed('u', '1', 1, needs('s', '2', 109)),
    );
    expect((await check([PHOTON_APP, '--device', good])).findings[0]?.severity).toBe('error');
    const { code, findings } = await check([PHOTON_APP, '--device', good, '--expect-cloud']);
    expect([code, findings[0]?.rule, findings[0]?.severity]).toEqual([0, 'FW604', 'warning']);
  });
});
