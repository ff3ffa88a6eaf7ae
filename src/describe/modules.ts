/** Modules of a report in JSON: describe messages with one-letter keys, particle-usb with long ones. */
import { isObject } from '../base/is-object.js';
import type { JsonObject } from '../base/is-object.js';
import { functionFromText } from '../catalog/functions.js';
import { slotsOf } from '../catalog/flash-map.js';
import { NEWEST } from '../catalog/versions.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { isSameModule, moduleKey } from '../module/id.js';
import type { ModuleId, Requirement } from '../module/types.js';
import { MODULE_LIMIT, NOTE_LIMIT, QUOTE_LIMIT } from './types.js';
import type { CheckResult, FailedCheck, ReportedChecks, ReportedModule, ReportNote, RequiredAsset } from './types.js';

/** Collects notes up to a bound. */
export class Notes {
  readonly list: ReportNote[] = [];

  add(note: ReportNote): void {
    if (this.list.length < NOTE_LIMIT) this.list.push(note);
    // What is left out could be what makes a module unknown.
    else this.list[NOTE_LIMIT - 1] = { kind: 'too_many_notes', limit: NOTE_LIMIT };
  }
}

/** A whole number, also one written as a text; undefined for anything else. */
export function wholeNumber(value: unknown, limit: number): number | undefined {
  const number = typeof value === 'string' && /^\s*\d{1,10}\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= limit ? number : undefined;
}

export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : ((JSON.stringify(value) as string | undefined) ?? '');
  return text.slice(0, QUOTE_LIMIT);
}

const MAX_BYTE = 0xff;
export const MAX_VERSION = NEWEST;
/** The largest size that a signed number can say. */
export const MAX_SIZE = 0x7fffffff;

/** Bits of `vc` and `vv`. Source: `hal/inc/ota_flash_hal.h`, module_validation_flags_t. */
const BIT = { integrity: 0x02, dependencies: 0x04, range: 0x08, platform: 0x10 } as const;
export const CHECK_BITS: readonly (readonly [check: FailedCheck, bit: number])[] = [
  ['integrity', BIT.integrity],
  ['dependencies', BIT.dependencies],
  ['range', BIT.range],
  ['platform', BIT.platform],
];
const DEPENDENCIES_FULL = 0x40;

/** What a reading of one entry needs. */
interface Entry {
  readonly from: JsonObject;
  readonly at: number;
  readonly notes: Notes;
}

type ReadEntry = (entry: Entry) => ReportedModule;

/** Reads the entries of a module list; what is no entry is noted and left out. */
function readList(list: readonly unknown[], notes: Notes, read: ReadEntry): readonly ReportedModule[] {
  if (list.length > MODULE_LIMIT) notes.add({ kind: 'too_many_modules', count: list.length, limit: MODULE_LIMIT });
  const modules: ReportedModule[] = [];
  for (const [position, from] of list.slice(0, MODULE_LIMIT).entries()) {
    if (isObject(from)) modules.push(read({ from, at: modules.length, notes }));
    else notes.add({ kind: 'unreadable_entry', position });
  }
  return modules;
}

/** The `m` of a describe message. Source: system_info_to_json, `system/src/system_info.cpp` @ 6.2.0 and `system_update.cpp` @ 0.6.0. */
export function readDescribeModules(list: readonly unknown[], notes: Notes): readonly ReportedModule[] {
  return readList(list, notes, readDescribeEntry);
}

