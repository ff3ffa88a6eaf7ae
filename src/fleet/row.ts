/** One object of a cloud list, an event or an answer, as the record of a device. */
import { instantOf } from '../base/instant.js';
import { isObject } from '../base/is-object.js';
import type { JsonObject } from '../base/is-object.js';
import { resolveDeviceRelease } from '../catalog/assumed.js';
import { findPlatform } from '../catalog/platforms.js';
import { readReportsOf, stateOfReport } from '../describe/read.js';
import type { TimedReport } from '../describe/json.js';
import type { FleetRecord, FleetWord, RowWord, UnreadWord } from './types.js';

/** What the reading of a record needs to know of where it stands. */
export interface Place {
  /** For records that name no platform: its id; null where nobody says. */
  readonly platform: number | null;
  /** The line on which the record begins, from 1. */
  readonly line: number;
  /** The name of a server-sent event around it; null for none. */
  readonly event: string | null;
}

/** Keys under which a device is named, the surest first; `name` is never one. */
const ID_KEYS = ['coreid', 'device_id', 'deviceId', 'deviceID', 'id'] as const;
const ID = /^[0-9a-f]{24}$/i;

/** The device that a text names as such: 24 hex digits, in lower case; null for anything else. */
export function deviceIdOf(value: unknown): string | null {
  return typeof value === 'string' && ID.test(value) ? value.toLowerCase() : null;
}

function idOf(from: JsonObject): string | null {
  for (const key of ID_KEYS) {
    const id = deviceIdOf(from[key]);
    if (id !== null) return id;
  }
  return null;
}

const VERSION_KEYS = [
  'system_firmware_version',
  'systemFirmwareVersion',
  'device_os_version',
  'deviceOsVersion',
] as const;
const PLATFORM_KEYS = ['platform_id', 'platformId', 'platform'] as const;
const HEARD_KEYS = ['last_heard', 'lastHeard', 'last_handshake_at'] as const;
const PUBLISHED_KEYS = ['published_at', 'publishedAt'] as const;
const PRODUCT_KEYS = ['product_id', 'productId', 'productID', 'firmware_product_id'] as const;
const FIRMWARE_KEYS = ['firmware_version', 'firmwareVersion'] as const;
/** Objects that only stand around another one. */
const WRAPPERS = ['body', 'device'] as const;
const MOST_WRAPPERS = 3;

/** Characters of a name that are kept. */
const LONGEST_NAME = 64;
/** Characters of a version that are kept: no release is as long. */
const LONGEST_VERSION = 40;

const valuesOf = (from: JsonObject, keys: readonly string[]): readonly unknown[] => keys.map((key) => from[key]);

/** The first of some fields that is there. */
const fieldOf = (from: JsonObject, keys: readonly string[]): unknown =>
  keys.map((key) => from[key]).find((value) => value !== undefined && value !== null);

const instantAt = (from: JsonObject, keys: readonly string[]): number | null => instantOf(fieldOf(from, keys));

/** A whole number that is not negative; null for anything else. */
export function countOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** The platform that is named, by id or name; null where it is none. */
function platformIdOf(named: unknown): number | null {
  if (typeof named === 'string' && named.trim() !== '' && named.length <= LONGEST_VERSION) {
    return findPlatform(named.trim())?.id ?? countOf(named);
  }
  return typeof named === 'number' ? countOf(named) : null;
}

/** The Device OS release that a cell or field names; null for an empty one. */
export function releaseNamed(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return NOTHING.test(text) ? null : text.slice(0, LONGEST_VERSION);
}

const NOTHING = /^(?:null|none|unknown|n\/a|-)?$/i;

const isSaid = (value: unknown): boolean =>
  value !== undefined && value !== null && !(typeof value === 'string' && NOTHING.test(value.trim()));

