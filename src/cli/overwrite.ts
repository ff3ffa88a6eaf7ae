/** No answer takes the place of what it was made from. */
import { existsSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { resolve, sep } from 'node:path';
import { safeText } from '../base/safe-text.js';
import { listSources } from '../source/index.js';
import { UsageError } from './context.js';
import { commonOptions, files, textOf, textsOf } from './options.js';
import type { Parsed } from './options.js';

/** Options that name a file to read. */
const READ = ['device', 'fleet', 'events', 'lock', 'config', 'app', 'before', 'after'] as const;

/** Refuses an output that is one of the inputs, by whatever name: a link, a glob or a folder may lead to it. */
export async function refuseOverwriting(parsed: Parsed): Promise<void> {
  const outputs = outputsOf(parsed).filter((one) => existsSync(one.path));
  if (outputs.length === 0) return;
  // --no-config makes a switch of an option that else names a file.
  const given = READ.filter((name) => typeof parsed[name] !== 'boolean').flatMap((name) => textsOf(parsed, name));
  const named = [...files(parsed), ...given].filter((one) => one !== '-');
  const { entries } = await listSources(named, { all: commonOptions(parsed).all });
  const inputs = [...named, ...entries.flatMap(({ path }) => path ?? [])];
  for (const { option, path } of outputs) {
    if (clashes(path, named, inputs)) {
      throw new UsageError(`${option} ${safeText(path)} would overwrite an input; name another file`);
    }
  }
}

function outputsOf(parsed: Parsed): readonly { readonly option: string; readonly path: string }[] {
  const { output, format } = commonOptions(parsed);
  const sbom = textOf(parsed, 'sbom');
  return [
    ...(output === undefined ? [] : [{ option: '-o', path: output }]),
    ...(sbom === undefined ? [] : [{ option: '--sbom', path: sbom }]),
    ...format.flatMap((one) =>
      one.includes('=') ? [{ option: '--format', path: one.slice(one.indexOf('=') + 1) }] : [],
    ),
  ].filter(({ path }) => path !== '-');
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
