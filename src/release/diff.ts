/** Two sets of files compared by what they mean to a device, and what the second one does to devices. */
import { groupBy } from '../base/group-by.js';
import { compareText } from '../base/compare.js';
import { releaseOf, releaseRow, releaseRows } from '../catalog/releases.js';
import { boot } from '../device/boot.js';
import { isModuleFile } from '../device/module-file.js';
import { shippedState } from '../device/shipped.js';
import { send } from '../device/simulate.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { FirmwareModule, Product } from '../module/types.js';
import { percentOfSlot, sizedSlotOf } from './inventory.js';
import type { Inventory, InventoryFile, InventoryModule, ReleaseSet } from './inventory.js';
import { dependenciesOf, isSameModule } from '../module/id.js';
import { reachability } from './reachability.js';

/** One field that differs, with its value on either side. `minimum_os` stands beside `dependencies` where an application asks for another Device OS. */
export type FieldChange =
  /** The module version. */
  | { readonly field: 'version'; readonly before: number; readonly after: number }
  /** The system version that an application needs; null for none. */
  | { readonly field: 'minimum_os'; readonly before: number | null; readonly after: number | null }
  /** Dependencies and the modules behind the first one of a combined file as `function/index@version`, names and hashes of assets, kinds of extensions. */
  | {
      readonly field: 'dependencies' | 'assets_needed' | 'extensions' | 'combined';
      readonly before: readonly string[];
      readonly after: readonly string[];
    }
  /** Bytes of the module. */
  | {
      readonly field: 'size';
      readonly before: number;
      readonly after: number;
      /** Percent of the slot; null where the module has no slot of a known size. */
      readonly percentBefore: number | null;
      readonly percentAfter: number | null;
    }
  /** Bits of the header, an address, a number of the header. */
  | { readonly field: 'flags' | 'start' | 'mcu'; readonly before: number; readonly after: number }
  /** Whether it protects the device, whether its CRC is right. */
  | { readonly field: 'protection' | 'whole'; readonly before: boolean; readonly after: boolean }
  /** The product of an application; null for none. */
  | { readonly field: 'product'; readonly before: Product | null; readonly after: Product | null }
  /** Other code or data. */
  | { readonly field: 'content' };

/** What became of one module. */
export interface ModuleDiff {
  /** Null where only the second side has it. */
  readonly before: InventoryModule | null;
  /** Null where only the first side has it. */
  readonly after: InventoryModule | null;
  /** Empty where one side is missing. */
  readonly changes: readonly FieldChange[];
}

/** What becomes of devices. */
export interface Consequence {
  /** Platform id. */
  readonly platform: number;
  /** Devices of exactly this release, or of all below it. */
  readonly devices: {
    readonly kind: 'at' | 'below';
    /** Its name. */
    readonly release: string;
  };
  /** Releases that must come first; empty for none. */
  readonly needs: readonly string[];
  /** Whether there is a way over the air. */
  readonly reachable: boolean;
  /** Files that are sent. */
  readonly steps: number;
  /** Null where the size of a file is not known. */
  readonly bytes: number | null;
  /** Steps after which the application does not run. */
  readonly safeModeSteps: number;
  /** The release that an application pulls in; null where the set itself is the update. */
  readonly pulls: string | null;
}

/** What differs between two releases. */
export interface ReleaseDiff {
  /** Modules that one side alone has, or that differ, by slot. */
  readonly modules: readonly ModuleDiff[];
  /** Files that are no modules, by path: only one side has them, or their bytes differ. */
  readonly others: readonly {
    /** Null where only the second side has it. */
    readonly before: InventoryFile | null;
    /** Null where only the first side has it. */
    readonly after: InventoryFile | null;
  }[];
  /** What that does to devices in the field. */
  readonly consequences: readonly Consequence[];
  /** Whether nothing differs. */
  readonly same: boolean;
}

