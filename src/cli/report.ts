import { basename, resolve } from 'node:path';
import { assess, PARTS } from '../assess/assess.js';
import { belowSharedFolder } from '../assess/file.js';
import { platformName } from '../report/words.js';
import type { FirmwareFile } from '../assess/file.js';
import { beginReportedDevices } from '../assess/reported-devices.js';
import { worstOf } from '../base/judgement.js';
import { safeText } from '../base/safe-text.js';
import { htmlReport } from '../report/html.js';
import { devicesPart } from '../report/html-devices.js';
import { problemError, problemWords } from '../report/problem.js';
import { gatherNotes } from '../report/read-devices.js';
import { reportVerdict } from '../report/report-verdict.js';
import { sha256Hex } from '../source/node-tools.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import { print, PROGRESS_LINE } from './door.js';
import type { ReportOptions } from './options.js';
import { exitCode } from './exit-code.js';
import { readFleet } from './fleet.js';
import { fleetGoal } from './fleet-overview.js';
import { readInput } from './input.js';
import { waysProgress } from './progress.js';
import { platformOption, writeSkipped } from './shared.js';

/** `fwinspect report FOLDER -o report.html` */
export async function report(args: readonly string[], options: ReportOptions): Promise<number> {
  const input = await readInput(args, {
    all: options.all,
    memory: options.memory,
    hashes: true,
    progress: !options.quiet,
  });
  const { folder, files, images } = belowSharedFolder(input.files, input.images);
  const platform = platformOption(options.platform);
  const progress = waysProgress(PROGRESS_LINE);
  const onWays = options.quiet
    ? undefined
    : (id: number) => {
        progress.tell(platformName(id));
      };
  const found = assess(files, { parts: PARTS.deps, platform, images, matrix: true, to: options.to, onWays });
  progress.clear();
  const [problem] = found.problems;
  if (problem !== undefined) throw new UsageError(problemWords(problem));
  const devices = await devicesOf(input.files, options, platform);
  const page = htmlReport(
    { ...found, title: options.title ?? titleOf(args), folder },
    sha256Hex,
    devices === null ? null : devicesPart(devices.found, devices.notes),
  );
  // A page about nothing does not replace one about something.
  if (files.length > 0) {
    writeOutput(page, options.output);
    tellWritten(
      options,
      reportVerdict(found, input.errors.length === 0, devices?.found ?? null, textOptions(options).width),
    );
  }
  writeSkipped(input.skipped, options);
  const errors = [...input.errors, ...(devices?.found.overview.problems ?? []).map(problemError)];
  writeErrors(errors);
  const judgement = worstOf([found.judgement, devices?.found.judgement ?? 'ok']);
  return exitCode({ judgement, unreadable: errors.length > 0 || files.length === 0 });
}

/** The devices of the question; null where none was asked for. */
async function devicesOf(
  files: readonly FirmwareFile[],
  { device, fleet, to }: ReportOptions,
  platform: number | null,
) {
  if (device.length + fleet.length === 0) return null;
  const open = beginReportedDevices(files, { platform, to: fleetGoal(to) });
  const notes = gatherNotes();
  await readFleet(device, fleet, { platform, sink: open.add, notes });
  return { found: open.end(), notes: notes.words() };
}

/** A page in a file shows nothing here: where it is, and what stands in it. Quiet keeps what decides. */
function tellWritten({ output, quiet }: Pick<ReportOptions, 'output' | 'quiet'>, verdict: string): void {
  if (output === undefined || output === '-') return;
  print(`${quiet ? '' : `Wrote ${safeText(output)}\n`}${verdict}`);
}

/** What was looked at, by its own name and not by where it lies on this machine. */
function titleOf(args: readonly string[]): string {
  return args.length === 1 && args[0] !== undefined ? basename(resolve(args[0])) : `${String(args.length)} inputs`;
}
