#!/usr/bin/env node
'use strict';

const { readFileSync, writeSync } = require('node:fs');
const { join } = require('node:path');

/** A fault in fwinspect itself; also what is left when the run ends without an answer. */
const FAULT = 3;

/** Names in a stack trace may hold what steers a terminal. */
function complain(text) {
  const harmless = text.replace(
    /[^\n\x20-\x7e]|#(?=#)|(?<=^\s*):(?=:)/gm,
    (char) => `\\u{${char.codePointAt(0).toString(16)}}`,
  );
  process.stderr.write(`${harmless}\n`);
}

/** Nothing is wrong with fwinspect, and yet there is no answer: something could not be read or written. */
const UNREADABLE = 2;

/** The exit code that stands, whatever the command answers. */
let settled;

function fail(code, text) {
  settled = Math.max(settled ?? 0, code); // the worse one stands
  process.exitCode = settled;
  complain(text);
}

/** Hears the faults of a stream of the process from its first use on. Node makes it then: half of a start that needs none would go into that. */
function watch(name, onError) {
  const { get } = Object.getOwnPropertyDescriptor(process, name);
  let stream;
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      if (stream === undefined) {
        stream = get.call(process);
        stream.on('error', onError);
      }
      return stream;
    },
  });
}

// A reader that has seen enough (`| head`) closes the pipe; that is no error of this run.
watch('stdout', (error) => {
  if (error.code !== 'EPIPE') fail(UNREADABLE, `fwinspect: cannot write to standard output (${error.code})`);
});
watch('stderr', () => {});

// Node itself would end with 1, which here means "a finding".
function crash(error) {
  fail(FAULT, `fwinspect: a fault in fwinspect itself\n${(error && error.stack) || error}`);
  process.exit();
}

process.on('uncaughtException', crash);

/** Every path that a person types is meant from there. */
function hasFolder() {
  try {
    process.cwd();
    return true;
  } catch {
    return false;
  }
}

/** What scripts ask for first costs nothing but Node: it needs no command line. False where the package has no description beside it. */
function tellVersion() {
  let text;
  try {
    text = `${require('../package.json').version}\n`;
  } catch {
    return false;
  }
  try {
    writeSync(1, text);
  } catch {
    process.stdout.write(text); // it says what is wrong, or waits where the pipe is full
  }
  return true;
}

const dist = join(__dirname, '..', 'dist');

/**
 * Loads a file of dist, once, as require() would. That asks for packages and their settings on the way: 1.5 ms for the first file, half a
 * millisecond for each other one. What lies in dist asks for its neighbours and for Node's own modules alone.
 */
function loadFile(name) {
  const file = join(dist, name);
  const known = require.cache[file];
  if (known !== undefined) return known.exports;
  // The build writes plain ASCII.
  const text = readFileSync(file, 'latin1');
  if (name.endsWith('.json')) return JSON.parse(text);
  const made = new module.constructor(file, module);
  made.filename = file;
  made.require = (id) => (id.startsWith('./') ? loadFile(id) : require(id));
  require.cache[file] = made;
  made._compile(text, file, 'commonjs');
  made.loaded = true;
  return made.exports;
}

/** The command line, or null where the project has not been built. */
function loadCommandLine() {
  if (require.main !== module) return require('./load.js').loadCommandLine();
  try {
    return loadFile('cli.cjs');
  } catch (error) {
    if (error.code === 'ENOENT' && error.path === join(dist, 'cli.cjs')) return null;
    throw error;
  }
}

function start() {
  if (!hasFolder()) {
    complain('fwinspect: the current folder is not there any more');
    process.exitCode = UNREADABLE;
    return;
  }
  if (process.argv.length === 3 && process.argv[2] === '--version' && tellVersion()) return;
  const commandLine = loadCommandLine();
  if (commandLine === null) {
    complain('fwinspect is not built: run npm run build');
    process.exitCode = UNREADABLE;
    return;
  }
  process.exitCode = FAULT;
  commandLine.main(process.argv.slice(2)).then((code) => {
    process.exitCode = settled ?? code;
  }, crash);
}

start();
