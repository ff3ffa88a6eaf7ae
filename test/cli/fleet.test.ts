/** Fleets through the command: by file, folder and pipe, and the list of what becomes of each device. */
import { readFileSync, statSync, writeFileSync, chmodSync, existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { BORON_APP, fixture } from '../support/fleet.js';
import { tempFolder } from '../support/temp-folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const APP = join(root, BORON_APP);
const folder = tempFolder();
const LIST = fixture('fleet/cli-product-device-list.json');
folder.put('list.json', LIST);
const fixtureBytes = (name: string): Uint8Array => readFileSync(join(root, 'fixtures', name));
const check = (...args: readonly string[]) => folder.run(['check', '--no-config', APP, ...args]);
const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');
const linesOf = (text: string): readonly Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
const schema = (name: string): object =>
  JSON.parse(readFileSync(join(root, `schema/${name}@1.json`), 'utf8')) as object;
ajv.addSchema(schema('check'), 'check@1.json');
const isVerdict = ajv.compile(schema('verdicts'));

const SIX = { devices: 6, run: 2, safeMode: 2, refuse: 1, unclear: 1 };

describe.concurrent('devices of platforms for which no file is', () => {
  const row = (at: number, platform: number): string =>
    JSON.stringify({
      id: `e00fce68000000000000000${String(at)}`,
      platform_id: platform,
      system_firmware_version: '5.8.0',
    });
  folder.put('mixed.ndjson', [row(1, 13), row(2, 32)].join('\n'));
  folder.put('others.ndjson', row(2, 32));
  folder.put('boron.json', fixture('devices/boron-4.2.0-describe.json'));
  folder.put('msom.json', fixture('devices/msom-6.2.0-particle-usb.json'));

  test.each([
    ['stand beside others in a list: counted, and no question', ['--fleet', 'mixed.ndjson'], 0],
    ['are all of a list: nothing was judged', ['--fleet', 'others.ndjson'], 2],
    ['are named, beside one that is fine', ['--device', 'boron.json', '--device', 'msom.json'], 2],
    ['are named beside a list', ['--device', 'msom.json', '--fleet', 'mixed.ndjson'], 2],
  ])('%s', async (_, asked, code) => {
    for (const command of [['check', '--no-config'], ['rollout']]) {
      const answer = await folder.run([...command, APP, ...asked]);
      expect(answer.code, command[0]).toBe(code);
      expect(answer.stdout.replace(/\s+/g, ' '), command[0]).toMatch(/\d (?:devices? )?of other platforms/);
    }
  });
});

describe.concurrent('fleet --firmware', () => {
  const goal = ['fleet', '--json', '--to', '4.2.0', 'fine.json'];
  const only = JSON.stringify({ id: 'e00fce680000000000000001', platform_id: 13, system_firmware_version: '4.0.2' });
  folder.put('fine.json', only);
  folder.put('boron/part1.bin', fixtureBytes('boron-4.2.0/boron-system-part1@4.2.0.bin'));
  folder.put('boron/bootloader.bin', fixtureBytes('boron-4.2.0/boron-bootloader@4.2.0.bin'));
  const damaged = fixtureBytes('boron-4.2.0/boron-system-part1@4.2.0.bin');
  folder.put('damaged/part1.bin', damaged.with(600, (damaged[600] ?? 0) ^ 1));
  folder.put('damaged/bootloader.bin', fixtureBytes('boron-4.2.0/boron-bootloader@4.2.0.bin'));
  interface Answer {
    readonly groups: readonly { readonly way: { readonly bytes: number | null } }[];
    readonly findings: readonly { readonly rule: string; readonly file: string }[];
  }

  test('whole files tell the cost; a damaged one is named, tells none, and is not fine', async () => {
    const whole = await folder.run([...goal, '--firmware', 'boron']);
    const broken = await folder.run([...goal, '--firmware', 'damaged']);
    const [answer, other] = [whole, broken].map(({ stdout }) => JSON.parse(stdout) as Answer);
    expect([whole.code, broken.code]).toEqual([0, 1]);
    expect(answer?.findings).toEqual([]);
    expect(answer?.groups[0]?.way.bytes).toBeGreaterThan(0);
    expect(other?.groups[0]?.way.bytes).toBeNull();
    expect(other?.findings).toMatchObject([{ rule: 'FW201', file: 'damaged/part1.bin' }]);
    for (const format of ['table', 'markdown']) {
      const { code, stdout } = await folder.run([
        ...['fleet', '--to', '4.2.0', 'fine.json', '--firmware', 'damaged', '--format', format],
      ]);
      expect(code).toBe(1);
      expect(stdout).toContain('FW201');
    }
    const quiet = await folder.run(['fleet', '-q', '--to', '4.2.0', 'fine.json', '--firmware', 'damaged']);
    expect(quiet.stdout).toContain('FW201');
  });
});

describe.concurrent('every way in gives the same', () => {
  const asJson = async (args: readonly string[], input?: string) => {
    const { code, stdout } = await folder.run(['check', '--no-config', '--json', APP, ...args], { input: input ?? '' });
    return { code, fleet: (JSON.parse(stdout) as { readonly fleet: unknown }).fleet };
  };

  test('a file, standard input, a folder, several of them', async () => {
    folder.put('lists/one.json', LIST);
    const [file, stdin, inFolder, several] = await Promise.all([
      asJson(['--fleet', 'list.json']),
      asJson(['--fleet', '-'], LIST),
      asJson(['--fleet', 'lists']),
      asJson(['--fleet', 'lists', '--fleet', 'list.json']),
    ]);
    expect(file).toMatchObject({ code: 1, fleet: SIX });
    expect(stdin).toEqual(file);
    expect(inFolder).toEqual(file);
    expect(several).toMatchObject({ code: 1, fleet: { ...SIX, records: { total: 12, superseded: 6 } } });
  });

  test.skipIf(process.platform === 'win32')('a named pipe', async () => {
    const pipe = join(folder.path, 'pipe');
    spawnSync('mkfifo', [pipe]);
    const running = asJson(['--fleet', 'pipe']);
    const writing = catInto(pipe);
    expect(await running).toMatchObject({ code: 1, fleet: SIX });
    await writing;
  });

  test('a report by its row alone', async () => {
    folder.put('one.json', fixture('fleet/v1-device.json'));
    expect(await asJson(['--device', 'one.json'])).toMatchObject({ code: 1, fleet: { devices: 1, safeMode: 1 } });
    expect(await asJson(['--device', 'list.json'])).toMatchObject({ code: 2, fleet: { devices: 0 } });
  });
});

/** Writes the list into a pipe, from another process. */
async function catInto(pipe: string): Promise<void> {
  const { spawn } = await import('node:child_process');
  await new Promise((resolve) => {
    const child = spawn('sh', ['-c', 'cat "$0" > "$1"', join(folder.path, 'list.json'), pipe]);
    child.on('close', resolve);
  });
}

describe.concurrent('the list of what becomes of each device', () => {
  test('one line a device, by its ID, for the owner alone', async () => {
    writeFileSync(join(folder.path, 'verdicts.ndjson'), 'old');
    chmodSync(join(folder.path, 'verdicts.ndjson'), 0o644);
    const { code, stderr } = await check('--fleet', 'list.json', '--verdicts', 'verdicts.ndjson');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const lines = linesOf(read('verdicts.ndjson'));
    for (const line of lines) expect(isVerdict(line), JSON.stringify(line)).toBe(true);
    expect(lines.map(({ outcome, rule, basis }) => [outcome, rule, basis])).toEqual([
      ['run', null, 'release'],
      ['safe-mode', 'FW604', 'release'],
      ['safe-mode', 'FW604', 'release'],
      ['refuse', 'FW605', 'release'],
      ['run', null, 'release'],
      ['unclear', 'FW606', null],
    ]);
    expect(lines[1]).toEqual({
      device: 'e00fce680000000000000002',
      name: 'dev-2',
      platform: 'boron',
      deviceOs: '4.0.2',
      product: 30301,
      productVersion: 3,
      basis: 'release',
      outcome: 'safe-mode',
      rule: 'FW604',
      needs: 'system part 1 >= 4200 (4.2.0)',
      has: '4006 (4.0.2)',
      wireBytes: 1116,
    });
    if (process.platform !== 'win32') {
      expect(statSync(join(folder.path, 'verdicts.ndjson')).mode & 0o777).toBe(0o600);
    }
  });

  test('on standard output it stands alone', async () => {
    await check('--fleet', 'list.json', '--verdicts', 'again.ndjson');
    const { code, stdout, stderr } = await check('--fleet', 'list.json', '--verdicts', '-');
    expect(code).toBe(1);
    expect(stdout).toBe(read('again.ndjson'));
    expect(stderr).toContain('NOT OK');
    const both = await check('--fleet', 'list.json', '--verdicts', '-', '--format', 'json=answer.json');
    expect(both).toMatchObject({ code: 1, stdout });
    expect(JSON.parse(read('answer.json'))).toMatchObject({ fleet: SIX });
  });

  test('what was not read has the last line, and the exit code is 2', async () => {
    const { code } = await check('--fleet', 'list.json', '--fleet', APP, '--verdicts', 'unread.ndjson');
    expect(code).toBe(2);
    const lines = linesOf(read('unread.ndjson'));
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toEqual({ device: null, outcome: 'not-read', records: 1, missingPages: [] });
    expect(isVerdict(lines.at(-1))).toBe(true);
  });

  test('a table: no cell is a formula, and no name where none is wanted', async () => {
    const row = (at: number, name: string): string =>
      JSON.stringify({
        id: `e00fce68000000000000000${String(at)}`,
        name,
        platform_id: 13,
        system_firmware_version: '4.2.0',
      });
    const names = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', 'a,"b"', 'plain', '\u202egnp'];
    folder.put('names.ndjson', names.map((name, at) => row(at, name)).join('\n'));
    await check('--fleet', 'names.ndjson', '--verdicts', 'table.csv');
    const cells = read('table.csv')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => /^\w{24},(.*),boron,/.exec(line)?.[1]);
    expect(cells).toEqual([
      ...["'=1+1", "'+1", "'-1", "'@x", "'\\u{9}x", "'\\u{d}x", '"a,""b"""', 'plain', '\\u{202e}gnp'],
    ]);
    await check('--fleet', 'names.ndjson', '--verdicts', 'bare.csv', '--no-names');
    expect(read('bare.csv')).not.toMatch(/plain|1\+1/);
    // A table that was written is a list that can be read.
    const again = await check('--json', '--fleet', 'table.csv');
    expect(JSON.parse(again.stdout)).toMatchObject({ fleet: { devices: 9, run: 9 } });
  });

  test('no ICCID, IMEI or IP address leaves', async () => {
    for (const name of ['events.ndjson', 'v1-devices.json', 'identify.txt']) {
      folder.put(
        name,
        fixture(`fleet/${name}`).replaceAll('"name"', '"iccid": "8900000000001", "imei": "35900001", "name"'),
      );
      const answers = await Promise.all(
        ['leak.ndjson', 'leak.csv'].map((to) => check('-v', '--fleet', name, '--verdicts', `${name}.${to}`)),
      );
      const said = `${answers.map((one) => one.stdout + one.stderr).join('')}${read(`${name}.leak.ndjson`)}${read(`${name}.leak.csv`)}`;
      expect(said).not.toMatch(/8900000000|35900001|192\.0\.2|000000000000000(?!\d)/);
    }
  });
});

