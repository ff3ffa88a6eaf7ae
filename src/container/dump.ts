import { dumpOpener } from './image.js';
import { isPlainModule } from './scan.js';
import type { ContainerFormat } from './types.js';

/** Flash as `dfu-util -U` or a programmer reads it: modules at their addresses, whatever lies between. */
export const DUMP: ContainerFormat = {
  name: 'dump of flash',
  holds: 'image',
  extensions: ['.bin'],
  besideBinary: false,
  recognise: (bytes, _, tools) => (isPlainModule(bytes) ? null : dumpOpener(bytes, tools)),
};
