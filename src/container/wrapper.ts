/** What formats that wrap one file have in common. */
import type { ContainerTools, Member, Opened, OpenLimits } from './types.js';

/** Bytes unpacked; null where the data is broken, 'too_large' beyond the limit. */
export type Unpack = (packed: Uint8Array, limit: number) => ReturnType<ContainerTools['gunzip']>;

/**
 * Opens a file that wraps one.
 *
 * @param ending of the format's names, such as `.gz`; what is in front of it names the file within
 */
export async function openWrapper(
  { format, ending, unpack }: { readonly format: string; readonly ending: string; readonly unpack: Unpack },
  packed: Uint8Array,
  name: string,
  limits: OpenLimits,
): Promise<Opened> {
  const bytes = await unpack(packed, limits.bytes);
  if (bytes === null) return { code: 'bad_container', detail: `${format}: the packed data is broken or cut off` };
  if (bytes === 'too_large') {
    return { code: 'container_limit', detail: `ratio: ${packed.length} bytes unpack to more than ${limits.bytes}` };
  }
  return { members: [wrapped(innerName(name, ending), packed, bytes)], image: null };
}

function wrapped(name: string, packed: Uint8Array, bytes: Uint8Array): Member {
  return {
    name,
    isFolder: false,
    size: bytes.length,
    packedSize: packed.length,
    address: null,
    refusal: null,
    fault: null,
    read: () => bytes,
  };
}

/** `app.bin` for `folder/app.bin.gz`; what a header calls it is not believed. */
function innerName(name: string, ending: string): string {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const tar = last.replace(/\.tgz$/i, '.tar');
  const inner = tar.toLowerCase().endsWith(ending) ? tar.slice(0, -ending.length) : tar;
  return inner === '' || inner === last || inner === '-' ? 'content' : inner;
}
