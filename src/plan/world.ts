/** The modules that a plan may use, and the device states that it passes through. */
import { groupBy } from '../base/group-by.js';
import { slotsOf } from '../catalog/flash-map.js';
import { NEWEST } from '../catalog/versions.js';
import { partsOf } from '../device/combined.js';
import { eraOf } from '../device/era.js';
import { hasAsset, storedAssets } from '../device/assets.js';
import { boot, COMES_BACK } from '../device/boot.js';
import type { Boot, Hazard } from '../device/boot.js';
import { contentAt } from '../device/flash.js';
import type { Content } from '../device/flash.js';
import { runningVersion } from '../device/accept.js';
import { note } from '../device/trace.js';
import { hasLanded, send } from '../device/simulate.js';
import { contentKey } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import type { DeviceState, InstalledModule, ModuleFacts, Transport } from '../device/types.js';
import { isSameModule, moduleIdOf, moduleKey } from '../module/id.js';
import type { ModuleKey } from '../module/id.js';
import type { ModuleId, Requirement } from '../module/types.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import { compareText } from '../base/compare.js';

/**
 * A file that a plan may send. Of one that is only declared (by a row of the release table) there are no bytes: its size is 0, and a text that no
 * hash is stands for its SHA-256.
 */
export type PlanFile = Omit<ModuleFile, 'module'>;

/** Files in an order that does not depend on how they were given; equal ones once. */
export function uniqueFiles(files: readonly PlanFile[]): readonly PlanFile[] {
  const sorted = [...files].sort(compareFiles);
  return [...groupBy(sorted, contentKey).values()].flatMap(([first]) => first ?? []);
}

function compareFiles(a: PlanFile, b: PlanFile): number {
  return (
    moduleKey(a.facts) - moduleKey(b.facts) ||
    a.facts.version - b.facts.version ||
    compareText(contentKey(a), contentKey(b)) ||
    compareText(a.file, b.file)
  );
}

/** The version in a slot by function and index, wherever it lies; null = nothing or not known. */
export function versionIn(state: DeviceState, key: ModuleKey): number | null {
  const id = moduleIdOf(key);
  const { function: moduleFunction } = id;
  noteHidden(state, id);
  if (moduleFunction === MODULE_FUNCTION.radioStack) {
    return typeof state.radio === 'object' ? (state.radio?.version ?? null) : null;
  }
  if (moduleFunction === MODULE_FUNCTION.ncpFirmware) return typeof state.ncp === 'number' ? state.ncp : null;
  const found = state.modules.filter((one) => moduleKey(one) === key && one.at === one.start);
  // A downgrade of an nRF52840 leaves the newer system part behind, broken, at another address; of two whole ones that counts which runs.
  const whole = found.filter(({ crcOk }) => crcOk);
  const running = whole.length > 1 ? runningVersion(state) : null;
  return (whole.find(({ version }) => version === running) ?? whole[0] ?? found[0])?.version ?? null;
}

/** Tells where a version is asked for that is hidden. */
function noteHidden(state: DeviceState, { function: moduleFunction, index }: ModuleId): void {
  if (moduleFunction === MODULE_FUNCTION.radioStack) {
    if (state.radio === 'unknown') note('radio');
  } else if (moduleFunction === MODULE_FUNCTION.ncpFirmware) {
    if (state.ncp === 'unknown') note('ncp');
  } else if (state.unknown.length > 0) {
    const slots = slotsOf(state.platform).filter((one) => one.function === moduleFunction && one.index === index);
    const hidden = slots.find(({ start, store }) => store === 'main' && state.unknown.includes(start));
    if (hidden !== undefined) note(hidden.start);
    if (state.applicationStart === 'unknown' && slots.some(({ dynamic }) => dynamic)) note('applicationStart');
  }
}

/** Whether just this module is on the device and whole; what is not known is not there. */
export function isInstalled(state: DeviceState, file: Pick<PlanFile, 'facts'>): boolean {
  return whetherInstalled(state, file, 'by_build') === true;
}

