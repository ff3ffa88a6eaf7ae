/** The twin's state, made of a device report. A slot that the report does not give is unknown; one that it gives as empty is erased. */
import type { ModuleId } from '../module/types.js';
import { RADIO_INFO_WORD } from '../catalog/eras.js';
import { slotsIn, slotsOf } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { NEWEST } from '../catalog/versions.js';
import { groupBy } from '../base/group-by.js';
import { isSameModule } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { DeviceReport, NoReport, ReportedModule, ReportNote } from './types.js';
import { certaintyOf, isDamaged } from './sure.js';
import type { Certainty } from './sure.js';
import { accept, runningEra } from '../device/accept.js';
import { boot, startOfFailing } from '../device/boot.js';
import { hasDependencyCheck } from '../device/dependencies.js';
import { eraOf } from '../device/era.js';
import type { Era } from '../device/era.js';
import { atAssumedStart } from '../device/shipped.js';
import { wholeModule } from '../device/write.js';
import type { DeviceState, Doubt, InstalledModule } from '../device/types.js';

/** The state of a reported device. */
export interface ReportedState {
  readonly state: DeviceState;
  /** What the report leaves open, beyond the report's own notes. */
  readonly notes: readonly ReportNote[];
}

/** First release with protected devices. */
const FIRST_WITH_PROTECTION = 6000;
const FOREIGN_PLATFORM = NEWEST;

/**
 * The state of a reported device. Addresses are those of the slots in the running release; lengths are assumed (reports give none).
 *
 * @param platform where the report names none, or where the caller knows better
 */
export function stateOfReport(report: DeviceReport, platform?: number): ReportedState | NoReport {
  const used = platform ?? report.platform;
  if (used === null) return { kind: 'no_report', what: 'a report that does not say of which platform the device is' };
  const reading = readingOf(report, used);
  const erased = emptySlots(reading);
  const modules = placedModules(reading);
  const unknown = unknownAddresses(reading, erased.value, modules.value);
  const applicationStart = applicationStartOf(reading, modules.value);
  const protection = protectionOf(reading);
  const state: DeviceState = {
    platform: used,
    modules: modules.value,
    unknown: unknown.value,
    radio: radioOf(reading, erased.value),
    ncp: ncpOf(reading),
    applicationStart: applicationStart.value,
    protection: protection.value,
    assets: modules.value.some(hasUnnamedAsset) ? 'unknown' : (report.assets ?? 'unknown'),
    ...lackingAssets(report),
    staged: null,
  };
  const doubts = doubtsOf(reading, state);
  const parts: readonly Noted<unknown>[] = [modules, unknown, applicationStart, protection, doubts];
  const notes = [
    ...platformNotes(reading),
    ...reading.certainty.notes,
    ...erased.notes,
    ...systemNotes(reading),
    ...parts.flatMap((part) => part.notes),
  ];
  return { state: doubts.value.length === 0 ? state : { ...state, doubts: doubts.value }, notes };
}

/** Where the checks of the report and those of the twin differ. */
function doubtsOf({ report, entries, certainty, era }: Reading, state: DeviceState): Noted<readonly Doubt[]> {
  const fails = [...certainty.failed].flatMap(([entry, kind]): readonly Doubt[] => {
    const one = entries[entry]?.[1];
    if (one === undefined) return [];
    const { function: moduleFunction, index } = one;
    return [{ kind, function: moduleFunction, index, ...startOfFailing(era, kind, one, one.dependencies) }];
  });
  // Where the start checks it, the twin says so itself.
  const damaged = entries.flatMap(([entry, one]): readonly Doubt[] =>
    !certainty.unsure.has(entry) && isDamagedCode(one, era)
      ? [{ kind: 'damaged', function: one.function, index: one.index }]
      : [],
  );
  const passes = entries.filter(([entry, one]) => !certainty.unsure.has(entry) && isPassedInVain(one, state));
  const known: readonly Doubt[] = [
    ...fails,
    ...damaged,
    ...passes.map(([, one]): Doubt => ({ kind: 'passes', function: one.function, index: one.index })),
  ];
  return {
    value: [...known, ...unexplainedSafeMode(report, known.length === 0 ? state : { ...state, doubts: known })],
    notes: passes.map(([entry, one]) => ({
      kind: 'passed_against_list',
      entry,
      function: one.function,
      index: one.index,
    })),
  };
}

/** A Photon that never had another bootloader reports it so, as far as published reports show. */
const FACTORY_BOOTLOADER = 2;

