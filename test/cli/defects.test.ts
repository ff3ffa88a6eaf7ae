/**
 * What the vendor's own tools get wrong, D1 to D15: each defect made again with the project's own builder.
 * A wrong input must be refused with a sentence that says what is wrong; a right one must be described as what it is.
 */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MODULE_FLAG, MODULE_FUNCTION } from '../../src/module/types.js';
import { buildCombinedModule, buildCompressedModule, noise } from '../../src/module/write.js';
import type { ModuleDescription } from '../../src/module/write.js';
import { NODE_TOOLS } from '../../src/source/node-tools.js';
import type { Outcome } from '../support/command.js';
import { application, applicationWithAsset, assetModule, build, released, softdevice } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const PHOTON = 6;
const ARGON = 12;
const BORON = 13;
const XSOM = 24;
const P2 = 32;
const { bootloader: BOOTLOADER, systemPart: SYSTEM, ncpFirmware: NCP } = MODULE_FUNCTION;

const folder = tempFolder();
const { put, run } = folder;

/** The text with its line breaks taken out: where a sentence is broken is not the point. */
const words = ({ stdout }: Outcome): string => stdout.replace(/\s+/g, ' ');

interface Refusal {
  readonly rule: string;
  readonly says: readonly (string | RegExp)[];
}

/** Both commands refuse the file, or with `only` that one does. */
async function expectRefused(
  args: readonly string[],
  { rule, says }: Refusal,
  commands: readonly string[] = ['deps', 'inspect'],
): Promise<void> {
  for (const command of commands) {
    const outcome = await run([command, ...args]);
    expect(outcome.code, `${command}: ${outcome.stdout}${outcome.stderr}`).toBe(1);
    const text = words(outcome);
    expect(text).toMatch(/REFUSED|ERROR|SAFE MODE/);
    expect(text).toContain(rule);
    for (const one of says) expect(text).toMatch(one);
    if (command === 'deps') expect(text).toContain('Nothing should be flashed');
  }
}

async function expectFine(args: readonly string[], says: readonly (string | RegExp)[]): Promise<string> {
  const outcome = await run(args);
  const text = words(outcome);
  expect(outcome.code, `${outcome.stdout}${outcome.stderr}`).toBe(0);
  expect(text).not.toMatch(/REFUSED|ERROR|SAFE MODE/);
  for (const one of says) expect(text).toMatch(one);
  return text;
}

/** File names of the flash order, as the JSON says. */
async function orderOf(args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(['deps', '--json', ...args]);
  const document = JSON.parse(stdout) as {
    readonly groups: readonly { readonly order: readonly { readonly file: string }[] }[];
  };
  return document.groups.flatMap(({ order }) => order.map(({ file }) => file));
}

const boronApp = (release = '4.1.0'): ModuleDescription => application(release, BORON, 2, 1);

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

/** CRC made again, as a tool does that signs whatever it is given. */
function signedAgain(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const end = copy.length - 4;
  new DataView(copy.buffer).setUint32(end, NODE_TOOLS.crc32(copy.subarray(0, end)));
  return copy;
}

const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const deflate = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes, { level: 9 });

describe.concurrent('order', () => {
  test('D1 the second dependency orders too', async () => {
    const system = put('d1/system.bin', build(released('4.1.0', ARGON, SYSTEM, 1)));
    const bootloader = put('d1/bootloader.bin', build(released('4.1.0', ARGON, BOOTLOADER, 0)));
    expect(await orderOf([system, bootloader])).toEqual([bootloader, system]);
    await expectFine(['deps', system, bootloader], [/needs bootloader >= 1200 \(4\.1\.0\): step 1/]);
  });

  test('D2 all orders of the input give the one good order', async () => {
    const bootloader = put('d2/c.bin', build(released('1.4.2', ARGON, BOOTLOADER, 0)));
    const radio = put('d2/b.bin', build(softdevice(ARGON)));
    const system = put('d2/a.bin', build(released('1.4.2', ARGON, SYSTEM, 1)));
    for (const args of [
      [bootloader, system, radio],
      [system, radio, bootloader],
      [radio, system, bootloader],
      [radio, bootloader, system],
    ]) {
      expect(await orderOf(args)).toEqual([bootloader, radio, system]);
    }
  });

  test('D2 an application for a newer Device OS than the set has is refused', async () => {
    const system = put('d2/system-4.1.0.bin', build(released('4.1.0', ARGON, SYSTEM, 1)));
    const app = put('d2/app-5.5.0.bin', build(application('5.5.0', ARGON, 2, 1)));
    await expectRefused(
      [system, app],
      { rule: 'FW501', says: [/safe mode/, /needs system part 1 >= 5501 \(5\.5\.0\)/, /the set has 4100 \(4\.1\.0\)/] },
      ['deps'],
    );
  });

  test('D2 also where the set lacks the very part that the application names', async () => {
    const part1 = put('d2/part1.bin', build(released('0.6.3', PHOTON, SYSTEM, 1)));
    const app = put('d2/app-0.7.0.bin', build(application('0.7.0', PHOTON, 1, 2)));
    await expectRefused(
      [part1, app],
      { rule: 'FW501', says: [/needs system part 2 >= 207 \(0\.7\.0\)/, /part1\.bin/] },
      ['deps'],
    );
  });
});

