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
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { writeLayout } from './generate-layout.mjs';
import { makePage } from './make-page.mjs';
import { noticesOf } from './notices.mjs';

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

/** Commands that are asked most often: each has a bundle of its own, so that a run compiles what it needs and no more. All else is in one. */
const FIRST = ['deps', 'inspect', 'versions'];

/** Room and name of a module that `src/cli/commands.ts` loads where a command is called. */
const COMMAND_MODULE = /^(\.|\.\.\/report)\/([a-z-]+)\.js$/;

/** Packages that a run of the first commands seldom asks for: each is in a bundle of its own, which is loaded where it is used. */
const SELDOM = /^(?:tinyglobby|yauzl|modern-tar|cli-table3|semver\/.*)$/;

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

/** Leaves the modules that a command loads where it is called out of the bundle of the command line, and collects their paths. */
const commandsApart = (found) => ({
  name: 'commands-apart',
  setup(api) {
    api.onResolve({ filter: COMMAND_MODULE }, ({ path, importer, kind }) => {
      if (kind !== 'dynamic-import' || !importer.endsWith(join('cli', 'commands.ts'))) return undefined;
      const [, room, name] = COMMAND_MODULE.exec(path);
      const source = `./src/${room === '.' ? 'cli' : 'report'}/${name}.ts`;
      found.add(source);
      return { path: source, namespace: 'commands-apart' };
    });
    api.onLoad({ filter: /./, namespace: 'commands-apart' }, ({ path }) => ({
      contents: `module.exports = require('bundle-of')(${JSON.stringify(path)});`,
    }));
    // What one bundle was told of other releases the others do not know: from then on all comes from that one.
    api.onResolve({ filter: /^bundle-of$/ }, ({ path }) => ({ path, namespace: 'bundle-of' }));
    api.onLoad({ filter: /./, namespace: 'bundle-of' }, () => ({
      contents: `
        let told = false;
        module.exports = (path) => {
          const [, name] = /([a-z-]+)\\.ts$/.exec(path);
          told ||= name === 'releases';
          if (!told) switch (name) {
            ${FIRST.map((name) => `case '${name}': return require('./${name}.cjs')[path]();`).join('\n            ')}
          }
          return require('./more.cjs')[path]();
        };
      `,
    }));
    api.onResolve({ filter: /^\.\/[a-z]+\.cjs$/ }, ({ path }) => ({ path, external: true }));
  },
});

const nameOf = (path) => basename(path, '.ts');

/** A bundle of modules that gives each of them when it is asked for. */
function bundleOfModules(name, paths, ...plugins) {
  const lines = [...paths]
    .sort()
    .map((path) => `exports[${JSON.stringify(path)}] = () => require(${JSON.stringify(path)});`);
  return bundle({ stdin: { contents: lines.join('\n'), resolveDir: root }, outfile: `dist/${name}.cjs` }, ...plugins);
}

/** The bundles of the command line; gives what esbuild says of each. */
async function bundles() {
  const modules = new Set();
  const packages = new Set();
  const made = [
    await bundle({ entryPoints: ['src/cli/worker.ts'], outfile: 'dist/worker.cjs' }),
    await bundle({ entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.cjs' }, commandsApart(modules), helpApart),
    // The help names the commands and runs none.
    await bundle(
      {
        stdin: {
          contents: [
            "export { helpText } from './src/cli/help.ts';",
            "export { manPage } from './src/cli/man.ts';",
            "export { COMMANDS } from './src/cli/commands.ts';",
            "export { VERSION } from './src/report/version.ts';",
          ].join('\n'),
          resolveDir: root,
        },
        outfile: 'dist/help.cjs',
      },
      commandsApart(new Set()),
    ),
  ];
  for (const name of FIRST) {
    const own = [...modules].filter((path) => nameOf(path) === name);
    made.push(await bundleOfModules(name, own, seldomUsed(packages)));
  }
  made.push(await bundleOfModules('more', modules, seldomUsed(packages)));
  for (const name of new Set([...packages].map(seldomBundle))) {
    const own = [...packages].filter((path) => seldomBundle(path) === name);
    made.push(await bundleOfModules(name, own));
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
      !/^(?:commonjs:|commands-apart:\.\/)?(?:src|node_modules)\//.test(path) &&
      !/^(?:<stdin>$|seldom-|bundle-of:|help-apart:)/.test(path),
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
  run(join(root, 'scripts', 'make-code-cache.mjs'), [], ['ignore', 'ignore', 'inherit']);
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stampFile, stampBefore);
}
