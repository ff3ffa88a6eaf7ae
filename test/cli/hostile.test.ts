/** Names are data: whatever a file, an archive entry or an asset is called, it neither steers the terminal nor breaks a document. */
import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { build, application, applicationWithAsset, assetModule } from '../support/fixtures.js';
import { BIN } from '../support/command.js';
import type { Outcome } from '../support/command.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const ELECTRON = 10;
const folder = tempFolder();
const { put, run } = folder;

const HOSTILE: readonly (readonly [what: string, name: string])[] = [
  ['a colour', '\u001b[31mred\u001b[0m'],
  ['a cleared screen', '\u001b[2J\u001b[H'],
  ['a title', '\u001b]0;owned\u0007'],
  ['a link', '\u001b]8;;https://example.com\u001b\\click\u001b]8;;\u001b\\'],
  ['C1 controls', '\u009b31mred\u0085next'],
  ['a new line that feigns a verdict', 'x\n\nOK  Flash in this order'],
  ['a carriage return', 'REFUSED\rOK     '],
  ['backspaces', 'bad\b\b\bgood'],
  ['a right-to-left override', 'app\u202enib.exe'],
  ['isolates and marks', 'a\u2066b\u2069c\u200fd\u061ce'],
  ['invisible characters', 'a\u200b\u2060\ufeffb'],
  ['tags', 'a\u{e0041}\u{e0042}b'],
  ['line and paragraph separators', 'a\u2028b\u2029c'],
  ['a lot of columns', 'w'.repeat(200)],
  ['a template', '{slot} {files} $& $1 %s %d'],
  ['markup', '<script>alert(1)</script>'.replaceAll('/', '_')],
];

/** Everything that a terminal would obey, or that hides or turns text; the line feed is ours. */
const DANGEROUS =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e0fff}]/u;

const ALL = HOSTILE.map(([, name]) => name).join(' ');

function expectHarmless({ stdout, stderr }: Outcome): void {
  expect(stdout).not.toMatch(DANGEROUS);
  expect(stderr).not.toMatch(DANGEROUS);
  expect(`${stdout}${stderr}`).not.toMatch(/^OK {2}Flash in this order(?!,)/m);
}

const COMMANDS = ['deps', 'inspect'] as const;
const app = (version = 4): Uint8Array => build(application('0.5.0', ELECTRON, 1, 2, version));

/** Runs both commands, for people and as data. */
async function expectAllHarmless(argLists: readonly (readonly string[])[]): Promise<void> {
  for (const command of COMMANDS) {
    for (const args of argLists) {
      expectHarmless(await run([command, ...args]));
      const json = await run([command, '--json', ...args]);
      expect(JSON.parse(json.stdout)).toHaveProperty('schema');
      expect(json.stderr).not.toMatch(DANGEROUS);
    }
  }
}