/** The device says that the CRC of code that runs is wrong; an application is always checked at the start. */
function isDamagedCode(one: ReportedModule, era: Era | null): boolean {
  if (!isDamaged(one) || one.function === MODULE_FUNCTION.userPart) return false;
  const isOfFactory = era?.partsUnchecked === true && one.version <= FACTORY_BOOTLOADER;
  return !(isOfFactory && one.function === MODULE_FUNCTION.bootloader);
}

/** The device says that it is in safe mode, and by all that it lists it would not be. */
function unexplainedSafeMode({ kind }: DeviceReport, state: DeviceState): readonly Doubt[] {
  if (kind !== 'safe_mode_event') return [];
  const { mode, possible = [mode], application } = boot(state);
  if (possible.includes('safe-mode') || !possible.includes('runs-app')) return [];
  const era = runningEra(state);
  const mayLackAssets = 'kind' in era || (era.assets && application?.assetsUntold === true);
  return [
    {
      kind: 'safe_mode',
      function: MODULE_FUNCTION.userPart,
      index: application?.index ?? 1,
      ...(mayLackAssets ? { mayLackAssets } : {}),
    },
  ];
}

/** The device finds nothing missing that the module needs, and the twin does. */
function isPassedInVain(one: ReportedModule, state: DeviceState): boolean {
  if (!one.present || one.store !== 'main' || one.checks.dependencies !== 'pass') return false;
  const installed = state.modules.find((module) => isSameModule(module, one));
  // What needs nothing lacks nothing: most modules of most devices.
  if (installed === undefined || !hasDependencyCheck(installed)) return false;
  return accept(state, installed, { transport: 'ota' }).checks.dependencies === 'fail';
}

/** A part of the state, and what the report leaves open about it. */
interface Noted<Value> {
  readonly value: Value;
  readonly notes: readonly ReportNote[];
}

/** An entry of the report and its position there. */
type Entries = readonly (readonly [entry: number, module: ReportedModule])[];

/** A report with what all parts of the state ask of it. */
interface Reading {
  readonly report: DeviceReport;
  readonly platform: number;
  readonly entries: Entries;
  /** Entries whose content cannot be told. */
  readonly unclear: ReadonlySet<number>;
  /** What of the report can be relied on. */
  readonly certainty: Certainty;
  readonly mislabelled: ReadonlyMap<number, ModuleId>;
  /** Version of the system part that decides which release runs. */
  readonly system: number | null;
  readonly era: Era | null;
  /** Those of the running release; of the newest one where that is not known. */
  readonly slots: readonly Slot[];
}

function readingOf(report: DeviceReport, platform: number): Reading {
  const entries = [...report.modules.entries()];
  const mislabelled = new Map(
    report.notes.flatMap((note) => (note.kind === 'mislabelled' ? [[note.entry, note.slot] as const] : [])),
  );
  const validator = { function: MODULE_FUNCTION.systemPart, index: eraOf(platform, 0)?.validatorIndex ?? 1 };
  const system = findModule({ entries, mislabelled }, validator)?.version ?? null;
  return {
    report,
    platform,
    entries,
    unclear: new Set(report.notes.flatMap((note) => (isUnclear(note) ? [note.entry] : []))),
    certainty: certaintyOf(report),
    mislabelled,
    system,
    era: eraOf(platform, system ?? NEWEST),
    slots: slotsIn(platform, system ?? NEWEST),
  };
}

function platformNotes({ report, platform }: Reading): readonly ReportNote[] {
  if (report.platform === null || report.platform === platform) return [];
  return [{ kind: 'platform_overridden', reported: report.platform, used: platform }];
}

function systemNotes({ slots, platform, system }: Reading): readonly ReportNote[] {
  if (slots.length === 0) return [{ kind: 'no_slots', platform }];
  return system === null ? [{ kind: 'system_unknown' }] : [];
}

/** The entry that counts for a module: the first one in a main slot that is its own. */
function findModule(
  { entries, mislabelled }: Pick<Reading, 'entries' | 'mislabelled'>,
  wanted: ModuleId,
): ReportedModule | undefined {
  return entries.find(
    ([entry, one]) => one.present && one.store === 'main' && isSameModule(one, wanted) && !mislabelled.has(entry),
  )?.[1];
}

function slotOf({ slots }: Reading, wanted: ModuleId, store: ReportedModule['store']): Slot | undefined {
  return slots.find((one) => isSameModule(one, wanted) && one.store === store);
}

