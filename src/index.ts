/**
 * fwinspect as a library: every name a user may import. With Node's CRC-32, SHA-256 and inflate handed in; for a browser take
 * `fwinspect/portable`, where nothing is.
 *
 * @packageDocumentation
 */
import { asBytes } from './base/as-bytes.js';
import { usualOffsets } from './catalog/platforms.js';
import { readFirmwareFile as readFirmwareFileWith } from './assess/file.js';
import type { FileOrigin, FirmwareFile } from './assess/file.js';
import { readModule as readModuleWith } from './module/read.js';
import type { ReadResult, ReadTools } from './module/types.js';
import { NODE_TOOLS } from './source/node-tools.js';

// What is exported here by name stands before what the star brings: `readModule` with Node's tools.
export * from './portable.js';

/**
 * Reads one firmware file with Node's own CRC-32, SHA-256 and inflate. Never throws on bad bytes.
 *
 * @param bytes the whole file; a TypeError for what is neither
 * @param tools replaces single tools
 */
export function readModule(bytes: Uint8Array | ArrayBuffer, tools: ReadTools = {}): ReadResult {
  return readModuleWith(asBytes(bytes), {
    ...NODE_TOOLS,
    usualOffsets,
    ...tools,
  });
}

/**
 * Reads one file for `assess` with Node's own CRC-32, SHA-256 and inflate. Never throws on bad bytes.
 *
 * @param file its name, with POSIX slashes: what findings call it, and what waivers go by
 * @param bytes the whole file; they are not kept; a TypeError for what is neither
 * @param tools replaces single tools
 */
export function readFirmwareFile(
  file: string,
  bytes: Uint8Array | ArrayBuffer,
  tools: ReadTools = {},
  origin: FileOrigin = {},
): FirmwareFile {
  return readFirmwareFileWith(file, bytes, { ...NODE_TOOLS, ...tools }, origin);
}

export { readReleases } from './config/releases.js';
export type { ReleasesResult } from './config/releases.js';
export { sha256Hex } from './source/node-tools.js';
