/** What a file name claims, by the vendor's naming habits. Names are never believed; they are only compared with the header. */
import { valueIn } from '../catalog/boards/index.js';
import { PLATFORMS, platformById } from '../catalog/platforms.js';
import { releaseRow } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { FirmwareModule } from '../module/types.js';

export interface NameClaims {
  /** Platform id, or null where the name has none or several. */
  readonly platform: number | null;
  /** Device OS release as written, e.g. "0.6.1-rc.1". */
  readonly release: string | null;
  /** Number of a "system-partN". */
  readonly systemPart: number | null;
  /** Module function number that a word of the name stands for. */
  readonly function: number | null;
}

const RELEASE = /(?:^|[@_\-v])(\d+\.\d+\.\d+(?:-(?:alpha|beta|rc|tracker|b5som|p2)\.\d+)?)(?![\d.])/i;
const SYSTEM_PART = /system[-_]?part[-_]?(\d)/i;

const FUNCTION_WORDS: readonly (readonly [RegExp, number])[] = [
  [SYSTEM_PART, MODULE_FUNCTION.systemPart],
  [/prebootloader|bootloader/i, MODULE_FUNCTION.bootloader],
  [/softdevice/i, MODULE_FUNCTION.radioStack],
  [/(?:^|[-_])ncp(?:[-_@.]|$)/i, MODULE_FUNCTION.ncpFirmware],
];

const PLATFORM_NAMES: ReadonlyMap<string, number> = new Map(PLATFORMS.map((one) => [one.name, one.id]));

let last: { readonly file: string; readonly claims: NameClaims } | null = null;

/** Reads the claims of a path's last part (behind `!/` for a file in a zip). Pure text; never throws. */
export function claimsOf(file: string): NameClaims {
  // Four rules ask about the same file one after the other.
  if (last?.file !== file) last = { file, claims: readClaims(file) };
  return last.claims;
}

/** The last part of a path, behind `!/` for a file in a zip. */
function baseName(file: string): string {
  return file.split(/[/\\]/).at(-1) ?? file;
}

const DEBUG = /[+@_.-]debug(?![a-z])/i;

/** Whether the file itself, not a folder of it, is named as a debug build: "name@0.5.0+debug.bin", and not "debugger.bin". */
export function isDebugBuild(file: string): boolean {
  return DEBUG.test(baseName(file));
}

function readClaims(file: string): NameClaims {
  const base = baseName(file).replace(/\.bin$/i, '');
  const release = RELEASE.exec(base)?.[1] ?? null;
  const words = base
    .replace(RELEASE, ' ')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const platforms = [...new Set(words.flatMap((word) => PLATFORM_NAMES.get(word) ?? []))];
  const part = SYSTEM_PART.exec(base)?.[1];
  return {
    platform: platforms.length === 1 ? (platforms[0] ?? null) : null,
    release: release === null ? null : release.toLowerCase(),
    systemPart: part === undefined ? null : Number(part),
    function: FUNCTION_WORDS.find(([pattern]) => pattern.test(base))?.[1] ?? null,
  };
}

/**
 * The module index that a released file "system-partN" has. Electron files of 0.6.0-rc.1 and later are numbered in flash order:
 * part 1 is index 3, part 2 index 1, part 3 index 2. Source: `modules/electron/README.md`, d81a633d9.
 */
export function indexOfReleasedPart(module: FirmwareModule, part: number): number {
  const indexes = valueIn(platformById(module.platform)?.releasedParts ?? [], module.version);
  return indexes?.[part - 1] ?? part;
}

/** Whether a module version is the one that a release name stands for on that platform; null where the release is not known there. */
export function isVersionOfRelease(module: FirmwareModule, release: string): boolean | null {
  const row = releaseRow(release, module.platform);
  return row === undefined ? null : row.system === module.version;
}
