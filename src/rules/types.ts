/** What rules give: findings as data. The words of a finding are a template and its values; `report/` puts them together. */
import type { FlashImage, ImageKind } from '../container/types.js';
import type { BootReason } from '../device/boot.js';
import type { Reason, Told } from '../device/types.js';
import type { ModuleId, ReadResult, RejectionKind, Requirement } from '../module/types.js';
import type { FlashOrder } from '../plan/order.js';
import type { FleetOutcome, Judgement } from '../plan/fleet.js';
import type { ModuleFile } from '../device/module-file.js';
import type { Inventory } from '../release/inventory.js';
import type { LockComparison } from '../release/lock.js';

export type Severity = 'error' | 'warning' | 'note';

/** What a rule looks at. */
export type Scope = 'file' | 'set' | 'device' | 'plan';

/** A value in a message. Each kind has one spelling in `report/`; text from outside is made harmless there. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  /** The name of an input file; formats may leave out what all names share. */
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'address'; readonly address: number }
  | { readonly kind: 'crc'; readonly crc: number }
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
  /** The first digits of a SHA-256; null where there is none. */
  | { readonly kind: 'hash'; readonly hash: string | null }
  /** "an Intel HEX file", "an image of the whole flash of a Photon" */
  | ({ readonly kind: 'image' } & Pick<FlashImage, 'platform' | 'isWholeFlash' | 'start' | 'end'> & {
        readonly format: ImageKind;
      })
  /** "0x08020000: system part 1 at 13 (0.5.0)" */
  | { readonly kind: 'placed'; readonly module: Value; readonly address: number }
  /** USB ids as "2b04:d00d" */
  | { readonly kind: 'usb'; readonly vendor: number; readonly product: number }
  /** Where in a file another module lies; null for the content of a compressed one. */
  | { readonly kind: 'inside'; readonly offset: number | null }
  | { readonly kind: 'inner_fault'; readonly fault: InnerFault }
  /** Why a device refuses a file, or does not run its application. */
  | { readonly kind: 'reason'; readonly reason: Reason; readonly platform: number }
  | { readonly kind: 'boot_reasons'; readonly reasons: readonly BootReason[]; readonly platform: number }
  /** What is lacked, as a reason: "it needs system part 1 >= 13 (0.5.0)" */
  | ({ readonly kind: 'lacked'; readonly platform: number } & Requirement)
  /** Who hears of the refusals of so many devices; no words where somebody hears of each. */
  | { readonly kind: 'told'; readonly told: ToldCounts; readonly count: number }
  /** "1 device", "40 devices" */
  | { readonly kind: 'devices'; readonly count: number }
  /** Devices with a release below one, or with all of a range where there is none from which on everything runs. */
  | { readonly kind: 'devices_below'; readonly release: string | null }
  /** Values, and how many more there are that are not told. */
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly more: number };

/** How many refusals each hears of. */
export type ToldCounts = Readonly<Partial<Record<Told, number>>>;

/** What keeps a module within a file from being taken. */
export type InnerFault = 'no_module' | 'crc' | 'sha256' | 'trailing_bytes';

/** Bytes of the file that a finding is about. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export interface Finding {
  /** Stable id, `FWnnn`. */
  readonly rule: string;
  readonly severity: Severity;
  /** The file that it is about; null for a finding about a set, a device or a plan. */
  readonly file: string | null;
  readonly range: ByteRange | null;
  /** Values of the rule's message template, by name. */
  readonly values: Readonly<Record<string, Value>>;
}

/** What a rule's check gives: the engine adds id, severity and, for scope `file`, the file. */
export interface Hit {
  readonly values?: Readonly<Record<string, Value>>;
  readonly range?: ByteRange;
  readonly file?: string;
}

/** One input file as the rules see it. */
export interface FileSubject {
  readonly file: string;
  readonly size: number;
  readonly result: ReadResult;
}

