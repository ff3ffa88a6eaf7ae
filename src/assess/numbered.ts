/** Things by their numbers, from 1 on; equal ones have one number. */

/** Numbers that are given as things are met. */
export interface Numbered<One> {
  /** The number of a thing, whether it is new or not. */
  readonly enter: (one: One) => number;
  /** The thing of a number that was given; another number is a fault of the caller. */
  readonly at: (number: number) => One;
  /** What makes it equal to others. */
  readonly key: (number: number) => string;
}

/**
 * No numbers so far.
 *
 * @param keyOf the same text for things that are equal
 */
export function numbered<One>(keyOf: (one: One) => string): Numbered<One> {
  const entries: { readonly one: One; readonly key: string }[] = [];
  const byKey = new Map<string, number>();
  const entryOf = (number: number): (typeof entries)[number] => {
    const entry = entries[number - 1];
    if (entry === undefined) throw new Error(`nothing has the number ${String(number)}`);
    return entry;
  };
  return {
    enter: (one) => {
      const key = keyOf(one);
      const there = byKey.get(key);
      if (there !== undefined) return there;
      entries.push({ one, key });
      byKey.set(key, entries.length);
      return entries.length;
    },
    at: (number) => entryOf(number).one,
    key: (number) => entryOf(number).key,
  };
}
