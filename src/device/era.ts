/** The rules of one release on one platform, looked up once. */
import { isOn, SWITCHES } from '../catalog/eras.js';
import type { SwitchName } from '../catalog/eras.js';
import { NRF_COMPAT_APPLICATION, NRF_EXTERNAL_FLASH, slotsIn } from '../catalog/flash-map.js';
import type { Slot } from '../catalog/flash-map.js';
import { oncePerRelease } from '../catalog/per-release.js';
import { platformById } from '../catalog/platforms.js';

export type DeviceFamily = 'stm32f2' | 'nrf52840' | 'rtl872x';

/** Everything about a release that the twin asks for. */
export interface Era extends Readonly<Record<SwitchName, boolean>> {
  readonly platform: number;
  readonly family: DeviceFamily;
  /** Module version of the system part that validates. */
  readonly os: number;
  readonly slots: readonly Slot[];
  readonly isElectron: boolean;
  /** Module index of the system part that holds the validator: 2 on Gen 2, 1 on Gen 3 and 4. */
  readonly validatorIndex: number;
  /** First address of the 128K application (the only one on Gen 2). */
  readonly userStart: number;
  /** First address behind the flash that an application may end at. */
  readonly flashEnd: number;
  /** Where the fallback image of the boot check lies; null where there is no such check any more. */
  readonly factoryAt: number | null;
  /** First address of the staging area. */
  readonly stagingAt: number;
  /** Bytes of the staging area: the largest file that an update may have. */
  readonly stagingSize: number;
  /** 4 MB boards, on which staging and assets overlap from 5.5.0-rc.1 on. */
  readonly smallExternalFlash: boolean;
}

/**
 * The era of a platform under a release.
 *
 * @param platform platform id
 * @param os module version of the system part that validates, 0 to 65535; for any other number no slot is known and no switch is on
 * @returns null for platforms whose validator is not known (Core has none)
 */
export const eraOf: (platform: number, os: number) => Era | null = oncePerRelease(makeEra, (era) => era !== null);

/** The family whose validator a platform runs; null where none is known. */
export function familyOf(platform: number): DeviceFamily | null {
  const family = platformById(platform)?.family;
  const known = family === 'stm32f2' || family === 'nrf52840' || family === 'rtl872x';
  return known && slotsIn(platform, 0).length > 0 ? family : null;
}

function makeEra(platform: number, os: number): Era | null {
  const family = familyOf(platform);
  if (family === null) return null;
  const names = Object.keys(SWITCHES) as SwitchName[];
  const switches = Object.fromEntries(names.map((name) => [name, isOn(name, family, os)])) as Record<
    SwitchName,
    boolean
  >;
  const isElectron = platformById(platform)?.name === 'electron';
  return {
    ...switches,
    platform,
    family,
    os,
    isElectron,
    slots: slotsIn(platform, os),
    validatorIndex: family === 'stm32f2' ? 2 : 1,
    ...places(platform, family, isElectron, switches),
  };
}

/** Boards with 4 MB of external flash; on the others staging and factory image lie higher. Source: `platform/MCU/nRF52840/inc/flash_mal.h`. */
const NRF_4MB: readonly number[] = [12, 13, 14, 22, 23, 24];
const NRF_STAGING_SIZE = 1536000;

type Places = Pick<Era, 'userStart' | 'flashEnd' | 'factoryAt' | 'stagingAt' | 'stagingSize' | 'smallExternalFlash'>;

function places(
  platform: number,
  family: DeviceFamily,
  isElectron: boolean,
  on: Readonly<Record<SwitchName, boolean>>,
): Places {
  switch (family) {
    case 'stm32f2':
      return {
        userStart: isElectron ? 0x08080000 : 0x080a0000,
        flashEnd: 0x08100000,
        factoryAt: isElectron ? (on.electronFactoryMoved ? 0x080a0000 : 0x080c0000) : 0x080e0000,
        stagingAt: 0x080c0000,
        stagingSize: isElectron ? 0x20000 : 0x40000,
        smallExternalFlash: false,
      };
    case 'nrf52840': {
      const small = NRF_4MB.includes(platform);
      return {
        userStart: NRF_COMPAT_APPLICATION,
        flashEnd: 0x100000,
        factoryAt: on.application256K ? null : NRF_EXTERNAL_FLASH + (small ? 0x200000 : 0x600000),
        stagingAt: NRF_EXTERNAL_FLASH + (small ? (on.stagingMoved ? 0x24c000 : 0x289000) : 0x689000),
        stagingSize: NRF_STAGING_SIZE,
        smallExternalFlash: small,
      };
    }
    case 'rtl872x':
      return {
        userStart: 0,
        flashEnd: 0x08600000,
        factoryAt: null,
        stagingAt: 0x08300000,
        stagingSize: on.rtlFixedStaging ? 0x180000 : 0x200000,
        smallExternalFlash: false,
      };
  }
}
