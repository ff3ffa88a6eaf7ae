/**
 * Makes what is handed to people: the package, one executable for this machine, the page, the manual page, and SHA256SUMS; then runs each of them.
 * Every step is run, and the exit code is 1 if any of them failed.
 *
 *   node scripts/dist.mjs             into out/, which is emptied before
 *   node scripts/dist.mjs --to FOLDER into another folder
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeExecutable } from './executable.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const windows = process.platform === 'win32';
const { values } = parseArgs({ options: { to: { type: 'string', default: join(root, 'out') } } });
const out = resolve(values.to);

const PACKAGE = `fwinspect-${version}.tgz`;
const EXECUTABLE = `fwinspect-${version}-${process.platform}-${process.arch}${windows ? '.exe' : ''}`;
const PAGE = 'fwinspect.html';
const MANUAL = 'fwinspect.1';
const SUMS = 'SHA256SUMS';

function call(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', ...options });
  return { status: error ? error.message : status, stdout, stderr };
}

function must(program, args, options) {
  const { status, stdout, stderr } = call(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} (${status})\n${stdout ?? ''}${stderr ?? ''}`);
  return stdout;
}

const digestOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The licence of the Node inside the executable, where this Node brought it along. */
function licenceOfNode() {
  const folder = dirname(process.execPath);
  return [join(folder, '..', 'LICENSE'), join(folder, 'LICENSE')].find(
    (file) => existsSync(file) && readFileSync(file, 'utf8').startsWith('Node.js is licensed'),
  );
}

async function make(work) {
  must(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-changed'], { cwd: root });
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  must('npm', ['pack', '--ignore-scripts', '--pack-destination', out], { cwd: root, shell: windows });
  await makeExecutable(root, join(work, 'executable'), join(out, EXECUTABLE), version);
  for (const name of [PAGE, MANUAL]) copyFileSync(join(root, 'dist', name), join(out, name));
  // Whoever hands on the executable hands on the licences of what is in it.
  copyFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), join(out, 'THIRD-PARTY-NOTICES.txt'));
  const licence = licenceOfNode();
  if (licence !== undefined) copyFileSync(licence, join(out, 'LICENSE-node.txt'));
  const names = readdirSync(out).sort();
  writeFileSync(join(out, SUMS), names.map((name) => `${digestOf(join(out, name))}  ${name}\n`).join(''));
}

function list() {
  for (const name of readdirSync(out).sort()) {
    const { size } = statSync(join(out, name));
    console.log(`${size.toLocaleString('en').padStart(12)} bytes  ${name}`);
  }
}

/** What both programs are asked, from an empty folder: arguments, and the exit code that is right. */
function questions() {
  const fixture = (name) => join(root, 'fixtures', name);
  return [
    [0, '--version'],
    [0, '--help'],
    [0, 'help', 'check'],
    [0, 'inspect', fixture('electron-0.5.0/app-for-0.5.0.bin')],
    [1, 'inspect', '--json', fixture('bad')],
    [0, 'deps', fixture('electron-0.5.0')],
    [1, 'deps', '--json', fixture('bad/bit-flipped.bin')],
    [0, 'check', fixture('photon-0.7.0'), '--strict'],
    [0, 'plan', '--device', fixture('devices/boron-4.0.2-describe.json'), fixture('boron-4.2.0')],
    [0, 'versions', '1213'],
    [2, 'nothing-of-that-name'],
  ];
}

const failed = [];

function expected(title, is) {
  console.log(`${is ? 'ok    ' : 'FAILED'}  ${title}`);
  if (!is) failed.push(title);
}

/** What the built program answers; it is asked each question once. */
const answers = new Map();
function answerOf(args, cwd) {
  const key = JSON.stringify(args);
  if (!answers.has(key)) {
    answers.set(key, call(process.execPath, [join(root, 'bin', 'fwinspect.js'), ...args], { cwd }));
  }
  return answers.get(key);
}