/** One platform's modules of a run. */
export interface SetSubject {
  readonly platform: number;
  readonly items: readonly ModuleFile[];
  readonly order: FlashOrder;
}

/** Everything that one run was given, before it is split by platform. */
export interface InputSubject {
  readonly items: readonly (ModuleFile & {
    /** True for files that were named one by one: only there two platforms are a mistake. */
    readonly named: boolean;
  })[];
  /** The platform that the user said, or null. */
  readonly expectedPlatform: number | null;
}

/** An application and its assets in one zip. */
export interface BundleSubject {
  readonly bundle: string;
  readonly applications: readonly FileSubject[];
  readonly assets: readonly { readonly file: string; readonly name: string; readonly sha256: string }[];
}

/** A file that is an image of flash: the modules in it are files of their own. */
export interface ImageSubject {
  readonly file: string;
  readonly image: FlashImage;
}

/** What the caller expects of every file. */
export interface ExpectSubject extends FileSubject {
  readonly expect: {
    readonly platform: number | null;
    readonly product: number | null;
    readonly productVersion: number | null;
    /** Largest number of bytes over the air for one file. */
    readonly maxOta: number | null;
  };
}

/** What the files do to devices: releases that a range stands for, or reported devices. Devices of one fate are one group. */
export interface TargetSubject {
  readonly platform: number;
  readonly kind: 'release' | 'device';
  readonly groups: readonly {
    readonly outcome: FleetOutcome;
    readonly judgement: Judgement;
    /** Names of releases or devices, sorted; a few of very many. */
    readonly targets: readonly string[];
    readonly count: number;
    /** How many of them tell whom of a refusal. */
    readonly told: ToldCounts;
  }[];
  /** Releases: the lowest one from which on everything runs. */
  readonly lowestThatRuns: string | null;
  /** The files that were judged; one name where there is one only. */
  readonly files: readonly string[];
}

/** What became of the waivers of the configuration. */
export interface WaiverSubject {
  readonly waivers: readonly {
    readonly rule: string;
    readonly files: string;
    readonly owner: string;
    readonly expires: string;
    readonly state: 'expired' | 'unused';
  }[];
}

/** A release as a whole. */
export interface ReleaseSubject {
  readonly inventory: Inventory;
  /** What moved since the lock was written; null without a lock. */
  readonly lock: LockComparison | null;
}

interface RuleText {
  /** `FWnnn`; the hundreds are the family. Never renumbered, never used again. */
  readonly id: string;
  /** Short name with hyphens. */
  readonly name: string;
  readonly severity: Severity;
  /** One line: what is wrong. */
  readonly title: string;
  /** What it means for the device. */
  readonly effect: string;
  readonly fix: string;
  /** Where the rule comes from: Device OS file and releases, or a fact about real files. */
  readonly source: string;
  /** The sentence for a finding; `{name}` stands for a value. */
  readonly message: string;
}

/** Each rule says what it looks at; `scope` in the documentation follows from it. */
export type Rule = RuleText &
  (
    | { readonly on: 'file'; readonly check: (subject: FileSubject) => readonly Hit[] }
    | { readonly on: 'set'; readonly check: (subject: SetSubject) => readonly Hit[] }
    | { readonly on: 'input'; readonly check: (subject: InputSubject) => readonly Hit[] }
    | { readonly on: 'bundle'; readonly check: (subject: BundleSubject) => readonly Hit[] }
    | { readonly on: 'image'; readonly check: (subject: ImageSubject) => readonly Hit[] }
    | { readonly on: 'release'; readonly check: (subject: ReleaseSubject) => readonly Hit[] }
    | { readonly on: 'expect'; readonly check: (subject: ExpectSubject) => readonly Hit[] }
    | { readonly on: 'target'; readonly check: (subject: TargetSubject) => readonly Hit[] }
    | { readonly on: 'waiver'; readonly check: (subject: WaiverSubject) => readonly Hit[] }
  );

export type RuleOf<On extends Rule['on']> = Extract<Rule, { readonly on: On }>;
