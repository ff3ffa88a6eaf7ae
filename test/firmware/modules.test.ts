import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFile, findPlatform, functionFromText, readModule } from '../../src/index.js';
import type { ReadResult } from '../../src/index.js';
import { readModule as readPortably } from '../../src/portable.js';
import { firmwareAvailable, firmwareFiles } from '../support/firmware.js';
import { factsOf, parseFacts } from '../support/firmware-facts.js';
import { asModule, asRejection } from '../support/modules.js';

const expected = parseFacts(readFileSync(new URL('expected.tsv', import.meta.url), 'utf8'));
const factsFor = (name: string) => expected.filter(({ path }) => path.endsWith(`/${name}`));

/** Pre-release bootloaders of 2015 whose CRC is not where their header puts it. A device refuses them. */
const WITHOUT_CRC = ['RC2_bootloader.bin', 'RC4_bootloader_pad_BM-09.bin', 'RC4_bootloader_pad_BM-14.bin'];

describe('the table of expected facts', () => {
  test('has each file once', () => {
    const keys = expected.map((row) => `${row.package} ${row.path}`);
    expect(new Set(keys).size).toBe(91);
    expect(keys).toHaveLength(91);
  });

  test('names everything that is no module', () => {
    const others = expected
      .filter(({ kind }) => kind !== 'module')
      .map(({ kind, path }) => [path.split('/').at(-1), kind]);
    const core = ['cc3000-patch-programmer.bin', 'cc3000-patch-programmer_1_14.bin', 'deep_update_2014_06.bin'];
    expect(others).toEqual([
      ['emptybin.bin', 'empty'],
      ...core.map((name) => [name, 'core_image']),
      ...core.map((name) => [name, 'core_image']),
      ['ota-flag-a5.bin', 'unknown'],
      ['prog_firehose_ddr.elf', 'elf'],
    ]);
  });

  test('has a wrong CRC for three bootloaders of 2015 alone', () => {
    expect(expected.filter(({ crc }) => crc === 'wrong').map(({ path }) => path.split('/').at(-1))).toEqual(
      WITHOUT_CRC,
    );
  });

  test('has the bluz module at 0xC0 and the unlocker as monolithic firmware', () => {
    expect(factsFor('103_system-part1.bin')).toMatchObject([
      { kind: 'module', platform: 'bluz', function: 'system_part', headerOffset: '192', crc: 'ok' },
    ]);
    expect(factsFor('RC4_unlocker.bin')).toMatchObject([
      { kind: 'module', platform: 'photon', function: 'mono_firmware', headerOffset: '388', crc: 'ok' },
    ]);
  });
});

