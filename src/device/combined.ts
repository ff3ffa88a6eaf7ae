/** The modules of a combined file, and what of them a device takes. */
import type { ModuleFacts } from './types.js';

/** Modules of one file that Device OS installs at the most. Source: MAX_COMBINED_MODULE_COUNT, `ota_flash_hal.cpp`, 2.0.0-alpha.1 and later. */
export const MOST_COMBINED = 2;

/** Every module of a file in its order; null stands for one that cannot be read. */
export function partsOf(facts: ModuleFacts): readonly (ModuleFacts | null)[] {
  return facts.combined.length === 0 ? [facts] : [facts, ...facts.combined];
}
