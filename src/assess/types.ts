/** What is asked of files, by which policy it is judged, and what the answer is. Plain data throughout. */
import type { Judgement } from '../base/judgement.js';
import type { Assumed } from '../catalog/assumed.js';
import type { AnnouncedRelease, NewerRelease } from '../catalog/releases.js';
import type { BootReason } from '../device/boot.js';
import type { ModuleFile } from '../device/module-file.js';
import type { Forecast } from '../cloud/types.js';
import type { DeviceState, Reason, Told, Transport } from '../device/types.js';
import type { MissingPages } from '../fleet/pages.js';
import type { FleetPage, FleetRecord, FleetUnknown, UnreadKind } from '../fleet/types.js';
import type { DeviceJudgement, FleetOutcome } from '../plan/fleet.js';
import type { FlashOrder } from '../plan/order.js';
import type { Inventory, PlatformInventory, ReleaseSet } from '../release/inventory.js';
import type { Lock, LockComparison } from '../release/lock.js';
import type { ReachMatrix } from '../release/reachability.js';
import type { ReleasedFirmware } from '../release/released.js';
import type { Finding, ImageSubject, Severity } from '../rules/types.js';
import type { FirmwareFile } from './file.js';

/** What is looked at. `PARTS` has what each command looks at. */
export interface Parts {
  /** Files of other platforms than the question's: judged as all others (and not as expected), or set aside unjudged. */
  readonly otherPlatforms: 'judged' | 'set_aside';
  /** Which modules are judged as a set: those of a platform, or also those of each release, which then has its inventory judged too. */
  readonly sets: 'platform' | 'release';
  /** Whether platforms that are mixed in one input are a finding. */
  readonly input: boolean;
  /** Whether each file is held against platform, product and size that the question expects. */
  readonly expectations: boolean;
}

/** What is asked of files. Everything may be left out. */
export interface Question {
  /** What is looked at; `PARTS.check` where it is not said. */
  readonly parts?: Parts | undefined;
  /** The platform that the files must be for, as its id; null = any. */
  readonly platform?: number | null | undefined;
  /** The oldest Device OS release in the field, such as `0.4.8`. */
  readonly minOs?: string | undefined;
  /** A range of Device OS releases in the field, such as `>=1.5 <2`. */
  readonly targetOs?: string | undefined;
  /** The product id that applications must have, 0 to 65535; null = any. */
  readonly product?: number | null | undefined;
  /** The product version that applications must have, 0 to 65535; null = any. */
  readonly productVersion?: number | null | undefined;
  /** What the product has released so far: applications must be of that product and newer; null = that is not asked. */
  readonly released?: ReleasedFirmware | null | undefined;
  /** The most bytes that one file may cost over the air; null = any number. */
  readonly maxOta?: number | null | undefined;
  /** How the files reach the devices; `ota` where it is not said. */
  readonly via?: Transport | undefined;
  /** Whether the devices are protected ones, where their reports do not say; null = nobody says it: open ones are assumed where it matters. */
  readonly protected?: boolean | null | undefined;
  /** Modules of which the cloud is taken to have the same, for their sizes; they are not judged. None where it is not said. */
  readonly library?: readonly FirmwareFile[] | undefined;
  /** Whether what the cloud is expected to mend counts as a warning; false where it is not said. */
  readonly expectCloud?: boolean | undefined;
  /** The devices that the files are for; an empty list where all of them are added later; undefined = no device is asked about. */
  readonly devices?: readonly DeviceItem[] | undefined;
  /** Whether each device will be asked for at the end, and with the name that its owner gave it; `none` where it is not said. */
  readonly verdicts?: 'none' | 'named' | 'unnamed' | undefined;
  /** The images of flash that the modules of some files were found in; what they say counts whatever the platform. */
  readonly images?: readonly ImageSubject[] | undefined;
  /** Told before the ways of a platform are looked for, which takes longest: its id. */
  readonly onWays?: ((platform: number) => void) | undefined;
  /** What the files were when somebody looked at them last; null = nobody did. */
  readonly lock?: Lock | null | undefined;
  /** Whether the ways from every older release are wanted: seconds of work for a large set. False where it is not said. */
  readonly matrix?: boolean | undefined;
  /** The release that those ways lead to; undefined = the newest of the files. */
  readonly to?: string | undefined;
}

