/** Whether an update landed: what was meant to be on the device, against what the device reports. */
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import { accept, runningEra, runningVersion } from '../device/accept.js';
import { boot } from '../device/boot.js';
import type { Boot } from '../device/boot.js';
import { imagesOf } from '../device/combined.js';
import { bootJudgement } from '../device/judgement.js';
import { send } from '../device/simulate.js';
import { toldOf } from '../device/told.js';
import type { AssetName, DecisionRule, DeviceState, ModuleFacts, Reason, Told, Transport } from '../device/types.js';
import type { EventLog, SafeModeSince } from './events.js';
import { moduleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { hasOwnHash, lackingParts, versionIn, whetherInstalled } from './world.js';
import type { PlanFile } from './world.js';

/** Why a file is most likely not on the device. */
export type Missing =
  /** The twin says that the device, as it was before, refuses it. */
  | {
      readonly kind: 'refused';
      readonly reason: Reason | null;
      readonly rule: DecisionRule | null;
      /** Who heard of it. */
      readonly told: Told | null;
    }
  | { readonly kind: 'never_applied'; readonly reason: Reason }
  /** A newer or another module took its place. */
  | { readonly kind: 'overtaken'; readonly by: number }
  /** It would have been accepted; no event says that it was sent. */
  | { readonly kind: 'not_sent' }
  /** Sent, no success: the transfer broke off, or the device has not restarted yet. */
  | { readonly kind: 'pending'; readonly started: number; readonly succeeded: number }
  /** The report does not say what lies in that slot. */
  | { readonly kind: 'unknown' }
  /** An application with that header is there; which build of it, the report does not say. */
  | {
      readonly kind: 'build_unknown';
      /** Who does not say it: the report, or the file, whose suffix holds another hash than its own. */
      readonly by: 'report' | 'file';
    }
  /** The report says that an application with that header is there, of another build. */
  | { readonly kind: 'other_build' }
  /** The application is there; what it requires is not, by name and hash. */
  | { readonly kind: 'assets_missing'; readonly assets: readonly AssetName[] };

/** A file that is not on the device, or not all of it. */
export interface MissingFile {
  /** As it was given. */
  readonly file: PlanFile;
  /** What of it is not there: of a combined file not always the first module. */
  readonly parts: readonly [ModuleFacts, ...ModuleFacts[]];
  /** The most likely cause. */
  readonly why: Missing;
}

/** What landed of an update, and what did not. */
export interface Verification {
  readonly landed: readonly PlanFile[];
  readonly missing: readonly MissingFile[];
  readonly end: Boot;
  /** Module version of the Device OS that took the files: its rules say what events mean; null where it is not known. */
  readonly takenBy: number | null;
  /** What that release does over the air when it refuses a file; null where it is not known. Events tell of nothing else. */
  readonly refusal: CloudRefusal | null;
  /** Applications that count as landed by their header numbers alone. */
  readonly byVersion: readonly PlanFile[];
  /** What events say of the device after its report; null for nothing. */
  readonly safeMode: SafeModeSince | null;
  /** Everything landed and the application runs: ok. */
  readonly judgement: Judgement;
}

/** How the cloud learns of a refusal. */
export interface CloudRefusal {
  readonly told: Told | null;
  /** Whether the transfer fails with it, so that the cloud cannot call it a success. */
  readonly failsTransfer: boolean;
}

/** How the update was sent, and what was seen of it. */
export interface VerifyOptions {
  readonly via: Transport;
  readonly events: EventLog | null;
  /** Whether events say that the device went to safe mode after its report. Absent or null = they do not. */
  readonly safeMode?: SafeModeSince | null;
  /** Equal header numbers are enough for an application too. */
  readonly byVersion?: boolean;
}

/**
 * Compares files with a device report.
 *
 * @param before the device before the update; null where there is no such report
 * @param after the device now
 */
export function verifyUpdate(
  before: DeviceState | null,
  after: DeviceState,
  files: readonly PlanFile[],
  options: VerifyOptions,
): Verification {
  const how = options.byVersion === true ? 'by_version' : 'by_build';
  const landed = files.filter(
    (file) => whetherInstalled(after, file, how) === true && missingAssets(after, file).length === 0,
  );
  const isLanded = new Set(landed);
  const missing = files.filter((file) => !isLanded.has(file)).map((file) => missingFile(before, after, file, options));
  const end = boot(after);
  const running = runningVersion(before ?? after);
  const takenBy = typeof running === 'number' ? running : null;
  const refusal = cloudRefusal(before ?? after);
  const byVersion = landed.filter((file) => whetherInstalled(after, file, 'by_build') !== true);
  const { safeMode = null } = options;
  const judgement = judgementOfAll({ landed, missing, end, safeMode });
  return { landed, missing, end, takenBy, refusal, byVersion, safeMode, judgement };
}

/** What an application requires and the device does not have; nothing where Device OS knows no assets, or the report does not list them. */
function missingAssets(state: DeviceState, { facts }: PlanFile): readonly AssetName[] {
  const era = runningEra(state);
  if ('kind' in era || !era.assets || state.assets === 'unknown') return [];
  const there = state.assets;
  const needed = imagesOf(facts).flatMap(({ assets }) => assets);
  return needed.filter((one) => !there.some(({ name, hash }) => name === one.name && hash === one.hash));
}

/** Takes a verification: ok only where every file has landed and the application runs; without a file nothing was verified. */
function judgementOfAll({
  landed,
  missing,
  end,
  safeMode,
}: Pick<Verification, 'landed' | 'missing' | 'end' | 'safeMode'>): Judgement {
  const ofFiles = missing.map(({ why }): Judgement => (isNotKnown(why) ? 'unknown' : 'not-ok'));
  const nothing: Judgement = landed.length + missing.length === 0 ? 'unknown' : 'ok';
  const ofEvents: Judgement = safeMode === null ? 'ok' : safeMode === 'unknown' ? 'unknown' : 'not-ok';
  return worstOf([...ofFiles, nothing, bootJudgement(end), ofEvents]);
}

/** Whether the file may be there all the same. */
export function isNotKnown({ kind }: Missing): boolean {
  return kind === 'unknown' || kind === 'build_unknown';
}

function cloudRefusal(state: DeviceState): CloudRefusal | null {
  const era = runningEra(state);
  return 'kind' in era ? null : { told: toldOf(era, 'ota'), failsTransfer: era.refusalFailsTransfer };
}

function missingFile(
  before: DeviceState | null,
  after: DeviceState,
  file: PlanFile,
  options: VerifyOptions,
): MissingFile {
  const there = whyOfBuild(after, file);
  const [first = file.facts, ...others] = lackingParts(after, file, there === null ? 'by_version' : 'by_build');
  const parts = [first, ...others] as const;
  return { file, parts, why: there ?? whyNotThere(before, after, file, parts, options) };
}

/** Why a file does not count as landed although an application with its header is there; null where none is. */
function whyOfBuild(after: DeviceState, file: PlanFile): Missing | null {
  if (whetherInstalled(after, file, 'by_version') !== true) return null;
  const assets = missingAssets(after, file);
  const [part = file.facts] = lackingParts(after, file, 'by_build');
  switch (whetherInstalled(after, file, 'by_build')) {
    case 'unknown':
      return assets.length > 0
        ? { kind: 'assets_missing', assets }
        : { kind: 'build_unknown', by: hasOwnHash(part) ? 'report' : 'file' };
    case false:
      return assets.length > 0 ? { kind: 'assets_missing', assets } : { kind: 'other_build' };
    case true:
      return { kind: 'assets_missing', assets };
  }
}

function whyNotThere(
  before: DeviceState | null,
  after: DeviceState,
  file: PlanFile,
  parts: MissingFile['parts'],
  { via, events }: VerifyOptions,
): Missing {
  const start = before ?? after;
  const decision = accept(start, file.facts, { transport: via });
  const [part] = parts;
  const there = versionIn(after, moduleKey(part));
  const was = before === null ? null : versionIn(before, moduleKey(part));
  if (there !== null && before !== null && there !== was) return { kind: 'overtaken', by: there };
  if (decision.verdict === 'refused') {
    return { kind: 'refused', reason: decision.reason, rule: decision.rule, told: decision.told };
  }
  const sent = send(start, file.facts, via);
  if (sent.installed?.landed === false && sent.installed.reason !== null) {
    return { kind: 'never_applied', reason: sent.installed.reason };
  }
  const isHidden = (one: ModuleFacts): boolean => {
    const ofAssets = one.function === MODULE_FUNCTION.asset || one.assets.length > 0;
    return (ofAssets && after.assets === 'unknown') || after.unknown.includes(one.start);
  };
  if (decision.verdict === 'unknown' || parts.every(isHidden)) return { kind: 'unknown' };
  if (there !== null && there > part.version) return { kind: 'overtaken', by: there };
  if (events === null || events.started === 0) return { kind: 'not_sent' };
  return { kind: 'pending', started: events.started, succeeded: events.succeeded };
}
