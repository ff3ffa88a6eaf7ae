import { usualOffsets } from '../catalog/platforms.js';
import type { ReadTools } from '../module/types.js';
import { NODE_TOOLS } from '../source/node-tools.js';

/** Everything that the reader of modules can be given here. */
export const TOOLS: ReadTools = {
  ...NODE_TOOLS,
  usualOffsets,
};
