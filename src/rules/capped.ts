/** How many findings of one rule are told: thousands of equal sentences tell a reader nothing more, and fill a log. */
import { groupBy } from '../base/group-by.js';
import type { Finding } from './types.js';

/** Of one rule about one subject (a set, a release, all files together), for people and as data. */
export const MOST_FINDINGS = { text: 100, data: 1000 } as const;

/**
 * The first findings of each rule (and of it each severity, and those that are waived), in the order given; the last one told carries how many are left
 * out.
 *
 * @param findings in the order in which they shall be told
 * @param most how many of one rule are told, see {@link MOST_FINDINGS}
 */
export function cappedFindings<One extends Finding>(findings: readonly One[], most: number): readonly One[] {
  const told = new Map<One, number>();
  for (const group of groupBy(findings, kindOf).values()) {
    const first = group.slice(0, most);
    const leftOut = countFindings(group) - first.length;
    for (const [at, one] of first.entries()) told.set(one, at === first.length - 1 ? leftOut : 0);
  }
  return findings.flatMap((one) => {
    const leftOut = told.get(one);
    if (leftOut === undefined) return [];
    return leftOut === (one.leftOut ?? 0) ? [one] : [{ ...one, leftOut }];
  });
}

/** Counts by severity, and of what is waived, stay right where the last one of a kind says how many are left out. */
function kindOf(finding: Finding): string {
  const isWaived = 'waived' in finding && finding.waived !== null;
  return `${finding.rule} ${finding.severity} ${isWaived ? 'waived' : ''}`;
}

/** How many findings there are, those that are only counted too. */
export function countFindings(findings: readonly Finding[]): number {
  return findings.reduce((sum, { leftOut = 0 }) => sum + 1 + leftOut, 0);
}
