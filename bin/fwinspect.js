#!/usr/bin/env node
'use strict';

const { loadCommandLine } = require('./load.js');

/** A fault in fwinspect itself; also what is left when the run ends without an answer. */
const FAULT = 3;

function complain(text) {
  process.stderr.write(`${text}\n`);
}

/** The answer could not be written: nothing is wrong with fwinspect, and yet there is no answer. */
const UNWRITABLE = 2;

/** The exit code that stands, whatever the command answers. */
let settled;

function fail(code, text) {
  settled = Math.max(settled ?? 0, code); // the worse one stands
  process.exitCode = settled;
  complain(text);
}

// A reader that has seen enough (`| head`) closes the pipe; that is no error of this run.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') fail(UNWRITABLE, `fwinspect: cannot write to standard output (${error.code})`);
});
process.stderr.on('error', () => {});

// Node itself would end with 1, which here means "a finding".
function crash(error) {
  fail(FAULT, `fwinspect: a fault in fwinspect itself\n${(error && error.stack) || error}`);
  process.exit();
}

process.on('uncaughtException', crash);

function start() {
  const commandLine = loadCommandLine();
  if (commandLine === null) {
    complain('fwinspect is not built: run npm run build');
    process.exitCode = 2;
    return;
  }
  process.exitCode = FAULT;
  commandLine.main(process.argv.slice(2)).then((code) => {
    process.exitCode = settled ?? code;
  }, crash);
}

start();
