/**
 * What may lie where nothing is known: built, not drawn. A slot holds nothing or what is made for it, so its versions are those that somebody
 * names or at which something changes, and what is wrong with it is one thing. One of each kind is enough: the others come to the same answers.
 */
import { rulesOf } from '../catalog/boards/index.js';
import type { Slot } from '../catalog/boards/types.js';
import { bootloaderChanges, systemChanges, systemPartChanges } from '../catalog/changes.js';
import { ERASED_VERSION, RADIO_INFO_WORD, UNPACKS } from '../catalog/eras.js';
import { BEHIND_FLASH, slotsOf } from '../catalog/flash-map.js';
import { NEWEST } from '../catalog/versions.js';
import { isSameModule } from '../module/id.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import type { ModuleId, Requirement } from '../module/types.js';
import { lastOf } from './bytes.js';
import { eraOf } from './era.js';
import { contentUnlessHidden, coveredLength, PAGE } from './flash.js';
import type {
  AssetName,
  DeviceState,
  HiddenFact,
  HiddenName,
  InstalledModule,
  ModuleFacts,
  RadioState,
} from './types.js';
import { wholeModule } from './write.js';

/** What a question is about, beside the device. */
export interface Asked {
  readonly files: readonly ModuleFacts[];
  /** Versions that the question asks for by itself. */
  readonly wanted: readonly Requirement[];
}

/** States, and how many they are. */
export interface Completions extends Iterable<DeviceState> {
  readonly length: number;
}

/** Every state that may be behind one in which something is hidden, as far as that thing goes; never none. */
export function completionsOf(state: DeviceState, name: HiddenName, asked: Asked): Completions {
  switch (name) {
    case 'radio':
      return radios(named(state, asked, RADIO)).map((radio) => ({ ...state, radio }));
    case 'ncp':
      return [null, ...named(state, asked, NCP)].map((ncp) => ({ ...state, ncp }));
    case 'protection':
      return PROTECTIONS.map((protection) => ({ ...state, protection }));
    case 'assets':
      return withAssetLists(state, asked);
    case 'applicationStart':
      return applicationStarts(state, asked);
    default:
      return withEach(state, name, modulesAt(state, name, asked));
  }
}

/** One after the other: who asks has often heard enough after a few. */
function withEach(state: DeviceState, at: number, modules: readonly (InstalledModule | null)[]): Completions {
  return {
    length: modules.length,
    *[Symbol.iterator]() {
      for (const one of modules) yield withContent(state, at, one);
    },
  };
}

/** What is hidden, for a person: the slot that begins at an address by what belongs there. */
export function factOf(platform: number, name: HiddenName): HiddenFact {
  if (typeof name !== 'number') return { kind: name };
  const slot = kindsAt(platform, name)[0];
  const {
    function: moduleFunction,
    index,
    store,
  } = slot ?? { function: MODULE_FUNCTION.none, index: 0, store: 'main' };
  return { kind: 'slot', at: name, function: moduleFunction, index, store };
}

const RADIO: ModuleId = { function: MODULE_FUNCTION.radioStack, index: 0 };
const NCP: ModuleId = { function: MODULE_FUNCTION.ncpFirmware, index: 0 };
const PROTECTIONS = ['open', 'protected', 'service_mode'] as const;

/** No radio stack, and one of each version that somebody asks for: by its firmware id, or by the word that old code takes for it. */
function radios(versions: readonly number[]): readonly (RadioState | null)[] {
  const all = versions.length === 0 ? [...RADIO_INFO_WORD.keys()] : versions;
  const usual = all.map((version) => ({ version, infoWord: RADIO_INFO_WORD.get(version) ?? version }));
  // Of an image that is known, the word is known too.
  const odd = all.filter((version) => !RADIO_INFO_WORD.has(version));
  const words = versions.flatMap((infoWord) => odd.map((version) => ({ version, infoWord })));
  return [null, ...usual, ...words];
}

/** Each version of a module that decides, and the one below. */
function named(state: DeviceState, asked: Asked, id: ModuleId): readonly number[] {
  const versions = namesOf(state, asked, id).flatMap((version) => [version, version - 1]);
  return [...new Set(versions.filter((one) => one >= 0))].sort((a, b) => b - a);
}

