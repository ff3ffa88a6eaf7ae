/** What is out there: the devices of lists and reports by platform, Device OS and product, and how far each group is from a release. No firmware is judged. */
import { compareText } from '../base/compare.js';
import { groupBy } from '../base/group-by.js';
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import { assumedTogether, nameOfVersion } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { resolveRelease } from '../catalog/releases.js';
import { runningVersion } from '../device/accept.js';
import { eraOf } from '../device/era.js';
import type { DeviceState } from '../device/types.js';
import { missingPages } from '../fleet/pages.js';
import type { MissingPages } from '../fleet/pages.js';
import { stateOfRow } from '../fleet/release-state.js';
import type { FleetPage, FleetUnknown, ReportWord, RowWord } from '../fleet/types.js';
import { reachability } from '../release/reachability.js';
import type { Reach } from '../release/reachability.js';
import type { PlanFile } from '../plan/world.js';
import { deviceTable } from './device-table.js';
import type { Contradiction, FleetNames, WordBook } from './device-table.js';
import { problemList, recordOf } from './devices.js';
import type { FirmwareFile } from './file.js';
import { recordsOf } from './fleet-table.js';
import { numbered } from './numbered.js';
import { sendable } from './sendable.js';
import { unreadTally } from './unread.js';
import type { UnreadFiles } from './unread.js';
import type { Finding } from '../rules/types.js';
import { MOST_NAMES } from './tally.js';
import type { DeviceEntry, FleetBasis, FleetRecords, Problem, UnreadReport } from './types.js';

/** What devices of one group have in common. */
export interface FleetFacts {
  /** Platform id; null where nothing says it. */
  readonly platform: number | null;
  /** The Device OS release that runs, or the module version of one that no release has; null where it is not known. */
  readonly deviceOs: string | null;
  /** Its module version; null where it is not known. */
  readonly version: number | null;
  /** Product id; null where no record says. */
  readonly product: number | null;
  /** Version of the product's firmware; null where no record says. */
  readonly productVersion: number | null;
  /** Whether they are protected devices, as far as their reports say. */
  readonly protection: DeviceState['protection'];
  /** What that rests on. */
  readonly basis: FleetBasis;
  /** Why firmware cannot be judged for them; null where it can. */
  readonly lacking: FleetUnknown | null;
}

/** How a group comes to a release. */
export type FleetWay =
  /** It runs just that. */
  | { readonly kind: 'there' }
  /** It runs a newer one; ways back are a matter of `plan`. */
  | { readonly kind: 'newer' }
  /** There is no such release for its platform. */
  | { readonly kind: 'no_goal' }
  /** What a device as its release ships it needs, over the air. */
  | Reach;

/** Devices that have all of this in common. */
export interface FleetGroup extends FleetFacts {
  /** How many. */
  readonly devices: number;
  /** The first of them by their IDs. */
  readonly names: readonly string[];
  /** The way to the release that was asked for; null where none was. */
  readonly way: FleetWay | null;
}

/** One of several things that are said of a device. */
export interface FleetSaid extends Pick<FleetFacts, 'platform' | 'deviceOs' | 'protection' | 'lacking'> {
  /** The first file that says it, by its name. */
  readonly file: string;
  /** When it was said: milliseconds since 1970; null where it has no time. */
  readonly at: number | null;
  /** How many files say so of it, at any time; null where that is not kept, as for very many devices. */
  readonly files: number | null;
}

/** A device of which different things are said, and of none it is known that it is the latest. */
export interface FleetContradiction {
  /** Its ID. */
  readonly device: string;
  /** Each different thing once; empty where very many devices are so. */
  readonly said: readonly FleetSaid[];
}

/** A page of a list of devices that was given. */
export interface FleetList {
  /** The file that it stands in. */
  readonly file: string;
  /** The product whose devices are listed; null where no row says. */
  readonly product: number | null;
  /** Which page it is, from 1; null where it does not say. */
  readonly number: number | null;
  /** Pages of the whole list; null where it does not say. */
  readonly total: number | null;
}

/** A device that only a file names which is not used: it is not counted. */
export interface NamedAlone {
  /** Its ID. */
  readonly device: string;
  /** The first file that names it. */
  readonly file: string;
}

