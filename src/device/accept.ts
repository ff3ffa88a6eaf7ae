/** Would the device, in this state, accept this file over this transport? */
import { rulesOf } from '../catalog/boards/index.js';
import { UPDATABLE_NCP } from '../catalog/eras.js';
import { usualOffsets } from '../catalog/platforms.js';
import { CRC_SIZE } from '../module/layout.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import { eraOf } from './era.js';
import type { Era } from './era.js';
import { fetchStaged } from './fetch.js';
import { contentAt, contentUnlessHidden, coveredLength } from './flash.js';
import { common, decidingFact, isOpen, splitOn, spread } from './hidden.js';
import type { Spread } from './hidden.js';
import { ruleOf } from './rule.js';
import { startedInPlaces } from './starts.js';
import { toldOf } from './told.js';
import { listenTo, note } from './trace.js';
import type { Requirement } from '../module/types.js';
import type {
  Checks,
  Decision,
  DeviceState,
  HiddenFact,
  HiddenName,
  InstalledModule,
  ModuleFacts,
  Reason,
  Told,
  Transport,
} from './types.js';

/** Error codes of Device OS 2.0.0 and later. Source: `services/inc/system_error.h` @ 6.2.0. */
const ERROR = {
  notFound: -1300,
  unsupported: -1310,
  integrity: -1330,
  dependency: -1340,
  address: -1350,
  size: -1351,
  platform: -1360,
  format: -1370,
  protected: -1801,
  tooLarge: -190,
  notSupported: -120,
} as const;

const NOTHING_CHECKED: Checks = {
  integrity: 'not_checked',
  dependencies: 'not_checked',
  dependenciesFull: 'not_checked',
  range: 'not_checked',
  platform: 'not_checked',
};

/** A decision before it is known who hears of it. */
type Answer = Omit<Decision, 'told'>;

/** What a caller may set about the question. */
export interface AcceptOptions {
  readonly transport: Transport;
  /** Module version of the release whose validator decides; default: the installed system part that holds it. */
  readonly os?: number;
}

/**
 * The release whose code validates: the installed system part 2 (Gen 2) or 1 (Gen 3 and 4). Where system parts have moved it is the one that the bootloader starts;
 * where it starts none, the one that would be asked first.
 */
export function runningVersion(state: DeviceState): number | 'unknown' | 'none' {
  const asked = spread(state, runningVersionDirectly, () => ({ ...ABOUT_NOTHING, limit: MOST_CASES }));
  if ('known' in asked) return asked.known;
  const { answers, extent } = asked.open;
  return (extent === 'whole' ? common(answers) : undefined) ?? 'unknown';
}

const ABOUT_NOTHING = { files: [], wanted: [] } as const;
/** Cases that are looked at for one question; more are left open. */
const MOST_CASES = 2000;

/** The same where enough is known. */
function runningVersionDirectly(state: DeviceState): number | 'unknown' | 'none' {
  const rules = rulesOf(state.platform);
  if (rules === null) return 'none';
  if (rules.systemStart.kind === 'two_places') {
    const probe = eraOf(state.platform, 0);
    const started = probe === null ? null : startedInPlaces(state, probe, rules.systemStart);
    if (started?.kind === 'starts' && started.module.function !== MODULE_FUNCTION.monoFirmware) {
      return started.module.version;
    }
  }
  if (startsMonolithic(state) !== null) return 'unknown';
  let unknown = false;
  for (const start of rules.validatorAt) {
    const content = contentAt(state, start);
    if (content === 'unknown') unknown = true;
    else if (typeof content !== 'string') return content.version;
  }
  return unknown ? 'unknown' : 'none';
}

/**
 * The monolithic firmware that lies where the bootloader starts Device OS; null where none does. The bootloader looks at start, platform and (Gen 3)
 * CRC, never at the function, so it starts that: whatever system parts lie elsewhere. Source: is_application_valid, `bootloader/src/nRF52840/dfu_usb.c`
 * and `bootloader/src/stm32f2xx/dfu_usb.c`; FLASH_isUserModuleInfoValid, `platform/MCU/nRF52840/src/flash_mal.c`; 1.5.2 to 6.2.0.
 */
