/** The shapes of device reports: what a device, a cloud event or a tool says about the modules in flash. */
import type { ModuleId, Requirement } from '../module/types.js';
import type { AssetName } from '../device/types.js';

/** The checks that a report can name as failed. */
export type FailedCheck = 'integrity' | 'dependencies' | 'range' | 'platform';

/** What a report says of one check. `not_checked`: the device says that it did not look; `unknown`: the report does not say. */
export type CheckResult = 'pass' | 'fail' | 'not_checked' | 'unknown';

/** Every check of a module: the bits of `vc` and `vv`, the PASS and FAIL of a text, the errors that particle-usb names. */
export type ReportedChecks = Readonly<Record<FailedCheck, CheckResult>>;

/** An asset that a module requires; `particle serial inspect` gives no hash. */
export interface RequiredAsset {
  readonly name: string;
  readonly hash: string | null;
  /** The device says that it is not there. Absent = it does not say so. */
  readonly isMissing?: true;
}

/** One module as a report lists it. Facts of the report; nothing is guessed. */
export interface ReportedModule {
  /** Module function number; 0 where the report names none (or one that nobody knows: see the notes). */
  readonly function: number;
  readonly index: number;
  readonly version: number;
  readonly store: 'main' | 'factory' | 'other';
  /** `unknown`: a line that names one was not understood, or the list is not there at all. */
  readonly dependencies: readonly Requirement[] | 'unknown';
  /** What the device itself says of the module. */
  readonly checks: ReportedChecks;
  /** Checked and found wrong: what `checks` calls `fail`. */
  readonly failed: readonly FailedCheck[];
  /** False where the report lists an empty slot or nothing valid. */
  readonly present: boolean;
  /** Bytes of the slot that the module lies in. */
  readonly maxSize: number | null;
  /** Lower-case hex. */
  readonly hash: string | null;
  readonly assets: readonly RequiredAsset[];
}

/** Something worth knowing about a report. */
export interface NoteOf<Kind extends string> {
  readonly kind: Kind;
}

/** About one entry of the report: its position in `modules`, from 0. */
export interface EntryNote<Kind extends string> extends NoteOf<Kind> {
  readonly entry: number;
}