/** What is out there. */
export interface FleetOverview {
  /** Every device, once. */
  readonly devices: number;
  /** Devices without an ID: each record is one. */
  readonly unnamed: number;
  /** Where the records of the first of these stand. */
  readonly unnamedAt: readonly string[];
  /** By platform, Device OS, product and its version. */
  readonly groups: readonly FleetGroup[];
  /** The release that the ways lead to; null where none was asked for. */
  readonly goal: string | null;
  /** Where all records went. */
  readonly records: FleetRecords;
  /** Lists of which pages are missing. */
  readonly missingPages: readonly MissingPages[];
  /** What is wrong with the firmware at hand: it counts for no way. */
  readonly findings: readonly Finding[];
  /** What could not be read. */
  readonly problems: readonly Problem[];
  /** The same file by file: which hold no device at all, and which lost a part. Their records are those that were not read. */
  readonly unread: readonly UnreadFiles[];
  /** The first devices whose words contradict each other, and which files say what. */
  readonly contradictions: readonly FleetContradiction[];
  /** Devices that are in safe mode by the last that they published. */
  readonly safeMode: FleetNames;
  /** The first pages of lists that were given, by their files. */
  readonly lists: readonly FleetList[];
  /** The first devices, by their IDs, that only files name which are not used: they are not counted. */
  readonly namedAlone: readonly NamedAlone[];
  /** What the answer rests on that nobody read. */
  readonly assumed: readonly Assumed[];
  /** Not ok: a group has no way to the release, or firmware at hand is broken. Unknown: not all is read, or of some devices too little is known. */
  readonly judgement: Judgement;
}

/** What is asked of a fleet. */
export interface OverviewQuestion {
  /** The release to which the ways are wanted; undefined for none. */
  readonly to?: string | undefined;
  /** Firmware at hand: the cost of a way is known where all its files are among these. What is broken among them is no firmware. */
  readonly files?: readonly FirmwareFile[] | undefined;
}

/** An overview whose devices come one after another. */
export interface OpenOverview {
  /** Takes one more record, page or device, or counts one more report that says none. */
  readonly add: (item: DeviceEntry) => void;
  /** The overview, with all so far. */
  readonly end: () => FleetOverview;
}

/** Nothing seen so far. */
export function beginOverview({ to, files = [] }: OverviewQuestion): OpenOverview {
  const words = seenWords();
  const firmware = sendable(files, false);
  const table = deviceTable(words, { hasNames: false, mostUnnamed: 0, hasFiles: true });
  const unread = problemList();
  const tally = unreadTally();
  const pages: FleetPage[] = [];
  const lists: FleetList[] = [];
  const named = new Map<string, string>();
  return {
    add: (item) => {
      if ('record' in item) table.add(item.record, { file: item.file });
      else if ('page' in item) {
        const { page, file } = item;
        pages.push(page);
        if (file !== undefined) lists.push({ file, product: page.product, number: page.number, total: page.total });
      } else if ('state' in item) table.add(recordOf(item), { name: item.name });
      else {
        unread.add({ ...item, kind: 'unread' });
        tally.add(item);
        addNamed(named, item);
      }
    },
    end: () => {
      const seen = table
        .fates()
        .map(({ word, count, names }) => ({ ...word, devices: count, names }))
        .sort(compareGroups);
      const wayOf = to === undefined ? () => null : waysTo(to, firmware.files, seen);
      const groups = seen.map((group): FleetGroup => ({ ...group, way: wayOf(group) }));
      const missing = missingPages(pages);
      const { devices, unnamed } = table.counts();
      const isWhole = unread.count() === 0 && missing.length === 0 && devices > 0;
      return {
        devices,
        unnamed,
        unnamedAt: table.unnamed(),
        groups,
        goal: to ?? null,
        records: recordsOf(table.counts(), unread.count()),
        missingPages: missing,
        findings: firmware.findings,
        problems: [
          ...unread.list(),
          ...(unread.left() > 0 ? [{ kind: 'more_unread', count: unread.left() } as const] : []),
        ],
        unread: tally.end(table.tells),
        contradictions: table.contradictions().map(contradictionOf),
        safeMode: table.safeMode(),
        lists: [...lists].sort((a, b) => compareText(a.file, b.file)).slice(0, MOST_NAMES),
        namedAlone: namedAlone(named, table.ids),
        assumed: words.assumed(),
        judgement: worstOf([
          isWhole ? 'ok' : 'unknown',
          firmware.findings.length > 0 ? 'not-ok' : 'ok',
          ...groups.map(judgementOf),
        ]),
      };
    },
  };
}

