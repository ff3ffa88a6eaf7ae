/**
 * The built command, run as a user does.
 *
 * `fwinspect` runs `bin/fwinspect.js` and the bundles in `dist` inside the process of the test: the same files, with a
 * `process` of their own that has the arguments, folder, environment, and streams of that run. It saves the start of a
 * process, which is nearly all that a run costs. What is about processes (streams, signals, threads, memory, the code
 * cache) asks `fwinspectProcess`, and `process.test.ts` compares the two. FWINSPECT_TEST_PROCESSES=1 gives every run a
 * process of its own.
 */
import { spawn } from 'node:child_process';
import fs, { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';

export const BIN = fileURLToPath(new URL('../../bin/fwinspect.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `bin/fwinspect.js` of another installation, with `dist` beside its folder. */
  readonly bin?: string;
}

/** The environment of a run, without the variables of this test run that change colours and behaviour. */
function environment(added: RunOptions['env']): NodeJS.ProcessEnv {
  const { NO_COLOR: _n, FORCE_COLOR: _f, CI: _c, NODE_OPTIONS: _o, NODE_ENV: _e, ...inherited } = process.env;
  return { ...inherited, ...added };
}

/** Where a run is that names no folder; the folder of this process is another while a run inside it lasts. */
const HOME = process.cwd();

/** Runs the built command in a process of its own. */
export function fwinspectProcess(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [options.bin ?? BIN, ...args], {
      cwd: options.cwd ?? HOME,
      env: environment(options.env),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A command that does not read its input may close it early.
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
    child.stdin.end(options.input);
  });
}

/** Runs the built command inside this process, one run after the other: they share its folder. */
export const fwinspect: (args: readonly string[], options?: RunOptions) => Promise<Outcome> =
  process.env.FWINSPECT_TEST_PROCESSES === '1' ? fwinspectProcess : (args, options = {}) => inTurn(args, options);

let last: Promise<unknown> = Promise.resolve();

function inTurn(args: readonly string[], options: RunOptions): Promise<Outcome> {
  const run = last.then(() => runHere(args, options));
  last = run.catch(() => undefined);
  return run;
}

async function runHere(args: readonly string[], options: RunOptions): Promise<Outcome> {
  if (args.some((one) => one.includes('\0'))) throw new Error('no process takes an argument with a null character');
  process.chdir(options.cwd ?? HOME);
  try {
    return await start(args, options);
  } finally {
    process.chdir(HOME);
  }
}

/** What of `process` is a run's own. */
interface Own {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly on: () => void;
  readonly exit: () => void;
  exitCode: number | undefined;
}

async function start(args: readonly string[], { input, env, bin = BIN }: RunOptions): Promise<Outcome> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  const own: Own = {
    // As the system hands them over: half a surrogate pair does not survive that.
    argv: [process.execPath, bin, ...args.map((one) => Buffer.from(one).toString())],
    env: Object.fromEntries(Object.entries(environment(env)).filter(([, value]) => value !== undefined)),
    stdin: Readable.from(chunks(Buffer.from(input ?? '')), { objectMode: false }),
    stdout: collector(stdout),
    stderr: collector(stderr),
    // For faults that nobody catches, which end the test.
    on: () => undefined,
    exit: () => undefined,
    exitCode: undefined,
  };
  current = own;
  const { main } = commandLineFor(args, join(dirname(bin), '..', 'dist'));
  let answer: Promise<unknown> = Promise.resolve();
  const observed: Main = (argv) => {
    const running = main(argv);
    answer = running.catch(() => undefined);
    return running;
  };
  const requireHere = createRequire(bin);
  const load = (id: string): unknown =>
    id === './load.js' ? { loadCommandLine: () => ({ main: observed }) } : ownFiles(id, requireHere);
  functionOf(bin)({}, load, {}, PROCESS, bin, dirname(bin));
  await answer;
  await setImmediate(); // The exit code is set when the answer is there.
  return {
    code: own.exitCode ?? 0,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  };
}

function collector(parts: Buffer[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      parts.push(chunk);
      done();
    },
  });
}

/** A pipe gives no more than this at once. */
const CHUNK = 64 * 1024;

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

let current: Own | null = null;

/** The `process` that the command sees: this one, but for what is the run's own. */
const PROCESS = new Proxy(process, {
  get(real, name) {
    if (current !== null && name in current) return Reflect.get(current, name) as unknown;
    const value: unknown = Reflect.get(real, name);
    return typeof value === 'function' ? (value.bind(real) as unknown) : value;
  },
  set: (_real, name, value) => current !== null && Reflect.set(current, name, value),
  // The streams are the run's own already.
  defineProperty: () => true,
});

/** What a run requires; what it writes to the files 1 and 2 goes to its own streams. */
function ownFiles(id: string, requireHere: NodeJS.Require): unknown {
  return id === 'node:fs' ? { ...fs, writeSync: writeHere } : requireHere(id);
}

function writeHere(file: number, data: Buffer | string): number {
  const stream = { 1: current?.stdout, 2: current?.stderr }[file];
  if (stream === undefined) throw new Error('a run writes to its streams and to files that it names');
  stream.write(data);
  return Buffer.byteLength(data);
}

type Main = (argv: readonly string[]) => Promise<number>;
interface CommandLine {
  readonly main: Main;
}
type ModuleFunction = (
  exports: object,
  require: (id: string) => unknown,
  module: object,
  process: NodeJS.Process,
  filename: string,
  dirname: string,
) => void;

const functions = new Map<string, ModuleFunction>();

/** A CommonJS file as a function that runs it anew each time. */
function functionOf(file: string): ModuleFunction {
  const known = functions.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, 'utf8').replace(/^#!/, '//');
  const names = ['exports', 'require', 'module', 'process', '__filename', '__dirname'];
  const made = compileFunction(text, names, { filename: file }) as ModuleFunction;
  functions.set(file, made);
  return made;
}

/** The bundles of a folder, run as `bin/load.js` runs them. */
function loaded(dist: string): CommandLine {
  const instances = new Map<string, { readonly exports: object }>();
  const load = (name: string): object => {
    const known = instances.get(name);
    if (known !== undefined) return known.exports;
    const file = join(dist, name);
    const requireHere = createRequire(file);
    const module = { exports: {} };
    // Before it is run, as in Node: the parts ask each other.
    instances.set(name, module);
    functionOf(file)(
      module.exports,
      (id) => (/^\.\/[\w-]+\.cjs$/.test(id) ? load(id.slice(2)) : ownFiles(id, requireHere)),
      module,
      PROCESS,
      file,
      dist,
    );
    return module.exports;
  };
  return load('cli.cjs') as CommandLine;
}

const shared = new Map<string, CommandLine>();

/** Runs share what the command has read of its tables; one that is told other tables has its own. */
function commandLineFor(args: readonly string[], dist: string): CommandLine {
  if (args.some((one) => one.startsWith('--releases'))) return loaded(dist);
  const one = shared.get(dist) ?? loaded(dist);
  shared.set(dist, one);
  return one;
}
