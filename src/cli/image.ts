/** An image of flash among what a command was given. */
import { imageAlone } from '../assess/simulation.js';
import { safeText } from '../base/safe-text.js';
import type { ImageSubject } from '../rules/types.js';
import { UsageError } from './context.js';
import type { Input } from './input.js';

/**
 * The image of flash that is written as a whole, at its addresses; null for files that are sent one after the other.
 *
 * @param command what the user called
 * @throws UsageError where other files stand beside it
 */
export function onlyImage({ images, files }: Input, command: 'simulate' | 'plan'): ImageSubject | null {
  const image = imageAlone(images, files);
  if (image !== 'mixed') return image;
  throw new UsageError(
    `${safeText(images[0]?.file ?? '')} is an image of flash, written as a whole; ${command} it by itself, without other files`,
  );
}
