/** Which page of how many an answer of the cloud is, by its own word. */
import { isObject } from '../base/is-object.js';
import type { JsonObject } from '../base/is-object.js';
import { countOf } from './row.js';
import type { FleetPage } from './types.js';

/**
 * What an answer of the cloud says of its pages, in its `meta` or beside its list: how many there are, and which one it is; null for what it does not
 * say.
 */
export function pagesSaid(around: JsonObject): Pick<FleetPage, 'total' | 'number' | 'isOpen'> {
  const places = [around.meta, around.pagination, around].filter(isObject);
  const said = places.map((one) => one.total_pages ?? one.totalPages);
  const totals = said.flatMap((one) => countOf(one) ?? []);
  const isOpen =
    said.some((one) => one !== undefined && one !== null && countOf(one) === null) ||
    places.some((one) => one.has_more === true || one.hasMore === true);
  const [number = null] = places.flatMap((one) => countOf(one.current ?? one.page ?? one.current_page) ?? []);
  // Of two words about one list the larger one leaves more open.
  return { total: totals.length === 0 ? null : Math.max(...totals), number, ...(isOpen ? { isOpen } : {}) };
}
