/** What the device does when it starts: from the bootloader to the application. */
import { hasAsset } from './assets.js';
import { rulesOf, valueIn } from '../catalog/boards/index.js';
import type { SystemStart, VersionClash } from '../catalog/boards/types.js';
import { embeddedBootloader, takesBootloaderBack } from '../catalog/embedded-bootloaders.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import { runningEra, startsMonolithic } from './accept.js';
import type { Era } from './era.js';
import { contentAt, crcAt, systemPart } from './flash.js';
import type { Content } from './flash.js';
import { common, decidingFact, joined, nothingKnown, spread } from './hidden.js';
import type { Spread } from './hidden.js';
import { bootloaderSeesSlots } from './install.js';
import { loaderVerdict, restoreFactory } from './loader.js';
import { startedInPlaces, startsThere } from './starts.js';
import { wholeModule } from './write.js';
import type { LoaderVerdict } from './loader.js';
import type { ModuleId, Requirement } from '../module/types.js';
import type { AssetName, DeviceState, Doubt, HiddenFact, InstalledModule, Reason } from './types.js';

/** What a device comes to when it starts. */
export type BootMode = 'runs-app' | 'safe-mode' | 'factory-reset' | 'dfu' | 'hangs' | 'undefined' | 'unknown';

/** Each condition that holds, with the two sides compared. */
export type BootReason =
  | { readonly kind: 'module_invalid'; readonly which: 'bootloader' | 'system'; readonly reason: Reason | 'missing' }
  | { readonly kind: 'no_application' }
  | { readonly kind: 'application_crc' }
  | { readonly kind: 'application_needs'; readonly reason: Reason }
  | { readonly kind: 'application_in_version_gap'; readonly version: number }
  | { readonly kind: 'asset_missing'; readonly asset: AssetName }
  | { readonly kind: 'no_system_part'; readonly index: number }
  /** What starts is a compressed module, written by a bootloader that cannot unpack. */
  | { readonly kind: 'compressed_code'; readonly which: 'system' | 'application' }
  | { readonly kind: 'no_system_at_boot_address'; readonly bootloader: number }
  | {
      readonly kind: 'mismatched_parts';
      readonly part: Requirement;
      readonly needs: Requirement;
      readonly has: number | 'erased';
    }
  /** The device itself says that something the module needs is missing; what it is, nobody says. */
  | ({ readonly kind: 'fails_by_report' } & ModuleId)
  /** The device itself says that the CRC of the module is wrong; `isChecked`: and its start finds that. */
  | ({ readonly kind: 'damaged_by_report'; readonly isChecked: boolean } & ModuleId)
  /** The device itself says that nothing the module needs is missing; by the modules that it lists something is. */
  | ({ readonly kind: 'passes_by_report' } & ModuleId)
  /** The device itself reported safe mode; nothing that it lists explains it. */
  | ({ readonly kind: 'safe_mode_by_report'; readonly mayLackAssets: boolean } & ModuleId)
  | { readonly kind: 'factory_image' }
  /** The bootloader starts monolithic firmware, in which Device OS and application are one. */
  | { readonly kind: 'monolithic'; readonly version: number }
  | { readonly kind: 'factory_loop' }
  | { readonly kind: 'reads_unmapped'; readonly reason: Reason | null }
  | { readonly kind: 'not_known'; readonly what: NotKnown; readonly fact?: HiddenFact }
  /** Whatever this may be leads to the same end, each for a reason of its own. */
  | { readonly kind: 'in_every_case'; readonly what: NotKnown; readonly fact: HiddenFact };

/** What would have to be known of a device to say how it starts. */
export type NotKnown =
  'system' | 'application' | 'bootloader' | 'factory' | 'radio' | 'ncp' | 'protection' | 'rules' | 'assets';

/** States that work by the checks and still harm, or will. */
export type Hazard =
  | { readonly kind: 'pending_updates_invisible' }
  | { readonly kind: 'wifi_firmware_lost' }
  | { readonly kind: 'static_memory_overlap' }
  | { readonly kind: 'flags_in_two_places' };

