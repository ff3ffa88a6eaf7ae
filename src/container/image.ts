/** What images of flash have in common: regions in, the modules in them out. */
import { boardById } from '../catalog/boards/index.js';
import { hex } from './memory.js';
import type { Region } from './memory.js';
import { scan, shiftOf, sortByPlace, takeFrom } from './scan.js';
import type { Scan, Sorted, Spot, Take } from './scan.js';
import { regionsIn } from './regions.js';
import type { ContainerTools, FlashImage, ImageKind, Member, Open, Opened, PlacedModule, Refusal } from './types.js';

/**
 * The way to open a file of records that was recognised by its beginning; null where it could be read and holds no module of a known board, so that the
 * file is judged for what it is.
 *
 * @param read its regions in the order of addresses, or what is wrong
 */
export function imageOpener(
  kind: ImageKind,
  read: () => readonly Region[] | Refusal,
  tools: ContainerTools,
): Open | null {
  const regions = read();
  if ('code' in regions) return () => regions;
  const take = takeFrom(regions);
  const found = scan(regions, take, tools);
  return openerOf(kind, regions, take, found, found.sound.length + found.broken.length === 0 ? null : 0);
}

/** The way to open raw bytes that are a dump of flash; null where they are none. */
export function dumpOpener(bytes: Uint8Array, tools: ContainerTools): Open | null {
  const regions: readonly Region[] = [{ address: 0, bytes }];
  const take = takeFrom(regions);
  const found = scan(regions, take, tools);
  return openerOf('dump', regions, take, found, shiftOf(found));
}

function openerOf(
  kind: ImageKind,
  regions: readonly Region[],
  take: Take,
  found: Scan,
  shift: number | null,
): Open | null {
  if (!found.isWhole) return () => ({ code: 'container_limit', detail: 'more module headers than any flash has' });
  if (shift === null) return null;
  const sorted = sortByPlace(found, shift);
  if (sorted.inPlace.length + sorted.elsewhere.length === 0) return null;
  return () => opened(kind, regions, take, sorted);
}

function opened(
  kind: ImageKind,
  regions: readonly Region[],
  take: Take,
  { shift, inPlace, elsewhere }: Sorted,
): Opened {
  const chosen = inPlace.length > 0 ? inPlace : elsewhere;
  const placed = (spot: Spot): PlacedModule => ({
    address: spot.address + shift,
    header: spot.header,
    gapBytes: take(spot.address, spot.length).gapBytes,
  });
  const image: FlashImage = {
    kind,
    platform: platformOf(chosen),
    ...extentOf(regions, shift, platformOf(chosen)),
    modules: chosen.map(placed),
    regions: regionsIn(boardById(platformOf(chosen))?.rules, (address, length) => take(address - shift, length)),
    copies: inPlace.length > 0 ? elsewhere.map(placed) : [],
  };
  return { members: chosen.map((spot) => memberOf(spot, shift, take)), image };
}

function memberOf({ address, length }: Spot, shift: number, take: Take): Member {
  const { bytes } = take(address, length);
  return {
    name: hex(address + shift),
    isFolder: false,
    size: bytes.length,
    packedSize: null,
    address: address + shift,
    refusal: null,
    fault: null,
    read: () => bytes,
  };
}

function platformOf(spots: readonly Spot[]): number {
  const counts = new Map<number, number>();
  for (const { header } of spots) counts.set(header.platform, (counts.get(header.platform) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

function extentOf(
  regions: readonly Region[],
  shift: number,
  platform: number,
): Pick<FlashImage, 'start' | 'end' | 'gaps' | 'isWholeFlash'> {
  const last = regions.at(-1);
  const start = (regions[0]?.address ?? 0) + shift;
  const end = last === undefined ? start : last.address + last.bytes.length + shift;
  const rules = boardById(platform)?.rules;
  return {
    start,
    end,
    gaps: regions.length - 1,
    isWholeFlash: regions.length === 1 && rules != null && start <= rules.flashStart && end >= rules.flashEnd,
  };
}
