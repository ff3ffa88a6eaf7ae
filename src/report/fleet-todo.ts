/** What the owner of a fleet does about what is not known: one item a reason, which names the devices and files and the command to type. */
import type { FleetGroup, FleetOverview, FleetSaid } from '../assess/fleet-overview.js';
import type { UnreadFiles, UnreadPlace } from '../assess/unread.js';
import { compareText } from '../base/compare.js';
import { groupBy } from '../base/group-by.js';
import { safeText } from '../base/safe-text.js';
import { sharedFolder } from '../base/shared-folder.js';
import { platformName } from '../catalog/platforms.js';
import type { FleetUnknown } from '../fleet/types.js';
import {
  DEVICE_ADVICE,
  GET_REPORT,
  GET_ROW,
  INSTEAD_WORDS,
  missingPagesWords,
  NO_RUNNING_VERSION,
  UNREAD_ADVICE,
} from './fleet.js';
import { namesWords } from './rollout.js';
import { counted, grouped } from './words.js';

/** One reason, and what to do. */
export interface FleetTodo {
  /** What a table refers to: a kind of what is missing of devices; null where no row of a table is meant. */
  readonly lacking: FleetUnknown | 'no_running_version' | null;
  /** Devices that it is about; 0 where it is about files. */
  readonly devices: number;
  /** The devices or files, and what is missing; a whole sentence. */
  readonly why: string;
  /** What stands behind it, one line each. */
  readonly facts: readonly string[];
  /** The step to take; a whole sentence. */
  readonly what: string;
}

/** Devices and files that are named for one reason. */
const MOST_NAMES = 3;
const MOST_FACTS = 4;

/** What is missing of a group; null where nothing is. */
export function lackOf({ lacking, deviceOs }: FleetGroup): FleetTodo['lacking'] {
  return lacking ?? (deviceOs === null ? 'no_running_version' : null);
}

/** What to do: the devices that are the most first, then lists of which pages are missing, then what was lost of files. */
export function fleetTodo(overview: FleetOverview): readonly FleetTodo[] {
  const { groups, missingPages, unread } = overview;
  const lacks = groupBy(
    groups.filter((group) => lackOf(group) !== null),
    lackOf,
  );
  const product = onlyProduct(groups);
  const short = shortNames(overview);
  const ofDevices = [...lacks]
    .flatMap(([lacking, own]) => (lacking === null ? [] : [deviceTodo(lacking, own, overview)]))
    .sort((a, b) => b.devices - a.devices || compareText(a.why, b.why));
  const ofPages = missingPages.map((pages): FleetTodo => ({
    ...{ lacking: null, devices: 0, facts: [] },
    why: `${capital(missingPagesWords(pages))}.`,
    what: `Give the other pages too${nextPageWords(overview, pages)}.`,
  }));
  const typed = commandsOnce();
  return [...ofDevices, ...ofPages, ...unnamedTodo(overview), ...unread.filter(isLost).map(lostTodo)].map(
    (todo, at) => ({
      ...todo,
      why: short(todo.why),
      facts: todo.facts.map(short),
      what: typed(ofProduct(short(todo.what), product), at + 1),
    }),
  );
}

/** ": `particle product device list 7 --page 2 --json > devices-2.json`"; nothing where product or page is not known. */
function nextPageWords({ lists }: FleetOverview, { product }: FleetOverview['missingPages'][number]): string {
  const given = new Set(lists.flatMap((list) => (list.product === product ? (list.number ?? []) : [])));
  if (product === null || given.size === 0) return '';
  let next = 1;
  while (given.has(next)) next++;
  const page = String(next);
  return `: \`particle product device list ${String(product)} --page ${page} --json > devices-${page}.json\``;
}

/** Records without an ID beside others that have one; where none has one, it is said of all. */
function unnamedTodo({ unnamed, devices, unnamedAt }: FleetOverview): readonly FleetTodo[] {
  if (unnamed === 0 || unnamed === devices) return [];
  const shown = unnamedAt.slice(0, MOST_NAMES).map((place) => safeText(place).replace(/^line 1 of /, ''));
  const left = unnamed - shown.length;
  return [
    {
      ...{ lacking: null, devices: 0, facts: [] },
      why: `${counted(unnamed, 'record')} without an ID (${shown.join(', ')}${left > 0 ? ` and ${grouped(left)} more` : ''}): the same device may be counted twice.`,
      what: `${unnamed === 1 ? 'Take it again with its ID, or leave it out' : 'Take them again with the ID, or leave them out'}.`,
    },
  ];
}

