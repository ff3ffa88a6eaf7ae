/** Hashes of texts: the function itself is handed in, so that nothing here needs Node. */

/** Takes a text, gives the SHA-256 of its UTF-8 bytes as 64 hex digits. */
export type HashText = (text: string) => string;

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Hex digits as base64 of the same bytes, as a content security policy names a hash. */
export function base64OfHex(hex: string): string {
  const groups = hex.match(/.{1,6}/g) ?? [];
  return groups
    .map((group) => {
      const value = parseInt(group.padEnd(6, '0'), 16);
      const digits = [18, 12, 6, 0].map((shift) => DIGITS.charAt((value >> shift) & 63)).join('');
      return digits.slice(0, Math.ceil((group.length * 4) / 6)).padEnd(4, '=');
    })
    .join('');
}
