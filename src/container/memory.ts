/** Records of data at addresses, as HEX files have them, put together to the regions of memory that they fill. */
import type { Refusal } from './types.js';

/** Bytes at an address. */
export interface Region {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** Takes records in the order of the file; `finish` gives regions in the order of addresses. Gaps between them take no memory. */
export interface Collector {
  readonly add: (address: number, bytes: Uint8Array) => void;
  readonly finish: () => readonly Region[] | Refusal;
}

/** Pieces that do not follow one another; real files have a few, and one that is written backwards some ten thousand. */
const SPANS = 1_000_000;

interface Span {
  address: number;
  /** Where its bytes begin in the store. */
  readonly at: number;
  length: number;
}

/**
 * A collector for at most `capacity` bytes in all (the text has two characters for each, so that half of its length does). Records that follow one
 * another are one span at once: a million of them are no million objects.
 */
export function collector(capacity: number): Collector {
  const store = new Uint8Array(capacity);
  const spans: Span[] = [];
  let used = 0;
  const add = (address: number, bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    store.set(bytes, used);
    const last = spans.at(-1);
    if (last !== undefined && last.address + last.length === address) last.length += bytes.length;
    else if (spans.length > SPANS) return;
    else spans.push({ address, at: used, length: bytes.length });
    used += bytes.length;
  };
  const limit: Refusal = { code: 'container_limit', detail: `more than ${SPANS} pieces of data` };
  return { add, finish: () => (spans.length > SPANS ? limit : joined(store, spans)) };
}

/** Sorts, refuses two different bytes at one address, and joins what touches. */
function joined(store: Uint8Array, spans: readonly Span[]): readonly Region[] | Refusal {
  const sorted = [...spans].sort((a, b) => a.address - b.address);
  const runs: { readonly spans: Span[]; readonly address: number; end: number }[] = [];
  for (const span of sorted) {
    const run = runs.at(-1);
    const end = span.address + span.length;
    if (run === undefined || span.address > run.end) runs.push({ spans: [span], address: span.address, end });
    else {
      run.spans.push(span);
      run.end = Math.max(run.end, end);
    }
  }
  const regions: Region[] = [];
  for (const run of runs) {
    const region = regionOf(store, run.spans, run.address, run.end);
    if ('code' in region) return region;
    regions.push(region);
  }
  return regions;
}

function regionOf(store: Uint8Array, spans: readonly Span[], address: number, end: number): Region | Refusal {
  const [first] = spans;
  if (first !== undefined && spans.length === 1) {
    return { address, bytes: store.subarray(first.at, first.at + first.length) };
  }
  const bytes = new Uint8Array(end - address);
  let filled = 0;
  for (const span of spans) {
    const at = span.address - address;
    const own = store.subarray(span.at, span.at + span.length);
    const again = Math.min(Math.max(filled - at, 0), own.length);
    const differs = firstDifference(bytes.subarray(at, at + again), own);
    if (differs !== null) {
      return { code: 'overlapping_data', detail: `two different bytes for address ${hex(span.address + differs)}` };
    }
    bytes.set(own, at);
    filled = Math.max(filled, at + own.length);
  }
  return { address, bytes };
}

function firstDifference(some: Uint8Array, others: Uint8Array): number | null {
  for (let at = 0; at < some.length; at++) if (some[at] !== others[at]) return at;
  return null;
}

/** "0x08020000": the name of what lies there. */
export function hex(address: number): string {
  return `0x${address.toString(16).padStart(8, '0')}`;
}
