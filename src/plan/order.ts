/**
 * The flash order of a set of files, without a device: what comes after what, and what must already be there.
 * It holds for transports that validate (OTA, serial, USB control requests); over DFU any order is taken.
 */
import { groupBy } from '../base/group-by.js';
import { smallestFirst } from '../base/smallest-first.js';
import { platformById } from '../catalog/platforms.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import { moduleKey } from '../module/id.js';
import type { FirmwareModule, Requirement } from '../module/types.js';
import { compareText } from '../base/compare.js';
import { hasDropQuirk } from '../device/copy.js';
import { contentKey, modulesIn, needsOf } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';

/** Why one module stands behind another. */
export type Because =
  /** It declares the other at this version or a newer one. */
  | { readonly kind: 'dependency'; readonly requirement: Requirement }
  /** Gen 2: a bootloader's place is behind the system parts, because what they declare of it is checked at boot only, and only from 0.7.0 on. */
  | { readonly kind: 'gen2_bootloader_last' }
  /** An application is sent behind the system that it runs on, even where it does not declare that part. */
  | { readonly kind: 'application_last' }
  /** Bootloaders of 2.0.0 and before write what drops its header in the wrong place where a Device OS below 2.0.0 runs: see `device/copy.ts`. */
  | { readonly kind: 'radio_stack_before_bootloader' }
  /** Assets follow their application: storing one removes those that the installed application does not need. */
  | { readonly kind: 'assets_after_application' };

/** One module in its place of the flash order. */
export interface OrderedStep {
  /** Counted from 1. */
  readonly step: number;
  readonly item: ModuleFile;
  readonly after: readonly { readonly item: ModuleFile; readonly because: Because }[];
}

/** What must be on the device before the first step. */
export interface NeededOnDevice extends Requirement {
  readonly neededBy: readonly ModuleFile[];
  /** Why the set does not provide it: it is not there, it would close a circle, or the module names itself. */
  readonly why: 'not_in_set' | 'circle' | 'itself';
}

/** What keeps a set from working. Facts; the rules make findings of them. */
export type OrderProblem =
  | {
      readonly kind: 'too_low';
      readonly item: ModuleFile;
      readonly requirement: Requirement;
      readonly has: ModuleFile;
    }
  | { readonly kind: 'mixed_system_parts'; readonly items: readonly ModuleFile[] }
  | { readonly kind: 'slot_conflict'; readonly items: readonly ModuleFile[] }
  | { readonly kind: 'duplicate'; readonly kept: ModuleFile; readonly dropped: ModuleFile }
  | { readonly kind: 'circle'; readonly items: readonly ModuleFile[] };

/** The answer of `orderModules`. */
export interface FlashOrder {
  /** Empty where a problem leaves no order. */
  readonly steps: readonly OrderedStep[];
  readonly needsOnDevice: readonly NeededOnDevice[];
  readonly problems: readonly OrderProblem[];
}

interface Edge {
  readonly from: ModuleFile;
  readonly to: ModuleFile;
  readonly because: Because;
  /** A soft edge orders where it can: the device may already hold an older version that does. */
  readonly hard: boolean;
}

/**
 * Finds the flash order of modules of one platform.
 *
 * Versions are minimums. A dependency that the set provides at just the declared version is hard; one that it provides newer is soft:
 * it orders, unless it closes a circle, then it must already be on the device. A circle of hard ones is a problem.
 * The same modules in any order or under any file names give the same answer.
 *
 * Source: acceptance rules of Device OS 0.4.2 to 6.2.0 (`validate_module_dependencies`), see the device room; Gen 2 bootloader
 * dependencies are skipped while updating and checked at boot (`HAL_Core_Validate_Modules`, 0.7.0-rc.1 and later).
 */
export function orderModules(items: readonly ModuleFile[]): FlashOrder {
  const { unique, duplicates } = withoutDuplicates([...items].sort(byIdentity));
  const conflicts = slotConflicts(unique);
  const inConflict = new Set(conflicts.flatMap((conflict) => conflict.items));
  const modules = unique.filter((item) => !inConflict.has(item));
  const problems: OrderProblem[] = [...duplicates, ...conflicts, ...mixedSystemParts(unique), ...tooLow(modules)];
  const edges = [...dependencyEdges(modules), ...placeEdges(modules)];
  const { kept, broken } = breakCircles(modules, edges);
  const needsOnDevice = mergeNeeds([...absentNeeds(modules, unique), ...broken.flatMap(needOfEdge)]);
  const sorted = sortByEdges(modules, kept);
  if (sorted.length < modules.length) {
    return {
      steps: [],
      needsOnDevice,
      problems: [...problems, { kind: 'circle', items: circleMembers(modules, kept) }],
    };
  }
  const impossible = problems.some((problem) => problem.kind !== 'duplicate');
  return { steps: impossible ? [] : stepsOf(sorted, kept), needsOnDevice, problems };
}

