/** The shapes of the device twin. Plain data; a decision carries its reason. */
import type { SwitchName } from '../catalog/eras.js';
import type { ModuleId, Requirement } from '../module/types.js';

/**
 * How an update reaches the device. `local` is a control request to the running system; `dfu` writes flash without a check; `dfu_flag` writes the
 * staging area and the update flag over DFU, so that the system validates the file at its next start (the way of a bootloader over DFU). A
 * `programmer` (SWD, JTAG) writes all of flash while nothing runs, and nobody checks anything.
 */
export type Transport = 'ota' | 'serial' | 'local' | 'dfu' | 'dfu_flag' | 'programmer';

/** What the twin needs to know of a module: its header, whether its CRC is right, and the few extensions that decide. */
export interface ModuleFacts extends ModuleId {
  readonly version: number;
  readonly platform: number;
  readonly start: number;
  readonly end: number;
  readonly mcu: number;
  readonly flags: number;
  readonly headerOffset: number;
  readonly dependency1: Requirement | null;
  readonly dependency2: Requirement | null;
  readonly crcOk: boolean;
  /** Bytes of the file; 0 where not known. */
  readonly size: number;
  /**
   * Which build it is: the SHA-256 that its suffix holds, 64 hex digits, as Device OS reports it; of a file whose suffix holds another hash than its
   * own, a text that no hash is. Absent = not known.
   */
  readonly build?: string;
  /** RTL872x: the start that the dynamic-location extension names, where it is the first one; else null. */
  readonly dynamicStart: number | null;
  /** Assets that an application requires. */
  readonly assets: readonly AssetName[];
  /** The asset that an asset module is; null for others and for one without name or hash. */
  readonly asset: AssetName | null;
  /** A bootloader that makes its device a protected one. */
  readonly protects: boolean;
  /** Content of a compressed module; null where it could not be opened or is none. */
  readonly inner: ModuleFacts | null;
  /** What unpacking a compressed module does where it does not simply leave `inner`. Absent = it does. */
  readonly unpacking?: Unpacking;
  /** Modules behind this one in a combined file; null stands for one that cannot be read. */
  readonly combined: readonly (ModuleFacts | null)[];
}

/**
 * What the bootloader makes of a compressed payload that is not whole: with a method or a compression header that it does not know it leaves the
 * flash alone; otherwise it erases what the announced size covers and writes as far as it comes. Source: flash_decompress, `flash_mal.c`.
 */
export type Unpacking =
  | { readonly kind: 'left_alone' }
  | {
      readonly kind: 'broken';
      /** The announced size: what is erased. */
      readonly erases: number;
      /** Bytes of `inner` that land; null where it is not known how far the stream goes. */
      readonly writes: number | null;
    };

/** An asset by name and hash (SHA-256, hex digits). */
export interface AssetName {
  readonly name: string;
  readonly hash: string;
}

/** A module as it lies in flash. */
export interface InstalledModule extends ModuleFacts {
  /** Flash address of its first byte; normally equal to `start` (not for factory copies). */
  readonly at: number;
  /** Whether nobody told which assets it requires; what `assets` says is then not known. Absent = they were told. */
  readonly assetsUntold?: boolean;
  /** The first address that does not hold its bytes any more, where something was written over its end. Absent = whole. */
  readonly until?: number;
  /** Its length is not known, and this is the first address that it cannot reach. Absent = `end` is where it ends. */
  readonly mayReach?: number;
}

/** A range of flash, the end not included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Firmware id of a radio stack and the word that old code takes for its version. */
export interface RadioState {
  readonly version: number;
  /** Null where the word is not known for that image. */
  readonly infoWord: number | null;
}

