/**
 * Flash as bytes, as far as they matter: every image covers a range, and what reads a slot reads what covers it. Known of an image are the bytes
 * of its header; the others are its body, of which nothing is known but that it is no header.
 */
import { slotsOf } from '../catalog/flash-map.js';
import type { Requirement } from '../module/types.js';
import type { DeviceState, InstalledModule, ModuleFacts } from './types.js';

/** Bytes of a module header. Source: module_info_t, `dynalib/inc/module_info.h`. */
export const HEADER_SIZE = 24;
/** Where a header says its version: 16 bits. */
const VERSION_AT = 10;
const CRC_BYTES = 4;
const ERASED_BYTE = 0xff;

/** The first address behind what is left of an image in flash. Of one whose length makes no sense only the header counts. */
export function endOf(one: InstalledModule): number {
  if (one.until !== undefined) return one.until;
  return one.end > one.start ? one.at + (one.end - one.start) + CRC_BYTES : one.at + one.headerOffset + HEADER_SIZE;
}

/** Whether anything but erased flash may lie in the bytes of a header that begins at an address. */
export function isTouched(state: DeviceState, address: number): boolean {
  for (const one of state.modules) if (one.at < address + HEADER_SIZE && endOf(one) > address) return true;
  return state.remains?.some(({ from, to }) => from < address + HEADER_SIZE && to > address) ?? false;
}

/**
 * A hidden slot in front of some bytes that what begins there may cover; null where there is none. What is known to begin in between has its
 * own say.
 */
export function mayReach(state: DeviceState, from: number, to: number): number | null {
  for (const at of state.unknown) if (at < to && at < from && lastOf(state.platform, at) > from) return at;
  return null;
}

/** The end of the slot that begins at an address, in whichever release it is longest; the start itself where no slot begins there. */
export function lastOf(platform: number, at: number): number {
  let last = at;
  for (const slot of slotsOf(platform)) {
    if (slot.start === at && slot.location !== 'ncp' && slot.end > last) last = slot.end;
  }
  return last;
}

/** The version that 16 bits at a slot's start + 10 show; null where these bytes are not known. */
export function versionWordAt(state: DeviceState, address: number): number | null {
  const low = byteAt(state, address + VERSION_AT);
  const high = byteAt(state, address + VERSION_AT + 1);
  return low === null || high === null ? null : low | (high << 8);
}

/** What 24 bytes at an address show where no image begins: erased flash, a header that is none, or bytes that are not known. */
export function headerShownAt(state: DeviceState, address: number): InstalledModule | 'erased' | 'image_body' {
  const bytes = new Uint8Array(HEADER_SIZE);
  for (let at = 0; at < HEADER_SIZE; at++) {
    const byte = byteAt(state, address + at);
    if (byte === null) return 'image_body';
    bytes[at] = byte;
  }
  return bytes.every((byte) => byte === ERASED_BYTE) ? 'erased' : parsed(bytes, address);
}

/** One byte of flash; null where it is not known. */
function byteAt(state: DeviceState, address: number): number | null {
  for (const one of state.modules) {
    if (one.at > address || endOf(one) <= address) continue;
    const inHeader = address - one.at - one.headerOffset;
    return inHeader >= 0 && inHeader < HEADER_SIZE ? (headerOf(one)[inHeader] ?? null) : (state.bodyByte ?? null);
  }
  return state.remains?.some(({ from, to }) => from <= address && to > address) === true
    ? (state.bodyByte ?? null)
    : ERASED_BYTE;
}

/** The 24 bytes of a module's header, little endian. */
function headerOf(one: ModuleFacts): Uint8Array {
  const view = new DataView(new ArrayBuffer(HEADER_SIZE));
  view.setUint32(0, one.start, true);
  view.setUint32(4, one.end, true);
  view.setUint8(8, one.mcu);
  view.setUint8(9, one.flags);
  view.setUint16(VERSION_AT, one.version, true);
  view.setUint16(12, one.platform, true);
  view.setUint8(14, one.function);
  view.setUint8(15, one.index);
  writeDependency(view, 16, one.dependency1);
  writeDependency(view, 20, one.dependency2);
  return new Uint8Array(view.buffer);
}

function writeDependency(view: DataView, at: number, one: Requirement | null): void {
  if (one === null) return;
  view.setUint8(at, one.function);
  view.setUint8(at + 1, one.index);
  view.setUint16(at + 2, one.version, true);
}

/** Of a module of which the header alone is known: nothing but the header. */
export const NO_CONTENT = {
  size: 0,
  dynamicStart: null,
  assets: [],
  asset: null,
  protects: false,
  inner: null,
  combined: [],
} as const satisfies Partial<ModuleFacts>;

/** What Device OS takes bytes for that are no header: nothing of it is right, least of all its CRC. */
function parsed(bytes: Uint8Array, at: number): InstalledModule {
  const view = new DataView(bytes.buffer);
  return {
    function: view.getUint8(14),
    index: view.getUint8(15),
    version: view.getUint16(VERSION_AT, true),
    platform: view.getUint16(12, true),
    start: view.getUint32(0, true),
    end: view.getUint32(4, true),
    mcu: view.getUint8(8),
    flags: view.getUint8(9),
    headerOffset: 0,
    dependency1: readDependency(view, 16),
    dependency2: readDependency(view, 20),
    crcOk: false,
    ...NO_CONTENT,
    at,
  };
}

function readDependency(view: DataView, at: number): Requirement | null {
  const named = view.getUint8(at);
  return named === 0 ? null : { function: named, index: view.getUint8(at + 1), version: view.getUint16(at + 2, true) };
}
