/** Where versions begin to behave differently: between two of these numbers all versions of a module are alike to the twin. */
import { rulesOf } from './boards/index.js';
import type { DeviceRules } from './boards/types.js';
import {
  DCT_BORROWING_BOOTLOADER,
  DROP_QUIRK_BOOTLOADERS,
  ERASES_COMPAT_APPLICATION,
  FIRST_DROPPING_BOOTLOADER,
  MBR_BOOTLOADER,
  STRICT_BOOTLOADER,
  SWITCHES,
  UNPACKS,
} from './eras.js';
import type { Family } from './boards/family.js';
import { platformById } from './platforms.js';
import { NEWEST } from './versions.js';
import type { VersionRanges } from './versions.js';

const bounds = (ranges: VersionRanges): readonly number[] => ranges.flatMap(([from, to]) => [from, to + 1]);

/** Takes a platform id; gives the module versions of the system at which a rule of Device OS begins or ends, ascending; none where no rules are known. */
export const systemChanges: (platform: number) => readonly number[] = oncePerPlatform((rules, family) => [
  ...Object.values(SWITCHES).flatMap((one: Partial<Readonly<Record<Family | 'evidence', VersionRanges | string>>>) => {
    const ranges = one[family];
    return typeof ranges === 'object' ? bounds(ranges) : [];
  }),
  ...rules.slots.flatMap(({ versions }) => bounds(versions)),
  ...partChanges(rules),
]);

/** The same of a system part that does not validate: what it carries, and what it may clash with. */
export const systemPartChanges: (platform: number) => readonly number[] = oncePerPlatform(partChanges);

function partChanges({
  hazards,
  embeddedBootloaders,
  bootloaderCarrier,
  bootloaderTakenBack,
  systemStart,
}: DeviceRules) {
  const clashes = [hazards.wifiFirmwareLost, hazards.staticMemoryOverlap];
  return [
    ...clashes.flatMap((one) => (one === null ? [] : [one.from, one.under])),
    ...[...embeddedBootloaders, ...bootloaderCarrier].flatMap(({ versions }) => bounds(versions)),
    ...bounds(bootloaderTakenBack),
    ...(systemStart.kind === 'two_places' ? [systemStart.systemFrom] : []),
  ];
}

/** Takes a platform id; gives the bootloader versions at which something changes, ascending. */
export const bootloaderChanges: (platform: number) => readonly number[] = oncePerPlatform((rules) => [
  ...ownChanges(rules),
  ...rules.embeddedBootloaders.map(({ value }) => value),
]);

/** The same but for those that system parts bring: of two bootloaders between such numbers the newer one is left, and it is alike. */
export const bootloaderRuleChanges: (platform: number) => readonly number[] = oncePerPlatform(ownChanges);

function ownChanges(rules: DeviceRules): readonly number[] {
  return [
    DCT_BORROWING_BOOTLOADER,
    STRICT_BOOTLOADER + 1,
    FIRST_DROPPING_BOOTLOADER,
    DROP_QUIRK_BOOTLOADERS[0],
    DROP_QUIRK_BOOTLOADERS[1] + 1,
    UNPACKS,
    MBR_BOOTLOADER,
    ERASES_COMPAT_APPLICATION,
    ...rules.aliasReads.flatMap(({ bootloader }) => [bootloader, bootloader + 1]),
    ...(rules.systemStart.kind === 'two_places' ? [rules.systemStart.bootloaderFrom] : []),
  ];
}

function oncePerPlatform(
  make: (rules: DeviceRules, family: Family) => readonly number[],
): (platform: number) => readonly number[] {
  const known = new Map<number, readonly number[]>();
  return (platform) => {
    const found = known.get(platform);
    if (found !== undefined) return found;
    const rules = rulesOf(platform);
    const board = platformById(platform);
    if (rules === null || board === undefined) return [];
    const made = [...new Set([0, ...make(rules, board.family)])].filter((one) => one <= NEWEST).sort((a, b) => a - b);
    known.set(platform, made);
    return made;
  };
}
