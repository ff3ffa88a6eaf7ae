/** A small matcher of globs, linear in the pattern times the path. */

/**
 * Whether a path matches a glob. `*` and `?` stay within a folder, `**` as a whole part stands for any number of
 * folders; all else counts as itself, so brackets in names need no escape. A leading `./` counts on neither side.
 */
export function matchesGlob(path: string, glob: string): boolean {
  const parts = trimmed(path).split('/');
  const patterns = trimmed(glob).split('/');
  return matches(parts, patterns, '**', matchesPart);
}

const trimmed = (path: string): string => path.replace(/^(?:\.\/)+/, '');

const matchesPart = (part: string, pattern: string): boolean =>
  matches(Array.from(part), Array.from(pattern), '*', (char, wanted) => wanted === '?' || char === wanted);

/** Greedy with one place to go back to: the last wildcard, which takes one item more each time. */
function matches(
  items: readonly string[],
  patterns: readonly string[],
  wildcard: string,
  isSame: (item: string, pattern: string) => boolean,
): boolean {
  let item = 0;
  let pattern = 0;
  let wildcardAt = -1;
  let taken = 0;
  while (item < items.length) {
    const wanted = patterns[pattern];
    if (wanted === wildcard) {
      wildcardAt = pattern++;
      taken = item;
    } else if (wanted !== undefined && isSame(items[item] ?? '', wanted)) {
      item++;
      pattern++;
    } else if (wildcardAt >= 0) {
      pattern = wildcardAt + 1;
      item = ++taken;
    } else return false;
  }
  return patterns.slice(pattern).every((one) => one === wildcard);
}
