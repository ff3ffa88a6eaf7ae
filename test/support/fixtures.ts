/** What the committed fixtures are: small modules of the project's own builder, shaped like released ones. */
import { deflateRawSync } from 'node:zlib';
import { releaseRow, versionOf } from '../../src/catalog/releases.js';
import { slotsIn } from '../../src/catalog/flash-map.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../../src/module/types.js';
import { buildCombinedModule, buildCompressedModule, buildModule, noise } from '../../src/module/write.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { buildZip } from './zip-builder.js';

export interface Fixture {
  /** Below `fixtures/`. */
  readonly path: string;
  readonly about: string;
  readonly bytes: () => Uint8Array;
}

const ELECTRON = 10;
const PHOTON = 6;
const ARGON = 12;
const BORON = 13;
const P2 = 32;

export const build = (description: ModuleDescription): Uint8Array => buildModule(description, NODE_TOOLS);

/** Header offset of released modules: vector tables on Gen 2 and 3, an image header on RTL872x bootloaders. */
function offsetOf(platform: number, moduleFunction: number, index: number): number {
  const system = moduleFunction === MODULE_FUNCTION.systemPart;
  const bootloader = moduleFunction === MODULE_FUNCTION.bootloader;
  if (platform === P2) return bootloader && index === 0 ? 0x20 : 0;
  if (platform >= ARGON) return system || bootloader ? 0x200 : 0;
  // Electron system part 3 has no vector table.
  return bootloader || (system && index !== 3) ? 0x184 : 0;
}

/** A module of a release as its row in the release table declares it. */
export function released(release: string, platform: number, moduleFunction: number, index: number): ModuleDescription {
  const row = releaseRow(release, platform);
  const declared = row?.modules.find((one) => one.function === moduleFunction && one.index === index);
  if (row === undefined || declared === undefined) throw new Error(`no such module in the release table: ${release}`);
  const slot = slotsIn(platform, row.system).find((one) => one.function === moduleFunction && one.index === index);
  if (slot === undefined) throw new Error(`no slot for ${String(moduleFunction)}/${String(index)}`);
  const [dependency1, dependency2] = declared.dependencies;
  return {
    platform,
    function: moduleFunction,
    index,
    version: declared.version,
    start: slot.start,
    dependency1: dependency1 ?? null,
    dependency2: dependency2 ?? null,
    headerOffset: offsetOf(platform, moduleFunction, index),
    code: 1024,
  };
}

/** An application built for a release. */
export function application(
  release: string,
  platform: number,
  index: number,
  systemIndex: number,
  version = 4,
): ModuleDescription {
  const system = versionOf(release, platform);
  if (system === undefined) throw new Error(`no release ${release}`);
  const slot = slotsIn(platform, system).find(
    (one) => one.function === MODULE_FUNCTION.userPart && one.index === index && one.store === 'main',
  );
  if (slot === undefined) throw new Error('no application slot');
  return {
    platform,
    function: MODULE_FUNCTION.userPart,
    index,
    version,
    start: slot.start,
    dependency1: { function: MODULE_FUNCTION.systemPart, index: systemIndex, version: system },
    code: 512,
  };
}

/** An RTL872x application: it ends at 0x085FFFFC, and its first suffix extension says where it starts. */
export function rtlApplication(platform: number, systemVersion: number, version = 4): ModuleDescription {
  const code = 2000;
  const suffix = 16 + 10 + 36;
  const start = 0x085ffffc - (24 + code + suffix);
  return {
    platform,
    function: MODULE_FUNCTION.userPart,
    index: 1,
    version,
    start,
    dependency1: { function: MODULE_FUNCTION.systemPart, index: 1, version: systemVersion },
    code,
    suffixExtensions: [
      { kind: 'dynamic_location', moduleStart: start },
      { kind: 'product_data', id: platform, version: 1 },
    ],
  };
}

const SYSTEM = MODULE_FUNCTION.systemPart;
const BOOTLOADER = MODULE_FUNCTION.bootloader;

function module(path: string, about: string, description: () => ModuleDescription): Fixture {
  return { path, about, bytes: () => build(description()) };
}

