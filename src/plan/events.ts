/** The log that people copy: what the cloud said about transfers in its events, or what the device printed of them over USB. */
import { instantOf } from '../base/instant.js';
import { EVENT, RESULT, SAFE_MODE, STATUS } from './event-names.js';
import { eventLines } from './event-lines.js';

/** One transfer as the device itself logs it. */
export interface LoggedTransfer {
  /** Bytes of the file; null where the log does not say. */
  readonly size: number | null;
  /** How far it came: `applying` is said before anything is applied, and nothing of the log tells whether that went well. */
  readonly reached: 'started' | 'received' | 'checking' | 'applying';
  /** What went wrong, in the words of the log; null for nothing. */
  readonly error: string | null;
}

/** What the events add up to. "Success" is success of a transfer, never of an installation. */
export interface EventLog {
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Verdicts of releases that publish one (`spark/device/ota_result`). */
  readonly results: readonly string[];
  readonly safeMode: number;
  /** Events that name another device, which do not count. */
  readonly ofOthers: number;
  /** What the device itself logged, in the order of the log. */
  readonly transfers: readonly LoggedTransfer[];
  readonly lines: number;
}

const LIMIT = 1024 * 1024;
const MOST_RESULTS = 32;

/** A device ID: 24 hex digits. */
const DEVICE_ID = /(?<![\da-f])[\da-f]{24}(?![\da-f])/i;
/** An event that is printed over several lines has no more than these around its name. */
const MOST_LINES_OF_EVENT = 12;

/**
 * Reads an event log in any of the ways in which it is pasted: console lines, JSON, server-sent events. Never throws.
 *
 * @param device the ID of the device that is asked about, 24 hex digits; null where it is not known. Events that name another device do not count; nor,
 *   without an ID, those of a log that names several.
 */
export function readEvents(text: string, device: string | null = null): EventLog {
  const { seen, ofOthers } = eventsOf(text, device);
  const of = (name: RegExp, word?: RegExp): number =>
    seen.filter(({ line, data }) => name.test(line) && (word === undefined || word.test(data))).length;
  const lines = linesOf(text);
  const transfers = transfersOf(lines);
  const isReceived = ({ reached, error }: LoggedTransfer): boolean => reached !== 'started' && error === null;
  // Events and the device's own log are about the same transfers.
  return {
    started: Math.max(of(STATUS, /\bstarted\b/i), transfers.length),
    succeeded: Math.max(of(STATUS, /\bsuccess\b/i), transfers.filter(isReceived).length),
    failed: Math.max(of(STATUS, /\bfailed\b/i), transfers.filter(({ error }) => error !== null).length),
    results: seen
      .filter(({ line }) => line.includes(RESULT))
      .map(({ data }) => data.slice(0, 200))
      .slice(0, MOST_RESULTS),
    safeMode: of(SAFE_MODE),
    ofOthers,
    transfers: transfers.slice(0, MOST_RESULTS),
    lines: lines.length,
  };
}

const linesOf = (text: string): readonly string[] => text.slice(0, LIMIT).split(/\r?\n/);

/** An event as it stands in a log. */
interface LoggedEvent {
  /** The line that names it. */
  readonly line: string;
  readonly data: string;
  readonly id: string | null;
  readonly at: number | null;
}

/** The events of a device, each once, and how many there are of others. */
function eventsOf(
  text: string,
  device: string | null,
): { readonly seen: readonly LoggedEvent[]; readonly ofOthers: number } {
  const lines = eventLines(linesOf(text));
  const all = lines.flatMap((line, at) => (EVENT.test(line) ? [eventAt(line, dataOf(lines, at))] : []));
  const ids = new Set(all.flatMap(({ id }) => id ?? []));
  const only = device?.toLowerCase() ?? (ids.size === 1 ? [...ids][0] : null);
  const own = all.filter(({ id }) => id === null || id === only);
  return { seen: inTime(eachOnce(own)), ofOthers: all.length - own.length };
}

function eventAt(line: string, data: string): LoggedEvent {
  const whole = `${line} ${data}`;
  const time = PUBLISHED.exec(whole)?.[1] ?? TIME.exec(whole)?.[0];
  return { line, data, id: DEVICE_ID.exec(whole)?.[0].toLowerCase() ?? null, at: instantOf(time) };
}

