/** Makes the page: one HTML file with its style, its script and its examples, and a policy that lets nothing else run. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { minify } from '@swc/core';
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

/** What a page never gives: a lock to compare with, and a configuration with the names of files. */
const withoutChoices = {
  name: 'without-choices',
  setup(api) {
    api.onLoad({ filter: /[\\/]src[\\/](?:release[\\/]lock|base[\\/]glob)\.ts$/ }, ({ path }) => {
      const name = path.endsWith('glob.ts') ? 'matchesGlob' : 'compareLock';
      if (!readFileSync(path, 'utf8').includes(`export function ${name}(`)) throw new Error(`make-page: no ${name}`);
      return { contents: `export function ${name}() { throw new TypeError('a page has no ${name}'); }`, loader: 'ts' };
    });
  },
};

/** What is left out has to be there: else the page would grow unseen. */
function replaced(path, what, instead) {
  const text = readFileSync(path, 'utf8');
  if (text.search(what) < 0) throw new Error(`make-page: ${path} has no ${String(what)}`);
  return { contents: text.replace(what, instead), loader: 'ts' };
}

/** A page asks itself whether a text is about devices, and takes it as that: no file of it is told to be given elsewhere. */
const withoutAboutDevices = {
  name: 'without-about-devices',
  setup(api) {
    api.onLoad({ filter: /[\\/]src[\\/]module[\\/]about-devices\.ts$/ }, ({ path }) =>
      replaced(path, /(?<=export function aboutDevices)\([^]*$/, '() { return null; }'),
    );
    api.onLoad({ filter: /[\\/]src[\\/]report[\\/]rejection\.ts$/ }, ({ path }) => replaced(path, OF_DEVICES, ''));
    api.onLoad({ filter: /[\\/]src[\\/]report[\\/]finding\.ts$/ }, ({ path }) =>
      replaced(path, /^ {4}case 'command':\n.*\n/m, ''),
    );
  },
};

/** A page asks for nothing that an option of a command names: what was wrong with one is not said there. */
const withoutOptions = {
  name: 'without-options',
  setup(api) {
    api.onLoad({ filter: /[\\/]src[\\/]report[\\/]problem\.ts$/ }, ({ path }) =>
      replaced(path, OF_AN_OPTION, "return '';"),
    );
  },
};

/** The style of the page begins with that of reports: its script has none of its own, and is told of it in the worker, where there is no page. */
const withoutStyle = {
  name: 'without-style',
  setup(api) {
    api.onLoad({ filter: /[\\/]src[\\/]report[\\/]html\.ts$/ }, ({ path }) => {
      const { contents } = replaced(path, /^export const STYLE = `[^`]*`;$/m, `export const STYLE = ${STYLE_OF_PAGE};`);
      return { contents: contents.replace(BETWEEN_ELEMENTS, '>\n<'), loader: 'ts' };
    });
  },
};

/** Stands between the style of reports and what is of the page alone. */
const STYLE_ENDS = '/**/';

const STYLE_OF_PAGE = `(globalThis['reportStyle'] ?? document.querySelector('style').textContent).split('${STYLE_ENDS}', 1)[0]`;

const OF_AN_OPTION = /return (?:`--[a-z-]+: |newerGoalWords\(asked)[^\n]*/g;

const OF_DEVICES = /^ {2}device_(?:report|list): .*\n/gm;

/** Of the patterns of semver a page needs those of one version; those of ranges and the rest stay out. */
const withoutPatterns = {
  name: 'without-patterns',
  setup(api) {
    api.onLoad({ filter: /[\\/]semver[\\/]internal[\\/]re\.js$/ }, ({ path }) => {
      const { t, safeRe } = createRequire(import.meta.url)(path);
      const semver = join(path, '../../classes/semver.js');
      const asked = cutPackage(semver, readFileSync(semver, 'utf8')).matchAll(/\bt\.([A-Z]+)\b/g);
      const names = [...new Set([...asked].map(([, name]) => name))];
      const of = (write) => names.map((name) => `${name}: ${write(name)}`).join(', ');
      return {
        contents: `exports.t = { ${of((name) => `'${name}'`)} }; exports.safeRe = { ${of((name) => String(safeRe[t[name]]))} };`,
      };
    });
  },
};

/** The archive of a page is one piece from the beginning, so that nothing has to be queued. */
function createChunkQueue() {
  let rest = new Uint8Array();
  const take = (count) => {
    const taken = rest.subarray(0, Math.max(count, 0));
    rest = rest.subarray(taken.length);
    return taken;
  };
  return {
    push: (chunk) => (rest = chunk),
    available: () => rest.length,
    peek: (count) => rest.subarray(0, count),
    discard: take,
    pull: (count, callback) => {
      const taken = take(count);
      if (callback && taken.length > 0) callback(taken);
      return callback ? taken.length : taken;
    },
  };
}

/** What a page never asks of a package: where it stands there, and what stands here in its place. */
const CUTS = {
  'crc-32/crc32.js': [
    [/^[^]*?(?=function signed_crc_table)/, ''],
    [/function crc32_bstr[^]*?(?=function crc32_buf)/, ''],
    [/function crc32_str[^]*$/, 'export default { buf: crc32_buf };'],
    [/typeof Int32Array !== 'undefined' \? (.+?) : .+?;/g, '$1;'],
  ],
  'semver/classes/semver.js': [
    [/^const isPrereleaseIdentifier = [^]*?^}\n/m, ''],
    [/^  compareBuild \([^]*?(?=^}\n)/m, ''],
    [/^ +debug\(.*\n/gm, ''],
    [/^const debug = .*\n/m, ''],
    [/options\.loose \? re\[t\.LOOSE\] : /, ''],
  ],
  'semver/internal/constants.js': [
    [/const WHITESPACE_CHARACTERS = [^]*?\n\]\n/, ''],
    [/const RELEASE_TYPES = [^]*?\n\]\n/, ''],
    [/module\.exports = [^]*$/, 'module.exports = { MAX_LENGTH, MAX_SAFE_INTEGER };'],
  ],
  'modern-tar/dist/web/index.js': [
    [
      /async function unpackTar\(archive, options = \{\}\) \{[^]*?^}/m,
      'async function unpackTar(archive, options) {\n\treturn unpackTarBuffer(archive, options);\n}',
    ],
  ],
  'modern-tar/dist/packer-': [
    [/function createChunkQueue\(\) \{[^]*?^}/m, String(createChunkQueue)],
    [
      /(function transformHeader\(header, options\) \{\n)[^]*?(?=\tif \(filter\?)/,
      '$1\tconst { filter } = options;\n\tconst h = { ...header };\n',
    ],
    [/const result = map \? map\(h\) : h;/, 'const result = h;'],
    // Who owned a file, and when it was written, is asked of nobody here; numbers that are none are still told.
    [/\t\theader\.uname = [^]*?gname = .*\n/, ''],
    [/\tmtime: \["mtime"[^]*?(?=\n\};)/, ''],
    [/\tif \(overrides\.mtime [^]*?gname;\n/, ''],
  ],
};

function cutPackage(path, text) {
  const name = Object.keys(CUTS).find((one) => path.replaceAll('\\', '/').includes(`/node_modules/${one}`));
  return (CUTS[name] ?? []).reduce((rest, [what, instead]) => {
    const cut = rest.replace(what, instead);
    if (cut === rest) throw new Error(`make-page: ${name} has no ${String(what)}`);
    return cut;
  }, text);
}

/** Of its packages a page needs a part alone, and they are no modules that could be left out. */
const lessOfPackages = {
  name: 'less-of-packages',
  setup(api) {
    api.onLoad(
      {
        filter:
          /[\\/]node_modules[\\/](?:crc-32[\\/]crc32|semver[\\/](?:classes[\\/]semver|internal[\\/]constants)|modern-tar[\\/]dist[\\/](?:web[\\/]index|packer-\w+))\.js$/,
      },
      ({ path }) => ({ contents: cutPackage(path, readFileSync(path, 'utf8')) }),
    );
  },
};

const BETWEEN_ELEMENTS = />\s*\n\s+</g;

/** The space between the elements of a template is for those who read its source. */
const withoutSpace = {
  name: 'without-space',
  setup(api) {
    api.onLoad(
      { filter: /[\\/]src[\\/](?:page|report)[\\/](?:view|controls|fleet|rules|html-[a-z]+)\.ts$/ },
      ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(BETWEEN_ELEMENTS, '>\n<'),
        loader: 'ts',
      }),
    );
  },
};

/**
 * The rows of released binaries name the module version of their release, and that of their bootloader, over and over: here they name it where it is
 * another one. What the page reads is what was written, to the letter.
 */
const shorterRows = {
  name: 'shorter-rows',
  setup(api) {
    api.onLoad({ filter: /[\\/]src[\\/]catalog[\\/]release-table\.ts$/ }, ({ path }) => ({
      contents: withShorterRows(readFileSync(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

function withShorterRows(text) {
  const tableOf = (name) => new RegExp(`(export const ${name} = )\`([^\`]*)\`;`).exec(text) ?? [];
  const [whole, front, rows] = tableOf('RELEASE_ROWS');
  const [, , versions] = tableOf('VERSION_TABLE');
  if (whole === undefined || versions === undefined) {
    throw new Error('make-page: the release table is not where it was');
  }
  const short = shortRows(rows, versions);
  if (longRows(short, versions) !== rows) throw new Error('make-page: the rows do not come out as they went in');
  return text.replace(whole, () => `${longRows}\n${front}longRows(\`${short}\`, VERSION_TABLE);`);
}

/**
 * `0.5.0 photon 13 boot=7 | sys1@13 boot0@7` as `0.5.0 3 7  photon`, where 0.5.0 is 13 in the table of versions and
 * `| sys1@ boot0@*` is number 3 of a list at the front. What is as in the row before is left out.
 */
function shortRows(rows, versions) {
  const known = new Map(versions.split('\n').map((line) => line.split(' ')));
  const shapes = new Map();
  let last = [];
  const short = rows.replace(/^(\S+) (\S+) (\d+) boot=(\S+)(.*)$/gm, (_, release, platform, own, boot, modules) => {
    const shape = modules.replace(/@(\d+)(?=[ :]|$)/g, (one, version) =>
      version === own ? '@' : version === boot ? '@*' : one,
    );
    if (!shapes.has(shape)) shapes.set(shape, shapes.size);
    const row = [boot, String(shapes.get(shape)), platform];
    const [ofBoot, ofShape, of] = row.map((one, at) => (one === last[at] ? '' : one));
    last = row;
    return [release, ofShape, ofBoot, own === known.get(release) ? '' : own, of].join(' ').trimEnd();
  });
  return [...shapes.keys(), short].join('\n');
}

/** Stands in the page too. */
function longRows(text, versions) {
  const known = new Map(versions.split('\n').map((line) => line.split(' ')));
  const lines = text.split('\n');
  const from = lines.indexOf('');
  let [lastShape, lastBoot, platform] = [];
  const rows = lines.slice(from).map((line) => {
    if (line === '') return line;
    const [release, shape, boot, version, of] = line.split(' ');
    lastShape = shape || lastShape;
    lastBoot = boot || lastBoot;
    platform = of || platform;
    const own = version || known.get(release);
    const modules = lines[lastShape].replace(/@\*|@(?=[ :]|$)/g, (one) => '@' + (one === '@' ? own : lastBoot));
    return `${release} ${platform} ${own} boot=${lastBoot}${modules}`;
  });
  return rows.join('\n');
}

function withoutTexts(text) {
  const begins = text.indexOf('const EVIDENCE');
  const ends = begins < 0 ? begins : text.indexOf('};', begins);
  const record = begins < 0 ? '' : text.slice(begins, ends).replace(/:\s*'[^']*',/g, ": '',");
  const rest = begins < 0 ? text : text.slice(0, begins) + record + text.slice(ends);
  return rest
    .replace(/\bevidence:\s*'(?:[^'\\]|\\.)*',?/g, '')
    .replace(/\bsource:\s*'(?:[^'\\]|\\.)*'/g, "source: ''")
    .replace(OF_DEVICES, '')
    .replace(/'(?:Device OS (?:hal|build)\/|hal\/src\/|particle-cli \d)[^']*'/g, "''");
}

/** Where a fact or a rule is known from is for those who read the source and the documents; the page has no room for it. */
const withoutSources = {
  name: 'without-sources',
  setup(api) {
    api.onLoad(
      {
        filter:
          /[\\/]src[\\/](?:catalog[\\/](?:boards[\\/][a-z0-9-]+|eras)|cloud[\\/]rules|device[\\/]rule|rules[\\/]family-[a-z0-9-]+)\.ts$/,
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

/** esbuild joins and drops; the names that swc gives pack better, by a tenth. What is called once stays where it stands: that packs better too. */
async function smaller(script) {
  const { code } = await minify(script, {
    compress: {
      passes: 6,
      sequences: false,
      toplevel: true,
      ecma: 2022,
      inline: 0,
      reduce_funcs: false,
      keep_fargs: false,
      pure_getters: true,
      negate_iife: false,
      // No function of the page is asked for its arguments or made with `new`, but classes.
      unsafe_arrows: true,
    },
    mangle: { toplevel: true },
    format: { asciiOnly: true, ecma: 2022 },
    ecma: 2022,
  });
  return code;
}

const textsOf = (folder, pattern) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));

/**
 * Names of fields that nobody outside the script can see or say: fields of our own types that no browser has, that no string of the source is, and not of
 * the document that the page gives, or a fixture. They may be called otherwise in the page. A name of small letters alone may also be a key of a table
 * that is looked up by what was read.
 */
function ownNames(root) {
  const own = textsOf(join(root, 'src'), /\.(?:ts|html)$/).map((text) => text.replace(COMMENTS, ''));
  const lib = textsOf(join(root, 'node_modules', 'typescript', 'lib'), /^lib\..*\.d\.ts$/);
  const data = [...textsOf(join(root, 'schema'), /^check@\d+\.json$/), ...textsOf(join(root, 'fixtures'), /./)];
  const tables = own.filter((text) => text.includes('Record<string'));
  const found = (texts, pattern) => texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name));
  const others = new Set([
    ...found(lib, /^\s*(?:readonly |get |set )?([a-z]\w*)\??\s*[:(<]/gm),
    ...found(lib, /^declare \w+ (\w+)/gm),
    ...found(own, /['"`{]([a-z]\w*)['"`}]/g),
    ...found(data, /"([a-z]\w*)"/g),
    ...found(tables, /\b([a-z]+):/g),
  ]);
  const fields = found(own, /(?:^\s*|\breadonly )([a-z]\w*)\??: /gm);
  return [...new Set(fields)].filter((name) => !others.has(name)).sort();
}

const COMMENTS = /^ *(?:\/\*\*? [^]*?\*\/|\/\/ .*)$/gm;

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
    mangleProps: new RegExp(`^(?:${ownNames(root).join('|')})$`),
    metafile: true,
    logLevel: 'warning',
    tsconfig: 'src/page/window/tsconfig.json',
    plugins: [
      withoutTerminal,
      tarWithoutWriting,
      withoutRanges,
      withoutChoices,
      withoutAboutDevices,
      withoutOptions,
      withoutPatterns,
      lessOfPackages,
      withoutSources,
      withoutSpace,
      withoutStyle,
      shorterRows,
    ],
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
  const css = readFileSync(join(root, 'src/page/page.css'), 'utf8');
  if (/<\/style|\r|\/\*/i.test(STYLE)) {
    throw new Error('make-page: the style of reports would not come out of the page as it went in');
  }
  const { code: own } = await (await import('esbuild')).transform(css, { loader: 'css', minify: true });
  const style = `${STYLE}${STYLE_ENDS}${own.trim()}`;
  const script = harmless((await smaller(outputFiles[0].text)).trim());
  if (/<\/script/i.test(script)) throw new Error('make-page: the script would end the element that it stands in');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts = { policy, style, script, version };
  const shell = readFileSync(join(root, 'src/page/page.html'), 'utf8').replace(/\n\s+/g, '\n');
  const page = shell.replace(
    /\s*\{\{(style|script)\}\}\s*|\{\{(\w+)\}\}/g,
    (whole, block, inline) => parts[block ?? inline],
  );
  return { page, metafile };
}
