import { platformName } from '../catalog/platforms.js';
import { knownReleases, meaningOf, releasesInRange, resolveRelease } from '../catalog/releases.js';
import type { KnownRelease } from '../catalog/releases.js';
import { jsonText } from '../report/json.js';
import { versionsJson, versionsText } from '../report/versions.js';
import { safeText } from '../base/safe-text.js';
import { textOptions, writeOutput } from './context.js';
import type { VersionsOptions } from './options.js';
import { EXIT } from './exit-code.js';
import { noRelease, platformOption, wantsJson } from './shared.js';

interface Answer {
  readonly releases: readonly KnownRelease[];
  readonly notes: readonly string[];
}

/** `fwinspect versions [QUERY]` */
export function versions(query: string | undefined, options: VersionsOptions): number {
  const json = wantsJson(options);
  const platform = platformOption(options.platform);
  const answer = answerTo(query, platform, options.bootloader);
  const report = { query: query ?? null, platform, bootloader: options.bootloader, ...answer };
  writeOutput(json ? jsonText(versionsJson(report, [])) : versionsText(report, textOptions(options)), options.output);
  return answer.releases.length === 0 ? EXIT.finding : EXIT.fine;
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
    case 'above':
      return { releases: [], notes: [`${String(version)} is no known release: it lies after ${meaning.last}`] };
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
    return { releases: inRange, notes: inRange.length > 0 ? [] : [`no release lies in ${safeText(query)}`] };
  }
  throw noRelease(query, platform === undefined ? null : platformName(platform), found.nearest);
}
