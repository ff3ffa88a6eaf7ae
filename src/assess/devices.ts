/** What the files do to devices that are known by their reports and lists, one record after another: no list of them is kept, and each counts once. */
import { assumedRules, assumedTogether } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { missingPages } from '../fleet/pages.js';
import type { FleetPage, FleetRecord, FleetWord } from '../fleet/types.js';
import type { Transport } from '../device/types.js';
import { checkTargets } from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import type { Fate } from './device-table.js';
import type { ForecastOf } from './expected.js';
import { fleetTable } from './fleet-table.js';
import type { FleetTable } from './fleet-table.js';
import { filesInOrder } from './groups.js';
import type { PlatformGroup } from './groups.js';
import { judgedWords } from './judged-words.js';
import { tallyOf } from './tally.js';
import type { DeviceEntry, DeviceItem, DeviceSummary, DeviceVerdict, JudgedWord, Problem } from './types.js';

/** What devices came to so far. */
export interface JudgedDevices {
  readonly add: (item: DeviceEntry) => void;
  readonly end: () => {
    readonly devices: DeviceSummary;
    readonly findings: readonly Finding[];
    readonly assumed: readonly Assumed[];
    readonly problems: readonly Problem[];
  };
  /** Every device by its ID; those without one behind them. */
  readonly verdicts: () => Iterable<DeviceVerdict>;
  /** What devices come to, each with how many do. */
  readonly fates: () => readonly Fate<JudgedWord>[];
}

/** Reports that are named of very many that could not be read, or are for no file. */
const MOST_PROBLEMS = 20;

/** How devices are judged. */
export interface DeviceOptions {
  readonly via: Transport;
  readonly isProtected: boolean | null;
  /** Whether a verdict on each device will be asked for, and whether with its name. */
  readonly verdicts: 'none' | 'named' | 'unnamed';
  /** What the cloud is expected to do with a device; absent = nobody asks. */
  readonly forecast?: ForecastOf | undefined;
}

/**
 * Nothing judged so far.
 *
 * @param platform the only one that is asked about; null = all
 */
export function judgeDevices(
  groups: readonly PlatformGroup[],
  platform: number | null,
  options: DeviceOptions,
): JudgedDevices {
  const words = judgedWords(
    groups.filter((group) => platform === null || group.platform === platform),
    options,
  );
  const table = fleetTable(words, options.verdicts);
  const unread = problemList();
  const others = problemList();
  const pages: FleetPage[] = [];
  const addItem = (item: DeviceItem): void => {
    const record = recordOf(item);
    table.add(record, { name: item.name });
    const { state, file } = item;
    // A device that was named and is not judged would look like one that runs.
    if (file !== null && !words.isJudged(state.platform)) {
      others.add({ kind: 'other_platform', file, platform: state.platform });
    }
  };
  return {
    add: (item) => {
      if ('record' in item) table.add(item.record, { file: item.file });
      else if ('page' in item) pages.push(item.page);
      else if ('state' in item) addItem(item);
      else unread.add({ ...item, kind: 'unread' });
    },
    end: () => {
      const devices: DeviceSummary = {
        ...table.summary(unread.count()),
        missingPages: missingPages(pages),
      };
      const named = [...unread.list(), ...others.list()];
      const nothing = devices.devices === devices.otherPlatforms && named.length === 0;
      return {
        devices,
        findings: findingsOf(groups, table),
        assumed: assumedTogether([
          ...groups.flatMap((group) => assumedRules(group.platform, words.running(group.platform))),
          ...words.assumed(),
        ]),
        problems: [
          ...named,
          ...(nothing ? [{ kind: 'nothing_judged', otherPlatforms: devices.otherPlatforms } as const] : []),
          ...(unread.left() > 0 ? [{ kind: 'more_unread', count: unread.left() } as const] : []),
        ],
      };
    },
    verdicts: table.verdicts,
    fates: table.fates,
  };
}

/** A device of a caller as a record. */
export function recordOf({ state, id = null, at = null }: DeviceItem): FleetRecord {
  const word: FleetWord = { kind: 'report', state, notes: [], product: null, productVersion: null };
  return { word, id, at, name: null, line: 0 };
}

/** Problems in bounded memory; one that is said already is only counted. */
export function problemList() {
  const list: Problem[] = [];
  const said = new Set<string>();
  let all = 0;
  let left = 0;
  return {
    add: (problem: Problem): void => {
      all++;
      const key = JSON.stringify(problem);
      if (said.has(key)) return;
      if (list.length >= MOST_PROBLEMS) left++;
      else {
        said.add(key);
        list.push(problem);
      }
    },
    list: (): readonly Problem[] => list,
    count: () => all,
    left: () => left,
  };
}

/** The findings of each platform; those about devices of no known platform stand with the first one. */
function findingsOf(groups: readonly PlatformGroup[], table: FleetTable): readonly Finding[] {
  const fates = table.fates();
  return groups.flatMap((group, at) => {
    const own = fates.filter(({ word }) => word.platform === group.platform || (word.platform === null && at === 0));
    const tally = tallyOf('exact');
    for (const { word, count, names } of own) if (word.judgement !== null) tally.addAll(word.judgement, count, names);
    return checkTargets({
      platform: group.platform,
      kind: 'device',
      groups: tally.groups(),
      lowestThatRuns: null,
      files: filesInOrder(group).map(({ file }) => file),
    });
  });
}
