/** Findings in words: the rule's template with its values. */
import type { ImageKind } from '../container/types.js';
import { platformName } from '../catalog/platforms.js';
import { ruleById } from '../rules/registry.js';
import { sortFindings } from '../rules/sort.js';
import type { Finding, InnerFault, Value } from '../rules/types.js';
import { bootReasonWords, reasonWords } from './device.js';
import { forecastWords } from './cloud.js';
import { deviceUnknownWords } from './fleet.js';
import { quoted } from './shell.js';
import { PAYLOAD_FAULT_WORDS, REJECTION_WORDS } from './rejection.js';
import { safeText } from '../base/safe-text.js';
import {
  byteCount,
  counted,
  grouped,
  hexAddress,
  hexCrc,
  moduleWords,
  requirementWords,
  slotWords,
  versionWords,
} from './words.js';

/** The sentence of a finding, without the file. Text from outside is harmless for a terminal; other formats escape further. */
export function findingMessage(finding: Finding): string {
  return findingSentence(finding, safeText);
}

/** The same with names of files as `name` shows them. */
export function findingSentence(finding: Finding, name: (file: string) => string): string {
  const template = ruleById(finding.rule)?.message ?? finding.rule;
  const sentence = template.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = finding.values[key];
    return value === undefined ? whole : valueWords(value, name);
  });
  const { leftOut = 0 } = finding;
  return leftOut === 0 ? sentence : `${sentence} (and ${grouped(leftOut)} more of ${finding.rule} that are not told)`;
}

/** One value in its one spelling. */
export function valueWords(value: Value, name: (file: string) => string = safeText): string {
  switch (value.kind) {
    case 'text':
      return safeText(value.text);
    case 'file':
      return name(value.file);
    case 'number':
      return String(value.value);
    case 'bytes':
      return byteCount(value.bytes);
    case 'address':
      return hexAddress(value.address);
    case 'crc':
      return hexCrc(value.crc);
    case 'platform':
      return platformName(value.platform);
    case 'requirement':
      return requirementWords(value, value.platform);
    case 'module':
      return moduleWords(value);
    case 'version':
      return versionWords(value);
    case 'slot':
      return slotWords(value);
    case 'expected':
      return value.forecast === null ? '' : `; ${forecastWords(value.forecast, value.platform)}`;
    case 'reason':
      return reasonWords(value.reason, value.platform);
    case 'boot_reasons':
      return value.reasons.map((one) => bootReasonWords(one, value.platform)).join('; ');
    case 'rejection':
      return REJECTION_WORDS[value.what];
    case 'not_firmware':
      return notFirmwareWords(value);
    case 'command':
      return `${value.words} ${value.file === '-' ? '-' : quoted(safeText(value.file), 'sh')} FILE...`;
    case 'hash':
      return value.hash === null ? 'none' : `${value.hash.slice(0, 12)}...`;
    case 'image':
      return imageWords(value);
    case 'placed':
      return `${hexAddress(value.address)}: ${valueWords(value.module, name)}`;
    case 'region':
      return REGION_WORDS[value.region];
    case 'usb':
      return `${hexId(value.vendor)}:${hexId(value.product)}`;
    case 'inside':
      return value.offset === null ? 'compressed' : `at byte ${String(value.offset)}`;
    case 'inner_fault':
      return INNER_FAULT_WORDS[value.fault];
    case 'payload_fault':
      return PAYLOAD_FAULT_WORDS[value.fault];
    case 'lacked':
      return `it needs ${requirementWords(value, value.platform)}`;
    case 'told':
      return toldWords(value);
    case 'device_unknown':
      return deviceUnknownWords(value.what);
    case 'devices':
      return counted(value.count, 'device');
    case 'devices_below':
      return value.release === null ? 'devices with these releases' : `devices below ${safeText(value.release)}`;
    case 'list':
      return [
        ...value.items.map((item) => valueWords(item, name)),
        ...(value.more === 0 ? [] : [`and ${grouped(value.more)} more`]),
      ].join(', ');
  }
}

/** "; nobody is told", "; 3 of 5 tell nobody" */
function toldWords({ told, count }: Extract<Value, { readonly kind: 'told' }>): string {
  const { nobody = 0, false_success: falseSuccess = 0 } = told;
  const silence = nobody === count ? '; nobody is told' : `; ${grouped(nobody)} of ${grouped(count)} tell nobody`;
  const success =
    falseSuccess === count
      ? '; success is reported all the same'
      : `; ${grouped(falseSuccess)} of ${grouped(count)} report success all the same`;
  return `${nobody === 0 ? '' : silence}${falseSuccess === 0 ? '' : success}`;
}

/** 'an HTML page ("<!DOCTYPE html>"), not firmware' */
function notFirmwareWords({ what, excerpt }: Extract<Value, { readonly kind: 'not_firmware' }>): string {
  const beginning = excerpt === null || excerpt === '' ? '' : ` ("${safeText(excerpt)}")`;
  return `${REJECTION_WORDS[what]}${beginning}${what === 'unknown' ? '' : ', not firmware'}`;
}

const IMAGE_WORDS: Readonly<Record<ImageKind, string>> = {
  intel_hex: 'an Intel HEX file',
  srec: 'a file of S-records',
  dfuse: 'a DfuSe file',
  dump: 'a dump',
};

const REGION_WORDS: Readonly<Record<Extract<Value, { readonly kind: 'region' }>['region'], string>> = {
  dct: 'DCT (keys and settings of one device)',
};

/** "a dump of the whole flash of a Photon", "an Intel HEX file for Argon, 0x00030000 to 0x000F5004" */
function imageWords(image: Extract<Value, { readonly kind: 'image' }>): string {
  const words = IMAGE_WORDS[image.format];
  const board = platformName(image.platform);
  if (image.format === 'dump' && image.isWholeFlash) return `${words} of the whole flash of a ${board}`;
  const range = `${hexAddress(image.start)} to ${hexAddress(image.end)}`;
  return image.format === 'dump' ? `${words} of ${board} flash, ${range}` : `${words} for ${board}, ${range}`;
}

function hexId(id: number): string {
  return id.toString(16).padStart(4, '0');
}

const INNER_FAULT_WORDS: Readonly<Record<InnerFault, string>> = {
  nothing: 'nothing is there, though a flag says so (ignored on Gen 2 and before 2.0.0)',
  no_module: 'it is no module',
  platform: 'it is for another board than the file',
  crc: 'its CRC is wrong',
  sha256: 'its SHA-256 is wrong',
  trailing_bytes: 'bytes follow that it does not cover',
};

/** Why an answer is not known: the first finding that makes it so, in its own words, and how many more there are. */
export function whyUnknown(findings: readonly Finding[], name: (file: string) => string = safeText): string {
  const open = findings.filter(({ judgement }) => judgement === 'unknown');
  const [first] = open;
  if (first === undefined) return 'Not everything is known.';
  const more = open.length === 1 ? '' : `; ${String(open.length - 1)} more like it`;
  return `${first.file === null ? '' : `${name(first.file)} `}${findingSentence(first, name)}${more}.`;
}

/** Where to read on about the first error; empty where there is none. */
export function explainHint(findings: readonly Finding[]): string {
  const first = sortFindings(findings).find(({ severity }) => severity === 'error');
  return first === undefined ? '' : `   more: fwinspect explain ${first.rule}`;
}
