/** A JSON value as records: answers of the cloud and of its tools are taken apart, page by page. */
import { isObject } from '../base/is-object.js';
import type { JsonObject } from '../base/is-object.js';
import { readReportsOf } from '../describe/read.js';
import { recordsOf } from './row.js';
import { pagesSaid } from './pages-said.js';
import type { Place } from './row.js';
import type { FleetPage, FleetRecord, FleetTaker } from './types.js';

/** Lists within lists that are followed. */
const MOST_NESTED = 6;

/** Takes every record of a value, and what its pages say of themselves. */
export function takeValue(value: unknown, place: Place, taker: FleetTaker, nested = 0): void {
  if (Array.isArray(value) && nested < MOST_NESTED && !value.some(isModule)) {
    if (value.length === 0) return;
    for (const one of value) takeValue(one, place, taker, nested + 1);
    return;
  }
  if (isObject(value)) takeObject(value, place, taker, nested);
  else if (Array.isArray(value)) for (const record of recordsOf({ modules: value }, place)) taker.record(record);
  else taker.record({ word: { kind: 'unread', why: 'no_device' }, id: null, at: null, name: null, line: place.line });
}

function takeObject(value: JsonObject, place: Place, taker: FleetTaker, nested: number): void {
  const list = listOf(value);
  const { body, data, meta } = value;
  if (list !== null) {
    const page = pageTaker(taker, place.line);
    for (const one of list) takeValue(one, place, page.taker, nested + 1);
    page.end(value);
    takeBeside(value, list, place, taker, nested);
  } else if (isObject(body) && listOf(body) !== null && nested < MOST_NESTED) {
    takeObject(body, place, taker, nested + 1);
    takeBeside(value, body, place, taker, nested);
    // What the command line tool prints of a single device of a product.
  } else if (isObject(meta) && isObject(data) && nested < MOST_NESTED) {
    takeObject(data, place, taker, nested + 1);
    takeBeside(value, data, place, taker, nested);
  } else {
    const records = recordsOf(value, place);
    for (const record of records) taker.record(record);
    if (records.some(({ word }) => word.kind === 'report')) takeBeside(value, null, place, taker, nested);
  }
}

/**
 * Takes what else an object holds about devices, beside the part of it that is taken already. An answer holds things that are none: customers, pages.
 *
 * @param taken null: all reports in it; undefined: nothing
 */
export function takeBeside(value: JsonObject, taken: unknown, place: Place, taker: FleetTaker, nested = 0): void {
  if (nested >= MOST_NESTED) return;
  for (const part of Object.values(value)) {
    const isOther = typeof part === 'object' && part !== null && part !== taken;
    if (!isOther || (taken === null && readReportsOf(part).length > 0)) continue;
    const found: FleetRecord[] = [];
    const bare = { record: (one: FleetRecord) => found.push(one), page: () => undefined };
    takeValue(part, { ...place, platform: null }, bare, nested + 1);
    let at = 0;
    takeValue(part, place, { ...taker, record: (one) => isOfDevice(found[at++]) && taker.record(one) }, nested + 1);
  }
}

/** Whether a record tells of a device by itself: an ID alone may be that of a customer. */
function isOfDevice(record: FleetRecord | undefined): boolean {
  if (record === undefined) return false;
  const { word, id } = record;
  if (word.kind === 'event') return id !== null;
  if (word.kind === 'row') return word.platform !== null || word.deviceOs !== null || word.flaw !== undefined;
  return word.kind === 'report' || word.why === 'unreadable_event' || typeof word.why === 'object';
}

/** The devices of an answer; null for what is none: an event may have a list as its data. */
function listOf(value: JsonObject): readonly unknown[] | null {
  const { devices, data } = value;
  if (Array.isArray(devices)) return devices as readonly unknown[];
  const isAnswer = isObject(value.meta) || !('name' in value || 'event' in value || 'coreid' in value);
  return Array.isArray(data) && isAnswer && !data.some(isModule) ? (data as readonly unknown[]) : null;
}

/** A module of a describe message or of an answer of a tool: a list of them is one report. */
export function isModule(one: unknown): boolean {
  if (!isObject(one)) return false;
  return (
    ('vc' in one && 'vv' in one) || ('f' in one && 'n' in one && 'v' in one) || ('type' in one && 'version' in one)
  );
}

/** What is gathered of the rows of a page while they are taken. */
export interface PageTaker {
  readonly taker: FleetTaker;
  /** Gives the page on, with what stands around its rows. */
  readonly end: (around: JsonObject) => void;
}

/**
 * Hands records on, and counts those of one page.
 *
 * @param line on which the answer begins
 */
export function pageTaker(taker: FleetTaker, line: number): PageTaker {
  let rows = 0;
  let product: number | null = null;
  const sums = [0, 0, 0];
  const record = (one: FleetRecord): void => {
    taker.record(one);
    rows++;
    if (one.word.kind === 'row') product ??= one.word.product;
    for (let part = 0; part < sums.length; part++) {
      // The sum of the parts of all IDs: the same in any order.
      const digits = parseInt(one.id?.slice(part * DIGITS, (part + 1) * DIGITS) ?? '0', HEX);
      sums[part] = ((sums[part] ?? 0) + digits * (part + 1)) % MODULUS;
    }
  };
  return {
    taker: { record, page: taker.page },
    end: (around) => {
      const page = pageOf(around, { rows, product, fingerprint: `${String(rows)} ${sums.join(' ')}` });
      if (page !== null) taker.page(page);
      if (isFailed(around)) {
        taker.record({ word: { kind: 'unread', why: 'failed_answer' }, id: null, at: null, name: null, line });
      }
    },
  };
}

const DIGITS = 8;
const HEX = 16;
const MODULUS = 0xff_ff_ff_ff_ff;

/** Null for a list that says nothing of pages. */
function pageOf(around: JsonObject, rows: Pick<FleetPage, 'rows' | 'product' | 'fingerprint'>): FleetPage | null {
  const said = pagesSaid(around);
  return said.total === null && said.number === null && said.isOpen !== true ? null : { ...rows, ...said };
}

/** Whether an answer with devices says itself that something went wrong: then nobody knows whether they are all. */
function isFailed({ ok, error, errors }: JsonObject): boolean {
  const says = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
  return ok === false || says(error) || says(errors);
}
