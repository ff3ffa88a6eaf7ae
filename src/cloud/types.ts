/** What the vendor's cloud is expected to do, as plain data. It is a model of documented behaviour, and no promise: its rules are in docs/cloud.md. */
import type { Judgement } from '../base/judgement.js';
import type { BootMode, BootReason } from '../device/boot.js';
import type { AssetName, DeviceState, HiddenFact, Reason } from '../device/types.js';
import type { ModuleId, Requirement } from '../module/types.js';
import type { PlanFile } from '../plan/world.js';
import type { CloudRuleName, Confidence } from './rules.js';

/** A fact that nobody may have told. */
export type MaybeTold = boolean | 'unknown';

/** What of a device and its product only the cloud knows. */
export interface CloudSetting {
  /** A device of a product, which gets a release; a single one, to which somebody sends the file; or nobody says. */
  readonly sentTo: 'product' | 'single' | 'unknown';
  /** Whether it is marked as a development device of its product. */
  readonly development: MaybeTold;
  /** Whether its application lets updates come. */
  readonly updatesEnabled: MaybeTold;
  /** Whether somebody forces the update. */
  readonly forced: MaybeTold;
  /** Whether the bundle with the assets was uploaded or flashed. */
  readonly bundleUploaded: MaybeTold;
}

/** A file that the cloud may send, with what compressing it gives. */
export interface CloudFile extends PlanFile {
  /** Bytes as raw deflate at its highest level: more than the cloud needs; absent or null = not known. */
  readonly packedSize?: number | null | undefined;
}

/** In which way the cloud is expected to bring an application. */
export type Flow =
  /** The application and nothing else. */
  | 'application_only'
  /** Device OS and application in one file. */
  | 'combined'
  /** One file or the application first: which of them is not known. */
  | 'combined_or_application_first'
  /** The cloud puts the device into safe mode, sends Device OS, and then the application. */
  | 'device_os_first'
  /** The application, which does not run, and then what it needs, in safe mode. */
  | 'application_first'
  /** Nothing was sent: the device is in safe mode, and gets what it needs. */
  | 'healed'
  | 'nothing'
  | 'unknown';

/** A module of a transfer. */
export interface SentModule extends ModuleId {
  readonly version: number;
  /** The name of the file that was given for it; null for one of the release table. */
  readonly file: string | null;
  /** The first release that has it; null where it is of no release. */
  readonly release: string | null;
  readonly asset: AssetName | null;
}

/** One file over the air, after which the device restarts. */
export interface Transfer {
  /** One module, or those of a combined file in their order. */
  readonly modules: readonly SentModule[];
  /** Bytes of the file at most; null where they are not known. */
  readonly bytes: number | null;
  /** What the twin makes of it: taken and applied, not, or not known. */
  readonly judgement: Judgement;
  /** How the device starts afterwards by the twin. */
  readonly afterwards: BootMode;
  /** Whether the device gets it without its application running. */
  readonly inSafeMode: boolean;
}

/** What only the cloud, or nobody, knows. */
export type CloudUnknown =
  /** What the twin would have to know of the device; null where it is more than one thing. */
  | { readonly kind: 'device'; readonly fact: HiddenFact | null }
  /** Whether the device takes a file, and why that is not known. */
  | { readonly kind: 'verdict'; readonly module: Requirement; readonly reason: Reason | null }
  /** Nobody knows whether the cloud has a module of that number. */
  | { readonly kind: 'not_held'; readonly needs: Requirement }
  /** How the cloud brings a network coprocessor or a prebootloader to a device over the air. */
  | { readonly kind: 'no_way_known'; readonly needs: Requirement }
  /** A part of the setting that nobody told. */
  | { readonly kind: 'setting'; readonly what: Exclude<keyof CloudSetting, 'sentTo'> }
  /** Whether the device still gets as far as the cloud. */
  | { readonly kind: 'connects' }
  /** The device says that something is missing; what it is, nobody says. */
  | { readonly kind: 'report' }
  /** The board, or its rules, are not known. */
  | { readonly kind: 'board' }
  /** More transfers than any device needs. */
  | { readonly kind: 'too_many' };