describe.skipIf(!firmwareAvailable())('real firmware', () => {
  const files = firmwareFiles().map((file) => ({ ...file, bytes: new Uint8Array(readFileSync(file.path)) }));
  const base = (name: string): string => name.split('/').at(-1) ?? name;
  const findings = (file: string, size: number, result: ReadResult) => checkFile({ file, size, result });
  const errors = (file: string, size: number, result: ReadResult): readonly string[] =>
    findings(file, size, result)
      .filter(({ severity }) => severity === 'error')
      .map(({ rule }) => rule);

  test('is what the table says', () => {
    expect(files.map((file) => factsOf(file, file.bytes))).toEqual(expected);
  });

  test('the table is what the bytes say, read without this project', () => {
    for (const { bytes, name } of files) {
      const facts = expected.find(
        (row) => row.path === name && row.sha256 === createHash('sha256').update(bytes).digest('hex'),
      );
      expect(facts, name).toBeDefined();
      if (facts?.kind !== 'module') continue;
      const file = Buffer.from(bytes);
      const at = Number(facts.headerOffset);
      const covered = file.readUInt32LE(at + 4) - file.readUInt32LE(at);
      expect({
        start: file.readUInt32LE(at),
        end: file.readUInt32LE(at + 4),
        version: file.readUInt16LE(at + 10),
        platform: file.readUInt16LE(at + 12),
        function: file.readUInt8(at + 14),
        index: file.readUInt8(at + 15),
        suffix: file.readUInt16LE(covered - 2),
        crc: file.readUInt32BE(covered) === crc32(file.subarray(0, covered)) ? 'ok' : 'wrong',
      }).toEqual({
        start: Number(facts.start),
        end: Number(facts.end),
        version: Number(facts.version),
        platform: findPlatform(facts.platform)?.id,
        function: functionFromText(facts.function),
        index: Number(facts.index),
        suffix: Number(facts.suffix),
        crc: facts.crc,
      });
    }
  });

  test('every module has its CRC and no error; the exceptions are those that are known', () => {
    const wrong = files.flatMap(({ name, bytes }) => {
      const result = readModule(bytes);
      const found = errors(name, bytes.length, result);
      const fine = result.kind === 'module' && result.crc.ok && result.trailingBytes === 0;
      return fine && found.length === 0 ? [] : [[base(name), ...found]];
    });
    expect(wrong).toEqual([
      // The header of RC2 ends in the middle of its code, so what stands there is no suffix either.
      ['RC2_bootloader.bin', 'FW201', 'FW203', 'FW303'],
      ['RC4_bootloader_pad_BM-09.bin', 'FW201'],
      ['RC4_bootloader_pad_BM-14.bin', 'FW201'],
      ['emptybin.bin', 'FW102'],
      ['cc3000-patch-programmer.bin', 'FW105'],
      ['cc3000-patch-programmer_1_14.bin', 'FW105'],
      ['deep_update_2014_06.bin', 'FW105'],
      ['cc3000-patch-programmer.bin', 'FW105'],
      ['cc3000-patch-programmer_1_14.bin', 'FW105'],
      ['deep_update_2014_06.bin', 'FW105'],
      ['ota-flag-a5.bin', 'FW101'],
      ['prog_firehose_ddr.elf', 'FW101'],
    ]);
  });

  test('no genuine file name is said to be wrong', () => {
    const warned = files.flatMap(({ name, bytes }) =>
      findings(name, bytes.length, readModule(bytes)).filter(
        // Of a Core no rules are known, and monolithic firmware has no slot, whatever the name of its file.
        ({ severity, rule }) => severity === 'warning' && rule !== 'FW106' && rule !== 'FW306',
      ),
    );
    expect(warned).toEqual([]);
  });

  test('the SHA-256 of every module is right, but radio stacks hash their payload', () => {
    for (const { name, bytes } of files) {
      const result = readModule(bytes);
      if (result.kind !== 'module' || WITHOUT_CRC.includes(base(name))) continue;
      expect([result.sha256.ok, result.sha256.coverage], name).toEqual(
        result.function === 8 ? [null, 'payload'] : [true, 'whole'],
      );
    }
  });

  test('the portable reader says the same', () => {
    for (const { name, bytes } of files) {
      const onNode = readModule(bytes);
      const portable = readPortably(bytes);
      if (onNode.kind === 'rejection') expect(portable, name).toEqual(onNode);
      else {
        expect(portable, name).toEqual({
          ...onNode,
          sha256: { ...onNode.sha256, computed: null, coverage: null, ok: null },
        });
      }
    }
  });

  test('a false second header is there in a good part of the files and never taken', () => {
    const several = files.filter(({ bytes }) => {
      const result = readModule(bytes);
      return result.kind === 'module' && result.candidates.length > 1;
    });
    expect(several).toHaveLength(11);
    for (const { bytes } of several) {
      const { candidates, crc } = asModule(readModule(bytes));
      expect(crc.ok).toBe(true);
      expect(candidates.map(({ crcOk }) => crcOk)).toEqual(candidates.map((_, at) => at === 0));
    }
  });

  test('file names and the order of reading make no difference', () => {
    const small = files.filter(({ bytes }) => bytes.length < 70_000);
    const facts = new Map(
      small.map(({ path, bytes, name }) => [
        path,
        { result: readModule(bytes), errors: errors(name, bytes.length, readModule(bytes)) },
      ]),
    );
    const someNames = fc.array(fc.oneof(fc.string(), fc.constantFrom(...files.map(({ name }) => base(name)))), {
      minLength: small.length,
      maxLength: small.length,
    });
    fc.assert(
      fc.property(fc.shuffledSubarray(small, { minLength: small.length }), someNames, (shuffled, names) => {
        shuffled.forEach(({ path, bytes }, at) => {
          const result = readModule(bytes);
          expect(result).toEqual(facts.get(path)?.result);
          expect(errors(names[at] ?? '', bytes.length, result)).toEqual(facts.get(path)?.errors);
        });
      }),
      { numRuns: 20 },
    );
  });

  test('large ones under other names have no error either', () => {
    const names = files.map(({ name }) => base(name));
    files.forEach(({ bytes, name }, at) => {
      const result = readModule(bytes);
      const other = names[(at * 37 + 11) % names.length] ?? '';
      expect(errors(other, bytes.length, result), `${name} as ${other}`).toEqual(errors(name, bytes.length, result));
    });
  });

  test('cut anywhere behind its header, a module is a cut-off one with that many bytes missing', () => {
    const whole = files.filter(({ name, bytes }) => {
      const result = readModule(bytes);
      return result.kind === 'module' && !WITHOUT_CRC.includes(base(name));
    });
    expect(whole).toHaveLength(79);
    for (const { name, bytes } of whole) {
      const { headerOffset } = asModule(readPortably(bytes));
      const sizes = [
        headerOffset + 24,
        bytes.length - 1,
        bytes.length - 4,
        ...[1, 2, 3, 4, 5, 6, 7].map((part) => (bytes.length * part) >>> 3),
      ];
      for (const size of sizes) {
        const cut = asRejection(readModule(bytes.subarray(0, size)));
        expect([name, size, cut.what, cut.truncated?.missing]).toEqual([name, size, 'truncated', bytes.length - size]);
      }
    }
  });
});
