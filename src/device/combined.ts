/** The modules of a combined file, and what of them a device takes. */
import type { Requirement } from '../module/types.js';
import type { Era } from './era.js';
import type { ModuleFacts, Reason } from './types.js';

/** Modules of one file that Device OS installs at the most. Source: MAX_COMBINED_MODULE_COUNT, `ota_flash_hal.cpp`, 2.0.0-alpha.1 and later. */
export const MOST_COMBINED = 2;

/** Every module of a file in its order; null stands for one that cannot be read. */
export function partsOf(facts: ModuleFacts): readonly (ModuleFacts | null)[] {
  return facts.combined.length === 0 ? [facts] : [facts, ...facts.combined];
}

/** The modules of a file as they lie in flash: of a compressed one what is in it. What cannot be read is left out. */
export function imagesOf(facts: ModuleFacts): readonly ModuleFacts[] {
  return partsOf(facts).flatMap((one) => one?.inner ?? one ?? []);
}

/** Why not all of a file arrives: the modules that the release never looks at; null where it takes all. */
export function ignoredOf({ moduleFormats }: Pick<Era, 'moduleFormats'>, { combined }: ModuleFacts): Reason | null {
  const taken = moduleFormats ? MOST_COMBINED : 1;
  const modules = combined.slice(taken - 1).flatMap((one): readonly Requirement[] => {
    return one === null ? [] : [{ function: one.function, index: one.index, version: one.version }];
  });
  return modules.length === 0 ? null : { kind: 'part_ignored', taken, modules };
}
