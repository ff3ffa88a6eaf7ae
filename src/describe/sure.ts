/** Which modules of a report are known well enough to be judged by. What is left over is unknown, and unknown is never taken for right. */
import { isSameModule } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { ModuleId, Requirement } from '../module/types.js';
import type { DeviceReport, ReportedModule, ReportNote } from './types.js';

/** What of a report can be relied on. */
export interface Certainty {
  /** Entries of which what they need, what they are, or whether they are whole is not known. */
  readonly unsure: ReadonlySet<number>;
  /** Nothing of the report was lost, so that what it does not list is not there. */
  readonly isComplete: boolean;
  /** Entries that fail by the device's own word, although they cannot be judged by what is known of them. */
  readonly failed: ReadonlyMap<number, 'fails' | 'damaged'>;
  /** What is not known beyond the report's own notes. */
  readonly notes: readonly ReportNote[];
}

/** Notes that say that a part of the report, or which module it is about, was lost. */
const LOSSES: ReadonlySet<ReportNote['kind']> = new Set<ReportNote['kind']>([
  'damaged',
  'cut_off',
  'too_many_notes',
  'too_many_modules',
  'unreadable_entry',
  'unknown_function',
  'unknown_store',
  'missing_function',
  'missing_index',
]);

/** Notes after which no entry can be relied on. */
const RUINS: ReadonlySet<ReportNote['kind']> = new Set<ReportNote['kind']>(['damaged', 'too_many_notes']);

/** What of a report is known well enough, and why the rest is not. */
export function certaintyOf(report: DeviceReport): Certainty {
  const { modules, notes } = report;
  const isRuined = notes.some(({ kind }) => RUINS.has(kind));
  const mayLack = notes.some((note) => note.kind === 'unreadable_line' && note.makesUnknown === 'application');
  const named = new Set(notes.flatMap((note) => (note.kind === 'missing_function' ? [note.entry] : [])));
  const isOwn = (entry: number): boolean => !isRuined && !named.has(entry) && !isContradicted(report, entry);
  const failed = new Map<number, 'fails' | 'damaged'>();
  for (const [entry, one] of modules.entries()) {
    const isLost = one.dependencies === 'unknown';
    if (isFailedWithoutCause(report, one) && (!isLost || isOwn(entry))) failed.set(entry, 'fails');
    else if (isDamaged(one) && isHalfKnown(one) && isOwn(entry)) failed.set(entry, 'damaged');
  }
  const withoutCause = [...failed].flatMap(([entry, kind]) => (kind === 'fails' ? [entry] : []));
  const unsure = new Set(withoutCause);
  for (const [entry, one] of modules.entries()) {
    const isUnsure =
      isRuined ||
      named.has(entry) ||
      isHalfKnown(one) ||
      isContradicted(report, entry) ||
      // A line that nobody understood may say that the application fails; where it is known to, it stays so.
      (mayLack && one.function === MODULE_FUNCTION.userPart && one.failed.length === 0);
    if (isUnsure) unsure.add(entry);
  }
  return {
    unsure,
    failed,
    isComplete: !mayLack && !notes.some(({ kind }) => LOSSES.has(kind)),
    notes: withoutCause.map((entry) => ({ kind: 'failed_without_cause', entry, ...nameOf(modules[entry]) })),
  };
}

function nameOf(module: ReportedModule | undefined): ModuleId {
  return { function: module?.function ?? MODULE_FUNCTION.none, index: module?.index ?? 0 };
}

/** Whether it is whole, in range and for the platform has to be said; its dependencies are compared anyway, where they are named. */
function isHalfKnown({ present, dependencies, checks }: ReportedModule): boolean {
  if (!present) return false;
  const { integrity, range, platform } = checks;
  const isUnchecked = [integrity, range, platform].some((one) => one === 'unknown' || one === 'not_checked');
  // A header has room for two dependencies.
  return isUnchecked || checks.dependencies === 'unknown' || dependencies === 'unknown' || dependencies.length > 2;
}

/** A second entry for the same module that says something else. */
function isContradicted({ modules, notes }: DeviceReport, entry: number): boolean {
  const one = modules[entry];
  if (one?.present !== true) return false;
  const rivals = modules.filter(
    (other, at) => at !== entry && other.present && other.store === one.store && isSameModule(other, one),
  );
  // Of millions of reports hardly any has two entries for one module.
  if (rivals.length === 0) return false;
  const isElsewhere = (module: ReportedModule): boolean =>
    notes.some((note) => note.kind === 'mislabelled' && modules[note.entry] === module);
  if (isElsewhere(one)) return false;
  const said = JSON.stringify(one);
  return rivals.some((other) => !isElsewhere(other) && JSON.stringify(other) !== said);
}

/** The device says that the dependency check failed, and nothing in the report explains it, or the line that would is lost. */
function isFailedWithoutCause(report: DeviceReport, one: ReportedModule): boolean {
  const { present, store, dependencies, failed } = one;
  // What fails another check is refused for that, whatever it needs.
  const isOnlyFailure = failed.length === 1 && failed[0] === 'dependencies';
  if (!present || store !== 'main' || !isOnlyFailure) return false;
  return dependencies === 'unknown' || dependencies.every((needs) => isMet(report, needs));
}

/** The device says that the CRC of the module is wrong. */
export function isDamaged({ present, store, failed }: ReportedModule): boolean {
  return present && store === 'main' && failed.includes('integrity');
}

/** Met by an entry that no check refuses: one that is itself refused is a cause. */
function isMet({ modules }: DeviceReport, needs: Requirement): boolean {
  return modules.some(
    (one) =>
      one.present &&
      one.store === 'main' &&
      isSameModule(one, needs) &&
      one.version >= needs.version &&
      one.failed.length === 0,
  );
}
