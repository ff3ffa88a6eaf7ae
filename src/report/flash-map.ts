/** The flash of a platform drawn to scale: its slots, and what the modules of a set take of them. */
import { slotsIn, slotsOf } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { isSameModule } from '../module/id.js';
import { CRC_SIZE } from '../module/layout.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { PlatformOrder } from '../assess/types.js';
import { byteCount, escapeHtml, hexAddress, slotWords } from './words.js';

/** One slot, or a module outside of every slot, as far as the map shows it. */
export interface MapRow {
  readonly name: string;
  readonly file: string | null;
  readonly start: number;
  readonly end: number;
  /** Bytes that the module takes; 0 where the set has none for the slot. */
  readonly used: number;
  /** To a tenth; 100 only where nothing is left. */
  readonly percent: number;
  readonly overlaps: boolean;
  /** What is said of the slot; absent = how full it is. */
  readonly says?: string;
}

/** The rows of a map by address; empty where the slots of the platform are not known. */
export function mapRows({ platform, items }: PlatformOrder): readonly MapRow[] {
  const system = items.find(({ module }) => module.function === MODULE_FUNCTION.systemPart);
  const table = system === undefined ? slotsOf(platform) : slotsIn(platform, system.module.version);
  const slots = table.filter(({ location, store }) => location === 'internal' && store === 'main');
  const unique = slots.filter((slot, at) => slots.findIndex((one) => isSameModule(one, slot)) === at);
  return unique.map((slot) => rowOf(slot, platform, items)).sort((a, b) => a.start - b.start || a.end - b.end);
}

function rowOf(slot: Slot, platform: number, items: PlatformOrder['items']): MapRow {
  const item = items.find(({ module }) => isSameModule(module, slot));
  const used = item === undefined ? 0 : item.module.length;
  const end = item === undefined ? slot.start : item.module.end + CRC_SIZE;
  const overlaps =
    item !== undefined &&
    items.some(
      (other) =>
        other !== item &&
        other.module.function !== MODULE_FUNCTION.asset &&
        other.module.function !== MODULE_FUNCTION.ncpFirmware &&
        other.module.start < end &&
        other.module.end > item.module.start,
    );
  return {
    name: slotWords({ ...slot, platform }),
    file: item?.file ?? null,
    start: slot.start,
    end: slot.end,
    used,
    percent: percentOf(used, slot.end - slot.start),
    overlaps,
  };
}

function percentOf(used: number, size: number): number {
  if (used === 0) return 0;
  const tenths = Math.max(1, Math.round((used * 1000) / Math.max(1, size)));
  return (used < size ? Math.min(999, tenths) : tenths) / 10;
}

/** "90.9 %" */
export function percentWords(percent: number): string {
  return `${percent.toFixed(1)} %`;
}

const BAR = 14;
const LINE = 46;

/**
 * The map as SVG: each slot below its name, at its place in the flash, filled as far as its module goes. It is as wide as there is room: places are
 * percentages of the width, and the text keeps its size.
 */
export function mapSvg(rows: readonly MapRow[], id: string): string {
  const first = Math.min(...rows.map(({ start }) => start));
  const last = Math.max(...rows.map(({ end }) => end));
  const scale = 100 / Math.max(1, last - first);
  const height = rows.length * LINE;
  const bars = rows.map((row, at) => barSvg(row, at * LINE, (address) => (address - first) * scale)).join('');
  const says = rows.map((row) => `${row.name}: ${fillWords(row)}`).join('; ');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="map" role="img" aria-labelledby="${id}-t ${id}-d" width="100%" height="${String(height)}">` +
    `<title id="${id}-t">Flash map, ${escapeHtml(hexAddress(first))} to ${escapeHtml(hexAddress(last))}</title>` +
    `<desc id="${id}-d">${escapeHtml(says)}</desc>${bars}</svg>`
  );
}

function fillWords({ used, percent, overlaps, says }: MapRow): string {
  if (says !== undefined) return says;
  if (used === 0) return 'not in the set';
  return `${byteCount(used)}, ${percentWords(percent)}${overlaps ? ', overlaps another module' : ''}`;
}

/** The same beside the name of the slot, where a telephone has no room for more: the table below has the rest. */
const shortFillWords = (row: MapRow): string =>
  row.says === undefined && row.used > 0 && row.overlaps ? `${percentWords(row.percent)}, overlaps` : fillWords(row);

function barSvg(row: MapRow, y: number, x: (address: number) => number): string {
  const left = Math.min(99.6, x(row.start));
  const width = Math.max(0.4, x(row.end) - x(row.start));
  const used = Math.min(width, (width * row.used) / Math.max(1, row.end - row.start));
  const rect = (kind: string, at: number, wide: number, more: string): string =>
    `<rect class="${kind}" x="${at.toFixed(2)}%" y="${String(y + 22)}" width="${wide.toFixed(2)}%" height="${String(BAR)}"${more}/>`;
  const text = (kind: string, place: string, words: string): string =>
    `<text class="${kind}" fill="currentColor" ${place} y="${String(y + 15)}">${escapeHtml(words)}</text>`;
  return (
    text('map-name', 'x="0"', row.name) +
    text('map-fill', 'x="100%" text-anchor="end"', shortFillWords(row)) +
    rect('track', 0, 100, ' fill="#8884"') +
    rect('slot', left, width, ' fill="none"') +
    (row.used === 0 ? '' : rect(row.overlaps ? 'used overlap' : 'used', left, Math.max(0.6, used), ' fill="#7fb2e5"')) +
    rect('edge', left, width, ' fill="none" stroke="currentColor"')
  );
}
