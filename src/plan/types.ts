import type { FirmwareModule } from '../module/types.js';

/** A module together with the file that it came from. */
export interface NamedModule {
  readonly file: string;
  readonly size: number;
  readonly module: FirmwareModule;
  /** Equal for files of equal bytes, different otherwise (the SHA-256 of the file). */
  readonly contentId: string;
}

/** What must be on the device at that version or a newer one. */
export interface Requirement {
  readonly function: number;
  readonly index: number;
  readonly version: number;
}
