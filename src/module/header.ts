/** One header: its 24 bytes as numbers, and whether they look like one. */
import { parseHeader } from './layout.generated.js';
import { HEADER_FIELD, HEADER_SIZE } from './layout.js';
import { MODULE_FUNCTION } from './types.js';
import type { ModuleHeader, Requirement } from './types.js';

/** Function numbers that a header may carry (resource 1 to asset 9). */
const FIRST_FUNCTION = MODULE_FUNCTION.resource;
const LAST_FUNCTION = MODULE_FUNCTION.asset;

/** A header is only believed up to this size of its module; the largest region of any platform is 2 MiB. */
export const PLAUSIBLE_MODULE = 16 * 1024 * 1024;

/** The 24 bytes at an offset as a header; they must exist. */
export function headerAt(bytes: Uint8Array, offset: number): ModuleHeader {
  const raw = parseHeader(bytes.subarray(offset, offset + HEADER_SIZE));
  return {
    start: raw.start,
    end: raw.end,
    mcu: raw.mcu,
    flags: raw.flags,
    version: raw.version,
    platform: raw.platform,
    function: raw.function,
    index: raw.index,
    dependency1: dependencyOf(raw.dependency1Function, raw.dependency1Index, raw.dependency1Version),
    dependency2: dependencyOf(raw.dependency2Function, raw.dependency2Index, raw.dependency2Version),
  };
}

function dependencyOf(moduleFunction: number, index: number, version: number): Requirement | null {
  return moduleFunction === MODULE_FUNCTION.none ? null : { function: moduleFunction, index, version };
}

/** Whether numbers could be a header: a function that there is, and a length that a module may have. */
export function looksLikeHeader(header: ModuleHeader): boolean {
  return hasPlausibleLength(header) && header.function >= FIRST_FUNCTION && header.function <= LAST_FUNCTION;
}

/** Whether the addresses span what a module may have. Without a function that there is, only a right CRC makes it a header. */
export function hasPlausibleLength({ start, end }: Pick<ModuleHeader, 'start' | 'end'>): boolean {
  return end > start && end - start <= PLAUSIBLE_MODULE;
}

/** Addresses of the header at an offset, without reading the rest of it; they must exist. */
export function addressesAt(bytes: Uint8Array, offset: number): Pick<ModuleHeader, 'start' | 'end'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, HEADER_FIELD.addresses.length);
  return { start: view.getUint32(0, true), end: view.getUint32(4, true) };
}
