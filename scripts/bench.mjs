/**
 * Measures what a run costs, as ratios of something that everybody has: a start of Node, and sha256sum.
 *
 *   npm run bench
 *
 * It judges nothing: the exit code is 0, and a missed target is said in its line. Times are medians of interleaved runs.
 * CPU times come from the `times` of a POSIX shell, the peak of memory from /proc: without them the figure is left out.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'fwinspect.js');
const firmware = join(root, '.cache', 'firmware');

const START = { pairs: 25, target: 3.0, size: 650_000 };
/** One decision of the device twin, in microseconds. */
const DECISION = { rounds: 9, calls: 400_000, target: 3 };
/** The time of one plan, in milliseconds; "growth" takes the newest of so many final releases besides the documented ones. */
const LADDER = {
  rounds: 5,
  targets: [
    ['final', 150],
    ['all', 150],
    ['made', 2000],
  ],
  growth: [0, 5, 10, 20, 30, 'all'],
};
/** Wall seconds of a check of so many device reports, and the peak of memory of the long stream over that of a tenth of it. */
const FLEET = { folder: 200, seconds: 2, stream: 100_000, streamSeconds: 10, growth: 1.5 };
const MANY = { files: 600, pairs: 7, megabytes: [114, 128] };
/** What runs over the many files: wall time against sha256sum, and megabytes at the highest. */
const OVER_MANY = [
  { command: 'inspect', flags: [], target: 0.6, memory: 150 },
  { command: 'audit', flags: ['--no-matrix'], target: 0.8, memory: 200 },
];
/** The matrix of every platform and release, in seconds. */
const REACH = { target: 10 };

/** Runs of one sample: `times` counts in steps of 10 ms, so that one run alone could not be told from the next. */
const REPEAT = 8;

// A file of extra certificates is read at every start of Node and would hide what is measured.
const env = { ...process.env };
for (const name of ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'FORCE_COLOR']) delete env[name];

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length % 2 === 1
    ? sorted[sorted.length >> 1]
    : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
};

const say = (text) => process.stdout.write(`${text}\n`);

function result(title, value, target, unit, detail) {
  const verdict = value <= target ? 'ok' : 'target missed';
  say(`${title.padEnd(46)} ${value.toFixed(2)}${unit}  (target <= ${target}${unit})  ${verdict}   ${detail}`);
}

/** All .bin files of the real firmware, or none. */
function realFirmware() {
  if (!existsSync(firmware)) return [];
  return readdirSync(firmware, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.toLowerCase().endsWith('.bin'))
    .sort()
    .map((name) => join(firmware, name));
}

async function builtModule(path, size) {
  const { buildModule } = await import('../dist/index.js');
  writeFileSync(path, buildModule({ platform: 12, function: 4, version: 1502, start: 0x30000, code: size - 68 }));
  return path;
}

/** The file to inspect: of the real ones the one nearest to the wanted size. */
async function oneModule(temp) {
  const modules = realFirmware().filter((path) => path.includes('particle-cli@2.3.0'));
  if (modules.length === 0) return builtModule(join(temp, 'system-part1.bin'), START.size);
  const distance = (path) => Math.abs(statSync(path).size - START.size);
  return modules.reduce((best, path) => (distance(path) < distance(best) ? path : best));
}

/** User and system time of one run, in milliseconds; null where there is no POSIX shell. */
function cpuTime(args) {
  const script = 'n=0; while [ $n -lt "$0" ]; do n=$((n+1)); "$@" >/dev/null || exit 9; done; times';
  const { stdout, status } = spawnSync('sh', ['-c', script, String(REPEAT), process.execPath, ...args], {
    env,
    encoding: 'utf8',
  });
  const children = stdout?.trim().split('\n').at(-1) ?? '';
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (status !== 0 || parts.length !== 2) return null;
  const milliseconds = parts.reduce((sum, [, minutes, seconds]) => sum + 60_000 * minutes + 1000 * seconds, 0);
  return milliseconds / REPEAT;
}

async function benchStart(temp) {
  const module = await oneModule(temp);
  const ours = [];
  const plain = [];
  for (let pair = 0; pair < START.pairs; pair++) {
    plain.push(cpuTime(['-e', '0']));
    ours.push(cpuTime([bin, 'inspect', module]));
  }
  if (plain.includes(null) || ours.includes(null)) {
    say('CPU time of a start: not measured, there is no POSIX shell here or a run failed');
    return;
  }
  const [a, b] = [median(ours), median(plain)];
  const what = `${basename(module)}, ${statSync(module).size} bytes`;
  const detail = `${a.toFixed(1)} ms / ${b.toFixed(1)} ms; ${START.pairs} pairs of ${REPEAT}; ${what}`;
  result('CPU time of inspect / CPU time of node -e 0', a / b, START.target, '', detail);
}

