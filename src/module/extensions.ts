import { hexOf } from './checksum.js';
import { EXTENSION_COUNT_LIMIT, EXTENSION_LIST_LIMIT } from './layout.js';
import { EXTENSION_TYPE } from './types.js';
import type { Extension } from './types.js';

/** A list of extensions as it was read. */
export interface ExtensionList {
  readonly extensions: readonly Extension[];
  /** Offset behind the last extension that could be read. */
  readonly next: number;
  /** Whether the list was closed by END. */
  readonly closed: boolean;
  /** False where a length was impossible or the list ran over its bounds. */
  readonly ok: boolean;
}

/**
 * Reads a list of extensions: type u16, length u16 (with these four bytes), data; little-endian.
 * Stops at END, at `limit`, at the first impossible length, or behind 1,024 extensions. Never throws.
 * Source: `dynalib/inc/module_info.h`, Device OS 5.0.0 and later (prefix lists 5.5.0-rc.1 and later).
 *
 * @param offset first byte of the list
 * @param limit first byte that no longer belongs to it
 */
export function readExtensions(
  bytes: Uint8Array,
  at: 'prefix' | 'suffix',
  offset: number,
  limit: number,
): ExtensionList {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(limit, bytes.length, offset + EXTENSION_LIST_LIMIT);
  const extensions: Extension[] = [];
  let next = offset;
  while (next + 4 <= end) {
    const type = view.getUint16(next, true);
    const length = view.getUint16(next + 2, true);
    if (
      type === EXTENSION_TYPE.invalid ||
      length < 4 ||
      next + length > end ||
      extensions.length >= EXTENSION_COUNT_LIMIT
    ) {
      return { extensions, next, closed: false, ok: false };
    }
    extensions.push(readExtension(bytes, view, { type, at, offset: next, length }));
    next += length;
    if (type === EXTENSION_TYPE.end) return { extensions, next, closed: true, ok: true };
  }
  return { extensions, next, closed: false, ok: next === limit };
}

interface Place {
  readonly type: number;
  readonly at: 'prefix' | 'suffix';
  readonly offset: number;
  readonly length: number;
}

function readExtension(bytes: Uint8Array, view: DataView, place: Place): Extension {
  const data = place.offset + 4;
  const size = place.length - 4;
  const text = (from: number): string =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, place.offset + place.length));
  switch (place.type) {
    case EXTENSION_TYPE.end:
      return { ...place, kind: 'end' };
    case EXTENSION_TYPE.productData:
      if (size < 6) break;
      return {
        ...place,
        kind: 'product_data',
        id: view.getUint16(data + 2, true),
        version: view.getUint16(data + 4, true),
      };
    case EXTENSION_TYPE.dynamicLocation:
      if (size < 12) break;
      return {
        ...place,
        kind: 'dynamic_location',
        moduleStart: view.getUint32(data, true),
        dynalibLoad: view.getUint32(data + 4, true),
        dynalibStart: view.getUint32(data + 8, true),
      };
    case EXTENSION_TYPE.dependency:
      if (size < 8) break;
      return {
        ...place,
        kind: 'dependency',
        dependency: {
          function: view.getUint8(data),
          index: view.getUint8(data + 1),
          version: view.getUint16(data + 2, true),
        },
        targetId: view.getUint32(data + 4, true),
      };
    case EXTENSION_TYPE.hash: {
      const hash = hashAt(bytes, data, size);
      if (hash === null) break;
      return { ...place, kind: 'hash', hashType: view.getUint8(data), hash };
    }
    case EXTENSION_TYPE.name:
      return { ...place, kind: 'name', name: text(data) };
    case EXTENSION_TYPE.assetDependency: {
      const hash = hashAt(bytes, data, size);
      if (hash === null) break;
      return {
        ...place,
        kind: 'asset_dependency',
        hashType: view.getUint8(data),
        hash,
        name: text(data + 2 + hash.length / 2),
      };
    }
    case EXTENSION_TYPE.securityMode:
      if (size < 1) break;
      return { ...place, kind: 'security_mode', mode: view.getUint8(data), certificateBytes: size - 1 };
    case EXTENSION_TYPE.assetType:
      if (size < 1) break;
      return { ...place, kind: 'asset_type', assetType: view.getUint8(data) };
  }
  return { ...place, kind: 'raw', raw: hexOf(bytes.subarray(data, data + size)) };
}

/** A hash as type u8, length u8, bytes; null where its length does not fit. */
function hashAt(bytes: Uint8Array, data: number, size: number): string | null {
  const length = bytes[data + 1] ?? 0;
  if (size < 2 || length === 0 || 2 + length > size) return null;
  return hexOf(bytes.subarray(data + 2, data + 2 + length));
}
