/** Where the records of a fleet's files went: each of them counts in exactly one line. */
import type { FleetOverview } from '../assess/fleet-overview.js';
import type { UnreadFiles } from '../assess/unread.js';
import { compareText } from '../base/compare.js';
import { groupBy } from '../base/group-by.js';
import { safeText } from '../base/safe-text.js';
import { INSTEAD_WORDS, OLDER_RECORDS, otherEventsWords, UNNAMED_DOUBT, unnamedWords, UNREAD_ADVICE } from './fleet.js';
import type { UnreadInstead } from './fleet.js';
import { commandsOnce, fleetTodo, folderOf, isLost } from './fleet-todo.js';
import { shortNames, unreadNoun, withProduct } from './fleet-todo.js';
import { counted, grouped } from './words.js';

/** One line: so many records, what they are, and what belongs to it. */
export interface FleetRecordLine {
  readonly records: number;
  readonly words: string;
  readonly more: readonly string[];
}

/** Where the records went, with the line that stands above. */
export interface FleetRecordsPart {
  readonly head: string;
  readonly lines: readonly FleetRecordLine[];
}

/** Files of which nothing tells of a device, and how many they are. */
export function wholeFiles({ unread }: FleetOverview): {
  readonly parts: readonly UnreadFiles[];
  readonly files: number;
} {
  const parts = unread.filter((one) => !isLost(one));
  return { parts, files: parts.reduce((sum, { files }) => sum + files, 0) };
}

/** Where the records went: the numbers of the lines are together the number of the head. Null where each record is a device, and there is nothing to say. */
export function fleetRecords(overview: FleetOverview): FleetRecordsPart | null {
  const { records, devices, unread } = overview;
  if (records.total === devices && overview.unnamed === 0) return null;
  const whole = wholeFiles(overview);
  const short = shortNames(overview);
  const folder = folderOf(overview);
  const ofNone = whole.parts.reduce((sum, one) => sum + one.records, 0);
  const lost = unread.filter(isLost).reduce((sum, one) => sum + one.records, 0);
  const lines: readonly FleetRecordLine[] = [
    {
      records: devices,
      words: `${devices === 1 ? 'counts' : 'count'} above: the latest of each device`,
      more: unnamedLines(overview),
    },
    { records: records.superseded, words: OLDER_RECORDS, more: [] },
    { records: records.otherEvents, words: otherEventsWords(records.otherEvents), more: [] },
    { records: lost, words: 'could not be read: see what to do', more: [] },
    { records: ofNone, words: `of no device, in ${counted(whole.files, 'file')}`, more: insteadLines(overview) },
  ];
  const where = `The files${folder === '' ? '' : ` in ${safeText(folder)}`} hold`;
  return {
    head: `${where} ${counted(records.total, 'record')}${records.total === 1 ? '' : ' (rows, reports, events)'}:`,
    lines: lines.filter((line) => line.records > 0).map((line) => ({ ...line, more: line.more.map(short) })),
  };
}

/** Places that are named of devices without an ID. */
const MOST_PLACES = 2;

function unnamedLines({ devices, unnamed, unnamedAt }: FleetOverview): readonly string[] {
  if (unnamed === 0 || devices === 1) return [];
  if (unnamed === devices) return [`None of them names its device, ${UNNAMED_DOUBT}.`];
  const shown = unnamedAt.slice(0, MOST_PLACES).map(safeText);
  const left = unnamed - shown.length;
  const where = `${shown.join(', ')}${left > 0 ? ` and ${grouped(left)} more` : ''}`;
  return [`${grouped(unnamed)} of them ${unnamedWords(unnamed)}: ${where}.`];
}

/** Files that are named with one kind. */
const MOST_FILES = 4;

/** By what is given in their place. */
function insteadLines(overview: FleetOverview): readonly string[] {
  const { parts } = wholeFiles(overview);
  const todo = fleetTodo(overview);
  const typed = commandsOnce(todo);
  const byInstead = groupBy(parts, ({ what }) => UNREAD_ADVICE[what].instead);
  const order: readonly UnreadInstead[] = ['list', 'report', 'nothing'];
  return order.flatMap((instead) => {
    const own = byInstead.get(instead) ?? [];
    if (own.length === 0) return [];
    const sorted = [...own].sort((a, b) => compareText(a.places[0]?.file ?? '', b.places[0]?.file ?? ''));
    const what = typed(withProduct(INSTEAD_WORDS[instead], overview), todo.length + 1);
    return [`${sorted.map(filesWords).join(', ')}: ${what}.`];
  });
}

/** "a.json (3 records; firmware versions of a product)", "b.txt, c.txt and 12 more files (no text at all)" */
function filesWords(part: UnreadFiles): string {
  const { places, files, records } = part;
  const shown = places.slice(0, MOST_FILES).map(({ file }) => safeText(file));
  const left = files - shown.length;
  const many = records > files ? `${counted(records, 'record')}; ` : '';
  return `${shown.join(', ')}${left > 0 ? ` and ${counted(left, 'more file')}` : ''} (${many}${unreadNoun(part)})`;
}
