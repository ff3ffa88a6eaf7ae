/** Finds the configuration: the file of --config, or fwinspect.config.json here or in a folder above, up to the repository's. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readText } from './context.js';

const DEFAULT_FILE = 'fwinspect.config.json';

export interface FoundConfig {
  readonly file: string;
  readonly text: string;
}

/** The configuration; null where none was named and none was found. */
export function configText(named: string | undefined): FoundConfig | null {
  const file = named ?? nearestConfig();
  return file === null ? null : { file, text: readText(file, 'the configuration') };
}

/** As a path from here, so that messages show it as a person would type it. */
function nearestConfig(): string | null {
  const here = resolve('.');
  for (let folder = here; ; folder = dirname(folder)) {
    const file = join(folder, DEFAULT_FILE);
    if (existsSync(file)) return relative(here, file);
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return null;
  }
}

/** What a file is called from the folder of the configuration, with POSIX slashes; null where it lies elsewhere. */
export function nameBelow(configFile: string, file: string): string | null {
  const below = relative(dirname(resolve(configFile)), resolve(file));
  return below.startsWith('..') || below === resolve(below) ? null : below.split(sep).join('/');
}
