/** Numbers that wait, of which always the smallest is taken next: a binary heap. */
export interface SmallestFirst {
  readonly add: (value: number) => void;
  /** Undefined where none waits. */
  readonly take: () => number | undefined;
}

/** @param sorted what waits at the beginning, in ascending order: that is a heap already */
export function smallestFirst(sorted: readonly number[]): SmallestFirst {
  const heap = [...sorted];
  const swap = (a: number, b: number): void => {
    const kept = heap[a] ?? 0;
    heap[a] = heap[b] ?? 0;
    heap[b] = kept;
  };
  const isLess = (a: number, b: number): boolean => (heap[a] ?? Infinity) < (heap[b] ?? Infinity);
  return {
    add: (value) => {
      let at = heap.push(value) - 1;
      for (let above = (at - 1) >> 1; at > 0 && isLess(at, above); above = (at - 1) >> 1) {
        swap(at, above);
        at = above;
      }
    },
    take: () => {
      const first = heap[0];
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return first;
      heap[0] = last;
      for (let at = 0; ;) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        const least = isLess(right, left) ? right : left;
        if (!isLess(least, at)) return first;
        swap(least, at);
        at = least;
      }
    },
  };
}
