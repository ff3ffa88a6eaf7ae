/** The latest word of every device, for very many of them: packed columns, about 60 bytes a device. */

/** A word by its number; numbers begin at 1. */
export type WordNumber = number;

/** No word. */
export const NO_WORD = 0;

/** What is known of one device. Several words of one time are joined by the caller's `join`. */
export interface Words {
  /** The latest report; of those without a time, or of one time, what they come to together. */
  readonly report: WordNumber;
  /** When it was said; null where it is not of a single time. */
  readonly reportAt: number | null;
  /** When it was said last, as far as that is known; null where it never has a time. */
  readonly reportLast: number | null;
  /** The latest row, in the same way. */
  readonly row: WordNumber;
  readonly rowAt: number | null;
  readonly rowLast: number | null;
}

/** Where a word was read, by a number of the caller; numbers begin at 1. */
type SourceNumber = number;

/** Nobody asks where a word was read. */
const NO_SOURCE = 0;

/** One of several words of a device of which neither is known to be the later one. */
export interface Said {
  readonly word: WordNumber;
  readonly source: SourceNumber;
  /** When it was said; null where it has no time. */
  readonly at: number | null;
}

/** Gathers words; a device goes by its index, in the order in which they were met. */
export interface LastWords {
  readonly report: (id: string, at: number | null, word: WordNumber, source?: SourceNumber) => number;
  readonly row: (id: string, at: number | null, word: WordNumber, source?: SourceNumber) => number;
  /** What is heard of it beside: apart from reports and rows. */
  readonly heard: (id: string, at: number | null, word: WordNumber) => void;
  /** The latest that was heard; null where it is not of a single time. */
  readonly heardOf: (index: number) => { readonly heard: WordNumber; readonly heardAt: number | null };
  /** It was seen, and said nothing of itself. */
  readonly seen: (id: string) => number;
  readonly count: () => number;
  readonly idOf: (index: number) => string;
  readonly wordsOf: (index: number) => Words;
  /** What the report, or the row, of a device was put together from, where sources were given: all of it, the same several times where it was read so. */
  readonly saidOf: (index: number, kind: 'report' | 'row') => readonly Said[];
  /** Negative where the ID of the first comes before that of the second. */
  readonly compare: (a: number, b: number) => number;
  /** All indexes by their IDs. */
  readonly sorted: () => Uint32Array;
}

const PAGE_BITS = 15;
const PAGE = 1 << PAGE_BITS;
const IN_PAGE = PAGE - 1;
/** A device ID is three numbers of 32 bits: 24 hex digits. */
const PART_DIGITS = 8;
const HEX = 16;
const FIRST_SLOTS = 1024;

type Numbers = Uint32Array | Float64Array;

/** A column that grows without being copied. */
function column(make: () => Numbers) {
  const pages: Numbers[] = [];
  return {
    get: (at: number): number => pages[at >>> PAGE_BITS]?.[at & IN_PAGE] ?? 0,
    set: (at: number, value: number): void => {
      const page = (pages[at >>> PAGE_BITS] ??= make());
      page[at & IN_PAGE] = value;
    },
  };
}

const words = () => column(() => new Uint32Array(PAGE));
const times = () => column(() => new Float64Array(PAGE));

/** A word, where it was read, and what it was put together from where two words differ. */
interface Slot {
  readonly word: ReturnType<typeof column>;
  readonly source: ReturnType<typeof column>;
  /** By the device: few have any, and only the first of very many are kept. */
  readonly differing: Map<number, Omit<Said, 'at'>[]>;
}

/** Reports, rows or what is heard beside: the latest that has a time, and those that have none. */
interface Kept {
  readonly join: (a: WordNumber, b: WordNumber) => WordNumber;
  readonly timed: Slot;
  readonly at: ReturnType<typeof column>;
  readonly untimed: Slot;
}

const slot = (): Slot => ({ word: words(), source: words(), differing: new Map() });
const kept = (join: Kept['join']): Kept => ({ join, timed: slot(), at: times(), untimed: slot() });

/** Devices of which it is kept what their words are put together from, and words of one device. */
const MOST_DIFFERING = 1_000;
const MOST_SAID = 100;

/**
 * Nothing gathered so far.
 *
 * @param join what two words of one device come to of which neither is the later; its order must not matter
 * @param joinHeard the same of what is heard beside
 * @param earlier which of two sources is named where both say the same; its order must not matter
 */
