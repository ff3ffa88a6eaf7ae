/** Regions of an image of flash that hold no module and whose place the board tells. */
import type { DeviceRules } from '../catalog/boards/types.js';
import type { Take } from './scan.js';
import type { FlashRegion } from './types.js';

/**
 * The information structure of a SoftDevice lies so far behind its start, and in it magic number and firmware id. Source: Nordic, nrf_sdm.h of S140
 * (SOFTDEVICE_INFO_STRUCT_OFFSET, SD_MAGIC_NUMBER, SD_FWID_OFFSET).
 */
const INFORMATION = 0x2000;
const MAGIC_AT = 4;
const MAGIC = 0x51b1e5db;
const FIRMWARE_ID_AT = 12;
const INFORMATION_SIZE = 16;

/** What is known in an image of a board; nothing where it holds neither. */
export function regionsIn(rules: DeviceRules | null | undefined, take: Take): readonly FlashRegion[] {
  if (rules == null) return [];
  return [...radioIn(rules, take), ...dctIn(rules, take)];
}

function radioIn({ radio }: DeviceRules, take: Take): readonly FlashRegion[] {
  if (radio === null) return [];
  const { bytes } = take(radio.at + INFORMATION, INFORMATION_SIZE);
  if (bytes.length < INFORMATION_SIZE) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(MAGIC_AT, true) !== MAGIC) return [];
  return [{ kind: 'radio', address: radio.at, version: view.getUint16(FIRMWARE_ID_AT, true) }];
}

/** The keys and settings, where they are written: erased ones say nothing of a device. */
function dctIn({ dct }: DeviceRules, take: Take): readonly FlashRegion[] {
  if (dct === null) return [];
  const { bytes } = take(dct.from, dct.to - dct.from);
  return bytes.some((byte) => byte !== 0xff) ? [{ kind: 'dct', address: dct.from }] : [];
}
