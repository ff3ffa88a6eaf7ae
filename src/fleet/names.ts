/** Names of very many devices as bytes: a string of its own for each would take several times as much. */

/** The name of each device by its index. */
export interface Names {
  /** The name of the latest record counts; of one time, the first in the alphabet. */
  readonly add: (index: number, at: number | null, name: string) => void;
  readonly get: (index: number) => string | null;
}

const PAGE = 1024 * 1024;
/** UTF-8 takes up to three bytes for a unit of UTF-16. */
const BYTES_PER_UNIT = 3;

/** No names so far. */
export function nameStore(): Names {
  const pages: Uint8Array[] = [];
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  // Page, offset and length of a name, and its time, by the index of the device.
  const places: (number | undefined)[] = [];
  const lengths: (number | undefined)[] = [];
  const times: (number | undefined)[] = [];
  let used = PAGE;
  const get = (index: number): string | null => {
    const place = places[index];
    if (place === undefined) return null;
    const from = place % PAGE;
    return decoder.decode(pages[Math.floor(place / PAGE)]?.subarray(from, from + (lengths[index] ?? 0)));
  };
  return {
    add: (index, at, name) => {
      const time = at ?? Number.NEGATIVE_INFINITY;
      const before = times[index];
      if (before !== undefined && time < before) return;
      const known = before === time ? get(index) : null;
      if (known !== null && known <= name) return;
      if (used + name.length * BYTES_PER_UNIT > PAGE) {
        pages.push(new Uint8Array(PAGE));
        used = 0;
      }
      const { written } = encoder.encodeInto(name, pages.at(-1)?.subarray(used) ?? new Uint8Array());
      places[index] = (pages.length - 1) * PAGE + used;
      lengths[index] = written;
      times[index] = time;
      used += written;
    },
    get,
  };
}
