/** The dependency checks of Device OS: of the incoming module, and of the installed parts that an update would strand. */

import { MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import type { Era } from './era.js';
import {
  applicationStart,
  contentUnlessHidden,
  crcAt,
  installedVersion,
  slotFor,
  startOfSlot,
  suffixFaults,
} from './flash.js';
import { note } from './trace.js';
import { slotsOf } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import type { DeviceState, InstalledModule, ModuleFacts, Outcome, Reason } from './types.js';

/** The outcome of a check and what decided it. */
export interface Checked {
  readonly outcome: Exclude<Outcome, 'not_checked'>;
  readonly reason: Reason | null;
}

const PASS: Checked = { outcome: 'pass', reason: null };

/**
 * The dependencies of one module against what is installed. Minimums, never exact; not transitive.
 *
 * - Without a first dependency the second is never looked at.
 * - `optional` (every update path): an application's dependencies are skipped, and a bootloader in second place; at boot and in describe nothing is.
 * - The second is looked up even when the first has failed, so it can fault although the first decides.
 *
 * Source: validate_module_dependencies, `ota_flash_hal*.cpp`; second dependency from 0.7.0-rc.1 on.
 */
export function checkDependencies(state: DeviceState, era: Era, module: ModuleFacts, optional: boolean): Checked {
  const first = module.dependency1;
  if (first === null || (optional && !hasDependencyCheck(module))) return PASS;
  const one = checkOne(state, era, module, first);
  const second = module.dependency2;
  const skipped =
    second === null || !era.secondDependency || (optional && second.function === MODULE_FUNCTION.bootloader);
  if (skipped) return one;
  const two = checkOne(state, era, module, second);
  return worse(one, two);
}

/** Whether an update path looks at anything that the module needs: at nothing without a first dependency, and at nothing of an application. */
export function hasDependencyCheck(module: Pick<ModuleFacts, 'function' | 'dependency1'>): boolean {
  return module.dependency1 !== null && module.function !== MODULE_FUNCTION.userPart;
}

/** A fault stops everything; a failure decides; an unknown leaves it open. */
function worse(one: Checked, two: Checked): Checked {
  for (const outcome of ['fault', 'fail', 'unknown'] as const) {
    if (one.outcome === outcome) return one;
    if (two.outcome === outcome) return two;
  }
  return PASS;
}

function checkOne(state: DeviceState, era: Era, module: ModuleFacts, needs: Requirement): Checked {
  const has = installedVersion(state, era, needs.function, needs.index, module.mcu);
  switch (has) {
    case 'no_slot':
      return { outcome: 'fail', reason: { kind: 'dependency_without_slot', needs } };
    case 'fault':
      return { outcome: 'fault', reason: { kind: 'dependency_faults', needs } };
    case 'unknown':
      return { outcome: 'unknown', reason: { kind: 'dependency_unknown', needs, ...firmwareIdOf(state, needs) } };
    default:
      if (has >= needs.version) return PASS;
      return {
        outcome: 'fail',
        reason: { kind: 'dependency_too_low', needs, has, ...firmwareIdOf(state, needs, has) },
      };
  }
}

/** What a radio stack is, where its release reads another number of it, or one that is not known. */
function firmwareIdOf({ radio }: DeviceState, needs: Requirement, has?: number): { readonly firmwareId?: number } {
  if (needs.function !== MODULE_FUNCTION.radioStack || radio === null || radio === 'unknown') return {};
  return radio.version === has ? {} : { firmwareId: radio.version };
}

/**
 * Whether an update leaves every installed system part with what it needs (DEPENDENCIES_FULL).
 * Only for incoming system parts. Every installed header that says "system part" can veto, wherever it lies; its CRC and platform do not matter.
 *
 * Source: validate_module_dependencies_full, 0.5.3-rc.1 and 0.6.0-rc.1 on.
 */
export function checkFull(state: DeviceState, era: Era, incoming: ModuleFacts): Checked {
  if (incoming.function !== MODULE_FUNCTION.systemPart) return PASS;
  const residents = collect(state, era, incoming);
  if (residents === 'fault') return { outcome: 'fault', reason: { kind: 'resident_faults' } };
  for (const resident of residents.modules) {
    if (isSameModule(resident, incoming)) continue;
    const needs = needOf(resident, incoming, era);
    if (needs !== null) {
      const by = { function: resident.function, index: resident.index, version: resident.version };
      return { outcome: 'fail', reason: { kind: 'would_strand', by, needs, has: incoming.version } };
    }
  }
  return residents.open ? { outcome: 'unknown', reason: { kind: 'strand_unknown' } } : PASS;
}

/** The module being replaced is told by its header, not by its address. */
function isSameModule(a: ModuleFacts, b: ModuleFacts): boolean {
  return a.start === b.start && a.function === b.function && a.index === b.index;
}

/** The dependency of a resident system part that the incoming version would not satisfy any more. */
function needOf(resident: ModuleFacts, incoming: ModuleFacts, era: Era): Requirement | null {
  if (resident.function !== MODULE_FUNCTION.systemPart) return null;
  if (isMissed(resident.dependency1, incoming)) return resident.dependency1;
  return era.secondDependency && isMissed(resident.dependency2, incoming) ? resident.dependency2 : null;
}

function isMissed(needs: Requirement | null, incoming: ModuleFacts): boolean {
  return (
    needs !== null &&
    needs.function === incoming.function &&
    needs.index === incoming.index &&
    needs.version > incoming.version
  );
}

interface Residents {
  readonly modules: readonly InstalledModule[];
  /** A system slot is not known, so a veto cannot be excluded. */
  readonly open: boolean;
}

/** Walks the table of slots as HAL_System_Info does. One resident whose check faults makes the whole check fault. */
function collect(state: DeviceState, era: Era, incoming: ModuleFacts): Residents | 'fault' {
  const modules: InstalledModule[] = [];
  let open = false;
  let hidden = false;
  // A main application that is not known may hide those behind it, or not.
  let perhaps: number | null = null;
  if (walksOverNothing(state, era)) return 'fault';
  for (const slot of era.slots) {
    if (slot.location === 'ncp' || slot.function === MODULE_FUNCTION.radioStack) continue;
    const start = startOfSlot(state, era, slot);
    if (start === null || (hidden && isHidden(era, slot))) continue;
    const content = start === 'unknown' ? 'unknown' : contentUnlessHidden(state, start);
    if (content === 'unknown') {
      open ||= mayVeto(slot, incoming);
      if (start !== 'unknown' && (mayVeto(slot, incoming) || mayFault(state, era, slot))) note(start);
      if (start !== 'unknown' && hidesOthers(era, slot)) perhaps ??= start;
    }
    if (typeof content === 'string') continue;
    const fetched = fetchResident(state, era, content);
    if (perhaps !== null && isHidden(era, slot) && (fetched === 'fault' || isSystemPart(content))) note(perhaps);
    if (fetched === 'fault') return 'fault';
    const listed = isListed(era, slot, content, fetched);
    if (listed && (fetched || era.failedModulesVeto)) modules.push(content);
    hidden ||= listed && hidesOtherApplications(state, era, slot, content, fetched);
  }
  return { modules, open };
}

function isSystemPart(module: ModuleFacts): boolean {
  return module.function === MODULE_FUNCTION.systemPart;
}

/** What may lie in a slot is what is made for it: a veto comes from a system part, and not from the one that is being replaced. */
function mayVeto(slot: Slot, incoming: ModuleFacts): boolean {
  const isReplaced =
    slot.start === incoming.start && slot.function === incoming.function && slot.index === incoming.index;
  return slot.function === MODULE_FUNCTION.systemPart && !isReplaced;
}

/**
 * Whether what may lie in a slot can have a dependency whose look-up faults. An application declares system parts alone: those
 * of the board for which the running release has no bounds (part 3 of an Electron before 0.6.0) are what may fault.
 */
function mayFault(state: DeviceState, era: Era, slot: Slot): boolean {
  if (era.unknownDependencyFails) return false;
  if (slot.function === MODULE_FUNCTION.userPart && hasBoundsOfAllParts(state.platform, era)) return false;
  return era.addressZero === 'unmapped' || contentUnlessHidden(state, era.bootloaderAt) === 'erased';
}

function hasBoundsOfAllParts(platform: number, era: Era): boolean {
  return slotsOf(platform)
    .filter((one) => one.function === MODULE_FUNCTION.systemPart)
    .every((one) => era.slots.some((other) => other.function === one.function && other.index === one.index));
}

/**
 * Gen 2 from 3.2.0 on: two NULL entries end the table, and the walk reads the bootloader's vectors for bounds. The reset vector leads to
 * start-up code that is no module; erased flash leads to where nothing is mapped. Source: 72ab0a542, `ota_module_bounds.c`. A bootloader that is not
 * known is there: without one nothing would run.
 */
function walksOverNothing(state: DeviceState, era: Era): boolean {
  return era.nullSlots && contentUnlessHidden(state, era.bootloaderAt) === 'erased';
}

/** Whether a resident would be found by its own header: slot, range, and dependencies and a CRC that can be read. */
function fetchResident(state: DeviceState, era: Era, module: InstalledModule): boolean | 'fault' {
  if (!isInRange(state, era, module)) return false;
  if (suffixFaults(module, module.at, era)) return 'fault';
  if (checkDependencies(state, era, module, false).outcome === 'fault') return 'fault';
  return crcAt(module, module.at, era) === 'fault' ? 'fault' : true;
}

/** RANGE: only the end address counts, both ends included. Source: fetch_module, `ota_module.cpp`, all releases. */
export function isInRange(state: DeviceState, era: Era, module: ModuleFacts): boolean {
  const range = rangeOf(state, era, module);
  return range !== null && range !== 'unknown' && module.end >= range.from && module.end <= range.to;
}

/** The addresses between which a module may end; null where the release has no slot for it. */
export function rangeOf(
  state: DeviceState,
  era: Era,
  module: Pick<ModuleFacts, 'function' | 'index' | 'mcu'>,
): { readonly from: number; readonly to: number } | null | 'unknown' {
  const slot = slotFor(era, module.function, module.index, module.mcu);
  if (slot === undefined) return null;
  if (!slot.dynamic) return { from: slot.start, to: slot.end };
  // The application's slot: measured from its end, or from where the installed application starts (none: an empty slot at the end).
  if (era.rtlFixedEnd) return { from: slot.end - slot.size, to: slot.end };
  const start = applicationStart(state, era);
  return start === 'unknown' ? 'unknown' : { from: start ?? slot.end, to: slot.end };
}

/** A listed application hides those behind it: 3.1.0 and 3.1.x the factory image too, later only main ones. */
function isHidden(era: Era, slot: Slot): boolean {
  return slot.function === MODULE_FUNCTION.userPart && (!era.oneApplicationListed || slot.store === 'main');
}

/** From 3.2.0-rc.1 on a main application is listed only if it is found and whole; the factory image always is. */
function isListed(era: Era, slot: Slot, module: InstalledModule, fetched: boolean): boolean {
  if (slot.function !== MODULE_FUNCTION.userPart || slot.store !== 'main' || !era.oneApplicationListed) return true;
  return fetched && crcAt(module, module.at, era) === 'pass';
}

function hidesOtherApplications(
  state: DeviceState,
  era: Era,
  slot: Slot,
  module: InstalledModule,
  fetched: boolean,
): boolean {
  if (!hidesOthers(era, slot)) return false;
  // 3.1.0 and 3.1.x: an application hides those behind it only if it is valid in every respect.
  return era.oneApplicationListed || isWhollyValid(state, era, module, fetched);
}

/** Whether an application in a slot may keep those behind it from being looked at. */
function hidesOthers(era: Era, slot: Slot): boolean {
  const isMain = slot.function === MODULE_FUNCTION.userPart && slot.store === 'main';
  return isMain && (era.oneApplicationListed || era.application256K);
}

function isWhollyValid(state: DeviceState, era: Era, module: InstalledModule, fetched: boolean): boolean {
  return (
    fetched &&
    module.platform === era.platform &&
    crcAt(module, module.at, era) === 'pass' &&
    checkDependencies(state, era, module, false).outcome === 'pass'
  );
}
