/** Finds device reports in JSON: plain, wrapped in events or answers, one a line, as server-sent events, or damaged by pasting. */
import { instantOf } from '../base/instant.js';
import { isObject } from '../base/is-object.js';
import type { JsonObject } from '../base/is-object.js';
import { functionFromText } from '../catalog/functions.js';
import { findPlatform } from '../catalog/platforms.js';
import { withoutEntities, withoutLineMarks } from './front.js';
import { parseLenient } from './lenient.js';
import {
  hashOf,
  MAX_VERSION,
  noteOddSlots,
  Notes,
  quoted,
  readDescribeModules,
  readUsbModules,
  wholeNumber,
} from './modules.js';
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
  /** The text of it was so broken that values may be mixed up. */
  readonly damaged: boolean;
  /** When it was published: milliseconds, or null where that is not said. */
  readonly at: number | null;
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
  damaged: false,
  at: null,
};

/** What the JSON of a text comes to. */
export interface JsonReading {
  /** Every report of the text, in its order. */
  readonly reports: readonly TimedReport[];
  /** Names of the events that were seen, for saying what the text is instead. */
  readonly events: readonly string[];
  /** Some JSON value could be read. */
  readonly isJson: boolean;
}

/** A report, and when it was published (milliseconds), where that is said. */
export interface TimedReport {
  readonly report: DeviceReport;
  readonly at: number | null;
}

/** Reads all reports of a text. Of the ways to undo what pasting did, the first one counts that loses nothing, else
 * the one that finds the most. */
export function readJsonReports(text: string): JsonReading {
  let best: Walk | null = null;
  for (const [at, variant] of variantsOf(text).entries()) {
    const walk = new Walk();
    walk.read(variant, at > 0);
    const isWhole = walk.found.length > 0 && walk.damage() === 0;
    if (isWhole || best === null || walk.found.length > best.found.length) best = walk;
    else if (walk.found.length === best.found.length && best.damage() > walk.damage()) best = walk;
    if (isWhole) break;
  }
  if (best === null) return { reports: [], events: [], isJson: false };
  const { found, events, isJson } = best;
  const damaged = best.isUnreadInPart;
  return {
    reports: found.map((one) => ({ report: reportOf(one, damaged), at: one.around.at })),
    events,
    isJson,
  };
}

/** Reads all reports of a JSON value: the same as of its text, where nothing of that was damaged. */
export function readJsonValue(value: unknown): JsonReading {
  const walk = new Walk();
  walk.readValue(value);
  const { found, events, isUnreadInPart } = walk;
  return {
    reports: found.map((one) => ({ report: reportOf(one, isUnreadInPart), at: one.around.at })),
    events,
    isJson: true,
  };
}

