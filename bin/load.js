'use strict';

const { existsSync } = require('node:fs');

const bundle = `${__dirname}/../dist/cli.cjs`;

/** The command line, or null where the project has not been built. No code cache: nothing is written, and one that is shipped fits a single Node. */
exports.loadCommandLine = () => (existsSync(bundle) ? require(bundle) : null);
