/** `fwinspect check` as a pipeline sees it: exit code, formats, devices, configuration. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { FleetSummary } from '../../src/report/check-types.js';
import type { Outcome } from '../support/command.js';
import { application, build, released } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const ELECTRON = 10;
const BORON = 13;
const SYSTEM = 4;

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = tempFolder();
const { put, run } = folder;
const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');

put('app.bin', build(application('0.5.0', ELECTRON, 1, 2)));
put('product.bin', build({ ...application('0.5.0', ELECTRON, 1, 2), product: { id: 1234, version: 7 } }));
put('system-part1-0.6.4-electron.bin', build(released('0.5.0', ELECTRON, SYSTEM, 1)));
put('set/part1.bin', build(released('0.5.0', ELECTRON, SYSTEM, 1)));
put('set/part2.bin', build(released('0.5.0', ELECTRON, SYSTEM, 2)));
put('set/app.bin', build(application('0.5.0', ELECTRON, 1, 2)));
put('broken/page.bin', '<!DOCTYPE html><html><head><title>404</title></head></html>');
put('broken/named-photon.bin', build(released('0.5.0', ELECTRON, SYSTEM, 1)));
put('broken/app.bin', build({ ...application('0.6.4', ELECTRON, 1, 2), platform: 777 }));
put('boron.bin', build(application('4.2.0', BORON, 2, 1)));

interface Document {
  readonly schema: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly file: string | null;
    readonly message: string;
    readonly waived: { readonly owner: string } | null;
  }[];
  readonly fleet: FleetSummary | null;
  readonly failed: boolean;
  readonly errors: readonly { readonly file: string; readonly code: string }[];
}

const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(
  JSON.parse(readFileSync(join(root, 'schema', 'check@1.json'), 'utf8')) as object,
);

/** The JSON document, held against the schema. */
function documentOf({ stdout }: Pick<Outcome, 'stdout'>): Document {
  const document = JSON.parse(stdout) as Document;
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document;
}
const rulesOf = (outcome: Outcome): readonly string[] => documentOf(outcome).findings.map(({ rule }) => rule);
const check = (...args: readonly string[]): Promise<Outcome> => run(['check', '--no-config', ...args]);
const json = (...args: readonly string[]): Promise<Outcome> => check('--json', ...args);

const TOO_NEW = ['app.bin', '--platform', 'electron', '--min-os', '0.4.8'];
const SENTENCE =
  'devices below 0.5.0 would go to safe mode: it needs system part 2 >= 13 (0.5.0) (your range has 0.4.8-rc.6, 0.5.0-rc.1)';

