import CRC32 from 'crc-32';
import { CRC_SIZE, HEADER_SIZE, SUFFIX_BASE_SIZE } from './layout.js';
import { MODULE_FUNCTION } from './types.js';
import type { CrcResult, ModuleHeader, ReadTools, Sha256, Sha256Result, ShaCoverage } from './types.js';

/** Offset of the SHA-256 counted back from a module's end: 32 bytes of hash and the two of the suffix size. */
const SHA_FROM_END = 34;

/** CRC-32 (zlib polynomial, reflected) of the bytes as an unsigned number, computed portably. */
export function portableCrc32(bytes: Uint8Array): number {
  return CRC32.buf(bytes) >>> 0;
}

/**
 * Compares the CRC behind the covered bytes with the computed one.
 * The sum covers `[0, length)` of the module, which is counted from the beginning of the file wherever the header lies;
 * the stored word is big-endian. Source: `FLASH_VerifyCRC32` in Device OS, all releases.
 *
 * @param bytes the file; must hold at least `length + 4` bytes
 * @param length covered bytes, `end - start`
 */
export function checkCrc(bytes: Uint8Array, length: number, tools: ReadTools): CrcResult {
  const stored = readUint32BigEndian(bytes, length);
  const computed = (tools.crc32 ?? portableCrc32)(bytes.subarray(0, length));
  return { stored, computed, ok: stored === computed };
}

/**
 * Compares the SHA-256 in the suffix with the computed one. Most modules hash everything before it; radio stack and
 * NCP images of 1.4.0 and later hash their payload alone, so a difference there is no error. Device OS never checks it.
 */
export function checkSha256(
  bytes: Uint8Array,
  header: ModuleHeader,
  headerOffset: number,
  tools: ReadTools,
): Sha256Result {
  const length = header.end - header.start;
  if (length < headerOffset + HEADER_SIZE + SUFFIX_BASE_SIZE) {
    return { stored: null, computed: null, coverage: null, ok: null };
  }
  const stored = hexOf(bytes.subarray(length - SHA_FROM_END, length - SHA_FROM_END + 32));
  const newSha = tools.sha256;
  if (newSha === undefined) return { stored, computed: null, coverage: null, ok: null };
  const hash = (coverage: ShaCoverage): string => digestOf(newSha(), hashedBytes(bytes, length, coverage));
  if (!mayHashPayload(header)) {
    const computed = hash('whole');
    return { stored, computed, coverage: 'whole', ok: computed === stored };
  }
  return checkEitherCoverage(stored, hash);
}

function checkEitherCoverage(stored: string, hash: (coverage: ShaCoverage) => string): Sha256Result {
  const payload = hash('payload');
  // The hash of the payload says that the image is whole, yet not what "ok" promises: that everything is covered.
  if (payload === stored) return { stored, computed: payload, coverage: 'payload', ok: null };
  const whole = hash('whole');
  return { stored, computed: whole, coverage: whole === stored ? 'whole' : null, ok: whole === stored ? true : null };
}

/** True for the images that may hash another range. Source: released SoftDevices and the Argon NCP image. */
function mayHashPayload(header: ModuleHeader): boolean {
  return header.function === MODULE_FUNCTION.radioStack || header.function === MODULE_FUNCTION.ncpFirmware;
}

function hashedBytes(bytes: Uint8Array, length: number, coverage: ShaCoverage): Uint8Array {
  return coverage === 'whole'
    ? bytes.subarray(0, length - SHA_FROM_END)
    : bytes.subarray(HEADER_SIZE, Math.max(HEADER_SIZE, length - SUFFIX_BASE_SIZE));
}

function digestOf(sha: Sha256, bytes: Uint8Array): string {
  sha.update(bytes);
  return sha.hex();
}

/** Reads an unsigned big-endian word. The caller has checked that the four bytes exist. */
function readUint32BigEndian(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + offset, CRC_SIZE).getUint32(0);
}

/** Lower-case hex digits of the bytes. */
export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
