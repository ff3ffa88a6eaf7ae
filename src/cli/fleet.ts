/** The devices that a check is about: single reports, or a fleet of very many. */
import { closeSync, createReadStream, openSync, readdirSync, readSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { isBinary, piecewiseDecoder } from '../base/decode-text.js';
import type { PiecewiseDecoder } from '../base/decode-text.js';
import { safeText } from '../base/safe-text.js';
import type { UnreadReport } from '../assess/types.js';
import { readerOf, readSingleText } from '../report/read-devices.js';
import type { FleetRun } from '../report/read-devices.js';
import { tellTurn } from './at-terminal.js';
import { orUnreadable, readText, unreadable, UsageError } from './context.js';
import { reportText } from './device.js';

/**
 * Reads device reports: single files, and fleets: files, folders of them, named pipes, standard input. Flat in memory.
 *
 * @throws UsageError for a fleet that is not there
 */
export async function readFleet(devices: readonly string[], fleet: readonly string[], run: FleetRun): Promise<void> {
  for (const file of devices) await readSingle(file, run);
  for (const place of fleet) await readPlace(place, run);
}

async function readPlace(place: string, run: FleetRun): Promise<void> {
  if (place === '-') {
    tellTurn('devices');
    await readStream(process.stdin, 'standard input', run);
    return;
  }
  const stats = orUnreadable(place, () => statSync(place));
  if (!stats.isDirectory()) {
    if (!stats.isFile() && !stats.isFIFO()) {
      throw new UsageError(`${safeText(place)} is neither a file nor a folder nor a pipe`);
    }
    await readFile(place, stats, run);
    return;
  }
  const entries = orUnreadable(place, () => readdirSync(place, { withFileTypes: true }));
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  if (names.length === 0) run.sink({ file: place, code: 'nothing_matched', message: 'is a folder without a file' });
  for (const name of names.sort()) await readOfFolder(`${place}/${name}`, run);
}

/** One of a folder that cannot be read says nothing about the others. */
async function readOfFolder(file: string, run: FleetRun): Promise<void> {
  try {
    const stats = orUnreadable(file, () => statSync(file));
    if (!stats.isFile()) throw new UsageError(`cannot read ${safeText(file)}: not a file`);
    await readFile(file, stats, run);
  } catch (error) {
    run.sink(unreadFile(file, error));
  }
}

async function readFile(file: string, stats: Stats, run: FleetRun): Promise<void> {
  if (stats.isFile() && isBinary(headOf(file))) {
    run.sink({ file, code: 'binary', message: BINARY, about: { what: 'binary', detail: null, file, line: null } });
    return;
  }
  if (!stats.isFile() || stats.size > MOST_AT_ONCE) {
    await readStream(createReadStream(file, { highWaterMark: CHUNK }), file, run);
    return;
  }
  // What is small is read as a whole: then its encoding is certain.
  const reader = readerOf(file, run);
  reader.add(readText(file, 'report'));
  reader.end();
}

function unreadFile(file: string, error: unknown): UnreadReport {
  const { message } = unreadable(file, error);
  return { file, code: 'unreadable', message, about: { what: 'unreadable', detail: message, file, line: null } };
}

const BINARY = 'is firmware or another binary file, and no device report; fwinspect inspect says what it is';

/** The first bytes of a regular file. */
function headOf(file: string): Uint8Array {
  return orUnreadable(file, () => {
    const head = Buffer.alloc(HEAD);
    const open = openSync(file, 'r');
    try {
      return head.subarray(0, readSync(open, head, 0, HEAD, 0));
    } finally {
      closeSync(open);
    }
  });
}

const HEAD = 4096;
const CHUNK = 256 * 1024;
/** Bytes: a report of one device is far smaller, and a text of many takes several times its size in memory. */
const MOST_AT_ONCE = 1024 * 1024;

async function readStream(stream: AsyncIterable<unknown>, file: string, run: FleetRun): Promise<void> {
  const reader = readerOf(file, run);
  let decoder: PiecewiseDecoder | null = null;
  const parts = stream[Symbol.asyncIterator]();
  for (;;) {
    const part = await parts.next().catch((error: unknown) => {
      throw unreadable(file, error);
    });
    if (part.done === true) break;
    const bytes = part.value as Uint8Array;
    // The first piece tells the encoding, and has the byte order mark.
    decoder ??= piecewiseDecoder(bytes);
    reader.add(decoder.add(bytes));
  }
  reader.add(decoder?.end() ?? '');
  reader.end();
}

/** A file of `--device` is about one device; one that cannot be read says nothing about the others. */
async function readSingle(file: string, run: FleetRun): Promise<void> {
  try {
    readSingleText(file, await reportText(file), run);
  } catch (error) {
    run.sink(unreadFile(file, error));
  }
}
