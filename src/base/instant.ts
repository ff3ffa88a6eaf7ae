/** Points in time, as cloud and tools write them. */

/** ISO 8601 with its zone; a blank in the place of the T, and a comma before the fraction, are allowed by its readers. */
const ISO = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))? ?([Zz]|[+-]\d\d(?::?\d\d)?)$/;
const EPOCH = /^\d{9,14}(?:\.\d{1,9})?$/;
/** From here on a number of the epoch counts milliseconds: as seconds it would be the year 5138. */
const MILLISECONDS_FROM = 100_000_000_000;
/** Numbers below are too small for a time of a device: 1973. */
const LEAST_EPOCH = 100_000_000;
const MOST_EPOCH = 100_000_000_000_000;
const THOUSAND = 1000;

/**
 * The instant that a value names.
 *
 * @param value ISO 8601 with a zone, or seconds or milliseconds since 1970, as a number or its digits
 * @returns milliseconds since 1970; null for anything else: a time without zone, or in the manner of a country, is no instant
 */
export function instantOf(value: unknown): number | null {
  if (typeof value === 'number') return instantOfEpoch(value);
  if (typeof value !== 'string' || value.length > 40) return null;
  const text = value.trim();
  if (EPOCH.test(text)) return instantOfEpoch(Number(text));
  const [, day, clock, fraction = '0', zone = ''] = ISO.exec(text) ?? [];
  if (day === undefined || clock === undefined) return null;
  const seconds = clock.length === 'hh:mm'.length ? `${clock}:00` : clock;
  const time = Date.parse(`${day}T${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offsetOf(zone)}`);
  return Number.isNaN(time) ? null : time;
}

function offsetOf(zone: string): string {
  if (/^z$/i.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function instantOfEpoch(value: number): number | null {
  if (!(value >= LEAST_EPOCH && value < MOST_EPOCH)) return null;
  return Math.round(value >= MILLISECONDS_FROM ? value : value * THOUSAND);
}
