/**
 * Module functions (header byte 14) and the words people and tools use for them.
 * Source of the numbers: Device OS `dynalib/inc/module_info.h` (MOD_FUNC_*), all releases up to 6.2.0.
 */
import type { Family } from './boards/family.js';

interface FunctionEntry {
  /** stable name in JSON output */
  readonly name: string;
  /** name for people, without the index */
  readonly words: string;
  /** other spellings, lower case, letters and digits only */
  readonly spellings: readonly string[];
}

/**
 * By function number. One-letter spellings are those of describe messages: Device OS `system/inc/system_info.h` at 6.2.0
 * (n r b m s u c a; settings and asset have none there), and `t` for an asset from binary-version-reader 3.1.3
 * `lib/ModuleInfo.js`.
 */
const FUNCTIONS: readonly FunctionEntry[] = [
  { name: 'none', words: 'no function', spellings: ['n'] },
  { name: 'resource', words: 'resource', spellings: ['r'] },
  { name: 'bootloader', words: 'bootloader', spellings: ['b', 'boot'] },
  { name: 'mono_firmware', words: 'monolithic firmware', spellings: ['m', 'mono', 'monolithic'] },
  { name: 'system_part', words: 'system part', spellings: ['s', 'sys', 'system'] },
  { name: 'user_part', words: 'application', spellings: ['u', 'user', 'app', 'userapplication', 'userapp'] },
  { name: 'settings', words: 'settings', spellings: [] },
  {
    name: 'ncp_firmware',
    words: 'NCP',
    spellings: ['c', 'networkcoprocessor', 'networkcoprocessorncp', 'networkcoprocessorfirmware'],
  },
  { name: 'radio_stack', words: 'radio stack', spellings: ['a', 'radio', 'softdevice'] },
  { name: 'asset', words: 'asset', spellings: ['t'] },
];

const MONO_FIRMWARE = 3;
const BOOTLOADER = 2;
const SYSTEM_PART = 4;
const USER_PART = 5;

/** Largest value of the function byte. */
const MAX_FUNCTION = 0xff;

/**
 * Takes a function number (header byte 14); gives its stable JSON name, `unknown(N)` for a number without one.
 * Source: Device OS `dynalib/inc/module_info.h`.
 */
export function functionName(code: number): string {
  return FUNCTIONS[code]?.name ?? `unknown(${code})`;
}

/**
 * Takes a function number, a module index and, where known, the MCU family; gives the words a person knows the module by.
 * Source: `hal/src/nRF52840/ota_module_bounds.c` (user index 2 is the 256K application, since 3.1.0-alpha.1) and
 * `hal/src/rtl872x/ota_module_bounds.c` (bootloader 1 is the MBR, 2 the prebootloader) of Device OS 6.2.0.
 */
export function functionWords(code: number, index: number, family?: Family): string {
  const entry = FUNCTIONS[code];
  if (entry === undefined) return `unknown function ${code} index ${index}`;
  if (code === BOOTLOADER && family === 'rtl872x') return rtlBootloaderWords(index);
  if (code === USER_PART) return applicationWords(index, family);
  if (code === MONO_FIRMWARE || (index === 0 && code !== SYSTEM_PART)) return entry.words;
  return `${entry.words} ${index}`;
}

function rtlBootloaderWords(index: number): string {
  if (index === 1) return 'MBR (bootloader 1)';
  if (index === 2) return 'prebootloader (bootloader 2)';
  return index === 0 ? 'bootloader' : `bootloader ${index}`;
}

function applicationWords(index: number, family: Family | undefined): string {
  if (index === 1) return 'application';
  if (index === 2 && family === 'nrf52840') return 'application (256K)';
  return `application (index ${index})`;
}

/**
 * Takes the text of a module function in any spelling that the field uses: JSON names (`user_part`), describe letters
 * (`u`), words (`application`, `a system module`), camelCase (`userPart`), upper case (`USER_PART`). Gives the function
 * number, undefined when it names none. Case, spaces and punctuation do not matter.
 * Source of the spellings: see FUNCTIONS; particle-cli, particle-usb and the cloud API for the rest.
 */
export function functionFromText(text: string): number | undefined {
  const unknown = /^unknown\((\d{1,3})\)$/i.exec(text.trim());
  if (unknown !== null) return functionByte(Number(unknown[1]));
  const spelling = plain(
    text
      .trim()
      .replace(/^an?\s/i, '')
      .replace(/\smodule$/i, ''),
  );
  return spellings().get(spelling);
}

function functionByte(code: number): number | undefined {
  return code <= MAX_FUNCTION ? code : undefined;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

let spellingIndex: ReadonlyMap<string, number> | undefined;

function spellings(): ReadonlyMap<string, number> {
  spellingIndex ??= new Map(
    FUNCTIONS.flatMap(({ name, words, spellings: other }, code) =>
      [plain(name), plain(words), ...other].map((spelling): [string, number] => [spelling, code]),
    ),
  );
  return spellingIndex;
}