function readDescribeEntry(entry: Entry): ReportedModule {
  const { from, at, notes } = entry;
  const checked = wholeNumber(from.vc, MAX_VERSION);
  const valid = wholeNumber(from.vv, MAX_VERSION);
  const store = storeOf(entry, from.l ?? '');
  const maxSize = wholeNumber(from.s, MAX_SIZE) ?? null;
  const hash = hashOf(from.u);
  const { checks, failed } = checksOf(checked, valid);
  const identity = identityOf(entry, from.f, from.n, from.v);
  if (identity === null) return { store, maxSize, hash, ...NOTHING, dependencies: [] };
  const { function: moduleFunction, index, version } = identity;
  const dependencies = dependenciesOf(entry, from.d, (one) => [one.f, one.n, one.v]);
  const isNothing = valid === 0 && checked !== 0 && (version === 0 || version === MAX_VERSION);
  if (isNothing) notes.add({ kind: 'nothing_valid', entry: at, function: moduleFunction, index });
  else if (version !== null && (checked === undefined || valid === undefined)) {
    notes.add({ kind: 'missing_checks', entry: at, function: moduleFunction, index });
  }
  // Field by field: a fleet has millions of these, and spreading costs many times as much.
  return {
    store,
    maxSize,
    hash,
    checks,
    failed,
    function: moduleFunction,
    index,
    version: version ?? 0,
    dependencies,
    assets: [],
    present: version !== null && !isNothing,
  };
}

/** Checks of what is no module. */
export const NO_CHECKS: ReportedChecks = {
  integrity: 'not_checked',
  dependencies: 'not_checked',
  range: 'not_checked',
  platform: 'not_checked',
};

const NOTHING = {
  function: MODULE_FUNCTION.none,
  index: 0,
  version: 0,
  failed: [],
  checks: NO_CHECKS,
  present: false,
  assets: [],
} as const;

interface Identity {
  readonly function: number;
  readonly index: number;
  readonly version: number | null;
}

/** Which module an entry is; null for an empty slot and where that cannot be told (then with a note). */
function identityOf({ at, notes }: Entry, functionText: unknown, index: unknown, version: unknown): Identity | null {
  const numbers = { index: wholeNumber(index, MAX_BYTE), version: wholeNumber(version, MAX_VERSION) };
  if (functionText === undefined || functionText === null) {
    if (numbers.index !== undefined || numbers.version !== undefined) {
      notes.add({ kind: 'missing_function', entry: at });
    }
    return null;
  }
  // Erased flash, read as if it were a header.
  if (functionText === '_' && numbers.index === MAX_BYTE && numbers.version === MAX_VERSION) return null;
  const moduleFunction = typeof functionText === 'string' ? functionFromText(functionText) : undefined;
  if (moduleFunction === undefined) {
    notes.add({ kind: 'unknown_function', entry: at, text: quoted(functionText) });
    return null;
  }
  if (moduleFunction === MODULE_FUNCTION.none) return null;
  if (numbers.index === undefined) {
    notes.add({ kind: 'missing_index', entry: at, function: moduleFunction });
    return null;
  }
  if (numbers.version === undefined) {
    notes.add({ kind: 'missing_version', entry: at, function: moduleFunction, index: numbers.index });
  }
  return { function: moduleFunction, index: numbers.index, version: numbers.version ?? null };
}

/** Dependencies as one-letter describe entries or long ones; `n` is "no dependency", junk of erased headers (`_`) is left out. */
function dependenciesOf(
  { at, notes }: Entry,
  list: unknown,
  partsOf: (one: JsonObject) => readonly [unknown, unknown, unknown],
): readonly Requirement[] | 'unknown' {
  if (!Array.isArray(list)) return 'unknown';
  const found: Requirement[] = [];
  let isWhole = list.length <= MODULE_LIMIT;
  for (const one of list.slice(0, MODULE_LIMIT) as readonly unknown[]) {
    const [functionText, indexText, versionText] = isObject(one) ? partsOf(one) : [undefined, undefined, undefined];
    const moduleFunction = typeof functionText === 'string' ? functionFromText(functionText) : undefined;
    const index = wholeNumber(indexText, MAX_BYTE);
    const version = wholeNumber(versionText, MAX_VERSION);
    if (moduleFunction === MODULE_FUNCTION.none) continue;
    if (moduleFunction === undefined || index === undefined || version === undefined) {
      notes.add({ kind: 'unknown_dependency', entry: at, text: quoted(one) });
      isWhole = false;
      continue;
    }
    found.push({ function: moduleFunction, index, version });
  }
  if (found.length > 2) notes.add({ kind: 'more_dependencies', entry: at, count: found.length });
  return isWhole ? found : 'unknown';
}