function electron(release: string, parts: readonly (readonly [file: number, index: number])[]): readonly Fixture[] {
  return [
    ...parts.map(([file, index]) =>
      module(
        `electron-${release}/system-part${String(file)}-${release}-electron.bin`,
        `system part ${String(index)}`,
        () => released(release, ELECTRON, SYSTEM, index),
      ),
    ),
    module(`electron-${release}/app-for-${release}.bin`, `an application built for ${release}`, () =>
      application(release, ELECTRON, 1, 2),
    ),
  ];
}

/** Radio stack 202 (S140 7.0.1) as released with 1.4.2 and later: header dropped, hash over the payload. */
export function softdevice(platform: number): ModuleDescription {
  return {
    platform,
    function: MODULE_FUNCTION.radioStack,
    index: 0,
    version: 202,
    start: 0x1000,
    flags: MODULE_FLAG.dropModuleInfo,
    dependency1: { function: BOOTLOADER, index: 0, version: 501 },
    dependency2: { function: SYSTEM, index: 1, version: 1321 },
    product: null,
    shaCoverage: 'payload',
    code: 1024,
  };
}

const gen3 = (release: string, platform: number, name: string): readonly Fixture[] => [
  module(`${name}-${release}/${name}-bootloader@${release}.bin`, 'bootloader', () =>
    released(release, platform, BOOTLOADER, 0),
  ),
  module(`${name}-${release}/${name}-system-part1@${release}.bin`, 'system part 1', () =>
    released(release, platform, SYSTEM, 1),
  ),
];

const ASSET_TEXT = new TextEncoder().encode('A cat, for a device that shows cats.\n');

/** An application that needs one asset, with the dependency in its suffix (nRF52840). */
export function applicationWithAsset(): ModuleDescription {
  return {
    ...application('5.8.0', BORON, 2, 1),
    suffixExtensions: [{ kind: 'asset_dependency', hash: sha256Hex(ASSET_TEXT), name: 'cat.txt' }, { kind: 'end' }],
  };
}

/** The asset as a module, as it goes over the air. */
export function assetModule(): ModuleDescription {
  return {
    platform: 0,
    function: MODULE_FUNCTION.asset,
    index: 0,
    version: 0,
    start: 0,
    flags: MODULE_FLAG.dropModuleInfo,
    code: ASSET_TEXT,
    product: null,
    suffixExtensions: [
      { kind: 'hash', hash: sha256Hex(ASSET_TEXT) },
      { kind: 'name', name: 'cat.txt' },
      { kind: 'product_data', id: 0xffff, version: 0xffff },
    ],
  };
}

const plain = (): ModuleDescription => application('0.5.0', ELECTRON, 1, 2);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

function corrupt(bytes: Uint8Array, offset: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[offset] = (copy[offset] ?? 0) ^ 1;
  return copy;
}

