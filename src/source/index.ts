/** The room `source`: turns the user's arguments into a stream of named bytes, in bounded memory. */
export { listSources } from './list.js';
export { readEntries, readSources } from './read.js';
export { openZip } from './open.js';
export { DEFAULT_EXTENSIONS } from '../container/known.js';
export { DEFAULT_MAX_FILE_BYTES, DEFAULT_ZIP_LIMITS } from '../container/contents.js';
export type {
  FileItem,
  ImageItem,
  ProblemItem,
  SkippedItem,
  SourceErrorCode,
  SourceFile,
  SourceItem,
  SourceOrigin,
  SourceProblem,
  ZipLimits,
} from '../container/contents.js';
export type { SourceEntry, SourceListing, SourceOptions } from './types.js';
