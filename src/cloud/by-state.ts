/**
 * Remembers what was found for device states. Of a million devices most are equal, and each is another object: their fields are compared, for a text of each
 * would take longer than the answer.
 */
import type { DeviceState, InstalledModule } from '../device/types.js';

/** What was found for a state; null where it was not looked at yet. */
export interface ByState<Found> {
  readonly get: (state: DeviceState) => Found | null;
  readonly set: (state: DeviceState, found: Found) => void;
}

/** A hostile stream could bring ever new states: what is remembered, and how many are compared at once, stays bounded. */
const MOST_REMEMBERED = 10_000;
const MOST_COMPARED = 8;

/** Nothing remembered so far. */
export function byState<Found>(): ByState<Found> {
  const objects = new WeakMap<DeviceState, Found>();
  const buckets = new Map<number, { readonly state: DeviceState; readonly found: Found }[]>();
  let count = 0;
  return {
    get: (state) => {
      const same = objects.get(state);
      if (same !== undefined) return same;
      return buckets.get(hashOf(state))?.find((one) => isSameState(one.state, state))?.found ?? null;
    },
    set: (state, found) => {
      objects.set(state, found);
      const hash = hashOf(state);
      const bucket = buckets.get(hash) ?? [];
      if (count >= MOST_REMEMBERED || bucket.length >= MOST_COMPARED) return;
      count++;
      bucket.push({ state, found });
      buckets.set(hash, bucket);
    },
  };
}

const PRIME = 31;
/** Characters of a build that count: builds are hashes. */
const CHARACTERS = 8;

/** Equal for equal states; for most others it is another. */
function hashOf({ platform, modules }: DeviceState): number {
  let hash = platform;
  for (const { at, version, end, build = '' } of modules) {
    hash = Math.imul(hash, PRIME) + at;
    hash = Math.imul(hash, PRIME) + version;
    hash = Math.imul(hash, PRIME) + end;
    for (let index = 0; index < CHARACTERS && index < build.length; index++) {
      hash = Math.imul(hash, PRIME) + build.charCodeAt(index);
    }
  }
  return hash | 0;
}

/** Every field is compared; one that is added does not compile until it is. */
const MODULE_FIELDS = {
  at: true,
  function: true,
  index: true,
  version: true,
  platform: true,
  start: true,
  end: true,
  mcu: true,
  flags: true,
  headerOffset: true,
  dependency1: true,
  dependency2: true,
  crcOk: true,
  size: true,
  build: true,
  dynamicStart: true,
  assets: true,
  asset: true,
  protects: true,
  inner: true,
  unpacking: true,
  combined: true,
  assetsUntold: true,
  until: true,
  mayReach: true,
} as const satisfies Readonly<Record<keyof InstalledModule, true>>;

const STATE_FIELDS = {
  platform: true,
  modules: true,
  unknown: true,
  remains: true,
  bodyByte: true,
  radio: true,
  ncp: true,
  ncpWord: true,
  aliasWord: true,
  applicationStart: true,
  protection: true,
  assets: true,
  doubts: true,
  assetsSent: true,
  assetsLacking: true,
  staged: true,
} as const satisfies Readonly<Record<keyof DeviceState, true>>;

const OF_MODULE = Object.keys(MODULE_FIELDS) as (keyof InstalledModule)[];
const OF_STATE = (Object.keys(STATE_FIELDS) as (keyof DeviceState)[]).filter((field) => field !== 'modules');

/** Whether two states are equal in everything. */
function isSameState(a: DeviceState, b: DeviceState): boolean {
  if (a === b) return true;
  if (a.modules.length !== b.modules.length) return false;
  for (const field of OF_STATE) if (!isSame(a[field], b[field])) return false;
  return a.modules === b.modules || a.modules.every((one, at) => isSameModule(one, b.modules[at]));
}

function isSameModule(a: InstalledModule, b: InstalledModule | undefined): boolean {
  if (a === b) return true;
  if (b === undefined) return false;
  for (const field of OF_MODULE) if (!isSame(a[field], b[field])) return false;
  return true;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  return keys.every((key) => isSame(left[key], right[key]));
}
