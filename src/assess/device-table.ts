/** Every device once, by its latest word, whatever is made of a word. */
import { compareText } from '../base/compare.js';
import { lastWords, NO_WORD } from '../fleet/last-words.js';
import { nameStore } from '../fleet/names.js';
import type { FleetRecord, FleetUnknown, ReportWord, RowWord, SaidProduct } from '../fleet/types.js';
import { numbered } from './numbered.js';
import { MOST_NAMES } from './tally.js';

/** What of a word the table itself needs. */
interface WordOfTable {
  /** Platform id; null where nothing says it. */
  readonly platform: number | null;
  /** The Device OS that it names; null for none. */
  readonly deviceOs: string | null;
  readonly product: number | null;
  readonly productVersion: number | null;
}

/** Words by their numbers, from 1 on. Equal ones have one number. */
export interface WordBook<Word extends WordOfTable> {
  readonly numberOf: (word: ReportWord | RowWord) => number;
  /** The number of a word that only says what is missing. */
  readonly lacking: (lacking: FleetUnknown, like?: Word) => number;
  readonly word: (number: number) => Word;
  /** A text by which words are in the same order whenever they are met. */
  readonly key: (number: number) => string;
  /** Module version of the Device OS that a word tells; null where it is not known. */
  readonly version: (number: number) => number | null;
  /** Whether it makes no difference which of two words counts. */
  readonly isAlike: (one: Word, other: Word) => boolean;
  /** What is missing to judge a device by it; null for nothing. */
  readonly lacks: (word: Word) => FleetUnknown | null;
  /** What two words have in common that contradict each other; undefined for nothing. */
  readonly shared: (one: Word, other: Word) => Word | undefined;
  /** The number of a word with what only the row behind it says. Absent = the word is counted as it is. */
  readonly withRow?: (number: number, row: number) => number;
  /** The number of a word with another version of its product's firmware. Absent = the word is counted as it is. */
  readonly withFirmware?: (number: number, firmware: SaidProduct) => number;
}

/** One of the words of a device that contradict each other. */
export interface SaidWord<Word> {
  readonly word: Word;
  /** The file that says it. */
  readonly file: string;
  /** When it was said: milliseconds since 1970; null where it has no time. */
  readonly at: number | null;
}

/** A device of which words contradict each other. */
export interface Contradiction<Word> {
  /** Its ID. */
  readonly device: string;
  /** Those of them that are kept: none of very many devices. */
  readonly said: readonly SaidWord<Word>[];
  /** All words about it, also older ones, and in how many files each is; none where it is not among the first devices. */
  readonly naming: readonly { readonly word: Word; readonly files: ReadonlySet<string> }[];
}

/** Devices that come to one word. */
export interface Fate<Word> {
  readonly word: Word;
  readonly count: number;
  /** The first of them by their names. */
  readonly names: readonly string[];
}

/** A device and the word that counts for it. */
export interface TableRow<Word> {
  /** Its ID, or where its record stands. */
  readonly device: string;
  /** What its owner calls it; null where no record says, or names were not asked for. */
  readonly name: string | null;
  readonly word: Word;
  /** Product and version of its firmware, also where only the row behind the word says them. */
  readonly product: number | null;
  readonly productVersion: number | null;
}

/** What was counted. */
export interface TableCounts {
  readonly devices: number;
  /** Devices without an ID: each record is one. */
  readonly unnamed: number;
  /** Records that say something of a device, and other events. */
  readonly spoken: number;
  readonly events: number;
  /** Devices of which there is nothing but events. */
  readonly silent: number;
}

