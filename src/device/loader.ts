/** The decision of the loader in the system part: application, safe mode, or factory reset. */
import { MODULE_FUNCTION } from '../module/types.js';
import { copied, ownBootloader } from './copy.js';
import { checkDependencies } from './dependencies.js';
import type { Era } from './era.js';
import { checkResident } from './fetch.js';
import type { ResidentCheck } from './fetch.js';
import { applicationStart, contentAt, coveredLength, crcAt } from './flash.js';
import type { DeviceState, InstalledModule, Reason } from './types.js';

/** Three values and a fault: what a check of the loader comes to. */
export type Verdict = boolean | 'fault' | 'unknown';

/** The application check on its own. */
export interface UserCheck {
  readonly valid: Verdict;
  /** Whether the check asks for a factory reset; not known where the application is not and there is a factory image. */
  readonly factoryReset: boolean | 'unknown';
  /** The application that runs, where one does. */
  readonly application: InstalledModule | null;
  readonly reason: Reason | 'no_application' | 'crc' | null;
}

/** The check of bootloader and system part on its own; null where the release has none. */
export interface ModulesCheck {
  readonly valid: Verdict;
  readonly failed: { readonly which: 'bootloader' | 'system'; readonly reason: Reason | 'missing' } | null;
}

export interface LoaderVerdict {
  readonly user: UserCheck;
  readonly modules: ModulesCheck | null;
  /** Whether the loader looks at `modules` at all (not on the Electron). */
  readonly modulesDecide: boolean;
  /** The version that a valid application was built for, where 6.0.0 to 6.1.2 do not run it; else null. */
  readonly versionGap: number | null;
  readonly outcome: 'runs_app' | 'safe_mode' | 'factory_reset' | 'fault' | 'unknown';
}

/** What the loader of a release decides over a flash state. Source: system_part*_loader.c, core_hal*.c, user_hal.cpp. */
export function loaderVerdict(state: DeviceState, era: Era): LoaderVerdict {
  const user = checkUser(state, era);
  const modules = era.modulesCheckedAtBoot ? checkModules(state, era) : null;
  const modulesDecide = era.modulesDecideAtBoot;
  const userDecides = !modulesDecide || modules?.valid === true || era.factoryAt === null;
  const versionGap = versionInGap(user, era);
  const outcome = era.applicationCheckedFirst
    ? outcomeOfApplicationFirst(user, modules)
    : outcomeOf(user, modulesDecide ? modules : null, userDecides);
  return {
    user,
    modules,
    modulesDecide,
    versionGap,
    outcome: outcome === 'runs_app' && versionGap !== null ? 'safe_mode' : outcome,
  };
}

/** Applications for versions strictly between are not run by 6.0.0 to 6.1.2. */
const GAP: readonly [number, number] = [5700, 6000];

/** The dependency's function is not looked at. Source: system_part1_loader.c, nRF52840 (post_init) and rtl872x (pre_init), 9b7f89fb1. */
function versionInGap({ application }: UserCheck, era: Era): number | null {
  const version = era.applicationVersionGap ? (application?.dependency1?.version ?? null) : null;
  return version !== null && version > GAP[0] && version < GAP[1] ? version : null;
}

function outcomeOf(user: UserCheck, modules: ModulesCheck | null, userDecides: boolean): LoaderVerdict['outcome'] {
  if (modules?.valid === 'fault') return 'fault';
  if (modules?.valid === 'unknown') return user.valid === false && userDecides ? 'safe_mode' : 'unknown';
  if (!userDecides) return 'safe_mode';
  if (user.valid === 'fault') return 'fault';
  if (modules?.valid === false) return 'safe_mode';
  if (user.factoryReset === true) return 'factory_reset';
  if (user.valid === 'unknown') return 'unknown';
  return user.valid ? 'runs_app' : 'safe_mode';
}

/**
 * HAL_Core_Config checks the application before the constructors run that check bootloader and system part, so a factory reset, or a
 * fault in that check, comes first whatever these are. Source: `core_hal.c` @ 2.3.1, and `user_hal.cpp` from 3.1.0 on, where only the fault is left;
 * `part1.ld` (.module_pre_init) and `spark_init.S`.
 */
function outcomeOfApplicationFirst(user: UserCheck, modules: ModulesCheck | null): LoaderVerdict['outcome'] {
  if (user.valid === 'fault') return 'fault';
  if (user.factoryReset === true) return 'factory_reset';
  if (user.factoryReset === 'unknown') return 'unknown';
  return outcomeOf(user, modules, true);
}

/**
 * Bootloader first, then the system part that validates; the second is not looked at where the first fails. Where it is not known whether the
 * first does, a second that does settles it.
 */
function checkModules(state: DeviceState, era: Era): ModulesCheck {
  const bootloader = residentIn(state, era, MODULE_FUNCTION.bootloader, 0);
  if (bootloader.outcome !== 'valid' && bootloader.outcome !== 'unknown')
    return modulesFailed('bootloader', bootloader);
  const system = residentIn(state, era, MODULE_FUNCTION.systemPart, era.validatorIndex);
  if (bootloader.outcome === 'unknown' && system.outcome !== 'invalid') return modulesFailed('bootloader', bootloader);
  return system.outcome === 'valid' ? { valid: true, failed: null } : modulesFailed('system', system);
}

