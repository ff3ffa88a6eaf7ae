/** The bytes of a file that findings are about. */
import { CRC_SIZE, HEADER_FIELD, HEADER_SIZE, SUFFIX_FIELD } from '../module/layout.js';
import type { FirmwareModule } from '../module/types.js';
import type { ByteRange } from './types.js';

/** The whole header that begins there. */
export function headerRange(offset: number): ByteRange {
  return { offset, length: HEADER_SIZE };
}

export function headerField(
  { headerOffset }: Pick<FirmwareModule, 'headerOffset'>,
  name: keyof typeof HEADER_FIELD,
): ByteRange {
  const { offset, length } = HEADER_FIELD[name];
  return { offset: headerOffset + offset, length };
}

export function suffixField({ length: end }: FirmwareModule, name: keyof typeof SUFFIX_FIELD): ByteRange {
  const { before, length } = SUFFIX_FIELD[name];
  return { offset: end - CRC_SIZE - before, length };
}

export function crcRange({ length }: FirmwareModule): ByteRange {
  return { offset: length - CRC_SIZE, length: CRC_SIZE };
}