/** What a device does at its next start, and why. */
export interface Boot {
  readonly mode: BootMode;
  readonly reasons: readonly BootReason[];
  /** Whether the cloud may bring a device in safe mode back by itself: it sends missing modules, never an application. */
  readonly cloudMayHeal: boolean;
  /** The application that runs. */
  readonly application: InstalledModule | null;
  readonly hazards: readonly Hazard[];
  /** Where the mode is not known: all that it may be. Absent = not known either. */
  readonly possible?: readonly BootMode[];
}

/** Cases that are looked at for one start; more are left open. */
const MOST_CASES = 1500;
/** Modes in which the device can be talked to. */
export const COMES_BACK: readonly BootMode[] = ['runs-app', 'safe-mode'];

/**
 * What the device does at its next start. Where something of it is not known, the answer is the one of every case, or 'unknown' with what is missing.
 *
 * @param state the flash as it is
 * @param os the release whose loader decides; default: the installed one
 */
export function boot(state: DeviceState, os?: number): Boot {
  return doubted(bootByState(state, os), state);
}

/** The device's own word counts: it ran the check. What only the twin finds wrong stays wrong; what it finds right is not known any more. */
function doubted(found: Boot, { doubts = [] }: DeviceState): Boot {
  const sure = doubts.find(({ leadsTo }) => leadsTo !== undefined);
  const doubt = sure ?? openDoubt(found, doubts);
  if (doubt === undefined) return found;
  const mode = doubt.leadsTo ?? 'unknown';
  const cloudMayHeal = doubt.kind === 'fails' && mode === 'safe-mode';
  return { application: null, cloudMayHeal, hazards: found.hazards, mode, reasons: [reasonOfDoubt(doubt)] };
}

/** The doubt for which it is not known how the device starts. The slot of a module that fails for no known cause is itself unknown. */
function openDoubt({ mode, possible = ['runs-app'] }: Boot, doubts: readonly Doubt[]): Doubt | undefined {
  if (mode === 'runs-app') return doubts[0];
  return mode === 'unknown' && possible.includes('runs-app') ? doubts.find(({ kind }) => kind === 'fails') : undefined;
}

/**
 * What a device comes to with a module that fails the check of what it needs, or of its CRC, whatever the rest of it is. Absent where nothing
 * checks that at the start.
 *
 * @param needs what the module needs, as far as that is known
 */
export function startOfFailing(
  era: Era | null,
  kind: 'fails' | 'damaged',
  module: ModuleId,
  needs: readonly Requirement[] | 'unknown',
): Pick<Doubt, 'leadsTo'> {
  const isSystem = module.function === MODULE_FUNCTION.systemPart;
  const isChecked =
    (isSystem && module.index === era?.validatorIndex) ||
    (module.function === MODULE_FUNCTION.bootloader && module.index === 0);
  if (module.function === MODULE_FUNCTION.userPart || (era?.modulesDecideAtBoot === true && isChecked)) {
    return { leadsTo: 'safe-mode' };
  }
  // Of two parts that do not go together nobody knows what they do; a part may also lack a bootloader, which does no harm.
  const lacksPart = needs !== 'unknown' && needs.every((one) => one.function === MODULE_FUNCTION.systemPart);
  const isMixed = kind === 'fails' && isSystem && era?.partsUnchecked === true && lacksPart && needs.length > 0;
  return isMixed ? { leadsTo: 'undefined' } : {};
}

function reasonOfDoubt({ kind, function: moduleFunction, index, leadsTo, mayLackAssets }: Doubt): BootReason {
  const reason = { function: moduleFunction, index } as const;
  switch (kind) {
    case 'fails':
      return { kind: 'fails_by_report', ...reason };
    case 'damaged':
      return { kind: 'damaged_by_report', ...reason, isChecked: leadsTo !== undefined };
    case 'passes':
      return { kind: 'passes_by_report', ...reason };
    case 'safe_mode':
      return { kind: 'safe_mode_by_report', ...reason, mayLackAssets: mayLackAssets === true };
  }
}

