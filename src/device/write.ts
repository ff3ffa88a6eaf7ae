/** Writing to the modelled flash: what an image replaces, and what else its erased sectors take with them. */
import { ERASED_VERSION } from '../catalog/eras.js';
import { ASSUMED_MODULE_SIZE } from '../catalog/boards/index.js';
import type { Slot } from '../catalog/boards/types.js';
import { systemEnd } from '../catalog/system-ends.js';
import { slotsOf } from '../catalog/flash-map.js';
import { CRC_SIZE } from '../module/layout.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { storedAssets } from './assets.js';
import { endOf, HEADER_SIZE, lastOf, mayReach, NO_CONTENT } from './bytes.js';
import type { Era } from './era.js';
import { coveredLength } from './flash.js';
import { note } from './trace.js';
import type { DeviceState, InstalledModule, ModuleFacts, Range } from './types.js';

/**
 * The whole sectors or pages that are erased for a write. On Gen 3 and 4 they are counted from its length, so the last page of a write that does
 * not begin at a page may stay. Source: FLASH_EraseMemory, `flash_mal.c`.
 */
export function erasedBy(era: Era, from: number, to: number): Range {
  const unit = era.eraseUnit;
  if (unit.kind === 'pages') {
    const first = Math.floor(from / unit.size) * unit.size;
    return { from: first, to: first + Math.ceil((to - from) / unit.size) * unit.size };
  }
  return {
    from: unit.starts.findLast((start) => start <= from) ?? from,
    to: unit.starts.find((start) => start >= to) ?? era.flashEnd,
  };
}

/** The state with a range erased: images whose header lay there are gone, images that reach into it are broken, and what is behind it stays. */
export function erase(state: DeviceState, range: Range): DeviceState {
  return without(
    state,
    range,
    (one) => one.at < range.to && endOf(one) > range.from && !isErasedBody(state, one, range),
  );
}

/** The state after bytes were written over a range: what had any there is broken. */
function lost(state: DeviceState, range: Range): DeviceState {
  return range.to <= range.from ? state : without(state, range, (one) => one.at < range.to && endOf(one) > range.from);
}

function without(state: DeviceState, range: Range, touched: (one: InstalledModule) => boolean): DeviceState {
  const remains = state.remains ?? NOTHING;
  const maybe = (one: InstalledModule): boolean =>
    one.mayReach !== undefined && !touched(one) && endOf(one) <= range.from && one.mayReach > range.from;
  if (
    !state.modules.some((one) => touched(one) || maybe(one)) &&
    !state.unknown.some((at) => at >= range.from && at < range.to) &&
    !remains.some(({ from, to }) => from < range.to && to > range.from)
  ) {
    return state;
  }
  const modules: InstalledModule[] = [];
  const pieces: Range[] = remains.flatMap((one) => leftOf(one, range));
  for (const one of state.modules) {
    if (!touched(one)) {
      if (!maybe(one)) modules.push(one);
      continue;
    }
    const keepsHeader = one.at + one.headerOffset + HEADER_SIZE <= range.from;
    if (keepsHeader) modules.push({ ...one, crcOk: false, until: range.from });
    pieces.push(...leftOf({ from: keepsHeader ? range.from : one.at, to: endOf(one) }, range));
  }
  // Whether it was cut is not known, so nothing of it is.
  const cut = state.modules.filter(maybe).map(({ at }) => at);
  const unknown = [...state.unknown.filter((at) => at < range.from || at >= range.to), ...cut].sort((a, b) => a - b);
  noteRemains(state, range);
  return withRemains({ ...state, modules, unknown }, pieces);
}

const NOTHING: readonly Range[] = [];

/** The end of what begins in a hidden slot may stay behind where its beginning is erased; that counts where a slot begins in it. */
function noteRemains(state: DeviceState, range: Range): void {
  for (const at of state.unknown) {
    if (at < range.from || at >= range.to) continue;
    const last = lastOf(state.platform, at);
    if (slotsOf(state.platform).some(({ start }) => start + HEADER_SIZE > range.to && start < last && start > at)) {
      note(at);
    }
  }
}

/** Bytes at the end of an image that are not its body: a suffix with extensions, and the CRC. */
const ENDING = 0x100;