/** Devices that are kept of files which are not used. */
const MOST_NAMED = 10_000;

function addNamed(named: Map<string, string>, { about }: UnreadReport): void {
  for (const id of about?.names ?? []) {
    const file = about?.file ?? '';
    const there = named.get(id);
    if (there === undefined && named.size >= MOST_NAMED) return;
    if (there === undefined || compareText(file, there) < 0) named.set(id, file);
  }
}

function namedAlone(named: ReadonlyMap<string, string>, ids: () => readonly string[]): readonly NamedAlone[] {
  if (named.size === 0) return [];
  const known = new Set(ids());
  return [...named]
    .filter(([device]) => !known.has(device))
    .sort(([a], [b]) => compareText(a, b))
    .slice(0, MOST_NAMES)
    .map(([device, file]) => ({ device, file }));
}

/** Each different thing once, by the file that comes first; those with a time before the others. */
function contradictionOf({ device, said, naming }: Contradiction<FleetFacts>): FleetContradiction {
  const isByRelease =
    new Set(said.map(({ word }) => releaseKey(word))).size === new Set(said.map(({ word }) => saidKey(word))).size;
  const keyOfSaid = isByRelease ? releaseKey : saidKey;
  const filesOf = (like: FleetFacts): number | null => {
    const own = naming.flatMap(({ word, files }) => (keyOfSaid(word) === keyOfSaid(like) ? [...files] : []));
    return own.length === 0 ? null : new Set(own).size;
  };
  const all = said
    .map(({ word, file, at }): FleetSaid => {
      const { platform, deviceOs, protection, lacking } = word;
      return { platform, deviceOs, protection, lacking, file, at, files: filesOf(word) };
    })
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || compareText(a.file, b.file) || compareText(saidKey(a), saidKey(b)));
  return { device, said: [...groupBy(all, saidKey).values()].flatMap(([first]) => first ?? []) };
}

type Told = Pick<FleetFacts, 'platform' | 'deviceOs' | 'protection' | 'lacking'>;

const releaseKey = ({ platform, deviceOs }: Told): string => JSON.stringify([platform, deviceOs]);

const saidKey = ({ platform, deviceOs, protection, lacking }: Told): string =>
  JSON.stringify([platform, deviceOs, protection, lacking]);

function judgementOf({ way, version }: FleetGroup): Judgement {
  // A release of which nobody knows a version is a word, and says nothing of the device.
  if (way === null) return version === null ? 'unknown' : 'ok';
  switch (way.kind) {
    case 'there':
    case 'newer':
    case 'direct':
    case 'needs':
      return 'ok';
    case 'unreachable':
    case 'no_goal':
      return 'not-ok';
    case 'unknown':
    case 'limit':
      return 'unknown';
  }
}

