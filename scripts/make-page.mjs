/** Makes the page: one HTML file with its style, its script and its examples, and a policy that lets nothing else run. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What only the texts for a terminal use: their imports go with them. */
const withoutTerminal = {
  name: 'without-terminal',
  setup(api) {
    api.onResolve({ filter: /^cli-table3$/ }, ({ path }) => ({ path, namespace: 'terminal', sideEffects: false }));
    api.onLoad({ filter: /./, namespace: 'terminal' }, () => ({ contents: 'export default null;' }));
  },
};

/** Of this package a page needs the reading alone, and an import of it as a whole would keep the rest. */
const tarWithoutWriting = {
  name: 'tar-without-writing',
  setup(api) {
    api.onResolve({ filter: /^modern-tar$/ }, ({ kind, resolveDir }) =>
      kind === 'dynamic-import' ? { path: resolveDir, namespace: 'tar' } : undefined,
    );
    api.onLoad({ filter: /./, namespace: 'tar' }, ({ path }) => ({
      contents: "export { unpackTar } from 'modern-tar';",
      resolveDir: path,
    }));
  },
};

/** No choice of the page is a range of releases: one is no range here. */
const withoutRanges = {
  name: 'without-ranges',
  setup(api) {
    api.onResolve({ filter: /^semver\/(?:classes\/range|ranges\/ltr)\.js$/ }, ({ path }) => ({
      path,
      namespace: 'ranges',
    }));
    api.onLoad({ filter: /./, namespace: 'ranges' }, () => ({
      contents: "export default function () { throw new TypeError('no range of releases is asked for on a page'); }",
    }));
  },
};

/** The space between the elements of a template is for those who read its source. */
const withoutSpace = {
  name: 'without-space',
  setup(api) {
    api.onLoad(
      { filter: /[\\/]src[\\/](?:page|report)[\\/](?:view|controls|fleet|rules|html|html-[a-z]+)\.ts$/ },
      ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(/>\s*\n\s+</g, '>\n<'),
        loader: 'ts',
      }),
    );
  },
};

function withoutTexts(text) {
  const begins = text.indexOf('const EVIDENCE');
  const ends = begins < 0 ? begins : text.indexOf('};', begins);
  const record = begins < 0 ? '' : text.slice(begins, ends).replace(/:\s*'[^']*',/g, ": '',");
  const rest = begins < 0 ? text : text.slice(0, begins) + record + text.slice(ends);
  return rest.replace(/\b(source|evidence):\s*'(?:[^'\\]|\\.)*'/g, "$1: ''");
}

/** Where a fact or a rule is known from is for those who read the source and the documents; the page has no room for it. */
const withoutSources = {
  name: 'without-sources',
  setup(api) {
    api.onLoad(
      {
        filter:
          /[\\/]src[\\/](?:catalog[\\/](?:boards[\\/][a-z0-9-]+|eras)|device[\\/]rule|rules[\\/]family-[a-z0-9-]+)\.ts$/,
      },
      ({ path }) => ({
        contents: withoutTexts(readFileSync(path, 'utf8')),
        loader: 'ts',
      }),
    );
  },
};

/** Within strings alone: what begins a comment of HTML would hide the end of the script, and control characters are for no text. */
function harmless(script) {
  return script
    .replaceAll('<!--', '\\x3c!--')
    .replace(CONTROLS, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page as text, and what its script is made of. */
export async function makePage(root) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/page/window/start.ts'],
    outdir: 'dist',
    write: false,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: ['chrome120', 'firefox121', 'safari17'],
    charset: 'ascii',
    legalComments: 'none',
    minify: true,
    metafile: true,
    logLevel: 'warning',
    tsconfig: 'src/page/window/tsconfig.json',
    plugins: [withoutTerminal, tarWithoutWriting, withoutRanges, withoutSources, withoutSpace],
  });
  const { outputFiles: styles } = await build({
    stdin: {
      contents: "export { STYLE } from './src/report/html.ts';",
      resolveDir: root,
      loader: 'ts',
    },
    write: false,
    bundle: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'esm',
    logLevel: 'warning',
  });
  const { STYLE } = await import(`data:text/javascript;base64,${Buffer.from(styles[0].text).toString('base64')}`);
  const css = `${STYLE}${readFileSync(join(root, 'src/page/page.css'), 'utf8')}`;
  const { code: style } = await (await import('esbuild')).transform(css, { loader: 'css', minify: true });
  const script = harmless(outputFiles[0].text.trim());
  if (/<\/script/i.test(script)) throw new Error('make-page: the script would end the element that it stands in');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style.trim())}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts = { policy, style: style.trim(), script, version };
  const shell = readFileSync(join(root, 'src/page/page.html'), 'utf8').replace(/\n\s+/g, '\n');
  const page = shell.replace(
    /\s*\{\{(style|script)\}\}\s*|\{\{(\w+)\}\}/g,
    (whole, block, inline) => parts[block ?? inline],
  );
  return { page, metafile };
}
