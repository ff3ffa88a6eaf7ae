/** Whatever a name or a content says, no line of either stream is a command to a terminal or to a build system. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeOutput, safeText } from '../../src/base/safe-text.js';
import { jsonText } from '../../src/report/json.js';
import type { Outcome } from '../support/command.js';
import { application, applicationWithAsset, build } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const HOSTILE = [
  '##vso[task.setvariable variable=x]y',
  '##[error]owned',
  '###[group]x',
  '##teamcity[buildStatus status=SUCCESS]',
  '##VSO[task.complete]',
  '::error::owned',
  '  ::set-output name=x::y',
  `${'w'.repeat(70)} ::error::${'v'.repeat(60)} ::warning::x`,
  'x\n::error::y\n##[error]z',
  '\u001b[31mred',
  '\u001b]0;owned\u0007',
  'app\u202enib.exe',
  'a\u200bb\u2028c',
  '\u009b31mred',
] as const;

/** More names, for files alone: what formats escape, what shells and pages obey, what hides or turns text. */
const MORE_NAMES = [
  '<script>alert(1)<', '"><img src=x onerror=alert(1)>', '&lt;b&gt;', ']]>', '<!--', '{{7*7}}', '${x}', '%0A::error::x', '%s%n',
  '$(touch x)', '`touch x`', '[a](javascript:alert(1))', '| a | b |', '![x](http:x)', '-rf', '#', '\u001b', '\u200e\u200f',
  '\ufeff', '\u00ad', '\u{e0041}', '\u2066a\u2069', 'a\tb', 'a\rb', '\u0008\u0008', "it's",
] as const; // prettier-ignore

const DANGEROUS =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e0fff}]/u;
const OBEYED_ANYWHERE = /##[a-z]*\[/i;
const OBEYED_AT_START = /^\s*::/m;

const { path, put, run } = tempFolder();
const repository = fileURLToPath(new URL('../../', import.meta.url));
const DEVICE = 'boron-4.0.2-describe.json';

mkdirSync(join(path, 'plain'));
copyFileSync(join(repository, 'fixtures', 'devices', DEVICE), join(path, 'plain', DEVICE));
const app = build(application('0.5.0', 10, 1, 2));
const damaged = Uint8Array.from(app, (byte, at) => (at === 100 ? byte ^ 1 : byte));
put('plain/app.bin', app);

// Names of files, of folders, of entries, of assets; contents of modules, reports, locks, configurations, event logs.
const needing = (name: string): Uint8Array =>
  build({
    ...applicationWithAsset(),
    suffixExtensions: [{ kind: 'asset_dependency', hash: '00'.repeat(32), name }, { kind: 'end' }],
  });
const report = readFileSync(join(path, 'plain', DEVICE), 'utf8');
for (const [at, name] of HOSTILE.entries()) {
  put(`names/${name}.bin`, at % 2 === 0 ? damaged : app);
  put(`names/${name}/${name}.bin`, `no firmware, but a text: ${name}\n`);
  put(`names/a${String(at)}.bin`, needing(name));
  put(`names/z${String(at)}.zip`, buildZip([{ name: `${name.replaceAll('\n', ' ')}.bin`, data: damaged }]));
  put(`devices/${name}.json`, report);
  put(`devices/b${String(at)}.json`, `${name}\n${report.slice(0, 200)}${name}`);
}
for (const name of MORE_NAMES) put(`names/${name}.bin`, damaged);
const waivers = HOSTILE.map((text) => ({
  rule: 'FW201',
  files: '**',
  reason: text,
  owner: text,
  expires: '2999-12-31',
}));
put('##[error]config.json', JSON.stringify({ waivers, rules: { FW202: 'off' } }));
put('bad-config.json', JSON.stringify(Object.fromEntries(HOSTILE.map((text) => [text, text]))));
put('lock.json', JSON.stringify({ schema: 'fwinspect/lock@1', files: HOSTILE.map((file) => ({ file })) }));
put('events.txt', HOSTILE.join('\n'));
put('text.json', HOSTILE.join('\n'));
const rows = HOSTILE.map((text, at) => ({
  id: at.toString(16).padStart(24, '0'),
  name: text,
  platform_id: 10,
  system_firmware_version: at % 2 === 0 ? text : '0.5.0',
  groups: [text],
}));
put('list.json', JSON.stringify(rows));
put(
  'list.csv',
  ['Device ID,Name,Platform,Device OS', ...HOSTILE.map((text) => `${text},${text},${text},${text}`)].join('\n'),
);

const NAMES = HOSTILE.map((name) => `names/${name}.bin`);
const CHECKS = ['table', 'json', 'jsonl', 'markdown', 'sarif', 'junit', 'github'];
const TO = ['--from', '0.4.8', '--platform', 'electron'];

