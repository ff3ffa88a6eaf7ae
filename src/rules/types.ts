/** What rules give: findings as data. The words of a finding are a template and its values; `report/` puts them together. */
import type { Judgement } from '../base/judgement.js';
import type { Forecast } from '../cloud/types.js';
import type { FlashImage, ImageKind } from '../container/types.js';
import type { BootReason } from '../device/boot.js';
import type { Reason, Told } from '../device/types.js';
import type { ModuleId, PayloadFault, ReadResult, RejectionKind, Requirement } from '../module/types.js';
import type { FlashOrder } from '../plan/order.js';
import type { FleetUnknown } from '../fleet/types.js';
import type { FleetOutcome, DeviceJudgement } from '../plan/fleet.js';
import type { ModuleFile } from '../device/module-file.js';
import type { Inventory } from '../release/inventory.js';
import type { LockComparison } from '../release/lock.js';
import type { ReleasedFirmware } from '../release/released.js';

/** How bad a finding is: an error keeps firmware from being taken or from running, a warning may, a note informs. */
export type Severity = 'error' | 'warning' | 'note';

/** A value in a message. Each kind has one spelling in `report/`; text from outside is made harmless there. */
export type Value =
  /** Text from outside. */
  | { readonly kind: 'text'; readonly text: string }
  /** The name of an input file; formats may leave out what all names share. */
  | { readonly kind: 'file'; readonly file: string }
  /** As it is. */
  | { readonly kind: 'number'; readonly value: number }
  /** A number of bytes. */
  | { readonly kind: 'bytes'; readonly bytes: number }
  /** An address in the flash of the device. */
  | { readonly kind: 'address'; readonly address: number }
  /** A CRC-32, unsigned. */
  | { readonly kind: 'crc'; readonly crc: number }
  /** A platform id. */
  | { readonly kind: 'platform'; readonly platform: number }
  /** "system part 1 >= 13 (0.5.0)" */
  | ({ readonly kind: 'requirement'; readonly platform: number } & Requirement)
  /** "system part 1 at 13 (0.5.0)" */
  | ({ readonly kind: 'module'; readonly version: number; readonly platform: number } & ModuleId)
  /** "13 (0.5.0)" */
  | { readonly kind: 'version'; readonly function: number; readonly version: number; readonly platform: number }
  /** "system part 1" */
  | ({ readonly kind: 'slot'; readonly platform: number } & ModuleId)
  /** What bytes are that are no module. */
  | { readonly kind: 'rejection'; readonly what: RejectionKind }
  /** The same with what it begins with, and that it is no firmware where that is known. */
  | { readonly kind: 'not_firmware'; readonly what: RejectionKind; readonly excerpt: string | null }
  /** A command that ends with the file that it is about, and with others that stand for themselves. */
  | { readonly kind: 'command'; readonly words: string; readonly file: string }
  /** The first digits of a SHA-256; null where there is none. */
  | { readonly kind: 'hash'; readonly hash: string | null }
  /** "an Intel HEX file", "an image of the whole flash of a Photon" */
  | ({ readonly kind: 'image' } & Pick<FlashImage, 'platform' | 'isWholeFlash' | 'start' | 'end'> & {
        readonly format: ImageKind;
      })
  /** "0x08020000: system part 1 at 13 (0.5.0)" */
  | { readonly kind: 'placed'; readonly module: Value; readonly address: number }
  /** What an image of flash holds besides modules. */
  | { readonly kind: 'region'; readonly region: 'dct' }
  /** USB ids as "2b04:d00d" */
  | { readonly kind: 'usb'; readonly vendor: number; readonly product: number }
  /** Where in a file another module lies; null for the content of a compressed one. */
  | { readonly kind: 'inside'; readonly offset: number | null }
  /** What is wrong with a module within the file. */
  | { readonly kind: 'inner_fault'; readonly fault: InnerFault }
  /** Why compressed content cannot be unpacked. */
  | { readonly kind: 'payload_fault'; readonly fault: PayloadFault }
  /** Why a device refuses a file. */
  | { readonly kind: 'reason'; readonly reason: Reason; readonly platform: number }
  /** Why it does not run its application. */
  | { readonly kind: 'boot_reasons'; readonly reasons: readonly BootReason[]; readonly platform: number }
  /** What is missing of devices, so that nobody can say what becomes of them. */
  | { readonly kind: 'device_unknown'; readonly what: FleetUnknown }
  /** What is lacked, as a reason: "it needs system part 1 >= 13 (0.5.0)" */
  | ({ readonly kind: 'lacked'; readonly platform: number } & Requirement)
  /** Who hears of the refusals of so many devices; no words where somebody hears of each. */
  | { readonly kind: 'told'; readonly told: ToldCounts; readonly count: number }
  /** "1 device", "40 devices" */
  | { readonly kind: 'devices'; readonly count: number }
  /** Devices with a release below one, or with those that are named where they are not all below one. */
  | { readonly kind: 'devices_below'; readonly release: string | null }
  /** What the cloud is expected to do then; no words where nobody asked, or where it only sends the same again. */
  | { readonly kind: 'expected'; readonly forecast: ToldForecast | null; readonly platform: number }
  /** Values, and how many more there are that are not told. */
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly more: number };

