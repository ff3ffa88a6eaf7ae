/** Which module: its function and its index, the one number that stands for it as a key, and the modules that it asks for. */
import type { ModuleHeader, ModuleId, Requirement } from './types.js';

/** A {@link ModuleId} as one number; made and read by this file alone. Ascending keys are ascending by function, then index. */
export type ModuleKey = number;

/** Indexes are one byte of the header. */
const INDEXES = 0x100;

/** The key of a module; modules with other facts but the same function and index have the same one. */
export function moduleKey({ function: moduleFunction, index }: ModuleId): ModuleKey {
  return moduleFunction * INDEXES + index;
}

/** The module that a key stands for. */
export function moduleIdOf(key: ModuleKey): ModuleId {
  return { function: Math.floor(key / INDEXES), index: key % INDEXES };
}

/** Whether two things are, or speak of, the same module by function and index. */
export function isSameModule(a: ModuleId, b: ModuleId): boolean {
  return a.function === b.function && a.index === b.index;
}

/** The dependencies that a header declares, in their order, those that are "none" left out. */
export function dependenciesOf(module: Pick<ModuleHeader, 'dependency1' | 'dependency2'>): readonly Requirement[] {
  return [module.dependency1, module.dependency2].filter((one) => one !== null);
}
