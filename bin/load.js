'use strict';

const { existsSync } = require('node:fs');

const bundle = `${__dirname}/../dist/cli.cjs`;

/** The command line where bin/fwinspect.js is not the program itself; null where the project has not been built. */
exports.loadCommandLine = () => (existsSync(bundle) ? require(bundle) : null);