/** Whether all that is erased of an image is erased already. */
function isErasedBody({ bodyByte }: DeviceState, one: InstalledModule, range: Range): boolean {
  const body = { from: one.at + one.headerOffset + HEADER_SIZE, to: endOf(one) - ENDING };
  return bodyByte === 0xff && range.from >= body.from && range.to <= body.to;
}

/** What is left of a range. */
function leftOf(one: Range, gone: Range): readonly Range[] {
  if (one.from >= gone.to || one.to <= gone.from) return one.from < one.to ? [one] : [];
  return [
    { from: one.from, to: gone.from },
    { from: gone.to, to: one.to },
  ].filter(({ from, to }) => from < to);
}

/** Remains are kept only where they can be read: where a slot begins in them. */
function withRemains(state: DeviceState, pieces: readonly Range[]): DeviceState {
  const kept = pieces.filter(({ from, to }) => isRead(state, from, to));
  if (kept.length > 0) return { ...state, remains: kept };
  if (state.remains === undefined) return state;
  const { remains: _, ...bare } = state;
  return bare;
}

function isRead(state: DeviceState, from: number, to: number): boolean {
  const covers = (start: number): boolean => start < to && start + HEADER_SIZE > from;
  const named = state.applicationStart;
  return slotsOf(state.platform).some(({ start }) => covers(start)) || (typeof named === 'number' && covers(named));
}

/** Whether anything that is not erased lies in a range. */
function isUsed(state: DeviceState, range: Range): boolean {
  const hidden = state.unknown.find((at) => at >= range.from && at < range.to) ?? mayReach(state, range.from, range.to);
  if (hidden !== null) note(hidden);
  return (
    state.modules.some((one) => one.at < range.to && endOf(one) > range.from) ||
    (state.remains ?? NOTHING).some(({ from, to }) => from < range.to && to > range.from)
  );
}

/** The state with an image written at an address: its sectors erased first. */
export function put(state: DeviceState, era: Era, module: ModuleFacts, at: number): DeviceState {
  const length = coveredLength(module) + CRC_SIZE;
  return putPart(state, era, module, at, { erases: length, writes: length });
}

/** The state with as much of an image as was written, over as many erased bytes. */
export function putPart(
  state: DeviceState,
  era: Era,
  module: ModuleFacts,
  at: number,
  { erases, writes }: { readonly erases: number; readonly writes: number },
): DeviceState {
  const length = coveredLength(module) + CRC_SIZE;
  const { erased, range, clean } = cleared(state, era, at, erases, writes);
  if (writes < module.headerOffset + HEADER_SIZE) {
    return withRemains(erased, [...(erased.remains ?? NOTHING), { from: at, to: at + writes }]);
  }
  const image: InstalledModule = { ...module, at, crcOk: module.crcOk && clean && writes >= length };
  const cut = writes < length ? { ...image, until: at + writes } : image;
  const modules = [...erased.modules, cut].sort((a, b) => a.at - b.at);
  const written = { ...erased, modules };
  return withFlashEnd(written, era, module, range);
}

/** The state with a range erased and the middle of an image left in a part of it. */
export function putRemains(state: DeviceState, left: Range, range: Range): DeviceState {
  const erased = erase(state, range);
  return withRemains(erased, [...(erased.remains ?? NOTHING), ...(left.from < left.to ? [left] : [])]);
}

/** The state with an image written at an address without its header: what follows that stands in its place, and nothing of it is a header. */
export function putWithoutHeader(state: DeviceState, era: Era, module: ModuleFacts, at: number): DeviceState {
  const length = coveredLength(module) + CRC_SIZE;
  const { erased } = cleared(state, era, at, length, length - HEADER_SIZE);
  return withRemains(erased, [...(erased.remains ?? NOTHING), { from: at, to: at + length - HEADER_SIZE }]);
}

interface Cleared {
  readonly erased: DeviceState;
  readonly range: Range;
  /** Whether all bytes of the write are erased; over others flash keeps the zeros of both. */
  readonly clean: boolean;
}

