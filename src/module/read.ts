import { checkCrc, checkSha256 } from './checksum.js';
import { readDfuSuffix, DFU_SUFFIX_SIZE } from './dfu-suffix.js';
import { addressesAt, hasPlausibleLength, headerAt, looksLikeHeader, PLAUSIBLE_MODULE } from './header.js';
import { identify, isCoreImage, isFilledWith, rejectionOf } from './identify.js';
import {
  CRC_SIZE,
  HEADER_OFFSETS,
  HEADER_SEARCH_CRCS,
  HEADER_SEARCH_LIMIT,
  HEADER_SIZE,
  HEADER_STEP,
  INFLATE_LIMIT_OF_FILE,
  NESTING_LIMIT,
} from './layout.js';
import { coveredBytes, openCombined, openCompressed } from './payload.js';
import { readSuffix } from './suffix.js';
import { MODULE_FLAG, MODULE_FUNCTION } from './types.js';
import type {
  CrcResult,
  FirmwareModule,
  HeaderCandidate,
  ModuleHeader,
  Payload,
  ReadResult,
  ReadTools,
  Rejection,
} from './types.js';

interface Found {
  readonly offset: number;
  readonly header: ModuleHeader;
  readonly usualPlace: boolean;
  readonly crc: CrcResult;
}

/**
 * Reads one firmware file.
 *
 * Never throws, whatever the bytes: gives a {@link FirmwareModule}, or a {@link Rejection} that says what they really are.
 * A header is looked for at every offset at which modules are known to lie; the best candidate has the right CRC, then
 * stands where modules of its platform stand, then lies lowest. The choice is on the result (`candidates`). A header with a function
 * that nobody knows, or at another offset, is one where the CRC behind its module is right: chance makes no right CRC.
 *
 * @param bytes the whole file; not kept, not changed
 * @param tools what the surroundings provide; see {@link ReadTools}
 */
export function readModule(bytes: Uint8Array, tools: ReadTools = {}): ReadResult {
  return readWithin(bytes, tools, { depth: NESTING_LIMIT, split: true, room: { left: INFLATE_LIMIT_OF_FILE } });
}

/** How far payloads are opened; bounds hostile input. */
interface Bounds {
  /** Compressed modules that may still be opened, one inside the other. */
  readonly depth: number;
  /** Whether a combined file is split: the file itself is, nothing inside it. */
  readonly split: boolean;
  /** Bytes that may still be unpacked from this file; counted down while it is read. */
  readonly room: { left: number };
}

function readWithin(bytes: Uint8Array, tools: ReadTools, bounds: Bounds): ReadResult {
  const found = findHeaders(bytes, tools);
  const best = found[0];
  if (best?.crc.ok !== true) {
    const known = identify(bytes);
    if (known !== null) return known;
  }
  if (best === undefined) return rejectionWithoutHeader(bytes, tools);
  if (!best.crc.ok && !best.usualPlace) {
    // Bytes that look like a header by chance must not hide a real one whose module is cut off.
    const cut = cutOffModule(bytes, tools);
    if (cut !== null) return cut;
  }
  return moduleOf(bytes, best, found, tools, bounds);
}

/** All places whose 24 bytes could be a header, the best first. */
function findHeaders(bytes: Uint8Array, tools: ReadTools): readonly Found[] {
  const usual = HEADER_OFFSETS.flatMap((offset) => foundAt(bytes, offset, tools) ?? []);
  const all = usual.some(({ crc }) => crc.ok) ? usual : [...usual, ...foundElsewhere(bytes, tools)];
  return all.sort(
    (a, b) => Number(b.crc.ok) - Number(a.crc.ok) || Number(b.usualPlace) - Number(a.usualPlace) || a.offset - b.offset,
  );
}

/** The header at an offset: of a function that there is, or with a right CRC; null where there is none. */
function foundAt(bytes: Uint8Array, offset: number, tools: ReadTools): Found | null {
  if (!hasRoomAt(bytes, offset)) return null;
  const header = headerAt(bytes, offset);
  const crc = checkCrc(bytes, header.end - header.start, tools);
  if (!crc.ok && !looksLikeHeader(header)) return null;
  return { offset, header, usualPlace: isUsualPlace(header, offset, tools), crc };
}

/** Whether the addresses at an offset span a module that holds its header and that the bytes hold. */
function hasRoomAt(bytes: Uint8Array, offset: number): boolean {
  if (offset + HEADER_SIZE > bytes.length) return false;
  const addresses = addressesAt(bytes, offset);
  const length = addresses.end - addresses.start;
  return hasPlausibleLength(addresses) && length >= offset + HEADER_SIZE && length + CRC_SIZE <= bytes.length;
}

