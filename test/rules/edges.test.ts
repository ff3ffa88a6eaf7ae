/** Where each rule begins and where it ends: the last value that is right, the first that is wrong, and what it says. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MODULE_FLAG, MODULE_FUNCTION } from '../../src/module/types.js';
import { buildCombinedModule, noise } from '../../src/module/write.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { findingMessage } from '../../src/report/finding.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import {
  application,
  applicationWithAsset,
  assetModule,
  build,
  released,
  rtlApplication,
  softdevice,
} from '../support/fixtures.js';
import { ascii, compressed as compressedModule, sign } from '../support/modules.js';
import {
  ASSET,
  boronApplication,
  compressed,
  fixture,
  flipped,
  joined,
  onBundle,
  onFile,
  onInput,
  onRelease,
  onSet,
  part,
  plain,
  protectedBootloader,
  type Files,
  type Findings,
} from '../support/rules.js';

const { systemPart: SYSTEM, bootloader: BOOTLOADER, userPart: USER } = MODULE_FUNCTION;
const ELECTRON = 10;
const ARGON = 12;
const BORON = 13;
const P2 = 32;
const UNKNOWN = 777;

const electronBootloader: ModuleDescription = {
  ...part(1),
  function: BOOTLOADER,
  index: 0,
  version: 7,
  start: 0x08000000,
  dependency1: null,
};

const of = (id: string, findings: Findings): Findings => findings.filter(({ rule }) => rule === id);
const words = (id: string, findings: Findings): readonly string[] => of(id, findings).map(findingMessage);
const ids = (findings: Findings): readonly string[] => findings.map(({ rule }) => rule);

/** A module whose image has exactly this many bytes, the CRC not counted. */
function ofLength(description: ModuleDescription, length: number): ModuleDescription {
  const rest = build({ ...description, code: 0 }).length - 4;
  return { ...description, code: length - rest };
}

/** A module that ends at that address, where its start stays. */
const endingAt = (description: ModuleDescription, end: number): ModuleDescription =>
  ofLength(description, end - description.start);

/** A module of the same length that is linked to end at that address. */
function movedTo(description: ModuleDescription, end: number): ModuleDescription {
  const length = build(description).length - 4;
  return { ...description, start: end - length };
}

describe('what the file is', () => {
  test.each([
    [
      'page',
      'is an HTML page ("<!DOCTYPE html> <html><head><title>404</title></head></html>"), not firmware; 61 bytes. A download was saved as its error page. Download it again.',
    ],
    [
      'error',
      'is a JSON text ("{"ok":false,"error":"not found"}"), not firmware; 33 bytes. A service answered with a message instead of the file. Read it, then download again.',
    ],
  ])('%s.bin, to the letter', (name, sentence) => {
    expect(onFile(fixture(`bad/${name}.bin`)).map(findingMessage)).toEqual([sentence]);
  });

  test('bytes that are nothing known: no quotation, and no word that they are no firmware', () => {
    expect(onFile(noise(600, 3)).map(findingMessage)).toEqual([
      'is no firmware module of any known layout; 600 bytes. Take the .bin file of the release again from where it was published.',
    ]);
  });

  test('a zip under another name', () => {
    const [sentence] = words('FW101', onFile(joined(Uint8Array.of(0x50, 0x4b, 3, 4), noise(60, 3))));
    expect(sentence).toMatch(
      /^is a zip archive, not firmware; 64 bytes\. Unpack it, or give it a name that ends in \.zip\.$/,
    );
  });

  test('erased flash is told from zeros', () => {
    expect(words('FW103', onFile(fixture('bad/erased.bin')))[0]).toMatch(/^is erased flash/);
    expect(words('FW103', onFile(fixture('bad/zeros.bin')))[0]).toMatch(/^is nothing but zeros/);
  });

  test('an asset carries no platform, and its header may lie anywhere', () => {
    expect(ids(onFile({ ...assetModule(), platform: UNKNOWN }))).toEqual([]);
    expect(ids(onFile({ ...assetModule(), platform: BORON, headerOffset: 0x184 }))).toEqual([]);
    expect(ids(onFile({ ...plain(), platform: BORON, index: 2, start: 0xb4000, headerOffset: 0x184 }))).toContain(
      'FW107',
    );
  });

  test('nobody recorded where devices without rules of their own look for the header', () => {
    const bluz = { platform: 103, function: SYSTEM, version: 1, start: 0x18000 };
    expect(ids(onFile({ ...bluz, headerOffset: 0x184 }))).toEqual(['FW106']);
  });
});