/** Flash made ready for a write; what a page that is not erased holds is lost to the bytes written over it. */
function cleared(state: DeviceState, era: Era, at: number, erases: number, writes: number): Cleared {
  const range = erasedBy(era, at, at + erases);
  const erased = erase(state, range);
  const written = { from: at, to: at + writes };
  const over = { from: range.to, to: written.to };
  const clean = over.to <= over.from || !isUsed(erased, over);
  return { erased: clean && state.bodyByte === undefined ? erased : lost(erased, written), range, clean };
}

/** What lies at the end of RTL872x flash names the application's start. A write that does not reach it leaves the old suffix there. */
function withFlashEnd(state: DeviceState, era: Era, module: ModuleFacts, erased: Range): DeviceState {
  if (era.dynamicApplication === null) return state;
  if (module.end === era.dynamicApplication.end) return { ...state, applicationStart: module.dynamicStart };
  return erased.to >= era.flashEnd && erased.from < era.flashEnd ? { ...state, applicationStart: null } : state;
}

/** Whether a radio stack lies in its place and reaches its firmware id. */
function coversId({ radio }: Era, module: ModuleFacts): boolean {
  return radio !== null && module.start === radio.at && coveredLength(module) >= radio.idReached;
}

/** A radio stack: written without its header, but erased with it; the firmware id changes only if the image covers it. */
export function putRadio(state: DeviceState, era: Era, module: ModuleFacts, infoWord: number | null): DeviceState {
  const length = coveredLength(module) + 4;
  const erased = erase(state, erasedBy(era, module.start, module.start + length));
  return coversId(era, module) ? { ...erased, radio: { version: module.version, infoWord } } : erased;
}

/**
 * A radio stack that was written with its header: everything lies 24 bytes off. Its firmware id is another word, that of S140 7.0.1 in front of
 * its information block, which is erased; what reads the stack's start as a module finds the header.
 */
export function putRadioWithHeader(state: DeviceState, era: Era, module: ModuleFacts): DeviceState {
  const length = coveredLength(module) + CRC_SIZE;
  const erased = erase(state, erasedBy(era, module.start, module.start + length));
  return coversId(era, module) ? { ...erased, radio: { version: ERASED_VERSION, infoWord: module.version } } : erased;
}

/** Assets after one more was stored: those that the installed application does not need are deleted first. */
export function putAsset(
  state: DeviceState,
  module: ModuleFacts,
  needed: readonly { readonly name: string; readonly hash: string }[],
): DeviceState {
  if (module.asset === null || module.function !== MODULE_FUNCTION.asset) return state;
  const { asset } = module;
  const kept = storedAssets(state).filter(
    (one) => one.name !== asset.name && needed.some(({ name, hash }) => name === one.name && hash === one.hash),
  );
  const stored = [...kept, asset].sort((a, b) => (a.name < b.name ? -1 : 1));
  return state.assets === 'unknown' ? { ...state, assetsSent: stored } : { ...state, assets: stored };
}

/** A whole module that fills its slot's beginning. */
export function wholeModule(
  platform: number,
  slot: Slot,
  version: number,
  dependency1: ModuleFacts['dependency1'],
  dependency2: ModuleFacts['dependency2'],
): InstalledModule {
  const end = slot.start + Math.min(ASSUMED_MODULE_SIZE, slot.end - slot.start - 4);
  return {
    function: slot.function,
    index: slot.index,
    version,
    platform,
    start: slot.start,
    end,
    mcu: 0,
    flags: 0,
    headerOffset: 0,
    dependency1,
    dependency2,
    crcOk: true,
    ...NO_CONTENT,
    at: slot.start,
    ...reachOf(platform, slot, version),
  };
}

/** How far a module may reach of which only the version is known, where its slot lies over that of another: else it harms none. */
function reachOf(platform: number, slot: Slot, version: number): Pick<InstalledModule, 'mayReach'> & { end?: number } {
  if (slot.dynamic || slot.store !== 'main') return {};
  const isOver = slotsOf(platform).some(
    (one) => !one.dynamic && one.location === slot.location && one.start > slot.start && one.start < slot.end,
  );
  if (!isOver) return {};
  const measured = slot.function === MODULE_FUNCTION.systemPart ? systemEnd(version) : null;
  if (measured === null) return { mayReach: slot.end };
  const end = Math.min(measured.least, slot.end);
  return { end, mayReach: Math.min(measured.most, slot.end) };
}
