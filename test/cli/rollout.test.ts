/** `fwinspect rollout`: exit codes, limits, documents. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIXTURES } from '../support/fixtures.js';
import { schemaFaults } from '../support/release.js';
import { tempFolder } from '../support/temp-folder.js';

const temp = tempFolder();
for (const { path, bytes } of FIXTURES) temp.put(join('fixtures', path), bytes());
const APP = 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin';
const WITH = ['--with', 'fixtures/boron-4.2.0'];

interface Way {
  readonly transfers: readonly { readonly bytes: number | null }[];
  readonly wireBytes: number | null;
  readonly message: string;
}

interface Document {
  readonly judgement: string;
  readonly devices: number;
  readonly withoutApplication: number;
  readonly groups: readonly {
    readonly flow: string;
    readonly count: number;
    readonly lacking: string | null;
    readonly end: { readonly kind: string };
    readonly ways: readonly Way[];
  }[];
  readonly limits: readonly { readonly kind: string; readonly beyond: number; readonly judgement: string }[];
}

async function asked(args: readonly string[]): Promise<{ readonly code: number | null; readonly document: Document }> {
  const { code, stdout } = await temp.run(['rollout', '--json', ...args]);
  const document = JSON.parse(stdout) as Document;
  expect(schemaFaults('rollout', document)).toEqual([]);
  return { code, document };
}

describe('which devices', () => {
  test('a release: the transfers with the bytes of the files', async () => {
    const { code, document } = await asked([APP, '--from', '2.3.1', ...WITH]);
    expect([code, document.judgement, document.devices]).toEqual([0, 'ok', 1]);
    const [group] = document.groups;
    expect([group?.flow, group?.end.kind]).toEqual(['device_os_first', 'runs']);
    const bytes = group?.ways[0]?.transfers.map((one) => one.bytes ?? 0) ?? [];
    expect(bytes).toHaveLength(3);
    expect(Math.min(...bytes)).toBeGreaterThan(0);
  });

  test('a range: one group a flow, and every release once', async () => {
    const { document } = await asked([APP, '--target-os', '>=2.3.1 <5.0.0']);
    const flows = document.groups.map(({ flow }) => flow);
    expect(flows).toEqual([...new Set(flows)]);
    expect(document.groups.reduce((sum, { count }) => sum + count, 0)).toBe(document.devices);
  });

  test('a fleet: devices by release alone, by their reports, and those of which nothing is known', async () => {
    const id = (at: number): string => at.toString(16).padStart(24, '0');
    const row = (at: number, version: string | null): string =>
      JSON.stringify({ id: id(at), platform_id: 13, system_firmware_version: version });
    temp.put('fleet.ndjson', [row(1, '4.1.0'), row(2, '4.1.0'), row(3, '4.0.2'), row(4, null)].join('\n'));
    const { code, document } = await asked([APP, '--fleet', 'fleet.ndjson']);
    expect([code, document.judgement, document.devices]).toEqual([2, 'unknown', 4]);
    expect(document.groups.map(({ flow, count, lacking }) => [flow, count, lacking])).toEqual([
      ['unknown', 1, 'no_version'],
      ['application_first', 1, null],
      ['combined', 2, null],
    ]);
  });

  test('a single device: one file or not is not known', async () => {
    const { document } = await asked([APP, '--from', '4.1.0', '--single']);
    expect(document.groups[0]?.flow).toBe('combined_or_application_first');
    expect(document.withoutApplication).toBe(1);
  });

  test.each([
    ['none', [APP]],
    ['two kinds', [APP, '--from', '4.1.0', '--target-os', '>=4']],
    ['a release that is none', [APP, '--from', '77.0.0-x']],
    ['a share that is none', [APP, '--from', '4.1.0', '--max-safe-mode', '500%']],
    ['a format that is none', [APP, '--from', '4.1.0', '--format', 'csv']],
    ['no application', ['fixtures/boron-4.2.0/boron-bootloader@4.2.0.bin', '--from', '4.1.0']],
  ])('%s is a mistake in the call', async (_, args) => {
    const { code, stdout } = await temp.run(['rollout', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('limits', () => {
  test('safe mode is a share of the devices, compared exactly, and what is not known counts', async () => {
    const row = (at: number, version: string): string =>
      JSON.stringify({ id: at.toString(16).padStart(24, '0'), platform_id: 13, system_firmware_version: version });
    const rows = Array.from({ length: 20 }, (_, at) => row(at, at === 0 ? '4.0.2' : '4.2.0'));
    temp.put('twenty.ndjson', rows.join('\n'));
    const run = (share: string) => asked([APP, '--fleet', 'twenty.ndjson', '--max-safe-mode', share]);
    expect((await run('5%')).code).toBe(0);
    const beyond = await run('4.9999%');
    expect([beyond.code, beyond.document.limits[0]?.beyond]).toEqual([1, 1]);
  });

  test('bytes for a device: more is not ok, and what is not known is unknown', async () => {
    const known = [APP, '--from', '2.3.1', ...WITH];
    expect((await asked([...known, '--max-ota', '1MB'])).code).toBe(0);
    expect((await asked([...known, '--max-ota', '1KB'])).code).toBe(1);
    expect((await asked([APP, '--from', '2.3.1', '--max-ota', '1MB'])).code).toBe(2);
  });
});

test('Markdown: a table, and no markup of others', async () => {
  temp.put('evil|<b>.json', JSON.stringify({ id: 'x' }));
  const { code, stdout } = await temp.run(['rollout', APP, '--format', 'markdown', '--target-os', '>=4.0.2 <4.2.0']);
  expect(code).toBe(0);
  expect(stdout).toContain('| Platform |');
  expect(stdout).toMatch(/one file/);
  expect(stdout).not.toContain('undefined');
});

describe('what is not known or not read is said, in every format', () => {
  const row = (at: number): object => ({
    id: at.toString(16).padStart(24, '0'),
    platform_id: 13,
    system_firmware_version: '4.2.0',
  });
  temp.put('page.json', JSON.stringify({ devices: [row(1)], meta: { page: 1, per_page: 1, total_pages: 3 } }));
  temp.put('half.ndjson', `${JSON.stringify(row(1))}\nno device at all\n`);
  temp.put('none.json', '[]');

  test.each([
    ['a file that is missing', [APP, 'gone.bin', '--from', '4.2.0'], 'gone.bin: '],
    ['a folder of --with that is missing', [APP, '--from', '4.2.0', '--with', 'gone'], 'gone: '],
    ['a line that is no device', [APP, '--fleet', 'half.ndjson'], 'half.ndjson:2: '],
    ['no device at all', [APP, '--fleet', 'none.json'], 'no device'],
    ['pages that are missing', [APP, '--fleet', 'page.json'], 'only 1 of 3 pages of the list given'],
  ])('%s', async (_, args, words) => {
    const lone = await temp.run(['rollout', 'gone.bin', '--from', '4.2.0']);
    expect([lone.code, lone.stderr.split('\n')[0]]).toEqual([2, expect.stringContaining('gone.bin: no such file')]);
    for (const format of ['table', 'markdown', 'json']) {
      const { code, stdout, stderr } = await temp.run(['rollout', ...args, '--format', format]);
      expect(code, format).toBe(2);
      expect(`${stdout}${stderr}`.replace(/\s+/g, ' '), format).toContain(format === 'json' ? '"unknown"' : words);
      expect(stdout, format).not.toMatch(/^OK|: OK$/m);
      expect(stdout, format).toMatch(/NOT KNOWN|"unknown"/);
    }
  });
});