function filled(length: number, byte: number): Uint8Array {
  return new Uint8Array(length).fill(byte);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const ODDITIES: readonly Fixture[] = [
  module('odd/suffix-36.bin', 'a suffix without product words', () => ({ ...plain(), product: null })),
  module('odd/suffix-38.bin', 'a suffix of 38 bytes', () => ({ ...plain(), suffixSize: 38 })),
  module('odd/product-set.bin', 'product 9876, version 5', () => ({ ...plain(), product: { id: 9876, version: 5 } })),
  module('odd/product-default.bin', 'product id = platform id: not set', () => ({
    ...plain(),
    product: { id: ELECTRON, version: 3 },
  })),
  module('odd/product-zero.bin', 'product id 0: not set', () => ({ ...plain(), product: { id: 0, version: 0 } })),
  module('odd/every-extension.bin', 'one extension of each kind', () => ({
    ...application('5.8.0', BORON, 2, 1),
    suffixExtensions: [
      { kind: 'dynamic_location', moduleStart: 0xb4000 },
      { kind: 'dependency', dependency: { function: SYSTEM, index: 1, version: 5500 }, targetId: 7 },
      { kind: 'hash', hash: sha256Hex(ASSET_TEXT) },
      { kind: 'name', name: 'every' },
      { kind: 'asset_dependency', hash: sha256Hex(ASSET_TEXT), name: 'cat.txt' },
      { kind: 'asset_type', assetType: 1 },
      { kind: 'raw', type: 0x7777, data: Uint8Array.of(1, 2, 3) },
      { kind: 'product_data', id: 9876, version: 5 },
    ],
  })),
  module('odd/prefix-extensions.bin', 'an RTL872x application with its asset list in the prefix', () => ({
    ...rtlApplication(P2, 5800),
    start: rtlApplication(P2, 5800).start - 64,
    prefixExtensions: [
      { kind: 'asset_dependency', hash: sha256Hex(ASSET_TEXT), name: 'cat.txt' },
      { kind: 'end', length: 64 - (4 + 2 + 32 + 7) },
    ],
    suffixExtensions: [
      { kind: 'dynamic_location', moduleStart: rtlApplication(P2, 5800).start - 64 },
      { kind: 'product_data', id: P2, version: 1 },
    ],
  })),
  module('odd/protected-bootloader.bin', 'a bootloader that makes a device a protected one', () => ({
    ...released('6.1.1', BORON, BOOTLOADER, 0),
    suffixExtensions: [{ kind: 'security_mode', mode: 1 }, { kind: 'end' }],
  })),
  module('odd/bluz.bin', 'platform 103, header at 0xC0', () => ({
    platform: 103,
    function: SYSTEM,
    version: 1,
    start: 0x18000,
    headerOffset: 0xc0,
  })),
  module('odd/core.bin', 'monolithic firmware for the Core, header at 0x10C', () => ({
    platform: 0,
    function: MODULE_FUNCTION.monoFirmware,
    version: 0,
    start: 0x08005000,
    headerOffset: 0x10c,
  })),
  module('odd/unknown-platform.bin', 'platform 777', () => ({
    platform: 777,
    function: SYSTEM,
    version: 9000,
    start: 0x08020000,
  })),
  module('odd/ncp.bin', 'an NCP image for the Argon, for its ESP32', () => ({
    platform: ARGON,
    function: MODULE_FUNCTION.ncpFirmware,
    index: 0,
    version: 5,
    start: 0,
    mcu: 0x21,
    product: null,
    shaCoverage: 'payload',
  })),
  {
    path: 'odd/compressed.bin',
    about: 'a compressed application',
    bytes: () =>
      buildCompressedModule({ ...application('4.2.0', BORON, 2, 1), code: filled(3000, 0x42) }, deflate, NODE_TOOLS),
  },
  {
    path: 'odd/combined.bin',
    about: 'an application and a radio stack in one file',
    bytes: () =>
      buildCombinedModule([{ ...application('4.2.0', BORON, 2, 1), version: 7 }, softdevice(BORON)], NODE_TOOLS),
  },
  { path: 'odd/asset.bin', about: 'an asset as a module', bytes: () => build(assetModule()) },
  {
    path: 'odd/bundle.zip',
    about: 'an application and its asset',
    bytes: () =>
      buildZip([
        { name: 'app.bin', data: build(applicationWithAsset()) },
        { name: 'assets/cat.txt', data: ASSET_TEXT },
      ]),
  },
  {
    path: 'odd/padded-dump.bin',
    about: 'a module followed by erased flash',
    bytes: () => joined(build(plain()), filled(512, 0xff)),
  },
  { path: 'bad/bit-flipped.bin', about: 'one bit of the code is wrong', bytes: () => corrupt(build(plain()), 100) },
  { path: 'bad/re-signed.bin', about: 'changed, and its CRC made again', bytes: reSigned },
  { path: 'bad/cut-off.bin', about: 'the first half of a module', bytes: () => build(plain()).subarray(0, 300) },
  {
    path: 'bad/trailing-data.bin',
    about: '64 bytes more than the header covers',
    bytes: () => joined(build(plain()), noise(64, 7)),
  },
  module('bad/wrong-start.bin', 'an application linked over a system part', () => ({ ...plain(), start: 0x08040000 })),
  module('bad/too-big.bin', 'larger than its slot', () => ({
    ...plain(),
    end: 0x080a0010,
    start: 0x080a0010 - (24 + 512 + 40),
  })),
  module('bad/bad-suffix.bin', 'a suffix that claims 5000 bytes', () => ({ ...plain(), suffixSize: 5000 })),
  { path: 'bad/empty.bin', about: 'nothing', bytes: () => new Uint8Array() },
  { path: 'bad/erased.bin', about: 'erased flash', bytes: () => filled(256, 0xff) },
  { path: 'bad/zeros.bin', about: 'zeros', bytes: () => filled(256, 0) },
  {
    path: 'bad/page.bin',
    about: 'an HTML error page',
    bytes: () => text('<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n'),
  },
  { path: 'bad/error.bin', about: 'a JSON error', bytes: () => text('{"ok":false,"error":"not found"}\n') },
  { path: 'bad/text.bin', about: 'text', bytes: () => text('hello world '.repeat(40)) },
  {
    path: 'bad/pointer.bin',
    about: 'a Git LFS pointer',
    bytes: () => text('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'),
  },
  { path: 'bad/hex.bin', about: 'Intel HEX', bytes: () => text(':020000040800F2\n:00000001FF\n') },
  {
    path: 'bad/elf.bin',
    about: 'the head of an ELF file',
    bytes: () => joined(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0), noise(56, 3)),
  },
  {
    path: 'bad/uf2.bin',
    about: 'the head of a UF2 file',
    bytes: () => joined(Uint8Array.of(0x55, 0x46, 0x32, 0x0a, 0x57, 0x51, 0x5d, 0x9e), noise(56, 3)),
  },
  {
    path: 'bad/gzip.bin',
    about: 'the head of a gzip file',
    bytes: () => joined(Uint8Array.of(0x1f, 0x8b, 8, 0), noise(60, 3)),
  },
];

