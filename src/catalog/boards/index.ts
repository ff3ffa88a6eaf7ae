/** Every board, and the look-ups by platform id. A new board is one record in the file of its family. */
import { isIn } from '../versions.js';
import { NRF52840_BOARDS } from './nrf52840.js';
import { OTHER_BOARDS } from './other.js';
import { RTL872X_BOARDS } from './rtl872x.js';
import { STM32F1_BOARDS } from './stm32f1.js';
import { STM32F2_BOARDS } from './stm32f2.js';
import type { Board, DeviceRules, InReleases } from './types.js';

export const BOARDS: readonly Board[] = [
  ...STM32F1_BOARDS,
  ...STM32F2_BOARDS,
  ...NRF52840_BOARDS,
  ...RTL872X_BOARDS,
  ...OTHER_BOARDS,
].sort((a, b) => a.id - b.id);

const byId: ReadonlyMap<number, Board> = new Map(BOARDS.map((board) => [board.id, board]));

/** Takes a platform id (header bytes 12 and 13); gives the board, undefined for an id that nobody recorded. */
export function boardById(id: number): Board | undefined {
  return byId.get(id);
}

/** Takes a platform id; gives how Device OS validates and starts there, null where that is not known. */
export function rulesOf(id: number): DeviceRules | null {
  return byId.get(id)?.rules ?? null;
}

/** Bytes that a module takes of its slot where its size is not known: enough to be a module, never beyond its slot. */
export const ASSUMED_MODULE_SIZE = 0x10000;

/** Takes values by release and a module version of the system; gives the one that holds, undefined where none is known. */
export function valueIn<Value>(values: readonly InReleases<Value>[], version: number): Value | undefined {
  return values.find(({ versions }) => isIn(version, versions))?.value;
}
