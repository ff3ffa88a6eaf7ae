/** What bytes are that are no module, and why a payload stays closed, in words. */
import type { PayloadFault, Rejection, RejectionKind } from '../module/types.js';
import { safeText } from '../base/safe-text.js';
import { byteCount, moduleWords } from './words.js';

/** Words for what was found instead of a module. */
export const REJECTION_WORDS: Readonly<Record<RejectionKind, string>> = {
  empty: 'an empty file',
  erased: 'erased flash (every byte is 0xFF)',
  zeros: 'nothing but zeros',
  html: 'an HTML page',
  json: 'a JSON text',
  text: 'a text file',
  zip: 'a zip archive',
  gzip: 'a gzip archive',
  elf: 'an ELF file (the linker output, not the binary made from it)',
  intel_hex: 'an Intel HEX file',
  srec: 'a file of S-records',
  dfuse: 'a DfuSe file',
  tar: 'a tar archive',
  mcuboot: 'an image for MCUboot',
  esp_image: 'an image for an ESP chip',
  base64: 'a base64 text',
  uf2: 'a UF2 file',
  lfs_pointer: 'a Git LFS pointer',
  device_report: "a text that reads like a device's report",
  device_list: 'a text that reads like a list or events of devices',
  truncated: 'a cut-off module',
  core_image: 'a Core application from before modules had headers',
  unknown: 'no firmware module of any known layout',
};

/** Why a compressed payload was not opened, or is broken. */
export const PAYLOAD_FAULT_WORDS: Readonly<Record<PayloadFault, string>> = {
  no_room_for_header: 'no room for the compression header',
  unknown_method: 'unknown compression method',
  too_large: 'announces more bytes than any device has room for',
  no_inflate: 'no inflate function was handed in',
  nested: 'it is nested too deeply',
  too_large_together: 'more is packed into this file than any device has room for',
  broken_or_longer: 'the compressed data is broken or longer than announced',
  shorter: 'the compressed data is shorter than announced',
};

/** "an HTML page ("<!DOCTYPE html>"), 129,195 bytes" */
export function rejectionWords(rejection: Rejection): string {
  const { what, excerpt, size, truncated } = rejection;
  if (truncated !== null) {
    const { header, needed, missing } = truncated;
    return `${REJECTION_WORDS[what]}: ${moduleWords(header)} needs ${byteCount(needed)}, ${byteCount(missing)} are missing`;
  }
  const seen = excerpt === null || excerpt === '' ? '' : ` ("${safeText(excerpt)}")`;
  return `${REJECTION_WORDS[what]}${seen}, ${byteCount(size)}`;
}