/** The device as far as it decides about updates. An address without a module is erased, unless it is listed as unknown. */
export interface DeviceState {
  readonly platform: number;
  /** What lies in flash, ascending by address. */
  readonly modules: readonly InstalledModule[];
  /** Start addresses of slots about which nothing is known. */
  readonly unknown: readonly number[];
  /** Bytes of images without their header, where a slot begins in them. Absent = none. */
  readonly remains?: readonly Range[];
  /** What the insides of images read as, where that is known (a host build leaves them erased). Absent = not known. */
  readonly bodyByte?: number;
  /** Gen 3: null = erased. */
  readonly radio: RadioState | null | 'unknown';
  /** Gen 3: version of the NCP; null = cannot be queried (or there is none). */
  readonly ncp: number | null | 'unknown';
  /** What releases up to 2.1.0 and 3.0.0 take for the NCP's version: a word of the MBR. Absent = not known. */
  readonly ncpWord?: number;
  /** Gen 2: what a dependency without a slot reads before 2.1.0, where that is known. Absent = by the version of the bootloader. */
  readonly aliasWord?: number;
  /** RTL872x: the application start that the suffix at the flash end names; null = none. */
  readonly applicationStart: number | null | 'unknown';
  readonly protection: 'open' | 'protected' | 'service_mode' | 'unknown';
  readonly assets: readonly AssetName[] | 'unknown';
  /** Modules of which the device itself says what this state does not explain. Absent = none. */
  readonly doubts?: readonly Doubt[];
  /** Where `assets` is not known: those that were stored since and are there for sure. Absent = none. */
  readonly assetsSent?: readonly AssetName[];
  /** Where `assets` is not known: names of those that the application needs (with no hash known), and that the device says are not there. Absent = none. */
  readonly assetsLacking?: readonly string[];
  /** What the staging area holds, where that matters (Electron up to 0.5.3 takes it for the factory image). */
  readonly staged: InstalledModule | null;
}

/** What can be hidden of a device: a slot, by its address, or a fact, by its name. */
export type HiddenName = number | 'radio' | 'ncp' | 'applicationStart' | 'protection' | 'assets';

/** What is not known of a device, and would have to be to answer. */
export type HiddenFact =
  | ({ readonly kind: 'slot'; readonly store: 'main' | 'factory'; readonly at: number } & ModuleId)
  | { readonly kind: 'radio' | 'ncp' | 'applicationStart' | 'protection' | 'assets' };

/**
 * A module of which the device's own word and the twin's differ.
 *
 * - `fails`: the device finds that something it needs is missing; what, is not known
 * - `damaged`: the device finds that its CRC is wrong
 * - `passes`: the device finds nothing missing, and by what is known something is
 * - `safe_mode`: the device reported safe mode, and by what is known this application runs
 */
export interface Doubt extends ModuleId {
  readonly kind: 'fails' | 'damaged' | 'passes' | 'safe_mode';
  /** What the device then comes to at its start, by the rules of its release. Absent = not known. */
  readonly leadsTo?: 'safe-mode' | 'undefined';
  /** Of `safe_mode`: an asset of the application may be missing, of which the report says nothing. Absent = not so. */
  readonly mayLackAssets?: true;
}

/** The five checks that describe and `particle serial inspect` name. */
export type CheckName = 'integrity' | 'dependencies' | 'dependenciesFull' | 'range' | 'platform';

/** `fault`: the code reads where nothing is mapped; what the chip does then is not defined. */
export type Outcome = 'pass' | 'fail' | 'unknown' | 'fault' | 'not_checked';

/** Each check of a module and what it came to. */
export type Checks = Readonly<Record<CheckName, Outcome>>;