/** The text as it is, and with what forums, consoles and web pages do to lines and quotes undone. */
function variantsOf(text: string): readonly string[] {
  const lines = withoutLineMarks(text);
  const plain = withoutLineMarks(withoutEntities(withoutEntities(text)))
    .replace(/[\u201c-\u201f\u00ab\u00bb\u2033\uff02]/g, '"')
    .replace(/[\u2018-\u201b]/g, "'");
  return [...new Set([text, lines, plain, plain.replace(/\\{1,8}"/g, '"')])];
}

const NESTING_LIMIT = 8;
const VALUE_LIMIT = 20000;
const LINE_LIMIT = 2000;
/** Brackets that are tried although what begins there is no value. */
const START_LIMIT = 8;
/** Keys that only reports and their events have: text that holds one and was not read is a lost part of a report. */
const KEY_OF_REPORT = /\b(?:vv|vc|validityErrors|validity_errors|passedFlags|passed_flags)["'\u201d]?\s{0,20}:/;

class Walk {
  readonly found: Found[] = [];
  readonly events: string[] = [];
  isJson = false;
  /** Part of the text looks like a report and could not be read. */
  isUnreadInPart = false;
  #values = 0;

  /** 0 where nothing was lost or mixed up. */
  damage(): number {
    return this.found.some(({ around }) => around.damaged) ? 2 : this.isUnreadInPart ? 1 : 0;
  }

  /** Tries the whole text, then line by line, then from bracket to bracket what is left. */
  read(text: string, lenient: boolean): void {
    const around = { ...NOWHERE, lenient };
    const whole = strict(text);
    if (whole !== undefined) {
      this.isJson ||= typeof whole === 'object' && whole !== null;
      this.#visit(whole, around, 0);
    } else this.isUnreadInPart ||= KEY_OF_REPORT.test(this.#scan(this.#readLines(text, around), around));
  }

  readValue(value: unknown): void {
    this.#visit(value, NOWHERE, 0);
  }

  /** One JSON a line, also behind `data:` of server-sent events. Gives the text without the lines that were read. */
  #readLines(text: string, around: Around): string {
    let event: string | null = null;
    const rest: string[] = [];
    for (const [at, line] of text.split('\n').entries()) {
      const name = /^[\s>]{0,40}event:\s{0,40}(\S{1,200})/.exec(line);
      if (name !== null) event = name[1] ?? null;
      const data = /^[\s>]{0,40}(?:data:\s{0,40})?(?=[{["])/.exec(line);
      const isRead =
        data !== null && at < LINE_LIMIT && this.#readLine(line.slice(data[0].length), data[0], around, event);
      rest.push(isRead ? '' : line);
    }
    return rest.join('\n');
  }

  #readLine(line: string, before: string, around: Around, event: string | null): boolean {
    const isEvent = before.includes('data:');
    const here = { ...around, event: isEvent ? event : null };
    const count = this.found.length;
    const value = strict(line);
    if (value !== undefined) this.#visit(value, here, 0);
    else if (isEvent) {
      const { value: damaged, cutOff, damaged: isDamaged } = parseLenient(line, 0);
      this.#visit(damaged, { ...here, lenient: true, cutOff, damaged: isDamaged }, 0);
    }
    return isEvent || this.found.length > count;
  }

  /** From bracket to bracket. Gives what is not part of a report. */
  #scan(text: string, around: Around): string {
    const rest: string[] = [];
    let copied = 0;
    let from = 0;
    for (let failed = 0; failed < START_LIMIT;) {
      const start = nextBracket(text, from);
      if (start < 0) break;
      const { value, cutOff, damaged, end } = parseLenient(text, start);
      const count = this.found.length;
      const isStrict = !cutOff && !damaged && strict(text.slice(start, end)) !== undefined;
      const lenient = around.lenient || !isStrict;
      this.#visit(value, { ...around, lenient, cutOff, damaged, event: eventBefore(text, start) }, 0);
      if (this.found.length > count) {
        rest.push(text.slice(copied, start));
        copied = end;
        from = end;
      } else if (cutOff || damaged) {
        failed += 1;
        from = start + 1;
      } else from = end;
    }
    rest.push(text.slice(copied));
    return rest.join('\n');
  }

  #visit(value: unknown, around: Around, depth: number): void {
    this.#values += 1;
    if (this.#values > VALUE_LIMIT) this.isUnreadInPart = true;
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
    const isDamaged = around.damaged || damaged.damaged;
    const lenient = around.lenient || !damaged.cutOff;
    this.#visit(damaged.value, { ...around, lenient, cutOff, damaged: isDamaged }, depth + 1);
  }

  #visitList(list: readonly unknown[], around: Around, depth: number): void {
    if (list.some(isUsbModule)) this.found.push({ kind: 'particle_usb', list, around });
    else if (list.some(isDescribeModule)) this.found.push({ kind: 'describe', list, around });
    else for (const one of list) this.#visit(one, around, depth + 1);
  }

  #visitObject(from: JsonObject, outer: Around, depth: number): void {
    // A module outside of its list is a piece of a report; what it needs is no list of modules.
    if (!('m' in from) && !('modules' in from) && (isUsbModule(from) || isDescribeModule(from))) return;
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

function nextBracket(text: string, from: number): number {
  const [brace, bracket] = [text.indexOf('{', from), text.indexOf('[', from)];
  return brace < 0 ? bracket : bracket < 0 ? brace : Math.min(brace, bracket);
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
/** Streams of events name it first, webhooks second. */
const EVENT_KEYS: readonly string[] = ['name', 'event'];
const DEVICE_KEYS: readonly string[] = ['coreid', 'device_id', 'deviceId', 'deviceID', 'id'];

function aroundOf(from: JsonObject, outer: Around): Around {
  const platforms = PLATFORM_KEYS.flatMap((key) => platformOf(from[key]) ?? []);
  const device = DEVICE_KEYS.map((key) => from[key]).find((id) => typeof id === 'string' && /^[0-9a-f]{24}$/i.test(id));
  const named = EVENT_KEYS.map((key) => from[key]).find((name) => typeof name === 'string');
  const event = named !== undefined && from.data !== undefined ? quoted(named) : outer.event;
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
    at: TIME_KEYS.map((key) => instantOf(from[key])).find((time) => time !== null) ?? outer.at,
  };
}

const TIME_KEYS: readonly string[] = ['published_at', 'publishedAt', 'updated_at', 'timestamp', 'time'];

function platformOf(value: unknown): number | undefined {
  const id = isObject(value) ? value.id : value;
  return typeof id === 'string' && id.length < 40 ? findPlatform(id)?.id : wholeNumber(id, MAX_VERSION);
}

/** A list, or what particle-usb's getAssetInfo gives. */
function assetsOf(value: unknown): readonly unknown[] | null {
  const list = isObject(value) ? value.available : value;
  return Array.isArray(list) ? (list as readonly unknown[]) : null;
}

function reportOf({ kind, list, around }: Found, isUnreadInPart: boolean): DeviceReport {
  const notes = new Notes();
  if (around.damaged || isUnreadInPart) notes.add({ kind: 'damaged' });
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
