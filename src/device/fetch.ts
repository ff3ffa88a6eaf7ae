/** fetch_module: the flag words that Device OS computes for one module. */
import { MODULE_FUNCTION } from '../module/types.js';
import { checkDependencies, checkFull, rangeOf } from './dependencies.js';
import type { Era } from './era.js';
import { crcAt, crcStaged, suffixFaults } from './flash.js';
import type { Checks, Decision, DeviceState, InstalledModule, ModuleFacts, Outcome, Reason } from './types.js';

/** Bits of Device OS's validity words. Source: `dynalib/inc/module_info.h`. */
const VALIDITY = { integrity: 0x02, dependencies: 0x04, range: 0x08, platform: 0x10, full: 0x40 } as const;

const NOT_CHECKED: Checks = {
  integrity: 'not_checked',
  dependencies: 'not_checked',
  dependenciesFull: 'not_checked',
  range: 'not_checked',
  platform: 'not_checked',
};

/** What fetch_module answers: {@link Decision} without the checks that come after it. */
export type Fetched = Omit<Decision, 'error' | 'rule' | 'told'>;

/** The mask of an update: integrity, dependencies, range, platform, and from 0.5.3-rc.1 on dependencies in full. */
function updateMask(era: Era): number {
  return 0x1e | (era.dependenciesFull ? VALIDITY.full : 0);
}

/** A module that lies in the staging area, with every dependency check of an update. */
export function fetchStaged(state: DeviceState, era: Era, module: ModuleFacts): Fetched {
  if (module.function === MODULE_FUNCTION.asset && era.assets) {
    // Nothing at all is checked of an asset. Source: 75973a18a.
    return { verdict: 'accepted', fetched: true, checked: 0, result: 0, checks: NOT_CHECKED, reason: null };
  }
  const mask = updateMask(era);
  const missing = rangeFault(state, era, module);
  if (missing !== null) return notFetched(mask, missing);
  const platform = module.platform === era.platform;
  if (suffixFaults(module, era.stagingAt, era)) {
    return faulted({ kind: 'runs_off_flash' }, { ...NOT_CHECKED, range: 'pass', platform: platform ? 'pass' : 'fail' });
  }
  const dependencies = checkDependencies(state, era, module, true);
  const full = era.dependenciesFull && dependencies.outcome === 'pass' ? checkFull(state, era, module) : null;
  if (dependencies.outcome === 'fault' || full?.outcome === 'fault') {
    return faulted(full?.outcome === 'fault' ? full.reason : dependencies.reason, {
      ...NOT_CHECKED,
      range: 'pass',
      platform: platform ? 'pass' : 'fail',
      dependencies: dependencies.outcome,
      dependenciesFull: full?.outcome ?? 'not_checked',
    });
  }
  const integrity = crcStaged(module, era);
  const checks: Checks = {
    range: 'pass',
    platform: platform ? 'pass' : 'fail',
    dependencies: dependencies.outcome,
    dependenciesFull: full?.outcome ?? 'not_checked',
    integrity,
  };
  if (integrity === 'fault') return faulted({ kind: 'runs_off_flash' }, checks);
  const reason = firstReason(module, era, checks, dependencies.reason, full?.reason ?? null);
  return {
    verdict: verdictOf(checks),
    fetched: true,
    checked: mask,
    result: resultBits(checks, era),
    checks,
    reason,
  };
}

function verdictOf(checks: Checks): 'accepted' | 'refused' | 'unknown' {
  const outcomes: readonly Outcome[] = [
    checks.platform,
    checks.dependencies,
    checks.dependenciesFull,
    checks.integrity,
  ];
  if (outcomes.includes('fail')) return 'refused';
  return outcomes.includes('unknown') ? 'unknown' : 'accepted';
}

