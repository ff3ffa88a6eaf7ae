/** Where the records of a fleet's files went: each of them counts in exactly one line. */
import type { FleetOverview } from '../assess/fleet-overview.js';
import type { UnreadFiles } from '../assess/unread.js';
import { compareText } from '../base/compare.js';
import { groupBy } from '../base/group-by.js';
import { safeText } from '../base/safe-text.js';
import { INSTEAD_WORDS, OLDER_RECORDS, otherEventsWords, UNNAMED_DOUBT, UNREAD_ADVICE } from './fleet.js';
import type { UnreadInstead } from './fleet.js';
import { commandsOnce, fleetTodo, folderOf, isLost } from './fleet-todo.js';
import { shortNames, unreadNoun, withProduct } from './fleet-todo.js';
import { counted } from './words.js';

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
    {
      records: ofNone,
      words: `in ${counted(whole.files, 'file')} that ${whole.files === 1 ? 'is' : 'are'} not used`,
      more: insteadLines(overview),
    },
  ];
  const where = `The files${folder === '' ? '' : ` in ${safeText(folder)}`} hold`;
  return {
    head: `${where} ${counted(records.total, 'record')}${records.total === 1 ? '' : ' (rows, reports, events)'}:`,
    lines: lines.filter((line) => line.records > 0).map((line) => ({ ...line, more: line.more.map(short) })),
  };
}

function unnamedLines({ devices, unnamed }: FleetOverview): readonly string[] {
  if (unnamed === 0 || devices === 1 || unnamed < devices) return [];
  return [`None of them names its device, ${UNNAMED_DOUBT}.`];
}

/** Files that are named with one kind. */
const MOST_FILES = 4;

/** By what is given in their place. */
function insteadLines(overview: FleetOverview): readonly string[] {
  const { parts } = wholeFiles(overview);
  const todo = fleetTodo(overview);
  const typed = commandsOnce(todo);
  const alone = filesOfAlone(overview);
  const hasList = overview.lists.length > 0;
  const byInstead = groupBy(parts, (part): UnreadInstead | 'counted' => {
    const { instead } = UNREAD_ADVICE[part.what];
    if (part.namesDevices) return isCounted(part, overview, alone) ? 'counted' : instead;
    return instead === 'list' && hasList ? 'nothing' : instead;
  });
  const order = ['counted', 'list', 'report', 'nothing'] as const;
  return order.flatMap((instead) => {
    const own = byInstead.get(instead) ?? [];
    if (own.length === 0) return [];
    const sorted = [...own].sort((a, b) => compareText(a.places[0]?.file ?? '', b.places[0]?.file ?? ''));
    const what =
      instead === 'counted' ? COUNTED : `: ${typed(withProduct(INSTEAD_WORDS[instead], overview), todo.length + 1)}`;
    const also =
      own.some(({ namesDevices }) => namesDevices) && instead !== 'counted'
        ? aloneWords(
            overview,
            own.reduce((sum, { files }) => sum + files, 0),
          )
        : '';
    return [`${sorted.map(filesWords).join(', ')}${also}${what}.`];
  });
}

const COUNTED = ' name no Device OS version; their devices count above: leave out';

const filesOfAlone = ({ namedAlone }: FleetOverview): ReadonlySet<string> =>
  new Set(namedAlone.map(({ file }) => file));

/** Whether all devices that files name are counted by other ones; not where it is not known of all. */
function isCounted({ places, files }: UnreadFiles, { namedAlone }: FleetOverview, alone: ReadonlySet<string>): boolean {
  return namedAlone.length < MOST_ALONE && places.length === files && places.every(({ file }) => !alone.has(file));
}

/** From as many on there may be more than are named. */
const MOST_ALONE = 20;

/** " names e00fce680000000000000009, not counted" */
function aloneWords({ namedAlone }: FleetOverview, files: number): string {
  const [first, ...others] = namedAlone;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${counted(others.length, 'other')}`;
  return ` ${files === 1 ? 'names' : 'name'} ${first.device}${more}, not counted`;
}

/** Instead of what a reader of reports calls it. */
const PLAIN_TEXT = /^text without a list of modules$/;

/** "a.json (3 records; firmware versions of a product)", "b.txt, c.txt and 12 more files (no text at all)" */
function filesWords(part: UnreadFiles): string {
  const { places, files, records } = part;
  const shown = places.slice(0, MOST_FILES).map(({ file }) => safeText(file));
  const left = files - shown.length;
  const many = records > files ? `${counted(records, 'record')}; ` : '';
  return `${shown.join(', ')}${left > 0 ? ` and ${counted(left, 'more file')}` : ''} (${many}${unreadNoun(part).replace(PLAIN_TEXT, 'plain text')})`;
}