/** Factory copies lie in the one factory slot, whichever application they are. */
function factorySlot({ slots }: Reading, { function: moduleFunction, store }: ReportedModule): Slot | undefined {
  if (store !== 'factory') return undefined;
  return slots.find((one) => one.store === 'factory' && one.function === moduleFunction);
}

/** A hash as suffixes hold it; what was shortened on the way says nothing. */
const SHA256 = /^[0-9a-f]{64}$/;

/** What is known to lie in flash, ascending by address; the first entry of an address counts. */
function placedModules(reading: Reading): Noted<readonly InstalledModule[]> {
  const placed = reading.entries
    .filter(([entry, one]) => isPlaceable(one) && !reading.certainty.unsure.has(entry))
    .map(([entry, one]) => place(reading, entry, one));
  const byAddress = groupBy(
    placed.flatMap(({ value }) => value ?? []),
    ({ at }) => at,
  );
  return {
    value: [...byAddress.values()].flatMap(([first]) => first ?? []).sort((a, b) => a.at - b.at),
    notes: placed.flatMap(({ notes }) => notes),
  };
}

/** Whether an entry is a module in a slot whose header Device OS reads. */
function isPlaceable(one: ReportedModule): boolean {
  return one.present && (one.store === 'main' ? !isAskedFor(one) : one.store === 'factory');
}

function isDescribe({ kind }: DeviceReport): boolean {
  return kind === 'describe' || kind === 'safe_mode_event';
}

/** A module at its place; null (with a note) where the release has no such slot or where its place cannot be told. */
function place(reading: Reading, entry: number, one: ReportedModule): Noted<InstalledModule | null> {
  const name = { function: one.function, index: one.index };
  const own = slotOf(reading, one, 'main') ?? factorySlot(reading, one);
  const other = reading.mislabelled.get(entry);
  const slot =
    other !== undefined ? slotOf(reading, other, 'main') : one.store === 'factory' ? factorySlot(reading, one) : own;
  if (slot === undefined || own === undefined) {
    const isKnownPlatform = reading.slots.length > 0;
    return { value: null, notes: isKnownPlatform ? [{ kind: 'no_slot', ...name, store: one.store }] : [] };
  }
  // Modules whose dependencies are not known are not placed at all: their slots are unknown.
  const [dependency1, dependency2] = one.dependencies === 'unknown' ? [] : one.dependencies;
  const facts: InstalledModule = {
    ...wholeModule(reading.platform, own, one.version, dependency1 ?? null, dependency2 ?? null),
    ...name,
    platform: one.failed.includes('platform') ? FOREIGN_PLATFORM : reading.platform,
    headerOffset: reading.era?.headerOffsetOf(one.function, one.index) ?? 0,
    crcOk: !one.failed.includes('integrity'),
    ...(one.hash !== null && SHA256.test(one.hash) ? { build: one.hash } : {}),
    assets: one.assets.map((asset) => ({ name: asset.name, hash: asset.hash ?? '' })),
    // A describe message lists none; only what encodes modules as protobuf does. Source: `system/src/system_info.cpp` @ 6.2.0.
    ...(isDescribe(reading.report) && one.function === MODULE_FUNCTION.userPart ? { assetsUntold: true } : {}),
    protects: reading.report.protected === true && one.function === MODULE_FUNCTION.bootloader && one.index === 0,
    at: slot.start,
  };
  return { value: atItsAddresses(reading, one, facts, { slot, own }), notes: [] };
}

function atItsAddresses(
  reading: Reading,
  { failed }: ReportedModule,
  facts: InstalledModule,
  { slot, own }: { readonly slot: Slot; readonly own: Slot },
): InstalledModule | null {
  if (failed.includes('range')) return outsideOf(reading, facts, own);
  if (!slot.dynamic) return facts;
  return atAssumedStart(facts, reading.platform);
}

/** It ends behind its slot, but where is not known; at the end of flash any such end would be made up. */
function outsideOf({ era }: Reading, facts: InstalledModule, slot: Slot): InstalledModule | null {
  const end = slot.end + 4;
  const runsOff = era === null || slot.dynamic || facts.at + (end - facts.start) + 4 > era.flashEnd;
  return runsOff && slot.location === 'internal' ? null : { ...facts, end };
}

