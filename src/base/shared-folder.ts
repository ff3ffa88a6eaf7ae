/** The folder that all of the names lie in, without a slash at its end; empty where they share none. Names have POSIX slashes. */
export function sharedFolder(names: readonly string[]): string {
  const parts = names.map((name) => name.split('/').slice(0, -1));
  const first = parts[0] ?? [];
  let depth = 0;
  while (depth < first.length && parts.every((one) => one[depth] === first[depth])) depth++;
  return first.slice(0, depth).join('/');
}

/** How many characters of each name the folder takes, its slash counted. */
export function folderLength(folder: string): number {
  return folder === '' ? 0 : folder.length + 1;
}
