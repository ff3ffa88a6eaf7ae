/** What users paste into their pipelines: the files have the shape that their formats demand, and their commands are run with the packed package. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const textOf = (name: string): string => readFileSync(join(root, name), 'utf8');

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly id?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const workflow = parse(textOf('examples/github-actions.yml')) as Workflow;
const gitlab = parse(textOf('examples/gitlab-ci.yml')) as { readonly firmware: { readonly script: readonly string[] } };
const action = parse(textOf('action.yml')) as Action;
const { version } = JSON.parse(textOf('package.json')) as { readonly version: string };

/** What the documentation of each format demands, in our own words: the required keys, their types, and no other top-level key. */
const STEP = {
  type: 'object',
  anyOf: [{ required: ['run'] }, { required: ['uses'] }],
  properties: { run: { type: 'string' }, uses: { type: 'string', pattern: '^(\\./|[\\w.-]+/[\\w./-]+@)' } },
};
const SHAPES = {
  'a GitHub workflow': {
    type: 'object',
    required: ['on', 'jobs'],
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      on: { type: ['object', 'array', 'string'] },
      permissions: { type: ['object', 'string'] },
      env: { type: 'object' },
      jobs: {
        type: 'object',
        minProperties: 1,
        additionalProperties: {
          type: 'object',
          required: ['runs-on', 'steps'],
          properties: { 'runs-on': { type: 'string' }, steps: { type: 'array', minItems: 1, items: STEP } },
        },
      },
    },
  },
  'a GitHub action': {
    type: 'object',
    required: ['name', 'description', 'runs'],
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      description: { type: 'string' },
      author: { type: 'string' },
      branding: { type: 'object' },
      inputs: { type: 'object', additionalProperties: { type: 'object', required: ['description'] } },
      outputs: { type: 'object' },
      runs: {
        type: 'object',
        required: ['using', 'steps'],
        // A composite action must name the shell of every command.
        properties: {
          using: { const: 'composite' },
          steps: {
            type: 'array',
            items: { allOf: [STEP, { if: { required: ['run'] }, then: { required: ['shell'] } }] },
          },
        },
      },
    },
  },
  'a GitLab pipeline': {
    type: 'object',
    required: ['firmware'],
    properties: {
      stages: { type: 'array', items: { type: 'string' } },
      firmware: {
        type: 'object',
        required: ['script'],
        properties: { image: { type: ['string', 'object'] }, script: { type: 'array', items: { type: 'string' } } },
      },
    },
  },
} as const;

describe('the shape of each file', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  test.each([
    ['a GitHub workflow', workflow],
    ['a GitHub action', action],
    ['a GitLab pipeline', gitlab],
  ] as const)('%s', (name, content) => {
    const validate = ajv.compile(SHAPES[name]);
    validate(content);
    expect(validate.errors ?? []).toEqual([]);
    // And it would notice.
    expect(validate({ ...content, jobs: 5, runs: 5, stages: 5 })).toBe(false);
  });
});

let temp = '';
let bin = '';
beforeAll(() => {
  temp = mkdtempSync(join(tmpdir(), 'fwinspect-examples-'));
  const quiet = { cwd: root, shell: process.platform === 'win32', stdio: 'pipe' } as const;
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', temp], quiet);
  const tarball = readdirSync(temp).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(temp, 'package.json'), '{ "private": true }\n');
  const install = ['install', join(temp, tarball), '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  execFileSync('npm', install, { ...quiet, cwd: temp });
  bin = join(temp, 'node_modules', '.bin');
});
afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
});

