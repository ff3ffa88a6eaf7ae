/** Every platform id that Device OS or the vendor's tools know, and how people name it: look-ups over the boards. */
import { boardById, BOARDS } from './boards/index.js';
import type { Board } from './boards/types.js';

export type { Family } from './boards/family.js';
export type { UsbIds } from './boards/types.js';

/** A platform and what tells it apart. */
export type Platform = Board;

/** The platform that a header without one names: an asset is for any device. It is the Core's id too. */
export const NO_PLATFORM = 0;

/** The platform that texts of help name as an example. */
export const EXAMPLE_PLATFORM = 'electron';

/** Another one, for what the first has not: a name for an example of Gen 3. */
export const EXAMPLE_OF_GEN3 = 'boron';

/** All platforms, by ascending id. Sources: the `source` of each. */
export const PLATFORMS: readonly Platform[] = BOARDS;

/** Takes a platform id (header bytes 12 and 13); gives the platform, undefined for an id that nobody recorded. */
export function platformById(id: number): Platform | undefined {
  return boardById(id);
}

/**
 * Takes what a person writes: a name, alias, display name or decimal id, in any case, with or without spaces, `-`, `_`.
 * Gives the platform, undefined when it names none.
 */
export function findPlatform(text: string): Platform | undefined {
  const key = plain(text);
  return nameIndex().get(key) ?? (/^\d{1,5}$/.test(key) ? platformById(Number(key)) : undefined);
}

/** Takes a platform id; gives the header offsets at which its modules lie, undefined for an unknown one. What `readModule` takes. */
export function usualOffsets(id: number): readonly number[] | undefined {
  return platformById(id)?.headerOffsets;
}

/** Takes a platform id; gives its lower case name, `platform 77` for an unknown one. */
export function platformName(id: number): string {
  return platformById(id)?.name ?? `platform ${id}`;
}

/** Takes nothing; gives the names of all platforms by ascending id, for suggestions and completion. */
export function platformNames(): readonly string[] {
  return PLATFORMS.map(({ name }) => name);
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

let byName: ReadonlyMap<string, Platform> | undefined;

function nameIndex(): ReadonlyMap<string, Platform> {
  byName ??= new Map(
    PLATFORMS.flatMap((entry) =>
      [entry.name, entry.displayName, ...entry.aliases].map((name): [string, Platform] => [plain(name), entry]),
    ),
  );
  return byName;
}
