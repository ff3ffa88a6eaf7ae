/**
 * The 16 bytes that `dfu-suffix` puts behind a file for `dfu-util`: which device it is for. dfu-util takes them off before it sends the file.
 * Source: "Universal Serial Bus Device Class Specification for Device Firmware Upgrade", version 1.1, appendix B.
 */
import { portableCrc32 } from './checksum.js';
import type { DfuSuffix, ReadTools } from './types.js';

export const DFU_SUFFIX_SIZE = 16;

/** "UFD", which is DFU backwards as everything in it, then its length. */
const SIGNATURE = [0x55, 0x46, 0x44, DFU_SUFFIX_SIZE];
const SIGNATURE_AT = 8;
const CRC_AT = 12;

/**
 * The DFU suffix at the end of a file; null where there is none.
 *
 * @param bytes the whole file, which the CRC covers
 */
export function readDfuSuffix(bytes: Uint8Array, tools: Pick<ReadTools, 'crc32'>): DfuSuffix | null {
  const start = bytes.length - DFU_SUFFIX_SIZE;
  if (start < 0 || !SIGNATURE.every((byte, at) => bytes[start + SIGNATURE_AT + at] === byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, DFU_SUFFIX_SIZE);
  const crc = (tools.crc32 ?? portableCrc32)(bytes.subarray(0, start + CRC_AT));
  return {
    product: view.getUint16(2, true),
    vendor: view.getUint16(4, true),
    // The sum is written without the last inversion of CRC-32.
    crcOk: ~crc >>> 0 === view.getUint32(CRC_AT, true),
  };
}
