/** `--releases FILE`: the user's own rows, added to the table of releases for this run. */
import { startWithReleases } from '../catalog/releases.js';
import { readReleases } from '../config/releases.js';
import { safeText } from '../base/safe-text.js';
import { recordFaultWords } from '../report/record-words.js';
import { readText, UsageError } from './context.js';

/** Adds the rows of a file before anything is looked up. Throws a {@link UsageError} for a file that has none. */
export function addReleases(file: string): void {
  const read = readReleases(readText(file, 'releases'));
  switch (read.kind) {
    case 'releases':
      startWithReleases(read.releases);
      return;
    case 'no_document': {
      const place = read.path === '' ? '' : `${safeText(read.path)}: `;
      throw new UsageError(`${safeText(file)} holds no releases: ${place}${safeText(read.message)}`);
    }
    case 'faults':
      throw new UsageError(`${safeText(file)}: ${read.faults.map(recordFaultWords).join('; ')}`);
  }
}
