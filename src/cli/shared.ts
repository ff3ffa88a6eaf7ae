/** Small things that several commands do. */
import { findPlatform, platformName, platformNames, PLATFORMS } from '../catalog/platforms.js';
import { resolveRelease } from '../catalog/releases.js';
import type { ResolvedRelease } from '../catalog/releases.js';
import type { RunError } from '../report/json.js';
import { MAX_WIDTH, paragraph } from '../report/text.js';
import { safeText } from '../base/safe-text.js';
import { counted } from '../report/words.js';
import { UsageError } from './context.js';
import { say } from './door.js';
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
  const resolved = resolveRelease(text, platform);
  if (resolved.kind === 'found') return resolved;
  throw noRelease(text, platformName(platform), resolved.nearest);
}

/**
 * The refusal of a release that is none.
 *
 * @param where the platform, or several in words; null = on any
 * @param near the releases around it
 */
export function noRelease(text: string, where: string | null, near: readonly string[]): UsageError {
  const on = where === null ? '' : ` for ${where}`;
  const hint = near.length === 0 ? '' : `; the nearest ${near.length === 1 ? 'is' : 'are'} ${near.join(' and ')}`;
  return new UsageError(`no release ${safeText(text)}${on}${hint}`);
}

/** What a run says that had input, and found nothing in it to check. */
export function nothingChecked(platform: number | null): RunError {
  const wanted = platform === null ? 'no module' : `no module for ${platformName(platform)}`;
  return { file: '', code: 'nothing_checked', message: `nothing was checked: ${wanted} among the files` };
}

/** A terminal gets lines that it has room for; a log keeps one line a message. */
function forTerminal(line: string, { isTTY, columns }: NodeJS.WriteStream): string {
  return isTTY ? paragraph(line, Math.min(columns, MAX_WIDTH), '  ') : line;
}

/** One line for what was left aside in folders. */
export function writeSkipped(
  skipped: readonly { readonly root: string; readonly count: number }[],
  { quiet }: CommonOptions,
): void {
  if (quiet) return;
  for (const { root, count } of skipped) {
    const line = `fwinspect: ${safeText(root)}: ${counted(count, 'other file')} left aside (neither .bin nor .zip, or a link; --all reads the files)`;
    say(`${forTerminal(line, process.stderr)}\n`);
  }
}
