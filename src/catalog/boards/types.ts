/**
 * What a board is, as data: one record a board, one file a family. Every field has to be said; the constructor of a family fills those that all of
 * its boards share. No code outside the catalog asks for a board or a family by name: it asks for the behaviour that is named here.
 */
import type { Switches } from '../eras.js';
import type { VersionRanges } from '../versions.js';
import type { Family } from './family.js';

/** USB identity: vendor, product id in normal (serial) mode, product id in DFU mode. */
export interface UsbIds {
  readonly vendor: number;
  readonly product: number;
  /** null where it has no DFU mode, or none is known */
  readonly dfuProduct: number | null;
}

/** Where a slot's module is kept. */
export type SlotStore = 'main' | 'factory';
/** Where a slot lies: in the flash of the processor, in a chip beside it, or in the network co-processor. */
export type SlotLocation = 'internal' | 'external' | 'ncp';

/** One entry of Device OS's table of module bounds, with the releases in which it stands there. */
export interface Slot {
  /** Module function number. */
  readonly function: number;
  readonly index: number;
  /** First address. */
  readonly start: number;
  /** Last address at which a module may end (inclusive; the CRC follows there). */
  readonly end: number;
  /** Bytes that the table gives for the slot; shown in describe, never an acceptance test (but for RTL872x applications). */
  readonly size: number;
  readonly store: SlotStore;
  readonly location: SlotLocation;
  /** Target MCU byte of the entry; 0xFF any. */
  readonly mcu: number;
  /** RTL872x application: the start is found at boot; a module must end at one exact address to be found. */
  readonly dynamic: boolean;
  readonly versions: VersionRanges;
  readonly source: string;
}

/** A value that holds in a range of module versions of the system. */
export interface InReleases<Value> {
  readonly versions: VersionRanges;
  readonly value: Value;
}

/** One release on the way of a long update: any of its releases does, the first is the vendor's choice. */
export interface IntermediateRelease {
  readonly releases: readonly string[];
  /** Whether a device refuses to go past it, coming from below `from` and going to `to` or above; otherwise it is advice. */
  readonly enforced: { readonly below: number; readonly to: number } | null;
  readonly why: string;
  readonly source: string;
}

/** A system part that says of itself more than the running system part can stand. */
export interface VersionClash {
  /** Index of the part that is too new. */
  readonly part: number;
  /** From this module version on. */
  readonly from: number;
  /** With a system part that validates below this module version. */
  readonly under: number;
}

/** What fits into the asset storage, by the vendor's tools, which make no bundle beyond it. */
export interface AssetStorage {
  /** Bytes of the largest asset, as a module. */
  readonly maxSingle: number;
  /** Bytes of one block of the storage, and how many of them hold no content. */
  readonly blockSize: number;
  readonly blockOverhead: number;
  /** Blocks of the storage, and how many must stay free. */
  readonly blocks: number;
  readonly reservedBlocks: number;
}

/** States that work by the checks and still harm; null: the board does not know them. */
export interface HazardRules {
  readonly wifiFirmwareLost: VersionClash | null;
  readonly staticMemoryOverlap: VersionClash | null;
  /** The bootloader looks for startup flags where the system does not write them. */
  readonly flagsInTwoPlaces: { readonly bootloaderFrom: number } | null;
}

/** How the bootloader finds the system that it starts. */
export type SystemStart =
  /** It looks at the header of system part 1 only, and restores the factory image where that does not fit. */
  | { readonly kind: 'first_part'; readonly at: number }
  /** The system part has moved; bootloaders know one place or both, and systems may carry a header for old bootloaders. */
  | {
      readonly kind: 'two_places';
      readonly newAt: number;
      readonly oldAt: number;
      /** First bootloader that looks at the new place. */
      readonly bootloaderFrom: number;
      /** First system that carries a second header at the old place. */
      readonly systemFrom: number;
    }
  /** Header and CRC of the one system part. */
  | { readonly kind: 'whole_part'; readonly at: number };

/** How flash is read for a CRC: where it is mapped, up to the flash end (behind it the read faults), or bounded by what the driver takes. */
export type FlashReads = { readonly kind: 'mapped' } | { readonly kind: 'bounded'; readonly longest: number };

/** What an erase takes with it. */
export type EraseUnit =
  { readonly kind: 'sectors'; readonly starts: readonly number[] } | { readonly kind: 'pages'; readonly size: number };

/**
 * Who carries out an accepted update. `system_or_bootloader`: the system writes the bootloader, the bootloader copies the rest, which it finds through
 * the DCT. `bootloader_or_mbr`: the bootloader copies, the MBR writes the bootloader; radio stack, NCP and assets have ways of their own.
 * `mbr_copies`: everything is copied as it is, and the MBR refuses what lies in front of the bootloader.
 */
