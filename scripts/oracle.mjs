// npm run oracle -- FILE...: replays verdict tables of Device OS's own validator (.jsonl or .jsonl.gz) against the twin.
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createGunzip } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const SHOWN = 20;

async function load() {
  const folder = mkdtempSync(join(tmpdir(), 'fwinspect-'));
  const outfile = join(folder, 'oracle.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/support/oracle.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true, force: true });
  return loaded;
}

function linesOf(file) {
  const stream = createReadStream(file);
  return createInterface({ input: file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream, crlfDelay: Infinity });
}

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('usage: npm run oracle -- FILE.jsonl[.gz]...\n');
  process.exit(2);
}
const { replay } = await load();
let cases = 0;
let disagreements = 0;
const apart = new Map();
for (const file of files) {
  let line = 0;
  for await (const text of linesOf(file)) {
    line++;
    if (text.trim() === '') continue;
    cases++;
    const result = replay(JSON.parse(text));
    for (const filter of result.filters) apart.set(filter, (apart.get(filter) ?? 0) + 1);
    if (result.disagreements.length === 0) continue;
    disagreements++;
    if (disagreements <= SHOWN) process.stdout.write(`${file}:${line}: ${result.disagreements.join('; ')}\n`);
  }
}
if (disagreements > SHOWN) process.stdout.write(`... and ${disagreements - SHOWN} more\n`);
for (const [filter, count] of [...apart].sort()) process.stdout.write(`compared in part, ${filter}: ${count}\n`);
process.stdout.write(`cases ${cases} disagreements ${disagreements}\n`);
process.exitCode = disagreements > 0 ? 1 : 0;
