/**
 * The builder: makes modules from descriptions, byte for byte reproducible. It serves the fixtures, the tests, and the tests of
 * anybody who uses the library. It never changes an existing module's code and re-signs nothing that it did not make.
 */
import { asBytes } from '../base/as-bytes.js';
import { portableCrc32 } from './checksum.js';
import { CRC_SIZE, HEADER_SIZE, SUFFIX_BASE_SIZE } from './layout.js';
import { EXTENSION_TYPE, MODULE_FLAG, MODULE_FUNCTION } from './types.js';
import type { Requirement, Product, ReadTools, ShaCoverage } from './types.js';

/** An extension to be written. `raw` takes any type and data; `end` states `length` and is padded to it (below 4, an impossible length, it is stated alone). */
export type ExtensionDescription =
  | { readonly kind: 'end'; readonly length?: number }
  | { readonly kind: 'product_data'; readonly id: number; readonly version: number }
  | {
      readonly kind: 'dynamic_location';
      readonly moduleStart: number;
      readonly dynalibLoad?: number;
      readonly dynalibStart?: number;
    }
  | { readonly kind: 'dependency'; readonly dependency: Requirement; readonly targetId?: number }
  | { readonly kind: 'hash'; readonly hash: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'asset_dependency'; readonly hash: string; readonly name: string }
  | { readonly kind: 'security_mode'; readonly mode: number; readonly certificate?: Uint8Array | ArrayBuffer }
  | { readonly kind: 'asset_type'; readonly assetType: number }
  | { readonly kind: 'raw'; readonly type: number; readonly data: Uint8Array | ArrayBuffer };

/** What a module shall be. Only platform, function, version and start must be said. */
export interface ModuleDescription {
  readonly platform: number;
  readonly function: number;
  readonly index?: number;
  readonly version: number;
  /** Address of the first byte. */
  readonly start: number;
  readonly dependency1?: Requirement | null;
  readonly dependency2?: Requirement | null;
  readonly mcu?: number;
  readonly flags?: number;
  /** Offset of the header; the bytes before it become a vector table (or an RTL872x image header at 0x20). Default 0. */
  readonly headerOffset?: number;
  /** Bytes of code between header and suffix. Default 256 bytes of reproducible noise. */
  readonly code?: Uint8Array | ArrayBuffer | number;
  /** Overrides the end address; default start + covered bytes. For modules that lie about their size. */
  readonly end?: number;
  /** Product words in front of the suffix base (40-byte suffix). Default: 65535 / 65535; null = a 36-byte suffix. */
  readonly product?: Product | null;
  readonly prefixExtensions?: readonly ExtensionDescription[];
  readonly suffixExtensions?: readonly ExtensionDescription[];
  /** Overrides the stated suffix size. */
  readonly suffixSize?: number;
  readonly shaCoverage?: ShaCoverage;
  /** First two words of the vector table. */
  readonly vectors?: { readonly stackPointer: number; readonly resetHandler: number };
  /** Bytes behind the module. */
  readonly trailing?: Uint8Array | ArrayBuffer;
}

/** The tools that the builder needs; without `sha256` the hash in the suffix stays zero. */
export type WriteTools = Pick<ReadTools, 'crc32' | 'sha256'>;

const UNSET_PRODUCT: Product = { id: 0xffff, version: 0xffff };

/** First words of an RTL872x image header. Source: `platform/MCU/rtl872x/src/flash_mal.c`. */
const RTL_MAGIC: readonly [number, number] = [0x96969999, 0xfc66cc3f];

/**
 * Builds one module with a right CRC and SHA-256.
 *
 * @param description what it shall be; values are taken as they are, so that impossible modules can be made for tests
 * @returns the bytes: `end - start + 4` of them, and `trailing`
 */
export function buildModule(description: ModuleDescription, tools: WriteTools = {}): Uint8Array {
  const headerOffset = description.headerOffset ?? 0;
  const prefix = encodeAll(description.prefixExtensions ?? []);
  const code = codeOf(description);
  const suffix = suffixOf(description);
  const length = headerOffset + HEADER_SIZE + prefix.length + code.length + suffix.length;
  const trailing = bytesIn(description.trailing);
  const bytes = new Uint8Array(length + CRC_SIZE + trailing.length);
  if (headerOffset > 0) writeFront(bytes, headerOffset, description);
  writeHeader(bytes, headerOffset, length, prefix.length > 0, description);
  bytes.set(prefix, headerOffset + HEADER_SIZE);
  bytes.set(code, headerOffset + HEADER_SIZE + prefix.length);
  bytes.set(suffix, length - suffix.length);
  writeSha(bytes, length, description, tools);
  writeCrc(bytes, length, tools);
  bytes.set(trailing, length + CRC_SIZE);
  return bytes;
}

