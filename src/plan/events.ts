/** The event log that people copy: what the cloud said about transfers. */

/** What the events add up to. "Success" is success of a transfer, never of an installation. */
export interface EventLog {
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Verdicts of releases that publish one (`spark/device/ota_result`). */
  readonly results: readonly string[];
  readonly safeMode: number;
  readonly lines: number;
}

const LIMIT = 1024 * 1024;
const STATUS = /spark\/flash\/status/;
const RESULT = 'spark/device/ota_result';
const SAFE_MODE = /spark\/(?:device\/safemode|status\/safe-mode)/;
const MOST_RESULTS = 32;

/** Reads an event log in any of the ways in which it is pasted: console lines, JSON, server-sent events. Never throws. */
export function readEvents(text: string): EventLog {
  const lines = text.slice(0, LIMIT).split(/\r?\n/);
  const of = (name: RegExp, word?: RegExp): number =>
    lines.filter((line, at) => name.test(line) && (word === undefined || word.test(dataOf(lines, at)))).length;
  return {
    started: of(STATUS, /\bstarted\b/i),
    succeeded: of(STATUS, /\bsuccess\b/i),
    failed: of(STATUS, /\bfailed\b/i),
    results: lines
      .flatMap((line, at) => (line.includes(RESULT) ? [dataOf(lines, at).slice(0, 200)] : []))
      .slice(0, MOST_RESULTS),
    safeMode: of(SAFE_MODE),
    lines: lines.length,
  };
}

/** The data of an event: on its own line, or (server-sent events) on the next. */
function dataOf(lines: readonly string[], at: number): string {
  const next = lines[at + 1] ?? '';
  const line = lines[at] ?? '';
  return /^\s*event:/.test(line) && /^\s*data:/.test(next) ? next : line;
}