describe('integrity', () => {
  test('padding is named by its byte', () => {
    const padded = (byte: number) => words('FW204', onFile(joined(build(plain()), new Uint8Array(64).fill(byte))));
    expect(padded(0xff)).toEqual([expect.stringMatching(/, 64 bytes of 0xFF follow$/)]);
    expect(padded(0x00)).toEqual([expect.stringMatching(/, 64 bytes of 0x00 follow$/)]);
    expect(padded(0x41)).toEqual([]);
  });

  test('both hashes of a changed module are shown', () => {
    expect(words('FW202', onFile(fixture('bad/re-signed.bin')))[0]).toMatch(
      /\([0-9a-f]{12}\.\.\. stored, [0-9a-f]{12}\.\.\. computed\)$/,
    );
  });
});

describe('the slot', () => {
  const SLOT_END = 0x080a0000;
  const outside = (description: ModuleDescription) => words('FW301', onFile(description));

  test('a module may end where its slot ends, and not a byte behind', () => {
    expect(outside(endingAt(plain(), SLOT_END))).toEqual([]);
    expect(outside(endingAt(plain(), SLOT_END + 1))).toEqual([
      'ends at 0x080a0001; the slot of application is 0x08080000 to 0x080a0000. A device refuses it (address range).',
    ]);
  });

  test('an end at the first address is inside, one before it is not; the start is another rule', () => {
    expect(ids(onFile(movedTo(plain(), 0x08080000)))).toEqual(['FW302']);
    expect(ids(onFile(movedTo(plain(), 0x0807ffff)))).toEqual(['FW301', 'FW302']);
  });

  test('a system part is held against the slot of its own release', () => {
    const boron = (release: string, end: number) => outside(endingAt(released(release, BORON, SYSTEM, 1), end));
    expect(boron('4.2.0', 0xb4000)).toEqual([]);
    expect(boron('4.2.0', 0xb4001)).toHaveLength(1);
    expect(boron('2.0.0', 0xb4001)).toEqual([]);
    expect(ids(onFile({ ...released('4.2.0', BORON, SYSTEM, 1), start: 0x28000 }))).toContain('FW302');
  });

  test('an application against that of the Device OS that it declares, in either dependency', () => {
    const short = (dependencies: Partial<ModuleDescription>) => ({
      ...movedTo(rtlApplication(P2, 5300), 0x08600001),
      ...dependencies,
    });
    const system = { function: SYSTEM, index: 1, version: 5300 };
    const bootloader = { function: BOOTLOADER, index: 0, version: 1200 };
    expect(outside(short({}))[0]).toMatch(/is 0x08400000 to 0x08600000/);
    expect(outside(short({ dependency1: bootloader, dependency2: system }))[0]).toMatch(/is 0x08400000 to/);
    expect(outside(short({ dependency1: { ...system, version: 5800 } }))[0]).toMatch(/is 0x08480000 to/);
    expect(outside(short({ dependency1: bootloader }))[0]).toMatch(/is 0x08400000 to/);
  });

  test('any other module against the slots of all releases, whatever it declares', () => {
    const prebootloader = {
      platform: P2,
      function: BOOTLOADER,
      index: 2,
      version: 7,
      start: 0x08014000,
      dependency1: { function: SYSTEM, index: 1, version: 5800 },
    };
    expect(ids(onFile(endingAt(prebootloader, 0x0805e800)))).toEqual([]);
    expect(ids(onFile(endingAt(prebootloader, 0x0805f001)))).toEqual(['FW301']);
  });

  test('a part that its own release had no slot for is taken for one of a later release', () => {
    const third = { ...released('0.6.4', ELECTRON, SYSTEM, 3), version: 13, dependency1: null, dependency2: null };
    expect(ids(onFile(third))).toEqual([]);
  });

  test('the factory slot is no place for an application to be linked to', () => {
    expect(ids(onFile({ ...plain(), start: 0x080e0000 }))).toContain('FW302');
  });

  test('a compressed module is not held against addresses that it does not have', () => {
    const end = { end: 0x100000, start: 0x100000 - 400 };
    const slots = ['FW301', 'FW307'];
    const found = (description: ModuleDescription) =>
      ids(onFile(compressedModule(description, deflateRawSync(noise(90, 1)), { originalSize: 90 }))).filter((id) =>
        slots.includes(id),
      );
    expect(found({ ...boronApplication(), ...end })).toEqual([]);
    expect(found(movedTo(rtlApplication(P2, 5800), 0x085ff000))).toEqual([]);
    expect(ids(onFile(movedTo(rtlApplication(P2, 5800), 0x085ff000)))).toContain('FW307');
  });

  test('assets have no slot by their nature; monolithic firmware has none, and no fault: what it does is not known', () => {
    const mono = { ...plain(), function: MODULE_FUNCTION.monoFirmware, start: 0x08020000, index: 0 };
    expect(of('FW306', onFile(mono))).toMatchObject([{ severity: 'warning', judgement: 'unknown' }]);
    expect(ids(onFile({ ...assetModule(), platform: ELECTRON }))).not.toContain('FW306');
    expect(ids(onFile({ ...part(1), function: 3 + 6, index: 0, flags: 0 }))).not.toContain('FW306');
    expect(ids(onFile({ ...part(1), function: MODULE_FUNCTION.radioStack, index: 0 }))).toContain('FW306');
  });

  test('the room for a suffix is what lies behind the header', () => {
    const broken = { ...part(1), suffixSize: 5000 };
    const room = build(broken).length - 4 - 0x184 - 24;
    const [found] = of('FW303', onFile(broken));
    expect(found?.values.room).toEqual({ kind: 'bytes', bytes: room });
    expect(found?.values.size).toEqual({ kind: 'bytes', bytes: 5000 });
  });

  test('the reset vector may point at the first byte, and not behind the last', () => {
    const length = build(part(1)).length - 4;
    const { start } = part(1);
    const at = (resetHandler: number) =>
      ids(onFile({ ...part(1), vectors: { stackPointer: 0x20020000, resetHandler } }));
    expect(at(start)).toEqual([]);
    expect(at(start - 1)).toEqual(['FW305']);
    expect(at(start + length - 1)).toEqual([]);
    expect(at(start + length)).toEqual(['FW305']);
  });
});