/** A folder with the wanted number of files, made by repeating what is there, within the wanted size. */
async function manyFiles(temp) {
  const folder = join(temp, 'many');
  mkdirSync(folder);
  const contents = realFirmware()
    .map((path) => readFileSync(path))
    .filter((bytes) => bytes.length > 0);
  if (contents.length === 0) contents.push(readFileSync(await builtModule(join(temp, 'one.bin'), 200_000)));
  // The largest of them, as many as bring the mean to the wanted one: then 600 files have the wanted size.
  const mean = ((MANY.megabytes[0] + MANY.megabytes[1]) / 2) * (1e6 / MANY.files);
  contents.sort((x, y) => y.length - x.length);
  let [used, sum] = [0, 0];
  while (used < contents.length && sum + contents[used].length >= mean * (used + 1)) sum += contents[used++].length;
  const chosen = Array.from({ length: MANY.files }, (_, at) => contents[at % Math.max(1, used)]);
  const bytes = chosen.reduce((total, one) => total + one.length, 0);
  const names = chosen.map((content, at) => {
    const name = join(folder, `${String(at).padStart(3, '0')}.bin`);
    writeFileSync(name, content);
    return name;
  });
  return { folder, names, bytes };
}

/** Wall time in milliseconds, and the highest resident size in MB where /proc tells it. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const output = openSync(devNull, 'w');
    const begin = process.hrtime.bigint();
    const child = spawn(command, args, { env, stdio: ['ignore', output, 'ignore'] });
    let peak = null;
    const status = `/proc/${child.pid}/status`;
    const timer = setInterval(() => {
      try {
        const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(status, 'latin1'))?.[1];
        if (kilobytes !== undefined) peak = Math.max(peak ?? 0, (Number(kilobytes) * 1024) / 1e6);
      } catch {
        clearInterval(timer);
      }
    }, 10);
    child.on('error', (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on('exit', (code) => {
      const wall = Number(process.hrtime.bigint() - begin) / 1e6;
      clearInterval(timer);
      closeSync(output);
      // 1: some of the real files are no modules, and fwinspect says so.
      if (code === 0 || code === 1) resolve({ wall, peak });
      else reject(new Error(`${basename(command)} ended with exit code ${code}`));
    });
  });
}

async function benchMany({ folder, names, bytes }, { command, flags, target, memory }) {
  const ours = [];
  const theirs = [];
  try {
    for (let pair = 0; pair < MANY.pairs; pair++) {
      theirs.push(await run('sha256sum', names));
      ours.push(await run(process.execPath, [bin, command, '--json', ...flags, folder]));
    }
  } catch (error) {
    say(`many files: not measured, ${error.message}`);
    return;
  }
  const [a, b] = [median(ours.map(({ wall }) => wall)), median(theirs.map(({ wall }) => wall))];
  const detail = `${a.toFixed(0)} ms / ${b.toFixed(0)} ms; ${MANY.pairs} pairs; ${names.length} files, ${(bytes / 1e6).toFixed(0)} MB`;
  result(`wall time of ${[command, ...flags].join(' ')} --json / of sha256sum`, a / b, target, '', detail);
  const peaks = ours.flatMap(({ peak }) => (peak === null ? [] : [peak]));
  if (peaks.length === 0) say('peak memory: not measured, there is no /proc here');
  else {
    result(`peak memory of ${command} --json`, Math.max(...peaks), memory, ' MB', `highest of ${peaks.length} runs`);
  }
}

/** From every release of every platform to the newest final one. */
async function benchReach(temp) {
  const outfile = join(temp, 'reach.mjs');
  const contents = [
    "export { reachability } from './src/release/reachability.ts';",
    "export { releaseRows } from './src/catalog/releases.ts';",
    "export { PLATFORMS } from './src/catalog/platforms.ts';",
  ].join('\n');
  const options = { bundle: true, platform: 'node', format: 'esm' };
  await build({ absWorkingDir: root, stdin: { contents, resolveDir: root }, outfile, ...options });
  const { reachability, releaseRows, PLATFORMS } = await import(pathToFileURL(outfile).href);
  const begin = process.hrtime.bigint();
  const matrices = PLATFORMS.flatMap(({ id }) => {
    const goal = releaseRows(id).findLast(({ release }) => !release.includes('-'));
    return goal === undefined ? [] : [reachability(id, goal.release, [])];
  });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const cells = matrices.reduce((sum, matrix) => sum + matrix.cells.length, 0);
  result(
    'reachability of all platforms and releases',
    seconds,
    REACH.target,
    ' s',
    `${matrices.length} platforms, ${cells} cells`,
  );
}

