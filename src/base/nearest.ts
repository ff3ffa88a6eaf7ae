/** Edits (insert, remove, replace, swap neighbours) between two words. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_unused, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replace = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      const row = rows[i];
      if (row !== undefined) row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replace, swap);
    }
  }
  return at(a.length, b.length);
}

/** No name of a file is looked at beyond that, and no folder that has more: the time for one grows with the square of its length. */
const LONGEST_NAME = 80;
const MOST_NAMES = 2000;

/**
 * Takes a name that is not there, and the names that are; gives those that were most likely meant, the nearest first: so many of them that differ
 * in a quarter of their letters at most.
 */
export function nearNames(name: string, known: readonly string[], most: number): readonly string[] {
  const near = (one: string): boolean =>
    one.length <= LONGEST_NAME && Math.abs(one.length - name.length) <= name.length / 4;
  if (name.length > LONGEST_NAME || known.length > MOST_NAMES) return [];
  return known
    .filter(near)
    .map((one) => ({ one, edits: distance(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ edits }) => edits <= Math.max(1, Math.floor(name.length / 4)))
    .sort((a, b) => a.edits - b.edits || (a.one < b.one ? -1 : 1))
    .slice(0, most)
    .map(({ one }) => one);
}

/** The word that was most likely meant, or null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > 40) return null;
  const best = known
    .map((one) => ({ one, edits: distance(word, one) }))
    .sort((a, b) => a.edits - b.edits || (a.one < b.one ? -1 : 1))[0];
  return best !== undefined && best.edits <= Math.max(1, Math.floor(word.length / 3)) ? best.one : null;
}