/** The versions of a module that other modules, a file or the question name. */
function namesOf(state: DeviceState, asked: Asked, id: ModuleId): readonly number[] {
  const files = asked.files.flatMap(withParts);
  const needs = [...state.modules, ...files].flatMap(({ dependency1, dependency2 }) => [dependency1, dependency2]);
  const asks = [...needs.filter((one) => one !== null), ...asked.wanted, ...files].filter((one) =>
    isSameModule(one, id),
  );
  return asks.map(({ version }) => version).filter((one) => one <= NEWEST);
}

/** A file's module with what is in it and behind it. */
function withParts(module: ModuleFacts): readonly ModuleFacts[] {
  const parts = module.combined.filter((one) => one !== null);
  return [module, ...(module.inner === null ? [] : withParts(module.inner)), ...parts.flatMap(withParts)];
}

/** None, all that anything needs, all but one, and each alone; never what the device says that it lacks. */
function assetLists(state: DeviceState, { files }: Asked): readonly (readonly AssetName[])[] {
  const needed = [...state.modules, ...files.flatMap(withParts)].flatMap(({ assets, asset }) =>
    asset === null ? assets : [...assets, asset],
  );
  const lacking = new Set(state.assetsLacking);
  const possible = needed.filter(({ name, hash }) => hash !== '' || !lacking.has(name));
  const all = [...new Map(possible.map((one) => [`${one.hash} ${one.name}`, one])).values()];
  const few = all.slice(0, MOST_ASSETS);
  return [[], all, ...few.map((one) => [one]), ...few.map((one) => all.filter((other) => other !== one))];
}

const MOST_ASSETS = 8;

/** What was sent since the storage was read is there whatever else is; of one name there is one. */
function withAssetLists(state: DeviceState, asked: Asked): readonly DeviceState[] {
  const { assetsSent = [], ...bare } = state;
  const isSent = (one: AssetName): boolean => assetsSent.some(({ name }) => name === one.name);
  return assetLists(state, asked).map((assets) => ({
    ...bare,
    assets: [...assets.filter((one) => !isSent(one)), ...assetsSent],
  }));
}

/** No application, each that is known to lie somewhere, starts where nothing begins, and one that is not known, where such are assumed to begin. */
function applicationStarts(state: DeviceState, asked: Asked): readonly DeviceState[] {
  const rules = rulesOf(state.platform)?.dynamicApplication ?? null;
  const slots = slotsOf(state.platform).filter(({ dynamic }) => dynamic);
  const isInside = ({ at }: InstalledModule): boolean => slots.some(({ start, end }) => start <= at && at < end);
  const known = state.modules.filter((one) => one.dynamicStart !== null || isInside(one)).map(({ at }) => at);
  const empty = slots.flatMap(({ start, end }) => [start, end - PAGE]).filter((at) => isFree(state, at));
  const starts = [
    ...new Set([
      ...known,
      ...state.unknown.filter((at) => kindsAt(state.platform, at).some((one) => one.dynamic)),
      ...empty,
    ]),
  ];
  const told = [null, ...starts, BEHIND_FLASH].map((applicationStart) => ({ ...state, applicationStart }));
  if (rules === null || state.modules.some(({ at }) => at === rules.assumedStart)) return told;
  const made = slots.slice(0, 1).flatMap((slot) => modulesFor(state, slot, rules.assumedStart, asked));
  return [...told, ...made.map((one) => ({ ...withContent(state, one.at, one), applicationStart: one.at }))];
}

/** Whether nothing is known to begin at an address, and nothing is hidden there. */
function isFree({ modules, unknown }: DeviceState, at: number): boolean {
  return !unknown.includes(at) && !modules.some((one) => one.at === at);
}

function withContent(state: DeviceState, at: number, one: InstalledModule | null): DeviceState {
  const unknown = state.unknown.filter((other) => other !== at);
  return one === null ? { ...state, unknown } : { ...state, unknown, modules: inserted(state.modules, one) };
}

/** Modules are ascending by address. */
function inserted(modules: readonly InstalledModule[], one: InstalledModule): readonly InstalledModule[] {
  const behind = modules.findIndex(({ at }) => at > one.at);
  return behind < 0 ? [...modules, one] : [...modules.slice(0, behind), one, ...modules.slice(behind)];
}

