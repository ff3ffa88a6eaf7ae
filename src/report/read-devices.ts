/** What texts about devices say, one text at a time: single reports, and fleets of very many. */
import type { DeviceEntry, DeviceItem, UnreadReport } from '../assess/types.js';
import { compareText } from '../base/compare.js';
import { safeText } from '../base/safe-text.js';
import { latestOf, stateOfReport } from '../describe/read.js';
import type { TimedReport } from '../describe/json.js';
import type { ReportNote } from '../describe/types.js';
import { fleetReader } from '../fleet/reader.js';
import type { FleetReader } from '../fleet/reader.js';
import type { FleetRecord, UnreadWord } from '../fleet/types.js';
import { gatheredWords, reportNotesWords, severalWords } from './device-report.js';
import type { GatheredNoteList } from './device-report.js';
import { unreadReport } from './fleet.js';
import { readOneDevice } from '../assess/one-device.js';
import type { OneDevice } from '../assess/one-device.js';

/** Takes what is read of devices. */
export type FleetSink = (item: DeviceEntry) => void;

/** What of reports was not understood: each note once, with the first device that it is of, in bounded memory. */
export interface GatheredNotes {
  readonly add: (notes: readonly ReportNote[], name: string) => void;
  readonly words: () => readonly string[];
  /** By the note, and how many more there are. */
  readonly gathered: () => GatheredNoteList;
}

const MOST_NOTES = 20;

/** No notes so far. */
export function gatherNotes(): GatheredNotes {
  const found = new Map<string, { first: string; count: number }>();
  let left = 0;
  const addNote = (note: string, name: string): void => {
    const known = found.get(note);
    if (known !== undefined) {
      known.count++;
      if (compareText(name, known.first) < 0) known.first = name;
    } else if (found.size < MOST_NOTES) found.set(note, { first: name, count: 1 });
    else left++;
  };
  const gathered = (): GatheredNoteList => ({
    notes: [...found]
      .map(([note, one]) => ({ note, ...one }))
      // The same order whichever report was read first.
      .sort((a, b) => compareText(a.note, b.note)),
    left,
  });
  return {
    add: (notes, name) => {
      for (const words of reportNotesWords(notes)) addNote(words, name);
    },
    gathered,
    words: () => gatheredWords(gathered()),
  };
}

/** What is read, and who takes it. */
export interface FleetRun {
  /** For reports that name none: the id of their platform; null where nobody says. */
  readonly platform: number | null;
  readonly sink: FleetSink;
  readonly notes: GatheredNotes;
}

/** Reads one file of a fleet, piece by piece. */
export function readerOf(file: string, { platform, sink, notes }: FleetRun): FleetReader {
  let records = 0;
  // What is the only record of a file is the file as a whole, and needs no line.
  let first: { readonly word: UnreadWord; readonly line: number } | null = null;
  const tellFirst = (isWhole: boolean): void => {
    if (first !== null) sink(unreadReport(first.word, file, isWhole ? null : first.line));
    first = null;
  };
  const record = (one: FleetRecord): void => {
    const { word, line } = one;
    records++;
    tellFirst(false);
    if (word.kind === 'unread') {
      if (records === 1) first = { word, line };
      else sink(unreadReport(word, file, line));
      return;
    }
    if (word.kind === 'report' && word.notes.length > 0) {
      notes.add(word.notes, one.id ?? `line ${String(one.line)} of ${file}`);
    }
    sink({ record: one, file });
  };
  const reader = fleetReader(platform, {
    record,
    page: (page) => {
      tellFirst(false);
      sink({ page, file });
    },
  });
  return {
    add: reader.add,
    end: () => {
      reader.end();
      tellFirst(true);
      if (records === 0) sink(emptyReport(file));
    },
  };
}

function emptyReport(file: string): UnreadReport {
  const about = { what: 'empty', detail: null, file, line: null } as const;
  return { file, code: 'no_report', message: 'is no device report: no text at all', about };
}

/** Reads a text that is about one device. */
export function readSingleText(file: string, text: string, run: FleetRun): void {
  const one = readOneDevice(text);
  if ('reports' in one) takeOne(file, one, run);
  else if (one.kind === 'several') run.sink({ file, code: 'no_report', message: severalWords(one, 'use --fleet') });
  else readRow(file, text, run);
}

/** All words about the device, of which the latest counts: without an ID there is but one. */
function takeOne(file: string, { reports, rows }: OneDevice, run: FleetRun): void {
  const latest = latestOf(reports);
  const isNamed = reports[0]?.report.deviceId != null;
  if (latest !== null) run.notes.add(latest.report.notes, latest.report.deviceId ?? file);
  const counted = latest === null || isNamed ? reports : [latest];
  for (const one of counted) run.sink(itemOf(file, one, run.platform));
  for (const { word, ...row } of isNamed ? rows : []) {
    run.sink({ record: { ...row, word: { ...word, platform: word.platform ?? run.platform } }, file });
  }
}

/** A device of which the file says platform and Device OS release alone. */
function readRow(file: string, text: string, { platform, sink }: FleetRun): void {
  const records: FleetRecord[] = [];
  const reader = fleetReader(platform, { record: (one) => records.push(one), page: () => undefined });
  reader.add(text);
  reader.end();
  const ids = new Set(records.map(({ id, line }) => id ?? line));
  const [first] = records;
  if (first === undefined) sink(emptyReport(file));
  else if (first.word.kind === 'unread') sink(unreadReport(first.word, file, null));
  else if (ids.size > 1) {
    const named = records.flatMap(({ id }) => id ?? []);
    sink({
      file,
      code: 'no_report',
      message: severalWords({ kind: 'several', count: ids.size, ids: [...new Set(named)] }, 'use --fleet'),
    });
  } else for (const record of records) sink({ record, file });
}

function itemOf(file: string, { report, at }: TimedReport, platform: number | null): DeviceItem | UnreadReport {
  const found = stateOfReport(report, report.platform ?? platform ?? undefined);
  if ('kind' in found) {
    return { file, code: 'no_report', message: `does not say enough: ${safeText(found.what)}` };
  }
  return { name: report.deviceId ?? file, state: found.state, file, id: report.deviceId, at };
}
