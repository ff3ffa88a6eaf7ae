/**
 * The planner against a plain search, on worlds that are larger than those of the tests: up to 4 slots with 6 versions.
 *
 *   npm run plan-worlds -- [--worlds 100] [--first 1]
 *
 * Exit code 1 where the two disagree in the price of one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { worlds: { type: 'string', default: '100' }, first: { type: 'string', default: '1' } },
});
const [count, first] = [Number(values.worlds), Number(values.first)];
const [SLOTS, VERSIONS] = [4, 6];

const temp = mkdtempSync(join(tmpdir(), 'fwinspect-worlds-'));
try {
  const outfile = join(temp, 'worlds.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm' };
  await build({ absWorkingDir: root, entryPoints: ['test/support/plan-worlds.ts'], outfile, ...options });
  const { plainSearch, plannedPrice, randomWorld } = await import(pathToFileURL(outfile).href);
  let [differ, reached] = [0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const world = randomWorld(seed, SLOTS, VERSIONS);
    const [best, planned] = [plainSearch(world), plannedPrice(world)];
    if (best !== null) reached++;
    if (JSON.stringify(best) === JSON.stringify(planned)) continue;
    differ++;
    process.stdout.write(
      `world ${seed}: the best way costs ${JSON.stringify(best)}, the plan ${JSON.stringify(planned)}\n`,
    );
  }
  process.stdout.write(
    `${count} worlds of up to ${SLOTS} slots with ${VERSIONS} versions, ${reached} with a way: ${differ} differ\n`,
  );
  if (differ > 0) process.exitCode = 1;
} finally {
  rmSync(temp, { recursive: true, force: true });
}