/** What differs between two releases, and what that does to devices. */
export function diffOf(a: Inventory, b: Inventory): ReleaseDiff {
  const modules = pairsOf(modulesOf(a), modulesOf(b))
    .map(([before, after]): ModuleDiff => ({ before, after, changes: changesOf(before, after) }))
    .filter(({ before, after, changes }) => before === null || after === null || changes.length > 0);
  const others = otherFiles(a.notFirmware, b.notFirmware);
  const same = modules.length === 0 && others.length === 0;
  return { modules, others, consequences: same ? [] : consequencesOf(a, b, modules), same };
}

const modulesOf = ({ files }: Inventory): readonly InventoryModule[] => files.filter(isModuleFile);

type Pair = readonly [before: InventoryModule | null, after: InventoryModule | null];

const slotOf = ({ module }: { readonly module: Pick<FirmwareModule, 'platform' | 'function' | 'index'> }): string =>
  `${module.platform}/${module.function}/${module.index}`;

/** Equal bytes first, then equal paths, then what is left of a slot by version. */
function pairsOf(a: readonly InventoryModule[], b: readonly InventoryModule[]): readonly Pair[] {
  const left = new Set(a);
  const right = new Set(b);
  const pairs: Pair[] = [];
  const pairBy = (keyOf: (file: InventoryModule) => string): void => {
    const theirs = groupBy([...right], keyOf);
    for (const [key, mine] of groupBy([...left], keyOf)) {
      const order = (files: readonly InventoryModule[]): readonly InventoryModule[] =>
        [...files].sort((x, y) => x.module.version - y.module.version || compareText(x.path, y.path));
      const others = order(theirs.get(key) ?? []);
      for (const [at, before] of order(mine).entries()) {
        const after = others[at];
        if (after === undefined) continue;
        pairs.push([before, after]);
        left.delete(before);
        right.delete(after);
      }
    }
  };
  pairBy(({ sha256 }) => sha256);
  pairBy((file) => `${file.path}\u0000${slotOf(file)}`);
  pairBy(slotOf);
  return [...pairs, ...[...left].map((one): Pair => [one, null]), ...[...right].map((one): Pair => [null, one])].sort(
    ([x, xs], [y, ys]) => compareText(placeOf(x ?? xs), placeOf(y ?? ys)),
  );
}

function placeOf(file: InventoryModule | null): string {
  if (file === null) return '';
  const { platform, function: moduleFunction, index, version } = file.module;
  return [platform, moduleFunction, index, version].map((one) => String(one).padStart(5, '0')).join(' ') + file.path;
}

function changesOf(before: InventoryModule | null, after: InventoryModule | null): readonly FieldChange[] {
  if (before === null || after === null || before.sha256 === after.sha256) return [];
  const [x, y] = [before.module, after.module];
  const changes: FieldChange[] = [];
  if (x.version !== y.version) changes.push({ field: 'version', before: x.version, after: y.version });
  const [osX, osY] = [minimumOs(x), minimumOs(y)];
  if (osX !== osY) changes.push({ field: 'minimum_os', before: osX, after: osY });
  addLists(changes, 'dependencies', dependencyWords(x), dependencyWords(y));
  if (x.length !== y.length) {
    const percents = { percentBefore: percentOf(x), percentAfter: percentOf(y) };
    changes.push({ field: 'size', before: x.length, after: y.length, ...percents });
  }
  for (const field of ['flags', 'start', 'mcu'] as const) {
    if (x[field] !== y[field]) changes.push({ field, before: x[field], after: y[field] });
  }
  addLists(changes, 'assets_needed', assetWords(x), assetWords(y));
  addLists(changes, 'extensions', extensionWords(x), extensionWords(y));
  addLists(changes, 'combined', behindWords(x), behindWords(y));
  const [protectsX, protectsY] = [before.facts.protects, after.facts.protects];
  if (protectsX !== protectsY) changes.push({ field: 'protection', before: protectsX, after: protectsY });
  if (x.crc.ok !== y.crc.ok) changes.push({ field: 'whole', before: x.crc.ok, after: y.crc.ok });
  if (x.product?.id !== y.product?.id || x.product?.version !== y.product?.version) {
    changes.push({ field: 'product', before: x.product, after: y.product });
  }
  const isOther = before.payloadSha256 !== after.payloadSha256 || before.payloadSha256 === null;
  if (isOther || bytesBehind(x) !== bytesBehind(y)) changes.push({ field: 'content' });
  return changes;
}

