/** Inputs that people reported and that once ended in OK: each is told as what it is, through the command as a person calls it. */
import { describe, expect, test } from 'vitest';
import type { Requirement } from '../../src/module/types.js';
import { BORON, ELECTRON, F, PHOTON } from '../support/devices.js';
import { build } from '../support/fixtures.js';
import { describeOf, failing, listed, needs } from '../support/reported.js';
import type { Listed } from '../support/reported.js';
import { tempFolder } from '../support/temp-folder.js';

const folder = tempFolder();
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

const report = (name: string, platform: number, modules: readonly Listed[]): string =>
  folder.put(name, JSON.stringify(describeOf(platform, modules)));

const need = (moduleFunction: number, index: number, version: number): Requirement => ({
  function: moduleFunction,
  index,
  version,
});
const app = (platform: number, start: number, version: number): Uint8Array =>
  build({ platform, function: F.user, index: 1, version: 5, start, dependency1: need(F.sys, 2, version) });
const photonPart = (index: number, start: number, version: number, ...d: readonly Requirement[]): Uint8Array =>
  build({
    platform: PHOTON,
    function: F.sys,
    index,
    version,
    start,
    dependency1: d[0] ?? null,
    dependency2: d[1] ?? null,
  });

folder.put('sys1-0.7.0.bin', photonPart(1, 0x08020000, 207));
folder.put('sys2-0.7.0.bin', photonPart(2, 0x08060000, 207, need(F.sys, 1, 207), need(F.boot, 0, 101)));
folder.put('sys1-0.6.0.bin', photonPart(1, 0x08020000, 100));
folder.put('app-0.6.2.bin', app(PHOTON, 0x080a0000, 108));
folder.put('electron-app.bin', app(ELECTRON, 0x08080000, 207));

const P207 = [
  listed('s', '1', 207),
  listed('s', '2', 207, needs('s', '1', 207), needs('b', '0', 101)),
  listed('u', '1', 2, needs('s', '2', 1)),
];
const oldBootloader = report('bootloader-11.json', PHOTON, [listed('b', '0', 11), ...P207]);
const whole = report('whole.json', PHOTON, [listed('b', '0', 101), ...P207]);
const B7 = [listed('b', '0', 7), listed('s', '1', 100), listed('s', '2', 100, needs('s', '1', 100))];
const failedApp = report('failed-app.json', PHOTON, [...B7, failing(listed('u', '1', 4))]);
const failedAppWithCause = report('failed-app-met.json', PHOTON, [
  ...B7,
  failing(listed('u', '1', 4, needs('s', '2', 100))),
]);
const failedPart = report('failed-part.json', PHOTON, [
  listed('b', '0', 7),
  listed('s', '1', 100),
  failing(listed('s', '2', 100, needs('s', '1', 100))),
  listed('u', '1', 4, needs('s', '2', 100)),
]);
const radioFails = [
  listed('b', '0', 1200),
  listed('s', '1', 4200, needs('b', '0', 1200), needs('a', '0', 202)),
  listed('u', '2', 6, needs('s', '1', 4200)),
  failing(listed('a', '0', 202)),
];
const partFails = [
  listed('b', '0', 201),
  failing(listed('s', '1', 1000, needs('s', '3', 1000))),
  listed('s', '2', 1000, needs('s', '1', 1000), needs('b', '0', 201)),
  listed('s', '3', 1000, needs('s', '2', 110)),
  listed('u', '1', 5, needs('s', '2', 1000)),
];
const invisible = report('bootloader-100.json', PHOTON, [
  listed('b', '0', 100),
  listed('s', '1', 108),
  listed('s', '2', 108, needs('s', '1', 108)),
  listed('u', '1', 5, needs('s', '2', 202)),
]);

