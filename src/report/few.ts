/** What a text shows where nobody asked for all of it: a screen or two, and how much more there is. */
import { groupBy } from '../base/group-by.js';
import type { Finding } from '../rules/types.js';
import { countFindings } from '../rules/capped.js';
import { firstOf, MOST_ITEMS } from './bounded.js';
import type { TextOptions } from './style.js';
import { counted, grouped } from './words.js';

/** Of each list, where a text may not be long. */
const FEW = 10;

type Length = Pick<TextOptions, 'lines'>;

/** The first of a list, and the line that counts the others: "  and 66 more releases; -v lists them". */
export function fewOf<Item>(
  list: readonly Item[],
  noun: string,
  { lines }: Length,
): { readonly shown: readonly Item[]; readonly more: string } {
  return lines === undefined ? firstOf(list, noun) : firstOf(list, noun, FEW, hintFor(list.length));
}

/** Of each rule the first findings, in the order given, and the line that counts the others. */
export function fewOfEachRule<One extends Finding>(
  findings: readonly One[],
  { lines }: Length,
): { readonly shown: readonly One[]; readonly more: string } {
  if (lines === undefined) return { shown: findings, more: '' };
  const first = new Set(
    [...groupBy(findings, ({ rule, severity }) => `${rule} ${severity}`).values()].flatMap((all) => all.slice(0, FEW)),
  );
  const left = countFindings(findings.filter((one) => !first.has(one)));
  const more = left === 0 ? '' : `  and ${counted(left, 'more finding')} of the same rules; -v lists them\n`;
  return { shown: findings.filter((one) => first.has(one)), more };
}

/** With -v a list has a bound too. */
const hintFor = (all: number): string => (all <= MOST_ITEMS.text ? '; -v lists them' : '; -v lists more');

/**
 * Parts of a text, shortened where they are too many lines together: short ones stay whole, long ones share the rest, each cut between two entries
 * (an entry begins at most two columns in) and with the number of those left out at its end.
 *
 * @param options `lines` is how many all parts may have; without it they stay as they are
 */
export function withinLines(parts: readonly string[], { lines }: Length): readonly string[] {
  const sizes = parts.map(lineCount);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (lines === undefined || all <= lines) return parts;
  const share = fairShare(sizes, lines);
  return parts.map((part, at) => ((sizes[at] ?? 0) <= share ? part : cutPart(part, share)));
}

const lineCount = (text: string): number => text.split('\n').length - 1;

/** The most lines a part may have so that all together have no more than `room`. */
function fairShare(sizes: readonly number[], room: number): number {
  const ascending = [...sizes].sort((a, b) => a - b);
  let left = room;
  for (const [at, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - at));
    if (size > share) return Math.max(LEAST_SHARE, share);
    left -= size;
  }
  return Infinity;
}

/** Its first line, one entry, and how many more. */
const LEAST_SHARE = 3;

/** A line that begins an entry: what belongs to it stands further in. Our own colours may stand in front. */
const ENTRY = /^(?:\u001b\[\d+m)* {0,2}(?! )./;

function cutPart(part: string, share: number): string {
  const entries: string[][] = [];
  for (const line of part.split('\n').slice(0, -1)) {
    const last = entries.at(-1);
    if (last === undefined || ENTRY.test(line)) entries.push([line]);
    else last.push(line);
  }
  // What was counted already stays said.
  const counts = MORE.test(entries.at(-1)?.[0] ?? '') ? entries.splice(-1) : [];
  let used = 1 + counts.length;
  const kept = entries.filter((entry, at) => (used += entry.length) <= share || at === 0);
  const left = entries.length - kept.length;
  return `${kept.flat().join('\n')}\n  and ${grouped(left)} more; -v lists them\n${counts
    .flat()
    .map((line) => `${line}\n`)
    .join('')}`;
}

/** The line that ends a list that was shortened before. */
const MORE = /^ {2}and [\d,]+ more /;
