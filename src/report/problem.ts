/** Parts of a question that have no answer, in words. */
import { platformName } from '../catalog/platforms.js';
import type { NewerRelease } from '../catalog/releases.js';
import type { Problem, ReleaseProblem } from '../assess/types.js';
import { safeText } from '../base/safe-text.js';
import type { RunError } from './json.js';
import { newerRangeWords, newerWords } from './words.js';

/** A problem as documents list it. */
export function problemError(problem: Problem): RunError {
  const message = problemWords(problem);
  switch (problem.kind) {
    case 'no_releases':
      return { file: problem.file, code: 'not_judged', message };
    case 'newer_than_table':
      return { file: '', code: 'newer_than_table', message };
    case 'no_goal':
      return { file: '', code: 'no_release', message };
    case 'unread':
      return { file: problem.file, code: problem.code, message };
    case 'more_unread':
      return { file: '', code: 'more_errors', message };
    case 'other_platform':
      return { file: problem.file, code: 'other_platform', message };
    case 'nothing_judged':
      return { file: '', code: 'nothing_judged', message };
  }
}

/** Whether a problem of a run is about its question, and everything could be read. */
export function isUnanswered({ code }: RunError): boolean {
  return code === 'newer_than_table';
}

/** A problem as a sentence. */
export function problemWords(problem: Problem): string {
  switch (problem.kind) {
    case 'no_releases':
      return releaseProblemWords(problem.why, problem.platform);
    case 'newer_than_table':
      return `${problem.option === 'to' ? '' : 'not judged: '}${newerProblemWords(problem)}`;
    case 'no_goal': {
      const names = problem.platforms.map(platformName).join(', ');
      return noReleaseWords(problem.to, names === '' ? 'any platform of the files' : names, []);
    }
    case 'unread':
      return problem.message;
    case 'more_unread':
      return `and ${String(problem.count)} more of the kind`;
    case 'other_platform':
      return `is a report of platform ${platformName(problem.platform)}, and no file that is looked at is for that`;
    case 'nothing_judged':
      return `no device was judged: ${nothingWords(problem.otherPlatforms)}`;
  }
}

function newerProblemWords({ option, asked, newer }: Extract<Problem, { readonly kind: 'newer_than_table' }>): string {
  switch (option) {
    case 'minOs':
      return `--min-os: ${newerThanTableWords(asked, newer)}`;
    case 'to':
      return newerGoalWords(asked, newer);
    case 'targetOs':
      return `--target-os: ${newerRangeWords(asked, newer.last)}; add its releases with --releases FILE`;
  }
}

/** A release that is newer than the table, and what to do about it. */
export function newerThanTableWords(asked: string, newer: NewerRelease): string {
  // A device of a module version can be judged by the general rules; a name says no number, and a number no modules.
  const advice =
    newer.version === null
      ? 'say the module version of its system part in place of it, or add its rows with --releases FILE'
      : 'add the rows of its release with --releases FILE';
  return `${newerWords(asked, newer)}; ${advice}`;
}

/** The same of a release that an update shall lead to: what it consists of has to be known. */
export function newerGoalWords(asked: string, newer: NewerRelease): string {
  return `${newerWords(asked, newer)}; leave --to out, so that the files say where it goes, or add its rows with --releases FILE`;
}

function nothingWords(others: number): string {
  if (others === 0) return 'there is no report';
  return `no file is for the platform of ${others === 1 ? 'the report' : `any of the ${String(others)} reports`}`;
}

function releaseProblemWords(why: ReleaseProblem, platform: number): string {
  switch (why.kind) {
    case 'no_range':
      return `${safeText(why.range)} is no range of releases, such as ">=1.5 <2"`;
    case 'no_release':
      return noReleaseWords(why.release, platformName(platform), why.nearest);
    case 'empty_range': {
      const words = [...(why.minimum === null ? [] : [`>=${why.minimum}`]), ...(why.range === null ? [] : [why.range])];
      return `no release of ${platformName(platform)} lies in ${safeText(words.join(' '))}`;
    }
  }
}

/**
 * A release that is none.
 *
 * @param where the platform, or several in words; null = on any
 * @param near the releases around it
 */
export function noReleaseWords(text: string, where: string | null, near: readonly string[]): string {
  const on = where === null ? '' : ` for ${where}`;
  const hint = near.length === 0 ? '' : `; the nearest ${near.length === 1 ? 'is' : 'are'} ${near.join(' and ')}`;
  return `no release ${safeText(text)}${on}${hint}`;
}