/** Records of devices, each device once. */
export interface DeviceTable<Word> {
  readonly add: (record: FleetRecord, place: RecordPlace) => void;
  readonly counts: () => TableCounts;
  /** By the key of their words. */
  readonly fates: () => readonly Fate<Word>[];
  /** Whether a file said something of a device; known only where files are kept. */
  readonly tells: (file: string) => boolean;
  /** The first devices without an ID, by where their records stand. */
  readonly unnamed: () => readonly string[];
  /** The first devices, by their IDs, of which words contradict each other, with what contradicts; nothing of it where files are not kept. */
  readonly contradictions: () => readonly Contradiction<Word>[];
  /** Devices of which the last that is heard is that they are in safe mode; none where files are not kept. */
  readonly safeMode: () => FleetNames;
  /** All IDs, ascending. */
  readonly ids: () => readonly string[];
  /** By their IDs; those without one behind them. */
  readonly rows: () => Iterable<TableRow<Word>>;
}

/** So many devices, and the first of them. */
export interface FleetNames {
  /** How many. */
  readonly devices: number;
  /** The first of them by their IDs. */
  readonly names: readonly string[];
}

/** Devices of which it is kept which files say what of them. */
const MOST_WITH_FILES = 1_000;

/** What is heard of a device beside its reports and rows. */
interface Heard extends SaidProduct {
  /** Whether it is in safe mode, by what it publishes; null where that is not known. */
  readonly isSafeMode: boolean | null;
}

/** Where a record stands, or what its caller calls the device. */
export type RecordPlace = { readonly file: string } | { readonly name: string };

/** A device without an ID. */
interface Unnamed {
  readonly device: string;
  readonly name: string | null;
  readonly number: number;
}

interface Counted {
  count: number;
  /** Smallest first. */
  names: string[];
}

/**
 * Nothing added so far.
 *
 * @param hasNames whether the names that owners give are kept
 * @param mostUnnamed devices without an ID that rows tell of; more are only counted
 * @param hasFiles whether it is kept which file said what
 */