function bootByState(state: DeviceState, os?: number): Boot {
  const seen = new Set<BootMode>();
  // Once it may not come back at all, the rest of what it may do is of no use to anybody.
  const isEnough = ({ mode }: Boot): boolean =>
    mode === 'unknown' || (seen.add(mode).size > 1 && [...seen].some((one) => !COMES_BACK.includes(one)));
  const asked = spread(
    state,
    (one) => bootDirectly(one, os),
    () => ({ files: [], wanted: [], limit: MOST_CASES, isEnough }),
  );
  return 'known' in asked ? asked.known : bootOf(state, asked.open, asked.first);
}

/**
 * The start of all cases.
 *
 * @param first what the code answers without splitting: it knows the reasons where the known facts suffice for them
 */
export function bootOf(
  { platform }: Pick<DeviceState, 'platform'>,
  { answers, cases, extent }: Spread<Boot>,
  first: Boot,
): Boot {
  const modes = [...new Set(answers.map(({ mode }) => mode))];
  const [mode = 'unknown'] = modes;
  if (extent !== 'whole' || modes.length !== 1 || mode === 'unknown') {
    const fact = decidingFact(platform, cases, (one) => one.mode);
    const isWhole = extent === 'whole' && !modes.includes('unknown');
    return { ...openBoot(fact, first), ...(isWhole ? { possible: modes } : {}) };
  }
  const application = common(answers.map((one) => one.application)) ?? null;
  if (mode === first.mode) return { ...first, application };
  return {
    mode,
    reasons: mode === 'runs-app' ? [] : commonReasons(platform, answers, cases),
    cloudMayHeal: answers.every(({ cloudMayHeal }) => cloudMayHeal),
    application,
    hazards: common(answers.map(({ hazards }) => hazards)) ?? [],
  };
}

function openBoot(fact: HiddenFact | null, first: Boot): Boot {
  const reason: BootReason =
    fact === null ? { kind: 'not_known', what: 'rules' } : { kind: 'not_known', what: wordOf(fact), fact };
  const isSaid = fact === null && first.mode === 'unknown';
  return isSaid
    ? first
    : { mode: 'unknown', reasons: [reason], cloudMayHeal: false, application: null, hazards: first.hazards };
}

/** What holds in every case; where that is nothing, that every case has a reason of its own. */
function commonReasons(
  platform: number,
  answers: readonly Boot[],
  cases: Spread<Boot>['cases'],
): readonly BootReason[] {
  const [one, ...others] = answers.map(({ reasons }) => reasons.map((reason) => JSON.stringify(reason)));
  const reasons = (answers[0]?.reasons ?? []).filter((_, at) =>
    others.every((other) => other.includes(one?.[at] ?? '')),
  );
  if (reasons.length > 0) return reasons;
  const fact = decidingFact(platform, cases, (boot) => JSON.stringify(boot.reasons));
  return fact === null ? [] : [{ kind: 'in_every_case', what: wordOf(fact), fact }];
}

/** The word for a start that hangs on something hidden. */
export function wordOf(fact: HiddenFact): NotKnown {
  switch (fact.kind) {
    case 'applicationStart':
      return 'application';
    case 'slot':
      if (fact.store === 'factory') return 'factory';
      if (fact.function === MODULE_FUNCTION.bootloader) return 'bootloader';
      return fact.function === MODULE_FUNCTION.systemPart ? 'system' : 'application';
    default:
      return fact.kind;
  }
}

/** The same where enough is known. */
export function bootDirectly(state: DeviceState, os?: number): Boot {
  return doubted(bootOfFlash(state, os), state);
}

function bootOfFlash(state: DeviceState, os?: number): Boot {
  const mono = startsMonolithic(state);
  if (mono !== null) return only('unknown', { kind: 'monolithic', version: mono.version });
  const era = runningEra(state, os);
  if ('kind' in era) return withoutSystem(state, era);
  const stage = bootloaderStage(state, era);
  if (stage !== null) return stage;
  const verdict = loaderVerdict(state, era);
  const result = fromLoader(state, era, verdict);
  return { ...result, hazards: hazardsOf(state, era) };
}

function only(mode: BootMode, reason: BootReason): Boot {
  return { mode, reasons: [reason], cloudMayHeal: false, application: null, hazards: [] };
}

