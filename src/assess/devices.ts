/** What the files do to devices that are known by their reports and lists, one record after another: no list of them is kept, and each counts once. */
import { assumedRules, assumedTogether } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { compareText } from '../base/compare.js';
import { missingPages } from '../fleet/pages.js';
import type { FleetPage, FleetRecord, FleetWord } from '../fleet/types.js';
import type { Transport } from '../device/types.js';
import { checkTargets } from '../rules/run.js';
import type { Finding, TargetSubject } from '../rules/types.js';
import type { Fate } from './device-table.js';
import { expectationOf } from './expected.js';
import type { ForecastOf } from './expected.js';
import type { FirmwareFile } from './file.js';
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
  /** What it takes to put this together with the devices of another run. */
  readonly part: () => DevicePart;
  /** Every device by its ID; those without one behind them. */
  readonly verdicts: () => Iterable<DeviceVerdict>;
  /** What devices come to, each with how many do. */
  readonly fates: () => readonly Fate<JudgedWord>[];
}

/** What of devices was gathered, for putting it together with those of another run. Plain data. */
export interface DevicePart {
  /** The fates of each platform. */
  readonly targets: readonly TargetSubject[];
  /** The IDs of all devices that have one, ascending, 24 digits each, without anything between them. */
  readonly ids: string;
  /** Pages of lists. */
  readonly pages: readonly FleetPage[];
  /** How many reports could not be read beyond those that are named. */
  readonly left: number;
  /** What was asked of the devices: where one of it differs, their answers are not put together. */
  readonly asked: {
    /** How the files reach the devices. */
    readonly via: Transport;
    /** Whether they are protected ones; null = nobody says it. */
    readonly protected: boolean | null;
    /** The only platform that was asked about; null = all. */
    readonly platform: number | null;
    /** Whether what the cloud is expected to mend counts as a warning. */
    readonly expectCloud: boolean;
    /** SHA-256 of the files of which the cloud is taken to have the same, each once, sorted. */
    readonly library: readonly string[];
  };
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
  /** Whether what the cloud is expected to mend counts as a warning; then it is asked. */
  readonly expectCloud?: boolean;
  /** Modules of which the cloud is taken to have the same. */
  readonly library?: readonly FirmwareFile[];
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
  const asked = groups.filter((group) => platform === null || group.platform === platform);
  const {
    forecast = options.expectCloud === true ? expectedOf(asked, options.via, options.library ?? []) : undefined,
  } = options;
  const words = judgedWords(asked, { ...options, forecast });
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
        findings: targetsOf(groups, table, options.expectCloud === true).flatMap(checkTargets),
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
    part: () => ({
      targets: targetsOf(groups, table, options.expectCloud === true),
      ids: table.ids().join(''),
      pages,
      left: unread.left(),
      asked: {
        via: options.via,
        protected: options.isProtected,
        platform,
        expectCloud: options.expectCloud === true,
        library: [...new Set((options.library ?? []).map(({ sha256 }) => sha256))].sort(compareText),
      },
    }),
    verdicts: table.verdicts,
    fates: table.fates,
  };
}

/** What is expected of devices, by their platform. */
function expectedOf(groups: readonly PlatformGroup[], via: Transport, library: readonly FirmwareFile[]): ForecastOf {
  const byPlatform = new Map(groups.map((group) => [group.platform, expectationOf(group, via, library)]));
  return (state, isTold) => byPlatform.get(state.platform)?.(state, isTold);
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

/** The fates of each platform; those of devices of no known platform stand with the first one. */
function targetsOf(
  groups: readonly PlatformGroup[],
  table: FleetTable,
  expectCloud: boolean,
): readonly TargetSubject[] {
  const fates = table.fates();
  return groups.map((group, at) => {
    const own = fates.filter(({ word }) => word.platform === group.platform || (word.platform === null && at === 0));
    const tally = tallyOf('exact');
    for (const { word, count, names } of own) {
      if (word.judgement !== null) {
        tally.addAll(word.judgement, count, names, word.judgement.outcome === 'run' ? undefined : word.forecast);
      }
    }
    return {
      platform: group.platform,
      kind: 'device',
      groups: tally.groups(),
      expectCloud,
      files: filesInOrder(group).map(({ file }) => file),
    };
  });
}
