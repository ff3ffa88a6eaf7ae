/**
 * Hostile inputs for every reader, made from a seed: the structure is right and its values are not, or right bytes are
 * damaged; damaged modules are signed again, for behind a wrong checksum little is looked at.
 */
import { checkFile, checkImage, checkInput, checkSet } from '../../src/rules/run.js';
import { groupByPlatform } from '../../src/assess/groups.js';
import { readConfig } from '../../src/config/read.js';
import { readJsonReports } from '../../src/describe/json.js';
import { readDeviceReport, stateOfReport } from '../../src/describe/read.js';
import { readModule } from '../../src/module/read.js';
import type { FirmwareModule } from '../../src/module/types.js';
import { buildModule } from '../../src/module/write.js';
import type { ExtensionDescription, ModuleDescription } from '../../src/module/write.js';
import { orderModules } from '../../src/plan/order.js';
import { readEvents } from '../../src/plan/events.js';
import { fileOf, moduleFile } from '../../src/device/module-file.js';
import type { ModuleFile } from '../../src/device/module-file.js';
import { compareLock, lockOf, parseLock } from '../../src/release/lock.js';
import { inventoryOf } from '../../src/release/inventory.js';
import { findingMessage } from '../../src/report/finding.js';
import { lockJson } from '../../src/report/lock.js';
import { openZip, readContainer, recognise } from '../../src/source/open.js';
import { NODE_TOOLS, sha256Hex } from '../../src/source/node-tools.js';
import { dfuSe, dump, gzip, intelHex, lz4, sRecords } from './containers.js';
import type { Piece } from './containers.js';
import { FIXTURES } from './fixtures.js';
import { sign } from './modules.js';
import { diceOf } from './random-device.js';
import type { Dice } from './random-device.js';
import { buildZip } from './zip-builder.js';
import type { ZipSpec } from './zip-builder.js';

export const KINDS = ['module', 'report', 'zip', 'container', 'config', 'lock', 'events', 'set'] as const;
export type Kind = (typeof KINDS)[number];

/** What a reader is given: bytes, a text, or how many modules a set has (its modules follow from the seed). */
export type FuzzInput = Uint8Array | string | readonly ModuleFile[];

export interface Seeds {
  /** Device reports as people have them. */
  readonly reports: readonly string[];
  readonly events: readonly string[];
  readonly largestSet: number;
}

const NUMBERS = [0, 1, 2, 4, 8, 0x18, 0x24, 0x28, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff] as const;
const ADDRESSES = [
  0, 4, 0x20000, 0x30000, 0x08020000, 0x08060000, 0x08080000, 0x7fffffff, 0x80000000, 0xffffffff,
] as const;
const PLATFORMS = [0, 6, 8, 10, 12, 13, 26, 32, 35, 255, 65535] as const;
const TOKENS = [
  '{', '}', '[', ']', '"', ':', ',', '\\', '\n', '\r\n', '\t', ' ', '-1', '1e999', '0x', '9'.repeat(40), 'null', 'true',
  '"m":', '"p":', '{"m":[{', '__proto__', 'constructor', 'toString', '\u0000', '\u001b[2J', '\u202e', '\ud800', '\ufeff',
  '(', ')*', '##[', '::', '`', '%s', '<', '((((((((((', '"'.repeat(50), 'a'.repeat(5000), 'FW201', '0.5.0', '>=', '||',
] as const; // prettier-ignore

const MODULES: readonly Uint8Array[] = FIXTURES.map(({ bytes }) => bytes()).filter(({ length }) => length < 64 * 1024);

