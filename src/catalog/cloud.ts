/**
 * What differs by board and release in what the vendor's cloud is expected to do. The cloud is closed: each fact names where it was documented, told
 * or seen. The rules that use these facts, and how sure each is, are listed in docs/cloud.md.
 */
import { boardById } from './boards/index.js';
import { findPlatform } from './platforms.js';

/** A module by function and index. */
interface Which {
  readonly function: number;
  readonly index: number;
}

/** A release through which the cloud goes although no module declares it. */
export interface Detour {
  /** The module that would be sent next. */
  readonly before: Which;
  /** Module version of the system below which the way leads through. */
  readonly below: number;
  /** What is sent instead, after what it declares. */
  readonly through: Which & { readonly version: number };
}

/** What the cloud is expected to do with a board. */
export interface CloudBoard {
  /** Whether Device OS and application come in one file: documented for the board, never, or nowhere said. */
  readonly combined: 'documented' | 'never' | 'unknown';
  /** Whether the cloud sends bootloaders; else the system parts bring theirs. */
  readonly sendsBootloader: boolean;
  /** Whether a bootloader waits until the system part that declares it is there. */
  readonly bootloaderLast: boolean;
  /** Module version of the first system that publishes the safe-mode event; 0 = all do. */
  readonly safeModeEventFrom: number;
  /** Whether sessions are resumed, so that an event of the handshake may be left out. */
  readonly resumesSessions: boolean;
  readonly detours: readonly Detour[];
}

/** Module versions by which the cloud, or what a device tells it, differs. */
export const CLOUD_SWITCHES = {
  /** System 2.0.0-alpha.1: the device says that it takes compressed and combined files. Source: Hello flag 0x40, `protocol.cpp`. */
  combinedPossible: 2000,
  /** System 3.1.0: from there on the documentation promises one file. Source: particle-iot/docs, "Firmware update events". */
  combinedDocumented: 3103,
  /** Bootloader that unpacks compressed files, so that the cloud sends them. Source: Hello flag 0x40, `protocol.cpp`. */
  unpackingBootloader: 1000,
  /** System 0.6.0: spark/device/last_reset. */
  lastResetEvent: 102,
  /** System 1.2.0: the events about updates that are enabled, forced or pending. */
  updateEvents: 1200,
} as const;

type Versions = readonly [from: number, to: number];

/** Systems that publish the safe-mode event after a full handshake alone: below 1.1.0, and 1.4.0. Source: pull 1935 of device-os. */
export const HANDSHAKE_ONLY: readonly Versions[] = [
  [0, 1099],
  [1401, 1401],
];

/** Systems that may list a module that is none, read from the middle of a 256K application. Source: pull 2374 of device-os. */
export const PHANTOM_MODULES: Versions = [3100, 3199];

/** Updates that went wrong on single devices, with no cause found. */
interface FieldReport {
  readonly platforms: readonly string[];
  /** Module versions of the system before, and of the one that is sent; the ends are included. */
  readonly from: Versions;
  readonly to: Versions;
  readonly source: string;
}

const FIELD_REPORTS: readonly FieldReport[] = [
  { platforms: ['argon'], from: [1321, 1321], to: [1401, 1406], source: 'particle-iot/device-os#1990' },
  { platforms: ['photon', 'p1'], from: [100, 100], to: [105, 108], source: 'community.particle.io/t/35283' },
];

/** Boards for which the vendor's comparison pages promise one file. */
const WITH_COMBINED: readonly string[] = [
  'argon',
  'boron',
  'bsom',
  'b5som',
  'tracker',
  'esomx',
  'electron2',
  'p2',
  'msom',
];

/** Hardware generations before the one file. */
const LAST_WITHOUT_COMBINED = 2;

/** System 0.4.6 on boards that had releases before it. Source: d08908d92 of device-os. */
const SAFE_MODE_EVENT = 7;

/** The system parts of a cellular Gen 2 board go through 0.5.3, which its 0.5.3-rc.2 and later need not. Source: the vendor's upgrade notes. */
const THROUGH_0_5_3: Detour = {
  before: { function: 4, index: 3 },
  below: 19,
  through: { function: 4, index: 2, version: 21 },
};

/** Takes a platform id; gives what the cloud is expected to do with the board, null for boards without modules or without a record. */
export function cloudBoard(platform: number): CloudBoard | null {
  const board = boardById(platform);
  if (board === undefined || board.rules === null) return null;
  const { name, cellular, bootloaderLast, generation, cloudFraming } = board;
  const isOld = generation !== null && generation <= LAST_WITHOUT_COMBINED;
  const carriesBootloader = isOld && cellular;
  return {
    combined: isOld ? 'never' : WITH_COMBINED.includes(name) ? 'documented' : 'unknown',
    sendsBootloader: !carriesBootloader,
    bootloaderLast,
    safeModeEventFrom: isOld && !cellular ? SAFE_MODE_EVENT : 0,
    resumesSessions: cloudFraming !== 'tcp_512',
    detours: carriesBootloader ? [THROUGH_0_5_3] : [],
  };
}

/** Takes a platform id and the module versions of the system before and after; gives where trouble was reported, null for nowhere. */
export function fieldReport(platform: number, before: number, after: number): string | null {
  const isIn = (version: number, [from, to]: Versions): boolean => version >= from && version <= to;
  const found = FIELD_REPORTS.find(
    ({ platforms, from, to }) =>
      platforms.some((name) => findPlatform(name)?.id === platform) && isIn(before, from) && isIn(after, to),
  );
  return found?.source ?? null;
}
