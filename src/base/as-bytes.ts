/**
 * What a caller of the library gives as bytes, as bytes: `fetch` and `File` give an ArrayBuffer, which has no length and no element, so that its reading
 * would end as that of an empty file. By the tag, since `instanceof` does not know those of another realm.
 *
 * @throws TypeError for anything else, such as a path: no bytes were given, so that nothing can be said of them
 */
export function asBytes(given: Uint8Array | ArrayBuffer): Uint8Array {
  const tag = Object.prototype.toString.call(given).slice('[object '.length, -1);
  if (tag === 'Uint8Array') return given as Uint8Array;
  if (tag === 'ArrayBuffer') return new Uint8Array(given);
  throw new TypeError(`bytes must be a Uint8Array or an ArrayBuffer, not ${tag === 'String' ? 'a text' : tag}`);
}
