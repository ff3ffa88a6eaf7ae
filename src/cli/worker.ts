/** The thread that helps to read a large run. */
import { parentPort, workerData } from 'node:worker_threads';
import { readAll } from './input.js';
import type { InputOptions } from './input.js';
import { takeFrom } from './queue.js';
import type { Queue } from './queue.js';

const { queue, options } = workerData as { readonly queue: Queue; readonly options: InputOptions };
void readAll(takeFrom(queue), options).then((taken) => parentPort?.postMessage(taken));