export function deviceTable<Word extends WordOfTable>(
  words: WordBook<Word>,
  {
    hasNames,
    mostUnnamed,
    hasFiles = false,
  }: { readonly hasNames: boolean; readonly mostUnnamed: number; readonly hasFiles?: boolean },
): DeviceTable<Word> {
  const files = numbered((file: string) => file);
  const last = lastWords(
    (a, b) => join(words, a, b),
    (a, b) => (a === b || compareText(files.at(a), files.at(b)) <= 0 ? a : b),
    (a, b) => heards.enter(heardTogether(heards.at(a), heards.at(b))),
  );
  const heards = numbered(({ product, productVersion, isSafeMode }: Heard) =>
    JSON.stringify([product, productVersion, isSafeMode]),
  );
  const naming = new Map<number, Map<number, Map<string, number | null>>>();
  /** By the device: a board stays what it is, so that the time of a word that names another one does not matter. */
  const platforms: (number | undefined)[] = [];
  const ofSeveralPlatforms = new Set<number>();
  const sources = new Set<string>();
  const firstUnnamed: string[] = [];
  const names = hasNames ? nameStore() : null;
  const unnamed: Unnamed[] = [];
  const ofUnnamed = new Map<number, Counted>();
  const vitals = new Set<number>();
  const onLine = { file: '', line: 0, count: 0 };
  let [spoken, events, without] = [0, 0, 0];
  let isClosed: readonly Fate<Word>[] | null = null;

  const placeName = (record: FleetRecord, place: RecordPlace): string => {
    if ('name' in place) return place.name;
    const isSame = onLine.file === place.file && onLine.line === record.line;
    onLine.count = isSame ? onLine.count + 1 : 1;
    onLine.file = place.file;
    onLine.line = record.line;
    const nth = onLine.count > 1 ? ` (number ${String(onLine.count)})` : '';
    return `line ${String(record.line)} of ${place.file}${nth}`;
  };
  const hear = (record: FleetRecord): void => {
    const heard = heardIn(record);
    if (hasFiles && record.id !== null && heard !== null) last.heard(record.id, record.at, heards.enter(heard));
  };
  const noteFile = (index: number, number: number, file: string, at: number | null): void => {
    if (index >= MOST_WITH_FILES) return;
    const own = naming.get(index) ?? new Map<number, Map<string, number | null>>();
    const times = own.get(number) ?? new Map<string, number | null>();
    const before = times.get(file) ?? null;
    times.set(file, before !== null && at !== null ? Math.max(before, at) : (at ?? before));
    naming.set(index, own.set(number, times));
  };
  const notePlatform = (index: number, number: number): void => {
    const word = words.word(number);
    const { platform } = word;
    const isOther = platform !== null && (platforms[index] ??= platform) !== platform;
    if (isOther || words.lacks(word) === 'two_platforms') ofSeveralPlatforms.add(index);
  };
  const addUnnamed = (record: FleetRecord, number: number, place: RecordPlace): void => {
    without++;
    const device = placeName(record, place);
    keepSmallest(firstUnnamed, device, compareText);
    count(ofUnnamed, number, device);
    if (unnamed.length <= mostUnnamed) {
      unnamed.push({ device, name: names === null ? null : record.name, number });
    }
  };
  const add = (record: FleetRecord, place: RecordPlace): void => {
    const { word, id, at, name } = record;
    isClosed = null;
    if (word.kind === 'unread') return;
    const file = 'file' in place ? place.file : place.name;
    if (hasFiles) sources.add(file);
    hear(record);
    if (word.kind === 'event') {
      events++;
      if (id !== null) {
        const index = last.seen(id);
        if (word.isVitals) vitals.add(index);
      }
      return;
    }
    spoken++;
    const number = words.numberOf(word);
    if (id === null) addUnnamed(record, number, place);
    else {
      const source = hasFiles ? files.enter(file) : undefined;
      const index = word.kind === 'report' ? last.report(id, at, number, source) : last.row(id, at, number, source);
      notePlatform(index, number);
      if (hasFiles) noteFile(index, number, file, at);
      if (name !== null) names?.add(index, at, name);
    }
  };
  /** The word that counts, and the row behind it. */
  const wordOf = (index: number): readonly [number: number, row: number] => {
    const { report, reportAt, reportLast, row, rowAt, rowLast } = last.wordsOf(index);
    if (report === NO_WORD && row === NO_WORD) {
      return [words.lacking(vitals.has(index) ? 'vitals_alone' : 'events_alone'), NO_WORD];
    }
    if (ofSeveralPlatforms.has(index)) {
      const isOfRow = report === NO_WORD && words.lacks(words.word(row)) === 'two_platforms';
      return [isOfRow ? row : words.lacking('contradictory'), row];
    }
    if (report === NO_WORD) return [row, row];
    if (row === NO_WORD || !isOther(words, report, row)) return [report, row];
    if (isBefore(rowAt, reportLast)) return [report, row];
    return [isBefore(reportAt, rowLast) ? row : join(words, report, row), row];
  };
  /** The word that counts, with the product that the row behind it names, and the version of its firmware that was named last. */
  const wholeWord = (index: number): number => {
    const [alone, row] = wordOf(index);
    const number = row === NO_WORD || row === alone ? alone : (words.withRow?.(alone, row) ?? alone);
    const { heard, heardAt } = last.heardOf(index);
    if (heard === NO_WORD || words.withFirmware === undefined) return number;
    const { reportAt, rowAt } = last.wordsOf(index);
    const isOfReport = alone !== row && words.word(alone).productVersion !== null;
    const firmware = firmwareOf(words.word(number), isOfReport ? reportAt : rowAt, {
      ...heards.at(heard),
      at: heardAt,
    });
    return words.withFirmware(number, firmware);
  };
  const safeMode = (): FleetNames => {
    const first: number[] = [];
    let devices = 0;
    for (let index = 0; index < last.count(); index++) {
      const { heard } = last.heardOf(index);
      if (heard === NO_WORD || heards.at(heard).isSafeMode !== true) continue;
      devices++;
      keepSmallest(first, index, last.compare);
    }
    return { devices, names: first.map(last.idOf) };
  };
  const fates = (): readonly Fate<Word>[] => {
    if (isClosed !== null) return isClosed;
    const found = new Map<number, Counted>(
      [...ofUnnamed].map(([number, one]) => [number, { ...one, names: [...one.names] }]),
    );
    const smallest = new Map<number, number[]>();
    for (let index = 0; index < last.count(); index++) {
      const number = wholeWord(index);
      const one = found.get(number) ?? { count: 0, names: [] };
      one.count++;
      found.set(number, one);
      const kept = smallest.get(number) ?? [];
      smallest.set(number, kept);
      keepSmallest(kept, index, last.compare);
    }
    isClosed = [...found]
      .sort(([a], [b]) => compareText(words.key(a), words.key(b)))
      .map(([number, one]) => ({
        word: words.word(number),
        count: one.count,
        names: [...(smallest.get(number) ?? []).map(last.idOf), ...one.names].sort(compareText).slice(0, MOST_NAMES),
      }));
    return isClosed;
  };
  const saidOf = (index: number): Contradiction<Word>['said'] => {
    if (ofSeveralPlatforms.has(index)) {
      return [...(naming.get(index) ?? [])].flatMap(([word, own]) =>
        [...own].map(([file, at]) => ({ word: words.word(word), file, at })),
      );
    }
    const { report } = last.wordsOf(index);
    const isOfReports = report !== NO_WORD && isContradictory(words, words.word(report));
    return [...last.saidOf(index, 'report'), ...(isOfReports ? [] : last.saidOf(index, 'row'))].map(
      ({ word, source, at }) => ({ word: words.word(word), file: files.at(source), at }),
    );
  };
  const contradictions = (): readonly Contradiction<Word>[] => {
    const first: number[] = [];
    for (let index = 0; index < last.count(); index++) {
      if (words.lacks(words.word(wordOf(index)[0])) === 'contradictory') keepSmallest(first, index, last.compare);
    }
    return first.map((index) => {
      const all = [...(naming.get(index) ?? [])].map(([word, own]) => ({
        word: words.word(word),
        files: new Set(own.keys()),
      }));
      return { device: last.idOf(index), said: saidOf(index), naming: all };
    });
  };
  const counts = (): TableCounts => ({
    devices: last.count() + without,
    unnamed: without,
    spoken,
    events,
    silent: last.count() - withWords(last),
  });
  function* rows(): Iterable<TableRow<Word>> {
    for (const index of last.sorted()) {
      const [number, row] = wordOf(index);
      const behind = row === NO_WORD ? null : words.word(row);
      const word = words.word(number);
      yield {
        device: last.idOf(index),
        name: names?.get(index) ?? null,
        word,
        product: word.product ?? behind?.product ?? null,
        productVersion: word.productVersion ?? behind?.productVersion ?? null,
      };
    }
    for (const { device, name, number } of [...unnamed].sort((a, b) => compareText(a.device, b.device))) {
      const word = words.word(number);
      yield { device, name, word, product: word.product, productVersion: word.productVersion };
    }
  }
  return {
    add,
    fates,
    rows,
    counts,
    contradictions,
    safeMode,
    tells: (file) => sources.has(file),
    unnamed: () => firstUnnamed,
    ids: () => Array.from(last.sorted(), last.idOf),
  };
}

