/** Tries everything that pasting, cutting and losing lines can do to the reports of the fixtures; the usual tests try a part of it. */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx', ['vitest', 'run', 'test/describe/pasted.test.ts'], {
  env: { ...process.env, PASTED: 'whole' },
  stdio: 'inherit',
});
process.exit(status ?? 1);