function modulesFailed(which: 'bootloader' | 'system', { outcome, reason }: ResidentCheck): ModulesCheck {
  const valid: Verdict = outcome === 'invalid' ? false : outcome === 'valid' ? true : outcome;
  return { valid, failed: { which, reason: reason ?? 'missing' } };
}

function residentIn(state: DeviceState, era: Era, moduleFunction: number, index: number): ResidentCheck {
  const slot = era.slots.find((one) => one.function === moduleFunction && one.index === index);
  const content = slot === undefined ? 'erased' : contentAt(state, slot.start);
  if (content === 'unknown') return { outcome: 'unknown', reason: { kind: 'system_unknown' } };
  return typeof content === 'string' ? { outcome: 'invalid', reason: null } : checkResident(state, era, content);
}

/** The application check of the release. */
function checkUser(state: DeviceState, era: Era): UserCheck {
  switch (era.applicationCheck) {
    case 'one_or_factory':
      return checkWithFallback(state, era);
    case 'either':
      return checkTwoPlaces(state, era);
    case 'named_by_suffix': {
      const start = applicationStart(state, era);
      return start === null
        ? NO_APPLICATION
        : start === 'unknown'
          ? UNKNOWN_APPLICATION
          : checkPlace(state, era, start);
    }
  }
}

const NO_APPLICATION: UserCheck = { valid: false, factoryReset: false, application: null, reason: 'no_application' };
const UNKNOWN_APPLICATION: UserCheck = { valid: 'unknown', factoryReset: false, application: null, reason: null };

/** One place; if its header does not fit, a factory image whose header does asks for a factory reset. */
function checkWithFallback(state: DeviceState, era: Era): UserCheck {
  const content = contentAt(state, era.userStart);
  if (typeof content !== 'string' && hasFittingHeader(content, era, era.userStart)) {
    return checkImage(state, era, content);
  }
  const factory = factoryImage(state, era);
  const fits = factory !== null && hasFittingHeader(factory, era, era.userStart);
  if (content === 'unknown') return fits ? { ...UNKNOWN_APPLICATION, factoryReset: 'unknown' } : UNKNOWN_APPLICATION;
  return fits ? { ...NO_APPLICATION, factoryReset: true } : NO_APPLICATION;
}

/** The image that the boot check takes for the factory one. An unknown slot is taken for empty: nothing is known to be there. */
function factoryImage(state: DeviceState, era: Era): InstalledModule | null {
  if (era.factoryAt === null) return null;
  if (era.factoryAt === era.stagingAt && state.staged !== null) return state.staged;
  const content = contentAt(state, era.factoryAt);
  return typeof content === 'string' ? null : content;
}

/** The 128K application wins if it is valid in every respect; else the 256K one. */
function checkTwoPlaces(state: DeviceState, era: Era): UserCheck {
  const first = checkPlace(state, era, era.userStart);
  if (first.valid === true || first.valid === 'fault') return first;
  const second = era.application256KAt === null ? NO_APPLICATION : checkPlace(state, era, era.application256KAt);
  if (second.valid === true) return first.valid === 'unknown' ? { ...second, reason: null } : second;
  if (first.valid === 'unknown') return first;
  return second.reason === 'no_application' ? first : second;
}

function checkPlace(state: DeviceState, era: Era, start: number): UserCheck {
  const content = contentAt(state, start);
  if (content === 'unknown') return UNKNOWN_APPLICATION;
  return typeof content !== 'string' && hasFittingHeader(content, era, start)
    ? checkImage(state, era, content)
    : NO_APPLICATION;
}

/** Function and index are not looked at; the end may lie anywhere in flash. */
function hasFittingHeader(module: InstalledModule, era: Era, start: number): boolean {
  return module.start === start && module.end <= era.flashEnd && module.platform === era.platform;
}

/** CRC first; dependencies only where it is right. */
function checkImage(state: DeviceState, era: Era, module: InstalledModule): UserCheck {
  const none = { factoryReset: false, application: null };
  const crc = crcAt(module, module.at, era);
  if (crc === 'fault') return { ...none, valid: 'fault', reason: { kind: 'runs_off_flash' } };
  if (crc === 'fail') return { ...none, valid: false, reason: 'crc' };
  const { outcome, reason } = checkDependencies(state, era, module, false);
  if (outcome === 'pass') return { valid: true, factoryReset: false, application: module, reason: null };
  return { ...none, valid: outcome === 'fail' ? false : outcome, reason };
}

/**
 * The bootloader's factory restore: the state afterwards, or null where it refuses (and the device asks again at the next start, for ever).
 * Needs function 5, the platform, the right start and CRC, and at most 128 KiB.
 */
export function restoreFactory(state: DeviceState, era: Era): DeviceState | null {
  const image = factoryImage(state, era);
  if (image === null) return null;
  const good =
    image.function === MODULE_FUNCTION.userPart &&
    image.platform === era.platform &&
    image.start === era.userStart &&
    crcAt(image, image.at, era) === 'pass' &&
    coveredLength(image) + 4 <= era.factorySize;
  return good ? copied(state, era, image, era.userStart, ownBootloader(era)) : null;
}
