/**
 * Bootloader images inside Gen 2 system parts: at start the system writes them where the installed bootloader is older.
 * Source: `hal/src/stm32f2xx/bootloader.cpp`; versions read from released binaries.
 */
import { rulesOf, valueIn } from './boards/index.js';
import { isIn } from './versions.js';

/** The bootloader that a system part carries; null where it carries none or it is not known (Electron 3.x). */
export function embeddedBootloader(platform: number, carrier: number, version: number): number | null {
  const images = rulesOf(platform)?.embeddedBootloaders.filter((one) => one.carrier === carrier) ?? [];
  return valueIn(images, version) ?? null;
}

/** System parts that may carry an image: 2, and from 0.6.1-rc.1 on 3 on the Electron. */
const CARRIERS: readonly number[] = [2, 3];

/**
 * Whether the system parts of a release bring a bootloader of that version or a newer one. False where they carry an older one (Electron
 * 2.0.0-alpha.1 to 2.0.0: 400, and they ask for 1000 or 1003), none, or one that is not known. Source: `hal/src/stm32f2xx/bootloader.cpp`.
 *
 * @param system module version of the system parts
 */
export function bringsBootloader(platform: number, system: number, minimum: number): boolean {
  return CARRIERS.some((carrier) => (embeddedBootloader(platform, carrier, system) ?? -1) >= minimum);
}

/** Whether the running release takes a bootloader of 100 or newer back to the embedded one (0.5.5 on Photon and P1, 0.6.3, 0.6.4). */
export function takesBootloaderBack(platform: number, running: number): boolean {
  return isIn(running, rulesOf(platform)?.bootloaderTakenBack ?? []);
}
