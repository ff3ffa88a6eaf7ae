/**
 * The GitHub action: runs `fwinspect check` on what the inputs name, and says what came of it as outputs.
 *
 * Inputs are environment variables (INPUT_FILES, ...), so that none of them can become a command. Exit code: that of `fwinspect check`; 1 also where
 * the firmware was compiled for another Device OS than `device-os-version` says.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/fwinspect.js', import.meta.url));
const input = (name) => (process.env[`INPUT_${name.toUpperCase().replaceAll('-', '_')}`] ?? '').trim();
const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** An option with the value of an input, where that is set. */
const option = (name) => (input(name) === '' ? [] : [`--${name}=${input(name)}`]);

function fwinspect(args, stdio = 'inherit') {
  const { status, stdout, error } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', stdio, 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  return { code: status ?? 3, stdout: stdout ?? '' };
}

/** Text of a message of a workflow command. */
const escaped = (text) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

function check(files, json) {
  const summary = process.env.GITHUB_STEP_SUMMARY ?? '';
  const formats = [
    '--format=github',
    `--format=json=${json}`,
    ...(summary === '' ? [] : [`--format=markdown=${summary}`]),
    ...(input('sarif') === '' ? [] : [`--format=sarif=${input('sarif')}`]),
  ];
  const options = [
    ...option('platform'),
    ...option('min-os'),
    ...option('fleet'),
    ...option('fail-on'),
    ...(input('product-id') === '' ? [] : [`--product=${input('product-id')}`]),
    ...option('product-version'),
    ...(input('config') === '' ? ['--no-config'] : [`--config=${input('config')}`]),
  ];
  return fwinspect(['check', ...formats, ...options, '--', ...files]).code;
}

/** What the files say of themselves: all different values, joined by commas. */
function factsOf(files) {
  const { stdout } = fwinspect(['inspect', '--json', '--', ...files], 'pipe');
  const modules = JSON.parse(stdout).modules.flatMap(({ module }) => (module === null ? [] : [module]));
  const applications = modules.filter((one) => one.function === 'user_part');
  const systems = applications.flatMap(({ dependencies }) =>
    dependencies.filter((one) => one.function === 'system_part').map(({ release, version }) => release ?? `${version}`),
  );
  const all = (values) => [...new Set(values)].join(',');
  return {
    platform: all(modules.map(({ platform }) => platform.name ?? `${platform.id}`)),
    'product-version': all(applications.flatMap(({ product }) => (product === null ? [] : [`${product.version}`]))),
    'needs-device-os': all(systems),
  };
}

function otherRelease(needs) {
  const wanted = input('device-os-version');
  if (wanted === '' || needs === '' || needs === wanted) return false;
  const text = `the application was compiled for Device OS ${needs}, not for ${wanted}`;
  process.stdout.write(`::error title=fwinspect::${escaped(text)}\n`);
  return true;
}

function tell(outputs) {
  const file = process.env.GITHUB_OUTPUT ?? '';
  const text = Object.entries(outputs).map(([name, value]) => `${name}=${`${value}`.replace(/[\r\n]/g, ' ')}\n`);
  if (file === '') process.stdout.write(text.join(''));
  else appendFileSync(file, text.join(''));
}

function run() {
  const files = lines(input('files'));
  if (files.length === 0) {
    process.stdout.write('::error title=fwinspect::the input "files" names nothing\n');
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'fwinspect-'));
  try {
    const json = join(folder, 'check.json');
    const code = check(files, json);
    if (code === 3) return code;
    let answer = { judgement: 'unknown', findings: [] };
    try {
      answer = JSON.parse(readFileSync(json, 'utf8'));
    } catch {
      // A wrong input: check has said so, and written nothing.
    }
    const facts = code === 2 && answer.schema === undefined ? {} : factsOf(files);
    const isOther = otherRelease(facts['needs-device-os'] ?? '');
    const count = (severity) => answer.findings.filter((one) => one.severity === severity).length;
    const report = input('report');
    if (report !== '') fwinspect(['report', `--output=${report}`, '--', ...files]);
    tell({
      judgement: isOther ? 'not-ok' : answer.judgement,
      errors: count('error') + (isOther ? 1 : 0),
      warnings: count('warning'),
      ...facts,
      sarif: input('sarif'),
      report,
    });
    return isOther ? 1 : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = run();
