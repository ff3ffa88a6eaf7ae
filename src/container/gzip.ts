import { openWrapper } from './wrapper.js';
import type { ContainerFormat } from './types.js';

/** Magic number and the one method that there is: RFC 1952. */
const MAGIC = [0x1f, 0x8b, 0x08];

/** gzip: one packed file. */
export const GZIP: ContainerFormat = {
  name: 'gzip',
  holds: 'wrapper',
  extensions: ['.tar.gz', '.tgz', '.bin.gz', '.hex.gz'],
  besideBinary: false,
  recognise: (bytes, name, { gunzip }) =>
    MAGIC.every((byte, at) => bytes[at] === byte)
      ? (limits) => openWrapper({ format: 'gzip', ending: '.gz', unpack: gunzip }, bytes, name, limits)
      : null,
};