/** What a record says beside its report or row; null for nothing. An event of a device whose application does not run says nothing of either. */
function heardIn({ word, at }: FleetRecord): Heard | null {
  if (word.kind === 'report') {
    const { product, productVersion } = word;
    if (word.isSafeMode === true) return { product, productVersion, isSafeMode: true };
    return at === null ? null : { product, productVersion, isSafeMode: false };
  }
  if (word.kind !== 'event' || word.product === null) return null;
  const { product, productVersion } = word;
  const isRunning = productVersion !== null && productVersion > 0;
  // Without a time it is not known to be the last.
  return isRunning && at !== null ? { product, productVersion, isSafeMode: false } : null;
}

/** Of one time, or of none: what both say. */
function heardTogether(one: Heard, other: Heard): Heard {
  const both = <Value>(a: Value, b: Value): Value | null => (a === b ? a : null);
  return {
    product: both(one.product, other.product),
    productVersion: both(one.productVersion, other.productVersion),
    isSafeMode: both(one.isSafeMode, other.isSafeMode),
  };
}

/**
 * The product and version of the firmware that was named last. In safe mode no application runs, and what one said before may be what made it so: then it
 * is not known.
 *
 * @param wordAt when the word named its version; null where that has no time
 */
function firmwareOf(
  word: SaidProduct,
  wordAt: number | null,
  heard: Heard & { readonly at: number | null },
): SaidProduct {
  const product = word.product ?? heard.product;
  const isOfOther = word.product !== null && heard.product !== null && word.product !== heard.product;
  const saysNothing = heard.productVersion === null && heard.isSafeMode !== true;
  if (isOfOther || saysNothing || word.productVersion === heard.productVersion) {
    return { product, productVersion: word.productVersion };
  }
  if (word.productVersion === null) return { product, productVersion: heard.productVersion };
  const isOrdered = wordAt !== null && heard.at !== null && wordAt !== heard.at;
  if (!isOrdered) return { product, productVersion: null };
  return { product, productVersion: wordAt > heard.at ? word.productVersion : heard.productVersion };
}