/** What the cells or fields of a row say of platform and Device OS together. Of two that differ none is chosen. */
export function rowSays(
  platforms: readonly unknown[],
  releases: readonly unknown[],
  place: Place,
): Pick<RowWord, 'platform' | 'deviceOs' | 'flaw'> {
  const named = platforms.flatMap((one) => (isObject(one) ? [one.id, one.name] : [one])).filter(isSaid);
  const ids = [...new Set(named.flatMap((one) => platformIdOf(one) ?? []))];
  const platform = ids.length === 1 ? (ids[0] ?? null) : named.length === 0 ? place.platform : null;
  const [deviceOs = null, ...others] = new Set(releases.flatMap((one) => releaseNamed(one) ?? []));
  const isOne = deviceOs === null || others.every((one) => isSameRelease(one, deviceOs, platform));
  const flaw = ids.length > 1 ? 'two_platforms' : isOne ? null : 'two_releases';
  const found = flaw ?? (named.length > 0 && ids.length === 0 ? 'unknown_platform' : null);
  return { platform, deviceOs: isOne ? deviceOs : null, ...(found === null ? {} : { flaw: found }) };
}

/** Whether two names of a release mean one: 4.2.0, v4.2.0. */
function isSameRelease(one: string, other: string, platform: number | null): boolean {
  const [a, b] = [one, other].map((name) => {
    const found = platform === null ? null : resolveDeviceRelease(name, platform);
    return found?.kind === 'found' && found.asked === null ? found.version : name.toLowerCase().replace(/^v/, '');
  });
  return a === b;
}

/** The name of a device, short enough to be shown; null for none. */
export function nameOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_NAME) : null;
}

const SAFE_MODE_EVENT = /^spark\/status\/safe-mode$/;
const VITALS_EVENT = 'diagnostics';

/** Every record of an object: reports of its modules where it has any, else what it says otherwise. */
export function recordsOf(value: JsonObject, place: Place): readonly FleetRecord[] {
  const isRow =
    typeof value.id === 'string' &&
    'platform_id' in value &&
    !('m' in value || 'data' in value || 'describe' in value || 'modules' in value);
  if (isRow && Object.values(value).every(isFlat)) return [rowOf(value, place)];
  const reports = readReportsOf(value);
  if (reports.length > 0) {
    const alone = reports.length === 1 ? unwrapped(value) : null;
    return [...reports.map((report) => recordOfReport(report, alone, place)), ...rowAround(value, reports, place)];
  }
  return [isRow ? rowOf(value, place) : otherRecord(unwrapped(value), place)];
}

