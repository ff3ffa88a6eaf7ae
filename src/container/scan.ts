/** Modules in raw bytes, found by their headers; and which of them lie where their headers say. */
import { boardById } from '../catalog/boards/index.js';
import type { Board, DeviceRules } from '../catalog/boards/types.js';
import { slotsOf } from '../catalog/flash-map.js';
import { checkCrc } from '../module/checksum.js';
import { CRC_SIZE, HEADER_OFFSETS, HEADER_SIZE, HEADER_STEP } from '../module/layout.js';
import { hasPlausibleLength, headerAt, looksLikeHeader } from '../module/header.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import type { ModuleHeader } from '../module/types.js';
import type { Region } from './memory.js';
import type { ContainerTools } from './types.js';

/** A place at which a module may begin. */
export interface Spot {
  readonly address: number;
  readonly header: ModuleHeader;
  readonly headerOffset: number;
  /** Bytes with the CRC, as the header says. */
  readonly length: number;
  readonly crcOk: boolean;
}

/** What a scan came to; addresses are those of the regions. */
export interface Scan {
  /** Modules with a right CRC, in order; none lies in another. */
  readonly sound: readonly Spot[];
  /** Headers of known boards whose module has a wrong CRC, or is cut off. */
  readonly broken: readonly Spot[];
  /** False where the bytes hold so many headers that the work was given up. */
  readonly isWhole: boolean;
}

/** All CRCs of a scan together cover at most so many times the bytes; a real image needs them once, and once more for what is broken. */
const CRC_TIMES = 4;
const CRC_FLOOR = 0x1000000;
const BROKEN_LIMIT = 4096;

/** Bytes of a hole that a module may have in a file of records: what they leave out is erased flash. */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly gapBytes: number;
}

/** The bytes from an address on, as many as there are up to `length`, holes between regions filled as erased flash reads. */
export type Take = (address: number, length: number) => Bytes;

/** Takes of regions in the order of addresses. */
export function takeFrom(regions: readonly Region[]): Take {
  return (address, length) => {
    let at = indexOf(regions, address);
    const first = regions[at];
    if (first === undefined) return { bytes: new Uint8Array(), gapBytes: 0 };
    const offset = address - first.address;
    if (offset + length <= first.bytes.length) {
      return { bytes: first.bytes.subarray(offset, offset + length), gapBytes: 0 };
    }
    const joined = new Uint8Array(lengthThere(regions, at, address, length)).fill(0xff);
    let filled = 0;
    for (; at < regions.length; at++) {
      const region = regions[at];
      if (region === undefined || region.address >= address + joined.length) break;
      const from = Math.max(0, address - region.address);
      const to = Math.min(region.bytes.length, address + joined.length - region.address);
      joined.set(region.bytes.subarray(from, to), region.address + from - address);
      filled += to - from;
    }
    return { bytes: joined, gapBytes: joined.length - filled };
  };
}

/** Bytes from an address to the end of the last region that begins within `length`. */
function lengthThere(regions: readonly Region[], from: number, address: number, length: number): number {
  const last = indexOf(regions, address + length - 1, from);
  const region = regions[last];
  return region === undefined ? 0 : Math.max(0, Math.min(length, region.address + region.bytes.length - address));
}

