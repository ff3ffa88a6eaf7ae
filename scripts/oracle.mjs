// npm run oracle -- FILE...: replays verdict tables of Device OS's own validator (.jsonl or .jsonl.gz) against the twin.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { loadSource } from './load-source.mjs';

const SHOWN = 20;

function linesOf(file) {
  const stream = createReadStream(file);
  return createInterface({ input: file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream, crlfDelay: Infinity });
}

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('usage: npm run oracle -- FILE.jsonl[.gz]...\n');
  process.exit(2);
}
const { replay } = await loadSource('oracle.ts', 'test/support');
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
