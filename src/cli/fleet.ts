/** The devices that a check is about: single reports, or a fleet of very many. */
import { readdirSync, statSync } from 'node:fs';
import type { DeviceItem, UnreadReport } from '../assess/types.js';
import { isObject } from '../base/is-object.js';
import type { JsonObject } from '../base/is-object.js';
import { safeText } from '../base/safe-text.js';
import { readDeviceReport, readDevices, stateOfReport } from '../describe/read.js';
import type { DeviceReport } from '../describe/types.js';
import type { DeviceState } from '../device/types.js';
import { reportNoteWords, severalWords } from '../report/device-report.js';
import { counted } from '../report/words.js';
import { MOST_BYTES, orUnreadable, readText, unreadable, UsageError } from './context.js';
import { reportText } from './device.js';
import { linesOf } from './lines.js';

/** What a fleet stream gives: a device, or a line that says none. */
type FleetItem = UnreadReport | (DeviceItem & Noted);

interface Noted {
  /** What of its report was not understood, or is odd, in words. */
  readonly notes: readonly string[];
}

/** What of reports was not understood: each note once, with the first device that it is of, in bounded memory. */
export function gatherNotes(): { readonly add: (item: FleetItem) => void; readonly words: () => readonly string[] } {
  const found = new Map<string, { readonly first: string; count: number }>();
  let left = 0;
  const addNote = (note: string, name: string): void => {
    const known = found.get(note);
    if (known !== undefined) known.count++;
    else if (found.size < MOST_NOTES) found.set(note, { first: name, count: 1 });
    else left++;
  };
  return {
    add: (item) => {
      if ('state' in item) for (const note of item.notes) addNote(note, item.name);
    },
    words: () => [
      ...[...found].map(([note, { first, count }]) => {
        const others = count === 1 ? '' : ` and ${counted(count - 1, 'other')}`;
        return `${safeText(first)}${others}: ${note}`;
      }),
      ...(left === 0 ? [] : [`${counted(left, 'more note')} about the reports`]),
    ],
  };
}

const MOST_NOTES = 20;

/**
 * Reads device reports: single files, a folder of them, or NDJSON with one report a line. Flat in memory.
 *
 * @param platform for reports that name none
 */
export async function* fleetDevices(
  devices: readonly string[],
  fleet: readonly string[],
  platform: number | null,
): AsyncGenerator<FleetItem> {
  for (const file of devices) yield { ...(await singleIn(file, platform)), file };
  for (const place of fleet) yield* fleetAt(place, platform);
}

async function* fleetAt(place: string, platform: number | null): AsyncGenerator<FleetItem> {
  const stats = orUnreadable(place, () => statSync(place));
  if (!stats.isDirectory()) {
    if (!stats.isFile()) throw new UsageError(`${safeText(place)} is neither a file nor a folder`);
    // What is too large to be held is read line by line.
    if (stats.size > MOST_BYTES.report) yield* devicesOfRecords(place, linesOf(place), platform);
    else yield* devicesOfRecords(place, recordsOf(readText(place, 'report')), platform);
    return;
  }
  const entries = orUnreadable(place, () => readdirSync(place, { withFileTypes: true }));
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  for (const name of names.sort()) yield* await devicesIn(`${place}/${name}`, platform);
}

/** A file of `--device` is about one device; one that cannot be read says nothing about the others. */
async function singleIn(file: string, platform: number | null): Promise<FleetItem> {
  try {
    const report = readDeviceReport(await reportText(file));
    if (report.kind === 'several') return { file, code: 'no_report', message: severalWords(report, undefined) };
    return report.kind === 'no_report' ? noReport(file, report.what) : itemOf(file, report, platform);
  } catch (error) {
    return { file, code: 'unreadable', message: unreadable(file, error).message };
  }
}

async function devicesIn(file: string, platform: number | null): Promise<readonly FleetItem[]> {
  try {
    return devicesOf(file, await reportText(file), platform);
  } catch (error) {
    return [{ file, code: 'unreadable', message: unreadable(file, error).message }];
  }
}

/** A part of a file that is about a device, or several: a line (with its number, from 1), an element of an array, or the whole (`null`). */
interface FleetRecord {
  readonly number: number | null;
  readonly text: string | null;
}

/** Elements of an array that are read together: with so few it may as well be the list of modules of one report. */
const FEW = 64;