/** What is unclear in a report, or what was taken for granted when a state was made of it. */
export type ReportNote =
  | NoteOf<'missing_platform'>
  /** The wrapper and the report, or two reports, name different platforms. */
  | (NoteOf<'platforms_differ'> & { readonly platforms: readonly number[] })
  /** The text holds several reports of one device; the latest was read. */
  | (NoteOf<'several_reports'> & { readonly count: number })
  /** The text ends in the middle; modules that are not whole were left out. */
  | NoteOf<'cut_off'>
  /** Not valid JSON, but close enough to be read (console trees, JavaScript, typographic quotes). */
  | NoteOf<'not_json'>
  /** JSON in which something stands where it cannot, twice, or is lost: modules may be mixed up, so none of them is known. */
  | NoteOf<'damaged'>
  /** A line of the text that was not understood, and what is not known because of it. */
  | (NoteOf<'unreadable_line'> & {
      readonly line: number;
      readonly text: string;
      readonly makesUnknown: 'nothing' | 'dependencies' | 'application';
    })
  | (NoteOf<'more_unreadable_lines'> & { readonly count: number })
  /** There is more to note than a report can carry: no module is taken for known. */
  | (NoteOf<'too_many_notes'> & { readonly limit: number })
  | (NoteOf<'unreadable_entry'> & { readonly position: number })
  | (NoteOf<'too_many_modules'> & { readonly count: number; readonly limit: number })
  | (EntryNote<'unknown_function'> & { readonly text: string })
  | (EntryNote<'unknown_dependency'> & { readonly text: string })
  | (EntryNote<'unknown_store'> & { readonly text: string })
  | EntryNote<'missing_function'>
  | (EntryNote<'missing_index'> & { readonly function: number })
  | (EntryNote<'missing_version'> & ModuleId)
  /** What a module needs is not known: its line is missing or was not understood. */
  | (EntryNote<'dependencies_unknown'> & ModuleId)
  /** The device says that what the module needs is not there; by the report all of it is. */
  | (EntryNote<'failed_without_cause'> & ModuleId)
  /** The device says that all the module needs is there; by the report it is not. */
  | (EntryNote<'passed_against_list'> & ModuleId)
  /** No word on a check, so it may have failed. */
  | (EntryNote<'missing_checks'> & ModuleId)
  /** More than the two dependencies that a header has room for. */
  | (EntryNote<'more_dependencies'> & { readonly count: number })
  /** A function is named, but every check failed and there is no version: what lies there is not known. */
  | (EntryNote<'nothing_valid'> & ModuleId)
  /** The slot (told by its size) is that of another module: an image with that header lies where it cannot run. */
  | (EntryNote<'mislabelled'> & ModuleId & { readonly slot: ModuleId })
  /** The module is listed before already. */
  | (EntryNote<'duplicate'> & ModuleId)
  | (NoteOf<'asset_without_hash'> & { readonly name: string })
  /** Service mode: the device is a protected one, opened for a while. */
  | NoteOf<'protection_overridden'>
  /** Another platform than the report's was asked for. */
  | (NoteOf<'platform_overridden'> & { readonly reported: number; readonly used: number })
  /** No version of the system part that validates: the slots of the newest release were taken. */
  | NoteOf<'system_unknown'>
  | (NoteOf<'no_slots'> & { readonly platform: number })
  /** The release has no such slot; the module is left out of the state. */
  | (NoteOf<'no_slot'> & ModuleId & { readonly store: ReportedModule['store'] })
  /** Nothing is known about a slot. */
  | (NoteOf<'slot_unknown'> & ModuleId & { readonly store: 'main' | 'factory'; readonly start: number })
  /** Reported as empty, taken for erased; old releases report a module that lies out of range in the same way. */
  | (NoteOf<'read_as_erased'> & ModuleId)
  /** An empty slot that could be one of several. */
  | (EntryNote<'empty_unclear'> & { readonly maxSize: number | null })
  /** No application is listed, so none that is whole is there. */
  | NoteOf<'no_application'>
  | NoteOf<'protection_unknown'>;

/** What a device says of itself, in whichever form it was reported. */
export interface DeviceReport {
  readonly kind: 'describe' | 'safe_mode_event' | 'serial_inspect' | 'particle_usb';
  readonly platform: number | null;
  readonly modules: readonly ReportedModule[];
  /** What the asset storage holds; null where the report does not say. */
  readonly assets: readonly AssetName[] | null;
  readonly protected: boolean | null;
  /** 24 lower-case hex digits. */
  readonly deviceId: string | null;
  readonly notes: readonly ReportNote[];
}

/** Not a device report at all. */
export interface NoReport {
  readonly kind: 'no_report';
  /** What it looks like. */
  readonly what: string;
  /** It is one, but not of the device that was asked for: those that it names. Absent for what is none. */
  readonly others?: readonly string[];
}

/** Reports of several devices, or such that cannot be told to be of one; or of one that differ, and nothing says which is the latest. */
export interface SeveralReports {
  readonly kind: 'several';
  /** Devices; a report that names none counts as one. 1: differing reports of one device. */
  readonly count: number;
  /** The devices that are named: 24 lower-case hex digits each. */
  readonly ids: readonly string[];
}

/** Why there is no single report. */
export type ReportFault = NoReport | SeveralReports;

/** Modules that are read of one report. */
export const MODULE_LIMIT = 64;
/** Notes that one report can have. */
export const NOTE_LIMIT = 256;
/** Characters of a quoted text in a note. */
export const QUOTE_LIMIT = 80;
/** Lines that were not understood and are quoted; more are counted. */
export const UNREAD_LIMIT = 40;
