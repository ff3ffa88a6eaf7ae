/** What a product has released so far: the cloud's list of its firmware versions. */
import { isObject } from '../base/is-object.js';
import type { JsonObject } from '../base/is-object.js';
import { pagesSaid } from '../fleet/pages-said.js';

/** One version of a product's firmware. */
export interface ReleasedVersion {
  /** Product version. */
  readonly version: number;
  /** Bytes of the file that was uploaded; null where the list does not say. */
  readonly size: number | null;
}

/** The firmware of one product. */
export interface ReleasedFirmware {
  /** Product id; null where the list does not say. */
  readonly product: number | null;
  /** By ascending version. */
  readonly versions: readonly ReleasedVersion[];
}

/** Why a text is no such list. `several`: of more than one product. */
export type ReleasedFault =
  | { readonly kind: 'no_list' }
  | {
      readonly kind: 'several';
      /** Their ids. */
      readonly products: readonly number[];
    };

/** Product ids and versions have 16 bits. */
const MOST = 0xffff;

/**
 * Reads the answer of `GET /v1/products/ID/firmware`, as it is or within an object, or one entry a line. Never throws.
 *
 * @param product the only one that counts, where the list is of several; null = any
 */
export function parseReleased(text: string, product: number | null): ReleasedFirmware | ReleasedFault {
  const entries = entriesOf(text);
  const read = entries?.map(versionOf) ?? [];
  const known = read.flatMap((one) => one ?? []);
  // An entry that was not understood could be the highest one.
  if (entries === null || known.length < read.length) return { kind: 'no_list' };
  const own = known.filter((one) => product === null || one.product === null || one.product === product);
  const products = [...new Set(own.flatMap((one) => one.product ?? []))].sort((a, b) => a - b);
  if (products.length > 1) return { kind: 'several', products };
  const others = [...new Set(known.flatMap((one) => one.product ?? []))];
  if (own.length === 0 && others.length > 0) return { kind: 'several', products: others };
  return {
    product: products[0] ?? null,
    versions: own.map(({ version, size }) => ({ version, size })).sort((a, b) => a.version - b.version),
  };
}

function entriesOf(text: string): readonly unknown[] | null {
  const whole = parsed(text);
  if (Array.isArray(whole)) return whole as readonly unknown[];
  if (isObject(whole)) {
    const [list, ...others] = [whole.firmware, whole.data, whole.body].filter((one) => Array.isArray(one));
    if (others.length > 0 || isPageOfSeveral(whole)) return null;
    return (list as readonly unknown[] | undefined) ?? [whole];
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map(parsed);
  return lines.length === 0 || values.some((one) => !isObject(one)) ? null : values;
}

/** The other pages may hold the highest version. */
function isPageOfSeveral(whole: JsonObject): boolean {
  const { total, number, isOpen = false } = pagesSaid(whole);
  return isOpen || (total ?? 1) > 1 || (number ?? 1) > 1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Null for what is no version of a product's firmware: a release of Device OS has a version too, as a text. */
function versionOf(entry: unknown): (ReleasedVersion & { readonly product: number | null }) | null {
  if (!isObject(entry)) return null;
  const { version, size, product_id: product } = entry;
  if (!isCount(version, MOST)) return null;
  return {
    version,
    size: isCount(size, Number.MAX_SAFE_INTEGER) ? size : null,
    product: isCount(product, Number.MAX_SAFE_INTEGER) ? product : null,
  };
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}
