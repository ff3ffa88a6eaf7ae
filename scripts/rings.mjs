/**
 * Cuts the command line into rings, a file each: what every command needs, what the commands that are asked most need besides, and the rest. A run
 * reads and compiles the files that it needs. Each module is in one ring, so there is one of it in a process, whichever files are loaded.
 *
 * A ring is found by running the commands: a module that a run asks nothing of is left to a later ring. It decides what is fast, not what is right:
 * whatever is asked for is loaded then.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { build, transformSync } from 'esbuild';
import { bundle } from './bundle.mjs';

const ENTRY = 'src/cli/main.ts';

/** What is left when the rings are made. */
const LAST = 'more';

/** The rings by name, from the inside, and the commands that ask for what is in them. */
function ringsOf(root) {
  const folder = join(root, 'fixtures', 'electron-0.5.0');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.bin')) : [];
  const [one, ...others] = files.sort().map((name) => join(folder, name));
  if (one === undefined) throw new Error(`build: no firmware in ${folder}`);
  return [
    ['cli', [['--version']]],
    ['inspect', [['inspect', one]]],
    ['deps', [['deps', one, ...others]]],
    ['versions', [['versions', '13']]],
    [
      'check',
      [
        ['check', '--no-config', one],
        ['inspect', '--json', one],
        ['deps', '--json', one, ...others],
      ],
    ],
  ];
}

/** The modules that runs of the command line ask for. */
function touchedBy(root, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'fwinspect-build-'));
  try {
    return runs.flatMap((args) => {
      const file = join(folder, 'touched.json');
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'touched.mjs'), file, ...args], {
        cwd: root,
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`build: fwinspect ${args.join(' ')}: ${stderr}`);
      return JSON.parse(readFileSync(file, 'utf8'));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All names: of what is imported as a whole. */
const ALL = '*';

/** What a module imports of others: path, and names. Types are none. */
function importsOf(root, path) {
  const { code } = transformSync(readFileSync(join(root, path), 'utf8'), { loader: 'ts', format: 'esm' });
  const found = [];
  for (const [, what, from] of code.matchAll(/^(?:import|export) ([^"';]*?) ?from "(\.[^"]*)";$/gm)) {
    const names = /\{([^}]*)\}/.exec(what)?.[1];
    found.push({ from, names: names === undefined ? [ALL] : names.split(',').map((one) => one.trim().split(' ')[0]) });
  }
  for (const [, from] of code.matchAll(/\bimport\("(\.[^"]*)"\)/g)) found.push({ from, names: [ALL] });
  return found.map(({ from, names }) => ({ path: sourceOf(root, join(root, dirname(path)), from), names }));
}

const sourceOf = (root, folder, from) =>
  relative(root, join(folder, from.replace(/\.js$/, '.ts'))).replaceAll('\\', '/');

/** The names that a module exports, as the compiler tells them. */
async function exportsOf(root, paths) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: paths,
    outdir: 'none',
    outbase: '.',
    write: false,
    format: 'esm',
    metafile: true,
    logLevel: 'error',
  });
  return new Map(Object.values(metafile.outputs).map((one) => [one.entryPoint, one.exports]));
}

/** Everything that is reached from the start of the command line, with what it imports; what a module imports comes before it, as it is evaluated. */
function modulesOf(root, isLeftOut) {
  const all = new Map();
  const seen = new Set();
  const visit = (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    const imports = importsOf(root, path).filter((one) => !isLeftOut(one.path));
    for (const one of imports) visit(one.path);
    all.set(path, imports);
  };
  visit(ENTRY);
  return all;
}

/**
 * The plugin of one ring: a module of another ring is a stand-in. What lies further inside is there already, so its values are taken at once; what
 * lies further outside is loaded when a value is asked for.
 */
const otherRings = (root, rings, own, { namesOf, keyOf }) => ({
  name: 'other-rings',
  setup(api) {
    api.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) => {
      const source = sourceOf(root, resolveDir, path);
      const ring = rings.get(source);
      if (ring === undefined || ring.name === own.name) return undefined;
      return { path: source, namespace: ring.at < own.at ? 'ring-inside' : 'ring-outside', sideEffects: false };
    });
    const requireOf = (path) => `require('./${rings.get(path).name}.cjs')`;
    api.onLoad({ filter: /./, namespace: 'ring-inside' }, ({ path }) => ({
      contents: [
        `const values = ${requireOf(path)};`,
        ...namesOf(path).map((name) => `export const ${name} = values.${keyOf(path, name)};`),
      ].join('\n'),
    }));
    // The names are not known to the stand-in, so esbuild copies none of them: each is looked up where it is used.
    api.onLoad({ filter: /./, namespace: 'ring-outside' }, ({ path }) => ({
      contents: `module.exports = require('later')(() => ${requireOf(path)}, ${JSON.stringify(keyOf(path, ''))});`,
    }));
    api.onResolve({ filter: /^later$/, namespace: 'ring-outside' }, () => ({ path: 'later', namespace: 'ring-later' }));
    api.onLoad({ filter: /./, namespace: 'ring-later' }, () => ({
      contents: `
        module.exports = (load, prefix) => Object.create(new Proxy({}, {
          get: (_, name) => {
            if (typeof name === 'symbol' || name === 'then') return undefined;
            const values = load();
            if (prefix + name in values) return values[prefix + name];
            throw new Error('asked for before it is there: ' + prefix + name);
          },
        }));`,
    }));
    api.onResolve({ filter: /^\.\/[a-z]+\.cjs$/ }, ({ path, namespace }) =>
      namespace.startsWith('ring-') ? { path, external: true } : undefined,
    );
  },
});