const STORES: ReadonlyMap<string, ReportedModule['store']> = new Map([
  ['m', 'main'],
  ['main', 'main'],
  ['f', 'factory'],
  ['factory', 'factory'],
  ['b', 'other'],
  ['backup', 'other'],
  ['t', 'other'],
  ['scratchpad', 'other'],
]);

/** Reports that leave the store out (particle-usb before 5.6.0) list main modules. */
export function storeOf({ at, notes }: Pick<Entry, 'at' | 'notes'>, value: unknown): ReportedModule['store'] {
  if (value === undefined || value === null) return 'main';
  const store = typeof value === 'string' ? STORES.get(value.trim().toLowerCase()) : undefined;
  if (store === undefined) notes.add({ kind: 'unknown_store', entry: at, text: quoted(value) });
  return store ?? 'other';
}

export function hashOf(value: unknown): string | null {
  return typeof value === 'string' && /^[0-9a-f]{2,128}$/i.test(value) ? value.toLowerCase() : null;
}

interface SaidOfChecks {
  readonly checks: ReportedChecks;
  readonly failed: readonly FailedCheck[];
}

/** The checks by what was said of each; what is not named was not said. */
export function saidChecks(said: Partial<ReportedChecks>): SaidOfChecks {
  const checks = { ...UNKNOWN_CHECKS, ...said };
  return { checks, failed: failedOf(checks) };
}

function failedOf(checks: ReportedChecks): readonly FailedCheck[] {
  return CHECK_BITS.map(([check]) => check).filter((check) => checks[check] === 'fail');
}

const UNKNOWN_CHECKS: ReportedChecks = {
  integrity: 'unknown',
  dependencies: 'unknown',
  range: 'unknown',
  platform: 'unknown',
};

/** By the two words of flags: what was checked, and what of it is right. */
function checksOf(checked: number | undefined, valid: number | undefined): SaidOfChecks {
  if (checked === undefined || valid === undefined) return saidChecks({});
  const failed = checked & ~valid;
  const resultOf = (bit: number): CheckResult =>
    (failed & bit) !== 0 ? 'fail' : (checked & bit) === 0 ? 'not_checked' : 'pass';
  // Field by field, as in the entry itself.
  const checks: ReportedChecks = {
    integrity: resultOf(BIT.integrity),
    dependencies: (failed & DEPENDENCIES_FULL) !== 0 ? 'fail' : resultOf(BIT.dependencies),
    range: resultOf(BIT.range),
    platform: resultOf(BIT.platform),
  };
  return { checks, failed: failed === 0 ? NONE_FAILED : failedOf(checks) };
}

const NONE_FAILED: readonly FailedCheck[] = [];

const USB_ERRORS: ReadonlyMap<unknown, FailedCheck> = new Map<unknown, FailedCheck>([
  ['INTEGRITY_CHECK_FAILED', 'integrity'],
  ['DEPENDENCY_CHECK_FAILED', 'dependencies'],
  ['RANGE_CHECK_FAILED', 'range'],
  ['PLATFORM_CHECK_FAILED', 'platform'],
]);

/** What particle-usb's getFirmwareModuleInfo gives. Source: particle-usb 4.1.0 `src/device.js`. */
export function readUsbModules(list: readonly unknown[], notes: Notes): readonly ReportedModule[] {
  return readList(list, notes, readUsbEntry);
}

