/**
 * Splits a made fleet into parts, judges each by itself, and puts the answers together: that has to be the answer about all of them, to the letter.
 *
 *   npm run merge-fleet [DEVICES] [PARTS]      default 100,000 in 8; exit 1 where they differ
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'fwinspect.js');
const app = join(root, 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin');
const devices = Number(process.argv[2] ?? 100_000);
const parts = Number(process.argv[3] ?? 8);
const RELEASES = ['4.2.0', '4.0.2', '1.5.2', '5.5.0', '99.0.0', null, '3.3.1'];
const MOST_OUTPUT = 512 * 1024 * 1024;

const rowOf = (at) =>
  JSON.stringify({
    id: `e00fce68${at.toString(16).padStart(16, '0')}`,
    platform_id: at % 9 === 0 ? 6 : 13,
    system_firmware_version: RELEASES[at % RELEASES.length],
    product_id: 30301,
    firmware_version: at % 5,
  });

function check(...args) {
  const { stdout, status } = spawnSync(process.execPath, [bin, 'check', '--no-config', '--json', ...args], {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
  });
  return { stdout, status };
}

const temp = mkdtempSync(join(tmpdir(), 'fwinspect-merge-fleet-'));
try {
  const lines = Array.from({ length: devices }, (_, at) => rowOf(at));
  const write = (name, own) => {
    const path = join(temp, name);
    writeFileSync(path, own.join('\n'));
    return path;
  };
  const whole = check(app, '--fleet', write('whole.ndjson', lines));
  // By turns, and by chance: neither is the order of the whole.
  const splits = {
    'by turns': (at) => at % parts,
    'one after another': (at) => Math.floor((at / devices) * parts),
    'by chance': () => Math.floor(Math.random() * parts),
  };
  for (const [name, partOf] of Object.entries(splits)) {
    const own = Array.from({ length: parts }, () => []);
    lines.forEach((line, at) => own[partOf(at)].push(line));
    const documents = own.map((some, at) => {
      const path = join(temp, `part-${at}.json`);
      check(app, '--fleet', write(`part-${at}.ndjson`, some), '--part', '-o', path);
      return path;
    });
    const merged = check('--merge', ...documents);
    const isSame = merged.stdout === whole.stdout && merged.status === whole.status;
    const bytes = documents.reduce((sum, path) => sum + readFileSync(path).length, 0);
    process.stdout.write(
      `${name}: ${isSame ? 'the same' : 'DIFFERENT'} (${devices} devices in ${parts} parts, ${bytes} bytes)\n`,
    );
    if (!isSame) process.exitCode = 1;
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
