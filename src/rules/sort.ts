/** The order in which findings are told. */
import { compareText } from '../base/compare.js';
import type { Finding, Severity } from './types.js';

const WEIGHT: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/** Whether a severity counts as at least another. */
export function isAtLeastAsBad(severity: Severity, level: Severity): boolean {
  return WEIGHT[severity] >= WEIGHT[level];
}

/** Errors first, then by file, rule and place: the same order for the same findings, however they were found. */
export function sortFindings<One extends Finding>(findings: readonly One[]): readonly One[] {
  return [...findings].sort(
    (a, b) =>
      WEIGHT[b.severity] - WEIGHT[a.severity] ||
      compareText(a.file ?? '', b.file ?? '') ||
      compareText(a.rule, b.rule) ||
      (a.range?.offset ?? -1) - (b.range?.offset ?? -1),
  );
}
