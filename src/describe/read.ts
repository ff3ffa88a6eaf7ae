/** What a device, the cloud or a tool reports of a device's modules, read as facts; the twin's state is made of them in `state.ts`. */
import { pastedLines, plainText } from './front.js';
import type { PastedLine } from './front.js';
import { readInspect, looksLikeInspect } from './inspect.js';
import { readJsonReports, readJsonValue } from './json.js';
import type { TimedReport } from './json.js';
import { quoted } from './modules.js';
import type { DeviceReport, NoReport, ReportFault, ReportNote, SeveralReports } from './types.js';
import { moduleKey } from '../module/id.js';
import type { Requirement } from '../module/types.js';

export { stateOfReport } from './state.js';

/** Characters of a text that is read. */
const TEXT_LIMIT = 16 * 1024 * 1024;
/** Characters of a text that is a single report. */
const SINGLE_LIMIT = 1024 * 1024;

/**
 * Reads the report of one device: describe JSON, a safe-mode event, `particle serial inspect` text, or what particle-usb gives. Never throws,
 * whatever the text. Of several reports of one device the latest counts; where they differ and no time says which that is, it is `several` of one device.
 *
 * @param text as people paste it: quoted, coloured, cut off, wrapped in events or answers
 * @param id of which device of the text, where it holds several: 24 hex digits
 * @returns the report with notes about what is unclear in it; what the text looks like instead; or how many devices it is about
 */
export function readDeviceReport(text: string, id?: string): DeviceReport | ReportFault {
  const reports = readReportsOfOne(text, id);
  if ('kind' in reports) return reports;
  return latestOf(reports)?.report ?? severalOf(reports);
}

/** Every report of the one device that a text is about, or that is asked for, at least one. As `readDeviceReport`. */
export function readReportsOfOne(text: string, id?: string): readonly TimedReport[] | ReportFault {
  if (id === undefined && text.length > SINGLE_LIMIT) return fault('more than 1 MiB of text');
  const read = readTimedReports(text);
  if ('kind' in read) return read;
  const reports = id === undefined ? read : read.filter(({ report }) => report.deviceId === id.toLowerCase());
  if (reports.length === 0) {
    return { ...fault(`a text without the device ${quoted(id)}`), others: severalOf(read).ids };
  }
  return isOfOne(reports) ? reports : severalOf(reports);
}

/**
 * Reads every report of a text, of however many devices: an array, one a line, one `particle serial inspect` after another. Never throws.
 *
 * @returns in the order of the text, each with `deviceId` where the text names it; a fault where there is none
 */
export function readDeviceReports(text: string): readonly DeviceReport[] | NoReport {
  const read = readTimedReports(text);
  return 'kind' in read ? read : read.map(({ report }) => report);
}

/**
 * Reads every report of a text, and when each was said. As `readDeviceReports`.
 */