/** Takes what to do with the number of its item; gives it with each command written out where it is met first: later it is " as in 1". */
export function commandsOnce(todo: readonly FleetTodo[] = []): (words: string, number: number) => string {
  const first = new Map<string, number>();
  const typed = (words: string, number: number): string =>
    words.replace(/: (`[^`]* > [^`]*`)/g, (whole, command: string) => {
      const before = first.get(command) ?? number;
      first.set(command, before);
      return before === number ? whole : `, as in ${String(before)}`;
    });
  for (const [at, { what }] of todo.entries()) typed(what, at + 1);
  return typed;
}

/** A text with a product in the place of PRODUCT, where all devices are of one. */
const ofProduct = (words: string, product: number | null): string =>
  product === null ? words : words.replaceAll('PRODUCT', String(product));

/** The same for a text about a whole fleet. */
export const withProduct = (words: string, { groups }: FleetOverview): string => ofProduct(words, onlyProduct(groups));

/** The product of all devices of which one is known; null for none, or several. */
function onlyProduct(groups: readonly FleetGroup[]): number | null {
  const [first = null, ...others] = new Set(groups.flatMap(({ product }) => product ?? []));
  return others.length === 0 ? first : null;
}

/** Whether a part of a file is lost that may have been about a device: what is of a whole file and certainly none is no loss. */
export function isLost({ what, isWhole }: UnreadFiles): boolean {
  const { instead } = UNREAD_ADVICE[what];
  return !isWhole || instead === 'again' || instead === 'platform';
}

/** What stands there, as a noun. */
export const unreadNoun = ({ what, detail }: UnreadFiles): string =>
  UNREAD_ADVICE[what].noun ?? safeText(detail ?? '').replace(LISTS_NONE, '');

/** It stands below what says so. */
const LISTS_NONE = /, which lists no modules$/;

function lostTodo(lost: UnreadFiles): FleetTodo {
  const { instead } = UNREAD_ADVICE[lost.what];
  const advice = instead === 'nothing' || instead === 'list' || instead === 'report' ? NOT_OF_A_DEVICE : instead;
  const left = lost.files - lost.places.length;
  const shown = lost.places.slice(0, MOST_NAMES).map(placeWords);
  const more = lost.files > shown.length ? ` and ${grouped(lost.places.length + left - shown.length)} more` : '';
  return {
    ...{ lacking: null, devices: 0, facts: [] },
    why: `${shown.join(', ')}${more}: ${unreadNoun(lost)}.`,
    what: `${capital(advice === NOT_OF_A_DEVICE ? advice : INSTEAD_WORDS[advice])}.`,
  };
}

const NOT_OF_A_DEVICE = 'a device that stands there is not counted: mend it, or take it out where it is none';

/** "list.json, line 7 (3 records)" */
function placeWords({ file, line, records }: UnreadPlace): string {
  const at = line === null ? '' : `, line ${String(line)}`;
  const many = records > 1 ? ` (${counted(records, 'record')})` : '';
  return `${safeText(file)}${at}${many}`;
}

function deviceTodo(
  lacking: FleetUnknown | 'no_running_version',
  groups: readonly FleetGroup[],
  overview: FleetOverview,
): FleetTodo {
  const advice = lacking === 'no_running_version' ? NO_RUNNING_VERSION : DEVICE_ADVICE[lacking];
  const { why, facts, what } = { facts: [], ...advice, ...closerAdvice(lacking, groups, overview) };
  const devices = groups.reduce((sum, one) => sum + one.devices, 0);
  return {
    lacking,
    devices,
    why: `${whoWords(groups, devices)}: ${why}.`,
    facts,
    what: `${capital(what)}.`,
  };
}

/** What the files at hand make of an advice. */
function closerAdvice(
  lacking: FleetUnknown | 'no_running_version',
  groups: readonly FleetGroup[],
  overview: FleetOverview,
): { readonly facts?: readonly string[]; readonly what?: string } {
  if (lacking === 'contradictory') {
    const what = outdatedWords(overview);
    return { facts: contradictionLines(overview), ...(what === null ? {} : { what }) };
  }
  const devices = groups.reduce((sum, one) => sum + one.devices, 0);
  if (lacking === 'no_version' && devices <= MOST_NAMES && overview.lists.length > 0) {
    const by = `by USB in listening mode: ${GET_REPORT}`;
    return { what: `when the device is online, get its row: ${GET_ROW}; or connect ${by}` };
  }
  if (lacking !== 'events_alone' && lacking !== 'vitals_alone') return {};
  const products = new Set(groups.map(({ product }) => product));
  const lists = overview.lists.filter(({ product }) => product === null || products.has(product));
  if (lists.length === 0) return {};
  const shown = lists.slice(0, MOST_NAMES).map(listWords);
  const left = lists.length - shown.length;
  const of = left > 0 ? ` and ${counted(left, 'more list')}` : '';
  return { facts: [`not in ${shown.join(', ')}${of}`], what: `get each: ${GET_ROW}` };
}