/** The slots that empty entries stand for: told by store and size, where that is clear. */
function emptySlots(reading: Reading): Noted<ReadonlySet<Slot>> {
  const named = new Set(reading.entries.flatMap(([entry, one]) => slotNamed(reading, entry, one) ?? []));
  const nameless = reading.entries.filter(([, one]) => !one.present && one.function === MODULE_FUNCTION.none);
  const found = nameless.map((entry) => emptySlotsOf(reading, entry, { named, nameless }));
  const erased = new Set(found.flatMap(({ value }) => value));
  const inMain = [...erased].filter(({ store }) => store === 'main');
  const notes = inMain.map((slot): ReportNote => ({
    kind: 'read_as_erased',
    function: slot.function,
    index: slot.index,
  }));
  return { value: erased, notes: [...found.flatMap((one) => one.notes), ...notes] };
}

/** The slots that one empty entry may stand for; none, with a note, where several entries could mean them. */
function emptySlotsOf(
  { slots, unclear }: Reading,
  [entry, { store, maxSize }]: Entries[number],
  { named, nameless }: { readonly named: ReadonlySet<Slot>; readonly nameless: Entries },
): Noted<readonly Slot[]> {
  if (unclear.has(entry) || store === 'other') return { value: [], notes: [] };
  const fits = (slot: Slot): boolean => slot.store === store && (store === 'factory' || slot.size === maxSize);
  const open = slots.filter((slot) => fits(slot) && !named.has(slot));
  const rivals = nameless.filter(([, one]) => one.store === store && one.maxSize === maxSize);
  const clear = open.length <= rivals.length && rivals.every(([at]) => !unclear.has(at));
  return !clear || (open.length === 0 && store === 'main')
    ? { value: [], notes: [{ kind: 'empty_unclear', entry, maxSize }] }
    : { value: open, notes: [] };
}

function slotNamed(reading: Reading, entry: number, one: ReportedModule): Slot | undefined {
  return one.store === 'factory'
    ? factorySlot(reading, one)
    : slotOf(reading, reading.mislabelled.get(entry) ?? one, one.store);
}

/** Start addresses about which the report says nothing, ascending. */
function unknownAddresses(
  reading: Reading,
  erased: ReadonlySet<Slot>,
  modules: readonly InstalledModule[],
): Noted<readonly number[]> {
  const isTaken = (start: number): boolean => modules.some(({ at }) => at === start);
  const open = reading.slots.filter(
    (slot) =>
      !isTaken(slot.start) &&
      !erased.has(slot) &&
      !slot.dynamic &&
      !isAskedFor(slot) &&
      !isHiddenApplication(reading, slot),
  );
  const erasedStarts = new Set([...erased].map(({ start }) => start));
  // Flash that only other releases have a slot for is not described at all.
  const undescribed = slotsOf(reading.platform).filter(
    (slot) =>
      !slot.dynamic &&
      !isAskedFor(slot) &&
      !erasedStarts.has(slot.start) &&
      !isTaken(slot.start) &&
      !isCovered(reading, slot.start),
  );
  return {
    value: [...new Set([...open, ...undescribed].map(({ start }) => start))].sort((a, b) => a - b),
    notes: open.map(({ function: moduleFunction, index, store, start }) => ({
      kind: 'slot_unknown',
      function: moduleFunction,
      index,
      store,
      start,
    })),
  };
}

/** Whether an address lies in a slot of the running release; never where that is not known. */
function isCovered({ slots, system }: Reading, start: number): boolean {
  return (
    system !== null &&
    slots.some((one) => !one.dynamic && one.location !== 'ncp' && start >= one.start && start < one.end)
  );
}

/**
 * Where the 256K application is listed and the 128K one is not, no 128K application that is whole is there, and the boot check passes over it;
 * where none is listed, neither is there.
 * Source: HAL_System_Info, 3.1.0-alpha.1 and later.
 */
function isHiddenApplication(reading: Reading, { function: moduleFunction, index, store }: Slot): boolean {
  if (reading.system === null || reading.era?.application256K !== true) return false;
  if (!reading.certainty.isComplete) return false;
  if (moduleFunction !== MODULE_FUNCTION.userPart || store !== 'main') return false;
  if (isNoneListed(reading)) return true;
  if (index !== 1) return false;
  const larger = findModule(reading, { function: MODULE_FUNCTION.userPart, index: 2 });
  return larger !== undefined && !larger.failed.includes('integrity');
}

/**
 * Whether the list is whole and names no application: only one that is whole is listed, so none is there that could run. A list from which
 * bootloader, system part or radio stack is left out may lack the application for the same reason.
 * Source: HAL_System_Info, 3.2.0-rc.1 and later.
 */
