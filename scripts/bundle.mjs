/** How the parts of the command line are bundled: one CommonJS file each, for the Node of this project and those after it. */
import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Imports of `string-width` from these packages get the small one. */
const WIDTH_IMPORTERS = /[\\/]node_modules[\\/](?:yargs|cliui|wrap-ansi|cli-table3)[\\/](?!.*[\\/]node_modules[\\/])/;

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

/** yargs imports `assert` for two comparisons that hold: the module is loaded where one does not. */
const lazyAssert = {
  name: 'lazy-assert',
  setup(api) {
    api.onResolve({ filter: /^assert$/ }, ({ importer }) =>
      /[\\/]yargs[\\/]/.test(importer) ? { path: 'src/lazy-assert', namespace: 'commonjs' } : undefined,
    );
    api.onLoad({ filter: /^src\/lazy-assert$/, namespace: 'commonjs' }, () => ({
      contents: `
        const fail = (name, values) => require('node:assert')[name](...values);
        exports.strictEqual = (...values) => Object.is(values[0], values[1]) || fail('strictEqual', values);
        exports.notStrictEqual = (...values) => !Object.is(values[0], values[1]) || fail('notStrictEqual', values);
      `,
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
    plugins: [smallStringWidth, lazyAssert, ...plugins],
    // The file is run by vm.Script where a code cache fits; import() would not work there and require() does.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__importMetaUrl', 'import.meta.dirname': '__dirname' },
    banner: { js: "const __importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
  });
}
