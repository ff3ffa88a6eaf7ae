'use strict';

const fs = require('node:fs');
const nodeModule = require('node:module');
const path = require('node:path');

const dist = path.join(__dirname, '..', 'dist');

/** The command line, and the commands that it loads where they are called. */
const BUNDLES = ['cli', 'deps', 'inspect', 'versions', 'more'];

/** Which Node a code cache belongs to; V8's own check does not compare the processor. */
const identity = `${process.version} ${process.platform} ${process.arch}`;

const bundleOf = (name) => path.join(dist, `${name}.cjs`);
const cacheOf = (name) => path.join(dist, `${name}.cache`);

/** Runs a bundle as a CommonJS module from the compiled script; `load` is asked for the other bundles. */
function evaluate(name, script, load) {
  const bundle = bundleOf(name);
  const commandLine = { exports: {} };
  const requireHere = nodeModule.createRequire(bundle);
  const requireOf = (id) => {
    const other = BUNDLES.find((one) => id === `./${one}.cjs`);
    return other === undefined ? requireHere(id) : load(other);
  };
  script.runInThisContext()(commandLine.exports, requireOf, commandLine, bundle, dist);
  return commandLine.exports;
}

/** A digest that ties a code cache to its source and to itself: V8 compares only the length of the source. */
function digestOf(source, data) {
  return require('node:crypto').createHash('sha256').update(source).update(data).digest();
}

/** The code cache that the build wrote, or null where it does not fit exactly. File: 1 byte length, identity, digest, data. */
function readCache(name, source) {
  let file;
  try {
    file = fs.readFileSync(cacheOf(name));
  } catch {
    return null;
  }
  const nameEnd = 1 + file[0];
  if (file.toString('latin1', 1, nameEnd) !== identity) return null;
  const data = file.subarray(nameEnd + 32);
  return digestOf(source, data).equals(file.subarray(nameEnd, nameEnd + 32)) ? data : null;
}

const loaded = new Map();

/** A bundle is run once, as Node runs a module: what it was told by one command's part (--releases) the other parts know. */
function loadOnce(name) {
  if (!loaded.has(name)) loaded.set(name, loadBundle(name));
  return loaded.get(name);
}

/** The exports of a bundle in dist, or null where the project has not been built. */
function loadBundle(name) {
  const bundle = bundleOf(name);
  if (!fs.existsSync(bundle)) return null;
  if (fs.existsSync(cacheOf(name))) {
    const source = fs.readFileSync(bundle);
    const cachedData = readCache(name, source);
    if (cachedData !== null) {
      const { Script } = require('node:vm');
      const script = new Script(nodeModule.wrap(source.toString()), { filename: bundle, cachedData });
      return evaluate(name, script, loadOnce);
    }
  }
  // No compile cache of Node here: its folder is a predictable one in the shared temporary folder, from which it loads code.
  return require(bundle);
}

const loadCommandLine = () => loadBundle('cli');

module.exports = { BUNDLES, bundleOf, cacheOf, digestOf, evaluate, identity, loadCommandLine };