/** Bytes with some of them changed, taken out, doubled, or set to values at the limits of fields. */
function damaged(given: Uint8Array, dice: Dice): Uint8Array {
  let bytes = given.slice();
  for (let times = 1 + dice.below(6); times > 0; times--) {
    const at = dice.chance(0.5) ? dice.below(Math.min(bytes.length, 64)) : dice.below(bytes.length);
    const fromEnd = Math.max(0, bytes.length - 1 - dice.below(Math.min(bytes.length, 80)));
    const place = dice.chance(0.3) ? fromEnd : at;
    switch (dice.below(6)) {
      case 0:
        bytes[place] = dice.below(256);
        break;
      case 1:
        bytes[place] = (bytes[place] ?? 0) ^ (1 << dice.below(8));
        break;
      case 2:
        if (place + 4 <= bytes.length) new DataView(bytes.buffer).setUint32(place, dice.pick(ADDRESSES), true);
        break;
      case 3:
        if (place + 2 <= bytes.length) new DataView(bytes.buffer).setUint16(place, dice.pick(NUMBERS), true);
        break;
      case 4:
        if (dice.chance(0.3)) bytes = bytes.slice(0, Math.max(1, place));
        break;
      default:
        if (dice.chance(0.3)) bytes = Uint8Array.from([...bytes.subarray(0, 64), ...bytes.subarray(place)]);
    }
  }
  return bytes;
}

function extensionOf(dice: Dice): ExtensionDescription {
  switch (dice.below(6)) {
    case 0:
      return { kind: 'end', length: dice.pick(NUMBERS) };
    case 1:
      return { kind: 'raw', type: dice.pick(NUMBERS), data: new Uint8Array(dice.below(40)) };
    case 2:
      return { kind: 'name', name: dice.pick(TOKENS).slice(0, 200) };
    case 3:
      return { kind: 'asset_dependency', hash: '00'.repeat(32), name: dice.pick(TOKENS).slice(0, 200) };
    case 4:
      return { kind: 'dependency', dependency: dependencyOf(dice), targetId: dice.pick(NUMBERS) & 0xff };
    default:
      return { kind: 'product_data', id: dice.pick(NUMBERS), version: dice.pick(NUMBERS) };
  }
}

const dependencyOf = (dice: Dice): { function: number; index: number; version: number } => ({
  function: dice.below(11),
  index: dice.below(4),
  version: dice.pick(NUMBERS),
});

function descriptionOf(dice: Dice): ModuleDescription {
  const list = (): readonly ExtensionDescription[] =>
    Array.from({ length: dice.chance(0.5) ? 0 : dice.below(6) }, () => extensionOf(dice));
  return {
    platform: dice.pick(PLATFORMS),
    function: dice.below(11),
    index: dice.below(4),
    version: dice.pick(NUMBERS),
    start: dice.pick(ADDRESSES),
    flags: dice.chance(0.6) ? 0 : dice.below(256),
    headerOffset: dice.pick([0, 0, 0, 0x20, 0xc0, 0x184, 0x200]),
    code: dice.below(2000),
    dependency1: dice.chance(0.4) ? null : dependencyOf(dice),
    dependency2: dice.chance(0.6) ? null : dependencyOf(dice),
    prefixExtensions: list(),
    suffixExtensions: list(),
    trailing: new Uint8Array(dice.chance(0.8) ? 0 : dice.below(300)),
  };
}

function moduleBytes(dice: Dice): Uint8Array {
  const sound = dice.chance(0.5) ? dice.pick(MODULES) : buildModule(descriptionOf(dice), { crc32: NODE_TOOLS.crc32 });
  const bytes = dice.chance(0.2) ? sound : damaged(sound, dice);
  return dice.chance(0.6) && bytes.length > 8 ? sign(bytes.slice()) : bytes;
}

function textFrom(given: string, dice: Dice): string {
  let text = given;
  for (let times = 1 + dice.below(8); times > 0; times--) {
    const at = dice.below(text.length + 1);
    const to = Math.min(text.length, at + dice.below(30));
    switch (dice.below(6)) {
      case 0:
        text = text.slice(0, at) + dice.pick(TOKENS) + text.slice(at);
        break;
      case 1:
        text = text.slice(0, at) + text.slice(to);
        break;
      case 2:
        text = text.slice(0, at) + dice.pick(TOKENS) + text.slice(to);
        break;
      case 3:
        text = text.slice(0, at) + text.slice(at, to).repeat(1 + dice.below(4)) + text.slice(at);
        break;
      case 4: {
        const line = text.split('\n');
        const one = dice.below(line.length);
        line.splice(dice.below(line.length), 0, line[one] ?? '');
        text = line.join('\n');
        break;
      }
      default:
        text = text.replace(/\d+/, () => String(dice.pick(dice.chance(0.5) ? NUMBERS : ADDRESSES)));
    }
    if (text.length > 200_000) text = text.slice(0, 200_000);
  }
  return text;
}