function isNoneListed(reading: Reading): boolean {
  const { era, entries, certainty } = reading;
  if (era?.oneApplicationListed !== true || reading.system === null || !certainty.isComplete) return false;
  if (entries.some(([, one]) => one.function === MODULE_FUNCTION.userPart && one.store === 'main')) return false;
  const others =
    era.radio === null ? [MODULE_FUNCTION.bootloader] : [MODULE_FUNCTION.bootloader, MODULE_FUNCTION.radioStack];
  return others.every((one) => findModule(reading, { function: one, index: 0 }) !== undefined);
}

/** Whether an entry for modules of that function cannot be relied on. */
function isUnsure({ entries, certainty }: Reading, moduleFunction: number): boolean {
  return entries.some(([entry, one]) => one.function === moduleFunction && certainty.unsure.has(entry));
}

function radioOf(reading: Reading, erased: ReadonlySet<Slot>): DeviceState['radio'] {
  if (reading.era?.radio == null) return null;
  if (isUnsure(reading, MODULE_FUNCTION.radioStack)) return 'unknown';
  const radio = findModule(reading, { function: MODULE_FUNCTION.radioStack, index: 0 });
  if (radio !== undefined) return { version: radio.version, infoWord: RADIO_INFO_WORD.get(radio.version) ?? null };
  const isEmpty = [...erased].some((slot) => slot.function === MODULE_FUNCTION.radioStack);
  return isEmpty ? null : 'unknown';
}

function ncpOf(reading: Reading): DeviceState['ncp'] {
  if (isUnsure(reading, MODULE_FUNCTION.ncpFirmware)) return 'unknown';
  const ncp = findModule(reading, { function: MODULE_FUNCTION.ncpFirmware, index: 0 });
  if (ncp !== undefined) return ncp.version;
  return slotsOf(reading.platform).some(({ location }) => location === 'ncp') ? 'unknown' : null;
}

function applicationStartOf(
  reading: Reading,
  modules: readonly InstalledModule[],
): Noted<DeviceState['applicationStart']> {
  const notes: readonly ReportNote[] = isNoneListed(reading) ? [{ kind: 'no_application' }] : [];
  if (reading.era?.dynamicApplication == null) return { value: null, notes };
  const application = modules.find(({ dynamicStart }) => dynamicStart !== null);
  if (application !== undefined) {
    return { value: application.crcOk ? application.dynamicStart : 'unknown', notes: [] };
  }
  return { value: notes.length > 0 ? null : 'unknown', notes };
}

function protectionOf({ report, era, system }: Reading): Noted<DeviceState['protection']> {
  const { protected: isProtected, notes } = report;
  if (notes.some(({ kind }) => kind === 'protection_overridden')) return { value: 'service_mode', notes: [] };
  if (isProtected !== null) return { value: isProtected ? 'protected' : 'open', notes: [] };
  const never = era?.protectable === false;
  if (never || (system !== null && system < FIRST_WITH_PROTECTION)) return { value: 'open', notes: [] };
  return { value: 'unknown', notes: [{ kind: 'protection_unknown' }] };
}

const UNCLEAR = [
  'unknown_function',
  'unknown_store',
  'missing_function',
  'missing_index',
  'missing_version',
  'nothing_valid',
] as const;
type UnclearNote = Extract<ReportNote, { readonly kind: (typeof UNCLEAR)[number] }>;

function isUnclear(note: ReportNote): note is UnclearNote {
  return UNCLEAR.some((kind) => kind === note.kind);
}

/** Radio stack and NCP have places of their own in the state: Device OS asks them, it does not read their headers. */
function isAskedFor({ function: moduleFunction }: { readonly function: number }): boolean {
  return moduleFunction === MODULE_FUNCTION.radioStack || moduleFunction === MODULE_FUNCTION.ncpFirmware;
}

/** Assets that the application needs and of which the device says that they are not there. */
function lackingAssets({ modules }: DeviceReport): Pick<DeviceState, 'assetsLacking'> {
  const names = modules.flatMap(({ present, assets }) =>
    present ? assets.filter(({ isMissing }) => isMissing === true).map(({ name }) => name) : [],
  );
  return names.length === 0 ? {} : { assetsLacking: names };
}

function hasUnnamedAsset({ assets }: InstalledModule): boolean {
  return assets.some(({ hash }) => hash === '');
}
