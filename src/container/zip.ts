import type { ContainerFormat, ContainerTools, Member, Open } from './types.js';
import { readDirectory } from './zip-directory.js';
import type { ZipEntry } from './zip-directory.js';
import { checkEntry, checkReadable, unpack } from './zip-entry.js';

/** zip, also as application bundle. */
export const ZIP: ContainerFormat = {
  name: 'zip',
  holds: 'files',
  extensions: ['.zip'],
  besideBinary: false,
  recognise: (bytes, _name, tools) => (isZipContent(bytes) ? openZipBytes(bytes, tools) : null),
};

/** Tells whether bytes start like a zip: a first entry, or the end record of an empty archive. */
function isZipContent(bytes: Uint8Array): boolean {
  if (bytes.length < 4 || bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  return (bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6);
}

/** Opens bytes as a zip, whatever they begin with. */
export function openZipBytes(bytes: Uint8Array, tools: ContainerTools): Open {
  return (limits) => {
    const directory = readDirectory(bytes, limits.members, tools);
    if ('code' in directory) return directory;
    if (isNordicPackage(directory.entries)) {
      return { code: 'foreign_package', detail: 'an nRF DFU package; nrfutil pkg display shows what is in it' };
    }
    return { members: directory.entries.map((entry) => memberOf(bytes, entry, tools)), image: null };
  };
}

/** `manifest.json` and an init packet beside each image. Source: nrfutil, "DFU package". */
function isNordicPackage(entries: readonly ZipEntry[]): boolean {
  const names = new Set(entries.map(({ name }) => name));
  return (
    names.has('manifest.json') &&
    [...names].some((name) => names.has(name.replace(/\.dat$/, '.bin')) && name.endsWith('.dat'))
  );
}

function memberOf(archive: Uint8Array, entry: ZipEntry, tools: ContainerTools): Member {
  return {
    name: entry.name,
    isFolder: entry.isFolder,
    size: entry.size,
    packedSize: entry.compressedSize,
    address: null,
    refusal: checkEntry(entry),
    fault: checkReadable(entry),
    read: () => unpack(archive, entry, tools),
  };
}
