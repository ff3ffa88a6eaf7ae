/** How much is held of what was read: counted while reading, so that a run ends with a sentence before memory does. */
import { byteCount } from '../report/words.js';
import type { FirmwareModule, ReadResult } from '../module/types.js';
import { UsageError } from './context.js';
import { bytesOf } from './size.js';

const KIB = 1024;
const DEFAULT_BUDGET = 256 * KIB * KIB;

/** Measured: a module of a few fields takes 3 to 4 KiB, with its name, its hashes and what the rules say of it. */
const HELD_BY_MODULE = 4 * KIB;
/** An extension with its text or its hash. */
const HELD_BY_EXTENSION = 512;
/** A file that is no module, a problem, an asset: a few words. */
export const HELD_BY_WORDS = KIB;

/** Counts what is held. */
export interface Budget {
  /** @throws UsageError where the budget is used up */
  readonly add: (bytes: number) => void;
}

/** An estimate in bytes of what stays of a file when its bytes are gone. */
export function heldBy({ result }: { readonly result: ReadResult }): number {
  return result.kind === 'rejection' ? HELD_BY_WORDS : heldByModule(result);
}

function heldByModule({ extensions, payload }: FirmwareModule): number {
  const inside = payload.map((one) => ('inner' in one && one.inner !== null ? heldBy({ result: one.inner }) : 0));
  return HELD_BY_MODULE + extensions.length * HELD_BY_EXTENSION + inside.reduce((sum, one) => sum + one, 0);
}

/** A fresh count up to what `--memory` says. */
export function budgetOf(memory: string | undefined): Budget {
  const most = memory === undefined ? DEFAULT_BUDGET : bytesOf(memory);
  let held = 0;
  return {
    add: (bytes) => {
      held += bytes;
      if (held > most) {
        throw new UsageError(
          `the files hold more modules than fit into ${byteCount(most)} of memory; give fewer files, or more with --memory`,
        );
      }
    },
  };
}
