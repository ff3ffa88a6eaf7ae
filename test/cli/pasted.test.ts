/** Reports as people paste them, through the commands: the same answer as for a clean copy, and no device left out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fwinspect } from '../support/command.js';
import { tempFolder } from '../support/temp-folder.js';

const PASTED = 'fixtures/pasted';
const PHOTON = 'fixtures/photon-0.7.0/system-part1-0.7.0-photon.bin';
const folder = tempFolder();
const APP = 'fixtures/boron-4.2.0/app-256k-for-4.2.0.bin';

describe('the answer is that of the clean copy', () => {
  test.each(['photon-backticks.txt', 'photon-bullets.txt', 'photon-prose-and-quote.txt'])('%s', async (name) => {
    const clean = await fwinspect(['verify', '--device', `${PASTED}/photon-0.7.0.txt`, PHOTON]);
    expect(clean).toMatchObject({ code: 1, stderr: '' });
    expect(clean.stdout).toContain('safe mode');
    expect(await fwinspect(['verify', '--device', `${PASTED}/${name}`, PHOTON])).toEqual(clean);
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

  test('the redirected output of PowerShell', async () => {
    const { code, stderr } = await fwinspect([
      ...['verify', '--device', `${PASTED}/p2-serial-inspect-utf16.txt`],
      'fixtures/p2-5.8.0',
    ]);
    expect(stderr).not.toContain('no device report');
    expect(code).not.toBe(0);
  });
});

test('a check that the device calls failed, without a cause in the report, is not OK', async () => {
  const { code, stdout } = await fwinspect([
    ...['verify', '--device', `${PASTED}/photon-failed-without-cause.json`],
    PHOTON,
  ]);
  expect(stdout).not.toMatch(/\bOK\b/);
  expect(code).not.toBe(0);
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
      expect(stdout + stderr).toContain('--fleet');
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
