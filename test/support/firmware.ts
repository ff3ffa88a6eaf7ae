/**
 * Real firmware for the tests. The vendor's binaries are not part of this project: they come from published npm
 * packages by exact version and integrity, and are kept in the ignored folder `.cache/firmware`.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface FirmwarePackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the package's tarball. */
  readonly integrity: string;
}

export const FIRMWARE_PACKAGES: readonly FirmwarePackage[] = [
  {
    name: 'binary-version-reader',
    version: '0.4.0',
    integrity: 'sha512-S9LJ3MuLLkoQHbsqooS7U6bEoBs+Q0PgTf2ExaD3qGIxui931QsTc+EECZvaoszA1V6Nus/jw4W/eKK35SttuQ==',
  },
  {
    name: 'particle-cli',
    version: '1.16.0',
    integrity: 'sha512-b81EtWQ8HvCHCBY6NxJcrIPooeD7kbSh+4bHA6PLfv3Q0zPDZ623ygkU7E2oSXIh5nt8BNQqav6w8mnG8MrUmg==',
  },
  {
    name: 'particle-cli',
    version: '2.3.0',
    integrity: 'sha512-dLdyi4POpQ6fYRobVGyMngFATwVNntnaIA+RDwZwY3euYKZ9RpI12Z8Wy7cxIC9Ndy0zKcOJKzslAFR1L5nY+Q==',
  },
  {
    name: 'particle-cli',
    version: '3.51.0',
    integrity: 'sha512-UwpkL7euUYSuwHBsPNHp/pnFdLhELqelbl6q3BqUndKBBUazKQ/4uHqLucdjKJpgkGPg+bfWlMWobzESCM3tzw==',
  },
];

export const FIRMWARE_CACHE = fileURLToPath(new URL('../../.cache/firmware/', import.meta.url));

/** Written last, with the integrity, so that a folder that has it is complete. */
export const STAMP = '.integrity';

/** The files that are taken out of a package. */
export const FIRMWARE_FILE = /\.(?:bin|elf)$/i;

export const packageFolder = ({ name, version }: FirmwarePackage): string => join(FIRMWARE_CACHE, `${name}@${version}`);

export function isUnpacked(wanted: FirmwarePackage): boolean {
  const stamp = join(packageFolder(wanted), STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted.integrity;
}

/** True where all packages are there. Without network a test asks this and skips: `describe.skipIf(!firmwareAvailable())`. */
export const firmwareAvailable = (): boolean => FIRMWARE_PACKAGES.every(isUnpacked);

export interface FirmwareFile {
  /** `name@version` of the npm package. */
  readonly package: string;
  /** Absolute path. */
  readonly path: string;
  /** Path inside the package, with `/`. */
  readonly name: string;
}

/** All firmware files, in an order that is the same on every machine; empty for packages that are not there. */
export function firmwareFiles(): readonly FirmwareFile[] {
  return FIRMWARE_PACKAGES.filter(isUnpacked).flatMap((wanted) => {
    const folder = packageFolder(wanted);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => FIRMWARE_FILE.test(name))
      .map((name) => name.replaceAll('\\', '/'))
      .sort()
      .map((name) => ({ package: `${wanted.name}@${wanted.version}`, path: join(folder, name), name }));
  });
}