export type UpdateCopy = 'system_or_bootloader' | 'bootloader_or_mbr' | 'mbr_copies';

/**
 * Which application the loader looks for. `one_or_factory`: at one place, else the factory image. `either`: the 128K one, else the 256K one.
 * `named_by_suffix`: where the suffix at the flash end says.
 */
export type ApplicationCheck = 'one_or_factory' | 'either' | 'named_by_suffix';

/** An application that may begin anywhere: it is found by its end. */
export interface DynamicApplication {
  /** The end address that every application must have to be found at boot. */
  readonly end: number;
  /** Where it is assumed to begin, where neither a file nor a report gives an address. */
  readonly assumedStart: number;
  readonly systemAt: number;
  /** Bytes between system part and application where staging has no place of its own. */
  readonly stagingBehindSystem: number;
}

/** Source and destination of an update may overlap: the bootloader moves the source through RAM, where both lie between these addresses. */
export interface StagedMoves {
  readonly from: number;
  /** The end, not included. */
  readonly to: number;
  /** Bytes that the RAM takes. */
  readonly buffer: number;
}

/** The radio stack, which is written without its header. */
export interface RadioStack {
  readonly at: number;
  /** Bytes from its start that reach its firmware id. */
  readonly idReached: number;
  /** The version that releases ship; others are not known. */
  readonly shipped: readonly InReleases<number>[];
}

/** A network coprocessor with a slot of its own in the table of bounds. */
export interface Ncp {
  readonly slotVersions: VersionRanges;
  /** The version that releases ship; others are not known. */
  readonly shipped: readonly InReleases<number>[];
  /** Whether later releases accept an update of it and then do not carry it out. */
  readonly updatesEnd: boolean;
}

/** What differs by release on one board; computed once for each release. */
export interface RulesOfRelease {
  /** Where the fallback image of the boot check lies; null where there is no such check any more. */
  readonly factoryAt: number | null;
  /** First address of the staging area. */
  readonly stagingAt: number;
  /** Bytes of the staging area: the largest file that an update may have. */
  readonly stagingSize: number;
  /** The staging area over DFU: number of the memory, and address in it. */
  readonly stagingOverDfu: { readonly memory: number; readonly at: number };
  readonly applicationCheck: ApplicationCheck;
  /** The lowest start of an application that is found at boot; null where the system part's end says it. */
  readonly lowestApplication: number | null;
  /** Whether bootloader and system part decide about the start. */
  readonly modulesDecideAtBoot: boolean;
  /** A bootloader is accepted and then never written. */
  readonly bootloaderStub: boolean;
  /** An NCP update is accepted and then not supported. */
  readonly ncpUpdatesDisabled: boolean;
}

