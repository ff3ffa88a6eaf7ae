/** What of the files of a fleet tells of no device, file by file: which of them hold none at all, and which lost a part. */
import { compareText } from '../base/compare.js';
import { groupBy } from '../base/group-by.js';
import { MOST_NAMES } from './tally.js';
import type { UnreadReport, UnreadWhat } from './types.js';

/** Records of one kind in one file. */
export interface UnreadPlace {
  /** The file. */
  readonly file: string;
  /** How many of its records. */
  readonly records: number;
  /** The line of the first of them, from 1; null where they are not of a line. */
  readonly line: number | null;
}

/** Files of which the same was not read. */
export interface UnreadFiles {
  /** What was there instead of a device. */
  readonly what: UnreadWhat;
  /** The same closer, in words of its reader; null where `what` says all. */
  readonly detail: string | null;
  /** Whether nothing else in these files tells of a device. */
  readonly isWhole: boolean;
  /** How many files. */
  readonly files: number;
  /** How many records in all of them. */
  readonly records: number;
  /** Whether they name devices, if nothing more of them. */
  readonly namesDevices: boolean;
  /** The first of the files by their names. */
  readonly places: readonly UnreadPlace[];
}

/** Counts what was not read. */
export interface UnreadTally {
  readonly add: (report: UnreadReport) => void;
  /** @param tells whether a file tells of a device */
  readonly end: (tells: (file: string) => boolean) => readonly UnreadFiles[];
}

interface Counted {
  readonly what: UnreadWhat;
  readonly detail: string | null;
  readonly file: string;
  namesDevices: boolean;
  records: number;
  line: number | null;
}

/** Nothing counted so far; what is kept grows with the files, not with their records. */
export function unreadTally(): UnreadTally {
  const found = new Map<string, Counted>();
  return {
    add: ({ file, message, about = { what: 'other', detail: message, file, line: null } }) => {
      const key = JSON.stringify([about.what, about.detail, about.file]);
      const there = found.get(key);
      if (there === undefined) found.set(key, { ...about, namesDevices: about.names !== undefined, records: 1 });
      else {
        there.records++;
        there.namesDevices ||= about.names !== undefined;
        there.line = there.line === null || about.line === null ? null : Math.min(there.line, about.line);
      }
    },
    end: (tells) => {
      const all = [...found.values()].map((one) => ({ ...one, isWhole: !tells(one.file) }));
      const kinds = groupBy(all, ({ what, detail, isWhole, namesDevices }) =>
        JSON.stringify([what, detail, isWhole, namesDevices]),
      );
      return [...kinds]
        .sort(([a], [b]) => compareText(a, b))
        .flatMap(([, own]) => {
          const [first] = own;
          return first === undefined ? [] : [filesOf(first, own)];
        });
    },
  };
}

function filesOf(
  { what, detail, isWhole, namesDevices }: Counted & { readonly isWhole: boolean },
  own: readonly Counted[],
): UnreadFiles {
  const sorted = [...own].sort((a, b) => compareText(a.file, b.file));
  return {
    what,
    detail,
    isWhole,
    namesDevices,
    files: own.length,
    records: own.reduce((sum, { records }) => sum + records, 0),
    places: sorted.slice(0, MOST_NAMES).map(({ file, records, line }) => ({ file, records, line })),
  };
}
