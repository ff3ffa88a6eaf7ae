/** What files say by themselves, without being judged together. */
import { checkBundle, checkFile } from '../rules/run.js';
import type { FileSubject, Finding } from '../rules/types.js';
import { bundlesOf } from './file.js';
import type { AssetFile, FirmwareFile } from './file.js';

/** One file with what was found about it. */
export interface Inspected {
  readonly subject: FileSubject;
  readonly findings: readonly Finding[];
}

/** Each file with its findings, in the order given, and what applications and their assets say about each other. */
export function inspectFiles(
  files: readonly FirmwareFile[],
  assets: readonly AssetFile[] = [],
): { readonly inspected: readonly Inspected[]; readonly rest: readonly Finding[] } {
  return {
    inspected: files.map((subject) => ({ subject, findings: checkFile(subject) })),
    rest: bundlesOf(files, assets).flatMap(checkBundle),
  };
}

/** What there is to say about the files that are no modules. */
export function rejectionFindings(files: readonly FileSubject[]): readonly Finding[] {
  return files.filter(({ result }) => result.kind === 'rejection').flatMap(checkFile);
}
