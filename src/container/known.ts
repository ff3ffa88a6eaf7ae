/** Every container that is read, and how a name or content says which one it is. A new one is its file and one line, here or in `formats.ts`. */
import type { OpenOptions } from './contents.js';
import { FORMATS } from './formats.js';
import type { ContainerFormat } from './types.js';
import { ZIP } from './zip.js';

/** In the order in which content is asked. */
export const CONTAINERS: readonly ContainerFormat[] = [ZIP, ...FORMATS];

/** What folders and archives are searched for. */
export const DEFAULT_EXTENSIONS: readonly string[] = [
  ...new Set(['.bin', ...CONTAINERS.flatMap(({ extensions }) => extensions)]),
];

const BINARY = '.bin';

/** Tells whether a name ends as files of that format do, in any case. */
export function isNamedLike({ extensions }: ContainerFormat, name: string): boolean {
  return endsWithOne(name, extensions) !== undefined;
}

/** Tells whether a name says that it is an archive, which may be larger than any file of firmware. */
export function isArchiveName(name: string): boolean {
  return CONTAINERS.some((format) => format.holds !== 'image' && isNamedLike(format, name));
}

/**
 * The names of a folder or archive that are handed out: known extensions, or everything that was asked for. What a build writes beside a .bin of the
 * same name (a HEX file) is the same module once more, and is left aside.
 */
export function wantedNames(names: readonly string[], options: OpenOptions): ReadonlySet<string> {
  if (options.all === true) return new Set(names);
  const extensions = options.extensions ?? DEFAULT_EXTENSIONS;
  const there = new Set(names.map((name) => name.toLowerCase()));
  const beside = CONTAINERS.filter(({ besideBinary }) => besideBinary).flatMap((format) => format.extensions);
  return new Set(
    names.filter((name) => {
      if (endsWithOne(name, extensions) === undefined) return false;
      const own = endsWithOne(name, beside);
      return own === undefined || !there.has(name.toLowerCase().slice(0, -own.length) + BINARY);
    }),
  );
}

function endsWithOne(name: string, extensions: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  return extensions.find((extension) => lower.endsWith(extension.toLowerCase()));
}
