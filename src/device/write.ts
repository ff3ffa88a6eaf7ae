/** Writing to the modelled flash: what an image replaces, and what else its erased sectors take with them. */
import { ASSUMED_MODULE_SIZE } from '../catalog/boards/index.js';
import type { Slot } from '../catalog/boards/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Era } from './era.js';
import { coveredLength } from './flash.js';
import type { DeviceState, InstalledModule, ModuleFacts } from './types.js';

/** A range of flash, the end not included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The whole sectors or pages that a write touches. */
export function erasedBy(era: Era, from: number, to: number): Range {
  const unit = era.eraseUnit;
  if (unit.kind === 'pages') {
    return { from: Math.floor(from / unit.size) * unit.size, to: Math.ceil(to / unit.size) * unit.size };
  }
  return {
    from: unit.starts.findLast((start) => start <= from) ?? from,
    to: unit.starts.find((start) => start >= to) ?? era.flashEnd,
  };
}

/** The state with a range erased: images that begin there are gone, images that reach into it are broken. */
export function erase(state: DeviceState, range: Range): DeviceState {
  const touched = (one: InstalledModule): boolean => one.at < range.to && one.at + coveredLength(one) + 4 > range.from;
  if (!state.modules.some(touched) && !state.unknown.some((at) => at >= range.from && at < range.to)) return state;
  const modules = state.modules
    .filter((one) => one.at < range.from || one.at >= range.to)
    .map((one) => (touched(one) ? { ...one, crcOk: false } : one));
  return { ...state, modules, unknown: state.unknown.filter((at) => at < range.from || at >= range.to) };
}

/** The state with an image written at an address: its sectors erased first. */
export function put(state: DeviceState, era: Era, module: ModuleFacts, at: number): DeviceState {
  const range = erasedBy(era, at, at + coveredLength(module) + 4);
  const erased = erase(state, range);
  const image: InstalledModule = { ...module, at };
  const modules = [...erased.modules, image].sort((a, b) => a.at - b.at);
  const written = { ...erased, modules };
  return withFlashEnd(written, era, module, range);
}

/** What lies at the end of RTL872x flash names the application's start. A write that does not reach it leaves the old suffix there. */
function withFlashEnd(state: DeviceState, era: Era, module: ModuleFacts, erased: Range): DeviceState {
  if (era.dynamicApplication === null) return state;
  if (module.end === era.dynamicApplication.end) return { ...state, applicationStart: module.dynamicStart };
  return erased.to >= era.flashEnd && erased.from < era.flashEnd ? { ...state, applicationStart: null } : state;
}

/** A radio stack: written without its header, but erased with it; the firmware id changes only if the image covers it. */
export function putRadio(state: DeviceState, era: Era, module: ModuleFacts, infoWord: number | null): DeviceState {
  const length = coveredLength(module) + 4;
  const erased = erase(state, erasedBy(era, module.start, module.start + length));
  const covers = era.radio !== null && module.start === era.radio.at && length - 4 >= era.radio.idReached;
  return covers ? { ...erased, radio: { version: module.version, infoWord } } : erased;
}

/** Assets after one more was stored: those that the installed application does not need are deleted first. */
export function putAsset(
  state: DeviceState,
  module: ModuleFacts,
  needed: readonly { readonly name: string; readonly hash: string }[],
): DeviceState {
  if (state.assets === 'unknown' || module.asset === null || module.function !== MODULE_FUNCTION.asset) return state;
  const { asset } = module;
  const kept = state.assets.filter(
    (one) => one.name !== asset.name && needed.some(({ name, hash }) => name === one.name && hash === one.hash),
  );
  return { ...state, assets: [...kept, asset].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** A whole module that fills its slot's beginning. */
export function wholeModule(
  platform: number,
  slot: Slot,
  version: number,
  dependency1: ModuleFacts['dependency1'],
  dependency2: ModuleFacts['dependency2'],
): InstalledModule {
  return {
    function: slot.function,
    index: slot.index,
    version,
    platform,
    start: slot.start,
    end: slot.start + Math.min(ASSUMED_MODULE_SIZE, slot.end - slot.start - 4),
    mcu: 0,
    flags: 0,
    headerOffset: 0,
    dependency1,
    dependency2,
    crcOk: true,
    size: 0,
    dynamicStart: null,
    assets: [],
    asset: null,
    protects: false,
    inner: null,
    combined: [],
    at: slot.start,
  };
}
