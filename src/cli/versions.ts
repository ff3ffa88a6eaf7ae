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
import { versionsJson, versionsText } from '../report/versions.js';
import type { VersionsNote, VersionsReport } from '../report/versions.js';
import { textOptions, writeOutput } from './context.js';
import type { VersionsOptions } from './options.js';
import { EXIT } from './exit-code.js';
import { noRelease, platformNamed, platformOption, refusePlatformName, wantsJson } from './shared.js';

type Answer = Pick<VersionsReport, 'releases' | 'notes'>;

const none = (note: VersionsNote): Answer => ({ releases: [], notes: [note] });

/** `fwinspect versions [QUERY]` */
export function versions(query: string | undefined, options: VersionsOptions): number {
  const named = options.platform === undefined ? platformNamed(query) : undefined;
  if (named !== undefined) return versions(undefined, { ...options, platform: named });
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
  if (answer.releases.length > 0 || report.table !== null) return EXIT.fine;
  return answer.notes.some(isNotKnown) ? EXIT.unknown : EXIT.finding;
}

/** Whether the table ends before what was asked, so that nobody knows whether there is such a release. */
function isNotKnown(note: VersionsNote): boolean {
  switch (note.kind) {
    case 'newer':
    case 'newer_range':
    case 'announced':
      return true;
    case 'no_release':
      return note.meaning.kind === 'above';
    case 'no_bootloader':
    case 'not_on_platform':
    case 'no_such_release':
    case 'nearest':
    case 'none_in_range':
      return false;
  }
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
  return releases.length > 0 ? { releases, notes: [] } : none({ kind: 'no_bootloader', version: Number(query) });
}

/** A module version: every release that carries it, or between which releases it lies. */
function numberAnswer(version: number, platform: number | undefined): Answer {
  const releases = knownReleases(platform).filter((one) => one.version === version);
  if (releases.length > 0) return { releases, notes: [] };
  const meaning = meaningOf(version, platform);
  if (meaning.kind !== 'exact') {
    const resolved = resolveRelease(String(version), platform);
    if (meaning.kind === 'above' && resolved.kind === 'newer') {
      return none({ kind: 'newer', asked: String(version), newer: resolved });
    }
    return none({ kind: 'no_release', version, meaning });
  }
  return {
    releases: knownReleases().filter((one) => one.version === version),
    notes: [{ kind: 'not_on_platform', version, release: meaning.release }],
  };
}

/** A release by name, or a semver range. */
function releaseAnswer(query: string, platform: number | undefined): Answer {
  const found = resolveRelease(query, platform);
  if (found.kind === 'found') {
    const releases = knownReleases(platform).filter(({ release }) => release === found.release);
    const notes: readonly VersionsNote[] =
      found.asked === null ? [] : [{ kind: 'nearest', asked: found.asked, release: found.release }];
    return { releases, notes };
  }
  const inRange = /[<>=~^*x|\s]|^\d+(?:\.\d+)?$/i.test(query) ? releasesInRange(query, platform) : null;
  if (inRange !== null) {
    const nothing = isAboveTable(query) ? 'newer_range' : 'none_in_range';
    const announced = announcedInRange(query).map((one) => ({ kind: 'announced', ...one }) as const);
    return {
      releases: inRange,
      notes: [...(inRange.length > 0 ? [] : [{ kind: nothing, range: query } as const]), ...announced],
    };
  }
  if (found.kind === 'newer') return none({ kind: 'newer', asked: query, newer: found });
  if (found.nearest.length > 0) return none({ kind: 'no_such_release', asked: query, nearest: found.nearest });
  refusePlatformName(query, platform);
  throw noRelease(query, platform === undefined ? null : platformName(platform), found.nearest);
}
