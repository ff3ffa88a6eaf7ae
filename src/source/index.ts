/** The room `source`: turns the user's arguments into a stream of named bytes, in bounded memory. */
export { listSources } from './list.js';
export { readEntries, readSources } from './read.js';
export { openZip } from './open.js';
export { DEFAULT_EXTENSIONS } from './containers.js';
export { DEFAULT_MAX_FILE_BYTES, DEFAULT_ZIP_LIMITS } from './types.js';
export type {
  FileItem,
  ImageItem,
  ProblemItem,
  SkippedItem,
  SourceEntry,
  SourceErrorCode,
  SourceFile,
  SourceItem,
  SourceListing,
  SourceOptions,
  SourceOrigin,
  SourceProblem,
  ZipLimits,
} from './types.js';
