/** What a text says of one device: its own reports, and the rows of lists beside them, which are words about devices as well. */
import { latestOf, readReportsOfOne, stateOfReport } from '../describe/read.js';
import type { TimedReport } from '../describe/json.js';
import type { DeviceReport, ReportFault } from '../describe/types.js';
import { runningVersion } from '../device/accept.js';
import { fleetReader } from '../fleet/reader.js';
import { stateOfRow } from '../fleet/release-state.js';
import type { FleetRecord, RowWord } from '../fleet/types.js';

/** A row of a list. */
export type RowRecord = FleetRecord & { readonly word: RowWord };

/** Every word about one device. */
export interface OneDevice {
  /** At least one. */
  readonly reports: readonly TimedReport[];
  /** Those that name a platform or a release. */
  readonly rows: readonly RowRecord[];
}

/** There is a row of the device that was asked for, and no report. */
export interface RowAlone {
  readonly kind: 'row_alone';
}

/**
 * Reads a text that is about one device, or of which one device is asked for.
 *
 * @returns its words, or why there is no such device
 */
export function readOneDevice(text: string, id?: string): OneDevice | RowAlone | ReportFault {
  const reports = readReportsOfOne(text, id);
  if ('kind' in reports && reports.kind === 'no_report' && reports.others === undefined) return reports;
  const all = rowsIn(text);
  const named = [...new Set(all.flatMap((row) => row.id ?? []))];
  if ('kind' in reports) {
    if (reports.kind === 'several') return withNamed(reports.ids, reports.count, id === undefined ? named : []);
    if (id !== undefined && named.includes(id.toLowerCase())) return { kind: 'row_alone' };
    return { ...reports, others: [...new Set([...(reports.others ?? []), ...named])] };
  }
  const rows = id === undefined ? all : all.filter((row) => row.id === id.toLowerCase());
  const [first] = reports;
  const isOne = rows.every((row) => isSame(row, first?.report ?? null, named.length));
  return isOne ? { reports, rows } : withNamed(idsOf({ reports }), 1, named);
}

/** The IDs that its reports name, each once. */
export function idsOf({ reports }: Pick<OneDevice, 'reports'>): readonly string[] {
  return [...new Set(reports.flatMap(({ report }) => report.deviceId ?? []))];
}

/** The devices of reports and those of rows. */
function withNamed(ids: readonly string[], count: number, named: readonly string[]): ReportFault {
  const known = new Set(ids);
  const all = [...new Set([...ids, ...named])];
  return { kind: 'several', count: count + all.length - known.size, ids: all };
}

/** Whether a row is of the device of a report: where one of them names none, they have to agree about what runs, and nothing else may be named. */
function isSame(row: RowRecord, report: DeviceReport | null, named: number): boolean {
  if (report === null) return false;
  if (row.id !== null && report.deviceId !== null) return row.id === report.deviceId;
  return named <= 1 && !isOtherRelease(row, report);
}

/** Rows of a text that say something of a device. */
function rowsIn(text: string): readonly RowRecord[] {
  const rows: RowRecord[] = [];
  const record = (one: FleetRecord): void => {
    if (isRow(one) && (one.word.deviceOs !== null || one.word.platform !== null)) rows.push(one);
  };
  const reader = fleetReader(null, { record, page: () => undefined });
  reader.add(text);
  reader.end();
  return rows;
}

const isRow = (record: FleetRecord): record is RowRecord => record.word.kind === 'row';

/** The latest report; or the later row that names another release, or why none is known to be the latest: as a fleet takes them, see `assess/device-table.ts`. */
export function lastWordOf({ reports, rows }: OneDevice): TimedReport | RowRecord | null {
  const latest = latestOf(reports);
  if (latest === null) return null;
  const { report, at } = latest;
  const last = lastRows(rows);
  const [row] = last;
  const isAgreed = new Set(last.map(({ word }) => word.deviceOs)).size <= 1;
  if (row === undefined || (isAgreed && !isOtherRelease(row, report))) return latest;
  const rowAt = last.some((one) => one.at === null) ? null : row.at;
  if (at === null || rowAt === null || at === rowAt) return null;
  if (rowAt < at) return latest;
  return isAgreed ? row : null;
}

/** The latest rows; all of them where one has no time. */
function lastRows(rows: readonly RowRecord[]): readonly RowRecord[] {
  const times = rows.map(({ at }) => at).filter((at) => at !== null);
  return times.length < rows.length ? rows : rows.filter(({ at }) => at === Math.max(...times));
}

/** Whether a row names another Device OS than a report. */
function isOtherRelease({ word }: RowRecord, report: DeviceReport): boolean {
  if (word.deviceOs === null) return false;
  const platform = report.platform ?? word.platform;
  const made = stateOfReport(report, platform ?? undefined);
  const running = 'kind' in made ? 'unknown' : runningVersion(made.state);
  if (typeof running !== 'number') return false;
  const row = stateOfRow({ platform, deviceOs: word.deviceOs });
  return row.kind === 'unknown' || row.version !== running;
}
