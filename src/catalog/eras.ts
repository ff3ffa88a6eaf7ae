/**
 * Which validation rules hold in which releases: every switch once, as data, with its evidence. A switch is keyed by the module version of the
 * system part that holds the validator, in ranges, because release lines run side by side (2.x beside 3.x).
 * Citations such as "gen2 2.1" are of docs/device-os, which says all of it in sentences; commits are of the Device OS repository.
 */
import type { Family } from './boards/family.js';
import { ALWAYS, isIn, since } from './versions.js';
import type { VersionRanges } from './versions.js';

/**
 * The newest release whose source is public, so that its rules were read. What comes after is judged by its rules, and said to be
 * (`assumedRules`). Source: github.com/particle-iot/device-os, tag v6.2.0.
 */
export const RULES_KNOWN_TO = { release: '6.2.0', version: 6200 } as const;

interface Switch {
  readonly stm32f2?: VersionRanges;
  readonly nrf52840?: VersionRanges;
  readonly rtl872x?: VersionRanges;
  readonly evidence: string;
}

/** 2.2.0-rc.1 to the end of 2.x, and 3.1.0-alpha.1 and later; not 3.0.0. */
const FROM_2_2_AND_3_1: VersionRanges = [[2200, 2999], ...since(3100)];

/** 3.1.0-alpha.1 and later; never in 2.x. */
const FROM_3_1: VersionRanges = since(3100);