/** A change of one of the lists. */
type ListChange = Extract<FieldChange, { readonly before: readonly string[] }>;

function addLists(
  changes: FieldChange[],
  field: ListChange['field'],
  before: readonly string[],
  after: readonly string[],
): void {
  if (before.join('\u0000') !== after.join('\u0000')) changes.push({ field, before, after });
}

/** The system version that an application needs; null for none and for other modules. */
function minimumOs(module: FirmwareModule): number | null {
  if (module.function !== MODULE_FUNCTION.userPart) return null;
  const needs = dependenciesOf(module).filter((one) => one.function === MODULE_FUNCTION.systemPart);
  return needs.length === 0 ? null : Math.max(...needs.map(({ version }) => version));
}

const dependencyWords = (module: FirmwareModule): readonly string[] =>
  dependenciesOf(module).map((one) => `${one.function}/${one.index}@${one.version}`);

const behind = ({ payload }: FirmwareModule) => payload.flatMap((one) => (one.kind === 'combined' ? [one.inner] : []));

const behindWords = (module: FirmwareModule): readonly string[] =>
  behind(module).map((one) => (one.kind === 'module' ? `${one.function}/${one.index}@${one.version}` : 'no module'));

/** What tells the modules behind the first one from others of the same versions. */
const bytesBehind = (module: FirmwareModule): string =>
  behind(module)
    .map((one) => (one.kind === 'module' ? `${one.length} ${one.crc.computed}` : `${one.size}`))
    .join();

const assetWords = ({ extensions }: FirmwareModule): readonly string[] =>
  extensions.flatMap((one) => (one.kind === 'asset_dependency' ? [`${one.name} ${one.hash}`] : [])).sort();

/** Kinds of extensions beside those that have a field of their own. */
const extensionWords = ({ extensions }: FirmwareModule): readonly string[] =>
  extensions
    .flatMap(({ kind }) => (['end', 'asset_dependency', 'security_mode', 'product_data'].includes(kind) ? [] : [kind]))
    .sort();

function percentOf(module: FirmwareModule): number | null {
  const system = module.function === MODULE_FUNCTION.systemPart ? module.version : minimumOs(module);
  const newest = releaseRows(module.platform).at(-1)?.system ?? 0;
  const slot = sizedSlotOf(module, system ?? newest);
  return slot === null ? null : percentOfSlot(module, slot);
}

function otherFiles(a: readonly InventoryFile[], b: readonly InventoryFile[]): ReleaseDiff['others'] {
  const theirs = new Map(b.map((file) => [file.path, file]));
  const mine = new Set(a.map(({ path }) => path));
  // Two files alone are compared whatever they are called.
  if (a.length === 1 && b.length === 1) {
    return a[0]?.sha256 === b[0]?.sha256 ? [] : [{ before: a[0] ?? null, after: b[0] ?? null }];
  }
  return [
    ...a.flatMap((before) => {
      const after = theirs.get(before.path) ?? null;
      return after?.sha256 === before.sha256 ? [] : [{ before, after }];
    }),
    ...b.filter(({ path }) => !mine.has(path)).map((after) => ({ before: null, after })),
  ];
}

// Consequences -------------------------------------------------------------------------------------------------------

function consequencesOf(a: Inventory, b: Inventory, modules: readonly ModuleDiff[]): readonly Consequence[] {
  const byPlatform = groupBy(
    modules.filter(({ after }) => after !== null),
    ({ after }) => after?.module.platform ?? 0,
  );
  const [before, after] = [newestSets(a), newestSets(b)];
  const all = [...modulesOf(a), ...modulesOf(b)];
  const bySlot = groupBy(modulesOf(b), slotOf);
  return [...byPlatform].flatMap(([platform, own]) => [
    ...consequencesOfSet(platform, before.get(platform) ?? null, after.get(platform) ?? null, all),
    ...own.flatMap((one) => consequencesOfApplication(one, bySlot)),
  ]);
}

