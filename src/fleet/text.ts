/** Text that is no JSON and no table: what tools print for people. */
import { readTimedReports } from '../describe/read.js';
import { deviceIdOf, recordOfReport, releaseNamed, rowWord } from './row.js';
import type { Place } from './row.js';
import type { FleetRecord, UnreadKind, UnreadWord } from './types.js';

const IDENTIFIED = /^\W{0,8}Your device id is ([0-9a-f]{24})\b/i;
const OF_IDENTIFY =
  /^\W{0,8}(?:Your (?:device id|IMEI|ICCID|system firmware version) is |Unable to determine system firmware version)/i;
const SYSTEM_VERSION = /^\W{0,8}Your system firmware version is (\S{1,40})/i;

/** Lines that tools print around what they were asked for. */
const BANNER =
  /^(?:Subscribing to |Listening to|Fetching event stream|Streaming |Event stream |sep=.$|(?:PS )?\S{0,60}[>$%] ?(?:particle|curl)\b)/i;

/** Whether a line is only said by the way: the beginning of `particle subscribe`, a prompt. */
export function isBanner(line: string): boolean {
  return BANNER.test(line);
}

/** What tools print of devices without a Device OS version. */
const LACKING: readonly (readonly [RegExp, UnreadKind])[] = [
  [/^dfu-util \d|^Found DFU: \[/m, 'dfu_list'],
  [/\[[0-9a-f]{24}\] \([^)\n]{1,60}\) is o(?:n|ff)line/im, 'particle_list'],
  [/\[[0-9a-f]{24}\] \([^)\n]{1,60}\)\s*$/im, 'usb_list'],
];

/** Every record of a text: reports of `particle serial inspect`, devices of `particle identify`, or one that says what it is instead. */
export function recordsOfText(text: string, place: Place): readonly FleetRecord[] {
  const lines = text.split('\n');
  const identified = lines.some((line) => IDENTIFIED.test(line)) ? identifiedIn(lines, place) : [];
  const rest = identified.length === 0 ? text : lines.map((line) => (OF_IDENTIFY.test(line) ? '' : line)).join('\n');
  if (identified.length > 0 && !/\w/.test(rest)) return identified;
  const read = readTimedReports(rest);
  if (!('kind' in read)) return [...identified, ...read.map((report) => recordOfReport(report, null, place))];
  if (identified.length > 0) return identified;
  const lacking = LACKING.find(([line]) => line.test(text));
  const why: UnreadWord['why'] = lacking?.[1] ?? { kind: 'text', what: read.what };
  const names = lacking === undefined ? [] : namesIn(text);
  return [
    {
      word: { kind: 'unread', why, ...(names.length > 0 ? { names } : {}) },
      id: null,
      at: null,
      name: null,
      line: place.line,
    },
  ];
}

/** Devices that a tool names in one output and that are kept. */
const MOST_NAMED = 1_000;

/** Each once: `[id]` of lists, `serial="id"` of dfu-util. */
function namesIn(text: string): readonly string[] {
  const found = [...text.matchAll(/(?:\[|serial=")([0-9a-f]{24})[\]"]/gi)].flatMap(([, id]) => deviceIdOf(id) ?? []);
  return [...new Set(found)].slice(0, MOST_NAMED);
}

/** One device for each line that names one; the lines behind it are its own. */
function identifiedIn(lines: readonly string[], place: Place): readonly FleetRecord[] {
  const found: { readonly id: string | null; readonly line: number; deviceOs: string | null }[] = [];
  for (const [at, line] of lines.entries()) {
    const id = IDENTIFIED.exec(line);
    if (id !== null) found.push({ id: deviceIdOf(id[1]), line: place.line + at, deviceOs: null });
    const last = found.at(-1);
    const version = SYSTEM_VERSION.exec(line)?.[1];
    if (version !== undefined && last !== undefined) last.deviceOs = releaseNamed(version);
  }
  return found.map(({ id, line, deviceOs }) => ({
    word: rowWord({ platform: place.platform, deviceOs, product: null, productVersion: null }),
    id,
    at: null,
    name: null,
    line,
  }));
}