export function lastWords(
  join: (a: WordNumber, b: WordNumber) => WordNumber,
  earlier: (a: SourceNumber, b: SourceNumber) => SourceNumber = Math.min,
  joinHeard: typeof join = join,
): LastWords {
  const [reports, rows, heards] = [kept(join), kept(join), kept(joinHeard)];
  let slots = new Uint32Array(FIRST_SLOTS);
  let count = 0;

  const [first, second, third] = [words(), words(), words()];
  const parts = [first, second, third] as const;
  const isAt = (index: number, id: readonly number[]): boolean =>
    first.get(index) === id[0] && second.get(index) === id[1] && third.get(index) === id[2];
  const slotOf = (id: readonly number[], table: Uint32Array): number => {
    const mask = table.length - 1;
    let slot = hashOf(id) & mask;
    for (let there = table[slot] ?? 0; there !== 0 && !isAt(there - 1, id); there = table[slot] ?? 0) {
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const grow = (): void => {
    const larger = new Uint32Array(slots.length * 2);
    for (let index = 0; index < count; index++) {
      larger[
        slotOf(
          parts.map((part) => part.get(index)),
          larger,
        )
      ] = index + 1;
    }
    slots = larger;
  };
  const indexOf = (text: string): number => {
    const id = [partOf(text, 0), partOf(text, 8), partOf(text, 16)];
    const slot = slotOf(id, slots);
    const there = slots[slot] ?? 0;
    if (there !== 0) return there - 1;
    const index = count++;
    for (const [at, part] of parts.entries()) part.set(index, id[at] ?? 0);
    slots[slot] = index + 1;
    if (count * 2 > slots.length) grow();
    return index;
  };
  const joined = ({ join: both }: Pick<Kept, 'join'>, there: WordNumber, word: WordNumber): WordNumber =>
    there === NO_WORD || there === word ? word : both(there, word);
  const put = ({ word: there, source: from, differing }: Slot, index: number, one: Omit<Said, 'at'>): void => {
    there.set(index, one.word);
    differing.delete(index);
    // A column that holds nothing takes no memory.
    if (one.source !== NO_SOURCE) from.set(index, one.source);
  };
  const add = (of: Kept, into: Slot, index: number, one: Omit<Said, 'at'>): void => {
    const there = into.word.get(index);
    if (there === NO_WORD) {
      put(into, index, one);
      return;
    }
    const all = joined(of, there, one.word);
    into.word.set(index, all);
    if (one.source === NO_SOURCE) return;
    const before = { word: there, source: into.source.get(index) };
    const said = into.differing.get(index);
    if (said !== undefined) {
      const isSaid = said.some(({ word, source }) => word === one.word && source === one.source);
      if (!isSaid && said.length < MOST_SAID) said.push(one);
    } else if (all !== there && all !== one.word) {
      if (into.differing.size < MOST_DIFFERING) into.differing.set(index, [before, one]);
    } else into.source.set(index, earlier(before.source, one.source));
  };
  const keep = (of: Kept, id: string, at: number | null, one: Omit<Said, 'at'>): number => {
    const { timed, at: when, untimed } = of;
    const index = indexOf(id);
    if (at === null) add(of, untimed, index, one);
    else {
      const before = when.get(index);
      if (timed.word.get(index) === NO_WORD || at > before) {
        put(timed, index, one);
        when.set(index, at);
      } else if (at === before) add(of, timed, index, one);
    }
    return index;
  };
  const latest = (of: Kept, index: number): readonly [WordNumber, at: number | null, last: number | null] => {
    const { timed, at, untimed } = of;
    const [later, other] = [timed.word.get(index), untimed.word.get(index)];
    const last = later === NO_WORD ? null : at.get(index);
    if (other === NO_WORD) return [later, last, last];
    return [later === NO_WORD ? other : joined(of, other, later), null, last];
  };
  const saidIn = ({ word, source, differing }: Slot, index: number, at: number | null): readonly Said[] => {
    const all = differing.get(index) ?? [{ word: word.get(index), source: source.get(index) }];
    return all.filter((one) => one.word !== NO_WORD && one.source !== NO_SOURCE).map((one) => ({ ...one, at }));
  };
  const compare = (a: number, b: number): number => {
    for (const part of parts) {
      const difference = part.get(a) - part.get(b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return {
    report: (id, at, word, source = NO_SOURCE) => keep(reports, id, at, { word, source }),
    row: (id, at, word, source = NO_SOURCE) => keep(rows, id, at, { word, source }),
    heard: (id, at, word) => {
      keep(heards, id, at, { word, source: NO_SOURCE });
    },
    heardOf: (index) => {
      const [heard, heardAt] = latest(heards, index);
      return { heard, heardAt };
    },
    seen: indexOf,
    count: () => count,
    idOf: (index) => parts.map((part) => part.get(index).toString(HEX).padStart(PART_DIGITS, '0')).join(''),
    wordsOf: (index) => {
      const [report, reportAt, reportLast] = latest(reports, index);
      const [row, rowAt, rowLast] = latest(rows, index);
      return { report, reportAt, reportLast, row, rowAt, rowLast };
    },
    saidOf: (index, kind) => {
      const { timed, at, untimed } = kind === 'report' ? reports : rows;
      return [...saidIn(timed, index, at.get(index)), ...saidIn(untimed, index, null)];
    },
    compare,
    sorted: () => {
      const order = new Uint32Array(count);
      for (let index = 0; index < count; index++) order[index] = index;
      return order.sort(compare);
    },
  };
}

const CODE = { zero: '0'.charCodeAt(0), nine: '9'.charCodeAt(0), a: 'a'.charCodeAt(0) } as const;

/** Eight hex digits in lower case as a number of 32 bits. */
function partOf(text: string, from: number): number {
  let number = 0;
  for (let at = from; at < from + PART_DIGITS; at++) {
    const code = text.charCodeAt(at);
    number = (number << 4) | (code <= CODE.nine ? code - CODE.zero : code - CODE.a + 10);
  }
  return number >>> 0;
}

const MIX = 0x9e3779b1;

function hashOf(id: readonly number[]): number {
  let hash = 0;
  for (const part of id) {
    hash = Math.imul(hash ^ part, MIX);
    hash ^= hash >>> (PAGE_BITS + 1);
  }
  return hash >>> 0;
}
