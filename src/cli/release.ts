/** What the commands about a release as a whole share: reading it. */
import { inventoryOf } from '../release/inventory.js';
import type { Inventory } from '../release/inventory.js';
import type { Input, InputFile } from './input.js';

export { writeWhole } from './context.js';

/** The inventory of what was read. */
export function inventoryOfInput({ files }: Pick<Input, 'files'>): Inventory {
  const roots = new Set(files.map(({ root }) => root));
  return inventoryOf(
    files.map((one) => ({
      file: one.file,
      path: roots.size === 1 ? pathBelow(one) : one.file,
      size: one.size,
      sha256: one.contentId,
      payloadSha256: one.payloadId ?? null,
      module: one.result.kind === 'module' ? one.result : null,
      what: one.result.kind === 'rejection' ? one.result.what : null,
    })),
  );
}

/** The name of a file below the folder or archive that was named; of a file that was named itself, its own name. */
function pathBelow({ file, root }: InputFile): string {
  for (const end of ['!/', '/']) {
    const front = root.endsWith('/') && end === '/' ? root : `${root}${end}`;
    if (file.startsWith(front)) return file.slice(front.length);
  }
  return file.slice(file.lastIndexOf('/') + 1);
}