describe.concurrent('a fleet that is split', () => {
  const rows = JSON.parse(LIST) as { readonly data: readonly object[] };
  const lines = rows.data.map((row) => JSON.stringify(row));
  folder.put('split/whole.ndjson', lines.join('\n'));
  folder.put('split/one.ndjson', lines.slice(0, 2).join('\n'));
  folder.put('split/two.ndjson', lines.slice(2).join('\n'));

  test('comes to the same, as data and for people', async () => {
    const part = (name: string) => check('--fleet', `split/${name}.ndjson`, '--json', '--part', '-o', `${name}.json`);
    expect((await Promise.all(['one', 'two'].map(part))).map(({ code }) => code)).toEqual([1, 1]);
    const merge = (...args: readonly string[]) =>
      folder.run(['check', '--no-config', '--merge', 'one.json', 'two.json', ...args]);
    for (const format of ['table', 'json', 'markdown', 'junit']) {
      const whole = await check('--fleet', 'split/whole.ndjson', '--format', format);
      expect(await merge('--format', format), format).toEqual(whole);
    }
    expect(JSON.parse((await merge('--json')).stdout)).toMatchObject({ fleet: SIX });
    const twice = await folder.run(['check', '--merge', 'one.json', 'two.json', 'one.json']);
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain('device e00fce680000000000000001 stands in one.json and in one.json');
  });

  test.each([
    ['no part', ['--merge', 'list.json'], 'is no answer about a part'],
    ['a fleet beside it', ['--merge', 'list.json', '--fleet', 'list.json'], 'belong to the parts'],
    ['a part of nothing', ['--part', '--json'], '--part goes with --fleet'],
    ['a part as a table', ['--part', '--fleet', 'list.json'], '--part goes with --json'],
  ])('%s is refused', async (_name, args, words) => {
    const { code, stderr } = await check(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});

test('parts that were asked over different ways are not put together', async () => {
  for (const via of ['ota', 'serial']) {
    await check('--fleet', 'list.json', '--via', via, '--json', '--part', '-o', `${via}.json`);
  }
  const { code, stdout, stderr } = await folder.run(['check', '--merge', 'ota.json', 'serial.json']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('serial.json answers another question than ota.json: --via differs');
});

describe.concurrent('what cannot go together', () => {
  test.each([
    ['two inputs from standard input', ['--fleet', '-', '--device', '-'], 'only one of'],
    ['the same fleet twice from there', ['--fleet', '-', '--fleet', '-'], 'only one of'],
    ['verdicts of nothing', ['--verdicts', 'x'], '--verdicts goes with'],
    ['two answers to standard output', ['--fleet', 'list.json', '--verdicts', '-', '--json'], 'fills standard output'],
    ['one format there', ['--fleet', 'list.json', '--verdicts', '-', '--format', 'sarif'], 'fills standard output'],
    ['two answers to one file', ['--fleet', 'list.json', '--verdicts', 'x', '-o', './x'], 'both go to'],
    ['an input', ['--fleet', 'list.json', '--verdicts', 'list.json'], 'would overwrite an input'],
    ['the folder of the fleet', ['--fleet', '.', '--verdicts', './new.ndjson'], 'lies in the folder'],
  ])('%s', async (_name, args, words) => {
    const { code, stderr } = await check(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(existsSync(join(folder.path, 'x'))).toBe(false);
  });

  test('a firmware file from standard input beside a fleet from there', async () => {
    const { code, stderr } = await folder.run(['check', '--no-config', '-', '--fleet', '-']);
    expect(code).toBe(2);
    expect(stderr).toContain('only one of');
  });
});
