/**
 * Intel HEX. Read here and not by a package: those on the registry stop at the first fault with an exception, take a string, and let a record overwrite
 * another without a word; what is wanted is every module at its address, and faults that are named.
 *
 * Source: "Hexadecimal Object File Format Specification", Intel, revision A, 1988.
 */
import { imageOpener } from './image.js';
import { digitsInto, linesOf, textStart } from './lines.js';
import type { Line } from './lines.js';
import { collector } from './memory.js';
import type { Region } from './memory.js';
import type { ContainerFormat, Refusal } from './types.js';

const COLON = 0x3a;
/** Length, address, type, up to 255 bytes of data, checksum. */
const LONGEST = 260;
const WITHOUT_DATA = 5;
const TYPE = { data: 0, end: 1, segment: 2, startSegment: 3, linear: 4, startLinear: 5 } as const;
/** Records address 64 KiB; a base puts them elsewhere in 4 GiB. */
const RECORDS_REACH = 0x10000;
const ADDRESSES = 0x100000000;

export const INTEL_HEX: ContainerFormat = {
  name: 'Intel HEX',
  holds: 'image',
  extensions: ['.hex', '.ihex', '.ihx'],
  besideBinary: true,
  recognise: (bytes, _, tools) => (isIntelHex(bytes) ? imageOpener('intel_hex', () => regionsOf(bytes), tools) : null),
};

function isIntelHex(bytes: Uint8Array): boolean {
  const start = textStart(bytes);
  const digits = bytes.subarray(start + 1, start + 9);
  return bytes[start] === COLON && digits.length === 8 && digitsInto(digits, 0, 8, new Uint8Array(4)) !== null;
}

/** A bank of addresses: that of a segment wraps inside its 64 KiB. */
interface Base {
  readonly address: number;
  readonly kind: 'segment' | 'linear';
}

/** All data of the file by address, or the first fault with its line. */
function regionsOf(text: Uint8Array): readonly Region[] | Refusal {
  const memory = collector(Math.floor(text.length / 2));
  const record = new Uint8Array(LONGEST);
  let base: Base = { address: 0, kind: 'linear' };
  let ended = false;
  for (const line of linesOf(text)) {
    if (ended) return broken(line, 'data behind the end record: files that were joined, of which tools take the first');
    const fault = readRecord(text, line, record);
    if (fault !== null) return broken(line, fault);
    const data = record.subarray(4, 4 + (record[0] ?? 0));
    const offset = number(record.subarray(1, 3));
    switch (record[3]) {
      case TYPE.data: {
        const wrap = wrapOf(base, offset, data.length);
        if (wrap !== null) return broken(line, wrap);
        memory.add(base.address + offset, data);
        break;
      }
      case TYPE.end:
        ended = true;
        break;
      case TYPE.segment:
      case TYPE.linear:
        if (data.length !== 2) return broken(line, `an address record with ${data.length} bytes`);
        base =
          record[3] === TYPE.segment
            ? { address: number(data) * 16, kind: 'segment' }
            : { address: number(data) * RECORDS_REACH, kind: 'linear' };
        break;
      case TYPE.startSegment:
      case TYPE.startLinear:
        break; // where a debugger begins
      default:
        return broken(line, `unknown record type ${String(record[3])}`);
    }
  }
  return ended ? memory.finish() : { code: 'bad_container', detail: 'Intel HEX: no end record: the file is cut off' };
}

function broken(line: Line, fault: string): Refusal {
  return { code: 'bad_container', detail: `Intel HEX, line ${line.number}: ${fault}` };
}

/** Puts a line's bytes into `record`; gives what is wrong with it, or null. */
function readRecord(text: Uint8Array, { start, end }: Line, record: Uint8Array): string | null {
  if (text[start] !== COLON) return 'does not begin with a colon';
  const count = digitsInto(text, start + 1, end, record);
  if (count === null) return 'is no line of hex digits';
  if (count < WITHOUT_DATA || count !== (record[0] ?? 0) + WITHOUT_DATA) {
    return `has ${count} bytes, its length byte says ${(record[0] ?? 0) + WITHOUT_DATA}`;
  }
  let sum = 0;
  for (let at = 0; at < count; at++) sum += record[at] ?? 0;
  const stored = record[count - 1] ?? 0;
  return sum % 256 === 0 ? null : `checksum ${byte(stored)}, its bytes give ${byte(stored - sum)}`;
}

function wrapOf({ address, kind }: Base, offset: number, length: number): string | null {
  if (kind === 'segment' && offset + length > RECORDS_REACH) return 'data wraps around the end of its segment';
  return address + offset + length > ADDRESSES ? 'data wraps around the end of the addresses' : null;
}

function number(bytes: Uint8Array): number {
  return bytes.reduce((sum, one) => sum * 256 + one, 0);
}

function byte(value: number): string {
  return `0x${(value & 0xff).toString(16).padStart(2, '0')}`;
}