/** One decision of `accept`: released modules against devices of every release and platform, over every way. */
async function benchDecision(temp) {
  const outfile = join(temp, 'decisions.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm' };
  await build({ absWorkingDir: root, entryPoints: ['test/support/decisions.ts'], outfile, ...options });
  const { accept, questions } = await import(pathToFileURL(outfile).href);
  const asked = questions();
  const counts = new Map();
  for (const { state, module, transport } of asked) {
    const { verdict } = accept(state, module, { transport });
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  const rounds = Array.from({ length: DECISION.rounds }, () => {
    const begin = process.hrtime.bigint();
    for (let call = 0; call < DECISION.calls; call++) {
      const { state, module, transport } = asked[call % asked.length];
      accept(state, module, { transport });
    }
    return Number(process.hrtime.bigint() - begin) / 1000 / DECISION.calls;
  });
  const verdicts = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
  result('one decision of accept', median(rounds), DECISION.target, ' us', `${asked.length} questions: ${verdicts}`);
}

/** The longest ladder of the Electron, in process: the median of runs after one that warms up. Modules as the release table declares them. */
async function benchLadder(temp) {
  const outfile = join(temp, 'ladder.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm' };
  await build({ absWorkingDir: root, entryPoints: ['test/support/ladder.ts'], outfile, ...options });
  const { planLadder } = await import(pathToFileURL(outfile).href);
  const measure = (releases, shortest = false) => {
    planLadder(releases, shortest);
    const runs = Array.from({ length: LADDER.rounds }, () => {
      const begin = process.hrtime.bigint();
      const found = planLadder(releases, shortest);
      return { ...found, wall: Number(process.hrtime.bigint() - begin) / 1e6 };
    });
    return { ...runs[0], wall: median(runs.map(({ wall }) => wall)) };
  };
  for (const [releases, target] of LADDER.targets) {
    for (const shortest of [false, true]) {
      const { wall, modules, steps, bytes } = measure(releases, shortest);
      const name = `plan ${shortest ? '--shortest ' : ''}of the longest ladder, ${releases} releases`;
      result(name, wall, target, ' ms', `${modules} modules, ${steps} steps, ${bytes} bytes`);
    }
  }
  const growth = LADDER.growth.map((every) => {
    const { wall, modules, releases } = measure(every);
    return `${releases}: ${wall.toFixed(0)} ms (${modules} modules)`;
  });
  say(`  by releases between start and goal: ${growth.join(', ')}`);
}

/** A device report as describe gives it; every eighth device is already on the new release. */
function deviceReport(at) {
  const system = at % 8 === 0 ? 4200 : 4006;
  const id = at.toString(16).padStart(24, '0');
  const modules = [
    { s: 49152, l: 'm', vc: 30, vv: 30, f: 'b', n: '0', v: system === 4200 ? 1200 : 1101, d: [] },
    { s: 671744, l: 'm', vc: 30, vv: 30, f: 's', n: '1', v: system, d: [] },
    { s: 262144, l: 'm', vc: 30, vv: 30, f: 'u', n: '2', v: at % 50, d: [{ f: 's', n: '1', v: 4000 }] },
    { s: 192512, l: 'm', vc: 30, vv: 30, f: 'a', n: '0', v: 202, d: [] },
  ];
  return JSON.stringify({ id, p: 13, m: modules });
}

async function benchFleet(temp) {
  const app = join(root, 'fixtures', 'boron-4.2.0', 'app-256k-for-4.2.0.bin');
  const reports = join(temp, 'reports');
  mkdirSync(reports);
  for (let at = 0; at < FLEET.folder; at++) writeFileSync(join(reports, `${at}.json`), deviceReport(at));
  const stream = (count) => {
    const path = join(temp, `${count}.ndjson`);
    writeFileSync(path, Array.from({ length: count }, (_, at) => `${deviceReport(at)}\n`).join(''));
    return path;
  };
  const [short, long] = [FLEET.stream / 10, FLEET.stream].map(stream);
  const check = (place) => run(process.execPath, [bin, 'check', '--no-config', '--json', app, '--fleet', place]);
  const folder = await check(reports);
  result(`check of ${FLEET.folder} reports in a folder`, folder.wall / 1000, FLEET.seconds, ' s', 'one run');
  const [tenth, all] = [await check(short), await check(long)];
  result(`check of ${FLEET.stream} reports as NDJSON`, all.wall / 1000, FLEET.streamSeconds, ' s', 'one run');
  if (tenth.peak === null || all.peak === null) return;
  const detail = `${all.peak.toFixed(0)} MB / ${tenth.peak.toFixed(0)} MB`;
  result('its peak memory / that of a tenth of it', all.peak / tenth.peak, FLEET.growth, '', detail);
}

const temp = mkdtempSync(join(tmpdir(), 'fwinspect-bench-'));
try {
  spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-changed'], { stdio: 'inherit' });
  say(`Node ${process.version}, ${process.platform} ${process.arch}, ${realFirmware().length} real modules at hand`);
  await benchStart(temp);
  await benchDecision(temp);
  await benchLadder(temp);
  await benchReach(temp);
  const many = await manyFiles(temp);
  for (const one of OVER_MANY) await benchMany(many, one);
  await benchFleet(temp);
} finally {
  rmSync(temp, { recursive: true, force: true });
}
