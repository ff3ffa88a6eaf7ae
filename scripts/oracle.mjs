// npm run oracle -- FILE...: replays verdict tables of Device OS's own validator (.jsonl or .jsonl.gz) against the twin, in two processes.
import { fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { loadSource } from './load-source.mjs';

/** Disagreements that are shown of each file. */
const SHOWN = 5;
const PROCESSES = 2;

function linesOf(file) {
  const stream = createReadStream(file);
  return createInterface({ input: file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream, crlfDelay: Infinity });
}

async function replayFile(replay, file) {
  const found = { file, cases: 0, disagreements: 0, shown: [], apart: {} };
  let line = 0;
  for await (const text of linesOf(file)) {
    line++;
    if (text.trim() === '') continue;
    found.cases++;
    const result = replay(JSON.parse(text));
    for (const filter of result.filters) found.apart[filter] = (found.apart[filter] ?? 0) + 1;
    if (result.disagreements.length === 0) continue;
    found.disagreements++;
    if (found.shown.length < SHOWN) found.shown.push(`${file}:${line}: ${result.disagreements.join('; ')}`);
  }
  return found;
}

/** In a child: the files that come, one after another. */
async function work() {
  const { replay } = await loadSource('oracle.ts', 'test/support');
  process.on('message', async (file) => {
    if (file === null) process.disconnect();
    else {
      const result = await replayFile(replay, file);
      // Whoever asked may have been ended meanwhile.
      if (process.connected) process.send(result);
    }
  });
  process.send(null);
}

/** Gives each process the next file as soon as it is free; a process that ends with files left is a failure. */
function inParallel(files) {
  const left = [...files];
  const results = [];
  const run = () =>
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(import.meta.url));
      child.on('message', (result) => {
        if (result !== null) results.push(result);
        child.send(left.shift() ?? null);
      });
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a process ended with ${code}`))));
    });
  return Promise.all(Array.from({ length: Math.min(PROCESSES, files.length) }, run)).then(() => results);
}

async function main(files) {
  if (files.length === 0) {
    process.stderr.write('usage: npm run oracle -- FILE.jsonl[.gz]...\n');
    process.exit(2);
  }
  const results = (await inParallel(files)).sort((a, b) => (a.file < b.file ? -1 : 1));
  const apart = new Map();
  for (const { file, cases, disagreements, shown, apart: filters } of results) {
    for (const text of shown) process.stdout.write(`${text}\n`);
    if (disagreements > shown.length) process.stdout.write(`... and ${disagreements - shown.length} more\n`);
    for (const [filter, count] of Object.entries(filters)) apart.set(filter, (apart.get(filter) ?? 0) + count);
    const parts = Object.entries(filters)
      .sort()
      .map(([filter, count]) => `, ${filter} ${count}`);
    process.stdout.write(`${basename(file)}: cases ${cases} disagreements ${disagreements}${parts.join('')}\n`);
  }
  const sum = (key) => results.reduce((total, one) => total + one[key], 0);
  for (const [filter, count] of [...apart].sort()) process.stdout.write(`compared in part, ${filter}: ${count}\n`);
  process.stdout.write(`files ${results.length} cases ${sum('cases')} disagreements ${sum('disagreements')}\n`);
  process.exitCode = sum('disagreements') > 0 || results.length !== files.length ? 1 : 0;
}

if (process.send === undefined) await main(process.argv.slice(2));
else await work();