function withoutDuplicates(items: readonly ModuleFile[]): {
  readonly unique: readonly ModuleFile[];
  readonly duplicates: readonly OrderProblem[];
} {
  const kept = new Map<string, ModuleFile>();
  const duplicates: OrderProblem[] = [];
  for (const item of items) {
    const key = contentKey(item);
    const known = kept.get(key);
    if (known === undefined) kept.set(key, item);
    else duplicates.push({ kind: 'duplicate', kept: known, dropped: item });
  }
  return { unique: [...kept.values()], duplicates };
}

/** Slots are told apart by function and index; assets by their content, for a device keeps many of them. */
function slotConflicts(items: readonly ModuleFile[]): readonly Extract<OrderProblem, { kind: 'slot_conflict' }>[] {
  const inSlots = items.filter(({ module }) => module.function !== MODULE_FUNCTION.asset);
  const claims = inSlots.flatMap((item) => [...keysOf(item)].map((key) => ({ item, key })));
  const groups = [...groupBy(claims, ({ key }) => key).values()].filter((group) => group.length > 1);
  return groups.map((group) => ({ kind: 'slot_conflict', items: group.map(({ item }) => item) }));
}

/** The modules by which a file fills slots: of a compressed one what is in it counts once. */
function keysOf(item: ModuleFile): ReadonlySet<number> {
  return new Set(modulesIn(item).map(moduleKey));
}

/** What a set provides, by the slot: the file and the module in it. */
function providers(items: readonly ModuleFile[]): ReadonlyMap<number, Provider> {
  return new Map(
    items.flatMap((item) => modulesIn(item).map((module) => [moduleKey(module), { item, module }] as const)),
  );
}

interface Provider {
  readonly item: ModuleFile;
  readonly module: FirmwareModule;
}

function mixedSystemParts(items: readonly ModuleFile[]): readonly OrderProblem[] {
  const parts = items.flatMap((item) => systemPartsIn(item).map((module) => ({ item, module })));
  const versions = new Set(parts.map(({ module }) => module.version));
  return versions.size > 1 && new Set(parts.map(({ module }) => module.index)).size > 1
    ? [{ kind: 'mixed_system_parts', items: [...new Set(parts.map(({ item }) => item))] }]
    : [];
}

function systemPartsIn(item: ModuleFile): readonly FirmwareModule[] {
  return modulesIn(item).filter((one) => one.function === MODULE_FUNCTION.systemPart);
}

/** Also where both lie in one file: it is taken by what the device has, and what it brings along is there afterwards. */
function tooLow(items: readonly ModuleFile[]): readonly OrderProblem[] {
  return needsWithin(items)
    .filter(({ version, requirement }) => version < requirement.version)
    .map(({ item, requirement, target }) => ({ kind: 'too_low', item, requirement, has: target }));
}

/** Every declared dependency whose target is in the set. */
function needsWithin(items: readonly ModuleFile[]): readonly Met[] {
  const bySlot = providers(items);
  return items.flatMap((item) =>
    needsOf(item).flatMap((requirement): readonly Met[] => {
      const found = bySlot.get(moduleKey(requirement));
      return found === undefined ? [] : [{ item, requirement, target: found.item, version: found.module.version }];
    }),
  );
}

/** A dependency of a file, and the file of the set that has what it asks for, at which version. */
interface Met {
  readonly item: ModuleFile;
  readonly requirement: Requirement;
  readonly target: ModuleFile;
  readonly version: number;
}

function dependencyEdges(items: readonly ModuleFile[]): readonly Edge[] {
  return needsWithin(items)
    .filter(({ item, requirement, target }) => target !== item && !isBootCheck(item, requirement))
    .map(({ item, requirement, target, version }) => ({
      from: target,
      to: item,
      because: { kind: 'dependency', requirement },
      hard: version === requirement.version,
    }));
}

/** On Gen 2 a dependency of a system part on the bootloader is skipped while updating. */
function isBootCheck(item: ModuleFile, requirement: Requirement): boolean {
  return isBootloaderLast(item) && requirement.function === MODULE_FUNCTION.bootloader;
}

function isBootloaderLast({ module }: ModuleFile): boolean {
  return platformById(module.platform)?.bootloaderLast === true;
}

