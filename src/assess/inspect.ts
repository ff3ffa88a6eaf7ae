/** What files say by themselves, without being judged together. */
import { checkBundle, checkFile, checkImage } from '../rules/run.js';
import type { FileSubject, Finding, ImageSubject } from '../rules/types.js';
import { bundlesOf } from './file.js';
import type { FirmwareFile } from './file.js';

/** One file with what was found about it. */
export interface Inspected {
  readonly subject: FileSubject;
  readonly findings: readonly Finding[];
}

/** What an image of flash says as a whole. */
export const imageFindings = (image: ImageSubject): readonly Finding[] => checkImage(image);

/** Each file with its findings, in the order given, and what bundles and images of flash say as a whole. */
export function inspectFiles(
  files: readonly FirmwareFile[],
  images: readonly ImageSubject[] = [],
): { readonly inspected: readonly Inspected[]; readonly rest: readonly Finding[] } {
  return {
    inspected: files.map((subject) => ({ subject, findings: checkFile(subject) })),
    rest: [...bundlesOf(files).flatMap(checkBundle), ...images.flatMap(checkImage)],
  };
}

/** What there is to say about the files that are no modules. */
export function rejectionFindings(files: readonly FileSubject[]): readonly Finding[] {
  return files.filter(({ result }) => result.kind === 'rejection').flatMap(checkFile);
}