/** Nothing, but for the bootloader, without which nothing would run; and one of each kind that belongs there. */
function modulesAt(state: DeviceState, at: number, asked: Asked): readonly (InstalledModule | null)[] {
  const kinds = kindsAt(state.platform, at);
  const made = kinds.flatMap((slot) => modulesFor(state, slot, at, asked));
  const [first, ...rest] = made;
  if (first === undefined) return [null];
  return kinds.some(isBootloader) ? made : [first, null, ...rest];
}

function isBootloader({ function: moduleFunction, index }: ModuleId): boolean {
  return moduleFunction === MODULE_FUNCTION.bootloader && index === 0;
}

/** The slots that begin at an address, one of each kind of module; an application that ends at a fixed place begins anywhere in its slot. */
function kindsAt(platform: number, at: number): readonly Slot[] {
  const found: Slot[] = [];
  for (const slot of slotsOf(platform)) {
    const isRead = slot.location !== 'ncp' && slot.function !== MODULE_FUNCTION.radioStack;
    if (!isRead || slot.start !== at) continue;
    if (!found.some((one) => isSameModule(one, slot))) found.push(slot);
  }
  if (found.length > 0) return found;
  return slotsOf(platform)
    .filter(({ dynamic, start, end }) => dynamic && start < at && at < end)
    .slice(0, 1);
}

/** Good ones of every version first, then what is wrong in one way; ordered so that answers that differ are met early. */
function modulesFor(state: DeviceState, slot: Slot, at: number, asked: Asked): readonly InstalledModule[] {
  const versions = versionsFor(state, slot, asked);
  const base = placed(state, slot, at);
  const highest = versions.at(-1) ?? 1;
  const lowest = versions[0] ?? 1;
  const good = { ...base, version: highest };
  const isUser = slot.function === MODULE_FUNCTION.userPart;
  const stranded = isUser ? [] : strandedBy(asked);
  const faults = mayFault(state) && !isUser ? [WITHOUT_SLOT] : [];
  const damagedNeeds = [...stranded, ...faults];
  const needs = [
    ...failing(state, slot),
    ...stranded,
    ...(isUser ? [] : [WITHOUT_SLOT, ON_APPLICATION]),
    ...met(state, slot),
  ];
  const near = new Set([highest, lowest, ...versionsNear(state, slot, asked)]);
  const odd = [...near].flatMap((version): readonly InstalledModule[] => [
    { ...base, version, crcOk: false },
    { ...base, version, platform: state.platform === NEWEST ? 0 : NEWEST },
    ...needs.map((dependency1) => ({ ...base, version, dependency1 })),
    // Its dependencies are looked at whatever its checksum is.
    ...damagedNeeds.map((dependency1) => ({ ...base, version, crcOk: false, dependency1 })),
  ]);
  const { ends, begins } = otherSizes(state, slot, base);
  const sizes = ends.map((end) => ({ ...good, end }));
  // What is wrong shows in those versions alone that stay, and that look.
  const [unmet = WITHOUT_SLOT] = failing(state, slot);
  const wrong = isUser ? [] : [...new Set([unmet, ...stranded, ...faults])];
  const inEachVersion = versions.flatMap((version): readonly InstalledModule[] => [
    ...(isUser || near.has(version) ? [] : [{ ...base, version, crcOk: false }]),
    ...(near.has(version) ? [] : wrong.map((dependency1) => ({ ...base, version, dependency1 }))),
    ...begins.map((end) => ({ ...base, version, end })),
    // A short one outlives what is written behind it, and fails then for what is wrong with it.
    ...(isUser ? [] : begins.map((end) => ({ ...base, version, end, dependency1: unmet }))),
  ]);
  const others = versions.filter((version) => version !== highest && version !== lowest);
  return [
    good,
    ...(lowest === highest ? [] : [{ ...base, version: lowest }]),
    ...odd,
    ...sizes,
    ...(COPIED.includes(slot.function) && mayLeaveCompressed(state)
      ? [{ ...good, flags: MODULE_FLAG.compressed }]
      : []),
    ...(isUser ? applicationsWithAssets(state, good) : []),
    ...others.map((version) => ({ ...base, version })),
    ...asked.files.flatMap(withParts).flatMap((file) => (mayBeThere(state, file, base) ? [{ ...file, at }] : [])),
    ...inEachVersion,
  ];
}

