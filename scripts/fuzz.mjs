/**
 * Hostile inputs for every reader, see test/support/fuzz.ts; the same seed gives the same ones.
 *
 *   npm run fuzz -- [--seconds 60] [--executions N] [--seed 0] [--kind module] [--largest-set 3000]
 *
 * An execution that throws, or takes longer than a second, is a failure: its input is kept in .cache/fuzz, and the run
 * ends with 1. So it does where the process came to hold more than 300 MB.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadSource } from './load-source.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const KEPT = join(root, '.cache', 'fuzz');
const SLOWEST_MS = 1000;
const PEAK_BYTES = 300 * 1000 * 1000;
/** Of a thousand executions: a set costs as much as hundreds of texts. */
const SHARES = { module: 500, report: 90, zip: 100, container: 60, config: 60, lock: 60, events: 120, set: 10 };

function usage(message) {
  process.stderr.write(`${message}\nusage: npm run fuzz -- [--seconds N] [--executions N] [--seed N] [--kind KIND] [--largest-set N]\n`); // prettier-ignore
  process.exit(2);
}

function numberOf(text, name) {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) usage(`--${name} takes a whole number, not ${text}`);
  return number;
}

const text = (fallback) => ({ type: 'string', default: fallback });
const { values } = parseArgs({
  options: { seconds: text('60'), executions: text('0'), seed: text('0'), kind: text(''), 'largest-set': text('3000') },
});
const seconds = numberOf(values.seconds, 'seconds');
const most = numberOf(values.executions, 'executions') || Number.MAX_SAFE_INTEGER;
const first = numberOf(values.seed, 'seed');
const { KINDS, inputOf, read } = await loadSource('fuzz.ts', 'test/support');
if (values.kind !== '' && !KINDS.includes(values.kind)) usage(`--kind takes one of ${KINDS.join(', ')}`);

const textsOf = (folder) => {
  const path = join(root, 'fixtures', folder);
  return readdirSync(path).sort().map((name) => readFileSync(join(path, name), 'utf8')); // prettier-ignore
};
const largestSet = numberOf(values['largest-set'], 'largest-set');
const seeds = { reports: textsOf('devices'), events: textsOf('events'), largestSet };

/** The kind that a seed stands for: by its place among a thousand. */
function kindOf(seed) {
  if (values.kind !== '') return values.kind;
  let place = (seed * 7919) % 1000;
  return KINDS.find((kind) => (place -= SHARES[kind]) < 0);
}

function keep(kind, seed, input) {
  mkdirSync(KEPT, { recursive: true });
  const isRaw = typeof input === 'string' || input instanceof Uint8Array;
  writeFileSync(join(KEPT, `${kind}-${seed}`), isRaw ? input : JSON.stringify(input));
}

/** Milliseconds of work: on a busy machine a clock tells of others. */
async function workOf(kind, input) {
  const start = process.cpuUsage();
  await read(kind, input);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
const slowest = { ms: 0, kind: '', seed: 0 };
let [executions, exceptions, hangs] = [0, 0, 0];
const begin = performance.now();
for (let seed = first; executions < most && performance.now() - begin < seconds * 1000; seed++) {
  const kind = kindOf(seed);
  const input = inputOf(kind, seed, seeds);
  const start = performance.now();
  let fault = null;
  try {
    await read(kind, input);
  } catch (error) {
    exceptions++;
    fault = String(error?.stack);
  }
  let ms = performance.now() - start;
  // A busy machine is no hang: what took so long once has to do it again, and its work is counted.
  if (ms > SLOWEST_MS && fault === null) ms = Math.min(ms, await workOf(kind, input));
  if (ms > slowest.ms) Object.assign(slowest, { ms, kind, seed });
  if (ms > SLOWEST_MS) {
    hangs++;
    fault ??= `${ms.toFixed(0)} ms`;
  }
  if (fault !== null) keep(kind, seed, input);
  if (fault !== null && exceptions + hangs <= 5) process.stdout.write(`${kind} seed ${seed}: ${fault}\n`);
  counts[kind]++;
  executions++;
  // Hours of work without a turn of the loop would hold what waits for one.
  if (executions % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
}

const peak = process.resourceUsage().maxRSS * 1024;
const kinds = KINDS.map((kind) => `${kind} ${counts[kind]}`).join(', ');
process.stdout.write(
  `executions ${executions} (${kinds}) in ${((performance.now() - begin) / 1000).toFixed(0)} s, seeds from ${first}\n` +
    `exceptions ${exceptions}, over a second ${hangs}, ` +
    `slowest ${slowest.ms.toFixed(0)} ms (${slowest.kind}, seed ${slowest.seed}), peak ${(peak / 1e6).toFixed(0)} MB\n`,
);
if (exceptions + hangs > 0) process.stdout.write(`kept in ${join('.cache', 'fuzz')}\n`);
process.exitCode = exceptions + hangs > 0 || peak > PEAK_BYTES ? 1 : 0;
