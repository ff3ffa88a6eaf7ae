/** What becomes of devices, each once, by its latest word. */
import type { FleetRecord } from '../fleet/types.js';
import type { FleetOutcome } from '../plan/fleet.js';
import { deviceTable } from './device-table.js';
import type { Fate, RecordPlace, TableCounts, WordBook } from './device-table.js';
import type { DeviceResult, DeviceSummary, DeviceVerdict, FleetRecords, JudgedWord } from './types.js';

/** Devices that the list of a summary holds at the most; more are only counted. */
const MOST_LISTED = 1_000;

/** Records of devices, each device once. */
export interface FleetTable {
  readonly add: (record: FleetRecord, place: RecordPlace) => void;
  readonly summary: (unread: number) => Omit<DeviceSummary, 'missingPages'>;
  /** By the key of their words. */
  readonly fates: () => readonly Fate<JudgedWord>[];
  readonly verdicts: () => Iterable<DeviceVerdict>;
}

/** @param verdicts whether each device is asked for at the end, and with which names */
export function fleetTable(words: WordBook<JudgedWord>, verdicts: 'none' | 'named' | 'unnamed'): FleetTable {
  const mostUnnamed = verdicts === 'none' ? MOST_LISTED : Number.POSITIVE_INFINITY;
  const table = deviceTable(words, { hasNames: verdicts === 'named', mostUnnamed });
  return {
    add: table.add,
    fates: table.fates,
    verdicts: table.rows,
    summary: (unread) => {
      const all = table.fates();
      const { devices, unnamed } = table.counts();
      const otherPlatforms = sumOf(all, ({ judgement }) => judgement === null);
      const ofOutcome = (outcome: FleetOutcome): number =>
        sumOf(all, ({ judgement }) => judgement?.outcome === outcome);
      return {
        devices,
        run: ofOutcome('run'),
        safeMode: ofOutcome('safe-mode'),
        refuse: ofOutcome('refuse'),
        unclear: ofOutcome('unclear'),
        wireBytes: all.reduce((sum, { word, count: many }) => sum + (word.judgement?.wireBytes ?? 0) * many, 0),
        list: devices > MOST_LISTED ? [] : listOf(table.rows()),
        otherPlatforms,
        basis: {
          report: sumOf(all, ({ basis, judgement }) => judgement !== null && basis === 'report'),
          release: sumOf(all, ({ basis, judgement }) => judgement !== null && basis === 'release'),
        },
        unnamed,
        records: recordsOf(table.counts(), unread),
      };
    },
  };
}

/** Where all records went. */
export function recordsOf({ devices, spoken, events, silent }: TableCounts, unread: number): FleetRecords {
  return {
    total: spoken + events + unread,
    superseded: spoken - (devices - silent),
    otherEvents: events - silent,
    unread,
  };
}

function sumOf(fates: readonly Fate<JudgedWord>[], isCounted: (word: JudgedWord) => boolean): number {
  return fates.reduce((sum, { word, count: many }) => sum + (isCounted(word) ? many : 0), 0);
}

function listOf(verdicts: Iterable<DeviceVerdict>): readonly DeviceResult[] {
  return [...verdicts].flatMap(({ device, word: { platform, basis, judgement } }) => {
    if (judgement === null) return [];
    const { outcome, reason, bootReasons, told, lacking = null } = judgement;
    return [{ device, platform, basis, outcome, reason, bootReasons, told, lacking }];
  });
}
