/**
 * Reads the files of a fleet as they come, in bounded memory: JSON in any layout, one value a line, tables, event streams, and what tools print. What a
 * piece of text is, its content tells. Damaged text loses nothing but itself.
 */
import { isObject } from '../base/is-object.js';
import { alikeReader } from './alike.js';
import type { AlikeReader } from './alike.js';
import { isOpenRow, recordOfRow, tableHead } from './csv.js';
import type { TableHead } from './csv.js';
import { beginScan, leaveElement, moveScan, scanOn, takeAsWhole } from './json-scan.js';
import type { JsonScan } from './json-scan.js';
import type { Place } from './row.js';
import { isBanner, recordsOfText } from './text.js';
import type { FleetRecord, FleetTaker, UnreadKind } from './types.js';
import { isModule, pageTaker, takeBeside, takeValue } from './value.js';
import type { PageTaker } from './value.js';

/** Takes the text of one file piece by piece. */
export interface FleetReader {
  readonly add: (text: string) => void;
  /** After the last piece. */
  readonly end: () => void;
}

/** Characters of a single record, and of the text of one tool: more are no report. */
const LONGEST_RECORD = 1024 * 1024;
const LONGEST_BLOCK = 8 * 1024 * 1024;
/** Characters of printed text from which on the report of the next device begins a text of its own. */
const SEVERAL_REPORTS = 64 * 1024;

/** A reading of one file that has not come to its end. */
interface Reading {
  readonly platform: number | null;
  readonly taker: FleetTaker;
  readonly alike: AlikeReader;
  /** What is not read yet, and where the reading stands in it. */
  text: string;
  at: number;
  /** A place in `text` whose line number is known. */
  known: { at: number; line: number };
  scan: JsonScan | null;
  page: PageTaker | null;
  isSkipping: boolean;
  table: TableHead | null;
  /** A row of the table that ends within a cell. */
  row: { readonly line: number; text: string } | null;
  event: { line: number; name: string; data: string } | null;
  /** Lines that are none of the others. */
  block: { readonly line: number; text: string } | null;
}

/**
 * A reader of one file.
 *
 * @param platform for records that name none: its id; null where nobody says
 */
export function fleetReader(platform: number | null, taker: FleetTaker): FleetReader {
  const reading: Reading = {
    platform,
    taker,
    alike: alikeReader((text, line) => onlyRecord(parsed(text), { platform, line, event: null })),
    text: '',
    at: 0,
    known: { at: 0, line: 1 },
    scan: null,
    page: null,
    isSkipping: false,
    table: null,
    row: null,
    event: null,
    block: null,
  };
  return {
    add: (text) => {
      reading.text = reading.text === '' ? text : reading.text + text;
      while (step(reading, false));
      compact(reading);
    },
    end: () => {
      while (step(reading, true));
      endEvent(reading);
      endRow(reading);
      endBlock(reading);
    },
  };
}

/** Lets go of what was read. */
function compact(reading: Reading): void {
  const from = reading.scan === null ? reading.at : reading.scan.start;
  if (from === 0) return;
  const line = lineAt(reading, from);
  reading.text = reading.text.slice(from);
  reading.at -= from;
  reading.known = { at: 0, line };
  if (reading.scan !== null) moveScan(reading.scan, from);
}

/** The line of a place in the text that is not before the last one that was asked for. */
function lineAt({ text, known }: Reading, at: number): number {
  for (let next = text.indexOf('\n', known.at); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) {
    known.line++;
    known.at = next + 1;
  }
  return known.line;
}

function placeAt(reading: Reading, line: number, event: string | null = null): Place {
  return { platform: reading.platform, line, event };
}

function takeUnread({ taker }: Reading, why: UnreadKind, line: number): void {
  taker.record({ word: { kind: 'unread', why }, id: null, at: null, name: null, line });
}

