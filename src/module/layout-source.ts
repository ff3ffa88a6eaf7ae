/**
 * The fixed structures of a module, declared with binary-parser. All fields are little-endian.
 *
 * binary-parser compiles its parsers from strings at run time, which a content security policy forbids. Therefore
 * `scripts/generate-layout.mjs` writes the code of these parsers to `layout.generated.ts` at build time, and only
 * that file is used at run time. This file is for the generator and the tests; nothing in `src` imports it.
 */
// The package's own entry point carries no types for ES modules; this path does.
import { Parser } from 'binary-parser/dist/binary_parser.js';

/** The 24 bytes that every module carries. Source: Device OS `dynalib/inc/module_info.h`, `module_info_t`. */
export const headerParser = new Parser()
  .endianness('little')
  .uint32('start')
  .uint32('end')
  .uint8('mcu')
  .uint8('flags')
  .uint16('version')
  .uint16('platform')
  .uint8('function')
  .uint8('index')
  .uint8('dependency1Function')
  .uint8('dependency1Index')
  .uint16('dependency1Version')
  .uint8('dependency2Function')
  .uint8('dependency2Index')
  .uint16('dependency2Version');

/** The last 36 bytes before `end`. Source: Device OS `dynalib/inc/module_info.h`, `module_info_suffix_base_t`. */
export const suffixParser = new Parser()
  .endianness('little')
  .uint16('reserved')
  .buffer('sha256', { length: 32 })
  .uint16('size');

/** What stands in front of a compressed payload. Source: Device OS `dynalib/inc/module_info.h`, `compressed_module_header`. */
export const compressionHeaderParser = new Parser()
  .endianness('little')
  .uint16('size')
  .uint8('method')
  .uint8('windowBits')
  .uint32('originalSize');
