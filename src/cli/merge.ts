/** `check --merge PART...` and `check --part`: a fleet split over cores and machines. */
import { safeText } from '../base/safe-text.js';
import { mergeParts, parsePart, partFaultWords, partText } from '../report/part.js';
import type { CheckPart, NamedPart } from '../report/part.js';
import { failLevel } from './shared.js';
import { readText, UsageError, writeErrors, writeOutput } from './context.js';
import { exitCode } from './exit-code.js';
import { writeReport } from './formats.js';
import type { FormatOutput } from './formats.js';
import type { CheckOptions } from './options.js';
import { VERSION } from '../report/version.js';

/** Puts the documents of parts together. */
export function merge(args: readonly string[], outputs: readonly FormatOutput[], options: CheckOptions): number {
  const isAsking = [...options.device, ...options.fleet].length > 0 || options.verdicts !== undefined || options.part;
  if (isAsking) {
    throw new UsageError('--merge puts answers together; --fleet, --device, --verdicts and --part belong to the parts');
  }
  const parts = args.map((file): NamedPart => {
    const read = parsePart(file, readText(file, 'part'));
    if ('kind' in read) throw new UsageError(safeText(partFaultWords(read)));
    return read;
  });
  const merged = mergeParts(parts);
  if ('kind' in merged) throw new UsageError(safeText(partFaultWords(merged)));
  writeReport(merged, outputs, options, failLevel(options));
  writeErrors(merged.errors);
  return exitCode({ judgement: merged.judgement, unreadable: merged.errors.length > 0 || merged.files.length === 0 });
}

/** Refuses `--part` where nothing is a part, or where it is no document. */
export function refuseLonePart(outputs: readonly FormatOutput[], { part, device, fleet }: CheckOptions): void {
  if (!part) return;
  if (device.length + fleet.length === 0) throw new UsageError('--part goes with --fleet or --device');
  const [only, ...others] = outputs;
  if (only?.format !== 'json' || others.length > 0) {
    throw new UsageError('--part goes with --json, and with no other format');
  }
}

/** Writes the answer about a part, with what it takes to put it together with others. */
export function writePart(part: Omit<CheckPart, 'version'>, outputs: readonly FormatOutput[]): void {
  writeOutput(partText({ version: VERSION, ...part }), outputs[0]?.output);
}
