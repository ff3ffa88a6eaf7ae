/**
 * Measures what many made-up modules in one archive cost: time, memory and output of every command, for shapes in which
 * each module meets each other one.
 *
 *   npm run bounds -- [--count 20000] [--shape slot] [--command deps] [--seconds 20]
 *
 * Seconds are CPU time where /proc tells it, so that a busy machine does not show.
 *
 * A row each of shape and command, at half of the count and at the count. Exit 1 where a target is missed: then the row
 * says which. `plan` and `report` may end at a limit: exit 2 with its reason. A lock is a record of every file, as long as they are many.
 */
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadSource } from './load-source.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = process.env.FWINSPECT_BIN ?? join(root, 'bin', 'fwinspect.js');
const MOST = { seconds: 10, megabytes: 400, output: 5, ratio: 2.5 };
/** Below this a ratio is that of the start of Node. */
const LEAST_SECONDS = 1;

const text = (fallback) => ({ type: 'string', default: fallback });
const { values } = parseArgs({
  options: { count: text('20000'), shape: text(''), command: text(''), seconds: text('20') },
});

const { SHAPES, shapeOf } = await loadSource('shapes.ts', 'test/support');
const shapes = SHAPES.filter((shape) => values.shape === '' || shape === values.shape);
const count = Number(values.count);
const report = join(root, 'fixtures', 'devices', 'electron-0.5.3-safe-mode-event.json');

const CHECK = ['check', '--no-config', '--today', '2026-01-01'];
const FROM = ['--from', '0.5.3', '--platform', 'electron'];
const COMMANDS = {
  deps: (zip) => ['deps', zip],
  'deps --json': (zip) => ['deps', '--json', zip],
  inspect: (zip) => ['inspect', zip],
  'inspect --json': (zip) => ['inspect', '--json', zip],
  ...Object.fromEntries(
    ['table', 'json', 'jsonl', 'markdown', 'sarif', 'junit', 'github'].map((format) => [
      `check ${format}`,
      (zip) => [...CHECK, '--format', format, zip],
    ]),
  ),
  'check --min-os': (zip) => [...CHECK, '--min-os', '0.5.0', zip],
  audit: (zip) => ['audit', zip],
  'audit --json': (zip) => ['audit', '--json', zip],
  lock: (zip) => ['lock', '-o', '-', zip],
  diff: (zip, half) => ['diff', half, zip],
  'diff --json': (zip, half) => ['diff', '--json', half, zip],
  simulate: (zip) => ['simulate', ...FROM, zip],
  'simulate --json': (zip) => ['simulate', '--json', ...FROM, zip],
  'simulate dfu': (zip) => ['simulate', '--via', 'dfu', ...FROM, zip],
  verify: (zip) => ['verify', '--device', report, zip],
  'verify --json': (zip) => ['verify', '--json', '--device', report, zip],
  graph: (zip) => ['graph', zip],
  'graph dot': (zip) => ['graph', '--format', 'dot', zip],
  'graph svg': (zip) => ['graph', '--format', 'svg', zip],
  plan: (zip) => ['plan', ...FROM, zip],
  report: (zip) => ['report', '-o', '-', zip],
};

function run(args, folder) {
  return new Promise((resolve) => {
    const out = openSync(join(folder, 'out'), 'w');
    const err = openSync(join(folder, 'err'), 'w');
    const begin = performance.now();
    // GNU time would be shorter, and is not everywhere.
    const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', out, err], cwd: folder });
    let [peak, cpu] = [0, null];
    const watch = globalThis.setInterval(() => {
      try {
        peak = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1] ?? peak);
        // Behind the name in brackets: the 14th and 15th field, user and system time in ticks of 10 ms.
        const fields = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ').at(-1).split(' ');
        cpu = (Number(fields[11]) + Number(fields[12])) / 100;
        if (cpu > Number(values.seconds)) child.kill('SIGKILL');
      } catch {
        // It has just ended.
      }
    }, 10);
    child.on('exit', (code, signal) => {
      globalThis.clearInterval(watch);
      const bytes = fstatSync(out).size + fstatSync(err).size;
      closeSync(out);
      closeSync(err);
      resolve({ code: code ?? signal, seconds: cpu ?? (performance.now() - begin) / 1000, megabytes: (peak * 1024) / 1e6, output: bytes / 1e6 }); // prettier-ignore
    });
  });
}

const isRecord = (name, key) => name === 'lock' && key === 'output';

function missed(name, half, whole) {
  const isLimit = (name === 'plan' || name === 'report') && whole.code === 2;
  if (isLimit && whole.seconds <= MOST.seconds) return [];
  return [
    ...(![0, 1, 2].includes(whole.code) ? [`exit ${whole.code}`] : []),
    ...Object.keys(MOST).filter((key) => key !== 'ratio' && !isRecord(name, key) && whole[key] > MOST[key]),
    ...(whole.seconds > LEAST_SECONDS && whole.seconds / half.seconds > MOST.ratio ? ['ratio'] : []),
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'fwinspect-bounds-'));
let misses = 0;
try {
  process.stdout.write(`shape      command          exit  ${count / 2}: s   ${count}: s  ratio     MB  output MB\n`);
  for (const shape of shapes) {
    const [half, whole] = ['half.zip', 'whole.zip'].map((name) => join(folder, name));
    writeFileSync(half, shapeOf(shape, count / 2));
    writeFileSync(whole, shapeOf(shape, count));
    for (const [name, argsOf] of Object.entries(COMMANDS)) {
      if (values.command !== '' && !name.startsWith(values.command)) continue;
      const one = await run(argsOf(half, half), folder);
      const two = one.code === 'SIGKILL' ? one : await run(argsOf(whole, half), folder);
      const faults = missed(name, one, two);
      misses += Number(faults.length > 0);
      const cells = [
        shape.padEnd(10),
        name.padEnd(16),
        String(two.code).padStart(4),
        one.seconds.toFixed(2).padStart(9),
        two.seconds.toFixed(2).padStart(9),
        (two.seconds / one.seconds).toFixed(1).padStart(6),
        two.megabytes.toFixed(0).padStart(6),
        two.output.toFixed(1).padStart(10),
      ];
      process.stdout.write(`${cells.join(' ')}  ${faults.join(', ')}\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(misses === 0 ? 'all within bounds\n' : `${misses} rows outside\n`);
process.exitCode = misses === 0 ? 0 : 1;
