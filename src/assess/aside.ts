/** Files that have nothing to do with a device: they only lie where others are, and count for nothing. */
import { isModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { claimsOf } from '../rules/file-name.js';
import type { Finding } from '../rules/types.js';
import type { FirmwareFile } from './file.js';
import { sendable } from './sendable.js';

/** Files that nobody named, and that are not for the device. */
export interface Aside {
  /** Modules for other platforms, by name. */
  readonly otherPlatforms: readonly string[];
  /** What is no firmware, or damaged, and by name and header not for the device. */
  readonly notSent: readonly string[];
}

export const NOTHING_ASIDE: Aside = { otherPlatforms: [], notSent: [] };

/**
 * Takes the files that were read, what was found of those that may not be sent, and the platform of the device; gives those that have nothing to do
 * with it: they only lie in a folder or an archive, and neither header nor name is of that platform.
 */
export function asideOf(files: readonly FirmwareFile[], findings: readonly Finding[], platform: number): Aside {
  const refused = new Set(findings.map(({ file }) => file));
  const rest = files.filter((one) => !one.named && !isFor(one, platform));
  const [otherPlatforms, notSent] = [false, true].map((isRefused) =>
    rest.filter(({ file }) => refused.has(file) === isRefused).map(({ file }) => file),
  );
  return { otherPlatforms: otherPlatforms ?? [], notSent: notSent ?? [] };
}

function isFor(file: FirmwareFile, platform: number): boolean {
  const ofModule =
    isModuleFile(file) && (file.facts.platform === platform || file.facts.function === MODULE_FUNCTION.asset);
  return ofModule || claimsOf(file.file).platform === platform;
}

/** The same, and nothing where it would be all modules: where nothing is for the device, what is there is what the question is about. */
export function asideBeside(files: readonly FirmwareFile[], platform: number): Aside {
  const aside = asideOf(files, sendable(files, false).findings, platform);
  return withoutAside(files.filter(isModuleFile), aside).length === 0 ? NOTHING_ASIDE : aside;
}

/** What is not about one of those files. */
export function withoutAside<Item extends { readonly file: string | null }>(
  items: readonly Item[],
  { otherPlatforms, notSent }: Aside,
): readonly Item[] {
  const aside = new Set<string | null>([...otherPlatforms, ...notSent]);
  return items.filter(({ file }) => !aside.has(file));
}
