/** Bytes to text, in whichever encoding a console or an editor wrote them. */

/** Bytes that are looked at to tell UTF-16 without a byte order mark. */
const PROBE = 4096;

/**
 * Takes the bytes of a text file; gives its text without byte order mark. UTF-8, UTF-16 LE and BE with and without mark (PowerShell 5 redirects
 * in UTF-16), and Windows-1252 for what is no UTF-8 at all. Never throws: what no encoding explains becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Zero bytes are in no text of one byte a character; such bytes stay recognisable as binary.
    return new TextDecoder(bytes.includes(0) ? 'utf-8' : 'windows-1252').decode(bytes);
  }
}

/** The encoding of a text by its first bytes: its byte order mark, or the zero bytes of UTF-16 without one. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const probe = bytes.subarray(0, PROBE);
  const zeros: [even: number, odd: number] = [0, 0];
  for (const [at, byte] of probe.entries()) if (byte === 0) zeros[at & 1 ? 1 : 0]++;
  const half = probe.length / 2;
  const [even, odd] = zeros;
  // Mostly ASCII: one byte of every pair is zero, and the other one never is.
  if (even === 0 && odd > half * 0.6) return 'utf-16le';
  return odd === 0 && even > half * 0.6 ? 'utf-16be' : 'utf-8';
}

/** Of the first bytes so many hundredths are control characters: no text of any encoding that is read here has them, a stray one may be anywhere. */
const MOST_CONTROLS = 0.05;

/** Whether bytes are those of a binary file, by its beginning. */
export function isBinary(bytes: Uint8Array): boolean {
  if (encodingOf(bytes) !== 'utf-8') return false;
  const probe = bytes.subarray(0, PROBE);
  const controls = probe.reduce(
    (count, byte) => count + Number(byte < TAB || (byte > RETURN && byte < BLANK && byte !== ESCAPE)),
    0,
  );
  return controls > probe.length * MOST_CONTROLS;
}

const TAB = 0x09;
const RETURN = 0x0d;
/** Colours of a terminal that was copied. */
const ESCAPE = 0x1b;
const BLANK = 0x20;

/** Decodes a text whose bytes come in pieces. */
export interface PiecewiseDecoder {
  /** As much of the text as is certain so far. */
  readonly add: (bytes: Uint8Array) => string;
  /** What is left after the last piece. */
  readonly end: () => string;
}

/** A decoder of a text of which the first piece, with the byte order mark that it may have, is `first`; that piece is to be added like the others. */
export function piecewiseDecoder(first: Uint8Array): PiecewiseDecoder {
  const encoding = encodingOf(first);
  if (encoding !== UTF_8) {
    const decoder = new TextDecoder(encoding);
    return { add: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
  }
  return utf8Decoder();
}

/**
 * UTF-8 without the streaming of `TextDecoder`: that gives every text with two bytes a sign, also a plain one, which doubles what each piece takes and
 * slows down all that reads it. Pieces end with a line where there is one, so that what is left over is no text yet.
 */
function utf8Decoder(): PiecewiseDecoder {
  const decoders = { first: new TextDecoder(UTF_8), next: new TextDecoder(UTF_8, { ignoreBOM: true }) };
  let decoder = decoders.first;
  let rest = new Uint8Array();
  const decode = (bytes: Uint8Array): string => {
    if (bytes.length === 0) return '';
    const text = decoder.decode(bytes);
    decoder = decoders.next;
    return text;
  };
  return {
    add: (bytes) => {
      const all = rest.length === 0 ? bytes : joined(rest, bytes);
      const line = all.lastIndexOf(NEWLINE) + 1;
      const end = line > 0 ? line : wholeSigns(all);
      rest = all.slice(end);
      return decode(all.subarray(0, end));
    },
    end: () => decode(rest),
  };
}

const UTF_8 = 'utf-8';
const NEWLINE = 0x0a;
/** Bytes of a sign in UTF-8, at the most, and what its first byte is at least: of two, three and four bytes. */
const MOST_BYTES_OF_SIGN = 4;
const FIRST_BYTES = [0xc0, 0xe0, 0xf0] as const;

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** Bytes up to a sign at the end that is not whole. */
function wholeSigns(bytes: Uint8Array): number {
  for (let left = 1; left < MOST_BYTES_OF_SIGN && left <= bytes.length; left++) {
    const byte = bytes[bytes.length - left] ?? 0;
    const size = FIRST_BYTES.filter((first) => byte >= first).length + 1;
    if (size > 1) return size > left ? bytes.length - left : bytes.length;
  }
  return bytes.length;
}
