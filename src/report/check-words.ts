/** Sentences about a whole check that several formats share. */
import { countFindings } from '../rules/capped.js';
import type { Severity } from '../rules/types.js';
import { ruleById } from '../rules/registry.js';
import { isUnanswered } from './problem.js';
import type { CheckReport, FleetSummary, UsedConfiguration } from './check-types.js';
import { byteCount, counted, grouped } from './words.js';

/** How many findings of each severity count, and how many are waived. */
export function countsOf({ findings }: CheckReport): Readonly<Record<Severity | 'waived', number>> {
  const of = (severity: Severity): number =>
    countFindings(findings.filter((one) => one.waived === null && one.severity === severity));
  return {
    error: of('error'),
    warning: of('warning'),
    note: of('note'),
    waived: countFindings(findings.filter(({ waived }) => waived !== null)),
  };
}

/** "1 error, 2 warnings, 1 waived", "no findings", and what could not be read. */
export function checkCounts(report: CheckReport): string {
  const { error, warning, note, waived } = countsOf(report);
  const parts = [
    ...(error > 0 ? [counted(error, 'error')] : []),
    ...(warning > 0 ? [counted(warning, 'warning')] : []),
    ...(note > 0 ? [counted(note, 'note')] : []),
    ...(waived > 0 ? [`${counted(waived, 'finding')} waived`] : []),
  ];
  const what = report.errors.every(isUnanswered) ? 'question' : 'input';
  const unread = report.errors.length > 0 ? [`${counted(report.errors.length, 'problem')} with the ${what}`] : [];
  return [...(parts.length === 0 ? ['no findings'] : parts), ...unread].join(', ');
}

/** "200 devices: 180 run, 15 safe mode, 5 refuse; 1,234 bytes over the air for all together" */
export function fleetLine(fleet: FleetSummary): string {
  const { devices, run, safeMode, refuse, unclear, wireBytes, otherPlatforms = 0 } = fleet;
  const outcomes = [
    `${grouped(run)} run`,
    `${grouped(safeMode)} safe mode`,
    `${grouped(refuse)} refuse`,
    ...(unclear > 0 ? [`${grouped(unclear)} unclear`] : []),
  ];
  const cost = wireBytes > 0 ? `; ${byteCount(wireBytes)} over the air for all together` : '';
  const others = otherPlatforms > 0 ? `; ${grouped(otherPlatforms)} of other platforms not judged` : '';
  return `${counted(devices, 'device')}: ${outcomes.join(', ')}${cost}${others}`;
}

/** "fwinspect.config.json", and "fwinspect.config.json: FW201 checksum is off (else error)" for each rule that it lowers. */
export function configurationLine({ file, lowered }: UsedConfiguration): string {
  const rules = lowered.map(({ rule, from, to }) => {
    const name = ruleById(rule)?.name;
    return `${rule}${name === undefined ? '' : ` ${name}`} ${to === 'off' ? 'is off' : `counts as ${to}`} (else ${from})`;
  });
  return rules.length === 0 ? file : `${file}: ${rules.join(', ')}`;
}
