/** Firmware where devices are asked for, and folders that hold no firmware. */
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decodeText, isBinary } from '../../src/base/decode-text.js';
import { tempFolder } from '../support/temp-folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { path, run } = tempFolder();
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, 'fixtures', folder)).map((name) => join(root, 'fixtures', folder, name));

test('firmware is told from text by its first bytes, and no text that is read here is taken for it', () => {
  for (const folder of ['electron-0.5.0', 'photon-0.7.0', 'argon-1.5.0', 'boron-4.2.0', 'p2-5.8.0']) {
    for (const file of filesIn(folder)) expect([file, isBinary(readFileSync(file))]).toEqual([file, true]);
  }
  for (const folder of ['devices', 'fleet', 'events']) {
    for (const file of filesIn(folder)) expect([file, isBinary(readFileSync(file))]).toEqual([file, false]);
  }
  for (const encoding of ['utf-8', 'utf-16le'] as const) {
    const text = Buffer.from('{"id": "é", "modules": []}\r\n\t', encoding);
    expect([encoding, isBinary(text), decodeText(text).includes('modules')]).toEqual([encoding, false, true]);
  }
});

test('fleet over firmware says that it is firmware, by every file', async () => {
  cpSync(join(root, 'fixtures/electron-0.5.0'), join(path, 'firmware'), { recursive: true });
  const { code, stdout, stderr } = await run(['fleet', 'firmware']);
  expect(code).toBe(2);
  expect(stdout.replace(/\s+/g, ' ')).toContain('these are firmware, or other binary files; fwinspect deps');
  const line = stdout.replace(/\s+/g, ' ');
  expect(stderr).toBe('');
  expect(line).toContain(`in ${String(filesIn('electron-0.5.0').length)} files that are not used`);
  expect(line).toContain('(firmware, or another binary file): leave out.');
  // Where that text is not shown, each file has a line of its own.
  const quiet = await run(['fleet', '-q', 'firmware']);
  expect(quiet.stderr.match(/is firmware or another binary file/g)).toHaveLength(filesIn('electron-0.5.0').length);
  cpSync(join(root, 'fixtures/fleet/fleet.csv'), join(path, 'firmware/fleet.csv'));
  expect((await run(['fleet', 'firmware'])).stdout).toMatch(/^[a-z0-9]+: [1-9]\d* device/m);
});

test('a folder of device lists alone: what tells of them', async () => {
  cpSync(join(root, 'fixtures/fleet'), join(path, 'lists'), { recursive: true });
  const cwd = join(path, 'lists');
  const { code, stderr } = await run([], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('no firmware in this folder');
  expect(stderr).toContain('fwinspect fleet . says what is out there');
  expect((await run(['fleet', '.'], { cwd })).stdout).toMatch(/^[a-z0-9]+: [1-9]\d* device/m);
});

test('what is about devices, given as firmware, says with what command to give it', async () => {
  cpSync(join(root, 'fixtures/devices/photon-0.7.0-bootloader-old.txt'), join(path, 'my report.txt'));
  cpSync(join(root, 'fixtures/fleet/v1-devices.json'), join(path, 'devices.json'));
  for (const words of [['deps', 'firmware'], ['inspect'], ['check'], []]) {
    const { code, stdout } = await run([...words, 'my report.txt', 'devices.json'], { cwd: path });
    const line = stdout.replace(/\s+/g, ' ');
    expect(code).not.toBe(0);
    expect(line).toContain("reads like a device's report, not firmware; 895 bytes. Give it as the device:");
    expect(line).toContain("fwinspect plan --device 'my report.txt' FILE...");
    expect(line).toContain('fwinspect check --fleet devices.json FILE...');
  }
});
