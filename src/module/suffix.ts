import { readExtensions } from './extensions.js';
import { HEADER_SIZE, SUFFIX_BASE_SIZE, SUFFIX_PLAIN_LIMIT } from './layout.js';
import { parseSuffix } from './layout.generated.js';
import { MODULE_FLAG } from './types.js';
import type { Extension, ModuleHeader, Product, Suffix } from './types.js';

/** What stands behind the code of a module, and the extensions of prefix and suffix. */
export interface SuffixFacts {
  readonly suffix: Suffix | null;
  readonly product: Product | null;
  readonly productRaw: Product | null;
  readonly extensions: readonly Extension[];
  readonly extensionsOk: boolean;
  /** First byte behind header and prefix extensions. */
  readonly dataOffset: number;
}

/** A suffix with raw product words in front of its base has at least this size. */
const SIZE_WITH_PRODUCT = SUFFIX_BASE_SIZE + 4;

/** Product ids that mean "none was set". */
const UNSET_PRODUCT_IDS: readonly number[] = [0, 0xffff];

/**
 * Reads suffix, product words and both lists of extensions of a module whose `end - start + 4` bytes exist.
 * A suffix has 36 bytes (radio stack, NCP), 40 (usual: product id and version in front), 62 (RTL872x) or more; only one of
 * more than 44 bytes begins with extensions. Never throws; what does not fit is said in the result.
 */
export function readSuffix(bytes: Uint8Array, header: ModuleHeader, headerOffset: number): SuffixFacts {
  const length = header.end - header.start;
  const afterHeader = headerOffset + HEADER_SIZE;
  const prefix =
    (header.flags & MODULE_FLAG.prefixExtensions) === 0 ? null : readExtensions(bytes, 'prefix', afterHeader, length);
  const prefixExtensions = prefix?.extensions ?? [];
  const dataOffset = prefix?.next ?? afterHeader;
  const prefixOk = prefix === null || (prefix.ok && prefix.closed);
  if (length < afterHeader + SUFFIX_BASE_SIZE) {
    return {
      suffix: null,
      product: null,
      productRaw: null,
      extensions: prefixExtensions,
      extensionsOk: prefixOk,
      dataOffset,
    };
  }
  const { size, reserved } = parseSuffix(bytes.subarray(length - SUFFIX_BASE_SIZE, length));
  const fits = size >= SUFFIX_BASE_SIZE && size <= length - dataOffset;
  const list =
    fits && size > SUFFIX_PLAIN_LIMIT
      ? readExtensions(bytes, 'suffix', length - size, length - SUFFIX_BASE_SIZE)
      : { extensions: [], ok: true, closed: false, next: 0 };
  const productRaw = productOf(bytes, length, fits ? size : 0, list);
  return {
    suffix: { size, reserved, fits },
    product: meaningfulProduct(productRaw, header.platform),
    productRaw,
    extensions: [...prefixExtensions, ...list.extensions],
    extensionsOk: prefixOk && list.ok,
    dataOffset,
  };
}

/** The product words: from their extension, else raw in front of the suffix base (with extensions only behind an END). */
function productOf(
  bytes: Uint8Array,
  length: number,
  size: number,
  list: { readonly extensions: readonly Extension[]; readonly closed: boolean; readonly next: number },
): Product | null {
  const extension = list.extensions.find((one) => one.kind === 'product_data');
  if (extension?.kind === 'product_data') return { id: extension.id, version: extension.version };
  const behindEnd = list.closed && list.next <= length - SIZE_WITH_PRODUCT;
  const raw = size >= SIZE_WITH_PRODUCT && (size <= SUFFIX_PLAIN_LIMIT || behindEnd);
  if (!raw) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + length - SIZE_WITH_PRODUCT, 4);
  return { id: view.getUint16(0, true), version: view.getUint16(2, true) };
}

/**
 * Null for every spelling of "not set": no words, 0, 65535, and the platform's own id, which current Device OS writes by default.
 * Source: `wiring/inc/spark_wiring_version.h`, PRODUCT_VERSION alone stores the platform id.
 */
function meaningfulProduct(raw: Product | null, platform: number): Product | null {
  return raw === null || UNSET_PRODUCT_IDS.includes(raw.id) || raw.id === platform ? null : raw;
}
