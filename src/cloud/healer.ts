/** What the healer sends next: the first need that is not met, and of that the deepest, at the very number that is declared. */
import type { CloudBoard } from '../catalog/cloud.js';
import { slotsOf } from '../catalog/flash-map.js';
import { runningVersion } from '../device/accept.js';
import type { DeviceState, HiddenFact, InstalledModule } from '../device/types.js';
import { dependenciesOf, isSameModule, moduleKey } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { ModuleId, Requirement } from '../module/types.js';
import { versionIn } from '../plan/world.js';
import type { HeldModule, Library } from './library.js';
import type { CloudUnknown } from './types.js';

/** Whose rules are followed, and out of which modules. */
export interface World {
  readonly board: CloudBoard;
  readonly library: Library;
}

/** What comes next. */
export type Next =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'module';
      readonly module: HeldModule;
      /** Whether a release is taken that no module declares. */
      readonly isDetour: boolean;
      /** Whether another need, on which this one does not depend, was not met either. */
      readonly isOneOfSeveral: boolean;
      /** Whether a bootloader waits for a system part. */
      readonly isBootloaderHeldBack: boolean;
    }
  | { readonly kind: 'unknown'; readonly what: CloudUnknown };

/** Takes a device; gives the modules that its describe lists as running, in their order: bootloader, system parts, application, the rest. */
function describedModules(state: DeviceState): readonly InstalledModule[] {
  const places: readonly number[] = [MODULE_FUNCTION.bootloader, MODULE_FUNCTION.systemPart, MODULE_FUNCTION.userPart];
  const placeOf = (one: ModuleId): number =>
    places.includes(one.function) ? places.indexOf(one.function) : places.length;
  return state.modules
    .filter((one) => one.at === one.start && isCurrent(state, one))
    .sort((a, b) => placeOf(a) - placeOf(b) || moduleKey(a) - moduleKey(b));
}

/** Of two modules that are the same by function and index the whole one: a downgrade leaves a broken one behind. */
function isCurrent({ modules }: DeviceState, one: InstalledModule): boolean {
  return one.crcOk || !modules.some((other) => other !== one && isSameModule(other, one) && other.crcOk);
}

/** Takes a device and an application that it is about to get, null for none; gives all that is declared, in the order in which the cloud looks. */
function declaredNeeds(state: DeviceState, application: HeldModule | null): readonly Requirement[] {
  const described = describedModules(state);
  if (application === null) return described.flatMap(dependenciesOf);
  const isUser = (one: ModuleId): boolean => one.function === MODULE_FUNCTION.userPart;
  const before = described.filter((one) => !isUser(one));
  return [...before, application.facts].flatMap(dependenciesOf);
}

/** Whether a need is met by what the device lists; what is not known of it where that decides. */
function isMet(state: DeviceState, need: Requirement): boolean | CloudUnknown {
  const hidden = hiddenFact(state, need);
  if (hidden !== null) return { kind: 'device', fact: hidden };
  return (versionIn(state, moduleKey(need)) ?? -1) >= need.version;
}

function hiddenFact(state: DeviceState, need: Requirement): HiddenFact | null {
  if (need.function === MODULE_FUNCTION.radioStack) return state.radio === 'unknown' ? { kind: 'radio' } : null;
  if (need.function === MODULE_FUNCTION.ncpFirmware) return state.ncp === 'unknown' ? { kind: 'ncp' } : null;
  const slot = slotsOf(state.platform).find(
    ({ start, store, ...one }) => store === 'main' && isSameModule(one, need) && state.unknown.includes(start),
  );
  if (slot === undefined) return null;
  return { kind: 'slot', store: 'main', at: slot.start, function: slot.function, index: slot.index };
}

/** Takes a device; gives what the cloud sends next, where `application` is to be there at the end too. */
export function nextModule(state: DeviceState, application: HeldModule | null, world: World): Next {
  const needs = declaredNeeds(state, application).filter((need) => isSent(need, world));
  const open: Requirement[] = [];
  for (const need of needs) {
    const met = isMet(state, need);
    if (typeof met === 'object') return open.length > 0 ? deepest(state, open, world) : { kind: 'unknown', what: met };
    if (!met) open.push(need);
  }
  return open.length === 0 ? { kind: 'none' } : deepest(state, open, world);
}

