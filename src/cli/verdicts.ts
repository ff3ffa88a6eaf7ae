/** The list of what becomes of each device: where it goes, and what else then goes there. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { OpenAssessment } from '../assess/assess.js';
import type { DeviceSummary } from '../assess/types.js';
import { safeOutput, safeText } from '../base/safe-text.js';
import { verdictLines } from '../report/verdicts.js';
import { UsageError, writeWhole } from './context.js';
import { printAll } from './door.js';
import type { FormatOutput } from './formats.js';
import type { CheckOptions } from './options.js';

/** Device IDs and names are nobody's business but the owner's. */
const OWNER_ALONE = 0o600;
const STDOUT = '-';
/** Characters that are written at once. */
const PART = 64 * 1024;

/** Refuses what cannot go together: two inputs from standard input, two answers to standard output, a list among its own inputs. */
export function refuseMixedStreams(
  args: readonly string[],
  { device, fleet, verdicts, json }: CheckOptions,
  outputs: readonly FormatOutput[],
): void {
  const fromStandardInput = [...args, ...device, ...fleet].filter((one) => one === STDOUT).length;
  if (fromStandardInput > 1) {
    throw new UsageError('only one of the files, --device and --fleet can be - (standard input)');
  }
  if (verdicts === undefined) return;
  if (device.length + fleet.length === 0) throw new UsageError('--verdicts goes with --fleet or --device');
  const toScreen = outputs.filter(({ output }) => output === undefined || output === STDOUT);
  if (verdicts === STDOUT) {
    if (json || toScreen.some(({ format }) => format !== 'table')) {
      throw new UsageError(
        '--verdicts - fills standard output; write the other document to a file (--format NAME=FILE)',
      );
    }
    return;
  }
  if (outputs.some(({ output }) => output !== undefined && resolve(output) === resolve(verdicts))) {
    throw new UsageError(`--verdicts and another answer both go to ${safeText(verdicts)}`);
  }
  const folder = fleet.find((place) => isFolder(place) && resolve(place) === dirname(resolve(verdicts)));
  if (folder !== undefined) {
    throw new UsageError(
      `--verdicts ${safeText(verdicts)} lies in the folder of --fleet; the next run would read it as devices`,
    );
  }
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Writes the list, as `--verdicts` says. */
export async function writeVerdicts(
  to: string,
  open: Pick<OpenAssessment, 'verdicts'>,
  summary: DeviceSummary,
): Promise<void> {
  const form = /\.csv$/i.test(to) ? 'csv' : 'ndjson';
  const parts = partsOf(verdictLines(open.verdicts(), summary, form));
  if (to === STDOUT) await printAll(parts);
  else writeWhole(to, parts, OWNER_ALONE);
}

function* partsOf(lines: Iterable<string>): Generator<string> {
  let part = '';
  for (const line of lines) {
    part += line;
    if (part.length > PART) {
      yield safeOutput(part);
      part = '';
    }
  }
  if (part !== '') yield safeOutput(part);
}
