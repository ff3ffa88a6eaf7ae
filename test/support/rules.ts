/** Ways into the rules for tests, and modules with which to ask them. */
import { deflateRawSync } from 'node:zlib';
import { TOOLS } from '../../src/cli/tools.js';
import { MODULE_FUNCTION } from '../../src/module/types.js';
import { readModule } from '../../src/module/read.js';
import { buildCompressedModule, noise } from '../../src/module/write.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { orderModules } from '../../src/plan/order.js';
import { moduleFile } from '../../src/device/module-file.js';
import type { ModuleFile } from '../../src/device/module-file.js';
import type { Inventory } from '../../src/release/inventory.js';
import { compareLock, lockOf } from '../../src/release/lock.js';
import { checkBundle, checkExpectations, checkFile, checkInput, checkRelease, checkSet } from '../../src/rules/run.js';
import type { ExpectSubject, FileSubject, Finding } from '../../src/rules/types.js';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { application, build, FIXTURES, released } from './fixtures.js';
import { inventory as releaseInventory } from './release.js';

export const { systemPart: SYSTEM, bootloader: BOOTLOADER } = MODULE_FUNCTION;
export const ELECTRON = 10;
export const PHOTON = 6;
export const BORON = 13;
export const P2 = 32;

export type Findings = readonly Finding[];
export type Content = Uint8Array | ModuleDescription;

export const bytesOf = (content: Content): Uint8Array => (content instanceof Uint8Array ? content : build(content));

export function fixture(path: string): Uint8Array {
  const found = FIXTURES.find((one) => one.path === path);
  if (found === undefined) throw new Error(`no fixture ${path}`);
  return found.bytes();
}

export function subject(file: string, content: Content): FileSubject {
  const bytes = bytesOf(content);
  return { file, size: bytes.length, result: readModule(bytes, TOOLS) };
}

export function named(file: string, content: Content): ModuleFile {
  const bytes = bytesOf(content);
  const result = readModule(bytes, TOOLS);
  if (result.kind !== 'module') throw new Error(`${file} is no module`);
  return moduleFile({ file, size: bytes.length, sha256: sha256Hex(bytes) }, result);
}

export type Files = Readonly<Record<string, Content>>;

export const items = (files: Files): readonly ModuleFile[] =>
  Object.entries(files).map(([file, content]) => named(file, content));

// One way into the engine for each thing that rules look at.
export const onFile = (content: Content, file = 'a.bin'): Findings => checkFile(subject(file, content));
export const onSet = (files: Files, platform = ELECTRON): Findings =>
  checkSet({ platform, items: items(files), order: orderModules(items(files)) });
export const onInput = (files: Files, one: { named?: boolean; expected?: number } = {}): Findings =>
  checkInput({
    items: items(files).map((item) => ({ ...item, named: one.named ?? true })),
    expectedPlatform: one.expected ?? null,
  });
export const onBundle = (application: Content, assets: Readonly<Record<string, Uint8Array>>): Findings =>
  checkBundle({
    bundle: 'b.zip',
    applications: [subject('b.zip!/app.bin', application)],
    assets: Object.entries(assets).map(([name, bytes]) => ({
      file: `b.zip!/assets/${name}`,
      name,
      sha256: sha256Hex(bytes),
    })),
  });

export function inventory(files: Files): Inventory {
  return releaseInventory(Object.fromEntries(Object.entries(files).map(([file, content]) => [file, bytesOf(content)])));
}
export const onRelease = (files: Files): Findings => checkRelease({ inventory: inventory(files), lock: null });
/** Against the lock of one application, `a.bin`. */
export const onLocked = (files: Files): Findings => {
  const now = inventory(files);
  return checkRelease({ inventory: now, lock: compareLock(lockOf(inventory({ 'a.bin': plain() })), now) });
};
/** A file against what its caller expects. */
export const onExpect = (content: Content, expect: Partial<ExpectSubject['expect']>): Findings =>
  checkExpectations({
    ...subject('a.bin', content),
    expect: { platform: null, product: null, productVersion: null, maxOta: null, ...expect },
  });

export const withProduct = (): ModuleDescription => ({ ...plain(), product: { id: 1234, version: 7 } });

export const protectedBootloader = (): Uint8Array => fixture('odd/protected-bootloader.bin');
export const bootloader = (): ModuleDescription => released('4.2.0', BORON, BOOTLOADER, 0);

export const plain = (): ModuleDescription => application('0.5.0', ELECTRON, 1, 2);
export const part = (index: number, release = '0.5.0'): ModuleDescription => released(release, ELECTRON, SYSTEM, index);
export const boronApplication = (): ModuleDescription => application('4.2.0', BORON, 2, 1);
export const deflate = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes);

export function compressed(pack: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  return buildCompressedModule(boronApplication(), pack, NODE_TOOLS);
}

export function flipped(bytes: Uint8Array, offset: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[offset] = (copy[offset] ?? 0) ^ 1;
  return copy;
}

export const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

export function coreImage(): Uint8Array {
  const bytes = noise(0x1000, 5);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x20005000, true);
  view.setUint32(4, 0x08005101, true);
  return bytes;
}

/** Code that begins with what looks like a second header, at offset 0x20 of the file. */
export function codeWithHeader(): Uint8Array {
  const code = noise(512, 9);
  const view = new DataView(code.buffer, 0x20 - 24);
  view.setUint32(0, 0x08080000, true);
  view.setUint32(4, 0x08080100, true);
  view.setUint16(8, 0, true);
  view.setUint16(10, 4, true);
  view.setUint16(12, ELECTRON, true);
  view.setUint8(14, MODULE_FUNCTION.userPart);
  view.setUint8(15, 1);
  return code;
}

/** The last bytes of the code count as an extension of 2 bytes, which cannot be: its own type and length take 4. */
export function brokenExtensions(): ModuleDescription {
  const code = noise(512, 9);
  code.set([0x01, 0x00, 0x02, 0x00, 0, 0, 0, 0, 0, 0], 502);
  return { ...boronApplication(), code, suffixSize: 50 };
}

export const ASSET = new TextEncoder().encode('A cat, for a device that shows cats.\n');