export function startsMonolithic(state: DeviceState): InstalledModule | null {
  const rules = rulesOf(state.platform);
  if (rules === null) return null;
  const { systemStart } = rules;
  const places = systemStart.kind === 'two_places' ? [systemStart.newAt, systemStart.oldAt] : [systemStart.at];
  for (const place of places) {
    // A hidden slot is asked for by what asks for Device OS; no case of it is monolithic.
    const content = contentUnlessHidden(state, place);
    if (typeof content === 'string') continue;
    const isSystem = content.function === MODULE_FUNCTION.systemPart && content.crcOk;
    if (content.function === MODULE_FUNCTION.monoFirmware) return content;
    if (isSystem) return null;
  }
  return null;
}

/** The rules that hold now, or why none can be named. */
export function runningEra(state: DeviceState, os?: number): Era | Reason {
  const running = os ?? (isOpen(state) ? runningVersion(state) : runningVersionDirectly(state));
  if (rulesOf(state.platform) === null) return { kind: 'no_rules', platform: state.platform };
  if (running === 'unknown') return { kind: 'system_unknown' };
  if (running === 'none') return { kind: 'no_system' };
  return eraOf(state.platform, running) ?? { kind: 'no_rules', platform: state.platform };
}

/**
 * Whether a device takes a file, and what decided it. A pure function; the state is not changed. Where something of the device is not known, the
 * answer is the one of every case, or 'unknown' with what is missing.
 *
 * @param state the device as it is now
 * @param module the file's module (with what is combined behind it)
 * @param options transport, and the release if another than the installed one shall decide
 */
export function accept(state: DeviceState, module: ModuleFacts, options: AcceptOptions): Decision {
  if (!isOpen(state)) return acceptDirectly(state, module, options);
  const { answer, asked } = listenTo(() => acceptDirectly(state, module, options));
  return asked === null ? answer : acceptInAllCases(state, module, options, { answer, asked });
}

function acceptInAllCases(
  state: DeviceState,
  module: ModuleFacts,
  options: AcceptOptions,
  first: { readonly answer: Decision; readonly asked: HiddenName },
): Decision {
  const seen = new Set<string>();
  const isEnough = ({ verdict }: Decision): boolean => seen.add(verdict).size > 1 || verdict === 'unknown';
  const about = { files: [module], wanted: [], limit: MOST_CASES, isEnough };
  const cases = splitOn(state, first.asked, (one) => acceptDirectly(one, module, options), about);
  return decisionOf(state, cases, first.answer);
}

/**
 * The decision of all cases.
 *
 * @param first what the code answers without splitting: it knows the reason where the known facts suffice for one
 */
export function decisionOf(
  { platform }: Pick<DeviceState, 'platform'>,
  cases: Spread<Decision>,
  first: Decision,
): Decision {
  const { answers, extent } = cases;
  const verdict = extent === 'whole' ? common(answers.map((one) => one.verdict)) : undefined;
  if (verdict === undefined || verdict === 'unknown') return openDecision(platform, cases, first);
  if (verdict === first.verdict) return first;
  const fact = decidingFact(platform, cases.cases, (one) => JSON.stringify(one.reason));
  const reason =
    verdict === 'accepted'
      ? null
      : (commonReason(answers) ?? (fact === null ? null : { kind: 'in_every_case' as const, fact }));
  const told = common(answers.map((one) => one.told)) ?? null;
  return {
    verdict,
    fetched: common(answers.map((one) => one.fetched)) ?? null,
    checked: common(answers.map((one) => one.checked)) ?? 0,
    result: common(answers.map((one) => one.result)) ?? 0,
    checks: common(answers.map((one) => one.checks)) ?? NOTHING_CHECKED,
    error: common(answers.map((one) => one.error)) ?? null,
    reason,
    rule: reason === null ? null : ruleOf(reason),
    told,
  };
}

function commonReason(answers: readonly Decision[]): Reason | null {
  return common(answers.map(({ reason }) => reason)) ?? null;
}

/** Not known: with the reason of the code itself, where that names what is missing. */
function openDecision(platform: number, { cases }: Spread<Decision>, first: Decision): Decision {
  const fact = decidingFact(platform, cases, ({ verdict }) => verdict);
  if (first.verdict === 'unknown' && (fact === null || names(first.reason, fact))) return first;
  const reason: Reason = fact === null ? { kind: 'system_unknown' } : { kind: 'hidden', fact };
  return { ...refusal(reason, null, 'unknown'), fetched: null, told: null };
}

