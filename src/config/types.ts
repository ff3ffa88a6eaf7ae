/** The content of `fwinspect.config.json`, checked. */
import type { Level, Waiver } from '../assess/types.js';
import type { Severity } from '../rules/types.js';

/** What the files are expected to be and to do; flags of the command line win over it. */
export interface Expect {
  readonly platform?: string | undefined;
  readonly minOs?: string | undefined;
  readonly targetOs?: string | undefined;
  readonly product?: number | undefined;
  readonly productVersion?: number | undefined;
  /** "5MB", or a number of bytes. */
  readonly maxOta?: string | number | undefined;
  readonly via?: 'ota' | 'serial' | 'local' | 'dfu' | undefined;
  /** Whether what the cloud is expected to mend by itself counts as a warning. */
  readonly expectCloud?: boolean | undefined;
}

export interface Config {
  /** By the id of the rule, also where the file has its name. */
  readonly rules?: Readonly<Record<string, Level>> | undefined;
  readonly expect?: Expect | undefined;
  readonly failOn?: Severity | undefined;
  readonly waivers?: readonly Waiver[] | undefined;
}

/** What is wrong at a place of the file, such as `waivers[0].expires`. */
export interface ConfigFault {
  readonly path: string;
  readonly message: string;
}