/** The last region that begins at an address or before it; -1 where none does. */
function indexOf(regions: readonly Region[], address: number, from = 0): number {
  let low = from;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((regions[middle]?.address ?? Infinity) <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Looks for modules of known boards in all regions, in time linear in their bytes. */
export function scan(regions: readonly Region[], take: Take, tools: ContainerTools): Scan {
  const total = regions.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const state = { sound: [] as Spot[], broken: [] as Spot[], room: CRC_TIMES * total + CRC_FLOOR, floor: 0 };
  for (const region of regions) if (!scanRegion(region, take, tools, state)) return { ...state, isWhole: false };
  return { ...state, isWhole: true };
}

interface State {
  readonly sound: Spot[];
  readonly broken: Spot[];
  /** Bytes that CRCs may still cover. */
  room: number;
  /** The first address that no sound module has taken. */
  floor: number;
}

/** A plain loop, and the cheapest question first: of every four bytes of a large dump it is asked once. */
function scanRegion({ address, bytes }: Region, take: Take, tools: ContainerTools, state: State): boolean {
  const last = bytes.length - HEADER_SIZE;
  for (let at = Math.max(0, align(state.floor - address)); at <= last; at += HEADER_STEP) {
    const moduleFunction = bytes[at + 14] ?? 0;
    if (moduleFunction === MODULE_FUNCTION.none || moduleFunction > MODULE_FUNCTION.asset) continue;
    const board = boardById((bytes[at + 12] ?? 0) | ((bytes[at + 13] ?? 0) << 8));
    if (board?.rules == null) continue;
    const header = headerAt(bytes, at);
    if (!looksLikeHeader(header) || !isInFlash(header, board.rules)) continue;
    const found = tryOffsets(header, address + at, offsetsOf(header, board, board.rules), take, tools, state);
    if (found === 'no_room') return false;
    if (found === null) continue;
    state.sound.push(found);
    state.floor = found.address + found.length;
    at = align(state.floor - address) - HEADER_STEP;
  }
  return true;
}

/** Modules of the board's own MCU: what is installed elsewhere lies in no image of its flash. */
function isInFlash({ start, end }: ModuleHeader, { flashStart, flashEnd }: DeviceRules): boolean {
  return start >= flashStart && end <= flashEnd;
}

/** Where the header lies in modules of a board, likeliest first. */
function offsetsOf(header: ModuleHeader, board: Board, rules: DeviceRules): readonly number[] {
  return [...new Set([rules.headerOffsetOf(header.function, header.index), ...board.headerOffsets])];
}

const align = (offset: number): number => Math.ceil(offset / HEADER_STEP) * HEADER_STEP;

/** A header that lies at one of these offsets of its module: the sound module, null for none, or that the work is at its limit. */
function tryOffsets(
  header: ModuleHeader,
  headerAddress: number,
  offsets: readonly number[],
  take: Take,
  tools: ContainerTools,
  state: State,
): Spot | 'no_room' | null {
  const length = header.end - header.start + CRC_SIZE;
  for (const headerOffset of offsets) {
    const address = headerAddress - headerOffset;
    if (address < state.floor || length < headerOffset + HEADER_SIZE + CRC_SIZE) continue;
    if (length > state.room || state.broken.length >= BROKEN_LIMIT) return 'no_room';
    state.room -= length;
    const { bytes } = take(address, length);
    const isThere = bytes.length === length;
    const crcOk = isThere && checkCrc(bytes, length - CRC_SIZE, tools).ok;
    const spot: Spot = { address, header, headerOffset, length, crcOk };
    if (crcOk) return spot;
    if (bytes.length > 0) state.broken.push(spot);
  }
  return null;
}

/** Which modules of a scan lie where their headers say. */
export interface Sorted {
  /** What has to be added to addresses of the scan to get those of flash. */
  readonly shift: number;
  /** In the order of addresses; the broken ones in a slot of their board are among them. */
  readonly inPlace: readonly Spot[];
  readonly elsewhere: readonly Spot[];
}

/** Sorts what a scan found, given the shift. */
export function sortByPlace({ sound, broken }: Scan, shift: number): Sorted {
  const isInPlace = ({ address, header }: Spot): boolean => address + shift === header.start;
  const whole = sound.filter(isInPlace);
  const damaged = broken.filter((spot) => isInPlace(spot) && isInSlot(spot) && !overlapsAny(spot, whole));
  const inPlace = [...whole, ...damaged.filter((spot, at) => !overlapsAny(spot, damaged.slice(0, at)))].sort(byAddress);
  // A bootloader inside a damaged system part is a part of it.
  const elsewhere = sound.filter((spot) => !isInPlace(spot) && !overlapsAny(spot, inPlace));
  return { shift, inPlace, elsewhere };
}

/**
 * The shift that most modules agree on: a dump does not say where it was read. Null where nothing shows that the bytes are a dump: files that were
 * joined agree on none, and one module at the beginning is a file.
 */
export function shiftOf({ sound }: Scan): number | null {
  const counts = new Map<number, number>();
  for (const { address, header } of sound) {
    const shift = header.start - address;
    if (shift >= 0) counts.set(shift, (counts.get(shift) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  if (best === undefined) return null;
  const [shift, count] = best;
  if (count > 1) return shift;
  const only = sound.find(({ address, header }) => header.start - address === shift);
  return only !== undefined && only.address > 0 && beginsAtPage(shift, only.header.platform) ? shift : null;
}

/** Whether a dump may begin there: in flash, at a place at which somebody would begin to read. */
function beginsAtPage(start: number, platform: number): boolean {
  const rules = boardById(platform)?.rules;
  return rules != null && start >= rules.flashStart && start < rules.flashEnd && start % 4096 === 0;
}

function isInSlot({ header }: Spot): boolean {
  return slotsOf(header.platform).some(
    (slot) =>
      slot.function === header.function &&
      slot.index === header.index &&
      (slot.dynamic || (header.start >= slot.start && header.start <= slot.end)),
  );
}

/** The few modules of an image: each is compared with each. */
function overlapsAny(spot: Spot, others: readonly Spot[]): boolean {
  return others.some(({ address, length }) => address < spot.address + spot.length && spot.address < address + length);
}

function byAddress(a: Spot, b: Spot): number {
  return a.address - b.address;
}

/** Whether bytes end as a module at their beginning does, or it says that others follow: the cheap answer for all files but dumps. */
export function isPlainModule(bytes: Uint8Array): boolean {
  return HEADER_OFFSETS.some((offset) => {
    if (offset + HEADER_SIZE > bytes.length) return false;
    const header = headerAt(bytes, offset);
    if (!hasPlausibleLength(header)) return false;
    const length = header.end - header.start + CRC_SIZE;
    if (length === bytes.length) return true;
    return looksLikeHeader(header) && length < bytes.length && (header.flags & MODULE_FLAG.combined) !== 0;
  });
}
