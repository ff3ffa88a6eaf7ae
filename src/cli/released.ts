import { safeText } from '../base/safe-text.js';
import { parseReleased } from '../release/released.js';
import type { ReleasedFirmware } from '../release/released.js';
import { readText, UsageError } from './context.js';

/** What the product has released so far, as `--released` says. */
export function releasedOption(file: string | undefined, product: number | null): ReleasedFirmware | null {
  if (file === undefined) return null;
  const found = parseReleased(readText(file, 'released'), product);
  if (!('kind' in found)) return found;
  if (found.kind === 'no_list') {
    throw new UsageError(
      `${safeText(file)} holds no whole list of a product's firmware, as GET /v1/products/ID/firmware gives it`,
    );
  }
  const products = found.products.map(String).join(', ');
  throw new UsageError(
    `${safeText(file)} lists the firmware of product ${products}${product === null ? '; say which with --product' : `, not of ${String(product)}`}`,
  );
}