function isSent(need: Requirement, { board }: World): boolean {
  return board.sendsBootloader || need.function !== MODULE_FUNCTION.bootloader;
}

const MOST_DEEP = 32;

/** Of the first need: what it needs itself, and so on. */
function deepest(state: DeviceState, [first, ...others]: readonly Requirement[], world: World): Next {
  if (first === undefined) return { kind: 'none' };
  const found = below(state, first, world, MOST_DEEP);
  if (found.kind !== 'module') return found;
  const { facts } = found.module;
  const isElse = others.some((one) => !isSameModule(one, first) && !isSameModule(one, facts));
  return { ...found, isOneOfSeveral: found.isOneOfSeveral || isElse };
}

function below(state: DeviceState, need: Requirement, world: World, depth: number): Next {
  const module = world.library.get(need);
  if (isWithoutWay(need)) return { kind: 'unknown', what: { kind: 'no_way_known', needs: need } };
  if (module === null) return { kind: 'unknown', what: { kind: 'not_held', needs: need } };
  if (depth === 0) return { kind: 'unknown', what: { kind: 'too_many' } };
  const open: Requirement[] = [];
  let isBootloaderHeldBack = false;
  for (const one of dependenciesOf(module.facts).filter((dependency) => isSent(dependency, world))) {
    const met = isMet(state, one);
    if (typeof met === 'object') return { kind: 'unknown', what: met };
    if (met) continue;
    if (world.board.bootloaderLast && one.function === MODULE_FUNCTION.bootloader) isBootloaderHeldBack = true;
    else open.push(one);
  }
  const [deeper, ...others] = open;
  if (deeper !== undefined) {
    const found = below(state, deeper, world, depth - 1);
    return found.kind === 'module' ? { ...found, isOneOfSeveral: found.isOneOfSeveral || others.length > 0 } : found;
  }
  const through = detourOf(state, need, world);
  if (through !== null) {
    const found = below(state, through, world, depth - 1);
    return found.kind === 'module' ? { ...found, isDetour: true } : found;
  }
  return { kind: 'module', module, isDetour: false, isOneOfSeveral: false, isBootloaderHeldBack };
}

/** How the cloud brings these to a device is told nowhere. */
function isWithoutWay(need: Requirement): boolean {
  return (
    need.function === MODULE_FUNCTION.ncpFirmware || (need.function === MODULE_FUNCTION.bootloader && need.index !== 0)
  );
}

function detourOf(state: DeviceState, need: Requirement, { board }: World): Requirement | null {
  const running = runningVersion(state);
  const detour = board.detours.find(({ before }) => isSameModule(before, need));
  if (detour === undefined || typeof running !== 'number' || running >= detour.below) return null;
  return detour.through;
}

/** Takes a device and what a module declares; gives whether all of it is there, or what is not known. */
export function areMet(state: DeviceState, needs: readonly Requirement[]): boolean | CloudUnknown {
  const found = needs.map((need) => isMet(state, need));
  if (found.includes(false)) return false;
  return found.find((one) => typeof one === 'object') ?? true;
}

/** Takes a device and an application; gives all that it lacks for it, what that needs too, each once; or what is not known. */
export function closureOf(
  state: DeviceState,
  application: HeldModule,
  world: World,
): readonly Requirement[] | CloudUnknown {
  const found: Requirement[] = [];
  const open = [...dependenciesOf(application.facts)];
  for (let need = open.shift(); need !== undefined; need = open.shift()) {
    const wanted = need;
    const met = isMet(state, wanted);
    if (typeof met === 'object') return met;
    if (met || found.some((one) => isSameModule(one, wanted) && one.version === wanted.version)) continue;
    found.push(wanted);
    const module = world.library.get(wanted);
    if (module === null) return { kind: 'not_held', needs: wanted };
    open.push(...dependenciesOf(module.facts));
  }
  return found;
}
