/** What is unclear in a device report, or about a device as a release ships it, in words. */
import type { ModuleId } from '../module/types.js';
import { platformName } from '../catalog/platforms.js';
import type { ReportNote, SeveralReports } from '../describe/types.js';
import type { Assumption } from '../device/shipped.js';
import { safeText } from '../base/safe-text.js';
import { counted, hexAddress, slotWords } from './words.js';

const slot = (one: ModuleId): string => slotWords({ ...one, platform: -1 });
const place = (entry: number): string => `module ${String(entry + 1)} of the report`;

const LINE_EFFECTS: Readonly<Record<Extract<ReportNote, { kind: 'unreadable_line' }>['makesUnknown'], string>> = {
  nothing: '',
  dependencies: ' (so what this module needs is not known)',
  application: ' (so whether the application runs is not known)',
};

/** One note as a sentence without a full stop. */
export function reportNoteWords(note: ReportNote): string {
  switch (note.kind) {
    case 'missing_platform':
      return 'the report names no platform; say --platform';
    case 'platforms_differ':
      return `the report names several platforms: ${note.platforms.map(platformName).join(', ')}`;
    case 'several_reports':
      return `the text holds ${String(note.count)} reports of the device; the latest was read`;
    case 'cut_off':
      return 'the report ends in the middle; modules that are not whole were left out';
    case 'not_json':
      return 'the report is no valid JSON, but could be read';
    case 'damaged':
      return 'the report is broken in the middle, so no module of it is known';
    case 'unreadable_line':
      return `line ${String(note.line)} was not understood: ${safeText(note.text)}${LINE_EFFECTS[note.makesUnknown]}`;
    case 'more_unreadable_lines':
      return `${String(note.count)} more lines were not understood`;
    case 'too_many_notes':
      return `more than ${String(note.limit)} things in the report are unclear, so no module of it is known`;
    case 'unreadable_entry':
      return `${place(note.position)} was not understood`;
    case 'too_many_modules':
      return `the report lists ${String(note.count)} modules; ${String(note.limit)} were read`;
    case 'unknown_function':
      return `${place(note.entry)} has an unknown function: ${safeText(note.text)}`;
    case 'unknown_dependency':
      return `${place(note.entry)} has a dependency that was not understood: ${safeText(note.text)}`;
    case 'unknown_store':
      return `${place(note.entry)} has an unknown location: ${safeText(note.text)}`;
    case 'missing_function':
      return `${place(note.entry)} has no function`;
    case 'missing_index':
      return `${place(note.entry)} has no index`;
    case 'missing_version':
      return `${slot(note)} is listed without a version`;
    case 'dependencies_unknown':
      return `what ${slot(note)} needs is not known: its dependencies are missing in the report, or were not understood`;
    case 'failed_without_cause':
      return `the device says that something ${slot(note)} needs is missing; what it is the report does not say`;
    case 'passed_against_list':
      return `the device says that nothing ${slot(note)} needs is missing; by the modules in the report it is`;
    case 'missing_checks':
      return `not every check of ${slot(note)} is in the report, so it may have failed`;
    case 'more_dependencies':
      return `${place(note.entry)} lists ${String(note.count)} dependencies; a header has room for two`;
    case 'nothing_valid':
      return `every check of ${slot(note)} failed; what lies there is not known`;
    case 'mislabelled':
      return `${place(note.entry)} calls itself ${slot(note)}, but its slot is that of ${slot(note.slot)}`;
    case 'duplicate':
      return `${slot(note)} is listed twice`;
    case 'asset_without_hash':
      return `the asset ${safeText(note.name)} is listed without a hash`;
    case 'protection_overridden':
      return 'the device is a protected one in service mode';
    case 'platform_overridden':
      return `the report says ${platformName(note.reported)}; ${platformName(note.used)} was asked for`;
    case 'system_unknown':
      return 'which Device OS the device runs is not known';
    case 'no_slots':
      return `the slots of ${platformName(note.platform)} are not known`;
    case 'no_slot':
      return `this release has no slot for ${slot(note)}; it was left out`;
    case 'slot_unknown':
      return `not known: ${note.store === 'factory' ? 'the factory copy of the ' : ''}${slot(note)} at ${hexAddress(note.start)}`;
    case 'read_as_erased':
      return `${slot(note)} is reported as empty, and taken for erased`;
    case 'empty_unclear':
      return `${place(note.entry)} is empty, and could be one of several slots`;
    case 'no_application':
      return 'no application is listed, so none that is whole is there';
    case 'protection_unknown':
      return 'whether the device is protected is not known';
  }
}

