/** Of a folder that was given, what is read and what is left aside: by names alone, as the command line does it. */
import { wantedNames } from '../container/known.js';

/** A file of a folder, by name. */
interface Named {
  /** With the folders above it, from the one that was given. */
  readonly name: string;
  /** The folder that was given, or the file itself. */
  readonly root: string;
  readonly inFolder: boolean;
}

/** How many files of one folder were left aside. */
export interface Aside {
  readonly root: string;
  readonly count: number;
  /** Whether that is all that lies in it. */
  readonly isAll: boolean;
}

/** Takes what was given at once; a file that was given by itself is always read. */
export function sortedOut<One extends Named>(
  files: readonly One[],
): { readonly wanted: readonly One[]; readonly aside: readonly Aside[] } {
  const inFolders = files.filter(({ inFolder }) => inFolder);
  const aside: Aside[] = [];
  const out = new Set<One>();
  for (const root of new Set(inFolders.map((one) => one.root))) {
    const own = inFolders.filter((one) => one.root === root);
    const names = wantedNames(
      own.map(({ name }) => name),
      {},
    );
    const left = own.filter(({ name }) => !names.has(name));
    for (const one of left) out.add(one);
    if (left.length > 0) aside.push({ root, count: left.length, isAll: left.length === own.length });
  }
  return { wanted: files.filter((one) => !out.has(one)), aside };
}