describe.concurrent('corruption and junk', () => {
  test('D3 a corrupt module that was signed again is told from a good one', async () => {
    const file = put('d3/laundered.bin', signedAgain(flipped(build(boronApp()), 100)));
    await expectRefused([file], { rule: 'FW202', says: [/changed after it was built/, /SHA-256/] });
  });

  test('D3 a corrupt module inside a compressed one', async () => {
    const inner = flipped(build(boronApp()), 100);
    const packed = deflate(inner);
    const head = new Uint8Array(8);
    new DataView(head.buffer).setUint16(0, 8, true);
    new DataView(head.buffer).setUint32(4, inner.length, true);
    const file = put(
      'd3/compressed.bin',
      build({ ...boronApp(), code: concat(head, packed), flags: MODULE_FLAG.compressed }),
    );
    await expectRefused([file], { rule: 'FW702', says: [/broken module/, /CRC is wrong/] });
  });

  test('D3 a corrupt module inside a combined one', async () => {
    const good = buildCombinedModule([boronApp(), softdevice(BORON)], NODE_TOOLS);
    const file = put('d3/combined.bin', flipped(good, good.length - 300));
    await expectRefused([file], { rule: 'FW702', says: [/broken module/, /at byte \d+/] });
  });

  test('D3 a corrupt application in a bundle', async () => {
    const app = flipped(build(applicationWithAsset()), 100);
    const file = put(
      'd3/bundle.zip',
      buildZip([
        { name: 'app.bin', data: app },
        { name: 'assets/cat.txt', data: CAT },
      ]),
    );
    await expectRefused([file], { rule: 'FW201', says: [/app\.bin is damaged/] });
  });

  test('D4 a wrong CRC is an error', async () => {
    const file = put('d4/app-corrupt.bin', flipped(build(boronApp()), 100));
    await expectRefused([file], { rule: 'FW201', says: [/is damaged/, /CRC/, /Download or build it again/] });
  });

  const junk: readonly (readonly [name: string, bytes: Uint8Array | string, refusal: Refusal])[] = [
    ['text', 'hello world '.repeat(40), { rule: 'FW101', says: [/a text file \("hello world/, /not firmware/] }],
    ['zeros', new Uint8Array(4096), { rule: 'FW103', says: [/nothing but zeros/, /not firmware/] }],
    [
      'html',
      '<!DOCTYPE html>\n<html lang="en">\n<head><title>404</title></head></html>\n',
      { rule: 'FW101', says: [/an HTML page \("<!DOCTYPE html>/, /Download it again/] },
    ],
    ['three-bytes', Uint8Array.of(0xe9, 0x01, 0x9c), { rule: 'FW101', says: [/no firmware module/, /3 bytes/] }],
    ['random', noise(4096, 77), { rule: 'FW101', says: [/no firmware module of any known layout/] }],
    ['erased', new Uint8Array(4096).fill(0xff), { rule: 'FW103', says: [/erased flash/, /0xFF/] }],
    ['empty', '', { rule: 'FW102', says: [/is empty/] }],
  ];
  test.each(junk)('D5 %s is named for what it is', async (name, bytes, refusal) => {
    await expectRefused([put(`d5/${name}.bin`, bytes)], refusal);
  });

  test('D5 a module that was cut in half says how much is missing', async () => {
    const app = build(boronApp());
    const file = put('d5/half.bin', app.subarray(0, app.length / 2));
    await expectRefused([file], {
      rule: 'FW104',
      says: [/cut-off module \(application \(256K\)/, /\d+ bytes missing/],
    });
  });

  test('D5 a zip that was cut off cannot be read', async () => {
    const zip = buildZip([{ name: 'app.bin', data: build(boronApp()) }]);
    const file = put('d5/cut.zip', zip.subarray(0, zip.length - 30));
    for (const command of ['deps', 'inspect']) {
      const { code, stderr } = await run([command, file]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/cut\.zip: is a broken zip archive; make or download it again/);
    }
  });

  test('D5 a padded dump is a module, with a note', async () => {
    const file = put('d5/dump.bin', concat(build(boronApp()), new Uint8Array(512).fill(0xff)));
    await expectFine(['inspect', file], [/padded dump/, /512 bytes of 0xFF/, /FW204/, /CRC-32 \w+, right/]);
    await expectFine(['deps', file], [/OK if the device has Device OS .* It can be flashed/]);
  });

  test('D6 a combined module is described part by part', async () => {
    const file = put('d6/combined.bin', buildCombinedModule([boronApp(), softdevice(BORON)], NODE_TOOLS));
    const text = await expectFine(
      ['inspect', file],
      [/Module application \(256K\)/, /Flags combined/, /Combined radio stack at 202/, /CRC right/],
    );
    expect(text).not.toContain('WRONG');
  });

  test('D7 a compressed module is shown as compressed, with what is in it', async () => {
    const file = put(
      'd7/compressed.bin',
      buildCompressedModule({ ...boronApp(), code: new Uint8Array(3000).fill(0x42) }, deflate, NODE_TOOLS),
    );
    await expectFine(
      ['inspect', file],
      [/Flags compressed/, /Compressed application \(256K\) .* 3,068 bytes, CRC right/],
    );
  });

  const lies: readonly (readonly [name: string, bytes: Uint8Array, refusal: Refusal])[] = [
    [
      'size-mismatch',
      build({ ...boronApp(), trailing: noise(64, 9) }),
      { rule: 'FW203', says: [/64 bytes behind the module that its header does not cover/] },
    ],
    [
      'suffix-lie',
      build({ ...boronApp(), code: 3800, suffixSize: 5000 }),
      { rule: 'FW303', says: [/a suffix that claims 5,000 bytes/, /room for/] },
    ],
    [
      'sha-wrong',
      signedAgain(flipped(build(boronApp()), build(boronApp()).length - 20)),
      { rule: 'FW202', says: [/SHA-256 is not/] },
    ],
    [
      'wrong-addr',
      build({ ...boronApp(), start: 0x30000 }),
      { rule: 'FW302', says: [/would be written to 0x00030000/, /overwrite something else/] },
    ],
    [
      'too-big',
      build({ ...boronApp(), code: 311 * 1024 }),
      { rule: 'FW301', says: [/ends at 0x/, /slot of application \(256K\) is 0x000b4000 to 0x000f4000/] },
    ],
  ];
  test.each(lies)('D8 %s', async (name, bytes, refusal) => {
    await expectRefused([put(`d8/${name}.bin`, bytes)], refusal);
  });
});

const CAT = new TextEncoder().encode('A cat, for a device that shows cats.\n');
const APP = { name: 'app.bin', data: build(applicationWithAsset()) };

describe.concurrent('bundles and assets', () => {
  test('a good bundle is fine', async () => {
    const file = put('d9/good.zip', buildZip([APP, { name: 'assets/cat.txt', data: CAT }]));
    await expectFine(['inspect', file], [/needs asset cat\.txt/]);
    await expectFine(['deps', file], [/OK/]);
  });

  test('D9 an asset that is not the one of the build', async () => {
    const file = put('d9/no-match.zip', buildZip([APP, { name: 'assets/cat.txt', data: 'a dog' }]));
    await expectRefused([file], { rule: 'FW706', says: [/assets\/cat\.txt is not the asset/, /SHA-256 differs/] });
  });

  test('D9 a missing asset', async () => {
    const file = put('d9/missing.zip', buildZip([APP, { name: 'assets/dog.txt', data: 'a dog' }]));
    await expectRefused([file], { rule: 'FW705', says: [/needs the asset cat\.txt/, /safe mode/] });
  });

  test('D9 a bundle without any asset', async () => {
    const file = put('d9/bare.zip', buildZip([APP]));
    await expectRefused([file], { rule: 'FW705', says: [/needs the asset cat\.txt/] });
  });

  test('D9 a plain .bin only needs its assets: nobody said that it is a bundle', async () => {
    const file = put('d9/app.bin', build(applicationWithAsset()));
    await expectFine(['inspect', file], [/needs its assets on the device: cat\.txt/, /FW704/]);
  });

  test('D9 an asset that nobody needs is said', async () => {
    const zip = [APP, { name: 'assets/cat.txt', data: CAT }, { name: 'assets/extra.txt', data: 'x' }];
    const file = put('d9/extra.zip', buildZip(zip));
    await expectFine(['inspect', file], [/warning .*assets\/extra\.txt is not needed by the application/, /FW707/]);
    await expectFine(['deps', file], [/assets\/extra\.txt is not needed/]);
  });

  test('D9 two applications in one zip want one slot', async () => {
    const other = { name: 'other.bin', data: build({ ...applicationWithAsset(), version: 5 }) };
    const file = put('d9/two.zip', buildZip([APP, other, { name: 'assets/cat.txt', data: CAT }]));
    await expectRefused(
      [file],
      { rule: 'FW504', says: [/2 different files for one slot/, /app\.bin/, /other\.bin/, /keeps only one/] },
      ['deps'],
    );
  });

  test('D9 an application in a folder of the zip is found', async () => {
    const file = put('d9/folder.zip', buildZip([{ name: 'release/app.bin', data: build(boronApp()) }]));
    await expectFine(['inspect', file], [/folder\.zip!\/release\/app\.bin/, /application \(256K\)/]);
  });
});

describe.concurrent('meaning of fields', () => {
  test('D10 protection is shown', async () => {
    const plain = released('6.1.1', BORON, BOOTLOADER, 0);
    const guarded = { ...plain, suffixExtensions: [{ kind: 'security_mode', mode: 1 }, { kind: 'end' }] as const };
    await expectFine(['inspect', put('d10/protected.bin', build(guarded))], [/PROTECTED/]);
    expect(words(await run(['inspect', put('d10/plain.bin', build(plain))]))).not.toContain('PROTECTED');
  });

  test.each([
    ['none', softdevice(ARGON), /Product none/],
    ['zero', { ...boronApp(), product: { id: 0, version: 0 } }, /Product not set \(0\)/],
    ['65535', { ...boronApp(), product: { id: 0xffff, version: 0xffff } }, /Product not set \(65535\)/],
    ['platform', { ...boronApp(), product: { id: BORON, version: 3 } }, /Product not set \(13\), version 3/],
    ['set', { ...boronApp(), product: { id: 9876, version: 5 } }, /Product 9876, version 5/],
  ])('D11 product %s', async (name, description, says) => {
    const text = await expectFine(['inspect', put(`d11/${name}.bin`, build(description))], [says]);
    expect(text).not.toContain('-1');
  });

  test('D11 an asset module is an asset, for any platform', async () => {
    const file = put('d11/asset.bin', build(assetModule()));
    const text = await expectFine(['inspect', file], [/Module asset cat\.txt/, /any platform/]);
    expect(text).not.toMatch(/core|unknown/i);
    const { stdout } = await run(['inspect', '--json', file]);
    expect(JSON.parse(stdout)).toMatchObject({
      modules: [{ module: { function: 'asset', platform: { id: 0, name: 'any' } } }],
    });
    expect((await run(['deps', file])).stdout).not.toMatch(/core/i);
  });

  test('D11 an application from before modules had headers', async () => {
    const image = new Uint8Array(0x8000).fill(0x46);
    const view = new DataView(image.buffer);
    view.setUint32(0, 0x20005000, true);
    view.setUint32(4, 0x08005155, true);
    await expectRefused([put('d11/core-tinker.bin', image)], {
      rule: 'FW105',
      says: [/Core application/, /no header/],
    });
  });

  test('D12 two applications for one slot', async () => {
    const first = put('d12/tinker.bin', build(boronApp()));
    const second = put('d12/mine.bin', build({ ...boronApp(), code: 700 }));
    await expectRefused(
      [first, second],
      { rule: 'FW504', says: [/2 different files for one slot, application \(256K\)/, /mine\.bin/, /tinker\.bin/] },
      ['deps'],
    );
  });

  test('D12 system parts of two releases', async () => {
    const part1 = put('d12/photon-part1.bin', build(released('2.3.0', PHOTON, SYSTEM, 1)));
    const part2 = put('d12/photon-part2.bin', build(released('1.5.2', PHOTON, SYSTEM, 2)));
    await expectRefused(
      [part1, part2],
      {
        rule: 'FW503',
        says: [/system part 1 at 2301 \(2\.3\.0\)/, /system part 2 at 1512 \(1\.5\.2\)/, /one release/],
      },
      ['deps'],
    );
  });

  test('D12 a system part alone: what must already be there is named', async () => {
    const part2 = put('d12/part2-alone.bin', build(released('2.3.0', PHOTON, SYSTEM, 2)));
    await expectFine(
      ['deps', part2],
      [/warning .*part2-alone\.bin needs system part 1 >= 2301 \(2\.3\.0\)/, /must already be on the device/i, /FW507/],
    );
  });

  test('D12 a radio stack is not dropped without a word', async () => {
    const radio = put('d12/softdevice.bin', build(softdevice(ARGON)));
    const system = put('d12/system.bin', build(released('1.5.0', ARGON, SYSTEM, 1)));
    expect(await orderOf([system, radio])).toEqual([radio, system]);
  });

  test('D13 a radio stack and an NCP have their names, also as what must be there', async () => {
    const system = put('d13/system.bin', build(released('1.5.0', ARGON, SYSTEM, 1)));
    const text = await expectFine(['deps', system], [/radio stack >= 202/]);
    expect(text).not.toContain('undefined');
    const ncp = { platform: ARGON, function: NCP, index: 0, version: 5, start: 0, mcu: 0x21 };
    await expectFine(['inspect', put('d13/ncp.bin', build(ncp))], [/Module NCP at 5/, /ESP32/]);
  });

  test('D14 a corrupt module in a set refuses the set', async () => {
    const system = put('d14/system.bin', build(released('4.1.0', BORON, SYSTEM, 1)));
    const app = put('d14/app.bin', flipped(build(boronApp()), 60));
    await expectRefused([system, app], { rule: 'FW201', says: [/app\.bin is damaged/] }, ['deps']);
    const { stdout } = await run(['deps', system, app]);
    expect(stdout).not.toMatch(/^ {2}1 /m);
  });

  test('D14 of several applications in a folder none is chosen in silence', async () => {
    put('d14/folder/tinker.bin', build(boronApp()));
    put('d14/folder/app.bin', build({ ...boronApp(), code: 800 }));
    await expectRefused(['d14/folder'], { rule: 'FW504', says: [/app\.bin, tinker\.bin/] }, ['deps']);
  });

  test('D15 no input makes it crash', async () => {
    const inputs = [
      put('d15/zeros.bin', new Uint8Array(1024)),
      put('d15/core.bin', build({ platform: 0, function: 3, version: 0, start: 0x08005000, headerOffset: 0x10c })),
      put('d15/xsom.bin', build({ platform: XSOM, function: SYSTEM, version: 1502, start: 0x30000 })),
      put('d15/unknown.bin', build({ platform: 4711, function: 6, index: 200, version: 65535, start: 0xfffff000 })),
      put('d15/p2.bin', build({ platform: P2, function: BOOTLOADER, index: 1, version: 9, start: 0x08000000 })),
    ];
    for (const command of ['deps', 'inspect']) {
      for (const args of [...inputs.map((one) => [one]), inputs]) {
        const { code, stdout, stderr } = await run([command, ...args]);
        // 2: of a board without rules it is not known whether it takes the file.
        expect([0, 1, 2]).toContain(code);
        expect(`${stdout}${stderr}`).not.toMatch(/undefined|NaN|\[object|fault in fwinspect/);
      }
    }
  });

  test('D15 a release that does not exist is an error of use', async () => {
    const { code, stderr } = await run(['versions', 'banana']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'fwinspect: no release banana\n' });
  });
});
