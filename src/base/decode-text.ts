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
