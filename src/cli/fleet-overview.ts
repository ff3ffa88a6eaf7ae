import { beginOverview } from '../assess/fleet-overview.js';
import type { FleetOverview } from '../assess/fleet-overview.js';
import { safeText } from '../base/safe-text.js';
import { resolveRelease } from '../catalog/releases.js';
import type { RunError } from '../report/json.js';
import { documentText } from '../report/json.js';
import { judgementWith } from '../report/json.js';
import { overviewJson, overviewMarkdown, overviewText } from '../report/fleet-overview.js';
import { newerGoalWords, problemError } from '../report/problem.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import { exitCode } from './exit-code.js';
import { gatherNotes } from '../report/read-devices.js';
import { readFleet } from './fleet.js';
import { readInput } from './input.js';
import { FLEET_FORMATS } from './options.js';
import type { FleetOptions } from './options.js';
import { noRelease, platformOption, writeSkipped } from './shared.js';

/** `fwinspect fleet FILE...` */
export async function fleet(args: readonly string[], options: FleetOptions): Promise<number> {
  const format = formatOf(options);
  const platform = platformOption(options.platform);
  const to = fleetGoal(options.to);
  if (options.firmware.length > 0 && to === undefined) throw new UsageError('--firmware goes with --to RELEASE');
  if (args.filter((one) => one === '-').length > 1) {
    throw new UsageError('only one of the files can be - (standard input)');
  }
  const input =
    options.firmware.length === 0
      ? { files: [], errors: [], skipped: [] }
      : await readInput(options.firmware, { all: options.all, memory: options.memory, hashes: true });
  const open = beginOverview({ to, files: input.files });
  const notes = gatherNotes();
  await readFleet([], args, { platform, sink: open.add, notes });
  const overview = open.end();
  writeOutput(textOf(format, overview, notes.words(), input.errors, options), options.output);
  if (format !== 'json') writeSkipped(input.skipped, options);
  const errors = [...input.errors, ...overview.problems.map(problemError)];
  // What was not read of the devices stands in the text, with what to give instead.
  const isTold = format === 'table' && !options.quiet && (options.output === undefined || options.output === '-');
  writeErrors(isTold ? input.errors : errors);
  return exitCode({ judgement: judgementWith(overview.judgement, errors), unreadable: errors.length > 0 });
}

type Format = (typeof FLEET_FORMATS)[number];

function formatOf({ json, format }: FleetOptions): Format {
  const name = json ? 'json' : (format.at(-1) ?? 'table');
  const known = FLEET_FORMATS.find((one) => one === name);
  if (known === undefined) {
    throw new UsageError(`unknown format ${safeText(name)}; this command has ${FLEET_FORMATS.join(', ')}`);
  }
  return known;
}

/** The release, as the table names it on any platform. */
export function fleetGoal(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const found = resolveRelease(text);
  if (found.kind === 'newer') throw new UsageError(newerGoalWords(text, found));
  if (found.kind !== 'found' || found.asked !== null) {
    throw noRelease(text, null, found.kind === 'found' ? [found.release] : found.nearest);
  }
  return found.release;
}

function textOf(
  format: Format,
  overview: FleetOverview,
  notes: readonly string[],
  errors: readonly RunError[],
  options: FleetOptions,
): string {
  switch (format) {
    case 'json':
      return documentText(overviewJson(overview, notes, errors));
    case 'markdown':
      return overviewMarkdown(overview, notes, errors);
    case 'table':
      return overviewText(overview, notes, errors, textOptions(options));
  }
}
