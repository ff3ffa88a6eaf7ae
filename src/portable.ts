/** The library without any Node API, for browsers: hand in `sha256` and `inflateRaw` to get what they are for. */
import { asBytes } from './base/as-bytes.js';
import { usualOffsets } from './catalog/platforms.js';
import { readModule as readModuleWith } from './module/read.js';
import type { ReadResult, ReadTools } from './module/types.js';

export { functionName, functionWords, functionFromText } from './catalog/functions.js';
export { findPlatform, platformById, platformName, PLATFORMS } from './catalog/platforms.js';
export type { SlotLocation, SlotStore } from './catalog/boards/types.js';
export type { SwitchName } from './catalog/eras.js';
export type { Family, Platform, UsbIds } from './catalog/platforms.js';
export type { VersionRanges } from './catalog/versions.js';
export type { Assumed } from './catalog/assumed.js';
export {
  announcedReleases,
  bootloaderReleaseOf,
  knownReleases,
  meaningOf,
  releaseOf,
  releaseRow,
  releaseRows,
  releasesInRange,
  resolveRelease,
  startWithReleases,
  tableExtent,
  versionOf,
} from './catalog/releases.js';
export type {
  AddedReleases,
  AnnouncedRelease,
  DeclaredDependency,
  DeclaredModule,
  KnownRelease,
  NewerRelease,
  ReleaseRow,
  ResolvedRelease,
  TableContent,
  TableExtent,
  VersionMeaning,
} from './catalog/releases.js';
export { recordFaults } from './catalog/record-faults.js';
export type { RecordFault } from './catalog/record-faults.js';
export type { ModuleRecord, ReleaseRecord } from './catalog/release-record.js';
export { slotsIn, slotsOf } from './catalog/flash-map.js';
export type { Slot } from './catalog/flash-map.js';
export { buildCombinedModule, buildCompressedModule, buildModule } from './module/write.js';
export { buildAssetModule } from './module/asset.js';
export type { AssetTools } from './module/asset.js';
export type { ExtensionDescription, ModuleDescription, WriteTools } from './module/write.js';
export { dependenciesOf } from './module/id.js';
export type { ModuleKey } from './module/id.js';
export { EXTENSION_TYPE, MODULE_FLAG, MODULE_FUNCTION } from './module/types.js';
export type * from './module/types.js';
export { forecast, forecaster, PRODUCT_DEVICE } from './cloud/forecast.js';
export type { CloudQuestion } from './cloud/forecast.js';
export { productFirmware } from './cloud/product.js';
export type { ProductTarget } from './cloud/product.js';
export type { CloudRuleName, Confidence } from './cloud/rules.js';
export type * from './cloud/types.js';
export { orderModules } from './plan/order.js';
export type { Because, FlashOrder, NeededOnDevice, OrderedStep, OrderProblem } from './plan/order.js';
export { readEvents } from './plan/events.js';
export type { EventLog, LoggedTransfer, SafeModeSince } from './plan/events.js';
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
export type { Thing } from './plan/things.js';
export { verifyUpdate } from './plan/verify.js';
export type { CloudRefusal, Missing, MissingFile, Verification, VerifyOptions } from './plan/verify.js';
export type { PlanFile } from './plan/world.js';
export type { IntermediateRelease } from './catalog/intermediate-releases.js';
export { accept, runningVersion } from './device/accept.js';
export type { AcceptOptions } from './device/accept.js';
export { boot } from './device/boot.js';
export type { Boot, BootMode, BootReason, Hazard, NotKnown } from './device/boot.js';
export { missingModules, readDeviceReport, readDeviceReports, stateOfReport } from './describe/read.js';
export type * from './describe/types.js';
export type { ReportedState } from './describe/state.js';
export type { FlashImage, FlashRegion, ImageKind, PlacedModule } from './container/types.js';
export { fleetReader } from './fleet/reader.js';
export type { FleetReader } from './fleet/reader.js';
export type { MissingPages } from './fleet/pages.js';
export type * from './fleet/types.js';
export { factsOf } from './device/facts.js';
export { moduleFile } from './device/module-file.js';
export type { ModuleFile, NamedFile, OtherFile } from './device/module-file.js';
export type { Installed } from './device/install.js';
export { shippedState, withModule } from './device/shipped.js';
export type { Assumption, Shipped, ShippedApplication } from './device/shipped.js';
export { send, simulate } from './device/simulate.js';
export type { Sent, SimulatedStep, Simulation } from './device/simulate.js';
export type * from './device/types.js';
export { assess, beginAssessment, PARTS } from './assess/assess.js';
export type { OpenAssessment } from './assess/assess.js';
export type { DevicePart } from './assess/devices.js';
export type { ListedDevice, SummaryOf } from './assess/part.js';
export { beginOverview } from './assess/fleet-overview.js';
export type { FleetNames } from './assess/device-table.js';
export type {
  FleetContradiction,
  FleetList,
  FleetGroup,
  FleetOverview,
  FleetSaid,
  FleetWay,
  NamedAlone,
  FleetFacts,
  OpenOverview,
  OverviewQuestion,
} from './assess/fleet-overview.js';
export type { UnreadFiles, UnreadPlace } from './assess/unread.js';
export { judgeFleet } from './assess/judge-fleet.js';
export { belowSharedFolder, inventoryOfFiles, readAssetFile, readFirmwareFile } from './assess/file.js';
export type { FileOrigin, FirmwareFile } from './assess/file.js';
export { loweredRules } from './assess/policy.js';
export type { LoweredRule } from './assess/policy.js';
export type * from './assess/types.js';
export type { HashText } from './base/hash-text.js';
export type { DeviceJudgement, FleetOutcome } from './plan/fleet.js';
export type { Judgement } from './base/judgement.js';
export { diffOf } from './release/diff.js';
export type { Consequence, FieldChange, ModuleDiff, ReleaseDiff } from './release/diff.js';
export type {
  Inventory,
  InventoryFile,
  InventoryModule,
  InventoryOther,
  InRelease,
  MixedFolder,
  PlatformInventory,
  ReleaseSet,
  SlotFill,
} from './release/inventory.js';
export { digestOf } from './release/digest.js';
export { compareLock, lockOf, parseLock } from './release/lock.js';
export type { Lock, LockChange, LockComparison, LockEntry, LockFault, LockIdentity } from './release/lock.js';
export { parseReleased } from './release/released.js';
export type { ReleasedFault, ReleasedFirmware, ReleasedVersion } from './release/released.js';
export { reachability } from './release/reachability.js';
export type { Reach, ReachCell, ReachCost, ReachMatrix, ReachOptions } from './release/reachability.js';
export { sbomOf } from './release/sbom.js';
export type { SbomFacts } from './release/sbom.js';
export { checkReport } from './report/check-types.js';
export type { CheckedFinding, CheckReport, FleetSummary, UsedConfiguration } from './report/check-types.js';
export { findingMessage } from './report/finding.js';
export { statementJson } from './report/statement.js';
export { githubText } from './report/github.js';
export { htmlReport } from './report/html.js';
export type { HtmlReport } from './report/html.js';
export type { DevicesPart } from './report/html-devices.js';
export type { Html } from './report/html-parts.js';
export { jsonText } from './report/json.js';
export type { RunError } from './report/json.js';
export { junitText } from './report/junit.js';
export type { JunitOptions } from './report/junit.js';
export { lockJson } from './report/lock.js';
export { markdownText } from './report/markdown.js';
export { problemWords } from './report/problem.js';
export { sarifText } from './report/sarif.js';
export { VERSION } from './report/version.js';
export { ruleById, RULES } from './rules/registry.js';
export { checkBundle, checkFile, checkInput, checkSet } from './rules/run.js';
export { sortFindings } from './rules/sort.js';
export type * from './rules/types.js';

/**
 * Reads one firmware file with crc-32; SHA-256 stays unknown and payloads stay closed unless tools are handed in. Never throws on bad bytes.
 *
 * @param bytes the whole file; a TypeError for what is neither
 */
export function readModule(bytes: Uint8Array | ArrayBuffer, tools: ReadTools = {}): ReadResult {
  return readModuleWith(asBytes(bytes), { usualOffsets, ...tools });
}
