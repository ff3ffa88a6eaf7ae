/** Small helpers of the module and plan tests. */
import { readModule } from '../../src/index.js';
import { MODULE_FLAG } from '../../src/module/types.js';
import type { FirmwareModule, ReadResult, ReadTools, Rejection } from '../../src/module/types.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { moduleFile } from '../../src/device/module-file.js';
import type { ModuleFile } from '../../src/device/module-file.js';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { build } from './fixtures.js';

export const ascii = (content: string): Uint8Array => new TextEncoder().encode(content);

export const join = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts));

/** Reads bytes that must be a module. */
export function readAs(bytes: Uint8Array, tools: ReadTools = {}): FirmwareModule {
  return asModule(readModule(bytes, tools));
}

export function asModule(result: ReadResult | null | undefined): FirmwareModule {
  if (result?.kind !== 'module') throw new Error(`no module: ${JSON.stringify(result)}`);
  return result;
}

export function asRejection(result: ReadResult | null | undefined): Rejection {
  if (result?.kind !== 'rejection') throw new Error(`no rejection: ${JSON.stringify(result)}`);
  return result;
}

/** Makes the CRC right for the first `length` bytes, in place. */
export function sign(bytes: Uint8Array, length = bytes.length - 4): Uint8Array {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(length, NODE_TOOLS.crc32(bytes.subarray(0, length)));
  return bytes;
}

/** A compressed module with any compression header around any data. */
export function compressed(
  description: ModuleDescription,
  data: Uint8Array,
  head: {
    readonly originalSize: number;
    readonly size?: number;
    readonly method?: number;
    readonly windowBits?: number;
    readonly extra?: Uint8Array;
  },
): Uint8Array {
  const header = new Uint8Array(8);
  const view = new DataView(header.buffer);
  view.setUint16(0, head.size ?? 8 + (head.extra?.length ?? 0), true);
  view.setUint8(2, head.method ?? 0);
  view.setUint8(3, head.windowBits ?? 0);
  view.setUint32(4, head.originalSize, true);
  const flags = (description.flags ?? 0) | MODULE_FLAG.compressed;
  return build({ ...description, flags, code: join(header, head.extra ?? new Uint8Array(), data) });
}

/** A module that was read from a file of that name. */
export function named(file: string, bytes: Uint8Array): ModuleFile {
  return moduleFile({ file, size: bytes.length, sha256: sha256Hex(bytes) }, readAs(bytes));
}

/** All orders of a short list. */
export function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first, at) => permutations(items.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}
