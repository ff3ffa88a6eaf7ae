import { judgementOf } from '../base/judgement.js';
import { inventoryOfFiles } from '../assess/file.js';
import { diffOf } from '../release/diff.js';
import { diffJson, diffText } from '../report/diff.js';
import { documentText } from '../report/json.js';
import { textOptions, writeErrors, writeOutput } from './context.js';
import type { CommonOptions } from './context.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import { nothingChecked, wantsJson, writeSkipped } from './shared.js';

/** `fwinspect diff A B`: 0 the same meaning, 1 different, 2 one of them could not be read. */
export async function diff(before: string, after: string, options: CommonOptions): Promise<number> {
  const json = wantsJson(options);
  const how = { all: options.all, memory: options.memory, hashes: true, payloadHashes: true, progress: !options.quiet };
  const a = await readInput([before], how);
  const b = await readInput([after], how);
  const errors = [a, b].flatMap((one, at) => {
    if (one.files.length + one.errors.length > 0) return one.errors;
    return [{ ...nothingChecked(null), file: at === 0 ? before : after }];
  });
  const found = diffOf(inventoryOfFiles(a.files), inventoryOfFiles(b.files));
  if (json) writeOutput(documentText(diffJson(found, errors)), options.output);
  else if (errors.length === 0) {
    writeOutput(diffText(found, textOptions(options)), options.output);
    writeSkipped([...a.skipped, ...b.skipped], options);
  }
  writeErrors(errors);
  return exitCode({ judgement: judgementOf(!found.same), unreadable: errors.length > 0 });
}