/**
 * Whether just this module is on the device and whole; of a combined file, all of its modules. An application is told by its build: headers of all
 * builds against one Device OS are equal.
 *
 * @param how `by_version`: equal headers are enough, as for every other module
 * @returns `unknown` where an application with that header is there, and which build of it is not known
 */
export function whetherInstalled(
  state: DeviceState,
  { facts }: Pick<PlanFile, 'facts'>,
  how: 'by_build' | 'by_version',
): boolean | 'unknown' {
  const first = whetherThere(state, facts, how);
  if (first === false || facts.combined.length === 0) return first;
  const all = [first, ...facts.combined.map((one) => one !== null && whetherThere(state, one, how))];
  return all.includes(false) ? false : all.includes('unknown') ? 'unknown' : true;
}

/** The modules of a file that are not on the device, the first one before those behind it. */
export function lackingParts(
  state: DeviceState,
  { facts }: Pick<PlanFile, 'facts'>,
  how: 'by_build' | 'by_version',
): readonly ModuleFacts[] {
  return partsOf(facts).flatMap((one) => (one === null || whetherThere(state, one, how) === true ? [] : [one]));
}

function whetherThere(state: DeviceState, facts: ModuleFacts, how: 'by_build' | 'by_version'): boolean | 'unknown' {
  switch (facts.function) {
    case MODULE_FUNCTION.radioStack:
    case MODULE_FUNCTION.ncpFirmware:
      return versionIn(state, moduleKey(facts)) === facts.version;
    case MODULE_FUNCTION.asset:
      return facts.asset !== null && hasAsset(state, facts.asset);
    default: {
      const image = (facts.flags & MODULE_FLAG.compressed) !== 0 ? facts.inner : facts;
      if (image === null) return false;
      const there = inPlaceOf(state, image.dynamicStart, facts.start);
      if (typeof there === 'string' || !isSame(there, image)) return false;
      if (how === 'by_version' || !isApplication(image)) return true;
      const isSameOne = isSameBuild(there, image);
      if (isSameOne === false || needsSameAssets(state, there, image)) return isSameOne;
      // A report that does not say what the application requires leaves it open.
      return there.assetsUntold === true && isSameOne === 'unknown' ? 'unknown' : false;
    }
  }
}

/** The assets among files that an application needs: by name and hash. */
export function assetsFor<File extends PlanFile>({ facts }: PlanFile, files: readonly File[]): readonly File[] {
  return files.filter(({ facts: { asset } }) =>
    facts.assets.some((one) => one.name === asset?.name && one.hash === asset.hash),
  );
}

/**
 * Whether an asset is for an application among the files that is not on the device yet. It could be stored before; the next one would delete it, and the
 * vendor's tools send the application first. Source: storeAsset, `system/src/asset_manager.cpp` @ 5.5.0; createFlashSteps of particle-cli.
 */
export function waitsForApplication(
  state: DeviceState,
  { facts: { asset } }: PlanFile,
  files: readonly PlanFile[],
): boolean {
  if (asset === null) return false;
  const needs = ({ assets }: ModuleFacts): boolean =>
    assets.some(({ name, hash }) => name === asset.name && hash === asset.hash);
  return (
    files.some(({ facts }) => needs(facts)) &&
    !state.modules.some((one) => one.function === MODULE_FUNCTION.userPart && one.at === one.start && needs(one))
  );
}

/** What lies where a module belongs. An RTL872x application ends at a fixed address; where it starts, flash says (and no report). */
function inPlaceOf(state: DeviceState, dynamicStart: number | null, start: number): Content {
  if (dynamicStart === null) return contentAt(state, start);
  const { applicationStart } = state;
  if (applicationStart === 'unknown') note('applicationStart');
  return typeof applicationStart === 'number' ? contentAt(state, applicationStart) : (applicationStart ?? 'erased');
}

/** Modules of a person's own. Monolithic firmware holds the application. */
function isApplication({ function: moduleFunction }: ModuleFacts): boolean {
  return moduleFunction === MODULE_FUNCTION.userPart || moduleFunction === MODULE_FUNCTION.monoFirmware;
}

