/** Every rule, in the order of its number. */
import { compareText } from '../base/compare.js';
import { RULES_ON } from './by-subject.js';
import type { Rule } from './types.js';

/** Every rule, by ascending id. */
export const RULES: readonly Rule[] = Object.values(RULES_ON)
  .flatMap((rules): readonly Rule[] => rules())
  .sort((a, b) => compareText(a.id, b.id));

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of an id such as `FW201`, in any case; undefined where there is none. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id.toUpperCase());
}