/**
 * Wraps a module of the builder's in a compressed one, as Device OS 2.0.0-alpha.1 and later take it.
 *
 * The module around it has the same header, its flags with COMPRESSED, at offset 0, and the same product words; the end address, the suffix size,
 * the extensions and the vector table of the description are those of the module inside, its trailing bytes lie behind the module around.
 *
 * @param description the module that shall be inside
 * @param deflateRaw raw deflate
 */
export function buildCompressedModule(
  description: ModuleDescription,
  deflateRaw: (bytes: Uint8Array) => Uint8Array,
  tools: WriteTools = {},
): Uint8Array {
  const { trailing: _trailing, ...inside } = description;
  const inner = buildModule(inside, tools);
  const data = deflateRaw(inner);
  const code = new Uint8Array(8 + data.length);
  const view = new DataView(code.buffer);
  view.setUint16(0, 8, true);
  view.setUint32(4, inner.length, true);
  code.set(data, 8);
  const flags = (description.flags ?? 0) | MODULE_FLAG.compressed;
  return buildModule({ ...aroundOf(description), code, flags }, tools);
}

/** What the module around a compressed one has in common with it. */
function aroundOf(description: ModuleDescription): ModuleDescription {
  const { headerOffset: _offset, prefixExtensions: _prefix, suffixExtensions: _suffix, ...rest } = description;
  const { end: _end, suffixSize: _size, ...around } = rest;
  return around;
}

/** Puts modules behind one another, all but the last with the COMBINED flag. Source: Device OS 2.0.0-alpha.1 and later. */
export function buildCombinedModule(descriptions: readonly ModuleDescription[], tools: WriteTools = {}): Uint8Array {
  const parts = descriptions.map((one, at) =>
    buildModule(
      at === descriptions.length - 1 ? one : { ...one, flags: (one.flags ?? 0) | MODULE_FLAG.combined },
      tools,
    ),
  );
  return concat(parts);
}

/** No bytes where nothing was said. */
const bytesIn = (given: Uint8Array | ArrayBuffer = new Uint8Array()): Uint8Array => asBytes(given);

function codeOf({ code, version, index, platform }: ModuleDescription): Uint8Array {
  if (code !== undefined && typeof code !== 'number') return asBytes(code);
  return noise(code ?? 256, (version << 16) ^ ((index ?? 1) << 8) ^ platform);
}

/** Reproducible bytes that are no text and no fill (xorshift32). */
export function noise(size: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed | 1;
  for (let at = 0; at < size; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state & 0xff;
  }
  return bytes;
}

function suffixOf({ product, suffixExtensions, suffixSize }: ModuleDescription): Uint8Array {
  const extensions = encodeAll(suffixExtensions ?? []);
  const words = product === undefined ? UNSET_PRODUCT : product;
  const withWords = words !== null && !(suffixExtensions ?? []).some((one) => one.kind === 'product_data');
  const bytes = new Uint8Array(extensions.length + (withWords ? 4 : 0) + SUFFIX_BASE_SIZE);
  const view = new DataView(bytes.buffer);
  bytes.set(extensions);
  if (withWords) {
    view.setUint16(extensions.length, words.id, true);
    view.setUint16(extensions.length + 2, words.version, true);
  }
  view.setUint16(bytes.length - 2, suffixSize ?? bytes.length, true);
  return bytes;
}

function writeFront(bytes: Uint8Array, headerOffset: number, { vectors, start }: ModuleDescription): void {
  const view = new DataView(bytes.buffer);
  bytes.set(noise(headerOffset, headerOffset), 0);
  const rtl = headerOffset === 0x20;
  view.setUint32(0, rtl ? RTL_MAGIC[0] : (vectors?.stackPointer ?? 0x20020000), true);
  view.setUint32(4, rtl ? RTL_MAGIC[1] : (vectors?.resetHandler ?? start + headerOffset + HEADER_SIZE + 1), true);
}

