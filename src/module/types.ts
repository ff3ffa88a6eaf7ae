/**
 * The shapes that `module/` gives. Plain, immutable, JSON-serialisable data; numbers are what the bytes say,
 * words are made elsewhere. All multi-byte fields of a module are little-endian except the CRC (big-endian).
 */

/**
 * Numbers of the module functions (header byte 14).
 * Source: Device OS `dynalib/inc/module_info.h`, all releases up to 6.2.0.
 */
export const MODULE_FUNCTION = {
  none: 0,
  resource: 1,
  bootloader: 2,
  monoFirmware: 3,
  systemPart: 4,
  userPart: 5,
  settings: 6,
  ncpFirmware: 7,
  radioStack: 8,
  asset: 9,
} as const;

/**
 * Bits of the header's flags byte (offset 9).
 * Source: Device OS `dynalib/inc/module_info.h`; Gen 2 never tests them, Gen 3 since 1.3.1-rc.1 (drop) to 5.5.0-rc.1 (prefix extensions).
 */
export const MODULE_FLAG = {
  dropModuleInfo: 0x01,
  compressed: 0x02,
  combined: 0x04,
  encrypted: 0x08,
  prefixExtensions: 0x10,
} as const;

/** Type numbers of the extensions in a module's prefix or suffix. Source: `dynalib/inc/module_info.h` @ 6.2.0; 0x0014 is written by tools only. */
export const EXTENSION_TYPE = {
  end: 0x0000,
  productData: 0x0001,
  dynamicLocation: 0x0002,
  dependency: 0x0003,
  hash: 0x0010,
  name: 0x0011,
  assetDependency: 0x0012,
  securityMode: 0x0013,
  assetType: 0x0014,
  invalid: 0xffff,
} as const;

/** Which module, whatever its version and platform; its key in maps is made by `module/id.ts`. */
export interface ModuleId {
  /** Module function number, see {@link MODULE_FUNCTION}. */
  readonly function: number;
  /** Module index, 0-255. */
  readonly index: number;
}

/** "This module must be installed at that version or a newer one", as headers declare it. A version is a minimum, never an exact match. */
export interface Requirement extends ModuleId {
  /** The lowest module version that satisfies it, 0-65535. */
  readonly version: number;
}

/** The 24 bytes that every module carries, as numbers. */
export interface ModuleHeader extends ModuleId {
  /** Address of the first byte of the module once installed. */
  readonly start: number;
  /** Address just behind the covered bytes; the 4-byte CRC follows there. */
  readonly end: number;
  /** Target MCU (byte 8): 0 the main one, 0x21 an ESP32 NCP, 0xFF any. */
  readonly mcu: number;
  /** Flag bits (byte 9), see {@link MODULE_FLAG}. */
  readonly flags: number;
  /** Module version, 0-65535. */
  readonly version: number;
  /** Platform id, 0-65535. */
  readonly platform: number;
  /** First dependency; null where its function is 0 (none). Its place matters: without a first one Device OS never looks at the second. */
  readonly dependency1: Requirement | null;
  /** Second dependency; a reserved field before Device OS 0.7.0-rc.1. */
  readonly dependency2: Requirement | null;
}

/** The CRC-32 behind a module against the computed one. */
export interface CrcResult {
  /** The big-endian word behind the covered bytes. */
  readonly stored: number;
  readonly computed: number;
  readonly ok: boolean;
}

/** Which bytes the SHA-256 in the suffix covers: `whole` = [0, L-34), `payload` = [24, L-36) (radio stack and NCP images). */
export type ShaCoverage = 'whole' | 'payload';

/** The SHA-256 in the suffix against the computed one. */
export interface Sha256Result {
  /** 64 hex digits from the suffix, or null where the module has no suffix. */
  readonly stored: string | null;
  /** 64 hex digits, or null where no hash function was handed in. */
  readonly computed: string | null;
  /** The coverage under which `computed` was made. */
  readonly coverage: ShaCoverage | null;
  /** null = cannot be told: no hash function, no suffix, or an image (radio stack, NCP) that may hash another range. */
  readonly ok: boolean | null;
}

/** Where an extension lies. */
export interface ExtensionPlace {
  readonly type: number;
  /** Where the list stands. */
  readonly at: 'prefix' | 'suffix';
  /** Offset in the file of the extension's type word. */
  readonly offset: number;
  /** Bytes including the 4 of type and length. */
  readonly length: number;
}

/** One extension; a kind that is not known, or whose length does not fit its kind, stays raw. */
export type Extension = ExtensionPlace &
  (
    | { readonly kind: 'end' }
    | { readonly kind: 'product_data'; readonly id: number; readonly version: number }
    | {
        readonly kind: 'dynamic_location';
        readonly moduleStart: number;
        readonly dynalibLoad: number;
        readonly dynalibStart: number;
      }
    | { readonly kind: 'dependency'; readonly dependency: Requirement; readonly targetId: number }
    | { readonly kind: 'hash'; readonly hashType: number; readonly hash: string }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'asset_dependency'; readonly hashType: number; readonly hash: string; readonly name: string }
    | { readonly kind: 'security_mode'; readonly mode: number; readonly certificateBytes: number }
    | { readonly kind: 'asset_type'; readonly assetType: number }
    | { readonly kind: 'raw'; readonly raw: string }
  );

/** What the last 36 bytes in front of the CRC say of the suffix. */
export interface Suffix {
  /** Size that the suffix states for itself (its last two bytes), without the CRC. */
  readonly size: number;
  /** The two reserved bytes in front of the SHA-256. */
  readonly reserved: number;
  /** False where the stated size does not fit into the module. */
  readonly fits: boolean;
}

