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

/** What stands behind a key: an ID, a time, a name, or what no record keeps. */
type Kind = 'id' | 'time' | 'name' | 'dropped';

/** Members that differ from device to device, with what stands before their values. */
interface Key {
  readonly kind: Kind;
  /** All but the first quote: there are fewer places to look at then. */
  readonly before: string;
  /** Within the text of an event, where each quote has a backslash before it. */
  readonly isInner: boolean;
}

const KEYS: readonly Key[] = [
  ...keys('id', ['coreid', 'device_id', 'deviceId', 'deviceID', 'id']),
  ...keys('time', ['published_at', 'last_heard', 'last_handshake_at', 'updated_at']),
  ...keys('name', ['name']),
  ...keys('dropped', ['last_ip_address', 'serial_number', 'imei', 'iccid', 'last_iccid', 'icc_id', 'mobile_secret']),
  ...['imei', 'iccid'].map((key): Key => ({ kind: 'dropped', before: `${key}\\":`, isInner: true })),
];

function keys(kind: Kind, names: readonly string[]): readonly Key[] {
  return names.map((name) => ({ kind, before: `${name}":`, isInner: false }));
}

const FORMS: Readonly<Record<Kind, RegExp>> = {
  id: /^[0-9a-fA-F]{24}$/,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/,
  name: /^[^\\\u0000-\u001f\s{[][^\\\u0000-\u001f]{0,63}$/,
  dropped: /^[\w.:+-]{0,64}$/,
};

/** Signs that no JSON text has as they are: they stand for what was taken out. */
const MARK: Readonly<Record<Kind, string>> = { id: '\u0001', time: '\u0002', name: '\u0003', dropped: '\u0004' };
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
const TRIED = 3 * MOST_REMEMBERED;
/** Places in which the hash of a form is kept that came once: several for each that may be remembered. */
const SEEN_PLACES = 1 << 17;

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

/** A key that texts had so far, and how far behind the value before it stood last. */
interface Expected {
  readonly key: Key;
  gap: number;
}

/** A reader that remembers. */
export function alikeReader(readOne: ReadOne): AlikeReader {
  const forms = new Map<string, Known | null>();
  const expected: Expected[] = [];
  const isSecond = seenBefore();
  let misses = 0;
  let hits = 0;
  const formOf = (text: string): { readonly taken: TakenApart | null; readonly known: Known | null | undefined } => {
    const first = takeApart(text, expectedPlaces(text, expected));
    const found = first === null ? undefined : forms.get(first.form);
    if (found !== undefined) return { taken: first, known: found };
    // What is new is looked at in full.
    const places = allPlaces(text);
    for (const { key } of places) {
      if (expected.every((one) => one.key !== key)) expected.push({ key, gap: 0 });
    }
    const taken = takeApart(text, places);
    return { taken, known: taken === null ? undefined : forms.get(taken.form) };
  };
  return (text, line) => {
    if (misses > TRIED && hits < misses) {
      forms.clear();
      return null;
    }
    const { taken, known } = formOf(text);
    if (taken === null) return null;
    if (known === undefined) {
      misses++;
      // What comes once is not worth its memory.
      if (forms.size >= MOST_REMEMBERED || !isSecond(taken.form)) return null;
      const found = readForm(taken.form, readOne);
      forms.set(taken.form, found);
      return found === null ? null : ownRecord(found, taken, line);
    }
    hits++;
    return known === null ? null : ownRecord(known, taken, line);
  };
}

/** Tells of a text whether it came before, by its hash: four bytes a text. It may have forgotten, and may take one text for another. */
function seenBefore(): (text: string) => boolean {
  const seen = new Uint32Array(SEEN_PLACES);
  return (text) => {
    const hash = hashOf(text);
    const place = hash & (SEEN_PLACES - 1);
    const isThere = seen[place] === hash;
    seen[place] = hash;
    return isThere;
  };
}

/** FNV-1a over the units of a text. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** A value in a text. */
interface Place {
  readonly key: Key;
  readonly from: number;
  readonly to: number;
}

/** The name of an event is none of the device. */
const isEventText = (text: string): boolean => text.includes('data":') || text.includes('event":');

const isOfText = ({ kind, isInner }: Key, isEvent: boolean): boolean => (isEvent ? kind !== 'name' : !isInner);

/** All places, in the order of the text. */
function allPlaces(text: string): readonly Place[] {
  const isEvent = isEventText(text);
  const places: Place[] = [];
  for (const key of KEYS) {
    if (!isOfText(key, isEvent)) continue;
    for (let at = text.indexOf(key.before); at >= 0; at = text.indexOf(key.before, at + 1)) {
      const place = placeAt(text, key, at);
      if (place !== null) places.push(place);
    }
  }
  return places.sort((a, b) => a.from - b.from);
}

/** The places where texts had them before, in the same order: most are where they were. What is not found stays in the form. */
function expectedPlaces(text: string, expected: readonly Expected[]): readonly Place[] {
  const isEvent = isEventText(text);
  const places: Place[] = [];
  let end = 0;
  for (const one of expected) {
    const { key, gap } = one;
    if (!isOfText(key, isEvent)) continue;
    const at = text.startsWith(key.before, end + gap) ? end + gap : text.indexOf(key.before, end);
    const place = at < 0 ? null : placeAt(text, key, at);
    if (place === null) continue;
    one.gap = at - end;
    places.push(place);
    end = place.to;
  }
  return places;
}

/** The value behind a key; null where it is none of that kind. */
function placeAt(text: string, key: Key, at: number): Place | null {
  const { kind, before, isInner } = key;
  const quote = isInner ? '\\"' : '"';
  const behind = at + before.length;
  const start = text.startsWith(' ', behind) ? behind + 1 : behind;
  if (!text.startsWith(quote, start) || !text.startsWith(quote, at - quote.length)) return null;
  const from = start + quote.length;
  const to = text.indexOf(quote, from);
  const isShort = to >= 0 && to - from <= LONGEST_VALUE;
  return isShort && FORMS[kind].test(text.slice(from, to)) ? { key, from, to } : null;
}

const LONGEST_VALUE = 64;

/** Null where there is more to take out than there are stand-ins, or nothing by which a device could be told. */
function takeApart(text: string, places: readonly Place[]): TakenApart | null {
  const values: Readonly<Record<Kind, string[]>> = { id: [], time: [], name: [], dropped: [] };
  let form = '';
  let copied = 0;
  for (const { key, from, to } of places) {
    const { kind } = key;
    const number = kind === 'dropped' ? '' : numberIn(values[kind], text.slice(from, to));
    form += text.slice(copied, from) + MARK[kind] + number;
    copied = to;
  }
  const { id: ids, time: times, name: names } = values;
  const most = Math.max(ids.length, times.length, names.length);
  return ids.length === 0 || most > MOST_STAND_INS ? null : { form: form + text.slice(copied), ids, times, names };
}

/** Equal values have one number: whether two of them are equal may matter. */
function numberIn(values: string[], value: string): string {
  const at = values.indexOf(value);
  return String(at >= 0 ? at : values.push(value) - 1);
}

/** Reads a form with stand-ins; null where it is not a single record, or where a stand-in is seen anywhere else. */
function readForm(form: string, readOne: ReadOne): Known | null {
  if (ANY_STAND_IN.test(form)) return null;
  const text = form.replaceAll(MARK.dropped, '').replace(MARKED, (marked) => standIn(marked));
  const record = readOne(text, 0);
  if (record === null || record.word.kind === 'unread' || ANY_STAND_IN.test(JSON.stringify(record.word))) return null;
  const { word } = record;
  const shared = { ...record, word: word.kind === 'report' ? { ...word, isShared: true as const } : word };
  const last = (value: string | null, of: string): number =>
    value?.startsWith(of) === true ? Number(value.slice(of.length, of.length + 1)) : -1;
  const time = record.at === null ? null : new Date(record.at).toISOString();
  const known = {
    record: shared,
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
