/** No answer takes the place of what it was made from. */
import { statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { resolve, sep } from 'node:path';
import { safeText } from '../base/safe-text.js';
import { listSources } from '../source/index.js';
import { UsageError } from './context.js';
import type { Options, Positionals } from './options.js';
import { optionsThatTake } from './outputs.js';
import type { Output } from './outputs.js';
import { given, textsOf, undisguised } from './values.js';
import type { Read } from './values.js';

/** Refuses an output that is one of the inputs, by whatever name: a link, a glob or a folder may lead to it. */
export async function refuseOverwriting(
  outputs: readonly Output[],
  command: { readonly positionals: Positionals; readonly options: Options },
  read: Read,
): Promise<void> {
  const words = Object.values(command.positionals).some(({ takes }) => takes === 'input') ? read.words : [];
  const options = optionsThatTake(command, 'input').flatMap((name) => textsOf(read, name));
  const named = [...words.map(undisguised), ...options].filter((one) => one !== '-');
  const { entries } = await listSources(named, { all: given(read, 'all').at(-1) === true });
  const inputs = [...named, ...entries.flatMap(({ path }) => path ?? [])];
  for (const { option, path } of outputs) {
    if (clashes(path, named, inputs)) {
      throw new UsageError(`${option} ${safeText(path)} would overwrite an input; name another file`);
    }
  }
}

function clashes(path: string, named: readonly string[], inputs: readonly string[]): boolean {
  const target = statOf(path);
  if (target?.isFile() !== true) return false;
  const isFirmware = /\.(?:bin|zip)$/i.test(path);
  return (
    inputs.some((one) => isSame(target, statOf(one))) ||
    // A firmware file inside a folder that is read, also where it came there only now.
    (isFirmware && named.some((one) => resolve(path).startsWith(`${resolve(one)}${sep}`)))
  );
}

function isSame(a: BigIntStats, b: BigIntStats | undefined): boolean {
  return a.dev === b?.dev && a.ino === b.ino;
}

/** Undefined for what is not there, or cannot be looked at: then it is no input either. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
