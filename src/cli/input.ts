/** Reads the files of a command line. */
import { readAssetFile, readFirmwareFile } from '../assess/file.js';
import type { FirmwareFile } from '../assess/file.js';
import type { RunError } from '../report/json.js';
import { sourceErrorWords } from '../report/source-error.js';
import type { ImageSubject } from '../rules/types.js';
import { listSources, readEntries } from '../source/index.js';
import type { SourceEntry, SourceFile, SourceItem } from '../source/index.js';
import { deflateRaw, packedSize } from '../source/node-tools.js';
import { tellTurn } from './at-terminal.js';
import { startReader } from './beside.js';
import { PROGRESS_LINE } from './door.js';
import { didYouMean } from './near-file.js';
import { progressOf } from './progress.js';
import { budgetOf, heldBy, HELD_BY_WORDS } from './budget.js';
import { bytesOf, queueOf, takeFrom } from './queue.js';
import type { Placed, Queue } from './queue.js';
import { TOOLS } from './tools.js';

export interface Input {
  readonly files: readonly FirmwareFile[];
  /** Files that are images of flash; the modules in them are among `files`. */
  readonly images: readonly ImageSubject[];
  readonly errors: readonly RunError[];
  /** Files of folders and archives that are no firmware and no container by their names. */
  readonly skipped: readonly { readonly root: string; readonly count: number }[];
}

export interface InputOptions {
  readonly all: boolean;
  /** Hash whole files too, so that equal ones are recognised. */
  readonly hashes: boolean;
  /** Hash the payload of each module as well. */
  readonly payloadHashes?: boolean;
  /** Measure what compressing each module gives. */
  readonly packed?: boolean;
  /** Show on a terminal how far a long run is. */
  readonly progress?: boolean;
  /** What may be held of the files, as `--memory` says it, such as 1GB; 256 MiB where nothing was said. */
  readonly memory?: string | undefined;
}

/**
 * Reads everything; bytes are let go of file by file. Problems are in the result, never thrown.
 *
 * @throws UsageError where what is held of the files goes beyond the budget: else the process would be killed without a word
 */
export async function readInput(args: readonly string[], options: InputOptions): Promise<Input> {
  const listing = await listSources(args, { all: options.all });
  const placed = listing.entries.map((entry, at) => ({ at, entry }));
  const queue = queueOf(placed.filter(({ entry }) => entry.path !== null));
  const helper = (await isWorthAWorker(queue)) ? readInWorker(queue, options) : null;
  const progress = options.progress === true ? progressOf(bytesOf(queue.items), PROGRESS_LINE) : null;
  // Standard input belongs to this thread.
  const own = placed.filter(({ entry }) => entry.path === null);
  if (own.length > 0) tellTurn('file');
  const budget = budgetOf(options.memory);
  const read = (given: Iterable<Placed>): Promise<readonly Taken[]> => readAll(given, options, budget);
  const mine = [...(await read(own)), ...(await read(takeFrom(queue, progress?.add)))];
  const theirs = helper === null ? [] : ((await helper) ?? (await read(leftOf(queue.items, mine))));
  budget.add(theirs.reduce((sum, { taken }) => sum + taken.files.reduce((held, file) => held + heldBy(file), 0), 0));
  progress?.clear();
  const sink = emptySink();
  for (const item of listing.items) take(item, options, sink);
  for (const { taken } of [...mine, ...theirs].sort((a, b) => a.at - b.at)) addAll(sink, taken);
  return sink;
}

/** What an entry came to. */
export interface Taken {
  readonly at: number;
  readonly taken: Sink;
}

/** A worker thread costs about 30 ms to start; below this many bytes it does not pay. */
const WORKER_FROM = 64 * 1024 * 1024;

/** A file of this size is an archive; two of them at once would take twice the memory. */
const ALONE_FROM = 64 * 1024 * 1024;

