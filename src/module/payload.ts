import { DFU_SUFFIX_SIZE, readDfuSuffix } from './dfu-suffix.js';
import { COMBINED_LIMIT, COMPRESSION_HEADER_SIZE, INFLATE_LIMIT } from './layout.js';
import { parseCompressionHeader } from './layout.generated.js';
import { MODULE_FLAG } from './types.js';
import type { FirmwareModule, ModuleHeader, Payload, PayloadFault, ReadResult, ReadTools, Suffix } from './types.js';

type Combined = Extract<Payload, { kind: 'combined' }>;
type Compressed = Extract<Payload, { kind: 'compressed' }>;

/**
 * Splits the modules that follow the first one of a combined file: each begins where the one before ends (with its CRC), as long
 * as that one carries the COMBINED flag. At most 16 are taken. Source: `fetch_module` callers in Device OS 2.0.0-alpha.1 and later.
 *
 * @param offset length of the first module with its CRC
 */
export function openCombined(
  bytes: Uint8Array,
  offset: number,
  read: (bytes: Uint8Array) => ReadResult,
): readonly Combined[] {
  const parts: Combined[] = [];
  let next = offset;
  let more = true;
  while (more && next < bytes.length && parts.length < COMBINED_LIMIT) {
    const rest = bytes.subarray(next);
    const whole = read(rest);
    // What follows is the next module, and no bytes behind this one.
    const inner: ReadResult =
      whole.kind === 'module' ? { ...whole, trailingBytes: 0, trailingKind: 'none', dfuSuffix: null } : whole;
    // Padding behind the last module is no module, and neither is a DFU suffix; they are counted as trailing bytes.
    if (inner.kind === 'rejection' && (inner.what === 'erased' || inner.what === 'zeros')) break;
    if (rest.length === DFU_SUFFIX_SIZE && readDfuSuffix(rest, {}) !== null) break;
    parts.push({ kind: 'combined', offset: next, inner });
    more = inner.kind === 'module' && (inner.flags & MODULE_FLAG.combined) !== 0;
    next += sizeOf(inner);
  }
  return parts;
}

/** Bytes from the start of the file that the module covers, CRC included; of combined modules up to the end of the last. */
export function coveredBytes({ length, payload }: Pick<FirmwareModule, 'length' | 'payload'>): number {
  return payload.reduce((end, part) => (part.kind === 'combined' ? part.offset + sizeOf(part.inner) : end), length);
}

function sizeOf(inner: ReadResult): number {
  return inner.kind === 'module' ? inner.length : inner.size;
}

/**
 * Opens a compressed module: an 8-byte compression header follows the module header, then raw deflate up to the suffix. The output must have
 * exactly the size that is announced. Never more than 8 MiB are inflated.
 * Source: `platform/MCU/nRF52840/src/flash_mal.c`, bootloaders 1000 and later.
 *
 * @param dataOffset first byte behind header and prefix extensions
 * @param read reads the module inside; null where payloads are nested too deeply to be opened
 * @param room bytes that may still be unpacked from this file; what is unpacked here is taken off
 */
export function openCompressed(
  bytes: Uint8Array,
  header: ModuleHeader,
  dataOffset: number,
  suffix: Suffix | null,
  tools: ReadTools,
  read: ((bytes: Uint8Array) => ReadResult) | null,
  room: { left: number },
): Compressed {
  const end = header.end - header.start - (suffix?.fits === true ? suffix.size : 0);
  if (dataOffset + COMPRESSION_HEADER_SIZE > end) {
    return {
      kind: 'compressed',
      state: 'bad',
      method: 0,
      windowBits: 0,
      originalSize: 0,
      reason: 'no_room_for_header',
    };
  }
  const head = parseCompressionHeader(bytes.subarray(dataOffset, dataOffset + COMPRESSION_HEADER_SIZE));
  const facts = {
    kind: 'compressed',
    method: head.method,
    windowBits: head.windowBits,
    originalSize: head.originalSize,
  } as const;
  const bad = (reason: PayloadFault): Compressed => ({ ...facts, state: 'bad', reason });
  if (head.method !== 0) return bad('unknown_method');
  if (head.originalSize > INFLATE_LIMIT) return bad('too_large');
  if (tools.inflateRaw === undefined) {
    return { ...facts, state: 'not_opened', reason: 'no_inflate' };
  }
  if (read === null) return { ...facts, state: 'not_opened', reason: 'nested' };
  if (head.originalSize > room.left) {
    return { ...facts, state: 'not_opened', reason: 'too_large_together' };
  }
  room.left -= head.originalSize;
  const data = bytes.subarray(Math.min(end, dataOffset + Math.max(head.size, COMPRESSION_HEADER_SIZE)), end);
  const output = tools.inflateRaw(data, Math.max(1, head.originalSize));
  if (output === null) return bad('broken_or_longer');
  if (output.length !== head.originalSize) return bad('shorter');
  const dropped = (header.flags & MODULE_FLAG.dropModuleInfo) !== 0;
  return { ...facts, state: 'opened', inner: dropped ? null : read(output) };
}
