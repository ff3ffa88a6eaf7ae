/** Audit reports for tests, without the command line. */
import { orderModules } from '../../src/plan/order.js';
import { compareLock, lockOf } from '../../src/release/lock.js';
import type { AuditReport } from '../../src/report/audit.js';
import { checkFile, checkRelease } from '../../src/rules/run.js';
import { inventory } from './release.js';
import type { Contents } from './release.js';
import { subject } from './rules.js';

/** What an audit says of files by name; against a lock of `locked` where that is given. */
export function auditReport(contents: Contents, locked: Contents | null = null): AuditReport {
  const found = inventory(contents);
  const lock = locked === null ? null : compareLock(lockOf(inventory(locked)), found);
  const findings = [
    ...Object.entries(contents).flatMap(([file, bytes]) => checkFile(subject(file, bytes))),
    ...checkRelease({ inventory: found, lock }),
  ];
  return {
    inventory: found,
    platforms: found.platforms.map((one) => ({
      inventory: one,
      sets: one.sets.map((set) => ({
        set,
        order: orderModules(set.files),
      })),
      reach: null,
    })),
    lock,
    findings,
    rejected: findings.some(({ severity }) => severity === 'error'),
  };
}