/** A forecast without the device itself. */
export type ToldForecast = Omit<Forecast, 'state' | 'events'>;

/** How many refusals each hears of. */
export type ToldCounts = Readonly<Partial<Record<Told, number>>>;

/** What keeps a module within a file from being taken. */
export type InnerFault = 'nothing' | 'no_module' | 'platform' | 'crc' | 'sha256' | 'trailing_bytes';

/** Bytes of the file that a finding is about. */
export interface ByteRange {
  /** From the beginning of the file, in bytes. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
}

/** What a rule found. */
export interface Finding {
  /** Stable id, `FWnnn`. */
  readonly rule: string;
  /** The rule's own, or what a policy made of it. */
  readonly severity: Severity;
  /** The file that it is about; null for a finding about a set, a device or a plan. */
  readonly file: string | null;
  /** The bytes that it is about; null where it is about none in particular. */
  readonly range: ByteRange | null;
  /** Values of the rule's message template, by name. */
  readonly values: Readonly<Record<string, Value>>;
  /** So many more of the same rule about the same subject were counted and are not told. */
  readonly leftOut?: number;
  /** What it makes of the judgement, whatever its severity; absent where the severity says that. */
  readonly judgement?: Exclude<Judgement, 'ok'>;
}

/** What a rule's check gives: the engine adds id, severity and, for scope `file`, the file. */
export interface Hit {
  /** Values of the message template, by name. */
  readonly values?: Readonly<Record<string, Value>>;
  /** The bytes that it is about. */
  readonly range?: ByteRange;
  /** The file that it is about, where the rule looks at more than one. */
  readonly file?: string;
  /** So many more of the same kind were counted and are not told. */
  readonly leftOut?: number;
  /** See {@link Finding}. */
  readonly judgement?: Exclude<Judgement, 'ok'>;
  /** Where that is another than the rule's. */
  readonly severity?: Severity;
}

/** One input file as the rules see it. */
export interface FileSubject {
  /** Its name. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes of the file itself, where a module was made of it (a raw asset of a bundle); else absent. */
  readonly rawSize?: number;
  /** What was read of it. */
  readonly result: ReadResult;
}

/** One platform's modules of a run. */
export interface SetSubject {
  /** Platform id. */
  readonly platform: number;
  /** Modules of that platform, and assets. */
  readonly items: readonly ModuleFile[];
  /** How `orderModules` orders the items. */
  readonly order: FlashOrder;
  /** Module version of the oldest Device OS on which they shall land; null or absent where nobody said. */
  readonly lowestOs?: number | null;
}

/** Everything that one run was given, before it is split by platform. */
export interface InputSubject {
  /** All modules. */
  readonly items: readonly (ModuleFile & {
    /** True for files that were named one by one: only there two platforms are a mistake. */
    readonly named: boolean;
  })[];
  /** The platform that the user said, or null. */
  readonly expectedPlatform: number | null;
}

/** An application and its assets in one zip. */
export interface BundleSubject {
  /** The name of the archive; null for files that lie in none. */
  readonly bundle: string | null;
  /** Its files that are no assets. */
  readonly applications: readonly FileSubject[];
  /** Its assets: the files in `assets/`, and asset modules. */
  readonly assets: readonly {
    /** Its whole name. */
    readonly file: string;
    /** What the application calls it. */
    readonly name: string;
    /** SHA-256 of its content, 64 hex digits. */
    readonly sha256: string;
  }[];
}

/** A file that is an image of flash: the modules in it are files of their own. */
export interface ImageSubject {
  /** Its name. */
  readonly file: string;
  /** What lies where in it. */
  readonly image: FlashImage;
}

/** What the caller expects of every file. */
export interface ExpectSubject extends FileSubject {
  /** Null where anything is right. */
  readonly expect: {
    /** Platform id. */
    readonly platform: number | null;
    /** Product id, 0 to 65535. */
    readonly product: number | null;
    /** Product version, 0 to 65535. */
    readonly productVersion: number | null;
    /** Largest number of bytes over the air for one file. */
    readonly maxOta: number | null;
    /** What the product has released so far: the application must be newer; null or absent where that is not asked. */
    readonly released?: ReleasedFirmware | null;
  };
  /** The archive that the file lies in, whose size is another one; null or absent for none. */
  readonly archive?: string | null;
}

/** What the files do to devices: releases that a range stands for, or reported devices. Devices of one fate are one group. */
export interface TargetSubject {
  /** Platform id. */
  readonly platform: number;
  readonly kind: 'release' | 'device';
  /** In the order in which they were first met. */
  readonly groups: readonly {
    /** What becomes of them. */
    readonly outcome: FleetOutcome;
    /** The judgement of the first of them. */
    readonly judgement: DeviceJudgement;
    /** Names of releases or devices, sorted; a few of very many. */
    readonly targets: readonly string[];
    /** How many there are. */
    readonly count: number;
    /** How many of them tell whom of a refusal. */
    readonly told: ToldCounts;
    /** What the cloud is expected to do with them; absent where nobody asked. */
    readonly forecast?: Forecast;
    /** Releases: the first one that has another fate, where all before it have this one; else null or absent. */
    readonly below?: string | null;
  }[];
  /** Whether what the cloud is expected to mend counts as a warning. */
  readonly expectCloud?: boolean;
  /** The files that were judged; one name where there is one only. */
  readonly files: readonly string[];
}

/** What became of the waivers of the configuration. */
export interface WaiverSubject {
  /** Those that are worth a word. */
  readonly waivers: readonly {
    /** The id of the rule. */
    readonly rule: string;
    /** The glob over the files. */
    readonly files: string;
    /** Who answers for it. */
    readonly owner: string;
    /** Last day on which it holds, `YYYY-MM-DD`. */
    readonly expires: string;
    /** It has run out, or it holds and covers nothing. */
    readonly state: 'expired' | 'unused';
  }[];
}

/** A release as a whole. */
export interface ReleaseSubject {
  /** What the files are. */
  readonly inventory: Inventory;
  /** What moved since the lock was written; null without a lock. */
  readonly lock: LockComparison | null;
}

/** What a rule says of itself. */
export interface RuleText {
  /** `FWnnn`; the hundreds are the family. Never renumbered, never used again. */
  readonly id: string;
  /** Short name with hyphens. */
  readonly name: string;
  /** How bad its findings are, unless a policy says otherwise. */
  readonly severity: Severity;
  /** One line: what is wrong. */
  readonly title: string;
  /** What it means for the device. */
  readonly effect: string;
  /** What to do. */
  readonly fix: string;
  /** Where the rule comes from: Device OS file and releases, or a fact about real files. */
  readonly source: string;
  /** The sentence for a finding; `{name}` stands for a value. */
  readonly message: string;
}

/** What a rule may look at, and what it then gets. */
export interface Subjects {
  /** A file alone. */
  readonly file: FileSubject;
  /** The modules of one platform. */
  readonly set: SetSubject;
  /** Everything that was given. */
  readonly input: InputSubject;
  /** An application and its assets. */
  readonly bundle: BundleSubject;
  /** An image of flash. */
  readonly image: ImageSubject;
  /** A release as a whole. */
  readonly release: ReleaseSubject;
  /** A file, and what the caller expects of it. */
  readonly expect: ExpectSubject;
  /** The devices that the files are for. */
  readonly target: TargetSubject;
  /** The waivers of the policy. */
  readonly waiver: WaiverSubject;
}

/** A rule that looks at that; `scope` in the documentation follows from it. */
export type RuleOf<On extends keyof Subjects> = RuleText & {
  readonly on: On;
  readonly check: (subject: Subjects[On]) => readonly Hit[];
};

/** Each rule says what it looks at. */
export type Rule = { readonly [On in keyof Subjects]: RuleOf<On> }[keyof Subjects];
