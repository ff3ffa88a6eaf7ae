/**
 * What deps, check, audit, simulate, plan and verify say of the same random sets and devices: no two of them contradict each other.
 *
 *   npm run differential -- [sets] [first seed]
 *
 * Exit code 1 where two do.
 */
import { loadSource } from './load-source.mjs';

const [count = 10_000, first = 0] = process.argv.slice(2).map(Number);
const { caseOf, contradictions } = await loadSource('differential.ts', 'test/support');
let found = 0;
for (let seed = first; seed < first + count; seed++) {
  const said = contradictions(caseOf(seed));
  if (said.length === 0) continue;
  found++;
  process.stdout.write(`set ${seed}: ${said.join('; ')}\n`);
}
process.stdout.write(`${count} sets: ${found} with a contradiction\n`);
if (found > 0) process.exitCode = 1;
