/** Reports as people paste them, through the commands: the same answer as for a clean copy, and no device left out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fwinspect } from '../support/command.js';
import { F } from '../support/devices.js';
import { build } from '../support/fixtures.js';
import { inspectText } from '../support/inspect-text.js';
import type { DescribeModule } from '../support/inspect-text.js';
import { tempFolder } from '../support/temp-folder.js';

const PASTED = 'fixtures/pasted';
const PHOTON = 'fixtures/photon-0.7.0/system-part1-0.7.0-photon.bin';
const folder = tempFolder();
const argonModule = (f: string, n: string, v: number, s: number, d: DescribeModule['d'] = []): DescribeModule => ({
  ...{ f, n, v, s, d },
  l: 'm',
  vv: 30,
});
const ARGON_MODULES = [
  argonModule('b', '0', 2300, 49152),
  argonModule('s', '1', 5501, 671744),
  argonModule('a', '0', 202, 192512),
  argonModule('c', '0', 5, 1536000),
  argonModule('u', '2', 6, 262144, [{ f: 's', n: '1', v: 5501 }]),
];
const APP = 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin';

describe('the answer is that of the clean copy', () => {
  test.each(['photon-backticks.txt', 'photon-bullets.txt', 'photon-prose-and-quote.txt'])('%s', async (name) => {
    const clean = await fwinspect(['verify', '--device', `${PASTED}/photon-0.7.0.txt`, PHOTON]);
    expect(clean).toMatchObject({ code: 1, stderr: '' });
    expect(clean.stdout).toContain('safe mode');
    const pasted = await fwinspect(['verify', '--device', `${PASTED}/${name}`, PHOTON]);
    // What somebody says around the report is shown, and changes nothing.
    const told = pasted.stdout.replace(/^ {2}line 1 was not understood: The command gives me:\n/m, '');
    expect({ ...pasted, stdout: told }).toEqual(clean);
    expect(told !== pasted.stdout).toBe(name.includes('prose'));
  });

  test('a closing quote at the last dependency', async () => {
    const clean = await fwinspect(['verify', '--device', `${PASTED}/xenon-1.2.1-application-on-1.1.1.txt`, PHOTON]);
    expect(clean.stdout).toContain('1213');
    expect(clean.stdout).not.toContain('OK');
    expect(await fwinspect(['verify', '--device', `${PASTED}/xenon-closing-quote.txt`, PHOTON])).toEqual(clean);
  });

  test.each<[name: string, encode: (text: string) => Uint8Array]>([
    ['UTF-16 LE with mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 LE without mark', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16 BE with mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 BE without mark', (text) => Buffer.from(text, 'utf16le').swap16()],
    ['UTF-8 with mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['Windows-1252', (text) => Buffer.concat([Buffer.from(text.trimEnd(), 'latin1'), Buffer.of(0x94, 0x0d, 0x0a)])],
  ])('%s', async (name, encode) => {
    const text = readFileSync(`${PASTED}/photon-0.7.0.txt`, 'utf8');
    const file = join(folder.path, folder.put('report.txt', encode(text)));
    const clean = await fwinspect(['verify', '--device', `${PASTED}/photon-0.7.0.txt`, PHOTON]);
    expect(await fwinspect(['verify', '--device', file, PHOTON]), name).toEqual(clean);
    expect(await fwinspect(['verify', '--device', '-', PHOTON], { input: encode(text) }), name).toEqual(clean);
  });

  test.each<[name: string, copied: (text: string) => string]>([
    [
      'a number before each line',
      (text) =>
        text
          .split('\n')
          .map((line, at) => `${String(at + 1).padStart(3)}  ${line}`)
          .join('\n'),
    ],
    ['a time before each line', (text) => text.replace(/^/gm, '2023-05-01T10:00:00.123Z ')],
    ['a platform by its name alone', (text) => text.replace(/^Platform: .*$/m, 'Platform: Photon')],
  ])('%s', async (name, copied) => {
    const text = copied(readFileSync(`${PASTED}/photon-0.7.0.txt`, 'utf8').trimEnd());
    const clean = await fwinspect(['verify', '--device', `${PASTED}/photon-0.7.0.txt`, PHOTON]);
    expect(await fwinspect(['verify', '--device', '-', PHOTON], { input: text }), name).toEqual(clean);
  });

  test('the redirected output of PowerShell', async () => {
    const { code, stderr } = await fwinspect([
      ...['verify', '--device', `${PASTED}/p2-serial-inspect-utf16.txt`],
      'fixtures/p2-5.8.0',
    ]);
    expect(stderr).not.toContain('no device report');
    expect(code).not.toBe(0);
  });
});

/** The last line names what is missing; each of these marks once made it unread, and the device OK. */
const AT_THE_END: readonly (readonly [string, (text: string) => string])[] = [
  ['a closing quote', (text) => `${text.trimEnd()}\u201d\n`],
  ['a German closing quote', (text) => `\u201e${text.trimEnd()}\u201c`],
  ['a backtick', (text) => `${text.trimEnd()}\`\n`],
  ['breaks', (text) => text.replace(/\n/g, '<br>\n')],
  ['a quote before every line', (text) => text.replace(/^/gm, '> "')],
];
const XENON_PART = folder.put(
  'xenon-sys-1.1.1.bin',
  build({ platform: 14, function: F.sys, index: 1, version: 1104, start: 0x30000 }),
);
const XENON = readFileSync(`${PASTED}/xenon-1.2.1-application-on-1.1.1.txt`, 'utf8');