/**
 * Bundles the command line in rings, into `dist`.
 *
 * @param isLeftOut true for a module that the plugins take care of
 * @param plugins of every ring
 */
export async function bundleRings(root, isLeftOut, ...plugins) {
  const modules = modulesOf(root, isLeftOut);
  const rings = new Map();
  const names = [];
  for (const [name, runs] of ringsOf(root)) {
    for (const path of touchedBy(root, runs)) {
      if (modules.has(path) && !rings.has(path)) rings.set(path, { name, at: names.length });
    }
    names.push(name);
  }
  for (const path of modules.keys()) if (!rings.has(path)) rings.set(path, { name: LAST, at: names.length });
  names.push(LAST);

  const exported = await exportsOf(root, [...modules.keys()]);
  const asked = new Map();
  for (const [path, imports] of modules) {
    for (const one of imports) {
      if (rings.get(one.path).name === rings.get(path).name) continue;
      const of = asked.get(one.path) ?? new Set();
      for (const name of one.names.includes(ALL) ? exported.get(one.path) : one.names) of.add(name);
      asked.set(one.path, of);
    }
  }
  const namesOf = (path) => [...(asked.get(path) ?? [])].sort();
  const places = new Map([...modules.keys()].map((path, place) => [path, place]));
  const keyOf = (path, name) => `m${places.get(path)}_${name}`;

  const made = [];
  for (const [at, name] of names.entries()) {
    const lines = [...modules.keys()]
      .filter((path) => rings.get(path).name === name && asked.has(path))
      .map((path) => {
        const keys = namesOf(path).map((one) => `${one} as ${keyOf(path, one)}`);
        return `export { ${keys.join(', ')} } from ${JSON.stringify(`./${path}`)};`;
      });
    if (at === 0) lines.push(`export { main } from ${JSON.stringify(`./${ENTRY}`)};`);
    const entry = { stdin: { contents: lines.join('\n'), resolveDir: root }, outfile: `dist/${name}.cjs` };
    made.push(await bundle(entry, ...plugins, otherRings(root, rings, { name, at }, { namesOf, keyOf })));
  }
  return made;
}