/** "a.json (the only page)" */
function listWords({ file, number, total }: FleetOverview['lists'][number]): string {
  if (total === 1) return `${safeText(file)} (all of the list)`;
  const page = number === null ? 'a page' : `page ${String(number)}`;
  return `${safeText(file)} (${page}${total === null ? '' : ` of ${String(total)}`})`;
}

/** What to do about the first device of which files contradict each other: the one file that is in doubt is named. */
function outdatedWords({ contradictions }: FleetOverview): string | null {
  const said = contradictions.find((one) => one.said.length > 1)?.said ?? [];
  const untimed = said.filter(({ at }) => at === null);
  const fewest = [...said].sort((a, b) => (a.files ?? Infinity) - (b.files ?? Infinity));
  const isFewest = (fewest[0]?.files ?? Infinity) < (fewest[1]?.files ?? Infinity);
  const doubt = untimed.length === 1 ? untimed[0] : isFewest ? fewest[0] : undefined;
  // A file that says both is no file to leave out.
  const isAlone = doubt?.files === 1 && said.every((one) => one === doubt || one.file !== doubt.file);
  const which = isAlone ? safeText(doubt.file) : 'the outdated records';
  return `leave out ${which}${isAlone ? ' if it is old' : ''}. Else give a new report alone (it has no time): ${GET_REPORT}`;
}

/** "e00fce680000000000000006 (boron)", "12 devices (e00f..., e00f..., e00f... and 9 more)" */
function whoWords(groups: readonly FleetGroup[], devices: number): string {
  const names = [...new Set(groups.flatMap((group) => group.names))].sort(compareText);
  const platforms = [...new Set(groups.map(({ platform }) => platform))];
  const [platform = null] = platforms;
  const isOne = platforms.length === 1 && platform !== null;
  if (devices === 1) {
    return `${safeText(names[0] ?? '1 device')}${isOne ? ` (${safeText(platformName(platform))})` : ''}`;
  }
  const of = isOne ? ` of ${safeText(platformName(platform))}` : '';
  return `${counted(devices, 'device')}${of}${names.length === 0 ? '' : ` (${namesWords(names, devices, MOST_NAMES)})`}`;
}

/** What the files say of the first device that they contradict each other about. */
function contradictionLines({ contradictions }: FleetOverview): readonly string[] {
  const first = contradictions.find(({ said }) => said.length > 1);
  if (first === undefined) return [];
  const { device, said } = first;
  const whose = contradictions.length > 1 ? `${device}: ` : '';
  const left = said.length - MOST_FACTS;
  return [
    ...said.slice(0, MOST_FACTS).map((one) => `${whose}${saidWords(one, said)} in ${filesWords(one)}`),
    ...(left > 0 ? [`and ${counted(left, 'other record')}`] : []),
  ];
}

/** What differs is said: Device OS, platform, protection. */
function saidWords({ platform, deviceOs, protection }: FleetSaid, all: readonly FleetSaid[]): string {
  const differs = (field: 'platform' | 'protection'): boolean => new Set(all.map((one) => one[field])).size > 1;
  return [
    `Device OS ${deviceOs === null ? 'not named' : safeText(deviceOs)}`,
    ...(differs('platform') ? [platform === null ? 'platform not named' : safeText(platformName(platform))] : []),
    ...(differs('protection') ? [`protection ${protection.replace('_', ' ')}`] : []),
  ].join(', ');
}

/** "a.json (no time)", "9 files, last a.json (2026-11-20 16:20 UTC)" */
function filesWords(one: FleetSaid): string {
  const file = `${safeText(one.file)}${timeWords(one)}`;
  if (one.files === null || one.files < 2) return file;
  return `${counted(one.files, 'file')}, ${one.at === null ? 'such as' : 'last'} ${file}`;
}

/** ISO 8601 up to its minutes. */
const MINUTES = 'yyyy-mm-ddThh:mm'.length;

function timeWords({ at }: FleetSaid): string {
  if (at === null) return ' (no time)';
  return ` (${new Date(at).toISOString().slice(0, MINUTES).replace('T', ' ')} UTC)`;
}

/** A sentence from words that go on. */
const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

/** The folder of all files that are named; empty where they share none, or there is one alone. */
export function folderOf({ unread, contradictions, unnamedAt, lists }: FleetOverview): string {
  const names = new Set([
    ...unread.flatMap(({ places }) => places.map(({ file }) => file)),
    ...contradictions.flatMap(({ said }) => said.map(({ file }) => file)),
    ...lists.map(({ file }) => file),
    ...unnamedAt.map((place) => place.replace(/^line \d+ of /, '')),
  ]);
  return names.size < 2 ? '' : sharedFolder([...names]);
}

/** Leaves the folder of all files out of a text. */
export function shortNames(overview: FleetOverview): (text: string) => string {
  const folder = folderOf(overview);
  return folder === '' ? (text) => text : (text) => text.replaceAll(`${safeText(folder)}/`, '');
}
