/**
 * What the build makes beside the program and a run asks for: the page, and the thread that helps to read. In the single executable, which has nothing
 * beside it, `scripts/executable.mjs` puts another module in the place of this one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';

/** The page as it was built. Throws what the file system throws. */
export const readPage = (): string => readFileSync(join(import.meta.dirname, 'fwinspect.html'), 'utf8');

/** Starts `worker.ts` of this room in a thread. */
export async function startReader(workerData: unknown): Promise<Worker> {
  const threads = await import('node:worker_threads');
  return new threads.Worker(join(import.meta.dirname, 'worker.cjs'), { workerData });
}