describe('two modules at one address', () => {
  const pairs = (files: Files): readonly string[] => words('FW309', onSet(files));
  const second = (start: number): ModuleDescription => ({ ...plain(), start });
  const crcEnd = part(2).start + build(part(2)).length;

  test('the CRC counts: the next may begin right behind it', () => {
    expect(pairs({ 'a.bin': part(2), 'b.bin': second(crcEnd) })).toEqual([]);
    expect(pairs({ 'a.bin': part(2), 'b.bin': second(crcEnd - 1) })).toHaveLength(1);
  });

  test('the file of the finding is not named a second time in its sentence', () => {
    const [found] = of('FW309', onSet({ 'a.bin': part(2), 'b.bin': second(crcEnd - 16) }));
    expect(found?.file).toBe('b.bin');
    expect(words('FW309', [found!])).toEqual([
      expect.stringMatching(/^lies at 0x08\w{6} to 0x08\w{6}, over a\.bin \(0x08040000 to 0x08\w{6}\)$/),
    ]);
  });

  test('the finding is about the higher one, then the longer, then by name', () => {
    const low = { ...part(2), start: 0x08050000 };
    const high = { ...plain(), start: 0x08050010 };
    const names = (files: Files) =>
      of('FW309', onSet(files)).map(
        (one) => `${one.file ?? ''} over ${/over (\S+)/.exec(findingMessage(one))?.[1] ?? ''}`,
      );
    expect(names({ 'a.bin': high, 'b.bin': low })).toEqual(['a.bin over b.bin']);
    const same = { ...high, start: low.start };
    expect(names({ 'a.bin': ofLength(low, 2000), 'b.bin': ofLength(same, 1000) })).toEqual(['a.bin over b.bin']);
    expect(names({ 'a.bin': ofLength(low, 1000), 'b.bin': ofLength(same, 1000) })).toEqual(['b.bin over a.bin']);
    expect(names({ 'b.bin': ofLength(low, 1000), 'a.bin': ofLength(same, 1000) })).toEqual(['b.bin over a.bin']);
  });

  test('another index is another slot, and so is another function', () => {
    expect(pairs({ 'a.bin': part(1), 'b.bin': { ...part(2), start: part(1).start } })).toHaveLength(1);
    const user = { ...part(1), function: USER };
    expect(pairs({ 'a.bin': part(1), 'b.bin': user })).toHaveLength(1);
    expect(pairs({ 'a.bin': part(1), 'b.bin': { ...part(1), code: 900 } })).toEqual([]);
  });

  test('assets and NCP images lie elsewhere', () => {
    const argon = released('1.5.0', ARGON, BOOTLOADER, 0);
    const at = (moduleFunction: number) => ({ ...argon, function: moduleFunction, index: 0, code: 900 });
    expect(words('FW309', onSet({ 'a.bin': argon, 'b.bin': at(MODULE_FUNCTION.asset) }, ARGON))).toEqual([]);
    expect(words('FW309', onSet({ 'a.bin': argon, 'b.bin': at(MODULE_FUNCTION.ncpFirmware) }, ARGON))).toEqual([]);
    expect(words('FW309', onSet({ 'a.bin': argon, 'b.bin': at(MODULE_FUNCTION.radioStack) }, ARGON))).toHaveLength(1);
  });
});

