/** What was judged, as a statement to sign elsewhere: in-toto, with the digests of the files as its subject. */
import type { Assessment } from '../assess/types.js';
import type { HashText } from '../base/hash-text.js';
import { compareText } from '../base/compare.js';
import { tableExtent } from '../catalog/releases.js';
import { digestOf } from '../release/digest.js';
import type { Lock } from '../release/lock.js';
import { countFindings } from '../rules/capped.js';
import type { Severity } from '../rules/types.js';
import { VERSION } from './version.js';

/**
 * An in-toto statement: these files, by their SHA-256, were judged so. It holds no time and no signature; both come with signing it. Without a clock:
 * the same files give the same bytes.
 *
 * @param lock the files
 * @param found the audit of the same files
 * @param sha256 for the digest of the set
 */
export function statementJson(
  lock: Lock,
  found: Pick<Assessment, 'judgement' | 'findings' | 'assumed'>,
  sha256: HashText,
) {
  const { last, day } = tableExtent();
  const count = (severity: Severity): number =>
    countFindings(found.findings.filter((one) => one.severity === severity));
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: lock.files.map((one) => ({ name: one.path, digest: { sha256: one.sha256 } })),
    predicateType: 'urn:fwinspect:judgement:1',
    predicate: {
      judgement: found.judgement,
      digest: { sha256: digestOf(lock.files, sha256) },
      judgedBy: { name: 'fwinspect', version: VERSION, command: 'audit' },
      table: { newestRelease: last, day },
      findings: { errors: count('error'), warnings: count('warning'), notes: count('note') },
      rules: rulesOf(found.findings),
      assumed: found.assumed,
    },
  };
}

/** Each rule that found something, with how often. */
function rulesOf(findings: Assessment['findings']) {
  const counts = new Map<string, number>();
  for (const one of findings) counts.set(one.rule, (counts.get(one.rule) ?? 0) + countFindings([one]));
  return [...counts].sort(([a], [b]) => compareText(a, b)).map(([rule, times]) => ({ rule, times }));
}
