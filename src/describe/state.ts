/** The twin's state, made of a device report. A slot that the report does not give is unknown; one that it gives as empty is erased. */
import { RADIO_INFO_WORD } from '../catalog/eras.js';
import { RTL_APPLICATION_END, RTL_APPLICATION_START, slotsIn, slotsOf } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { NEWEST } from '../catalog/versions.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { DeviceReport, NoReport, ReportedModule, ReportNote } from './types.js';
import { certaintyOf } from './sure.js';
import type { Certainty } from './sure.js';
import { eraOf } from '../device/era.js';
import type { Era } from '../device/era.js';
import { wholeModule } from '../device/write.js';
import type { DeviceState, InstalledModule } from '../device/types.js';

/** The state of a reported device. */
export interface ReportedState {
  readonly state: DeviceState;
  /** What the report leaves open, beyond the report's own notes. */
  readonly notes: readonly ReportNote[];
}

/** First release with protected devices. */
const FIRST_WITH_PROTECTION = 6000;
const FOREIGN_PLATFORM = 0xffff;

/**
 * The state of a reported device. Addresses are those of the slots in the running release; lengths are assumed (reports give none).
 *
 * @param platform where the report names none, or where the caller knows better
 */
export function stateOfReport(report: DeviceReport, platform?: number): ReportedState | NoReport {
  const used = platform ?? report.platform;
  if (used === null) return { kind: 'no_report', what: 'a report that does not say of which platform the device is' };
  const notes: ReportNote[] = [];
  if (report.platform !== null && report.platform !== used) {
    notes.push({ kind: 'platform_overridden', reported: report.platform, used });
  }
  const builder = new StateBuilder(report, used, notes);
  return { state: builder.state(), notes };
}

/** An entry of the report and its position there. */
type Entries = readonly (readonly [entry: number, module: ReportedModule])[];

class StateBuilder {
  readonly #report: DeviceReport;
  readonly #platform: number;
  readonly #notes: ReportNote[];
  readonly #entries: Entries;
  /** Entries whose content cannot be told. */
  readonly #unclear: ReadonlySet<number>;
  readonly #certainty: Certainty;
  readonly #mislabelled: ReadonlyMap<number, { readonly function: number; readonly index: number }>;
  readonly #system: number | null;
  readonly #era: Era | null;
  readonly #slots: readonly Slot[];
  readonly #erased: ReadonlySet<Slot>;

  constructor(report: DeviceReport, platform: number, notes: ReportNote[]) {
    this.#report = report;
    this.#platform = platform;
    this.#notes = notes;
    this.#entries = [...report.modules.entries()];
    this.#unclear = new Set(report.notes.flatMap((note) => (isUnclear(note) ? [note.entry] : [])));
    this.#certainty = certaintyOf(report);
    notes.push(...this.#certainty.notes);
    this.#mislabelled = new Map(
      report.notes.flatMap((note) => (note.kind === 'mislabelled' ? [[note.entry, note.slot] as const] : [])),
    );
    const validator = eraOf(platform, 0)?.validatorIndex;
    this.#system = this.#find(MODULE_FUNCTION.systemPart, validator ?? 1)?.version ?? null;
    this.#era = eraOf(platform, this.#system ?? NEWEST);
    this.#slots = slotsIn(platform, this.#system ?? NEWEST);
    this.#erased = this.#emptySlots();
  }

  state(): DeviceState {
    if (this.#slots.length === 0) this.#notes.push({ kind: 'no_slots', platform: this.#platform });
    else if (this.#system === null) this.#notes.push({ kind: 'system_unknown' });
    const modules = this.#modules().sort((a, b) => a.at - b.at);
    const application = modules.find(({ dynamicStart }) => dynamicStart !== null);
    return {
      platform: this.#platform,
      modules,
      unknown: this.#unknown(modules),
      radio: this.#radio(),
      ncp: this.#ncp(),
      applicationStart: this.#applicationStart(application),
      protection: this.#protection(),
      assets: modules.some(hasUnnamedAsset) ? 'unknown' : (this.#report.assets ?? 'unknown'),
      staged: null,
    };
  }

  /** The entry that counts for a module: the first one in a main slot that is its own. */
  #find(moduleFunction: number, index: number): ReportedModule | undefined {
    return this.#entries.find(
      ([entry, one]) =>
        one.present &&
        one.store === 'main' &&
        one.function === moduleFunction &&
        one.index === index &&
        !this.#mislabelled.has(entry),
    )?.[1];
  }

  #slotOf(moduleFunction: number, index: number, store: ReportedModule['store']): Slot | undefined {
    return this.#slots.find((one) => one.function === moduleFunction && one.index === index && one.store === store);
  }

