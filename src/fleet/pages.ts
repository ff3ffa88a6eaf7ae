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

/** Rows of a page of the cloud where nobody asked for another number. Source: the documentation of the cloud's list of product devices (`perPage`). */
const FULL_PAGE = 25;

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
  if (totals.length > 0) {
    const total = Math.max(...totals);
    return given < total ? [{ given, total }] : [];
  }
  const numbers = pages.flatMap(({ number }) => number ?? []);
  const last = Math.max(...numbers);
  if (given < last) return [{ given, total: last }];
  const isFull = pages.some(({ number, rows }) => number === last && rows > 0 && rows % FULL_PAGE === 0);
  return isFull ? [{ given, total: null }] : [];
}
