import type { TarHeader } from 'modern-tar';
import { isTar } from '../module/identify.js';
import { findDuplicate } from './names.js';
import type { ContainerFormat, Member, Opened, OpenLimits, Refusal } from './types.js';

/** tar, as it comes out of gzip or by itself. */
export const TAR: ContainerFormat = {
  name: 'tar',
  holds: 'files',
  extensions: ['.tar'],
  besideBinary: false,
  recognise: (bytes) => (isTar(bytes) ? (limits) => open(bytes, limits) : null),
};

/** Leaves the reading, which has no other way out. */
class TooManyMembers extends Error {}

/** The reader copies the bytes of members: together never more than the archive has. */
async function open(bytes: Uint8Array, limits: OpenLimits): Promise<Opened> {
  const { unpackTar } = await import('modern-tar');
  let count = 0;
  const isRead = (header: TarHeader): boolean => {
    count += 1;
    if (count > limits.members) throw new TooManyMembers();
    return header.type !== 'pax-global-header';
  };
  try {
    const entries = await unpackTar(bytes, { strict: true, filter: isRead });
    const members = entries.map(({ header, data }) => memberOf(header, data ?? new Uint8Array()));
    return findDuplicate(members) ?? { members, image: null };
  } catch (error) {
    if (error instanceof TooManyMembers) {
      return { code: 'container_limit', detail: `entries: more than ${limits.members}` };
    }
    return { code: 'bad_container', detail: `tar: ${error instanceof Error ? error.message : 'broken'}` };
  }
}

function memberOf(header: TarHeader, bytes: Uint8Array): Member {
  const name = header.name.replace(/^(?:\.\/)+(?=[^/])/, '');
  const isFolder = header.type === 'directory' || name === './' || name === '.';
  return {
    name,
    isFolder,
    size: bytes.length,
    packedSize: null,
    address: null,
    refusal: isFolder ? null : typeFault(header),
    fault: null,
    read: () => bytes,
  };
}

function typeFault({ type = 'file' }: TarHeader): Refusal | null {
  if (type === 'file') return null;
  if (type === 'link' || type === 'symlink') return { code: 'symlink_entry', detail: `a ${type}` };
  return { code: 'bad_container', detail: `file type ${type}` };
}
