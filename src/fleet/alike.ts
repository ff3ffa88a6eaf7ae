/**
 * Records that differ only in what names the device and says when: read once. Most fleets are written by one tool, and most of their devices are in a
 * few states. What is read is the text with stand-ins in the place of IDs, times and names; where each of them ends up in the record is where the
 * own ones of the next text belong. Nothing else of the reading looks at them, and what is not surely so is read anew.
 */
import { instantOf } from '../base/instant.js';
import type { FleetRecord } from './types.js';

/** Reads the text of one JSON value as a single record; null where it is none, or several. */
type ReadOne = (text: string, line: number) => FleetRecord | null;

/** Gives the record of a text, where it is that of a single device and not damaged; else null, and the text has to be read otherwise. */
export type AlikeReader = (text: string, line: number) => FleetRecord | null;

const QUOTE = String.raw`\\?"`;
/** A member whose value is a text without anything that could be read as a value of its own. */
const member = (keys: string, value: string): string => `${QUOTE}(?:${keys})${QUOTE}: ?${QUOTE}(?:${value})${QUOTE}`;

/** What differs from device to device. The groups are what is kept of the text, and the value: ID, time, name. */
const PERSONAL = new RegExp(
  [
    String.raw`("(?:coreid|device_id|deviceId|deviceID|id)": ?")([0-9a-fA-F]{24})(?=")`,
    String.raw`("(?:published_at|last_heard|last_handshake_at|updated_at)": ?")(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z)(?=")`,
    String.raw`("name": ?")([^"\\\u0000-\u001f\s{[][^"\\\u0000-\u001f]{0,63})(?=")`,
    member('last_ip_address|serial_number|imei|iccid|last_iccid|icc_id|mobile_secret', String.raw`[\w.:+-]{0,64}`),
  ].join('|'),
  'g',
);

/** Signs that no JSON text has as they are: they stand for what was taken out. */
const MARK = { id: '\u0001', time: '\u0002', name: '\u0003', dropped: '\u0004' } as const;
const MARKED = /[\u0001-\u0003]./g;

/** Stand-ins: of one form, and told apart by their last sign. More than ten in a record are not taken out. */
const STAND_IN = {
  id: 'f1f2f3f4f5f6f7f8f9fafbf',
  time: '2001-02-03T04:05:06.07',
  name: '~fwinspect~',
} as const;
const ANY_STAND_IN = /f1f2f3f4f5f6f7f8f9fafbf|2001-02-03T04:05:06|~fwinspect~/i;
const MOST_STAND_INS = 10;

/** Forms that are remembered, and how many are tried before it is clear that the records are not alike. */
const MOST_REMEMBERED = 10_000;
const TRIED = 4_000;

/** A text taken apart. */
interface TakenApart {
  readonly form: string;
  readonly ids: readonly string[];
  readonly times: readonly string[];
  readonly names: readonly string[];
}

/** A record, and which of the values taken out are its ID, time and name; -1 for none of them. */
interface Known {
  readonly record: FleetRecord;
  readonly id: number;
  readonly time: number;
  readonly name: number;
}

/** A reader that remembers. */
export function alikeReader(readOne: ReadOne): AlikeReader {
  const forms = new Map<string, Known | null>();
  let misses = 0;
  let hits = 0;
  return (text, line) => {
    if (misses > TRIED && hits < misses) return null;
    const taken = takeApart(text);
    if (taken === null) return null;
    const known = forms.get(taken.form);
    if (known === undefined) {
      misses++;
      if (forms.size >= MOST_REMEMBERED) return null;
      const found = readForm(taken.form, readOne);
      forms.set(taken.form, found);
      return found === null ? null : ownRecord(found, taken, line);
    }
    hits++;
    return known === null ? null : ownRecord(known, taken, line);
  };
}

/** Null where there is more to take out than there are stand-ins, or nothing by which a device could be told. */
function takeApart(text: string): TakenApart | null {
  const [ids, times, names]: [string[], string[], string[]] = [[], [], []];
  // The name of an event is none of the device.
  const isEvent = text.includes('"data"') || text.includes('"event"');
  const form = text.replace(
    PERSONAL,
    (all, idKey?: string, id?: string, timeKey?: string, time?: string, nameKey?: string, name?: string) => {
      if (idKey !== undefined && id !== undefined) return `${idKey}${MARK.id}${numberIn(ids, id)}`;
      if (timeKey !== undefined && time !== undefined) return `${timeKey}${MARK.time}${numberIn(times, time)}`;
      if (nameKey === undefined || name === undefined) return MARK.dropped;
      return isEvent ? all : `${nameKey}${MARK.name}${numberIn(names, name)}`;
    },
  );
  const most = Math.max(ids.length, times.length, names.length);
  return ids.length === 0 || most > MOST_STAND_INS ? null : { form, ids, times, names };
}

/** Equal values have one number: whether two of them are equal may matter. */
function numberIn(values: string[], value: string): string {
  const at = values.indexOf(value);
  return String(at >= 0 ? at : values.push(value) - 1);
}

/** Reads a form with stand-ins; null where it is not a single record, or where a stand-in is seen anywhere else. */
function readForm(form: string, readOne: ReadOne): Known | null {
  if (ANY_STAND_IN.test(form)) return null;
  const text = form
    .replaceAll(`${MARK.dropped},`, '')
    .replaceAll(`,${MARK.dropped}`, '')
    .replace(MARKED, (marked) => standIn(marked));
  const record = text.includes(MARK.dropped) ? null : readOne(text, 0);
  if (record === null || record.word.kind === 'unread' || ANY_STAND_IN.test(JSON.stringify(record.word))) return null;
  const last = (value: string | null, of: string): number =>
    value?.startsWith(of) === true ? Number(value.slice(of.length, of.length + 1)) : -1;
  const time = record.at === null ? null : new Date(record.at).toISOString();
  const known = {
    record,
    id: last(record.id, STAND_IN.id),
    time: last(time, STAND_IN.time),
    name: last(record.name, STAND_IN.name),
  };
  return known.id < 0 ? null : known;
}

function standIn(marked: string): string {
  const number = marked.slice(1);
  if (marked.startsWith(MARK.id)) return `${STAND_IN.id}${number}`;
  return marked.startsWith(MARK.time) ? `${STAND_IN.time}${number}Z` : `${STAND_IN.name}${number}`;
}

function ownRecord({ record, ...known }: Known, { ids, times, names }: TakenApart, line: number): FleetRecord | null {
  const at = known.time < 0 ? record.at : instantOf(times[known.time]);
  // A day that no calendar has is no time, and another field may be one.
  if (known.time >= 0 && at === null) return null;
  return {
    word: record.word,
    id: ids[known.id]?.toLowerCase() ?? null,
    at,
    name: known.name < 0 ? record.name : (names[known.name] ?? null),
    line,
  };
}