/** Goes on by a line, or by an element. False where more text is needed. */
function step(reading: Reading, isEnd: boolean): boolean {
  if (reading.scan !== null) return scanStep(reading, reading.scan, isEnd);
  const { text, at } = reading;
  if (at >= text.length) return false;
  const newline = text.indexOf('\n', at);
  if (newline < 0 && !isEnd) {
    if (text.length - at <= LONGEST_RECORD) return false;
    return longLine(reading);
  }
  if (!isEnd && text.length - at <= LONGEST_RECORD && isJustOpened(text, at)) return false;
  const end = newline < 0 ? text.length : newline;
  if (reading.isSkipping) reading.isSkipping = false;
  else if (beginsValue(reading, end)) return true;
  else takeLine(reading, text.slice(at, end));
  reading.at = end + 1;
  return true;
}

/** A line that does not end: a value in many pieces, or nothing that anybody could read. */
function longLine(reading: Reading): boolean {
  if (!reading.isSkipping) {
    if (beginsValue(reading, null)) return true;
    takeUnread(reading, 'too_long', lineAt(reading, reading.at));
    reading.isSkipping = true;
  }
  reading.at = reading.text.length;
  return false;
}

// JSON ---------------------------------------------------------------------------------------------------------------

/** Whether a value may begin there, and what is in it has not come yet: what comes decides. */
function isJustOpened(text: string, at: number): boolean {
  JUST_OPENED.lastIndex = at;
  return JUST_OPENED.test(text);
}