/** Whether a value holds no other ones, as objects, lists and JSON in a text do. */
const isFlat = (value: unknown): boolean =>
  typeof value === 'string' ? !/^\s*[{["]/.test(value) : typeof value !== 'object' || value === null;

/** What an object says of its device beside the reports in it, where it names a release itself. */
function rowAround(value: JsonObject, reports: readonly TimedReport[], place: Place): readonly FleetRecord[] {
  const row = unwrapped(value);
  if (valuesOf(row, VERSION_KEYS).every((one) => releaseNamed(one) === null)) return [];
  const found = rowOf(row, place);
  const [only, ...others] = reports;
  return [{ ...found, id: found.id ?? (others.length === 0 ? (only?.report.deviceId ?? null) : null) }];
}

function unwrapped(value: JsonObject): JsonObject {
  let inner = value;
  for (let depth = 0; depth < MOST_WRAPPERS && idOf(inner) === null; depth++) {
    const next = WRAPPERS.map((key) => inner[key]).find(isObject);
    if (next === undefined) break;
    inner = next;
  }
  return inner;
}

/**
 * The record of a report.
 *
 * @param around the object that it was found in, where it is the only one there
 */
export function recordOfReport({ report, at }: TimedReport, around: JsonObject | null, place: Place): FleetRecord {
  const found = stateOfReport(report, report.platform ?? place.platform ?? undefined);
  const word: FleetWord =
    'kind' in found
      ? { kind: 'unread', why: { kind: 'says_too_little', what: found.what } }
      : {
          kind: 'report',
          state: found.state,
          notes: report.notes,
          product: countOf(around === null ? null : fieldOf(around, PRODUCT_KEYS)),
          productVersion: countOf(around === null ? null : fieldOf(around, FIRMWARE_KEYS)),
          ...(isOfSafeMode(around, place) ? { isSafeMode: true } : {}),
        };
  const isEvent = around === null || 'data' in around || 'event' in around;
  return { word, id: report.deviceId, at, name: isEvent ? null : nameOf(around.name), line: place.line };
}

function isOfSafeMode(around: JsonObject | null, { event }: Place): boolean {
  return [event, around?.event, around?.name].some((name) => typeof name === 'string' && SAFE_MODE_EVENT.test(name));
}

/** What lists no modules. */
function otherRecord(value: JsonObject, place: Place): FleetRecord {
  const id = idOf(value);
  const { line } = place;
  const { diagnostics } = value;
  if (id === null && isObject(diagnostics)) {
    const at = instantOf(diagnostics.updated_at);
    return { word: eventWord({}, true), id: idOf(diagnostics), at, name: null, line };
  }
  const event = place.event ?? eventOf(value);
  if (event !== null) return eventRecord(value, { event, id, line });
  const hasVersion = fieldOf(value, VERSION_KEYS) !== undefined;
  if (id !== null || hasVersion) return rowOf(value, place);
  return { word: { kind: 'unread', why: whatElse(value) }, id, at: null, name: null, line };
}

/** The cloud puts the firmware version of the product that publishes an event beside it. */
function eventWord(value: JsonObject, isVitals: boolean): FleetWord {
  const product = countOf(fieldOf(value, PRODUCT_KEYS));
  return { kind: 'event', isVitals, product, productVersion: product === null ? null : countOf(value.version) };
}

function eventRecord(
  value: JsonObject,
  { event, id, line }: { readonly event: string; readonly id: string | null; readonly line: number },
): FleetRecord {
  const at = instantAt(value, PUBLISHED_KEYS);
  const isLost = SAFE_MODE_EVENT.test(event) && typeof value.data === 'string' && value.data.trim() !== '';
  const unread: UnreadWord = { kind: 'unread', why: 'unreadable_event' };
  const word = isLost ? unread : eventWord(value, event.includes(VITALS_EVENT));
  return { word, id, at, name: null, line };
}

/** The name of an event, empty where it has none; null for what is no event. */
function eventOf(value: JsonObject): string | null {
  const { event, name, data } = value;
  if (typeof event === 'string') return event;
  if (data !== undefined && (typeof name === 'string' || 'coreid' in value)) {
    return typeof name === 'string' ? name : '';
  }
  return 'published_at' in value && 'coreid' in value ? '' : null;
}

function whatElse(value: JsonObject): UnreadWord['why'] {
  if ('version' in value && 'product_id' in value && ('title' in value || 'uploaded_on' in value)) {
    return 'product_firmware';
  }
  return 'internal_version' in value || ('base_url' in value && 'modules' in value) ? 'device_os_release' : 'no_device';
}

/** A row of a list. */
function rowOf(value: JsonObject, place: Place): FleetRecord {
  return {
    word: rowWord({
      ...rowSays(valuesOf(value, PLATFORM_KEYS), valuesOf(value, VERSION_KEYS), place),
      product: countOf(fieldOf(value, PRODUCT_KEYS)),
      productVersion: countOf(fieldOf(value, FIRMWARE_KEYS)),
    }),
    id: idOf(value),
    at: instantAt(value, HEARD_KEYS),
    name: nameOf(value.name),
    line: place.line,
  };
}

const ROWS = new Map<string, RowWord>();
/** Different rows that are kept; more are made anew each time. */
const MOST_ROWS = 10_000;

/** The word of a row; equal ones are one object. */
export function rowWord(row: Omit<RowWord, 'kind'>): RowWord {
  const { platform, deviceOs, product, productVersion, flaw = '' } = row;
  const key = `${flaw} ${String(platform)} ${String(product)} ${String(productVersion)} ${String(deviceOs)}`;
  const known = ROWS.get(key);
  if (known !== undefined) return known;
  const word: RowWord = { kind: 'row', ...row };
  if (ROWS.size < MOST_ROWS) ROWS.set(key, word);
  return word;
}
