/** What the files of a fleet hold, record by record. */
import type { ReportNote } from '../describe/types.js';
import type { DeviceState } from '../device/types.js';

/** Why a part of a file is about no device, or says too little about one. */
export type UnreadKind =
  /** A line or an object that is longer than any report. */
  | 'too_long'
  /** A list of which the end is missing, and with it nobody knows what. */
  | 'cut_off'
  /** An answer that says itself that it failed, and lists devices. */
  | 'failed_answer'
  /** JSON about no device. */
  | 'no_device'
  /** A safe-mode event whose list of modules cannot be read. */
  | 'unreadable_event'
  /** The firmware versions of a product. */
  | 'product_firmware'
  /** What a Device OS release consists of. */
  | 'device_os_release'
  | 'particle_list'
  | 'usb_list'
  | 'dfu_list'
  /** A row of a table with more cells than the table has columns: which is which cannot be told. */
  | 'shifted_row';

/** A part of a file that is about no device, or could not be read. */
export interface UnreadWord {
  readonly kind: 'unread';
  /** `text`: what it looks like, in words of `describe`. `platform`: a report that does not say of which platform its device is. */
  readonly why: UnreadKind | { readonly kind: 'text' | 'says_too_little'; readonly what: string };
  /** Devices that it names nevertheless, the first of them. Absent = none. */
  readonly names?: readonly string[];
}

/** What of a device a record can say beside its modules. */
export interface SaidProduct {
  /** Product id; null where the record does not say. */
  readonly product: number | null;
  /** Version of the product's firmware; null where the record does not say. */
  readonly productVersion: number | null;
}

/** A device's own list of its modules. */
export interface ReportWord extends SaidProduct {
  readonly kind: 'report';
  /** Its modules and flags. */
  readonly state: DeviceState;
  /** What of the report was not understood, or is odd. */
  readonly notes: readonly ReportNote[];
  /** It is what a device in safe mode publishes. Absent = nothing says so. */
  readonly isSafeMode?: true;
  /** Other records may have this very object as their word. Absent = this one alone. */
  readonly isShared?: true;
}

/** Why a row does not say what its device is: it says two things of it, or names a platform that nobody knows. */
export type RowFlaw = 'two_platforms' | 'two_releases' | 'unknown_platform';

/** A row of a list: platform and Device OS release, and nothing of the other modules. */
export interface RowWord extends SaidProduct {
  readonly kind: 'row';
  /** Platform id; null where neither the row nor the caller says it, or it is not one. */
  readonly platform: number | null;
  /** As the row says it; null where it does not, or says two. */
  readonly deviceOs: string | null;
  /** Absent = it is clear. */
  readonly flaw?: RowFlaw;
}

/** An event that lists no modules: it shows that there is such a device, and may name the firmware version that publishes it; 0 = no application does. */
export interface EventWord extends SaidProduct {
  readonly kind: 'event';
  /** Vitals, which people take for a report. */
  readonly isVitals: boolean;
}

/** What a record says. Equal records may share one object, so that what follows from it is found once. */
export type FleetWord = ReportWord | RowWord | EventWord | UnreadWord;

/** One record of a file: a row, a report, an event, or what is none. */
export interface FleetRecord {
  readonly word: FleetWord;
  /** 24 lower-case hex digits; null where the record names no device. */
  readonly id: string | null;
  /** When it was said: milliseconds since 1970; null where the record has no instant. */
  readonly at: number | null;
  /** What its owner calls the device. */
  readonly name: string | null;
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
}

/** What a page of a list says of the whole list. */
export interface FleetPage {
  /** Pages of the whole list; null where the page does not say. */
  readonly total: number | null;
  /** Which page it is, from 1; null where it does not say. */
  readonly number: number | null;
  /** It says that there are more, or how many in a way that nobody can read. Absent = it does not. */
  readonly isOpen?: true;
  /** Rows on it. */
  readonly rows: number;
  /** The product whose devices are listed; null where no row says. */
  readonly product: number | null;
  /** Equal for equal pages, whatever their order of rows. */
  readonly fingerprint: string;
}

/** Who takes what is read. */
export interface FleetTaker {
  readonly record: (record: FleetRecord) => void;
  readonly page: (page: FleetPage) => void;
}

/**
 * Why nothing certain can be said of a device.
 *
 * - `no_version`: its row or answer names no Device OS version
 * - `no_platform`: nothing says of which platform it is
 * - `unknown_release`: it names a Device OS release that is not in the table
 * - `two_platforms`, `two_releases`: one row says two that differ
 * - `unknown_platform`: it names a platform that nobody knows
 * - `release_alone`: what decides are modules that a list does not tell
 * - `contradictory`: of two words about it neither is known to be the later one
 * - `events_alone`: only events that say nothing of it
 * - `vitals_alone`: only its vitals
 */
export type FleetUnknown =
  | 'no_version'
  | 'no_platform'
  | 'unknown_release'
  | RowFlaw
  | 'release_alone'
  | 'contradictory'
  | 'events_alone'
  | 'vitals_alone';
