/** An output file is written whole or not at all, and nothing that lies beside it is touched. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { writeWhole } from '../../src/cli/context.js';
import { BIN } from '../support/command.js';
import { tempFolder } from '../support/temp-folder.js';

const failing: { call: 'fsyncSync' | 'renameSync' | null } = vi.hoisted(() => ({ call: null }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const broken = (name: 'fsyncSync' | 'renameSync') => ({
    [name]: (...args: never[]) => {
      if (failing.call === name) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      return (real[name] as (...all: never[]) => unknown)(...args);
    },
  });
  return { ...real, ...broken('fsyncSync'), ...broken('renameSync') };
});

const { path, put } = tempFolder();
const onUnix = process.platform !== 'win32';
let folders = 0;

/** A folder with an old output in it. */
function folderWith(content: string | null): { readonly folder: string; readonly file: string } {
  const folder = join(path, `f${String(folders++)}`);
  mkdirSync(folder);
  const file = join(folder, 'out.txt');
  if (content !== null) writeFileSync(file, content);
  return { folder, file };
}

test('a new file has the rights that a new file has, an old one keeps its own', () => {
  const { folder, file } = folderWith(null);
  writeWhole(file, 'new');
  writeFileSync(join(folder, 'other'), '');
  expect(statSync(file).mode).toBe(statSync(join(folder, 'other')).mode);
  chmodSync(file, 0o666);
  writeWhole(file, 'newer');
  if (onUnix) expect(statSync(file).mode & 0o777).toBe(0o666);
  expect(readFileSync(file, 'utf8')).toBe('newer');
});

describe.runIf(onUnix)('links', () => {
  test('one that was planted where the temporary file would be is not followed', () => {
    const { folder, file } = folderWith('old');
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, `${file}.${String(process.pid)}.tmp`);
    writeWhole(file, 'new');
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  test('a target that is one stays one; what it leads to is replaced whole', () => {
    const { folder, file } = folderWith('old');
    linkSync(file, join(folder, 'reader')); // who has the old file open sees the old content
    symlinkSync('out.txt', join(folder, 'link'));
    writeWhole(join(folder, 'link'), 'new');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readFileSync(join(folder, 'reader'), 'utf8')).toBe('old');
  });

  test('links that lead through other folders, and to what is not there yet', () => {
    const { folder } = folderWith(null);
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
    symlinkSync(join('deep', 'er'), join(folder, 'short'));
    symlinkSync(join('..', 'made'), join(folder, 'deep', 'er', 'link'));
    writeWhole(join(folder, 'short', 'link'), 'text');
    expect(readFileSync(join(folder, 'deep', 'made'), 'utf8')).toBe('text');
  });

  test('links in a circle are an error', () => {
    const { folder } = folderWith(null);
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    expect(() => {
      writeWhole(join(folder, 'a'), 'x');
    }).toThrow(/cannot write .*ELOOP/);
  });

  test.runIf(process.getuid?.() === 0)('the link of a stranger in a shared folder is not followed', () => {
    const { folder, file } = folderWith('precious');
    const shared = join(folder, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    symlinkSync(file, join(shared, 'report'));
    fs.lchownSync(join(shared, 'report'), 12345, 12345);
    expect(() => {
      writeWhole(join(shared, 'report'), 'x');
    }).toThrow(/EACCES/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  test('a device is written through', () => {
    const { folder } = folderWith(null);
    symlinkSync('/dev/null', join(folder, 'null'));
    writeWhole(join(folder, 'null'), 'x');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(readdirSync(folder)).toEqual(['null']);
  });
});

describe('what fails leaves the old content, and nothing else', () => {
  test.each(['fsyncSync', 'renameSync'] as const)('%s', (call) => {
    const { folder, file } = folderWith('old');
    failing.call = call;
    expect(() => {
      writeWhole(file, 'new');
    }).toThrow(/ENOSPC/);
    failing.call = null;
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['out.txt']);
  });

  const disk = join(path, 'disk');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0;
  afterAll(() => {
    if (mounted) spawnSync('umount', [disk]);
  });
  test.runIf(mounted).each(['file', 'link'])('a disk that is full: %s', (name) => {
    const file = join(disk, 'file');
    writeFileSync(file, 'old');
    if (!existsSync(join(disk, 'link'))) symlinkSync('file', join(disk, 'link'));
    expect(() => {
      writeWhole(join(disk, name), 'x'.repeat(100_000));
    }).toThrow(/ENOSPC/);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(disk).sort()).toEqual(['file', 'link']);
  });
});

describe.runIf(onUnix)('signals', () => {
  // The new output in the folder is the sign to send: the writing is under way, or has just ended.
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', async (signal) => {
    const { folder, file } = folderWith('old');
    put('empty/.keep', '');
    for (let round = 0; round < 3; round++) {
      const child = spawn(process.execPath, [BIN, 'versions', '--json', '-o', file]);
      const watcher = watch(folder, () => child.kill(signal));
      await new Promise((done) => child.on('close', done));
      watcher.close();
      expect(readdirSync(folder)).toEqual(['out.txt']);
      const text = readFileSync(file, 'utf8');
      expect(text === 'old' || JSON.parse(text) !== null).toBe(true);
    }
  });
});
