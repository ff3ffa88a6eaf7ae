/**
 * Runs examples/duckdb over a made fleet, as NDJSON and as Parquet, and holds its counts against those of the command.
 *
 *   npm run test:duckdb [DEVICES]      default 1,000,000
 *
 * DuckDB is no dependency of fwinspect: it is installed for this run alone. Exit 1 where the counts differ, 2 where DuckDB could not be installed.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'fwinspect.js');
const app = join(root, 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin');
const devices = Number(process.argv[2] ?? 1_000_000);
const LINES_AT_ONCE = 5000;
const RELEASES = ['4.2.0', '4.0.2', '1.5.2', '5.5.0', '99.0.0', null, '3.3.1'];

/** Every third device by its report, the others by a row of a list; some of another platform. */
function recordOf(at) {
  const id = `e00fce68${at.toString(16).padStart(16, '0')}`;
  if (at % 3 !== 0) {
    const platform = at % 11 === 0 ? 6 : 13;
    return { id, name: `device ${at}`, platform_id: platform, system_firmware_version: RELEASES[at % RELEASES.length] };
  }
  const modules = [
    { s: 49152, l: 'm', vc: 30, vv: 30, f: 'b', n: '0', v: 1101 + (at % 5), d: [] },
    { s: 671744, l: 'm', vc: 30, vv: 30, f: 's', n: '1', v: [4006, 4200, 5500][at % 4] ?? 1512, d: [] },
    { s: 262144, l: 'm', vc: 30, vv: 30, f: 'u', n: '2', v: at % 50, d: [{ f: 's', n: '1', v: 4000 }] },
    { s: 192512, l: 'm', vc: 30, vv: 30, f: 'a', n: '0', v: 202, d: [] },
  ];
  return { id, name: `device ${at}`, p: 13, m: modules };
}

function writeFleet(path) {
  const file = openSync(path, 'w');
  for (let at = 0; at < devices; at += LINES_AT_ONCE) {
    const length = Math.min(LINES_AT_ONCE, devices - at);
    writeSync(file, `${Array.from({ length }, (_, next) => JSON.stringify(recordOf(at + next))).join('\n')}\n`);
  }
  closeSync(file);
}

const run = (args, cwd) => spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
const say = (text) => process.stdout.write(`${text}\n`);

function install(temp) {
  const { dependencies } = JSON.parse(readFileSync(join(temp, 'package.json'), 'utf8'));
  const wanted = `@duckdb/node-api@${dependencies['@duckdb/node-api']}`;
  writeFileSync(join(temp, 'package.json'), '{ "private": true, "type": "module" }');
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', wanted], { cwd: temp, encoding: 'utf8' });
  if (npm.status === 0) {
    mkdirSync(join(temp, 'node_modules'), { recursive: true });
    symlinkSync(root, join(temp, 'node_modules', 'fwinspect'), 'junction');
    return true;
  }
  process.stderr.write(`NOT TESTED: ${wanted} could not be installed here.\n${npm.stderr}\n`);
  return false;
}

const TO_PARQUET = `
import { DuckDBInstance } from '@duckdb/node-api';
const connection = await (await DuckDBInstance.create()).connect();
await connection.run("COPY (SELECT json::VARCHAR AS record FROM read_ndjson_objects('fleet.ndjson')) TO 'fleet.parquet' (FORMAT parquet)");
`;

/** What the command counts, in the words of the example. */
function counted() {
  const { fleet } = JSON.parse(
    run([bin, 'check', '--no-config', '--json', app, '--fleet', 'fleet.ndjson'], temp).stdout,
  );
  const { run: runs, safeMode, refuse, unclear, otherPlatforms } = fleet;
  const all = { 'other-platform': otherPlatforms, refuse, run: runs, 'safe-mode': safeMode, unclear };
  return JSON.stringify(Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0)));
}

const temp = mkdtempSync(join(tmpdir(), 'fwinspect-duckdb-'));
try {
  cpSync(join(root, 'examples', 'duckdb'), temp, { recursive: true });
  if (!install(temp)) process.exitCode = 2;
  else {
    writeFleet(join(temp, 'fleet.ndjson'));
    writeFileSync(join(temp, 'to-parquet.mjs'), TO_PARQUET);
    run(['to-parquet.mjs'], temp);
    const expected = counted();
    say(`the command   ${expected}`);
    for (const fleet of ['fleet.ndjson', 'fleet.parquet']) {
      const began = process.hrtime.bigint();
      const { stdout, stderr } = run(['fleet.mjs', app, fleet], temp);
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      if (stdout === '') process.stderr.write(stderr);
      const { outcomes, states } = stdout === '' ? { outcomes: {}, states: 0 } : JSON.parse(stdout);
      const isSame = JSON.stringify(outcomes) === expected;
      say(
        `${fleet.padEnd(14)}${JSON.stringify(outcomes)}  ${isSame ? 'the same' : 'DIFFERENT'}; ${states} states judged, ${seconds.toFixed(1)} s`,
      );
      if (!isSame) process.exitCode = 1;
    }
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
