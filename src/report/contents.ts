/** The modules of one file in words: a combined file holds two. */
import { combinedIn } from '../device/module-file.js';
import { partsOf } from '../device/combined.js';
import type { ModuleFacts } from '../device/types.js';
import type { ModuleFile } from '../device/module-file.js';
import { factsWords, slotWords, versionWords } from './words.js';

type Held = Pick<ModuleFile, 'module'>;

/** "bootloader + system part 1" */
export function slotsOfFile(file: Held): string {
  return [file.module, ...combinedIn(file)].map(slotWords).join(' + ');
}

/** "1005 (2.0.1-alpha.2) + 4006 (4.0.2)" */
export function versionsOfFile(file: Held): string {
  return [file.module, ...combinedIn(file)].map(versionWords).join(' + ');
}

/** "bootloader at 1200 (4.1.0) + system part 1 at 4100 (4.1.0)": every module of a file, also those that a device ignores. */
export function partsWords(facts: ModuleFacts): string {
  return partsOf(facts)
    .flatMap((one) => (one === null ? [] : [factsWords(one)]))
    .join(' + ');
}
