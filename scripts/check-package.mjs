/**
 * Checks the package as its users get it: packs it, asks publint and attw, installs it into an empty folder, runs it there.
 * Every step is run, and the exit code is 1 if any of them failed.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const temp = mkdtempSync(join(tmpdir(), 'fwinspect-package-'));
const shell = process.platform === 'win32';
const failed = [];

function run(title, command, args, { cwd = root, quiet = false, expected = 0 } = {}) {
  console.log(`\n== ${title}`);
  const { status, error } = spawnSync(command, args, {
    cwd,
    shell,
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
  });
  if (error) console.error(error.message);
  if (status !== expected) failed.push(title);
  return status === expected;
}

const schemas = readdirSync(join(root, 'schema')).map((name) => `fwinspect/schema/${name}`);

const bin = (name) => join(root, 'node_modules', '.bin', name);

try {
  const out = join(temp, 'out');
  run('dist', process.execPath, [join(root, 'scripts', 'dist.mjs'), '--to', out]);
  const packed = existsSync(out) ? readdirSync(out).find((name) => name.endsWith('.tgz')) : undefined;
  if (packed !== undefined) {
    const tarball = join(out, packed);
    run('publint', bin('publint'), ['run', tarball, '--strict']);
    run('attw', bin('attw'), [
      tarball,
      '--profile',
      'esm-only',
      '--no-emoji',
      '--exclude-entrypoints',
      './schema/*.json',
    ]);
    const user = join(temp, 'user');
    mkdirSync(user);
    writeFileSync(
      join(user, 'package.json'),
      '{ "name": "user", "version": "1.0.0", "private": true, "type": "module" }\n',
    );
    const install = [
      'install',
      tarball,
      '--omit=dev',
      '--ignore-scripts',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
    ];
    if (run('install into an empty folder', 'npm', install, { cwd: user })) {
      const fwinspect = ['--no-install', 'fwinspect'];
      run('npx fwinspect --version', 'npx', [...fwinspect, '--version'], { cwd: user });
      cpSync(join(root, 'fixtures'), join(user, 'fixtures'), { recursive: true });
      run('deps of a good release', 'npx', [...fwinspect, 'deps', 'fixtures/electron-0.5.0'], { cwd: user });
      const damaged = [...fwinspect, 'deps', '--json', 'fixtures/bad/bit-flipped.bin'];
      run('deps of a damaged file', 'npx', damaged, { cwd: user, quiet: true, expected: 1 });
      const names = ['fwinspect', 'fwinspect/portable', 'fwinspect/package.json', ...schemas];
      for (const name of names) {
        const options = name.endsWith('.json') ? ", { with: { type: 'json' } }" : '';
        const code = `await import('${name}'${options})`;
        run(`import '${name}'`, process.execPath, ['--no-warnings', '--input-type=module', '--eval', code], {
          cwd: user,
        });
      }
      // CommonJS gets the same names: Node 20.19 and 22.12 require ES modules.
      for (const name of ['fwinspect', 'fwinspect/portable']) {
        const code = `process.exit(require('${name}').assess([], {}).judgement === 'unknown' ? 0 : 1)`;
        run(`require('${name}')`, process.execPath, ['--no-warnings', '--input-type=commonjs', '--eval', code], {
          cwd: user,
        });
      }
    }
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
console.log(failed.length === 0 ? '\nThe package is fine.' : `\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
