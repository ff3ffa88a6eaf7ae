/** The devices that a check is about: single reports, or a fleet of very many. */
import { readdirSync, statSync } from 'node:fs';
import type { DeviceItem, UnreadReport } from '../assess/types.js';
import { safeText } from '../base/safe-text.js';
import { readDeviceReport, readDevices, stateOfReport } from '../describe/read.js';
import type { DeviceReport } from '../describe/types.js';
import type { DeviceState } from '../device/types.js';
import { severalWords } from '../report/device-report.js';
import { orUnreadable, unreadable, UsageError } from './context.js';
import { reportText } from './device.js';
import { linesOf } from './lines.js';

/** What a fleet stream gives: a device, or a line that says none. */
type FleetItem = DeviceItem | UnreadReport;

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
    yield* devicesOfLines(place, platform);
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

async function* devicesOfLines(file: string, platform: number | null): AsyncGenerator<FleetItem> {
  const memo = new Map<string, DeviceState>();
  for await (const { number, text } of linesOf(file)) {
    const place = `${file}:${String(number)}`;
    if (text === null) {
      yield { file: place, code: 'no_report', message: 'is no device report: the line is too long' };
      continue;
    }
    const { name, body } = identityOf(text);
    const known = body === null ? undefined : memo.get(body);
    if (known !== undefined) {
      yield { name: name ?? `line ${String(number)}`, state: known, file: null };
      continue;
    }
    const items = devicesOf(name ?? `line ${String(number)}`, text, platform);
    const [item] = items;
    if (item === undefined || !('state' in item) || items.length > 1) {
      for (const one of items) yield 'state' in one ? one : { ...one, file: place };
      continue;
    }
    if (body !== null && memo.size < MOST_REMEMBERED) memo.set(body, item.state);
    yield { name: name ?? item.name, state: item.state, file: null };
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

function objectOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
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
    : { name: report.deviceId ?? name, state: found.state, file: null };
}