/** A header at an offset at which no module is known to have one, with a right CRC. Those that end with the file are tried first. */
function foundElsewhere(bytes: Uint8Array, tools: ReadTools): readonly Found[] {
  const offsets: number[] = [];
  const last = Math.min(HEADER_SEARCH_LIMIT, bytes.length - HEADER_SIZE);
  for (let offset = HEADER_STEP; offset <= last; offset += HEADER_STEP) {
    if (hasRoomAt(bytes, offset) && !HEADER_OFFSETS.includes(offset)) offsets.push(offset);
  }
  const endsThere = (offset: number): boolean => {
    const { start, end } = addressesAt(bytes, offset);
    return end - start + CRC_SIZE === bytes.length;
  };
  const tried = [...offsets.filter(endsThere), ...offsets.filter((one) => !endsThere(one))].slice(
    0,
    HEADER_SEARCH_CRCS,
  );
  for (const offset of tried) {
    const found = foundAt(bytes, offset, tools);
    if (found?.crc.ok === true) return [found];
  }
  return [];
}

/** Assets carry platform 0 and lie at offset 0 whatever the device; everything else lies where its platform's modules do. */
function isUsualPlace(header: ModuleHeader, offset: number, tools: ReadTools): boolean {
  if (header.function === MODULE_FUNCTION.asset) return offset === 0;
  return tools.usualOffsets?.(header.platform)?.includes(offset) ?? false;
}

function rejectionWithoutHeader(bytes: Uint8Array, tools: ReadTools): Rejection {
  const cut = cutOffModule(bytes, tools);
  if (cut !== null) return cut;
  return rejectionOf(isCoreImage(bytes) ? 'core_image' : 'unknown', bytes);
}

/** A header at its platform's usual place whose module needs more bytes than there are. */
function cutOffModule(bytes: Uint8Array, tools: ReadTools): Rejection | null {
  for (const offset of HEADER_OFFSETS) {
    if (offset + HEADER_SIZE > bytes.length) break;
    const header = headerAt(bytes, offset);
    const needed = header.end - header.start + CRC_SIZE;
    const believable = looksLikeHeader(header) && isUsualPlace(header, offset, tools) && needed <= PLAUSIBLE_MODULE;
    if (!believable || needed <= bytes.length) continue;
    const truncated = { header, headerOffset: offset, needed, missing: needed - bytes.length };
    return { ...rejectionOf('truncated', bytes), truncated };
  }
  return null;
}

function moduleOf(
  bytes: Uint8Array,
  best: Found,
  found: readonly Found[],
  tools: ReadTools,
  bounds: Bounds,
): FirmwareModule {
  const { header, offset, crc } = best;
  const length = header.end - header.start + CRC_SIZE;
  const { dataOffset, ...suffix } = readSuffix(bytes, header, offset);
  const readInner =
    (depth: number) =>
    (inner: Uint8Array): ReadResult =>
      readWithin(inner, tools, { depth, split: false, room: bounds.room });
  const combined =
    bounds.split && (header.flags & MODULE_FLAG.combined) !== 0
      ? openCombined(bytes, length, readInner(bounds.depth))
      : [];
  const reader = bounds.depth > 0 ? readInner(bounds.depth - 1) : null;
  const compressed =
    (header.flags & MODULE_FLAG.compressed) === 0
      ? []
      : [openCompressed(bytes, header, dataOffset, suffix.suffix, tools, reader, bounds.room)];
  const used = coveredBytes({ length, payload: combined });
  const dfuSuffix = bytes.length - used === DFU_SUFFIX_SIZE ? readDfuSuffix(bytes, tools) : null;
  return {
    kind: 'module',
    ...header,
    headerOffset: offset,
    length,
    crc,
    sha256: checkSha256(bytes, header, offset, tools),
    ...suffix,
    vectors: vectorsOf(bytes, offset),
    trailingBytes: bytes.length - used,
    trailingKind: dfuSuffix === null ? fillOf(bytes.subarray(used)) : 'dfu_suffix',
    dfuSuffix,
    payload: [...compressed, ...combined] satisfies readonly Payload[],
    candidates: found.map(candidateOf),
  };
}

function candidateOf({ offset, crc, usualPlace }: Found): HeaderCandidate {
  return { offset, crcOk: crc.ok, usualPlace };
}

/** The first two words of a file whose header stands behind a vector table. RTL872x image headers (0x20) are no vector table. */
function vectorsOf(bytes: Uint8Array, headerOffset: number): FirmwareModule['vectors'] {
  if (headerOffset < 0xc0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return { stackPointer: view.getUint32(0, true), resetHandler: view.getUint32(4, true) };
}

function fillOf(bytes: Uint8Array): FirmwareModule['trailingKind'] {
  const first = bytes[0];
  if (first === undefined) return 'none';
  if (first !== 0xff && first !== 0) return 'data';
  if (!isFilledWith(bytes, first)) return 'data';
  return first === 0 ? 'zeros' : 'erased';
}