function withoutSystem(state: DeviceState, reason: Reason): Boot {
  switch (reason.kind) {
    case 'no_system': {
      const rules = rulesOf(state.platform);
      if (rules === null) return only('unknown', { kind: 'not_known', what: 'rules' });
      const { systemStart, flashEnd } = rules;
      if (systemStart.kind !== 'first_part') return only('dfu', { kind: 'no_system_part', index: 1 });
      // System part 1 is what the bootloader looks at; where its header fits, it then jumps into the erased part 2.
      const first = contentAt(state, systemStart.at);
      if (first === 'unknown') return only('unknown', { kind: 'not_known', what: 'system' });
      return typeof first !== 'string' && startsThere(first, systemStart.at, { flashEnd, platform: state.platform })
        ? only('hangs', { kind: 'no_system_part', index: 2 })
        : only('dfu', { kind: 'no_system_part', index: 1 });
    }
    case 'system_unknown':
      return only('unknown', { kind: 'not_known', what: 'system' });
    default:
      return only('unknown', { kind: 'not_known', what: 'rules' });
  }
}

/** Whether the bootloader starts Device OS at all. Null where it does. */
function bootloaderStage(state: DeviceState, era: Era): Boot | null {
  const { systemStart } = era;
  switch (systemStart.kind) {
    case 'first_part': {
      const first = contentAt(state, systemStart.at);
      if (first === 'unknown') return null;
      const fits = typeof first !== 'string' && startsThere(first, systemStart.at, era);
      if (!fits) {
        return restoreFactory(state, era) === null
          ? only('dfu', { kind: 'no_system_part', index: 1 })
          : only('factory-reset', { kind: 'factory_image' });
      }
      return null;
    }
    case 'two_places':
      return eitherPlaceStage(state, era, systemStart);
    case 'whole_part': {
      const system = contentAt(state, systemStart.at);
      return typeof system !== 'string' &&
        (!startsThere(system, systemStart.at, era) || crcAt(system, system.at, era) !== 'pass')
        ? only('dfu', { kind: 'no_system_part', index: 1 })
        : null;
    }
  }
}

function eitherPlaceStage(
  state: DeviceState,
  era: Era,
  places: Extract<SystemStart, { readonly kind: 'two_places' }>,
): Boot | null {
  const started = startedInPlaces(state, era, places);
  switch (started.kind) {
    case 'starts':
      return isCompressed(started.module) ? only('hangs', { kind: 'compressed_code', which: 'system' }) : null;
    case 'unknown':
      // The system part may well be the one that is known; what is not known of the loader's checks is said there.
      return started.what === 'system' ? null : only('unknown', { kind: 'not_known', what: 'bootloader' });
    case 'none':
      return started.tooOld === null
        ? only('dfu', { kind: 'no_system_part', index: 1 })
        : only('dfu', { kind: 'no_system_at_boot_address', bootloader: started.tooOld });
  }
}

/** A compressed module that a bootloader wrote as it came: its code is no code. */
function isCompressed({ flags }: InstalledModule): boolean {
  return (flags & MODULE_FLAG.compressed) !== 0;
}

function fromLoader(state: DeviceState, era: Era, verdict: LoaderVerdict): Omit<Boot, 'hazards'> {
  const mismatch = mismatchedParts(state, era);
  const base = { application: null, cloudMayHeal: false };
  if (mismatch !== null) {
    return { ...base, mode: 'undefined', reasons: [mismatch, ...safeModeReasons(state, era, verdict)] };
  }
  switch (verdict.outcome) {
    case 'fault':
      return { ...base, mode: 'hangs', reasons: [{ kind: 'reads_unmapped', reason: faultReason(verdict) }] };
    case 'unknown':
      return {
        ...base,
        mode: 'unknown',
        reasons: [{ kind: 'not_known', what: verdict.modules?.valid === 'unknown' ? 'bootloader' : 'application' }],
      };
    case 'factory_reset':
      return restoreFactory(state, era) === null
        ? { ...base, mode: 'hangs', reasons: [{ kind: 'factory_loop' }] }
        : { ...base, mode: 'factory-reset', reasons: [{ kind: 'factory_image' }] };
    case 'safe_mode': {
      const reasons = safeModeReasons(state, era, verdict);
      return { ...base, mode: 'safe-mode', reasons, cloudMayHeal: reasons.some(canBeHealed) };
    }
    case 'runs_app':
      return runningApplication(state, era, verdict.user.application);
  }
}

