/**
 * Measures fleets: CPU time against a script that only reads the same lines and calls JSON.parse, and the peak of memory.
 *
 *   npm run bench-fleet [DEVICES]      default 1,000,000; reports that are all different are a tenth of that
 *
 * It judges nothing: the exit code is 0, and a missed target is said in its line.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'fwinspect.js');
const app = join(root, 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin');
const devices = Number(process.argv[2] ?? 1_000_000);
const LINES_AT_ONCE = 5000;
const MEGABYTE = 1024 * 1024;
/** What a run may take beside 64 bytes a device. */
const MOST_MEGABYTES = { few: 150, many: 250 };
const BYTES_PER_DEVICE = 64;

const idOf = (at) => `e00fce68${at.toString(16).padStart(16, '0')}`;

/** A describe message of one of so many states. */
const reportOf = (states) => (at) => {
  const state = at % states;
  const modules = [
    { s: 49152, l: 'm', vc: 30, vv: 30, f: 'b', n: '0', v: 1101 + (state % 3), d: [] },
    { s: 671744, l: 'm', vc: 30, vv: 30, f: 's', n: '1', v: state % 2 === 0 ? 4006 : 4200, d: [] },
    {
      ...{ s: 262144, l: 'm', vc: 30, vv: 30, u: state.toString(16).padStart(64, '0'), f: 'u', n: '2' },
      ...{ v: state % 65536, d: [{ f: 's', n: '1', v: 4000 }] },
    },
    { s: 192512, l: 'm', vc: 30, vv: 30, f: 'a', n: '0', v: 202, d: [] },
  ];
  return JSON.stringify({ id: idOf(at), name: `device ${at}`, p: 13, m: modules });
};

const RELEASES = ['4.2.0', '4.0.2', '1.5.2', '5.5.0', '4.1.0', '5.0.1', '3.3.1', '2.3.1'];
const FIRST_HEARD = Date.UTC(2026, 0, 1);

/** A row as the cloud lists devices of a product. */
const rowOf = (at) =>
  JSON.stringify({
    id: idOf(at),
    name: `device ${at}`,
    last_ip_address: `192.0.2.${at % 256}`,
    last_heard: new Date(FIRST_HEARD + at * 1000).toISOString(),
    product_id: 30301,
    online: at % 2 === 0,
    platform_id: 13,
    cellular: true,
    functions: ['cmd'],
    variables: { temperature: 'double' },
    status: 'normal',
    serial_number: `XXXX${String(at).padStart(8, '0')}`,
    system_firmware_version: RELEASES[at % RELEASES.length],
    firmware_product_id: 30301,
    groups: [],
    firmware_version: at % 5,
    desired_firmware_version: null,
    firmware_updates_enabled: true,
    firmware_updates_forced: false,
  });

function writeLines(path, count, lineOf) {
  const file = openSync(path, 'w');
  for (let at = 0; at < count; at += LINES_AT_ONCE) {
    const length = Math.min(LINES_AT_ONCE, count - at);
    writeSync(file, `${Array.from({ length }, (_, next) => lineOf(at + next)).join('\n')}\n`);
  }
  closeSync(file);
}

const PARSE = `
import { createReadStream } from 'node:fs';
let rest = '';
for await (const chunk of createReadStream(process.argv[2], { highWaterMark: 262144, encoding: 'utf8' })) {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) JSON.parse(line);
}
`;

/** Runs a script and says on standard error what it took: seconds of CPU, and megabytes at the highest. */
const MEASURED = `
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write('\\n' + JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024]));
});
`;

function measured(temp, args) {
  const preload = join(temp, 'measured.cjs');
  writeFileSync(preload, MEASURED);
  const env = { ...process.env };
  for (const name of ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'FORCE_COLOR']) delete env[name];
  const { stderr } = spawnSync(process.execPath, ['--require', preload, ...args], { env, encoding: 'utf8' });
  const [seconds, megabytes] = JSON.parse(stderr.slice(stderr.lastIndexOf('\n')));
  return { seconds, megabytes };
}

const say = (text) => process.stdout.write(`${text}\n`);
const verdict = (value, target) => (value <= target ? 'ok' : 'target missed');

function bench(temp, { title, count, lineOf, ratio, memory }) {
  const path = join(temp, 'fleet.ndjson');
  writeLines(path, count, lineOf);
  const parse = measured(temp, [join(temp, 'parse.mjs'), path]);
  const check = measured(temp, [bin, 'check', '--no-config', '--json', app, '--fleet', path]);
  const found = check.seconds / parse.seconds;
  const most = memory + (BYTES_PER_DEVICE * count) / MEGABYTE;
  const cpu = `${check.seconds.toFixed(1)} s / ${parse.seconds.toFixed(1)} s of JSON.parse`;
  say(`${title}, ${count} devices`);
  say(`  CPU     ${found.toFixed(2)}  (target <= ${ratio})  ${verdict(found, ratio)}   ${cpu}`);
  const peak = `${check.megabytes.toFixed(0)} MB`;
  say(`  memory  ${peak}  (target <= ${most.toFixed(0)} MB)  ${verdict(check.megabytes, most)}`);
}

const temp = mkdtempSync(join(tmpdir(), 'fwinspect-bench-fleet-'));
try {
  writeFileSync(join(temp, 'parse.mjs'), PARSE);
  const few = { count: devices, ratio: 1.5, memory: MOST_MEGABYTES.few };
  bench(temp, { ...few, title: 'reports of 100 states', lineOf: reportOf(100) });
  bench(temp, { ...few, title: 'rows of a list, by release', lineOf: rowOf });
  const many = { ...few, ratio: 12, memory: MOST_MEGABYTES.many };
  bench(temp, { ...many, title: 'reports of 10,000 states', lineOf: reportOf(10_000) });
  const different = { count: Math.ceil(devices / 10), ratio: 12, memory: MOST_MEGABYTES.few };
  bench(temp, { ...different, title: 'reports that are all different', lineOf: reportOf(Number.MAX_SAFE_INTEGER) });
} finally {
  rmSync(temp, { recursive: true, force: true });
}
