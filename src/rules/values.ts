/** Short makers of message values. */
import type { FirmwareModule, Requirement } from '../module/types.js';
import type { Value } from './types.js';

export const text = (value: string): Value => ({ kind: 'text', text: value });
export const file = (name: string): Value => ({ kind: 'file', file: name });
export const number = (value: number): Value => ({ kind: 'number', value });
export const bytes = (value: number): Value => ({ kind: 'bytes', bytes: value });
export const address = (value: number): Value => ({ kind: 'address', address: value });
export const crc = (value: number): Value => ({ kind: 'crc', crc: value });
export const platform = (id: number): Value => ({ kind: 'platform', platform: id });
export const hash = (value: string | null): Value => ({ kind: 'hash', hash: value });
export const usb = (vendor: number, product: number): Value => ({ kind: 'usb', vendor, product });
export const list = (items: readonly Value[], more = 0): Value => ({ kind: 'list', items, more });

/** A sentence names so many; nobody reads on, and thousands of sentences with thousands of names fill a disk. */
const MOST_NAMED = 20;

/** A list of which the first few are named and the others counted. */
export function fewOf<Item>(items: readonly Item[], valueOf: (item: Item) => Value): Value {
  return list(items.slice(0, MOST_NAMED).map(valueOf), Math.max(0, items.length - MOST_NAMED));
}

type Identity = Pick<FirmwareModule, 'function' | 'index' | 'version' | 'platform'>;

export const moduleValue = (one: Identity): Value => ({ ...identityOf(one), kind: 'module' });
export const versionValue = (one: Identity): Value => ({
  kind: 'version',
  function: one.function,
  version: one.version,
  platform: one.platform,
});
export const slotValue = (one: Pick<Identity, 'function' | 'index' | 'platform'>): Value => ({
  kind: 'slot',
  function: one.function,
  index: one.index,
  platform: one.platform,
});

export const requirementValue = (one: Requirement, platformId: number): Value => ({
  kind: 'requirement',
  function: one.function,
  index: one.index,
  version: one.version,
  platform: platformId,
});

function identityOf(one: Identity): Identity {
  return { function: one.function, index: one.index, version: one.version, platform: one.platform };
}