function faultReason(verdict: LoaderVerdict): Reason | null {
  const modules = verdict.modules?.failed?.reason;
  if (verdict.modules?.valid === 'fault' && modules !== undefined && modules !== 'missing') return modules;
  return typeof verdict.user.reason === 'object' ? verdict.user.reason : null;
}

/** The last condition: required assets (5.5.0-rc.1 and later). */
function runningApplication(state: DeviceState, era: Era, application: InstalledModule | null): Omit<Boot, 'hazards'> {
  const none = { application: null, cloudMayHeal: false };
  if (era.headerFlags && application !== null && isCompressed(application)) {
    return { ...none, mode: 'hangs', reasons: [{ kind: 'compressed_code', which: 'application' }] };
  }
  const required = era.assets ? (application?.assets ?? []) : [];
  const missing = required.filter((one) => !hasAsset(state, one));
  if (missing.length > 0 && state.assets === 'unknown') {
    return { ...none, mode: 'unknown', reasons: [{ kind: 'not_known', what: 'assets' }] };
  }
  if (missing.length > 0) {
    return { ...none, mode: 'safe-mode', reasons: missing.map((asset) => ({ kind: 'asset_missing', asset })) };
  }
  return { mode: 'runs-app', reasons: [], application, cloudMayHeal: false };
}

/** Every condition that holds, not only the first. */
function safeModeReasons(state: DeviceState, era: Era, verdict: LoaderVerdict): readonly BootReason[] {
  const modules: readonly BootReason[] =
    verdict.modulesDecide && verdict.modules?.failed != null && verdict.modules.valid !== true
      ? [{ kind: 'module_invalid', ...verdict.modules.failed }]
      : [];
  const { user, versionGap } = verdict;
  if (versionGap !== null) return [...modules, { kind: 'application_in_version_gap', version: versionGap }];
  if (user.valid === true || user.factoryReset) return modules;
  const reason: BootReason | null =
    user.reason === 'no_application'
      ? { kind: 'no_application' }
      : user.reason === 'crc'
        ? { kind: 'application_crc' }
        : user.reason === null
          ? null
          : { kind: 'application_needs', reason: user.reason };
  return reason === null ? modules : [...modules, reason];
}

/** The cloud sends system parts and bootloaders that are declared and missing; it has no application and no asset of the user's to send. */
function canBeHealed(reason: BootReason): boolean {
  const inner = reason.kind === 'module_invalid' || reason.kind === 'application_needs' ? reason.reason : null;
  return (
    inner !== null &&
    inner !== 'missing' &&
    (inner.kind === 'dependency_too_low' || inner.kind === 'dependency_without_slot')
  );
}

/**
 * System parts that declare another one at a version that is not there, where nothing checks it at boot: they call entries that the other may lack.
 * Source: gen 2, `system_part1_loader.c`: part 1 jumps on unconditionally; only part 2 is checked, on Photon and P1 from 0.7.0 on.
 */
function mismatchedParts(state: DeviceState, era: Era): BootReason | null {
  if (!era.partsUnchecked) return null;
  for (const slot of era.slots) {
    if (slot.function !== MODULE_FUNCTION.systemPart) continue;
    const part = contentAt(state, slot.start);
    if (typeof part === 'string') continue;
    const checkedAtBoot = era.modulesDecideAtBoot && slot.index === era.validatorIndex;
    const found = checkedAtBoot ? missingPart(state, era, part, 'erased_only') : missingPart(state, era, part, 'any');
    if (found !== null) return found;
  }
  return null;
}

function missingPart(
  state: DeviceState,
  era: Era,
  part: InstalledModule,
  which: 'any' | 'erased_only',
): BootReason | null {
  for (const needs of [part.dependency1, part.dependency2]) {
    if (needs?.function !== MODULE_FUNCTION.systemPart) continue;
    const other = systemPart(state, era, needs.index);
    if (other === 'unknown' || other === 'image_body') continue;
    const has = other === 'erased' ? ('erased' as const) : other.version;
    const missed = has === 'erased' || (which === 'any' && has < needs.version);
    if (missed) {
      return {
        kind: 'mismatched_parts',
        part: { function: part.function, index: part.index, version: part.version },
        needs,
        has,
      };
    }
  }
  return null;
}

