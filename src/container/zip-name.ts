/** How an archive spells the name of an entry. */

const FLAG_UTF8 = 0x800;
/** Info-ZIP: the name in UTF-8, with the CRC-32 of the name in the record that it stands for. APPNOTE.TXT 4.6.9. */
const EXTRA_UNICODE_PATH = 0x7075;
const UNICODE_PATH_VERSION = 1;
const UNICODE_PATH_NAME = 5;

/** Code page 437, in which names without the flag are written: what stands for the bytes 1 to 31, and 127 to 254. */
const LOW = '☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼';
const HIGH =
  '⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■';
const FIRST_HIGH = 0x7f;

/** One extra field of a record. */
export interface ExtraField {
  readonly id: number;
  readonly data: Uint8Array;
}

/** The name of a record: that of its extra field where it stands for these bytes, else by the flag. Source: APPNOTE.TXT of PKWARE, appendix D. */
export function nameOf(
  raw: Uint8Array,
  flags: number,
  extra: readonly ExtraField[],
  crc32: (bytes: Uint8Array) => number,
): string {
  const unicode = extra.find(({ id, data }) => id === EXTRA_UNICODE_PATH && standsFor(data, raw, crc32));
  if (unicode !== undefined) return utf8(unicode.data.subarray(UNICODE_PATH_NAME));
  return (flags & FLAG_UTF8) !== 0 ? utf8(raw) : codePage437(raw);
}

function standsFor(data: Uint8Array, raw: Uint8Array, crc32: (bytes: Uint8Array) => number): boolean {
  if (data.length <= UNICODE_PATH_NAME || data[0] !== UNICODE_PATH_VERSION) return false;
  return new DataView(data.buffer, data.byteOffset).getUint32(1, true) === crc32(raw);
}

/** A mark of byte order is a character of the name like any other. */
function utf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function codePage437(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte > 0 && byte <= LOW.length) text += LOW[byte - 1] ?? '';
    else if (byte < FIRST_HIGH) text += String.fromCharCode(byte);
    else text += HIGH[byte - FIRST_HIGH] ?? '\u00a0';
  }
  return text;
}
