/** Whether all pages of a list were given. */
import { groupBy } from '../base/group-by.js';
import type { FleetPage } from './types.js';

/** A list of which pages are missing. */
export interface MissingPages {
  /** The product whose devices are listed; null where nothing says. */
  readonly product: number | null;
  /** Pages that were given, each once. */
  readonly given: number;
  /** Pages of the whole list; null where nobody says how many there are, and there may be more. */
  readonly total: number | null;
}

/**
 * The rows of a page may be all that was asked for where they are a multiple of this. The cloud gives 25 where nobody asks for another number (source:
 * the documentation of its list of product devices, `perPage`), and people ask for 10, 50 or 100.
 */
const ROUND = 5;

/** The lists of which pages are missing, by product. Equal pages count once. */
export function missingPages(pages: readonly FleetPage[]): readonly MissingPages[] {
  const products = new Set(pages.flatMap(({ product }) => product ?? []));
  const [only = null] = products.size === 1 ? products : [];
  // A page without rows does not say of which product it is.
  const lists = groupBy(pages, ({ product }) => product ?? only);
  return [...lists]
    .flatMap(([product, list]) => missingOf(list).map((missing) => ({ product, ...missing })))
    .sort((a, b) => (a.product ?? -1) - (b.product ?? -1));
}

function missingOf(pages: readonly FleetPage[]): readonly Omit<MissingPages, 'product'>[] {
  const totals = pages.flatMap(({ total }) => total ?? []);
  const given = new Set(
    pages.map(({ number, fingerprint }) => (number === null ? fingerprint : `page ${String(number)}`)),
  ).size;
  if (totals.length === 0 && pages.some(({ isOpen }) => isOpen === true)) return [{ given, total: null }];
  if (totals.length > 0) {
    const total = Math.max(...totals);
    return given < total ? [{ given, total }] : [];
  }
  const numbers = pages.flatMap(({ number }) => number ?? []);
  const last = Math.max(...numbers);
  if (given < last) return [{ given, total: last }];
  // The pages before the last one are full, and tell how many rows that are.
  const full = Math.max(...pages.map(({ number, rows }) => (number === last ? 0 : rows)));
  const isFull = pages.some(
    ({ number, rows }) => number === last && rows > 0 && (full > 0 ? rows >= full : rows % ROUND === 0),
  );
  return isFull ? [{ given, total: null }] : [];
}
