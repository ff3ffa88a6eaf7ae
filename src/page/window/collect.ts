/** Files as a browser hands them over: dropped, chosen, in folders. */

/** A file, and where it lay. */
export interface Collected {
  /** With the folders above it, from the one that was given. */
  readonly name: string;
  /** The folder that was given, or the file itself. */
  readonly root: string;
  readonly inFolder: boolean;
  readonly file: File;
}

/** Files that were chosen by a dialog: those of a folder know their path. */
export function chosenFiles(files: Iterable<File>): readonly Collected[] {
  return [...files].map((file) => {
    const path = file.webkitRelativePath;
    return path === '' ? alone(file) : { name: path, root: path.split('/')[0] ?? path, inFolder: true, file };
  });
}

const alone = (file: File): Collected => ({ name: file.name, root: file.name, inFolder: false, file });

/** Files that were dropped, folders with all that is in them. The list of a drop is empty after the event: it is taken at once. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<readonly Collected[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  // What a script drops has no entries.
  if (entries.length === 0) return chosenFiles(files);
  const found = await Promise.all(entries.map((entry) => filesOf(entry, entry.name, entry.isDirectory)));
  return found.flat();
}

async function filesOf(entry: FileSystemEntry, root: string, inFolder: boolean): Promise<readonly Collected[]> {
  const name = entry.fullPath.replace(/^\//, '');
  if (isFile(entry)) {
    const file = await new Promise<File | null>((resolve) => {
      entry.file(resolve, () => {
        resolve(null);
      });
    });
    return file === null ? [] : [{ name, root, inFolder, file }];
  }
  const found: Collected[] = [];
  for (const inner of await entriesOf(entry as FileSystemDirectoryEntry)) {
    for (const one of await filesOf(inner, root, inFolder)) found.push(one);
  }
  return found;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** A reader gives a hundred at once, and nothing at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => {
        resolve([]);
      });
    });
    if (some.length === 0) return all;
    for (const one of some) all.push(one);
  }
}
