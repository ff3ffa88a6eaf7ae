import { hasText } from '../base/has-text.js';
import { aboutDevices } from './about-devices.js';
import type { Rejection, RejectionKind } from './types.js';

/** Bytes at the beginning that are looked at for signatures and text. */
const HEAD_SIZE = 4096;

/** Characters of a text that are kept for people. */
const EXCERPT_SIZE = 60;

/**
 * Says what bytes really are that hold no valid module: by signature, by being all the same, or by being text.
 * Gives null where nothing is recognised. Never throws; looks at the first 4 KiB (and at all bytes only to see whether they are equal).
 */
export function identify(bytes: Uint8Array): Rejection | null {
  const what = kindOf(bytes);
  return what === null ? null : rejectionOf(what, bytes);
}

/** A rejection with its excerpt. */
export function rejectionOf(what: RejectionKind, bytes: Uint8Array): Rejection {
  return { kind: 'rejection', what, size: bytes.length, excerpt: excerptOf(what, bytes), truncated: null };
}

function kindOf(bytes: Uint8Array): RejectionKind | null {
  if (bytes.length === 0) return 'empty';
  return kindBySignature(bytes) ?? kindByFill(bytes) ?? kindByText(bytes);
}

const SIGNATURES: readonly { readonly what: RejectionKind; readonly bytes: readonly number[] }[] = [
  { what: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { what: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { what: 'gzip', bytes: [0x1f, 0x8b, 0x08] },
  { what: 'elf', bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { what: 'dfuse', bytes: [0x44, 0x66, 0x75, 0x53, 0x65] },
  // IMAGE_MAGIC of `bootutil/image.h`, little-endian.
  { what: 'mcuboot', bytes: [0x3d, 0xb8, 0xf3, 0x96] },
  { what: 'uf2', bytes: [0x55, 0x46, 0x32, 0x0a, 0x57, 0x51, 0x5d, 0x9e] },
];

function kindBySignature(bytes: Uint8Array): RejectionKind | null {
  const hit = SIGNATURES.find(({ bytes: signature }) => signature.every((byte, at) => bytes[at] === byte));
  if (hit !== undefined) return hit.what;
  if (isTar(bytes)) return 'tar';
  return isEspImage(bytes) ? 'esp_image' : null;
}

/** Whether bytes begin with a block of tar: POSIX.1-1988 ustar, and what GNU tar writes. */
export function isTar(bytes: Uint8Array): boolean {
  return hasText(bytes, 257, 'ustar');
}

/**
 * Magic, 1 to 16 segments, SPI mode and flash size and frequency that there are, an entry point in the address space of code.
 * Source: `esp_image_header_t` in ESP-IDF `bootloader_support/include/esp_app_format.h`.
 */
function isEspImage(bytes: Uint8Array): boolean {
  if (bytes.length < 24 || bytes[0] !== 0xe9) return false;
  const [segments = 0, mode = 0] = bytes.subarray(1, 3);
  return segments >= 1 && segments <= 16 && mode <= 5 && (bytes[7] === 0x40 || bytes[7] === 0x42);
}

function kindByFill(bytes: Uint8Array): RejectionKind | null {
  const first = bytes[0];
  if (first !== 0xff && first !== 0x00) return null;
  // A one-byte file of 0xFF is no erased flash worth naming; two bytes are the least that say something.
  if (bytes.length < 2 || !isFilledWith(bytes, first)) return null;
  return first === 0xff ? 'erased' : 'zeros';
}

/** Whether all bytes are that one. A plain loop: a call, or a step of an iterator, for each byte of a large file takes seconds. */
export function isFilledWith(bytes: Uint8Array, value: number): boolean {
  let at = 0;
  while (at < bytes.length && bytes[at] === value) at++;
  return at === bytes.length;
}

function kindByText(bytes: Uint8Array): RejectionKind | null {
  const head = bytes.subarray(0, HEAD_SIZE);
  const text = textOf(head);
  if (text === null) return aboutDevices(head, null);
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('version https://git-lfs.github.com/spec/')) return 'lfs_pointer';
  if (/^(?:<!doctype html|<html|<head|<body|<!--)/i.test(start)) return 'html';
  if (/^:[0-9a-f]{8}/i.test(start)) return 'intel_hex';
  if (/^S[0-3](?:[0-9a-f]{2}){4,}\s*(?:\r?\n|$)/i.test(start)) return 'srec';
  if (isBase64(start)) return 'base64';
  return aboutDevices(head, start) ?? (isJson(start) ? 'json' : 'text');
}

/** Lines of base64 alone, longer than any word, with letters of both cases and a digit; the first may be a data URL. */
function isBase64(start: string): boolean {
  const content = start.replace(/^data:[\w/+.-]*;base64,/, '').trimEnd();
  const [first = ''] = content.split(/\r?\n/, 1);
  if (first.length < 60 || !/^[A-Za-z0-9+/_\s-]+={0,2}$/.test(content) || content.includes(' ')) return false;
  return /[a-z]/.test(content) && /[A-Z]/.test(content) && /\d/.test(content);
}

/** The beginning of a list of objects, or of an object, up to the first name; and of a list of plain values, up to the first comma. */
const JSON_OBJECT = /^(?:\[\s*)*\{\s*"(?:[^"\\]|\\.)*"\s*:/;
const JSON_LIST = /^(?:\[\s*)+(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)\s*,/;

/** A bracket alone says nothing: log lines and INI files begin with one too. A text may be cut off, so its beginning has to do. */
function isJson(start: string): boolean {
  if (!/^[{[]/.test(start)) return false;
  return JSON_OBJECT.test(start) || JSON_LIST.test(start) || isWholeJson(start);
}

function isWholeJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The bytes as text, or null where they are not text: a control character, a NUL, or many bytes that are no UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  const printable = bytes.every(
    (byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c,
  );
  if (!printable || bytes.length < 4) return null;
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.split('\uFFFD').length - 1;
  return broken * 20 > text.length ? null : text;
}

function excerptOf(what: RejectionKind, bytes: Uint8Array): string | null {
  if (!['html', 'json', 'text', 'lfs_pointer', 'intel_hex', 'srec', 'base64'].includes(what)) return null;
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, EXCERPT_SIZE * 4));
  const clean = text.replace(/[^\x20-\x7E]+/g, ' ').trim();
  return clean.length > EXCERPT_SIZE ? `${clean.slice(0, EXCERPT_SIZE)}...` : clean;
}

/**
 * True where the bytes look like an application for the Core from before modules had headers: a vector table whose stack
 * pointer lies in RAM and whose reset handler lies in the Core's application area.
 * Source: Core application area 0x08005000-0x08020000 (`platform/MCU/STM32F1xx` in Device OS up to 1.4.4).
 */
export function isCoreImage(bytes: Uint8Array): boolean {
  if (bytes.length < 0x10c) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const stackPointer = view.getUint32(0, true);
  const resetHandler = view.getUint32(4, true);
  // In unsigned arithmetic: bits outside 0x2FFE0000 free, the rest must say 0x20000000.
  return (
    (stackPointer & 0x2ffe0000) >>> 0 === 0x20000000 &&
    resetHandler % 2 === 1 &&
    resetHandler >= 0x08005000 &&
    resetHandler < 0x08020000
  );
}