describe('a mark at the line of a dependency loses no dependency', () => {
  test.each(AT_THE_END)('%s', async (name, paste) => {
    const device = folder.put(`${name}.txt`, paste(XENON));
    const answers = await Promise.all(
      (['verify', 'check', 'plan'] as const).map((command) => folder.run([command, '--device', device, XENON_PART])),
    );
    for (const { code, stdout } of answers) {
      expect(code).toBe(1);
      expect(stdout.replace(/\s+/g, ' ')).toMatch(/needs system part 1 at 1213.*the device has 1104/);
      expect(stdout).not.toMatch(/^OK/m);
    }
  });
});

describe('every command shows what was not understood, and none is OK about what may stand there', () => {
  const lost = folder.put('lost.txt', XENON.replace(/ {0,4}System module #1 - version 1213/, 'Sys??? #1 version 1213'));
  const COMMANDS = ['verify', 'check', 'plan', 'simulate'] as const;

  test.each(COMMANDS)('%s', async (command) => {
    const [text, json] = await Promise.all([
      folder.run([command, '--device', lost, XENON_PART]),
      folder.run([command, '--json', '--device', lost, XENON_PART]),
    ]);
    expect(text.stdout.replace(/\s+/g, ' ')).toContain('was not understood: Sys??? #1 version 1213');
    expect(text.stdout).not.toMatch(/^OK/m);
    expect([text.code, json.code]).not.toContain(0);
    const { notes } = JSON.parse(json.stdout) as { readonly notes: readonly string[] };
    expect(notes.filter((note) => /line \d+ was not understood: Sys\?{3} #1 version 1213/.test(note))).toHaveLength(1);
  });

  test('a fleet says of which device, and each note once', async () => {
    const three = folder.put(
      'lost-fleet.txt',
      Array.from({ length: 3 }, () => `${readFileSync(join(folder.path, lost), 'utf8')}\n`).join(''),
    );
    const { code, stdout } = await folder.run(['check', '--json', '--fleet', three, XENON_PART]);
    const { notes, fleet } = JSON.parse(stdout) as { readonly notes: readonly string[]; readonly fleet: unknown };
    expect(code).not.toBe(0);
    expect(fleet).toMatchObject({ devices: 3, run: 0 });
    expect(notes.filter((note) => note.includes('Sys??? #1'))).toHaveLength(3);
    expect(notes.filter((note) => note.includes('and 2 others'))).toHaveLength(1);
  });
});

test('an asset that the device says is not there: not OK', async () => {
  const text = (word: string): string =>
    inspectText(12, ARGON_MODULES, 1).trimEnd() +
    `\n      Asset Dependencies\n        Required:\n          cat.txt (${word})\n`;
  const part = folder.put(
    'argon-sys.bin',
    build({ platform: 12, function: F.sys, index: 1, version: 5501, start: 0x30000 }),
  );
  const [failed, passed] = await Promise.all(
    ['FAIL', 'PASS'].map((word) => folder.run(['verify', '--device', folder.put(`${word}.txt`, text(word)), part])),
  );
  expect(failed).toMatchObject({ code: 1 });
  expect(failed?.stdout).toContain('the asset cat.txt is missing');
  expect(passed?.stdout).not.toContain('is missing');
});

test('a check that the device calls failed, without a cause in the report, is not OK', async () => {
  const { code, stdout } = await fwinspect([
    ...['verify', '--device', `${PASTED}/photon-failed-without-cause.json`],
    PHOTON,
  ]);
  expect(stdout).not.toMatch(/\bOK\b/);
  expect(code).not.toBe(0);
});

describe('a fleet of whatever was pasted', () => {
  const THREE_LINES = JSON.parse(readFileSync(`${PASTED}/three-devices-one-line.json`, 'utf8')) as readonly unknown[];
  const pretty = JSON.stringify(THREE_LINES, null, 2);
  test.each<[string, string | Uint8Array]>([
    ['a printed array', pretty],
    ['printed objects', THREE_LINES.map((one) => JSON.stringify(one, null, 2)).join('\n')],
    ['a byte order mark', `\ufeff${pretty}`],
    ['UTF-16 LE', Buffer.from(`\ufeff${pretty}`, 'utf16le')],
    [
      'UTF-16 BE, one a line',
      Buffer.from(`\ufeff${THREE_LINES.map((one) => JSON.stringify(one)).join('\r\n')}`, 'utf16le').swap16(),
    ],
    ['an array with one a line', `[\n${THREE_LINES.map((one) => JSON.stringify(one)).join(',\n')}\n]`],
    ['an object around them', JSON.stringify({ devices: THREE_LINES }, null, 2)],
  ])('%s', async (name, text) => {
    const fleet = folder.put(`fleet ${name}`, text);
    const { stdout } = await fwinspect(['check', APP, '--json', '--fleet', join(folder.path, fleet)]);
    expect(JSON.parse(stdout)).toMatchObject({ fleet: { devices: 3, run: 1, safeMode: 2 } });
  });

  test('a damaged line loses no other', async () => {
    const [first, ...others] = THREE_LINES.map((one) => JSON.stringify(one));
    const text = [first?.slice(0, 80), ...others].join('\n');
    const fleet = join(folder.path, folder.put('fleet damaged', text));
    const { code, stdout } = await fwinspect(['check', APP, '--json', '--fleet', fleet]);
    expect(JSON.parse(stdout)).toMatchObject({ fleet: { devices: 2 }, errors: [{ code: 'no_report' }] });
    expect(code).not.toBe(0);
  });

  test('more devices in an array than modules in a report', async () => {
    const many = Array.from({ length: 70 }, (_, at) => ({
      ...(THREE_LINES[0] as object),
      id: `e00fce68${String(at).padStart(16, '0')}`,
    }));
    const fleet = join(folder.path, folder.put('fleet many', JSON.stringify(many, null, 1)));
    const { stdout } = await fwinspect(['check', APP, '--json', '--fleet', fleet]);
    expect(JSON.parse(stdout)).toMatchObject({ fleet: { devices: 70 } });
  });
});

describe('several devices in one text', () => {
  const THREE = ['three-devices-one-line.json', 'three-safe-mode-events.json', 'three-safe-mode-events-one-line.json'];
  const COMMANDS: readonly (readonly string[])[] = [
    ['verify'],
    ['simulate'],
    ['plan'],
    ['check', '--platform', 'boron'],
  ];

  test.each(THREE.flatMap((name) => COMMANDS.map((command) => ({ name, command }))))(
    '$command: $name',
    async ({ name, command }) => {
      const { code, stdout, stderr } = await fwinspect([...command, APP, '--device', `${PASTED}/${name}`]);
      expect(stdout + stderr).toContain('3 devices in this file');
      expect(stdout + stderr).toContain(command[0] === 'check' ? '--fleet' : '--id');
      expect(code).toBe(2);
    },
  );

  test('one of them by its ID', async () => {
    const verdicts = await Promise.all(
      ['1', '2', '3'].map(async (last) => {
        const id = `E00FCE68000000000000000${last}`;
        const { code, stdout } = await fwinspect([
          ...['verify', '--id', id, '--device', `${PASTED}/three-devices-one-line.json`],
          APP,
        ]);
        return [code, stdout.includes('safe mode')];
      }),
    );
    expect(verdicts.map(([, isSafeMode]) => isSafeMode)).toEqual([true, true, false]);
    expect(verdicts.slice(0, 2).map(([code]) => code)).toEqual([1, 1]);
    const other = await fwinspect([
      ...['verify', '--id', 'f'.repeat(24), '--device', `${PASTED}/three-devices-one-line.json`],
      APP,
    ]);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('f'.repeat(24));
  });

  test('a fleet counts each of them', async () => {
    const { code, stdout } = await fwinspect([
      'check',
      APP,
      '--fleet',
      `${PASTED}/three-devices-one-line.json`,
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ fleet: { devices: 3, run: 1, safeMode: 2 } });
    expect(code).toBe(1);
  });

  test('one device twice: the later report', async () => {
    const { stdout } = await fwinspect(['verify', '--device', `${PASTED}/one-device-twice.ndjson`, APP]);
    expect(stdout).not.toContain('safe mode');
  });
});
