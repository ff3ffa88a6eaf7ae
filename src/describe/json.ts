/** Finds device reports in JSON: plain, wrapped in events or answers, one a line, as server-sent events, or damaged by pasting. */
import { functionFromText } from '../catalog/functions.js';
import { findPlatform } from '../catalog/platforms.js';
import { parseLenient } from './lenient.js';
import {
  hashOf,
  isObject,
  MAX_VERSION,
  noteOddSlots,
  Notes,
  quoted,
  readDescribeModules,
  readUsbModules,
  wholeNumber,
} from './modules.js';
import type { JsonObject } from './modules.js';
import { MODULE_LIMIT } from './types.js';
import type { DeviceReport } from './types.js';
import type { AssetName } from '../device/types.js';

/** What the objects around a report say. */
interface Around {
  readonly platforms: readonly number[];
  readonly deviceId: string | null;
  readonly event: string | null;
  readonly protected: boolean | null;
  readonly overridden: boolean;
  readonly assets: readonly unknown[] | null;
  /** The text of it was no valid JSON. */
  readonly lenient: boolean;
  readonly cutOff: boolean;
}

interface Found {
  readonly kind: 'describe' | 'particle_usb';
  readonly list: readonly unknown[];
  readonly around: Around;
}

const NOWHERE: Around = {
  platforms: [],
  deviceId: null,
  event: null,
  protected: null,
  overridden: false,
  assets: null,
  lenient: false,
  cutOff: false,
};

/** What the JSON of a text comes to. */
export interface JsonReading {
  readonly report: DeviceReport | null;
  /** Names of the events that were seen, for saying what the text is instead. */
  readonly events: readonly string[];
  /** Some JSON value could be read. */
  readonly isJson: boolean;
}

/** Reads the reports of a text; the last one counts. */
export function readJsonReports(text: string): JsonReading {
  const walk = new Walk();
  for (const [at, variant] of variantsOf(text).entries()) {
    walk.read(variant, at > 0);
    if (walk.found.length > 0) break;
  }
  const last = walk.found.at(-1);
  const report = last === undefined ? null : reportOf(last, walk.found.length);
  return { report, events: walk.events, isJson: walk.isJson };
}