/** Edges that no header declares: bootloader behind system parts (Gen 2), application behind the system, assets behind it. */
function placeEdges(items: readonly ModuleFile[]): readonly Edge[] {
  const systemParts = items.filter((item) => systemPartsIn(item).length > 0);
  const radioStacks = items.filter(isDroppingRadioStack);
  const ownersOf = assetOwners(items.filter(({ module }) => module.function === MODULE_FUNCTION.userPart));
  return items.flatMap((item): readonly Edge[] => {
    const behind = (
      others: readonly ModuleFile[],
      kind: Exclude<Because['kind'], 'dependency'>,
      hard = false,
    ): readonly Edge[] =>
      others.filter((from) => from !== item).map((from) => ({ from, to: item, because: { kind }, hard }));
    switch (item.module.function) {
      case MODULE_FUNCTION.bootloader: {
        if (isBootloaderLast(item)) return behind(systemParts, 'gen2_bootloader_last');
        // Where a radio stack asks for just this bootloader, nothing helps: then what it declares counts.
        const before =
          isMain(item) && hasDropQuirk(item.module.version) ? radioStacks.filter((one) => !asksForJust(one, item)) : [];
        return behind(before, 'radio_stack_before_bootloader', true);
      }
      case MODULE_FUNCTION.userPart:
        return behind(
          systemParts.filter((part) => !declares(item, part)),
          'application_last',
        );
      case MODULE_FUNCTION.asset:
        return behind(ownersOf(item), 'assets_after_application');
      default:
        return [];
    }
  });
}

/** Of a board with two bootloaders the first one copies. */
const isMain = ({ module }: ModuleFile): boolean => module.index === 0;

const isDroppingRadioStack = ({ module }: ModuleFile): boolean =>
  module.function === MODULE_FUNCTION.radioStack && (module.flags & MODULE_FLAG.dropModuleInfo) !== 0;

const asksForJust = (item: ModuleFile, { module }: ModuleFile): boolean =>
  needsOf(item).some((one) => moduleKey(one) === moduleKey(module) && one.version === module.version);

/** A device has one application, few platforms two. Of more than these an asset goes behind those that need it alone. */
const MOST_APPLICATIONS = 8;

/** Which applications an asset follows: all; where there are very many, the first few that need it. */
function assetOwners(applications: readonly ModuleFile[]): (asset: ModuleFile) => readonly ModuleFile[] {
  if (applications.length <= MOST_APPLICATIONS) return () => applications;
  const needs = applications.flatMap((item) =>
    item.facts.assets.map(({ name, hash }) => ({ item, key: `${hash} ${name}` })),
  );
  const byAsset = groupBy(needs, ({ key }) => key);
  return ({ facts: { asset } }) => {
    const found = asset === null ? [] : (byAsset.get(`${asset.hash} ${asset.name}`) ?? []);
    return [...new Set(found.map(({ item }) => item))].slice(0, MOST_APPLICATIONS);
  };
}

function declares(item: ModuleFile, target: ModuleFile): boolean {
  const keys = keysOf(target);
  return needsOf(item).some((one) => keys.has(moduleKey(one)));
}

/** Takes out the soft edges of every circle: what they ask for must then be on the device before. */
function breakCircles(
  items: readonly ModuleFile[],
  edges: readonly Edge[],
): { readonly kept: readonly Edge[]; readonly broken: readonly Edge[] } {
  const component = componentsOf(items, edges);
  const isBroken = (edge: Edge): boolean => !edge.hard && component.get(edge.from) === component.get(edge.to);
  return { kept: edges.filter((edge) => !isBroken(edge)), broken: edges.filter(isBroken) };
}

/**
 * Numbers the strongly connected components: two modules share a number exactly when each is reached from the other. Kosaraju's algorithm: backwards
 * from each module, the one that a walk along the edges left last first.
 */
function componentsOf(items: readonly ModuleFile[], edges: readonly Edge[]): ReadonlyMap<ModuleFile, number> {
  const ahead = groupBy(edges, ({ from }) => from);
  const behind = groupBy(edges, ({ to }) => to);
  const left = walksFrom(items, (item) => (ahead.get(item) ?? []).map(({ to }) => to)).flat();
  const components = walksFrom(left.toReversed(), (item) => (behind.get(item) ?? []).map(({ from }) => from));
  return new Map(components.flatMap((members, at) => members.map((item) => [item, at] as const)));
}

/** One walk in depth from each module that none before it came to; a walk lists its modules as it leaves them. Without recursion: sets may be long. */
function walksFrom(
  starts: readonly ModuleFile[],
  nextOf: (item: ModuleFile) => readonly ModuleFile[],
): readonly (readonly ModuleFile[])[] {
  const seen = new Set<ModuleFile>();
  return starts.flatMap((start) => {
    if (seen.has(start)) return [];
    seen.add(start);
    const left: ModuleFile[] = [];
    const open = [{ item: start, next: nextOf(start).values() }];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const { value } = top.next.next();
      if (value === undefined) {
        left.push(top.item);
        open.pop();
      } else if (!seen.has(value)) {
        seen.add(value);
        open.push({ item: value, next: nextOf(value).values() });
      }
    }
    return [left];
  });
}