describe.concurrent('nothing to send is no success', () => {
  test.each([
    ['plan', ['plan', '--device', oldBootloader, 'sys1-0.7.0.bin', 'sys2-0.7.0.bin']],
    ['plan over DFU', ['plan', '--via', 'dfu', '--device', oldBootloader, 'sys1-0.7.0.bin', 'sys2-0.7.0.bin']],
    ['verify', ['verify', '--device', oldBootloader, 'sys1-0.7.0.bin', 'sys2-0.7.0.bin']],
    ['check', ['check', '--device', oldBootloader, 'sys1-0.7.0.bin', 'sys2-0.7.0.bin']],
  ])('%s: safe mode, and what is missing', async (_, args) => {
    const { code, stdout } = await folder.run(args);
    expect(code).toBe(1);
    expect(oneLine(stdout)).toContain('needs bootloader at 101 (0.7.0-rc.5) or newer; the device has 11');
    expect(stdout).not.toMatch(/^OK/m);
    expect(stdout).not.toMatch(/send one that was built/);
  });

  test('the same device with its bootloader is fine', async () => {
    const { code, stdout } = await folder.run(['plan', '--device', whole, 'sys1-0.7.0.bin', 'sys2-0.7.0.bin']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^OK {2}Everything is there/m);
  });
});

describe.concurrent("the device's own word counts", () => {
  test.each([
    ['an application that lists no need', failedApp, 'application'],
    ['an application whose needs are all listed', failedAppWithCause, 'application'],
    ['a system part whose needs are all listed', failedPart, 'system part 2'],
  ])('%s', async (_, device, slot) => {
    for (const command of ['verify', 'check', 'plan']) {
      const { code, stdout } = await folder.run([command, '--device', device, 'sys1-0.6.0.bin']);
      expect({ command, code }).toEqual({ command, code: 1 });
      expect(oneLine(stdout)).toContain(`the device itself says that something the ${slot} needs is missing`);
    }
  });

  test('a cut text whose last line is Dependencies: FAIL', async () => {
    const text = [
      'Platform: 6 - Photon',
      'Modules',
      ...[
        ['Bootloader module #0 - version 7', 16384],
        ['System module #1 - version 100', 262144],
        ['System module #2 - version 100', 262144],
      ].flatMap(([name, size]) => [
        `  ${String(name)}, main location, ${String(size)} bytes max size`,
        '    Integrity: PASS',
        '    Address Range: PASS',
        '    Platform: PASS',
        '    Dependencies: PASS',
      ]),
      '  User module #1 - version 4, main location, 131072 bytes max size',
      '    Integrity: PASS',
      '    Address Range: PASS',
      '    Platform: PASS',
      '    Dependencies: FAIL',
    ].join('\n');
    const { code, stdout } = await folder.run(['verify', '--device', folder.put('cut.txt', text), 'sys1-0.6.0.bin']);
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/^OK/m);
  });

  test.each([
    ['a letter in its number', '      System module #2 - version 1O1', 26],
    ['a remark behind it', '      System module #2 - version 101 <== newer', 26],
    ['nothing', null, 26],
    ['a letter, and damaged too', '      System module #2 - version 1O1', 24],
  ])('Dependencies: FAIL stands, whatever the line below is: %s', async (name, line, vv) => {
    const said = (good: boolean): string => (good ? 'PASS' : 'FAIL');
    const moduleLines = (title: string, size: number, valid = 30): readonly string[] => [
      `  ${title}, main location, ${String(size)} bytes max size`,
      `    Integrity: ${said((valid & 2) !== 0)}`,
      '    Address Range: PASS',
      '    Platform: PASS',
      `    Dependencies: ${said((valid & 4) !== 0)}`,
    ];
    const text = [
      'Platform: 6 - Photon',
      'Modules',
      ...moduleLines('Bootloader module #0 - version 7', 16384),
      ...moduleLines('System module #1 - version 100', 262144),
      ...moduleLines('System module #2 - version 100', 262144),
      '      System module #1 - version 100',
      ...moduleLines('User module #1 - version 4', 131072, vv),
      ...(line === null ? [] : [line]),
      '  empty - factory location, 131072 bytes max size',
    ].join('\n');
    const device = folder.put(`fail ${name}.txt`, text);
    const { code, stdout } = await folder.run(['verify', '--device', device, 'sys1-0.6.0.bin']);
    expect(code).toBe(1);
    expect(oneLine(stdout)).toMatch(/safe mode: the device itself says that (something )?the application/);
  });

  test.each([
    ['a radio stack', 'boron-sys1.bin', BORON, radioFails, 2, 'not known: the device itself says'],
    ['a part that needs another', 'electron-app.bin', ELECTRON, partFails, 1, 'not defined by Device OS: the device'],
  ])('safe mode is said only where the start checks that: not of %s', async (name, file, platform, modules, ...is) => {
    const device = report(`unchecked ${name}.json`, platform, modules);
    const { code, stdout } = await folder.run(['verify', '--device', device, file]);
    expect(code).toBe(is[0]);
    expect(oneLine(stdout)).toContain(`The device: ${is[1]}`);
  });

  test('what it finds right and the list does not bear out is told, and not OK', async () => {
    const parts = [listed('b', '0', 7), listed('s', '1', 100), listed('s', '2', 100, needs('s', '1', 101))];
    const device = report('passed.json', PHOTON, [...parts, listed('u', '1', 4, needs('s', '2', 100))]);
    const { code, stdout } = await folder.run(['simulate', '--device', device, 'sys1-0.6.0.bin']);
    expect(code).not.toBe(0);
    expect(oneLine(stdout)).toContain('the device says that nothing system part 2 needs is missing');
  });
});