/** A hash of the suffix: what a file without a right one has in its place is known of files alone, never of what a report lists. */
const isHash = (build: string): boolean => /^[0-9a-f]{64}$/.test(build);

/** Whether the suffix of a module holds the hash of its bytes: what a report would say of it. */
export function hasOwnHash(facts: ModuleFacts): boolean {
  const { build } = facts.inner ?? facts;
  return build !== undefined && isHash(build);
}

function isSameBuild({ build: there }: ModuleFacts, { build: wanted }: ModuleFacts): boolean | 'unknown' {
  // Of a file that is only declared there are no bytes: any build is meant.
  if (wanted === undefined || there === wanted) return true;
  if (there === undefined) return 'unknown';
  return isHash(there) === isHash(wanted) ? false : 'unknown';
}

function isSame(there: InstalledModule, image: ModuleFacts): boolean {
  return (
    there.crcOk === image.crcOk &&
    there.function === image.function &&
    there.index === image.index &&
    there.version === image.version &&
    there.platform === image.platform &&
    sameDependency(there.dependency1, image.dependency1) &&
    sameDependency(there.dependency2, image.dependency2)
  );
}

/** Builds of one application that need other assets are others; what a device does not know it does not report either. */
function needsSameAssets(state: DeviceState, there: InstalledModule, image: ModuleFacts): boolean {
  const running = runningVersion(state);
  if (typeof running !== 'number' || eraOf(state.platform, running)?.assets !== true) return true;
  // Where all are there it may well be that application; where one is missing it would not run.
  if (there.assetsUntold === true) return image.assets.every((one) => hasAsset(state, one));
  return (
    there.assets.length === image.assets.length &&
    image.assets.every((one) =>
      // A report may name an asset without its hash.
      there.assets.some(({ name, hash }) => name === one.name && (hash === one.hash || hash === '')),
    )
  );
}

function sameDependency(a: ModuleFacts['dependency1'], b: ModuleFacts['dependency1']): boolean {
  return a === b || (a !== null && b !== null && isSameModule(a, b) && a.version === b.version);
}

/** States of one plan with the same key behave alike: all that `isInstalled` compares is in it. It leaves out what no step changes, so it holds for no two devices. */
export function stateKey(state: DeviceState): string {
  let key = '';
  for (const one of state.modules) {
    const what = one.platform === state.platform ? '' : `p${one.platform.toString(36)}`;
    const build = isApplication(one) ? `#${one.build ?? ''}` : '';
    key += `${one.at.toString(36)}:${(moduleKey(one) * (NEWEST + 1) + one.version).toString(36)}${what}${one.crcOk ? '' : '!'}${build}${depKey(one.dependency1)}${depKey(one.dependency2)}${assetKey(one)};`;
  }
  for (const { from, to } of state.remains ?? []) key += `${from.toString(36)}~${to.toString(36)};`;
  const radio = typeof state.radio === 'object' ? String(state.radio?.version) : state.radio;
  const staged = state.staged === null || hasApplication(state) ? '' : `s${String(state.staged.version)}`;
  const assets = storedAssets(state)
    .map(({ name, hash }) => `${name}=${hash}`)
    .join(',');
  const others = state.assets === 'unknown' ? '?' : '';
  const doubts = state.doubts === undefined ? '' : JSON.stringify(state.doubts);
  return `${key}${state.unknown.join(',')}|${radio}|${String(state.ncp)}|${String(state.applicationStart)}|${assets}${others}${staged}${doubts}`;
}

function depKey(one: ModuleFacts['dependency1']): string {
  return one === null ? '-' : `-${(moduleKey(one) * (NEWEST + 1) + one.version).toString(36)}`;
}

function assetKey({ assets }: ModuleFacts): string {
  return assets.length === 0 ? '' : `+${assets.map(({ name, hash }) => `${name}=${hash}`).join('+')}`;
}

/** A staged image counts as factory image only where there is no application. */
function hasApplication(state: DeviceState): boolean {
  return state.modules.some(
    ({ function: moduleFunction, at, start }) => moduleFunction === MODULE_FUNCTION.userPart && at === start,
  );
}

