/** Every container that needs no Node API. The last one looks at all bytes, so that it comes behind those with a signature. */
import { DFUSE } from './dfuse.js';
import { DUMP } from './dump.js';
import { GZIP } from './gzip.js';
import { INTEL_HEX } from './intel-hex.js';
import { LZ4 } from './lz4.js';
import { S_RECORDS } from './srec.js';
import { TAR } from './tar.js';
import type { ContainerFormat } from './types.js';

export const FORMATS: readonly ContainerFormat[] = [GZIP, LZ4, TAR, INTEL_HEX, S_RECORDS, DFUSE, DUMP];