function writeHeader(
  bytes: Uint8Array,
  offset: number,
  length: number,
  hasPrefix: boolean,
  description: ModuleDescription,
): void {
  const view = new DataView(bytes.buffer, offset, HEADER_SIZE);
  view.setUint32(0, description.start, true);
  view.setUint32(4, description.end ?? description.start + length, true);
  view.setUint8(8, description.mcu ?? 0);
  view.setUint8(9, (description.flags ?? 0) | (hasPrefix ? MODULE_FLAG.prefixExtensions : 0));
  view.setUint16(10, description.version, true);
  view.setUint16(12, description.platform, true);
  view.setUint8(14, description.function);
  view.setUint8(15, description.index ?? defaultIndex(description.function));
  writeDependency(view, 16, description.dependency1 ?? null);
  writeDependency(view, 20, description.dependency2 ?? null);
}

/** Bootloaders, radio stacks, NCP images and assets count from 0, parts from 1. */
function defaultIndex(moduleFunction: number): number {
  return moduleFunction === MODULE_FUNCTION.systemPart || moduleFunction === MODULE_FUNCTION.userPart ? 1 : 0;
}

function writeDependency(view: DataView, offset: number, dependency: Requirement | null): void {
  view.setUint8(offset, dependency?.function ?? 0);
  view.setUint8(offset + 1, dependency?.index ?? 0);
  view.setUint16(offset + 2, dependency?.version ?? 0, true);
}

function writeSha(bytes: Uint8Array, length: number, description: ModuleDescription, tools: WriteTools): void {
  if (tools.sha256 === undefined) return;
  const sha = tools.sha256();
  sha.update(
    description.shaCoverage === 'payload'
      ? bytes.subarray(HEADER_SIZE, length - SUFFIX_BASE_SIZE)
      : bytes.subarray(0, length - 34),
  );
  bytes.set(bytesOfHex(sha.hex()), length - 34);
}

function writeCrc(bytes: Uint8Array, length: number, tools: WriteTools): void {
  const crc = (tools.crc32 ?? portableCrc32)(bytes.subarray(0, length));
  new DataView(bytes.buffer).setUint32(length, crc);
}

function encodeAll(extensions: readonly ExtensionDescription[]): Uint8Array {
  return concat(extensions.map(encodeExtension));
}

/** The bytes of one extension: type u16, length u16, data. */
function encodeExtension(extension: ExtensionDescription): Uint8Array {
  switch (extension.kind) {
    case 'end':
      return padded(extension.length ?? 4);
    case 'product_data':
      return frame(EXTENSION_TYPE.productData, words16(0xffff, extension.id, extension.version));
    case 'dynamic_location':
      return frame(
        EXTENSION_TYPE.dynamicLocation,
        words32(extension.moduleStart, extension.dynalibLoad ?? 0, extension.dynalibStart ?? extension.moduleStart),
      );
    case 'dependency': {
      const { dependency, targetId } = extension;
      const head = Uint8Array.of(dependency.function, dependency.index);
      return frame(EXTENSION_TYPE.dependency, concat([head, words16(dependency.version), words32(targetId ?? 0)]));
    }
    case 'hash':
      return frame(EXTENSION_TYPE.hash, hashBytes(extension.hash));
    case 'name':
      return frame(EXTENSION_TYPE.name, new TextEncoder().encode(extension.name));
    case 'asset_dependency':
      return frame(
        EXTENSION_TYPE.assetDependency,
        concat([hashBytes(extension.hash), new TextEncoder().encode(extension.name)]),
      );
    case 'security_mode':
      return frame(
        EXTENSION_TYPE.securityMode,
        concat([Uint8Array.of(extension.mode), bytesIn(extension.certificate)]),
      );
    case 'asset_type':
      return frame(EXTENSION_TYPE.assetType, Uint8Array.of(extension.assetType, 0));
    case 'raw':
      return frame(extension.type, asBytes(extension.data));
  }
}

function padded(length: number): Uint8Array {
  return concat([words16(EXTENSION_TYPE.end, length), new Uint8Array(Math.max(0, length - 4))]);
}

function frame(type: number, data: Uint8Array): Uint8Array {
  return concat([words16(type, data.length + 4), data]);
}

/** Hash type 0 (SHA-256), length, bytes. */
function hashBytes(hex: string): Uint8Array {
  const bytes = bytesOfHex(hex);
  return concat([Uint8Array.of(0, bytes.length), bytes]);
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

function words16(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value & 0xff, (value >>> 8) & 0xff]));
}

function words32(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff)));
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
