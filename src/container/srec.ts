/** Motorola S-records (.srec, .s19, .mot). No package of the registry reads them. Source: the manual page srec(5) of binutils. */
import { imageOpener } from './image.js';
import { digitsInto, linesOf, textStart } from './lines.js';
import type { Line } from './lines.js';
import { collector } from './memory.js';
import type { Region } from './memory.js';
import type { ContainerFormat, Refusal } from './types.js';

const LETTERS = [0x53, 0x73];
const ZERO = 0x30;
const LONGEST = 256;
const ADDRESSES = 0x100000000;
/** Bytes of the address, by the digit behind the S; S0 is a header, S5 and S6 count, S7 to S9 end. */
const ADDRESS_BYTES = [2, 2, 3, 4, null, 2, 3, 4, 3, 2] as const;
const FIRST_END = 7;

export const S_RECORDS: ContainerFormat = {
  name: 'S-record',
  holds: 'image',
  extensions: ['.srec', '.s19', '.s28', '.s37', '.mot'],
  besideBinary: true,
  recognise: (bytes, _, tools) => (isSrec(bytes) ? imageOpener('srec', () => regionsOf(bytes), tools) : null),
};

/** The first line has to be a whole record: a text may well begin with "S1". */
function isSrec(bytes: Uint8Array): boolean {
  const start = textStart(bytes);
  const [line] = linesOf(bytes.subarray(start, start + 2 * LONGEST + 8));
  return line !== undefined && typeof readRecord(bytes.subarray(start), line, new Uint8Array(LONGEST)) !== 'string';
}

interface SRecord {
  readonly type: number;
  readonly address: number;
  readonly data: Uint8Array;
}

function regionsOf(text: Uint8Array): readonly Region[] | Refusal {
  const memory = collector(Math.floor(text.length / 2));
  const bytes = new Uint8Array(LONGEST);
  let records = 0;
  let ended = false;
  for (const line of linesOf(text)) {
    if (ended) return broken(line, 'data behind the end record: files that were joined, of which tools take the first');
    const record = readRecord(text, line, bytes);
    if (typeof record === 'string') return broken(line, record);
    const { type, address, data } = record;
    if (type >= 1 && type <= 3) {
      if (address + data.length > ADDRESSES) return broken(line, 'data wraps around the end of the addresses');
      memory.add(address, data);
      records += 1;
    } else if ((type === 5 || type === 6) && address !== records) {
      return broken(line, `counts ${address} records, ${records} are there`);
    }
    ended = type >= FIRST_END;
  }
  return ended ? memory.finish() : { code: 'bad_container', detail: 'S-record: no end record: the file is cut off' };
}

function broken(line: Line, fault: string): Refusal {
  return { code: 'bad_container', detail: `S-record, line ${line.number}: ${fault}` };
}

/** A record, or what is wrong with the line. The data is a view of `into`. */
function readRecord(text: Uint8Array, { start, end }: Line, into: Uint8Array): SRecord | string {
  if (!LETTERS.includes(text[start] ?? 0)) return 'does not begin with S';
  const type = (text[start + 1] ?? 0) - ZERO;
  const addressBytes = ADDRESS_BYTES[type] ?? null;
  if (addressBytes === null) return 'is of no known type';
  const count = digitsInto(text, start + 2, end, into);
  if (count === null) return 'is no line of hex digits';
  const length = into[0] ?? 0;
  if (count !== length + 1 || length < addressBytes + 1) {
    return `has ${count} bytes, its length byte says ${length + 1}`;
  }
  let sum = 0;
  for (let at = 0; at < count; at++) sum += into[at] ?? 0;
  // The checksum is the complement of all bytes before it.
  if (sum % 256 !== 255) {
    const stored = into[count - 1] ?? 0;
    return `checksum ${byte(stored)}, its bytes give ${byte(255 - (sum - stored))}`;
  }
  const address = into.subarray(1, 1 + addressBytes).reduce((value, one) => value * 256 + one, 0);
  return { type, address, data: into.subarray(1 + addressBytes, count - 1) };
}

function byte(value: number): string {
  return `0x${(value & 0xff).toString(16).padStart(2, '0')}`;
}
