/** The flash of a platform drawn to scale: its slots, and what the modules of a set take of them. */
import { slotsIn, slotsOf } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { DepsGroup } from './deps.js';
import { byteCount, escapeHtml, hexAddress, slotWords } from './words.js';

/** One slot, or a module outside of every slot, as far as the map shows it. */
export interface MapRow {
  readonly name: string;
  readonly file: string | null;
  readonly start: number;
  readonly end: number;
  /** Bytes that the module takes; 0 where the set has none for the slot. */
  readonly used: number;
  readonly percent: number;
  readonly overlaps: boolean;
}

/** The rows of a map by address; empty where the slots of the platform are not known. */
export function mapRows({ platform, items }: DepsGroup): readonly MapRow[] {
  const system = items.find(({ module }) => module.function === MODULE_FUNCTION.systemPart);
  const table = system === undefined ? slotsOf(platform) : slotsIn(platform, system.module.version);
  const slots = table.filter(({ location, store }) => location === 'internal' && store === 'main');
  const unique = slots.filter(
    (slot, at) => slots.findIndex((one) => one.function === slot.function && one.index === slot.index) === at,
  );
  return unique.map((slot) => rowOf(slot, platform, items)).sort((a, b) => a.start - b.start || a.end - b.end);
}

function rowOf(slot: Slot, platform: number, items: DepsGroup['items']): MapRow {
  const item = items.find(({ module }) => module.function === slot.function && module.index === slot.index);
  const used = item === undefined ? 0 : item.module.length;
  const end = item === undefined ? slot.start : item.module.end + 4;
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
    percent: used === 0 ? 0 : Math.max(1, Math.round((used * 100) / (slot.end - slot.start))),
    overlaps,
  };
}

const WIDTH = 720;
const BAR = 26;
const GAP = 8;
const LABEL = 150;

/** The map as SVG: each slot on a line of its own, at its place in the flash, filled as far as its module goes. */
export function mapSvg(rows: readonly MapRow[], id: string): string {
  const first = Math.min(...rows.map(({ start }) => start));
  const last = Math.max(...rows.map(({ end }) => end));
  const scale = (WIDTH - LABEL - 8) / Math.max(1, last - first);
  const height = rows.length * (BAR + GAP) + GAP;
  const bars = rows
    .map((row, at) => barSvg(row, GAP + at * (BAR + GAP), (address) => LABEL + (address - first) * scale, scale))
    .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="map" role="img" aria-labelledby="${id}-t" width="${String(WIDTH)}" height="${String(height)}" ` +
    `viewBox="0 0 ${String(WIDTH)} ${String(height)}"><title id="${id}-t">Flash map, ${escapeHtml(hexAddress(first))} to ${escapeHtml(hexAddress(last))}</title>${bars}</svg>`
  );
}

function barSvg(row: MapRow, y: number, x: (address: number) => number, scale: number): string {
  const left = x(row.start);
  const width = Math.max(2, (row.end - row.start) * scale);
  const used = Math.min(width, row.used * scale);
  const fill =
    row.used === 0
      ? ''
      : `<rect class="${row.overlaps ? 'used overlap' : 'used'}" x="${left.toFixed(1)}" y="${String(y)}" width="${Math.max(2, used).toFixed(1)}" height="${String(BAR)}"/>`;
  const label = row.used === 0 ? 'not in the set' : `${byteCount(row.used)}, ${String(row.percent)} %`;
  return (
    `<text class="map-name" fill="currentColor" x="0" y="${String(y + 17)}">${escapeHtml(row.name)}</text>${fill}` +
    `<rect class="slot" fill="none" stroke="currentColor" x="${left.toFixed(1)}" y="${String(y)}" width="${width.toFixed(1)}" height="${String(BAR)}"/>` +
    `<title>${escapeHtml(`${row.name}: ${label}`)}</title>`
  );
}
