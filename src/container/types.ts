/**
 * What a container is: a file that holds other files (zip, tar), wraps one (gzip), or is an image of flash with modules at their addresses (Intel HEX,
 * a dump). One interface for all of them; nothing here, and nothing in this room, needs Node: what does is handed in.
 */
import type { ModuleHeader, ReadTools } from '../module/types.js';

/** Stable codes of what is wrong with a container or one of its members; the detail says which limit or which numbers. */
export type ContainerFault =
  | 'bad_zip'
  | 'zip_limit'
  | 'bad_container'
  | 'container_limit'
  | 'foreign_package'
  | 'bad_name'
  | 'duplicate_name'
  | 'overlapping_entries'
  | 'overlapping_data'
  | 'symlink_entry'
  | 'encrypted_entry'
  | 'unsupported_method'
  | 'size_mismatch'
  | 'checksum_mismatch';

/** Why a whole container, or one member, is not read. */
export interface Refusal {
  readonly code: ContainerFault;
  readonly detail: string;
}

/** One file, or one module, in a container. */
export interface Member {
  /** As the container calls it; in an image of flash its address, `0x08020000`. */
  readonly name: string;
  readonly isFolder: boolean;
  /** Bytes when unpacked, as declared; `read` gives no byte more. */
  readonly size: number;
  /** Bytes when packed; null where members are not packed one by one. */
  readonly packedSize: number | null;
  /** Where it lies in flash; null where the container does not say. */
  readonly address: number | null;
  /** What makes it unwelcome even unread (a link, encrypted). */
  readonly refusal: Refusal | null;
  /** What keeps it from being read, told only where it was to be read (method, sizes). */
  readonly fault: Refusal | null;
  readonly read: () => Uint8Array | Refusal | Promise<Uint8Array | Refusal>;
}

/** The formats that are an image of flash. */
export type ImageKind = 'intel_hex' | 'srec' | 'dfuse' | 'dump';

/** A module in an image of flash. */
export interface PlacedModule {
  /** Where it lies, by the image. */
  readonly address: number;
  /** What it says of itself. */
  readonly header: ModuleHeader;
  /** Bytes that lay in gaps of the image and were taken for erased flash. */
  readonly gapBytes: number;
}

/** What is no module and is known all the same: the radio stack, which lies without its header, and the keys and settings of one device. */
export type FlashRegion =
  | {
      readonly kind: 'radio';
      readonly address: number;
      /** Its firmware id, which is the module version of its file. */
      readonly version: number;
    }
  | { readonly kind: 'dct'; readonly address: number };

/** What an image of flash holds, in the order of addresses. */
export interface FlashImage {
  /** The format of the file. */
  readonly kind: ImageKind;
  /** The platform of most of its modules. */
  readonly platform: number;
  /** The first address that it covers. */
  readonly start: number;
  /** The address behind its last byte. */
  readonly end: number;
  /** How many gaps lie in between. */
  readonly gaps: number;
  /** Whether that is all of the board's internal flash; false where it is not known. */
  readonly isWholeFlash: boolean;
  /** The modules that lie where their headers say: these run. Where there is none, all that are there. */
  readonly modules: readonly PlacedModule[];
  /** What else is known in it. */
  readonly regions: readonly FlashRegion[];
  /** Modules that lie elsewhere: staged updates, factory images, files at a wrong address. They are not judged. */
  readonly copies: readonly PlacedModule[];
}

/** What opening gives. */
export type Opened =
  | {
      readonly members: readonly Member[];
      /** Null for what is no image of flash. */
      readonly image: FlashImage | null;
    }
  | Refusal;

/** Bounds that hold while a container is opened; sizes in bytes. */
export interface OpenLimits {
  /** Members that it may have. */
  readonly members: number;
  /** What may be unpacked of it before its members are read. */
  readonly bytes: number;
}

/** What the surroundings provide. */
export interface ContainerTools extends Pick<ReadTools, 'crc32'> {
  /** Unpacks gzip; null where the data is broken, 'too_large' where it would exceed `limit` bytes. Never throws. */
  readonly gunzip: (bytes: Uint8Array, limit: number) => Gunzipped | Promise<Gunzipped>;
  /** Unpacks raw deflate; what follows its end is not looked at. Never gives more than `limit` bytes, and never throws. */
  readonly inflate: (bytes: Uint8Array, limit: number) => Inflated | Promise<Inflated>;
}

/** What gzip holds, or why that cannot be had. */
export type Gunzipped = Uint8Array | 'too_large' | null;

/** What raw deflate holds; or that it is more than allowed, broken, or ends too early. */
export type Inflated = Uint8Array | 'too_large' | 'broken' | 'cut_off';

/** Opens what was recognised. Never throws for bad bytes. */
export type Open = (limits: OpenLimits) => Opened | Promise<Opened>;

export interface ContainerFormat {
  /** The name of the format in lower case. */
  readonly name: string;
  /**
   * `files`: members have names of their own, and only known ones are read. `wrapper`: one member, and where that is a container it takes the name
   * of its wrapper. `image`: the modules in an image of flash.
   */
  readonly holds: 'files' | 'wrapper' | 'image';
  /** Ends of names, lower case, that folders and archives are searched for. */
  readonly extensions: readonly string[];
  /** Builds write it beside a .bin of the same name: then that is read alone. */
  readonly besideBinary: boolean;
  /** Tells by the content whether it is one, in time linear in the bytes; null: it is none, or holds nothing that is known here. */
  readonly recognise: (bytes: Uint8Array, name: string, tools: ContainerTools) => Open | null;
}