/** The text as it is, and with what forums, consoles and web pages do to quotes undone. */
function variantsOf(text: string): readonly string[] {
  const quotes = text
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb]/g, '"')
    .replace(/[\u2018\u2019\u201a]/g, "'");
  return [...new Set([text, quotes, quotes.replace(/\\{1,8}"/g, '"')])];
}

const NESTING_LIMIT = 8;
const VALUE_LIMIT = 20000;
const LINE_LIMIT = 2000;
const START_LIMIT = 4;

class Walk {
  readonly found: Found[] = [];
  readonly events: string[] = [];
  isJson = false;
  #values = 0;

  /** Tries the whole text, then line by line, then from each of the first brackets. */
  read(text: string, lenient: boolean): void {
    const around = { ...NOWHERE, lenient };
    const whole = strict(text);
    if (whole !== undefined) {
      this.isJson ||= typeof whole === 'object' && whole !== null;
      this.#visit(whole, around, 0);
      return;
    }
    this.#readLines(text, around);
    if (this.found.length > 0) return;
    for (const start of startsOf(text)) {
      const { value, cutOff } = parseLenient(text, start);
      this.#visit(value, { ...around, lenient: true, cutOff, event: eventBefore(text, start) }, 0);
      if (this.found.length > 0) return;
    }
  }

  /** One JSON a line, also behind `data:` of server-sent events. */
  #readLines(text: string, around: Around): void {
    let event: string | null = null;
    for (const line of text.split('\n', LINE_LIMIT)) {
      const name = /^[\s>]*event:\s*(\S{1,200})/.exec(line);
      if (name !== null) event = name[1] ?? null;
      const data = /^[\s>]*(?:data:\s*)?(?=[{["])/.exec(line);
      if (data === null) continue;
      const isEvent = data[0].includes('data:');
      const rest = line.slice(data[0].length);
      const value = strict(rest);
      const here = { ...around, event: isEvent ? event : null };
      if (value !== undefined) this.#visit(value, here, 0);
      else if (isEvent) {
        const damaged = parseLenient(rest, 0);
        this.#visit(damaged.value, { ...here, lenient: true, cutOff: damaged.cutOff }, 0);
      }
    }
  }

  #visit(value: unknown, around: Around, depth: number): void {
    this.#values += 1;
    if (depth > NESTING_LIMIT || this.#values > VALUE_LIMIT) return;
    if (typeof value === 'string') this.#visitText(value, around, depth);
    else if (Array.isArray(value)) this.#visitList(value, around, depth);
    else if (isObject(value)) this.#visitObject(value, around, depth);
  }

  /** A report can be a text within an event. */
  #visitText(text: string, around: Around, depth: number): void {
    if (!/^\s*[{["]/.test(text)) return;
    const value = strict(text);
    if (value !== undefined) {
      this.#visit(value, around, depth + 1);
      return;
    }
    const damaged = parseLenient(text, 0);
    const cutOff = around.cutOff || damaged.cutOff;
    this.#visit(damaged.value, { ...around, lenient: around.lenient || !damaged.cutOff, cutOff }, depth + 1);
  }

  #visitList(list: readonly unknown[], around: Around, depth: number): void {
    if (list.some(isUsbModule)) this.found.push({ kind: 'particle_usb', list, around });
    else if (list.some(isDescribeModule)) this.found.push({ kind: 'describe', list, around });
    else for (const one of list) this.#visit(one, around, depth + 1);
  }

  #visitObject(from: JsonObject, outer: Around, depth: number): void {
    const around = aroundOf(from, outer);
    if (around.event !== null && around.event !== outer.event) this.events.push(around.event);
    const { m: list } = from;
    if (Array.isArray(list) && (list.length === 0 || list.some(isObject))) {
      this.found.push({ kind: 'describe', list, around });
      return;
    }
    for (const value of Object.values(from)) {
      if (typeof value === 'object' || typeof value === 'string') {
        this.#visit(value, around, depth + 1);
      }
    }
  }
}

function strict(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function startsOf(text: string): readonly number[] {
  const starts: number[] = [];
  for (const bracket of ['{', '[']) {
    for (
      let at = text.indexOf(bracket), count = 0;
      at >= 0 && count < START_LIMIT;
      at = text.indexOf(bracket, at + 1), count += 1
    ) {
      starts.push(at);
    }
  }
  return starts;
}

/** The name of an event that stands before its data, as consoles print it. */
function eventBefore(text: string, start: number): string | null {
  return /\b(?:spark|particle)\/[\w/-]{1,100}/.exec(text.slice(Math.max(0, start - 300), start))?.[0] ?? null;
}

function isUsbModule(one: unknown): boolean {
  if (!isObject(one) || !('version' in one)) return false;
  const { type } = one;
  return typeof type === 'string' && functionFromText(type.replace(/_MODULE$/i, '')) !== undefined;
}

function isDescribeModule(one: unknown): boolean {
  return isObject(one) && (('vc' in one && 'vv' in one) || ('f' in one && 'n' in one && 'v' in one && 'd' in one));
}

const PLATFORM_KEYS: readonly string[] = ['p', 'platform_id', 'platformId', 'platform'];
const DEVICE_KEYS: readonly string[] = ['coreid', 'device_id', 'deviceId', 'deviceID', 'id'];

function aroundOf(from: JsonObject, outer: Around): Around {
  const platforms = PLATFORM_KEYS.flatMap((key) => platformOf(from[key]) ?? []);
  const device = DEVICE_KEYS.map((key) => from[key]).find((id) => typeof id === 'string' && /^[0-9a-f]{24}$/i.test(id));
  const event = typeof from.name === 'string' && from.data !== undefined ? quoted(from.name) : outer.event;
  const state = isObject(from.protection) ? from.protection : from;
  const isProtected = state.protected ?? state.protected_state ?? state.protectedState;
  return {
    ...outer,
    platforms: [...new Set([...outer.platforms, ...platforms])],
    deviceId: typeof device === 'string' ? device.toLowerCase() : outer.deviceId,
    event,
    protected: typeof isProtected === 'boolean' ? isProtected : outer.protected,
    overridden: state.overridden === true || outer.overridden,
    assets: assetsOf(from.assets ?? from.assetInfo) ?? outer.assets,
  };
}

function platformOf(value: unknown): number | undefined {
  const id = isObject(value) ? value.id : value;
  return typeof id === 'string' && id.length < 40 ? findPlatform(id)?.id : wholeNumber(id, MAX_VERSION);
}

/** A list, or what particle-usb's getAssetInfo gives. */
function assetsOf(value: unknown): readonly unknown[] | null {
  const list = isObject(value) ? value.available : value;
  return Array.isArray(list) ? (list as readonly unknown[]) : null;
}

function reportOf({ kind, list, around }: Found, count: number): DeviceReport {
  const notes = new Notes();
  if (count > 1) notes.add({ kind: 'several_reports', count });
  if (around.cutOff) notes.add({ kind: 'cut_off' });
  else if (around.lenient) notes.add({ kind: 'not_json' });
  const platform = around.platforms.length === 1 ? (around.platforms[0] ?? null) : null;
  if (around.platforms.length > 1) notes.add({ kind: 'platforms_differ', platforms: around.platforms });
  else if (platform === null) notes.add({ kind: 'missing_platform' });
  if (around.overridden) notes.add({ kind: 'protection_overridden' });
  const modules = kind === 'describe' ? readDescribeModules(list, notes) : readUsbModules(list, notes);
  noteOddSlots(modules, platform, notes);
  return {
    kind: kind === 'describe' && around.event !== null && /safe.?mode/i.test(around.event) ? 'safe_mode_event' : kind,
    platform,
    modules,
    assets: storedAssets(around.assets, notes),
    protected: around.protected,
    deviceId: around.deviceId,
    notes: notes.list,
  };
}

/** Null as soon as one cannot be named in full: the storage is not known then. */
function storedAssets(list: readonly unknown[] | null, notes: Notes): readonly AssetName[] | null {
  if (list === null) return null;
  const assets: AssetName[] = [];
  for (const one of list.slice(0, MODULE_LIMIT)) {
    const name = isObject(one) ? one.name : undefined;
    const hash = isObject(one) ? hashOf(one.hash) : null;
    if (typeof name !== 'string' || hash === null) {
      notes.add({ kind: 'asset_without_hash', name: quoted(name ?? one) });
      return null;
    }
    assets.push({ name, hash });
  }
  return list.length > MODULE_LIMIT ? null : assets;
}
