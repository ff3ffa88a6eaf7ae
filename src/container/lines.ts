/** Lines of hex digits, read from bytes: a text of 64 MiB is never one string. */

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
/** UTF-8's mark at the beginning of a text. */
const MARK = [0xef, 0xbb, 0xbf];

/** Where the text begins: behind a byte order mark and blank lines. */
export function textStart(bytes: Uint8Array): number {
  let at = MARK.every((byte, index) => bytes[index] === byte) ? MARK.length : 0;
  while (isBlank(bytes[at])) at += 1;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === SPACE || byte === TAB;
}

/** A line without its end and blanks around it, and its number from 1. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

/** All lines that are not empty, whatever ends them. */
export function* linesOf(bytes: Uint8Array): Generator<Line> {
  let number = 0;
  for (let at = MARK.every((byte, index) => bytes[index] === byte) ? MARK.length : 0; at < bytes.length;) {
    number += 1;
    const next = bytes.indexOf(LINE_FEED, at);
    const behind = next === -1 ? bytes.length : next;
    let start = at;
    let end = behind;
    while (start < end && isBlank(bytes[start])) start += 1;
    while (end > start && isBlank(bytes[end - 1])) end -= 1;
    if (end > start) yield { start, end, number };
    at = behind + 1;
  }
}

/** Value of each character as a hex digit; 255 for those that are none. */
const DIGITS = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 255 : value;
});

/** Hex digits into bytes of `into`; gives how many, or null where a character is no digit or one is over. */
export function digitsInto(text: Uint8Array, start: number, end: number, into: Uint8Array): number | null {
  const count = (end - start) / 2;
  if (!Number.isInteger(count) || count > into.length) return null;
  for (let at = 0; at < count; at++) {
    const high = DIGITS[text[start + 2 * at] ?? 0] ?? 255;
    const low = DIGITS[text[start + 2 * at + 1] ?? 0] ?? 255;
    if (high > 15 || low > 15) return null;
    into[at] = (high << 4) | low;
  }
  return count;
}
