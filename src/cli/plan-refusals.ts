/** What `plan` refuses before it plans, or before it writes a script. */
import { safeText } from '../base/safe-text.js';
import type { PlanStep } from '../plan/update.js';
import { UsageError } from './context.js';
import type { Input } from './input.js';

/** A plan sends one file after the other; an image of flash is written at once. */
export function refuseImages({ images }: Input): void {
  const [image] = images;
  if (image === undefined) return;
  throw new UsageError(
    `${safeText(image.file)} is an image of flash, which no tool sends as an update: it is written as a whole, by a programmer or over DFU. plan takes the .bin files of its modules; simulate --via dfu says what writing it comes to`,
  );
}

/** A command of a script names a file that is there. */
export function refusePacked(steps: readonly PlanStep[], { files }: Input): void {
  const names = new Set(steps.map(({ file }) => file.file));
  const packed = files.find(({ file, archive }) => archive !== null && names.has(file));
  if (packed !== undefined) {
    throw new UsageError(`${safeText(packed.file)} lies in an archive; unpack it, and plan with the files`);
  }
}

/** Quotes hold any name; a terminal, and a person who reads the script, do not. */
export function refuseHostileNames(names: readonly string[]): void {
  const hostile = names.find((name) => safeText(name) !== name);
  if (hostile !== undefined) {
    throw new UsageError(`${safeText(hostile)} holds characters that a script should not show; rename the file`);
  }
}
