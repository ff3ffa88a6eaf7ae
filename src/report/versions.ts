/** `versions` for people and as data. */
import { platformName } from '../catalog/platforms.js';
import type { Assumed } from '../catalog/assumed.js';
import { tableExtent } from '../catalog/releases.js';
import type { AnnouncedRelease, KnownRelease, NewerRelease, TableExtent, VersionMeaning } from '../catalog/releases.js';
import { assumedJson, assumedWords } from './assumed.js';
import type { RunError } from './json.js';
import { platformJson } from './json.js';
import type { TextOptions } from './style.js';
import { columns } from './text.js';
import { paragraph } from './wrap.js';
import { safeText } from '../base/safe-text.js';
import { noReleaseWords } from './problem.js';
import { counted, grouped, newerRangeWords, newerWords, placeWords } from './words.js';

/** What is to be said of a query. */
export type VersionsNote =
  | { readonly kind: 'no_bootloader'; readonly version: number }
  /** A module version that no release of the platform has, but one of another. */
  | { readonly kind: 'not_on_platform'; readonly version: number; readonly release: string }
  | {
      readonly kind: 'no_release';
      readonly version: number;
      readonly meaning: Exclude<VersionMeaning, { readonly kind: 'exact' }>;
    }
  /** No release has that name; those around it. */
  | { readonly kind: 'no_such_release'; readonly asked: string; readonly nearest: readonly string[] }
  /** There is no such release; this one was taken for it. */
  | { readonly kind: 'nearest'; readonly asked: string; readonly release: string }
  | { readonly kind: 'none_in_range'; readonly range: string }
  /** A release or module version that is newer than the table. */
  | { readonly kind: 'newer'; readonly asked: string; readonly newer: NewerRelease }
  /** All that lies in the range is newer than the table. */
  | { readonly kind: 'newer_range'; readonly range: string }
  /** A release of the range that is known by name alone. */
  | ({ readonly kind: 'announced' } & AnnouncedRelease);

export interface VersionsReport {
  readonly query: string | null;
  readonly platform: number | null;
  readonly bootloader: boolean;
  readonly releases: readonly KnownRelease[];
  /** How the query was understood. */
  readonly notes: readonly VersionsNote[];
  /** Rows of these releases that nobody read, where a platform was asked for. */
  readonly assumed?: readonly Assumed[];
  /** How far the table goes, where that was asked. */
  readonly table?: TableExtent | null;
}

/** The answer to no question. */
export const NO_VERSIONS: VersionsReport = {
  query: null,
  platform: null,
  bootloader: false,
  releases: [],
  notes: [],
};

/** The document `fwinspect/versions@1`. */
export function versionsJson(report: VersionsReport, errors: readonly RunError[]) {
  return {
    schema: 'fwinspect/versions@1',
    query: report.query,
    platform: report.platform === null ? null : platformJson(report.platform),
    releases: report.releases.map(({ release, version, bootloader, platforms }) => ({
      release,
      version,
      bootloader,
      platforms: platforms.map(platformJson),
    })),
    notes: report.notes.map((note) => noteWords(note, report.platform)),
    assumed: assumedJson(report.assumed ?? []),
    table: report.table ?? null,
    errors,
  };
}

function noteWords(note: VersionsNote, platform: number | null): string {
  switch (note.kind) {
    case 'no_bootloader':
      return `no release ships bootloader ${String(note.version)}`;
    case 'not_on_platform':
      return `${String(note.version)} is ${note.release}, which ${platform === null ? 'no platform' : platformName(platform)} is not known to have had`;
    case 'no_release':
      return `${String(note.version)} is no ${note.meaning.kind === 'above' ? 'known ' : ''}release: it lies ${placeWords(note.meaning)}`;
    case 'no_such_release':
      return noReleaseWords(note.asked, platform === null ? null : platformName(platform), note.nearest);
    case 'nearest':
      return `there is no ${safeText(note.asked)}${platform === null ? '' : ` for ${platformName(platform)}`}; ${note.release} is the nearest`;
    case 'none_in_range':
      return `no release lies in ${safeText(note.range)}`;
    case 'newer':
      return newerWords(note.asked, note.newer);
    case 'newer_range':
      return newerRangeWords(note.range, tableExtent().last);
    case 'announced':
      return announcedWords(note);
  }
}

/** The answer for a person. */
export function versionsText(report: VersionsReport, options: TextOptions): string {
  const { style, quiet, width } = options;
  const assumed = assumedWords(report.assumed ?? []);
  const all = [
    ...(report.table == null ? [] : tableWords(report.table)),
    ...report.notes.map((note) => noteWords(note, report.platform)),
    ...(assumed === null ? [] : [assumed]),
  ];
  const notes = all.map((note) => `  ${paragraph(note, width, '  ')}\n`).join('');
  if (report.releases.length === 0) return notes;
  const head = ['Device OS', 'module version', 'bootloader', ...(report.platform === null ? ['platforms'] : [])].map(
    style.strong,
  );
  const rows = report.releases.map(({ release, version, bootloader, platforms }) => [
    release,
    String(version),
    bootloader === null ? '-' : String(bootloader),
    ...(report.platform === null ? [platformList(platforms, width - OTHER_COLUMNS)] : []),
  ]);
  const where = report.platform === null ? '' : ` for ${platformName(report.platform)}`;
  // The newest are those that are asked for.
  const shown = rows.slice(-(options.lines ?? rows.length));
  const left = rows.length > shown.length ? `, the newest ${grouped(shown.length)} shown; -v lists them` : '';
  return `${columns(quiet ? shown : [head, ...shown])}${notes}${quiet || rows.length < 2 ? '' : `\n${counted(rows.length, 'release')}${where}${left}\n`}`;
}

/** How far the table goes, one sentence a line. */
function tableWords({
  last,
  version,
  day,
  releases,
  rows,
  inferred,
  added,
  announced,
}: TableExtent): readonly string[] {
  const own = added === 0 ? '' : `, ${counted(added, 'row')} of them from --releases`;
  return [
    `The table goes to Device OS ${last} (module version ${String(version)}), as of ${day}.`,
    `${counted(releases, 'release')}, ${counted(rows, 'row')} of releases on platforms${own}; ${grouped(inferred)} of the rows follow the pattern of the others.`,
    ...announced.map(announcedWords),
  ];
}

/** "Device OS 6.6.0 was published on 2026-10-13; its module versions are not known here." */
function announcedWords({ release, day }: AnnouncedRelease): string {
  return `Device OS ${release} was published on ${day}; its module versions are not known here.`;
}

/** Release, module version and bootloader with what stands between. */
const OTHER_COLUMNS = 54;

/** Six names, or as many as there is room for and how many more there are. */
function platformList(ids: readonly number[], room: number): string {
  const names = ids.map(platformName);
  const all = names.join(' ');
  if (names.length <= 6 && all.length <= room) return all;
  const texts = [5, 4, 3, 2, 1].map((count) => `${names.slice(0, count).join(' ')} +${String(names.length - count)}`);
  return texts.find((text, at) => text.length <= room && names.length > 5 - at) ?? texts.at(-1) ?? all;
}