/** Numbers ascending, what is not known behind them. */
function compareGroups(a: FleetFacts, b: FleetFacts): number {
  for (const field of ['platform', 'version', 'product', 'productVersion'] as const) {
    const difference = (a[field] ?? Number.MAX_SAFE_INTEGER) - (b[field] ?? Number.MAX_SAFE_INTEGER);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Ways are looked for once a platform, from the releases that its devices have. */
function waysTo(to: string, files: readonly PlanFile[], seen: readonly FleetFacts[]): (group: FleetFacts) => FleetWay {
  const known = new Map<number, ReadonlyMap<number, Reach> | null>();
  const waysOn = (platform: number): ReadonlyMap<number, Reach> | null => {
    const there = known.get(platform);
    if (there !== undefined) return there;
    const from = seen.flatMap((one) => (one.platform === platform ? (one.version ?? []) : []));
    const matrix = reachability(
      platform,
      to,
      files.filter(({ facts }) => facts.platform === platform),
      { from },
    );
    const ways = matrix === null ? null : new Map(matrix.cells.map(({ system, reach }) => [system, reach]));
    known.set(platform, ways);
    return ways;
  };
  return ({ platform, version }) => {
    if (platform === null) return { kind: 'unknown' };
    const goal = resolveRelease(to, platform);
    if (goal.kind !== 'found' || goal.asked !== null) return { kind: 'no_goal' };
    if (version === null) return { kind: 'unknown' };
    if (version >= goal.version) return { kind: version === goal.version ? 'there' : 'newer' };
    return waysOn(platform)?.get(version) ?? { kind: 'unknown' };
  };
}

interface SeenWords extends WordBook<FleetFacts> {
  readonly assumed: () => readonly Assumed[];
}

/** What words say of devices, each different one once. */
function seenWords(): SeenWords {
  const entries = numbered(keyOf);
  const known = new WeakMap<ReportWord | RowWord, number>();
  const completed = new Map<number, Map<number, number>>();
  let assumed: readonly Assumed[] = [];
  const ofRow = (row: RowWord): FleetFacts => {
    const { platform, deviceOs, product, productVersion } = row;
    const found = stateOfRow(row);
    const said = { platform, product, productVersion };
    if (found.kind === 'unknown') {
      return { ...said, ...NOTHING_KNOWN, deviceOs, basis: 'release', lacking: found.what };
    }
    const { release, version } = found;
    assumed = assumedTogether([...assumed, ...found.assumed]);
    const isOpen = eraOf(found.state.platform, version)?.protection !== true;
    const protection = isOpen ? 'open' : 'unknown';
    return { ...said, deviceOs: release, version, protection, basis: 'release', lacking: null };
  };
  return {
    numberOf: (word) => {
      const there = known.get(word);
      if (there !== undefined) return there;
      const number = entries.enter(word.kind === 'report' ? ofReport(word) : ofRow(word));
      if (word.kind === 'row' || word.isShared === true) known.set(word, number);
      return number;
    },
    lacking: (lacking, like) =>
      entries.enter({
        platform: like?.platform ?? null,
        product: like?.product ?? null,
        productVersion: like?.productVersion ?? null,
        ...NOTHING_KNOWN,
        lacking,
      }),
    word: entries.at,
    key: entries.key,
    version: (number) => entries.at(number).version,
    isAlike: (one, other) =>
      one.platform === other.platform &&
      one.deviceOs === other.deviceOs &&
      one.protection === other.protection &&
      // What is contradictory stays so, whatever else is said.
      one.lacking === other.lacking,
    lacks: ({ lacking }) => lacking,
    shared: (one, other) =>
      one.platform === other.platform ? { ...one, product: null, productVersion: null } : undefined,
    withRow: (number, row) => {
      const known = completed.get(number)?.get(row);
      if (known !== undefined) return known;
      const found = entries.enter(completedBy(entries.at(number), entries.at(row)));
      const own = completed.get(number) ?? new Map<number, number>();
      completed.set(number, own.set(row, found));
      return found;
    },
    withFirmware: (number, { product, productVersion }) =>
      entries.enter({ ...entries.at(number), product, productVersion }),
    assumed: () => assumed,
  };
}

/** The word with the product that only the row behind it says. The version of another product is none of this one. */
function completedBy(word: FleetFacts, { product, productVersion }: FleetFacts): FleetFacts {
  const isOfOther = word.product !== null && product !== null && word.product !== product;
  return isOfOther
    ? word
    : { ...word, product: word.product ?? product, productVersion: word.productVersion ?? productVersion };
}

function keyOf(word: FleetFacts): string {
  const { platform, deviceOs, version, product, productVersion, protection, basis, lacking } = word;
  return JSON.stringify([platform, version, deviceOs, protection, basis, lacking, product, productVersion]);
}

const NOTHING_KNOWN = { deviceOs: null, version: null, protection: 'unknown', basis: null } as const;

function ofReport({ state, product, productVersion }: ReportWord): FleetFacts {
  const { platform, protection } = state;
  const running = runningVersion(state);
  const said = { platform, product, productVersion, protection, basis: 'report', lacking: null } as const;
  if (typeof running !== 'number') return { ...said, deviceOs: null, version: null };
  return { ...said, deviceOs: nameOfVersion(running, platform), version: running };
}
