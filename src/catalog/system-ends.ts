/** Where system parts of nRF52840 boards end: what is known of a part of which a report gives the version alone. */

/** Between which addresses a system part ends, the CRC not counted. */
export interface SystemEnd {
  readonly least: number;
  readonly most: number;
}

/**
 * By module versions, from and to. Measured on the released parts of Argon, Boron, Xenon and their SoMs: 1.1.0 to 1.5.2 end from 0xC05C8 on, those of
 * 2.0.0 to 2.3.1 between 0xA16C4 and 0xAA858. The slot is what bounds the rest: to 0xD4000 before 3.1.0-alpha.1. Source: `ota_module_bounds.c`, nRF52840.
 */
const ENDS: readonly (readonly [from: number, to: number, end: SystemEnd])[] = [
  [1100, 1515, { least: 0xc05c8, most: 0xd4000 }],
  [2000, 2302, { least: 0xa16c4, most: 0xaa858 }],
];

/** Takes a module version of a part in the slot that reaches to 0xD4000; null where no such part was measured. */
export function systemEnd(version: number): SystemEnd | null {
  return ENDS.find(([from, to]) => version >= from && version <= to)?.[2] ?? null;
}