/** A product id and version that really says something; every "unset" spelling has become null. */
export interface Product {
  readonly id: number;
  readonly version: number;
}

/** One place in the file at which 24 bytes could be read as a header, and what speaks for it. */
export interface HeaderCandidate {
  readonly offset: number;
  readonly crcOk: boolean;
  /** True where modules of the platform that the header names lie at this offset. */
  readonly usualPlace: boolean;
}

/** Why a compressed payload was not opened, or is broken. `no_inflate`: no function for it was handed in; `nested`: too deep inside others. */
export type PayloadFault =
  | 'no_room_for_header'
  | 'unknown_method'
  | 'too_large'
  | 'too_large_together'
  | 'no_inflate'
  | 'nested'
  | 'broken_or_longer'
  | 'shorter';

/** What a module carries inside. */
export type Payload =
  /** `inner` is null where the module drops its header (an asset): its content is no module. */
  | {
      readonly kind: 'compressed';
      readonly state: 'opened';
      readonly method: number;
      readonly windowBits: number;
      readonly originalSize: number;
      readonly inner: ReadResult | null;
    }
  | {
      readonly kind: 'compressed';
      readonly state: 'not_opened' | 'bad';
      readonly method: number;
      readonly windowBits: number;
      readonly originalSize: number;
      readonly reason: PayloadFault;
    }
  | { readonly kind: 'combined'; readonly offset: number; readonly inner: ReadResult };

/** What a DFU suffix says: USB ids of the device that the file is for (0xFFFF: any), and whether its own CRC is right. */
export interface DfuSuffix {
  readonly vendor: number;
  readonly product: number;
  readonly crcOk: boolean;
}

/** A module that could be read. Everything odd about it that did not stop the reading is a value on it. */
export interface FirmwareModule extends ModuleHeader {
  readonly kind: 'module';
  /** Where the header stands in the file. */
  readonly headerOffset: number;
  /** Bytes of the module with its CRC: end - start + 4. */
  readonly length: number;
  readonly crc: CrcResult;
  readonly sha256: Sha256Result;
  readonly suffix: Suffix | null;
  readonly product: Product | null;
  /** The product words as they stand, also where they mean "unset"; null where the suffix has none. */
  readonly productRaw: Product | null;
  readonly extensions: readonly Extension[];
  /** False where a list of extensions runs over its end or has an impossible length. */
  readonly extensionsOk: boolean;
  /** Initial stack pointer and reset vector where the file begins with a vector table, else null. */
  readonly vectors: { readonly stackPointer: number; readonly resetHandler: number } | null;
  /** Bytes behind the CRC that belong to no module. */
  readonly trailingBytes: number;
  /** What these bytes are: flash padding (all 0xFF or all 0), a DFU suffix alone, or something else. */
  readonly trailingKind: 'none' | 'erased' | 'zeros' | 'dfu_suffix' | 'data';
  /** The DFU suffix behind the module, where nothing else is there. */
  readonly dfuSuffix: DfuSuffix | null;
  readonly payload: readonly Payload[];
  /** All places that could have been the header, the chosen one first. */
  readonly candidates: readonly HeaderCandidate[];
}

/** What bytes that are no module really are. */
export type RejectionKind =
  | 'empty'
  | 'erased'
  | 'zeros'
  | 'html'
  | 'json'
  | 'text'
  | 'zip'
  | 'gzip'
  | 'tar'
  | 'elf'
  | 'intel_hex'
  | 'srec'
  | 'dfuse'
  | 'uf2'
  | 'mcuboot'
  | 'esp_image'
  | 'base64'
  | 'lfs_pointer'
  | 'device_report'
  | 'device_list'
  | 'truncated'
  | 'core_image'
  | 'unknown';

/** Why the bytes are no module. Facts only; `report/` makes the sentence. */
export interface Rejection {
  readonly kind: 'rejection';
  readonly what: RejectionKind;
  readonly size: number;
  /** The first printable characters, where they help to recognise the file (control characters removed). */
  readonly excerpt: string | null;
  /** For `truncated`: the header that was found and how many bytes its module needs. */
  readonly truncated: {
    readonly header: ModuleHeader;
    readonly headerOffset: number;
    readonly needed: number;
    readonly missing: number;
  } | null;
}

/** What `readModule` gives: a module, or what the bytes are instead. */
export type ReadResult = FirmwareModule | Rejection;

/** A hash that is fed in pieces. `copy` lets one pass serve several ranges. */
export interface Sha256 {
  update(bytes: Uint8Array): unknown;
  copy(): Sha256;
  /** 64 lower-case hex digits. */
  hex(): string;
}

/** What the reader needs from its surroundings. Everything is optional: without a hash the SHA-256 stays unknown, without inflate a payload stays closed. */
export interface ReadTools {
  /** CRC-32 (zlib polynomial) of the bytes, unsigned. Default: crc-32. */
  readonly crc32?: (bytes: Uint8Array) => number;
  readonly sha256?: () => Sha256;
  /** Header offsets at which modules of a platform lie, or undefined for an unknown platform. Decides between several possible headers. */
  readonly usualOffsets?: (platform: number) => readonly number[] | undefined;
  /** Raw deflate; gives null where the data is broken or the output would exceed `limit` bytes. Never throws. */
  readonly inflateRaw?: (bytes: Uint8Array, limit: number) => Uint8Array | null;
}
