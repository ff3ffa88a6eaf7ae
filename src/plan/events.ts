/** The event log that people copy: what the cloud said about transfers. */

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
  return {
    started: of(STATUS, /\bstarted\b/i),
    succeeded: of(STATUS, /\bsuccess\b/i),
    failed: of(STATUS, /\bfailed\b/i),
    results: own((line) => line.includes(RESULT))
      .map((at) => dataOf(lines, at).slice(0, 200))
      .slice(0, MOST_RESULTS),
    safeMode: of(SAFE_MODE),
    ofOthers: others.size,
    lines: lines.length,
  };
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