/** Why something was refused, undefined, unknown, or not applied: the two sides that were compared. */
export type Reason =
  | ({ readonly kind: 'no_slot' } & ModuleId)
  | { readonly kind: 'outside_slot'; readonly end: number; readonly from: number; readonly to: number }
  | { readonly kind: 'other_platform'; readonly needs: number; readonly has: number }
  /** `firmwareId`: of a radio stack of which the release reads another number. */
  | {
      readonly kind: 'dependency_too_low';
      readonly needs: Requirement;
      readonly has: number;
      readonly firmwareId?: number;
    }
  | { readonly kind: 'dependency_without_slot'; readonly needs: Requirement }
  | { readonly kind: 'dependency_unknown'; readonly needs: Requirement; readonly firmwareId?: number }
  | { readonly kind: 'dependency_faults'; readonly needs: Requirement }
  /** Some of what this may be leads to one answer, some to another. */
  | { readonly kind: 'hidden'; readonly fact: HiddenFact }
  /** Whatever this may be leads to the same answer, each for a reason of its own. */
  | { readonly kind: 'in_every_case'; readonly fact: HiddenFact }
  | { readonly kind: 'would_strand'; readonly by: Requirement; readonly needs: Requirement; readonly has: number }
  | { readonly kind: 'strand_unknown' }
  | { readonly kind: 'resident_faults' }
  | { readonly kind: 'bad_crc' }
  | { readonly kind: 'runs_off_flash' }
  | { readonly kind: 'suffix_unreadable' }
  | { readonly kind: 'header_not_first' }
  /** The header lies where Device OS does not look for it: what it makes of the bytes there is not known. */
  | { readonly kind: 'header_elsewhere'; readonly offset: number }
  | { readonly kind: 'compression_unsupported'; readonly function: number }
  | { readonly kind: 'wrong_ncp'; readonly needs: number; readonly has: number }
  | { readonly kind: 'ncp_updates_disabled' }
  | { readonly kind: 'protected' }
  | { readonly kind: 'protection_unknown' }
  | { readonly kind: 'protected_downgrade'; readonly version: number; readonly minimum: number }
  | { readonly kind: 'unprotected_bootloader' }
  /** `unchecked`: by a release that compares nothing, so that what happens is not known. */
  | { readonly kind: 'too_large'; readonly size: number; readonly limit: number; readonly unchecked?: true }
  | { readonly kind: 'combined_too_short' }
  | { readonly kind: 'no_transport'; readonly transport: Transport }
  /** `packed`: because it is compressed or combined, whatever its function. */
  | { readonly kind: 'not_over_dfu'; readonly function: number; readonly packed?: true }
  | { readonly kind: 'system_unknown' }
  | { readonly kind: 'no_system' }
  | { readonly kind: 'no_rules'; readonly platform: number }
  | { readonly kind: 'bootloader_stub' }
  | { readonly kind: 'wrong_start'; readonly start: number; readonly needs: number }
  | { readonly kind: 'endless_retry'; readonly needs: Requirement }
  | {
      readonly kind: 'copy_refused';
      readonly what: 'address' | 'compressed' | 'drop_flag' | 'mbr' | 'mcu';
    }
  /** A Gen 2 system writes the bootloader that it carries over this one when it starts. */
  | { readonly kind: 'bootloader_put_back'; readonly version: number }
  | { readonly kind: 'bootloader_cannot_see_dct' }
  | { readonly kind: 'bootloader_may_miss_updates' }
  | { readonly kind: 'asset_refused' }
  /** Of a combined file the release takes only so many modules, and never looks at these. */
  | { readonly kind: 'part_ignored'; readonly taken: number; readonly modules: readonly Requirement[] };

/**
 * Who hears that a file was refused.
 *
 * - `event`: the cloud, by the event spark/device/ota_result
 * - `ack`: the cloud, in the answer to the end of the transfer
 * - `host`: the tool at the other end of the cable
 * - `nobody`: no one; what the tool or the cloud says is only that the file has arrived
 * - `false_success`: the tool is told that the update went well
 */
export type Told = 'event' | 'ack' | 'host' | 'nobody' | 'false_success';

/** What can decide: one of the five checks, or what stands before or behind them. */
export type DecisionCheck =
  | CheckName
  | 'size'
  | 'format'
  | 'ncp'
  | 'protection'
  | 'protectedDowngrade'
  | 'transport'
  | 'dfu'
  | 'system'
  | 'apply';

/** The rule that decided. */
export interface DecisionRule {
  readonly check: DecisionCheck;
  /** The switch of `catalog/eras.ts` by which releases differ here, on or off; null where they do not. */
  readonly switch: SwitchName | null;
  /** Where that is known from. */
  readonly evidence: string;
}

/** What the device answers to one file. */
export interface Decision {
  /** `undefined`: the validator reads where nothing is mapped. `unknown`: the state or the rules do not suffice. */
  readonly verdict: 'accepted' | 'refused' | 'undefined' | 'unknown';
  /** Whether the module was found in a slot at all; null where the code faults. */
  readonly fetched: boolean | null;
  /** Device OS's own flag words: 0x02 integrity, 0x04 dependencies, 0x08 range, 0x10 platform, 0x40 dependencies full. */
  readonly checked: number;
  readonly result: number;
  readonly checks: Checks;
  /** Negative error code of the release, or null where it has none. */
  readonly error: number | null;
  readonly reason: Reason | null;
  /** What decided; null where nothing is wrong with the file. */
  readonly rule: DecisionRule | null;
  /** Who hears of the refusal; null where nothing was refused, and over DFU. */
  readonly told: Told | null;
}
