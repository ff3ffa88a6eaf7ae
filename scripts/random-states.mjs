// npm run random-states -- [count] [first seed]: random devices and files; the first one that raises an exception is named by its seed.
import { loadSource } from './load-source.mjs';

const count = Number(process.argv[2] ?? 10_000_000);
const first = Number(process.argv[3] ?? 0);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(first)) {
  process.stderr.write('usage: npm run random-states -- [count] [first seed]\n');
  process.exit(2);
}

const { diceOf, tryOne } = await loadSource('random-device.ts', 'test/support');
const counts = new Map();
const begin = performance.now();
let exceptions = 0;
for (let seed = first; seed < first + count; seed++) {
  try {
    tryOne(diceOf(seed), counts);
  } catch (error) {
    exceptions++;
    if (exceptions <= 5) process.stdout.write(`seed ${seed}: ${error.stack}\n`);
  }
}
const seconds = (performance.now() - begin) / 1000;
for (const [name, number] of [...counts].sort()) process.stdout.write(`${name} ${number}\n`);
process.stdout.write(`states ${count} exceptions ${exceptions} (${seconds.toFixed(0)} s)\n`);
process.exitCode = exceptions > 0 ? 1 : 0;
