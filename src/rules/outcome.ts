/** What a device does with what a rule calls an error. */
import type { Rule } from './types.js';

/**
 * `refused`: the device does not take it. `safe_mode`: it takes it, and the application does not run then. `taken`: no device refuses it, and it does
 * harm or is what nobody wants; what is wrong with a release as a whole no device sees.
 */
export type Outcome = 'refused' | 'safe_mode' | 'taken';

const SAFE_MODE: ReadonlySet<string> = new Set(['FW307', 'FW501', 'FW705', 'FW706', 'FW711']);
const TAKEN: ReadonlySet<string> = new Set([
  'FW202',
  'FW203',
  'FW302',
  'FW303',
  'FW304',
  'FW309',
  'FW503',
  'FW504',
  'FW524',
  'FW701',
  'FW708',
  'FW709',
]);

/** The outcome of an error of a rule, as its own `effect` says it. */
export function outcomeOf({ id, on }: Pick<Rule, 'id' | 'on'>): Outcome {
  if (SAFE_MODE.has(id)) return 'safe_mode';
  return on === 'release' || TAKEN.has(id) ? 'taken' : 'refused';
}