/** Whether a reason says that this is what is not known. */
function names(reason: Reason | null, fact: HiddenFact): boolean {
  switch (reason?.kind) {
    case 'dependency_unknown':
      return isOf(fact, reason.needs);
    case 'protection_unknown':
      return fact.kind === 'protection';
    case 'strand_unknown':
      return fact.kind === 'slot' && fact.function === MODULE_FUNCTION.systemPart;
    case 'system_unknown':
      return fact.kind === 'slot' && fact.function === MODULE_FUNCTION.systemPart;
    default:
      return false;
  }
}

function isOf(fact: HiddenFact, needs: Requirement): boolean {
  switch (fact.kind) {
    case 'slot':
      return fact.function === needs.function && fact.index === needs.index;
    case 'radio':
      return needs.function === MODULE_FUNCTION.radioStack;
    case 'ncp':
      return needs.function === MODULE_FUNCTION.ncpFirmware;
    default:
      return false;
  }
}

/** The same where enough is known. */
export function acceptDirectly(state: DeviceState, module: ModuleFacts, options: AcceptOptions): Decision {
  const decision = acceptAsRead(state, module, options);
  const { headerOffset } = module.inner ?? module;
  if (decision.verdict === 'refused' || isLookedAt(state.platform, headerOffset)) return decision;
  return { ...refusal({ kind: 'header_elsewhere', offset: headerOffset }, null, 'unknown'), fetched: null, told: null };
}

/** Whether a device looks for the header of a module at that offset. Source: FLASH_ModuleInfo, `platform/MCU/nRF52840/src/flash_mal.c`. */
function isLookedAt(platform: number, headerOffset: number): boolean {
  return usualOffsets(platform)?.includes(headerOffset) ?? true;
}

/** The answer where Device OS reads the header that was read here. */
function acceptAsRead(state: DeviceState, module: ModuleFacts, { transport, os }: AcceptOptions): Decision {
  if (transport === 'dfu') return { ...acceptOverDfu(state, module), told: null };
  if (transport === 'programmer') return { ...acceptByProgrammer(state), told: null };
  const era = runningEra(state, os);
  if ('kind' in era) {
    const isOpen = era.kind === 'system_unknown' || era.kind === 'no_rules';
    // Where no Device OS runs there is no one who could tell.
    return { ...refusal(era, null, isOpen ? 'unknown' : 'refused'), told: isOpen ? null : 'nobody' };
  }
  const answer = beforeValidation(state, era, module, transport) ?? validate(state, era, module, transport);
  return { ...answer, told: answer.verdict === 'refused' ? toldOf(era, transport) : null };
}

/** Who would hear if the device, as it is now, refused what comes on this way; null over DFU, and where no release is known to run. */
export function wouldTell(state: DeviceState, transport: Transport): Told | null {
  const era = runningEra(state);
  return 'kind' in era ? null : toldOf(era, transport);
}

/** What is decided before the file is looked at: whether the way exists, protection, size. */
function beforeValidation(state: DeviceState, era: Era, module: ModuleFacts, transport: Transport): Answer | null {
  if (!hasTransport(era, transport)) return refusal({ kind: 'no_transport', transport }, null);
  if (transport !== 'ota' && era.protection && state.protection !== 'open') {
    // Service mode opens a protected device from 6.1.1 on; before, there is no such thing.
    const closed = state.protection === 'protected' || (state.protection === 'service_mode' && !era.serviceMode);
    if (closed) return refusal({ kind: 'protected' }, ERROR.protected);
    if (state.protection === 'unknown') {
      note('protection');
      return refusal({ kind: 'protection_unknown' }, null, 'unknown');
    }
  }
  return sizeFault(era, module, transport);
}

/** Assets over the air against what they may take, before anything against the staging area. */
function sizeFault(era: Era, { function: moduleFunction, size }: ModuleFacts, transport: Transport): Answer | null {
  const limit = moduleFunction === MODULE_FUNCTION.asset && era.assets && transport === 'ota' ? era.assetLimit : null;
  if (limit !== null && size > limit) {
    const reason: Reason = { kind: 'too_large', size, limit };
    return { ...refusal(reason, ERROR.tooLarge), rule: ruleOf(reason, null, 'assets') };
  }
  if (size <= era.stagingSize) return null;
  const reason = { kind: 'too_large', size, limit: era.stagingSize } as const;
  // Before 3.0.0 nothing compares: what lies behind the staging area is written over, or the flash ends.
  // Source: Spark_Prepare_For_Firmware_Update, `system/src/system_update.cpp` up to 2.3.1; startUpdate, `system/src/firmware_update.cpp` from 3.0.0 on.
  return era.sizeChecked ? refusal(reason, ERROR.size) : refusal({ ...reason, unchecked: true }, null, 'unknown');
}