/** Devices of which there is more than an event. */
function withWords(last: ReturnType<typeof lastWords>): number {
  let found = 0;
  for (let index = 0; index < last.count(); index++) {
    const { report, row } = last.wordsOf(index);
    if (report !== NO_WORD || row !== NO_WORD) found++;
  }
  return found;
}

/** What two words come to of which neither is the later: the same fate stays, whichever its details; else nothing is certain. */
function join<Word extends WordOfTable>(words: WordBook<Word>, a: number, b: number): number {
  const [one, other] = [words.word(a), words.word(b)];
  if (words.isAlike(one, other)) return compareText(words.key(a), words.key(b)) <= 0 ? a : b;
  // A word that only leaves the platform out agrees.
  if (one.deviceOs !== null && one.deviceOs === other.deviceOs) {
    if (words.lacks(one) === 'no_platform') return b;
    if (words.lacks(other) === 'no_platform') return a;
  }
  return words.lacking('contradictory', words.shared(one, other));
}

/** Whether it stands for several that contradict each other. */
function isContradictory<Word extends WordOfTable>({ lacks }: WordBook<Word>, word: Word): boolean {
  const lacking = lacks(word);
  return lacking === 'contradictory' || lacking === 'two_releases' || lacking === 'two_platforms';
}

/** Whether the row names another Device OS than the report, or several: then the report need not be the device's last word. */
function isOther<Word extends WordOfTable>(words: WordBook<Word>, report: number, row: number): boolean {
  const [reported, listed] = [words.word(report), words.word(row)];
  if (isContradictory(words, listed)) return true;
  if (reported.deviceOs === null || listed.deviceOs === null) return false;
  const [a, b] = [words.version(report), words.version(row)];
  return a !== null && b !== null ? a !== b : reported.deviceOs !== listed.deviceOs;
}

/** Whether all that was said at one time is before what was said last at the other; false where a time is not known. */
const isBefore = (at: number | null, last: number | null): boolean => at !== null && last !== null && at < last;

function count(counts: Map<number, Counted>, number: number, name: string): void {
  const one = counts.get(number) ?? { count: 0, names: [] };
  counts.set(number, one);
  one.count++;
  keepSmallest(one.names, name, compareText);
}

/** Keeps the first few in their order. */
function keepSmallest<One>(kept: One[], one: One, compare: (a: One, b: One) => number): void {
  const largest = kept.at(-1);
  if (kept.length >= MOST_NAMES && largest !== undefined && compare(largest, one) <= 0) return;
  let at = kept.length;
  for (let before = kept[at - 1]; before !== undefined && compare(before, one) > 0; before = kept[at - 1]) at--;
  kept.splice(at, 0, one);
  if (kept.length > MOST_NAMES) kept.pop();
}
