/** The words of the room `source`: what a place to read from is, and how it is read. What comes out of it is described in `container/contents.ts`. */
import type { OpenOptions, ProblemItem, SkippedItem, SourceOrigin } from '../container/contents.js';

/** One thing to read, found but not read yet. */
export interface SourceEntry {
  readonly name: string;
  /** Absolute path; null for standard input. */
  readonly path: string | null;
  readonly from: Exclude<SourceOrigin, 'container'>;
  readonly root: string;
  /** Size at the time of listing; 0 for standard input. */
  readonly size: number;
}

/** What the arguments stand for. */
export interface SourceListing {
  readonly entries: readonly SourceEntry[];
  readonly items: readonly (ProblemItem | SkippedItem)[];
}

/** Settings of a reading; all have defaults. */
export interface SourceOptions extends OpenOptions {
  /** Stands in for standard input. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Where relative arguments start; the working directory of the process. */
  readonly cwd?: string;
  /**
   * All files are read into one buffer, so that the bytes of a file hold only until the next one is asked for. For a
   * caller that keeps no bytes: 600 files of 200 KB take half of the time, because no fresh memory has to be touched.
   */
  readonly reuseBuffer?: boolean;
  /** Called after an entry has been handed out whole (a zip counts as one). */
  readonly onEntryDone?: (entry: SourceEntry) => void;
}
