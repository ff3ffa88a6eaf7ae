import { defineConfig } from 'vitest/config';

const commandTests = ['test/cli/**/*.test.ts', 'test/package/**/*.test.ts'];
/** Tests that put something else in the place of a module: no other test may share their copies. */
const mockingTests = [
  'test/catalog/new-board.test.ts',
  'test/catalog/library-rows.test.ts',
  'test/cli/write-file.test.ts',
];

export default defineConfig({
  test: {
    // On two cores the default is one of them.
    maxWorkers: '100%',
    // No test depends on speed; the limit only ends one that hangs.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/module/layout.generated.ts'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...commandTests, ...mockingTests],
          pool: 'threads',
          isolate: false,
          globalSetup: ['test/support/setup-firmware.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'mocking',
          include: mockingTests,
          pool: 'threads',
          isolate: true,
          globalSetup: ['test/support/setup-build.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'cli',
          include: commandTests,
          exclude: mockingTests,
          // A run of the command inside the process of a test changes its folder, which a thread cannot.
          pool: 'forks',
          isolate: false,
          globalSetup: ['test/support/setup-firmware.ts', 'test/support/setup-build.ts'],
        },
      },
    ],
  },
});
