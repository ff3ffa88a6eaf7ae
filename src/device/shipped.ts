/** A device as a release ships it. */
import { withOwnBootloader } from '../catalog/assumed.js';
import { rulesOf, valueIn } from '../catalog/boards/index.js';
import type { Slot } from '../catalog/boards/types.js';
import { RADIO_INFO_WORD } from '../catalog/eras.js';
import { mainSlotOf, slotsIn } from '../catalog/flash-map.js';
import { releaseRow } from '../catalog/releases.js';
import type { DeclaredModule, ReleaseRow } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { settleAsShipped } from './boot.js';
import type { DeviceState, InstalledModule, ModuleFacts } from './types.js';
import { wholeModule } from './write.js';

/** What was assumed because no source says it. */
export type Assumption =
  | { readonly kind: 'application_for_release'; readonly release: string }
  | { readonly kind: 'slot_unknown'; readonly function: number; readonly index: number };

/** A device as a release ships it, with what had to be assumed. */
export interface Shipped {
  readonly state: DeviceState;
  readonly assumptions: readonly Assumption[];
}

/** The application on the device: one built for the release, none, or a module of the caller's. */
export type ShippedApplication = 'for_release' | 'none' | ModuleFacts;

/** The device state of a release on a platform; null where the release has no row for it. */
export function shippedState(release: string, platform: number, application: ShippedApplication): Shipped | null {
  const row = releaseRow(release, platform);
  return row === undefined ? null : shippedRow(withOwnBootloader(row).row, application);
}

/** The device state of what a release declares; null where that is nothing. */
export function shippedRow(row: ReleaseRow, application: ShippedApplication): Shipped | null {
  if (row.modules.length === 0) return null;
  const { platform, release } = row;
  const slots = slotsIn(platform, row.system);
  const modules = [...row.modules.flatMap((one) => placed(one, platform, slots)), ...prebootloader(row, slots)];
  const app = applicationOf(row, slots, application);
  const all = [...modules, ...(app === null ? [] : [app])].sort((a, b) => a.at - b.at);
  const unknownSlots = slots.filter((slot) => isOpen(slot, all));
  const state = settleAsShipped({
    platform,
    modules: all,
    unknown: [...new Set(unknownSlots.map(({ start }) => start))].sort((a, b) => a - b),
    radio: radioOf(row),
    ncp: ncpOf(row),
    applicationStart: app !== null && app.dynamicStart !== null ? app.dynamicStart : null,
    protection: 'open',
    assets: [],
    staged: null,
  });
  const assumed: readonly Assumption[] =
    application === 'for_release' ? [{ kind: 'application_for_release', release }] : [];
  return {
    state,
    assumptions: [
      ...assumed,
      ...unknownSlots
        .filter((slot) => isWorthSaying(slot) && state.unknown.includes(slot.start))
        .map((slot) => ({ kind: 'slot_unknown' as const, function: slot.function, index: slot.index })),
    ],
  };
}

function isWorthSaying(slot: Slot): boolean {
  return slot.function === MODULE_FUNCTION.bootloader && slot.index === 0;
}

function isOpen(slot: Slot, modules: readonly InstalledModule[]): boolean {
  if (slot.dynamic || slot.location === 'ncp' || slot.function === MODULE_FUNCTION.radioStack) return false;
  // What a release does not ship lies erased; application slots are settled by what the caller says. Only the factory copy and a bootloader stay open.
  if (slot.function === MODULE_FUNCTION.systemPart) return false;
  if (slot.function === MODULE_FUNCTION.userPart && slot.store === 'main') return false;
  return !modules.some(({ at }) => at === slot.start);
}

/** A module of the release table in its slot. */
function placed(declared: DeclaredModule, platform: number, slots: readonly Slot[]): readonly InstalledModule[] {
  const slot = mainSlotOf(declared, slots);
  if (slot === undefined) return [];
  const [dependency1, dependency2] = declared.dependencies;
  return [wholeModule(platform, slot, declared.version, dependency1 ?? null, dependency2 ?? null)];
}

/** RTL872x: the prebootloader is the one that the release's bootloader declares. */
function prebootloader(row: ReleaseRow, slots: readonly Slot[]): readonly InstalledModule[] {
  const slot = slots.find((one) => one.function === MODULE_FUNCTION.bootloader && one.index === 2);
  const declared = row.modules
    .flatMap(({ dependencies }) => dependencies)
    .find((one) => one.function === MODULE_FUNCTION.bootloader && one.index === 2);
  return slot === undefined || declared === undefined
    ? []
    : [wholeModule(row.platform, slot, declared.version, null, null)];
}

/** The last applications slot of a release is the one that new builds use (256K from 3.1.0 on). */
function applicationOf(
  row: ReleaseRow,
  slots: readonly Slot[],
  application: ShippedApplication,
): InstalledModule | null {
  if (application === 'none') return null;
  if (application !== 'for_release') return { ...application, at: application.start };
  const slot = slots.filter((one) => one.function === MODULE_FUNCTION.userPart && one.store === 'main').at(-1);
  if (slot === undefined) return null;
  const system = Math.max(
    ...row.modules.filter((one) => one.function === MODULE_FUNCTION.systemPart).map(({ index }) => index),
  );
  const index = slots.some((one) => one.function === MODULE_FUNCTION.systemPart && one.index === 2)
    ? 2
    : Math.min(system, 1);
  const module = wholeModule(
    row.platform,
    slot,
    1,
    { function: MODULE_FUNCTION.systemPart, index, version: row.system },
    null,
  );
  return slot.dynamic ? atAssumedStart(module, row.platform) : module;
}

/** An application where it is assumed to begin on a board that finds it by its end; on others as it is. */
export function atAssumedStart(module: InstalledModule, platform: number): InstalledModule {
  const dynamic = rulesOf(platform)?.dynamicApplication ?? null;
  if (dynamic === null) return module;
  const { assumedStart: start, end } = dynamic;
  return { ...module, start, at: start, end, dynamicStart: start };
}

/** The radio stack that a release ships; null where the board has none. */
function radioOf(row: ReleaseRow): DeviceState['radio'] {
  const radio = rulesOf(row.platform)?.radio ?? null;
  if (radio === null) return null;
  const version = valueIn(radio.shipped, row.system);
  return version === undefined ? 'unknown' : { version, infoWord: RADIO_INFO_WORD.get(version) ?? null };
}

/** The NCP that a release ships; null where the board has none that counts. */
function ncpOf(row: ReleaseRow): DeviceState['ncp'] {
  const ncp = rulesOf(row.platform)?.ncp ?? null;
  return ncp === null ? null : (valueIn(ncp.shipped, row.system) ?? 'unknown');
}

/** The state with a module put where its header says; for states made of files. */
export function withModule(state: DeviceState, module: ModuleFacts): DeviceState {
  const image: InstalledModule = { ...module, at: module.start };
  const modules = [...state.modules.filter(({ at }) => at !== module.start), image].sort((a, b) => a.at - b.at);
  return {
    ...state,
    modules,
    unknown: state.unknown.filter((at) => at !== module.start),
    ...(module.dynamicStart === null ? {} : { applicationStart: module.dynamicStart }),
  };
}
