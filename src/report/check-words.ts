/** Sentences about a whole check that several formats share. */
import { countFindings } from '../rules/capped.js';
import type { Severity } from '../rules/types.js';
import { ruleById } from '../rules/registry.js';
import { isUnanswered } from './problem.js';
import type { CheckReport, FleetSummary, UsedConfiguration } from './check-types.js';
import { missingPagesWords, OLDER_RECORDS, otherEventsWords, unnamedWords } from './fleet.js';
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

/**
 * "200 devices: 180 run, 15 safe mode, 5 refuse; 1,234 bytes over the air for all together", and what the answer rests on where that is not every
 * device's own report.
 */
export function fleetLine(fleet: FleetSummary): string {
  const { devices, run, safeMode, refuse, unclear, wireBytes, otherPlatforms = 0 } = fleet;
  const outcomes = [
    `${grouped(run)} run`,
    `${grouped(safeMode)} safe mode`,
    `${grouped(refuse)} refuse`,
    ...(unclear > 0 ? [`${grouped(unclear)} unclear`] : []),
    ...(otherPlatforms > 0 ? [`${grouped(otherPlatforms)} of other platforms not judged`] : []),
  ];
  const cost = wireBytes > 0 ? `; ${byteCount(wireBytes)} over the air for all together` : '';
  return `${counted(devices, 'device')}: ${outcomes.join(', ')}${cost}${basisWords(fleet)}`;
}

function releaseAloneWords({ report, release }: NonNullable<FleetSummary['basis']>): string {
  return report === 0
    ? `${grouped(release)} judged by their Device OS release alone`
    : `${grouped(report)} judged by their report, ${grouped(release)} by their Device OS release alone`;
}

/** What devices are judged by, which records did not count, and which pages are missing. */
function basisWords({ basis, unnamed = 0, records, missingPages = [] }: FleetSummary): string {
  const { superseded = 0, otherEvents = 0 } = records ?? {};
  const parts = [
    ...(basis === undefined || basis.release === 0 ? [] : [releaseAloneWords(basis)]),
    ...(unnamed > 0 && unnamed + superseded + otherEvents > 1 ? [`${grouped(unnamed)} ${unnamedWords(unnamed)}`] : []),
    ...(superseded > 0 ? [`${counted(superseded, 'record')} ${OLDER_RECORDS}`] : []),
    ...(otherEvents > 0 ? [`${grouped(otherEvents)} ${otherEventsWords(otherEvents)}`] : []),
    ...missingPages.map(missingPagesWords),
  ];
  return parts.map((part) => `; ${part}`).join('');
}

/** "fwinspect.config.json", and "fwinspect.config.json: FW201 checksum is off (else error)" for each rule that it lowers. */
export function configurationLine({ file, lowered }: UsedConfiguration): string {
  const rules = lowered.map(({ rule, from, to }) => {
    const name = ruleById(rule)?.name;
    return `${rule}${name === undefined ? '' : ` ${name}`} ${to === 'off' ? 'is off' : `counts as ${to}`} (else ${from})`;
  });
  return rules.length === 0 ? file : `${file}: ${rules.join(', ')}`;
}