const JUST_OPENED = /[^\S\n]*[{[]\s*$/y;

const VALUE = /[^\S\n]*(?:\{(?=\s*["}]|\s*$)|\[(?=\s*[{[\]]|\s*$))/y;

/** Takes a whole value of one line, or begins one that goes on. Gives false for a line that is no JSON. */
function beginsValue(reading: Reading, end: number | null): boolean {
  const { text, at } = reading;
  // Most lines begin so; the others need a closer look.
  VALUE.lastIndex = at;
  if (!text.startsWith('{"', at) && !VALUE.test(text)) return false;
  const start = text.startsWith('{"', at) ? at : VALUE.lastIndex - 1;
  endAll(reading);
  if (end !== null && end - start <= LONGEST_RECORD && text.startsWith('{', start)) {
    const line = text.slice(start, end);
    const whole = withoutEnd(line);
    if (whole.endsWith('}') && takeJson(reading, whole, lineAt(reading, start), reading.taker)) {
      reading.at = end + 1;
      return true;
    }
  }
  reading.scan = beginScan(start);
  reading.at = start;
  return true;
}

/** Without blanks and commas at its end. */
function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r,'.includes(line.charAt(end - 1))) end--;
  return end === line.length ? line : line.slice(0, end);
}

/** Takes what a JSON text says; false for what is none. */
function takeJson(reading: Reading, text: string, line: number, taker: FleetTaker): boolean {
  const record = reading.alike(text, line);
  if (record !== null) {
    taker.record(record);
    return true;
  }
  const value = parsed(text);
  if (value !== undefined) takeValue(value, placeAt(reading, line), taker);
  return value !== undefined;
}

/** The record of a value that is one; null for any other. */
function onlyRecord(value: unknown, place: Place): FleetRecord | null {
  if (value === undefined) return null;
  const found: (FleetRecord | null)[] = [];
  takeValue(value, place, { record: (one) => found.push(one), page: () => found.push(null, null) });
  return found.length === 1 ? (found[0] ?? null) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function scanStep(reading: Reading, scan: JsonScan, isEnd: boolean): boolean {
  const found = scanOn(scan, reading.text);
  switch (found) {
    case 'element':
      takeElement(reading, scan);
      return true;
    case 'end':
      endValue(reading, scan);
      return true;
    case 'damaged':
      leaveDamaged(reading, scan, endOfDamage(reading, scan));
      return true;
    case 'more': {
      const begin = scan.element >= 0 ? scan.element : scan.start;
      if (isEnd) leaveOpen(reading, scan);
      else if (reading.text.length - begin > LONGEST_RECORD) {
        takeUnread(reading, 'too_long', lineAt(reading, begin));
        leave(reading, reading.text.length);
        reading.isSkipping = true;
      }
      return isEnd;
    }
  }
}

/** The scan is over; what stands there goes on after it. */
function leave(reading: Reading, at: number): void {
  reading.scan = null;
  reading.page = null;
  reading.at = at;
}

function takeElement(reading: Reading, scan: JsonScan): void {
  const begin = scan.element;
  const text = reading.text.slice(begin, scan.position);
  if (scan.elements === 0 && scan.level === 1 && isModule(parsed(text))) {
    takeAsWhole(scan);
    return;
  }
  if (scan.around !== '') reading.page ??= pageTaker(reading.taker, lineAt(reading, scan.start));
  const line = lineAt(reading, begin);
  if (!takeJson(reading, text, line, reading.page?.taker ?? reading.taker)) addToBlock(reading, text, line);
  leaveElement(scan);
}

const BEHIND_VALUE = /[\s,\]]*/y;

function endValue(reading: Reading, scan: JsonScan): void {
  const { text, page } = reading;
  const line = lineAt(reading, scan.start);
  if (scan.around !== '') {
    const around = parsed(scan.around);
    if (page !== null && isObject(around)) {
      page.end(around);
      takeBeside(around, undefined, placeAt(reading, line), reading.taker);
    }
    // Without any device it may be something else: an event may have a list as its data.
    else if (around !== undefined) takeValue(around, placeAt(reading, line), reading.taker);
    // What an answer says of its pages cannot be read.
    else takeUnread(reading, 'cut_off', line);
  } else if (scan.level <= 0) {
    const whole = text.slice(scan.start, scan.position);
    const value = parsed(whole);
    if (value === undefined) addToBlock(reading, whole, line);
    else takeValue(value, placeAt(reading, line), reading.taker);
  }
  BEHIND_VALUE.lastIndex = scan.position;
  BEHIND_VALUE.test(text);
  leave(reading, BEHIND_VALUE.lastIndex);
}

/** Up to the end of the line before the fault, where the value began on an earlier one; else up to the end of the line of the fault. */
function endOfDamage({ text }: Reading, scan: JsonScan): number {
  const begin = scan.element >= 0 ? scan.element : scan.start;
  if (text.charAt(scan.position) === '\n') return scan.position;
  const before = text.lastIndexOf('\n', scan.position);
  if (before > begin) return before;
  const after = text.indexOf('\n', scan.position);
  return after < 0 ? text.length : after;
}

const NOTHING = /^[\s,]*$/;

/** The text ends before the value does. What is left of it says so itself, where anything is left. */
function leaveOpen(reading: Reading, scan: JsonScan): void {
  const end = reading.text.length;
  if (scan.elements > 0 && scan.element < 0 && NOTHING.test(reading.text.slice(scan.start))) {
    takeUnread(reading, 'cut_off', lineAt(reading, scan.start));
    leave(reading, end);
  } else leaveDamaged(reading, scan, end);
}

/** What is left of a damaged value: whole records that stand on a line of their own, and the rest as text. */
function leaveDamaged(reading: Reading, scan: JsonScan, end: number): void {
  const begin = scan.element >= 0 ? scan.element : scan.start;
  const line = lineAt(reading, begin);
  const text = reading.text.slice(begin, end);
  // Whatever follows, and however much of it can be read: the list did not come to its end.
  if (scan.elements > 0 && scan.level > 0) takeUnread(reading, 'cut_off', line);
  leave(reading, end);
  const lines = text.split('\n');
  for (const [at, one] of lines.entries()) {
    const records = lines.length === 1 ? [] : wholeRecords(reading, one, line + at);
    for (const record of records) reading.taker.record(record);
    if (records.length === 0) addToBlock(reading, one, line + at);
  }
}

/** The devices of a line that is a whole value by itself; none where it may be a part of another. */
function wholeRecords({ platform }: Reading, text: string, line: number): readonly FleetRecord[] {
  const value = /^\s*\{.*\}[\s,]*$/.test(text) ? parsed(withoutEnd(text)) : undefined;
  if (value === undefined || isModule(value)) return [];
  const records: FleetRecord[] = [];
  takeValue(value, { platform, line, event: null }, { record: (one) => records.push(one), page: () => undefined });
  return records.every(({ word }) => word.kind !== 'unread') ? records : [];
}

// Lines --------------------------------------------------------------------------------------------------------------

function takeLine(reading: Reading, text: string): void {
  const line = text.trim();
  if (reading.row !== null) addToRow(reading, text);
  else if (line === '') takeBlank(reading);
  else if (!takeEventLine(reading, line) && !takeTableLine(reading, text)) takeOther(reading, text, line);
}

function takeBlank(reading: Reading): void {
  endEvent(reading);
  if (reading.block !== null) reading.block.text += '\n';
}

const STRAY = /^[\]},;\s]+$/;

function takeOther(reading: Reading, text: string, line: string): void {
  endEvent(reading);
  if (reading.block === null && (STRAY.test(line) || isBanner(line))) return;
  addToBlock(reading, text, lineAt(reading, reading.at));
}

const EVENT_LINE = /^(event|data|id|retry):\s?(.*)$/s;

/** A line of server-sent events. */
function takeEventLine(reading: Reading, line: string): boolean {
  if (line.startsWith(':')) return true;
  const [, field, value = ''] = EVENT_LINE.exec(line) ?? [];
  if (field === undefined) return false;
  if (field === 'event') {
    endEvent(reading);
    reading.event = { line: lineAt(reading, reading.at), name: value.trim(), data: '' };
  } else if (field === 'data') {
    reading.event ??= { line: lineAt(reading, reading.at), name: '', data: '' };
    const { event } = reading;
    event.data += event.data === '' ? value : `\n${value}`;
    if (event.data.length > LONGEST_RECORD) {
      takeUnread(reading, 'too_long', event.line);
      reading.event = null;
    }
  }
  return true;
}

/** An event is whole: it is taken as one, whatever its data is. */
function endEvent(reading: Reading): void {
  const { event } = reading;
  reading.event = null;
  if (event === null || (event.data === '' && event.name === '')) return;
  endBlock(reading);
  const place = placeAt(reading, event.line, event.name);
  const value = parsed(event.data);
  if (isObject(value)) takeValue({ name: event.name, ...value }, place, reading.taker);
  else if (/^\s*\{/.test(event.data)) for (const one of recordsOfText(event.data, place)) reading.taker.record(one);
  else takeValue({ name: event.name, data: event.data }, place, reading.taker);
}

/** A head of a table, or a row below one. */
function takeTableLine(reading: Reading, text: string): boolean {
  const head = tableHead(text);
  if (head !== null) {
    endBlock(reading);
    reading.table = head;
    return true;
  }
  const { table } = reading;
  if (table === null) return false;
  reading.row = { line: lineAt(reading, reading.at), text };
  if (!isOpenRow(text)) endRow(reading);
  return true;
}

function addToRow(reading: Reading, text: string): void {
  const { row } = reading;
  if (row === null) return;
  row.text += `\n${text}`;
  if (!isOpenRow(row.text)) endRow(reading);
  else if (row.text.length > LONGEST_RECORD) {
    takeUnread(reading, 'too_long', row.line);
    reading.row = null;
  }
}

function endRow(reading: Reading): void {
  const { row, table } = reading;
  reading.row = null;
  if (row === null || table === null) return;
  const record = recordOfRow(table, row.text, placeAt(reading, row.line));
  if (record !== null) reading.taker.record(record);
}

const NEXT_REPORT = /^\W{0,8}(?:Device\s*:\s*[0-9a-f]{24}|Platform\s*:\s*\d|Your device id is )/i;

function addToBlock(reading: Reading, text: string, line: number): void {
  const { block } = reading;
  const isFull =
    block !== null &&
    (block.text.length + text.length > LONGEST_BLOCK ||
      (block.text.length > SEVERAL_REPORTS &&
        NEXT_REPORT.test(text) &&
        !/Device\s*:[^\n]*\n*$/.test(block.text.slice(-80))));
  if (isFull) endBlock(reading);
  if (reading.block === null) reading.block = { line, text };
  else reading.block.text += `\n${text}`;
}

function endBlock(reading: Reading): void {
  const { block } = reading;
  reading.block = null;
  if (block === null || block.text.trim() === '') return;
  for (const one of recordsOfText(block.text, placeAt(reading, block.line))) reading.taker.record(one);
}

function endAll(reading: Reading): void {
  endEvent(reading);
  endBlock(reading);
  reading.table = null;
}
