/** Audit reports for tests, without the command line. */
import { assess, PARTS } from '../../src/assess/assess.js';
import { readFirmwareFile } from '../../src/assess/file.js';
import { TOOLS } from '../../src/cli/tools.js';
import { lockOf } from '../../src/release/lock.js';
import type { AuditReport } from '../../src/report/audit.js';
import { inventory } from './release.js';
import type { Contents } from './release.js';

/** What an audit says of files by name; against a lock of `locked` where that is given. */
export function auditReport(contents: Contents, locked: Contents | null = null): AuditReport {
  const files = Object.entries(contents).map(([file, bytes]) => readFirmwareFile(file, bytes, TOOLS));
  return assess(files, { parts: PARTS.audit, lock: locked === null ? null : lockOf(inventory(locked)) });
}
