/**
 * Which modules of the command line a run needs: each is evaluated where something of it is asked for first, and not before.
 *
 *   node scripts/touched.mjs FILE ARGS...   runs `fwinspect ARGS`, and writes the modules into the file, as a JSON list
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [output, ...args] = process.argv.slice(2);
const requireHere = createRequire(join(root, 'package.json'));

const loaded = new Map();

/** The exports of a module, which is evaluated now if it was not before. */
function evaluated(path) {
  const known = loaded.get(path);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(path, module);
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.dirname': '__dirname' },
  });
  const required = (id) =>
    id.startsWith('.') ? later(resolve(dirname(path), id.replace(/\.js$/, '.ts'))) : requireHere(id);
  new Function('exports', 'require', 'module', '__dirname', code)(module.exports, required, module, join(root, 'dist'));
  return module.exports;
}

/** Stands for a module until something of it is asked for. */
const later = (path) =>
  new Proxy(
    {},
    {
      get: (_, name) => evaluated(path)[name],
      has: (_, name) => name in evaluated(path),
      ownKeys: () => Reflect.ownKeys(evaluated(path)),
      getOwnPropertyDescriptor: (_, name) => ({
        ...Object.getOwnPropertyDescriptor(evaluated(path), name),
        configurable: true,
      }),
    },
  );

const { main } = evaluated(join(root, 'src', 'cli', 'main.ts'));
await main(args);
const paths = [...loaded.keys()].map((path) => relative(root, path).replaceAll('\\', '/'));
writeFileSync(output, JSON.stringify(paths.sort()));
process.exitCode = 0;
