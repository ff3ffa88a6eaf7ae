/**
 * Writes a code cache for each bundle in dist: V8's compiled form of it after a short run, for exactly this Node.
 * bin/load.js uses it only where Node, source and cache fit together; without it everything works, only slower.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const { BUNDLES, bundleOf, cacheOf, digestOf, evaluate, identity } = createRequire(import.meta.url)('../bin/load.js');

const bundles = new Map(
  BUNDLES.map((name) => {
    const source = readFileSync(bundleOf(name));
    return [name, { source, script: new Script(Module.wrap(source.toString()), { filename: bundleOf(name) }) }];
  }),
);
const loaded = new Map();
function load(name) {
  if (!loaded.has(name)) loaded.set(name, evaluate(name, bundles.get(name).script, load));
  return loaded.get(name);
}

// These runs compile what a start needs, so that the caches hold it. What they print is not wanted: the build gives this
// process no standard output. A run that fails only makes a cache smaller.
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const modules = existsSync(fixtures)
  ? readdirSync(fixtures, { recursive: true }).filter((name) => name.endsWith('.bin'))
  : [];
const sample = modules.length > 0 ? join(fixtures, modules.sort()[0]) : bundleOf('cli');
const { write } = process.stderr;
process.stderr.write = () => true;
const run = (argv) =>
  load('cli')
    .main(argv)
    .catch(() => undefined);
const store = (name) => {
  const { source, script } = bundles.get(name);
  const data = script.createCachedData();
  const head = Buffer.concat([Buffer.from([identity.length]), Buffer.from(identity, 'latin1')]);
  writeFileSync(cacheOf(name), Buffer.concat([head, digestOf(source, data), data]));
};

for (const args of [['--version'], ['inspect', sample], ['deps', sample], ['versions', '13'], ['check', sample]]) {
  await run(args);
}
BUNDLES.forEach(store);
process.stderr.write = write;
process.exitCode = 0;
