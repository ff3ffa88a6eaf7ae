/** Nothing is written that was not asked for: no file in a shared or predictable folder, on any release of Node. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { application, build } from '../support/fixtures.js';
import { OTHER_NODES, nodeProgram } from '../support/nodes.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const temp = mkdtempSync(join(tmpdir(), 'fwinspect-no-files-'));
const bin = join(temp, 'bin', 'fwinspect.js');

/** As it is installed: without the code cache, which belongs to one Node alone. */
beforeAll(() => {
  cpSync(join(root, 'bin'), join(temp, 'bin'), { recursive: true });
  cpSync(join(root, 'dist'), join(temp, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.cache') });
  writeFileSync(join(temp, 'app.bin'), build(application('0.5.0', 10, 1, 2)));
});
afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
});

const hasStrace = spawnSync('strace', ['-V']).status === 0;

/** What strace saw opened for writing or made, without devices and what Node itself makes in memory. */
function written(log: string): readonly string[] {
  return log
    .split('\n')
    .filter((line) =>
      /O_WRONLY|O_RDWR|O_CREAT|\b(?:mkdir|mkdirat|rename|renameat|renameat2|link|symlink|unlink|creat)\(/.test(line),
    )
    .filter((line) => !line.includes('= -1 E'))
    .filter((line) => !/"\/(?:dev|proc|sys)\//.test(line));
}

const COMMANDS: readonly (readonly string[])[] = [
  ['--version'],
  ['deps', 'app.bin'],
  ['check', 'app.bin', '--no-config'],
];

describe.each(['', ...OTHER_NODES])('Node %s', (version) => {
  test.for(COMMANDS)('%j', async (args, { skip }) => {
    const node = version === '' ? process.execPath : await nodeProgram(version);
    if (node === null) return skip('npm did not give this Node');
    const home = join(temp, `home-${version}-${args[0] ?? ''}`);
    mkdirSync(home);
    const log = join(temp, `strace-${version}-${args[0] ?? ''}`);
    const [file, before] = hasStrace
      ? ['strace', ['-f', '-qq', '-e', 'trace=file', '-o', log, node]]
      : [node, [] as string[]];
    const { NODE_COMPILE_CACHE: _c, NODE_OPTIONS: _o, NODE_V8_COVERAGE: _v, ...env } = process.env;
    const { status, stdout } = spawnSync(file, [...before, bin, ...args], {
      cwd: temp,
      env: { ...env, TMPDIR: home, TMP: home, TEMP: home, HOME: home, XDG_CACHE_HOME: home },
    });
    expect(stdout.toString()).not.toBe('');
    expect([0, 1]).toContain(status);
    expect(readdirSync(home, { recursive: true })).toEqual([]);
    if (hasStrace) expect(written(readFileSync(log, 'utf8'))).toEqual([]);
  });
});
