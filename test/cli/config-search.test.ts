/** A configuration that is found may switch rules off: it counts only inside the repository, and only of somebody who is trusted. */
import { chownSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { trustedOwners } from '../../src/cli/config-file.js';
import { application, build } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const { path, put, run } = tempFolder();
const damaged = build(application('0.5.0', 10, 1, 2));
damaged[100] = (damaged[100] ?? 0) ^ 1;
const OFF = JSON.stringify({ rules: { FW201: 'off', FW202: 'note' } });
const STRANGER = 12345;

const check = (folder: string, env: Readonly<Record<string, string>> = {}, ...args: readonly string[]) =>
  run(['check', 'damaged.bin', ...args], { cwd: join(path, folder), env: { SUDO_UID: undefined, ...env } });

describe('the search ends with the repository', () => {
  test('without one, only the folder itself is looked into', async () => {
    put('above/fwinspect.config.json', OFF);
    put('above/deep/damaged.bin', damaged);
    expect((await check('above/deep')).code).toBe(1);
    put('above/damaged.bin', damaged);
    expect((await check('above')).code).toBe(0);
  });

  test.each([
    ['a folder', (root: string) => put(`${root}/.git/HEAD`, '')],
    ['a file, as in a worktree', (root: string) => put(`${root}/.git`, 'gitdir: elsewhere')],
  ])('.git is %s', async (name, make) => {
    const root = name.slice(0, 8).trim();
    put(`${root}/fwinspect.config.json`, OFF);
    put(`${root}/repository/deep/damaged.bin`, damaged);
    make(`${root}/repository`);
    expect((await check(`${root}/repository/deep`)).code).toBe(1);
    put(`${root}/repository/fwinspect.config.json`, OFF);
    expect((await check(`${root}/repository/deep`)).code).toBe(0);
  });
});

describe('whose configuration counts', () => {
  test.each([
    [{ caller: 1000, sudoCaller: undefined, repositoryOwner: 1000 }, [1000, 0]],
    [{ caller: 1000, sudoCaller: '7', repositoryOwner: 7 }, [1000, 0]],
    [{ caller: 0, sudoCaller: '1000', repositoryOwner: null }, [0, 1000]],
    [{ caller: 0, sudoCaller: 'x', repositoryOwner: 5 }, [0, 5]],
    [{ caller: 0, sudoCaller: '', repositoryOwner: null }, [0]],
  ])('%j', (who, owners) => {
    expect(trustedOwners(who)).toEqual(owners);
  });

  describe.runIf(process.getuid?.() === 0)('as root', () => {
    const repository = (name: string): string => {
      put(`${name}/damaged.bin`, damaged);
      put(`${name}/.git/HEAD`, '');
      put(`${name}/fwinspect.config.json`, OFF);
      chownSync(join(path, name, 'fwinspect.config.json'), STRANGER, STRANGER);
      return name;
    };

    test('a stranger has no say, and that is told', async () => {
      const { code, stderr } = await check(repository('strange'));
      expect(stderr).toContain('fwinspect.config.json belongs to another user (uid 12345)');
      expect(code).toBe(2);
      expect((await check('strange', {}, '--no-config')).code).toBe(1);
      expect((await check('strange', {}, '--config', 'fwinspect.config.json')).code).toBe(0);
    });

    test('the link of a stranger neither', async () => {
      repository('linked');
      renameSync(join(path, 'linked/fwinspect.config.json'), join(path, 'linked/theirs.json'));
      chownSync(join(path, 'linked/theirs.json'), 0, 0);
      symlinkSync('theirs.json', join(path, 'linked/fwinspect.config.json'));
      expect((await check('linked')).code).toBe(0);
      mkdirSync(join(path, 'linked/to'));
      chownSync(join(path, 'linked/theirs.json'), STRANGER, STRANGER);
      expect((await check('linked')).code).toBe(2);
    });

    test('who called sudo has, and who owns the repository', async () => {
      expect((await check(repository('sudo'), { SUDO_UID: String(STRANGER) })).code).toBe(0);
      chownSync(join(path, repository('owned')), STRANGER, STRANGER);
      expect((await check('owned')).code).toBe(0);
    });
  });
});

describe('what a configuration takes away stands in every format', () => {
  put('said/damaged.bin', damaged);
  put('said/fwinspect.config.json', OFF);
  test.each(['table', 'json', 'jsonl', 'markdown', 'sarif', 'junit', 'github'])('%s', async (format) => {
    const { stdout } = await check('said', {}, '--format', format);
    expect(stdout).toContain('fwinspect.config.json');
    for (const rule of ['FW201', 'FW202']) expect(stdout).toContain(rule);
  });

  test('and in the quiet answer', async () => {
    expect((await check('said', {}, '--quiet')).stdout).toContain('FW201');
  });
});

test('an error does not show what is in a file that was named', async () => {
  put('secret/damaged.bin', damaged);
  for (const text of ['password=hunter2', '{"rules":{"FW201":"hunter2"}}', '{"failOn":"hunter2"}', '["hunter2"']) {
    put('secret/named.json', text);
    const { code, stderr, stdout } = await check('secret', {}, '--config', 'named.json', '--json');
    expect(code).toBe(2);
    expect(`${stderr}${stdout}`).not.toContain('hunter2');
  }
});
