#!/usr/bin/env node
'use strict';

const { loadCommandLine } = require('./load.js');

/** A fault in fwinspect itself; also what is left when the run ends without an answer. */
const FAULT = 3;

function complain(text) {
  process.stderr.write(`${text}\n`);
}

let faulty = false;

function fault(text) {
  faulty = true;
  process.exitCode = FAULT;
  complain(text);
}

// A reader that has seen enough (`| head`) closes the pipe; that is no error of this run.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') fault(`fwinspect: cannot write to standard output: ${error.message}`);
});
process.stderr.on('error', () => {});

// Node itself would end with 1, which here means "a finding".
function crash(error) {
  fault(`fwinspect: a fault in fwinspect itself\n${(error && error.stack) || error}`);
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
    process.exitCode = faulty ? FAULT : code;
  }, crash);
}

start();