function deflate(bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes, { level: 9 });
}

/** A module whose CRC is right and whose SHA-256 is that of other bytes. */
function reSigned(): Uint8Array {
  const bytes = corrupt(build(plain()), 100);
  new DataView(bytes.buffer).setUint32(bytes.length - 4, NODE_TOOLS.crc32(bytes.subarray(0, bytes.length - 4)));
  return bytes;
}

export const FIXTURES: readonly Fixture[] = [
  ...electron('0.4.8-rc.6', [
    [1, 1],
    [2, 2],
  ]),
  ...electron('0.5.0', [
    [1, 1],
    [2, 2],
  ]),
  ...electron('0.6.4', [
    [1, 3],
    [2, 1],
    [3, 2],
  ]),
  module('photon-0.7.0/system-part1-0.7.0-photon.bin', 'system part 1', () => released('0.7.0', PHOTON, SYSTEM, 1)),
  module('photon-0.7.0/system-part2-0.7.0-photon.bin', 'system part 2', () => released('0.7.0', PHOTON, SYSTEM, 2)),
  module('photon-0.7.0/bootloader-0.7.0-photon.bin', 'bootloader', () => released('0.7.0', PHOTON, BOOTLOADER, 0)),
  module('photon-0.7.0/app-for-0.7.0.bin', 'an application built for 0.7.0', () => application('0.7.0', PHOTON, 1, 2)),
  ...gen3('1.5.0', ARGON, 'argon'),
  module('argon-1.5.0/argon-softdevice@1.5.0.bin', 'radio stack 202', () => softdevice(ARGON)),
  ...gen3('4.2.0', BORON, 'boron'),
  module('boron-4.2.0/app-256k-for-4.2.0.bin', 'a 256K application', () => application('4.2.0', BORON, 2, 1)),
  module('p2-5.8.0/p2-prebootloader-part1@5.8.0.bin', 'prebootloader', () => ({
    platform: P2,
    function: BOOTLOADER,
    index: 2,
    version: 7,
    start: 0x08014000,
    code: 1024,
  })),
  ...gen3('5.8.0', P2, 'p2'),
  module('p2-5.8.0/app-for-5.8.0.bin', 'an application with its address in the suffix', () => rtlApplication(P2, 5800)),
  ...ODDITIES,
];