describe('what a name claims', () => {
  const named = (file: string, description: ModuleDescription): readonly string[] =>
    ids(onFile(description, file)).filter((id) => id.startsWith('FW4'));
  const late = (index: number): ModuleDescription => part(index, '0.6.4');

  test('a platform: once, of any module but an asset', () => {
    expect(named('app-photon.bin', plain())).toEqual(['FW401']);
    expect(named('app-photon-electron.bin', plain())).toEqual([]);
    expect(named('app-photon-photon.bin', plain())).toEqual(['FW401']);
    expect(named('cat-photon.bin', { ...assetModule(), platform: ELECTRON })).toEqual([]);
  });

  test('a folder and an archive claim nothing', () => {
    expect(named('photon/app.bin', plain())).toEqual([]);
    expect(named('photon\\app.bin', plain())).toEqual([]);
    expect(named('photon.zip!/app.bin', plain())).toEqual([]);
    expect(named('electron/app-photon.bin', plain())).toEqual(['FW401']);
  });

  test('.bin ends a name; inside it is a word', () => {
    expect(named('app.photon.bin', plain())).toEqual(['FW401']);
    expect(named('app-photon.bin.bin', plain())).toEqual(['FW401']);
    expect(named('app-pho.binton.bin', plain())).toEqual([]);
  });

  test('a release: of system parts alone, in any case, and only where it is known', () => {
    expect(named('system-part1-0.6.4-electron.bin', part(1))).toEqual(['FW402']);
    expect(named('bootloader-0.6.4-electron.bin', electronBootloader)).toEqual([]);
    expect(named('tinker-0.6.4-electron.bin', plain())).toEqual([]);
    expect(named('system-part2-0.6.0-RC.1-electron.bin', part(1, '0.6.0-rc.1'))).toEqual(['FW404']);
    expect(named('system-part1-0.5.99-electron.bin', part(1))).toEqual([]);
  });

  test('a part: by its index, or in the flash order of Electron releases since 0.6.0-rc.1', () => {
    expect(named('system-part1-electron.bin', late(3))).toEqual(['FW404']);
    expect(named('system-part2-electron.bin', late(1))).toEqual(['FW404']);
    expect(named('system-part3-electron.bin', late(2))).toEqual(['FW404']);
    expect(named('system-part1-electron.bin', late(1))).toEqual([]);
    expect(named('system-part1-electron.bin', late(2))).toEqual(['FW403']);
    expect(named('system-part1-electron.bin', { ...late(3), version: 99 })).toEqual(['FW403']);
    expect(named('system-part1-electron.bin', { ...late(3), version: 100 })).toEqual(['FW404']);
    expect(named('system-part2-photon.bin', { ...released('0.7.0', 6, SYSTEM, 1) })).toEqual(['FW403']);
    expect(named('system-part1.bin', { ...late(3), platform: UNKNOWN })).toEqual(['FW403']);
  });

  test('a part is no application, whatever its index', () => {
    expect(named('system-part2-electron.bin', { ...plain(), version: 200 })).toEqual(['FW403']);
  });
});

