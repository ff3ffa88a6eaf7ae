/** The tests that `npm run mutation` runs: those that cover the rules and the exit code, without building or downloading. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/rules/**/*.test.ts',
      'test/release/release.test.ts',
      'test/plan/order.test.ts',
      'test/report/schemas.test.ts',
      'test/exit-code.test.ts',
    ],
    isolate: false,
  },
});
