/** Files that threads take turns at: each takes the next one, so that none waits for another's large share. */
import type { SourceEntry } from '../source/index.js';

/** An entry with its place in the order of the arguments. */
export interface Placed {
  readonly at: number;
  readonly entry: SourceEntry;
}

/** Can be handed to another thread: the counter lies in shared memory. */
export interface Queue {
  readonly items: readonly Placed[];
  readonly next: Int32Array;
}

export function queueOf(items: readonly Placed[]): Queue {
  return { items, next: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
}

/**
 * Gives the items that nobody took yet, one after the other.
 *
 * @param onPassed hears the bytes of all items since the last call, those of other threads as well
 */
export function* takeFrom({ items, next }: Queue, onPassed?: (bytes: number) => void): Generator<Placed> {
  let passed = 0;
  for (;;) {
    const at = Atomics.add(next, 0, 1);
    onPassed?.(bytesOf(items.slice(passed, at)));
    passed = at;
    const item = items[at];
    if (item === undefined) return;
    yield item;
  }
}

export function bytesOf(items: readonly Placed[]): number {
  return items.reduce((sum, { entry }) => sum + entry.size, 0);
}