test('a limit is that of the cause it stands before: what other releases of the field do is told of them by name', async () => {
  const application = join(root, 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin');
  const { findings } = documentOf(await json(application, '--platform', 'boron', '--min-os', '0.8.0-rc.26'));
  const begins = findings.filter(({ rule }) => rule !== 'FW603').map(({ message }) => message.split(':', 1)[0]);
  expect(new Set(begins)).toEqual(
    new Set(['devices with these releases would go to safe mode', 'devices below 3.1.0-alpha.1 refuse it']),
  );
});

describe.concurrent('an application that is too new for the fleet', () => {
  test('exits 1 and says in one line what devices below 0.5.0 would do', async () => {
    const { code, stdout, stderr } = await check(...TOO_NEW);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('app.bin  devices below 0.5.0 would go to safe mode');
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/FW601 NOT OK 1 error/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      ` error app.bin ${SENTENCE}; the cloud is expected to send the application first, then what it needs, in safe mode `,
    );
  });

  test('the same finding arrives in every format', async () => {
    const found: Readonly<Record<string, (text: string) => string>> = {
      table: (text) => text.replaceAll(/\s+/g, ' '),
      json: (text) =>
        documentOf({ stdout: text })
          .findings.map(({ rule, message }) => `${rule} ${message}`)
          .join(),
      jsonl: (text) =>
        text
          .split('\n')
          .filter((line) => line.includes('"finding"'))
          .join(),
      markdown: (text) => text.replaceAll('&#62;', '>').replaceAll('&#61;', '='),
      sarif: (text) => {
        const { runs } = JSON.parse(text) as {
          runs: [{ results: [{ ruleId: string; message: { text: string } }] }];
        };
        return runs[0].results.map(({ ruleId, message }) => `${ruleId} ${message.text}`).join();
      },
      junit: (text) => text.replaceAll('&gt;', '>'),
      github: (text) => text,
    };
    for (const [format, textOf] of Object.entries(found)) {
      const { code, stdout } = await check(...TOO_NEW, '--format', format);
      expect(code, format).toBe(1);
      expect(textOf(stdout), format).toContain(SENTENCE);
      expect(textOf(stdout), format).toContain('FW601');
    }
  });

  test('several formats in one run are what each gives alone, and two runs give equal bytes', async () => {
    const formats = ['table', 'json', 'jsonl', 'markdown', 'sarif', 'junit', 'github'];
    const into = (name: string): readonly string[] =>
      formats.flatMap((format) => ['--format', `${format}=${name}.${format}`]);
    expect(await check(...TOO_NEW, ...into('one'))).toMatchObject({ code: 1, stdout: '' });
    await check(...TOO_NEW, ...into('two'));
    for (const format of formats) {
      const alone = await check(...TOO_NEW, '--format', format);
      expect(read(`one.${format}`), format).toBe(alone.stdout);
      expect(read(`two.${format}`), format).toBe(alone.stdout);
    }
    const both = await check(...TOO_NEW, '--format', 'table', '--format', 'sarif=out.sarif');
    expect(both.stdout).toContain('FW601');
    expect(read('out.sarif')).toBe(read('one.sarif'));
  });

  test('several formats to standard output are refused, and nothing is written', async () => {
    const outcome = await check('app.bin', '--format', 'table', '--format', 'sarif');
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('only one format can go to standard output');
    expect((await check('app.bin', '--format', 'junit=never.xml', '--format', 'table', '--json')).code).toBe(2);
    expect(existsSync(join(folder.path, 'never.xml'))).toBe(false);
  });

  test.each(['constructor', 'toString', '__proto__'])('%s is no format', async (name) => {
    const outcome = await check('app.bin', '--format', name);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('unknown format');
  });

  test('an unknown format is answered with the nearest', async () => {
    const outcome = await check('app.bin', '--format', 'sarfi');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('sarif');
  });
});