describe('platforms of one call', () => {
  const photon = application('0.7.0', 6, 1, 2);

  test('assets are of none, and an expected platform settles it', () => {
    expect(ids(onInput({ 'a.bin': plain(), 'b.bin': assetModule() }))).toEqual([]);
    expect(ids(onInput({ 'a.bin': plain(), 'b.bin': photon }, { expected: ELECTRON }))).toEqual([]);
    expect(words('FW405', onInput({ 'a.bin': plain(), 'b.bin': photon }))).toEqual([
      'the files are for different platforms: photon, electron. Name one with --platform, or leave the others out.',
    ]);
  });
});

describe('what a set lacks', () => {
  const NEWER = 20;
  const needs = (moduleFunction: number, index: number, version = NEWER): ModuleDescription => ({
    ...plain(),
    dependency1: { function: moduleFunction, index, version },
  });
  const low = (files: Files): readonly string[] => words('FW501', onSet(files));

  test('a part that is not there can only be as new as those that are', () => {
    expect(low({ 'part.bin': part(2), 'app.bin': needs(SYSTEM, 1) })).toEqual([
      expect.stringMatching(/it needs system part 1 >= 20 \(.+\); the set has 13 \(0\.5\.0\) \(part\.bin\)$/),
    ]);
    expect(low({ 'part.bin': part(2), 'app.bin': needs(SYSTEM, 1, 13) })).toEqual([]);
    expect(low({ 'part.bin': part(2), 'app.bin': needs(BOOTLOADER, 0, 5000) })).toEqual([]);
    expect(low({ 'app.bin': needs(SYSTEM, 1) })).toEqual([]);
    expect(low({ 'boot.bin': electronBootloader, 'app.bin': needs(SYSTEM, 1) })).toEqual([]);
  });

  test('a part that is there speaks for itself, once', () => {
    expect(low({ 'part.bin': part(1), 'other.bin': part(2), 'app.bin': needs(SYSTEM, 1) })).toEqual([
      expect.stringMatching(/\(part\.bin\)$/),
    ]);
  });

  test('of several the newest counts, of equal ones the first', () => {
    const old = part(2, '0.4.8-rc.6');
    expect(low({ 'a.bin': old, 'b.bin': part(1), 'app.bin': needs(SYSTEM, 3) })[0]).toMatch(/\(b\.bin\)$/);
    expect(low({ 'b.bin': part(1), 'a.bin': old, 'app.bin': needs(SYSTEM, 3) })[0]).toMatch(/\(b\.bin\)$/);
    expect(low({ 'a.bin': part(2), 'b.bin': part(1), 'app.bin': needs(SYSTEM, 3) })[0]).toMatch(/\(b\.bin\)$/);
    expect(low({ 'a.bin': old, 'b.bin': part(1), 'app.bin': needs(SYSTEM, 3, 13) })).toEqual([]);
  });

  test('the finding lies on the dependencies in the header', () => {
    const [found] = of('FW501', onSet({ 'part.bin': part(2), 'app.bin': needs(SYSTEM, 1) }));
    expect([found?.file, found?.range]).toEqual(['app.bin', { offset: 16, length: 8 }]);
  });

  test('files of a conflict and of a circle are named by name', () => {
    const twice = { 'z.bin': plain(), 'a.bin': { ...plain(), version: 9 }, 'm.bin': { ...plain(), version: 8 } };
    expect(words('FW504', onSet(twice))[0]).toMatch(/application: a\.bin, m\.bin, z\.bin\./);
    const one = { ...part(1), dependency1: { function: SYSTEM, index: 2, version: 13 } };
    const two = { ...part(2), dependency1: { function: SYSTEM, index: 1, version: 13 } };
    expect(words('FW506', onSet({ 'z.bin': one, 'a.bin': two }))[0]).toMatch(/^a\.bin, z\.bin need/);
  });

  test('a missing part: of the same release, needed by a part', () => {
    const missing = (files: Files) => of('FW507', onSet(files)).map(({ file }) => file);
    expect(missing({ 'b.bin': part(2) })).toEqual(['b.bin']);
    expect(missing({ 'b.bin': { ...part(2), dependency1: { function: SYSTEM, index: 1, version: 12 } } })).toEqual([]);
    expect(missing({ 'b.bin': { ...part(2), dependency1: { function: BOOTLOADER, index: 0, version: 13 } } })).toEqual(
      [],
    );
    expect(missing({ 'b.bin': { ...plain(), version: 13 } })).toEqual([]);
    const itself = { ...part(2), dependency1: { function: SYSTEM, index: 2, version: 13 } };
    expect(missing({ 'b.bin': itself })).toEqual([]);
  });
});