function zipBytes(dice: Dice): Uint8Array {
  const entries = Array.from({ length: dice.below(6) }, (): ZipSpec => {
    const lie = (): number => dice.pick(dice.chance(0.5) ? NUMBERS : ADDRESSES);
    return {
      name: dice.pick([
        'a.bin',
        'b/c.bin',
        '../x.bin',
        'assets/a',
        'in.zip',
        '/abs.bin',
        'a\\b.bin',
        dice.pick(TOKENS).slice(0, 2000),
        'A.BIN',
      ]),
      data: dice.chance(0.2)
        ? buildZip([{ name: 'in.bin', data: dice.pick(MODULES) }])
        : moduleBytes(dice).subarray(0, 4096),
      ...(dice.chance(0.1) ? { method: dice.below(20) } : {}),
      ...(dice.chance(0.1) ? { flags: dice.below(65536) } : {}),
      ...(dice.chance(0.1) ? { mode: dice.pick([0o120777, 0o100644, 0o040755, 0o060000]) } : {}),
      ...(dice.chance(0.05) ? { crc32: lie() } : {}),
      ...(dice.chance(0.05) ? { size: lie() } : {}),
      ...(dice.chance(0.05) ? { packedSize: lie() } : {}),
      ...(dice.chance(0.05) ? { offset: lie() } : {}),
    };
  });
  const bytes = buildZip(entries);
  return dice.chance(0.6) ? damaged(bytes, dice) : bytes;
}

/** Containers that hold modules at addresses, or bytes at any: right ones, and damaged ones. */
function containerBytes(dice: Dice): Uint8Array {
  const pieces = Array.from({ length: dice.below(5) }, (): Piece => {
    const bytes = dice.pick(MODULES).subarray(0, dice.chance(0.9) ? 65536 : dice.below(2000));
    const start = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    return { bytes, address: dice.chance(0.8) ? start : dice.pick(ADDRESSES) };
  }).filter(({ address, bytes }) => address + bytes.length <= 0x100000000);
  const bytes = packedBytes(dice, pieces);
  return dice.chance(0.7) ? damaged(bytes, dice) : bytes;
}

function packedBytes(dice: Dice, pieces: readonly Piece[]): Uint8Array {
  const start = Math.min(...pieces.map(({ address }) => address), 0x08100000) & ~0xffff;
  switch (dice.below(7)) {
    case 0:
      return intelHex(pieces, dice.pick([1, 16, 32, 255]));
    case 1:
      return sRecords(pieces);
    case 2:
      return dfuSe(pieces);
    case 3:
      return gzip(dice.chance(0.5) ? intelHex(pieces) : zipBytes(dice));
    case 4:
      return lz4(dice.chance(0.5) ? sRecords(pieces) : zipBytes(dice));
    default: {
      const near = pieces.filter(({ address, bytes }) => address + bytes.length - start <= 0x100000);
      return dump(start, start + 0x100000 / 2 ** dice.below(3), near.filter(({ address, bytes }) => address + bytes.length - start <= 0x40000)); // prettier-ignore
    }
  }
}

const CONFIG = JSON.stringify({
  rules: { FW201: 'off', 'pre-release': 'note' },
  expect: { platform: 'electron', minOs: '0.5.0', targetOs: '>=1.5 <2', product: 3, maxOta: '5MB', via: 'ota' },
  failOn: 'warning',
  waivers: [{ rule: 'FW203', files: 'lab/**', reason: 'x', owner: 'anna', expires: '2027-03-31' }],
}, null, 1); // prettier-ignore
const LOCKED = MODULES.slice(0, 6).map((bytes, at) => {
  const result = readModule(bytes, NODE_TOOLS);
  const file = `${String(at)}.bin`;
  const named = { file, size: bytes.length, sha256: sha256Hex(bytes) };
  return { ...fileOf(named, result), path: file, payloadSha256: null };
});
const LOCK = JSON.stringify(lockJson(lockOf(inventoryOf(LOCKED)), sha256Hex));

const SHAPES: readonly FirmwareModule[] = MODULES.flatMap((bytes) => {
  const result = readModule(bytes, NODE_TOOLS);
  return result.kind === 'module' ? [result] : [];
});