/** If the full check fails, both dependency bits stay clear. */
function resultBits(checks: Checks, era: Era): number {
  const dependencies = checks.dependencies === 'pass' && (!era.dependenciesFull || checks.dependenciesFull === 'pass');
  return (
    VALIDITY.range |
    (checks.platform === 'pass' ? VALIDITY.platform : 0) |
    (checks.integrity === 'pass' ? VALIDITY.integrity : 0) |
    (dependencies ? VALIDITY.dependencies | (era.dependenciesFull ? VALIDITY.full : 0) : 0)
  );
}

/** The reason in the order in which Device OS names it: integrity, dependencies, platform. */
function firstReason(
  module: ModuleFacts,
  era: Era,
  checks: Checks,
  dependencies: Reason | null,
  full: Reason | null,
): Reason | null {
  if (checks.integrity === 'fail') return { kind: 'bad_crc' };
  if (dependencies !== null) return dependencies;
  if (full !== null) return full;
  return checks.platform === 'fail' ? { kind: 'other_platform', needs: module.platform, has: era.platform } : null;
}

/** Why no slot takes the module; null where one does. */
function rangeFault(state: DeviceState, era: Era, module: ModuleFacts): Reason | null {
  const range = rangeOf(state, era, module);
  if (range === null) return { kind: 'no_slot', function: module.function, index: module.index };
  if (range === 'unknown') return { kind: 'system_unknown' };
  if (module.end < range.from || module.end > range.to) return { kind: 'outside_slot', end: module.end, ...range };
  // RTL872x reads a suffix at the end address in the destination; the values do not matter, a failed read does.
  return module.end < era.lowestReadableEnd ? { kind: 'suffix_unreadable' } : null;
}

function notFetched(mask: number, reason: Reason): Fetched {
  const open = reason.kind === 'system_unknown';
  return {
    verdict: open ? 'unknown' : 'refused',
    fetched: open ? null : false,
    checked: mask,
    result: 0,
    checks: { ...NOT_CHECKED, range: open ? 'unknown' : 'fail' },
    reason,
  };
}

function faulted(reason: Reason | null, checks: Checks): Fetched {
  return { verdict: 'undefined', fetched: null, checked: 0, result: 0, checks, reason };
}

/** The verdict of the boot check over one resident module. */
export interface ResidentCheck {
  readonly outcome: 'valid' | 'invalid' | 'fault' | 'unknown';
  readonly reason: Reason | null;
}

/**
 * A resident module as the loader checks it: found in the slot of its own header, range, platform, every dependency, CRC.
 * Source: HAL_Core_Validate_Modules (0.7.0-rc.1 and later on Photon and P1; Gen 3 and 4 always).
 */
export function checkResident(state: DeviceState, era: Era, module: InstalledModule): ResidentCheck {
  const invalid = (reason: Reason): ResidentCheck => ({ outcome: 'invalid', reason });
  // An asset's header in a slot: fetched with nothing checked, and nothing failed. Source: 75973a18a.
  if (module.function === MODULE_FUNCTION.asset && era.assets) return { outcome: 'valid', reason: null };
  const missing = rangeFault(state, era, module);
  if (missing !== null) return invalid(missing);
  if (suffixFaults(module, module.at, era)) return { outcome: 'fault', reason: { kind: 'runs_off_flash' } };
  const dependencies = checkDependencies(state, era, module, false);
  if (dependencies.outcome === 'fault') return { outcome: 'fault', reason: dependencies.reason };
  const crc = crcAt(module, module.at, era);
  if (crc === 'fault') return { outcome: 'fault', reason: { kind: 'runs_off_flash' } };
  if (crc === 'fail') return invalid({ kind: 'bad_crc' });
  if (module.platform !== era.platform) {
    return invalid({ kind: 'other_platform', needs: module.platform, has: era.platform });
  }
  if (dependencies.outcome === 'fail') return { outcome: 'invalid', reason: dependencies.reason };
  return dependencies.outcome === 'unknown'
    ? { outcome: 'unknown', reason: dependencies.reason }
    : { outcome: 'valid', reason: null };
}