describe('a release as a whole', () => {
  const TWO = { 'r/two.bin': part(1, '0.6.4'), 'r/three.bin': part(2, '0.6.4') };
  const page = (): Uint8Array => fixture('bad/page.bin');
  const lacks = (files: Files): boolean => of('FW520', onRelease(files)).length > 0;

  test('a broken file stands for the part that its name claims', () => {
    expect(words('FW520', onRelease(TWO))).toEqual([
      expect.stringMatching(/^electron 0\.6\.4 is not complete: system part 3 at \d+ .*is missing$/),
    ]);
    expect(lacks({ ...TWO, 'r/system-part1-0.6.4-electron.bin': page() })).toBe(false);
    expect(lacks({ ...TWO, 'r/system-part3-0.6.4-electron.bin': page() })).toBe(false);
    expect(lacks({ ...TWO, 'r/system-part1-0.6.4.bin': page() })).toBe(false);
    expect(lacks({ ...TWO, 'r/system-part2-0.6.4-electron.bin': page() })).toBe(true);
    expect(lacks({ ...TWO, 'r/system-part1-0.6.4-photon.bin': page() })).toBe(true);
    expect(lacks({ ...TWO, 'r/bootloader-0.6.4-electron.bin': page() })).toBe(true);
    expect(lacks({ ...TWO, 'r/readme.bin': page() })).toBe(true);
  });

  test('a bootloader has no number in its name', () => {
    const parts = { 'r/one.bin': released('0.7.0', 6, SYSTEM, 1), 'r/two.bin': released('0.7.0', 6, SYSTEM, 2) };
    expect(words('FW520', onRelease(parts))[0]).toMatch(/: bootloader at \d+ .*is missing$/);
    expect(lacks({ ...parts, 'r/bootloader-0.7.0-photon.bin': page() })).toBe(false);
    expect(lacks({ ...parts, 'r/system-part1-0.7.0-photon.bin': page() })).toBe(true);
  });

  test('a release that nobody knows is taken as it is', () => {
    const unknown = { ...part(1), platform: UNKNOWN, version: 9000 };
    expect(ids(onRelease({ 'r/one.bin': unknown }))).toEqual([]);
  });

  test('only a first bootloader can lack the protection of those beside it', () => {
    const beside = (description: ModuleDescription) =>
      of('FW524', onInput({ 'r/p.bin': protectedBootloader(), 'r/q.bin': description })).map(({ file }) => file);
    const bootloader = released('4.2.0', BORON, BOOTLOADER, 0);
    expect(beside(bootloader)).toEqual(['r/q.bin']);
    expect(beside({ ...bootloader, index: 1 })).toEqual([]);
    expect(beside(boronApplication())).toEqual([]);
    expect(beside(softdevice(BORON))).toEqual([]);
    expect(ids(onInput({ 'r/p.bin': bootloader, 'r/q.bin': { ...bootloader, version: 9 } }))).not.toContain('FW524');
  });

  test('a file and a release mean the same by a debug build', () => {
    for (const file of ['r+debug/a.bin', 'my-debug/s1.bin', 'r/a+debug.bin', 'a.debug.bin', 'a-debugger.bin']) {
      const inRelease = of('FW525', onRelease({ [file]: plain() })).length;
      expect(of('FW802', onFile(plain(), file)), file).toHaveLength(inRelease);
    }
  });

  test('a system part fills its slot from 95 percent on; other modules are no news', () => {
    const slotBytes = 0x20000;
    const filled = (length: number) => words('FW527', onRelease({ 'a.bin': ofLength(part(1), length - 4) }));
    expect(filled(Math.ceil(slotBytes * 0.95))).toEqual([
      expect.stringMatching(/^fills 95 percent of its slot \([\d,]+ bytes free\)$/),
    ]);
    expect(filled(Math.floor(slotBytes * 0.949))).toEqual([]);
    const parts = { 'r/one.bin': released('0.7.0', 6, SYSTEM, 1), 'r/two.bin': released('0.7.0', 6, SYSTEM, 2) };
    const full = ofLength(released('0.7.0', 6, BOOTLOADER, 0), 0x4000 - 8);
    expect(words('FW527', onRelease({ ...parts, 'r/bootloader.bin': full }))).toEqual([]);
  });
});

