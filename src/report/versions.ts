/** `versions` for people and as data. */
import { platformName } from '../catalog/platforms.js';
import type { Assumed } from '../catalog/assumed.js';
import type { AnnouncedRelease, KnownRelease, TableExtent } from '../catalog/releases.js';
import { assumedJson, assumedWords } from './assumed.js';
import type { RunError } from './json.js';
import { platformJson } from './json.js';
import type { TextOptions } from './style.js';
import { columns, paragraph } from './text.js';
import { counted, grouped } from './words.js';

export interface VersionsReport {
  readonly query: string | null;
  readonly platform: number | null;
  readonly bootloader: boolean;
  readonly releases: readonly KnownRelease[];
  /** Sentences about how the query was understood. */
  readonly notes: readonly string[];
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
    notes: report.notes,
    assumed: assumedJson(report.assumed ?? []),
    table: report.table ?? null,
    errors,
  };
}

/** The answer for a person. */
export function versionsText(report: VersionsReport, { style, quiet, width }: TextOptions): string {
  const assumed = assumedWords(report.assumed ?? []);
  const all = [
    ...(report.table == null ? [] : tableWords(report.table)),
    ...report.notes,
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
  return `${columns(quiet ? rows : [head, ...rows])}${notes}${quiet || rows.length < 2 ? '' : `\n${counted(rows.length, 'release')}${where}\n`}`;
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
export function announcedWords({ release, day }: AnnouncedRelease): string {
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
