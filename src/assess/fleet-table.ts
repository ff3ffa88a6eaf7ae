/** Every device once, by its latest word. */
import { compareText } from '../base/compare.js';
import { lastWords, NO_WORD } from '../fleet/last-words.js';
import { nameStore } from '../fleet/names.js';
import type { FleetRecord } from '../fleet/types.js';
import type { FleetOutcome } from '../plan/fleet.js';
import { isExpectedAlike } from './expected.js';
import type { JudgedWords } from './judged-words.js';
import { MOST_NAMES } from './tally.js';
import type { DeviceResult, DeviceSummary, DeviceVerdict, JudgedWord } from './types.js';

/** Devices that the list of a summary holds at the most; more are only counted. */
const MOST_LISTED = 1_000;

/** Devices that come to one word. */
export interface Fate {
  readonly word: JudgedWord;
  readonly count: number;
  /** The first of them by their names. */
  readonly names: readonly string[];
}

/** Records of devices, each device once. */
export interface FleetTable {
  readonly add: (record: FleetRecord, place: RecordPlace) => void;
  readonly summary: (unread: number) => Omit<DeviceSummary, 'missingPages'>;
  /** By the key of their words. */
  readonly fates: () => readonly Fate[];
  readonly verdicts: () => Iterable<DeviceVerdict>;
}

/** Where a record stands, or what its caller calls the device. */
type RecordPlace = { readonly file: string } | { readonly name: string };

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

/** @param verdicts whether each device is asked for at the end, and with which names */
export function fleetTable(words: JudgedWords, verdicts: 'none' | 'named' | 'unnamed'): FleetTable {
  const joined = (a: number, b: number): number => join(words, a, b);
  const last = lastWords(joined);
  const names = verdicts === 'named' ? nameStore() : null;
  const unnamed: Unnamed[] = [];
  const ofUnnamed = new Map<number, Counted>();
  const vitals = new Set<number>();
  const onLine = { file: '', line: 0, count: 0 };
  let [spoken, events, without] = [0, 0, 0];
  let isClosed: readonly Fate[] | null = null;

  const placeName = (record: FleetRecord, place: RecordPlace): string => {
    if ('name' in place) return place.name;
    const isSame = onLine.file === place.file && onLine.line === record.line;
    onLine.count = isSame ? onLine.count + 1 : 1;
    onLine.file = place.file;
    onLine.line = record.line;
    const nth = onLine.count > 1 ? ` (number ${String(onLine.count)})` : '';
    return `line ${String(record.line)} of ${place.file}${nth}`;
  };
  const addUnnamed = (record: FleetRecord, number: number, place: RecordPlace): void => {
    without++;
    const device = placeName(record, place);
    count(ofUnnamed, number, device);
    if (verdicts !== 'none' || unnamed.length <= MOST_LISTED) {
      unnamed.push({ device, name: names === null ? null : record.name, number });
    }
  };
  const add = (record: FleetRecord, place: RecordPlace): void => {
    const { word, id, at, name } = record;
    isClosed = null;
    if (word.kind === 'unread') return;
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
      const index = word.kind === 'report' ? last.report(id, at, number) : last.row(id, at, number);
      if (name !== null) names?.add(index, at, name);
    }
  };
  /** The word that counts, and the row behind it. */
  const wordOf = (index: number): readonly [number: number, row: number] => {
    const { report, reportAt, row, rowAt } = last.wordsOf(index);
    if (report === NO_WORD && row === NO_WORD) {
      return [words.lacking(vitals.has(index) ? 'vitals_alone' : 'events_alone'), NO_WORD];
    }
    if (report === NO_WORD) return [row, row];
    const isLater = row !== NO_WORD && reportAt !== null && rowAt !== null && rowAt > reportAt;
    return [isLater && isOtherRelease(words, report, row) ? row : report, row];
  };
  const fates = (): readonly Fate[] => {
    if (isClosed !== null) return isClosed;
    const found = new Map<number, Counted>(
      [...ofUnnamed].map(([number, one]) => [number, { ...one, names: [...one.names] }]),
    );
    const smallest = new Map<number, number[]>();
    for (let index = 0; index < last.count(); index++) {
      const [number] = wordOf(index);
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
  const devices = (): number => last.count() + without;
  function* verdictsOf(): Iterable<DeviceVerdict> {
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
    verdicts: verdictsOf,
    summary: (unread) => {
      const all = fates();
      const otherPlatforms = sumOf(all, ({ judgement }) => judgement === null);
      const ofOutcome = (outcome: FleetOutcome): number =>
        sumOf(all, ({ judgement }) => judgement?.outcome === outcome);
      const silent = devices() - without - withWords(last);
      return {
        devices: devices(),
        run: ofOutcome('run'),
        safeMode: ofOutcome('safe-mode'),
        refuse: ofOutcome('refuse'),
        unclear: ofOutcome('unclear'),
        wireBytes: all.reduce((sum, { word, count: many }) => sum + (word.judgement?.wireBytes ?? 0) * many, 0),
        list: listOf(verdictsOf, devices()),
        otherPlatforms,
        basis: {
          report: sumOf(all, ({ basis, judgement }) => judgement !== null && basis === 'report'),
          release: sumOf(all, ({ basis, judgement }) => judgement !== null && basis === 'release'),
        },
        unnamed: without,
        records: {
          total: spoken + events + unread,
          superseded: spoken - (devices() - silent),
          otherEvents: events - silent,
          unread,
        },
      };
    },
  };
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
function join(words: JudgedWords, a: number, b: number): number {
  const [one, other] = [words.word(a), words.word(b)];
  const isAlike =
    one.judgement?.outcome === other.judgement?.outcome &&
    one.judgement?.judgement === other.judgement?.judgement &&
    one.platform === other.platform &&
    isExpectedAlike(one.forecast, other.forecast);
  if (isAlike) return compareText(words.key(a), words.key(b)) <= 0 ? a : b;
  return words.lacking(
    'contradictory',
    one.platform === other.platform ? { ...one, product: null, productVersion: null } : undefined,
  );
}

/** Whether the row names another Device OS than the report: then the report is not the device's last word. */
function isOtherRelease(words: JudgedWords, report: number, row: number): boolean {
  const [reported, listed] = [words.word(report), words.word(row)];
  if (reported.deviceOs === null || listed.deviceOs === null) return false;
  const [a, b] = [words.version(report), words.version(row)];
  return a !== null && b !== null ? a !== b : reported.deviceOs !== listed.deviceOs;
}

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

function sumOf(fates: readonly Fate[], isCounted: (word: JudgedWord) => boolean): number {
  return fates.reduce((sum, { word, count: many }) => sum + (isCounted(word) ? many : 0), 0);
}

function listOf(verdicts: () => Iterable<DeviceVerdict>, devices: number): readonly DeviceResult[] {
  if (devices > MOST_LISTED) return [];
  return [...verdicts()].flatMap(({ device, word: { platform, basis, judgement } }) => {
    if (judgement === null) return [];
    const { outcome, reason, bootReasons, told, lacking = null } = judgement;
    return [{ device, platform, basis, outcome, reason, bootReasons, told, lacking }];
  });
}