describe.concurrent('a device that says of itself that it is in safe mode', () => {
  const modules = [
    listed('b', '0', 1200),
    listed('s', '1', 4200, needs('b', '0', 1200), needs('a', '0', 202)),
    listed('u', '2', 6, needs('s', '1', 4200)),
    listed('a', '0', 202),
  ];
  const boron = (name: string, version = 4200): string => {
    const data = JSON.stringify(
      describeOf(
        BORON,
        modules.map((one) => (one.f === 's' ? { ...one, v: version } : one)),
      ),
    );
    return folder.put(
      `safe-${name}-${String(version)}.json`,
      JSON.stringify({ [name]: 'spark/status/safe-mode', data }),
    );
  };
  const part = {
    ...{ platform: BORON, function: F.sys, index: 1, start: 0x30000 },
    ...{ dependency1: need(F.boot, 0, 1200), dependency2: need(F.radio, 0, 202) },
  } as const;
  const user = { platform: BORON, function: F.user, index: 2, version: 6, start: 0xb4000 } as const;
  folder.put('boron-sys1.bin', build({ ...part, version: 4200 }));
  folder.put('boron-sys2.bin', build({ ...part, version: 4201 }));
  folder.put('boron-app.bin', build({ ...user, dependency1: need(F.sys, 1, 4200) }));

  test.each(['name', 'event'])('the list explains nothing of it: not OK (%s)', async (key) => {
    const device = boron(key);
    for (const command of ['verify', 'plan', 'check']) {
      const { code, stdout } = await folder.run([command, '--device', device, 'boron-sys1.bin']);
      expect({ command, code }).toEqual({ command, code: 2 });
      const words = oneLine(stdout);
      expect(words).toContain('the device itself reported safe mode, and nothing that the report lists explains it');
      expect(words).toContain('somebody may have asked for it');
      expect(words).not.toContain('asset');
      expect(stdout).not.toMatch(/^OK/m);
    }
  });

  test('from 5.5.0 on it may be an asset, of which a describe message says nothing', async () => {
    folder.put('boron-sys-5.5.0.bin', build({ ...part, version: 5501 }));
    const { code, stdout } = await folder.run(['verify', '--device', boron('name', 5501), 'boron-sys-5.5.0.bin']);
    expect(code).toBe(2);
    expect(oneLine(stdout)).toContain('or an asset of the application is missing');
  });

  test('it stands until the application is replaced', async () => {
    const stays = await folder.run(['simulate', '--device', boron('name'), 'boron-sys2.bin']);
    expect(stays.code).toBe(2);
    expect(oneLine(stays.stdout)).toContain('the device itself reported safe mode');
    for (const command of ['plan', 'simulate']) {
      const { code, stdout } = await folder.run([command, '--device', boron('name'), 'boron-app.bin']);
      expect({ command, code }).toEqual({ command, code: 0 });
      expect(stdout).toMatch(/^OK/m);
    }
  });
});

describe.concurrent('a list without an application, from 3.2.0-rc.1 on', () => {
  const parts = [
    listed('b', '0', 1200),
    listed('s', '1', 4200, needs('b', '0', 1200), needs('a', '0', 202)),
    listed('a', '0', 202),
  ];
  test('there is none, or one that is broken: safe mode', async () => {
    for (const command of ['verify', 'check']) {
      const args = [command, '--device', report('no-app.json', BORON, parts), 'boron-sys1.bin'];
      const { code, stdout } = await folder.run(args);
      expect({ command, code }).toEqual({ command, code: 1 });
      expect(oneLine(stdout)).toContain('there is no application');
    }
  });

  test('a list of which a part is left out says nothing of it', async () => {
    const [, ...others] = parts;
    const { code } = await folder.run(['verify', '--device', report('cut.json', BORON, others), 'boron-sys1.bin']);
    expect(code).toBe(2);
  });
});

