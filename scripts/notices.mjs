/** The licence notices of the packages whose code esbuild put into the command line. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** The innermost package folder of an input path, or null for the project's own files. */
function packageFolder(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? null;
}

export function noticesOf(root, metafile) {
  const used = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  const folders = new Set(used.map(packageFolder).filter((folder) => folder !== null));
  const notices = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const texts = readdirSync(join(root, folder))
      .filter((file) => LICENCE_FILE.test(file))
      .sort()
      .map((file) =>
        readFileSync(join(root, folder, file), 'utf8')
          .replace(/\r\n?/g, '\n')
          .trim(),
      );
    if (typeof license !== 'string') throw new Error(`notices: ${name} ${version} names no licence`);
    return {
      title: `${name} ${version} (${license})`,
      text: texts.join('\n\n') || `Licence: ${license}. The package holds no licence text.`,
    };
  });
  notices.sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
  const unique = notices.filter((notice, index) => notice.title !== notices[index - 1]?.title);
  const line = '-'.repeat(78);
  return [
    'The command line of fwinspect (dist/*.cjs) and its page (dist/fwinspect.html) contain code of the following packages.\n',
    ...unique.map(({ title, text }) => `${line}\n${title}\n${line}\n\n${text}\n`),
  ].join('\n');
}