/** A device whose state is known. */
export interface DeviceItem {
  /** What it is called. */
  readonly name: string;
  /** Its modules and flags, such as `stateOfReport` gives them. */
  readonly state: DeviceState;
  /** The file of a report that is about it alone, which is then missed where no file is for its platform; null for one of a fleet. */
  readonly file: string | null;
  /** Its ID, 24 hex digits: what is added of one device with an ID counts as one. Absent or null = a device of its own. */
  readonly id?: string | null;
  /** When it was in that state: milliseconds since 1970. Absent or null = nobody says. */
  readonly at?: number | null;
}

/** A record of a fleet: a report, a row of a list, an event. */
export interface FleetItem {
  /** What it says, and of which device. */
  readonly record: FleetRecord;
  /** The file that it stands in. */
  readonly file: string;
}

/** A page of a list, after its records. */
export interface FleetPageItem {
  /** What it says of the whole list. */
  readonly page: FleetPage;
  /** The file that it stands in. Absent = nobody asks. */
  readonly file?: string;
}

/** What can be added to a question about devices. */
export type DeviceEntry = DeviceItem | FleetItem | FleetPageItem | UnreadReport;

/** A device report that could not be read. */
export interface UnreadReport {
  /** The file or line of the report; may be empty. */
  readonly file: string;
  /** A stable word for what is wrong. */
  readonly code: string;
  /** The same as a sentence. */
  readonly message: string;
  /** The same as data. Absent = the code and the sentence are all that there is. */
  readonly about?: UnreadAbout;
}

/**
 * What was there instead of a device: a kind that the reader of a fleet knows, or
 *
 * - `text`, `says_too_little`: see `detail`
 * - `empty`: no text at all
 * - `binary`: firmware, or another file that is no text
 * - `unreadable`: the file could not be read
 * - `other`: what its caller says
 */
export type UnreadWhat = UnreadKind | 'text' | 'says_too_little' | 'empty' | 'binary' | 'unreadable' | 'other';

/** What was not read of a fleet, and where it stands. */
export interface UnreadAbout {
  /** What was there instead of a device. */
  readonly what: UnreadWhat;
  /** The same closer, in words of its reader; null where `what` says all. */
  readonly detail: string | null;
  /** The file that it stands in. */
  readonly file: string;
  /** The line on which it begins, from 1; null where it is the file as a whole. */
  readonly line: number | null;
  /** Devices that it names, the first of them. Absent = none. */
  readonly names?: readonly string[];
}

/** What a rule's findings count as; with `off` there are none. */
export type Level = Severity | 'off';

