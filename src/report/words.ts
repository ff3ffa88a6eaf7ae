/** The words and spellings that all formats share: numbers with their meaning. */
import { SOFTDEVICES } from '../catalog/eras.js';
import { functionName, functionWords } from '../catalog/functions.js';
import { NO_PLATFORM, platformById, platformName } from '../catalog/platforms.js';
import { bootloaderReleaseOf, meaningOf, releaseOf } from '../catalog/releases.js';
import type { NewerRelease, VersionMeaning } from '../catalog/releases.js';
import { MODULE_FLAG, MODULE_FUNCTION } from '../module/types.js';
import type { FirmwareModule, ModuleId, Requirement } from '../module/types.js';
import { safeText } from '../base/safe-text.js';

/** "0x08020000" */
export function hexAddress(address: number): string {
  return `0x${address.toString(16).padStart(8, '0')}`;
}

/** Eight hex digits. */
export function hexCrc(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}

/** "129,195 bytes" */
export function byteCount(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${grouped(bytes)} bytes`;
}

/** 1234567 -> "1,234,567", the same in every locale. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** "1 module", "3 modules" */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

interface VersionOf {
  readonly function: number;
  readonly version: number;
  readonly platform: number;
  /** Where it is known: the other bootloaders of an RTL872x (MBR, prebootloader) count for themselves. */
  readonly index?: number;
}

/** The Device OS release that a module version stands for, or null where it stands for none (applications count for themselves). */
export function releaseFor({ function: moduleFunction, index, version, platform }: VersionOf): string | null {
  if (platform === NO_PLATFORM || moduleFunction === MODULE_FUNCTION.monoFirmware) return null;
  if (moduleFunction === MODULE_FUNCTION.systemPart) return releaseOf(version, platform);
  if (moduleFunction !== MODULE_FUNCTION.bootloader) return null;
  const tellsRelease = index === 0 || platformById(platform)?.bootloaderTellsRelease !== false;
  return tellsRelease ? bootloaderReleaseOf(version, platform) : null;
}

/** "13 (0.5.0)"; a system version that no release has says between which it lies. */
export function versionWords(of: VersionOf): string {
  const release = releaseFor(of);
  if (release !== null) return `${String(of.version)} (${release})`;
  const softDevice = of.function === MODULE_FUNCTION.radioStack ? SOFTDEVICES.get(of.version) : undefined;
  if (softDevice !== undefined) return `${String(of.version)} (SoftDevice ${softDevice})`;
  if (of.function !== MODULE_FUNCTION.systemPart) return String(of.version);
  return `${String(of.version)} (${placeWords(meaningOf(of.version, of.platform))})`;
}

/** "between 0.4.9 and 0.5.0": where a module version stands among the releases. */
export function placeWords(meaning: VersionMeaning): string {
  switch (meaning.kind) {
    case 'exact':
      return meaning.release;
    case 'between':
      return `between ${meaning.lower} and ${meaning.upper}`;
    case 'below':
      return `before ${meaning.first}`;
    case 'above':
      return `after ${meaning.last}`;
  }
}

/** "Device OS 6.9.0 is newer than my table (6.5.0)"; what is known of it by name alone is said. */
export function newerWords(asked: string, { version, last, announced }: NewerRelease): string {
  const what = version === null ? `Device OS ${safeText(asked)}` : `module version ${String(version)}`;
  const day = announced === null ? '' : `; it was published on ${announced}, and its modules are not known here`;
  return `${what} is newer than my table (${last})${day}`;
}

/** ">=6.9 is newer than my table (6.5.0)" */
export function newerRangeWords(range: string, last: string): string {
  return `${safeText(range)} is newer than my table (${last})`;
}

/** "system part 1", "application", "bootloader" */
export function slotWords(of: ModuleId & { readonly platform: number }): string {
  return functionWords(of.function, of.index, platformById(of.platform)?.family);
}

/** "system part 1 >= 13 (0.5.0)" */
export function requirementWords(requirement: Requirement, platform: number): string {
  return `${slotWords({ ...requirement, platform })} >= ${versionWords({ ...requirement, platform })}`;
}

/** "system part 1 at 13 (0.5.0)" */
export function moduleWords(module: VersionOf & { readonly index: number }): string {
  return `${slotWords(module)} at ${versionWords(module)}`;
}

/** What a module is for people: a device knows an asset by its name alone, all others by slot and version. */
export function factsWords(
  facts: VersionOf & { readonly index: number; readonly asset: { readonly name: string } | null },
): string {
  return facts.asset === null ? moduleWords(facts) : `asset ${safeText(facts.asset.name)}`;
}

/** Names of the flag bits that are set; bits without a name as `unknown(0x20)`. */
export function flagNames(flags: number): readonly string[] {
  const named = [
    ['drop_module_info', MODULE_FLAG.dropModuleInfo],
    ['compressed', MODULE_FLAG.compressed],
    ['combined', MODULE_FLAG.combined],
    ['encrypted', MODULE_FLAG.encrypted],
    ['prefix_extensions', MODULE_FLAG.prefixExtensions],
  ] as const;
  const rest = named.reduce((bits, [, bit]) => bits & ~bit, flags);
  const names = named.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
  return rest === 0 ? names : [...names, `unknown(0x${rest.toString(16)})`];
}

export { functionName, platformName };

/** "electron", "asset" for the platform-less, "platform 77" for an unknown one. */
export function platformWords(module: Pick<FirmwareModule, 'platform' | 'function'>): string {
  return module.function === MODULE_FUNCTION.asset && module.platform === NO_PLATFORM
    ? 'any platform'
    : platformName(module.platform);
}

/** A text as HTML, XML or SVG text and attribute value: harmless for terminals too, so control characters are gone. */
export function escapeHtml(text: string): string {
  return safeText(text).replace(/[&<>"'`=]/g, (char) => `&#${String(char.charCodeAt(0))};`);
}
