/** From which severity on findings fail a run. */
import type { Config } from '../config/types.js';
import type { Severity } from '../rules/types.js';

/** What the flags say. */
export interface FailOptions {
  readonly strict: boolean;
  readonly failOn: Severity | undefined;
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/** From which severity on a finding fails the run: --fail-on, --strict (warnings too), the configuration, else errors. */
export function failLevel({ strict, failOn }: FailOptions, config: Pick<Config, 'failOn'>): Severity {
  return failOn ?? (strict ? 'warning' : (config.failOn ?? 'error'));
}

/** Whether a severity fails the run. */
export function fails(severity: Severity, options: FailOptions, config: Pick<Config, 'failOn'>): boolean {
  return WEIGHT[severity] >= WEIGHT[failLevel(options, config)];
}