describe('what is carried inside', () => {
  const first = { ...boronApplication(), flags: MODULE_FLAG.combined };
  const inner = build(softdevice(BORON));
  const after = build(first).length;
  const faults = (bytes: Uint8Array) => of('FW702', onFile(joined(build(first), bytes)));

  test('a combined module: where it lies and what is wrong with it', () => {
    expect(faults(inner)).toEqual([]);
    const crc = faults(flipped(inner, 100));
    expect(crc.map(findingMessage)).toEqual([`carries a broken module (at byte ${String(after)}): its CRC is wrong`]);
    expect(crc[0]?.range).toEqual({ offset: after, length: 24 });
    const changed = build(boronApplication());
    expect(faults(sign(flipped(changed, 100))).map(findingMessage)[0]).toMatch(/: its SHA-256 is wrong$/);
    expect(faults(noise(200, 3)).map(findingMessage)[0]).toMatch(/: it is no module$/);
  });

  test('a flag that says that a module follows, and none does', () => {
    const nothing = (at: number) =>
      `carries a broken module (at byte ${String(at)}): nothing is there, though a flag says so (ignored on Gen 2 and before 2.0.0)`;
    const alone = (bytes: Uint8Array) => of('FW702', onFile(bytes)).map(findingMessage);
    expect(alone(build(first))).toEqual([nothing(after)]);
    expect(alone(joined(build(first), new Uint8Array(32).fill(0xff)))).toEqual([nothing(after)]);
    const second = build({ ...boronApplication(), flags: MODULE_FLAG.combined });
    expect(alone(joined(build(first), second))).toEqual([nothing(after + second.length)]);
    expect(alone(joined(build(first), second, inner))).toEqual([]);
  });

  test('bytes behind the last of combined modules are shown where they lie', () => {
    const behind = (bytes: Uint8Array) => onFile(joined(build(first), inner, bytes));
    const end = after + inner.length;
    expect(behind(noise(9, 3)).map(({ rule, range }) => [rule, range])).toEqual([
      ['FW203', { offset: end, length: 9 }],
    ]);
    expect(behind(noise(9, 3)).map(findingMessage)[0]).toMatch(new RegExp(`ends at byte ${String(end)}\\)$`));
    const padded = behind(new Uint8Array(32).fill(0xff));
    expect(padded.map(({ rule, range }) => [rule, range])).toEqual([['FW204', { offset: end, length: 32 }]]);
    expect(padded.map(findingMessage)[0]).toMatch(/takes [\d,]+ bytes, 32 bytes of 0xFF follow$/);
  });

  test('a compressed one: what is inside counts, once it is open', () => {
    const reasons = (pack: (bytes: Uint8Array) => Uint8Array) => onFile(compressed(pack)).map(findingMessage);
    expect(reasons((bytes) => deflateRawSync(bytes))).toEqual([]);
    expect(reasons((bytes) => deflateRawSync(flipped(bytes, 100)))).toEqual([
      'carries a broken module (compressed): its CRC is wrong',
    ]);
    expect(reasons((bytes) => deflateRawSync(noise(bytes.length, 5)))).toEqual([
      'carries a broken module (compressed): it is no module',
    ]);
    expect(ids(onFile(compressed(() => noise(64, 1))))).toEqual(['FW701']);
    const longer = joined(build(boronApplication()), noise(9, 3));
    const module = compressedModule(boronApplication(), deflateRawSync(longer), { originalSize: longer.length });
    expect(onFile(module).map(findingMessage)).toEqual([
      'carries a broken module (compressed): bytes follow that it does not cover',
    ]);
  });

  test('two modules are installed, a third is not', () => {
    const many = (count: number) =>
      words(
        'FW703',
        onFile(
          buildCombinedModule([boronApplication(), softdevice(BORON), boronApplication()].slice(0, count), NODE_TOOLS),
        ),
      );
    expect(many(2)).toEqual([]);
    expect(many(3)).toEqual(['holds 3 modules; a device installs the first two and ignores the rest']);
    expect(words('FW703', onFile(compressed((bytes) => deflateRawSync(bytes))))).toEqual([]);
  });

  test('assets are told apart by name and hash', () => {
    const two = {
      ...applicationWithAsset(),
      suffixExtensions: [
        { kind: 'asset_dependency', hash: '11'.repeat(32), name: 'dog.txt' },
        ...(applicationWithAsset().suffixExtensions ?? []),
      ],
    } as ModuleDescription;
    expect(words('FW704', onFile(two))).toEqual(['needs its assets on the device: dog.txt, cat.txt']);
    expect(onBundle(two, { 'cat.txt': ASSET }).map(findingMessage)).toEqual([
      'needs the asset dog.txt, which does not come with it: the device would stay in safe mode',
    ]);
    expect(onBundle(two, { 'cat.txt': ASSET, 'dog.txt': ascii('dog') }).map(({ file, rule }) => [file, rule])).toEqual([
      ['b.zip!/assets/dog.txt', 'FW706'],
    ]);
    expect(ids(onBundle(ascii('no module'), { 'cat.txt': ASSET }))).toEqual(['FW707']);
  });

  test('a text is no debug build, whatever its name', () => {
    expect(ids(onFile(fixture('bad/text.bin'), 'a+debug.bin'))).toEqual(['FW101']);
  });
});