export function readTimedReports(text: string): readonly TimedReport[] | NoReport {
  if (text.length > TEXT_LIMIT) return fault('more than 16 MiB of text');
  const plain = plainText(text);
  if (plain.trim() === '') return fault('no text at all');
  const lines = pastedLines(plain);
  const inspected = looksLikeInspect(lines) ? readInspect(lines).map((report) => ({ report, at: null })) : [];
  if (!/[{[]|&(?:#|l[bcs])/.test(plain)) return inspected.length > 0 ? inspected : fault(looksLike(plain, lines));
  const { reports, events, isJson } = readJsonReports(plain);
  const all = [...inspected, ...reports];
  if (all.length > 0) return all;
  const event = events.at(-1);
  if (event !== undefined) return fault(`the event ${event}, which lists no modules`);
  return fault(isJson ? 'JSON without a list of modules' : looksLike(plain, lines));
}

/** Reads every report of a JSON value, and when each was said; none where it lists no modules. Never throws. */
export function readReportsOf(value: unknown): readonly TimedReport[] {
  return readJsonValue(value).reports;
}

/**
 * The latest of the reports of one device, with a note where there are more. What has no time may be the latest; null where what may be it differs.
 */
export function latestOf(reports: readonly TimedReport[]): TimedReport | null {
  const last = reports.reduce((most, { at }) => Math.max(most, at ?? most), Number.NEGATIVE_INFINITY);
  const latest = reports.filter(({ at }) => at === null || at === last);
  const found = latest.at(-1);
  if (found === undefined || !isEachEqual(latest)) return null;
  const notes: readonly ReportNote[] = reports.length > 1 ? [{ kind: 'several_reports', count: reports.length }] : [];
  return { ...found, report: { ...found.report, notes: [...notes, ...found.report.notes] } };
}

/** All say the same; in which form makes no difference. */
function isEachEqual(reports: readonly TimedReport[]): boolean {
  const [first, ...others] = reports.map(({ report }) => JSON.stringify({ ...report, kind: null }));
  return others.every((one) => one === first);
}

/** All name the same device, or all say the same. */
function isOfOne(reports: readonly TimedReport[]): boolean {
  const deviceId = reports[0]?.report.deviceId ?? null;
  return deviceId === null ? isEachEqual(reports) : reports.every(({ report }) => report.deviceId === deviceId);
}

/** The devices that reports are about, as the fault that says so. */
function severalOf(reports: readonly TimedReport[]): SeveralReports {
  const ids = [...new Set(reports.flatMap(({ report }) => report.deviceId ?? []))];
  const unnamed = reports.filter(({ report }) => report.deviceId === null).length;
  return { kind: 'several', count: ids.length + unnamed, ids };
}

function fault(what: string): NoReport {
  return { kind: 'no_report', what };
}

/** Texts about devices that name no modules, by a line that only they have. */
const LOOKS: readonly (readonly [line: RegExp, what: string])[] = [
  [
    /^Your (?:device id|IMEI|ICCID|system firmware version) is /im,
    'the output of `particle identify`, which lists no modules',
  ],
  [/^Unable to determine system firmware version/im, 'the output of `particle identify`, which lists no modules'],
  [/^system firmware version:/im, 'the answer to "v" in a serial terminal, which lists no modules'],
  [/\[comm(?:\.\w{1,20})?\] (?:INFO|TRACE|WARN|ERROR)/, 'a log of the device, which lists no modules'],
  [/^(?:started|success|failed)$/i, 'the data of a flash status event, which lists no modules'],
  [/^(?:online|offline|auto-update)$/i, 'the data of a status event, which lists no modules'],
  [/^platform:\s*\d+\s*-/im, 'the beginning of `particle serial inspect`, without its modules'],
  [/^\s*<(?:!doctype|html)/i, 'an HTML page'],
  [/\0/, 'a binary file'],
];

function looksLike(text: string, lines: readonly PastedLine[]): string {
  const pasted = lines
    .slice(0, LOOK_LIMIT)
    .map((one) => one.text)
    .join('\n');
  const found = LOOKS.find(([line]) => line.test(text) || line.test(pasted));
  return found?.[1] ?? 'text without a list of modules';
}

/** Lines without their marks that are looked at for what a text is. */
const LOOK_LIMIT = 2000;

/**
 * What a device's modules need and do not find: declared minimums of what lies in main slots that the reported modules do not meet.
 * A module that is not reported counts as unmet; one that is reported without its version does not, because it may meet it.
 *
 * @returns ascending by function and index, the highest minimum of each module
 */
export function missingModules(report: DeviceReport): readonly Requirement[] {
  const installed = installedVersions(report);
  const missing = new Map<number, Requirement>();
  for (const { present, store, dependencies } of report.modules) {
    if (!present || store !== 'main' || dependencies === 'unknown') continue;
    for (const needs of dependencies) {
      const key = moduleKey(needs);
      const has = installed.get(key);
      const known = missing.get(key);
      const unmet = has === undefined || (has !== 'unknown' && has < needs.version);
      if (unmet && (known === undefined || known.version < needs.version)) missing.set(key, needs);
    }
  }
  return [...missing].sort(([a], [b]) => a - b).map(([, needs]) => needs);
}

/** By module: the first entry that is not in the slot of another. */
function installedVersions({ modules, notes }: DeviceReport): ReadonlyMap<number, number | 'unknown'> {
  const elsewhere = new Set(notes.flatMap((note) => (note.kind === 'mislabelled' ? [note.entry] : [])));
  const versions = new Map<number, number | 'unknown'>();
  for (const [entry, module] of modules.entries()) {
    const key = moduleKey(module);
    if (module.present && module.store === 'main' && !elsewhere.has(entry) && !versions.has(key)) {
      versions.set(key, module.version);
    }
  }
  for (const note of notes) {
    if (note.kind === 'missing_version' && modules[note.entry]?.store === 'main') {
      const key = moduleKey(note);
      if (!versions.has(key)) versions.set(key, 'unknown');
    }
  }
  return versions;
}
