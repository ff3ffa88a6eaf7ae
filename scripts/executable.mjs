/** Makes the single executable: Node itself with the whole command line in it, for the machine that this runs on. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';

/** By this mark Node finds that it carries a program; it is Node's own, and the same in all. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** The start of the program, with the command line in it instead of one that is looked for beside it. */
const withinItself = (version) => ({
  name: 'within-itself',
  setup(api) {
    api.onResolve({ filter: /^\.\/load\.js$/ }, () => ({ path: 'load', namespace: 'within-itself' }));
    api.onResolve({ filter: /^\.\.\/package\.json$/ }, () => ({ path: 'package', namespace: 'within-itself' }));
    api.onResolve({ filter: /^\.\/beside\.js$/ }, () => ({ path: 'beside', namespace: 'within-itself' }));
    const contents = {
      load: "exports.loadCommandLine = () => require('./src/cli/main.ts');",
      package: `exports.version = ${JSON.stringify(version)};`,
      // Threads take the text of a program, and Node's own modules are all that the reader asks for.
      beside: `
        const { getAsset } = require('node:sea');
        exports.readPage = () => getAsset('fwinspect.html', 'utf8');
        exports.startReader = async (workerData) =>
          new (require('node:worker_threads').Worker)(getAsset('worker.cjs', 'utf8'), { eval: true, workerData });`,
    };
    api.onLoad({ filter: /./, namespace: 'within-itself' }, ({ path }) => ({
      contents: contents[path],
      resolveDir: api.initialOptions.absWorkingDir,
    }));
  },
});

function run(program, args, cwd) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
}

/** Node 25.5 puts the program in by itself. */
function buildsByItself() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 25 || (major === 25 && minor >= 5);
}

/** Node with the program in it, by the tool that Node's documentation names. */
function inject(root, blob, file) {
  copyFileSync(process.execPath, file);
  chmodSync(file, 0o755);
  // A signature is one of the bytes without the program; macOS runs nothing that has a wrong one.
  if (process.platform === 'darwin') run('codesign', ['--remove-signature', file]);
  const postject = join(root, 'node_modules', 'postject', 'dist', 'cli.js');
  const segment = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : [];
  run(process.execPath, [postject, file, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE, ...segment], root);
}

/**
 * @param root the project, which is built
 * @param work a folder for what is in between
 * @param file where the executable goes
 * @param version what it says that it is
 */
export async function makeExecutable(root, work, file, version) {
  mkdirSync(work, { recursive: true });
  rmSync(file, { force: true });
  const program = join(work, 'program.cjs');
  // Where no module is the program, the command line is asked for from beside it.
  const define = { 'require.main': 'null' };
  await bundle({ entryPoints: ['bin/fwinspect.js'], outfile: program, define }, withinItself(version));
  const blob = join(work, 'program.blob');
  const config = {
    main: program,
    output: buildsByItself() ? file : blob,
    disableExperimentalSEAWarning: true,
    // Compiled once: the executable is for one Node, so the cache fits.
    useCodeCache: true,
    assets: Object.fromEntries(['fwinspect.html', 'worker.cjs'].map((name) => [name, join(root, 'dist', name)])),
  };
  const missing = Object.values(config.assets).filter((asset) => !existsSync(asset));
  if (missing.length > 0) throw new Error(`not built: ${missing.join(', ')}`);
  const configFile = join(work, 'sea-config.json');
  writeFileSync(configFile, JSON.stringify(config));
  if (buildsByItself()) run(process.execPath, ['--build-sea', configFile], work);
  else {
    run(process.execPath, ['--experimental-sea-config', configFile], work);
    inject(root, blob, file);
  }
  if (process.platform === 'darwin') run('codesign', ['--sign', '-', file]);
}