export const SWITCHES = {
  /** An update must not strand an installed system part (DEPENDENCIES_FULL). */
  dependenciesFull: {
    stm32f2: since(18),
    nrf52840: ALWAYS,
    rtl872x: ALWAYS,
    evidence: '0.5.3-rc.1 (d3f0f26f1), 0.6.0-rc.1 (08ca86b4b)',
  },
  /** The second dependency is read at all. */
  secondDependency: { stm32f2: since(200), nrf52840: ALWAYS, rtl872x: ALWAYS, evidence: '0.7.0-rc.1 (bd8dd8214)' },
  /** A dependency on a slot that the release does not have fails; before, a NULL pointer was read. */
  unknownDependencyFails: {
    stm32f2: since(2100),
    nrf52840: since(2100),
    rtl872x: ALWAYS,
    evidence: '2.1.0-rc.1 and 3.0.0-alpha.1 (2092da9f4, 9d0b4e432)',
  },
  /** Dependencies are looked up for any MCU; before, for the MCU of the module that declares them. */
  dependencyOfAnyMcu: {
    stm32f2: ALWAYS,
    nrf52840: since(2100),
    rtl872x: ALWAYS,
    evidence: '2.1.0-rc.1 and 3.0.0-alpha.1 (9d0b4e432)',
  },
  /** A resident module whose own fetch failed still vetoes an update, because its header is a copy. */
  failedModulesVeto: {
    stm32f2: [[2200, 2999], ...since(3102)],
    nrf52840: FROM_2_2_AND_3_1,
    rtl872x: ALWAYS,
    evidence: 'cb4dbafd7 and edf9dae30, not 7629b5a4d (3.0.0)',
  },
  /** The table of slots ends in two NULL entries, a slip of a merge. */
  nullSlots: { stm32f2: [[3200, 3999]], evidence: '3.2.0-rc.1 to 3.3.1 (72ab0a542, 754c9cde3)' },
  /** The suffix is read at the header's end address, wherever the image lies; later, behind the image's own bytes. */
  suffixReadAtHeaderEnd: {
    stm32f2: [
      [2200, 2200],
      [3102, 3199],
    ],
    nrf52840: [
      [2200, 2200],
      [3100, 3199],
    ],
    evidence: 'fetch_module, `ota_module.cpp` @ 2.2.0-rc.1 and 3.1.0 against 2.2.0-rc.2 and 3.2.0-rc.1',
  },
  /** Refusals carry a number. */
  errorCodes: { stm32f2: since(2000), nrf52840: since(2000), rtl872x: ALWAYS, evidence: '2.0.0-alpha.1 (92eb1eaca)' },
  /** Startup flags lie in RTC registers; 0xFF is no safe-mode request any more. */
  flagsInRegisters: { stm32f2: since(200), evidence: '0.7.0-rc.1' },
  /** The loader validates bootloader and system part (Photon and P1 only on Gen 2). */
  modulesCheckedAtBoot: {
    stm32f2: since(200),
    nrf52840: ALWAYS,
    rtl872x: ALWAYS,
    evidence: '0.7.0-rc.1 (9399a054b); Electron exempted (3cb8e5fa9)',
  },
  /** Electron: the fallback image at boot lies at 0x080A0000; before, in the OTA slot. */
  electronFactoryMoved: { stm32f2: since(22), evidence: '0.5.4 (a15fdeba0), 0.6.0-rc.1 (2d8f3d6f1)' },
  /** Electron: a bootloader is accepted and then never written. */
  electronBootloaderStub: {
    stm32f2: [[12, 23]],
    evidence: '0.5.0-rc.1 (404ceb817) to 0.5.5; back in 0.6.0-rc.1 (c317b4567)',
  },
  /** A bootloader is fetched again after it was written, and written again until it is valid. */
  bootloaderVerified: { stm32f2: since(200), nrf52840: ALWAYS, evidence: 'db63d7623' },
  /** The cloud is told of a refusal by an event; before, it is never told. */
  refusalReportedByEvent: { stm32f2: [[103, 110]], evidence: '0.6.1-rc.1 to 0.6.4: event spark/device/ota_result' },
  /** The cloud is told of a refusal in the answer to the end of the transfer. */
  refusalReportedInAck: {
    stm32f2: since(200),
    nrf52840: ALWAYS,
    rtl872x: ALWAYS,
    evidence:
      '0.7.0-rc.1 (64e32e25f): the verdict rides in the done-ack; on nRF52840 too, notify_update_done, `chunked_transfer.cpp` @ 0.9.0, 1.5.2, 2.3.1',
  },
  /** That answer is an error, so the transfer fails; before, it is "changed" with the verdict in its payload, as for a good file. */
  refusalFailsTransfer: {
    stm32f2: since(3000),
    nrf52840: since(3000),
    rtl872x: ALWAYS,
    evidence: '3.0.0-alpha.1: handleFinishRequest, `communication/src/firmware_update.cpp` @ 3.0.0',
  },
  /** Serial (YModem): a refusal is reported; before, success always. */
  serialReportsRefusal: { stm32f2: since(103), nrf52840: ALWAYS, rtl872x: ALWAYS, evidence: '0.6.1-rc.1 (04f35df7a)' },
  /** Serial updates exist at all. */
  serialUpdates: { stm32f2: ALWAYS, nrf52840: [[0, 5999]], rtl872x: [[0, 5999]], evidence: 'removed in 6.0.0' },
  /** USB control requests can carry an update. */
  controlRequests: { stm32f2: since(301), nrf52840: ALWAYS, rtl872x: ALWAYS, evidence: '0.8.0-rc.2 on Gen 2' },
  /** The DFU staging area with the update flag in the DCT: the only way to a bootloader over DFU. */
  dfuUpdateFlag: { stm32f2: since(1212), nrf52840: since(1212), evidence: '1.2.1-rc.3 (aa9484e57, a1b7268a3)' },
  /** The announced size is tested against the OTA slot. */
  sizeChecked: {
    stm32f2: since(3000),
    nrf52840: since(3000),
    rtl872x: ALWAYS,
    evidence: '3.0.0-alpha.1 (fbc2daaa1); not in 2.x',
  },
  /** Compressed and combined modules, validateModules. */
  moduleFormats: { nrf52840: since(2000), rtl872x: ALWAYS, evidence: '2.0.0-alpha.1 (202f7fc19, 56f6e24f5)' },
  /** The bootloader is written by the MBR, where the installed one is 1001 or newer. */
  bootloaderThroughMbr: { nrf52840: since(2002), evidence: '2.0.0-alpha.3 (eabfbd936)' },
  /** The staged file is read through the flash driver: a negative length is a wrong CRC, not a fault. */
  flashDriverReads: {
    nrf52840: FROM_2_2_AND_3_1,
    rtl872x: ALWAYS,
    evidence: '2.2.0-rc.1 and 3.1.0-alpha.1 (8e9b95e2e)',
  },
  /** The radio stack's version is its firmware id, the NCP's is what its driver says. */
  radioFirmwareId: { nrf52840: FROM_2_2_AND_3_1, evidence: '2.2.0-rc.1 and 3.1.0-alpha.1 (6ca382c8f, f1e3c02b5)' },
  /** The 256K application (index 2); no factory fallback at boot any more; the application is judged on its own. */
  application256K: { nrf52840: FROM_3_1, evidence: '3.1.0-alpha.1 (70edb002f)' },
  /** Only the first application that is whole counts among the installed modules. */
  oneApplicationListed: { nrf52840: since(3200), rtl872x: ALWAYS, evidence: '3.2.0-rc.1' },
  /** Asset modules. */
  assets: { nrf52840: since(5500), rtl872x: since(5500), evidence: '5.5.0-rc.1 (75973a18a, 02f4c49e1)' },
  /** Tracker: an NCP update is accepted and then not supported. */
  trackerNcpDisabled: { nrf52840: since(5600), evidence: '5.6.0 (4535c68f1, 2e452111e)' },
  /** RTL872x: the application's range is measured from its fixed end. */
  rtlFixedEnd: { rtl872x: [[5800, 5999], ...since(6100)], evidence: '5.8.0 (c513958d8); absent in 6.0.0' },
  /** RTL872x: staging at a fixed place; an application must start at 0x08480000 or above. */
  rtlFixedStaging: { rtl872x: since(5500), evidence: '5.5.0-rc.1 (bf3f790c6)' },
  /** An application built for 5.8.x or 5.9.x is not run. */
  applicationVersionGap: {
    nrf52840: [[6000, 6102]],
    rtl872x: [[6000, 6102]],
    evidence: '9b7f89fb1, removed in 6.2.0 (bfa7e28ea)',
  },
  /** Devices can be protected. */
  protection: { nrf52840: since(6000), rtl872x: since(6000), evidence: '6.0.0 (c8d8e89f3)' },
  /** Service mode opens a protected device for a while. */
  serviceMode: { nrf52840: since(6101), rtl872x: since(6101), evidence: '6.1.1' },
  /** Local updates of protected devices are checked for downgrades. */
  localDowngradeChecks: { nrf52840: since(6200), rtl872x: since(6200), evidence: '6.2.0 (8165d3503)' },
  /** 4 MB boards: the staging area moved and overlaps the assets. */
  stagingMoved: { nrf52840: since(5500), evidence: '5.5.0-rc.1' },
} as const satisfies Readonly<Record<string, Switch>>;

