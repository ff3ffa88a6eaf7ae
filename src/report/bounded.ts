/**
 * How much of very many things is told: thousands of equal rows tell a reader nothing more, and fill a log. The first are told, and the number of the
 * others. A lock is no such document: it is a record, and stays whole.
 */
import { counted } from './words.js';

/** Files, platforms, steps and the like, for people and as data. */
export const MOST_ITEMS = { text: 100, data: 1000 } as const;

/** Objects in all lists of one document together: lists within lists do not multiply. */
const MOST_OBJECTS = 10_000;

/** Lists that have a bound of their own, and say in their last entry what they leave out. */
const FINDINGS = 'findings';

/**
 * A document whose lists are no longer than they may be. Beside a list that was cut, `omitted` says by its name how many entries are left out.
 *
 * @param document plain data
 */
export function bounded(document: unknown): unknown {
  return cut(document, { left: MOST_OBJECTS });
}

interface Room {
  left: number;
}

function cut(value: unknown, room: Room): unknown {
  if (Array.isArray(value)) return value.map((one) => cut(one, room));
  return typeof value === 'object' && value !== null ? cutFields(value, room) : value;
}

function cutFields(value: object, room: Room): object {
  const omitted: [string, number][] = [];
  const fields = Object.entries(value).map(([name, field]: [string, unknown]): [string, unknown] => {
    if (!Array.isArray(field) || name === FINDINGS) return [name, cut(field, room)];
    const shown = shownOf(field, room);
    if (shown.length < field.length) omitted.push([name, field.length - shown.length]);
    return [name, shown];
  });
  return Object.fromEntries(omitted.length === 0 ? fields : [...fields, ['omitted', Object.fromEntries(omitted)]]);
}

function shownOf(list: readonly unknown[], room: Room): readonly unknown[] {
  const shown: unknown[] = [];
  for (const one of list) {
    if (shown.length >= MOST_ITEMS.data || room.left <= 0) break;
    if (typeof one === 'object' && one !== null) room.left--;
    shown.push(cut(one, room));
  }
  return shown;
}

/**
 * The first of a list for people, and a line that says how many more there are: "  and 2,900 more platforms".
 *
 * @param most how many are told
 * @param hint what stands behind the number of the others
 */
export function firstOf<Item>(
  list: readonly Item[],
  noun: string,
  most: number = MOST_ITEMS.text,
  hint = '',
): { readonly shown: readonly Item[]; readonly more: string } {
  const left = list.length - most;
  return { shown: list.slice(0, most), more: left <= 0 ? '' : `  and ${counted(left, `more ${noun}`)}${hint}\n` };
}
