import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { fwinspect, fwinspectProcess } from './command.js';
import type { Outcome, RunOptions } from './command.js';

/** A folder of one test file; it goes when the tests are done. */
export interface TempFolder {
  readonly path: string;
  /** Writes a file, and the folders above it; gives its name back. */
  readonly put: (name: string, bytes: Uint8Array | string) => string;
  /** Runs the command in this folder. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Outcome>;
  /** The same in a process of its own. */
  readonly runProcess: (args: readonly string[], options?: RunOptions) => Promise<Outcome>;
}

export function tempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), 'fwinspect-test-'));
  afterAll(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path,
    put(name, bytes) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), bytes);
      return name;
    },
    run: (args, options = {}) => fwinspect(args, { cwd: path, ...options }),
    runProcess: (args, options = {}) => fwinspectProcess(args, { cwd: path, ...options }),
  };
}
