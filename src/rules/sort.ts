/** The order in which findings are told. */
import type { Finding, Severity } from './types.js';

const WEIGHT: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/** Whether a severity counts as at least another. */
export function isAtLeastAsBad(severity: Severity, level: Severity): boolean {
  return WEIGHT[severity] >= WEIGHT[level];
}

/** Errors first, then by file, rule and place: the same order for the same findings, however they were found. */
export function sortFindings<One extends Finding>(findings: readonly One[]): readonly One[] {
  const key = (finding: Finding): string => `${finding.file ?? ''}\u0000${finding.rule}`;
  return [...findings].sort(
    (a, b) =>
      WEIGHT[b.severity] - WEIGHT[a.severity] ||
      (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) ||
      (a.range?.offset ?? -1) - (b.range?.offset ?? -1),
  );
}