/** Assets that are named in one note. */
const MOST_ASSETS = 5;

/** All notes of one report; what is said of several of its assets is said once. */
export function reportNotesWords(notes: readonly ReportNote[]): readonly string[] {
  const assets = notes.flatMap((note) => (note.kind === 'asset_without_hash' ? [safeText(note.name)] : []));
  if (assets.length < 2) return notes.map(reportNoteWords);
  const left = assets.length - MOST_ASSETS;
  const named = assets.slice(0, MOST_ASSETS).join(', ');
  return [
    ...notes.filter(({ kind }) => kind !== 'asset_without_hash').map(reportNoteWords),
    `the assets ${named}${left > 0 ? ` and ${counted(left, 'other')}` : ''} are listed without a hash`,
  ];
}

/** What was assumed of a device as a release ships it, or is not known of it. */
export function assumptionWords(assumption: Assumption, platform: number): string {
  switch (assumption.kind) {
    case 'application_for_release':
      return `assumed: an application built for ${assumption.release} (--app FILE or --no-app say otherwise)`;
    case 'slot_unknown':
      return `not known: the ${slotWords({ ...assumption, platform })} on the device`;
  }
}

/** Where a report comes from, for whoever has a device and no report of it. */
export const A_REPORT =
  'what particle serial inspect prints in listening mode, the data of its event spark/status/safe-mode in the console, or its describe message from the API';

/** Names that are shown of a file with very many devices. */
export const MOST_IDS = 5;

/**
 * "3 devices in this file; name one with --id", and which there are; or that of one it is not known which of its reports is the latest.
 *
 * @param way how a device is chosen, or all are taken
 */
export function severalWords({ count, ids }: SeveralReports, way: 'name one with --id' | 'use --fleet'): string {
  if (count === 1) {
    const whose = ids.map((id) => ` are of ${safeText(id)} and`).join('');
    return `reports in this file${whose} differ, and no time says which is the latest; give the newest one alone`;
  }
  const named = ids.length === 0 ? '' : ` (${someIds(ids)})`;
  const how = ids.length > 0 || way === 'use --fleet' ? way : 'none has an ID; keep one of them';
  return `${String(count)} devices in this file${named}; ${how}`;
}

/** A row of a list says what no report of the device does: the Device OS that it runs now; null: there is no report. */
export function listedWords(deviceOs: string | null): string {
  const said =
    deviceOs === null
      ? 'of that device this file has only a row of a list, which names no modules'
      : `a row of a list in this file is later than the report and names Device OS ${safeText(deviceOs)}`;
  return `${said}; a report of a device is ${A_REPORT}`;
}

/** "no device e00fce... in this file; there are e00fce..., e00fce..." */
export function notAmongWords(others: readonly string[], id: string): string {
  const are = others.length === 1 ? 'is' : 'are';
  const there = others.length === 0 ? 'none is named; leave --id out' : `there ${are} ${someIds(others)}`;
  return `no device ${safeText(id)} in this file; ${there}`;
}

const someIds = (ids: readonly string[]): string =>
  `${ids.slice(0, MOST_IDS).map(safeText).join(', ')}${ids.length > MOST_IDS ? ', ...' : ''}`;

/** Notes about the reports of many devices, each once. */
export interface GatheredNoteList {
  /** With the first device that a note is of, by name, and how many there are. */
  readonly notes: readonly { readonly note: string; readonly first: string; readonly count: number }[];
  /** Different ones that are only counted. */
  readonly left: number;
}

/** "e00fce...: the note", "e00fce... and 3 others: the note". */
export function gatheredWords({ notes, left }: GatheredNoteList): readonly string[] {
  return [
    ...notes.map(({ note, first, count }) => {
      const others = count === 1 ? '' : ` and ${counted(count - 1, 'other')}`;
      return `${safeText(first)}${others}: ${note}`;
    }),
    ...(left === 0 ? [] : [`${counted(left, 'more note')} about the reports`]),
  ];
}
