/** What is said of fleets: what is missing, and what a part of a file is that is about no device. */
import type { MissingPages } from '../fleet/pages.js';
import type { FleetUnknown, UnreadKind, UnreadWord } from '../fleet/types.js';
import { safeText } from '../base/safe-text.js';
import type { UnreadReport } from '../assess/types.js';
import { grouped } from './words.js';

/** The command that tells Device OS versions of many devices. */
const LIST = '`particle product device list PRODUCT --json`';
/** The command that tells the modules of one device. */
const INSPECT = '`particle serial inspect`';

/** What is missing of a device, and which command gives it. */
export const DEVICE_UNKNOWN_WORDS: Readonly<Record<FleetUnknown, string>> = {
  no_version:
    'the list names no Device OS version: it has never been heard; its describe message or `particle serial inspect` tells it',
  no_platform: 'nothing says of which platform it is; name it with --platform',
  unknown_release: 'its Device OS version is none that is known; --releases FILE adds newer ones',
  release_alone: `only its Device OS release is known, and modules decide that a list does not tell; its describe message or ${INSPECT} does`,
  contradictory:
    'what is said of it is contradictory, and nothing tells which is the later; give one report of it, or reports with their times',
  events_alone: `no version seen: its events tell none; its describe message, ${LIST} or ${INSPECT} does`,
  vitals_alone: `vitals hold no Device OS version; its describe message, ${LIST} or ${INSPECT} does`,
};

/** What a part of a file is that is about no device. */
const UNREAD_WORDS: Readonly<Record<UnreadKind, string>> = {
  too_long: 'is no device report: the line is too long',
  cut_off: 'is a list of which the end is missing: what stood there is not known',
  failed_answer:
    'is an answer that says itself that it failed: whether its devices are all is not known; ask for it again',
  no_device:
    'is no device report: JSON without a list of modules, and without the ID and Device OS version of a device',
  unreadable_event: 'is a safe-mode event whose list of modules cannot be read',
  product_firmware: `lists the firmware versions of a product, and no device; ${LIST} lists those with their Device OS versions`,
  device_os_release: `describes a Device OS release, and no device; ${LIST} lists devices with their Device OS versions`,
  particle_list: `is the output of \`particle list\`, which holds no Device OS version; ${LIST} does, or GET /v1/devices`,
  usb_list: `is the output of \`particle usb list\`, which holds no Device OS version; ${INSPECT} does, one device at a time`,
  dfu_list: `is the output of \`dfu-util -l\`, which holds no Device OS version; let the device start, then ${INSPECT} tells it`,
  shifted_row: 'is a row with more cells than the table has columns: which is which cannot be told',
};

/** Kinds that a whole file is, so that one sentence is enough for it. */
const OF_FILE: ReadonlySet<UnreadKind> = new Set<UnreadKind>([
  'product_firmware',
  'device_os_release',
  'particle_list',
  'usb_list',
  'dfu_list',
]);

/** What of a file was not read, as a problem of the run. */
export function unreadReport({ why }: UnreadWord, file: string, line: number): UnreadReport {
  const place = `${file}:${String(line)}`;
  if (typeof why === 'string') {
    return { file: OF_FILE.has(why) ? file : place, code: 'no_report', message: UNREAD_WORDS[why] };
  }
  const what = why.kind === 'text' ? 'is no device report' : 'does not say enough';
  return { file: place, code: 'no_report', message: `${what}: ${safeText(why.what)}` };
}

/** "1 of 12 pages of the list given: the devices on the others are not known" */
export function missingPagesWords({ product, given, total }: MissingPages): string {
  const of = product === null ? 'the list' : `the list of product ${String(product)}`;
  return total === null
    ? `${of} may go on: its last page is full, and nothing says how many there are; give the next one too`
    : `only ${grouped(given)} of ${grouped(total)} pages of ${of} given: the devices on the others are not known`;
}
