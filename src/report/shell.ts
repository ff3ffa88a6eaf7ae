/** Commands for a shell: quoting, and the one or more commands of a step. */
import { platformById } from '../catalog/platforms.js';
import { NEWEST } from '../catalog/versions.js';
import type { FlashImage } from '../container/types.js';
import { eraOf } from '../device/era.js';
import type { PlanStep } from '../plan/update.js';

/** Which shell a script is for. */
export type Shell = 'sh' | 'powershell';

/** What stands for the device in a command; the person puts its name or id there. */
const DEVICE = 'DEVICE';

/** Words that a shell takes as they are; PowerShell makes more of some signs than sh does. */
const PLAIN = { sh: /^[\w@%+:,./][\w@%+=:,./-]*$/, powershell: /^[\w./][\w./:-]*$/ } as const;

/** A word as one argument of a shell, whatever it holds. */
export function quoted(word: string, shell: Shell): string {
  // A name that begins with a dash would be taken for an option.
  const safe = word.startsWith('-') ? `./${word}` : word;
  if (PLAIN[shell].test(safe)) return safe;
  return shell === 'sh'
    ? `'${safe.replace(/'/g, `'\\''`)}'`
    : `'${safe.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

type CommandStep = Pick<PlanStep, 'file' | 'transport' | 'takenBy'>;

/** The command for one step, as one line. */
export function commandOf(step: CommandStep, platform: number, shell: Shell = 'sh'): string {
  const [first = '', ...rest] = commandsOf(step, platform, shell);
  return rest.reduce((line, next) => (shell === 'sh' ? `${line} && ${next}` : `${line}; if ($?) { ${next} }`), first);
}

const VENDOR_COMMANDS = {
  ota: `particle flash ${DEVICE}`,
  serial: 'particle flash --serial',
  local: 'particle flash --local',
  dfu: 'particle flash --usb',
} as const;

/** A way that the vendor's tool has a command for. */
export type VendorWay = keyof typeof VENDOR_COMMANDS;

/** What the vendor's tool calls a way, without the file. Source: particle-cli, `flash.js`. */
export const vendorCommand = (way: VendorWay): string => VENDOR_COMMANDS[way];

/** One or more commands, each to be run where the one before it went well. */
export function commandsOf(step: CommandStep, platform: number, shell: Shell): readonly string[] {
  const { bundle } = step.file;
  if (bundle != null) return [bundleCommand(quoted(bundle, shell), step.transport)];
  const file = quoted(step.file.file, shell);
  switch (step.transport) {
    case 'ota':
    case 'serial':
    case 'local':
    case 'dfu':
      return [`${vendorCommand(step.transport)} ${file}`];
    case 'programmer':
      return []; // every programmer has a tool of its own, and no file is sent that way
    case 'dfu_flag':
      return dfuFlagCommands(file, platform, step.takenBy);
  }
}

/** A bundle goes as a whole: its application, then the assets that are not there. Source: flash.js of particle-cli, where only --local takes a zip. */
function bundleCommand(bundle: string, transport: CommandStep['transport']): string {
  return `${vendorCommand(transport === 'ota' ? 'ota' : 'local')} ${bundle}`;
}

/** Whether the command of the step before sends this file too: that of the bundle in which both lie. */
export function isSentWithBefore(step: CommandStep, before: CommandStep | undefined): boolean {
  return step.file.bundle != null && step.file.bundle === before?.file.bundle;
}

/** The staging area by DFU, then the update flag in the DCT (offset 1753), which makes the system validate the file at its next start. */
function dfuFlagCommands(file: string, platform: number, os: number | null): readonly string[] {
  const { memory, at } = eraOf(platform, os ?? NEWEST)?.stagingOverDfu ?? { memory: 0, at: 0 };
  const tool = dfuUtil(platform);
  return [
    `${tool} -a ${String(memory)} -s ${commandAddress(at)} -D ${file}`,
    `${tool} -a 1 -s 1753:leave -D ${FLAG_FILE}`,
  ];
}

const commandAddress = (at: number): string => `0x${at.toString(16).toUpperCase().padStart(8, '0')}`;

/** dfu-util, and which device it talks to. */
function dfuUtil(platform: number): string {
  const ids = platformById(platform)?.usb;
  const hex = (id: number): string => id.toString(16).padStart(4, '0');
  return ids?.dfuProduct == null ? 'dfu-util' : `dfu-util -d ${hex(ids.vendor)}:${hex(ids.dfuProduct)}`;
}

/**
 * The command that writes an image of flash over DFU; null for formats that dfu-util does not write: it takes bytes and DfuSe files, no Intel HEX
 * and no S-records.
 *
 * @param file its name
 */
export function imageCommand(
  file: string,
  { kind, start }: Pick<FlashImage, 'kind' | 'start'>,
  platform: number,
  shell: Shell,
): string | null {
  const name = quoted(file, shell);
  switch (kind) {
    case 'dump':
      return `${dfuUtil(platform)} -a 0 -s ${commandAddress(start)}:leave -D ${name}`;
    case 'dfuse':
      return `${dfuUtil(platform)} -a 0 -D ${name}`;
    case 'intel_hex':
    case 'srec':
      return null;
  }
}

/** One byte, A5. Its name does not end in .bin, so that nobody takes it for firmware in a folder of it. */
export const FLAG_FILE = 'ota-flag-a5';
/** How each shell makes it. */
export const MAKE_FLAG_FILE = {
  sh: `printf '\\245' > ${FLAG_FILE}`,
  powershell: `[IO.File]::WriteAllBytes("$PWD/${FLAG_FILE}", [byte[]](0xA5))`,
} as const;

/** Whether the commands of a step write the flag. */
export function needsFlagFile({ transport, file }: CommandStep): boolean {
  return transport === 'dfu_flag' && file.bundle == null;
}

/** The script of `--commands`: nothing but commands, one a line; each has to be waited for before the next. */
export function commandsText(steps: readonly PlanStep[], platform: number, shell: Shell): string {
  const flag = steps.some(needsFlagFile) ? [MAKE_FLAG_FILE[shell]] : [];
  const commands = steps
    .filter((step, at) => !isSentWithBefore(step, steps[at - 1]))
    .map((step) => commandOf(step, platform, shell));
  return [...flag, ...commands].map((line) => `${line}\n`).join('');
}