describe.concurrent('sets', () => {
  test('a correct one gets a calm line', async () => {
    const stdout = 'OK  3 files checked: no findings; against no device: add --min-os or --fleet.\n';
    expect(await run(['check', 'set'])).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('one broken file does not hide what the others have', async () => {
    const outcome = await json('broken');
    expect(outcome.code).toBe(1);
    expect(documentOf(outcome).findings.map(({ rule, file }) => `${rule} ${file ?? ''}`)).toEqual(
      expect.arrayContaining(['FW101 broken/page.bin', 'FW401 broken/named-photon.bin', 'FW106 broken/app.bin']),
    );
  });

  test('a file that is not there is an error, and the others are reported', async () => {
    const outcome = await json('set', 'none.bin', ...TOO_NEW);
    expect(outcome.code).toBe(2);
    expect(documentOf(outcome).errors.map(({ code }) => code)).toEqual(['not_found']);
  });
});

describe.concurrent('what fails a run', () => {
  const WARNED = 'system-part1-0.6.4-electron.bin';
  test.each([
    ['a warning does not', [], 0],
    ['with --strict it does', ['--strict'], 1],
    ['with --fail-on warning', ['--fail-on', 'warning'], 1],
    ['with --fail-on note', ['--fail-on', 'note'], 1],
    ['with --fail-on error', ['--fail-on', 'error'], 0],
    ['--fail-on says more than --strict', ['--strict', '--fail-on', 'error'], 0],
  ])('%s', async (_name, args, code) => {
    const outcome = await json(WARNED, ...args);
    expect(outcome.code).toBe(code);
    expect(rulesOf(outcome)).toContain('FW402');
    expect(documentOf(outcome).failed).toBe(code === 1);
  });

  test('--fail-on takes three words', async () => {
    expect((await check(WARNED, '--fail-on', 'banana')).code).toBe(2);
  });
});

describe.concurrent('expectations', () => {
  test.each([
    ['the platform', ['app.bin', '--platform', 'photon'], ['FW406']],
    ['the product', ['product.bin', '--product', '1'], ['FW407']],
    ['the product version', ['product.bin', '--product-version', '8'], ['FW408']],
    ['the budget', ['product.bin', '--max-ota', '500'], ['FW803']],
    ['all of them', ['product.bin', '--product', '1234', '--product-version', '7', '--max-ota', '200KB'], []],
  ])('%s', async (_name, args, rules) => {
    const outcome = await json(...args);
    expect(rulesOf(outcome)).toEqual(rules);
    expect(outcome.code).toBe(rules.length === 0 ? 0 : 1);
  });

  test.each([
    ['a product that is no number', ['--product', 'x'], '--product'],
    ['one that is too large', ['--product', '65536'], '65535'],
    ['a version that is no number', ['--product-version', '-1'], '--product-version'],
    ['a budget that is no size', ['--max-ota', 'much'], 'much'],
    ['an unknown platform', ['--platform', 'electorn'], 'electron'],
    ['a day that is none', ['--today', 'tomorrow'], '--today'],
  ])('%s is refused', async (_name, args, word) => {
    const outcome = await json('product.bin', ...args);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(word);
    expect(documentOf(outcome).findings).toEqual([]);
  });
});

describe.concurrent('the firmware that a product has released', () => {
  const SIZE = readFileSync(join(folder.path, 'product.bin')).length;
  const entry = (version: number, size: number | null = SIZE, product = 1234) => ({
    version,
    size,
    product_id: product,
  });
  const lists = {
    'older.json': [entry(1), entry(6)],
    'newer.json': [entry(1), entry(8)],
    'same.json': [entry(7)],
    'other-size.json': [entry(6), entry(7, SIZE + 1)],
    'other-product.json': [entry(1, SIZE, 5)],
    'unnamed.json': [{ version: 1, size: 5 }],
    'several.json': [entry(6), entry(9, SIZE, 5)],
    'within.json': { firmware: [entry(6)] },
    'none.json': [],
  };
  for (const [name, list] of Object.entries(lists)) put(name, JSON.stringify(list, null, 2));
  put('lines.ndjson', [entry(1), entry(6)].map((one) => JSON.stringify(one)).join('\n'));

  test.each([
    ['an older list', ['product.bin', '--released', 'older.json'], []],
    ['within an object', ['product.bin', '--released', 'within.json'], []],
    ['one a line', ['product.bin', '--released', 'lines.ndjson'], []],
    ['nothing released', ['product.bin', '--released', 'none.json'], []],
    ['a newer one', ['product.bin', '--released', 'newer.json'], ['FW410']],
    ['the same', ['product.bin', '--released', 'same.json'], ['FW410']],
    ['the same version of another size', ['product.bin', '--released', 'other-size.json'], ['FW411']],
    ['another product', ['product.bin', '--released', 'other-product.json'], ['FW407']],
    ['no product, no version', ['app.bin', '--released', 'unnamed.json'], ['FW409']],
    ['no product, and the list names it', ['app.bin', '--released', 'older.json'], ['FW407', 'FW409']],
    ['one of several', ['product.bin', '--released', 'several.json', '--product', '1234'], []],
    ['no application', ['set/part1.bin', '--released', 'newer.json'], []],
  ])('%s', async (_name, args, expected) => {
    const outcome = await json(...args);
    expect(rulesOf(outcome)).toEqual(expected);
    expect(outcome.code).toBe(expected.length === 0 ? 0 : 1);
  });

  test.each([
    ['several products', ['--released', 'several.json'], 'say which with --product'],
    ['another than asked for', ['--released', 'older.json', '--product', '5'], 'not of 5'],
    ['no list', ['--released', 'app.bin'], 'holds no whole list'],
    ['no such file', ['--released', 'nothing.json'], 'nothing.json'],
  ])('%s is refused', async (_name, args, word) => {
    const outcome = await json('product.bin', ...args);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(word);
  });
});

describe.concurrent('ranges of releases', () => {
  test.each([
    ['runs on all of them', ['app.bin', '--target-os', '>=0.5.0 <0.6'], 0, []],
    ['some are too old', ['app.bin', '--target-os', '>=0.4.8-rc.6 <0.6'], 1, ['FW601']],
    ['the oldest is new enough', ['app.bin', '--min-os', '0.5.0'], 0, []],
    ['both ends', ['app.bin', '--min-os', '0.4.8', '--target-os', '<0.5.0'], 1, ['FW601']],
    ['either end', ['app.bin', '--min-os', '0.5.0', '--target-os', '0.6.4 || 0.4.8-rc.6'], 0, []],
    ['either end, the other way round', ['app.bin', '--min-os', '0.5.0', '--target-os', '0.4.8-rc.6 || 0.6.4'], 0, []],
    ['a whole set brings its system parts', ['set', '--min-os', '0.4.8', '--target-os', '<=0.5.0'], 0, []],
    ['a part alone is refused', ['set/part2.bin', '--target-os', '0.4.8-rc.6'], 1, ['FW602']],
  ])('%s', async (_name, args, code, rules) => {
    const outcome = await json(...args);
    expect([...new Set(rulesOf(outcome).filter((rule) => rule.startsWith('FW6')))]).toEqual(rules);
    expect(outcome.code).toBe(code);
  });

  test('devices that are newer than the system parts of the set are not what it is for', async () => {
    const { stdout, code } = await check('set', '--target-os', '>=0.4.8-rc.6 <=0.5.3');
    expect(code).toBe(0);
    expect(stdout).toContain('no findings');
  });

  test.each([
    ['no range', ['--target-os', 'banana'], 'is no range of releases'],
    ['nothing in it', ['--target-os', '>3.9 <4'], 'no release of electron'],
    ['newer than the table', ['--target-os', '>99'], 'newer than my table'],
    ['no such release', ['--min-os', '0.99.0'], 'no release 0.99.0'],
    ['an empty range', ['--min-os', '0.5.0', '--target-os', '<0.4'], 'no release of electron'],
  ])('%s is refused', async (_name, args, word) => {
    const outcome = await check('app.bin', ...args);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(word);
  });
});

/** What an Electron on 0.5.0 reports. */
const ELECTRON_MODULES = JSON.stringify([
  { s: 16384, l: 'm', vc: 30, vv: 30, f: 'b', n: '0', v: 7, d: [] },
  { s: 131072, l: 'm', vc: 30, vv: 30, f: 's', n: '1', v: 13, d: [] },
  { s: 131072, l: 'm', vc: 30, vv: 30, f: 's', n: '2', v: 13, d: [{ f: 's', n: '1', v: 13 }] },
  { s: 131072, l: 'm', vc: 30, vv: 30, f: 'u', n: '1', v: 3, d: [{ f: 's', n: '2', v: 13 }] },
]);

/** A device report as describe gives it. */
const report = (id: string, system: number, application: number): string =>
  JSON.stringify({
    id,
    p: BORON,
    m: [
      { s: 49152, l: 'm', vc: 30, vv: 30, f: 'b', n: '0', v: system >= 4200 ? 1200 : 1101, d: [] },
      { s: 671744, l: 'm', vc: 30, vv: 30, f: 's', n: '1', v: system, d: [] },
      { s: 262144, l: 'm', vc: 30, vv: 30, f: 'u', n: '2', v: application, d: [{ f: 's', n: '1', v: 4000 }] },
      { s: 192512, l: 'm', vc: 30, vv: 30, f: 'a', n: '0', v: 202, d: [] },
    ],
  });

/** A device ID. */
const idOf = (at: number): string => `e00fce68${String(at).padStart(16, '0')}`;

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => report(idOf(at), at % 4 === 0 ? 4200 : 4006, at % 3));

for (const [at, text] of many(200).entries()) put(`reports/${String(at).padStart(3, '0')}.json`, text);
put('fleet.ndjson', `${many(3000).join('\n')}\n\n{"no": "report"}\nrubbish\n`);
put('good.ndjson', many(200).join('\r\n'));
put('two.ndjson', `${report('b', 4200, 1)}\n{"id":"e","p":10,"m":${ELECTRON_MODULES}}\n`);
put('old.json', report('old', 4006, 1));
put('new.json', report('new', 4200, 1));

describe.concurrent('fleets', () => {
  test('a folder of 200 reports is counted, and listed in JSON', async () => {
    const outcome = await json('boron.bin', '--fleet', 'reports');
    const { fleet, findings } = documentOf(outcome);
    expect(outcome.code).toBe(1);
    expect(fleet).toMatchObject({ devices: 200, run: 50, safeMode: 150, refuse: 0, unclear: 0, otherPlatforms: 0 });
    expect(fleet?.list).toHaveLength(200);
    expect(fleet?.list[0]).toEqual({ device: idOf(0), outcome: 'run', why: null, told: null });
    expect(fleet?.list[1]).toMatchObject({ device: idOf(1), outcome: 'safe-mode' });
    expect(fleet?.list[1]?.why).toContain('needs system part 1');
    expect(fleet?.wireBytes).toBeGreaterThan(200 * 500);
    expect(findings.map(({ rule }) => rule)).toEqual(['FW604']);
    expect(findings[0]?.message).toMatch(/^150 devices would go to safe mode: .+ and 145 more\)$/);
    const { stdout } = await check('boron.bin', '--fleet', 'reports');
    expect(stdout).toMatch(/200 devices: 50 run, 150 safe mode, 0 refuse/);
  });

  test('NDJSON of the same reports gives the same', async () => {
    const [files, lines] = await Promise.all([
      json('boron.bin', '--fleet', 'reports'),
      json('boron.bin', '--fleet', 'good.ndjson'),
    ]);
    expect(lines.stdout).toBe(files.stdout);
  });

  test('a long stream is counted and not listed; what is no report is an error', async () => {
    const outcome = await json('boron.bin', '--fleet', 'fleet.ndjson');
    const { fleet, errors } = documentOf(outcome);
    expect(outcome.code).toBe(2);
    expect(fleet).toMatchObject({ devices: 3000, run: 750, safeMode: 2250, list: [] });
    expect(errors.map(({ file, code }) => `${code} ${file}`)).toEqual([
      'no_report fleet.ndjson:3002',
      'no_report fleet.ndjson:3003',
    ]);
  });

  test('single reports, and a fleet beside them', async () => {
    const one = await json('boron.bin', '--device', 'new.json');
    expect(one.code).toBe(0);
    expect(documentOf(one).fleet).toMatchObject({ devices: 1, run: 1 });
    const two = await json('boron.bin', '--device', 'new.json', '--device', 'old.json', '--fleet', 'reports');
    expect(documentOf(two).fleet).toMatchObject({ devices: 202, run: 51, safeMode: 151 });
  });

  test('a file that the devices refuse', async () => {
    put('boron-part1.bin', build(released('4.2.0', BORON, SYSTEM, 1)));
    const outcome = await json('boron-part1.bin', '--device', 'old.json');
    expect(documentOf(outcome).fleet).toMatchObject({ devices: 1, refuse: 1 });
    expect(rulesOf(outcome)).toContain('FW605');
  });

  test('devices of another platform are counted apart, and said', async () => {
    const outcome = await check('app.bin', 'boron.bin', '--platform', 'electron', '--fleet', 'two.ndjson');
    const words = outcome.stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain('2 devices: 1 run, 0 safe mode, 0 refuse, 1 of other platforms not judged');
    expect(outcome.stderr).toBe('');
  });

  test.each([[[]], [['--platform', 'electron']], [['--strict']]])(
    'a device that was named and is of another platform is no pass: %j',
    async (args) => {
      const outcome = await json('app.bin', '--device', 'new.json', ...args);
      expect(outcome.code).toBe(2);
      expect(documentOf(outcome).fleet).toMatchObject({ devices: 1, otherPlatforms: 1 });
      expect(documentOf(outcome).errors).toMatchObject([{ file: 'new.json', code: 'other_platform' }]);
    },
  );

  test('a fleet of which no device is judged is no pass', async () => {
    const outcome = await json('app.bin', '--fleet', 'good.ndjson');
    expect(outcome.code).toBe(2);
    expect(documentOf(outcome).errors).toMatchObject([{ file: '', code: 'nothing_judged' }]);
  });

  test('one unreadable report says nothing about the others', async () => {
    put('some/a.json', report('a', 4200, 1));
    symlinkSync('nowhere', join(folder.path, 'some/b.json'));
    symlinkSync('c.json', join(folder.path, 'some/c.json'));
    const outcome = await json('boron.bin', '--fleet', 'some');
    expect(outcome.code).toBe(2);
    expect(documentOf(outcome).fleet).toMatchObject({ devices: 1, run: 1 });
    expect(documentOf(outcome).errors.map(({ file }) => file)).toEqual(['some/b.json', 'some/c.json']);
  });

  test('devices are called by their own name, and told apart by all that they report', async () => {
    const event = (coreid: string): string =>
      JSON.stringify({
        name: 'spark/status/safe-mode',
        coreid,
        published_at: '2026-01-01T00:00:00Z',
        data: report('inner', 4006, 1),
      });
    const nested = (platform: string): string =>
      JSON.stringify({ ...(JSON.parse(report('x', 4200, 1)) as object), p: undefined, platform: { id: platform } });
    put('events.ndjson', `${event(idOf(1))}\n${event(idOf(2).toUpperCase())}\n`);
    put('nested.ndjson', `${nested('boron')}\n${nested('argon')}\n`);
    const events = documentOf(await json('boron.bin', '--fleet', 'events.ndjson')).fleet;
    expect(events?.list.map(({ device }) => device)).toEqual([idOf(1), idOf(2)]);
    const fleet = documentOf(await json('boron.bin', '--fleet', 'nested.ndjson')).fleet;
    expect(fleet).toMatchObject({ devices: 2, run: 1, otherPlatforms: 1 });
  });

  test('a line longer than any report is one that is none', async () => {
    put('long.ndjson', `${report('a', 4200, 1)}\n{"x":"${'x'.repeat(3_000_000)}"}\n${report('b', 4200, 1)}`);
    const outcome = await json('boron.bin', '--fleet', 'long.ndjson');
    expect(documentOf(outcome).fleet).toMatchObject({ devices: 2, run: 2 });
    expect(documentOf(outcome).errors).toMatchObject([{ file: 'long.ndjson:2', code: 'no_report' }]);
  });

  test.each([
    ['a fleet that is not there', ['--fleet', 'nowhere'], 'nowhere'],
    ['a report that is not there', ['--device', 'nowhere.json'], 'nowhere.json'],
    ['a report whose name is too long', ['--device', 'x'.repeat(300)], 'ENAMETOOLONG'],
    ['a fleet whose name is too long', ['--fleet', 'x'.repeat(300)], 'ENAMETOOLONG'],
  ])('%s is refused', async (_name, args, word) => {
    const outcome = await check('boron.bin', ...args);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(word);
  });
});

