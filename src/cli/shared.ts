/** Small things that several commands do. */
import type { Judgement } from '../base/judgement.js';
import { findPlatform, platformName, platformNames, PLATFORMS } from '../catalog/platforms.js';
import { resolveRelease } from '../catalog/releases.js';
import type { ResolvedRelease } from '../catalog/releases.js';
import { documentText } from '../report/json.js';
import type { RunError, SkippedFiles } from '../report/json.js';
import { releaseMeant } from '../report/known-device.js';
import { newerGoalWords, noReleaseWords } from '../report/problem.js';
import { safeText } from '../base/safe-text.js';
import { counted } from '../report/words.js';
import type { Severity } from '../rules/types.js';
import { forTerminal, UsageError, writeErrors, writeOutput } from './context.js';
import { exitCode } from './exit-code.js';
import { say, screenOf } from './door.js';
import type { CommonOptions } from './context.js';
import { nearest } from '../base/nearest.js';

/** Whether the answer shall be JSON; refuses formats that the command does not have. */
export function wantsJson(options: CommonOptions): boolean {
  const format = options.format.at(-1) ?? 'table';
  if (format !== 'table' && format !== 'json') {
    throw new UsageError(`unknown format ${safeText(format)}; this command has table and json`);
  }
  return options.json || format === 'json';
}

/** The id of a platform given by name or number; unknown names get a suggestion. */
export function platformOption(text: string | undefined): number | null {
  if (text === undefined) return null;
  const platform = findPlatform(text);
  if (platform !== undefined) return platform.id;
  const near = nearest(text.toLowerCase(), platformNames());
  const devices = PLATFORMS.filter(({ ofKnownFamily }) => ofKnownFamily).map(({ name }) => name);
  const hint = near === null ? `known are ${devices.join(', ')}` : `did you mean ${near}?`;
  throw new UsageError(`unknown platform ${safeText(text)}; ${hint}`);
}

/** The release that a person means on a platform: itself, or the one that it stands for. */
export function releaseOption(text: string, platform: number): Extract<ResolvedRelease, { readonly kind: 'found' }> {
  const meant = releaseMeant(text, platform);
  if (meant.kind === 'found') return meant;
  throw new UsageError(meant.message);
}

/** The release that an update shall lead to: as {@link releaseOption}; of one that is newer than the table nobody knows what it consists of. */
export function goalOption(text: string, platform: number): string {
  const resolved = resolveRelease(text, platform);
  if (resolved.kind === 'newer') throw new UsageError(newerGoalWords(text, resolved));
  return releaseOption(text, platform).release;
}

/** The refusal of a release that is none, see {@link noReleaseWords}. */
export function noRelease(text: string, where: string | null, near: readonly string[]): UsageError {
  return new UsageError(noReleaseWords(text, where, near));
}

/** A word that is the name of a platform; numbers are versions, though platforms have them too. */
export const platformNamed = (text: string | undefined): string | undefined =>
  text === undefined || /^\d/.test(text) ? undefined : findPlatform(text)?.name;

/** A word for a release that is nearly the name of a platform. */
export function refusePlatformName(text: string, platform: number | undefined): void {
  const near = nearest(text.toLowerCase(), platformNames());
  if (near === null || platform !== undefined) return;
  throw new UsageError(`no release ${safeText(text)}; for the releases of a platform: fwinspect versions ${near}`);
}

/** From which severity on a finding fails the run: --fail-on, --strict (warnings too), the configuration, else errors. */
export function failLevel(
  { strict, failOn }: { readonly strict: boolean; readonly failOn: Severity | undefined },
  configured: Severity = 'error',
): Severity {
  return failOn ?? (strict ? 'warning' : configured);
}

/** Writes the answer of a command, as a document or for people, with what stands beside it; gives the exit code. */
export function finish(
  json: boolean,
  options: CommonOptions,
  answer: {
    readonly document: () => unknown;
    readonly text: () => string;
    readonly skipped: readonly SkippedFiles[];
    readonly errors: readonly RunError[];
    readonly judgement: Judgement;
  },
): number {
  const { skipped, errors, judgement } = answer;
  if (json) writeOutput(documentText(answer.document()), options.output);
  else {
    writeOutput(answer.text(), options.output);
    writeSkipped(skipped, options);
  }
  writeErrors(errors);
  return exitCode({ judgement, unreadable: errors.length > 0 });
}

/** What a run says of a device that none of the modules is for. */
export function nothingFor(platform: number): RunError {
  const message = `nothing was checked: the device is of platform ${platformName(platform)}, and no file is for that`;
  return { file: '', code: 'nothing_checked', message };
}

/** What a run says that had input, and found nothing in it to check. */
export function nothingChecked(platform: number | null): RunError {
  const wanted = platform === null ? 'no module' : `no module for ${platformName(platform)}`;
  return { file: '', code: 'nothing_checked', message: `nothing was checked: ${wanted} among the files` };
}

/** One line for what was left aside in folders. */
export function writeSkipped(skipped: readonly SkippedFiles[], { quiet }: CommonOptions): void {
  if (quiet) return;
  for (const { root, count } of skipped) {
    const line = `fwinspect: ${safeText(root)}: ${counted(count, 'other file')} left aside (no name of firmware or archive, the .hex of a .bin, or a link; --all reads the files)`;
    say(`${forTerminal(line, screenOf('stderr'))}\n`);
  }
}

/** A day as YYYY-MM-DD that there is; undefined where none was said. */
export function dayOption(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new UsageError(`--today takes a day as YYYY-MM-DD, not ${safeText(text)}`);
  }
  return text;
}
