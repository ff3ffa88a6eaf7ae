/** Which firmware of its product a device is meant to have. */

/** What a product says of a device; versions of its firmware. */
export interface ProductTarget {
  /** Marked as a development device. */
  readonly development: boolean;
  /** The version that it is locked to; null for none. */
  readonly locked: number | null;
  /** Versions that are released to its groups. */
  readonly groups: readonly number[];
  /** The version that all others get; null for none. */
  readonly productDefault: number | null;
}

/**
 * Takes what a product says of a device; gives the version that the cloud brings to it, null for none: a development device gets nothing, else the lock
 * decides, else the highest version of its groups, else the product's default. Source: particle-iot/docs, "OTA updates", "Firmware precedence rules".
 */
export function productFirmware({ development, locked, groups, productDefault }: ProductTarget): number | null {
  if (development) return null;
  if (locked !== null) return locked;
  return groups.length > 0 ? Math.max(...groups) : productDefault;
}