/** A rule of Device OS that changed between releases. */
export type SwitchName = keyof typeof SWITCHES;

/** Every switch of one release. */
export type Switches = Readonly<Record<SwitchName, boolean>>;

/** Whether a switch is on for a release, by the module version of the system part that validates. */
export function isOn(name: SwitchName, family: Family, version: number): boolean {
  const one: Switch = SWITCHES[name];
  if (family !== 'stm32f2' && family !== 'nrf52840' && family !== 'rtl872x') return false;
  const ranges = one[family];
  return ranges !== undefined && isIn(version, ranges);
}

/** Module version of the first release in which a switch is on; null where it never is. */
export function firstWith(name: SwitchName, family: Family): number | null {
  const one: Switch = SWITCHES[name];
  if (family !== 'stm32f2' && family !== 'nrf52840' && family !== 'rtl872x') return null;
  return one[family]?.[0]?.[0] ?? null;
}

/**
 * What a dependency on a slot without bounds reads on Gen 2 before 2.1.0: two bytes of the bootloader's start-up code. Bootloaders that begin in
 * another way are named by their boards (`aliasReads`); none reads as more. Source: 21 released bootloaders.
 */
export const GEN2_ALIAS_VERSION = 2609;

/** What old Gen 3 code reads as the version of a radio stack, by its firmware id. Source: computed from S140 7.0.1 (202) and 6.1.1 (182). */
export const RADIO_INFO_WORD: ReadonlyMap<number, number> = new Map([
  [202, 10345],
  [182, 0],
]);

/**
 * SoftDevice S140 releases by firmware id, which is the module version of a radio stack. Source: Nordic, release notes of S140 ("Firmware ID": 0x00A9,
 * 0x00B6, 0x00CA).
 */
export const SOFTDEVICES: ReadonlyMap<number, string> = new Map([
  [169, '6.0.0'],
  [182, '6.1.1'],
  [202, '7.0.1'],
]);

/** What a version field of erased flash reads as: it satisfies every dependency. */
export const ERASED_VERSION = 0xffff;

/** From 100 on a Photon or P1 bootloader borrows the DCT code of the system, and without it finds no pending update. */
export const DCT_BORROWING_BOOTLOADER = 100;

/** This one demanded a system part 1 without dependencies. */
export const STRICT_BOOTLOADER = 100;

/** Bootloaders before it do not know the DROP flag. Source: 4573509b0. */
export const FIRST_DROPPING_BOOTLOADER = 400;

/** Bootloaders that look at the slot's flag only, which systems before 2.0.0 do not set: the header stays. Source: fixed by 2bfc93a8b. */
export const DROP_QUIRK_BOOTLOADERS: readonly [number, number] = [1000, 1003];

/** Bootloaders that can unpack compressed modules. Source: 56f6e24f5. */
export const UNPACKS = 1000;

/** Bootloader version from which Gen 3 devices let the MBR write it. */
export const MBR_BOOTLOADER = 1001;

/** Bootloaders from which on a 256K application invalidates the 128K one. Source: 70edb002f. */
export const ERASES_COMPAT_APPLICATION = 1100;

/** The NCP that can be updated. Source: hal platform_ncp.h, ESP32. */
export const UPDATABLE_NCP = 0x21;

/**
 * Module version of the system part that an application asks for from which on the vendor's tool erases the place of the 128K application before it
 * writes one of 256K over DFU. Source: createFlashSteps, `src/lib/flash-helper.js` of particle-cli 3.15.0 and later.
 */
export const ERASES_OLD_APPLICATION_FROM = 3103;