/** A user's repository with the application of a fixture in `firmware/`. */
function project(name: string, fixture: string): string {
  const folder = join(temp, name);
  mkdirSync(folder);
  const release = fixture.replace('electron-', '');
  cpSync(join(root, 'fixtures', fixture, `app-for-${release}.bin`), join(folder, 'firmware', 'app.bin'));
  return folder;
}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function shell(command: string, cwd: string, env: Readonly<Record<string, string>> = {}, program = 'bash'): Ran {
  const { NODE_OPTIONS: _o, CI: _c, ...inherited } = process.env;
  const done = spawnSync(
    program,
    program === 'bash' ? ['-e', '-o', 'pipefail', '-c', command] : ['-e', '-c', command],
    {
      cwd,
      encoding: 'utf8',
      env: { ...inherited, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`, ...env },
    },
  );
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** The package is there already: a line that installs it is left out. */
const isInstall = (line: string): boolean =>
  line.startsWith('npm install --ignore-scripts --global ./tools/fwinspect-');

test('each of them installs the packed file of this version, which exists', () => {
  const tarball = readdirSync(temp).find((name) => name.endsWith('.tgz'));
  expect(tarball).toBe(`fwinspect-${version}.tgz`);
  expect(gitlab.firmware.script.filter(isInstall)).toEqual([
    `npm install --ignore-scripts --global ./tools/${tarball ?? ''}`,
  ]);
  const { devDependencies } = JSON.parse(textOf('examples/package.json')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  expect(devDependencies).toEqual({ fwinspect: `file:tools/${tarball ?? ''}` });
  expect(textOf('examples/pre-commit')).toContain(`--global ${tarball ?? ''}`);
  for (const { name } of readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((one) => one.isFile())) {
    expect(textOf(`examples/${name}`)).not.toMatch(/fwinspect@\d/);
  }
});

test('the workflow gives the action inputs that it has, and reads outputs that it has', () => {
  const steps = workflow.jobs.firmware?.steps ?? [];
  const gate = steps.find(({ id }) => id === 'gate');
  expect(gate?.uses).toMatch(/^OWNER\/fwinspect@REF$/);
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(gate?.with ?? {})));
  const read = [...textOf('examples/github-actions.yml').matchAll(/steps\.gate\.outputs\.([\w-]+)/g)].map(
    ([, name]) => name,
  );
  expect(read.length).toBeGreaterThan(0);
  expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(read));
  // It stands between compiling and uploading.
  const names = steps.map(({ uses = '' }) => uses.replace(/@.*/, ''));
  const place = (name: string): number => names.indexOf(name);
  expect(place('particle-iot/compile-action')).toBeLessThan(place('OWNER/fwinspect'));
  expect(place('OWNER/fwinspect')).toBeLessThan(place('particle-iot/firmware-upload-action'));
  for (const { uses = '' } of steps) if (!uses.startsWith('OWNER/')) expect(uses).toMatch(/@[0-9a-f]{40}$/);
});

/** Plays the runner: every step of the action in turn, inputs in the place of their expressions. */
function runAction(
  cwd: string,
  inputs: Readonly<Record<string, string>>,
): Ran & { readonly outputs: ReadonlyMap<string, string> } {
  const output = join(cwd, 'outputs.txt');
  const summary = join(cwd, 'summary.md');
  const valueOf = (text: string): string =>
    text.replace(
      /\$\{\{ inputs\.([\w-]+) \}\}/g,
      (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? '',
    );
  const runner = { GITHUB_ACTION_PATH: root, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
  let ran: Ran = { code: 0, stdout: '', stderr: '' };
  // The checkout of this test is built already.
  for (const { run, env = {}, id } of action.runs.steps) {
    if (run === undefined || id === undefined) continue;
    const given = Object.fromEntries(Object.entries(env).map(([name, text]) => [name, valueOf(text)]));
    ran = shell(run, cwd, { ...runner, ...given });
  }
  const told = existsSync(output) ? readFileSync(output, 'utf8').trimEnd().split('\n') : [];
  const byStep = new Map(told.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => {
    const from = /^\$\{\{ steps\.check\.outputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? '';
    return [name, byStep.get(from) ?? ''] as const;
  });
  return { ...ran, outputs: new Map(outputs) };
}

// The examples say 0.5.0: what was built for 0.6.4 does not run there.
describe.skipIf(process.platform === 'win32').each([
  ['good', 'electron-0.5.0', 0],
  ['too new', 'electron-0.6.4', 1],
])('%s firmware', (name, fixture, code) => {
  test('GitLab job', () => {
    const cwd = project(`${name} gitlab`, fixture);
    const lines = gitlab.firmware.script.filter((line) => !isInstall(line));
    expect(shell(lines.join('\n'), cwd)).toMatchObject({ code, stderr: '' });
    expect(readFileSync(join(cwd, 'fwinspect.xml'), 'utf8')).toContain('<testsuites');
  });

  test('npm script', () => {
    const cwd = project(`${name} npm`, fixture);
    cpSync(join(root, 'examples', 'package.json'), join(cwd, 'package.json'));
    expect(shell('npm run --silent firmware', cwd).code).toBe(code);
  });

  test('the action', () => {
    const cwd = project(`${name} action`, fixture);
    const inputs = {
      files: 'firmware/*.bin\n',
      platform: 'electron',
      'min-os': '0.5.0',
      sarif: 'out.sarif',
      report: 'out.html',
    };
    const { outputs, ...ran } = runAction(cwd, inputs);
    expect(ran).toMatchObject({ code, stderr: '' });
    expect(ran.stdout.includes('::error')).toBe(code === 1);
    expect(Object.fromEntries(outputs)).toEqual({
      judgement: code === 0 ? 'ok' : 'not-ok',
      errors: String(code),
      warnings: '0',
      platform: 'electron',
      'product-version': '',
      'needs-device-os': fixture.replace('electron-', ''),
      sarif: 'out.sarif',
      report: 'out.html',
    });
    expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8'))).toHaveProperty('version', '2.1.0');
    expect(readFileSync(join(cwd, 'out.html'), 'utf8')).toContain('<!doctype html>');
    expect(readFileSync(join(cwd, 'summary.md'), 'utf8')).toContain('fwinspect');
  });
});

describe.skipIf(process.platform === 'win32')('the action', () => {
  test('takes no input for a command, and none for an option', () => {
    const cwd = project('hostile', 'electron-0.5.0');
    const { outputs, ...ran } = runAction(cwd, { files: '$(touch owned)\n; touch owned\n-x; touch owned\n--help\n' });
    expect(ran.code).toBe(2);
    expect(outputs.get('judgement')).not.toBe('ok');
    expect(runAction(cwd, { files: 'firmware/app.bin', 'min-os': '$(touch owned)' }).code).toBe(2);
    expect(existsSync(join(cwd, 'owned'))).toBe(false);
  });

  test('an application that was compiled for another Device OS than the build says is an error', () => {
    const cwd = project('other release', 'electron-0.5.0');
    const files = 'firmware/app.bin';
    expect(runAction(cwd, { files, 'device-os-version': '0.5.0' }).code).toBe(0);
    const { code, stdout, outputs } = runAction(cwd, { files, 'device-os-version': '0.6.4' });
    expect(code).toBe(1);
    expect(stdout).toContain(
      '::error title=fwinspect::the application was compiled for Device OS 0.5.0, not for 0.6.4',
    );
    expect([outputs.get('judgement'), outputs.get('errors')]).toEqual(['not-ok', '1']);
  });

  test('builds itself from its own checkout: no package has to be published', () => {
    const build = action.runs.steps.find(({ run }) => run?.includes('npm ci') === true)?.run ?? '';
    expect(build).toBe('cd "$GITHUB_ACTION_PATH" && npm ci --ignore-scripts --no-audit --no-fund && npm run build');
    expect(textOf('action.yml')).not.toMatch(/npm install/);
  });

  test('no file to look at is said', () => {
    const { code, stdout } = runAction(project('nothing', 'electron-0.5.0'), { files: '\n' });
    expect(code).toBe(2);
    expect(stdout).toContain('names nothing');
  });
});

test.skipIf(process.platform === 'win32')('the pre-commit hook looks at what is staged', () => {
  const cwd = project('hook', 'electron-0.5.0');
  const hook = textOf('examples/pre-commit');
  const identity = '-c user.name=a -c user.email=a@example.com -c commit.gpgsign=false';
  expect(shell('git init -q . && git add -A', cwd).code).toBe(0);
  writeFileSync(join(cwd, '.git', 'hooks', 'pre-commit'), hook, { mode: 0o755 });
  expect(shell(`git ${identity} commit -q -m good`, cwd)).toMatchObject({ code: 0 });
  cpSync(join(root, 'fixtures', 'bad', 'page.bin'), join(cwd, 'firmware', 'page.bin'));
  expect(shell('git add -A && rm firmware/page.bin', cwd).code).toBe(0);
  const refused = shell(`git ${identity} commit -q -m bad`, cwd);
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toContain('FW101');
  // A waiver goes by the name in the repository.
  const waiver = { rule: 'FW101', files: 'firmware/page.bin', reason: 'a test', owner: 'anna', expires: '2999-12-31' };
  writeFileSync(join(cwd, 'fwinspect.config.json'), JSON.stringify({ waivers: [waiver] }));
  expect(shell(`git add fwinspect.config.json && git ${identity} commit -q -m waived`, cwd)).toMatchObject({ code: 0 });
  writeFileSync(join(cwd, 'notes.txt'), 'notes');
  expect(shell(`git reset -q && git add notes.txt && git ${identity} commit -q -m notes`, cwd)).toMatchObject({
    code: 0,
  });
});

describe('the library', () => {
  const examples = [...textOf('docs/library.md').matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code]) => code ?? '');
  const linesOf = (code: string): number => code.split('\n').filter((line) => line.trim() !== '').length;
  const [check = '', audit = '', fleet = ''] = examples;

  /** A folder below the one that the package is in, with an application that its system part is too old for. */
  function folder(name: string): string {
    const cwd = join(temp, name);
    const copy = (from: string, to: string): void => {
      cpSync(join(root, 'fixtures', from), join(cwd, to), { recursive: true });
    };
    copy('electron-0.6.4/app-for-0.6.4.bin', 'firmware/app.bin');
    copy('electron-0.5.0/system-part1-0.5.0-electron.bin', 'firmware/system-part1.bin');
    copy('electron-0.6.4', 'release');
    return cwd;
  }

  function runIn(cwd: string, code: string): string {
    writeFileSync(join(cwd, 'example.mjs'), code);
    return execFileSync(process.execPath, ['example.mjs'], { cwd, encoding: 'utf8' });
  }

  const fwinspect = (cwd: string, ...args: readonly string[]): string => {
    const program = join(temp, 'node_modules', 'fwinspect', 'bin', 'fwinspect.js');
    return spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8' }).stdout;
  };
  const CHECK = [
    'check',
    '--platform',
    'electron',
    '--min-os',
    '0.5.0',
    'firmware/app.bin',
    'firmware/system-part1.bin',
  ];

  test('15 lines give what check --format sarif gives', () => {
    const cwd = folder('library check');
    expect(linesOf(check)).toBeLessThanOrEqual(15);
    expect(runIn(cwd, check)).toBe('not-ok\n');
    const sarif = readFileSync(join(cwd, 'fwinspect.sarif'), 'utf8');
    expect(sarif).toBe(fwinspect(cwd, ...CHECK, '--format', 'sarif'));
    expect(sarif).toContain('"ruleId": "FW601"');
  });

  test('10 lines give an audit with its page', () => {
    const cwd = folder('library audit');
    expect(linesOf(audit)).toBeLessThanOrEqual(10);
    const lines = runIn(cwd, audit);
    interface Line {
      readonly severity: string;
      readonly rule: string;
      readonly file: string | null;
      readonly message: string;
    }
    const { findings } = JSON.parse(fwinspect(cwd, 'audit', '--json', 'release')) as { readonly findings: Line[] };
    expect(lines).toBe(findings.map((one) => `${one.severity} ${one.rule} ${one.file} ${one.message}\n`).join(''));
    expect(findings.length).toBeGreaterThan(0);
    const page = readFileSync(join(cwd, 'release.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('Over the air to 0.6.4');
  });

  test('a stream of devices', () => {
    const cwd = folder('library fleet');
    const report = JSON.stringify(JSON.parse(textOf('fixtures/devices/electron-0.5.3-safe-mode-event.json')));
    writeFileSync(join(cwd, 'fleet.ndjson'), `${report}\n${report}\nnothing\n`);
    expect(runIn(cwd, fleet)).toMatch(/devices: 2,/);
  });

  test('without any Node API', async () => {
    const cwd = folder('library portable');
    const code = `
      import { assess, checkReport, htmlReport, PARTS, readFirmwareFile, sarifText } from 'fwinspect/portable';
      const files = given.map(({ name, bytes }) => readFirmwareFile(name, bytes, tools));
      const sarif = sarifText(checkReport(assess(files, { platform: 10, minOs: '0.5.0' })), sha256Hex);
      const found = assess(files, { parts: PARTS.deps, matrix: true });
      answer = { sarif, page: htmlReport({ ...found, title: '2 inputs', folder: '' }, sha256Hex) };`;
    writeFileSync(join(cwd, 'example.mjs'), code);
    const bundled = await build({
      absWorkingDir: cwd,
      entryPoints: ['example.mjs'],
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
      logLevel: 'silent',
    });
    const given = ['firmware/app.bin', 'firmware/system-part1.bin'].map((name) => ({
      name,
      bytes: new Uint8Array(readFileSync(join(cwd, name))),
    }));
    // A context of its own has the language and what is named here: no process, no Buffer, no require.
    const context = { given, tools: NODE_TOOLS, sha256Hex, TextDecoder, answer: { sarif: '', page: '' } };
    vm.runInNewContext(bundled.outputFiles[0]?.text ?? '', context);
    expect(context.answer.sarif).toBe(fwinspect(cwd, ...CHECK, '--format', 'sarif'));
    const page = fwinspect(cwd, 'report', 'firmware/app.bin', 'firmware/system-part1.bin');
    const named = page.replace(/<p class="soft">All files are in .*?<\/p>/, '').replace(/\s+/g, ' ');
    expect(context.answer.page.replaceAll('firmware/<wbr>', '').replaceAll('firmware/', '').replace(/\s+/g, ' ')).toBe(
      named,
    );
  });
});
