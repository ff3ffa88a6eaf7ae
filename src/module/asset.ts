/** Raw files as the asset modules that the vendor's tools make of them before they send them. */
import { asBytes } from '../base/as-bytes.js';
import { MODULE_FLAG, MODULE_FUNCTION } from './types.js';
import { buildModule } from './write.js';
import type { WriteTools } from './write.js';

/** What making an asset module takes; without `deflateRaw` it is not compressed. */
export interface AssetTools extends WriteTools {
  readonly deflateRaw?: (bytes: Uint8Array) => Uint8Array;
}

/** Header size, method (raw deflate), window bits, size of what is packed. */
const COMPRESSION_HEADER = 8;

/**
 * The asset module of a raw file: what the device gets of `assets/NAME` of an application bundle.
 *
 * Source: createAssetModule and compressModule, binary-version-reader 3.1.3 (byte for byte, as far as the compressor is the same).
 *
 * @param name what the application calls it: the file's name without any folder
 * @param given the raw file; a TypeError for what is neither
 * @param hash SHA-256 of its bytes, 64 hex digits
 */
export function buildAssetModule(
  given: Uint8Array | ArrayBuffer,
  name: string,
  hash: string,
  tools: AssetTools,
): Uint8Array {
  const content = asBytes(given);
  const packed = tools.deflateRaw?.(content);
  return buildModule(
    {
      platform: 0,
      function: MODULE_FUNCTION.asset,
      index: 0,
      version: 0,
      start: 0,
      flags: MODULE_FLAG.dropModuleInfo | (packed === undefined ? 0 : MODULE_FLAG.compressed),
      code: packed === undefined ? content : withCompressionHeader(packed, content.length),
      product: null,
      suffixExtensions: [
        { kind: 'hash', hash },
        { kind: 'name', name },
        { kind: 'product_data', id: 0xffff, version: 0xffff },
      ],
    },
    tools,
  );
}

function withCompressionHeader(packed: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(COMPRESSION_HEADER + packed.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, COMPRESSION_HEADER, true);
  view.setUint32(COMPRESSION_HEADER / 2, size, true);
  bytes.set(packed, COMPRESSION_HEADER);
  return bytes;
}