/** Whether a dependency on what a release has no bounds for may be looked up where nothing is mapped. */
function mayFault(state: DeviceState): boolean {
  const era = eraOf(state.platform, 0);
  return era !== null && (era.addressZero === 'unmapped' || contentUnlessHidden(state, era.bootloaderAt) === 'erased');
}

/** What a bootloader copies to its place. */
const COPIED: readonly number[] = [MODULE_FUNCTION.systemPart, MODULE_FUNCTION.userPart];

/** Whether Device OS is copied by a bootloader, and that writes compressed modules as they come, or is none of which that can be said. */
function mayLeaveCompressed(state: DeviceState): boolean {
  const era = eraOf(state.platform, 0);
  if (era?.systemStart.kind !== 'two_places') return false;
  const bootloader = contentUnlessHidden(state, era.bootloaderAt);
  return typeof bootloader === 'string' || bootloader.version < UNPACKS;
}

/** Whether a file may be what lies there: a whole one does not, where another image is known to begin in the middle of it. */
function mayBeThere({ modules }: DeviceState, file: ModuleFacts, base: InstalledModule): boolean {
  const behind = base.at + coveredLength(file);
  const isCut = modules.some((one) => one.at > base.at && one.at < behind);
  return (
    file.function === base.function && file.index === base.index && file.start === base.start && !(file.crcOk && isCut)
  );
}

/** A module for a slot, as long as what is known to begin behind it leaves room. A factory copy is made for the place to which it is restored. */
function placed({ platform, modules }: DeviceState, slot: Slot, at: number): InstalledModule {
  const rules = rulesOf(platform);
  const home =
    slot.store === 'main'
      ? slot
      : (slotsOf(platform).find(
          (one) => one.store === 'main' && one.function === slot.function && one.index === slot.index,
        ) ?? slot);
  const dynamic = slot.dynamic ? (rules?.dynamicApplication ?? null) : null;
  // How far it reaches is looked at by candidates of other sizes.
  const { mayReach: _, ...whole } = wholeModule(platform, home, 1, null, null);
  const module = {
    ...whole,
    headerOffset: rules?.headerOffsetOf(slot.function, slot.index) ?? 0,
    at,
  };
  const next = Math.min(...modules.map((one) => one.at).filter((other) => other > at));
  const room = slot.store === 'main' && next < at + (module.end - module.start) ? next - at - CRC_AND_ALIGNMENT : null;
  if (dynamic === null && room !== null && room > module.headerOffset) return { ...module, end: module.start + room };
  return dynamic === null ? module : { ...module, start: at, end: dynamic.end, dynamicStart: at };
}

/**
 * Ascending: the lowest of each range in which all versions are alike. Ranges begin where something changes (of the system part that validates: in
 * each release), and at what somebody names; the last one lies above all.
 */
function versionsFor(state: DeviceState, slot: Slot, asked: Asked): readonly number[] {
  const begins = [
    0,
    ...changesOf(state.platform, slot),
    ...namesOf(state, asked, slot),
    ...comparedWith(state, slot, asked),
  ];
  const above = Math.min(NEWEST, Math.max(...begins) + 1);
  return [...new Set([...begins, above])].sort((a, b) => a - b);
}

/**
 * What a bootloader compares system part 1 with: the version of the first dependency of system part 2, whatever that is on. Source:
 * `bootloader/src/photon/bootloader_dct.c`.
 */
function comparedWith({ modules }: DeviceState, slot: Slot, { files }: Asked): readonly number[] {
  if (!isSameModule(slot, { function: MODULE_FUNCTION.systemPart, index: 1 })) return [];
  const parts = [...modules, ...files.flatMap(withParts)].filter((one) => isSameModule(one, { ...slot, index: 2 }));
  return parts.flatMap(({ dependency1 }) => (dependency1 === null ? [] : [dependency1.version]));
}

/** Those that somebody names, where they are few. */
function versionsNear(state: DeviceState, slot: Slot, asked: Asked): readonly number[] {
  return named(state, asked, slot).slice(0, MOST_NEAR);
}

