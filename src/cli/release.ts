/** What the commands about a release as a whole share: reading it, and writing files so that none is ever half there. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { inventoryOf } from '../release/inventory.js';
import type { Inventory } from '../release/inventory.js';
import { safeText } from '../report/words.js';
import { UsageError } from './context.js';
import type { Input, InputFile } from './input.js';

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

/** Writes a file whole or not at all: under another name first, which then becomes its own. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${String(process.pid)}.tmp`;
  // With a listener a signal waits until these calls are done.
  const later = (): void => {
    process.exitCode = 130;
  };
  process.once('SIGINT', later);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot write ${safeText(path)} (${code})`);
  } finally {
    process.removeListener('SIGINT', later);
  }
}