/** Kahn's algorithm; of several possible next modules the first by identity is taken, so that the answer is always the same. */
function sortByEdges(items: readonly ModuleFile[], edges: readonly Edge[]): readonly ModuleFile[] {
  const ahead = groupBy(edges, ({ from }) => from);
  const place = new Map(items.map((item, at) => [item, at]));
  const waitsFor = items.map(() => 0);
  for (const { to } of edges) addTo(waitsFor, place.get(to), 1);
  const ready = smallestFirst(items.flatMap((_, at) => (waitsFor[at] === 0 ? [at] : [])));
  const sorted: ModuleFile[] = [];
  for (let at = ready.take(); at !== undefined; at = ready.take()) {
    const item = items[at];
    if (item === undefined) continue;
    sorted.push(item);
    for (const { to } of ahead.get(item) ?? []) {
      const one = place.get(to);
      addTo(waitsFor, one, -1);
      if (one !== undefined && waitsFor[one] === 0) ready.add(one);
    }
  }
  return sorted;
}

function addTo(counts: number[], at: number | undefined, amount: number): void {
  if (at !== undefined) counts[at] = (counts[at] ?? 0) + amount;
}

function circleMembers(items: readonly ModuleFile[], edges: readonly Edge[]): readonly ModuleFile[] {
  const component = componentsOf(items, edges);
  const members = groupBy(items, (item) => component.get(item));
  return items.filter((item) => (members.get(component.get(item))?.length ?? 0) > 1);
}

function stepsOf(sorted: readonly ModuleFile[], edges: readonly Edge[]): readonly OrderedStep[] {
  const place = new Map(sorted.map((item, at) => [item, at]));
  const placeOf = ({ from }: Edge): number => place.get(from) ?? 0;
  const behind = groupBy(edges, ({ to }) => to);
  return sorted.map((item, at) => ({
    step: at + 1,
    item,
    after: [...(behind.get(item) ?? [])]
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map(({ from, because }) => ({ item: from, because })),
  }));
}

/** `given` also has the modules that claim the same slot: what they could provide is not missing. */
function absentNeeds(items: readonly ModuleFile[], given: readonly ModuleFile[]): readonly NeededOnDevice[] {
  const bySlot = providers(given);
  return items.flatMap((item) =>
    needsOf(item).flatMap((requirement): readonly NeededOnDevice[] => {
      const target = bySlot.get(moduleKey(requirement))?.item;
      if (target === item && isBootCheck(item, requirement)) return [];
      if (target === item) return [{ ...requirement, neededBy: [item], why: 'itself' }];
      return target === undefined ? [{ ...requirement, neededBy: [item], why: 'not_in_set' }] : [];
    }),
  );
}

/** What a dependency asks for whose edge had to be taken out. Edges of mere place ask for nothing. */
function needOfEdge({ because, to }: Edge): readonly NeededOnDevice[] {
  return because.kind === 'dependency' ? [{ ...because.requirement, neededBy: [to], why: 'circle' }] : [];
}

/** One line a slot: the highest minimum counts, and all who need it are named. */
function mergeNeeds(needs: readonly NeededOnDevice[]): readonly NeededOnDevice[] {
  return [...groupBy(needs, moduleKey).values()]
    .flatMap((group): readonly NeededOnDevice[] => {
      const highest = group.reduce((best, one) => (one.version > best.version ? one : best));
      const neededBy = [...new Set(group.flatMap((one) => one.neededBy))].sort(byIdentity);
      return [{ ...highest, neededBy }];
    })
    .sort((a, b) => a.function - b.function || a.index - b.index);
}

/** Place in a flash order where nothing else decides: bootloaders (prebootloaders first), NCP, radio stack, system, application, assets. */
const FUNCTION_RANK: readonly number[] = [
  MODULE_FUNCTION.bootloader,
  MODULE_FUNCTION.ncpFirmware,
  MODULE_FUNCTION.radioStack,
  MODULE_FUNCTION.systemPart,
  MODULE_FUNCTION.monoFirmware,
  MODULE_FUNCTION.userPart,
  MODULE_FUNCTION.asset,
];

function rankOf({ module }: ModuleFile): number {
  if (module.function === MODULE_FUNCTION.bootloader && module.index > 0) return -1;
  const rank = FUNCTION_RANK.indexOf(module.function);
  return rank < 0 ? FUNCTION_RANK.length : rank;
}

/** A total order over modules that does not look at file names, except between files of equal content. */
function byIdentity(a: ModuleFile, b: ModuleFile): number {
  return (
    rankOf(a) - rankOf(b) ||
    a.module.function - b.module.function ||
    a.module.index - b.module.index ||
    a.module.version - b.module.version ||
    compareText(contentKey(a), contentKey(b)) ||
    compareText(a.file, b.file)
  );
}