const MOST_NEAR = 4;

function changesOf(platform: number, slot: Slot): readonly number[] {
  switch (slot.function) {
    case MODULE_FUNCTION.bootloader:
      return slot.index === 0 ? bootloaderChanges(platform) : [];
    case MODULE_FUNCTION.systemPart:
      return rulesOf(platform)?.validatorAt.includes(slot.start) === true
        ? systemChanges(platform)
        : systemPartChanges(platform);
    default:
      return [];
  }
}

/** Dependencies that are not met, on the system parts that there are; where those have the highest version that there is, on the part itself. */
function failing(state: DeviceState, slot: Slot): readonly Requirement[] {
  const others = systemPartsOf(state.platform, slot);
  const isMet = state.modules.some(
    (one) => one.version >= ERASED_VERSION && others.some((part) => isSameModule(part, one)),
  );
  const own = isMet && slot.function === MODULE_FUNCTION.systemPart ? [slot] : [];
  return [...others, ...own].map(({ function: moduleFunction, index }) => ({
    function: moduleFunction,
    index,
    version: ERASED_VERSION,
  }));
}

/** Dependencies on each file's module at more than it is: who has one keeps the file from being taken, or does not start behind it. */
function strandedBy({ files }: Asked): readonly Requirement[] {
  return files.flatMap(withParts).map(({ function: moduleFunction, index, version }) => ({
    function: moduleFunction,
    index,
    version: Math.min(NEWEST, version + 1),
  }));
}

/** A dependency that anything meets: to have one is what counts. */
function met(state: DeviceState, slot: Slot): readonly Requirement[] {
  return systemPartsOf(state.platform, slot)
    .slice(0, 1)
    .map((one) => ({ ...one, version: 0 }));
}

/** A dependency on what no release has bounds for: it fails, or is looked up where nothing is mapped. */
const WITHOUT_SLOT: Requirement = { function: MODULE_FUNCTION.resource, index: 0, version: 0 };

/** A dependency on an application: what covers its slot may be the middle of another image, which reads as anything. */
const ON_APPLICATION: Requirement = { function: MODULE_FUNCTION.userPart, index: 1, version: 0 };

function systemPartsOf(platform: number, own: Slot): readonly ModuleId[] {
  const indexes = slotsOf(platform)
    .filter((one) => one.function === MODULE_FUNCTION.systemPart)
    .map(({ index }) => index);
  return [...new Set(indexes)]
    .filter((index) => own.function !== MODULE_FUNCTION.systemPart || own.index !== index)
    .map((index) => ({ function: MODULE_FUNCTION.systemPart, index }));
}

/**
 * Ends that make a difference: before and behind the slots that begin inside of this one, and as far as it goes. `begins`: before those slots, which
 * one release reads and another does not.
 */
function otherSizes(
  state: DeviceState,
  slot: Slot,
  base: InstalledModule,
): { readonly ends: readonly number[]; readonly begins: readonly number[] } {
  if (slot.dynamic || slot.store === 'factory') return { ends: [], begins: [] };
  const last = lastOf(state.platform, slot.start);
  const inner = slotsOf(state.platform)
    .map(({ start }) => start)
    .filter((start) => start > slot.start && start < last);
  const first = Math.min(...inner, last) - CRC_AND_ALIGNMENT;
  const free = inner.length > 0 && inner.every((start) => isFree(state, start));
  const ends = [first, ...(free || inner.length === 0 ? [last - CRC_AND_ALIGNMENT] : [])];
  const others = [...new Set(ends)].filter((end) => end !== base.end && end > base.start);
  return { ends: others, begins: inner.length === 0 ? [] : others.filter((end) => end === first) };
}

const CRC_AND_ALIGNMENT = 8;

/** One that needs an asset that is not there, and one that needs what is there. */
function applicationsWithAssets({ platform, assets }: DeviceState, good: InstalledModule): readonly InstalledModule[] {
  if (rulesOf(platform)?.assetLimit === 0) return [];
  const missing = { ...good, assets: [{ name: '', hash: '' }] };
  return assets === 'unknown' || assets.length === 0 ? [missing] : [missing, { ...good, assets }];
}
