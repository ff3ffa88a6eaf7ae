/**
 * Writes dist/cli.cache: V8's compiled form of dist/cli.cjs after a short run, for exactly this Node.
 * bin/load.js uses it only where Node, source and cache fit together; without it everything works, only slower.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const { bundle, cache, digestOf, evaluate, identity } = createRequire(import.meta.url)('../bin/load.js');

const source = readFileSync(bundle);
const script = new Script(Module.wrap(source.toString()), { filename: bundle });
const commandLine = evaluate(script);

// These runs compile what a start needs, so that the cache holds it. What they print is not wanted: the build gives this
// process no standard output. A run that fails only makes the cache smaller.
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const modules = existsSync(fixtures)
  ? readdirSync(fixtures, { recursive: true }).filter((name) => name.endsWith('.bin'))
  : [];
const sample = modules.length > 0 ? join(fixtures, modules.sort()[0]) : bundle;
const { write } = process.stderr;
process.stderr.write = () => true;
for (const argv of [['--version'], ['inspect', sample]]) {
  await commandLine.main(argv).catch(() => undefined);
}
process.stderr.write = write;

const data = script.createCachedData();
writeFileSync(
  cache,
  Buffer.concat([Buffer.from([identity.length]), Buffer.from(identity, 'latin1'), digestOf(source, data), data]),
);
process.exitCode = 0;