describe.concurrent('names of files', () => {
  test('of modules, of other files, of missing files, of folders', async () => {
    const good = HOSTILE.map(([, name], at) => put(`a/${name}.bin`, app(at)));
    const same = HOSTILE.map(([, name]) => put(`b/${name}/${name}.bin`, app()));
    const bad = HOSTILE.map(([, name]) => put(`c/${name}.bin`, `no firmware, but a text: ${name}\n`));
    const missing = HOSTILE.map(([, name]) => `none-${name}.bin`);
    await expectAllHarmless([good, same, ['-v', ...good, ...bad], missing, ['a', 'b', 'c'], [good[5] ?? '']]);
  });

  test.each(HOSTILE)('%s, shown with its escapes', async (_what, name) => {
    const { code, stdout } = await run(['inspect', put(`one/${name}.bin`, 'no firmware, but a text\n')]);
    expect(code).toBe(1);
    expectHarmless({ code, stdout, stderr: '' });
  });

  test.each([
    ['a file', [ALL]],
    ['a platform', ['deps', '--platform', ALL, 'x']],
    ['a format', ['deps', '--format', ALL, 'x']],
    ['an option', ['deps', `--${ALL}`, 'x']],
    ['an output', ['deps', put('ok.bin', app()), '-o', `none/${ALL}`]],
    ['a query', ['versions', ALL]],
    ['a range', ['versions', `>=${ALL}`]],
    ['a query too many', ['versions', '1.2.1', ALL]],
    ['a word for help', ['help', ALL]],
  ])('in the arguments: %s', async (_what, args) => {
    const outcome = await run(args);
    expectHarmless(outcome);
    expect(outcome.code).toBe(2);
    const json = await run([...args, '--json']);
    expect(json.stderr).not.toMatch(DANGEROUS);
    expect(JSON.parse(json.stdout)).toHaveProperty('errors');
  });

  test('with colours on, the only escape sequences are ours', async () => {
    const file = put('e/\u001b[31mred\u001b[0m.bin', 'no firmware, but a text\n');
    const { stdout } = await run(['inspect', '--color', file]);
    const rest = stdout.replace(/\u001b\[(?:0|1|2|22|31|32|33|39)m/g, '');
    expect(rest).not.toMatch(DANGEROUS);
    expect(rest).toContain('\\u{1b}[31mred\\u{1b}[0m.bin');
  });
});

describe.concurrent('names inside files', () => {
  test('of assets, of archive entries', async () => {
    const files = HOSTILE.flatMap(([, name], at) => {
      const asset = { ...assetModule(), suffixExtensions: [{ kind: 'name', name }] as const };
      const needing = {
        ...applicationWithAsset(),
        suffixExtensions: [{ kind: 'asset_dependency', hash: '00'.repeat(32), name }, { kind: 'end' }] as const,
      };
      const entries = [
        { name: `${name}.bin`, data: build(applicationWithAsset()) },
        { name: `assets/${name}`, data: 'x' },
      ];
      return [
        put(`inside/${String(at)}-asset.bin`, build(asset)),
        put(`inside/${String(at)}-app.bin`, build(needing)),
        put(`inside/${String(at)}.zip`, buildZip([{ name: 'app.bin', data: build(needing) }])),
        put(`inside/${String(at)}-entries.zip`, buildZip(entries)),
        put(`inside/${String(at)}-text.bin`, `${name} and more text, which is no firmware\n`),
      ];
    });
    await expectAllHarmless([files, ['-v', ...files]]);
  });
});

describe.concurrent('names in lists of devices', () => {
  /** Everything in a record that a stranger may have chosen. */
  const record = (name: string, at: number) => ({
    id: at % 3 === 0 ? name : `e00fce68000000000000${String(1000 + at)}`,
    name,
    notes: name,
    groups: [name],
    serial_number: name,
    last_handshake_at: name,
    variables: { [name]: name },
    platform_id: at % 5 === 0 ? name : 10,
    product_id: at % 7 === 0 ? name : 10 + at,
    firmware_version: at % 4 === 0 ? name : at,
    system_firmware_version: at % 2 === 0 ? '0.5.0' : name,
  });
  const records = HOSTILE.map(([, name], at) => record(name, at));
  const lists = [
    put(`devices/${HOSTILE[4]?.[1] ?? ''}.json`, JSON.stringify({ devices: records, customers: [] })),
    put('devices/lines.ndjson', records.map((one) => JSON.stringify(one)).join('\n')),
    put('devices/page.json', JSON.stringify(records)),
    put(
      'devices/fleet.csv',
      `id,name,platform,version\n${HOSTILE.map(([, name], at) => `"${name.replaceAll('"', '""')}","${name}",10,${String(at)}`).join('\n')}\n`,
    ),
  ];
  const firmware = put('devices/app/app.bin', app());
  const fleets = lists.flatMap((list) => ['--fleet', list]);
  const commands: readonly (readonly [command: string, formats: readonly string[], args: readonly string[]])[] = [
    ['fleet', ['table', 'json', 'markdown'], lists],
    ['fleet -v', ['table', 'json', 'markdown'], ['-v', '--to', '0.6.4', ...lists]],
    ['check', ['table', 'json', 'jsonl', 'markdown', 'sarif', 'junit', 'github'], ['--no-config', ...fleets, firmware]],
    ['rollout', ['table', 'json', 'markdown'], [...fleets, firmware]],
  ];

  test.each(commands.flatMap(([command, formats, args]) => formats.map((format) => [command, format, args] as const)))(
    '%s as %s',
    async (command, format, args) => {
      const [name = ''] = command.split(' ');
      const { code, stdout, stderr } = await run([name, '--format', format, ...args]);
      expect([1, 2]).toContain(code);
      expect(stdout.length).toBeGreaterThan(100);
      expectHarmless({ code, stdout, stderr });
      if (format === 'json' || format === 'sarif') expect(JSON.parse(stdout)).toBeTypeOf('object');
      if (format === 'jsonl') {
        for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toBeTypeOf('object');
      }
      // No markup, no cell of a table and no command of a workflow comes out of a name.
      if (format === 'markdown' || format === 'junit') expect(stdout).not.toContain('<script>');
      if (format === 'github') {
        expect(stdout).not.toMatch(/^(?!::(?:error|warning|notice)[ :]).*::(?:error|warning|notice|set-output)/m);
      }
    },
  );
});

describe.concurrent('widths', () => {
  test('a name of 250 characters does not make the tables wide', async () => {
    const long = put(`wide/${'n'.repeat(246)}.bin`, app());
    put('wide/short.bin', app());
    const table = await run([
      'inspect',
      long,
      'wide',
      'wide/short.bin',
      ...['1', '2', '3'].map((n) => put(`w${n}.bin`, app())),
    ]);
    expect(table.stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
    const steps = await run(['deps', long]);
    expect(steps.stdout.split('\n').filter((line) => /^ {2}1 /.test(line) && line.length > 100)).toEqual([]);
  });
});

describe.concurrent('readers that close early', () => {
  // Written once: a file that is written anew while another test reads it is empty for a moment.
  const readable = put('pipe/app.bin', app());
  test.each([['deps'], ['inspect'], ['inspect', '--json'], ['versions']])('%s %s', async (...args) => {
    const paths = args[0] === 'versions' ? [] : [readable];
    const child = spawn(process.execPath, [BIN, ...args, ...paths], {
      cwd: folder.path,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  });
});
