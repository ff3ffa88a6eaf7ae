import { portableCrc32 } from '../module/checksum.js';
import { findDuplicate } from './names.js';
import type { ContainerTools, Refusal } from './types.js';
import { nameOf } from './zip-name.js';
import type { ExtraField } from './zip-name.js';

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
const ENTRY_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const END64_SIGNATURE = 0x06064b50;
const LOCATOR64_SIGNATURE = 0x07064b50;
const LOCAL_LENGTH = 30;
const ENTRY_LENGTH = 46;
const END_LENGTH = 22;
const END64_LENGTH = 56;
const END64_LOCATOR_LENGTH = 20;
const LONGEST_COMMENT = 0xffff;
const FLAG_ENCRYPTED = 0x1;
const FLAG_DESCRIPTOR = 0x8;
const FLAG_STRONG_ENCRYPTION = 0x40;
const EXTRA_ZIP64 = 0x0001;
/** A size or an offset that stands in the extra field instead. */
const ZIP64 = 0xffffffff;

/**
 * Reads the directory of an archive and checks the archive as a whole.
 *
 * Takes the bytes and how many entries it may have; gives the entries in the order of the directory, or a refusal:
 * `zip_limit` (told by the end record, before any entry is read), `bad_zip` (cut off, bytes before, after or between,
 * more entries than declared), `duplicate_name` (also by case), `overlapping_entries`, `encrypted_entry`. Never throws.
 * Source: APPNOTE.TXT of PKWARE, 4.3 to 4.5.
 */
export function readDirectory(
  bytes: Uint8Array,
  maxEntries: number,
  { crc32 = portableCrc32 }: Pick<ContainerTools, 'crc32'>,
): Directory {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if ('code' in end) return end;
  if (end.count > maxEntries) {
    return { code: 'zip_limit', detail: `entries: ${end.count}, limit ${maxEntries}` };
  }
  const entries: ZipEntry[] = [];
  let cursor = end.directory;
  for (let at = 0; at < end.count; at++) {
    const record = readRecord(bytes, view, cursor);
    if ('code' in record) return record;
    entries.push(toEntry(bytes, view, record, crc32));
    cursor = record.next;
  }
  return checkWhole(view, entries, end.directory, cursor) ?? { entries };
}

const badZip = (detail: string): Refusal => ({ code: 'bad_zip', detail });

const CUT_OFF = badZip('unexpected EOF');

/** What the end record says: how many entries there are, and where the directory begins. */
interface End {
  readonly count: number;
  readonly directory: number;
}

/** Looked for from the end backwards, for a comment may follow it. */
function findEnd(view: DataView): End | Refusal {
  const last = view.byteLength - END_LENGTH;
  const first = Math.max(0, last - LONGEST_COMMENT - END64_LOCATOR_LENGTH);
  for (let at = last; at >= first; at--) {
    if (view.getUint32(at, true) === END_SIGNATURE) return readEnd(view, at);
  }
  return badZip('no end of central directory record: this is no zip file, or it is cut off');
}

function readEnd(view: DataView, at: number): End | Refusal {
  const comment = view.getUint16(at + 20, true);
  const behind = view.byteLength - at - END_LENGTH;
  if (comment !== behind) {
    return badZip(`a comment of ${comment} bytes declared, ${behind} bytes behind the end record`);
  }
  const locator = at - END64_LOCATOR_LENGTH;
  if (locator >= 0 && view.getUint32(locator, true) === LOCATOR64_SIGNATURE) {
    return readEnd64(view, uint64(view, locator + 8));
  }
  const disk = view.getUint16(at + 4, true);
  if (disk !== 0) return severalDisks(disk);
  return { count: view.getUint16(at + 10, true), directory: view.getUint32(at + 16, true) };
}

function readEnd64(view: DataView, at: number): End | Refusal {
  if (at + END64_LENGTH > view.byteLength) return CUT_OFF;
  if (view.getUint32(at, true) !== END64_SIGNATURE) return badZip('no zip64 end record where its locator says');
  const disk = view.getUint32(at + 16, true);
  if (disk !== 0) return severalDisks(disk);
  return { count: uint64(view, at + 32), directory: uint64(view, at + 48) };
}

const severalDisks = (disk: number): Refusal => badZip(`an archive of several disks: this is number ${disk}`);

/** Exact up to 2^53; what is larger lies outside of any file. */
function uint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** A record of the directory, as far as it is needed. */
interface DirectoryRecord {
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly mode: number;
  readonly offset: number;
  /** The bytes of the name. */
  readonly name: Uint8Array;
  readonly extra: readonly ExtraField[];
  /** Where the next record begins. */
  readonly next: number;
}

function readRecord(bytes: Uint8Array, view: DataView, at: number): DirectoryRecord | Refusal {
  if (at + ENTRY_LENGTH > view.byteLength) return CUT_OFF;
  const signature = view.getUint32(at, true);
  if (signature !== ENTRY_SIGNATURE) return badZip(`no directory record at offset ${at}`);
  const flags = view.getUint16(at + 8, true);
  if ((flags & FLAG_STRONG_ENCRYPTION) !== 0) {
    return { code: 'encrypted_entry', detail: 'strong encryption is not supported' };
  }
  const nameStart = at + ENTRY_LENGTH;
  const extraStart = nameStart + view.getUint16(at + 28, true);
  const commentStart = extraStart + view.getUint16(at + 30, true);
  const next = commentStart + view.getUint16(at + 32, true);
  if (next > view.byteLength) return CUT_OFF;
  const extra = extraFields(bytes.subarray(extraStart, commentStart));
  if ('code' in extra) return extra;
  const sizes = readSizes(view, at, extra.fields);
  if ('code' in sizes) return sizes;
  return {
    ...sizes,
    flags,
    method: view.getUint16(at + 10, true),
    crc32: view.getUint32(at + 16, true),
    mode: view.getUint16(at + 40, true),
    name: bytes.subarray(nameStart, extraStart),
    extra: extra.fields,
    next,
  };
}