describe.concurrent('a module that is damaged by the word of the device', () => {
  const photon = (name: string, index: string): string =>
    report(
      `crc-${name}.json`,
      PHOTON,
      [listed('b', '0', 101), ...P207].map((one) => (one.f === 's' && one.n === index ? { ...one, vv: 28 } : one)),
    );
  test('nothing checks it at the start: not known, until it is replaced', async () => {
    const device = photon('part', '1');
    for (const command of ['verify', 'check']) {
      const { code, stdout } = await folder.run([command, '--device', device, 'sys2-0.7.0.bin']);
      expect({ command, code }).toEqual({ command, code: 2 });
      expect(oneLine(stdout)).toContain('the device itself says that the system part 1 is damaged (CRC)');
    }
    expect((await folder.run(['simulate', '--via', 'dfu', '--device', device, 'sys2-0.7.0.bin'])).code).toBe(2);
    expect((await folder.run(['simulate', '--via', 'dfu', '--device', device, 'sys1-0.7.0.bin'])).code).toBe(0);
  });

  test('what the start checks is safe mode, as ever', async () => {
    const { code, stdout } = await folder.run(['verify', '--device', photon('checked', '2'), 'sys1-0.7.0.bin']);
    expect(code).toBe(1);
    expect(stdout).toContain('safe mode');
  });

  test('the bootloader of the factory fails that check on healthy Photons', async () => {
    const device = report('factory.json', PHOTON, [
      { ...listed('b', '0', 2), vv: 28 },
      ...B7.slice(1),
      listed('u', '1', 4, needs('s', '2', 100)),
    ]);
    expect((await folder.run(['verify', '--device', device, 'sys1-0.6.0.bin'])).code).toBe(0);
  });
});

describe.concurrent('a file that is for no such device', () => {
  test.each([['verify'], ['plan']])('%s: nothing was checked, with the reason', async (command) => {
    const { code, stdout, stderr } = await folder.run([command, '--device', whole, 'electron-app.bin']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^NOTHING CHECKED/m);
    expect(stderr).toBe('fwinspect: nothing was checked: the device is of platform photon, and no file is for that\n');
    const { stdout: json } = await folder.run([command, '--json', '--device', whole, 'electron-app.bin']);
    expect(JSON.parse(json)).toMatchObject({ judgement: 'unknown', errors: [{ code: 'nothing_checked' }] });
  });
});

test('a cloud that repeats what no bootloader applies', async () => {
  const { code, stdout } = await folder.run(['simulate', '--device', invisible, 'app-0.6.2.bin']);
  expect(code).toBe(1);
  const words = oneLine(stdout);
  expect(words).toContain('accepted, but never applied');
  expect(words).not.toContain('The file is not taken');
  expect(words).not.toContain('The cloud may send what is missing by itself');
  expect(words).toMatch(/The cloud is expected to send .* again and again, and it never applies that/);
  expect(words).toContain('Over the air flash the bootloader of 0.6.2 (11) first');
  expect(words).toContain('over DFU an application or system parts can be written');
});

test.each(['0.4.3', '0.4.4', '0.4.5', '0.4.6', '0.4.7'])(
  'a Photon of %s is a start, and the neighbour named',
  async (from) => {
    const args = ['simulate', '--json', '--via', 'dfu', '--from', from, '--platform', 'photon', 'sys1-0.7.0.bin'];
    const { code, stdout } = await folder.run(args);
    expect(code).not.toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ assumed: [{ what: 'modules', release: from }] });
  },
);

