/** The library without any Node API, for browsers: hand in `sha256` and `inflateRaw` to get what they are for. */
import { platformById } from './catalog/platforms.js';
import { readModule as readModuleWith } from './module/read.js';
import type { ReadResult, ReadTools } from './module/types.js';

export { functionName, functionWords, functionFromText } from './catalog/functions.js';
export { findPlatform, platformById, platformName, PLATFORMS } from './catalog/platforms.js';
export type { Family, Platform, UsbIds } from './catalog/platforms.js';
export {
  bootloaderReleaseOf,
  knownReleases,
  meaningOf,
  releaseOf,
  releaseRow,
  releaseRows,
  releasesInRange,
  resolveRelease,
  versionOf,
} from './catalog/releases.js';
export type { DeclaredModule, KnownRelease, ReleaseRow, ResolvedRelease, VersionMeaning } from './catalog/releases.js';
export { slotsIn, slotsOf } from './catalog/flash-map.js';
export type { Slot } from './catalog/flash-map.js';
export { buildCombinedModule, buildCompressedModule, buildModule } from './module/write.js';
export type { ExtensionDescription, ModuleDescription, WriteTools } from './module/write.js';
export { dependenciesOf } from './module/id.js';
export { EXTENSION_TYPE, MODULE_FLAG, MODULE_FUNCTION } from './module/types.js';
export type {
  CrcResult,
  Extension,
  FirmwareModule,
  HeaderCandidate,
  ModuleHeader,
  ModuleId,
  Payload,
  Product,
  ReadResult,
  ReadTools,
  Rejection,
  RejectionKind,
  Requirement,
  Sha256,
  Sha256Result,
  ShaCoverage,
  Suffix,
} from './module/types.js';
export { orderModules } from './plan/order.js';
export type { Because, FlashOrder, NeededOnDevice, OrderedStep, OrderProblem } from './plan/order.js';
export { readEvents } from './plan/events.js';
export type { EventLog } from './plan/events.js';
export { planUpdate } from './plan/update.js';
export type {
  Advice,
  Blocked,
  PlanOptions,
  PlanStep,
  Suggestion,
  Totals,
  UpdateGoal,
  UpdatePlan,
} from './plan/update.js';
export { verifyUpdate } from './plan/verify.js';
export type { Missing, Verification, VerifyOptions } from './plan/verify.js';
export type { PlanFile } from './plan/world.js';
export type { IntermediateRelease } from './catalog/intermediate-releases.js';
export { accept, runningVersion } from './device/accept.js';
export type { AcceptOptions } from './device/accept.js';
export { boot } from './device/boot.js';
export type { Boot, BootMode, BootReason, Hazard } from './device/boot.js';
export { missingModules, readDeviceReport, readDeviceReports, stateOfReport } from './describe/read.js';
export type {
  CheckResult,
  DeviceReport,
  FailedCheck,
  NoReport,
  ReportedChecks,
  ReportedModule,
  ReportFault,
  ReportNote,
  RequiredAsset,
  SeveralReports,
} from './describe/types.js';
export type { ReportedState } from './describe/state.js';
export { factsOf } from './device/facts.js';
export { moduleFile } from './device/module-file.js';
export type { ModuleFile } from './device/module-file.js';
export type { Installed } from './device/install.js';
export { shippedState, withModule } from './device/shipped.js';
export type { Assumption, Shipped, ShippedApplication } from './device/shipped.js';
export { send, simulate } from './device/simulate.js';
export type { Sent, SimulatedStep, Simulation } from './device/simulate.js';
export type {
  AssetName,
  CheckName,
  Checks,
  Decision,
  DecisionCheck,
  DecisionRule,
  DeviceState,
  InstalledModule,
  ModuleFacts,
  Outcome,
  RadioState,
  Reason,
  Told,
  Transport,
} from './device/types.js';
export { ruleById, RULES } from './rules/registry.js';
export { checkBundle, checkFile, checkInput, checkSet } from './rules/run.js';
export type {
  BundleSubject,
  ByteRange,
  FileSubject,
  Finding,
  InputSubject,
  Rule,
  Scope,
  SetSubject,
  Severity,
  Value,
} from './rules/types.js';
export { findingMessage, sortFindings } from './report/finding.js';

/**
 * Reads one firmware file with crc-32; SHA-256 stays unknown and payloads stay closed unless tools are handed in. Never throws on bad bytes.
 *
 * @param bytes the whole file
 */
export function readModule(bytes: Uint8Array, tools: ReadTools = {}): ReadResult {
  return readModuleWith(bytes, { usualOffsets: (platform) => platformById(platform)?.headerOffsets, ...tools });
}
