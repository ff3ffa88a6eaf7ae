/** `fwinspect` alone: what is in this folder, and what comes next. */
import { inventoryOfFiles } from '../assess/file.js';
import { overviewOf } from '../assess/overview.js';
import { overviewText } from '../report/overview.js';
import { textOptions, writeErrors, writeOutput } from './context.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { CommonOptions } from './options.js';
import { writeSkipped } from './shared.js';

/** Tells of the current folder; it judges nothing. Exit 2 where nothing in it could be read. */
export async function overview(options: CommonOptions): Promise<number> {
  const input = await readInput(['.'], { all: false, memory: options.memory, hashes: true, progress: true });
  if (input.files.length === 0) {
    const message = 'name files, folders or zips to check, or a command; see fwinspect --help';
    writeErrors([...input.errors, { file: '', code: 'nothing_checked', message }]);
    return exitCode({ judgement: 'ok', unreadable: true });
  }
  writeOutput(overviewText(overviewOf(inventoryOfFiles(input.files)), textOptions(options)), undefined);
  writeSkipped(input.skipped, options);
  writeErrors(input.errors);
  return exitCode({ judgement: 'ok', unreadable: input.errors.length > 0 });
}
