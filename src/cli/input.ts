/** Reads the files of a command line into subjects for the rules. */
import { fileOf } from '../device/module-file.js';
import type { ModuleFile, OtherFile } from '../device/module-file.js';
import { readModule } from '../module/read.js';
import type { RunError } from '../report/json.js';
import { sourceErrorWords } from '../report/source-error.js';
import type { BundleSubject, FileSubject, ImageSubject } from '../rules/types.js';
import { listSources, readEntries } from '../source/index.js';
import type { SourceEntry, SourceFile, SourceItem } from '../source/index.js';
import { hashesOf, payloadSha256 } from '../source/hashes.js';
import { sha256Hex } from '../source/node-tools.js';
import { progressOf } from './progress.js';
import { bytesOf, queueOf, takeFrom } from './queue.js';
import type { Placed, Queue } from './queue.js';
import { TOOLS } from './tools.js';

/** A file that was read, without its bytes. */
export type InputFile = (ModuleFile | OtherFile) &
  FileSubject & {
    readonly from: SourceFile['from'];
    readonly root: string;
    readonly archive: string | null;
    /** SHA-256 of the module without header, suffix and CRC; null where it was not asked for, or there is no module. */
    readonly payloadSha256: string | null;
  };

export interface Input {
  readonly files: readonly InputFile[];
  readonly bundles: readonly BundleSubject[];
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
  /** Show on a terminal how far a long run is. */
  readonly progress?: boolean;
}

/** A file of a bundle that is no module. */
export interface Asset {
  readonly archive: string;
  readonly file: string;
  readonly name: string;
  readonly sha256: string;
}

/** Reads everything; bytes are let go of file by file. Problems are in the result, never thrown. */
export async function readInput(args: readonly string[], options: InputOptions): Promise<Input> {
  const listing = await listSources(args, { all: options.all });
  const placed = listing.entries.map((entry, at) => ({ at, entry }));
  const queue = queueOf(placed.filter(({ entry }) => entry.path !== null));
  const helper = (await isWorthAWorker(queue)) ? readInWorker(queue, options) : null;
  const progress = options.progress === true ? progressOf(bytesOf(queue.items), process.stderr) : null;
  // Standard input belongs to this thread.
  const own = placed.filter(({ entry }) => entry.path === null);
  const mine = [...(await readAll(own, options)), ...(await readAll(takeFrom(queue, progress?.add), options))];
  const theirs = helper === null ? [] : ((await helper) ?? (await readAll(leftOf(queue.items, mine), options)));
  progress?.clear();
  const sink = emptySink();
  for (const item of listing.items) take(item, options, sink);
  for (const { taken } of [...mine, ...theirs].sort((a, b) => a.at - b.at)) addAll(sink, taken);
  return { ...sink, bundles: bundlesOf(sink.files, sink.assets) };
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
export async function readAll(given: Iterable<Placed>, options: InputOptions): Promise<readonly Taken[]> {
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
  }
  return all;
}

/**
 * Reads from the queue in a worker thread, which runs `worker.ts` of this room. Null where the thread failed, for want of
 * memory or of file handles: then its share is read here, and a fault of fwinspect shows itself here too.
 */
async function readInWorker(queue: Queue, options: InputOptions): Promise<readonly Taken[] | null> {
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(new URL('worker.cjs', import.meta.url), { workerData: { queue, options } });
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

function addAll(sink: Sink, taken: Sink): void {
  sink.files.push(...taken.files);
  sink.assets.push(...taken.assets);
  sink.images.push(...taken.images);
  sink.errors.push(...taken.errors);
  sink.skipped.push(...taken.skipped);
}

/** What reading gives, in the order of the arguments. */
export interface Sink {
  readonly files: InputFile[];
  readonly assets: Asset[];
  readonly images: ImageSubject[];
  readonly errors: RunError[];
  readonly skipped: { root: string; count: number }[];
}

function emptySink(): Sink {
  return { files: [], assets: [], images: [], errors: [], skipped: [] };
}

function take(item: SourceItem, options: InputOptions, sink: Sink): void {
  switch (item.kind) {
    case 'problem': {
      const { file, code, detail } = item.problem;
      sink.errors.push({ file, code, message: sourceErrorWords(code, detail) });
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
  if (file.role === 'asset' && file.archive !== null) {
    const name = file.name.slice(file.name.lastIndexOf('/') + 1);
    sink.assets.push({ archive: file.archive, file: file.name, name, sha256: sha256Hex(file.bytes) });
    return;
  }
  const hashes = asked.hashes ? hashesOf(file.bytes) : null;
  const result = readModule(file.bytes, hashes === null ? TOOLS : { ...TOOLS, sha256: hashes.sha256 });
  const named = { file: file.name, size: file.bytes.length, sha256: hashes?.ofFile() ?? '' };
  const { from, root, archive } = file;
  const ofPayload = asked.payloadHashes === true && result.kind === 'module' ? payloadSha256(file.bytes, result) : null;
  sink.files.push({ ...fileOf(named, result), result, from, root, archive, payloadSha256: ofPayload });
}

/** A zip with assets is a bundle: its applications and its assets are judged together. */
function bundlesOf(files: readonly InputFile[], assets: readonly Asset[]): readonly BundleSubject[] {
  const bundles = new Set([
    ...assets.map(({ archive }) => archive),
    ...files.filter(needsAssets).flatMap(({ archive }) => archive ?? []),
  ]);
  return [...bundles].map((bundle) => ({
    bundle,
    applications: files.filter(({ archive }) => archive === bundle),
    assets: assets.filter(({ archive }) => archive === bundle),
  }));
}

function needsAssets({ result }: InputFile): boolean {
  return result.kind === 'module' && result.extensions.some(({ kind }) => kind === 'asset_dependency');
}
