/** Makes the page: one HTML file with its style, its script and its examples, and a policy that lets nothing else run. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const EXAMPLES = [
  {
    title: 'An Electron on its way to 0.5.0',
    text: 'Over the air, system part 1 has to come first, and the device never says so when it refuses part 2.',
    folder: 'electron-0.5.0',
    files: [
      'electron-0.5.0/system-part2-0.5.0-electron.bin',
      'electron-0.5.0/system-part1-0.5.0-electron.bin',
      'electron-0.5.0/app-for-0.5.0.bin',
    ],
    choices: { from: '0.4.8-rc.6' },
  },
  {
    title: 'A download that went wrong',
    text: 'One of the files is the error page of a server, and another one has a wrong bit.',
    files: [
      'electron-0.6.4/system-part1-0.6.4-electron.bin',
      ['bad/page.bin', 'system-part2-0.6.4-electron.bin'],
      ['bad/bit-flipped.bin', 'system-part3-0.6.4-electron.bin'],
    ],
    choices: {},
  },
  {
    title: 'A Boron in safe mode',
    text: 'Its application needs a newer Device OS than it has. The describe message says which, and the files bring it.',
    files: [
      'devices/boron-4.0.2-describe.json',
      'boron-4.2.0/boron-bootloader@4.2.0.bin',
      'boron-4.2.0/boron-system-part1@4.2.0.bin',
      'boron-4.2.0/app-256k-for-4.2.0.bin',
    ],
    choices: {},
  },
];

function examplesOf(root) {
  const fileOf = (entry) => {
    const [path, name] = Array.isArray(entry) ? entry : [entry, entry.slice(entry.lastIndexOf('/') + 1)];
    return { name, base64: readFileSync(join(root, 'fixtures', path)).toString('base64') };
  };
  const examples = EXAMPLES.map(({ title, text, files, choices }) => ({
    title,
    text,
    files: files.map(fileOf),
    choices,
  }));
  return JSON.stringify(examples).replaceAll('<', '\\u003c');
}

/** What only the texts for a terminal use: their imports go with them. */
const withoutTerminal = {
  name: 'without-terminal',
  setup(api) {
    api.onResolve({ filter: /^cli-table3$/ }, ({ path }) => ({ path, namespace: 'terminal', sideEffects: false }));
    api.onLoad({ filter: /./, namespace: 'terminal' }, () => ({ contents: 'export default null;' }));
  },
};

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
    plugins: [withoutTerminal],
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
  // Within strings alone: what begins a comment of HTML would end nothing, and yet hide the end of the script.
  const script = outputFiles[0].text.trim().replaceAll('<!--', '\\x3c!--');
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
  const parts = { policy, style: style.trim(), script, version, examples: examplesOf(root) };
  const shell = readFileSync(join(root, 'src/page/page.html'), 'utf8');
  const page = shell.replace(
    /\s*\{\{(style|script|examples)\}\}\s*|\{\{(\w+)\}\}/g,
    (whole, block, inline) => parts[block ?? inline],
  );
  return { page, metafile };
}
