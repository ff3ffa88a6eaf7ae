/** What the commands about a release as a whole share: reading it. */
import { inventoryOf } from '../release/inventory.js';
import type { Inventory } from '../release/inventory.js';
import { shorten } from '../report/text.js';
import type { Input, InputFile } from './input.js';

/** The inventory of what was read. Paths are those below what all files share, so that a release may lie anywhere. */
export function inventoryOfInput({ files }: Pick<Input, 'files'>): Inventory {
  const roots = new Set(files.map(({ root }) => root));
  const { folder } = shorten(files.map(({ file }) => file));
  const cut = folder === '' ? 0 : folder.length + 1;
  return inventoryOf(
    files.map((one) => ({
      ...one,
      path: roots.size === 1 ? (pathBelow(one) ?? one.file.slice(cut)) : one.file,
    })),
  );
}

/** The name of a file below the folder or archive that was named; null where it was named itself, or by a glob. */
function pathBelow({ file, root }: InputFile): string | null {
  for (const end of ['!/', '/']) {
    const front = root.endsWith('/') && end === '/' ? root : `${root}${end}`;
    if (file.startsWith(front)) return file.slice(front.length);
  }
  return null;
}
