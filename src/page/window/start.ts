/** The script of the page: in the window it shows, and in the worker that the window makes of the same text it reads and judges. */
import { startWindow } from './window.js';
import { startWorker } from '../worker.js';
import type { Port } from '../worker.js';

if ('document' in globalThis) startWindow();
else startWorker(globalThis as unknown as Port);
