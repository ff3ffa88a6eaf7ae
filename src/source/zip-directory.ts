import type { Entry, ZipFile } from 'yauzl';
import { faultOf } from './shared.js';
import { findDuplicate } from '../container/names.js';
import type { Refusal } from '../container/types.js';

/** An entry as the central directory declares it, with the place that its local header gives. */
export interface ZipEntry {
  readonly name: string;
  /** The bytes of the name, or the decoded name, hold a control character. */
  readonly hasControls: boolean;
  readonly isFolder: boolean;
  readonly method: number;
  readonly encrypted: boolean;
  /** File type bits of a Unix mode; 0 where the archive has none. */
  readonly fileType: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
  /** Where the data starts; null when the local header is no header or lies outside. */
  readonly dataStart: number | null;
  /** What the local header says otherwise than the directory, or null. */
  readonly disagreement: string | null;
}

type Directory = { readonly entries: readonly ZipEntry[] } | Refusal;

const LOCAL_SIGNATURE = 0x04034b50;
const END_SIGNATURE = 0x06054b50;
const END64_SIGNATURE = 0x06064b50;
const LOCAL_LENGTH = 30;
const END_LENGTH = 22;
const END64_LOCATOR_LENGTH = 20;
const FLAG_ENCRYPTED = 0x1;
const FLAG_DESCRIPTOR = 0x8;
const ZIP64 = 0xffffffff;

/**
 * Reads the directory of an archive and checks the archive as a whole.
 *
 * Takes the bytes and how many entries it may have; gives the entries in the order of the directory, or a refusal:
 * `zip_limit` (told by the end record, before any entry is read), `bad_zip` (cut off, bytes before, after or between,
 * more entries than declared), `duplicate_name` (also by case), `overlapping_entries`, `encrypted_entry`. Never throws.
 */
export async function readDirectory(bytes: Buffer, maxEntries: number): Promise<Directory> {
  try {
    const { fromBufferPromise, getFileNameLowLevel } = await import('yauzl');
    // Names are decoded here and sizes compared later, so that one bad entry does not end the listing.
    const zip = await fromBufferPromise(bytes, { decodeStrings: false, validateEntrySizes: false });
    if (zip.entryCount > maxEntries) return zipLimit(`entries: ${zip.entryCount}, limit ${maxEntries}`);
    const start = cursorOf(zip);
    const entries: ZipEntry[] = [];
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = entry;
      entries.push(toEntry(bytes, entry, getFileNameLowLevel(flags, fileNameRaw, extraFields, true)));
    }
    return checkWhole(bytes, entries, start, cursorOf(zip)) ?? { entries };
  } catch (error) {
    const detail = faultOf(error);
    return { code: detail.includes('encryption') ? 'encrypted_entry' : 'bad_zip', detail };
  }
}

/** Makes the refusal for a limit; the detail starts with the name of the limit. */
function zipLimit(detail: string): Refusal {
  return { code: 'zip_limit', detail };
}

/** yauzl's place in the directory: a number, although its types say boolean. */
function cursorOf(zip: ZipFile): number {
  return Number(zip.readEntryCursor);
}

function toEntry(bytes: Buffer, entry: Entry, decoded: string): ZipEntry {
  const name = decoded.replace(/^(?:\.\/)+(?=[^/])/, '');
  return {
    name,
    hasControls: /\p{Cc}/u.test(decoded) || entry.fileNameRaw.some((byte) => byte < 0x20 || byte === 0x7f),
    isFolder: name.endsWith('/'),
    method: entry.compressionMethod,
    encrypted: (entry.generalPurposeBitFlag & FLAG_ENCRYPTED) !== 0,
    fileType: (entry.externalFileAttributes >>> 16) & 0o170000,
    crc32: entry.crc32,
    compressedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    offset: entry.relativeOffsetOfLocalHeader,
    ...readLocal(bytes, entry),
  };
}

function readLocal(bytes: Buffer, entry: Entry): Pick<ZipEntry, 'dataStart' | 'disagreement'> {
  const at = entry.relativeOffsetOfLocalHeader;
  if (at + LOCAL_LENGTH > bytes.length || bytes.readUInt32LE(at) !== LOCAL_SIGNATURE) {
    return { dataStart: null, disagreement: `no local header at offset ${at}` };
  }
  const nameStart = at + LOCAL_LENGTH;
  const nameEnd = nameStart + bytes.readUInt16LE(at + 26);
  return {
    dataStart: nameEnd + bytes.readUInt16LE(at + 28),
    disagreement: disagreementOf(bytes, at, bytes.subarray(nameStart, nameEnd), entry),
  };
}

function disagreementOf(bytes: Buffer, at: number, name: Buffer, entry: Entry): string | null {
  const flags = bytes.readUInt16LE(at + 6);
  if (!name.equals(entry.fileNameRaw)) return 'name in the local header differs';
  if (bytes.readUInt16LE(at + 8) !== entry.compressionMethod) return 'method in the local header differs';
  if ((flags & FLAG_ENCRYPTED) !== (entry.generalPurposeBitFlag & FLAG_ENCRYPTED)) return 'flags differ';
  if ((flags & FLAG_DESCRIPTOR) !== 0) return null; // the sizes follow the data
  const differs = (found: number, declared: number): boolean => found !== declared && found !== ZIP64;
  if (differs(bytes.readUInt32LE(at + 18), entry.compressedSize)) return 'packed size in the local header differs';
  if (differs(bytes.readUInt32LE(at + 22), entry.uncompressedSize)) return 'size in the local header differs';
  return null;
}

function checkWhole(bytes: Buffer, entries: readonly ZipEntry[], start: number, end: number): Refusal | null {
  return checkEnds(bytes, entries, start, end) ?? findDuplicate(entries) ?? findOverlap(entries, start);
}

/** The first entry starts the file, and the end record follows the directory and ends the file. */
function checkEnds(bytes: Buffer, entries: readonly ZipEntry[], start: number, end: number): Refusal | null {
  const first = entries.reduce((least, { offset }) => Math.min(least, offset), start);
  if (first !== 0) return { code: 'bad_zip', detail: `${first} bytes before the first entry` };
  const record = endRecordAt(bytes, end);
  if (record !== null && record + END_LENGTH + bytes.readUInt16LE(record + 20) === bytes.length) return null;
  return { code: 'bad_zip', detail: `something else than the end record after ${entries.length} entries` };
}

/** Where the end record lies if it follows at once, maybe behind its 64-bit record and locator; else null. */
function endRecordAt(bytes: Buffer, at: number): number | null {
  const has64 = at + 12 <= bytes.length && bytes.readUInt32LE(at) === END64_SIGNATURE;
  const end = has64 ? at + 12 + Number(bytes.readBigUInt64LE(at + 4)) + END64_LOCATOR_LENGTH : at;
  return end + END_LENGTH <= bytes.length && bytes.readUInt32LE(end) === END_SIGNATURE ? end : null;
}

function findOverlap(entries: readonly ZipEntry[], directoryStart: number): Refusal | null {
  const placed = entries
    .flatMap((e) =>
      e.dataStart === null ? [] : [{ name: e.name, start: e.offset, end: e.dataStart + e.compressedSize }],
    )
    .sort((a, b) => a.start - b.start);
  for (const [at, { name, end }] of placed.entries()) {
    const next = placed[at + 1] ?? { name: 'the directory', start: directoryStart };
    if (end > next.start) return { code: 'overlapping_entries', detail: `${name} and ${next.name}` };
  }
  return null;
}
