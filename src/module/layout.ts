/**
 * Where things lie in a module. The byte structures themselves are declared with binary-parser in
 * `layout-source.ts`; what runs is its generated code (`layout.generated.ts`), because evaluating strings at run time
 * is forbidden in many browsers.
 */

/** Bytes of the header. Source: `module_info_t` in Device OS `dynalib/inc/module_info.h`. */
export const HEADER_SIZE = 24;

/** Places of header fields that are spoken of, counted from the first byte of the header. Source: as {@link HEADER_SIZE}. */
export const HEADER_FIELD = {
  /** Start and end. */
  addresses: { offset: 0, length: 8 },
  version: { offset: 10, length: 2 },
  platform: { offset: 12, length: 2 },
  /** Module function and index. */
  identity: { offset: 14, length: 2 },
  index: { offset: 15, length: 1 },
  /** Both dependencies. */
  dependencies: { offset: 16, length: 8 },
} as const;

/** Places of suffix fields, counted back from the CRC. Source: `module_info_suffix_base_t`, as {@link HEADER_SIZE}. */
export const SUFFIX_FIELD = {
  sha256: { before: 34, length: 32 },
  size: { before: 2, length: 2 },
} as const;

/** The reset vector in a vector table, which begins a Cortex-M image. */
export const RESET_VECTOR = { offset: 4, length: 4 } as const;

/** Bytes of the suffix without extensions and product words: reserved u16, SHA-256, size u16. */
export const SUFFIX_BASE_SIZE = 36;

/** A suffix of more bytes than this begins with a list of extensions. Source: `system/src/asset_manager.cpp` @ 5.5.0. */
export const SUFFIX_PLAIN_LIMIT = 44;

/** Bytes of the CRC behind a module. */
export const CRC_SIZE = 4;

/** Bytes of the compression header. Source: `compressed_module_header`, Device OS 2.0.0-alpha.1 and later. */
export const COMPRESSION_HEADER_SIZE = 8;

/**
 * Every offset at which a module header is known to lie: 0 (applications, radio stacks), 0x20 (RTL872x image header),
 * 0xC0 (bluz), 0x10C (Core vector table), 0x140 and 0x150 (other Cortex-M vector tables), 0x184 (STM32F2), 0x200 (nRF52840).
 */
export const HEADER_OFFSETS: readonly number[] = [0, 0x20, 0xc0, 0x10c, 0x140, 0x150, 0x184, 0x200];

/** A header that lies at none of {@link HEADER_OFFSETS} is looked for up to this offset, at multiples of {@link HEADER_STEP}; vector tables are smaller. */
export const HEADER_SEARCH_LIMIT = 0x1000;

/** Module headers lie at multiples of this: all linker scripts align them. */
export const HEADER_STEP = 4;

/** CRCs that such a search computes at the most. Bounds hostile input. */
export const HEADER_SEARCH_CRCS = 16;

/** Extensions are read up to this many bytes per list; real lists have a few hundred. Bounds hostile input. */
export const EXTENSION_LIST_LIMIT = 65536;

/** An inflated payload may have at most this many bytes; the largest slot of any platform is 2 MiB. */
export const INFLATE_LIMIT = 8 * 1024 * 1024;

/** All payloads of one file together, so that many of them in one file stay bounded too. */
export const INFLATE_LIMIT_OF_FILE = 4 * INFLATE_LIMIT;

/** Extensions read of one list at the most; real lists have a few. Bounds hostile input. */
export const EXTENSION_COUNT_LIMIT = 1024;

/** Modules taken out of one combined file at the most; Device OS itself looks at the first two only. */
export const COMBINED_LIMIT = 16;

/** Payloads inside payloads are opened to this depth. */
export const NESTING_LIMIT = 3;