/** A finding that somebody answers for until a day. */
export interface Waiver {
  /** The id of the rule. */
  readonly rule: string;
  /** A glob over the files: `*` and `?` within a folder, `**` over folders. */
  readonly files: string;
  /** Why the finding does not count. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

/** A waiver as a finding carries it. */
export type AppliedWaiver = Omit<Waiver, 'rule' | 'files'>;

/** By which policy findings are judged. Everything may be left out. */
export interface Policy {
  /** What the findings of a rule count as, by the rule's id; its own severity where nothing is said. */
  readonly levels?: Readonly<Record<string, Level>> | undefined;
  /** Findings that do not count until a day. */
  readonly waivers?: readonly Waiver[] | undefined;
  /** The lowest severity that fails; `error` where it is not said. */
  readonly failLevel?: Severity | undefined;
  /** The day for which waivers are looked at, `YYYY-MM-DD`; without one all of them have run out. */
  readonly today?: string | undefined;
  /** Another name of a file that waivers may go by, or null. */
  readonly alsoCalled?: ((file: string) => string | null) | undefined;
}

/** A finding as the policy leaves it. */
export interface AssessedFinding extends Finding {
  /** The waiver that covers it: it stays visible and does not fail; null for none. */
  readonly waived: AppliedWaiver | null;
  /** Which entry of the assessment's `order` it is about, counted from 0; null where it is about none. */
  readonly set: number | null;
}

/** The modules of one platform, and how they are flashed. */
export interface PlatformOrder {
  /** Platform id; 0 for assets that belong to no application here. */
  readonly platform: number;
  /** The modules of that platform, and assets of its applications. */
  readonly items: readonly ModuleFile[];
  /** Their flash order, and what keeps them from having one. */
  readonly order: FlashOrder;
  /** The ways to the newest release of the items, or to the one asked for; null where that was not asked, or there is no such release. */
  readonly reach: ReachMatrix | null;
}

/** The modules of one release of a platform, and how they are flashed. */
export interface ReleaseOrder {
  /** What the release is made of here, and what it lacks. */
  readonly set: ReleaseSet;
  /** Of files that stand for one slot the first. */
  readonly order: FlashOrder;
}

/** The releases of one platform. */
export interface PlatformReleases {
  /** What the files of the platform are. */
  readonly inventory: PlatformInventory;
  /** By ascending module version. */
  readonly sets: readonly ReleaseOrder[];
  /** The ways to the newest release, or to the one asked for; null where that was not asked, or there is no such release. */
  readonly reach: ReachMatrix | null;
}

/** What a judgement rests on: the device's own list of its modules, or its platform and Device OS release alone; null where it rests on nothing. */
export type FleetBasis = 'report' | 'release' | null;

/** What one device comes to. */
export interface DeviceResult {
  /** What it is called. */
  readonly device: string;
  /** Platform id; null where nothing says it. */
  readonly platform: number | null;
  /** What that rests on. */
  readonly basis: FleetBasis;
  /** Runs its application, sits in safe mode, refuses a file, or nobody can say. */
  readonly outcome: FleetOutcome;
  /** Why a file is refused or not applied; null where none is. */
  readonly reason: Reason | null;
  /** Why the application does not run at the end. */
  readonly bootReasons: readonly BootReason[];
  /** Who hears of a refusal; null where nothing is refused. */
  readonly told: Told | null;
  /** What is missing, where that keeps anybody from saying; null where nothing is. */
  readonly lacking: FleetUnknown | null;
}

/** A device and all that a list of verdicts says of it. */
export interface DeviceVerdict {
  /** Its ID, or where its record stands. */
  readonly device: string;
  /** What its owner calls it; null where no record says, or names were not asked for. */
  readonly name: string | null;
  /** What it has in common with others: one object for equal ones. */
  readonly word: JudgedWord;
  /** Product id; null where no record says. */
  readonly product: number | null;
  /** Version of the product's firmware; null where no record says. */
  readonly productVersion: number | null;
}

/** A word about devices, judged. */
export interface JudgedWord {
  /** Platform id; null where nothing says it. */
  readonly platform: number | null;
  /** The Device OS release that runs, or the module version of one that no release has; null where it is not known. */
  readonly deviceOs: string | null;
  /** What the judgement rests on. */
  readonly basis: FleetBasis;
  /** What the word itself says of it; a list says nothing. */
  readonly protection: DeviceState['protection'];
  /** Product id; null where the record does not say. */
  readonly product: number | null;
  /** Version of the product's firmware; null where the record does not say. */
  readonly productVersion: number | null;
  /** Null for a device for whose platform there is no file. */
  readonly judgement: DeviceJudgement | null;
  /** What the cloud is expected to do with it; absent where nobody asked, or too little is known. */
  readonly forecast?: Forecast;
}

/** Where all records went: `total` is the sum of `superseded`, `otherEvents`, `unread` and the devices. */
export interface FleetRecords {
  /** All that was read. */
  readonly total: number;
  /** Words about a device of which another one counts. */
  readonly superseded: number;
  /** Events that say nothing of the modules, beside devices of which nothing else is known. */
  readonly otherEvents: number;
  /** What could not be read, or is about no device. */
  readonly unread: number;
}

/** What becomes of the devices, counted. `devices` is the sum of the four outcomes and `otherPlatforms`. */
export interface DeviceSummary {
  /** Every device, once. */
  readonly devices: number;
  /** How many of them run their application at the end. */
  readonly run: number;
  /** How many end in safe mode. */
  readonly safeMode: number;
  /** How many refuse a file. */
  readonly refuse: number;
  /** How many of them nobody can say anything certain about. */
  readonly unclear: number;
  /** Bytes over the air for all devices together, by the vendor's estimate. */
  readonly wireBytes: number;
  /** One entry a device; empty for a platform with more than a thousand. */
  readonly list: readonly DeviceResult[];
  /** Devices of platforms for which no file is; not judged. */
  readonly otherPlatforms: number;
  /** What the devices are judged by. */
  readonly basis: {
    /** How many by their own list of modules. */
    readonly report: number;
    /** How many by their platform and Device OS release alone. */
    readonly release: number;
  };
  /** Devices without an ID: each record is one. */
  readonly unnamed: number;
  /** Where all records went. */
  readonly records: FleetRecords;
  /** Lists of which pages are missing: what the devices on them do is not known. */
  readonly missingPages: readonly MissingPages[];
}

/** A part of the question that has no answer. */
export type Problem =
  /** A platform has no release such as the question names; `alone` where no other platform was asked about. */
  | {
      readonly kind: 'no_releases';
      /** Platform id. */
      readonly platform: number;
      /** The first file for it. */
      readonly file: string;
      readonly why: ReleaseProblem;
      readonly alone: boolean;
    }
  /** The question names releases in the field, or one as its goal, that are newer than the table of releases: none was judged. */
  | {
      readonly kind: 'newer_than_table';
      /** Which part of the question names them. */
      readonly option: 'minOs' | 'targetOs' | 'to';
      /** What it says. */
      readonly asked: string;
      readonly newer: NewerRelease;
    }
  /** No platform of the files has the release that the ways shall lead to. */
  | { readonly kind: 'no_goal'; readonly to: string; readonly platforms: readonly number[] }
  | ({ readonly kind: 'unread' } & UnreadReport)
  /** So many more reports could not be read. */
  | { readonly kind: 'more_unread'; readonly count: number }
  /** A report of a device for whose platform no file is. */
  | { readonly kind: 'other_platform'; readonly file: string; readonly platform: number }
  /** Devices were asked about, and none was judged; so many are of other platforms. */
  | { readonly kind: 'nothing_judged'; readonly otherPlatforms: number };

/** Why a platform has no releases to judge by. */
export type ReleaseProblem =
  /** The text is no range of releases. */
  | { readonly kind: 'no_range'; readonly range: string }
  /** The platform has no such release; the ones around it. */
  | { readonly kind: 'no_release'; readonly release: string; readonly nearest: readonly string[] }
  /** No release of the platform lies in the range; `minimum` is the release that `minOs` stands for. */
  | { readonly kind: 'empty_range'; readonly minimum: string | null; readonly range: string | null };

/** The answer. */
export interface Assessment {
  /** The files that were looked at, by name. */
  readonly files: readonly FirmwareFile[];
  /** Modules of other platforms that were set aside, by name. */
  readonly setAside: readonly (FirmwareFile & ModuleFile)[];
  /** What the files are, as releases. */
  readonly inventory: Inventory;
  /** One entry a platform, by its id. */
  readonly order: readonly PlatformOrder[];
  /** One entry a platform, by its id; empty where the question's sets are platforms. */
  readonly releases: readonly PlatformReleases[];
  /** What has changed since the lock was made; null without a lock. */
  readonly lock: LockComparison | null;
  /** Everything that was found, the worst first, as `sortFindings` does. */
  readonly findings: readonly AssessedFinding[];
  /** What becomes of the devices; null where none was asked about. */
  readonly devices: DeviceSummary | null;
  /** What the answer rests on that nobody read: about the files, releases in the field and devices. It leaves the answer definite. */
  readonly assumed: readonly Assumed[];
  /** Releases of the range in the field that are known by name alone: they take part in no judgement. */
  readonly unjudged: readonly AnnouncedRelease[];
  /** Parts of the question that have no answer. */
  readonly problems: readonly Problem[];
  /** Whether a finding at or above the level that fails is there and not waived. */
  readonly failed: boolean;
  /** Whether devices, or releases in the field, were asked about: without, an answer is about the files alone. */
  readonly againstDevices: boolean;
  /** The sum of it all. */
  readonly judgement: Judgement;
}
