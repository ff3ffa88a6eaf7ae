/** How the parts of the command line are bundled: one CommonJS file each, for the Node of this project and those after it. */
import { build } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Imports of `string-width` from these packages get the small one. */
const WIDTH_IMPORTERS = /[\\/]node_modules[\\/]cli-table3[\\/](?!.*[\\/]node_modules[\\/])/;

const smallStringWidth = {
  name: 'small-string-width',
  setup(api) {
    const path = join(root, 'src', 'base', 'string-width.ts');
    api.onResolve({ filter: /^string-width$/ }, ({ importer, kind }) => {
      if (!WIDTH_IMPORTERS.test(importer)) return undefined;
      return kind === 'require-call' ? { path: 'src/string-width', namespace: 'commonjs' } : { path };
    });
    // cli-table3 is CommonJS and wants the function itself, not a module that has it.
    api.onLoad({ filter: /^src\/string-width$/, namespace: 'commonjs' }, () => ({
      contents: "module.exports = require('./src/base/string-width.ts').default;",
      resolveDir: root,
    }));
  },
};

/** Of the helpers of yargs the command line takes the parser; what the others bring along would be read at every start. */
const parserAlone = {
  name: 'parser-alone',
  setup(api) {
    api.onLoad({ filter: /[\\/]yargs[\\/]helpers[\\/]helpers\.mjs$/ }, ({ path }) => ({
      contents: "export { default as Parser } from 'yargs-parser';",
      resolveDir: dirname(path),
    }));
    // It would read files of settings with it, which no option of ours names.
    api.onResolve({ filter: /^(?:node:)?module$/ }, ({ importer }) =>
      /[\\/]yargs-parser[\\/]/.test(importer) ? { path: 'node:module', namespace: 'parser-alone' } : undefined,
    );
    api.onLoad({ filter: /./, namespace: 'parser-alone' }, () => ({
      contents: 'export const createRequire = null;',
    }));
  },
};

/** Bundles what esbuild takes as an entry, with plugins of its own. */
export function bundle(entry, ...plugins) {
  return build({
    absWorkingDir: root,
    ...entry,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Plain ASCII, so that V8 holds the source in one byte a character.
    charset: 'ascii',
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    keepNames: false,
    metafile: true,
    logLevel: 'warning',
    mainFields: ['module', 'main'],
    plugins: [smallStringWidth, parserAlone, ...plugins],
    // What is loaded where it is called is CommonJS too: require() gives it at once, import() starts a second loader.
    supported: { 'dynamic-import': false, arrow: false, ...entry.supported },
    define: { 'import.meta.dirname': '__dirname', 'import.meta.url': 'undefined', ...entry.define },
  });
}
