/** Gen 1: the Core. Nothing is validated there, so no rules are known. */
import { AT_1_4_4, SPARK_USB } from './shared.js';
import type { Identity } from './shared.js';
import type { Board } from './types.js';

/** Header offset: `build/arm/linker/linker_stm32f10x_common.ld` @ 1.4.4. */
function coreBoard(identity: Identity): Board {
  return {
    ...identity,
    family: 'stm32f1',
    ofKnownFamily: true,
    generation: 1,
    cellular: false,
    headerOffsets: [0x10c, 0],
    usb: SPARK_USB,
    cloudFraming: 'by_release',
    bootloaderLast: false,
    bootloaderTellsRelease: true,
    releasedParts: [],
    intermediateReleases: [],
    rules: null,
  };
}

export const STM32F1_BOARDS: readonly Board[] = [
  coreBoard({ id: 0, name: 'core', displayName: 'Core', aliases: ['c', 'spark core'], source: AT_1_4_4 }),
  coreBoard({ id: 2, name: 'core-hd', displayName: 'Core HD', aliases: [], source: AT_1_4_4 }),
];
