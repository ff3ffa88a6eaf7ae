import { compareText } from '../base/compare.js';
import { lstatSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { faultOf } from './shared.js';

/** A regular file below a folder; the path is relative to it, with POSIX slashes. */
export interface WalkedFile {
  readonly relative: string;
  readonly path: string;
}

/** What lies below a folder. */
export interface Walked {
  /** Regular files, in code-unit order of the relative path. */
  readonly files: readonly WalkedFile[];
  /** Links, sockets, devices, FIFOs: never opened. */
  readonly others: readonly WalkedFile[];
  /** Folders that could not be listed, with the system's error code. */
  readonly faults: readonly { readonly relative: string; readonly fault: string }[];
}

type Kind = 'file' | 'folder' | 'other';

/** Lists a folder with all folders in it. Links are not followed; a folder that cannot be read is a fault, never thrown. */
export function walkFolder(folder: string): Walked {
  const files: WalkedFile[] = [];
  const others: WalkedFile[] = [];
  const faults: { relative: string; fault: string }[] = [];
  const open = [''];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    const listed = listFolder(join(folder, parent));
    if (typeof listed === 'string') faults.push({ relative: parent, fault: listed });
    else {
      for (const { name, kind } of listed) {
        const relative = parent === '' ? name : `${parent}/${name}`;
        if (kind === 'folder') open.push(relative);
        else (kind === 'file' ? files : others).push({ relative, path: join(folder, relative) });
      }
    }
  }
  return { files: files.sort(byRelative), others: others.sort(byRelative), faults: faults.sort(byRelative) };
}

function byRelative(a: { readonly relative: string }, b: { readonly relative: string }): number {
  return compareText(a.relative, b.relative);
}

function listFolder(folder: string): readonly { name: string; kind: Kind }[] | string {
  try {
    const found = readdirSync(folder, { withFileTypes: true });
    return found.map((entry) => ({ name: entry.name, kind: kindOf(folder, entry) }));
  } catch (error) {
    return faultOf(error);
  }
}

function kindOf(folder: string, entry: Dirent): Kind {
  const known = plainKind(entry);
  if (known !== 'other' || isKnownOther(entry)) return known;
  try {
    return plainKind(lstatSync(join(folder, entry.name)));
  } catch {
    return 'other';
  }
}

function plainKind(entry: { isFile(): boolean; isDirectory(): boolean }): Kind {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

/** Some file systems do not say the type in the listing; then none of these is true. */
function isKnownOther(entry: Dirent): boolean {
  return (
    entry.isSymbolicLink() || entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()
  );
}