function extraFields(bytes: Uint8Array): { readonly fields: readonly ExtraField[] } | Refusal {
  const view = viewOf(bytes);
  const fields: ExtraField[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > bytes.length) return badZip('an extra field goes beyond its record');
    fields.push({ id: view.getUint16(at, true), data: bytes.subarray(at + 4, end) });
    at = end;
  }
  return { fields };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

type Sizes = Pick<DirectoryRecord, 'size' | 'compressedSize' | 'offset'>;

/** Each is 32 bits, or stands in the zip64 field, which has only those that do not fit, in this order. */
function readSizes(view: DataView, at: number, extra: readonly ExtraField[]): Sizes | Refusal {
  const field = extra.find(({ id }) => id === EXTRA_ZIP64);
  const wide = field === undefined ? null : viewOf(field.data);
  const found: number[] = [];
  let used = 0;
  for (const [name, place] of SIZES) {
    const value = view.getUint32(at + place, true);
    if (value !== ZIP64 || wide === null) found.push(value);
    else if (used + 8 > wide.byteLength) return badZip(`the zip64 field has no ${name}`);
    else {
      found.push(uint64(wide, used));
      used += 8;
    }
  }
  const [size = 0, compressedSize = 0, offset = 0] = found;
  return { size, compressedSize, offset };
}

const SIZES = [
  ['size', 24],
  ['packed size', 20],
  ['offset of the local header', 42],
] as const;

function toEntry(
  bytes: Uint8Array,
  view: DataView,
  record: DirectoryRecord,
  crc32: (bytes: Uint8Array) => number,
): ZipEntry {
  const decoded = nameOf(record.name, record.flags, record.extra, crc32);
  const name = decoded.replace(/^(?:\.\/)+(?=[^/])/, '');
  return {
    name,
    hasControls: /\p{Cc}/u.test(decoded) || record.name.some((byte) => byte < 0x20 || byte === 0x7f),
    isFolder: name.endsWith('/'),
    method: record.method,
    encrypted: (record.flags & FLAG_ENCRYPTED) !== 0,
    fileType: record.mode & 0o170000,
    crc32: record.crc32,
    compressedSize: record.compressedSize,
    size: record.size,
    offset: record.offset,
    ...readLocal(bytes, view, record),
  };
}

function readLocal(
  bytes: Uint8Array,
  view: DataView,
  record: DirectoryRecord,
): Pick<ZipEntry, 'dataStart' | 'disagreement'> {
  const at = record.offset;
  if (at + LOCAL_LENGTH > view.byteLength || view.getUint32(at, true) !== LOCAL_SIGNATURE) {
    return { dataStart: null, disagreement: `no local header at offset ${at}` };
  }
  const nameStart = at + LOCAL_LENGTH;
  const nameEnd = nameStart + view.getUint16(at + 26, true);
  return {
    dataStart: nameEnd + view.getUint16(at + 28, true),
    disagreement: disagreementOf(view, at, bytes.subarray(nameStart, nameEnd), record),
  };
}

function disagreementOf(view: DataView, at: number, name: Uint8Array, record: DirectoryRecord): string | null {
  const flags = view.getUint16(at + 6, true);
  if (!isSame(name, record.name)) return 'name in the local header differs';
  if (view.getUint16(at + 8, true) !== record.method) return 'method in the local header differs';
  if ((flags & FLAG_ENCRYPTED) !== (record.flags & FLAG_ENCRYPTED)) return 'flags differ';
  if ((flags & FLAG_DESCRIPTOR) !== 0) return null; // the sizes follow the data
  const differs = (found: number, declared: number): boolean => found !== declared && found !== ZIP64;
  if (differs(view.getUint32(at + 18, true), record.compressedSize)) return 'packed size in the local header differs';
  if (differs(view.getUint32(at + 22, true), record.size)) return 'size in the local header differs';
  return null;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function checkWhole(view: DataView, entries: readonly ZipEntry[], start: number, end: number): Refusal | null {
  return checkEnds(view, entries, start, end) ?? findDuplicate(entries) ?? findOverlap(entries, start);
}

/** The first entry starts the file, and the end record follows the directory and ends the file. */
function checkEnds(view: DataView, entries: readonly ZipEntry[], start: number, end: number): Refusal | null {
  const first = entries.reduce((least, { offset }) => Math.min(least, offset), start);
  if (first !== 0) return { code: 'bad_zip', detail: `${first} bytes before the first entry` };
  const record = endRecordAt(view, end);
  if (record !== null && record + END_LENGTH + view.getUint16(record + 20, true) === view.byteLength) return null;
  return { code: 'bad_zip', detail: `something else than the end record after ${entries.length} entries` };
}

/** Where the end record lies if it follows at once, maybe behind its 64-bit record and locator; else null. */
function endRecordAt(view: DataView, at: number): number | null {
  const has64 = at + 12 <= view.byteLength && view.getUint32(at, true) === END64_SIGNATURE;
  const end = has64 ? at + 12 + uint64(view, at + 4) + END64_LOCATOR_LENGTH : at;
  return end + END_LENGTH <= view.byteLength && view.getUint32(end, true) === END_SIGNATURE ? end : null;
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