/** One report a line where the first line is one; else the file is one text: a printed array, one printed object after another, serial inspect. */
function* recordsOf(text: string): Generator<FleetRecord> {
  const whole = parsed(text);
  if (Array.isArray(whole) && whole.length > FEW) {
    yield* whole.map((one, at) => ({ number: at + 1, text: JSON.stringify(one) }));
  } else if (whole !== undefined || !isOneALine(text)) yield { number: null, text };
  else {
    for (const [at, line] of text.split('\n').entries()) if (line.trim() !== '') yield { number: at + 1, text: line };
  }
}

/** By the first line; the second one counts where the first is damaged, and not just the bracket that a printed text begins with. */
function isOneALine(text: string): boolean {
  const [first = '', second = ''] = text.split('\n', LOOKED_AT).filter((line) => line.trim() !== '');
  return isObject(parsed(first)) || (first.trim().length > 1 && isObject(parsed(second)));
}

/** Lines among which the first one that is not empty is looked for. */
const LOOKED_AT = 100;

async function* devicesOfRecords(
  file: string,
  records: AsyncIterable<FleetRecord> | Iterable<FleetRecord>,
  platform: number | null,
): AsyncGenerator<FleetItem> {
  const memo = new Map<string, Noted & { readonly state: DeviceState }>();
  for await (const { number, text } of records) {
    const place = number === null ? file : `${file}:${String(number)}`;
    if (text === null) {
      yield { file: place, code: 'no_report', message: 'is no device report: the line is too long' };
      continue;
    }
    const { name, body } = identityOf(text);
    const unnamed = number === null ? file : `line ${String(number)}`;
    const known = body === null ? undefined : memo.get(body);
    if (known !== undefined) {
      yield { name: name ?? unnamed, ...known, file: null };
      continue;
    }
    const items = devicesOf(name ?? unnamed, text, platform);
    const [item] = items;
    if (item === undefined || !('state' in item) || items.length > 1) {
      for (const one of items) yield 'state' in one ? one : { ...one, file: place };
      continue;
    }
    if (body !== null && memo.size < MOST_REMEMBERED) memo.set(body, { state: item.state, notes: item.notes });
    yield { ...item, name: name ?? item.name };
  }
}

/** A hostile stream could bring ever new reports; what is remembered stays bounded. */
const MOST_REMEMBERED = 10_000;

/** What a report calls its device at its top, the surest first; events have a name of their own. */
const NAMES = ['coreid', 'device_id', 'deviceId', 'id', 'name'] as const;
/** What differs between devices that are otherwise alike. */
const PERSONAL = new Set<string>([...NAMES, 'published_at', 'last_heard', 'imei', 'iccid', 'u']);

/** The name of the device, and the report without it, so that equal reports are read once; null for what is no JSON object. */
function identityOf(line: string): { readonly name: string | null; readonly body: string | null } {
  const report = objectOf(line);
  if (report === null) return { name: null, body: null };
  const isEvent = 'data' in report;
  const key = NAMES.find((one) => typeof report[one] === 'string' && !(isEvent && one === 'name'));
  const rest = Object.entries(report).filter(([field]) => !PERSONAL.has(field));
  return { name: key === undefined ? null : String(report[key]).slice(0, LONGEST_NAME), body: JSON.stringify(rest) };
}

const LONGEST_NAME = 64;

function objectOf(line: string): JsonObject | null {
  const value = parsed(line);
  return isObject(value) ? value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Every device that a text is about, each by its latest report; never fewer than are named. */
function devicesOf(name: string, text: string, platform: number | null): readonly FleetItem[] {
  const reports = readDevices(text);
  if ('kind' in reports) return [noReport(name, reports.what)];
  const nameOf = (at: number): string => (reports.length === 1 ? name : `${name} #${String(at + 1)}`);
  return reports.map((report, at) => itemOf(nameOf(at), report, platform));
}

function noReport(file: string, what: string): FleetItem {
  return { file, code: 'no_report', message: `is no device report: ${safeText(what)}` };
}

function itemOf(name: string, report: DeviceReport, platform: number | null): FleetItem {
  const found = stateOfReport(report, report.platform ?? platform ?? undefined);
  return 'kind' in found
    ? { file: name, code: 'no_report', message: `does not say enough: ${safeText(found.what)}` }
    : { name: report.deviceId ?? name, state: found.state, notes: report.notes.map(reportNoteWords), file: null };
}