  #modules(): InstalledModule[] {
    const modules: InstalledModule[] = [];
    for (const [entry, one] of this.#entries) {
      if (!one.present || (one.store === 'main' && isAskedFor(one))) continue;
      if (one.store === 'other' || this.#certainty.unsure.has(entry)) continue;
      const module = this.#place(entry, one);
      if (module !== null && !modules.some(({ at }) => at === module.at)) modules.push(module);
    }
    return modules;
  }

  /** A module at its place; null (with a note) where the release has no such slot or where its place cannot be told. */
  #place(entry: number, one: ReportedModule): InstalledModule | null {
    const name = { function: one.function, index: one.index };
    const own = this.#slotOf(one.function, one.index, 'main') ?? this.#factorySlot(one);
    const other = this.#mislabelled.get(entry);
    const slot =
      other !== undefined
        ? this.#slotOf(other.function, other.index, 'main')
        : one.store === 'factory'
          ? this.#factorySlot(one)
          : own;
    if (slot === undefined || own === undefined) {
      if (this.#slots.length > 0) this.#notes.push({ kind: 'no_slot', ...name, store: one.store });
      return null;
    }
    // Modules whose dependencies are not known are not placed at all: their slots are unknown.
    const [dependency1, dependency2] = one.dependencies === 'unknown' ? [] : one.dependencies;
    const facts: InstalledModule = {
      ...wholeModule(this.#platform, own, one.version, dependency1 ?? null, dependency2 ?? null),
      ...name,
      platform: one.failed.includes('platform') ? FOREIGN_PLATFORM : this.#platform,
      headerOffset: this.#headerOffset(one),
      crcOk: !one.failed.includes('integrity'),
      assets: one.assets.map((asset) => ({ name: asset.name, hash: asset.hash ?? '' })),
      protects: this.#report.protected === true && one.function === MODULE_FUNCTION.bootloader && one.index === 0,
      at: slot.start,
    };
    if (one.failed.includes('range')) return this.#outside(facts, own);
    if (!slot.dynamic) return facts;
    const start = RTL_APPLICATION_START;
    return { ...facts, at: start, start, end: RTL_APPLICATION_END, dynamicStart: start };
  }

  /** It ends behind its slot, but where is not known; at the end of flash any such end would be made up. */
  #outside(facts: InstalledModule, slot: Slot): InstalledModule | null {
    const end = slot.end + 4;
    const runsOff = this.#era === null || slot.dynamic || facts.at + (end - facts.start) + 4 > this.#era.flashEnd;
    return runsOff && slot.location === 'internal' ? null : { ...facts, end };
  }

