/** The library without any Node API, for browsers: hand in `sha256` and `inflateRaw` to get what they are for. */
import { platformById } from './catalog/platforms.js';
import { readModule as readModuleWith } from './module/read.js';
import type { ReadResult, ReadTools } from './module/types.js';

export * from './library.js';

/**
 * Reads one firmware file with crc-32; SHA-256 stays unknown and payloads stay closed unless tools are handed in. Never throws on bad bytes.
 *
 * @param bytes the whole file
 */
export function readModule(bytes: Uint8Array, tools: ReadTools = {}): ReadResult {
  return readModuleWith(bytes, { usualOffsets: (platform) => platformById(platform)?.headerOffsets, ...tools });
}
