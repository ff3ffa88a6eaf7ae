/** Hashes of a file beside those that the reader asks for, in as few passes over the bytes as they take. */
import { CRC_SIZE, HEADER_SIZE } from './layout.js';
import type { FirmwareModule, Sha256 } from './types.js';

export interface FileHashes {
  /** For the reader; what it hashes from the beginning of the file counts for the whole as well. */
  readonly sha256: () => Sha256;
  /** SHA-256 of the whole file, 64 hex digits. */
  readonly ofFile: () => string;
}

/** The hash of the file goes on from where the reader's own ended: the bytes are read once. */
export function hashesOf(bytes: Uint8Array, begin: () => Sha256): FileHashes {
  let longest: { readonly length: number; readonly hash: Sha256 } | null = null;
  const sha256 = (): Sha256 => {
    const hash = begin();
    let isFirst = true;
    return {
      update: (part) => {
        hash.update(part);
        const isStart = isFirst && part.buffer === bytes.buffer && part.byteOffset === bytes.byteOffset;
        isFirst = false;
        if (isStart && part.length > (longest?.length ?? 0)) longest = { length: part.length, hash: hash.copy() };
      },
      copy: () => hash.copy(),
      hex: () => hash.hex(),
    };
  };
  const ofFile = (): string => {
    const { length, hash } = longest ?? { length: 0, hash: begin() };
    hash.update(bytes.subarray(length));
    return hash.hex();
  };
  return { sha256, ofFile };
}

/** SHA-256 of what a module carries, 64 hex digits: without its header, its suffix and its CRC. */
export function payloadSha256(bytes: Uint8Array, module: FirmwareModule, begin: () => Sha256): string {
  const suffix = module.suffix?.fits === true ? module.suffix.size : 0;
  const behind = module.headerOffset + HEADER_SIZE;
  const end = Math.max(behind, module.length - CRC_SIZE - suffix);
  const hash = begin();
  if (module.headerOffset > 0) hash.update(bytes.subarray(0, module.headerOffset));
  hash.update(bytes.subarray(behind, end));
  return hash.hex();
}
