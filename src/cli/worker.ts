/** The thread that reads a share of a large run. */
import { parentPort, workerData } from 'node:worker_threads';
import { readShare } from './input.js';
import type { InputOptions, Placed } from './input.js';

const { share, options } = workerData as { readonly share: readonly Placed[]; readonly options: InputOptions };
void readShare(share, options).then((taken) => parentPort?.postMessage(taken));
