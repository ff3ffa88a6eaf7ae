// npm run hidden-states -- [count] [first seed]: random devices of which something is hidden. No definite answer may be contradicted by what may
// have been hidden; plan and check are asked of a hundredth of them. Contradictions are named by their seeds.
import { loadSource } from './load-source.mjs';

const total = Number(process.argv[2] ?? 1_000_000);
const first = Number(process.argv[3] ?? 0);
const only = process.argv[4];
if (!Number.isSafeInteger(total) || total < 1 || !Number.isSafeInteger(first)) {
  process.stderr.write('usage: npm run hidden-states -- [count] [first seed] [question]\n');
  process.exit(2);
}

/** One in so many cases is asked. */
const EVERY = { accept: 1, boot: 1, simulate: 1, plan: 100, check: 100 };

const { count, emptyTally } = await loadSource('hidden-states.ts', 'test/support');
const share = (part, whole) => (whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(2)} % of ${whole}`);
for (const [question, every] of Object.entries(EVERY)) {
  if (only !== undefined && only !== question) continue;
  const tally = emptyTally();
  const begin = performance.now();
  const cases = only === undefined ? Math.ceil(total / every) : total;
  for (let seed = first; seed < first + cases; seed++) {
    try {
      count(tally, seed, question);
    } catch (error) {
      tally.contradicted++;
      process.stdout.write(`seed ${seed}: ${error.stack}\n`);
    }
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  process.stdout.write(
    `${question}: ${tally.contradicted} of ${tally.cases} contradicted; where all completions agree, definite: ` +
      `${share(tally.agreeMattersDefinite, tally.agreeMatters)} where it matters, ${share(tally.agreeDefinite, tally.agree)} at all (${seconds} s)\n`,
  );
  if (tally.seeds.length > 0) process.stdout.write(`  contradicted: seeds ${tally.seeds.join(' ')}\n`);
  if (tally.evasive.length > 0) {
    process.stdout.write(`  unknown although all agree: seeds ${tally.evasive.join(' ')}\n`);
  }
  if (tally.contradicted > 0) process.exitCode = 1;
}
