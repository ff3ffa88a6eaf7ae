import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { orUnreadable, writeWhole } from './context.js';
import type { CommonOptions } from './context.js';
import { print } from './door.js';

/** The file that the build makes beside this program. */
const PAGE = fileURLToPath(new URL('fwinspect.html', import.meta.url));

/** `fwinspect page -o fwinspect.html`: the page as it was built, byte for byte, for its policy names the hash of its script. */
export function page(options: CommonOptions): number {
  const text = orUnreadable(PAGE, () => readFileSync(PAGE, 'utf8'));
  if (options.output === undefined || options.output === '-') print(text, true);
  else writeWhole(options.output, text);
  return 0;
}
