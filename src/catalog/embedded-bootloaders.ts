/**
 * Bootloader images inside Gen 2 system parts: at start the system writes them where the installed bootloader is older.
 * Source: `hal/src/stm32f2xx/bootloader.cpp`; versions read from released binaries.
 */
import { isIn } from './versions.js';
import type { VersionRanges } from './versions.js';

interface Embedded {
  readonly platforms: readonly number[];
  /** System part that carries the image. */
  readonly carrier: number;
  readonly system: VersionRanges;
  readonly bootloader: number;
}

const PHOTON = 6;
const P1 = 8;
const ELECTRON = 10;

const EMBEDDED: readonly Embedded[] = [
  { platforms: [PHOTON, P1], carrier: 2, system: [[3, 5]], bootloader: 3 },
  { platforms: [PHOTON], carrier: 2, system: [[6, 8]], bootloader: 4 },
  { platforms: [P1], carrier: 2, system: [[6, 6]], bootloader: 4 },
  { platforms: [P1], carrier: 2, system: [[7, 8]], bootloader: 5 },
  { platforms: [PHOTON, P1], carrier: 2, system: [[11, 102]], bootloader: 7 },
  { platforms: [PHOTON, P1], carrier: 2, system: [[103, 109]], bootloader: 11 },
  { platforms: [ELECTRON], carrier: 2, system: [[2, 10]], bootloader: 6 },
  { platforms: [ELECTRON], carrier: 3, system: [[103, 103]], bootloader: 9 },
  { platforms: [ELECTRON], carrier: 3, system: [[104, 110]], bootloader: 11 },
  { platforms: [ELECTRON], carrier: 3, system: [[200, 299]], bootloader: 101 },
  { platforms: [ELECTRON], carrier: 3, system: [[300, 1099]], bootloader: 201 },
  { platforms: [ELECTRON], carrier: 3, system: [[1100, 1199]], bootloader: 301 },
  { platforms: [ELECTRON], carrier: 3, system: [[1200, 1319]], bootloader: 311 },
  { platforms: [ELECTRON], carrier: 3, system: [[1320, 2008]], bootloader: 400 },
  { platforms: [ELECTRON], carrier: 3, system: [[2009, 2302]], bootloader: 1004 },
];

/** Releases that replace a bootloader of 100 or newer by the embedded older one. */
const DOWNGRADES: VersionRanges = [
  [23, 23],
  [109, 110],
];

/** The bootloader that a system part carries; null where it carries none or it is not known (Electron 3.x). */
export function embeddedBootloader(platform: number, carrier: number, version: number): number | null {
  const found = EMBEDDED.find(
    (one) => one.platforms.includes(platform) && one.carrier === carrier && isIn(version, one.system),
  );
  return found?.bootloader ?? null;
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
  return (running !== 23 || platform !== ELECTRON) && isIn(running, DOWNGRADES);
}