/** Asks a program, and says whether it answers as the built one does. */
function ask(title, cwd, program, before, env) {
  for (const [status, ...args] of questions()) {
    const own = answerOf(args, cwd);
    const answer = call(program, [...before, ...args], { cwd, env });
    const same = answer.stdout === own.stdout && answer.stderr === own.stderr;
    expected(`${title} ${args.map((one) => one.replace(root, '')).join(' ')}`, answer.status === status && same);
  }
  const page = join(cwd, 'page.html');
  expected(`${title} page -o`, call(program, [...before, 'page', '-o', page], { cwd, env }).status === 0);
  expected(`${title} the page is the built one`, existsSync(page) && digestOf(page) === digestOf(join(out, PAGE)));
}

/** From this many bytes on a run reads in two threads, see src/cli/input.ts. */
const TWO_THREADS = 64 * 1024 * 1024;

/** A folder of copies that is large enough for a second thread. */
function manyFiles(folder) {
  const name = 'system-part2-0.5.0-electron.bin';
  const bytes = readFileSync(join(root, 'fixtures', 'electron-0.5.0', name));
  // What stands behind a module is told and does no harm: so that few files are enough.
  const padded = Buffer.concat([bytes, Buffer.alloc(8 * 1024 * 1024, 0xff)]);
  mkdirSync(folder);
  for (let at = 0; at * padded.length <= TWO_THREADS; at += 1) {
    writeFileSync(join(folder, `${at}.bin`), padded);
  }
}

function tryExecutable(work) {
  const cwd = join(work, 'empty');
  mkdirSync(cwd);
  const program = join(cwd, EXECUTABLE);
  cpSync(join(out, EXECUTABLE), program);
  // No Node on its path, and nothing that this run was told.
  const env = { PATH: cwd };
  ask('executable:', cwd, program, [], env);
  manyFiles(join(cwd, 'many'));
  const args = ['inspect', '--json', 'many'];
  const own = call(process.execPath, [join(root, 'bin', 'fwinspect.js'), ...args], { cwd });
  const answer = call(program, args, { cwd, env });
  const both = own.status === 0 && answer.status === 0;
  expected('executable: the same of what two threads read', both && answer.stdout === own.stdout);
}

function tryPackage(work) {
  const cwd = join(work, 'user');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), '{ "name": "user", "version": "1.0.0", "private": true }\n');
  const flags = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const installed = call('npm', ['install', join(out, PACKAGE), ...flags], { cwd, shell: windows });
  expected('package: installs into an empty folder', installed.status === 0);
  const folder = join(cwd, 'node_modules', 'fwinspect');
  ask('package:', cwd, process.execPath, [join(folder, 'bin', 'fwinspect.js')]);
  const manual = join(folder, 'dist', MANUAL);
  expected('package: has the manual page', existsSync(manual) && digestOf(manual) === digestOf(join(out, MANUAL)));
}

function trySums() {
  const lines = readFileSync(join(out, SUMS), 'utf8').trimEnd().split('\n');
  const named = lines.map((line) => line.slice(66));
  const others = readdirSync(out).filter((name) => name !== SUMS);
  expected('SHA256SUMS names every file', named.join('\n') === others.sort().join('\n'));
  const program = windows ? null : call('sha256sum', ['-c', '--strict', SUMS], { cwd: out });
  // macOS has no sha256sum.
  const right = lines.every((line) => line.slice(0, 64) === digestOf(join(out, line.slice(66))));
  expected(
    'SHA256SUMS holds',
    right && (program === null || typeof program.status === 'string' || program.status === 0),
  );
}

function tryManual() {
  const set = windows
    ? null
    : call('man', ['-l', join(out, MANUAL)], { env: { ...process.env, MANPAGER: 'cat', MANWIDTH: '80' } });
  if (set === null || set.status !== 0) {
    console.log('        no man here that reads a file: the manual page was not set');
  } else expected('the manual page is set', /NAME\n\s+fwinspect - /.test(set.stdout.replace(/.\x08/g, '')));
}

const work = mkdtempSync(join(tmpdir(), 'fwinspect-dist-'));
try {
  await make(work);
  list();
  tryExecutable(work);
  tryPackage(work);
  trySums();
  tryManual();
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(failed.length === 0 ? `\nAll of it is in ${out}, and runs.` : `\nFailed:\n${failed.join('\n')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
