/**
 * Builds dist/: the library 1:1 with tsc, the command line as one CommonJS file with esbuild.
 *
 *   node scripts/build.mjs               build
 *   node scripts/build.mjs --if-changed  build only if a file that matters has changed since the last build
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { writeLayout } from './generate-layout.mjs';
import { makePage } from './make-page.mjs';
import { noticesOf } from './notices.mjs';
import { bundleRings } from './rings.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stampFile = join(root, '.cache', 'build.stamp');

/** A digest of every input of the build: names, sizes and times of change. */
function stamp() {
  const inputs = [
    'src',
    'scripts',
    'fixtures',
    'bin',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ];
  const files = inputs.flatMap((name) => {
    const path = join(root, name);
    if (!existsSync(path)) return [];
    if (statSync(path).isFile()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  });
  const hash = createHash('sha256').update(process.version);
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function run(script, args, stdio = 'inherit') {
  const { status, error } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Packages that a run seldom asks for: each is in a bundle of its own, which is loaded where it is used. */
const SELDOM = /^(?:tinyglobby|yauzl|modern-tar|cli-table3|crc-32|semver\/.*)$/;

const seldomBundle = (path) => `seldom-${path.split('/')[0]}`;

/**
 * Leaves those packages out of a bundle, and collects their names. What is imported at once gets a stand-in that loads the package when it is called
 * or asked for something: an import cannot wait otherwise.
 */
const seldomUsed = (found) => ({
  name: 'seldom-used',
  setup(api) {
    api.onResolve({ filter: SELDOM }, ({ path, kind, importer }) => {
      if (/[\\/]node_modules[\\/]/.test(importer)) return undefined;
      found.add(path);
      return { path, namespace: kind === 'dynamic-import' ? 'seldom-later' : 'seldom-now' };
    });
    api.onLoad({ filter: /./, namespace: 'seldom-later' }, ({ path }) => ({
      contents: `module.exports = require('./${seldomBundle(path)}.cjs')[${JSON.stringify(path)}]();`,
    }));
    api.onLoad({ filter: /./, namespace: 'seldom-now' }, ({ path }) => ({
      contents: `
        let found;
        const get = () => (found ??= require('./${seldomBundle(path)}.cjs')[${JSON.stringify(path)}]());
        export default new Proxy(function () {}, {
          apply: (_, self, values) => Reflect.apply(get(), self, values),
          construct: (_, values) => Reflect.construct(get(), values),
          get: (_, name) => get()[name],
        });
      `,
    }));
    api.onResolve({ filter: /^\.\/seldom-[a-z0-9-]+\.cjs$/ }, ({ path }) => ({ path, external: true }));
  },
});

/**
 * Leaves the help out of a bundle: a well-formed command line does not need it. For the usual width its texts are laid out here,
 * once and for all.
 */
const helpApart = {
  name: 'help-apart',
  setup(api) {
    api.onResolve({ filter: /^\.\/help\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: 'help', namespace: 'help-apart' } : undefined,
    );
    api.onLoad({ filter: /./, namespace: 'help-apart' }, () => ({
      contents: `
        const laidOut = require('./help.json');
        exports.helpText = (command, width) =>
          width === laidOut.width ? laidOut.texts[command === null ? '' : command.name] : require('./help.cjs').helpText(command, width);
      `,
    }));
    api.onResolve({ filter: /^\.\/help\.(?:json|cjs)$/ }, ({ path }) => ({ path, external: true }));
  },
};

/** The usual width of the help, see `src/cli/main.ts`. */
const HELP_WIDTH = 100;

/** The text of every help, and the manual page, written beside the bundles. */
function layOutHelp() {
  const { helpText, manPage, COMMANDS, VERSION } = createRequire(import.meta.url)(join(dist, 'help.cjs'));
  const texts = { '': helpText(null, HELP_WIDTH) };
  for (const command of COMMANDS) texts[command.name] = helpText(command, HELP_WIDTH);
  writeFileSync(join(dist, 'help.json'), JSON.stringify({ width: HELP_WIDTH, texts }));
  writeFileSync(join(dist, 'fwinspect.1'), manPage(COMMANDS, VERSION));
}

/** The table of releases, beside the bundles: as JSON its long texts are read without a compiler, and where they are asked for. */
async function tableApart() {
  const table = await import(pathToFileURL(join(dist, 'catalog', 'release-table.js')).href);
  writeFileSync(join(dist, 'release-table.json'), JSON.stringify(table));
  const getters = Object.keys(table).map((name) => `get ${name}() { return table().${name}; }`);
  return {
    name: 'table-apart',
    setup(api) {
      api.onResolve({ filter: /\/release-table\.js$/ }, () => ({ path: 'release-table', namespace: 'table-apart' }));
      api.onLoad({ filter: /./, namespace: 'table-apart' }, () => ({
        contents: `let read; const table = () => (read ??= require('./release-table.json')); module.exports = { ${getters.join(', ')} };`,
      }));
      api.onResolve({ filter: /^\.\/release-table\.json$/ }, ({ path }) => ({ path, external: true }));
    },
  };
}

/** The help names the commands and runs none: what they load where they are called is left out. */
const runsNone = {
  name: 'runs-none',
  setup(api) {
    api.onResolve({ filter: /^\./ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: 'runs-none' } : undefined,
    );
    api.onLoad({ filter: /./, namespace: 'runs-none' }, () => ({ contents: '' }));
  },
};

const HELP = [
  "export { helpText } from './src/cli/help.ts';",
  "export { manPage } from './src/cli/man.ts';",
  "export { COMMANDS } from './src/cli/commands.ts';",
  "export { VERSION } from './src/report/version.ts';",
].join('\n');

/** A bundle of modules of a package that gives each of them when it is asked for. */
function bundleOfPackage(name, paths) {
  const lines = [...paths]
    .sort()
    .map((path) => `exports[${JSON.stringify(path)}] = () => require(${JSON.stringify(path)});`);
  return bundle({ stdin: { contents: lines.join('\n'), resolveDir: root }, outfile: `dist/${name}.cjs` });
}

/** The bundles of the command line; gives what esbuild says of each. */
async function bundles() {
  const packages = new Set();
  const isApart = (path) => ['src/cli/help.ts', 'src/catalog/release-table.ts'].includes(path);
  const made = [
    await bundle({ entryPoints: ['src/cli/worker.ts'], outfile: 'dist/worker.cjs' }),
    await bundle({ stdin: { contents: HELP, resolveDir: root }, outfile: 'dist/help.cjs' }, runsNone),
    ...(await bundleRings(root, isApart, seldomUsed(packages), helpApart, await tableApart())),
  ];
  for (const name of new Set([...packages].map(seldomBundle))) {
    const own = [...packages].filter((path) => seldomBundle(path) === name);
    made.push(await bundleOfPackage(name, own));
  }
  return made.map(({ metafile }) => metafile);
}

async function bundleCommandLine() {
  const made = await bundles();
  layOutHelp();
  const inputs = Object.assign({}, ...made.map((one) => one.inputs));
  const outputs = Object.assign({}, ...made.map((one) => one.outputs));
  const { page, metafile: ofPage } = await makePage(root);
  writeFileSync(join(dist, 'fwinspect.html'), page);
  const strays = Object.keys(inputs).filter(
    (path) =>
      !/^(?:commonjs:)?(?:src|node_modules)\//.test(path) &&
      !/^(?:<stdin>$|seldom-|ring-|runs-none:|table-apart:|help-apart:|parser-alone:)/.test(path),
  );
  if (strays.length > 0) throw new Error(`build: the command line must not include ${strays.join(', ')}`);
  const widths = Object.keys(inputs).filter((path) => /node_modules\/string-width\//.test(path));
  if (widths.length > 0) throw new Error(`build: a second string-width is in the command line: ${widths.join(', ')}`);
  writeFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), noticesOf(root, { outputs: { ...outputs, ...ofPage.outputs } }));
}

function isUpToDate() {
  const built = existsSync(join(dist, 'cli.cjs')) && existsSync(join(dist, 'module')) && existsSync(stampFile);
  return built && readFileSync(stampFile, 'utf8') === stamp();
}

if (!process.argv.includes('--if-changed') || !isUpToDate()) {
  await writeLayout();
  const stampBefore = stamp();
  // A build that fails leaves the last one in its place.
  const fresh = join(root, '.cache', 'dist');
  rmSync(fresh, { recursive: true, force: true });
  run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), ['-p', 'tsconfig.build.json', '--outDir', fresh]);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
  await bundleCommandLine();
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stampFile, stampBefore);
}
