/** DfuSe files (.dfu), in which ST's tools put images at addresses. Source: ST UM0391, "DfuSe File Format Specification", revision 1. */
import { hasText } from '../base/has-text.js';
import { DFU_SUFFIX_SIZE, readDfuSuffix } from '../module/dfu-suffix.js';
import { imageOpener } from './image.js';
import { collector } from './memory.js';
import type { Region } from './memory.js';
import type { ContainerFormat, Refusal } from './types.js';

const SIGNATURE = 'DfuSe';
const TARGET = 'Target';
const PREFIX_SIZE = 11;
const TARGET_SIZE = 274;
const ELEMENT_SIZE = 8;
/** Places in the prefix: size of the file without suffix, number of targets. */
const FILE_SIZE_AT = 6;
const TARGETS_AT = 10;
/** Place in a target: number of elements. */
const ELEMENTS_AT = 270;
const ADDRESSES = 0x100000000;

export const DFUSE: ContainerFormat = {
  name: 'DfuSe',
  holds: 'image',
  extensions: ['.dfu'],
  besideBinary: true,
  recognise: (bytes, _, tools) =>
    hasText(bytes, 0, SIGNATURE) ? imageOpener('dfuse', () => regionsOf(bytes, tools), tools) : null,
};

function regionsOf(bytes: Uint8Array, tools: Parameters<typeof readDfuSuffix>[1]): readonly Region[] | Refusal {
  const suffix = readDfuSuffix(bytes, tools);
  if (suffix === null) return broken('no DFU suffix: the file is cut off');
  if (!suffix.crcOk) return broken('the CRC of its DFU suffix is wrong');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length - DFU_SUFFIX_SIZE);
  if (view.byteLength < PREFIX_SIZE) return broken('the prefix is cut off');
  if (view.getUint32(FILE_SIZE_AT, true) !== view.byteLength) return broken('its prefix says another size');
  const memory = collector(bytes.length);
  let at = PREFIX_SIZE;
  for (let targets = view.getUint8(TARGETS_AT); targets > 0; targets--) {
    if (at + TARGET_SIZE > view.byteLength || !hasText(bytes, at, TARGET)) return broken('a target is cut off');
    const elements = view.getUint32(at + ELEMENTS_AT, true);
    at += TARGET_SIZE;
    for (let element = 0; element < elements; element++) {
      if (at + ELEMENT_SIZE > view.byteLength) return broken('an element is cut off');
      const address = view.getUint32(at, true);
      const size = view.getUint32(at + 4, true);
      at += ELEMENT_SIZE;
      if (at + size > view.byteLength) return broken('the data of an element is cut off');
      if (address + size > ADDRESSES) return broken('data wraps around the end of the addresses');
      memory.add(address, bytes.subarray(at, at + size));
      at += size;
    }
  }
  return memory.finish();
}

function broken(fault: string): Refusal {
  return { code: 'bad_container', detail: `DfuSe: ${fault}` };
}