  /** Factory copies lie in the one factory slot, whichever application they are. */
  #factorySlot({ function: moduleFunction, store }: ReportedModule): Slot | undefined {
    if (store !== 'factory') return undefined;
    return this.#slots.find((one) => one.store === 'factory' && one.function === moduleFunction);
  }

  /** Behind the vector table or image header, where the module has one. Source: headers of released modules. */
  #headerOffset({ function: moduleFunction, index }: ReportedModule): number {
    const boots = moduleFunction === MODULE_FUNCTION.bootloader;
    const system = moduleFunction === MODULE_FUNCTION.systemPart;
    switch (this.#era?.family) {
      case 'stm32f2':
        return boots || (system && index !== ELECTRON_LIBRARIES) ? 0x184 : 0;
      case 'nrf52840':
        return boots || system ? 0x200 : 0;
      case 'rtl872x':
        return boots ? 0x20 : 0;
      case undefined:
        return 0;
    }
  }

  /** The slots that empty entries stand for: told by store and size, where that is clear. */
  #emptySlots(): ReadonlySet<Slot> {
    const erased = new Set<Slot>();
    const named = new Set(this.#entries.flatMap(([entry, one]) => this.#slotNamed(entry, one) ?? []));
    const nameless = this.#entries.filter(([, one]) => !one.present && one.function === MODULE_FUNCTION.none);
    for (const [entry, { store, maxSize }] of nameless) {
      if (this.#unclear.has(entry) || store === 'other') continue;
      const fits = (slot: Slot): boolean => slot.store === store && (store === 'factory' || slot.size === maxSize);
      const open = this.#slots.filter((slot) => fits(slot) && !named.has(slot));
      const rivals = nameless.filter(([, one]) => one.store === store && one.maxSize === maxSize);
      const clear = open.length <= rivals.length && rivals.every(([at]) => !this.#unclear.has(at));
      if (!clear || (open.length === 0 && store === 'main')) {
        this.#notes.push({ kind: 'empty_unclear', entry, maxSize });
      } else for (const slot of open) erased.add(slot);
    }
    for (const slot of erased) {
      if (slot.store === 'main') {
        this.#notes.push({ kind: 'read_as_erased', function: slot.function, index: slot.index });
      }
    }
    return erased;
  }

  #slotNamed(entry: number, one: ReportedModule): Slot | undefined {
    const name = this.#mislabelled.get(entry) ?? one;
    return one.store === 'factory' ? this.#factorySlot(one) : this.#slotOf(name.function, name.index, one.store);
  }

  #unknown(modules: readonly InstalledModule[]): readonly number[] {
    const unknown = new Set<number>();
    for (const slot of this.#slots) {
      const { function: moduleFunction, index, store, start } = slot;
      const settled = modules.some(({ at }) => at === start) || this.#erased.has(slot);
      if (settled || slot.dynamic || isAskedFor(slot) || this.#isHiddenApplication(slot)) continue;
      unknown.add(start);
      this.#notes.push({ kind: 'slot_unknown', function: moduleFunction, index, store, start });
    }
    const erased = new Set([...this.#erased].map(({ start }) => start));
    // Flash that only other releases have a slot for is not described at all.
    for (const slot of slotsOf(this.#platform)) {
      const { start } = slot;
      if (slot.dynamic || isAskedFor(slot) || erased.has(start) || modules.some(({ at }) => at === start)) continue;
      const covered = this.#slots.some(
        (one) => !one.dynamic && one.location !== 'ncp' && start >= one.start && start < one.end,
      );
      if (this.#system === null || !covered) unknown.add(start);
    }
    return [...unknown].sort((a, b) => a - b);
  }

  /**
   * Where the 256K application is listed and the 128K one is not, no 128K application that is whole is there, and the boot check passes over it.
   * Source: HAL_System_Info, 3.1.0-alpha.1 and later.
   */
  #isHiddenApplication({ function: moduleFunction, index, store }: Slot): boolean {
    if (this.#system === null || this.#era?.application256K !== true || !this.#certainty.isComplete) return false;
    if (moduleFunction !== MODULE_FUNCTION.userPart || index !== 1 || store !== 'main') return false;
    const larger = this.#find(MODULE_FUNCTION.userPart, 2);
    return larger !== undefined && !larger.failed.includes('integrity');
  }

  #isUnsure(moduleFunction: number): boolean {
    return this.#entries.some(([entry, one]) => one.function === moduleFunction && this.#certainty.unsure.has(entry));
  }

  #radio(): DeviceState['radio'] {
    if (this.#era?.family !== 'nrf52840') return null;
    if (this.#isUnsure(MODULE_FUNCTION.radioStack)) return 'unknown';
    const radio = this.#find(MODULE_FUNCTION.radioStack, 0);
    if (radio !== undefined) return { version: radio.version, infoWord: RADIO_INFO_WORD.get(radio.version) ?? null };
    const isEmpty = [...this.#erased].some((slot) => slot.function === MODULE_FUNCTION.radioStack);
    return isEmpty ? null : 'unknown';
  }

  #ncp(): DeviceState['ncp'] {
    if (this.#isUnsure(MODULE_FUNCTION.ncpFirmware)) return 'unknown';
    const ncp = this.#find(MODULE_FUNCTION.ncpFirmware, 0);
    if (ncp !== undefined) return ncp.version;
    return slotsOf(this.#platform).some(({ location }) => location === 'ncp') ? 'unknown' : null;
  }

  /** Only an application that is whole is listed (RTL872x), so without one there is none that could run. */
  #applicationStart(application: InstalledModule | undefined): DeviceState['applicationStart'] {
    if (this.#era?.family !== 'rtl872x') return null;
    if (application !== undefined) return application.crcOk ? application.dynamicStart : 'unknown';
    const listed = this.#entries.some(([, one]) => one.function === MODULE_FUNCTION.userPart && one.store === 'main');
    if (listed || !this.#certainty.isComplete) return 'unknown';
    this.#notes.push({ kind: 'no_application' });
    return null;
  }

  #protection(): DeviceState['protection'] {
    const { protected: isProtected, notes } = this.#report;
    if (notes.some(({ kind }) => kind === 'protection_overridden')) return 'service_mode';
    if (isProtected !== null) return isProtected ? 'protected' : 'open';
    const never = this.#era?.family === 'stm32f2';
    if (never || (this.#system !== null && this.#system < FIRST_WITH_PROTECTION)) return 'open';
    this.#notes.push({ kind: 'protection_unknown' });
    return 'unknown';
  }
}

/** The third system part of the Electron begins with its header. */
const ELECTRON_LIBRARIES = 3;

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

function hasUnnamedAsset({ assets }: InstalledModule): boolean {
  return assets.some(({ hash }) => hash === '');
}