function hasTransport(era: Era, transport: Transport): boolean {
  switch (transport) {
    case 'ota':
    case 'dfu':
    case 'programmer':
      return true;
    case 'serial':
      return era.serialUpdates;
    case 'local':
      return era.controlRequests;
    case 'dfu_flag':
      return era.dfuUpdateFlag;
  }
}

function refusal(reason: Reason, error: number | null, verdict: Decision['verdict'] = 'refused'): Answer {
  return {
    verdict,
    fetched: false,
    checked: 0,
    result: 0,
    checks: NOTHING_CHECKED,
    error,
    reason,
    rule: ruleOf(reason),
  };
}

/**
 * The validator itself: every module of the file against what is installed now, the first fault decides.
 * Of a combined file all must be found; only the first two are validated and applied. Source: validateModules, 2.0.0-alpha.1 and later.
 */
export function validate(state: DeviceState, era: Era, module: ModuleFacts, transport: Transport): Answer {
  const first = validateOne(state, era, module, transport);
  if (!era.moduleFormats || (module.flags & MODULE_FLAG.combined) === 0) return first;
  if (first.fetched !== true) return first;
  const others = fetchedBehind(state, era, module, transport);
  if ('verdict' in others) return others;
  const [second] = others;
  return first.verdict !== 'accepted' || second === undefined || second.verdict === 'accepted' ? first : second;
}

/**
 * The modules behind the first one of a combined file, or why not all are found. Behind the last one the next header is read all the same, from
 * flash that an update erases, and erased flash is no module; only where the staging area ends first it is the size that is wrong. 2.x calls that
 * an address, 3.0.0-alpha.1 and later a size. Source: fetchModules, `ota_flash_hal.cpp` @ 2.3.1, 3.0.0.
 */
function fetchedBehind(
  state: DeviceState,
  era: Era,
  module: ModuleFacts,
  transport: Transport,
): readonly Answer[] | Answer {
  const found: Answer[] = [];
  let left = era.stagingSize;
  let last = module;
  while ((last.flags & MODULE_FLAG.combined) !== 0) {
    const size = coveredLength(last) + CRC_SIZE;
    if (size > left) return refusal({ kind: 'combined_too_short' }, era.sizeChecked ? ERROR.size : ERROR.address);
    left -= size;
    const next = module.combined[found.length] ?? null;
    if (next === null) return refusal({ kind: 'combined_too_short' }, ERROR.notFound);
    const decision = validateOne(state, era, next, transport);
    if (decision.fetched === false) return { ...decision, verdict: 'refused', error: ERROR.notFound };
    if (decision.fetched === null) return decision;
    found.push(decision);
    last = next;
  }
  return found;
}

function validateOne(state: DeviceState, era: Era, module: ModuleFacts, transport: Transport): Answer {
  const fetched = fetchStaged(state, era, module);
  const rule = fetched.reason === null ? null : ruleOf(fetched.reason, module);
  const error = fetched.verdict === 'refused' ? errorOf(era, fetched.fetched, fetched.reason, fetched.checks) : null;
  if (fetched.verdict !== 'accepted') return { ...fetched, error, rule };
  const format = formatFault(state, era, module, transport);
  return format === null
    ? { ...fetched, error: null, rule }
    : { ...fetched, verdict: 'refused', ...format, rule: ruleOf(format.reason) };
}

function errorOf(era: Era, fetched: boolean | null, reason: Reason | null, checks: Checks): number | null {
  if (!era.errorCodes) return null;
  if (fetched !== true) return ERROR.notFound;
  if (checks.integrity === 'fail') return ERROR.integrity;
  return reason?.kind === 'other_platform' ? ERROR.platform : ERROR.dependency;
}

