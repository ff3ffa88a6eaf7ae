/** Sizes as people write them. */
import { safeText } from '../base/safe-text.js';
import { UsageError } from './context.js';

/** "5MB", "500 KB", "1234567": decimal units, as data is sold. */
export function bytesOf(text: string): number {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)?\s*$/i.exec(text);
  if (found?.[1] === undefined) {
    throw new UsageError(`${safeText(text)} is no size; say 5MB, 500KB or a number of bytes`);
  }
  const unit = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 }[(found[2] ?? 'B').toUpperCase()] ?? 1;
  return Math.round(Number(found[1]) * unit);
}
