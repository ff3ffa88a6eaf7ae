/** What a configuration takes away: rules that count less than they would without it. */
import { RULES } from '../rules/registry.js';
import type { Severity } from '../rules/types.js';
import type { Config, Level } from './types.js';

export interface LoweredRule {
  readonly rule: string;
  /** What its findings count as without the configuration. */
  readonly from: Severity;
  readonly to: Level;
}

const WEIGHT: Readonly<Record<Level, number>> = { error: 3, warning: 2, note: 1, off: 0 };

/** Each rule that the configuration switches off or lowers, in the order of the rules. */
export function loweredRules({ rules = {} }: Config): readonly LoweredRule[] {
  return RULES.flatMap(({ id, severity }): LoweredRule[] => {
    const to = rules[id] ?? severity;
    return WEIGHT[to] < WEIGHT[severity] ? [{ rule: id, from: severity, to }] : [];
  });
}