async function isWorthAWorker({ items }: Queue): Promise<boolean> {
  if (bytesOf(items) < WORKER_FROM || items.some(({ entry }) => entry.size >= ALONE_FROM)) return false;
  // Loaded only here: a single file shall not wait for it.
  return (await import('node:os')).availableParallelism() > 1;
}

/** What this thread did not read itself, where the other one failed. */
function leftOf(items: readonly Placed[], mine: readonly Taken[]): readonly Placed[] {
  const done = new Set(mine.map(({ at }) => at));
  return items.filter(({ at }) => !done.has(at));
}

/** Reads what it is given, one after the other. */
export async function readAll(
  given: Iterable<Placed>,
  options: InputOptions,
  budget = budgetOf(options.memory),
): Promise<readonly Taken[]> {
  const all: Taken[] = [];
  let now: Taken = { at: 0, taken: emptySink() };
  function* entries(): Generator<SourceEntry> {
    for (const { at, entry } of given) {
      now = { at, taken: emptySink() };
      all.push(now);
      yield entry;
    }
  }
  for await (const item of readEntries(entries(), { all: options.all, reuseBuffer: true })) {
    take(item, options, now.taken);
    budget.add(heldByItem(item, now.taken));
  }
  return all;
}

/**
 * Reads from the queue in a worker thread, which runs `worker.ts` of this room. Null where the thread failed, for want of
 * memory or of file handles: then its share is read here, and a fault of fwinspect shows itself here too.
 */
async function readInWorker(queue: Queue, options: InputOptions): Promise<readonly Taken[] | null> {
  const worker = await startReader({ queue, options });
  return new Promise((resolve) => {
    worker.once('message', resolve);
    worker.once('error', () => {
      resolve(null);
    });
    worker.once('exit', () => {
      resolve(null);
    });
  });
}

/** What was read last is held as long as the run; a problem is a few words. */
function heldByItem(item: SourceItem, { files }: Sink): number {
  const last = item.kind === 'file' ? files.at(-1) : undefined;
  return last === undefined ? HELD_BY_WORDS : heldBy(last);
}

function addAll(sink: Sink, taken: Sink): void {
  // Not as arguments of one call: those of an archive may be more than a call takes.
  for (const one of taken.files) sink.files.push(one);
  for (const one of taken.images) sink.images.push(one);
  for (const one of taken.errors) sink.errors.push(one);
  for (const one of taken.skipped) sink.skipped.push(one);
}

/** What reading gives, in the order of the arguments. */
export interface Sink {
  readonly files: FirmwareFile[];
  readonly images: ImageSubject[];
  readonly errors: RunError[];
  readonly skipped: { root: string; count: number }[];
}

function emptySink(): Sink {
  return { files: [], images: [], errors: [], skipped: [] };
}

function take(item: SourceItem, options: InputOptions, sink: Sink): void {
  switch (item.kind) {
    case 'problem': {
      const { file, code, detail } = item.problem;
      const near = code === 'not_found' ? didYouMean(file) : '';
      sink.errors.push({ file, code, message: `${sourceErrorWords(code, detail)}${near}` });
      return;
    }
    case 'image':
      sink.images.push({ file: item.file, image: item.image });
      return;
    case 'skipped':
      sink.skipped.push({ root: item.root, count: item.count });
      return;
    case 'file':
      takeFile(item.file, options, sink);
  }
}

function takeFile(file: SourceFile, asked: InputOptions, sink: Sink): void {
  const { name, bytes, from, root, archive, role, bundle } = file;
  const named = from === 'named' || from === 'stdin';
  const hashes = { hashFile: asked.hashes, hashPayload: asked.payloadHashes === true };
  const origin = { named, root, archive, bundle, ...hashes };
  const read =
    role === 'asset'
      ? readAssetFile(name, bytes, { ...TOOLS, deflateRaw }, origin)
      : readFirmwareFile(name, bytes, TOOLS, origin);
  const isPacked = asked.packed === true && read.module !== null && role !== 'asset';
  sink.files.push(isPacked ? { ...read, packedSize: packedSize(bytes) } : read);
}
