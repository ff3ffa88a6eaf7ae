import { compareText } from '../base/compare.js';
import { lstatSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';

import { isAbsolute, resolve } from 'node:path';
import { wantedNames } from '../container/known.js';
import { problem, skipped } from '../container/contents.js';
import type { ProblemItem, SkippedItem } from '../container/contents.js';
import { faultOf } from './shared.js';
import type { SourceEntry, SourceListing, SourceOptions } from './types.js';
import { walkFolder } from './walk.js';
import type { WalkedFile } from './walk.js';

/** What one argument stands for, before anything named twice is taken out. */
interface Found {
  readonly entries: readonly SourceEntry[];
  readonly problems: readonly ProblemItem[];
  readonly skipped: readonly { readonly name: string; readonly path: string }[];
}

type Origin = Pick<SourceEntry, 'from' | 'root'>;

const STDIN = '-';
const STDIN_ENTRY: SourceEntry = { name: STDIN, path: null, from: 'stdin', root: STDIN, size: 0 };
const NOTHING: Found = { entries: [], problems: [], skipped: [] };

/**
 * Resolves arguments to the files that they stand for, without reading any.
 *
 * Takes files, folders, globs and `-`; gives entries in the order of the arguments (inside a folder or glob in
 * code-unit order), each path once, and the problems (`not_found`, `unreadable`, `nothing_matched`) and skipped files
 * met on the way. Never throws for bad arguments.
 */
export async function listSources(args: readonly string[], options: SourceOptions = {}): Promise<SourceListing> {
  const entries: SourceEntry[] = [];
  const items: (ProblemItem | SkippedItem)[] = [];
  const seen = new Set<string>();
  const aside = new Set<string>();
  for (const argument of new Set(args)) {
    const found = await resolveArgument(argument, options);
    for (const entry of found.entries) if (isNew(seen, entry.path ?? STDIN)) entries.push(entry);
    for (const item of found.problems) items.push(item);
    const left = found.skipped.filter(({ path }) => isNew(aside, path)).length;
    if (left > 0) items.push(skipped(showName(argument), left));
  }
  return { entries, items };
}

function isNew(seen: Set<string>, path: string): boolean {
  const before = seen.size;
  return seen.add(path).size > before;
}

async function resolveArgument(argument: string, options: SourceOptions): Promise<Found> {
  if (argument === STDIN) return { ...NOTHING, entries: [STDIN_ENTRY] };
  if (argument === '') return { ...NOTHING, problems: [problem(argument, 'not_found', 'the argument is empty')] };
  const path = resolve(options.cwd ?? '.', argument);
  const found = statOf(path);
  if (typeof found !== 'string') return resolvePath(argument, path, found, options);
  if (isGlob(argument) && !['EACCES', 'EPERM', 'ELOOP'].includes(found)) return resolveGlob(argument, options);
  if (found === 'ENAMETOOLONG') {
    return { ...NOTHING, problems: [problem(showName(argument), 'not_found', 'the name is too long for a file')] };
  }
  const missing = found === 'ENOENT' || found === 'ENOTDIR';
  return { ...NOTHING, problems: [problem(showName(argument), missing ? 'not_found' : 'unreadable', found)] };
}

function statOf(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (error) {
    return faultOf(error);
  }
}

function resolvePath(argument: string, path: string, stats: Stats, options: SourceOptions): Found {
  const name = showName(argument);
  if (stats.isDirectory()) {
    const found = resolveFolder(name, path, { from: 'folder', root: name }, options);
    return orNothing(found, name, 'a folder without a file to read');
  }
  if (!stats.isFile()) return { ...NOTHING, problems: [problem(name, 'unreadable', `not a file: ${typeOf(stats)}`)] };
  return { ...NOTHING, entries: [{ name, path, from: 'named', root: name, size: stats.size }] };
}

function orNothing(found: Found, name: string, detail: string): Found {
  if (found.entries.length > 0 || found.problems.length > 0) return found;
  return { ...found, problems: [problem(name, 'nothing_matched', detail)] };
}

function typeOf(stats: Stats): string {
  if (stats.isFIFO()) return 'FIFO';
  if (stats.isSocket()) return 'socket';
  if (stats.isCharacterDevice()) return 'character device';
  return stats.isBlockDevice() ? 'block device' : 'unknown type';
}

function resolveFolder(name: string, path: string, origin: Origin, options: SourceOptions): Found {
  const { files, others, faults } = walkFolder(path);
  const show = (relative: string): string => joinName(name, relative);
  const names = wantedNames(
    files.map(({ relative }) => relative),
    options,
  );
  const wanted = files.filter(({ relative }) => names.has(relative));
  const rest = [...files.filter(({ relative }) => !names.has(relative)), ...others];
  rest.sort((a, b) => compareText(a.relative, b.relative));
  return {
    entries: wanted.map((file) => toEntry(show(file.relative), file.path, origin)),
    problems: faults.map(({ relative, fault }) => problem(show(relative), 'unreadable', fault)),
    skipped: rest.map((file: WalkedFile) => ({ name: show(file.relative), path: file.path })),
  };
}

function toEntry(name: string, path: string, origin: Origin): SourceEntry {
  return { name, path, ...origin, size: sizeOf(path) };
}

function sizeOf(path: string): number {
  try {
    return lstatSync(path).size;
  } catch {
    return 0; // gone or closed meanwhile: the reading says so
  }
}

/** Wildcards, a set, alternatives in braces or an extended group. Parentheses alone are an ordinary name. */
function isGlob(argument: string): boolean {
  return /[*?[]|\{[^{}]*(?:,|\.\.)[^{}]*\}|[!+@]\(/.test(argument);
}

/** Far beyond any path; a pattern is made a regular expression, which takes no more. */
const LONGEST_GLOB = 4096;

/** Files that match; where none does, the folders that match are walked, as if a shell had written them out. */
async function resolveGlob(argument: string, options: SourceOptions): Promise<Found> {
  const root = showName(argument);
  const origin: Origin = { from: 'glob', root };
  const cwd = resolve(options.cwd ?? '.');
  const matches =
    root.length > LONGEST_GLOB ? `a pattern has at most ${LONGEST_GLOB} characters` : await matchGlob(root, cwd);
  if (typeof matches === 'string') return { ...NOTHING, problems: [problem(root, 'nothing_matched', matches)] };
  const files = matches.filter((match) => !match.endsWith('/'));
  const toFile = (name: string): SourceEntry => toEntry(name, resolve(cwd, name), origin);
  const found =
    files.length > 0 ? { ...NOTHING, entries: files.map(toFile) } : resolveFolders(matches, cwd, origin, options);
  return orNothing(found, root, 'no file matches');
}

function resolveFolders(names: readonly string[], cwd: string, origin: Origin, options: SourceOptions): Found {
  const all = names.map((name) => resolveFolder(showName(name), resolve(cwd, name), origin, options));
  return {
    entries: all.flatMap(({ entries }) => entries),
    problems: all.flatMap(({ problems }) => problems),
    skipped: all.flatMap((found) => found.skipped),
  };
}

/** Gives names as typed would be (absolute for an absolute pattern), folders with a slash at the end; or a fault. */
async function matchGlob(pattern: string, cwd: string): Promise<readonly string[] | string> {
  try {
    const { glob } = await import('tinyglobby');
    const found = await glob(pattern, {
      cwd,
      absolute: isAbsolute(pattern),
      onlyFiles: false,
      expandDirectories: false,
      followSymbolicLinks: false,
    });
    const before = pattern.startsWith('./') ? './' : '';
    return found.map((name) => before + showSlashes(name)).sort(compareText);
  } catch (error) {
    return faultOf(error);
  }
}

function showSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/** As typed, with POSIX slashes and none at the end. */
function showName(argument: string): string {
  const name = showSlashes(argument);
  return name.replace(/\/+$/, '') || name.slice(0, 1);
}

function joinName(folder: string, relative: string): string {
  if (relative === '') return folder;
  return folder.endsWith('/') ? folder + relative : `${folder}/${relative}`;
}
