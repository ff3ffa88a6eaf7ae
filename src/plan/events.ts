/** The log that people copy: what the cloud said about transfers in its events, or what the device printed of them over USB. */

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
const STATUS = /spark\/flash\/status/;
const RESULT = 'spark/device/ota_result';
const SAFE_MODE = /spark\/(?:device\/safemode|status\/safe-mode)/;
/** The name of an event that counts. */
const EVENT = /spark\/(?:flash\/status|device\/(?:ota_result|safemode)|status\/safe-mode)/;
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
  const lines = text.slice(0, LIMIT).split(/\r?\n/);
  const named = lines.flatMap((line, at) => (EVENT.test(line) ? [[at, deviceAt(lines, at)] as const] : []));
  const ids = new Set(named.flatMap(([, id]) => id ?? []));
  const only = device?.toLowerCase() ?? (ids.size === 1 ? [...ids][0] : null);
  const others = new Set(named.flatMap(([at, id]) => (id === null || id === only ? [] : [at])));
  const own = (test: (line: string, at: number) => boolean): readonly number[] =>
    lines.flatMap((line, at) => (!others.has(at) && test(line, at) ? [at] : []));
  const of = (name: RegExp, word?: RegExp): number =>
    own((line, at) => name.test(line) && (word === undefined || word.test(dataOf(lines, at)))).length;
  const transfers = transfersOf(lines);
  const isReceived = ({ reached, error }: LoggedTransfer): boolean => reached !== 'started' && error === null;
  // Events and the device's own log are about the same transfers.
  return {
    started: Math.max(of(STATUS, /\bstarted\b/i), transfers.length),
    succeeded: Math.max(of(STATUS, /\bsuccess\b/i), transfers.filter(isReceived).length),
    failed: Math.max(of(STATUS, /\bfailed\b/i), transfers.filter(({ error }) => error !== null).length),
    results: own((line) => line.includes(RESULT))
      .map((at) => dataOf(lines, at).slice(0, 200))
      .slice(0, MOST_RESULTS),
    safeMode: of(SAFE_MODE),
    ofOthers: others.size,
    transfers: transfers.slice(0, MOST_RESULTS),
    lines: lines.length,
  };
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

/** The device that the event of a line is of; null where it names none. */
function deviceAt(lines: readonly string[], at: number): string | null {
  return DEVICE_ID.exec(`${lines[at] ?? ''} ${dataOf(lines, at)}`)?.[0].toLowerCase() ?? null;
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

/** The data of an event: on its own line, on the next (server-sent events), or on the lines of the same object. */
function dataOf(lines: readonly string[], at: number): string {
  const next = lines[at + 1] ?? '';
  const line = lines[at] ?? '';
  if (/^\s*event:/.test(line) && /^\s*data:/.test(next)) return next;
  if (!MEMBER.test(line)) return line;
  const before = [...around(lines, at, -1)].reverse();
  return [...before, line, ...around(lines, at, 1)].join(' ');
}