/** Why a device does not get out by itself. */
export type DeadEnd =
  /** Nothing is declared and missing, so the cloud sends nothing. */
  | { readonly kind: 'nothing_missing'; readonly reasons: readonly BootReason[] }
  | { readonly kind: 'assets_not_uploaded'; readonly assets: readonly AssetName[] }
  /** The release publishes no safe-mode event, so the cloud does not know of it. */
  | { readonly kind: 'no_event'; readonly version: number }
  /** It does not start, or Device OS does not define what it does. */
  | { readonly kind: 'does_not_come_back'; readonly mode: BootMode; readonly reasons: readonly BootReason[] };

/** What a person can do where the cloud does not get there. The twin confirms each. */
export type WayOut =
  /** Send that module over the air first; then the cloud gets there. */
  | { readonly kind: 'send_first'; readonly module: SentModule }
  /** Write these over DFU, in that order. */
  | { readonly kind: 'over_dfu'; readonly modules: readonly SentModule[] }
  | { readonly kind: 'flash_application' }
  | { readonly kind: 'upload_bundle' };

/** Where a device is at the end. */
export type ForecastEnd =
  | { readonly kind: 'runs' }
  /** Nothing is sent to it. */
  | { readonly kind: 'stays'; readonly why: 'development' | 'updates_disabled' }
  /** The device refuses the application itself. */
  | { readonly kind: 'refused'; readonly reason: Reason | null; readonly wayOut: readonly WayOut[] }
  /** The cloud sends a module again and again. */
  | {
      readonly kind: 'loop';
      readonly module: Requirement;
      /** `refused`, or taken and not `applied`. */
      readonly because: 'refused' | 'not_applied';
      readonly reason: Reason | null;
      readonly wayOut: readonly WayOut[];
    }
  | { readonly kind: 'dead_end'; readonly why: DeadEnd; readonly wayOut: readonly WayOut[] }
  /** `ifSo`: where it is if what is not known turns out well. */
  | { readonly kind: 'unknown'; readonly what: CloudUnknown; readonly ifSo?: ForecastEnd };

/** What else is to be said: it lowers how sure the forecast is, and does not change it. */
export type ForecastNote =
  | { readonly kind: 'single_device' }
  | { readonly kind: 'combined_not_documented' }
  /** Needs that do not depend on each other: which comes first is not known. */
  | { readonly kind: 'order_not_known' }
  /** Only a pre-release has the number that is declared; the vendor speaks of the final release. */
  | {
      readonly kind: 'pre_release';
      readonly needs: Requirement;
      readonly release: string;
      readonly final: string | null;
    }
  /** Several files carry that number, and need different things. */
  | { readonly kind: 'several_files'; readonly needs: Requirement }
  /** A resumed session: the event may not come out before the session ends, after three days. */
  | { readonly kind: 'session_resumed' }
  /** The describe may list a module that is none, which stops updates. */
  | { readonly kind: 'phantom_module' }
  /** Single devices were reported to fail here, with no cause found. */
  | { readonly kind: 'field_report'; readonly source: string };

/** An event that a user sees. */
export interface ExpectedEvent {
  readonly name: string;
  readonly data: string;
}

/** What is expected of one device. */
export interface Forecast {
  readonly flow: Flow;
  /** In their order. */
  readonly transfers: readonly Transfer[];
  /** Restarts of the device: one a transfer that is an update. */
  readonly restarts: number;
  /** Transfers that the device gets while its application does not run. */
  readonly safeModeSteps: number;
  /** Whether there is a time in which the application does not run, besides restarts. */
  readonly withoutApplication: MaybeTold;
  /** Bytes of the files at most, and over the air by the vendor's estimate with the handshakes; null where a size is not known. */
  readonly bytes: number | null;
  readonly wireBytes: number | null;
  readonly events: readonly ExpectedEvent[];
  readonly end: ForecastEnd;
  /** ok: it ends with the application running; unknown: nobody can say. */
  readonly judgement: Judgement;
  readonly confidence: Confidence;
  readonly notes: readonly ForecastNote[];
  /** The rules that it rests on. */
  readonly rules: readonly CloudRuleName[];
  /** The device at the end, by the twin. */
  readonly state: DeviceState;
}