function hazardsOf(state: DeviceState, era: Era): readonly Hazard[] {
  const { wifiFirmwareLost, staticMemoryOverlap, flagsInTwoPlaces: flags } = era.hazards;
  const hazards: Hazard[] = [];
  if (!bootloaderSeesSlots(state, era)) hazards.push({ kind: 'pending_updates_invisible' });
  if (clashes(state, era, wifiFirmwareLost)) hazards.push({ kind: 'wifi_firmware_lost' });
  if (clashes(state, era, staticMemoryOverlap)) hazards.push({ kind: 'static_memory_overlap' });
  if (flags !== null && isFrom(contentAt(state, era.bootloaderAt), flags.bootloaderFrom) && !era.flagsInRegisters) {
    hazards.push({ kind: 'flags_in_two_places' });
  }
  return hazards;
}

function clashes(state: DeviceState, era: Era, clash: VersionClash | null): boolean {
  return clash !== null && era.os < clash.under && isFrom(systemPart(state, era, clash.part), clash.from);
}

function isFrom(content: Content, version: number): boolean {
  return typeof content !== 'string' && content.version >= version;
}

/**
 * What a Gen 2 system does to its bootloader when it starts: an embedded newer image is written over an older one; 0.5.5, 0.6.3 and 0.6.4 also
 * take a newer one back. Other states come back as they are. Source: `hal/src/stm32f2xx/bootloader.cpp`.
 */
export function settle(state: DeviceState): DeviceState {
  const asked = spread(state, settleDirectly, () => ({ files: [], wanted: [], limit: MOST_CASES }));
  if ('known' in asked) return asked.known;
  const after = asked.open.extent === 'whole' ? joined(asked.open.answers) : undefined;
  return after ?? nothingKnown(state, []);
}

/** The same where enough is known. */
export function settleDirectly(state: DeviceState): DeviceState {
  const embedded = carriedBootloader(state);
  if (embedded === null) return state;
  const { era, version } = embedded;
  const installed = contentAt(state, era.bootloaderAt);
  // Whoever looks at all cases comes here with each; for a guess, the image that the system carries is the least that there is.
  if (installed === 'unknown') return withBootloader(state, era, version);
  if (typeof installed === 'string') return state;
  const upgrades = installed.version < version;
  const takesBack = installed.version >= 100 && version < 100 && takesBootloaderBack(state.platform, era.os);
  if (!upgrades && !takesBack) return state;
  const modules = state.modules.map((one) =>
    one === installed
      ? { ...one, version, platform: state.platform, crcOk: true, dependency1: null, dependency2: null }
      : one,
  );
  return { ...state, modules };
}

/** The bootloader that the running system carries, and its era; null where it carries none. */
function carriedBootloader(state: DeviceState): { readonly era: Era; readonly version: number } | null {
  const era = runningEra(state);
  const carrier = 'kind' in era ? undefined : valueIn(era.bootloaderCarrier, era.os);
  if ('kind' in era || carrier === undefined) return null;
  const part = systemPart(state, era, carrier);
  const version = typeof part === 'string' ? null : embeddedBootloader(state.platform, carrier, part.version);
  return version === null ? null : { era, version };
}

/** The state as a release ships it: after the first start, a bootloader that nobody recorded is taken for the one that the system carries. */
export function settleAsShipped(state: DeviceState): DeviceState {
  const settled = settle(state);
  const carried = carriedBootloader(settled);
  const isOpen = carried !== null && contentAt(settled, carried.era.bootloaderAt) === 'unknown';
  return isOpen ? withBootloader(settled, carried.era, carried.version) : settled;
}

function withBootloader(state: DeviceState, era: Era, version: number): DeviceState {
  const slot = era.slots.find((one) => one.function === MODULE_FUNCTION.bootloader);
  if (slot === undefined) return state;
  const image = wholeModule(state.platform, slot, version, null, null);
  return { ...state, modules: [image, ...state.modules], unknown: state.unknown.filter((at) => at !== slot.start) };
}
