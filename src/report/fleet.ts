/** What is said of fleets: what is missing, and what a part of a file is that is about no device. */
import type { MissingPages } from '../fleet/pages.js';
import type { FleetUnknown, UnreadKind, UnreadWord } from '../fleet/types.js';
import { safeText } from '../base/safe-text.js';
import type { UnreadReport, UnreadWhat } from '../assess/types.js';
import { grouped } from './words.js';

/** The command that tells Device OS versions of many devices. */
const LIST = '`particle product device list PRODUCT --json`';
/** The command that tells the modules of one device. */
const INSPECT = '`particle serial inspect`';

/** The row of one device of a product; ID stands for the device. */
export const GET_ROW = '`particle product device list PRODUCT ID --json > ID.json`';

/** How the list of a product is got, and the report of one device; the file that each makes is given beside the others. */
const GET_LIST = '`particle product device list PRODUCT --json > devices.json`';
export const GET_REPORT = '`particle serial inspect > device.txt`';

const BY_USB = `by USB in listening mode: ${GET_REPORT}`;

/** Why nothing certain is said of a device, and what its owner can do about it; of one device or of several. */
export interface DeviceAdvice {
  /** What is missing. */
  readonly why: string;
  /** The step to take, with the command to type. */
  readonly what: string;
}

/** What is missing of a device, and which command gives it. */
export const DEVICE_ADVICE: Readonly<Record<FleetUnknown, DeviceAdvice>> = {
  no_version: {
    why: 'no record names the Device OS version',
    what: `when the device is online, get the list of the product: ${GET_LIST}; or connect ${BY_USB}`,
  },
  no_platform: {
    why: 'no record names the platform',
    what: 'add `--platform NAME`',
  },
  unknown_release: {
    why: 'the Device OS version is none that fwinspect knows for the platform',
    what: 'add the rows of newer releases with `--releases FILE`',
  },
  two_platforms: {
    why: 'a record names two platforms',
    what: 'leave the right one in it',
  },
  two_releases: {
    why: 'a record names two Device OS releases',
    what: 'leave the right one in it',
  },
  unknown_platform: {
    why: 'a record names a platform that is not known',
    what: 'write its name as `fwinspect versions` has it, or its id',
  },
  release_alone: {
    why: 'only the Device OS version is known, and what decides here are modules that a list does not tell',
    what: `connect ${BY_USB}`,
  },
  contradictory: {
    why: 'the records contradict each other',
    what: `leave out the outdated file; ${INSPECT} tells what runs now`,
  },
  events_alone: {
    why: 'seen in events alone, which name neither platform nor Device OS version',
    what: `get the list of the product: ${GET_LIST}`,
  },
  vitals_alone: {
    why: 'seen in vitals alone, which name neither platform nor Device OS version',
    what: `get the list of the product: ${GET_LIST}`,
  },
};

/** Of a device whose report does not tell which Device OS runs. */
export const NO_RUNNING_VERSION: DeviceAdvice = {
  why: 'the report does not tell which Device OS version runs',
  what: `give a new one: connect ${BY_USB}`,
};

/** What is missing of a device and what to do, as one sentence. */
export function deviceUnknownWords(what: FleetUnknown): string {
  const { why, what: step } = DEVICE_ADVICE[what];
  return `${why}; ${step}`;
}

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

/**
 * What of a file was not read, as a problem of the run.
 *
 * @param line on which it begins; null where it is the file as a whole
 */
export function unreadReport({ why, names }: UnreadWord, file: string, line: number | null): UnreadReport {
  const at = typeof why === 'string' && OF_FILE.has(why) ? null : line;
  const place = at === null ? file : `${file}:${String(at)}`;
  if (typeof why === 'string') {
    const about = { what: why, detail: null, file, line: at, ...(names === undefined ? {} : { names }) };
    return { file: place, code: 'no_report', message: UNREAD_WORDS[why], about };
  }
  const what = why.kind === 'text' ? 'is no device report' : 'does not say enough';
  const detail = safeText(why.what);
  return {
    file: place,
    code: 'no_report',
    message: `${what}: ${detail}`,
    about: { what: why.kind, detail, file, line: at },
  };
}

/** Records of which another one counts, behind their number. */
export const OLDER_RECORDS = 'older, or the same again';

/** "events that do not name a Device OS version", behind their number. */
export function otherEventsWords(count: number): string {
  return count === 1 ? 'event that does not name a Device OS version' : 'events that do not name a Device OS version';
}

/** Devices without an ID, behind their number: "name no device, so the same device may be counted twice". */
export function unnamedWords(count: number): string {
  return `${count === 1 ? 'names' : 'name'} no device, ${UNNAMED_DOUBT}`;
}

/** What it means that a record has no ID. */
export const UNNAMED_DOUBT = 'so the same device may be counted twice';

/** What stands in the place of a device, as a noun, and what its owner gives instead. */
export const UNREAD_ADVICE: Readonly<
  Record<UnreadWhat, { readonly noun: string | null; readonly instead: UnreadInstead }>
> = {
  too_long: { noun: 'a line that is too long to be a report', instead: 'again' },
  cut_off: { noun: 'a list of which the end is missing', instead: 'again' },
  failed_answer: { noun: 'an answer that says itself that it failed', instead: 'again' },
  unreadable_event: { noun: 'a safe-mode event whose list of modules cannot be read', instead: 'again' },
  shifted_row: { noun: 'a row with more cells than the table has columns', instead: 'again' },
  says_too_little: { noun: null, instead: 'platform' },
  no_device: { noun: 'JSON about no device', instead: 'nothing' },
  product_firmware: { noun: 'firmware versions of a product', instead: 'list' },
  device_os_release: { noun: 'a Device OS release', instead: 'nothing' },
  particle_list: { noun: '`particle list`', instead: 'list' },
  usb_list: { noun: '`particle usb list`', instead: 'report' },
  dfu_list: { noun: '`dfu-util -l`', instead: 'report' },
  text: { noun: null, instead: 'nothing' },
  empty: { noun: 'no text at all', instead: 'nothing' },
  binary: { noun: 'firmware, or another binary file', instead: 'nothing' },
  unreadable: { noun: null, instead: 'again' },
  other: { noun: null, instead: 'nothing' },
};

/** What to do about each, in words that begin small: for a whole file what to give instead. */
export const INSTEAD_WORDS: Readonly<Record<UnreadInstead, string>> = {
  list: `give the list of the product instead: ${GET_LIST}`,
  report: `give a report of each device instead: ${GET_REPORT}`,
  again: 'get it again: what stood there is not counted',
  platform: 'name the platform with `--platform NAME`: until then it is not counted',
  nothing: 'leave out',
};

/**
 * What to do with a file of that kind: `list`, `report`: give the list of a product, or the report of each device, in its place; `again`: a part of
 * it is lost; `platform`: name the platform; `nothing`: leave it out.
 */
export type UnreadInstead = 'list' | 'report' | 'again' | 'platform' | 'nothing';

/** "1 of 12 pages of the list given: the devices on the others are not known" */
export function missingPagesWords({ product, given, total }: MissingPages): string {
  const of = product === null ? 'the list' : `the list of product ${String(product)}`;
  return total === null
    ? `${of} may go on: its last page may be full, and nothing says how many there are; give the next one too`
    : `only ${grouped(given)} of ${grouped(total)} pages of ${of} given: the devices on the others are not known`;
}
