/** Finds the configuration: the file of --config, or fwinspect.config.json here or in a folder above, inside the repository. */
import { lstatSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { safeText } from '../base/safe-text.js';
import { orUnreadable, readText, UsageError } from './context.js';

const DEFAULT_FILE = 'fwinspect.config.json';

export interface FoundConfig {
  readonly file: string;
  readonly text: string;
}

/**
 * The configuration; null where none was named and none was found. One that was found may switch rules off, so it counts
 * only where it belongs to somebody whom the caller trusts anyway; one that was named is the caller's own word.
 *
 * @throws UsageError where it cannot be read, or belongs to somebody else
 */
export function configText(named: string | undefined): FoundConfig | null {
  const file = named ?? nearestConfig();
  return file === null ? null : { file, text: readText(file, 'configuration') };
}

/** As a path from here, so that messages show it as a person would type it. */
function nearestConfig(): string | null {
  const here = resolve('.');
  const root = repositoryOf(here);
  for (const folder of foldersUpTo(here, root ?? here)) {
    const file = join(folder, DEFAULT_FILE);
    if (!isThere(file)) continue;
    const shown = relative(here, file);
    refuseStrangers(file, shown, root);
    return shown;
  }
  return null;
}

/** The nearest folder, from here upwards, that holds `.git`: a folder, or the file of a worktree or a submodule. */
function repositoryOf(here: string): string | null {
  for (let folder = here; ; folder = dirname(folder)) {
    if (isThere(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

function foldersUpTo(here: string, last: string): readonly string[] {
  return here === last ? [here] : [here, ...foldersUpTo(dirname(here), last)];
}

/** A link that leads nowhere is there too: it is said that it cannot be read, and not passed over. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** As git's safe.directory: who may write this file could switch the gate off for whoever runs it here. */
function refuseStrangers(file: string, shown: string, root: string | null): void {
  const caller = process.geteuid?.();
  if (caller === undefined) return; // Windows: its owners are not looked at
  const ownerOf = (look: typeof statSync, path: string): number =>
    orUnreadable(`the configuration ${shown}`, () => look(path).uid);
  const trusted = trustedOwners({
    caller,
    sudoCaller: process.env.SUDO_UID,
    repositoryOwner: root === null ? null : ownerOf(statSync, root),
  });
  // The link and what it leads to: whoever owns either decides what is read.
  const otherOwner = [ownerOf(lstatSync, file), ownerOf(statSync, file)].find((owner) => !trusted.includes(owner));
  if (otherOwner === undefined) return;
  throw new UsageError(
    `${safeText(shown)} belongs to another user (uid ${String(otherOwner)}) and is not used: it could switch rules off; ` +
      'name it with --config to use it, or leave it with --no-config',
  );
}

/**
 * Whose configuration counts unasked: the caller's and root's. Root runs for others (sudo, a container with the
 * repository of its host): then also theirs.
 */
export function trustedOwners(who: {
  /** Effective user id. */
  readonly caller: number;
  /** SUDO_UID. */
  readonly sudoCaller: string | undefined;
  /** The owner of the root folder of the repository that the file lies in; null for none. */
  readonly repositoryOwner: number | null;
}): readonly number[] {
  if (who.caller !== 0) return [who.caller, 0];
  const sudo = /^\d{1,10}$/.test(who.sudoCaller ?? '') ? [Number(who.sudoCaller)] : [];
  return [0, ...sudo, ...(who.repositoryOwner === null ? [] : [who.repositoryOwner])];
}

/** What a file is called from the folder of the configuration, with POSIX slashes; null where it lies elsewhere. */
export function nameBelow(configFile: string, file: string): string | null {
  const below = relative(dirname(resolve(configFile)), resolve(file));
  return below.startsWith('..') || below === resolve(below) ? null : below.split(sep).join('/');
}
