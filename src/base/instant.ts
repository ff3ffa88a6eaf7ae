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
  const plain = instantOfPlain(value);
  if (plain !== null) return plain;
  const text = value.trim();
  if (EPOCH.test(text)) return instantOfEpoch(Number(text));
  const [, day, clock, fraction = '0', zone = ''] = ISO.exec(text) ?? [];
  if (day === undefined || clock === undefined) return null;
  const seconds = clock.length === 'hh:mm'.length ? `${clock}:00` : clock;
  const time = Date.parse(`${day}T${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offsetOf(zone)}`);
  return Number.isNaN(time) ? null : time;
}

/** The form that the cloud writes, which is read very often: 2026-11-20T15:00:07.100Z. Null for any other, and for the last days of a month. */
function instantOfPlain(text: string): number | null {
  if (text.length !== PLAIN.length || !text.endsWith('Z') || text.charAt(10) !== 'T') return null;
  const part = (from: number, to: number): number => {
    let number = 0;
    for (let at = from; at < to; at++) {
      const digit = text.charCodeAt(at) - ZERO;
      if (!(digit >= 0 && digit <= 9)) return Number.NaN;
      number = number * 10 + digit;
    }
    return number;
  };
  const [year, month, day] = [part(0, 4), part(5, 7), part(8, 10)];
  const [hour, minute, second, thousandth] = [part(11, 13), part(14, 16), part(17, 19), part(20, 23)];
  const isCalendar = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  const isClock = hour <= 23 && minute <= 59 && second <= 59 && thousandth >= 0;
  const isForm = [4, 7, 13, 16, 19].every((at, index) => text.charAt(at) === '--::.'.charAt(index));
  return isCalendar && isClock && isForm ? Date.UTC(year, month - 1, day, hour, minute, second, thousandth) : null;
}

const PLAIN = 'yyyy-mm-ddThh:mm:ss.sssZ';
const ZERO = '0'.charCodeAt(0);

function offsetOf(zone: string): string {
  if (/^z$/i.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function instantOfEpoch(value: number): number | null {
  if (!(value >= LEAST_EPOCH && value < MOST_EPOCH)) return null;
  return Math.round(value >= MILLISECONDS_FROM ? value : value * THOUSAND);
}