/** The checks behind the flag words, in their order. Source: validateModules, `ota_flash_hal.cpp`, 2.0.0-alpha.1 and later. */
function formatFault(
  state: DeviceState,
  era: Era,
  module: ModuleFacts,
  transport: Transport,
): { readonly reason: Reason; readonly error: number } | null {
  if (!era.moduleFormats) return null;
  const compressed = (module.flags & MODULE_FLAG.compressed) !== 0;
  const dropped = (module.flags & MODULE_FLAG.dropModuleInfo) !== 0;
  if (module.headerOffset > 0 && (compressed || dropped)) {
    return { reason: { kind: 'header_not_first' }, error: ERROR.format };
  }
  if (compressed && !mayBeCompressed(era, module.function)) {
    return { reason: { kind: 'compression_unsupported', function: module.function }, error: ERROR.unsupported };
  }
  if (module.function === MODULE_FUNCTION.ncpFirmware && module.mcu !== UPDATABLE_NCP) {
    return { reason: { kind: 'wrong_ncp', needs: module.mcu, has: UPDATABLE_NCP }, error: ERROR.platform };
  }
  return protectionFault(state, era, module, transport);
}

function mayBeCompressed(era: Era, moduleFunction: number): boolean {
  return (
    moduleFunction === MODULE_FUNCTION.userPart ||
    moduleFunction === MODULE_FUNCTION.systemPart ||
    (moduleFunction === MODULE_FUNCTION.asset && era.assets)
  );
}

export const OLDEST_SYSTEM_OF_PROTECTED = 6000;

/** Local updates of a protected device, also in service mode, must not take its protection away. Source: 8165d3503, 6.2.0. */
function protectionFault(
  state: DeviceState,
  era: Era,
  module: ModuleFacts,
  transport: Transport,
): { readonly reason: Reason; readonly error: number } | null {
  const watched = state.protection === 'service_mode' || state.protection === 'protected';
  if (!era.localDowngradeChecks || transport === 'ota' || !watched) return null;
  if (module.function === MODULE_FUNCTION.bootloader && module.index === 0 && !module.protects) {
    return { reason: { kind: 'unprotected_bootloader' }, error: ERROR.protected };
  }
  if (module.function === MODULE_FUNCTION.systemPart && module.version < OLDEST_SYSTEM_OF_PROTECTED) {
    const minimum = OLDEST_SYSTEM_OF_PROTECTED;
    return { reason: { kind: 'protected_downgrade', version: module.version, minimum }, error: ERROR.protected };
  }
  return null;
}

/**
 * DFU: nothing is checked, but not everything can be written. The bootloader does it, so the release that runs does not matter.
 * Source: usbd_dfu_mal.c (Gen 2), DFU descriptors (Gen 3 and 4).
 */
function acceptOverDfu(state: DeviceState, module: ModuleFacts): Answer {
  const era = eraOf(state.platform, 0);
  if (era === null) return refusal({ kind: 'no_rules', platform: state.platform }, null, 'unknown');
  if (era.protectable && state.protection === 'protected') return refusal({ kind: 'protected' }, null);
  if (!isWritableOverDfu(era, module)) {
    const packed = isPacked(module) ? ({ packed: true } as const) : {};
    return refusal({ kind: 'not_over_dfu', function: module.function, ...packed }, null);
  }
  if (state.protection === 'unknown' && era.protectable) {
    note('protection');
    return refusal({ kind: 'protection_unknown' }, null, 'unknown');
  }
  return UNCHECKED;
}

/** What is written while no Device OS looks. */
const UNCHECKED: Answer = {
  verdict: 'accepted',
  fetched: true,
  checked: 0,
  result: 0,
  checks: NOTHING_CHECKED,
  error: null,
  reason: null,
  rule: null,
};

/** A programmer writes whatever it is given; of a board without rules nobody can say what then starts. */
function acceptByProgrammer({ platform }: DeviceState): Answer {
  return eraOf(platform, 0) === null ? refusal({ kind: 'no_rules', platform }, null, 'unknown') : UNCHECKED;
}

function isWritableOverDfu(era: Era, module: ModuleFacts): boolean {
  if (isPacked(module)) return false;
  return era.writableOverDfu(module.function, module.start, module.start + coveredLength(module) + 4);
}

function isPacked({ flags }: ModuleFacts): boolean {
  return (flags & (MODULE_FLAG.compressed | MODULE_FLAG.combined)) !== 0;
}