const PUBLISHED = /published_?at\W{1,8}(\d[^"'\\,}&]{6,40})/i;
const TIME = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)/i;

/** What says the same at the same time was pasted twice. */
function eachOnce(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const known = new Set<string>();
  return events.filter(({ line, data, at }) => {
    const key = `${line} ${data}`.replace(/\s/g, '');
    if (at !== null && known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** By their times, where all have one. */
function inTime(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  return events.some(({ at }) => at === null) ? events : [...events].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

/** An event about updates. */
export interface SeenEvent {
  readonly kind: 'started' | 'success' | 'failed' | 'safe_mode' | 'result';
  /** The line, or the lines of the object, that it stands on. */
  readonly data: string;
  /** When it was published: milliseconds since 1970; null where the log does not say. */
  readonly at: number | null;
}

/** The events of a log in their order, by time where all have one, with the same device as {@link readEvents}. */
export function eventsInOrder(text: string, device: string | null = null): readonly SeenEvent[] {
  return eventsOf(text, device).seen.flatMap(({ line, data, at }): readonly SeenEvent[] => {
    if (SAFE_MODE.test(line)) return [{ kind: 'safe_mode', data, at }];
    if (line.includes(RESULT)) return [{ kind: 'result', data, at }];
    const word = /\b(started|success|failed)\b/i.exec(data)?.[1]?.toLowerCase();
    return word === 'started' || word === 'success' || word === 'failed' ? [{ kind: word, data, at }] : [];
  });
}

/** Whether a device went to safe mode after its report: it did; or that is not known, because a time lacks, or a transfer came through since. */
export type SafeModeSince = 'since_report' | 'unknown';

/**
 * What events in their order say of a device that its report cannot: safe mode after it.
 *
 * @param reportedAt when the report was published: milliseconds since 1970; null where nobody says
 * @returns null where nothing says so: the report is the later word, or shows what came of a transfer behind the event
 */
export function safeModeSince(seen: readonly SeenEvent[], reportedAt: number | null): SafeModeSince | null {
  const lastSuccess = seen.findLastIndex(({ kind }) => kind === 'success');
  const found = seen.flatMap(({ kind, at }, index): readonly SafeModeSince[] => {
    if (kind !== 'safe_mode') return [];
    const isThrough = lastSuccess > index;
    if (at === null || reportedAt === null) return isThrough ? [] : ['unknown'];
    if (at <= reportedAt) return [];
    return [isThrough ? 'unknown' : 'since_report'];
  });
  return found.find((one) => one === 'since_report') ?? found[0] ?? null;
}

/** A line of the device's log about an update over the air. Source: LOG_SOURCE_CATEGORY("comm.ota"), `communication/src/firmware_update.cpp`, 3.0.0 and later. */
const LOG_LINE = /\[comm\.ota\]\s+(?:\S{1,80}\s+)?(INFO|WARN|ERROR):\s*(.{1,200})/;
const SAID: readonly (readonly [line: RegExp, reached: LoggedTransfer['reached']])[] = [
  [/^Received UpdateFinish request$/, 'received'],
  [/^Validating firmware update/, 'checking'],
  [/^Applying firmware update/, 'applying'],
];
const LONGEST_SIZE = 10;

/** The transfers of a device's own log. */
function transfersOf(lines: readonly string[]): readonly LoggedTransfer[] {
  const transfers: LoggedTransfer[] = [];
  for (const line of lines) {
    const [, level, said = ''] = LOG_LINE.exec(line) ?? [];
    if (level === undefined) continue;
    const text = said.trim();
    if (/^Received (?:UpdateStart|Begin) request$/.test(text)) {
      transfers.push({ size: null, reached: 'started', error: null });
      continue;
    }
    // A log that begins in the middle of a transfer shows one all the same.
    const last = transfers.pop() ?? { size: null, reached: 'started', error: null };
    transfers.push(afterLine(last, level, text));
  }
  return transfers;
}

function afterLine(transfer: LoggedTransfer, level: string, text: string): LoggedTransfer {
  if (level === 'ERROR') return { ...transfer, error: transfer.error ?? text };
  const size = /^File size: (\d+)$/.exec(text)?.[1];
  if (size !== undefined) return size.length > LONGEST_SIZE ? transfer : { ...transfer, size: Number(size) };
  if (/^Cancelling firmware update|^Cancel update: 1/.test(text)) return { ...transfer, error: transfer.error ?? text };
  const reached = SAID.find(([said]) => said.test(text))?.[1];
  return reached === undefined ? transfer : { ...transfer, reached };
}

/** A member of an object that is printed over several lines. */
const MEMBER = /^\s*"[^"]*"\s*:/;

/** The lines of the same object from one on, in one direction. */
function around(lines: readonly string[], at: number, step: 1 | -1): readonly string[] {
  const found: string[] = [];
  for (let next = at + step; found.length < MOST_LINES_OF_EVENT; next += step) {
    const line = lines[next];
    if (line === undefined || !MEMBER.test(line)) break;
    found.push(line);
  }
  return found;
}

/** The data of an event: on its own line, or on the lines of the same object. */
function dataOf(lines: readonly string[], at: number): string {
  const line = lines[at] ?? '';
  if (!MEMBER.test(line)) return line;
  const before = [...around(lines, at, -1)].reverse();
  return [...before, line, ...around(lines, at, 1)].join(' ');
}
