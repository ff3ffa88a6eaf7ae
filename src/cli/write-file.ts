/** Writes a file whole or not at all, whatever lies in its folder, and whatever happens meanwhile. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Exit codes as a shell gives them: 128 and the number of the signal. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** As many links one after another as Linux follows. */
const MOST_LINKS = 40;

const STICKY = 0o1000;
const OTHERS_MAY_WRITE = 0o002;

/** A text, or its parts one after another. */
export type Parts = string | Iterable<string>;

const partsOf = (text: Parts): Iterable<string> => (typeof text === 'string' ? [text] : text);

/**
 * Writes a text under a name. A regular file is replaced whole by one beside it, with its mode; where that fails (a full
 * disk, a signal) the old content stays and nothing else does. A link is followed first. What is no regular file, such
 * as /dev/null or a pipe, is written through.
 *
 * @param mode of a regular file; where it is not said, that of the file that is replaced, or the usual one
 * @throws the system's error, with its code
 */
export function writeFileWhole(path: string, text: Parts, mode?: number): void {
  const target = behindLinks(path);
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there === undefined || there.isFile()) uninterrupted(() => replace(target, text, there, mode));
  else writeThrough(target, text);
}

function writeThrough(target: string, text: Parts): void {
  const file = openSync(target, 'w');
  try {
    for (const part of partsOf(text)) writeFileSync(file, part);
  } finally {
    closeSync(file);
  }
}

/** The path that a link leads to in the end, also where nothing is there yet. */
function behindLinks(path: string): string {
  let at = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    const there = lstatSync(at, { throwIfNoEntry: false });
    if (there?.isSymbolicLink() !== true) return at;
    refusePlanted(at, there);
    // The folder of a link may itself be one: what the link says counts from the real one.
    at = resolve(realpathSync(dirname(at)), readlinkSync(at));
  }
  throw fault('ELOOP', path);
}

/** As Linux does (fs.protected_symlinks): in a shared folder such as /tmp nobody follows the link of another user. */
function refusePlanted(link: string, { uid }: Stats): void {
  const folder = statSync(dirname(link));
  const isShared = (folder.mode & STICKY) !== 0 && (folder.mode & OTHERS_MAY_WRITE) !== 0;
  if (isShared && uid !== process.geteuid?.() && uid !== folder.uid) throw fault('EACCES', link);
}

function fault(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

/**
 * With a listener a signal waits until these calls, which all block, are done; then it ends the run. So there is no
 * moment at which a signal could leave the temporary file.
 */
function uninterrupted(action: () => void): void {
  const listeners = Object.entries(SIGNALS).map(([signal, code]) => ({ signal, later: () => process.exit(code) }));
  for (const { signal, later } of listeners) process.once(signal, later);
  try {
    action();
  } finally {
    // Only after the loop had a turn: a signal that came meanwhile is heard then.
    setImmediate(() => {
      for (const { signal, later } of listeners) process.removeListener(signal, later);
    });
  }
}

function replace(target: string, text: Parts, there: Stats | undefined, mode: number | undefined): void {
  // Nobody can know the name before, and `wx` takes no file and no link that is there.
  const temporary = join(dirname(target), `.${basename(target).slice(0, 20)}.${randomBytes(9).toString('hex')}.tmp`);
  const file = openSync(temporary, 'wx', mode ?? (there === undefined ? 0o666 : there.mode & 0o777));
  try {
    try {
      if (there !== undefined) keepRights(file, { uid: there.uid, gid: there.gid, mode: mode ?? there.mode });
      for (const part of partsOf(text)) writeFileSync(file, part);
      // Some file systems say only now that there is no room.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Owner first: a change of the owner takes bits off the mode. Only root can give a file away, so it may fail. */
function keepRights(file: number, { uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>): void {
  if (process.geteuid !== undefined && (uid !== process.geteuid() || gid !== process.getegid?.())) {
    try {
      fchownSync(file, uid, gid);
    } catch {
      // It then belongs to the caller, as any file that the caller writes.
    }
  }
  fchmodSync(file, mode & 0o777);
}