/** What sending one file leads to, as far as a plan may use it. */
export interface Move {
  readonly file: PlanFile;
  readonly transport: Transport;
  readonly state: DeviceState;
  readonly boot: Boot;
}

export interface MoveOptions {
  /** Also states that Device OS does not define, or that the device cannot leave by itself. */
  readonly allowStranding: boolean;
  /** Also states with a known hazard. */
  readonly allowHazards: boolean;
}

/** Whether a step leads to a state with a known hazard. */
export const isHazardous = ({ boot: after }: Move): boolean => after.hazards.some(isAvoided);

/**
 * Sends one file, if a plan may do so: accepted for sure, applied, the device comes back, and no installed system part is left without the one
 * that it declares. Null otherwise.
 */
export function moveTo(state: DeviceState, file: PlanFile, transport: Transport, options: MoveOptions): Move | null {
  const sent = send(state, file.facts, transport);
  if (sent.decision.verdict !== 'accepted' || !hasLanded(sent)) return null;
  if (transport !== 'dfu' && !partsFit(sent.state)) return null;
  const after = boot(sent.state);
  // Never, also where stranding is allowed: what runs is no code.
  if (after.reasons.some(({ kind }) => kind === 'compressed_code')) return null;
  const comesBack = (after.mode === 'unknown' ? (after.possible ?? [after.mode]) : [after.mode]).every((one) =>
    COMES_BACK.includes(one),
  );
  if (!comesBack && !options.allowStranding) return null;
  const move: Move = { file, transport, state: sent.state, boot: after };
  return options.allowHazards || !isHazardous(move) ? move : null;
}

/** Hazards that a plan goes around; the others are marked. */
const AVOIDED: readonly Hazard['kind'][] = ['pending_updates_invisible', 'wifi_firmware_lost'];

function isAvoided({ kind }: Hazard): boolean {
  return AVOIDED.includes(kind);
}

/** Whether every system part that the release looks at has the system parts that it declares: present, and not too old. */
function partsFit(state: DeviceState): boolean {
  const running = runningVersion(state);
  const slots = typeof running === 'number' ? eraOf(state.platform, running)?.slots : undefined;
  const isSeen = (part: InstalledModule): boolean =>
    slots?.some((one) => isSameModule(one, part) && one.start === part.at) ?? true;
  return state.modules.every(
    (part) =>
      part.function !== MODULE_FUNCTION.systemPart ||
      part.at !== part.start ||
      !isSeen(part) ||
      (isMet(state, part, part.dependency1) && isMet(state, part, part.dependency2)),
  );
}

function isMet(state: DeviceState, part: InstalledModule, needs: ModuleFacts['dependency1']): boolean {
  return needs === null || !isOtherPart(part, needs) || isPartThere(state, needs);
}

/** Whether a system part that declares a dependency is left only where it is met: one on another system part. */
export function isOtherPart(part: ModuleId, needs: ModuleId): boolean {
  return (
    part.function === MODULE_FUNCTION.systemPart &&
    needs.function === MODULE_FUNCTION.systemPart &&
    needs.index !== part.index
  );
}

/** Whether a system part lies where it belongs, at that version at least. */
export function isPartThere(state: DeviceState, needs: Requirement): boolean {
  const other = state.modules.find((one) => isSameModule(one, needs) && one.at === one.start);
  if (other !== undefined) return other.version >= needs.version;
  const hidden = startOfPart(state, needs.index).find((start) => state.unknown.includes(start));
  if (hidden !== undefined) note(hidden);
  return false;
}

/** Addresses at which a system part of that index may lie. */
function startOfPart(state: DeviceState, index: number): readonly number[] {
  const running = runningVersion(state);
  const era = eraOf(state.platform, typeof running === 'number' ? running : NEWEST);
  return (era?.slots ?? [])
    .filter((slot) => slot.function === MODULE_FUNCTION.systemPart && slot.index === index)
    .map(({ start }) => start);
}
