import { compareText } from '../base/compare.js';
import { faultOf, isWanted, isZipContent, isZipName, problem, skipped, zipLimits } from './shared.js';
import type { SourceFile, SourceItem, SourceOptions, ZipLimits } from './types.js';
import { limit, readDirectory } from './zip-directory.js';
import type { Refusal, ZipEntry } from './zip-directory.js';
import { checkEntry, checkReadable, unpack } from './zip-entry.js';

/** Where an archive comes from. */
export interface ArchiveOrigin {
  readonly name: string;
  readonly root: string;
  /** An archive with nothing to read in it is no problem: nobody named it. */
  readonly quiet: boolean;
}

/** What one outermost archive and all in it have used up so far; the one thing here that changes. Refused levels use up nothing. */
interface Usage {
  readonly limits: ZipLimits;
  readonly outerBytes: number;
  entries: number;
  bytes: number;
}

interface Archive extends ArchiveOrigin {
  readonly bytes: Buffer;
  readonly depth: number;
  readonly usage: Usage;
  readonly options: SourceOptions;
}

interface Wanted {
  readonly entry: ZipEntry;
  readonly role: SourceFile['role'];
}

/** The entries of an archive, sorted into what will be read, what is refused and what is left aside. */
interface Sorted {
  readonly wanted: readonly Wanted[];
  readonly refused: readonly { readonly entry: ZipEntry; readonly refusal: Refusal }[];
  readonly aside: readonly ZipEntry[];
}

/**
 * Reads a zip from memory: its .bin entries, archives in it, and the assets of an application bundle.
 *
 * Takes the bytes, the name to show, and the options; gives files named `name!/entry` in code-unit order, a problem for
 * each entry refused, one problem if the archive is refused as a whole (see `readDirectory`, and `zip_limit`), and one
 * item that counts the rest. Only one entry of each level is held unpacked. Nothing is written anywhere; never throws.
 */
export function openZip(bytes: Uint8Array, name: string, options: SourceOptions = {}): AsyncGenerator<SourceItem> {
  return readArchive(bytes, { name, root: name, quiet: false }, options);
}

/** The same as `openZip`, for an archive that is part of a larger argument. */
export async function* readArchive(
  bytes: Uint8Array,
  origin: ArchiveOrigin,
  options: SourceOptions,
): AsyncGenerator<SourceItem> {
  const usage: Usage = { limits: zipLimits(options), outerBytes: bytes.length, entries: 0, bytes: 0 };
  yield* readLevel({ ...origin, bytes: asBuffer(bytes), depth: 1, usage, options });
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function* readLevel(archive: Archive): AsyncGenerator<SourceItem> {
  const sorted = await openLevel(archive);
  if ('code' in sorted) {
    yield problem(archive.name, sorted.code, sorted.detail);
    return;
  }
  for (const { entry, refusal } of sorted.refused) {
    yield problem(showEntry(archive, entry), refusal.code, refusal.detail);
  }
  for (const wanted of sorted.wanted) yield* readWanted(archive, wanted);
  if (sorted.aside.length > 0) {
    yield skipped(archive.name, sorted.aside.length);
  }
  if (sorted.wanted.length + sorted.refused.length === 0 && !archive.quiet) {
    yield problem(archive.name, 'nothing_matched', 'an archive without a file to read');
  }
}

function showEntry(archive: Archive, entry: ZipEntry): string {
  return `${archive.name}!/${entry.name}`;
}

/** Reads and checks the directory, and all limits that can be told before anything is unpacked. */
async function openLevel({ bytes, depth, usage, options }: Archive): Promise<Sorted | Refusal> {
  const { limits } = usage;
  if (depth > limits.depth) return limit(`nesting: ${depth} archives deep, limit ${limits.depth}`);
  const directory = await readDirectory(bytes, limits.entries - usage.entries);
  if ('code' in directory) return directory;
  usage.entries += directory.entries.length;
  try {
    const sorted = sortEntries(directory.entries, limits, options);
    return reserve(sorted, usage) ?? sorted;
  } catch (error) {
    return { code: 'bad_zip', detail: faultOf(error) };
  }
}

/** Counts all entries to be read before any is: `unpack` gives no byte more than declared. */
function reserve({ wanted }: Sorted, usage: Usage): Refusal | null {
  const { limits, outerBytes } = usage;
  const total = wanted.reduce((sum, { entry }) => sum + entry.size, usage.bytes);
  if (total > limits.totalBytes) return limit(`total size: ${total} bytes, limit ${limits.totalBytes}`);
  if (total > limits.ratioTreeFloorBytes && total > outerBytes * limits.ratio) {
    return limit(`ratio: ${outerBytes} bytes unpack to ${total}, limit ${limits.ratio}:1`);
  }
  usage.bytes = total;
  return null;
}

function sortEntries(entries: readonly ZipEntry[], limits: ZipLimits, options: SourceOptions): Sorted {
  const wanted: Wanted[] = [];
  const refused: { entry: ZipEntry; refusal: Refusal }[] = [];
  const aside: ZipEntry[] = [];
  const isBundle = looksLikeBundle(entries);
  for (const entry of [...entries].sort((a, b) => compareText(a.name, b.name))) {
    const role = roleOf(entry, isBundle, options);
    const refusal = checkEntry(entry) ?? (role === null ? null : checkReadable(entry, limits));
    if (refusal !== null) refused.push({ entry, refusal });
    else if (role !== null) wanted.push({ entry, role });
    else if (!entry.isFolder) aside.push(entry);
  }
  return { wanted, refused, aside };
}

/** An application bundle: one .bin at the top and an `assets/` folder with something in it. */
function looksLikeBundle(entries: readonly ZipEntry[]): boolean {
  const files = entries.filter(({ isFolder }) => !isFolder);
  const tops = files.filter(({ name }) => !name.includes('/') && name.toLowerCase().endsWith('.bin'));
  return tops.length === 1 && files.some(isAsset);
}

function isAsset({ name }: ZipEntry): boolean {
  return name.startsWith('assets/');
}

/** Null: not read. What macOS adds to archives (`__MACOSX/._app.bin`) is no firmware, whatever its name. */
function roleOf(entry: ZipEntry, isBundle: boolean, options: SourceOptions): SourceFile['role'] | null {
  if (entry.isFolder || entry.name.startsWith('__MACOSX/')) return null;
  if (isBundle && isAsset(entry)) return 'asset';
  return isWanted(entry.name, options) ? 'module' : null;
}

async function* readWanted(archive: Archive, { entry, role }: Wanted): AsyncGenerator<SourceItem> {
  const name = showEntry(archive, entry);
  const bytes = unpack(archive.bytes, entry);
  if (!(bytes instanceof Uint8Array)) {
    yield problem(name, bytes.code, bytes.detail);
  } else if (role === 'module' && isZipName(entry.name) && isZipContent(bytes)) {
    yield* readLevel({ ...archive, name, bytes: asBuffer(bytes), depth: archive.depth + 1, quiet: true });
  } else {
    const { root, name: around } = archive;
    yield { kind: 'file', file: { name, bytes, from: 'zip', root, archive: around, role } };
  }
}
