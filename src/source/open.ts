/** Opens containers with what Node has: the driver and the formats are those of the room `container`. */
import * as driver from '../container/open.js';
import type { ContainerOrigin, Recognised } from '../container/open.js';
import type { OpenOptions, SourceItem } from '../container/contents.js';
import type { ContainerTools } from '../container/types.js';
import { openZipBytes, ZIP } from '../container/zip.js';
import { gunzip, inflateMember, NODE_TOOLS } from './node-tools.js';

const TOOLS: ContainerTools = { crc32: NODE_TOOLS.crc32, gunzip, inflate: inflateMember };

/** The container that bytes are, see `recognise` of the room `container`. */
export function recognise(bytes: Uint8Array, name: string, byName: boolean): Recognised | null {
  return driver.recognise(bytes, name, byName, TOOLS);
}

/** Reads a container that was recognised, and all containers in it, see `readContainer` of the room `container`. */
export function readContainer(
  bytes: Uint8Array,
  recognised: Recognised,
  origin: ContainerOrigin,
  options: OpenOptions,
): AsyncGenerator<SourceItem> {
  return driver.readContainer(bytes, recognised, origin, options, TOOLS);
}

/** Reads a zip from memory, whatever its bytes begin with; `name` is the one to show. The promises are those of {@link readContainer}. */
export function openZip(bytes: Uint8Array, name: string, options: OpenOptions = {}): AsyncGenerator<SourceItem> {
  const recognised = { format: ZIP, open: openZipBytes(bytes, TOOLS) };
  return readContainer(bytes, recognised, { name, root: name, quiet: false }, options);
}