/** Mostly few modules, sometimes very many; all alike, all apart, or as the dice fall. */
function setOf(dice: Dice, largest: number): readonly ModuleFile[] {
  const size = Math.min(largest, Math.floor(2 ** (dice.below(1000) / 1000 * Math.log2(largest)))); // prettier-ignore
  const platform = dice.pick(PLATFORMS);
  const isOnePlatform = dice.chance(0.7);
  const shape = dice.pick(SHAPES);
  const isOneShape = dice.chance(0.4);
  return Array.from({ length: size }, (_, at): ModuleFile => {
    const base = isOneShape ? shape : dice.pick(SHAPES);
    const start = dice.chance(0.5) ? base.start : dice.pick(ADDRESSES);
    const module: FirmwareModule = {
      ...base,
      start,
      end: start + base.length - 4,
      platform: isOnePlatform ? platform : dice.below(200),
      function: dice.chance(0.5) ? base.function : dice.below(11),
      index: dice.chance(0.5) ? base.index : dice.below(256),
      version: dice.chance(0.3) ? base.version : dice.below(1 + at),
      ...(dice.chance(0.3) ? {} : { dependency1: dependencyOf(dice) }),
      ...(dice.chance(0.6) ? {} : { dependency2: dependencyOf(dice) }),
    };
    const file = `${dice.pick(['a', 'b/c', 'Ä'])}${String(at)}.bin`;
    return moduleFile({ file, size: base.length, sha256: String(at) }, module);
  });
}

/** The input of a kind that a seed stands for. */
export function inputOf(kind: Kind, seed: number, seeds: Seeds): FuzzInput {
  const dice = diceOf(seed);
  switch (kind) {
    case 'module':
      return moduleBytes(dice);
    case 'zip':
      return zipBytes(dice);
    case 'container':
      return containerBytes(dice);
    case 'report':
      return textFrom(dice.pick(seeds.reports), dice);
    case 'events':
      return textFrom(dice.pick(seeds.events), dice);
    case 'config':
      return textFrom(CONFIG, dice);
    case 'lock':
      return textFrom(LOCK, dice);
    case 'set':
      return setOf(dice, seeds.largestSet);
  }
}

/** Reads it as fwinspect would; an exception is a defect. */
export async function read(kind: Kind, input: FuzzInput): Promise<void> {
  if (typeof input === 'string') readText(kind, input);
  else if (input instanceof Uint8Array) await readBytes(kind, input);
  else judgeSet(input);
}

function readText(kind: Kind, text: string): void {
  if (kind === 'config') readConfig(text);
  else if (kind === 'events') readEvents(text);
  else if (kind === 'lock') {
    const lock = parseLock(text);
    if (typeof lock !== 'string') compareLock(lock, inventoryOf([]));
  } else {
    readJsonReports(text);
    const report = readDeviceReport(text);
    if ('modules' in report) stateOfReport(report);
  }
}

async function readBytes(kind: Kind, bytes: Uint8Array): Promise<void> {
  if (kind === 'module') {
    const result = readModule(bytes, NODE_TOOLS);
    const file = fileOf({ file: 'a.bin', size: bytes.length, sha256: '' }, result);
    for (const finding of checkFile({ ...file, result })) findingMessage(finding);
    return;
  }
  const options = { zip: { totalBytes: 16 * 1024 * 1024, entryBytes: 8 * 1024 * 1024 } };
  const container = kind === 'container' ? recognise(bytes, 'a.bin', false) : null;
  if (kind === 'container' && container === null) return;
  const origin = { name: 'a.bin', root: 'a.bin', quiet: false };
  const items =
    container === null ? openZip(bytes, 'a.zip', options) : readContainer(bytes, container, origin, options);
  for await (const item of items) {
    if (item.kind === 'file') readModule(item.file.bytes, NODE_TOOLS);
    if (item.kind === 'image') for (const finding of checkImage(item)) findingMessage(finding);
  }
}

function judgeSet(items: readonly ModuleFile[]): void {
  for (const group of groupByPlatform(items)) checkSet({ ...group, order: orderModules(group.items) });
  checkInput({ items: items.map((item) => ({ ...item, named: true })), expectedPlatform: null });
  inventoryOf(items.map((item) => ({ ...item, path: item.file, payloadSha256: null })));
}