/** How Device OS validates, writes and starts on a board: addresses and behaviours, the same in every release. */
export interface DeviceRules {
  /** The slots in any release, in the order of Device OS's own table. */
  readonly slots: readonly Slot[];
  /** Module index of the system part that holds the validator. */
  readonly validatorIndex: number;
  /** Where that part may lie, in the order in which it is looked for. */
  readonly validatorAt: readonly number[];
  readonly bootloaderAt: number;
  /** Where the MBR takes a new bootloader from; null where it takes none. */
  readonly bootloaderStageAt: number | null;
  /** Where system parts lie by their index, also those that a release has no bounds for. */
  readonly systemPartsAt: readonly number[];
  readonly flashStart: number;
  /** First address behind the flash that an application may end at. */
  readonly flashEnd: number;
  /** Where flash outside the MCU is mapped; null where there is none. */
  readonly externalFlashAt: number | null;
  /** First address of the 128K application (the only one on Gen 2); 0 where it is found at boot. */
  readonly userStart: number;
  /** First address of the 256K application; null where there is none. */
  readonly application256KAt: number | null;
  readonly dynamicApplication: DynamicApplication | null;
  /** Bytes that the bootloader copies of a factory image at the most. */
  readonly factorySize: number;
  readonly eraseUnit: EraseUnit;
  readonly residentReads: FlashReads;
  readonly stagedReads: FlashReads;
  /** Where nothing is mapped when a suffix is read at the header's end address. */
  readonly suffixUnmapped: 'below_flash' | 'behind_flash';
  /** A module that ends below has a suffix that cannot be read in its destination; 0 where nobody reads it there. */
  readonly lowestReadableEnd: number;
  /** Whether slots are looked up by the MCU byte too. */
  readonly mcuMatters: boolean;
  /** What a NULL pointer shows, before 2.1.0: the bootloader, or nothing that is known. */
  readonly addressZero: 'bootloader' | 'unmapped';
  /** Bootloaders whose start-up code reads as another version than that of all others, where it is taken for a header. */
  readonly aliasReads: readonly { readonly bootloader: number; readonly version: number }[];
  readonly systemStart: SystemStart;
  readonly updateCopy: UpdateCopy;
  /** Whether the system refuses to write a bootloader that would run off the flash. */
  readonly bootloaderEndChecked: boolean;
  /** Addresses, the end included, that a copy may touch. */
  readonly copyRange: { readonly from: number; readonly to: number };
  /** Whether the code knows flags in a module's header: compressed, combined, without its header. */
  readonly headerFlags: boolean;
  /** How a staged file that lies in the way of its own copy is moved; null where it never does. */
  readonly stagedMoves: StagedMoves | null;
  /** Whether DFU writes a module of that function that covers these addresses (the end not included). */
  readonly writableOverDfu: (moduleFunction: number, start: number, end: number) => boolean;
  /** Bytes of the largest asset over the air. */
  readonly assetLimit: number;
  /** Null: no release of the board knows assets. */
  readonly assetStorage: AssetStorage | null;
  /** A longer cloud or USB update takes the asset storage with it; null where staging and assets lie apart. */
  readonly safeStagingSize: number | null;
  readonly radio: RadioStack | null;
  readonly ncp: Ncp | null;
  readonly hazards: HazardRules;
  /** Whether system parts call each other at boot with nothing that checks their versions. */
  readonly partsUnchecked: boolean;
  /** Whether the loader lets bootloader and system part decide, in the releases that look at them. */
  readonly loaderChecksModules: boolean;
  /** Whether the application is checked before bootloader and system part, so that a factory reset comes first. */
  readonly applicationCheckedFirst: boolean;
  /** Where internal flash keeps keys and settings of one device; null where a file system of the external flash does. */
  readonly dct: { readonly from: number; readonly to: number } | null;
  /** Bootloaders from 100 on borrow the DCT code of the system. */
  readonly bootloaderBorrowsDct: boolean;
  /** Index of the system part that carries a bootloader image; empty where no system part does. */
  readonly bootloaderCarrier: readonly InReleases<number>[];
  /** The images that are known, by carrier and its module version. */
  readonly embeddedBootloaders: readonly (InReleases<number> & { readonly carrier: number })[];
  /** Releases that replace a bootloader of 100 or newer by the embedded older one. */
  readonly bootloaderTakenBack: VersionRanges;
  /** Whether there are protected devices, from 6.0.0 on. */
  readonly protectable: boolean;
  /** Offset of the header of an installed module: behind the vector table or image header, where it has one. */
  readonly headerOffsetOf: (moduleFunction: number, index: number) => number;
  /** What differs by release. */
  readonly ofRelease: (on: Switches) => RulesOfRelease;
}

/** A board and what tells it apart. */
export interface Board {
  /** platform id, header bytes 12 and 13 */
  readonly id: number;
  /** lower case name, as command lines and file names write it */
  readonly name: string;
  readonly displayName: string;
  /** other names; case, spaces, - and _ do not matter */
  readonly aliases: readonly string[];
  readonly family: Family;
  /** whether it has an MCU whose Device OS is known here: a device, and no simulator or foreign board */
  readonly ofKnownFamily: boolean;
  /** hardware generation as the product documentation counts it; null where it has none or it is not recorded */
  readonly generation: 1 | 2 | 3 | 4 | null;
  readonly cellular: boolean;
  /** header offsets (bytes from the start of the image) at which modules of this platform lie, likeliest first */
  readonly headerOffsets: readonly number[];
  readonly usb: UsbIds | null;
  /** how a chunk travels over the air: of 512 bytes in AES over TCP or in DTLS, or as the release does it */
  readonly cloudFraming: 'tcp_512' | 'dtls_512' | 'by_release';
  /** whether the bootloader goes behind the system parts, whose dependency on it is skipped while updating */
  readonly bootloaderLast: boolean;
  /** whether the module version of every bootloader stands for a release, whatever its index; that of bootloader 0 always does */
  readonly bootloaderTellsRelease: boolean;
  /** module indexes of released files "system-part1", "system-part2" ..., where they are not numbered by index */
  readonly releasedParts: readonly InReleases<readonly number[]>[];
  /** intermediate releases that the vendor documents for long updates */
  readonly intermediateReleases: readonly IntermediateRelease[];
  /** where the id and the name come from */
  readonly source: string;
  /** null where no validator is known (the Core has none) */
  readonly rules: DeviceRules | null;
}
