'use strict';

const fs = require('node:fs');
const nodeModule = require('node:module');
const path = require('node:path');

const dist = path.join(__dirname, '..', 'dist');
const bundle = path.join(dist, 'cli.cjs');
const cache = path.join(dist, 'cli.cache');

/** Which Node a code cache belongs to; V8's own check does not compare the processor. */
const identity = `${process.version} ${process.platform} ${process.arch}`;

/** Runs the bundle as a CommonJS module from the compiled script. */
function evaluate(script) {
  const commandLine = { exports: {} };
  const requireHere = nodeModule.createRequire(bundle);
  script.runInThisContext()(commandLine.exports, requireHere, commandLine, bundle, dist);
  return commandLine.exports;
}

/** A digest that ties a code cache to its source and to itself: V8 compares only the length of the source. */
function digestOf(source, data) {
  return require('node:crypto').createHash('sha256').update(source).update(data).digest();
}

/** The code cache that the build wrote, or null where it does not fit exactly. File: 1 byte length, identity, digest, data. */
function readCache(source) {
  let file;
  try {
    file = fs.readFileSync(cache);
  } catch {
    return null;
  }
  const nameEnd = 1 + file[0];
  if (file.toString('latin1', 1, nameEnd) !== identity) return null;
  const data = file.subarray(nameEnd + 32);
  return digestOf(source, data).equals(file.subarray(nameEnd, nameEnd + 32)) ? data : null;
}

/** The exports of dist/cli.cjs, or null where the project has not been built. */
function loadCommandLine() {
  if (!fs.existsSync(bundle)) return null;
  if (fs.existsSync(cache)) {
    const source = fs.readFileSync(bundle);
    const cachedData = readCache(source);
    if (cachedData !== null) {
      const { Script } = require('node:vm');
      return evaluate(new Script(nodeModule.wrap(source.toString()), { filename: bundle, cachedData }));
    }
  }
  nodeModule.enableCompileCache?.();
  return require(bundle);
}

module.exports = { bundle, cache, digestOf, evaluate, identity, loadCommandLine };