describe.concurrent('several devices in one text', () => {
  const boron = (id: string, version: number) => ({
    id,
    describe: describeOf(BORON, [
      listed('b', '0', 1101),
      listed('s', '1', version),
      listed('u', '2', 6, needs('s', '1', 4200)),
    ]),
  });
  const ids = ['e00fce680000000000000001', 'e00fce680000000000000002', 'e00fce680000000000000003'];
  const devices = [boron(ids[0] ?? '', 4200), boron(ids[1] ?? '', 4006), boron(ids[2] ?? '', 4006)];
  const forms = {
    'an array': JSON.stringify(devices),
    'a printed array': JSON.stringify(devices, null, 2),
    'one a line': devices.map((one) => JSON.stringify(one)).join('\n'),
  };
  const part = folder.put(
    'boron-sys.bin',
    build({ platform: BORON, function: F.sys, index: 1, version: 4006, start: 0x30000 }),
  );
  test.each(Object.entries(forms))('%s', async (name, text) => {
    const file = folder.put(`devices ${name}.json`, text);
    for (const command of ['verify', 'plan', 'simulate', 'check']) {
      const { code, stderr } = await folder.run([command, '--device', file, part]);
      expect({ command, code }).toEqual({ command, code: 2 });
      expect(stderr).toMatch(/3 devices in this file/);
      expect(stderr).toContain(command === 'check' ? 'use --fleet' : 'name one with --id');
    }
    const { code, stdout } = await folder.run(['check', '--json', '--fleet', file, part]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ fleet: { devices: 3 } });
  });
});

describe.concurrent('OK is never wider than what was judged', () => {
  const release = [
    build({
      platform: ELECTRON,
      function: F.user,
      index: 1,
      version: 4,
      start: 0x08080000,
      dependency1: need(F.sys, 2, 11),
    }),
  ] as const;
  folder.put('app.bin', release[0]);

  test.each([[[]], [['-q']]])('deps %j says under which condition', async (flags) => {
    const { code, stdout } = await folder.run(['deps', ...flags, 'app.bin']);
    expect(code).toBe(0);
    expect(stdout).toContain('OK if the device has Device OS 0.4.9 or newer.');
  });

  test('check without a device says so, and with a release does not', async () => {
    const alone = await folder.run(['check', 'app.bin']);
    expect(alone.stdout).toContain('against no device: add --min-os or --fleet');
    const field = await folder.run(['check', '--min-os', '0.5.0', 'app.bin']);
    expect(field.stdout).not.toContain('against no device');
  });

  test.each(['deps', 'check', 'audit'])('%s of nothing', async (command) => {
    folder.put('empty/readme.txt', new Uint8Array());
    const { code, stdout, stderr } = await folder.run([command, 'empty']);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).toMatch(/nothing (was )?checked/i);
    expect(stdout).not.toMatch(/^OK/m);
  });
});

describe.concurrent('the application of the device is not replaced unasked', () => {
  folder.put('set/sys1.bin', photonPart(1, 0x08020000, 207));
  folder.put('set/sys2.bin', photonPart(2, 0x08060000, 207, need(F.sys, 1, 207)));
  folder.put('set/tinker.bin', app(PHOTON, 0x080a0000, 207));
  folder.put('two/tinker.bin', app(PHOTON, 0x080a0000, 207));
  folder.put('two/blink.bin', app(PHOTON, 0x080a0000, 208));
  const sent = async (args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await folder.run(['plan', '--json', '--from', '0.6.3', '--platform', 'photon', ...args]);
    return (JSON.parse(stdout) as { steps?: { file: string }[] }).steps?.map(({ file }) => file) ?? [];
  };

  test('one that lies in the folder is named and not sent', async () => {
    const { stdout } = await folder.run(['plan', '--from', '0.6.3', '--platform', 'photon', 'set']);
    expect(oneLine(stdout)).toContain(
      'set/tinker.bin is not sent: it would replace the application of the device; --replace-app sends it',
    );
    expect(await sent(['set'])).toEqual(['set/sys1.bin', 'set/sys2.bin']);
  });

  test('it is sent where it is named, or asked for', async () => {
    expect(await sent(['--replace-app', 'set'])).toContain('set/tinker.bin');
    expect(await sent(['set/sys1.bin', 'set/sys2.bin', 'set/tinker.bin'])).toContain('set/tinker.bin');
  });

  test('of two none is sent', async () => {
    for (const flags of [[], ['--replace-app']]) {
      const args = ['plan', ...flags, '--from', '0.6.3', '--platform', 'photon', 'set/sys1.bin', 'set/sys2.bin', 'two'];
      const { stdout } = await folder.run(args);
      expect(oneLine(stdout)).toContain(
        'no application is sent: which of two/blink.bin and two/tinker.bin is meant is not said',
      );
      expect(
        await sent(
          args
            .slice(1)
            .filter((one) => one !== '--from' && one !== '0.6.3' && one !== '--platform' && one !== 'photon'),
        ),
      ).toEqual(['set/sys1.bin', 'set/sys2.bin']);
    }
  });
});