const config = (name: string, content: object): string => put(name, JSON.stringify(content));
const waiver = (over: object = {}): object => ({
  rule: 'FW201',
  files: '**/damaged.bin',
  reason: 'the lab has only this one',
  owner: 'anna',
  expires: '2026-06-30',
  ...over,
});
const damaged = build(application('0.5.0', ELECTRON, 1, 2));
damaged[100] = (damaged[100] ?? 0) ^ 1;
put('lab/damaged.bin', damaged);

describe.concurrent('configuration', () => {
  const withConfig = (file: string, ...args: readonly string[]): Promise<Outcome> =>
    run(['check', '--json', '--config', file, ...args]);

  test('a flag beats what the configuration says of failing', async () => {
    const file = config('fail-on.json', { failOn: 'error' });
    const warned = (...args: readonly string[]): Promise<Outcome> =>
      withConfig(file, 'system-part1-0.6.4-electron.bin', ...args);
    expect((await warned()).code).toBe(0);
    expect((await warned('--strict')).code).toBe(1);
    expect((await warned('--fail-on', 'note')).code).toBe(1);
  });

  test('findings about waivers have severities too', async () => {
    const unused = [waiver({ files: 'nowhere.bin', expires: '2999-12-31' })];
    const found = async (rules: object): Promise<readonly (readonly [string, string])[]> =>
      documentOf(
        await withConfig(config(`w-${JSON.stringify(rules).length}.json`, { rules, waivers: unused }), 'app.bin'),
      ).findings.map(({ rule, severity }) => [rule, severity]);
    expect(await found({})).toEqual([['FW805', 'warning']]);
    expect(await found({ FW805: 'error' })).toEqual([['FW805', 'error']]);
    expect(await found({ FW805: 'off' })).toEqual([]);
  });

  test('severities: up, down and off', async () => {
    const WARNED = 'system-part1-0.6.4-electron.bin';
    config('up.json', { rules: { FW402: 'error' } });
    config('off.json', { rules: { 'name-says-other-release': 'off' } });
    config('strict.json', { failOn: 'warning' });
    expect((await withConfig('up.json', WARNED)).code).toBe(1);
    expect(rulesOf(await withConfig('off.json', WARNED))).not.toContain('FW402');
    expect((await withConfig('strict.json', WARNED)).code).toBe(1);
    expect((await withConfig('strict.json', WARNED, '--fail-on', 'error')).code).toBe(0);
  });

  test('expectations; a flag wins', async () => {
    config('expect.json', { expect: { platform: 'electron', minOs: '0.4.8', product: 1234, maxOta: '1MB' } });
    expect(rulesOf(await withConfig('expect.json', 'product.bin'))).toEqual(['FW601']);
    expect((await withConfig('expect.json', 'product.bin', '--min-os', '0.5.0')).code).toBe(0);
    expect(rulesOf(await withConfig('expect.json', 'product.bin', '--min-os', '0.5.0', '--product', '5'))).toEqual([
      'FW407',
    ]);
  });

  test('a configuration above counts, and waivers go by the names from its folder', async () => {
    put('repository/.git/HEAD', '');
    put('repository/lab/deep/damaged.bin', damaged);
    const below = [waiver({ files: 'lab/**', expires: '2999-12-31' })];
    put('repository/fwinspect.config.json', JSON.stringify({ waivers: below }));
    const cwd = (name: string) => ({ cwd: join(folder.path, name) });
    for (const [args, options] of [
      [['lab'], cwd('repository')],
      [['deep/damaged.bin'], cwd('repository/lab')],
      [[join(folder.path, 'repository/lab')], cwd('repository/lab')],
      [['--config', 'repository/fwinspect.config.json', 'repository/lab'], {}],
    ] as const) {
      const outcome = await run(['check', '--json', ...args], options);
      expect(documentOf(outcome).findings, args.join(' ')).toMatchObject([
        { rule: 'FW201', waived: { owner: 'anna' } },
      ]);
      expect(outcome.code).toBe(0);
    }
    // The folder of the repository is the last one that is looked into.
    expect((await run(['check', '../lab/damaged.bin'], cwd('repository'))).code).toBe(1);
    put('repository/inner/.git/HEAD', '');
    expect((await run(['check', '../lab'], cwd('repository/inner'))).code).toBe(1);
  });

  test('a waived finding stays visible and does not fail', async () => {
    config('waived.json', { waivers: [waiver()] });
    const outcome = await withConfig('waived.json', 'lab', '--today', '2026-06-30');
    expect(outcome.code).toBe(0);
    expect(documentOf(outcome).findings).toMatchObject([{ rule: 'FW201', waived: { owner: 'anna' } }]);
    const text = await run(['check', '--config', 'waived.json', '--today', '2026-06-30', 'lab']);
    expect(text.stdout).toContain('waived');
    expect(text.stdout).toContain('until 2026-06-30 by anna: the lab has only this one');
  });

  test('an expired waiver covers nothing, and is a finding', async () => {
    config('expired.json', { waivers: [waiver()] });
    const outcome = await withConfig('expired.json', 'lab', '--today', '2026-07-01');
    expect(outcome.code).toBe(1);
    expect(rulesOf(outcome).toSorted()).toEqual(['FW201', 'FW804']);
    expect(documentOf(outcome).findings.every(({ waived }) => waived === null)).toBe(true);
  });

  test('an unused waiver is a finding', async () => {
    config('unused.json', { waivers: [waiver({ files: 'gone/*.bin' })] });
    const outcome = await withConfig('unused.json', 'set', '--today', '2026-01-01');
    expect({ code: outcome.code, rules: rulesOf(outcome) }).toEqual({ code: 0, rules: ['FW805'] });
    expect((await withConfig('unused.json', 'set', '--today', '2026-01-01', '--strict')).code).toBe(1);
  });

  test('fwinspect.config.json is found where the command runs, and left with --no-config', async () => {
    config('here/fwinspect.config.json', { expect: { platform: 'photon' } });
    const cwd = join(folder.path, 'here');
    expect((await run(['check', '../app.bin'], { cwd })).code).toBe(1);
    expect((await run(['check', '--no-config', '../app.bin'], { cwd })).code).toBe(0);
  });

  test.each([
    ['an unknown key gets a suggestion', { waiver: [] }, 'waivers'],
    ['one below too', { expect: { minOS: '0.5.0' } }, 'minOs'],
    ['a severity that is none', { rules: { FW201: 'fatal' } }, 'FW201'],
    ['a waiver without an owner', { waivers: [waiver({ owner: '' })] }, 'waivers[0].owner'],
  ])('%s', async (name, content, word) => {
    const outcome = await withConfig(config(`${name.replaceAll(' ', '-')}.json`, content), 'set');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(word);
  });

  test('no file, and no JSON', async () => {
    expect((await withConfig('nowhere.json', 'set')).stderr).toContain('cannot read the configuration nowhere.json');
    expect((await withConfig(put('rubbish.json', '{'), 'set')).code).toBe(2);
  });
});
