/** What has to be there before tests run. Each step runs once a process, however many test projects ask for it. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { extract } from 'tar';
import {
  FIRMWARE_CACHE,
  FIRMWARE_FILE,
  FIRMWARE_PACKAGES,
  STAMP,
  type FirmwarePackage,
  isUnpacked,
  packageFolder,
} from './firmware.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** npm gave no package: no network, or the registry does not have it. */
class UnreachableError extends Error {}

/** The npm that runs these tests, if it does, else the one on the path. */
async function npm(args: readonly string[], cwd: string): Promise<void> {
  const running = process.env.npm_execpath;
  const isNpm = running !== undefined && basename(running) === 'npm-cli.js';
  const [file, first] = isNpm ? [process.execPath, [running]] : ['npm', []];
  try {
    await promisify(execFile)(file, [...first, ...args], { cwd, shell: !isNpm && process.platform === 'win32' });
  } catch (error) {
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    const words = stderr
      .replace(/https?:\/\/\S+/g, 'the registry')
      .split('\n')
      .filter((line) => /^npm error (?!A complete log)/.test(line));
    throw new UnreachableError(`npm ${args.slice(0, 2).join(' ')}: ${words.slice(0, 2).join('; ') || message}`);
  }
}

async function download(wanted: FirmwarePackage): Promise<void> {
  await mkdir(FIRMWARE_CACHE, { recursive: true });
  const work = await mkdtemp(join(FIRMWARE_CACHE, '.download-'));
  try {
    const source = `${wanted.name}@${wanted.version}`;
    await npm(['pack', source, '--ignore-scripts', '--json', '--prefer-offline', '--fetch-retries=1'], work);
    const [tarball] = (await readdir(work)).filter((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error(`npm pack ${source} left no tarball`);
    const found = `sha512-${createHash('sha512')
      .update(await readFile(join(work, tarball)))
      .digest('base64')}`;
    if (found !== wanted.integrity) {
      throw new Error(`${source} is not the package that these tests know: ${found}, not ${wanted.integrity}`);
    }
    const unpacked = join(work, 'unpacked');
    await mkdir(unpacked);
    await extract({
      file: join(work, tarball),
      cwd: unpacked,
      filter: (path, entry) => FIRMWARE_FILE.test(path) && 'type' in entry && entry.type === 'File',
    });
    await writeFile(join(unpacked, STAMP), wanted.integrity);
    await rm(packageFolder(wanted), { recursive: true, force: true });
    await rename(unpacked, packageFolder(wanted));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchFirmware(): Promise<void> {
  const missing = FIRMWARE_PACKAGES.filter((wanted) => !isUnpacked(wanted));
  const outcomes = await Promise.allSettled(missing.map(download));
  const faults = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
  if (faults.length === 0) return;
  const reasons = faults.map((fault) => `  ${fault.message}`).join('\n');
  const onCi = !['', 'false', '0'].includes(process.env.CI ?? '');
  if (onCi || !faults.every((fault) => fault instanceof UnreachableError)) {
    throw new Error(`The real firmware for the tests could not be fetched:\n${reasons}`);
  }
  process.stderr.write(
    `\n!! SKIPPED: all tests with real firmware. ${faults.length} of ${FIRMWARE_PACKAGES.length} npm packages could not be fetched:\n${reasons}\n` +
      '!! Run the tests again with a network connection; after that they work without one.\n\n',
  );
}

function buildProject(): Promise<void> {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-changed'], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0
    ? Promise.resolve()
    : Promise.reject(new Error('The build failed; the command cannot be tested.'));
}

const done = globalThis as { fwinspectSetup?: Map<string, Promise<void>> };

function once(step: string, action: () => Promise<void>): Promise<void> {
  const steps = (done.fwinspectSetup ??= new Map<string, Promise<void>>());
  const running = steps.get(step) ?? action();
  steps.set(step, running);
  return running;
}

export const provideFirmware = (): Promise<void> => once('firmware', fetchFirmware);
export const provideBuild = (): Promise<void> => once('build', buildProject);
