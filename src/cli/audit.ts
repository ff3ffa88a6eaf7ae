import { platformName } from '../catalog/platforms.js';
import { resolveRelease } from '../catalog/releases.js';
import { groupBy } from '../base/group-by.js';
import { moduleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { orderModules } from '../plan/order.js';
import type { ModuleFile } from '../device/module-file.js';
import { compareLock, parseLock } from '../release/lock.js';
import type { Lock, LockComparison } from '../release/lock.js';
import type { Inventory, PlatformInventory, ReleaseSet } from '../release/inventory.js';
import { reachability } from '../release/reachability.js';
import type { ReachMatrix } from '../release/reachability.js';
import { sbomOf } from '../release/sbom.js';
import { auditJson, auditText } from '../report/audit.js';
import type { AuditedPlatform, AuditReport } from '../report/audit.js';
import { jsonText } from '../report/json.js';
import { VERSION } from '../report/version.js';
import { safeText } from '../base/safe-text.js';
import { checkBundle, checkFile, checkImage, checkRelease, checkSet } from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import { sha256Hex } from '../source/node-tools.js';
import { readText, textOptions, UsageError, writeErrors, writeOutput, writeWhole } from './context.js';
import type { AuditOptions } from './options.js';
import { exitCode } from './exit-code.js';
import { fails } from './fail-level.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import { inventoryOfInput } from './release.js';
import { noRelease, nothingChecked, platformOption, wantsJson, writeSkipped } from './shared.js';

/** `fwinspect audit FOLDER|ZIP...` */
export async function audit(args: readonly string[], options: AuditOptions): Promise<number> {
  const json = wantsJson(options);
  const platform = platformOption(options.platform);
  const lock = options.lock === undefined ? null : readLock(options.lock);
  const payloadHashes = lock !== null || options.sbom !== undefined;
  const all = await readInput(args, { all: options.all, hashes: true, payloadHashes, progress: !options.quiet });
  const input = platform === null ? all : onlyPlatform(all, platform);
  const inventory = inventoryOfInput(input);
  const comparison = lock === null ? null : compareLock(lockFor(lock, platform), inventory);
  const report = auditOf(input, inventory, comparison, options.matrix ? options.to : null, options);
  if (options.sbom !== undefined) writeSbom(inventory, options.sbom);
  const errors = input.files.length + input.errors.length === 0 ? [nothingChecked(platform)] : input.errors;
  if (json) writeOutput(jsonText(auditJson(report, input.skipped, errors)), options.output);
  else {
    writeOutput(auditText(report, errors.length === 0, textOptions(options)), options.output);
    writeSkipped(input.skipped, options);
  }
  writeErrors(errors);
  return exitCode({ failed: report.rejected, unreadable: errors.length > 0 });
}

/** Files that are no modules stay: nobody knows whose they were. So do assets, which are for no platform. */
function onlyPlatform(input: Input, platform: number): Input {
  const files = input.files.filter(({ result }) => result.kind === 'rejection' || isFor(platform, result));
  const names = new Set(files.map(({ file }) => file));
  const bundles = input.bundles.filter(
    ({ applications }) => applications.length === 0 || applications.some(({ file }) => names.has(file)),
  );
  return { ...input, files, bundles };
}

function isFor(platform: number, one: { readonly platform: number; readonly function: number }): boolean {
  return one.platform === platform || one.function === MODULE_FUNCTION.asset;
}

/** What a lock says of that platform; without one, all that it says. */
function lockFor(lock: Lock, platform: number | null): Lock {
  if (platform === null) return lock;
  return { ...lock, files: lock.files.filter(({ identity }) => identity === null || isFor(platform, identity)) };
}

function readLock(path: string): Lock {
  const text = readText(path, 'the lock');
  const lock = parseLock(text.replace(/^\ufeff/, ''));
  if (typeof lock === 'string') throw new UsageError(`cannot use the lock ${safeText(path)}: ${lock}`);
  return lock;
}

function writeSbom(inventory: Inventory, path: string): void {
  const document = jsonText(sbomOf(inventory, VERSION, (text) => sha256Hex(Buffer.from(text))));
  if (path === '-') throw new UsageError('--sbom takes the name of a file');
  writeWhole(path, document);
}

/** Everything that can be said about a release. */
function auditOf(
  input: Input,
  inventory: Inventory,
  lock: LockComparison | null,
  /** The release that the matrix leads to; null = no matrix. */
  to: string | null | undefined,
  options: Pick<AuditOptions, 'strict' | 'failOn'>,
): AuditReport {
  const audited = inventory.platforms.map((one) => auditedPlatform(one, to));
  const findings: Finding[] = [
    ...input.files.flatMap(checkFile),
    ...input.bundles.flatMap(checkBundle),
    ...input.images.flatMap(checkImage),
    ...audited.flatMap(({ sets }) => sets.flatMap(({ set, order }) => setFindings(set, order))),
    ...checkRelease({ inventory, lock }),
  ];
  if (typeof to === 'string' && audited.every(({ reach }) => reach === null)) refuseGoal(to, inventory);
  return {
    inventory,
    platforms: audited,
    lock,
    findings,
    rejected: findings.some(({ severity }) => fails(severity, options, {})),
  };
}

function refuseGoal(to: string, { platforms }: Inventory): never {
  const names = platforms.map(({ platform }) => platformName(platform)).join(', ');
  throw noRelease(to, names === '' ? 'any platform of the files' : names, []);
}

function auditedPlatform(inventory: PlatformInventory, to: string | null | undefined): AuditedPlatform {
  return {
    inventory,
    sets: inventory.sets.map((set) => ({ set, order: orderModules(oneASlot(set)) })),
    reach: to === null ? null : reachOf(inventory, to),
  };
}

/** Files that stand for the same slot twice are a finding of their own; the order takes the first. */
function oneASlot({ files }: ReleaseSet): readonly ModuleFile[] {
  return [...groupBy(files, ({ module }) => moduleKey(module)).values()].flatMap(([first]) => first ?? []);
}

/** What the release rules say better is left to them: parts that are missing. */
function setFindings(set: ReleaseSet, order: ReturnType<typeof orderModules>): readonly Finding[] {
  const items = oneASlot(set);
  return checkSet({ platform: set.platform, items, order }).filter(({ rule }) => rule !== 'FW507');
}

function reachOf({ platform, sets }: PlatformInventory, to: string | undefined): ReachMatrix | null {
  const goal = to === undefined ? sets.at(-1)?.release : releaseNamed(to, platform);
  if (goal == null) return null;
  const set = sets.find(({ release }) => release === goal);
  return reachability(platform, goal, set?.files.filter(({ module }) => module.crc.ok) ?? []);
}

function releaseNamed(text: string, platform: number): string | null {
  const resolved = resolveRelease(text, platform);
  return resolved.kind === 'found' ? resolved.release : null;
}