const RUNS: readonly (readonly string[])[] = [
  ...['deps', 'inspect', 'audit'].flatMap((command) => [
    [command, 'names'],
    [command, '-v', 'names'],
    [command, '--json', 'names'],
    [command, ...NAMES, ...HOSTILE],
  ]),
  ...CHECKS.flatMap((format) => [
    ['check', '--no-config', '--format', format, 'names', '--fleet', 'devices'],
    ['check', '--config', '##[error]config.json', '--format', format, 'names'],
  ]),
  ['check', '--no-config', '-v', 'names', ...HOSTILE],
  ['check', '--config', 'bad-config.json', 'names'],
  ['check', '--config', 'text.json', 'names'],
  ...['mermaid', 'dot', 'svg'].map((format) => ['graph', '--format', format, '--platform', 'electron', 'names']),
  ['report', 'names'],
  ['report', 'names', '--title', HOSTILE.join(' ').replaceAll('\n', ' ')],
  ['lock', 'names', '-o', '-'],
  ['lock', 'names/a1.bin', '-o', '##[error]out.json'],
  ['audit', 'names', '--lock', 'lock.json'],
  ['audit', 'names', '--sbom', '-'],
  ['diff', 'plain', 'names'],
  ['diff', '--json', 'names', 'plain'],
  ...['table', 'json', 'markdown'].flatMap((format) => [
    ['fleet', '--format', format, 'devices', 'list.json', 'list.csv', 'text.json'],
    ['fleet', '--format', format, '--to', '0.6.4', 'list.json', '--firmware', 'names'],
    ['fleet', '--format', format, ...HOSTILE],
    [
      'rollout',
      '--format',
      format,
      'plain/app.bin',
      '--fleet',
      'devices',
      '--fleet',
      'list.json',
      '--fleet',
      'list.csv',
    ],
    ['rollout', '--format', format, NAMES[1] ?? '', ...HOSTILE, '--from', '0.5.0', '--with', 'names'],
    ['rollout', '--format', format, 'names', '--target-os', '>=0.5.0'],
  ]),
  ['check', '--no-config', '--expect-cloud', 'names', '--fleet', 'list.json'],
  ['check', 'plain/app.bin', '--released', 'text.json'],
  ['check', '--merge', 'text.json', ...HOSTILE],
  ['lock', '--in-toto', 'names', '-o', '-'],
  ['simulate', ...TO, 'names'],
  ['simulate', ...TO, '--json', 'names'],
  ['simulate', '--device', 'text.json', 'names'],
  ['plan', ...TO, ...NAMES],
  ['plan', ...TO, 'names'],
  ['plan', ...TO, '--json', 'names'],
  ['plan', ...TO, '--json', ...NAMES],
  ['plan', ...TO, '--commands', 'sh', ...NAMES],
  ['verify', '--device', `plain/${DEVICE}`, '--events', 'events.txt', 'names'],
  ['verify', '--device', 'text.json', '--json', 'names'],
  ['verify', '--device', `plain/${DEVICE}`, 'names'],
  ['verify', '--device', `plain/${DEVICE}`, '--json', 'names'],
  ...HOSTILE.flatMap((text) => [
    [text],
    ['versions', text],
    ['explain', text],
    ['page', text],
    ['fleet', '--to', text, 'list.json'],
    ['rollout', 'plain/app.bin', '--from', text],
    ['rollout', 'plain/app.bin', '--from', '0.5.0', '--max-safe-mode', text],
    ['check', 'plain/app.bin', '--released', text],
    ['completion', text],
    ['deps', `--${text}`, 'plain/app.bin'],
    ['deps', '--platform', text, '--json', 'plain/app.bin'],
    ['help', text],
  ]),
];

function expectTame({ stdout, stderr }: Outcome, args: readonly string[]): void {
  for (const [stream, text] of Object.entries({ stdout, stderr })) {
    expect(text, stream).not.toMatch(DANGEROUS);
    expect(text, stream).not.toMatch(OBEYED_ANYWHERE);
    // GitHub's own annotations are the one intended exception; there every line is one of ours.
    if (stream === 'stdout' && args.includes('github')) {
      const lines = text.split('\n').filter((line) => line !== '');
      expect(lines.filter((line) => !/^::(?:error|warning|notice) (?:file=[^,:]*,)?title=[^:,]*::/.test(line))).toEqual(
        [],
      );
    } else expect(text, stream).not.toMatch(OBEYED_AT_START);
  }
}

describe.concurrent('every command and format', () => {
  test.each(RUNS.map((args) => [JSON.stringify(args).slice(0, 100), args] as const))('%s', async (_name, args) => {
    const outcome = await run(args);
    expect([0, 1, 2]).toContain(outcome.code);
    expect(`${outcome.stdout}${outcome.stderr}`).not.toBe('');
    expectTame(outcome, args);
    if (args.includes('--json') && outcome.stdout !== '') expect(JSON.parse(outcome.stdout)).toHaveProperty('schema');
  });
});

describe('laws', () => {
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom('##', '#', '[', 'vso', '::', ':', ' ', '\n', '\t', '\\', ...HOSTILE),
        fc.string({ unit: 'binary' }),
      ),
    )
    .map((parts) => parts.join(''));
  const forAnyText = (law: (given: string) => void): void => {
    fc.assert(fc.property(text, law));
  };

  test('names: nothing is obeyed, and it is done once', () => {
    forAnyText((name) => {
      const safe = safeText(name);
      expect(safe).not.toMatch(DANGEROUS);
      expect(safe).not.toMatch(OBEYED_ANYWHERE);
      expect(safeText(safe)).toBe(safe);
    });
  });

  test('output: nothing is obeyed, but the colours are ours', () => {
    forAnyText((given) => {
      const safe = safeOutput(given);
      expect(safe.replace(/\u001b\[(?:0|1|2|22|31|32|33|39)m/g, '')).not.toMatch(DANGEROUS);
      expect(safe).not.toMatch(OBEYED_ANYWHERE);
      expect(safe).not.toMatch(OBEYED_AT_START);
      expect(safeOutput(safe)).toBe(safe);
    });
  });

  test('a document passes the door as it is, and keeps its content', () => {
    forAnyText((given) => {
      const document = jsonText({ [given]: given });
      expect(safeOutput(document)).toBe(document);
      expect(JSON.parse(document)).toEqual({ [given]: given });
    });
  });
});
