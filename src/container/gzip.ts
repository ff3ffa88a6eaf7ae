import type { ContainerFormat, ContainerTools, Member, Opened, OpenLimits } from './types.js';

/** Magic number and the one method that there is: RFC 1952. */
const MAGIC = [0x1f, 0x8b, 0x08];

/** gzip: one packed file. */
export const GZIP: ContainerFormat = {
  name: 'gzip',
  holds: 'wrapper',
  extensions: ['.tar.gz', '.tgz', '.bin.gz', '.hex.gz'],
  besideBinary: false,
  recognise: (bytes, name, tools) =>
    MAGIC.every((byte, at) => bytes[at] === byte) ? (limits) => open(bytes, name, tools, limits) : null,
};

async function open(packed: Uint8Array, name: string, tools: ContainerTools, limits: OpenLimits): Promise<Opened> {
  const bytes = await tools.gunzip(packed, limits.bytes);
  if (bytes === null) return { code: 'bad_container', detail: 'gzip: the packed data is broken or cut off' };
  if (bytes === 'too_large') {
    return { code: 'container_limit', detail: `ratio: ${packed.length} bytes unpack to more than ${limits.bytes}` };
  }
  return { members: [wrapped(name, packed, bytes)], image: null };
}

function wrapped(name: string, packed: Uint8Array, bytes: Uint8Array): Member {
  return {
    name: innerName(name),
    isFolder: false,
    size: bytes.length,
    packedSize: packed.length,
    address: null,
    refusal: null,
    fault: null,
    read: () => bytes,
  };
}

/** `app.bin` for `folder/app.bin.gz`; what the header of gzip calls it is not believed. */
function innerName(name: string): string {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const inner = last.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '');
  return inner === '' || inner === last || inner === '-' ? 'content' : inner;
}
