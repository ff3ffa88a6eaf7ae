/** Writing to the modelled flash: what an image replaces, and what else its erased sectors take with them. */
import { RTL_APPLICATION_END } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Era } from './era.js';
import { coveredLength } from './flash.js';
import type { DeviceState, InstalledModule, ModuleFacts } from './types.js';

/** A range of flash, the end not included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** STM32F2 sectors: 4 x 16 KiB, 64 KiB, then 128 KiB each. Source: flash_mal.c. */
const STM32_SECTORS: readonly number[] = [
  0x08000000,
  0x08004000,
  0x08008000,
  0x0800c000,
  0x08010000,
  ...Array.from({ length: 8 }, (_, at) => 0x08020000 + at * 0x20000),
];
const PAGE = 0x1000;

/** The whole sectors or pages that a write touches. */
export function erasedBy(era: Era, from: number, to: number): Range {
  if (era.family !== 'stm32f2') {
    return { from: Math.floor(from / PAGE) * PAGE, to: Math.ceil(to / PAGE) * PAGE };
  }
  const starts = STM32_SECTORS.filter((start) => start <= from);
  const ends = STM32_SECTORS.filter((start) => start >= to);
  return { from: starts.at(-1) ?? from, to: ends[0] ?? 0x08100000 };
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
  return era.family === 'rtl872x' ? withFlashEnd(written, module, range) : written;
}

const RTL_FLASH_END = 0x08600000;

/** What lies at the end of RTL872x flash names the application's start. A write that does not reach it leaves the old suffix there. */
function withFlashEnd(state: DeviceState, module: ModuleFacts, erased: Range): DeviceState {
  if (module.end === RTL_APPLICATION_END) return { ...state, applicationStart: module.dynamicStart };
  return erased.to >= RTL_FLASH_END && erased.from < RTL_FLASH_END ? { ...state, applicationStart: null } : state;
}

/** Bytes of a radio stack from its start that reach its firmware id at 0x300C. */
const RADIO_ID_REACHED = 0x2028;
const RADIO_START = 0x1000;

/** A radio stack: written without its header, but erased with it; the firmware id changes only if the image covers it. */
export function putRadio(state: DeviceState, era: Era, module: ModuleFacts, infoWord: number | null): DeviceState {
  const length = coveredLength(module) + 4;
  const erased = erase(state, erasedBy(era, module.start, module.start + length));
  const covers = module.start === RADIO_START && length - 4 >= RADIO_ID_REACHED;
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

/** Bytes that a module takes of its slot where its size is not known: enough to be a module, never beyond its slot. */
const ASSUMED_SIZE = 0x10000;

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
    end: slot.start + Math.min(ASSUMED_SIZE, slot.end - slot.start - 4),
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
