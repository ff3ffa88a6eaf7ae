/** Boards that Device OS or the vendor's tools name and whose rules are not known here: simulators, foreign boards, Linux. */
import { AT_6_2_0, CONSTANTS_4_2_1, PARTICLE_VENDOR, particleUsb } from './shared.js';
import type { Identity } from './shared.js';
import type { Board } from './types.js';

const CLI_2_3_0 = 'particle-cli 2.3.0, lib/utilities.js';
const CLI_SPECS = 'particle-cli 2.3.0, lib/utilities.js and lib/deviceSpecs/specifications.js';
const CLI_3 = 'names and ids that particle-cli 3 takes from @particle/device-constants';

type Own = Identity & Pick<Board, 'generation' | 'cellular' | 'headerOffsets' | 'usb'>;

function otherBoard(own: Own): Board {
  return {
    ...own,
    family: 'other',
    ofKnownFamily: false,
    cloudFraming: 'by_release',
    bootloaderLast: false,
    bootloaderTellsRelease: true,
    releasedParts: [],
    intermediateReleases: [],
    rules: null,
  };
}

/** A board of which nothing but names is recorded. */
function named(id: number, name: string, displayName: string, aliases: readonly string[], source: string): Board {
  const nothing = { generation: null, cellular: false, headerOffsets: [0], usb: null };
  return otherBoard({ id, name, displayName, aliases, source, ...nothing });
}

export const OTHER_BOARDS: readonly Board[] = [
  named(3, 'gcc', 'GCC (virtual device)', [], AT_6_2_0),
  named(20, 'mesh-virtual', 'Mesh (virtual device)', [], 'Device OS build/platform-id.mk at v1.4.4'),
  named(
    31,
    'raspberrypi',
    'Raspberry Pi',
    ['pi', 'raspi'],
    'Device OS build/platform-id.mk, branch feature/raspberry-pi',
  ),
  // Not for sale; it has no ids on USB.
  named(11, 'esp32', 'ESP32', [], CONSTANTS_4_2_1),
  {
    ...named(42, 'tachyon', 'Tachyon', [], CONSTANTS_4_2_1),
    cellular: true,
    usb: { ...particleUsb(42), dfuProduct: null },
  },
  named(43, 'linux', 'Linux', [], CLI_3),
  named(82, 'oak', 'Digistump Oak', ['o'], CLI_2_3_0),
  { ...named(88, 'duo', 'RedBear Duo', ['d'], CLI_SPECS), usb: particleUsb(88) },
  // nRF51. Source: binary-version-reader 0.4.0 `lib/HalModuleParser.js`.
  { ...named(103, 'bluz', 'Bluz', ['bl'], CLI_2_3_0), headerOffsets: [0xc0, 0] },
  named(269, 'bluz-gateway', 'Bluz gateway', ['bg'], CLI_2_3_0),
  named(270, 'bluz-beacon', 'Bluz beacon', [], CLI_2_3_0),
  {
    ...named(60000, 'newhal', 'New HAL (test platform)', [], AT_6_2_0),
    usb: { vendor: PARTICLE_VENDOR, product: 0x607d, dfuProduct: 0x607f },
  },
];