const newestSets = ({ platforms }: Inventory): ReadonlyMap<number, ReleaseSet | undefined> =>
  new Map(platforms.map(({ platform, sets }) => [platform, sets.at(-1)]));

function consequencesOfSet(
  platform: number,
  before: ReleaseSet | null,
  after: ReleaseSet | null,
  all: readonly InventoryModule[],
): readonly Consequence[] {
  if (after?.release == null || before?.system === after.system) return [];
  const beside = all.filter(({ module }) => module.platform === platform && module.crc.ok);
  const matrix = reachability(platform, after.release, after.files, { beside });
  const cells = matrix?.cells.filter(({ reach }) => reach.kind !== 'unknown' && reach.kind !== 'limit') ?? [];
  const own = cells.find(({ release }) => release === before?.release) ?? cells.at(-1);
  if (own === undefined) return [];
  const base: Omit<Consequence, 'devices'> = { platform, pulls: null, ...costOf(own.reach) };
  const found: Consequence[] = [{ ...base, devices: { kind: 'at', release: own.release } }];
  // From the newest down: each place where it costs more than so far.
  let worst = weight(own.reach);
  for (let at = cells.indexOf(own) - 1; at >= 0; at--) {
    const cell = cells[at];
    const above = cells[at + 1];
    if (cell === undefined || above === undefined || weight(cell.reach) <= worst) continue;
    worst = weight(cell.reach);
    found.push({ platform, pulls: null, ...costOf(cell.reach), devices: { kind: 'below', release: above.release } });
  }
  return found;
}

type ReachOf = NonNullable<ReturnType<typeof reachability>>['cells'][number]['reach'];

function weight(reach: ReachOf): number {
  return 'steps' in reach ? reach.steps * 1000 + reach.safeModeSteps : Infinity;
}

function costOf(reach: ReachOf): Omit<Consequence, 'devices' | 'platform' | 'pulls'> {
  if (!('steps' in reach)) return { reachable: false, needs: [], steps: 0, bytes: null, safeModeSteps: 0 };
  const { steps, bytes, safeModeSteps } = reach;
  return { reachable: true, needs: reach.kind === 'needs' ? reach.first : [], steps, bytes, safeModeSteps };
}

/** An application that asks for a newer Device OS sends older devices into safe mode, until the system parts are there. */
function consequencesOfApplication(
  { after, changes }: ModuleDiff,
  bySlot: ReadonlyMap<string, readonly InventoryModule[]>,
): readonly Consequence[] {
  const raised = changes.find((one) => one.field === 'minimum_os');
  if (after === null || raised?.after == null || raised.after <= (raised.before ?? 0)) return [];
  const { platform } = after.module;
  const release = releaseOf(raised.after, platform);
  const below = releaseRows(platform).filter(({ system }) => system < (raised.after ?? 0));
  const last = below.findLast((one) => !one.release.includes('-')) ?? below.at(-1);
  const state = last === undefined ? undefined : shippedState(last.release, platform, 'for_release')?.state;
  if (release === null || state === undefined) return [];
  const sent = send(state, after.facts, 'ota');
  const mode = boot(sent.state).mode;
  const system = (releaseRow(release, platform)?.modules ?? []).filter(
    (one) => !state.modules.some((there) => isSameModule(there, one) && there.version >= one.version),
  );
  const files = system.map((one) =>
    bySlot.get(slotOf({ module: { ...one, platform } }))?.find(({ module }) => module.version >= one.version),
  );
  const isKnown = files.every((one) => one !== undefined);
  return [
    {
      platform,
      devices: { kind: 'below', release },
      needs: [],
      reachable: sent.decision.verdict === 'accepted',
      steps: 1 + system.length,
      bytes: isKnown ? files.reduce((sum, one) => sum + one.size, after.size) : null,
      safeModeSteps: mode === 'safe-mode' ? system.length : 0,
      pulls: release,
    },
  ];
}
