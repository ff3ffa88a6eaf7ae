import { safeText } from '../base/safe-text.js';
import { readPage } from './beside.js';
import { orUnreadable, writeWhole } from './context.js';
import type { CommonOptions } from './context.js';
import { print } from './door.js';

/** `fwinspect page -o fwinspect.html`: the page as it was built, byte for byte, for its policy names the hash of its script. */
export function page({ output, quiet }: CommonOptions): number {
  const text = orUnreadable('fwinspect.html', readPage);
  if (output === undefined || output === '-') print(text, true);
  else {
    writeWhole(output, text);
    if (!quiet) print(`Wrote ${safeText(output)}\n`);
  }
  return 0;
}
