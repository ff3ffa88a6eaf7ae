/** What an answer rests on that nobody read, in one shape and one line for every command. */
import { versionAboveTable } from '../catalog/assumed.js';
import type { Assumed } from '../catalog/assumed.js';
import { tableExtent } from '../catalog/releases.js';
import type { AnnouncedRelease } from '../catalog/releases.js';
import { groupBy } from '../base/group-by.js';
import { safeText } from '../base/safe-text.js';
import { platformJson } from './json.js';
import type { TextOptions } from './style.js';
import { paragraph } from './wrap.js';
import { newerWords, platformName } from './words.js';

/** The entries of `assumed` in a document. */
export function assumedJson(assumed: readonly Assumed[]) {
  return assumed.map(({ what, release, platform, by }) => ({ what, release, platform: platformJson(platform), by }));
}

const PROTECTION =
  'an open device assumed, not a protected one (particle device-protection status tells; --protected yes or no says it)';

/** So many releases are named; the document names all. */
const MOST_RELEASES = 4;

/**
 * "rules of 6.2.0 assumed from 6.3.2 on; modules of 6.3.2, 6.3.3 on boron assumed (from 6.2.0)", null where nothing was. Each kind is said once,
 * whatever the number of boards.
 */
export function assumedWords(assumed: readonly Assumed[]): string | null {
  const rules = groupBy(
    assumed.filter(({ what }) => what === 'rules'),
    ({ by }) => by,
  );
  const modules = groupBy(
    assumed.filter(({ what }) => what === 'modules' || what === 'bootloader'),
    ({ what, platform, by }) => `${what} ${String(platform)} ${by}`,
  );
  const words = [
    ...[...rules].map(([by, group]) => `${newerOf(group)}rules of ${by} assumed`),
    ...(assumed.some(({ what }) => what === 'protection') ? [PROTECTION] : []),
    ...[...modules.values()].map(
      (group) => `${group[0]?.what ?? 'modules'} of ${namesOf(group)} assumed to be as in ${group[0]?.by ?? ''}`,
    ),
  ];
  return words.length === 0 ? null : words.join('; ');
}

/** "module version 9900 is newer than my table (6.5.0): ", empty where none is. */
function newerOf(group: readonly Assumed[]): string {
  const versions = group.flatMap((one) => versionAboveTable(one) ?? []);
  if (versions.length === 0) return '';
  const newer = { kind: 'newer', version: Math.min(...versions), last: tableExtent().last, announced: null } as const;
  return `${newerWords('', newer)}: `;
}

/** The line of an answer for people below its judgement; empty where nothing was assumed, and in a quiet one. */
export function assumedText(assumed: readonly Assumed[], { quiet, width, style }: TextOptions): string {
  const words = quiet ? null : assumedWords(assumed);
  return words === null ? '' : `  ${style.faint(paragraph(words, width, '  '))}\n`;
}

/** The same, and the releases that were not judged, as lines for formats that have no columns. */
export function restsOn(
  assumed: readonly Assumed[] = [],
  unjudged: readonly AnnouncedRelease[] = [],
): readonly string[] {
  const words = assumedWords(assumed);
  return [...(words === null ? [] : [words]), ...unjudged.map(unjudgedWords)];
}

/** "Device OS 6.6.0 (published 2026-10-13) is not in my table (it goes to 6.5.0): not judged" */
export function unjudgedWords({ release, day }: AnnouncedRelease): string {
  return `Device OS ${release} (published ${day}) is not in my table (it goes to ${tableExtent().last}): not judged`;
}

function namesOf(group: readonly Assumed[]): string {
  const names = group.slice(0, MOST_RELEASES).map(({ release }) => safeText(release));
  const more = group.length > names.length ? ` and ${String(group.length - names.length)} more` : '';
  return `${names.join(', ')}${more} on ${platformName(group[0]?.platform ?? -1)}`;
}
