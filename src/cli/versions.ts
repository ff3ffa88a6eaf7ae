import { platformName } from '../catalog/platforms.js';
import { assumedModules } from '../catalog/assumed.js';
import {
  announcedInRange,
  isAboveTable,
  knownReleases,
  meaningOf,
  releasesInRange,
  resolveRelease,
  tableExtent,
} from '../catalog/releases.js';
import { jsonText } from '../report/json.js';
import { announcedWords, versionsJson, versionsText } from '../report/versions.js';
import type { VersionsReport } from '../report/versions.js';
import { newerWords } from '../report/words.js';
import { safeText } from '../base/safe-text.js';
import { textOptions, writeOutput } from './context.js';
import type { VersionsOptions } from './options.js';
import { EXIT } from './exit-code.js';
import { noRelease, platformOption, wantsJson } from './shared.js';

type Answer = Pick<VersionsReport, 'releases' | 'notes'>;

/** `fwinspect versions [QUERY]` */
export function versions(query: string | undefined, options: VersionsOptions): number {
  const json = wantsJson(options);
  const platform = platformOption(options.platform);
  // The table alone is a question of its own.
  const answer =
    options.table && query === undefined ? { releases: [], notes: [] } : answerTo(query, platform, options.bootloader);
  const assumed = platform === null ? [] : answer.releases.flatMap(({ release }) => assumedModules(release, platform));
  const report = {
    query: query ?? null,
    platform,
    bootloader: options.bootloader,
    table: options.table ? tableExtent() : null,
    assumed,
    ...answer,
  };
  writeOutput(json ? jsonText(versionsJson(report, [])) : versionsText(report, textOptions(options)), options.output);
  return answer.releases.length === 0 && report.table === null ? EXIT.finding : EXIT.fine;
}

function answerTo(query: string | undefined, platform: number | null, bootloader: boolean): Answer {
  const id = platform ?? undefined;
  if (query === undefined) return { releases: knownReleases(id), notes: [] };
  if (bootloader) return bootloaderAnswer(query, id);
  if (/^\d+$/.test(query)) return numberAnswer(Number(query), id);
  return releaseAnswer(query, id);
}

function bootloaderAnswer(query: string, platform: number | undefined): Answer {
  if (!/^\d+$/.test(query)) return releaseAnswer(query, platform);
  const releases = knownReleases(platform).filter((one) => one.bootloader === Number(query));
  return { releases, notes: releases.length > 0 ? [] : [`no release ships bootloader ${query}`] };
}

/** A module version: every release that carries it, or between which releases it lies. */
function numberAnswer(version: number, platform: number | undefined): Answer {
  const releases = knownReleases(platform).filter((one) => one.version === version);
  if (releases.length > 0) return { releases, notes: [] };
  const meaning = meaningOf(version, platform);
  switch (meaning.kind) {
    case 'exact':
      return {
        releases: knownReleases().filter((one) => one.version === version),
        notes: [`${String(version)} is ${meaning.release}, which ${platformWords(platform)} is not known to have had`],
      };
    case 'between':
      return {
        releases: [],
        notes: [`${String(version)} is no release: it lies between ${meaning.lower} and ${meaning.upper}`],
      };
    case 'below':
      return { releases: [], notes: [`${String(version)} is no release: it lies before ${meaning.first}`] };
    case 'above': {
      const resolved = resolveRelease(String(version), platform);
      const note =
        resolved.kind === 'newer'
          ? newerWords(String(version), resolved)
          : `${String(version)} is no known release: it lies after ${meaning.last}`;
      return { releases: [], notes: [note] };
    }
  }
}

function platformWords(platform: number | undefined): string {
  return platform === undefined ? 'no platform' : platformName(platform);
}

/** A release by name, or a semver range. */
function releaseAnswer(query: string, platform: number | undefined): Answer {
  const found = resolveRelease(query, platform);
  if (found.kind === 'found') {
    const releases = knownReleases(platform).filter(({ release }) => release === found.release);
    const on = platform === undefined ? '' : ` for ${platformName(platform)}`;
    const notes =
      found.asked === null ? [] : [`there is no ${safeText(found.asked)}${on}; ${found.release} is the nearest`];
    return { releases, notes };
  }
  const inRange = /[<>=~^*x|\s]|^\d+(?:\.\d+)?$/i.test(query) ? releasesInRange(query, platform) : null;
  if (inRange !== null) {
    const none = isAboveTable(query)
      ? `${safeText(query)} is newer than my table (${tableExtent().last})`
      : `no release lies in ${safeText(query)}`;
    const announced = announcedInRange(query).map(announcedWords);
    return { releases: inRange, notes: [...(inRange.length > 0 ? [] : [none]), ...announced] };
  }
  if (found.kind === 'newer') return { releases: [], notes: [newerWords(query, found)] };
  throw noRelease(query, platform === undefined ? null : platformName(platform), found.nearest);
}