/** Numbers that protobuf leaves out are 0; a dependency without index is on index 0. */
function readUsbEntry(entry: Entry): ReportedModule {
  const { from, at, notes } = entry;
  const slot = {
    store: storeOf(entry, from.store),
    maxSize: wholeNumber(from.maxSize ?? from.max_size, MAX_SIZE) ?? null,
    hash: hashOf(from.hash),
    ...checksOfUsb(from),
  };
  const identity = identityOf(entry, usbType(from), from.index ?? 0, from.version);
  if (identity === null) return { ...slot, ...NOTHING, dependencies: [] };
  const dependencies = dependenciesOf(entry, from.dependencies, (one) => [
    usbType(one),
    one.index ?? 0,
    one.version ?? 0,
  ]);
  const module = {
    ...slot,
    ...identity,
    version: identity.version ?? 0,
    dependencies,
    present: identity.version !== null,
  };
  if (!isSaidOfUsb(from)) {
    notes.add({ kind: 'missing_checks', entry: at, function: identity.function, index: identity.index });
  }
  return { ...module, assets: requiredAssets(from.assetDependencies ?? from.asset_dependencies, notes) };
}

function usbType(from: JsonObject): unknown {
  const type = from.type;
  return typeof type === 'string' ? type.replace(/_MODULE$/i, '') : type;
}

function isSaidOfUsb(from: JsonObject): boolean {
  const { checks } = checksOfUsb(from);
  return Object.values(checks).every((one) => one !== 'unknown');
}

/** The errors by name; else the flags, in either format. */
function checksOfUsb(from: JsonObject): SaidOfChecks {
  const named: unknown = from.validityErrors ?? from.validity_errors;
  if (Array.isArray(named)) {
    const failed = new Set(named.map((one) => USB_ERRORS.get(one)));
    // An error that nobody knows can be any of them.
    const other: CheckResult = failed.has(undefined) ? 'unknown' : 'pass';
    const results = CHECK_BITS.map(([check]) => [check, failed.has(check) ? 'fail' : other]);
    return saidChecks(Object.fromEntries(results) as Partial<ReportedChecks>);
  }
  const checked = wholeNumber(from.checkedFlags ?? from.checked_flags, MAX_VERSION);
  const passed = wholeNumber(from.passedFlags ?? from.passed_flags, MAX_VERSION);
  if (checked !== undefined && passed !== undefined) return checksOf(checked, passed);
  const failed = wholeNumber(from.failedFlags ?? from.failed_flags, MAX_VERSION);
  return failed === undefined ? saidChecks({}) : checksOf(ALL_BITS, ALL_BITS & ~failed);
}

const ALL_BITS = 0x5e;

function requiredAssets(list: unknown, notes: Notes): readonly RequiredAsset[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly unknown[]).slice(0, MODULE_LIMIT).flatMap((one) => {
    const name = isObject(one) ? one.name : undefined;
    if (!isObject(one) || typeof name !== 'string') return [];
    const hash = hashOf(one.hash);
    if (hash === null) notes.add({ kind: 'asset_without_hash', name: quoted(name) });
    return [{ name, hash }];
  });
}

/**
 * Notes what several entries together show: a module in the slot of another, and a second entry for one module. A report lists the slots of
 * Device OS's table in its order, each with the size of the slot and the header that lies in it.
 */
export function noteOddSlots(modules: readonly ReportedModule[], platform: number | null, notes: Notes): void {
  const seen = new Set<number>();
  for (const [entry, module] of modules.entries()) {
    if (!module.present || module.store !== 'main') continue;
    const name = { function: module.function, index: module.index };
    const slot = platform === null ? null : slotOfOther(module, platform);
    const key = moduleKey(module);
    if (slot !== null) notes.add({ kind: 'mislabelled', entry, ...name, slot });
    else if (seen.has(key)) notes.add({ kind: 'duplicate', entry, ...name });
    else seen.add(key);
  }
}

/** The other module whose slot has the size that the entry gives, where the module's own slot never has it. */
function slotOfOther(module: ReportedModule, platform: number): ModuleId | null {
  const main = slotsOf(platform).filter(({ store }) => store === 'main');
  const isOwn = (one: ModuleId): boolean => isSameModule(one, module);
  const fitting = main.filter(({ size }) => size === module.maxSize);
  const [first] = fitting;
  if (first === undefined || !main.some(isOwn) || fitting.some(isOwn)) return null;
  const same = fitting.every((one) => isSameModule(one, first));
  return same ? { function: first.function, index: first.index } : null;
}
