/** Flash under a programmer: an image takes the place of what was there, whatever it was. */
import { RADIO_INFO_WORD } from '../catalog/eras.js';
import { slotsOf } from '../catalog/flash-map.js';
import type { FlashImage } from '../container/types.js';
import { eraOf } from './era.js';
import type { Era } from './era.js';
import type { DeviceState } from './types.js';
import { erase } from './write.js';

/**
 * A device while an image of flash is written to it, before the modules of the image are sent by a programmer: what a gapless one covers is gone, and
 * the radio stack is that of the image. What lies in a slot and was not judged (a copy of an application in the factory slot) is not known afterwards.
 *
 * @param image one of the board that the device is; of one without rules nothing changes
 */
export function underProgrammer(state: DeviceState, image: FlashImage): DeviceState {
  const era = eraOf(state.platform, 0);
  if (era === null) return state;
  const isGapless = image.gaps === 0;
  const erased = isGapless ? erase(state, { from: image.start, to: image.end }) : state;
  const endIsNew = isGapless && image.start < era.flashEnd && image.end >= era.flashEnd;
  return withCopies(
    {
      ...erased,
      radio: radioOf(era, state, image),
      // What stands at the end of flash names the application's start; the module that lies there says it anew.
      applicationStart: era.dynamicApplication !== null && endIsNew ? null : state.applicationStart,
    },
    image,
  );
}

function radioOf({ radio }: Era, state: DeviceState, { regions, gaps, start, end }: FlashImage): DeviceState['radio'] {
  const found = regions.find((one) => one.kind === 'radio');
  if (found !== undefined) return { version: found.version, infoWord: RADIO_INFO_WORD.get(found.version) ?? null };
  const isGone = radio !== null && gaps === 0 && start <= radio.at && end >= radio.at + radio.idReached;
  return isGone ? null : state.radio;
}

function withCopies(state: DeviceState, { copies }: FlashImage): DeviceState {
  const starts = new Set(slotsOf(state.platform).map(({ start }) => start));
  const hidden = new Set(copies.map(({ address }) => address).filter((address) => starts.has(address)));
  if (hidden.size === 0) return state;
  return {
    ...state,
    modules: state.modules.filter(({ at }) => !hidden.has(at)),
    unknown: [...new Set([...state.unknown, ...hidden])].sort((a, b) => a - b),
  };
}
